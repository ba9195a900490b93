/* What a struct ui holds; shared by ui.c, ui_draw.c and ui_input.c only. */
#ifndef LANYARD_UI_UI_STATE_H
#define LANYARD_UI_UI_STATE_H

#include "kiosk/ui/burst.h"
#include "kiosk/ui/paint.h"
#include "kiosk/ui/sound.h"
#include "kiosk/ui/speech.h"
#include "kiosk/ui/transition.h"
#include "kiosk/ui/window.h"

#define PRESSES_MAX 64

struct ui {
    struct window *window; /* owned */
    struct ui_config config;
    struct theme theme;
    struct ui_model model; /* a copy; its pictures are in `photo` and `badge` */
    bool shown;            /* there is a model */
    struct widget_tree trees[2];
    int tree;                    /* which of the two is on the screen */
    struct text_cache *texts;    /* owned */
    struct wording *wording;     /* owned; NULL: nothing shown yet */
    struct sound_player *sounds; /* owned; NULL: silent */
    enum sound_id sound;         /* of the screen that was not drawn yet */
    struct speech *speech;       /* owned; NULL: nothing to speak with */
    struct camera_view camera;
    cairo_surface_t *photo, *badge; /* owned; NULL: none */
    struct brand brand;
    bool is_branded[2];    /* light, dark: the event's colours can be used */
    cairo_surface_t *logo; /* owned; NULL: the star */
    struct scene scene;
    struct damage damage;
    struct transition transition;
    int64_t next_us;     /* when something moves next; -1: nothing does */
    int64_t progress_us; /* when the shown progress moved last */
    int64_t camera_us;   /* when the last camera picture was taken */
    int64_t typed_us;    /* when a letter key was last pressed */
    int64_t hold_us;     /* when a finger will have rested on the hidden corner; 0: none does */
    bool touched;        /* a touch that counts has begun */
    bool finger_is_down; /* one finger at a time */
    SDL_FingerID finger;
    int64_t finger_us;                    /* when it was heard of last */
    struct ui_event presses[PRESSES_MAX]; /* of ui_press, oldest first */
    size_t press_count;
    struct burst burst;                 /* text from a keyboard, held for a moment */
    char code[BURST_MAX];               /* of the last UI_EVENT_CODE */
    cairo_surface_t *thumbs[DESK_ROWS]; /* owned; of the desk's rows; NULL: none */
};

/* ---- ui.c ---- */
struct widget_tree *ui_tree(struct ui *ui);
void ui_damage_all(struct ui *ui);
void ui_damage_widget(struct ui *ui, uint8_t index);
/* Builds and lays out the model's screen anew for the window's size. */
void ui_rebuild(struct ui *ui);
/* Reads the screen, or one widget, aloud if that was asked for. */
void ui_speak(struct ui *ui, uint8_t index);

/* ---- ui_draw.c ---- */
/* Draws what is dirty or moves, and shows it. */
void ui_draw(struct ui *ui);
/* Keeps what is on the screen now as the start of a transition. */
void ui_transition_begin(struct ui *ui);
void ui_transition_end(struct ui *ui); /* wipes the pictures */

/* ---- ui_input.c ---- */
/* What an SDL event means. False: nothing for the caller. */
bool ui_input(struct ui *ui, const SDL_Event *sdl, struct ui_event *event);
/* What the keyboard's text turns out to be once it is due. False: nothing yet. */
bool ui_input_due(struct ui *ui, struct ui_event *event);
/* Whether the hidden corner was held for long enough; gives UI_ACTION_STAFF once. */
bool ui_hold_due(struct ui *ui, struct ui_event *event);

#endif
