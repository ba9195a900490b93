/*
 * Desk: what an organiser's screen shows, as plain values. kiosk/ fills them from the station, ui/
 * draws them; nothing here refers to anything else. A view is copied whole.
 */
#ifndef LANYARD_DESK_H
#define LANYARD_DESK_H

#include "attendee.h"
#include "picture.h"
#include "staff.h"

/* Each value is a screen. */
enum desk_screen {
    DESK_SIGN_IN,   /* who is at the desk: rows are staff */
    DESK_PIN,       /* of the one who signs in, or approves */
    DESK_APPROVER,  /* who approves: rows are staff */
    DESK_SEARCH,    /* find a person */
    DESK_PERSON,    /* one person and what can be done */
    DESK_REASONS,   /* why a badge is replaced: rows are reasons */
    DESK_QUESTION,  /* really? */
    DESK_FIELDS,    /* correct or register: rows are fields */
    DESK_EDIT,      /* one field and the keyboard; rows are values to choose from */
    DESK_PHOTO,     /* the live picture with a guide for the face */
    DESK_PRINTERS,  /* rows are printers */
    DESK_INCIDENTS, /* rows are incidents */
    DESK_ARRIVALS,  /* charts */
    DESK_SETTINGS,
    DESK_SCREEN_COUNT,
};
const char *desk_screen_string(enum desk_screen screen); /* "sign-in", … the script's names */

/* X(enumerator, the script's word): what can be done on these screens. */
#define DESK_DEED_TABLE(X)              \
    X(DESK_DEED_CHECK_IN, "check-in")   \
    X(DESK_DEED_PRINT, "print")         \
    X(DESK_DEED_REPLACE, "replace")     \
    X(DESK_DEED_FOUND, "found")         \
    X(DESK_DEED_CORRECT, "correct")     \
    X(DESK_DEED_PHOTO, "photo")         \
    X(DESK_DEED_APPROVE, "approve")     \
    X(DESK_DEED_WITHDRAW, "withdraw")   \
    X(DESK_DEED_HAND_OVER, "hand-over") \
    X(DESK_DEED_UNDO, "undo")           \
    X(DESK_DEED_REGISTER, "register")   \
    X(DESK_DEED_SAVE, "save")           \
    X(DESK_DEED_YES, "yes")             \
    X(DESK_DEED_TAKE, "take")           \
    X(DESK_DEED_AGAIN, "again")         \
    X(DESK_DEED_SIGN_OUT, "sign-out")   \
    X(DESK_DEED_DARK, "dark")

#define DESK_DEED_ENUM(name, word) name,
enum desk_deed { DESK_DEED_TABLE(DESK_DEED_ENUM) DESK_DEED_COUNT };
#undef DESK_DEED_ENUM
const char *desk_deed_string(enum desk_deed deed);

/* ---- text fields ---- */
#define DESK_TEXT_SIZE ATTENDEE_TEXT_SIZE
struct desk_text {
    char text[DESK_TEXT_SIZE]; /* UTF-8 */
    size_t caret;              /* bytes before it */
};

/* Keys that are no characters. */
enum desk_key {
    DESK_KEY_ERASE = -1, /* the character before the caret */
    DESK_KEY_DELETE = -2,
    DESK_KEY_LEFT = -3, /* towards the start of the text */
    DESK_KEY_RIGHT = -4,
    DESK_KEY_HOME = -5,
    DESK_KEY_END = -6,
    DESK_KEY_CLEAR = -7,
    DESK_KEY_SHIFT = -8,   /* the next letter is a capital */
    DESK_KEY_LAYOUT = -9,  /* the next script */
    DESK_KEY_DIGITS = -10, /* figures and signs, and back */
    DESK_KEY_SHOW = -11,   /* the keyboard comes and goes */
    DESK_KEY_ENTER = -12,
    DESK_KEY_SWAP = -100000000, /* and lower: in place of the character before; minus the code point
                                 */
};

