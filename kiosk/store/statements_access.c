/* The statements of access control. */
#include "kiosk/store/statement_parts.h"
#include "kiosk/store/statements.h"

#define STAFF_QUERY                                                                     \
    "SELECT s.name, s.role, s.enabled, s.holder, s.card, p.name IS NOT NULL, p.failed " \
    "FROM staff s LEFT JOIN staff_pin p USING (name) "
#define SUSPENSION(suspended)                                                                      \
    "INSERT INTO suspended_serial VALUES (" BODY("serial") ", " HOLDER ", " suspended ", " BODY(   \
        "reason") ", " BODY("at") ", ?2, ?3) ON CONFLICT DO UPDATE SET holder = excluded.holder, " \
                                  "suspended = excluded.suspended, reason = excluded.reason, "     \
                                  "at_ms = excluded.at_ms, "                                       \
                                  "hlc = excluded.hlc, station = excluded.station" LAST(           \
                                      "suspended_serial")

#define AT(id) [(id)-SQL_ACCESS_FIRST]

const char *const statement_access_sql[STATEMENT_COUNT - SQL_ACCESS_FIRST] = {
    AT(SQL_RULES_GET) = "SELECT id, text, at_ms FROM rules",
    AT(SQL_RULES_ID) = "SELECT id FROM rules",
    AT(SQL_IS_INVITED) = "SELECT EXISTS (SELECT 1 FROM rules r JOIN session_invited i "
                         "ON i.rules = r.id WHERE i.session = ? AND i.holder = ?)",
    AT(SQL_HAS_ESCORT) = "SELECT EXISTS (SELECT 1 FROM rules r JOIN escort_of e ON e.rules = r.id "
                         "WHERE e.guest = ?)",
    AT(SQL_ESCORTS_HERE) = "SELECT a.category, EXISTS (SELECT 1 FROM rules r JOIN escort_of e "
                           "ON e.rules = r.id WHERE e.guest = ?1 AND e.escort = p.holder) "
                           "FROM presence p JOIN attendee a USING (holder) "
                           "WHERE p.checkpoint = ?2 AND p.inside = 1 "
                           "AND p.since_ms BETWEEN ?3 AND ?4 AND p.holder <> ?1 "
                           "AND a.escort_required = 0",
    AT(SQL_PEOPLE_INSIDE) = "SELECT ifnull((SELECT people FROM occupancy WHERE scope = ?), 0)",
    AT(SQL_BADGE_SUSPENDED) = BADGE_QUERY "WHERE b.holder = ? AND " NOT_REVOKED "AND " SUSPENDED(
        "b.serial") "ORDER BY b.issue DESC LIMIT 1",
    AT(SQL_HIGHEST_ISSUE) = "SELECT ifnull(max(issue), 0) FROM badge WHERE holder = ?",
    AT(SQL_STAFF_LIST) = STAFF_QUERY "ORDER BY s.name",
    AT(SQL_STAFF_GET) = STAFF_QUERY "WHERE iif(?1 <> '', s.name = ?1, s.holder = ?2)",
    AT(SQL_PIN_PUT) = "INSERT OR REPLACE INTO staff_pin VALUES (?, ?, 0, 0)",
    AT(SQL_PIN_GET) = "SELECT hash, failed, last_ms FROM staff_pin WHERE name = ?",
    AT(SQL_PIN_ATTEMPT) = "UPDATE staff_pin SET failed = failed + 1, last_ms = ?2 WHERE name = ?1",
    AT(SQL_PIN_CLEAR) = "UPDATE staff_pin SET failed = 0 WHERE name = ?",
    AT(SQL_APPLY_RULES) = "INSERT INTO rules VALUES (1, " BODY("rules") ", " BODY("text") ", " BODY(
        "at") ", ?2, ?3) ON CONFLICT DO UPDATE SET id = excluded.id, "
              "text = excluded.text, "
              "at_ms = excluded.at_ms, hlc = excluded.hlc, station = "
              "excluded.station" LAST("rules"),
    AT(SQL_APPLY_INVITED) = "INSERT OR IGNORE INTO session_invited SELECT " BODY("rules") ", " BODY(
        "session") ", holder_number(value) FROM json_each(?1, '$.holders')",
    AT(SQL_APPLY_ESCORTS) = "INSERT OR IGNORE INTO escort_of SELECT " BODY(
        "rules") ", holder_number(substr(value, 1, 16)), holder_number(substr(value, 18)) "
                 "FROM json_each(?1, '$.pairs')",
    AT(SQL_APPLY_SUSPENSION) = SUSPENSION("1"),
    AT(SQL_APPLY_REINSTATEMENT) = SUSPENSION("0"),
    AT(SQL_APPLY_LIFTED_HOLDER) = "INSERT INTO lifted_holder VALUES (" HOLDER ", " BODY(
        "reason") ", " BODY("at") ", ?2, ?3) ON CONFLICT DO UPDATE SET reason = excluded.reason, "
                                  "at_ms = excluded.at_ms, hlc = excluded.hlc, station = "
                                  "excluded.station" LAST("lifted_holder"),
    AT(SQL_APPLY_STAFF) = "INSERT INTO staff VALUES (" BODY("name") ", " BODY("role") ", " BODY(
        "enabled") ", " HOLDER ", " BODY("card") ", ?2, ?3) ON CONFLICT DO UPDATE SET "
                                                 "role = excluded.role, enabled = "
                                                 "excluded.enabled, holder = excluded.holder, "
                                                 "card = excluded.card, hlc = excluded.hlc, "
                                                 "station = excluded.station" LAST("staff"),
};
