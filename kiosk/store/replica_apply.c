/* Taking over a page from the hub: checked, applied and its cursor moved in one transaction. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kiosk/store/event_log.h"
#include "kiosk/store/replica_document.h"

#define LOG_MODULE "sync"
#include "log.h"
#include "timebase.h"

/* The whole work. */
struct page {
    struct store *store;
    struct key_list keys;
    const struct replica_item *
        *accepted; /* owned; events that are new here, kept, not yet applied */
    size_t accepted_count, accepted_max;
    struct replica_report *report;
};

/* ---- putting aside ---- */

static bool quarantine_event(struct page *page, const struct replica_item *item, const char *reason,
                             bool held)
{
    const struct audit_event *e = &item->event;
    sqlite3_stmt *statement = database_statement(page->store, SQL_REPLICA_QUARANTINE_PUT);
    if (!statement) {
        return false;
    }
    database_bind(statement, "isussidbubdbbbdb", item->seq, e->station, e->sequence, e->kind,
                  reason, time_realtime_ms(), held, e->uuid, sizeof e->uuid, e->hlc, e->body,
                  e->body_size, e->key_id, e->previous, sizeof e->previous, e->hash, sizeof e->hash,
                  e->signature, sizeof e->signature, item->head.key_id, item->head.signature,
                  item->has_head ? sizeof item->head.signature : (size_t)0);
    page->report->quarantined++;
    return database_run(page->store, statement);
}

static bool quarantine_document(struct page *page, const struct replica_item *item,
                                const char *reason)
{
    LOG_WARN("%s %s of the hub is put aside: %s", item->kind, item->key, reason);
    page->report->quarantined++;
    return database_do(page->store, SQL_REPLICA_QUARANTINE_PUT, "isussidbubdbbbdb", item->seq, "",
                       (uint64_t)item->seq, item->kind, reason, time_realtime_ms(), 0, "",
                       (size_t)0, (uint64_t)0, item->text, item->text_size, 0, "", (size_t)0, "",
                       (size_t)0, "", (size_t)0, 0, "", (size_t)0);
}

/* ---- a run: one station's consecutive events up to a signed head ---- */

static bool chain_position(struct page *page, struct audit_verifier *verifier)
{
    struct audit_head head;
    sqlite3_stmt *statement = database_statement(page->store, SQL_HEAD_GET);
    if (!statement) {
        return false;
    }
    database_bind(statement, "s", verifier->station);
    enum store_found found = database_row(page->store, statement);
    if (found == STORE_FOUND) {
        event_log_read_head(statement, &head);
        sqlite3_reset(statement);
        verifier->sequence = head.sequence;
        memcpy(verifier->head, head.hash, sizeof verifier->head);
    }
    return found != STORE_FAILED;
}

/* Whether the very event is here already. */
static bool is_known(struct page *page, const struct audit_event *event)
{
    uint8_t hash[AUDIT_HASH_SIZE];
    sqlite3_stmt *statement = database_statement(page->store, SQL_REPLICA_EVENT_HASH);
    if (!statement) {
        return false;
    }
    database_bind(statement, "su", event->station, event->sequence);
    if (database_row(page->store, statement) != STORE_FOUND) {
        return false;
    }
    database_blob(statement, 0, hash, sizeof hash);
    sqlite3_reset(statement);
    return memcmp(hash, event->hash, sizeof hash) == 0;
}

/* Drops what is here already from the run's front. NULL: the rest follows the chain and is signed;
 * else what is wrong with it. */
static const char *check_run(struct page *page, const struct replica_item **items, size_t *count)
{
    struct audit_verifier verifier;
    audit_verifier_init(&verifier, &page->keys, page->store->event_uuid, (*items)->event.station);
    if (!chain_position(page, &verifier)) {
        return "the store cannot be read";
    }
    while (*count > 0 && (*items)->event.sequence <= verifier.sequence) {
        if (!is_known(page, &(*items)->event)) {
            return "its station has another history here";
        }
        (*items)++;
        (*count)--;
    }
    for (size_t i = 0; i < *count; i++) {
        enum audit_fault fault = audit_verifier_feed(&verifier, &(*items)[i].event);
        if (fault != AUDIT_OK) {
            return !key_list_find(&page->keys, (*items)[i].event.key_id)
                       ? "its key is not in the key list"
                       : audit_fault_string(fault);
        }
    }
    const struct replica_item *last = *items + *count - 1;
    if (*count > 0 && (!last->has_head || !audit_head_check(&last->head, &page->keys) ||
                       last->head.sequence != verifier.sequence ||
                       memcmp(last->head.hash, verifier.head, AUDIT_HASH_SIZE) != 0)) {
        return "the head of its chain is not signed";
    }
    return NULL;
}

