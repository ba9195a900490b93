/*
 * Badge: what stands on it (a value), where (layout in µm, pure arithmetic), and how it looks
 * (Cairo and Pango). One thread at a time per renderer.
 */
#ifndef LANYARD_BADGE_H
#define LANYARD_BADGE_H

#include "picture.h"

#define BADGE_TEXT_SIZE 256 /* bytes with the NUL, UTF-8 */
#define BADGE_ZONES_MAX 16
#define BADGE_DAYS_MAX 8

struct badge_zone {
    char label[64];
    int number;   /* printed in its box */
    bool allowed; /* a zone that is not allowed is drawn crossed */
};

struct badge {
    char event_name[BADGE_TEXT_SIZE];
    char event_dates[64];              /* "24–25 November 2026" */
    char category_letter[8];           /* "D" */
    char category_name[64];            /* "Delegate" */
    uint32_t category_rgb;             /* 0xRRGGBB, the band's colour */
    char family_name[BADGE_TEXT_SIZE]; /* Latin; the largest text on the badge */
    char given_name[BADGE_TEXT_SIZE];  /* Latin */
    char native_name[BADGE_TEXT_SIZE]; /* in its own script; "" when the same as the Latin one */
    char delegation[BADGE_TEXT_SIZE];
    char country[3];                /* ISO 3166 alpha-2 (flag), "" for none */
    char position[BADGE_TEXT_SIZE]; /* title and position */
    struct badge_zone zones[BADGE_ZONES_MAX];
    size_t zone_count;
    struct {
        char label[16]; /* "24 Nov" */
        bool allowed;
    } days[BADGE_DAYS_MAX];
    size_t day_count;
    char qr_text[256];    /* the credential */
    uint32_t serial;      /* small digits under the QR */
    int issue;            /* from 1; n > 1 prints the replacement mark "Rn" */
    bool escort;          /* escort mark */
    bool one_day;         /* day badge */
    bool test;            /* marked TEST across the badge */
    struct picture photo; /* owned; rgb NULL: a designed placeholder */
};

/* Frees the photo and zeroes the struct. */
void badge_finish(struct badge *badge);

/* Sizes and positions in micrometres, origin at the badge's top left. */
struct rect_um {
    int32_t x, y, width, height;
};

struct badge_stock {
    const char *name;      /* "a6" */
    const char *pwg_media; /* PWG 5101.1 name: "iso_a6_105x148mm" */
    int32_t width_um, height_um;
    bool black_only;
};

/* NULL: no such stock. Names: badge_stock_names(). */
const struct badge_stock *badge_stock_find(const char *name);
const char *badge_stock_names(void);

enum badge_part {
    BADGE_PART_BAND,
    BADGE_PART_EVENT,
    BADGE_PART_PHOTO,
    BADGE_PART_FAMILY,
    BADGE_PART_GIVEN,
    BADGE_PART_NATIVE,
    BADGE_PART_DELEGATION,
    BADGE_PART_POSITION,
    BADGE_PART_ZONES,
    BADGE_PART_DAYS,
    BADGE_PART_QR,
    BADGE_PART_SERIAL,
    BADGE_PART_MARK, /* replacement, escort, one-day */
    BADGE_PART_COUNT,
};

struct badge_layout {
    struct rect_um parts[BADGE_PART_COUNT]; /* width 0: the part is absent */
    int qr_modules;                         /* side without the quiet zone */
    int qr_dots;                            /* printer dots per module, whole */
    int dpi;
};

/*
 * Places every part for `stock` at `dpi` dots per inch. Pure. The QR's module is a whole number of
 * dots and its side at most 24 mm (or what the stock has room for). False: the QR cannot be printed
 * readably (< 3 dots or < 0.25 mm a module) on this stock.
 */
bool badge_layout_compute(const struct badge *badge, const struct badge_stock *stock, int dpi,
                          int qr_modules, struct badge_layout *out);

/* What had to give way while painting; the badge is complete all the same. */
struct badge_faults {
    bool missing_glyphs; /* no installed font has a character; `missing` holds the first one */
    uint32_t missing;    /* Unicode code point */
    bool shrunk_below_minimum; /* a name became smaller than the legible minimum */
    bool ellipsized;
};

struct badge_renderer; /* fonts and caches; costs some 50 ms to make, so keep it */
struct badge_renderer *badge_renderer_create(void);
void badge_renderer_destroy(struct badge_renderer *renderer);

struct bytes {
    uint8_t *data; /* owned */
    size_t size;
};
void bytes_finish(struct bytes *bytes);

/* The badges as one PDF, a page each. False: one log line; `out` is then empty. `faults` may be
 * NULL and collects over all pages. */
bool badge_render_pdf(struct badge_renderer *renderer, const struct badge *badges, size_t count,
                      const struct badge_stock *stock, int dpi, struct bytes *out,
                      struct badge_faults *faults);

/* One badge as PNG at `dpi`. */
bool badge_render_png(struct badge_renderer *renderer, const struct badge *badge,
                      const struct badge_stock *stock, int dpi, struct bytes *out,
                      struct badge_faults *faults);

/* One badge as an RGB picture at `dpi`, for a preview on the screen. */
bool badge_render_picture(struct badge_renderer *renderer, const struct badge *badge,
                          const struct badge_stock *stock, int dpi, struct picture *out);

/* Writes `bytes` to `path` so that a reader sees the old file or the whole new one (temporary file,
 * fsync, rename). False: one log line. */
bool bytes_write_file(const struct bytes *bytes, const char *path);

#endif
