/*
 * Theme: the design tokens in one place. Everything measures in units: one unit is the display's
 * short side / 90, so that a screen looks the same at 800x480 and at 3840x2160. Pure values.
 */
#ifndef LANYARD_UI_THEME_H
#define LANYARD_UI_THEME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum color_role {
    COLOR_NONE, /* nothing is painted */
    COLOR_GROUND,
    COLOR_SURFACE,
    COLOR_SUNKEN, /* wells inside a surface: photo ground, progress track */
    COLOR_LINE,   /* hairlines */
    COLOR_INK,
    COLOR_SOFT,
    COLOR_PRIMARY,
    COLOR_ON_PRIMARY,
    COLOR_HERO, /* the large friendly ground of the first screen, its second tone, its texts */
    COLOR_HERO_DEEP,
    COLOR_ON_HERO,
    COLOR_ON_HERO_SOFT,
    COLOR_ADMIT, /* verdicts: the fill, and its second tone */
    COLOR_ADMIT_DEEP,
    COLOR_NOTE,
    COLOR_NOTE_DEEP,
    COLOR_REFUSE,
    COLOR_REFUSE_DEEP,
    COLOR_REFER,
    COLOR_REFER_DEEP,
    COLOR_ON_VERDICT,
    COLOR_ON_VERDICT_SOFT,
    COLOR_FOCUS,
    COLOR_PAPER,  /* paper and light of drawn things, the same in the dark */
    COLOR_DEVICE, /* the drawn printer's housing */
    COLOR_BLACK,  /* text on a light colour that the event chose */
    COLOR_COUNT,
};

enum type_role {
    TYPE_CAPTION,
    TYPE_BODY,
    TYPE_LEAD,
    TYPE_TITLE,
    TYPE_DISPLAY,
    TYPE_HERO,
    TYPE_COUNT
};

#define SPACE_MARGIN 6.0f
#define RADIUS_CARD 1.5f
#define RADIUS_BUTTON 1.5f
#define HAIRLINE 0.17f
/* The smallest display meant is 10 inches at 16:10, where a unit is 1.5 mm. */
#define UNIT_MM 1.5f
#define TARGET_PRIMARY 10.0f /* 15 mm */
#define TARGET_ANY 6.0f      /* 9 mm */
#define TARGET_GAP 2.0f      /* between any two */

#define MOTION_SCREEN_MS 220

struct theme {
    int width, height; /* of the display, pixels */
    float unit;        /* pixels */
    bool landscape;
    bool rtl; /* start is at the right */
    bool dark;
    bool plain;                   /* no patterns, outlines round every target */
    float text_scale;             /* of all letters */
    float logo_aspect;            /* width / height of the event's logo; 0: it has none */
    int top;                      /* pixels left free above, so that everything is within reach */
    uint32_t colors[COLOR_COUNT]; /* 0xRRGGBB */
};

void theme_init(struct theme *theme, int width, int height, bool dark, bool rtl);

/* What makes it easier, in this order after theme_init. */
void theme_enlarge(struct theme *theme);   /* letters */
void theme_contrast(struct theme *theme);  /* black, white and yellow: 7:1 and more */
void theme_lower(struct theme *theme);     /* nothing in the upper third of a tall display */
int theme_room(const struct theme *theme); /* the height that screens have */

/* Whole pixels of `units`; at least 1 for anything above 0. */
int theme_px(const struct theme *theme, float units);

/* Size of the letters in units, and the height of a line in letter sizes. */
float type_units(enum type_role role);
float type_line_height(enum type_role role);

/* WCAG 2 contrast ratio of two 0xRRGGBB colours, 1 … 21. */
double color_contrast(uint32_t one, uint32_t other);

/* The colour of the two that reads better on `ground`. */
uint32_t color_readable(uint32_t ground, uint32_t light, uint32_t dark);

/* A part / 256 of the way from one colour to the other. */
uint32_t color_mix(uint32_t from, uint32_t to, int part);

/* Pairs that carry text, for the tests: which two, and whether only large text. NULL past the last.
 */
struct color_pair {
    enum color_role text, ground;
    bool large_only;
};
const struct color_pair *theme_pairs(size_t *count);

#endif
