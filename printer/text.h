/*
 * Text: any script, fitted into a box. Preferred size first, then more lines, then smaller, and an
 * ellipsis as the last resort. Fonts: Noto Sans and its script families, found by fontconfig.
 *
 * All text is shaped at one reference size and scaled while it is drawn: with hinting off this is
 * exact, and the font sets stay cached whatever size a name comes out at. One thread at a time.
 * The cairo context is in points (1/72 inch), boxes are in micrometres.
 */
#ifndef LANYARD_PRINTER_TEXT_H
#define LANYARD_PRINTER_TEXT_H

#include <cairo.h>
#include <pango/pango.h>

#include "badge.h"

#define POINTS_PER_UM (72.0 / 25400.0)

struct text_fonts;
/* NULL: one log line; no font is installed. */
struct text_fonts *text_fonts_create(void);
void text_fonts_destroy(struct text_fonts *fonts);
PangoContext *text_fonts_context(struct text_fonts *fonts); /* lent */

enum text_weight { TEXT_REGULAR, TEXT_BOLD, TEXT_WEIGHT_COUNT };
enum text_side { TEXT_START, TEXT_MIDDLE, TEXT_END }; /* left and right, or top and bottom */

struct text_style {
    enum text_weight weight;
    int32_t size_um;    /* of the em; the preferred one */
    int32_t legible_um; /* smaller is reported as shrunk; 0: never reported */
    int32_t floor_um;   /* never smaller than this: ellipsized instead */
    int max_lines;
    double spacing; /* letter spacing in em */
};

/* A text fitted into a box; lives until text_finish(). */
struct text {
    PangoLayout *layout; /* owned; at the reference size */
    double scale;        /* reference units to points */
    int lines;
    double ascent, descent, leading; /* points: above the first baseline, below the last, between */
    double width, height;            /* points, of the whole block */
    double usual_descent;            /* points: what hangs below a line of Latin letters */
    bool han;                        /* its font is one of the large ones for Han, kana, hangul */
};

/* Adds what gave way; of missing characters the first one is kept. */
void faults_add(struct badge_faults *to, const struct badge_faults *from);

/*
 * `country` (ISO 3166, may be "") chooses between the regional forms of Han characters. `faults`
 * collects what had to give way. False: nothing to draw (blank text or no room); *out is zeroed.
 */
bool text_fit(struct text_fonts *fonts, const char *string, const char *country,
              const struct text_style *style, const struct rect_um *box,
              struct badge_faults *faults, struct text *out);

/*
 * Draws in the context's colour, into `box` (usually the box it was fitted to): `across` and `down`
 * place the block; each line keeps to its side whatever its direction.
 *
 * In a PDF a text with Han, kana or hangul is drawn as outlines, not as characters: to embed four
 * of them cairo reads a font of 20 MB, which takes longer than all the rest of a badge.
 */
void text_paint(cairo_t *cr, const struct text *text, const struct rect_um *box,
                enum text_side across, enum text_side down);

/* The outlines of its letters alone, in the middle of the box. */
void text_outline(cairo_t *cr, const struct text *text, const struct rect_um *box,
                  int32_t stroke_um);

void text_finish(struct text *text);

/* A single character's picture: for flags. NULL when no font has it as one glyph. Owned. */
cairo_surface_t *text_emoji(struct text_fonts *fonts, const char *string, int width_px);

#endif
