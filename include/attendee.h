/*
 * The people and places of an event, as values. Text is UTF-8 with a NUL, in fixed fields, so that
 * a copy is complete and moves between threads without ownership.
 */
#ifndef LANYARD_ATTENDEE_H
#define LANYARD_ATTENDEE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ATTENDEE_TEXT_SIZE 256
#define EVENT_DAYS_MAX 8 /* day bits of the credential */
#define EVENT_ZONES_MAX 16
#define EVENT_VENUES_MAX 8
#define HOLDER_TEXT_SIZE 17 /* 16 lower-case hexadecimal digits */

enum approval { APPROVAL_APPROVED, APPROVAL_PENDING, APPROVAL_REJECTED, APPROVAL_WITHDRAWN };
const char *approval_string(enum approval approval); /* "approved", … */
bool approval_parse(const char *text, enum approval *out);

struct attendee {
    uint64_t holder;                       /* random, not 0; the identity everywhere */
    char external_id[64];                  /* the organiser's own; "" for a walk-in */
    char foreign_code[ATTENDEE_TEXT_SIZE]; /* pretix secret and the like; "" for none */
    char family_name[ATTENDEE_TEXT_SIZE];  /* Latin */
    char given_name[ATTENDEE_TEXT_SIZE];   /* Latin */
    char native_name[ATTENDEE_TEXT_SIZE];  /* whole name in its own script; "" when Latin */
    char title[64];
    char position[ATTENDEE_TEXT_SIZE];
    char organisation[ATTENDEE_TEXT_SIZE];
    char delegation[16]; /* code of struct delegation */
    uint8_t category;    /* code of struct category */
    bool head_of_delegation;
    int protocol_rank; /* 0: none; 1 is the highest */
    char language[16]; /* BCP 47: "ru", "tg" */
    char email[ATTENDEE_TEXT_SIZE];
    char photo[ATTENDEE_TEXT_SIZE]; /* file in the event's photos/; "" for none */
    uint16_t zones;
    uint8_t venues;
    uint8_t days;
    bool escort_required;
    bool watch; /* to be referred silently */
    enum approval approval;
    char guard_note[ATTENDEE_TEXT_SIZE]; /* for whoever verifies at a door; not for the delegate */
};

/* What belongs to a person without standing on the badge. Other people by their external ids. */
struct attendee_tie {
    char sessions[ATTENDEE_TEXT_SIZE]; /* codes, apart by commas; "": as zones and days allow */
    char host[64];                     /* who receives them */
    char escort[64];                   /* who walks with them */
    char accompanies[64];              /* whose spouse, aide or interpreter they are */
};

struct focal_point { /* who answers for a delegation's list */
    char name[ATTENDEE_TEXT_SIZE];
    char email[ATTENDEE_TEXT_SIZE];
    char phone[64];
};

struct delegation {
    char code[16];   /* "TJK", "UN" */
    char country[3]; /* ISO 3166 alpha-2 for the flag; "" for an organisation */
    char name[ATTENDEE_TEXT_SIZE];
};

/* The two letters of the delegation's flag: its country's, or those that ISO 3166 reserves for the
 * United Nations and the European Union; "" when it has none. */
const char *delegation_flag(const struct delegation *delegation);

struct category {
    uint8_t code; /* credential byte 17; not 0 */
    char letter[8];
    char name[64];
    uint32_t rgb;   /* 0xRRGGBB */
    uint16_t zones; /* default zones */
};

struct zone {
    int bit; /* 0..15 of the credential's zone bits */
    char code[32];
    char name[64];
};

struct venue {
    int bit; /* 0..7 */
    char code[32];
    char name[64];
};

struct session {
    char code[32];
    char name[ATTENDEE_TEXT_SIZE];
    int venue; /* bit */
    int64_t starts_ms, ends_ms;
};

enum checkpoint_kind {
    CHECKPOINT_REGISTRATION, /* takes invitations, checks in, prints */
    CHECKPOINT_DOOR,         /* takes badges, admits */
};
const char *checkpoint_kind_string(enum checkpoint_kind kind);

struct checkpoint {
    char code[32]; /* "registration", "plenary-door" */
    char name[64];
    enum checkpoint_kind kind;
    int zone;               /* bit of the zone behind it; -1: none */
    int venue;              /* bit of the venue it stands in; -1: any */
    bool takes_invitations; /* a door whose rule lets an invitation through */
    bool anti_passback;     /* who is inside must leave before entering again */
    int refer_data_older_s; /* data older than this is referred; 0: never */
};

/* What "inside" is counted for at a checkpoint: the event at a registration, the zone's bit at the
 * door of a zone, a number below SCOPE_EVENT for the building at a door that has none (one for each
 * venue). */
#define SCOPE_EVENT (-1)
int checkpoint_scope(const struct checkpoint *checkpoint);

struct event_day {
    char date[11];              /* "2026-05-18", in the event's time zone */
    int64_t starts_ms, ends_ms; /* local midnights */
};

struct event_info {
    uint8_t uuid[16];
    char name[ATTENDEE_TEXT_SIZE];
    char place[ATTENDEE_TEXT_SIZE];
    char timezone[64]; /* IANA */
    struct event_day days[EVENT_DAYS_MAX];
    size_t day_count;
};

/* The bit of the event day that holds `now_ms`, -1 when it is on none. */
int event_day_at(const struct event_info *event, int64_t now_ms);

/* Writes "Given Family", or whichever is set, into out. Returns out. */
char *attendee_latin_name(const struct attendee *attendee, char *out, size_t size);

/* The name that its owner reads first: native, else Latin. */
char *attendee_display_name(const struct attendee *attendee, char *out, size_t size);

/* 16 hexadecimal digits; parse accepts exactly these. */
char *holder_format(uint64_t holder, char out[HOLDER_TEXT_SIZE]);
bool holder_parse(const char *text, uint64_t *holder);
uint64_t holder_make(void); /* random, never 0; from libsodium */

/* 8-4-4-4-12 lower-case digits. */
#define UUID_TEXT_SIZE 37
char *uuid_format(const uint8_t uuid[16], char out[UUID_TEXT_SIZE]);
bool uuid_parse(const char *text, uint8_t uuid[16]);
void uuid_make(uint8_t uuid[16]); /* random, version 4; from libsodium */

#endif
