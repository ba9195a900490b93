#include "tests/torture/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include "store_access.h"
#include "timebase.h"

unsigned dice_below(struct dice *dice, unsigned limit)
{
    dice->state = dice->state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(dice->state >> 33) % limit;
}

static bool complain(const char *what, const char *detail)
{
    fprintf(stderr, "torture: %s%s%s\n", what, detail ? ": " : "", detail ? detail : "");
    return false;
}

/* ---- making ---- */

void world_code(unsigned person, char out[64])
{
    snprintf(out, 64, "TICKET-%04u", person);
}

static bool add_people(struct world *world, struct store *store)
{
    for (unsigned i = 0; i < WORLD_PEOPLE; i++) {
        struct attendee attendee = {.category = 1, .zones = 1, .venues = 1, .days = 1};
        snprintf(attendee.family_name, sizeof attendee.family_name, "Person %u", i);
        world_code(i, attendee.foreign_code);
        if (!store_put_attendee(store, &attendee)) {
            return false;
        }
        world->holders[i] = attendee.holder;
    }
    return true;
}

bool world_make(struct world *world, const char *base)
{
    struct event_info event = {.name = "Torture", .timezone = "Asia/Dushanbe", .day_count = 1};
    char date[TIME_TEXT_SIZE];
    snprintf(world->folder, sizeof world->folder, "%.100s/lanyard-torture-XXXXXX", base);
    if (!time_use_zone(event.timezone) || !mkdtemp(world->folder)) {
        return complain("cannot make a folder in", base);
    }
    time_format_iso(time_realtime_ms(), date);
    date[10] = '\0';
    memcpy(event.days[0].date, date, 11);
    time_day_bounds(date, &event.days[0].starts_ms, &event.days[0].ends_ms);
    event.days[0].ends_ms += 86400000; /* a run across midnight goes on */
    snprintf(world->event, sizeof world->event, "%s/event", world->folder);
    struct station *station =
        station_init(world->event, &event) ? station_open(world->event, STORE_READ_WRITE) : NULL;
    bool made = station && store_begin(station->store) && add_people(world, station->store) &&
                store_commit(station->store);
    station_close(station);
    return made || complain("cannot make the event", world->event);
}

void world_remove(struct world *world)
{
    station_discard(world->event);
    rmdir(world->folder);
}

/* ---- checking ---- */

bool ledger_add(struct ledger *ledger, const struct ack *ack)
{
    if (ack->sequence == 0) {
        ledger->revisions[ack->person] = ack->revision;
        return true;
    }
    if (ledger->count == ledger->capacity) {
        size_t capacity = ledger->capacity ? 2 * ledger->capacity : 1024;
        struct ack *acks = realloc(ledger->acks, capacity * sizeof *acks);
        if (!acks) {
            return complain("no memory", NULL);
        }
        ledger->acks = acks;
        ledger->capacity = capacity;
    }
    ledger->acks[ledger->count++] = *ack;
    return true;
}

void ledger_finish(struct ledger *ledger)
{
    free(ledger->acks);
    memset(ledger, 0, sizeof *ledger);
}

/* The first column of the first row, as text; "" when there is none. */
static bool ask(sqlite3 *db, const char *sql, int64_t number, char *out, size_t size)
{
    sqlite3_stmt *statement;
    out[0] = '\0';
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK) {
        return complain(sql, sqlite3_errmsg(db));
    }
    sqlite3_bind_int64(statement, 1, number);
    if (sqlite3_step(statement) == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(statement, 0);
        snprintf(out, size, "%s", text ? text : "");
    }
    sqlite3_finalize(statement);
    return true;
}

static bool check_acks(sqlite3 *db, struct ledger *ledger)
{
    char kept[80], wanted[80];
    for (; ledger->checked < ledger->count; ledger->checked++) {
        const struct ack *ack = &ledger->acks[ledger->checked];
        for (int i = 0; i < AUDIT_HASH_SIZE; i++) {
            snprintf(wanted + 2 * i, 3, "%02x", ack->hash[i]);
        }
        if (!ask(db, "SELECT lower(hex(hash)) FROM event_log WHERE sequence = ?",
                 (int64_t)ack->sequence, kept, sizeof kept)) {
            return false;
        }
        if (strcmp(kept, wanted) != 0) {
            fprintf(stderr, "torture: event %llu was acknowledged and is %s\n",
                    (unsigned long long)ack->sequence, kept[0] ? "another" : "not there");
            return false;
        }
    }
    return true;
}

static bool check_corrections(sqlite3 *db, const struct world *world, const struct ledger *ledger)
{
    char kept[64];
    for (unsigned i = 0; i < WORLD_PEOPLE; i++) {
        if (!ask(db, "SELECT position FROM attendee WHERE holder = ?", (int64_t)world->holders[i],
                 kept, sizeof kept)) {
            return false;
        }
        if (strtoul(kept, NULL, 10) < ledger->revisions[i]) {
            return complain("a correction was acknowledged and is gone", kept);
        }
    }
    return true;
}

static bool check_database(const struct world *world, struct ledger *ledger)
{
    static const char two_badges[] =
        "SELECT printf('%016x', holder) FROM badge b JOIN badge_state USING (intent) "
        "WHERE state <> 'failed' AND NOT EXISTS (SELECT 1 FROM revoked_serial r "
        "WHERE r.serial = b.serial) AND NOT EXISTS (SELECT 1 FROM suspended_serial s "
        "WHERE s.serial = b.serial AND s.suspended = 1) GROUP BY holder HAVING count(*) > 1";
    char path[200], said[256];
    sqlite3 *db = NULL;
    snprintf(path, sizeof path, "%s/lanyard.db", world->event);
    bool good = sqlite3_open(path, &db) == SQLITE_OK || complain(path, sqlite3_errmsg(db));
    good = good && ask(db, "PRAGMA integrity_check", 0, said, sizeof said);
    if (good && strcmp(said, "ok") != 0) {
        good = complain("integrity_check", said);
    }
    good = good && ask(db, two_badges, 0, said, sizeof said);
    if (good && said[0]) {
        good = complain("two valid badges", said);
    }
    good = good && ask(db, "SELECT serial FROM badge GROUP BY serial HAVING count(*) > 1", 0, said,
                       sizeof said);
    if (good && said[0]) {
        good = complain("a serial was given twice", said);
    }
    good = good && check_acks(db, ledger) && check_corrections(db, world, ledger);
    sqlite3_close(db);
    return good;
}

bool world_check(const struct world *world, struct ledger *ledger, uint64_t *events)
{
    struct audit_report report = {0};
    struct station *station = station_open(world->event, STORE_READ_WRITE);
    bool good = station && store_audit(station->store, &report);
    station_close(station);
    if (!good) {
        return complain("the store cannot be opened and read", NULL);
    }
    *events = report.events;
    if (report.fault != AUDIT_OK) {
        return complain(audit_fault_string(report.fault), report.detail);
    }
    return check_database(world, ledger);
}
