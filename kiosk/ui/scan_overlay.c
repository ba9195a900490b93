#include "kiosk/ui/scan_overlay.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define PANEL_COLOR 0x0B1A20
#define TEXT_COLOR 0xFFFFFF
#define LETTER_MIN 9.0 /* pixels */

static const struct look {
    const char *name;
    uint32_t rgb;
    double width; /* of the line, in units */
    double dash;  /* 0: a whole line */
} looks[UI_MARK_COUNT] = {
    [UI_MARK_FINDER] = {"finder", 0xFFC857, 0.25, 0},
    [UI_MARK_CANDIDATE] = {"candidate", 0xFF6B6B, 0.3, 0.9},
    [UI_MARK_READ] = {"read", 0x5CF2A5, 0.4, 0},
};

/* ---- marks ---- */

/* The live picture is mirrored. */
static void map_corners(const struct camera_view *view, const struct box *box, const float in[8],
                        double out[8])
{
    struct box crop = camera_crop(view->width, view->height, box->width, box->height);
    double scale = box->width / (double)crop.width;
    for (int i = 0; i < 4; i++) {
        out[2 * i] = box->x + box->width - (in[2 * i] - crop.x) * scale;
        out[2 * i + 1] = box->y + (in[2 * i + 1] - crop.y) * scale;
    }
}

/* A dark line under the coloured one keeps it readable on any picture. */
static void stroke_mark(struct canvas *canvas, const struct look *look, double unit)
{
    double dash = look->dash * unit;
    cairo_set_dash(canvas->cairo, &dash, dash > 0, 0);
    cairo_set_line_width(canvas->cairo, look->width * unit + fmax(2, 0.2 * unit));
    canvas_color(canvas, PANEL_COLOR, 0.7);
    cairo_stroke_preserve(canvas->cairo);
    cairo_set_line_width(canvas->cairo, fmax(1.5, look->width * unit));
    canvas_color(canvas, look->rgb, 1);
    cairo_stroke(canvas->cairo);
    cairo_set_dash(canvas->cairo, NULL, 0, 0);
}

/* A dot at each corner, the code's own top left filled. */
static void draw_corners(struct canvas *canvas, const struct look *look, const double corners[8],
                         double unit)
{
    for (int i = 0; i < 4; i++) {
        cairo_new_path(canvas->cairo);
        cairo_arc(canvas->cairo, corners[2 * i], corners[2 * i + 1], 0.75 * unit, 0, 2 * M_PI);
        canvas_color(canvas, i == 0 ? look->rgb : PANEL_COLOR, 1);
        cairo_fill_preserve(canvas->cairo);
        cairo_set_line_width(canvas->cairo, fmax(1.5, 0.25 * unit));
        canvas_color(canvas, look->rgb, 1);
        cairo_stroke(canvas->cairo);
    }
}

static void draw_marks(const struct camera_view *view, struct canvas *canvas, const struct box *box,
                       enum ui_mark kind, double unit)
{
    for (size_t i = 0; i < view->overlay.mark_count; i++) {
        double corners[8];
        if (view->overlay.marks[i].kind != kind) {
            continue;
        }
        map_corners(view, box, view->overlay.marks[i].corners, corners);
        cairo_new_path(canvas->cairo);
        for (int k = 0; k < 4; k++) {
            cairo_line_to(canvas->cairo, corners[2 * k], corners[2 * k + 1]);
        }
        cairo_close_path(canvas->cairo);
        stroke_mark(canvas, &looks[kind], unit);
        if (kind != UI_MARK_FINDER) {
            draw_corners(canvas, &looks[kind], corners, unit);
        }
    }
}

/* ---- words ---- */

static int line_count(const struct ui_overlay *overlay)
{
    int count = 0;
    while (count < UI_OVERLAY_LINES && overlay->lines[count][0]) {
        count++;
    }
    return count;
}

/* Sets the largest letters, up to `wanted` pixels, with which every line fits. */
static double choose_letters(cairo_t *cairo, const struct ui_overlay *overlay, double width,
                             double wanted)
{
    double widest = 1;
    cairo_select_font_face(cairo, "monospace", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(cairo, wanted);
    for (int i = 0; i < line_count(overlay); i++) {
        cairo_text_extents_t extents;
        cairo_text_extents(cairo, overlay->lines[i], &extents);
        widest = fmax(widest, extents.x_advance);
    }
    double letters = fmax(LETTER_MIN, floor(wanted * fmin(1, width / widest)));
    cairo_set_font_size(cairo, letters);
    return letters;
}

/* What the colours mean, with how many there are of each. */
static void draw_legend(const struct camera_view *view, struct canvas *canvas, double x, double y,
                        double letters)
{
    cairo_t *cairo = canvas->cairo;
    for (int kind = 0; kind < UI_MARK_COUNT; kind++) {
        char text[32];
        cairo_text_extents_t extents;
        int count = 0;
        for (size_t i = 0; i < view->overlay.mark_count; i++) {
            count += view->overlay.marks[i].kind == (enum ui_mark)kind;
        }
        snprintf(text, sizeof text, "%s %d", looks[kind].name, count);
        cairo_rectangle(cairo, x, round(y - 0.65 * letters), round(0.65 * letters),
                        round(0.65 * letters));
        canvas_color(canvas, looks[kind].rgb, 1);
        cairo_fill(cairo);
        cairo_move_to(cairo, x + letters, y);
        canvas_color(canvas, TEXT_COLOR, 1);
        cairo_show_text(cairo, text);
        cairo_text_extents(cairo, text, &extents);
        x = round(x + letters * 2 + extents.x_advance);
    }
}

static void draw_words(const struct camera_view *view, struct canvas *canvas, const struct box *box,
                       double unit)
{
    const struct ui_overlay *overlay = &view->overlay;
    double pad = round(1.5 * unit);
    double letters = choose_letters(canvas->cairo, overlay, box->width - 2 * pad, 2.1 * unit);
    double step = round(1.45 * letters);
    double height = step * (line_count(overlay) + 1) + pad;
    double y = box->y + box->height - height;
    cairo_rectangle(canvas->cairo, box->x, y, box->width, height);
    canvas_color(canvas, PANEL_COLOR, 0.82);
    cairo_fill(canvas->cairo);
    y += round(0.5 * pad + letters);
    draw_legend(view, canvas, box->x + pad, y, letters);
    canvas_color(canvas, TEXT_COLOR, 1);
    for (int i = 0; i < line_count(overlay); i++) {
        cairo_move_to(canvas->cairo, box->x + pad, y + step * (i + 1));
        cairo_show_text(canvas->cairo, overlay->lines[i]);
    }
}

void scan_overlay_paint(const struct camera_view *view, struct canvas *canvas,
                        const struct box *box, int radius)
{
    double unit = canvas->theme->unit;
    cairo_save(canvas->cairo);
    canvas_round_path(canvas, box, radius);
    cairo_clip(canvas->cairo);
    cairo_set_line_join(canvas->cairo, CAIRO_LINE_JOIN_ROUND);
    for (int kind = 0; kind < UI_MARK_COUNT && view->width; kind++) {
        draw_marks(view, canvas, box, (enum ui_mark)kind, unit);
    }
    draw_words(view, canvas, box, unit);
    cairo_restore(canvas->cairo);
}