static bool keep_run(struct page *page, const struct replica_item *items, size_t count)
{
    const struct audit_head *head = &items[count - 1].head;
    for (size_t i = 0; i < count; i++) {
        if (!event_log_insert(page->store, &items[i].event)) {
            return false;
        }
        page->accepted[page->accepted_count++] = &items[i];
    }
    page->report->events += (int)count;
    return database_do(page->store, SQL_HEAD_PUT, "subdb", head->station, head->sequence,
                       head->hash, sizeof head->hash, head->key_id, head->signature,
                       sizeof head->signature) &&
           database_do(page->store, SQL_REPLICA_HELD_DROP, "su", head->station, head->sequence);
}

static bool put_aside(struct page *page, const struct replica_item *items, size_t count,
                      const char *reason)
{
    LOG_WARN("events %" PRIu64 " to %" PRIu64 " of %s are put aside: %s; look at that station",
             items[0].event.sequence, items[count - 1].event.sequence, items[0].event.station,
             reason);
    bool ok = true;
    for (size_t i = 0; ok && i < count; i++) {
        ok = quarantine_event(page, &items[i], reason, true);
    }
    return ok;
}

/* False: store fault. */
static bool take_run(struct page *page, const struct replica_item *items, size_t count)
{
    struct store *store = page->store;
    size_t accepted = page->accepted_count;
    const char *reason = check_run(page, &items, &count);
    if (store->failed || count == 0) {
        return !store->failed;
    }
    if (reason) {
        return put_aside(page, items, count, reason);
    }
    if (!database_do(store, SQL_ITEM_BEGIN, "")) {
        return false;
    }
    if (!keep_run(page, items, count)) {
        if ((sqlite3_extended_errcode(store->db) & 0xff) != SQLITE_CONSTRAINT ||
            !database_do(store, SQL_ITEM_UNDO, "")) {
            return false;
        }
        store->failed = false;
        page->accepted_count = accepted;
        page->report->events -= (int)count;
        reason = "its uuid was used before";
    }
    return database_do(store, SQL_ITEM_END, "") &&
           (!reason || put_aside(page, items, count, reason));
}

static bool take_events(struct page *page, const struct replica_item *items, size_t count)
{
    size_t start = 0;
    for (size_t i = 0; i < count; i++) {
        bool ends = i + 1 == count || items[i].has_head || items[i + 1].type != REPLICA_EVENT ||
                    strcmp(items[i + 1].event.station, items[i].event.station) != 0;
        if (items[i].type != REPLICA_EVENT) {
            start = i + 1;
        } else if (ends) {
            if (!take_run(page, items + start, i + 1 - start)) {
                return false;
            }
            start = i + 1;
        }
    }
    return true;
}

/* ---- effects ---- */

