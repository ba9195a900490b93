/*
 * Badge template: what a badge looks like, read from a text file (docs/templates.md), and the paper
 * that it is printed on. Never changed once made, and shared by counting references. Any thread.
 */
#ifndef LANYARD_BADGE_TEMPLATE_H
#define LANYARD_BADGE_TEMPLATE_H

#include "picture.h"

#define TEMPLATE_DEFAULT "a6"
#define TEMPLATE_NAME_SIZE 64

/* Sizes and positions in micrometres, origin at the top left. */
struct rect_um {
    int32_t x, y, width, height;
};

struct bytes {
    uint8_t *data; /* owned */
    size_t size;
};
void bytes_finish(struct bytes *bytes);

/* What the printer is to hold. */
struct badge_paper {
    char media[80];              /* PWG 5101.1 name: "iso_a6_105x148mm" */
    int32_t width_um, height_um; /* of the sheet */
    bool black_only;             /* nothing but black ink */
    bool two_sided;              /* each badge is two pages */
    int badges;                  /* on a sheet */
};

struct template_error {
    char file[TEMPLATE_NAME_SIZE + 8]; /* "a6.badge" */
    int line;                          /* from 1; 0: the file as a whole */
    char key[24];                      /* "" when the line has none */
    char text[160];                    /* what is wrong, in words */
};

/* Where a template's other files come from: its pictures, and the template that it builds on. */
struct template_files {
    bool (*read)(void *userdata, const char *name, struct bytes *out); /* false: no such file */
    /* Decodes a JPEG. May be NULL: then only PNG and SVG can be used. */
    bool (*load_picture)(const char *path, int max_side, struct picture *out);
    const char *folder; /* of the files, "" for none; for load_picture */
    void *userdata;
};

struct badge_template;

/* `name` without ".badge". `files` may be NULL. NULL: *error says where and why, nothing is
 * logged. */
struct badge_template *badge_template_parse(const char *name, const char *text, size_t size,
                                            const struct template_files *files,
                                            struct template_error *error);

/* Another reference to the same template; NULL-safe both. */
struct badge_template *badge_template_ref(struct badge_template *template);
void badge_template_unref(struct badge_template *template);

const char *badge_template_name(const struct badge_template *template);
const char *badge_template_title(const struct badge_template *template); /* "A6 portrait" */
const struct badge_paper *badge_template_paper(const struct badge_template *template);
/* The badge itself, which may be one of several on the paper, or turned. */
void badge_template_size(const struct badge_template *template, int32_t *width_um,
                         int32_t *height_um);

/* "a6.badge:12: size: a length in mm is wanted" */
void template_error_format(const struct template_error *error, char *out, size_t size);

/*
 * Shelf: the templates of an event by name. A file NAME.badge in the folder comes before the
 * built-in one of that name, and is read again when it has changed; when it has become bad, one log
 * line says so and the last good one stays in use. One thread at a time.
 */
struct template_shelf;
/* `folder` may be NULL (built-in ones only) and need not exist. `load_picture`: see above. NULL: no
 * memory, one log line. */
struct template_shelf *template_shelf_create(const char *folder,
                                             bool (*load_picture)(const char *path, int max_side,
                                                                  struct picture *out));
void template_shelf_destroy(struct template_shelf *shelf); /* NULL-safe */

/* A reference, the caller's to give back. NULL with one log line: there is none, or it is bad and
 * never was good. */
struct badge_template *template_shelf_find(struct template_shelf *shelf, const char *name);

/* The same, but bad is bad: for checking. */
struct badge_template *template_shelf_check(struct template_shelf *shelf, const char *name,
                                            struct template_error *error);

/* The names on the shelf in order, built-in and the folder's own; false after the last. */
bool template_shelf_name(struct template_shelf *shelf, size_t index, char out[TEMPLATE_NAME_SIZE]);

/* Writes the built-in templates into `folder`, which is made; files that are there stay. False: one
 * log line. */
bool template_shelf_copy(const char *folder);

#endif
