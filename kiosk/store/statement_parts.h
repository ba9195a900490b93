/* What statements are made of; for statements.c and statements_access.c. */
#ifndef LANYARD_STATEMENT_PARTS_H
#define LANYARD_STATEMENT_PARTS_H

/* SQL is laid out by its own clauses. */
/* clang-format off */

/* In the order of roster.c's reader. */
#define ATTENDEE_COLUMNS \
    "a.holder, a.external_id, a.foreign_code, a.family_name, a.given_name, a.native_name, " \
    "a.title, a.position, a.organisation, a.delegation, a.category, a.head_of_delegation, " \
    "a.protocol_rank, a.language, a.email, a.photo, a.zones, a.venues, a.days, " \
    "a.escort_required, a.watch, a.approval, a.guard_note"

/* In the order of badges.c's reader. */
#define BADGE_QUERY \
    "SELECT b.intent, b.holder, b.serial, b.issue, s.state, b.credential, s.printer, s.job, " \
    "b.created_ms, s.updated_ms, s.detail, s.station FROM badge b JOIN badge_state s USING (intent) "

/* Revoked, and not lifted since. */
#define HOLDER_REVOKED(holder) \
    "EXISTS (SELECT 1 FROM revoked_holder h LEFT JOIN lifted_holder l USING (holder) " \
    "WHERE h.holder = " holder \
    " AND (l.holder IS NULL OR (l.hlc, l.station) < (h.hlc, h.station))) "
#define SUSPENDED(serial_) \
    "EXISTS (SELECT 1 FROM suspended_serial x WHERE x.serial = " serial_ " AND x.suspended = 1) "
#define NOT_REVOKED \
    "NOT EXISTS (SELECT 1 FROM revoked_serial r WHERE r.serial = b.serial) " \
    "AND NOT " HOLDER_REVOKED("b.holder")
#define STANDS NOT_REVOKED "AND NOT " SUSPENDED("b.serial")

#define CHECKPOINT_QUERY \
    "SELECT code, name, kind, zone, venue, takes_invitations, anti_passback, " \
    "refer_data_older_s FROM checkpoint "

/* In the order of event_log.c's reader. */
#define EVENT_QUERY \
    "SELECT uuid, station, sequence, hlc, kind, body, key_id, previous, hash, signature " \
    "FROM event_log "

/* A member of the event's body; holders are 16 hexadecimal digits. */
#define BODY(member) "body_member(?1, '" member "')"
#define HOLDER "holder_number(" BODY("holder") ")"

/* Which of two events stands. */
#define FIRST(table) " WHERE (excluded.hlc, excluded.station) < (" table ".hlc, " table ".station)"
#define LAST(table) " WHERE (excluded.hlc, excluded.station) > (" table ".hlc, " table ".station)"

#define PRESENCE(inside, since) \
    "INSERT INTO presence VALUES (" \
    HOLDER ", " BODY("scope") ", " inside ", " since ", " BODY("checkpoint") ", ?2, ?3, " \
    "ifnull(" BODY("companions") ", 0)) " \
    "ON CONFLICT DO UPDATE SET inside = excluded.inside, companions = excluded.companions, " \
    "since_ms = excluded.since_ms, checkpoint = excluded.checkpoint, " \
    "hlc = excluded.hlc, station = excluded.station" LAST("presence")
#define SERIAL(type) \
    "INSERT INTO serial VALUES (" BODY("serial") ", " HOLDER ", '" type "', ?2, ?3) " \
    "ON CONFLICT DO UPDATE SET holder = excluded.holder, type = excluded.type, " \
    "hlc = excluded.hlc, station = excluded.station" FIRST("serial")
#define BADGE_STATE(state, printer, job, detail) \
    "INSERT INTO badge_state VALUES (" \
    BODY("intent") ", " state ", " printer ", " job ", " detail ", " BODY("at") ", ?2, ?3) " \
    "ON CONFLICT DO UPDATE SET state = excluded.state, printer = excluded.printer, " \
    "job = excluded.job, detail = excluded.detail, updated_ms = excluded.updated_ms, " \
    "hlc = excluded.hlc, station = excluded.station" LAST("badge_state")

/* In the order of search.c's reader. */
#define SEARCH_QUERY \
    "SELECT " ATTENDEE_COLUMNS ", ifnull(d.name, ''), ifnull(c.name, ''), " \
    "iif(p.inside = 0 AND p.since_ms = 0 AND p.checkpoint = '', NULL, p.inside), " \
    "b.issue, b.serial, " \
    HOLDER_REVOKED("a.holder") \
    "OR EXISTS (SELECT 1 FROM revoked_serial r WHERE r.serial = b.serial) " \
    "FROM attendee a LEFT JOIN delegation d ON d.code = a.delegation " \
    "LEFT JOIN category c ON c.code = a.category " \
    "LEFT JOIN presence p ON p.holder = a.holder AND p.scope = -1 " \
    "LEFT JOIN badge b ON b.intent = (SELECT n.intent FROM badge n " \
    "WHERE n.holder = a.holder ORDER BY n.issue DESC, n.hlc DESC LIMIT 1) "

/* clang-format on */

#endif
