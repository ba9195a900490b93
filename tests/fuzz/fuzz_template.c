/* The reader of badge templates: whatever it takes can be laid out.
 * link: printer/template.c printer/template_read.c printer/template_head.c
 * link: printer/template_check.c printer/template_keys.c printer/template_key_values.c
 * link: printer/template_values.c printer/template_fields.c printer/image.c printer/pdf_page.c printer/bytes.c
 * link: printer/layout.c printer/layout_parts.c kiosk/log.c kiosk/timebase.c
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "printer/layout.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool is_far_away(const struct rect_um *box, const struct badge_template *template)
{
    return box->x < 0 || box->y < 0 || box->x > template->width_um ||
           (int64_t)box->y > template->height_um;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct badge badge = {.family_name = "F",
                                       .native_name = "N",
                                       .delegation = "D",
                                       .country = "TJ",
                                       .category_letter = "P",
                                       .zone_count = 6,
                                       .day_count = 2,
                                       .issue = 2};
    struct template_error error;
    struct badge_template *template =
        badge_template_parse("t", (const char *)data, size, NULL, &error);
    if (!template) {
        char line[320];
        template_error_format(&error, line, sizeof line);
        if (!error.text[0]) {
            abort(); /* what is refused is explained */
        }
        return 0;
    }
    struct badge_layout layout;
    if (badge_layout_compute(&badge, template, 300, 49, LAYOUT_MODULE_MIN, &layout)) {
        for (size_t i = 0; i < layout.count; i++) {
            if (is_far_away(&layout.parts[i].box, template)) {
                abort();
            }
        }
    }
    for (int i = 0; i < template->paper.badges; i++) {
        (void)layout_cell(template, (size_t)i, i & 1, 300);
    }
    int32_t cuts[LAYOUT_CUTS_MAX];
    (void)layout_cuts(template, true, cuts);
    badge_template_unref(template);
    return 0;
}
