/* The statements of access control. */
#include "kiosk/store/statement_parts.h"
#include "kiosk/store/statements.h"

/* SQL is laid out by its own clauses. */
/* clang-format off */

#define STAFF_QUERY \
    "SELECT s.name, s.role, s.enabled, s.holder, s.card, p.name IS NOT NULL, p.failed " \
    "FROM staff s LEFT JOIN staff_pin p USING (name) "
/* Whom the roster names as the escort of guest ?1, or as who is accompanied by them. */
#define TIED_ESCORT \
    "attendee_tie t JOIN attendee x ON x.external_id IN (t.escort, t.accompanies) " \
    "AND x.external_id <> '' WHERE t.holder = ?1"
#define SUSPENSION(suspended) \
    "INSERT INTO suspended_serial VALUES (" \
    BODY("serial") ", " HOLDER ", " suspended ", " BODY("reason") ", " BODY("at") ", ?2, ?3) " \
    "ON CONFLICT DO UPDATE SET holder = excluded.holder, suspended = excluded.suspended, " \
    "reason = excluded.reason, at_ms = excluded.at_ms, " \
    "hlc = excluded.hlc, station = excluded.station" LAST("suspended_serial")
#define INCIDENT_QUERY \
    "SELECT i.id, i.kind, i.holder, i.serial, i.checkpoint, i.detail, i.at_ms, i.station, " \
    "ifnull(s.state, 'new'), ifnull(s.staff, ''), ifnull(s.note, '') " \
    "FROM incident_all i LEFT JOIN incident_state s USING (id) "

#define AT(id) [(id) - SQL_ACCESS_FIRST]

