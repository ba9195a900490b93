#include "kiosk/store/statements.h"

#include "kiosk/store/statement_parts.h"

/* SQL is laid out by its own clauses. */
/* clang-format off */
const char *const statement_sql[SQL_ACCESS_FIRST] = {
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
    [SQL_SESSIONS] =
        "SELECT code, name, venue, starts_ms, ends_ms FROM session "
        "ORDER BY starts_ms, code LIMIT ?",
    [SQL_CHECKPOINT_PUT] = "INSERT OR REPLACE INTO checkpoint VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    [SQL_CHECKPOINT_GET] =
        CHECKPOINT_QUERY
        "WHERE CASE WHEN ?1 = '' THEN kind = 'registration' ELSE code = ?1 END "
        "ORDER BY code LIMIT 1",
    [SQL_CHECKPOINTS] = CHECKPOINT_QUERY "ORDER BY kind DESC, code LIMIT ?",
    [SQL_KEY_LIST_PUT] = "INSERT OR REPLACE INTO key_list VALUES (1, ?, ?, ?)",
    [SQL_KEY_LIST_GET] = "SELECT root_public, version, text FROM key_list",
    [SQL_SETTING_PUT] = "INSERT OR REPLACE INTO setting VALUES (?, ?)",
    [SQL_SETTING_GET] = "SELECT value FROM setting WHERE name = ?",

    [SQL_ATTENDEE_PUT] =
        "INSERT INTO attendee VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
        "?, ?, ?, ?, ?, ?) ON CONFLICT (holder) DO UPDATE SET external_id = excluded.external_id, "
        "foreign_code = excluded.foreign_code, family_name = excluded.family_name, "
        "given_name = excluded.given_name, native_name = excluded.native_name, "
        "title = excluded.title, position = excluded.position, "
        "organisation = excluded.organisation, delegation = excluded.delegation, "
        "category = excluded.category, head_of_delegation = excluded.head_of_delegation, "
        "protocol_rank = excluded.protocol_rank, language = excluded.language, "
        "email = excluded.email, photo = excluded.photo, zones = excluded.zones, "
        "venues = excluded.venues, days = excluded.days, "
        "escort_required = excluded.escort_required, watch = excluded.watch, "
        "approval = excluded.approval, lookup = excluded.lookup, folded = excluded.folded, "
        "guard_note = excluded.guard_note",
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
    [SQL_SEARCH_ALL] = SEARCH_QUERY "ORDER BY d.folded, a.folded, a.holder LIMIT ?",
    [SQL_SEARCH_ONE] = SEARCH_QUERY "WHERE a.holder = ?",
    [SQL_SEARCH_MATCH] =
        "SELECT t.holder, t.terms, p.inside IS NOT NULL FROM search_index f "
        "CROSS JOIN search_text t ON t.id = f.rowid "
        "LEFT JOIN presence p ON p.holder = t.holder AND p.scope = -1 "
        "WHERE search_index MATCH ? LIMIT ?",
    [SQL_SEARCH_GROUPS] =
        "SELECT '=' || code FROM delegation WHERE instr(' ' || folded, ' ' || ?1) "
        "UNION ALL SELECT '#' || code FROM category WHERE instr(' ' || folded, ' ' || ?1) LIMIT ?2",
    [SQL_SEARCH_WORD] = "SELECT 1 FROM search_word WHERE word >= ?1 AND word < ?1 || '~' LIMIT 1",
    [SQL_SEARCH_LAST] =
        "SELECT '=' || a.delegation FROM arrival r JOIN attendee a USING (holder) "
        "WHERE a.delegation <> '' ORDER BY r.hlc DESC LIMIT 1",
    [SQL_TEXT_GET] = "SELECT terms FROM search_text WHERE holder = ?",
    [SQL_TEXT_DROP] = "DELETE FROM search_text WHERE holder = ?",
    [SQL_TEXT_PUT] = "INSERT INTO search_text (holder, terms) VALUES (?, ?)",
    [SQL_INDEX_CATCH_UP] =
        "INSERT INTO search_index (rowid, terms) "
        "SELECT id, terms FROM search_text WHERE id >= ? ORDER BY id",
    [SQL_INDEX_TIDY] = "INSERT INTO search_index (search_index) VALUES (?)",
    [SQL_INDEX_STATE] =
        "SELECT (SELECT count(*) FROM attendee), (SELECT count(*) FROM search_text), "
        "ifnull((SELECT max(id) FROM search_text), 0)",
    [SQL_WORD_PUT] = "INSERT OR IGNORE INTO search_word VALUES (?)",
    [SQL_ATTENDEE_BY_EXTERNAL] =
        "SELECT " ATTENDEE_COLUMNS " FROM attendee a "
        "WHERE external_id = ?1 AND external_id <> ''",
    [SQL_DELEGATIONS] = "SELECT code, country, name FROM delegation ORDER BY folded LIMIT ?",
    [SQL_CATEGORIES] = "SELECT code, letter, name, rgb, zones FROM category ORDER BY code LIMIT ?",
    [SQL_ROSTER_ROW_PUT] = "INSERT OR REPLACE INTO roster_row VALUES (?, ?)",
    [SQL_ROSTER_ROW_GET] = "SELECT fields FROM roster_row WHERE holder = ?",
    [SQL_TIE_PUT] = "INSERT OR REPLACE INTO attendee_tie VALUES (?, ?, ?, ?, ?)",
    [SQL_TIE_GET] = "SELECT sessions, host, escort, accompanies FROM attendee_tie WHERE holder = ?",
    [SQL_FOCAL_PUT] = "INSERT OR REPLACE INTO focal_point VALUES (?, ?, ?, ?)",
    [SQL_FOCAL_GET] = "SELECT name, email, phone FROM focal_point WHERE delegation = ?",
    [SQL_ATTENDEES] =
        "SELECT " ATTENDEE_COLUMNS " FROM (SELECT holder FROM attendee "
        "ORDER BY folded, holder) o CROSS JOIN attendee a ON a.holder = o.holder",
    [SQL_HISTORY] =
        "SELECT EXISTS (SELECT 1 FROM revoked_serial WHERE serial = ?2), "
        HOLDER_REVOKED("?1") ", "
        "(SELECT max(issue) FROM badge b WHERE holder = ?1 AND NOT EXISTS "
        "(SELECT 1 FROM revoked_serial r WHERE r.serial = b.serial "
        "AND r.reason = 'day-badge-returned')), "
        "(SELECT at_ms FROM arrival a WHERE a.holder = ?1 AND NOT EXISTS "
        "(SELECT 1 FROM undone u WHERE u.hlc = a.hlc AND u.station = a.station) "
        "ORDER BY a.hlc, a.station LIMIT 1), "
        "(SELECT inside FROM presence WHERE holder = ?1 AND scope = ?3), "
        "(SELECT since_ms FROM presence WHERE holder = ?1 AND scope = ?3), "
        SUSPENDED("?2"),

    [SQL_HEAD_GET] =
        "SELECT station, sequence, hash, key_id, signature FROM chain_head WHERE station = ?",
    [SQL_HEAD_PUT] = "INSERT OR REPLACE INTO chain_head VALUES (?, ?, ?, ?, ?)",
    /* also of stations that lost their head */
    [SQL_HEADS] =
        "SELECT n.station, h.sequence, h.hash, h.key_id, h.signature, "
        "(SELECT count(*) FROM event_log e WHERE e.station = n.station) "
        "FROM (SELECT station FROM chain_head UNION SELECT station FROM event_log) n "
        "LEFT JOIN chain_head h USING (station) ORDER BY n.station",
    [SQL_CLOCK] = "SELECT max(hlc) FROM event_log",
    [SQL_EVENT_APPEND] =
        "INSERT INTO event_log (uuid, station, sequence, hlc, kind, body, key_id, "
        "previous, hash, signature) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    [SQL_EVENTS] = EVENT_QUERY "ORDER BY station, sequence LIMIT ?",
    [SQL_EVENTS_NEWEST] = EVENT_QUERY "ORDER BY hlc DESC, station DESC LIMIT ?",
    [SQL_EVENTS_OF_STATION] = EVENT_QUERY "WHERE station = ? AND sequence >= ? ORDER BY sequence",
    [SQL_SERIAL_NEXT] =
        "INSERT INTO serial_counter VALUES (?1, 1 + ifnull((SELECT max(serial) FROM serial "
        "WHERE serial BETWEEN ?1 << 24 AND ?1 << 24 | 16777215), ?1 << 24) - (?1 << 24)) "
        "ON CONFLICT DO UPDATE SET last = max(last + 1, excluded.last) RETURNING last",
    [SQL_SERIAL_GET] = "SELECT holder FROM serial WHERE serial = ?",
    [SQL_BADGE_GET] = BADGE_QUERY "WHERE b.intent = ?",
    [SQL_BADGE_OF] =
        BADGE_QUERY "WHERE b.holder = ? AND " STANDS
        "ORDER BY b.issue DESC, b.hlc DESC LIMIT 1",
    [SQL_BADGE_STANDING] =
        BADGE_QUERY "WHERE b.holder = ? AND s.state <> 'failed' AND " STANDS
        "ORDER BY b.issue DESC, b.hlc DESC LIMIT 1",
    [SQL_BADGES] = BADGE_QUERY "ORDER BY b.hlc DESC, b.station DESC LIMIT ?",
    [SQL_BADGES_OPEN] =
        BADGE_QUERY
        "WHERE s.state IN ('intent', 'submitting', 'submitted', 'printing') "
        "ORDER BY b.hlc DESC, b.station DESC LIMIT ?",

    [SQL_APPLY_ARRIVAL] =
        "INSERT OR IGNORE INTO arrival VALUES ("
        HOLDER ", ?2, ?3, " BODY("at") ", " BODY("serial") ", " BODY("checkpoint") ")",
    [SQL_APPLY_ENTRY] = PRESENCE("1", BODY("at")),
    [SQL_APPLY_EXIT] = PRESENCE("0", BODY("at")),
    [SQL_APPLY_BADGE] =
        "INSERT INTO badge VALUES ("
        BODY("intent") ", " HOLDER ", " BODY("serial") ", " BODY("issue") ", "
        BODY("credential") ", " BODY("reason") ", " BODY("at") ", ?2, ?3) ON CONFLICT DO NOTHING",
    [SQL_APPLY_BADGE_SERIAL] = SERIAL("badge"),
    [SQL_APPLY_BADGE_FIRST_STATE] = BADGE_STATE("'intent'", BODY("printer"), "0", "''"),
    [SQL_APPLY_BADGE_STATE] =
        BADGE_STATE(BODY("state"), BODY("printer"), BODY("job"), BODY("detail")),
    [SQL_APPLY_INVITATION] = SERIAL("invitation"),
    [SQL_APPLY_REVOKED_SERIAL] =
        "INSERT INTO revoked_serial SELECT "
        BODY("serial") ", ifnull(" HOLDER ", 0), " BODY("reason") ", " BODY("at") ", ?2, ?3 "
        "WHERE " BODY("serial") " <> 0 "
        "ON CONFLICT DO UPDATE SET holder = excluded.holder, reason = excluded.reason, "
        "at_ms = excluded.at_ms, hlc = excluded.hlc, station = excluded.station"
        FIRST("revoked_serial"),
    [SQL_APPLY_REVOKED_HOLDER] =
        "INSERT INTO revoked_holder SELECT "
        HOLDER ", " BODY("reason") ", " BODY("at") ", ?2, ?3 WHERE " BODY("serial") " = 0 "
        "ON CONFLICT DO UPDATE SET reason = excluded.reason, "
        "at_ms = excluded.at_ms, hlc = excluded.hlc, station = excluded.station"
        LAST("revoked_holder"),
};
/* clang-format on */
