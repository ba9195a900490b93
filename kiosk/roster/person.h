/* From a record's texts to a person and back; for the roster's own files. */
#ifndef LANYARD_ROSTER_PERSON_H
#define LANYARD_ROSTER_PERSON_H

#include "kiosk/roster/fields.h"

#define PLACES_DELEGATIONS 512
#define PLACES_CATEGORIES 255
#define PLACES_SESSIONS 256
#define PLACES_MEMO 512

/* The event's own lists, read once. */
struct places {
    struct store *store; /* lent */
    struct event_info event;
    struct delegation delegations[PLACES_DELEGATIONS];
    int delegation_count;
    struct category categories[PLACES_CATEGORIES];
    int category_count;
    struct zone zones[EVENT_ZONES_MAX];
    int zone_count;
    struct venue venues[EVENT_VENUES_MAX];
    int venue_count;
    struct session sessions[PLACES_SESSIONS];
    int session_count;
    bool add_delegations;
    int64_t delegations_added;
    struct { /* texts of delegations met so far */
        char text[ATTENDEE_TEXT_SIZE];
        char code[16];
    } memo[PLACES_MEMO];
    int memo_count;
};

/* NULL: store fault, logged. */
struct places *places_load(struct store *store, bool add_delegations);
void places_destroy(struct places *places); /* NULL-safe */

/* What a failed look-up is: the text's fault, or the store's. */
enum lookup { LOOKUP_FOUND, LOOKUP_UNKNOWN, LOOKUP_FAILED };

/* The code of a delegation named by code, ISO code or name; a country that is not in the store yet
 * is put there. */
enum lookup places_delegation(struct places *places, const char *text, char code[16]);
const struct category *places_category(const struct places *places, const char *text);
const struct category *places_category_of(const struct places *places, uint8_t code);

/* Bits of a list ("plenary, press" or "1;3" or "all"). False: `unknown` receives the first word
 * that names none. */
bool places_zones(const struct places *places, const char *text, uint16_t *bits, char unknown[64]);
bool places_venues(const struct places *places, const char *text, uint8_t *bits, char unknown[64]);
bool places_days(const struct places *places, const char *text, uint8_t *bits, char unknown[64]);
bool places_sessions(const struct places *places, const char *text, char *codes, size_t size,
                     char unknown[64]);

/* What a list could hold, " plenary, press", for messages. */
void places_names(const struct places *places, enum roster_field field, char *out, size_t size);

/* A person with what hangs on it. */
struct person {
    struct attendee attendee;
    struct attendee_tie tie;
};

/* What a new person has before its fields are set. */
void person_start(const struct places *places, struct person *out);

/* Sets a field from its text. LOOKUP_UNKNOWN: `error` says what is wrong with the text. */
enum lookup person_set(struct places *places, struct person *person, enum roster_field field,
                       const char *text, char *error, size_t size);

/* By a word for it in English, French or Russian. */
bool approval_read(const char *text, enum approval *out);

/* All exported fields as texts. */
struct person_text {
    char text[FIELD_EXPORTED][ATTENDEE_TEXT_SIZE];
};
void person_texts(const struct places *places, const struct person *person,
                  struct person_text *out);

/* Makes family_name, given_name and native_name out of whatever parts a record has. Remarks when
 * the Latin name was made from the native one, or when there is no name. */
void names_assemble(struct record *record, struct remarks *remarks);

#endif
