#!/bin/bash
# audit verify finds what was done to the record behind our back, and says which event.
. tests/lib/cli.sh
sample 60
for i in 1 2 3; do lanyard checkin "$(invite "$(person 1)")" >/dev/null; done
status_is "an honest record" 0 audit verify --json
is "is ok" true "$(field ok)"
db=$LANYARD_EVENT/lanyard.db
count=$(field events)
[ "$count" -ge 7 ] && ok "counts $count events" || not_ok "counts $count events"

# NAME FAULT SQL
tamper() {
    rm -rf "$work/copy"
    cp -r "$LANYARD_EVENT" "$work/copy"
    sqlite3 "$work/copy/lanyard.db" "$3" 2>"$work/stderr" || { not_ok "$1 (sql)"; return; }
    said=$(lanyard audit verify --json --event "$work/copy")
    is "$1: exit status" 1 $?
    is "$1" "false $2" "$(field ok) $(field fault)"
}
drop="DROP TRIGGER event_log_kept; DROP TRIGGER event_log_unchanged;"
last=$(sqlite3 "$db" "SELECT max(sequence) FROM event_log")
mid=$((last - 2))
tamper "a changed event" changed "$drop UPDATE event_log SET body = replace(body, 'registration', 'registratioN') WHERE sequence = $mid;"
is "which one" "$mid" "$(field sequence)"
is "quickly too" 1 "$(lanyard audit verify --quick --event "$work/copy" >/dev/null; echo $?)"
tamper "a removed event" removed "$drop DELETE FROM event_log WHERE sequence = $mid;"
is "which one" "$mid" "$(field sequence)"
tamper "the last event removed" removed "$drop DELETE FROM event_log WHERE sequence = $last;"
is "which one" "$last" "$(field sequence)"
tamper "two events exchanged" reordered "$drop
    UPDATE event_log SET sequence = 100000 WHERE sequence = $mid;
    UPDATE event_log SET sequence = $mid WHERE sequence = $((mid + 1));
    UPDATE event_log SET sequence = $((mid + 1)) WHERE sequence = 100000;"
is "which one" "$mid" "$(field sequence)"
tamper "an inserted event" inserted "$drop INSERT INTO event_log
    SELECT NULL, station, $((last + 1)), randomblob(16), hlc + 1, kind, body, key_id, hash,
           randomblob(32), randomblob(64) FROM event_log WHERE sequence = $last;"
tamper "a person moved outside the record" changed "UPDATE presence SET inside = 0;"
said=$(lanyard audit log --limit 1 --json)
is "the newest event" "$last" "$(field sequence)"
if lanyard audit log --json | jq -e -s 'all(.body.at > 0)' >/dev/null; then
    ok "every body is JSON with its time"
else
    not_ok "every body is JSON with its time"
fi

head=$(lanyard audit head)
is "a head is one QR alphanumeric text" "LYH1:" "${head:0:5}"
status_is "the record holds the noted head" 0 audit verify --head "$head"
status_is "as a QR code and in a file" 0 audit head --out "$work/head.png" --append "$work/heads.txt"
is "the QR code reads back" "$head" "$(lanyard scan "$work/head.png" --json | head -1 | jq -r .text)"
status_is "no head" 2 audit verify --head "LYH1:ABC"
other=A
[ "${head:80:1}" = A ] && other=B
status_is "a head that nobody signed" 1 audit verify --head "${head:0:80}$other${head:81}" --json
is "is forged" forged "$(field fault)"
cp -r "$LANYARD_EVENT" "$work/early"
for i in 2 3; do lanyard checkin "$(invite "$(person $i)")" >/dev/null; done
lanyard audit head --append "$work/heads.txt" >/dev/null
status_is "every noted head" 0 audit verify --heads "$work/heads.txt"
# somebody with disk and key goes back and writes another history, as long and well signed
for i in 4 5 6; do lanyard checkin "$(LANYARD_EVENT=$work/early invite "$(person $i)")" --event "$work/early" >/dev/null; done
status_is "a rewritten history looks whole" 0 audit verify --event "$work/early"
status_is "but not beside the paper" 1 audit verify --event "$work/early" --heads "$work/heads.txt" --json
is "it was changed" changed "$(field fault)"
rm -rf "$work/early"; cp -r "$LANYARD_EVENT" "$work/early"
sqlite3 "$work/early/lanyard.db" "$drop DELETE FROM event_log; DELETE FROM chain_head;"
status_is "a cut chain" 1 audit verify --event "$work/early" --heads "$work/heads.txt" --json

status_is "heads at intervals" 0 audit head --append "$work/noted.txt" --every 5
is "noted at once" 1 "$(wc -l <"$work/noted.txt")"
status_is "and in the record" 0 audit verify --heads "$work/noted.txt"
status_is "a file that is named from nowhere" 2 audit head --append noted.txt --every 5
status_is "not any more" 0 audit head --every 0

only() { lanyard audit log --json "$@" | jq -r .kind | sort -u | xargs; }
is "only a kind" invitation-issued "$(only --kind invitation-issued)"
one=$(sqlite3 "$db" "SELECT body ->> '$.holder' FROM event_log WHERE kind = 'arrival' LIMIT 1")
is "only a person" "$one" "$(lanyard audit log --person "$one" --json | jq -r .body.holder | sort -u | xargs)"
is "only a station" "" "$(only --station station-9)"
is "nothing tomorrow" "" "$(only --since "$(TZ=Asia/Dushanbe date -d tomorrow +%F)")"
is "nothing yesterday" "" "$(only --until "$(TZ=Asia/Dushanbe date -d yesterday +%F)")"
is "the newest of a kind" 1 "$(lanyard audit log --kind arrival --limit 1 --json | wc -l)"
sqlite3 "$db" "UPDATE presence SET inside = 0"
status_is "a quick look does not see tables" 0 audit verify --quick
status_is "a fault that is recorded" 1 audit verify --record
is "is an incident" chain-break "$(lanyard incidents --json | jq -r .kind)"

sqlite3 "$LANYARD_EVENT/lanyard.db" "DELETE FROM serial"
status_is "a derived table that was emptied" 1 audit verify
is "is told without an event's number" "0" "$(printf '%s\n' "$said" | grep -c 'event 0')"
