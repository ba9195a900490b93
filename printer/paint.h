/*
 * Paint: a laid-out badge onto a cairo context whose unit is the point. Looks only; where things
 * stand is layout.h's, what stands there is struct badge's. One thread at a time per renderer.
 */
#ifndef LANYARD_PRINTER_PAINT_H
#define LANYARD_PRINTER_PAINT_H

#include "printer/colour.h"
#include "printer/flag.h"
#include "printer/layout.h"
#include "printer/qr.h"
#include "printer/script.h"
#include "printer/text.h"

struct badge_renderer {
    struct text_fonts *fonts; /* owned */
    struct flag_cache *flags; /* owned */
    struct qr qr;             /* of qr_text, so that a badge shown and printed is coded once */
    enum qr_level qr_level;
    char qr_text[256];
    cairo_surface_t *pixels; /* owned; of the last picture, to paint the next one of its size on */
    bool black_only;         /* for a printer that has nothing else, whatever the template says */
};

struct canvas {
    cairo_t *cr;
    struct text_fonts *fonts;
    struct flag_cache *flags;
    const struct badge *badge;
    const struct badge_template *template;
    const struct badge_layout *layout;
    const struct qr *qr;
    struct badge_faults *faults;
    const struct rect_um *only; /* nothing is wanted but what reaches in here; NULL: everything */
    bool black_only;
    struct colour category, ink, soft, tint, line; /* line: what is crossed out */
    const struct template_style *style;            /* of the category; NULL: none */
};

/* One side of the badge, its top left corner at the context's origin. */
void paint_badge(struct canvas *canvas, bool back);

/* The elements, by kind. */
void paint_shape(struct canvas *canvas, const struct layout_part *part);
void paint_line(struct canvas *canvas, const struct layout_part *part);
void paint_photo(struct canvas *canvas, const struct layout_part *part);
void paint_image(struct canvas *canvas, const struct layout_part *part);
void paint_words(struct canvas *canvas, const struct layout_part *part);
void paint_flag(struct canvas *canvas, const struct layout_part *part);
/* As large as there is room, at the start of the box: names stand in a line with it. */
void paint_flag_picture(cairo_t *cr, cairo_surface_t *flag, bool cloth, const struct rect_um *box,
                        struct colour edge);
void paint_zones(struct canvas *canvas, const struct layout_part *part);
void paint_days(struct canvas *canvas, const struct layout_part *part);
void paint_marks(struct canvas *canvas, const struct layout_part *part);
void paint_qr(struct canvas *canvas, const struct layout_part *part);

/* The QR's dark modules as one outline: module (0, 0) at the origin of the context, `module` units
 * a side, drawn in by `inset` units all round so that rounding never touches the next dot. */
void paint_qr_path(cairo_t *cr, const struct qr *qr, double module, double inset);

/* That inset in printer dots: more than cairo's 1/256 pt of rounding at 600 dpi, too little to be
 * seen. */
#define PAINT_QR_INSET_DOTS 0.04

/* A photo in black dots of the printer on its place, for stock that takes black only. */
void paint_dithered(struct canvas *canvas, const struct picture *photo, const struct rect_um *box);

/* Brushes. */
struct colour paint_ink(const struct canvas *canvas, struct ink ink);
void paint_source(cairo_t *cr, struct colour colour);
void paint_box(cairo_t *cr, const struct rect_um *box, int32_t radius_um); /* a path */
/* Fits and draws one text; false when there was nothing to draw. */
bool paint_text(struct canvas *canvas, const char *string, const struct text_style *style,
                const struct rect_um *box, enum text_side across, enum text_side down);
/* A pattern over the present clip within `box`, in a shade of its ground. */
void paint_lattice(cairo_t *cr, const struct rect_um *box, struct colour ground, int32_t pitch_um);
void paint_stripes(cairo_t *cr, const struct rect_um *box, struct colour ground, int32_t pitch_um);

#endif
