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
sqlite3 "$LANYARD_EVENT/lanyard.db" "DELETE FROM serial"
status_is "a derived table that was emptied" 1 audit verify
is "is told without an event's number" "0" "$(printf '%s\n' "$said" | grep -c 'event 0')"
