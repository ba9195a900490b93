/* What goes up: this station's events in runs, changed documents, the key list; and after a loss of
 * the hub's, other stations' events. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kiosk/sync/builder.h"
#include "kiosk/sync/session.h"

#define LOG_MODULE "sync"
#include "log.h"

#define CALL_MS 20000
#define HEAL_MAX 20000
#define DOCUMENTS_MAX 1000
#define RETRIES 20

/* Calls until it is not the hub's concurrency that was in the way. */
static enum call_result call(struct hub_session *session, const char *sql,
                             const struct parameter *parameters, int count, struct rows **rows)
{
    enum call_result result = CALL_RETRY;
    for (int i = 0; result == CALL_RETRY && i < RETRIES; i++) {
        result = connection_call(session->connection, sql, parameters, count, CALL_MS, rows);
    }
    return result;
}

/* ---- runs of events ---- */

enum { UUIDS, HLCS, KINDS, BODIES, KEYS, PREVIOUS, HASHES, SIGNATURES, COLUMNS };

struct run {
    struct builder columns[COLUMNS];
    int count;
    uint64_t first;
    struct audit_event last; /* without its body */
};

static bool add_event(const struct audit_event *event, void *userdata)
{
    struct run *run = userdata;
    char uuid[UUID_TEXT_SIZE];
    if (run->count++ == 0) {
        run->first = event->sequence;
    }
    builder_text(&run->columns[UUIDS], uuid_format(event->uuid, uuid));
    builder_number(&run->columns[HLCS], (int64_t)event->hlc);
    builder_text(&run->columns[KINDS], event->kind);
    builder_bytes(&run->columns[BODIES], event->body, event->body_size);
    builder_number(&run->columns[KEYS], event->key_id);
    builder_bytes(&run->columns[PREVIOUS], event->previous, sizeof event->previous);
    builder_bytes(&run->columns[HASHES], event->hash, sizeof event->hash);
    builder_bytes(&run->columns[SIGNATURES], event->signature, sizeof event->signature);
    run->last = *event;
    return true;
}

static void run_finish(struct run *run)
{
    for (int i = 0; i < COLUMNS; i++) {
        builder_finish(&run->columns[i]);
    }
}

/* Sends a run, as one's own (station NULL) or another's. *reached: where the chain ends there. */
static bool send_run(struct hub_session *session, struct run *run, const char *station,
                     uint64_t *reached)
{
    struct parameter parameters[COLUMNS + 4];
    struct audit_head head;
    char first[24], key[8];
    int count = 0;
    struct rows *rows = NULL;
    if (!replica_head(session->store, &run->last, &head)) {
        LOG_ERROR("the head of %s at event %" PRIu64 " cannot be signed here", run->last.station,
                  run->last.sequence);
        return false;
    }
    if (station) {
        parameters[count++] = PARAMETER_TEXT(station);
    }
    snprintf(first, sizeof first, "%" PRIu64, run->first);
    snprintf(key, sizeof key, "%d", head.key_id);
    parameters[count++] = PARAMETER_TEXT(first);
    for (int i = 0; i < COLUMNS; i++) {
        parameters[count++] = PARAMETER_TEXT(builder_end(&run->columns[i]));
    }
    parameters[count++] = PARAMETER_TEXT(key);
    parameters[count++] = (struct parameter){(const char *)head.signature, sizeof head.signature};
    const char *sql = station
                          ? "SELECT lanyard.heal($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
                          : "SELECT lanyard.push($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    enum call_result result = call(session, sql, parameters, count, &rows);
    if (result != CALL_DONE) {
        return session_fail(session, result, station ? "healing the hub" : "pushing to the hub");
    }
    *reached = (uint64_t)rows_number(rows, 0, 0);
    rows_free(rows);
    session->report.pushed += run->count;
    return true;
}

static bool push_events(struct hub_session *session)
{
    bool ok = true, more = true;
    while (ok && more) {
        struct run run = {0};
        uint64_t reached = session->pushed;
        ok = replica_events(session->store, session->key->station, session->pushed,
                            REPLICA_PUSH_MAX, add_event, &run);
        more = ok && run.count == REPLICA_PUSH_MAX;
        if (ok && run.count > 0) {
            ok = send_run(session, &run, NULL, &reached);
        }
        run_finish(&run);
        session->pushed = reached;
    }
    if (ok && session->state.pushed != session->pushed) {
        session->state.pushed = session->pushed;
        ok = replica_set_pushed(session->store, session->pushed);
    }
    return ok;
}

/* ---- documents ---- */

struct batch {
    struct builder kinds, keys, bodies, changed, times;
    struct note {
        char kind[32], key[64];
        int64_t note;
    } notes[DOCUMENTS_MAX];
    int count;
};

static bool add_document(const struct replica_document *document, void *userdata)
{
    struct batch *batch = userdata;
    struct note *note = &batch->notes[batch->count++];
    builder_text(&batch->kinds, document->kind);
    builder_text(&batch->keys, document->key);
    builder_text(&batch->bodies, document->body);
    builder_text(&batch->changed, document->changed);
    builder_number(&batch->times, document->at_ms);
    snprintf(note->kind, sizeof note->kind, "%s", document->kind);
    snprintf(note->key, sizeof note->key, "%s", document->key);
    note->note = document->note;
    return batch->count < DOCUMENTS_MAX;
}

