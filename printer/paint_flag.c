#include <math.h>
#include <string.h>

#include <glib.h>

#include "printer/paint.h"

#define INITIALS_MAX 5
#define EDGE_UM 120

static const struct text_style initials_style = {
    .weight = TEXT_BOLD, .size_um = 4600, .floor_um = 1000, .max_lines = 1};

/* A hair around it, so that what is white in it has an end. */
static void paint_edge(cairo_t *cr, double width, double height, struct colour edge)
{
    double half = EDGE_UM * POINTS_PER_UM / 2;
    paint_source(cr, edge);
    cairo_set_line_width(cr, 2 * half);
    cairo_rectangle(cr, half, half, width - 2 * half, height - 2 * half);
    cairo_stroke(cr);
}

void paint_flag_picture(cairo_t *cr, cairo_surface_t *flag, bool cloth, const struct rect_um *box,
                        struct colour edge)
{
    double pixels_x = cairo_image_surface_get_width(flag);
    double pixels_y = cairo_image_surface_get_height(flag);
    double scale = fmin(box->width / pixels_x, box->height / pixels_y) * POINTS_PER_UM;
    double spare_y = box->height * POINTS_PER_UM - pixels_y * scale;
    cairo_save(cr);
    cairo_translate(cr, box->x * POINTS_PER_UM, box->y * POINTS_PER_UM + spare_y / 2);
    cairo_save(cr);
    cairo_scale(cr, scale, scale);
    cairo_set_source_surface(cr, flag, 0, 0);
    cairo_paint(cr);
    cairo_restore(cr);
    if (cloth) {
        paint_edge(cr, pixels_x * scale, pixels_y * scale, edge);
    }
    cairo_restore(cr);
}

/* Words that initials pass over. */
static bool is_small_word(const char *word, size_t length)
{
    static const char *const small[] = {"of",  "the", "for", "and", "in", "on", "de",
                                        "des", "du",  "la",  "et",  "y",  "e",  "para"};
    for (size_t i = 0; i < sizeof small / sizeof small[0]; i++) {
        if (strlen(small[i]) == length && strncmp(small[i], word, length) == 0) {
            return true;
        }
    }
    return false;
}

/* "Organization for Security and Co-operation in Europe" -> "OSCE"; a single word that is short
 * stays whole ("NATO"), else its first letter. */
static void write_initials(const char *name, char out[64])
{
    size_t used = 0, count = 0;
    if (!strchr(name, ' ') && g_utf8_strlen(name, -1) <= INITIALS_MAX) {
        g_strlcpy(out, name, 64);
        return;
    }
    for (const char *word = name; *word && count < INITIALS_MAX;) {
        size_t length = strcspn(word, " ");
        gunichar first = g_utf8_get_char(word);
        if (length > 0 && !is_small_word(word, length) && g_unichar_isalnum(first)) {
            used += (size_t)g_unichar_to_utf8(g_unichar_toupper(first), out + used);
            count++;
        }
        word += length + strspn(word + length, " ");
    }
    out[used] = '\0';
}

/* The designed stand-in for an organisation's emblem; with the country's letters where a flag
 * cannot be printed. */
static void paint_roundel(struct canvas *canvas, const struct rect_um *box)
{
    const struct badge *badge = canvas->badge;
    char clean[SCRIPT_TEXT_SIZE], initials[64];
    int32_t side = box->width < box->height ? box->width : box->height, inset = side / 8;
    struct rect_um disc = {box->x + (box->width - side) / 2, box->y + (box->height - side) / 2,
                           side, side};
    struct rect_um inner = {disc.x + inset, disc.y, side - 2 * inset, side};
    bool coded = badge->country[0] && (canvas->black_only || !badge->delegation[0]);
    script_clean(coded ? badge->country : badge->delegation, clean);
    write_initials(clean, initials);
    paint_source(canvas->cr, canvas->category);
    paint_box(canvas->cr, &disc, side / 2);
    cairo_fill(canvas->cr);
    paint_source(canvas->cr, colour_on(canvas->category));
    struct text_style style = initials_style;
    style.size_um = side * 46 / 100;
    paint_text(canvas, initials, &style, &inner, TEXT_MIDDLE, TEXT_MIDDLE);
}

void paint_flag(struct canvas *canvas, const struct layout_part *part)
{
    const char *country = canvas->black_only ? "" : canvas->badge->country;
    bool cloth = false;
    cairo_surface_t *flag = flag_find(canvas->flags, canvas->fonts, country, &cloth);
    if (flag) {
        paint_flag_picture(canvas->cr, flag, cloth, &part->box, canvas->line);
    } else {
        paint_roundel(canvas, &part->box);
    }
}
