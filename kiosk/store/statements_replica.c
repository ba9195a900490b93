/* Statements of the sync with a hub, and of what several stations together make of a passage. */
#include "kiosk/store/statements.h"

#include "kiosk/store/statement_parts.h"

/* SQL is laid out by its own clauses. */
/* clang-format off */

/* The passages of the event's holder at its scope, each with how many exits came before it. */
#define STAYS                                                                                  \
    "WITH run AS (SELECT *, sum(entry = 0) OVER (ORDER BY hlc, station) AS stay FROM passage " \
    "p WHERE holder = " HOLDER                                                                 \
    " AND scope = " BODY("scope") " AND NOT EXISTS (SELECT 1 FROM undone u "                   \
                                  "WHERE u.hlc = p.hlc AND u.station = p.station)), "

/* Of each stay the entries at other stations than the first one. */
#define ENTRIES(stay)                                                                             \
    "entry AS (SELECT *, first_value(station) OVER w AS s, first_value(checkpoint) OVER w AS c, " \
    "first_value(at_ms) OVER w AS t FROM run "                                                    \
    "WHERE entry WINDOW w AS (PARTITION BY " stay " ORDER BY hlc, station)) "                     \
    "SELECT holder, scope, hlc, station, checkpoint, at_ms, s, c, t FROM entry "                  \
    "WHERE station <> s"

#define PASSAGE(entry, condition)                                                         \
    "INSERT INTO passage SELECT " HOLDER ", " BODY("scope") ", ?2, ?3, " entry ", " BODY( \
        "checkpoint") ", " BODY("at") " WHERE " condition " ON CONFLICT DO NOTHING"

/* A member of a document. */
#define FIELD(name) "?1 ->> '$." name "'"

#define AT(id) ((id)-SQL_REPLICA_FIRST)

