/*
 * UI: the touch application's window. It draws what it is given and reports what was touched; it
 * knows no store, scanner or printer. Main thread only, except ui_post.
 */
#ifndef LANYARD_UI_H
#define LANYARD_UI_H

#include "access.h"
#include "brand.h"
#include "desk.h"
#include "guard.h"
#include "picture.h"
#include "sync_status.h"
#include "visit.h"

enum ui_action {
    UI_ACTION_NONE,
    UI_ACTION_START,
    UI_ACTION_YES,
    UI_ACTION_NO,
    UI_ACTION_BACK,
    UI_ACTION_DONE,
    UI_ACTION_COLLECTED,
    UI_ACTION_HELP,
    UI_ACTION_DESK,      /* to the registration desk, please */
    UI_ACTION_MORE_TIME, /* the countdown starts again */
    UI_ACTION_LANGUAGE,  /* opens the choice */
    UI_ACTION_CHOOSE,    /* `value`: index of the language in message_languages() */
    UI_ACTION_COMFORT,   /* opens the ways to make the screen easier */
    UI_ACTION_SWITCH,    /* `value`: enum ui_comfort_bit to turn over */
    UI_ACTION_TURN,      /* the guard's in or out */
    UI_ACTION_TOUCH,     /* touched where nothing is: somebody is there */
    UI_ACTION_KEY,       /* `value`: character of a key on the screen; '\b' erases, '\r' enters;
                            the desk's: a code point, or an enum desk_key */
    UI_ACTION_PICK,      /* `value`: index of the row picked in a list */
    UI_ACTION_FORCE,     /* the guard's: let in all the same */
    UI_ACTION_STAFF,     /* the hidden way to the staff's sheet was held */
    UI_ACTION_CAMERA_OVERLAY,
    UI_ACTION_OPEN,   /* `value`: index of the row */
    UI_ACTION_DEED,   /* `value`: enum desk_deed */
    UI_ACTION_PAGE,   /* `value`: enum desk_screen */
    UI_ACTION_SCROLL, /* `value`: -1 back, 1 on */
    UI_ACTION_QUIT,   /* window closed, or the staff's way out */
    UI_ACTION_COUNT,
};
/* The names that scripts use: "start", "yes", … */
const char *ui_action_string(enum ui_action action);

/* Which of the program's three faces is on. */
enum ui_face { UI_FACE_SELF, UI_FACE_VERIFY, UI_FACE_DESK };

/* What makes the screen easier for this visitor; bits. */
enum ui_comfort_bit {
    UI_COMFORT_LARGE = 1,    /* texts half as large again */
    UI_COMFORT_CONTRAST = 2, /* black, white and yellow */
    UI_COMFORT_LOW = 4,      /* everything within reach from a wheelchair */
    UI_COMFORT_SPEECH = 8,   /* spoken */
};

struct ui_person {
    char name[ATTENDEE_TEXT_SIZE];        /* Latin */
    char native_name[ATTENDEE_TEXT_SIZE]; /* "" when the same */
    char delegation[ATTENDEE_TEXT_SIZE];
    char country[3];
    char role[ATTENDEE_TEXT_SIZE]; /* position */
    char category[64];
    char category_letter[8];
    uint32_t category_rgb;
    uint16_t zones;       /* bits, numbered from 1 as on the badge */
    uint16_t zones_known; /* the event's */
    char zone[64];        /* behind the guard's door; "" for none */
};

/* Where to go: "09:30 · Opening ceremony · Conference hall". */
struct ui_step {
    int64_t at_ms; /* 0: no step */
    bool today;
    char what[ATTENDEE_TEXT_SIZE];
    char where[64];
};
#define UI_STEPS 2

/* What would help the camera now. */
enum ui_guidance {
    UI_GUIDE_NONE,
    UI_GUIDE_CLOSER,
    UI_GUIDE_AWAY,
    UI_GUIDE_STILL, /* seen, but not readable: hold still */
    UI_GUIDE_LIGHT, /* too dark */
    UI_GUIDE_ONE,   /* two codes at once */
    UI_GUIDE_COUNT,
};

