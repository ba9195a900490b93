#include <stdio.h>
#include <string.h>

#include <glib.h>

#include "printer/paint.h"

/* Directions in turning order; the dark module is at the right hand. */
enum heading { EAST, SOUTH, WEST, NORTH };
static const int step_x[] = {1, 0, -1, 0}, step_y[] = {0, 1, 0, -1};

/* Whether the module beside the edge that leaves (x, y) in `heading` is dark. */
static bool dark_at_right(const struct qr *qr, int x, int y, enum heading heading)
{
    static const int dx[] = {0, -1, -1, 0}, dy[] = {0, 0, -1, -1};
    return qr_dark(qr, x + dx[heading], y + dy[heading]);
}

static bool dark_at_left(const struct qr *qr, int x, int y, enum heading heading)
{
    static const int dx[] = {0, 0, -1, -1}, dy[] = {-1, 0, 0, -1};
    return qr_dark(qr, x + dx[heading], y + dy[heading]);
}

static enum heading turn(enum heading heading, int quarters)
{
    return (enum heading)((heading + quarters) & 3);
}

struct pen {
    cairo_t *cr;
    double module, inset;
};

/* A corner between two headings, moved to the dark side of both edges. */
static void put_corner(const struct pen *pen, int x, int y, enum heading in, enum heading out)
{
    enum heading a = turn(in, 1), b = turn(out, 1);
    cairo_line_to(pen->cr, x * pen->module + pen->inset * (step_x[a] + step_x[b]),
                  y * pen->module + pen->inset * (step_y[a] + step_y[b]));
}

/* One closed outline from the top edge of module (x, y), marking the top edges it passes. */
static void trace(const struct pen *pen, const struct qr *qr, int x, int y, uint8_t *passed)
{
    int at_x = x, at_y = y;
    enum heading heading = EAST;
    cairo_new_sub_path(pen->cr);
    do {
        if (heading == EAST) {
            passed[at_y * qr->side + at_x] = 1;
        }
        at_x += step_x[heading];
        at_y += step_y[heading];
        enum heading next = heading;
        if (!dark_at_right(qr, at_x, at_y, heading)) {
            next = turn(heading, 1);
        } else if (dark_at_left(qr, at_x, at_y, heading)) {
            next = turn(heading, 3);
        }
        if (next != heading) {
            put_corner(pen, at_x, at_y, heading, next);
        }
        heading = next;
    } while (at_x != x || at_y != y || heading != EAST);
    cairo_close_path(pen->cr);
}

void paint_qr_path(cairo_t *cr, const struct qr *qr, double module, double inset)
{
    uint8_t passed[QR_SIDE_MAX * QR_SIDE_MAX] = {0};
    struct pen pen = {cr, module, inset};
    for (int y = 0; y < qr->side; y++) {
        for (int x = 0; x < qr->side; x++) {
            if (qr_dark(qr, x, y) && !qr_dark(qr, x, y - 1) && !passed[y * qr->side + x]) {
                trace(&pen, qr, x, y, passed);
            }
        }
    }
}

/* The modules as a stencil of one bit each. Owned. */
static cairo_surface_t *make_stencil(const struct qr *qr)
{
    cairo_surface_t *stencil = cairo_image_surface_create(CAIRO_FORMAT_A1, qr->side, qr->side);
    unsigned char *data = cairo_image_surface_get_data(stencil);
    int stride = cairo_image_surface_get_stride(stencil);
    for (int y = 0; data && y < qr->side; y++) {
        for (int x = 0; x < qr->side; x++) {
            int bit = G_BYTE_ORDER == G_LITTLE_ENDIAN ? x & 7 : 7 - (x & 7);
            if (qr_dark(qr, x, y)) {
                data[y * stride + x / 8] |= (unsigned char)(1 << bit);
            }
        }
    }
    cairo_surface_mark_dirty(stencil);
    return stencil;
}

/* As paint_qr_path and a fill, at a tenth of the cost in a PDF. */
static void paint_stencil(cairo_t *cr, const struct qr *qr, double module, double inset)
{
    cairo_surface_t *stencil = make_stencil(qr);
    cairo_pattern_t *pattern = cairo_pattern_create_for_surface(stencil);
    double scale = (qr->side * module - 2 * inset) / qr->side;
    cairo_pattern_set_filter(pattern, CAIRO_FILTER_NEAREST);
    cairo_save(cr);
    cairo_translate(cr, inset, inset);
    cairo_scale(cr, scale, scale);
    cairo_mask(cr, pattern);
    cairo_restore(cr);
    cairo_pattern_destroy(pattern);
    cairo_surface_destroy(stencil);
}

/* Digits in groups of three from the right, with no-break spaces. */
static void write_serial(uint32_t serial, char out[64])
{
    char digits[16];
    int length = snprintf(digits, sizeof digits, "%u", serial);
    out[0] = '\0';
    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0) {
            strcat(out, "\u00A0");
        }
        strncat(out, &digits[i], 1);
    }
}

void paint_qr(struct canvas *canvas, const struct layout_part *part)
{
    const struct badge_layout *layout = canvas->layout;
    double dot = 72.0 / layout->dpi, module = part->qr_dots * dot;
    double quiet = LAYOUT_QUIET_MODULES * module, side = layout->qr_modules * module;
    cairo_t *cr = canvas->cr;
    cairo_save(cr);
    cairo_translate(cr, layout_dots(part->box.x, layout->dpi) * dot,
                    layout_dots(part->box.y, layout->dpi) * dot);
    paint_source(cr, (struct colour){1, 1, 1});
    cairo_rectangle(cr, -quiet, -quiet, side + 2 * quiet, side + 2 * quiet);
    cairo_fill(cr);
    paint_source(cr, (struct colour){0, 0, 0});
    if (cairo_surface_get_type(cairo_get_target(cr)) == CAIRO_SURFACE_TYPE_PDF) {
        paint_stencil(cr, canvas->qr, module, PAINT_QR_INSET_DOTS * dot);
    } else {
        paint_qr_path(cr, canvas->qr, module, PAINT_QR_INSET_DOTS * dot);
        cairo_fill(cr);
    }
    cairo_restore(cr);
    if (part->caption.width > 0) {
        char serial[64];
        write_serial(canvas->badge->serial, serial);
        paint_source(cr, paint_ink(canvas, part->element->colour));
        paint_text(canvas, serial, &part->element->style, &part->caption, TEXT_MIDDLE, TEXT_MIDDLE);
    }
}
