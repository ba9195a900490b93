/*
 * UI: the touch application's window. It draws what it is given and reports what was touched; it
 * knows no store, scanner or printer. Main thread only, except ui_post.
 */
#ifndef LANYARD_UI_H
#define LANYARD_UI_H

#include "access.h"
#include "picture.h"
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
    UI_ACTION_LANGUAGE, /* the next language */
    UI_ACTION_CAMERA_OVERLAY,
    UI_ACTION_QUIT, /* window closed, or the staff's way out */
};
/* The names that scripts use: "start", "yes", … */
const char *ui_action_string(enum ui_action action);

struct ui_person {
    char name[ATTENDEE_TEXT_SIZE];        /* Latin */
    char native_name[ATTENDEE_TEXT_SIZE]; /* "" when the same */
    char delegation[ATTENDEE_TEXT_SIZE];
    char country[3];
    char role[ATTENDEE_TEXT_SIZE]; /* position */
    char category[64];
    char category_letter[8];
    uint32_t category_rgb;
    char zones[256]; /* names, comma-separated */
};

enum ui_camera {
    UI_CAMERA_NONE, /* no scanner configured: say so, offer the desk */
    UI_CAMERA_RUNNING,
    UI_CAMERA_LOST, /* looking for it */
};

/* Everything that is on the screen. Plain values; pictures are lent for the call of ui_show. */
struct ui_model {
    enum visit_state screen;
    char language[16];
    char event_name[ATTENDEE_TEXT_SIZE];
    char event_dates[64];
    char place[ATTENDEE_TEXT_SIZE];
    struct ui_person person;            /* CONFIRM, PRINTING, COLLECT, DONE */
    const struct picture *photo;        /* NULL: placeholder with initials */
    const struct picture *badge;        /* NULL: none; the badge's preview */
    struct decision decision;           /* REFUSED, DESK: what the delegate may know */
    char arrived_at[32];                /* REFUSED with already-inside: "09:30" */
    int progress_percent;               /* PRINTING: from the printer; -1 unknown */
    char next_step[ATTENDEE_TEXT_SIZE]; /* COLLECT, DONE: "Hall A, 09:30" */
    char next_step_2[ATTENDEE_TEXT_SIZE];
    enum ui_camera camera;
    int seconds_left;     /* shown when small; -1: none */
    int64_t data_age_s;   /* -1: no hub */
    char staff_line[128]; /* small print for staff: station name, printer state */
};

struct ui_config {
    bool windowed;     /* else fullscreen */
    int width, height; /* of a window; 0: 1080x1920, made smaller to fit the screen */
    bool dark;
    bool still; /* no motion */
};

struct ui;

/* Opens the window (SDL chooses the driver; SDL_VIDEODRIVER=offscreen works). NULL: one log line
 * (no display, no font). */
struct ui *ui_create(const struct ui_config *config);
/* NULL-safe. Posted values that ui_next has not given yet are lost: take them first. */
void ui_destroy(struct ui *ui);

/* Replaces what is on the screen; starts the transition when the screen changes. Copies all. */
void ui_show(struct ui *ui, const struct ui_model *model);

/* The newest camera picture, for screens that show it. Copies. `corners`: 4 points of a code found
 * in it, or NULL. */
void ui_camera_frame(struct ui *ui, const struct frame *frame, const float corners[8]);

enum ui_event_kind {
    UI_EVENT_NONE,   /* waited long enough */
    UI_EVENT_ACTION, /* something was touched */
    UI_EVENT_POSTED, /* ui_post's value */
};
struct ui_event {
    enum ui_event_kind kind;
    enum ui_action action;
    void *posted; /* now the caller's */
};

/* Handles input, draws if anything is dirty, and waits at most `timeout_ms` for the next event. */
void ui_next(struct ui *ui, int timeout_ms, struct ui_event *event);

/* Hands a value to ui_next on the main thread. Any thread; the value is owned by the event from
 * here on. False: not queued, the caller keeps it. */
bool ui_post(struct ui *ui, void *value);

/* ---- for scripts and tests ---- */
/* Presses the button with that action on the present screen. False: no such button is there. */
bool ui_press(struct ui *ui, enum ui_action action);
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