const char *const statement_access_sql[SQL_REPLICA_FIRST - SQL_ACCESS_FIRST] = {
    AT(SQL_RULES_GET) = "SELECT id, text, at_ms FROM rules",
    AT(SQL_RULES_ID) = "SELECT id FROM rules",
    AT(SQL_IS_INVITED) =
        "SELECT EXISTS (SELECT 1 FROM rules r JOIN session_invited i ON i.rules = r.id "
        "WHERE i.session = ?1 AND i.holder = ?2) OR EXISTS (SELECT 1 FROM attendee_tie t "
        "WHERE t.holder = ?2 AND instr(',' || t.sessions || ',', ',' || ?1 || ','))",
    AT(SQL_HAS_ESCORT) =
        "SELECT EXISTS (SELECT 1 FROM rules r JOIN escort_of e ON e.rules = r.id "
        "WHERE e.guest = ?1) OR EXISTS (SELECT 1 FROM " TIED_ESCORT ")",
    AT(SQL_ESCORTS_HERE) =
        "SELECT a.category, EXISTS (SELECT 1 FROM rules r JOIN escort_of e ON e.rules = r.id "
        "WHERE e.guest = ?1 AND e.escort = p.holder) "
        "OR EXISTS (SELECT 1 FROM " TIED_ESCORT " AND x.holder = p.holder) "
        "FROM presence p JOIN attendee a USING (holder) "
        "WHERE p.checkpoint = ?2 AND p.inside = 1 AND p.since_ms BETWEEN ?3 AND ?4 "
        "AND p.holder <> ?1 AND a.escort_required = 0",
    AT(SQL_PEOPLE_INSIDE) = "SELECT ifnull((SELECT people FROM occupancy WHERE scope = ?), 0)",
    AT(SQL_DOOR_PASSAGES) =
        "SELECT e.kind, ifnull(e.body ->> '$.holder', ''), e.body ->> '$.verdict', "
        "e.body ->> '$.reason', e.body ->> '$.at' FROM event_log e "
        "WHERE e.hlc >= ?2 AND e.kind IN ('arrival', 'admission', 'exit', 'refusal') "
        "AND e.body ->> '$.checkpoint' = ?1 AND e.body ->> '$.at' >= ?3 "
        "AND NOT EXISTS (SELECT 1 FROM undone u "
        "WHERE u.hlc = e.hlc AND u.station = e.station) ORDER BY e.hlc DESC",
    AT(SQL_BADGE_SUSPENDED) =
        BADGE_QUERY "WHERE b.holder = ? AND " NOT_REVOKED
        "AND " SUSPENDED("b.serial") "ORDER BY b.issue DESC LIMIT 1",
    AT(SQL_HIGHEST_ISSUE) = 
        "SELECT ifnull(max(b.issue), 0) FROM badge b JOIN badge_state s USING (intent) "
        "WHERE b.holder = ? AND s.state <> 'failed'",
    AT(SQL_STAFF_LIST) = STAFF_QUERY "ORDER BY s.name",
    AT(SQL_STAFF_GET) = STAFF_QUERY "WHERE iif(?1 <> '', s.name = ?1, s.holder = ?2)",
    AT(SQL_PIN_PUT) = "INSERT OR REPLACE INTO staff_pin VALUES (?, ?, 0, 0)",
    AT(SQL_PIN_GET) = "SELECT hash, failed, last_ms FROM staff_pin WHERE name = ?",
    AT(SQL_PIN_ATTEMPT) = "UPDATE staff_pin SET failed = failed + 1, last_ms = ?2 WHERE name = ?1",
    AT(SQL_PIN_CLEAR) = "UPDATE staff_pin SET failed = 0 WHERE name = ?",
    AT(SQL_APPLY_RULES) =
        "INSERT INTO rules VALUES (1, " BODY("rules") ", " BODY("text") ", " BODY("at") ", ?2, ?3) "
        "ON CONFLICT DO UPDATE SET id = excluded.id, text = excluded.text, at_ms = excluded.at_ms, "
        "hlc = excluded.hlc, station = excluded.station" LAST("rules"),
    AT(SQL_APPLY_INVITED) =
        "INSERT OR IGNORE INTO session_invited SELECT "
        BODY("rules") ", " BODY("session") ", holder_number(value) FROM json_each(?1, '$.holders')",
    AT(SQL_APPLY_ESCORTS) =
        "INSERT OR IGNORE INTO escort_of SELECT "
        BODY("rules") ", holder_number(substr(value, 1, 16)), holder_number(substr(value, 18)) "
        "FROM json_each(?1, '$.pairs')",
    AT(SQL_APPLY_SUSPENSION) = SUSPENSION("1"),
    AT(SQL_APPLY_REINSTATEMENT) = SUSPENSION("0"),
    AT(SQL_APPLY_LIFTED_HOLDER) =
        "INSERT INTO lifted_holder VALUES ("
        HOLDER ", " BODY("reason") ", " BODY("at") ", ?2, ?3) "
        "ON CONFLICT DO UPDATE SET reason = excluded.reason, at_ms = excluded.at_ms, "
        "hlc = excluded.hlc, station = excluded.station" LAST("lifted_holder"),
    AT(SQL_APPLY_STAFF) =
        "INSERT INTO staff VALUES (" BODY("name") ", " BODY("role") ", "
        BODY("enabled") ", " HOLDER ", " BODY("card") ", ?2, ?3) "
        "ON CONFLICT DO UPDATE SET role = excluded.role, enabled = excluded.enabled, "
        "holder = excluded.holder, card = excluded.card, "
        "hlc = excluded.hlc, station = excluded.station" LAST("staff"),
    AT(SQL_INCIDENT_KNOWN) =
        "SELECT 1 FROM incident i LEFT JOIN incident_state s USING (id) WHERE i.kind = ?1 "
        "AND i.holder = ?2 AND i.checkpoint = ?3 "
        "AND (i.at_ms > ?4 OR (?4 = 9223372036854775807 AND ifnull(s.state, 'new') <> 'closed')) "
        "LIMIT 1",
    AT(SQL_INCIDENTS) =
        INCIDENT_QUERY "WHERE ?1 OR ifnull(s.state, 'new') <> 'closed' "
        "ORDER BY i.hlc DESC, i.station DESC LIMIT ?2",
    AT(SQL_INCIDENT_GET) = INCIDENT_QUERY "WHERE i.id = ?",
    AT(SQL_APPLY_INCIDENT) =
        "INSERT OR IGNORE INTO incident VALUES ("
        BODY("incident") ", " BODY("kind") ", ifnull(" HOLDER ", 0), " BODY("serial") ", "
        BODY("checkpoint") ", " BODY("detail") ", " BODY("at") ", ?2, ?3)",
    AT(SQL_APPLY_INCIDENT_STATE) =
        "INSERT INTO incident_state VALUES ("
        BODY("incident") ", " BODY("state") ", ifnull(" BODY("staff") ", ''), " BODY("note") ", "
        BODY("at") ", ?2, ?3) "
        "ON CONFLICT DO UPDATE SET state = excluded.state, staff = excluded.staff, "
        "note = excluded.note, at_ms = excluded.at_ms, "
        "hlc = excluded.hlc, station = excluded.station" LAST("incident_state"),
    AT(SQL_PASSAGE_GET) =
        "SELECT e.kind, e.station, e.body ->> '$.holder', e.hlc, e.body ->> '$.scope', "
        "EXISTS (SELECT 1 FROM undone u WHERE u.hlc = e.hlc AND u.station = e.station), "
        "EXISTS (SELECT 1 FROM presence p WHERE p.holder = holder_number(e.body ->> '$.holder') "
        "AND p.scope = e.body ->> '$.scope' AND p.hlc = e.hlc AND p.station = e.station) "
        "FROM event_log e WHERE e.uuid = ? AND e.kind IN ('arrival', 'admission', 'exit')",
    AT(SQL_PASSAGE_BEFORE) =
        "SELECT e.kind <> 'exit', e.body ->> '$.at', e.body ->> '$.checkpoint', "
        "ifnull(e.body ->> '$.companions', 0) FROM event_log e WHERE e.hlc < ?3 "
        "AND e.kind IN ('arrival', 'admission', 'exit') AND substr(e.body, 12, 16) = ?1 "
        "AND e.body ->> '$.holder' = ?1 "
        "AND e.body ->> '$.scope' = ?2 AND NOT EXISTS (SELECT 1 FROM undone u "
        "WHERE u.hlc = e.hlc AND u.station = e.station) ORDER BY e.hlc DESC LIMIT 1",
    AT(SQL_APPLY_UNDONE) =
        "INSERT OR IGNORE INTO undone VALUES (" BODY("undone_hlc") ", " BODY("undone_station") ")",
    AT(SQL_APPLY_UNDO_PRESENCE) = PRESENCE(BODY("inside"), BODY("since")),
    AT(SQL_EVENT_HASH) = "SELECT hash FROM event_log WHERE station = ? AND sequence = ?",
    AT(SQL_WATCH_VERSION) = "SELECT ifnull(max(number), 0) + ifnull(sum(removed), 0) FROM watch",
    AT(SQL_WATCH_PUT) =
        "INSERT INTO watch (id, name, delegation, organisation, email, note, removed) "
        "VALUES (?, ?, ?, ?, ?, ?, 0)",
    AT(SQL_WATCH_REMOVE) =
        "UPDATE watch SET removed = 1, name = '', delegation = '', organisation = '', "
        "email = '', note = '' WHERE id = ? AND removed = 0",
    AT(SQL_WATCH_LIST) = "SELECT id, name, delegation, organisation, email, note FROM watch "
                         "WHERE removed = 0 ORDER BY number",
    AT(SQL_REVOCATIONS) =
        "SELECT 0, serial FROM revoked_serial UNION ALL "
        "SELECT 1, serial FROM suspended_serial WHERE suspended = 1 UNION ALL "
        "SELECT 2, r.holder FROM revoked_holder r WHERE " HOLDER_REVOKED("r.holder"),
};
/* clang-format on */
