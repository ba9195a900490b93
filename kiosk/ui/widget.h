/*
 * Widgets: what stands on one screen, as a small tree of values. A screen builds it anew from the
 * model with open/add/close; layout.c computes every rectangle; paint.c draws it. Lengths are in
 * units of the theme. Pure.
 */
#ifndef LANYARD_UI_WIDGET_H
#define LANYARD_UI_WIDGET_H

#include "kiosk/ui/icon.h"
#include "kiosk/ui/theme.h"
#include "kiosk/ui/wording.h"
#include "ui.h"

#define WIDGETS_MAX 250
#define WIDGET_TEXT_MAX 16384 /* bytes of all texts of a screen */
#define WIDGET_NONE 0xFF

enum widget_kind {
    WIDGET_COLUMN, /* children below each other */
    WIDGET_ROW,    /* children beside each other, from the start side */
    WIDGET_STACK,  /* children on top of each other, the last in front */
    WIDGET_TEXT,
    WIDGET_ICON,
    WIDGET_MARK,     /* a verdict's shape */
    WIDGET_CAMERA,   /* the live picture; value: enum camera_guide */
    WIDGET_PHOTO,    /* of the person, or a placeholder */
    WIDGET_BADGE,    /* the badge's preview, or a drawn one */
    WIDGET_PRINTER,  /* the badge coming out of a printer; value: percent, -1 unknown */
    WIDGET_PROGRESS, /* value: percent, -1 unknown */
    WIDGET_LOGO,     /* the eight-fold star */
    WIDGET_RING,     /* value: seconds left, drawn as a closing ring with the number */
    WIDGET_KEY,      /* a target with one character or icon in its middle */
    WIDGET_FIELD,    /* a text being written; value: bytes before the caret */
    WIDGET_SPACE,    /* takes room; the gap of its neighbours counts once */
    WIDGET_KIND_COUNT,
};

/* What is drawn over the live picture. */
enum camera_guide { CAMERA_GUIDE_CODE, CAMERA_GUIDE_SHOWS_HOW, CAMERA_GUIDE_FACE };

enum place { PLACE_START, PLACE_CENTER, PLACE_END, PLACE_STRETCH };

struct box {
    int x, y, width, height; /* pixels */
};

struct widget {
    enum widget_kind kind;
    const char *name; /* for reports: the message key, or what it is; static */
    enum ui_action action;

    /* layout rules, in units; 0: by content */
    float width, height;
    float min_width, min_height, max_width;
    float grow;         /* share of what is left along the parent's direction */
    float pad_x, pad_y; /* inside */
    float gap;          /* between children */
    float aspect;       /* width / height of a picture; 0: any */
    enum place across;  /* of the children, across the direction (stack: horizontally) */
    enum place along;   /* of the children when nothing grows (stack: vertically) */
    bool primary;       /* the target that should be touched */
    bool shrinks;       /* the text may become smaller so that all of it fits */
    int lines;          /* a text of more becomes smaller; 0: any */
    bool scatter;       /* decoration: may lie under others */
    bool near;          /* a target of a keyboard or list: may stand close to its neighbours */

    /* looks */
    enum color_role fill, color, border;
    uint32_t rgb; /* with `own_color`: in place of `fill` */
    bool own_color;
    float radius;
    bool pattern; /* star lattice on the fill */

    /* content */
    const char *text; /* in the tree's arena */
    enum type_role type;
    bool bold;
    bool personal; /* wiped from memory as soon as it leaves the screen */
    bool is_emoji;
    bool turns;       /* texts parted by "|" take turns */
    enum place align; /* of the lines */
    enum icon_id icon;
    float size; /* icon, mark: units */
    int value;

    /* tree */
    uint8_t parent, first, last, next;

    /* results of the layout */
    struct box box;
    float limit; /* of the scale, so that everything fits */
    float scale; /* of the text */
    bool overflows;
    bool clipped;
};

struct widget_tree {
    struct widget items[WIDGETS_MAX];
    size_t count;
    uint8_t open; /* the container that takes the next widget */
    char text[WIDGET_TEXT_MAX];
    size_t text_used;
    const char *language;
    const struct theme *theme;
    struct wording *wording; /* lent by the tree's owner */
    bool overfull;           /* something found no room in the tree; logged once by the builder */
};

/* Empties the tree. `language` and `theme` are lent until the next reset. */
void tree_reset(struct widget_tree *tree, const struct theme *theme, const char *language);

/* Adds a widget to the open container. Returns it, to set further fields; never NULL. */
struct widget *tree_add(struct widget_tree *tree, struct widget widget);

/* The same, and opens it: what follows becomes its children. */
struct widget *tree_open(struct widget_tree *tree, struct widget widget);
void tree_close(struct widget_tree *tree);

/* Copies a text into the tree. */
const char *tree_copy(struct widget_tree *tree, const char *text);

/* Text of a message key; text given (a name, a place), empty ones are left out (NULL). */
struct widget *tree_message(struct widget_tree *tree, const char *key, struct widget style);
struct widget *tree_text(struct widget_tree *tree, const char *name, const char *text,
                         struct widget style);
/* Text of a message with one {name} filled in. */
struct widget *tree_filled(struct widget_tree *tree, const char *key, const char *name,
                           const char *value, struct widget style);

/* Text of a message's plural form with {number} filled in. */
struct widget *tree_count(struct widget_tree *tree, const char *key, int64_t number,
                          struct widget style);

/* The innermost target at a point, WIDGET_NONE when there is none. */
uint8_t tree_hit(const struct widget_tree *tree, int x, int y);

/* The first target with that action, WIDGET_NONE when there is none. */
uint8_t tree_find_action(const struct widget_tree *tree, enum ui_action action);
/* The one with that value, too. */
uint8_t tree_find_choice(const struct widget_tree *tree, enum ui_action action, int value);
uint8_t tree_find_kind(const struct widget_tree *tree, enum widget_kind kind);

bool widget_is_container(const struct widget *widget);

#endif
