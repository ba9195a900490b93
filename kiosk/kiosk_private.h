/* What the files of the composition root share. Everything here lives on the main thread, except
 * struct preview, which is locked, and struct posted, which travels. */
#ifndef LANYARD_KIOSK_PRIVATE_H
#define LANYARD_KIOSK_PRIVATE_H

#include <pthread.h>

#include "code_reader.h"
#include "kiosk/gate_thread.h"
#include "kiosk/guidance.h"
#include "kiosk/kiosk.h"
#include "kiosk/print_pool.h"
#include "kiosk/script.h"
#include "kiosk/watchdog.h"
#include "scanner.h"
#include "sync.h"
#include "ui.h"
#include "visit.h"

/* What a thread tells the main thread; heap, owned by the event it travels in. */
enum posted_kind {
    POSTED_CODE,
    POSTED_SCANNER,
    POSTED_PRINT,
    POSTED_FRAME,
    POSTED_SYNC,
    POSTED_GATE
};
struct posted {
    enum posted_kind kind;
    union {
        struct {
            size_t size;
            char data[SCAN_DATA_MAX];
        } code;
        enum scanner_state scanner;
        struct pool_news print;
        struct sync_status sync;
        struct gate_news gate;
    };
};

/* The newest camera picture, for the screen: the scanner writes, the main thread reads. */
struct preview {
    pthread_mutex_t lock;
    struct frame frame;
    bool waiting; /* a POSTED_FRAME is under way */
    float corners[8];
    int64_t corners_us; /* when a code was last found; 0: never */
    enum ui_guidance advice;
    bool wants_overlay;
    struct ui_overlay overlay; /* of the newest decoded frame */
    bool passed_over;          /* a code was seen and not taken: it counts again when it is alone */
    /* the decoder thread's own */
    struct guidance guidance;
    int tickets; /* in the frame whose codes are being reported */
};

/* Why the staff's sheet is open. */
enum staff_purpose { STAFF_FOR_NOTHING, STAFF_TO_FORCE, STAFF_TO_LEAVE };

/* Who said who they are: a name or a card's text, and the PIN so far. */
struct staff_person {
    char who[CREDENTIAL_TEXT_SIZE], name[STAFF_NAME_SIZE], pin[STAFF_PIN_MAX + 1];
};
struct staff_sheet {
    enum staff_purpose purpose;
    struct staff_person persons[2]; /* who asks, who approves */
    enum ui_force_reason reason;
    bool has_staff; /* the event has any */
    int page;       /* of the names */
    int64_t touched_ms;
};

struct kiosk;
struct desk; /* kiosk/desk.h */

/* What a mode does with what comes in. */
struct kiosk_face {
    void (*start)(struct kiosk *kiosk);
    void (*code)(struct kiosk *kiosk, const char *data, size_t size);
    void (*action)(struct kiosk *kiosk, const struct ui_event *event);
    void (*tick)(struct kiosk *kiosk);
    const char *(*screen)(const struct kiosk *kiosk); /* the script's name of what is shown */
    /* a badge of this face, at its end */
    void (*printed)(struct kiosk *kiosk, uint64_t holder, bool done);
};
extern const struct kiosk_face kiosk_face_self, kiosk_face_verify, kiosk_face_desk;

struct kiosk {
    const struct kiosk_options *options;
    const struct kiosk_face *face;
    struct station *station; /* lent */
    struct checkpoint checkpoint;
    struct brand brand;
    struct watchdog *watchdog; /* owned; NULL: no thread for it */
    struct ui *ui;
    struct scanner *scanner; /* NULL: no camera; tried again */
    int64_t scanner_retry_us;
    struct code_reader *reader; /* NULL: none wanted, or it cannot be started */
    struct gate_thread *gate;   /* NULL: none wanted, or no thread for it */
    struct printer_book printers;
    struct print_pool *pool;         /* NULL: not started; tried again with each badge */
    struct badge_renderer *renderer; /* for the preview; made when first needed */
    size_t memory_floor; /* bytes in use after letters were last forgotten; 0: not known yet */
    struct template_shelf *shelf; /* the event's badge templates; made when first needed */
    struct sync *sync;            /* NULL: the event has no hub */
    int64_t sync_files;           /* that had come down when the photo was last looked for */
    struct preview preview;
    struct frame shown; /* the main thread's copy of the preview */

    struct visit visit;
    struct guard guard;
    struct desk *desk; /* owned; of the desk's face; else NULL */
    struct ui_model model;
    struct staff_sheet staff;
    struct outcome outcome;
    char text[SCAN_DATA_MAX]; /* the code of this visit */
    size_t text_size;
    bool ignored_code; /* a code was held up while the screen was another's */
    struct picture photo, badge_picture;
    char visit_intent[UUID_TEXT_SIZE]; /* the badge of the visit on the screen */
    struct intent job;                 /* the badge of visit_intent, as it is printed */
    uint8_t job_category;
    uint32_t tried;       /* printers that the visit's badge came back from, bits */
    bool badge_waits;     /* for a printer that is busy */
    bool badge_read;      /* its printed code was held before the camera */
    int64_t asked_us;     /* when the visitor said yes */
    bool language_chosen; /* by a touch: it stands until the visitor has left */

