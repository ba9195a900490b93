#include "kiosk/store/migrations.h"

/*
 * Holders and clocks are 64-bit integers; a holder's sign bit is its highest bit. Times are Unix
 * milliseconds. Empty texts are '', never NULL. docs/formats.md has the overview.
 */

/* 1: what the organiser enters. */
static const char setup[] =
    "CREATE TABLE event ("
    "  only INTEGER PRIMARY KEY CHECK (only = 1),"
    "  uuid BLOB NOT NULL CHECK (length(uuid) = 16),"
    "  name TEXT NOT NULL, place TEXT NOT NULL, timezone TEXT NOT NULL"
    ") STRICT;"
    "CREATE TABLE event_day ("
    "  bit INTEGER PRIMARY KEY CHECK (bit BETWEEN 0 AND 7),"
    "  date TEXT NOT NULL, starts_ms INTEGER NOT NULL, ends_ms INTEGER NOT NULL"
    ") STRICT;"
    "CREATE TABLE delegation ("
    "  code TEXT PRIMARY KEY, country TEXT NOT NULL, name TEXT NOT NULL,"
    "  folded TEXT NOT NULL" /* name and code for the search */
    ") STRICT;"
    "CREATE TABLE category ("
    "  code INTEGER PRIMARY KEY CHECK (code BETWEEN 1 AND 255),"
    "  letter TEXT NOT NULL, name TEXT NOT NULL, rgb INTEGER NOT NULL, zones INTEGER NOT NULL,"
    "  folded TEXT NOT NULL"
    ") STRICT;"
    "CREATE TABLE zone ("
    "  bit INTEGER PRIMARY KEY CHECK (bit BETWEEN 0 AND 15),"
    "  code TEXT NOT NULL UNIQUE, name TEXT NOT NULL"
    ") STRICT;"
    "CREATE TABLE venue ("
    "  bit INTEGER PRIMARY KEY CHECK (bit BETWEEN 0 AND 7),"
    "  code TEXT NOT NULL UNIQUE, name TEXT NOT NULL"
    ") STRICT;"
    "CREATE TABLE session ("
    "  code TEXT PRIMARY KEY, name TEXT NOT NULL, venue INTEGER NOT NULL,"
    "  starts_ms INTEGER NOT NULL, ends_ms INTEGER NOT NULL"
    ") STRICT;"
    "CREATE TABLE checkpoint ("
    "  code TEXT PRIMARY KEY, name TEXT NOT NULL,"
    "  kind TEXT NOT NULL CHECK (kind IN ('registration', 'door')),"
    "  zone INTEGER NOT NULL, venue INTEGER NOT NULL,"
    "  takes_invitations INTEGER NOT NULL, anti_passback INTEGER NOT NULL,"
    "  refer_data_older_s INTEGER NOT NULL"
    ") STRICT;"
    "CREATE TABLE key_list ("
    "  only INTEGER PRIMARY KEY CHECK (only = 1),"
    "  root_public BLOB NOT NULL CHECK (length(root_public) = 32),"
    "  version INTEGER NOT NULL, text TEXT NOT NULL"
    ") STRICT;"
    "CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;"
    "CREATE TABLE attendee ("
    "  holder INTEGER PRIMARY KEY CHECK (holder <> 0),"
    "  external_id TEXT NOT NULL, foreign_code TEXT NOT NULL,"
    "  family_name TEXT NOT NULL, given_name TEXT NOT NULL, native_name TEXT NOT NULL,"
    "  title TEXT NOT NULL, position TEXT NOT NULL, organisation TEXT NOT NULL,"
    "  delegation TEXT NOT NULL, category INTEGER NOT NULL,"
    "  head_of_delegation INTEGER NOT NULL, protocol_rank INTEGER NOT NULL,"
    "  language TEXT NOT NULL, email TEXT NOT NULL, photo TEXT NOT NULL,"
    "  zones INTEGER NOT NULL, venues INTEGER NOT NULL, days INTEGER NOT NULL,"
    "  escort_required INTEGER NOT NULL, watch INTEGER NOT NULL,"
    "  approval TEXT NOT NULL"
    "    CHECK (approval IN ('approved', 'pending', 'rejected', 'withdrawn')),"
    "  lookup TEXT NOT NULL," /* of the foreign code, code.h */
    "  folded TEXT NOT NULL"  /* names, for the order of lists */
    ") STRICT;"
    "CREATE UNIQUE INDEX attendee_external ON attendee (external_id) WHERE external_id <> '';"
    "CREATE UNIQUE INDEX attendee_lookup ON attendee (lookup) WHERE lookup <> '';"
    "CREATE INDEX attendee_email ON attendee (email COLLATE NOCASE) WHERE email <> '';";

