/*
 * Paint: a laid-out badge onto a cairo context whose unit is the point. Looks only; where things
 * stand is layout.h's, what stands there is struct badge's. One thread at a time per renderer.
 */
#ifndef LANYARD_PRINTER_PAINT_H
#define LANYARD_PRINTER_PAINT_H

#include "printer/colour.h"
#include "printer/flag.h"
#include "printer/qr.h"
#include "printer/script.h"
#include "printer/text.h"

struct badge_renderer {
    struct text_fonts *fonts; /* owned */
    struct flag_cache *flags; /* owned */
    struct qr qr;             /* of qr_text, so that a badge shown and printed is coded once */
    char qr_text[256];
};

struct canvas {
    cairo_t *cr;
    struct text_fonts *fonts;
    struct flag_cache *flags;
    const struct badge *badge;
    const struct badge_stock *stock;
    const struct badge_layout *layout;
    const struct qr *qr;
    struct badge_faults *faults;
    struct colour category, ink, soft, tint, line; /* line: what is crossed out */
};

void paint_badge(struct canvas *canvas);

/* Its parts, one file each. */
void paint_band(struct canvas *canvas);
void paint_photo(struct canvas *canvas);
void paint_names(struct canvas *canvas);
void paint_delegation(struct canvas *canvas);
void paint_zones(struct canvas *canvas);
void paint_days(struct canvas *canvas);
void paint_qr(struct canvas *canvas);

/* The QR's dark modules as one outline: module (0, 0) at the origin of the context, `module` units
 * a side, drawn in by `inset` units all round so that rounding never touches the next dot. */
void paint_qr_path(cairo_t *cr, const struct qr *qr, double module, double inset);

/* That inset in printer dots: more than cairo's 1/256 pt of rounding at 600 dpi, too little to be
 * seen. */
#define PAINT_QR_INSET_DOTS 0.04

/* Brushes. */
void paint_source(cairo_t *cr, struct colour colour);
void paint_box(cairo_t *cr, const struct rect_um *box, int32_t radius_um); /* a path */
/* Fits and draws one text; false when there was nothing to draw. */
bool paint_text(struct canvas *canvas, const char *string, const struct text_style *style,
                const struct rect_um *box, enum text_side across, enum text_side down);
/* A lattice of eight-fold stars over `box`, in a shade of its ground. */
void paint_lattice(cairo_t *cr, const struct rect_um *box, struct colour ground, int32_t pitch_um);
int32_t paint_um(const struct canvas *canvas, int32_t a6_um); /* a length drawn for A6 */

#endif