    struct script script;
    size_t step;
    int64_t step_started_us;
    enum kiosk_end end;
    bool ended;
    bool dirty; /* the model has changed */
    char shown_screen[32];
    int64_t shot_due_us; /* 0: none */
    int shot_count;
    int64_t keys_read_us; /* when the key list was last looked at */
};

/* ---- kiosk.c ---- */
/* A code held up: the staff sheet's, or the face's. */
void kiosk_take_code(struct kiosk *kiosk, const char *data, size_t size);
/* Gives unused memory back to the system, and now and then the letters of the names that were
 * drawn; between two visits. */
void kiosk_memory_trim(struct kiosk *kiosk);
/* The script's name of what is on the screen. */
const char *kiosk_screen(const struct kiosk *kiosk);

/* ---- kiosk_visit.c ---- */
void kiosk_model_init(struct kiosk *kiosk);
void kiosk_input(struct kiosk *kiosk, struct visit_input input);

/* ---- kiosk_person.c ---- */
/* Puts the outcome's attendee and photo into the model; takes both away, and wipes them; the outcome
 * as well. */
void kiosk_person_show(struct kiosk *kiosk);
/* Another language was chosen: says in it what is said of the person on the screen, if one is. */
void kiosk_person_language(struct kiosk *kiosk);
void kiosk_person_hide(struct kiosk *kiosk);
void kiosk_person_forget(struct kiosk *kiosk);
/* A photo came down: perhaps it is the one that is missing on the screen. */
void kiosk_person_photo(struct kiosk *kiosk);
void kiosk_log_decision(const struct outcome *outcome, const char *what);
/* A key revoked by another process must stop here, too. */
void kiosk_refresh_keys(struct kiosk *kiosk);

/* ---- kiosk_staff.c ---- */
void kiosk_staff_open(struct kiosk *kiosk, enum staff_purpose purpose);
void kiosk_staff_close(struct kiosk *kiosk); /* wipes PINs */
bool kiosk_staff_is_open(const struct kiosk *kiosk);
/* Both: false when the sheet is not open and the face is meant. */
bool kiosk_staff_action(struct kiosk *kiosk, const struct ui_event *event);
bool kiosk_staff_code(struct kiosk *kiosk, const char *data, size_t size);
void kiosk_staff_tick(struct kiosk *kiosk);

/* ---- kiosk_verify.c ---- */
/* Lets in whoever the verdict on the screen keeps out; the store knows who acts and approves. */
void kiosk_verify_force(struct kiosk *kiosk, const char *reason);

/* ---- kiosk_gate.c ---- */
/* The guard's turnstile, if the options name one. */
void kiosk_gate_start(struct kiosk *kiosk);
/* It is shut; what it still had to say is posted. NULL-safe as to the gate. */
void kiosk_gate_stop(struct kiosk *kiosk);
/* Opens it for the outcome when that lets in or out and is on record; else shows red. */
void kiosk_gate_decided(struct kiosk *kiosk, enum direction direction);
void kiosk_gate_news(struct kiosk *kiosk, const struct gate_news *news);

/* ---- kiosk_print.c ---- */
bool kiosk_printer_start(struct kiosk *kiosk);
/* Sends the visit's badge to the printer. False: it cannot be printed now. */
bool kiosk_print(struct kiosk *kiosk);
void kiosk_print_news(struct kiosk *kiosk, const struct pool_news *news);
void kiosk_badge_collected(struct kiosk *kiosk);
/* Whether the code held up is the one on the badge that this visit is waiting for: it has come out.
 */
bool kiosk_badge_seen(const struct kiosk *kiosk, const char *data, size_t size);
/* The small print for staff: station, checkpoint, and what to do about the printers. */
void kiosk_staff_line(struct kiosk *kiosk);

/* ---- kiosk_camera.c ---- */
void kiosk_reader_start(struct kiosk *kiosk);
void kiosk_camera_start(struct kiosk *kiosk);
void kiosk_camera_frame(struct kiosk *kiosk);
/* Turns the scanner's marks over the live picture on or off. False: not on this station. */
bool kiosk_camera_overlay(struct kiosk *kiosk);
void kiosk_camera_state(struct kiosk *kiosk, enum scanner_state state);
/* Hands `posted` to the main thread. Any thread. False: the caller keeps it. */
bool kiosk_post(struct kiosk *kiosk, struct posted *posted);

/* ---- kiosk_sync.c ---- */
/* Starts the exchange with the event's hub, if it names one. */
void kiosk_sync_start(struct kiosk *kiosk);
void kiosk_sync_stop(struct kiosk *kiosk);
/* Takes what the sync thread told; keeps the age of the data on the screens. */
void kiosk_sync_report(struct kiosk *kiosk, const struct sync_status *status);
void kiosk_sync_tick(struct kiosk *kiosk);
/* The photo of the person on the screen is not here: it shall come before others. */
void kiosk_sync_need_photo(struct kiosk *kiosk);

/* ---- kiosk_script.c ---- */
/* Carries out what is due; ends the kiosk after the last step. */
void kiosk_script_step(struct kiosk *kiosk);
void kiosk_shot(struct kiosk *kiosk, const char *name);

#endif
