/*
 * Layout: where a template's elements stand on one badge, in micrometres. Pure arithmetic, no
 * fonts, any thread. badge_layout_compute() places the elements; the functions below it divide
 * those that hold more than one thing, so that painting decides no geometry.
 */
#ifndef LANYARD_PRINTER_LAYOUT_H
#define LANYARD_PRINTER_LAYOUT_H

#include "printer/template.h"

#define LAYOUT_QUIET_MODULES 4 /* white on each side of a QR code (ISO/IEC 18004) */
#define LAYOUT_MODULE_MIN 250  /* µm; smaller is not read reliably */
#define LAYOUT_MODULE_GOOD 300 /* µm; below this a code of lower error correction is preferred */

/* Lengths nearest to whole printer dots. */
int32_t layout_dots(int32_t um, int dpi);
int32_t layout_um(int32_t dots, int dpi);

struct layout_part {
    const struct element *element; /* the template's */
    struct rect_um box;            /* of a QR: the code without its quiet zone, on whole dots */
    struct rect_um caption;        /* of a QR: width 0: none */
    int qr_dots;                   /* of a QR: printer dots per module */
};

struct badge_layout {
    struct layout_part parts[ELEMENTS_MAX]; /* in the order of painting, codes last */
    size_t count;
    int qr_modules; /* side without the quiet zone */
    int dpi;
};

/*
 * Places what shows on `badge`. A QR's module is a whole number of dots, three at least, and at
 * least `module_min_um`. False: a QR has not the room; *out is then untouched.
 */
bool badge_layout_compute(const struct badge *badge, const struct badge_template *template, int dpi,
                          int qr_modules, int32_t module_min_um, struct badge_layout *out);

/* The numbered box of zone `index` of `count`, and the room for its label beside it (width 0: there
 * is none, the numbers stand alone). */
void layout_zone(const struct element *element, const struct rect_um *zones, size_t count,
                 size_t index, struct rect_um *box, struct rect_um *label);

/* The mark of day `index` of `count`. */
struct rect_um layout_day(const struct element *element, const struct rect_um *days, size_t count,
                          size_t index);

/* The pill of mark `index` of `count`. */
struct rect_um layout_mark(const struct element *element, const struct rect_um *marks, size_t count,
                           size_t index);

/* ---- the paper ---- */

/* Where a badge stands on the paper: its origin in dots, and the turn around that origin. */
struct layout_cell {
    int32_t x_dots, y_dots; /* of the badge's own top left corner, turned */
    int turn;               /* degrees clockwise: 0, 90, 180, 270 */
};

/* The cell of badge `index` of the sheet; `back`: on the sheet's other side, where columns run the
 * other way so that both sides meet. */
struct layout_cell layout_cell(const struct badge_template *template, size_t index, bool back,
                               int dpi);

/* Within a folded badge, the half of its front or its back. */
struct layout_cell layout_panel(const struct badge_template *template, bool back, int dpi);

/* Lines along which the sheet is cut, in µm; returns how many. At most LAYOUT_CUTS_MAX. */
#define LAYOUT_CUTS_MAX 42
size_t layout_cuts(const struct badge_template *template, bool down, int32_t out[LAYOUT_CUTS_MAX]);

#endif
