/* What has happened at one checkpoint, from the log: so that a guard's counters outlive a restart. */
#include <string.h>

#include "audit.h"
#include "kiosk/store/event_log.h"
#include "store_access.h"

static void read_passage(sqlite3_stmt *statement, struct door_passage *out)
{
    char kind[AUDIT_KIND_SIZE], holder[HOLDER_TEXT_SIZE], verdict[32], reason[32];
    database_text(statement, 0, kind, sizeof kind);
    database_text(statement, 1, holder, sizeof holder);
    database_text(statement, 2, verdict, sizeof verdict);
    database_text(statement, 3, reason, sizeof reason);
    *out = (struct door_passage){
        .refused = strcmp(kind, "refusal") == 0,
        .direction = strcmp(kind, "exit") == 0 ? DIRECTION_OUT : DIRECTION_IN,
        .decision = {VERDICT_REFER, REASON_STATION_FAULT},
        .at_ms = sqlite3_column_int64(statement, 4),
    };
    holder_parse(holder, &out->holder);
    reason_parse(reason, &out->decision.reason);
    for (int i = VERDICT_ADMIT; i <= VERDICT_REFER; i++) {
        if (strcmp(verdict_string((enum verdict)i), verdict) == 0) {
            out->decision.verdict = (enum verdict)i;
        }
    }
}

bool store_door_passages(struct store *store, const char *checkpoint, int64_t since_ms,
                         bool (*each)(const struct door_passage *passage, void *userdata),
                         void *userdata)
{
    sqlite3_stmt *statement = database_statement_own(store, SQL_DOOR_PASSAGES);
    if (!statement) {
        return false;
    }
    enum store_found found;
    struct door_passage passage;
    database_bind(statement, "sii", checkpoint, (int64_t)hlc_next(0, since_ms), since_ms);
    while ((found = database_row(store, statement)) == STORE_FOUND) {
        read_passage(statement, &passage);
        if (!each(&passage, userdata)) {
            break;
        }
    }
    sqlite3_finalize(statement);
    return found != STORE_FAILED;
}
