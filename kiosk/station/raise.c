#define LOG_MODULE "event"
#include <stdio.h>

#include "kiosk/station/station_private.h"
#include "log.h"

#define AGAIN_MS (10 * 60 * 1000) /* the same about the same person and place is one incident */
#define CLOCK_BEHIND_MS 60000

struct cause {
    bool is_one, doors_only;
    enum incident_kind kind;
    const char *detail;
};

/* At a registration who comes twice has only forgotten it. */
static const struct cause causes[REASON_COUNT] = {
    [REASON_ALREADY_INSIDE] = {true, true, INCIDENT_DOUBLE_ADMISSION,
                               "shown at the entrance while inside: it may be a copy"},
    [REASON_REVOKED] = {true, false, INCIDENT_REVOKED_SHOWN, "a revoked code was shown"},
    [REASON_SUPERSEDED] = {true, false, INCIDENT_REVOKED_SHOWN, "a replaced badge was shown"},
    [REASON_SUSPENDED] = {true, false, INCIDENT_REVOKED_SHOWN,
                          "a badge was shown that is said to be at home"},
    [REASON_BAD_SIGNATURE] = {true, false, INCIDENT_FORGED_CODE, "the signature is not genuine"},
    [REASON_UNKNOWN_KEY] = {true, false, INCIDENT_FORGED_CODE,
                            "signed with a key that is unknown or revoked"},
    [REASON_REFERRED] = {true, false, INCIDENT_WATCH_HIT, "a person of the watch list is here"},
};

static bool raise_clock(struct station *station, const struct outcome *outcome)
{
    int64_t behind_ms;
    char detail[128];
    if (!store_clock_behind(station->store, &behind_ms)) {
        return false;
    }
    if (behind_ms < CLOCK_BEHIND_MS) {
        return true;
    }
    snprintf(detail, sizeof detail, "the clock is %lld s behind the record: it was set back",
             (long long)behind_ms / 1000);
    LOG_WARN("%s; set it right before doors open", detail);
    return store_append_incident(station->store, INCIDENT_CLOCK_JUMP, 0, 0,
                                 outcome->checkpoint.code, detail, 0);
}

bool station_raise(struct station *station, enum reason reason, const struct outcome *outcome)
{
    const struct cause *cause = &causes[reason];
    bool door = outcome->checkpoint.kind == CHECKPOINT_DOOR;
    if (!raise_clock(station, outcome)) {
        return false;
    }
    if (!cause->is_one || (cause->doors_only && !door)) {
        return true;
    }
    uint64_t holder = outcome->known ? outcome->attendee.holder : 0;
    uint32_t serial =
        outcome->presented.code.kind == CODE_LY1 ? outcome->presented.credential.serial : 0;
    const char *detail = cause->kind == INCIDENT_WATCH_HIT && outcome->watch_why[0]
                             ? outcome->watch_why
                             : cause->detail;
    return store_append_incident(station->store, cause->kind, holder, serial,
                                 outcome->checkpoint.code, detail, AGAIN_MS);
}
