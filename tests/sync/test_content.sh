#!/bin/bash
# What travels besides facts and the roster: ties, focal points, the watch list, settings, templates and photos; which
# correction wins, and where the other version is; one incident on the lists of both gates.
. tests/lib/cli.sh
. tests/lib/postgres.sh
. tests/sync/stations.sh
stations_start
a=$work/a b=$work/b c=$work/c
export LANYARD_EVENT=$a
sample 30
lanyard hub init "$postgres_url" >/dev/null
station_make gate-b "$b"
station_make desk-c "$c"
postgres_sql "UPDATE lanyard.station SET may_edit = true WHERE name = 'desk-c'"
sync_all "$a" "$b" "$c" >/dev/null
db() { sqlite3 "$1/lanyard.db" "$2"; }
holder=$(db "$a" "SELECT printf('%016x', holder) FROM attendee ORDER BY holder LIMIT 1")
WHO="holder = (SELECT min(holder) FROM attendee)"

# ---- what belongs to a person without being on the badge ----
db "$a" "INSERT OR REPLACE INTO attendee_tie SELECT min(holder), 'opening', 'H1', '', 'E7' FROM attendee"
db "$a" "INSERT OR REPLACE INTO focal_point SELECT min(code), 'Farrukh', 'f@example.org', '+992' FROM delegation"
db "$a" "INSERT OR REPLACE INTO setting VALUES ('template', 'a6')"
lanyard watch add --name "Nobody Known" --delegation UN --note "call 1" >/dev/null
lanyard watch add --name "Somebody Else" --delegation UN >/dev/null
sync_all "$a" "$b" "$c" >/dev/null
is "ties" "opening|H1||E7" "$(db "$b" "SELECT sessions, host, escort, accompanies FROM attendee_tie WHERE $WHO")"
is "focal points" "Farrukh|f@example.org|+992" \
    "$(db "$b" "SELECT name, email, phone FROM focal_point ORDER BY delegation LIMIT 1")"
is "settings of the event" a6 "$(db "$b" "SELECT value FROM setting WHERE name = 'template'")"
is "not those of the station" gate-b "$(db "$b" "SELECT value FROM setting WHERE name = 'station'")"
is "the watch list" "2" "$(lanyard watch list --json --event "$b" | wc -l)"
lanyard watch remove "$(lanyard watch list --json | head -1 | jq -r .entry)" >/dev/null
lanyard watch add --name "Third Person" --delegation UN --event "$c" >/dev/null
sync_all "$a" "$c" "$a" "$b" >/dev/null
is "entries of two desks do not meet" "Somebody Else|Third Person" \
    "$(lanyard watch list --json --event "$b" | jq -r .name | sort | paste -sd'|')"
db "$a" "INSERT OR REPLACE INTO attendee_tie SELECT * FROM attendee_tie WHERE $WHO"
is "what is put again unchanged does not travel" 0 "$(db "$a" "SELECT count(*) FROM document_outbox")"

# ---- files ----
mkdir -p "$a/photos" "$b/photos"
head -c 70000 /dev/urandom >"$a/photos/one.jpg"
head -c 1000 /dev/urandom >"$a/photos/two.jpg"
touch "$a/photos/.hidden" "$a/photos/empty.jpg"
ln -s /etc/passwd "$a/photos/link.jpg"
sync_all "$a" "$b" >/dev/null
is "photos come" "" "$(cmp "$a/photos/one.jpg" "$b/photos/one.jpg"; cmp "$a/photos/two.jpg" "$b/photos/two.jpg")"
is "nothing else" "one.jpg two.jpg" "$(ls -A "$b/photos" | grep -v empty | xargs)"
is "templates, too" "" "$(diff -r "$a/templates" "$b/templates")"
is "readable by their owner alone" 600 "$(stat -c %a "$b/photos/one.jpg")"
sleep 0.01
head -c 70000 /dev/urandom >"$a/photos/one.jpg"
echo mine >"$b/photos/two.jpg"
sync_all "$a" "$b" >/dev/null
is "a changed one comes" "" "$(cmp "$a/photos/one.jpg" "$b/photos/one.jpg")"
rm "$b/photos/one.jpg"
db "$b" "UPDATE file SET here = 0 WHERE path = 'photos/one.jpg'"
postgres_sql "UPDATE lanyard.file SET data = set_byte(data, 9, 255 - get_byte(data, 9)) WHERE length(data) = 70000"
lanyard sync --once --event "$b" >/dev/null
says "a content that is not what it says is refused" "another content"
is "and not kept" 0 "$(ls "$b/photos" | grep -c one.jpg)"
postgres_sql >/dev/null "INSERT INTO lanyard.document SELECT 'file', '../evil', last + 1, '{\"path\": \"../evil\", \"content\": \"00:1\"}',
    NULL, 1, '{\"\": [1, \"station-1\"]}' FROM lanyard.feed_head;
    SELECT lanyard.feed_take(1)"
said=$(lanyard sync --once --json --event "$b")
is "a file beside the folder is put aside" 1 "$(field quarantined)"

# ---- corrections: field by field, the newer wins, by a clock that never goes behind what it has seen ----
position() { db "$1" "SELECT title || '|' || position FROM attendee WHERE $WHO"; }
db "$a" "UPDATE attendee SET title = 'Dr', position = 'A' WHERE $WHO"
db "$c" "UPDATE attendee SET position = 'C' WHERE $WHO"
sync_all "$a" "$c" "$a" "$b" >/dev/null
is "each field's newer version" "Dr|C Dr|C Dr|C" "$(position "$a") $(position "$b") $(position "$c")"
said=$(lanyard hub lost "$postgres_url" --json)
said=$(printf "%s\n" "$said" | jq -c 'select(.kind == "attendee")' | head -1)
is "the other version is kept" "attendee $holder position A station-1" \
    "$(field kind) $(field key) $(field field) $(field value) $(field station)"
# desk-c's clock is far ahead; station-1 corrects what it has seen
postgres_sql "UPDATE lanyard.document SET stamps = stamps || '{\"position\": [99999999999999, \"desk-c\"]}',
    stamp_ms = 99999999999999 WHERE kind = 'attendee' AND key = '$holder'; UPDATE lanyard.document SET seq =
    lanyard.feed_take(1) WHERE kind = 'attendee' AND key = '$holder'"
sync_all "$a" >/dev/null
db "$a" "UPDATE attendee SET position = 'corrected' WHERE $WHO"
sync_all "$a" "$b" >/dev/null
is "a correction of what was seen wins over a clock that is ahead" "Dr|corrected Dr|corrected" \
    "$(position "$a") $(position "$b")"

# ---- one incident, on both lists ----
invitation=$(invite "$(person 2)")
lanyard checkin "$invitation" >/dev/null
lanyard checkin "$invitation" --event "$b" >/dev/null
sync_all "$a" "$b" "$a" >/dev/null
incidents() { lanyard incidents list --json --event "$1" | jq -c 'select(.kind == "double-admission") | [.incident, .detail, .state]'; }
is "one incident" 1 "$(incidents "$a" | wc -l)"
is "the same at both gates" "$(incidents "$a")" "$(incidents "$b")"
id=$(incidents "$a" | jq -r '.[0]')
status_is "closed" 0 incidents close "$id" --note "talked to"
sync_all "$a" "$b" >/dev/null
is "closed at one, closed at the other" 0 "$(incidents "$b" | wc -l)"
for folder in "$a" "$b" "$c"; do
    status_is "the audit of $(basename "$folder") passes" 0 audit verify --event "$folder"
done