const char
    *const statement_replica_sql[SQL_COUNT_FIRST - SQL_REPLICA_FIRST] =
        {
            [AT(SQL_ITEM_BEGIN)] = "SAVEPOINT apply",
            [AT(SQL_ITEM_END)] = "RELEASE apply",
            [AT(SQL_ITEM_UNDO)] = "ROLLBACK TO apply",
            [AT(SQL_APPLY_PASSAGE_ARRIVAL)] = PASSAGE("1", "true"),
            [AT(SQL_APPLY_PASSAGE_ADMISSION)] = PASSAGE("1", "ifnull(" BODY("once") ", 0)"),
            [AT(SQL_APPLY_PASSAGE_EXIT)] = PASSAGE("0", "true"),
            [AT(SQL_APPLY_DOUBLE_CLEAR)] =
                "DELETE FROM double_admission WHERE holder = " HOLDER " AND scope = " BODY("scope"),
            [AT(SQL_APPLY_DOUBLE)] = "INSERT INTO double_admission " STAYS ENTRIES("stay"),
            [AT(SQL_DEFER_NEW)] = "DROP TRIGGER presence_new",
            [AT(SQL_DEFER_CHANGED)] = "DROP TRIGGER presence_changed",
            [AT(SQL_MAKE_UP_OCCUPANCY)] =
                "INSERT INTO occupancy SELECT scope, sum(inside * (1 + companions)) FROM presence "
                "GROUP BY scope",
            [AT(SQL_MAKE_UP_DOUBLE)] =
                "INSERT INTO double_admission WITH run AS (SELECT *, sum(entry = 0) OVER "
                "(PARTITION BY holder, scope ORDER BY hlc, station) AS stay FROM passage p "
                "WHERE NOT EXISTS (SELECT 1 FROM undone u "
                "WHERE u.hlc = p.hlc AND u.station = p.station)), " ENTRIES("holder, scope, stay"),

            [AT(SQL_REPLICA_STATE)] =
                "SELECT hub, may_edit, generation, cursor, seen, seen_mark, pushed, contact_ms, "
                "(SELECT count(*) FROM document_outbox) * "
                "may_edit "
                "+ max(0, ifnull((SELECT sequence FROM chain_head WHERE station = ?1), 0) - "
                "pushed), "
                "(SELECT count(*) FROM quarantine) FROM replica",
            [AT(SQL_REPLICA_SET_HUB)] =
                "UPDATE replica SET hub = ?1, recording = ?1 <> '' AND may_edit",
            [AT(SQL_REPLICA_OFFER)] =
                "INSERT INTO document_outbox (kind, key, field, at_ms) "
                "SELECT n.kind, n.key, '', ifnull(d.stamp_ms, 0) FROM ("
                "SELECT 'delegation' AS kind, code AS key FROM delegation "
                "UNION ALL SELECT 'category', code FROM category UNION ALL SELECT 'zone', bit "
                "FROM zone "
                "UNION ALL SELECT 'venue', bit FROM venue UNION ALL SELECT 'session', code "
                "FROM session "
                "UNION ALL SELECT 'checkpoint', code FROM checkpoint "
                "UNION ALL SELECT 'attendee', printf('%016x', holder) FROM attendee "
                "UNION ALL SELECT 'tie', printf('%016x', holder) FROM attendee_tie "
                "UNION ALL SELECT 'focal-point', delegation FROM focal_point "
                "UNION ALL SELECT 'setting', name FROM setting WHERE name IN ('template', "
                "'ticket-keys') "
                "UNION ALL SELECT 'watch', id FROM watch UNION ALL SELECT 'file', path FROM file) "
                "n "
                "LEFT JOIN document d USING (kind, key)",
            [AT(SQL_REPLICA_WITHDRAW)] = "DELETE FROM document_outbox",
            [AT(SQL_REPLICA_MET)] =
                "UPDATE replica SET may_edit = ?2, recording = ?2, pushed = ?3, generation = ?1, "
                "cursor = iif(generation = ?1, cursor, 0), mark = iif(generation = ?1, mark, "
                "x'')",
            [AT(SQL_REPLICA_PUSHED)] = "UPDATE replica SET pushed = ?",
            [AT(SQL_REPLICA_SEEN)] = "UPDATE replica SET seen = ?, seen_mark = ?",
            [AT(SQL_REPLICA_AGAIN)] = "UPDATE replica SET cursor = 0, mark = x''",
            [AT(SQL_REPLICA_CONTACT)] = "UPDATE replica SET contact_ms = ?",
            [AT(SQL_REPLICA_CURSOR)] =
                "UPDATE replica SET cursor = ?1, mark = ?2, recording = may_edit, "
                "seen_mark = iif(?1 >= seen, ?2, seen_mark), seen = max(seen, ?1)",
            [AT(SQL_REPLICA_APPLYING)] = "UPDATE replica SET recording = 0",
            [AT(SQL_REPLICA_VERSION)] = "PRAGMA data_version",
            [AT(SQL_REPLICA_EVENTS)] =
                EVENT_QUERY "WHERE station = ? AND sequence > ? ORDER BY sequence LIMIT ?",
            [AT(SQL_REPLICA_EVENT_HASH)] =
                "SELECT hash FROM event_log WHERE station = ? AND sequence = ?",
            [AT(SQL_REPLICA_DOCUMENTS)] =
                "SELECT kind, key, iif(min(field) = '', '', group_concat(field)), max(at_ms), "
                "max(note) "
                "FROM (SELECT * FROM document_outbox ORDER BY note LIMIT ?) "
                "GROUP BY kind, key ORDER BY min(note)",
            [AT(SQL_REPLICA_DOCUMENT_SENT)] =
                "DELETE FROM document_outbox WHERE kind = ? AND key = ? AND note <= ?",
            [AT(SQL_REPLICA_DOCUMENT_STAMP)] =
                "INSERT INTO document VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET stamp_ms = "
                "max(stamp_ms, excluded.stamp_ms)",
            [AT(SQL_REPLICA_PENDING)] =
                "SELECT min(field) FROM document_outbox WHERE kind = ? AND key = ?",
            [AT(SQL_REPLICA_CHANGED_FIELDS)] =
                "SELECT json_group_object(key, value) FROM json_each(?1) WHERE key IN "
                "(SELECT field FROM document_outbox WHERE kind = ?2 AND key = ?3)",
            [AT(SQL_REPLICA_OVERLAY)] = "SELECT json_patch(?1, ?2)",
            [AT(SQL_REPLICA_READ_ATTENDEE)] =
                "SELECT holder_number(" FIELD("holder") "), " FIELD("external_id") ", " FIELD(
                    "foreign_"
                    "code") ","
                            " " FIELD("family_name") ", " FIELD(
                                "given_name") ", " FIELD("native_name") ", " FIELD("titl"
                                                                                   "e") ", " FIELD("position") ", " FIELD("organisation") ", " FIELD("delegation") ", " FIELD("category") ", " FIELD("head_of_delegation") ", " FIELD("protocol_rank") ", " FIELD("language") ", " FIELD("email") ", " FIELD("photo") ", " FIELD("zones") ", " FIELD("venues") ","
                                                                                                                                                                                                                                                                                                                                                               " " FIELD("days") ", " FIELD("escort_required") ", " FIELD("watch") ", " FIELD("approval") ", " FIELD("guard_note") "",
            [AT(SQL_REPLICA_READ_SETUP)] =
                "SELECT " FIELD("code") ", " FIELD("name") ", " FIELD("country") ", " FIELD(
                    "le"
                    "tt"
                    "e"
                    "r") ", " FIELD("rgb") ", " FIELD("zones") ","
                                                               " " FIELD("bit") ", " FIELD("venue") ", " FIELD("starts_ms") ", " FIELD("ends_ms") ", " FIELD(
                                                                   "kind") ", " FIELD("zone") ","
                                                                                              " " FIELD(
                                                                                                  "takes"
                                                                                                  "_invi"
                                                                                                  "tatio"
                                                                                                  "ns") ", " FIELD("anti_passback") ", " FIELD("refer_data_older_s"),
            [AT(SQL_DOCUMENT_DELEGATION)] =
                "SELECT json_object('code', code, 'country', country, 'name', name) FROM "
                "delegation WHERE code = ?",
            [AT(SQL_DOCUMENT_CATEGORY)] =
                "SELECT json_object('code', code, 'letter', letter, 'name', name, 'rgb', "
                "rgb, 'zones', zones) FROM category WHERE code = ?",
            [AT(SQL_DOCUMENT_ZONE)] =
                "SELECT json_object('bit', bit, 'code', code, 'name', name) FROM zone WHERE "
                "bit = ?",
            [AT(SQL_DOCUMENT_VENUE)] =
                "SELECT json_object('bit', bit, 'code', code, 'name', name) FROM venue "
                "WHERE bit = ?",
            [AT(SQL_DOCUMENT_SESSION)] =
                "SELECT json_object('code', code, 'name', name, 'venue', venue, "
                "'starts_ms', starts_ms, 'ends_ms', ends_ms) FROM session WHERE code = ?",
            [AT(SQL_DOCUMENT_CHECKPOINT)] =
                "SELECT json_object('code', code, 'name', name, 'kind', kind, 'zone', zone, "
                "'venue', venue, 'takes_invitations', takes_invitations, 'anti_passback', "
                "anti_passback, 'refer_data_older_s', refer_data_older_s) FROM checkpoint "
                "WHERE code = ?",
            [AT(SQL_DOCUMENT_ATTENDEE)] =
                "SELECT json_object('holder', printf('%016x', holder), 'external_id', "
                "external_id, 'foreign_code', foreign_code, 'family_name', family_name, "
                "'given_name', given_name, 'native_name', native_name, 'title', title, "
                "'position', position, 'organisation', organisation, 'delegation', "
                "delegation, 'category', category, 'head_of_delegation', "
                "head_of_delegation, 'protocol_rank', protocol_rank, 'language', language, "
                "'email', email, 'photo', photo, 'zones', zones, 'venues', venues, 'days', "
                "days, 'escort_required', escort_required, 'watch', watch, 'approval', "
                "approval, 'guard_note', guard_note) FROM attendee WHERE holder = holder_number(?)",
            [AT(SQL_DOCUMENT_TIE)] =
                "SELECT json_object('holder', printf('%016x', holder), 'sessions', sessions, "
                "'host', host, 'escort', escort, 'accompanies', accompanies) FROM attendee_tie "
                "WHERE holder = holder_number(?)",
            [AT(SQL_DOCUMENT_FOCAL)] =
                "SELECT json_object('delegation', delegation, 'name', name, 'email', email, "
                "'phone', phone) FROM focal_point WHERE delegation = ?",
            [AT(SQL_DOCUMENT_SETTING)] =
                "SELECT json_object('name', name, 'value', value) FROM setting WHERE name = ?",
            [AT(SQL_DOCUMENT_WATCH)] =
                "SELECT json_object('id', id, 'name', name, 'delegation', delegation, "
                "'organisation', organisation, 'email', email, 'note', note, 'removed', removed) "
                "FROM watch WHERE id = ?",
            [AT(SQL_DOCUMENT_FILE)] =
                "SELECT json_object('path', path, 'content', content) FROM file WHERE path = ?",
            [AT(SQL_TAKE_TIE)] =
                "INSERT OR REPLACE INTO attendee_tie VALUES (holder_number(" FIELD("holder") "), "
                FIELD("sessions") ", " FIELD("host") ", " FIELD("escort") ", "
                FIELD("accompanies") ")",
            [AT(SQL_TAKE_FOCAL)] =
                "INSERT OR REPLACE INTO focal_point VALUES (" FIELD("delegation") ", "
                FIELD("name") ", " FIELD("email") ", " FIELD("phone") ")",
            /* a name that is not the event's has no row, and is put aside */
            [AT(SQL_TAKE_SETTING)] =
                "INSERT OR REPLACE INTO setting SELECT " FIELD("name") ", iif(" FIELD("name")
                " IN ('template', 'ticket-keys'), " FIELD("value") ", NULL)",
            [AT(SQL_TAKE_WATCH)] =
                "INSERT INTO watch (id, name, delegation, organisation, email, note, removed) "
                "VALUES (" FIELD("id") ", " FIELD("name") ", " FIELD("delegation") ", "
                FIELD("organisation") ", " FIELD("email") ", " FIELD("note") ", "
                FIELD("removed") ") ON CONFLICT (id) DO UPDATE SET name = excluded.name, "
                "delegation = excluded.delegation, organisation = excluded.organisation, "
                "email = excluded.email, note = excluded.note, removed = excluded.removed",
            [AT(SQL_TAKE_FILE)] =
                "INSERT INTO file VALUES (" FIELD("path") ", " FIELD("content") ", 0, 0) "
                "ON CONFLICT (path) DO UPDATE SET here = here AND content = excluded.content, "
                "content = excluded.content",
            [AT(SQL_FILE_GET)] =
                "SELECT path, content, here, modified_ns FROM file WHERE path = ?",
            [AT(SQL_FILE_PUT)] = "INSERT OR REPLACE INTO file VALUES (?, ?, 1, ?)",
            [AT(SQL_FILE_SEEN)] =
                "UPDATE file SET here = 1, modified_ns = ?3 WHERE path = ?1 AND content = ?2",
            /* templates before photos: without them no badge is right */
            [AT(SQL_FILES_MISSING)] =
                "SELECT path, content, here, modified_ns FROM file WHERE here = 0 "
                "AND (?1 = '' OR path < ?1) ORDER BY path DESC LIMIT ?2",
            [AT(SQL_FILES_MISSING_COUNT)] = "SELECT count(*) FROM file WHERE here = 0",
            [AT(SQL_REPLICA_QUARANTINE_PUT)] =
                "INSERT INTO quarantine (seq, station, sequence, what, reason, at_ms, held, "
                "uuid, hlc, "
                "body, key_id, previous, hash, signature, head_key, head_signature) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO "
                "NOTHING",
            [AT(SQL_REPLICA_HELD)] = "SELECT uuid, station, sequence, hlc, what, body, key_id, "
                                     "previous, hash, signature, seq, "
                                     "head_key, head_signature FROM quarantine WHERE held ORDER BY "
                                     "station, sequence, id",
            [AT(SQL_REPLICA_HELD_DROP)] =
                "DELETE FROM quarantine WHERE held AND station = ? AND sequence <= ?",
            [AT(SQL_REPLICA_QUARANTINE)] =
                "SELECT station, sequence, what, reason, at_ms FROM quarantine "
                "ORDER BY id DESC LIMIT ?",
            [AT(SQL_REPLICA_DOUBLES)] =
                "SELECT holder, scope, at_ms, first_at_ms, station, first_station, checkpoint, "
                "first_checkpoint FROM double_admission ORDER BY hlc DESC, station DESC LIMIT "
                "?",
            [AT(SQL_REPLICA_DOUBLE_COUNT)] = "SELECT count(*) FROM double_admission",
};
/* clang-format on */
