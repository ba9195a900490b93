#include "printer/paint.h"

#include <math.h>

#include "printer/layout.h"

void paint_source(cairo_t *cr, struct colour colour)
{
    cairo_set_source_rgb(cr, colour.red, colour.green, colour.blue);
}

int32_t paint_um(const struct canvas *canvas, int32_t a6_um)
{
    return layout_scale(canvas->stock, a6_um);
}

void paint_box(cairo_t *cr, const struct rect_um *box, int32_t radius_um)
{
    double x = box->x * POINTS_PER_UM, y = box->y * POINTS_PER_UM;
    double width = box->width * POINTS_PER_UM, height = box->height * POINTS_PER_UM;
    double r = radius_um * POINTS_PER_UM;
    if (radius_um <= 0) {
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
    struct text_style scaled = *style;
    struct text text;
    scaled.size_um = paint_um(canvas, style->size_um);
    if (!text_fit(canvas->fonts, string, canvas->badge->country, &scaled, box, canvas->faults,
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
    static const struct text_style style = {
        .weight = TEXT_BOLD, .size_um = 56000, .floor_um = 1000, .max_lines = 1, .spacing = 0.08};
    const struct badge_stock *stock = canvas->stock;
    double width = stock->width_um, height = stock->height_um;
    int32_t length = (int32_t)(hypot(width, height) * 0.9);
    struct rect_um box = {-length / 2, -length / 6, length, length / 3};
    cairo_t *cr = canvas->cr;
    cairo_save(cr);
    cairo_translate(cr, width / 2 * POINTS_PER_UM, height / 2 * POINTS_PER_UM);
    cairo_rotate(cr, -atan2(height, width));
    cairo_set_source_rgba(cr, 0.78, 0.07, 0.12, 0.26);
    paint_text(canvas, "TEST", &style, &box, TEXT_MIDDLE, TEXT_MIDDLE);
    cairo_restore(cr);
}

/* A bar of the category's colour along the bottom, for when the band is covered. */
static void paint_edge(struct canvas *canvas)
{
    const struct badge_stock *stock = canvas->stock;
    int32_t height = paint_um(canvas, 2500);
    struct rect_um edge = {0, stock->height_um - height, stock->width_um, height};
    paint_source(canvas->cr, canvas->category);
    paint_box(canvas->cr, &edge, 0);
    cairo_fill(canvas->cr);
}

static void choose_colours(struct canvas *canvas)
{
    static const struct colour white = {1, 1, 1}, black = {0, 0, 0};
    canvas->category = colour_of(canvas->badge->category_rgb);
    canvas->ink = colour_of(0x15202B);
    canvas->soft = colour_of(0x51606E);
    if (canvas->stock->black_only) {
        canvas->category = canvas->ink = canvas->soft = black;
    }
    canvas->tint = colour_mix(white, canvas->category, canvas->stock->black_only ? 0 : 0.12);
    canvas->line = colour_mix(white, canvas->ink, canvas->stock->black_only ? 1 : 0.55);
}

void paint_badge(struct canvas *canvas)
{
    choose_colours(canvas);
    paint_source(canvas->cr, (struct colour){1, 1, 1});
    cairo_paint(canvas->cr);
    paint_band(canvas);
    paint_edge(canvas);
    paint_photo(canvas);
    paint_delegation(canvas);
    paint_names(canvas);
    paint_zones(canvas);
    paint_days(canvas);
    if (canvas->badge->test) {
        paint_test(canvas);
    }
    paint_qr(canvas);
}
