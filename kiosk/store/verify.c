/*
 * The audit: every chain from its first event to its signed head, and the derived tables against
 * what all events make when replayed into an empty store.
 */
#include "kiosk/store/verify.h"

#include "kiosk/store/event_log.h"
#include "kiosk/store/open.h"
#include "store_access.h"

/* The means of a full audit. */
static bool prepare(struct audit *audit)
{
    audit->replay = store_open_replay(audit->store);
    audit->signatures = signature_check_create();
    return audit->replay && audit->signatures && event_log_defer(audit->replay) &&
           store_begin(audit->replay);
}

static bool run(struct audit *audit)
{
    *audit->report = (struct audit_report){0};
    bool read = (audit->quick || prepare(audit)) && verify_chains(audit) &&
                (audit->quick || audit->report->fault != AUDIT_OK || verify_tables(audit));
    signature_check_destroy(audit->signatures);
    store_close(audit->replay);
    audit->signatures = NULL;
    audit->replay = NULL;
    return read;
}

static bool audit_store(struct store *store, bool quick, struct audit_report *out)
{
    struct audit audit = {.store = store, .quick = quick, .report = out};
    bool alone = sqlite3_get_autocommit(store->db);
    *out = (struct audit_report){0};
    if (alone) {
        store->failed = false;
    }
    if (store->failed || !event_log_settle(store)) {
        return false;
    }
    if (alone && !database_do(store, SQL_BEGIN_READING, "")) {
        return false;
    }
    bool read = store_key_list(store, &audit.keys) && run(&audit);
    if (audit.poison) {
        audit.careful = true;
        read = run(&audit);
    }
    if (alone) {
        store_rollback(store);
    }
    return read;
}

bool store_audit(struct store *store, struct audit_report *out)
{
    return audit_store(store, false, out);
}

bool store_audit_quick(struct store *store, struct audit_report *out)
{
    return audit_store(store, true, out);
}
