#include "kiosk/store/migrations.h"

/* When a trigger runs, in Unix ms. */
#define NOW "CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)"
#define RECORDING "(SELECT recording FROM replica)"

/* Notes that a row of a setup table was put. */
#define NOTE(table, key)                                                                     \
    "CREATE TRIGGER " table "_put AFTER INSERT ON " table " WHEN " RECORDING                 \
    " BEGIN INSERT INTO document_outbox (kind, key, field, at_ms) VALUES ('" table "', " key \
    ", '', " NOW "); END;"

#define CHANGED(field) "SELECT '" field "' AS field WHERE old." field " IS NOT new." field
#define OR_CHANGED(field) " UNION ALL " CHANGED(field)

/*
 * Sync with a hub. `recording` is 1 while changes made here must be noted for it: not without a
 * hub, and not while a page of the hub is applied.
 */
const char migration_replica[] =
    "CREATE TABLE replica ("
    "  only INTEGER PRIMARY KEY CHECK (only = 1), recording INTEGER NOT NULL,"
    "  hub TEXT NOT NULL, may_edit INTEGER NOT NULL, generation INTEGER NOT NULL,"
    "  cursor INTEGER NOT NULL, mark BLOB NOT NULL, pushed INTEGER NOT NULL,"
    "  contact_ms INTEGER NOT NULL,"
    "  seen INTEGER NOT NULL, seen_mark BLOB NOT NULL" /* what the hub must still have */
    ") STRICT;"
    "INSERT INTO replica VALUES (1, 0, '', 0, 0, 0, x'', 0, 0, 0, x'');"
    "CREATE TABLE document (" /* when the hub's version of each last changed */
    "  kind TEXT NOT NULL, key TEXT NOT NULL, stamp_ms INTEGER NOT NULL, PRIMARY KEY (kind, key)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE document_outbox (" /* changed here; field '': all of it */
    "  note INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, key TEXT NOT NULL,"
    "  field TEXT NOT NULL, at_ms INTEGER NOT NULL"
    ") STRICT;"
    "CREATE INDEX document_outbox_key ON document_outbox (kind, key);"
    "CREATE TABLE quarantine (" /* what the hub gave and this store could not use */
    "  id INTEGER PRIMARY KEY, seq INTEGER NOT NULL, station TEXT NOT NULL,"
    "  sequence INTEGER NOT NULL, what TEXT NOT NULL, reason TEXT NOT NULL, at_ms INTEGER NOT NULL,"
    "  held INTEGER NOT NULL," /* 1: the columns below are whole, to be tried again */
    "  uuid BLOB NOT NULL, hlc INTEGER NOT NULL, body BLOB NOT NULL, key_id INTEGER NOT NULL,"
    "  previous BLOB NOT NULL, hash BLOB NOT NULL, signature BLOB NOT NULL,"
    "  head_key INTEGER NOT NULL, head_signature BLOB NOT NULL" /* x'' : not a batch's last */
    ") STRICT;"
    "CREATE UNIQUE INDEX quarantine_row ON quarantine (station, sequence, what, hash);"
    "CREATE TABLE passage (" /* where nobody enters twice: each entry, and each exit */
    "  holder INTEGER NOT NULL, scope INTEGER NOT NULL, hlc INTEGER NOT NULL,"
    "  station TEXT NOT NULL, entry INTEGER NOT NULL, checkpoint TEXT NOT NULL,"
    "  at_ms INTEGER NOT NULL, PRIMARY KEY (holder, scope, hlc, station)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE double_admission (" /* an entry at one station while inside by another's */
    "  holder INTEGER NOT NULL, scope INTEGER NOT NULL, hlc INTEGER NOT NULL,"
    "  station TEXT NOT NULL, checkpoint TEXT NOT NULL, at_ms INTEGER NOT NULL,"
    "  first_station TEXT NOT NULL, first_checkpoint TEXT NOT NULL, first_at_ms INTEGER NOT NULL,"
    "  PRIMARY KEY (holder, scope, hlc, station)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX double_admission_clock ON double_admission (hlc);" NOTE(
        "delegation", "new.code") NOTE("category", "new.code") NOTE("zone", "new.bit")
        NOTE("venue", "new.bit") NOTE("session", "new.code") NOTE("checkpoint", "new.code") NOTE(
            "attendee",
            "printf('%016x', new.holder)") "CREATE TRIGGER attendee_changed AFTER UPDATE ON "
                                           "attendee WHEN " RECORDING
                                           " BEGIN INSERT INTO document_outbox (kind, "
                                           "key, field, at_ms) "
                                           "SELECT 'attendee', printf('%016x', new.holder), "
                                           "field, " NOW
                                           " FROM (" CHANGED("external_id") OR_CHANGED(
                                               "foreign_code") OR_CHANGED("family_name")
                                               OR_CHANGED("given_name") OR_CHANGED(
                                                   "native_name") OR_CHANGED("title")
                                                   OR_CHANGED("position") OR_CHANGED(
                                                       "organisation") OR_CHANGED("delegation")
                                                       OR_CHANGED("category") OR_CHANGED(
                                                           "head_of_delegation")
                                                           OR_CHANGED("protocol_rank") OR_CHANGED(
                                                               "language") OR_CHANGED("email")
                                                               OR_CHANGED("photo") OR_CHANGED(
                                                                   "zones") OR_CHANGED("venues")
                                                                   OR_CHANGED("days") OR_CHANGED(
                                                                       "escort_required")
                                                                       OR_CHANGED("watch")
                                                                           OR_CHANGED(
                                                                               "approval") "); "
                                                                                           "END;";
