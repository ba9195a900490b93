/* What a preflight finds, and where its checks stand; for the command's own files. */
#ifndef LANYARD_PREFLIGHT_H
#define LANYARD_PREFLIGHT_H

#include "badge.h"
#include "station.h"

enum severity { SEVERITY_ERROR, SEVERITY_WARNING };
const char *severity_string(enum severity severity);

struct finding {
    enum severity severity;
    uint64_t holder;   /* 0: the event as a whole */
    const char *check; /* a keyword: "missing-glyph" */
    char detail[512];
    char name[2 * ATTENDEE_TEXT_SIZE]; /* of the person */
    char external_id[64];
    char delegation[16];
};

/* All that was found, in order. */
struct findings {
    struct finding *items; /* owned */
    size_t count, capacity;
    bool failed; /* no memory */
};
void findings_add(struct findings *findings, enum severity severity,
                  const struct attendee *attendee, const char *check, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
void findings_finish(struct findings *findings);

struct preflight {
    struct station *station;               /* lent */
    struct badge_renderer *renderer;       /* lent */
    const struct badge_template *template; /* lent */
    int dpi;
    const char *printer; /* what --printer says; NULL: the event's */
    struct findings *findings;
    int64_t people;     /* looked at */
    bool code_is_small; /* on every badge: said once, of the event */
};

/* Each false on a store fault. */
bool preflight_people(struct preflight *preflight);
bool preflight_event(struct preflight *preflight);

/* People that are there twice: the same name and delegation, or the same picture. */
struct twins;
struct twins *twins_create(void); /* NULL: no memory */
bool twins_add(struct twins *twins, const struct attendee *attendee, const char *photo_path);
bool twins_report(struct twins *twins, struct preflight *preflight);
void twins_destroy(struct twins *twins); /* NULL-safe */

/* A page to hand to the focal points, by delegation; in a folder one for each. False: one line on
 * stderr. */
bool preflight_page(struct preflight *preflight, const char *path);

#endif
