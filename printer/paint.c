#include "printer/paint.h"

#include <math.h>

#define OVERHANG 3000 /* µm */

void paint_source(cairo_t *cr, struct colour colour)
{
    cairo_set_source_rgb(cr, colour.red, colour.green, colour.blue);
}

struct colour paint_ink(const struct canvas *canvas, struct ink ink)
{
    static const struct colour white = {1, 1, 1};
    switch (ink.name) {
    case INK_INK:
        return canvas->ink;
    case INK_SOFT:
        return canvas->soft;
    case INK_LINE:
        return canvas->line;
    case INK_TINT:
        return canvas->tint;
    case INK_CATEGORY:
        return canvas->category;
    case INK_ON_CATEGORY:
        return colour_on(canvas->category);
    case INK_RGB:
        break;
    case INK_NONE:
        return white;
    }
    struct colour colour = colour_of(ink.rgb);
    if (!canvas->black_only) {
        return colour;
    }
    /* a printer without greys would make dots of it: the nearer of black and white */
    struct colour contrasting = colour_on(colour);
    return contrasting.red > 0.5 ? (struct colour){0, 0, 0} : white;
}

void paint_box(cairo_t *cr, const struct rect_um *box, int32_t radius_um)
{
    double x = box->x * POINTS_PER_UM, y = box->y * POINTS_PER_UM;
    double width = box->width * POINTS_PER_UM, height = box->height * POINTS_PER_UM;
    double r = fmin(radius_um * POINTS_PER_UM, fmin(width, height) / 2);
    if (r <= 0) {
        cairo_rectangle(cr, x, y, width, height);
        return;
    }
    cairo_new_sub_path(cr);
    cairo_arc(cr, x + width - r, y + r, r, -M_PI / 2, 0);
    cairo_arc(cr, x + width - r, y + height - r, r, 0, M_PI / 2);
    cairo_arc(cr, x + r, y + height - r, r, M_PI / 2, M_PI);
    cairo_arc(cr, x + r, y + r, r, M_PI, M_PI * 3 / 2);
    cairo_close_path(cr);
}

bool paint_text(struct canvas *canvas, const char *string, const struct text_style *style,
                const struct rect_um *box, enum text_side across, enum text_side down)
{
    struct text text;
    if (!text_fit(canvas->fonts, string, canvas->badge->country, style, box, canvas->faults,
                  &text)) {
        return false;
    }
    text_paint(canvas->cr, &text, box, across, down);
    text_finish(&text);
    return true;
}

/* TEST from corner to corner; over everything but the QR, which is painted after it. */
static void paint_test(struct canvas *canvas)
{
    double width = canvas->template->width_um, height = canvas->template->height_um;
    int32_t length = (int32_t)(hypot(width, height) * 0.9);
    const struct text_style style = {.weight = TEXT_BOLD,
                                     .size_um = length * 34 / 100,
                                     .floor_um = 1000,
                                     .max_lines = 1,
                                     .spacing = 0.08};
    struct rect_um box = {-length / 2, -length / 6, length, length / 3};
    cairo_t *cr = canvas->cr;
    cairo_save(cr);
    cairo_translate(cr, width / 2 * POINTS_PER_UM, height / 2 * POINTS_PER_UM);
    cairo_rotate(cr, -atan2(height, width));
    cairo_set_source_rgba(cr, 0.78, 0.07, 0.12, 0.26);
    if (canvas->black_only) {
        /* an outline, which leaves the names readable without grey */
        struct text text;
        if (text_fit(canvas->fonts, "TEST", "", &style, &box, canvas->faults, &text)) {
            cairo_set_source_rgb(cr, 0, 0, 0);
            text_outline(cr, &text, &box, 350);
            text_finish(&text);
        }
    } else {
        paint_text(canvas, "TEST", &style, &box, TEXT_MIDDLE, TEXT_MIDDLE);
    }
    cairo_restore(cr);
}

