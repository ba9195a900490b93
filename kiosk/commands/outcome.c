/* How the outcome of a scan is told: one place for checkin and verify. */
#include "kiosk/commands/outcome.h"

#include <inttypes.h>
#include <stdio.h>

#include "message.h"
#include "replica.h"
#include "sync_status.h"

#define FRESH_S 10 /* two polls of the hub */

enum exit_status outcome_status(const struct outcome *outcome)
{
    if (outcome->decision.reason == REASON_STATION_FAULT) {
        return EXIT_DEVICE;
    }
    return decision_admits(outcome->decision) ? EXIT_DONE : EXIT_NO;
}

struct json_row *outcome_row(const struct outcome *outcome)
{
    struct json_row *row = row_start();
    char name[2 * ATTENDEE_TEXT_SIZE];
    bool credential =
        outcome->presented.code.kind == CODE_LY1 && outcome->presented.status == CREDENTIAL_OK;
    row_text(row, "verdict", verdict_string(outcome->decision.verdict));
    row_text(row, "reason", reason_string(outcome->decision.reason));
    row_holder(row, "holder", outcome->known ? outcome->attendee.holder : 0);
    row_text(row, "name",
             outcome->known ? attendee_latin_name(&outcome->attendee, name, sizeof name) : NULL);
    if (credential) {
        row_int(row, "serial", outcome->presented.credential.serial);
        row_int(row, "issue", outcome->presented.credential.issue);
    } else {
        row_null(row, "serial");
        row_null(row, "issue");
    }
    return row;
}

void outcome_standing(struct json_row *row, struct station *station, const struct outcome *outcome)
{
    struct replica_state state;
    struct sync_status status = {0};
    if (replica_state(station->store, &state)) {
        status = (struct sync_status){.has_hub = state.hub[0] != '\0',
                                      .contact_ms = state.contact_ms,
                                      .waiting = state.outbox};
        status.connected = state.contact_ms && outcome->data_age_s <= FRESH_S;
    }
    if (status.has_hub && !status.contact_ms) {
        row_null(row, "data_age_s");
    } else {
        row_int(row, "data_age_s", outcome->data_age_s);
    }
    row_text(row, "hub", sync_standing_string(sync_status_standing(&status)));
    row_int(row, "waiting", status.waiting);
}

void outcome_say(const struct outcome *outcome)
{
    char name[2 * ATTENDEE_TEXT_SIZE] = "", key[64];
    if (outcome->known) {
        attendee_latin_name(&outcome->attendee, name, sizeof name);
    }
    snprintf(key, sizeof key, "reason.%s", reason_string(outcome->decision.reason));
    print_line("%s (%s)%s%s", verdict_string(outcome->decision.verdict),
               reason_string(outcome->decision.reason), name[0] ? " " : "", name);
    fprintf(stderr, "%s\n", message_text("en", key));
    if (outcome->known && outcome->attendee.guard_note[0]) {
        print_line("note: %s", outcome->attendee.guard_note);
    }
    if (outcome->presented.code.kind == CODE_LY1 && outcome->presented.status != CREDENTIAL_OK) {
        fprintf(stderr, "%s\n", credential_status_string(outcome->presented.status));
    }
}