static bool is_passage(const struct audit_event *event)
{
    static const char *const kinds[] = {"arrival", "admission", "exit"};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strcmp(event->kind, kinds[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* An event without effect stays in its chain; people are told. */
static bool apply_one(struct page *page, const struct replica_item *item)
{
    bool effective;
    if (!event_log_apply_or_skip(page->store, &item->event, &effective)) {
        return false;
    }
    if (effective) {
        return true;
    }
    LOG_WARN("event %" PRIu64 " of %s (%s) has no effect: it is malformed; look at that station",
             item->event.sequence, item->event.station, item->event.kind);
    return quarantine_event(page, item, "malformed: kept, without effect", false);
}

static bool apply_accepted(struct page *page)
{
    for (int passages = 0; passages < 2; passages++) {
        for (size_t i = 0; i < page->accepted_count; i++) {
            const struct replica_item *item = page->accepted[i];
            if (is_passage(&item->event) == passages && !apply_one(page, item)) {
                return false;
            }
        }
    }
    page->accepted_count = 0;
    return true;
}

/* ---- documents and keys ---- */

static bool take_documents(struct page *page, const struct replica_item *items, size_t count)
{
    struct store *store = page->store;
    for (size_t i = 0; i < count; i++) {
        const char *why;
        if (items[i].type != REPLICA_DOCUMENT) {
            continue;
        }
        if (!database_do(store, SQL_ITEM_BEGIN, "")) {
            return false;
        }
        bool put = replica_document_put(store, &items[i], &why);
        int code = sqlite3_extended_errcode(store->db) & 0xff;
        if (!put && store->failed && code != SQLITE_CONSTRAINT && code != SQLITE_ERROR) {
            return false;
        }
        store->failed = false;
        if ((!put && !database_do(store, SQL_ITEM_UNDO, "")) ||
            !database_do(store, SQL_ITEM_END, "") ||
            (!put && !quarantine_document(page, &items[i], why))) {
            return false;
        }
        page->report->documents += put;
    }
    return true;
}

/* What a stored row holds, as an item of its own memory. */
static bool read_held(sqlite3_stmt *statement, struct replica_item *item)
{
    *item = (struct replica_item){.type = REPLICA_EVENT};
    event_log_read(statement, &item->event);
    char *body = malloc(item->event.body_size + 1);
    if (!body) {
        return false;
    }
    memcpy(body, item->event.body, item->event.body_size);
    item->event.body = item->text = body;
    item->seq = sqlite3_column_int64(statement, 10);
    item->has_head = sqlite3_column_bytes(statement, 12) == KEY_SIGNATURE_SIZE;
    item->head = (struct audit_head){.sequence = item->event.sequence,
                                     .key_id = (uint16_t)sqlite3_column_int(statement, 11)};
    memcpy(item->head.station, item->event.station, sizeof item->head.station);
    memcpy(item->head.hash, item->event.hash, sizeof item->head.hash);
    database_blob(statement, 12, item->head.signature, sizeof item->head.signature);
    return true;
}

static bool grow(void **array, size_t *max, size_t count, size_t size)
{
    if (count < *max) {
        return true;
    }
    size_t wanted = *max ? 2 * *max : 64;
    void *grown = realloc(*array, wanted * size);
    if (grown) {
        *array = grown;
        *max = wanted;
    }
    return grown != NULL;
}

/* Tries again what waited for a key or for the events before it. */
static bool retry_held(struct page *page)
{
    struct replica_item *items = NULL;
    size_t count = 0, max = 0;
    bool ok = false;
    sqlite3_stmt *statement = database_statement_own(page->store, SQL_REPLICA_HELD);
    while (statement && database_row(page->store, statement) == STORE_FOUND &&
           grow((void **)&items, &max, count, sizeof *items) &&
           read_held(statement, &items[count])) {
        count++;
    }
    sqlite3_finalize(statement);
    const struct replica_item **kept = page->accepted;
    page->accepted = calloc(count + 1, sizeof *page->accepted);
    if (page->accepted && !page->store->failed) {
        int quarantined = page->report->quarantined;
        ok = take_events(page, items, count) && apply_accepted(page);
        page->report->quarantined = quarantined;
    }
    free(page->accepted);
    page->accepted = kept;
    for (size_t i = 0; i < count; i++) {
        free((void *)items[i].text);
    }
    free(items);
    return ok;
}

static bool take_keys(struct page *page, const struct replica_item *items, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (items[i].type == REPLICA_KEYS &&
            store_put_key_list(page->store, items[i].text, items[i].text_size)) {
            page->report->keys = true;
        }
    }
    return !page->store->failed && store_key_list(page->store, &page->keys);
}

static int count_doubles(struct store *store)
{
    sqlite3_stmt *statement = database_statement(store, SQL_REPLICA_DOUBLE_COUNT);
    int count = 0;
    if (statement && database_row(store, statement) == STORE_FOUND) {
        count = sqlite3_column_int(statement, 0);
        sqlite3_reset(statement);
    }
    return count;
}

static bool apply_page(struct page *page, const struct replica_item *items, size_t count,
                       int64_t cursor, const uint8_t mark[16])
{
    struct store *store = page->store;
    int doubles = count_doubles(store);
    if (!database_do(store, SQL_REPLICA_APPLYING, "") || !take_keys(page, items, count) ||
        !take_documents(page, items, count) || !take_events(page, items, count) ||
        !apply_accepted(page) || (page->report->keys && !retry_held(page)) ||
        !database_do(store, SQL_REPLICA_CURSOR, "ib", cursor, mark, (size_t)16)) {
        return false;
    }
    int more = count_doubles(store) - doubles;
    page->report->incidents = more > 0 ? more : 0;
    return !store->failed;
}

bool replica_apply(struct store *store, const struct replica_item *items, size_t count,
                   int64_t cursor, const uint8_t mark[16], struct replica_report *out)
{
    struct replica_report report = {0};
    struct page *page = calloc(1, sizeof *page);
    bool ok = false;
    if (page) {
        page->store = store;
        page->report = &report;
        page->accepted = calloc(count + 1, sizeof *page->accepted);
    }
    if (!page || !page->accepted) {
        LOG_ERROR("%s: out of memory; close other programs", store->path);
    } else if (store_begin(store)) {
        ok = apply_page(page, items, count, cursor, mark) && store_commit(store);
        if (!ok) {
            store_rollback(store);
        }
    }
    if (page) {
        free(page->accepted);
    }
    free(page);
    if (ok) {
        *out = report;
    }
    return ok;
}
