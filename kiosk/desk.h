/* What the files of the desk's composition share: kiosk_desk.c (the face), desk_*.c. What is shown
 * is kiosk->model.desk; this is what stands behind it. Main thread. */
#ifndef LANYARD_KIOSK_DESK_H
#define LANYARD_KIOSK_DESK_H

#include "kiosk/kiosk_private.h"
#include "staff.h"

#define DESK_DEPTH 8
#define DESK_SHELF 48 /* small photos that are kept */

struct desk_thumb {
    uint64_t holder; /* 0: a free place */
    struct picture picture;
    uint32_t used; /* when last, counted */
};

struct desk {
    struct staff_session session;
    enum desk_screen back[DESK_DEPTH]; /* where "back" leads, the last one first */
    size_t depth;
    int64_t notice_us; /* when what was said goes; 0: stays */

    /* a PIN being entered: whose, and what for */
    char who[CREDENTIAL_TEXT_SIZE]; /* a name, or a staff card's text */
    char pin[STAFF_PIN_MAX + 1];
    int64_t wait_until_us;
    enum permission permission;     /* that a second person is asked for */
    enum desk_deed waiting;         /* the deed */
    char approver[STAFF_NAME_SIZE]; /* of the deed being done; "" for none */

    /* the search */
    uint64_t row_holders[DESK_ROWS];
    bool search_due; /* the small photos are still to come */
    int64_t typed_us;
    struct desk_thumb shelf[DESK_SHELF];
    uint32_t used;

    /* the person: kiosk->outcome.attendee */
    char last_passage[UUID_TEXT_SIZE];
    bool undone;     /* the newest passage is taken back already */
    char reason[16]; /* of a replacement */

    /* corrected or registered */
    struct attendee draft;
    char field[32];
    int printer; /* whose stock is entered */
    char incidents[DESK_ROWS][UUID_TEXT_SIZE];
    int64_t looked_us; /* at what a page shows */
};

/* ---- kiosk_desk.c ---- */
bool desk_create(struct kiosk *kiosk); /* false: one log line */
void desk_destroy(struct kiosk *kiosk);

/* Another screen, with a way back to this one; a page, without one; the one before. */
void desk_go(struct kiosk *kiosk, enum desk_screen screen);
void desk_page(struct kiosk *kiosk, enum desk_screen screen);
void desk_back(struct kiosk *kiosk);
/* Fills what the present screen shows anew. */
void desk_refill(struct kiosk *kiosk);
/* A word about a deed; `value` fills its {value} and may be NULL. */
void desk_say(struct kiosk *kiosk, const char *key, const char *value, bool bad);
void desk_unsay(struct kiosk *kiosk);
void desk_clear_rows(struct kiosk *kiosk);
struct desk_row *desk_add_row(struct kiosk *kiosk, const char *name, const char *state);
/* The name in the screen's language. */
const char *desk_person_name(const struct kiosk *kiosk);

/* ---- desk_touch.c ---- */
void desk_action(struct kiosk *kiosk, const struct ui_event *event);

/* ---- desk_staff.c ---- */
void desk_list_staff(struct kiosk *kiosk);
void desk_ask_pin(struct kiosk *kiosk, const char *who, bool approves);
void desk_pin_key(struct kiosk *kiosk, int key);
void desk_sign_out(struct kiosk *kiosk, const char *why);
/* Whether somebody is at the desk, or nobody has to be. */
bool desk_is_open(const struct kiosk *kiosk);
bool desk_may(const struct kiosk *kiosk, enum permission permission);
bool desk_unguarded(struct kiosk *kiosk);

/* ---- desk_people.c ---- */
void desk_search(struct kiosk *kiosk);
void desk_search_photos(struct kiosk *kiosk);
/* Opens the person's page. False: said why. */
bool desk_open_person(struct kiosk *kiosk, uint64_t holder);
/* Reads the person anew: after a deed, or when the printer has said something. */
void desk_read_person(struct kiosk *kiosk, uint64_t holder);
void desk_forget(struct kiosk *kiosk);
void desk_forget_photos(struct kiosk *kiosk);

/* ---- desk_history.c ---- */
void desk_read_history(struct kiosk *kiosk, uint64_t holder);

/* ---- desk_deeds.c ---- */
/* What was touched: asks, wants a second person, or does it. */
void desk_touch_deed(struct kiosk *kiosk, enum desk_deed deed);
/* The second person has approved what was waiting. */
void desk_approved(struct kiosk *kiosk);
void desk_do(struct kiosk *kiosk, enum desk_deed deed);
void desk_list_reasons(struct kiosk *kiosk);
void desk_choose_reason(struct kiosk *kiosk, int index);
void desk_code(struct kiosk *kiosk, const char *text, size_t size);

/* ---- desk_edit.c ---- */
void desk_list_fields(struct kiosk *kiosk);
void desk_start_fields(struct kiosk *kiosk, bool is_new);
void desk_open_field(struct kiosk *kiosk, int index);
void desk_edit_changed(struct kiosk *kiosk); /* the text of the field */
void desk_edit_done(struct kiosk *kiosk);
void desk_choose_value(struct kiosk *kiosk, int index);
bool desk_save(struct kiosk *kiosk);
/* Whether the person's own data are changed by what is being corrected. */
bool desk_set_approval(struct kiosk *kiosk, const char *kind, const char *approval);

/* ---- desk_photo.c ---- */
void desk_start_photo(struct kiosk *kiosk);
void desk_take_photo(struct kiosk *kiosk);
/* Keeps the picture among the event's photos, and puts it into a draft of the person. */
bool desk_photo_to_draft(struct kiosk *kiosk);

/* ---- desk_pages.c ---- */
void desk_read_printers(struct kiosk *kiosk);
void desk_open_printer(struct kiosk *kiosk, int index);
void desk_take_stock(struct kiosk *kiosk);
void desk_read_incidents(struct kiosk *kiosk);
void desk_open_incident(struct kiosk *kiosk, int index);
void desk_count_incidents(struct kiosk *kiosk);
void desk_read_arrivals(struct kiosk *kiosk);

#endif