/* 2: facts. Nothing here is ever changed, but for each chain's head. */
static const char facts[] =
    "CREATE TABLE event_log ("
    "  id INTEGER PRIMARY KEY," /* order of arrival here */
    "  station TEXT NOT NULL, sequence INTEGER NOT NULL CHECK (sequence > 0),"
    "  uuid BLOB NOT NULL CHECK (length(uuid) = 16),"
    "  hlc INTEGER NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL, key_id INTEGER NOT NULL,"
    "  previous BLOB NOT NULL CHECK (length(previous) = 32),"
    "  hash BLOB NOT NULL CHECK (length(hash) = 32),"
    "  signature BLOB NOT NULL CHECK (length(signature) = 64)"
    ") STRICT;"
    "CREATE UNIQUE INDEX event_log_place ON event_log (station, sequence);"
    "CREATE UNIQUE INDEX event_log_uuid ON event_log (uuid);"
    "CREATE INDEX event_log_clock ON event_log (hlc);"
    "CREATE TRIGGER event_log_kept BEFORE DELETE ON event_log"
    "  BEGIN SELECT raise(ABORT, 'events are append-only'); END;"
    "CREATE TRIGGER event_log_unchanged BEFORE UPDATE ON event_log"
    "  BEGIN SELECT raise(ABORT, 'events are append-only'); END;"
    "CREATE TABLE chain_head ("
    "  station TEXT PRIMARY KEY, sequence INTEGER NOT NULL,"
    "  hash BLOB NOT NULL, key_id INTEGER NOT NULL, signature BLOB NOT NULL"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE serial_counter ("
    "  high INTEGER PRIMARY KEY CHECK (high BETWEEN 1 AND 255)," /* low byte of the key's id */
    "  last INTEGER NOT NULL CHECK (last BETWEEN 1 AND 16777215)"
    ") STRICT;";

/*
 * 3: what follows from the facts. Each row keeps the clock and station of the event that made it:
 * where events of several stations meet, the smaller (first) or the greater (last) pair stands, so
 * that any order of arrival ends in the same rows.
 */
static const char derived[] =
    "CREATE TABLE arrival (" /* the first */
    "  holder INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, serial INTEGER NOT NULL,"
    "  checkpoint TEXT NOT NULL, hlc INTEGER NOT NULL, station TEXT NOT NULL"
    ") STRICT;"
    "CREATE TABLE presence (" /* the last passage at each scope, attendee.h */
    "  holder INTEGER NOT NULL, scope INTEGER NOT NULL, inside INTEGER NOT NULL,"
    "  since_ms INTEGER NOT NULL, checkpoint TEXT NOT NULL,"
    "  hlc INTEGER NOT NULL, station TEXT NOT NULL, PRIMARY KEY (holder, scope)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE serial (" /* whose serial it is: badges and invitations */
    "  serial INTEGER PRIMARY KEY, holder INTEGER NOT NULL, type TEXT NOT NULL,"
    "  hlc INTEGER NOT NULL, station TEXT NOT NULL"
    ") STRICT;"
    "CREATE TABLE badge ("
    "  intent TEXT PRIMARY KEY, holder INTEGER NOT NULL, serial INTEGER NOT NULL,"
    "  issue INTEGER NOT NULL, credential TEXT NOT NULL, reason TEXT NOT NULL,"
    "  created_ms INTEGER NOT NULL, hlc INTEGER NOT NULL, station TEXT NOT NULL"
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX badge_holder ON badge (holder, issue, hlc);"
    "CREATE INDEX badge_clock ON badge (hlc);"
    "CREATE TABLE badge_state (" /* the last state of an intent */
    "  intent TEXT PRIMARY KEY, state TEXT NOT NULL, printer TEXT NOT NULL, job INTEGER NOT NULL,"
    "  detail TEXT NOT NULL, updated_ms INTEGER NOT NULL,"
    "  hlc INTEGER NOT NULL, station TEXT NOT NULL"
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX badge_state_open ON badge_state (intent)"
    "  WHERE state IN ('intent', 'submitting', 'submitted', 'printing');"
    "CREATE TABLE revoked_serial (" /* the first revocation */
    "  serial INTEGER PRIMARY KEY, holder INTEGER NOT NULL, reason TEXT NOT NULL,"
    "  at_ms INTEGER NOT NULL, hlc INTEGER NOT NULL, station TEXT NOT NULL"
    ") STRICT;"
    "CREATE TABLE revoked_holder ("
    "  holder INTEGER PRIMARY KEY, reason TEXT NOT NULL,"
    "  at_ms INTEGER NOT NULL, hlc INTEGER NOT NULL, station TEXT NOT NULL"
    ") STRICT;";

/*
 * 4: the desk's search. A text is never changed in its row: it gets a new id, so that the index is
 * only appended to, in order; what it holds of ids that are gone finds no row.
 */
static const char search[] =
    "CREATE TABLE search_text ("
    "  id INTEGER PRIMARY KEY AUTOINCREMENT, holder INTEGER NOT NULL UNIQUE, terms TEXT NOT NULL"
    ") STRICT;"
    "CREATE VIRTUAL TABLE search_index USING fts5 (terms, content = 'search_text',"
    "  content_rowid = 'id', detail = none, prefix = '1 2', tokenize = \"ascii tokenchars "
    "'=#'\");"
    "INSERT INTO search_index (search_index, rank) VALUES ('hashsize', 16777216);"
    "CREATE TABLE search_word (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;" /* for typing errors
                                                                               */
    "CREATE INDEX arrival_clock ON arrival (hlc);";

/* 5: what an import needs to know again, and what a badge does not show. */
static const char roster[] =
    "CREATE TABLE roster_row (" /* a person's fields as the last file had them */
    "  holder INTEGER PRIMARY KEY, fields TEXT NOT NULL"
    ") STRICT;"
    "CREATE TABLE attendee_tie (" /* people are named by external id */
    "  holder INTEGER PRIMARY KEY, sessions TEXT NOT NULL, host TEXT NOT NULL,"
    "  escort TEXT NOT NULL, accompanies TEXT NOT NULL"
    ") STRICT;"
    "CREATE TABLE focal_point ("
    "  delegation TEXT PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL, phone TEXT NOT NULL"
    ") STRICT, WITHOUT ROWID;";

const char *const migrations[MIGRATION_COUNT] = {
    setup,
    facts,
    derived,
    search,
    roster,
    migration_rules,
    migration_suspension,
    migration_staff,
    migration_incidents,
    migration_watch,
    migration_replica,
    migration_guard_note,
    migration_passages,
    migration_printers,
    migration_hub,
};

const struct derived_table derived_tables[DERIVED_TABLE_COUNT] = {
    {"arrival", "holder, hlc, station", 3, "printf('holder %016x', holder)"},
    {"presence", "holder, scope", 2, "printf('holder %016x', holder)"},
    {"serial", "serial", 1, "printf('serial %d', serial)"},
    {"badge", "intent", 1, "printf('holder %016x', holder)"},
    {"badge_state", "intent", 1, "printf('intent %s', intent)"},
    {"revoked_serial", "serial", 1, "printf('serial %d', serial)"},
    {"revoked_holder", "holder", 1, "printf('holder %016x', holder)"},
    {"passage", "holder, scope, hlc, station", 4, "printf('holder %016x', holder)"},
    {"double_admission", "holder, scope, hlc, station", 4, "printf('holder %016x', holder)"},
    {"occupancy", "scope", 1, "printf('scope %d', scope)"},
    {"rules", "only", 1, "'rules'"},
    {"session_invited", "rules, session, holder", 3, "printf('holder %016x', holder)"},
    {"suspended_serial", "serial", 1, "printf('serial %d', serial)"},
    {"lifted_holder", "holder", 1, "printf('holder %016x', holder)"},
    {"undone", "hlc, station", 2, "printf('event at %d', hlc)"},
    {"incident", "id", 1, "printf('incident %s', id)"},
    {"incident_state", "id", 1, "printf('incident %s', id)"},
    {"staff", "name", 1, "printf('staff %s', name)"},
    {"escort_of", "rules, guest, escort", 3, "printf('holder %016x', guest)"},
};