void desk_text_set(struct desk_text *field, const char *text);
/* A code point of 32 and more, or an editing key. False: nothing changed. */
bool desk_text_key(struct desk_text *field, int key);
/* The character before the caret; 0: none. */
int desk_text_before(const struct desk_text *field);

enum desk_layout { DESK_LATIN, DESK_CYRILLIC, DESK_ARABIC, DESK_PERSIAN, DESK_LAYOUT_COUNT };

/* ---- what is shown ---- */
#define DESK_ROWS 16
struct desk_row {
    char name[ATTENDEE_TEXT_SIZE];   /* Latin name, staff, printer, field's message key … */
    char native[ATTENDEE_TEXT_SIZE]; /* "" when the same */
    char more[ATTENDEE_TEXT_SIZE];   /* delegation, value, description */
    char code[16];                   /* the delegation's */
    char country[3];
    char mark[8];   /* the category's letter */
    uint32_t rgb;   /* and colour */
    char state[32]; /* keyword; its message is "desk.state.KEYWORD" */
    int issue;      /* 0: no badge */
    bool changed;
    int64_t at_ms;
    const struct picture *photo; /* lent for the call of ui_show; NULL: initials */
};

#define DESK_BADGES 3
struct desk_badge {
    uint32_t serial;
    int issue;
    char state[16]; /* keyword; "desk.badge.KEYWORD" */
    int64_t at_ms;
};

#define DESK_EVENTS 10
struct desk_event {
    int64_t at_ms;
    char kind[32]; /* "desk.event.KIND" */
    char where[64];
    char staff[STAFF_NAME_SIZE];
};

#define DESK_HOURS 14
#define DESK_DELEGATIONS 12
struct desk_bar {
    char name[64];
    char country[3];
    int hour; /* of the day, for the hours */
    int value, whole;
};
struct desk_arrivals {
    int expected, arrived, inside;
    struct desk_bar hours[DESK_HOURS], delegations[DESK_DELEGATIONS];
    size_t hour_count, delegation_count;
};

struct desk_view {
    enum desk_screen screen;
    uint32_t number; /* another with each appearance of a screen */

    /* who is at the desk */
    char staff[STAFF_NAME_SIZE]; /* "" for nobody */
    enum staff_role role;
    bool unguarded; /* the event has no staff: everything is allowed */

    /* what was said about the last deed: the key of a message, "" for nothing */
    char notice[48];
    char notice_value[ATTENDEE_TEXT_SIZE]; /* its {value} */
    bool notice_bad;
    int wait_s; /* before the next PIN; 0: now */

    char who[STAFF_NAME_SIZE]; /* DESK_PIN: whose */
    int digits;                /* of the PIN so far */
    bool approves;             /* DESK_PIN: as the second person */
    enum desk_deed deed;       /* DESK_PIN, DESK_APPROVER, DESK_QUESTION: what for */

    struct desk_text field;
    char label[32]; /* DESK_EDIT: the field's message key */
    bool keyboard;  /* shown */
    enum desk_layout layout;
    bool shift, figures;

    struct desk_row rows[DESK_ROWS];
    size_t row_count;
    int first; /* index of rows[0] among all */
    int total;

    /* DESK_PERSON, DESK_FIELDS: the person is ui_model.person */
    char state[32];
    int64_t arrived_ms;
    uint32_t deeds;   /* bits of enum desk_deed: may be done */
    uint32_t seconds; /* those of them that a second person must approve */
    struct desk_badge badges[DESK_BADGES];
    size_t badge_count;
    struct desk_event events[DESK_EVENTS];
    size_t event_count;
    char note[ATTENDEE_TEXT_SIZE];
    bool replaces; /* what is printed has changed: the badge must be replaced */
    bool is_new;   /* DESK_FIELDS: registering */

    bool taken; /* DESK_PHOTO: a picture is held (ui_model.photo); else live */
    struct desk_arrivals arrivals;
    int open_incidents;
    bool dark; /* the colours of the night, whatever ui_config says */
};

#endif
