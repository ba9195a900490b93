/*
 * Badge: what stands on it (a value), and its rendering (Cairo and Pango) as a template says. One
 * thread at a time per renderer.
 */
#ifndef LANYARD_BADGE_H
#define LANYARD_BADGE_H

#include "badge_template.h"
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
    bool head;            /* of its delegation */
    bool escort;          /* escort mark */
    bool one_day;         /* day badge */
    bool test;            /* marked TEST across the badge */
    struct picture photo; /* owned; rgb NULL: a designed placeholder */
};

/* Frees the photo and zeroes the struct. */
void badge_finish(struct badge *badge);

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

/*
 * The badges as one PDF, on the template's paper: a page each, two for a badge with a back, or
 * several to a sheet with cut marks. The QR's modules are whole dots at `dpi`. False: one log line
 * (a QR that could not be read: < 3 dots or < 0.25 mm a module); `out` is then empty. `faults` may
 * be NULL and collects over all badges.
 */
bool badge_render_pdf(struct badge_renderer *renderer, const struct badge *badges, size_t count,
                      const struct badge_template *template, int dpi, struct bytes *out,
                      struct badge_faults *faults);

/* What would have to give way on one badge, without making a page. False: one log line. */
bool badge_check(struct badge_renderer *renderer, const struct badge *badge,
                 const struct badge_template *template, int dpi, struct badge_faults *faults);

/* What a printer that takes no PDF is sent: PWG raster (PWG 5102.4), or its relative of AirPrint. */
enum raster_format { RASTER_PWG, RASTER_URF };
enum raster_ink {
    RASTER_BLACK_1, /* a bit a dot; everything is black or white, as with "ink black". PWG alone */
    RASTER_GREY_8,
    RASTER_RGB_24,
};

/* As badge_render_pdf, as pixels of the printer's own dots. */
bool badge_render_raster(struct badge_renderer *renderer, const struct badge *badges, size_t count,
                         const struct badge_template *template, int dpi, enum raster_format format,
                         enum raster_ink ink, struct bytes *out, struct badge_faults *faults);

/* The front of one badge as PNG at `dpi`, upright. */
bool badge_render_png(struct badge_renderer *renderer, const struct badge *badge,
                      const struct badge_template *template, int dpi, struct bytes *out,
                      struct badge_faults *faults);

/* The front of one badge as an RGB picture at `dpi`, for a preview on the screen. */
bool badge_render_picture(struct badge_renderer *renderer, const struct badge *badge,
                          const struct badge_template *template, int dpi, struct picture *out);

/* What a camera would see of the badge's code at `dpi`, with its quiet zone: to be read back before
 * the badge is sent. frame_finish() it. */
bool badge_render_code(struct badge_renderer *renderer, const struct badge *badge,
                       const struct badge_template *template, int dpi, struct frame *out);

/*
 * A document of many badges, written to `path` as they are added: memory does not grow with their
 * number, fonts are embedded once, and a photo once however often it is drawn. The file has its
 * name only when it is whole; its owner alone may read it.
 */
struct badge_document;
/* `renderer` is lent until the end. NULL: one log line. */
struct badge_document *badge_document_open(struct badge_renderer *renderer,
                                           const struct badge_template *template, int dpi,
                                           const char *title, const char *path);
/* Takes over the badge (the struct is emptied). False: one log line; the document is lost. */
bool badge_document_add(struct badge_document *document, struct badge *badge);
/* Writes what is left and frees the document. False: one log line, and no file. */
bool badge_document_close(struct badge_document *document, struct badge_faults *faults);
void badge_document_drop(struct badge_document *document); /* leaves no file; NULL-safe */

/* Writes `bytes` to `path` so that a reader sees the old file or the whole new one (temporary file,
 * fsync, rename). Its owner alone may read it: what is printed is about people. False: one log line.
 */
bool bytes_write_file(const struct bytes *bytes, const char *path);

#endif
