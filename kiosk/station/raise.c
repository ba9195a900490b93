#include "kiosk/station/station_private.h"

#define AGAIN_MS (10 * 60 * 1000) /* the same about the same person and place is one incident */

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

bool station_raise(struct station *station, enum reason reason, const struct outcome *outcome)
{
    const struct cause *cause = &causes[reason];
    bool door = outcome->checkpoint.kind == CHECKPOINT_DOOR;
    if (!station_raise_clock(station, outcome->checkpoint.code)) {
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
