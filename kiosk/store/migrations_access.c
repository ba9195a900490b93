/* The steps of the schema that access control added. */
#include "kiosk/store/migrations.h"

/*
 * How many are inside a scope is kept as a number beside the passages, so that a full room is known
 * at once however many have passed. Rules come as events; lists belong to the rules that name them.
 */
const char migration_rules[] =
    "ALTER TABLE presence ADD COLUMN companions INTEGER NOT NULL DEFAULT 0;"
    "CREATE INDEX presence_recent ON presence (checkpoint, since_ms) WHERE inside = 1;"
    "CREATE TABLE occupancy (scope INTEGER PRIMARY KEY, people INTEGER NOT NULL) STRICT;"
    "INSERT INTO occupancy SELECT scope, sum(inside) FROM presence GROUP BY scope;"
    "CREATE TRIGGER presence_new AFTER INSERT ON presence BEGIN"
    "  INSERT INTO occupancy VALUES (new.scope, new.inside * (1 + new.companions))"
    "  ON CONFLICT DO UPDATE SET people = people + excluded.people; END;"
    "CREATE TRIGGER presence_changed AFTER UPDATE ON presence BEGIN"
    "  UPDATE occupancy SET people = people + new.inside * (1 + new.companions)"
    "    - old.inside * (1 + old.companions) WHERE scope = new.scope; END;"
    "CREATE TABLE rules ("
    "  only INTEGER PRIMARY KEY CHECK (only = 1),"
    "  id TEXT NOT NULL, text TEXT NOT NULL, at_ms INTEGER NOT NULL,"
    "  hlc INTEGER NOT NULL, station TEXT NOT NULL"
    ") STRICT;"
    "CREATE TABLE session_invited ("
    "  rules TEXT NOT NULL, session TEXT NOT NULL, holder INTEGER NOT NULL,"
    "  PRIMARY KEY (rules, session, holder)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE escort_of ("
    "  rules TEXT NOT NULL, guest INTEGER NOT NULL, escort INTEGER NOT NULL,"
    "  PRIMARY KEY (rules, guest, escort)"
    ") STRICT, WITHOUT ROWID;";

/* The last word on each: suspended or not, lifted when. */
const char migration_suspension[] =
    "CREATE TABLE suspended_serial ("
    "  serial INTEGER PRIMARY KEY, holder INTEGER NOT NULL, suspended INTEGER NOT NULL,"
    "  reason TEXT NOT NULL, at_ms INTEGER NOT NULL, hlc INTEGER NOT NULL, station TEXT NOT NULL"
    ") STRICT;"
    "CREATE INDEX suspended_holder ON suspended_serial (holder) WHERE suspended = 1;"
    "CREATE TABLE lifted_holder ("
    "  holder INTEGER PRIMARY KEY, reason TEXT NOT NULL, at_ms INTEGER NOT NULL,"
    "  hlc INTEGER NOT NULL, station TEXT NOT NULL"
    ") STRICT;";

/* PINs and attempts are this station's own and no events. */
const char migration_staff[] =
    "CREATE TABLE staff ("
    "  name TEXT PRIMARY KEY, role TEXT NOT NULL, enabled INTEGER NOT NULL,"
    "  holder INTEGER NOT NULL, card INTEGER NOT NULL, hlc INTEGER NOT NULL, station TEXT NOT NULL"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE staff_pin ("
    "  name TEXT PRIMARY KEY, hash TEXT NOT NULL, failed INTEGER NOT NULL, last_ms INTEGER NOT NULL"
    ") STRICT, WITHOUT ROWID;";

/*
 * Every arrival is kept, so that one can be undone and a later one stands in its place whichever
 * came here first. The first that is not undone counts.
 */
const char migration_incidents[] =
    "CREATE TABLE arrival_kept ("
    "  holder INTEGER NOT NULL, hlc INTEGER NOT NULL, station TEXT NOT NULL,"
    "  at_ms INTEGER NOT NULL, serial INTEGER NOT NULL, checkpoint TEXT NOT NULL,"
    "  PRIMARY KEY (holder, hlc, station)"
    ") STRICT, WITHOUT ROWID;"
    "INSERT INTO arrival_kept SELECT holder, hlc, station, at_ms, serial, checkpoint FROM arrival;"
    "DROP TABLE arrival;"
    "ALTER TABLE arrival_kept RENAME TO arrival;"
    "CREATE INDEX arrival_clock ON arrival (hlc);"
    "CREATE TABLE undone ("
    "  hlc INTEGER NOT NULL, station TEXT NOT NULL, PRIMARY KEY (hlc, station)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE incident ("
    "  id TEXT PRIMARY KEY, kind TEXT NOT NULL, holder INTEGER NOT NULL, serial INTEGER NOT NULL,"
    "  checkpoint TEXT NOT NULL, detail TEXT NOT NULL, at_ms INTEGER NOT NULL,"
    "  hlc INTEGER NOT NULL, station TEXT NOT NULL"
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX incident_about ON incident (kind, holder, checkpoint, at_ms);"
    "CREATE INDEX incident_clock ON incident (hlc);"
    "CREATE TABLE incident_state ("
    "  id TEXT PRIMARY KEY, state TEXT NOT NULL, staff TEXT NOT NULL, note TEXT NOT NULL,"
    "  at_ms INTEGER NOT NULL, hlc INTEGER NOT NULL, station TEXT NOT NULL"
    ") STRICT, WITHOUT ROWID;";

/* What older programs did not keep of what the events say: arrivals after the first, and a holder's
 * revocations after the first. */
const char migration_incidents_fill[] =
    "INSERT OR IGNORE INTO arrival SELECT holder_number(body ->> '$.holder'), hlc, station,"
    "  body ->> '$.at', body ->> '$.serial', body ->> '$.checkpoint'"
    "  FROM event_log WHERE kind = 'arrival';"
    "INSERT OR REPLACE INTO revoked_holder SELECT holder_number(body ->> '$.holder'),"
    "  body ->> '$.reason', body ->> '$.at', hlc, station"
    "  FROM event_log WHERE kind = 'revocation' AND body ->> '$.serial' = 0 ORDER BY hlc, station;";

/* A person's passages, so that how they stood before one is found at once among millions. The holder
 * is a passage's first member; JSON functions may not stand in a schema that nobody has to trust. */
const char migration_passages[] =
    "CREATE INDEX event_log_passage ON event_log (substr(body, 12, 16), hlc)"
    "  WHERE kind IN ('arrival', 'admission', 'exit');";

const char migration_guard_note[] =
    "ALTER TABLE attendee ADD COLUMN guard_note TEXT NOT NULL DEFAULT '';";

/* A removed entry leaves its number, so that the list's version only grows. */
const char migration_watch[] =
    "CREATE TABLE watch ("
    "  number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, name TEXT NOT NULL,"
    "  delegation TEXT NOT NULL, organisation TEXT NOT NULL, email TEXT NOT NULL,"
    "  note TEXT NOT NULL, removed INTEGER NOT NULL"
    ") STRICT;";