static void choose_colours(struct canvas *canvas)
{
    static const struct colour white = {1, 1, 1}, black = {0, 0, 0};
    canvas->black_only = canvas->black_only || canvas->template->paper.black_only;
    canvas->style = template_style_of(canvas->template, canvas->badge);
    bool styled = canvas->style && canvas->style->has_rgb;
    canvas->category = colour_of(styled ? canvas->style->rgb : canvas->badge->category_rgb);
    canvas->ink = colour_of(0x15202B);
    canvas->soft = colour_of(0x51606E);
    if (canvas->black_only) {
        canvas->category = canvas->ink = canvas->soft = black;
    }
    canvas->tint = colour_mix(white, canvas->category, canvas->black_only ? 0 : 0.12);
    canvas->line = colour_mix(white, canvas->ink, canvas->black_only ? 1 : 0.55);
}

static void (*const painters[ELEMENT_KIND_COUNT])(struct canvas *, const struct layout_part *) = {
    [ELEMENT_TEXT] = paint_words,  [ELEMENT_IMAGE] = paint_image,   [ELEMENT_PHOTO] = paint_photo,
    [ELEMENT_QR] = paint_qr,       [ELEMENT_FLAG] = paint_flag,     [ELEMENT_BAND] = paint_shape,
    [ELEMENT_RECT] = paint_shape,  [ELEMENT_ELLIPSE] = paint_shape, [ELEMENT_LINE] = paint_line,
    [ELEMENT_ZONES] = paint_zones, [ELEMENT_DAYS] = paint_days,     [ELEMENT_MARKS] = paint_marks,
};

/* Turns the context about the middle of the box; a quarter turn gives the content a box of swapped
 * sides, so that it fills the same place. */
static void paint_turned(struct canvas *canvas, const struct layout_part *part)
{
    struct layout_part turned = *part;
    double angle = part->element->rotate;
    double x = (part->box.x + part->box.width / 2.0) * POINTS_PER_UM;
    double y = (part->box.y + part->box.height / 2.0) * POINTS_PER_UM;
    if (fmod(fabs(angle), 180) == 90) {
        turned.box.width = part->box.height;
        turned.box.height = part->box.width;
        turned.box.x += (part->box.width - turned.box.width) / 2;
        turned.box.y += (part->box.height - turned.box.height) / 2;
    }
    cairo_save(canvas->cr);
    cairo_translate(canvas->cr, x, y);
    cairo_rotate(canvas->cr, angle * M_PI / 180);
    cairo_translate(canvas->cr, -x, -y);
    painters[part->element->kind](canvas, &turned);
    cairo_restore(canvas->cr);
}

static void paint_part(struct canvas *canvas, const struct layout_part *part)
{
    if (part->element->rotate != 0) {
        paint_turned(canvas, part);
    } else {
        painters[part->element->kind](canvas, part);
    }
}

/* Whether the part may reach into what is wanted; letters reach a little out of their box. */
static bool is_wanted(const struct canvas *canvas, const struct layout_part *part)
{
    const struct rect_um *only = canvas->only, *box = &part->box;
    return !only || part->element->rotate != 0 ||
           (box->x - OVERHANG < only->x + only->width && only->x < box->x + box->width + OVERHANG &&
            box->y - OVERHANG < only->y + only->height &&
            only->y < box->y + box->height + OVERHANG);
}

void paint_badge(struct canvas *canvas, bool back)
{
    const struct badge_layout *layout = canvas->layout;
    bool marked = !canvas->badge->test;
    choose_colours(canvas);
    for (size_t i = 0; i < layout->count; i++) {
        const struct layout_part *part = &layout->parts[i];
        if (part->element->kind == ELEMENT_QR && !marked) {
            paint_test(canvas);
            marked = true;
        }
        if (part->element->back == back && is_wanted(canvas, part)) {
            paint_part(canvas, part);
        }
    }
    if (!marked) {
        paint_test(canvas);
    }
}
