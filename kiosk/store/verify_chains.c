/* Every chain from its first event to its signed head. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "kiosk/store/event_log.h"
#include "kiosk/store/verify.h"

/* One station's chain. */
struct chain {
    struct audit_head head;
    bool head_present;
    bool head_genuine;
    uint64_t rows;
    uint64_t taken; /* sequence of the last event that was counted and replayed */
    struct audit_verifier verifier;
};

/* Puts a fault into the report. `event` NULL: one that is not there. */
static void report_fault(struct audit *audit, enum audit_fault fault, const struct chain *chain,
                         const struct audit_event *event, uint64_t sequence, const char *detail)
{
    struct audit_report *report = audit->report;
    report->fault = fault;
    report->sequence = sequence;
    memcpy(report->station, chain->head.station, sizeof report->station);
    report->uuid[0] = '\0';
    if (event) {
        uuid_format(event->uuid, report->uuid);
    }
    snprintf(report->detail, sizeof report->detail, "event %" PRIu64 " of %s: %s", sequence,
             chain->head.station, detail);
}

/* The number of events, and whether the next one belongs here, tell a shifted chain from a changed
 * event or a swapped pair. */
static enum audit_fault judge(const struct chain *chain, enum audit_fault fault, uint64_t sequence,
                              bool next_fits)
{
    uint64_t expected = chain->head.sequence;
    if (!chain->head_genuine) {
        return fault;
    }
    if (fault == AUDIT_REORDERED && chain->rows < expected) {
        return AUDIT_REMOVED;
    }
    return chain->rows > expected && (next_fits || sequence > expected) ? AUDIT_INSERTED : fault;
}

/* Reports a fault at `event`; `statement` is moved on to the event behind it. */
static void report_event(struct audit *audit, const struct chain *chain, enum audit_fault fault,
                         const struct audit_event *event, sqlite3_stmt *statement)
{
    static const char *const details[] = {
        [AUDIT_CHANGED] = "its content does not match its hash",
        [AUDIT_INSERTED] = "it is no event of this station",
        [AUDIT_REORDERED] = "it stands in another's place",
        [AUDIT_FORGED] = "its signature is not the station's",
    };
    struct audit_event next;
    bool next_fits = false;
    if (database_row(audit->store, statement) == STORE_FOUND) {
        event_log_read(statement, &next);
        next_fits = audit_verifier_fits(&chain->verifier, &next);
    }
    fault = judge(chain, fault, event->sequence, next_fits);
    if (fault == AUDIT_REMOVED) {
        report_fault(audit, fault, chain, NULL, chain->verifier.sequence + 1, "it is missing");
    } else {
        report_fault(audit, fault, chain, event, event->sequence, details[fault]);
    }
}

/* Replays one event. False: store fault, or it cannot be applied and no care was taken. */
static bool replay_event(struct audit *audit, const struct audit_event *event)
{
    bool effective;
    if (!audit->replay) {
        return true;
    }
    if (audit->careful) {
        return event_log_apply_or_skip(audit->replay, event, &effective);
    }
    bool applied = event_log_apply(audit->replay, event);
    audit->poison = !applied && event_log_is_poison(audit->replay);
    return applied;
}

/* What is done with an event in its place. False: stop; see the audit and the store. */
static bool take_event(struct audit *audit, struct chain *chain, const struct audit_event *event)
{
    if (event->sequence <= chain->taken) {
        return true;
    }
    chain->taken = event->sequence;
    audit->report->events++;
    return replay_event(audit, event);
}

static sqlite3_stmt *select_events(struct audit *audit, const struct chain *chain)
{
    sqlite3_stmt *statement = database_statement_own(audit->store, SQL_EVENTS_OF_STATION);
    const struct audit_verifier *from = &chain->verifier;
    if (statement) {
        database_bind(statement, "si", chain->head.station,
                      from->sequence ? (int64_t)from->sequence + 1 : INT64_MIN);
    }
    return statement;
}

/* Feeds the events with their signatures checked in batches, until a fault comes, *whole is then
 * false and the chain stands before it. False when the store cannot be read. */
