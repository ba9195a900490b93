#include "kiosk/store/migrations.h"

#define NOW "CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)"
#define RECORDING "(SELECT recording FROM replica)"

/* A hybrid clock: a change comes after every version of its document that is known here, however
 * far this machine's own clock is behind. */
#define AFTER(kind, key)                                                         \
    "max(" NOW ", 1 + ifnull((SELECT stamp_ms FROM document WHERE kind = '" kind \
    "' AND key = " key "), 0))"

/* Notes a row that is put and is not as it was; `same` compares t with new. */
#define NOTE(table, kind, key, same)                                                   \
    "CREATE TRIGGER " table "_put BEFORE INSERT ON " table " WHEN " RECORDING          \
    " AND NOT EXISTS (SELECT 1 FROM " table " t WHERE " same ") BEGIN"                 \
    "  INSERT INTO document_outbox (kind, key, field, at_ms) VALUES ('" kind "', " key \
    ", '', " AFTER(kind, key) "); END;"

/* The triggers of the first step, again with the hybrid clock. */
#define AGAIN(table, key)                                                              \
    "DROP TRIGGER " table "_put; CREATE TRIGGER " table "_put AFTER INSERT ON " table  \
    " WHEN " RECORDING " BEGIN INSERT INTO document_outbox (kind, key, field, at_ms) " \
    "VALUES ('" table "', " key ", '', " AFTER(table, key) "); END;"

/* A column's name where it changed. */
#define CHANGED(field) "SELECT '" field "' AS field WHERE old." field " IS NOT new." field
#define OR(field) " UNION ALL " CHANGED(field)
/* clang-format off */
#define ATTENDEE_FIELDS \
    CHANGED("external_id") OR("foreign_code") OR("family_name") \
    OR("given_name") OR("native_name") OR("title") OR("position") \
    OR("organisation") OR("delegation") OR("category") OR("head_of_delegation") \
    OR("protocol_rank") OR("language") OR("email") OR("photo") \
    OR("zones") OR("venues") OR("days") OR("escort_required") \
    OR("watch") OR("approval") OR("guard_note")
/* clang-format on */

/*
 * What else travels: ties between people, focal points, the watch list, settings of the event, and
 * files by what they hold. `file` has what the hub names; `here` is 1 when the file in the event's
 * folder is that one.
 */