enum ui_camera {
    UI_CAMERA_NONE, /* no scanner configured: say so, offer the desk */
    UI_CAMERA_RUNNING,
    UI_CAMERA_LOST, /* looking for it */
};

/* ---- the staff's sheet: over any face, to let somebody in all the same or to end the program ---- */
enum ui_staff_step {
    UI_STAFF_NONE,
    UI_STAFF_REASON, /* why: UI_ACTION_PICK of enum ui_force_reason */
    UI_STAFF_NAME,   /* who: UI_ACTION_PICK of `names`, or UI_PICK_MORE */
    UI_STAFF_PIN,    /* UI_ACTION_KEY */
    UI_STAFF_LEAVE,  /* nobody can sign in yet: UI_ACTION_YES ends the program */
    UI_STAFF_STEPS,
};
enum ui_staff_part { UI_STAFF_SELF, UI_STAFF_APPROVER, UI_STAFF_LEAVER };

/* What stands in the record is the reason's own word. */
enum ui_force_reason {
    UI_FORCE_IDENTITY,
    UI_FORCE_ORDER,
    UI_FORCE_MISTAKE,
    UI_FORCE_EMERGENCY,
    UI_FORCE_REASONS
};
const char *ui_force_reason_string(enum ui_force_reason reason); /* "identity-checked", … */

#define UI_STAFF_NAMES 8
#define UI_PICK_MORE (-1)
struct ui_staff {
    enum ui_staff_step step;
    enum ui_staff_part part;
    char names[UI_STAFF_NAMES][32]; /* of this page */
    size_t name_count;
    bool more; /* there are other pages */
    char who[32];
    int typed;      /* digits of the PIN; which ones, only the caller knows */
    char fault[24]; /* of the last try: "wrong", "wait", …; "" for none */
    int wait_s;     /* with "wait" */
};

/* Everything that is on the screen. Plain values; pictures are lent for the call of ui_show. Times
 * are Unix milliseconds; the screen writes them as its language does. */
struct ui_model {
    enum ui_face face;
    enum visit_state screen; /* of UI_FACE_SELF */
    enum visit_sheet sheet;  /* over it */
    struct guard guard;      /* of UI_FACE_VERIFY */
    struct desk_view desk;   /* of UI_FACE_DESK */
    bool can_force;          /* the guard: this refusal may be overruled */
    struct ui_staff staff;   /* over everything; UI_STAFF_NONE: not there */
    char checkpoint[64];     /* the guard's door */
    char language[16];
    unsigned comfort; /* enum ui_comfort_bit */
    bool can_speak;   /* UI_COMFORT_SPEECH is offered */
    char event_name[ATTENDEE_TEXT_SIZE];
    char place[ATTENDEE_TEXT_SIZE];
    char timezone[64];           /* IANA */
    int64_t starts_ms, ends_ms;  /* within the event's first and last day; 0: unknown */
    struct ui_person person;     /* CONFIRM, PRINTING, COLLECT, DONE, and the guard's verdicts */
    const struct picture *photo; /* NULL: placeholder with initials */
    const struct picture *badge; /* NULL: none; the badge's preview */
    struct decision decision; /* REFUSED, DESK: what the delegate may know; the guard: the truth */
    int64_t arrived_ms;       /* REFUSED with already-inside; 0: unknown */
    int64_t since_ms;         /* the guard: of the person's last passage here; 0: none */
    uint32_t serial;          /* the guard: of the badge shown; 0: none */
    char watch_why[256];      /* the guard: what of the watch list agreed; "" for nothing */
    char guard_note[ATTENDEE_TEXT_SIZE]; /* the guard: the person's; "" for none */
    bool gate_fault;                     /* the guard: the turnstile is missing or fails */
    int progress_percent;                /* PRINTING: from the printer; -1 unknown */
    struct ui_step steps[UI_STEPS];      /* COLLECT, DONE */
    enum ui_camera camera;
    enum ui_guidance guidance;
    int seconds_left;        /* shown when small; -1: none */
    int64_t data_age_s;      /* -1: no hub */
    struct sync_status sync; /* how the station stands with the hub; for staff only */
    char staff_line[128];    /* small print for staff: station and checkpoint */
    char fault[32];          /* what is wrong with the printer, in IPP's words; "" for nothing */
};