static bool walk_fast(struct audit *audit, struct chain *chain, bool *whole)
{
    sqlite3_stmt *statement = select_events(audit, chain);
    struct audit_event event;
    bool good = statement != NULL;
    *whole = true;
    signature_check_start(audit->signatures, &chain->verifier);
    chain->verifier.quick = true;
    while (good && *whole && database_row(audit->store, statement) == STORE_FOUND) {
        event_log_read(statement, &event);
        *whole = audit_verifier_feed(&chain->verifier, &event) == AUDIT_OK &&
                 signature_check_add(audit->signatures, &event, &chain->verifier);
        good = !*whole || take_event(audit, chain, &event);
    }
    sqlite3_finalize(statement);
    *whole = signature_check_finish(audit->signatures) && *whole;
    chain->verifier = *signature_check_good(audit->signatures);
    chain->verifier.quick = false;
    return good && !audit->store->failed;
}

/* Feeds the events one by one, and reports the fault. */
static bool walk_slow(struct audit *audit, struct chain *chain)
{
    sqlite3_stmt *statement = select_events(audit, chain);
    struct audit_event event;
    bool good = statement != NULL;
    while (good && audit->report->fault == AUDIT_OK &&
           database_row(audit->store, statement) == STORE_FOUND) {
        event_log_read(statement, &event);
        enum audit_fault fault = audit_verifier_feed(&chain->verifier, &event);
        if (fault != AUDIT_OK) {
            audit->report->events -= chain->taken - chain->verifier.sequence;
            report_event(audit, chain, fault, &event, statement);
        } else {
            good = take_event(audit, chain, &event);
        }
    }
    sqlite3_finalize(statement);
    return good && !audit->store->failed;
}

static bool walk_events(struct audit *audit, struct chain *chain)
{
    bool whole = false;
    if (!audit->quick && !walk_fast(audit, chain, &whole)) {
        return false;
    }
    return whole || walk_slow(audit, chain);
}

static void check_head(struct audit *audit, struct chain *chain)
{
    const struct audit_verifier *verifier = &chain->verifier;
    if (!chain->head_present) {
        report_fault(audit, AUDIT_REMOVED, chain, NULL, verifier->sequence,
                     "the chain's signed head is missing");
    } else if (!chain->head_genuine) {
        report_fault(audit, AUDIT_FORGED, chain, NULL, chain->head.sequence,
                     "the chain's head is not signed by the station");
    } else if (verifier->sequence < chain->head.sequence) {
        report_fault(audit, AUDIT_REMOVED, chain, NULL, verifier->sequence + 1, "it is missing");
    } else if (verifier->sequence > chain->head.sequence) {
        report_fault(audit, AUDIT_INSERTED, chain, NULL, chain->head.sequence + 1,
                     "it stands behind the chain's signed head");
    } else if (memcmp(verifier->head, chain->head.hash, AUDIT_HASH_SIZE) != 0) {
        report_fault(audit, AUDIT_FORGED, chain, NULL, verifier->sequence,
                     "it is not the one that the signed head names");
    } else {
        audit_head_fold(audit->report->head, &chain->head);
        memcpy(audit->report->station, chain->head.station, KEY_STATION_SIZE);
    }
}

bool verify_chains(struct audit *audit)
{
    sqlite3_stmt *statement = database_statement_own(audit->store, SQL_HEADS);
    if (!statement) {
        return false;
    }
    bool read = true;
    while (read && audit->report->fault == AUDIT_OK &&
           database_row(audit->store, statement) == STORE_FOUND) {
        struct chain chain = {0};
        event_log_read_head(statement, &chain.head);
        chain.head_present = sqlite3_column_type(statement, 1) != SQLITE_NULL;
        chain.rows = (uint64_t)sqlite3_column_int64(statement, 5);
        chain.head_genuine = chain.head_present && audit_head_check(&chain.head, &audit->keys);
        audit_verifier_init(&chain.verifier, &audit->keys, audit->store->event_uuid,
                            chain.head.station);
        chain.verifier.quick = audit->quick;
        read = walk_events(audit, &chain);
        if (read && audit->report->fault == AUDIT_OK) {
            check_head(audit, &chain);
        }
    }
    sqlite3_finalize(statement);
    return read && !audit->store->failed;
}