const char migration_hub[] = AGAIN("delegation", "new.code") AGAIN("category", "new.code") AGAIN(
    "zone", "new.bit") AGAIN("venue", "new.bit") AGAIN("session", "new.code")
    AGAIN("checkpoint", "new.code") AGAIN(
        "attendee",
        "printf('%016x', new.holder)") "DROP TRIGGER attendee_changed;"
                                       "CREATE TRIGGER attendee_changed AFTER UPDATE ON attendee "
                                       "WHEN " RECORDING " BEGIN"
                                       "  INSERT INTO document_outbox (kind, key, field, at_ms)"
                                       "  SELECT 'attendee', printf('%016x', new.holder), "
                                       "field, " AFTER(
                                           "attendee",
                                           "printf('%016x', new.holder)") " FROM (" ATTENDEE_FIELDS
                                                                          "); END;"
                                                                          /* one's own change, too, is a version that later ones come after */
                                                                          "CREATE TRIGGER "
                                                                          "document_outbox_noted "
                                                                          "AFTER INSERT ON "
                                                                          "document_outbox WHEN "
                                                                          "new.at_ms > 0 BEGIN"
                                                                          "  INSERT INTO document "
                                                                          "VALUES (new.kind, "
                                                                          "new.key, new.at_ms) ON "
                                                                          "CONFLICT DO UPDATE"
                                                                          "  SET stamp_ms = "
                                                                          "max(stamp_ms, "
                                                                          "excluded.stamp_ms); "
                                                                          "END;" NOTE(
                                                                              "attendee_tie", "tie",
                                                                              "printf('%016x', "
                                                                              "new.holder)",
                                                                              "t.holder = "
                                                                              "new.holder AND "
                                                                              "t.sessions = "
                                                                              "new.sessions AND "
                                                                              "t.host = new.host"
                                                                              " AND t.escort = "
                                                                              "new.escort AND "
                                                                              "t.accompanies = "
                                                                              "new.accompanies")
                                                                              NOTE(
                                                                                  "focal_point",
                                                                                  "focal-point",
                                                                                  "new.delegation",
                                                                                  "t.delegation = "
                                                                                  "new.delegation "
                                                                                  "AND t.name = "
                                                                                  "new.name AND "
                                                                                  "t.email = "
                                                                                  "new.email"
                                                                                  " AND t.phone = "
                                                                                  "new.phone") "CRE"
                                                                                               "ATE"
                                                                                               " TR"
                                                                                               "IGG"
                                                                                               "ER "
                                                                                               "set"
                                                                                               "tin"
                                                                                               "g_"
                                                                                               "put"
                                                                                               " BE"
                                                                                               "FOR"
                                                                                               "E "
                                                                                               "INS"
                                                                                               "ERT"
                                                                                               " ON"
                                                                                               " se"
                                                                                               "tti"
                                                                                               "ng "
                                                                                               "WHE"
                                                                                               "N"
                                                                                               " " RECORDING
                                                                                               " AN"
                                                                                               "D "
                                                                                               "new"
                                                                                               ".na"
                                                                                               "me "
                                                                                               "IN "
                                                                                               "('"
                                                                                               "tem"
                                                                                               "pla"
                                                                                               "te'"
                                                                                               ", "
                                                                                               "'ti"
                                                                                               "cke"
                                                                                               "t-"
                                                                                               "key"
                                                                                               "s')"
                                                                                               " AN"
                                                                                               "D "
                                                                                               "NOT"
                                                                                               " EX"
                                                                                               "IST"
                                                                                               "S "
                                                                                               "(SE"
                                                                                               "LEC"
                                                                                               "T "
                                                                                               "1 "
                                                                                               "FRO"
                                                                                               "M "
                                                                                               "set"
                                                                                               "tin"
                                                                                               "g "
                                                                                               "t "
                                                                                               "WHE"
                                                                                               "RE "
                                                                                               "t."
                                                                                               "nam"
                                                                                               "e "
                                                                                               "= "
                                                                                               "new"
                                                                                               ".na"
                                                                                               "me "
                                                                                               "AND"
                                                                                               " t."
                                                                                               "val"
                                                                                               "ue "
                                                                                               "= "
                                                                                               "new"
                                                                                               ".va"
                                                                                               "lue"
                                                                                               ")"
                                                                                               " BE"
                                                                                               "GIN"
                                                                                               " IN"
                                                                                               "SER"
                                                                                               "T "
                                                                                               "INT"
                                                                                               "O "
                                                                                               "doc"
                                                                                               "ume"
                                                                                               "nt_"
                                                                                               "out"
                                                                                               "box"
                                                                                               " ("
                                                                                               "kin"
                                                                                               "d, "
                                                                                               "key"
                                                                                               ", "
                                                                                               "fie"
                                                                                               "ld,"
                                                                                               " at"
                                                                                               "_ms"
                                                                                               ")"
                                                                                               "  "
                                                                                               "VAL"
                                                                                               "UES"
                                                                                               " ('"
                                                                                               "set"
                                                                                               "tin"
                                                                                               "g',"
                                                                                               " ne"
                                                                                               "w."
                                                                                               "nam"
                                                                                               "e, "
                                                                                               "'',"
                                                                                               " " AFTER(
                                                                                                   "setting",
                                                                                                   "new.name") "); END;"
                                                                                                               "CREATE UNIQUE INDEX watch_id ON watch (id);" NOTE(
                                                                                                                   "watch",
                                                                                                                   "watch",
                                                                                                                   "new.id",
                                                                                                                   "false") "CREATE TRIGGER watch_removed AFTER UPDATE ON watch WHEN " RECORDING
                                                                                                                            " BEGIN"
                                                                                                                            "  INSERT INTO document_outbox (kind, key, field, at_ms)"
                                                                                                                            "  VALUES ('watch', new.id, '', " AFTER(
                                                                                                                                "watch",
                                                                                                                                "new.id") "); END;"
                                                                                                                                          "CREATE TABLE file ("
                                                                                                                                          "  path TEXT PRIMARY KEY," /* within the event's folder: "photos/…", "templates/…" */
                                                                                                                                          "  content TEXT NOT NULL," /* BLAKE2b-256, a colon, size: one value, that wins as one */
                                                                                                                                          "  here INTEGER NOT NULL, modified_ns INTEGER NOT NULL" /* of the file that was looked at */
                                                                                                                                          ") STRICT, WITHOUT ROWID;"
                                                                                                                                          "CREATE INDEX file_missing ON file (path) WHERE here = 0;" NOTE(
                                                                                                                                              "file",
                                                                                                                                              "file",
                                                                                                                                              "new.path",
                                                                                                                                              "t.path = new.path AND t.content = new.content")
    /* Double admissions among the other incidents; the same id on every station. */
    "CREATE VIEW incident_all AS"
    "  SELECT id, kind, holder, serial, checkpoint, detail, at_ms, hlc, station FROM incident"
    "  UNION ALL SELECT printf('%08x-%04x-%04x-%04x-%012x', holder >> 32 & 4294967295,"
    "    holder >> 16 & 65535, holder & 65535, scope & 65535, hlc & 281474976710655),"
    "  'double-admission', holder, 0, checkpoint,"
    "  'first let in at ' || first_checkpoint || ' by ' || first_station || ', then at ' ||"
    "  checkpoint || ' by ' || station, at_ms, hlc, station FROM double_admission;";