struct ui_config {
    bool windowed;     /* else fullscreen */
    int width, height; /* of a window; 0: 1080x1920, made smaller to fit the screen */
    bool dark;
    bool still;  /* no motion */
    bool silent; /* no sounds */
    const char
        *speech; /* "auto", "espeak-ng", "spd-say", "file:PATH"; NULL or "none": not spoken */
    const struct brand *brand; /* lent; NULL: the default look */
};

struct ui;

/* Opens the window (SDL chooses the driver; SDL_VIDEODRIVER=offscreen works). NULL: one log line
 * (no display, no font). */
struct ui *ui_create(const struct ui_config *config);
/* NULL-safe. Posted values that ui_next has not given yet are lost: take them first. */
void ui_destroy(struct ui *ui);

/* Whether there is anything to speak with. */
bool ui_can_speak(const struct ui *ui);

/* Replaces what is on the screen; starts the transition when the screen changes. Copies all. */
void ui_show(struct ui *ui, const struct ui_model *model);

/* The newest camera picture, for screens that show it. Copies. `corners`: 4 points of a code found
 * in it, or NULL. */
void ui_camera_frame(struct ui *ui, const struct frame *frame, const float corners[8]);

/* What the scanner saw in the camera's picture, drawn over it for whoever sets a station up. */
enum ui_mark { UI_MARK_FINDER, UI_MARK_CANDIDATE, UI_MARK_READ, UI_MARK_COUNT };
#define UI_OVERLAY_MARKS 64
#define UI_OVERLAY_LINES 6
struct ui_overlay {
    struct {
        enum ui_mark kind;
        float corners[8]; /* pixels of the frame, clockwise from the code's own top left */
    } marks[UI_OVERLAY_MARKS];
    size_t mark_count;
    char lines[UI_OVERLAY_LINES][80]; /* ASCII, not translated; "" from the first unused on */
};

/* Shows that over the camera's picture from now on. Copies. NULL: no more. */
void ui_camera_overlay(struct ui *ui, const struct ui_overlay *overlay);

enum ui_event_kind {
    UI_EVENT_NONE,   /* waited long enough */
    UI_EVENT_ACTION, /* something was touched */
    UI_EVENT_POSTED, /* ui_post's value */
    UI_EVENT_CODE,   /* a code reader that types like a keyboard: `text` */
};
struct ui_event {
    enum ui_event_kind kind;
    enum ui_action action;
    int value;        /* of the actions that have one */
    void *posted;     /* now the caller's */
    const char *text; /* lent until the next ui_next */
};

/* Handles input, draws if anything is dirty, and waits at most `timeout_ms` for the next event. */
void ui_next(struct ui *ui, int timeout_ms, struct ui_event *event);

/* Hands a value to ui_next on the main thread. Any thread; the value is owned by the event from
 * here on. False: not queued, the caller keeps it. */
bool ui_post(struct ui *ui, void *value);

/* ---- for scripts and tests ---- */
/* Presses the button with that action on the present screen. False: no such button is there. */
bool ui_press(struct ui *ui, enum ui_action action);
/* The same for actions with a value. */
bool ui_choose(struct ui *ui, enum ui_action action, int value);
/* The middle of that button, in the window's own coordinates: where a finger would go. */
bool ui_where(struct ui *ui, enum ui_action action, int *x, int *y);
/* Types a text, one key after the other, as somebody at the desk's keyboard does. */
void ui_type(struct ui *ui, const char *text);
/* Draws and saves the window as PNG. False: one log line. */
bool ui_screenshot(struct ui *ui, const char *path);

struct ui_fit {
    char what[64]; /* the widget and its text key */
    bool clipped;  /* text does not fit its place */
    bool small;    /* a target under 9 mm, or under 15 mm for a primary one */
    int x, y, width, height;
};
/* The widgets of the present screen as laid out. Returns the count. */
size_t ui_widgets(struct ui *ui, struct ui_fit *out, size_t limit);

#endif
