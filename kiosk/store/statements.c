#include "kiosk/store/statements.h"

/* In the order of roster.c's reader. */
#define ATTENDEE_COLUMNS                                                                    \
    "a.holder, a.external_id, a.foreign_code, a.family_name, a.given_name, a.native_name, " \
    "a.title, a.position, a.organisation, a.delegation, a.category, a.head_of_delegation, " \
    "a.protocol_rank, a.language, a.email, a.photo, a.zones, a.venues, a.days, "            \
    "a.escort_required, a.watch, a.approval"

/* In the order of facts_badge.c's reader. */
#define BADGE_QUERY                                                                           \
    "SELECT b.intent, b.holder, b.serial, b.issue, s.state, b.credential, s.printer, s.job, " \
    "b.created_ms, s.updated_ms, s.detail FROM badge b JOIN badge_state s USING (intent) "
#define NOT_REVOKED                                                          \
    "NOT EXISTS (SELECT 1 FROM revoked_serial r WHERE r.serial = b.serial) " \
    "AND NOT EXISTS (SELECT 1 FROM revoked_holder h WHERE h.holder = b.holder) "

#define CHECKPOINT_QUERY                                                       \
    "SELECT code, name, kind, zone, venue, takes_invitations, anti_passback, " \
    "refer_data_older_s FROM checkpoint "

/* In the order of event_log.c's reader. */
#define EVENT_QUERY                                                                       \
    "SELECT uuid, station, sequence, hlc, kind, body, key_id, previous, hash, signature " \
    "FROM event_log "

/* A member of the event's body; holders are 16 hexadecimal digits. */
#define BODY(member) "?1 ->> '$." member "'"
#define HOLDER "holder_number(?1 ->> '$.holder')"

/* Which of two events stands. */
#define FIRST(table) " WHERE (excluded.hlc, excluded.station) < (" table ".hlc, " table ".station)"
#define LAST(table) " WHERE (excluded.hlc, excluded.station) > (" table ".hlc, " table ".station)"

#define PRESENCE(inside)                                                                       \
    "INSERT INTO presence VALUES (" HOLDER                                                     \
    ", " BODY("scope") ", " inside ", " BODY("at") ", " BODY(                                  \
        "checkpoint") ", ?2, ?3) ON CONFLICT DO UPDATE SET inside = excluded.inside, "         \
                      "since_ms = excluded.since_ms, checkpoint = excluded.checkpoint, hlc = " \
                      "excluded.hlc, "                                                         \
                      "station = excluded.station" LAST("presence")
#define SERIAL(type)                                                                           \
    "INSERT INTO serial VALUES (" BODY(                                                        \
        "serial") ", " HOLDER ", '" type "', ?2, ?3) "                                         \
                  "ON CONFLICT DO UPDATE SET holder = excluded.holder, type = excluded.type, " \
                  "hlc = excluded.hlc, station = excluded.station" FIRST("serial")
#define BADGE_STATE(state, printer, job, detail)                                                   \
    "INSERT INTO badge_state VALUES (" BODY(                                                       \
        "intent") ", " state ", " printer ", " job ", " detail                                     \
                  ", " BODY("at") ", ?2, ?3) ON CONFLICT DO UPDATE SET state = excluded.state, "   \
                                  "printer = excluded.printer, job = excluded.job, detail = "      \
                                  "excluded.detail, "                                              \
                                  "updated_ms = excluded.updated_ms, hlc = excluded.hlc, station " \
                                  "= excluded.station" LAST("badge_state")

/* A word of the search; '' is in every text. */
#define WORD(word) \
    "(instr(a.folded, " word ") OR instr(d.folded, " word ") OR instr(c.folded, " word "))"

