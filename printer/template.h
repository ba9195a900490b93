/*
 * Template: the elements of a badge as read from its file. See docs/templates.md for what they
 * mean; layout.h places them, paint.h draws them.
 */
#ifndef LANYARD_PRINTER_TEMPLATE_H
#define LANYARD_PRINTER_TEMPLATE_H

#include "badge.h"
#include "printer/image.h"
#include "printer/text.h"

#define ELEMENTS_MAX 96
#define IMAGES_MAX 8
#define STYLES_MAX 16
#define CONDITIONS_MAX 4
#define ELEMENT_TEXT_SIZE 128

enum element_kind {
    ELEMENT_TEXT,
    ELEMENT_IMAGE,
    ELEMENT_PHOTO,
    ELEMENT_QR,
    ELEMENT_FLAG,
    ELEMENT_BAND,
    ELEMENT_RECT,
    ELEMENT_ELLIPSE,
    ELEMENT_LINE,
    ELEMENT_ZONES,
    ELEMENT_DAYS,
    ELEMENT_MARKS,
    ELEMENT_STACK,
    ELEMENT_KIND_COUNT,
};

enum ink_name {
    INK_NONE,
    INK_INK,
    INK_SOFT,
    INK_LINE,
    INK_TINT,
    INK_CATEGORY,
    INK_ON_CATEGORY,
    INK_RGB, /* as given */
};

struct ink {
    enum ink_name name;
    uint32_t rgb;
};

enum pattern { PATTERN_NONE, PATTERN_LATTICE, PATTERN_STRIPES };
enum fit { FIT_CONTAIN, FIT_COVER, FIT_STRETCH };

enum condition_kind {
    WHEN_FAMILY,
    WHEN_GIVEN,
    WHEN_NATIVE,
    WHEN_POSITION,
    WHEN_DELEGATION,
    WHEN_COUNTRY,
    WHEN_PHOTO,
    WHEN_ZONES,
    WHEN_DAYS,
    WHEN_ESCORT,
    WHEN_HEAD,
    WHEN_REPLACEMENT,
    WHEN_ONE_DAY,
    WHEN_TEST,
    WHEN_MARKS,
    WHEN_CATEGORY, /* its letter is one of `letters` */
};

struct condition {
    enum condition_kind kind;
    bool negated;
    char letters[16]; /* "P,H" */
};

struct element {
    enum element_kind kind;
    int line;           /* of the file, for messages */
    bool back;          /* on the other side */
    int parent;         /* index of the stack that it stands in, -1: none */
    struct rect_um box; /* in a stack: x and width from the stack's left; width 0: all of it */
    int32_t height_um, height_max_um;            /* in a stack */
    bool same_room;                              /* in a stack: where the element before stands */
    struct condition conditions[CONDITIONS_MAX]; /* all must hold */
    size_t condition_count;
    char text[ELEMENT_TEXT_SIZE]; /* with {fields}; of an image its file */
    struct text_style style;
    enum text_side across, down;
    struct ink colour, fill, stroke;
    int32_t stroke_um, radius_um, inset_um;
    enum pattern pattern;
    int32_t pitch_um;
    double rotate; /* degrees, clockwise */
    enum fit fit;
    const struct image *image; /* the template's */
    int columns, rows;         /* of zones and days */
    bool labels, run_across;
    int32_t side_um, caption_um; /* of a code: its largest side, and the digits below it */
    int32_t gap_um;              /* of a stack */
    enum text_side spread;
};

/* What a category changes. */
struct template_style {
    char letter[8];
    int line;
    bool has_rgb, has_pattern;
    uint32_t rgb;
    enum pattern pattern;
    int32_t pitch_um;
};

/* Several badges on a sheet, or one that is turned. */
struct template_sheet {
    int columns, rows;
    int32_t x_um, y_um, gap_x_um, gap_y_um;
    int turn;            /* degrees clockwise: 0, 90, 180, 270 */
    int32_t cut_mark_um; /* length of the cut marks, 0: none */
};

struct badge_template {
    int references; /* atomic */
    char name[TEMPLATE_NAME_SIZE], title[64];
    int32_t width_um, height_um; /* of the badge: of one panel when it is folded */
    bool fold;                   /* butterfly: the back is above the front, head down */
    bool has_back;
    struct badge_paper paper;
    struct template_sheet sheet; /* columns 0: the badge is the paper */
    struct element elements[ELEMENTS_MAX];
    size_t element_count;
    struct image *images[IMAGES_MAX]; /* owned */
    size_t image_count;
    struct template_style styles[STYLES_MAX];
    size_t style_count;
};

/* ---- fields and conditions (template_fields.c); pure ---- */
/* False: `field` receives one that there is not. */
bool template_text_is_good(const char *text, char field[24]);
/* The text with its fields filled in. False: it has fields, and all are blank. */
bool template_expand(const char *text, const struct badge *badge, char *out, size_t size);
/* Adds one condition: "native", "!escort", "category=P,H". */
bool template_condition_parse(const char *word, struct condition *out);
/* Whether the element stands on this badge: its conditions, and that there is anything to show. */
bool template_shows(const struct element *element, const struct badge *badge);
/* Replacement, escort, one day; returns how many. */
size_t template_marks(const struct badge *badge, char out[3][16]);
const struct template_style *template_style_of(const struct badge_template *template,
                                               const struct badge *badge);

/* ---- reading ---- */
/* The state of reading one file; template_read.c drives, template_keys.c holds the words. */
struct reader {
    struct badge_template *template;
    const struct template_files *files;
    struct template_error *error;
    int line;
    int element;                      /* being described; -1: the head */
    int stack;                        /* open; -1: none */
    int style;                        /* being described; -1: none */
    bool back;                        /* past "back" */
    bool used;                        /* reading the file that another builds on */
    bool versioned;                   /* "badge 1" was read */
    unsigned head_seen, element_seen; /* keys given, by their place in the table */
};

/* Sets the error at the present line. Always false. */
__attribute__((format(printf, 3, 4))) bool reader_fail(struct reader *reader, const char *key,
                                                       const char *format, ...);

/* What stands above the elements (template_head.c). -1: no such key. */
int template_head_find(const char *key);
bool template_head_read(struct reader *reader, int index, const char *key, const char *value);

/* Takes one line's key and value. False: the error is set. */
bool template_key(struct reader *reader, const char *key, const char *value);

/* Reads a whole text into reader->template. */
bool template_read(struct reader *reader, const char *text, size_t size);

/* What can only be said of the whole (template_check.c). */
bool template_check(struct reader *reader);

/* ---- values (template_values.c): strict; false leaves *out alone ---- */
bool value_mm(const char **at, int32_t *out_um); /* moves past it */
bool value_int(const char **at, int least, int most, int *out);
bool value_word(const char **at, char *out, size_t size);
bool value_end(const char *at);
bool value_ink(const char *word, struct ink *out);
bool value_rgb(const char *word, uint32_t *out);
/* Index of the word in a NULL-terminated table; -1: it is not there. */
int value_choice(const char *word, const char *const *words);

#endif