/* `rows`: the hub's receipt. */
static bool forget_sent(struct hub_session *session, const struct batch *batch,
                        const struct rows *rows)
{
    uint8_t mark[16];
    rows_blob(rows, 0, 1, mark, sizeof mark);
    bool ok = store_begin(session->store) &&
              replica_set_seen(session->store, rows_number(rows, 0, 0), mark);
    for (int i = 0; ok && i < batch->count; i++) {
        ok = replica_document_sent(session->store, batch->notes[i].kind, batch->notes[i].key,
                                   batch->notes[i].note);
    }
    return store_commit(session->store) && ok;
}

static bool push_batch(struct hub_session *session, struct batch *batch)
{
    if (!replica_documents(session->store, DOCUMENTS_MAX, add_document, batch)) {
        return false;
    }
    if (batch->count == 0) {
        return true;
    }
    const struct parameter parameters[] = {
        PARAMETER_TEXT(builder_end(&batch->kinds)), PARAMETER_TEXT(builder_end(&batch->keys)),
        PARAMETER_TEXT(builder_end(&batch->bodies)), PARAMETER_TEXT(builder_end(&batch->changed)),
        PARAMETER_TEXT(builder_end(&batch->times))};
    struct rows *rows = NULL;
    enum call_result result = call(
        session, "SELECT * FROM lanyard.put_documents($1, $2, $3, $4, $5)", parameters, 5, &rows);
    if (result != CALL_DONE) {
        return session_fail(session, result, "sending changes of the roster");
    }
    session->report.pushed += batch->count;
    bool ok = forget_sent(session, batch, rows);
    rows_free(rows);
    return ok;
}

static bool push_documents(struct hub_session *session)
{
    struct batch *batch = calloc(1, sizeof *batch);
    bool ok = batch != NULL, more = ok && session->may_edit;
    while (ok && more) {
        batch->count = 0;
        ok = push_batch(session, batch);
        more = ok && batch->count > 0;
        builder_finish(&batch->kinds);
        builder_finish(&batch->keys);
        builder_finish(&batch->bodies);
        builder_finish(&batch->changed);
        builder_finish(&batch->times);
    }
    free(batch);
    return ok;
}

static bool push_keys(struct hub_session *session)
{
    char *text = NULL, number[16];
    uint32_t version;
    if (!session->may_edit) {
        return true;
    }
    if (!replica_key_list(session->store, &text, &version)) {
        return false;
    }
    enum call_result result = CALL_DONE;
    if (version > session->keys_version) {
        snprintf(number, sizeof number, "%" PRIu32, version);
        const struct parameter parameters[] = {PARAMETER_TEXT(number), PARAMETER_TEXT(text)};
        result = call(session, "SELECT lanyard.put_keys($1, $2)", parameters, 2, NULL);
        session->keys_version = version;
    }
    free(text);
    return result == CALL_DONE || session_fail(session, result, "sending the key list");
}

bool session_push(struct hub_session *session)
{
    return push_keys(session) && push_events(session) && push_documents(session);
}

/* ---- healing ---- */

/* Brings one chain up to where it ends here. */
static bool heal_chain(struct hub_session *session, const char *station, uint64_t theirs,
                       uint64_t ours)
{
    struct run run = {0};
    uint64_t reached;
    if (ours - theirs > HEAL_MAX) {
        LOG_WARN("%s: the hub lacks more than %d events; that station itself must bring them",
                 station, HEAL_MAX);
        return true;
    }
    bool ok = replica_events(session->store, station, theirs, HEAL_MAX, add_event, &run);
    if (ok && run.count > 0 && !send_run(session, &run, station, &reached)) {
        /* another has brought it meanwhile, or the hub has a fork: theirs to settle */
        ok = strncmp(connection_code(session->connection), "LY", 2) == 0;
    }
    run_finish(&run);
    return ok;
}

bool session_heal(struct hub_session *session)
{
    struct audit_head heads[KEY_LIST_MAX];
    struct rows *rows = NULL;
    int count = replica_heads(session->store, heads, KEY_LIST_MAX);
    enum call_result result = call(session, "SELECT * FROM lanyard.heads()", NULL, 0, &rows);
    if (count < 0 || result != CALL_DONE) {
        return count >= 0 && session_fail(session, result, "asking the hub what it has");
    }
    bool ok = true;
    for (int i = 0; ok && i < rows_count(rows); i++) {
        uint64_t theirs = (uint64_t)rows_number(rows, i, 1);
        for (int n = 0; ok && n < count; n++) {
            if (strcmp(heads[n].station, rows_text(rows, i, 0)) == 0 &&
                strcmp(heads[n].station, session->key->station) != 0 &&
                heads[n].sequence > theirs) {
                ok = heal_chain(session, heads[n].station, theirs, heads[n].sequence);
            }
        }
    }
    rows_free(rows);
    return ok;
}