const char *const statement_sql[STATEMENT_REPLICA] = {
    [SQL_BEGIN] = "BEGIN IMMEDIATE",
    [SQL_BEGIN_READING] = "BEGIN",
    [SQL_COMMIT] = "COMMIT",
    [SQL_ROLLBACK] = "ROLLBACK",

    [SQL_EVENT_PUT] = "INSERT INTO event VALUES (1, ?, ?, ?, ?)",
    [SQL_EVENT_GET] = "SELECT uuid, name, place, timezone FROM event",
    [SQL_EVENT_DAY_PUT] = "INSERT INTO event_day VALUES (?, ?, ?, ?)",
    [SQL_EVENT_DAYS] = "SELECT date, starts_ms, ends_ms FROM event_day ORDER BY bit",
    [SQL_DELEGATION_PUT] = "INSERT OR REPLACE INTO delegation VALUES (?, ?, ?, ?)",
    [SQL_DELEGATION_GET] = "SELECT code, country, name FROM delegation WHERE code = ?",
    [SQL_CATEGORY_PUT] = "INSERT OR REPLACE INTO category VALUES (?, ?, ?, ?, ?, ?)",
    [SQL_CATEGORY_GET] = "SELECT code, letter, name, rgb, zones FROM category WHERE code = ?",
    [SQL_ZONE_PUT] = "INSERT OR REPLACE INTO zone VALUES (?, ?, ?)",
    [SQL_ZONES] = "SELECT bit, code, name FROM zone ORDER BY bit LIMIT ?",
    [SQL_VENUE_PUT] = "INSERT OR REPLACE INTO venue VALUES (?, ?, ?)",
    [SQL_VENUES] = "SELECT bit, code, name FROM venue ORDER BY bit LIMIT ?",
    [SQL_SESSION_PUT] = "INSERT OR REPLACE INTO session VALUES (?, ?, ?, ?, ?)",
    [SQL_SESSIONS] = "SELECT code, name, venue, starts_ms, ends_ms FROM session "
                     "ORDER BY starts_ms, code LIMIT ?",
    [SQL_CHECKPOINT_PUT] = "INSERT OR REPLACE INTO checkpoint VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    [SQL_CHECKPOINT_GET] = CHECKPOINT_QUERY "WHERE CASE WHEN ?1 = '' THEN kind = 'registration' "
                                            "ELSE code = ?1 END ORDER BY code LIMIT 1",
    [SQL_CHECKPOINTS] = CHECKPOINT_QUERY "ORDER BY kind DESC, code LIMIT ?",
    [SQL_KEY_LIST_PUT] = "INSERT OR REPLACE INTO key_list VALUES (1, ?, ?, ?)",
    [SQL_KEY_LIST_GET] = "SELECT root_public, version, text FROM key_list",
    [SQL_SETTING_PUT] = "INSERT OR REPLACE INTO setting VALUES (?, ?)",
    [SQL_SETTING_GET] = "SELECT value FROM setting WHERE name = ?",

    [SQL_ATTENDEE_PUT] =
        "INSERT INTO attendee VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
        "?, ?, ?, ?, ?) ON CONFLICT (holder) DO UPDATE SET external_id = excluded.external_id, "
        "foreign_code = excluded.foreign_code, family_name = excluded.family_name, "
        "given_name = excluded.given_name, native_name = excluded.native_name, "
        "title = excluded.title, position = excluded.position, "
        "organisation = excluded.organisation, delegation = excluded.delegation, "
        "category = excluded.category, head_of_delegation = excluded.head_of_delegation, "
        "protocol_rank = excluded.protocol_rank, language = excluded.language, "
        "email = excluded.email, photo = excluded.photo, zones = excluded.zones, "
        "venues = excluded.venues, days = excluded.days, "
        "escort_required = excluded.escort_required, watch = excluded.watch, "
        "approval = excluded.approval, lookup = excluded.lookup, folded = excluded.folded",
    [SQL_ATTENDEE_GET] = "SELECT " ATTENDEE_COLUMNS " FROM attendee a WHERE holder = ?",
    [SQL_ATTENDEE_EXTERNAL] =
        "SELECT holder FROM attendee WHERE external_id = ?1 AND external_id <> ''",
    [SQL_ATTENDEE_SERIAL] =
        "SELECT " ATTENDEE_COLUMNS " FROM serial s JOIN attendee a USING (holder) WHERE serial = ?",
    [SQL_ATTENDEE_LOOKUP] =
        "SELECT " ATTENDEE_COLUMNS " FROM attendee a WHERE lookup = ?1 AND lookup <> ''",
    [SQL_ATTENDEE_EMAIL] =
        "SELECT holder FROM attendee WHERE email = ?1 COLLATE NOCASE AND email <> '' LIMIT 2",
    [SQL_ATTENDEE_COUNT] = "SELECT count(*) FROM attendee",
    [SQL_SEARCH] =
        "SELECT " ATTENDEE_COLUMNS ", ifnull(d.name, ''), ifnull(c.name, ''), p.inside, "
        "b.issue, b.serial, "
        "EXISTS (SELECT 1 FROM revoked_holder h WHERE h.holder = a.holder) "
        "OR EXISTS (SELECT 1 FROM revoked_serial r WHERE r.serial = b.serial) "
        "FROM attendee a LEFT JOIN delegation d ON d.code = a.delegation "
        "LEFT JOIN category c ON c.code = a.category "
        "LEFT JOIN presence p ON p.holder = a.holder AND p.scope = -1 "
        "LEFT JOIN badge b ON b.intent = (SELECT n.intent FROM badge n "
        "WHERE n.holder = a.holder ORDER BY n.issue DESC, n.hlc DESC LIMIT 1) "
        "WHERE iif(?1 <> 0, a.holder = ?1, " WORD("?3") " AND " WORD("?4") " AND " WORD(
            "?5") " AND " WORD("?6") " AND " WORD("?7") " AND " WORD("?8") ") "
                                                                           "ORDER BY d.folded, "
                                                                           "a.folded, a.holder "
                                                                           "LIMIT ?2",
    [SQL_HISTORY] = "SELECT EXISTS (SELECT 1 FROM revoked_serial WHERE serial = ?2), "
                    "EXISTS (SELECT 1 FROM revoked_holder WHERE holder = ?1), "
                    "(SELECT max(issue) FROM badge WHERE holder = ?1), "
                    "(SELECT at_ms FROM arrival WHERE holder = ?1), "
                    "(SELECT inside FROM presence WHERE holder = ?1 AND scope = ?3), "
                    "(SELECT since_ms FROM presence WHERE holder = ?1 AND scope = ?3)",

    [SQL_HEAD_GET] =
        "SELECT station, sequence, hash, key_id, signature FROM chain_head WHERE station = ?",
    [SQL_HEAD_PUT] = "INSERT OR REPLACE INTO chain_head VALUES (?, ?, ?, ?, ?)",
    /* also of stations that lost their head */
    [SQL_HEADS] = "SELECT n.station, h.sequence, h.hash, h.key_id, h.signature, "
                  "(SELECT count(*) FROM event_log e WHERE e.station = n.station) "
                  "FROM (SELECT station FROM chain_head UNION SELECT station FROM event_log) n "
                  "LEFT JOIN chain_head h USING (station) ORDER BY n.station",
    [SQL_CLOCK] = "SELECT max(hlc) FROM event_log",
    [SQL_EVENT_APPEND] = "INSERT INTO event_log (uuid, station, sequence, hlc, kind, body, key_id, "
                         "previous, hash, signature) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    [SQL_EVENTS] = EVENT_QUERY "ORDER BY station, sequence LIMIT ?",
    [SQL_EVENTS_NEWEST] = EVENT_QUERY "ORDER BY hlc DESC, station DESC LIMIT ?",
    [SQL_EVENTS_OF_STATION] = EVENT_QUERY "WHERE station = ? ORDER BY sequence",
    [SQL_SERIAL_NEXT] =
        "INSERT INTO serial_counter VALUES (?1, 1 + ifnull((SELECT max(serial) FROM serial "
        "WHERE serial BETWEEN ?1 << 24 AND ?1 << 24 | 16777215), ?1 << 24) - (?1 << 24)) "
        "ON CONFLICT DO UPDATE SET last = max(last + 1, excluded.last) RETURNING last",
    [SQL_SERIAL_GET] = "SELECT holder FROM serial WHERE serial = ?",
    [SQL_BADGE_GET] = BADGE_QUERY "WHERE b.intent = ?",
    [SQL_BADGE_OF] = BADGE_QUERY "WHERE b.holder = ? AND " NOT_REVOKED
                                 "ORDER BY b.issue DESC, b.hlc DESC LIMIT 1",
    [SQL_BADGE_STANDING] = BADGE_QUERY "WHERE b.holder = ? AND s.state <> 'failed' AND " NOT_REVOKED
                                       "ORDER BY b.issue DESC, b.hlc DESC LIMIT 1",
    [SQL_BADGES] = BADGE_QUERY "ORDER BY b.hlc DESC, b.station DESC LIMIT ?",
    [SQL_BADGES_OPEN] = BADGE_QUERY "WHERE s.state IN ('intent', 'submitting', 'submitted', "
                                    "'printing') ORDER BY b.hlc DESC, b.station DESC LIMIT ?",

    [SQL_APPLY_ARRIVAL] = "INSERT INTO arrival VALUES (" HOLDER ", " BODY("at") ", " BODY(
        "serial") ", " BODY("checkpoint") ", ?2, ?3) ON CONFLICT DO UPDATE SET "
                                          "at_ms = excluded.at_ms, serial = excluded.serial, "
                                          "checkpoint = excluded.checkpoint, hlc = excluded.hlc, "
                                          "station = excluded.station" FIRST("arrival"),
    [SQL_APPLY_ENTRY] = PRESENCE("1"),
    [SQL_APPLY_EXIT] = PRESENCE("0"),
    [SQL_APPLY_BADGE] = "INSERT INTO badge VALUES (" BODY(
        "intent") ", " HOLDER
                  ", " BODY("serial") ", " BODY("issue") ", " BODY("credential") ", " BODY(
                      "reason") ", " BODY("at") ", ?2, ?3) "
                                                "ON CONFLICT DO NOTHING",
    [SQL_APPLY_BADGE_SERIAL] = SERIAL("badge"),
    [SQL_APPLY_BADGE_FIRST_STATE] = BADGE_STATE("'intent'", BODY("printer"), "0", "''"),
    [SQL_APPLY_BADGE_STATE] =
        BADGE_STATE(BODY("state"), BODY("printer"), BODY("job"), BODY("detail")),
    [SQL_APPLY_INVITATION] = SERIAL("invitation"),
    [SQL_APPLY_REVOKED_SERIAL] = "INSERT INTO revoked_serial SELECT " BODY(
        "serial") ", ifnull(" HOLDER
                  ", 0), " BODY("reason") ", " BODY("at") ", ?2, ?3 WHERE " BODY(
                      "serial") " <> 0 ON CONFLICT DO UPDATE SET "
                                "holder = excluded.holder, reason = excluded.reason, at_ms = "
                                "excluded.at_ms, "
                                "hlc = excluded.hlc, station = excluded.station" FIRST(
                                    "revoked_serial"),
    [SQL_APPLY_REVOKED_HOLDER] =
        "INSERT INTO revoked_holder SELECT " HOLDER
        ", " BODY("reason") ", " BODY("at") ", ?2, ?3 WHERE " BODY(
            "serial") " = 0 ON CONFLICT DO UPDATE SET "
                      "reason = excluded.reason, at_ms = excluded.at_ms, hlc = excluded.hlc, "
                      "station = excluded.station" FIRST("revoked_holder"),
};
