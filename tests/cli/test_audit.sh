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
sqlite3 "$db" ".schema event" >"$work/schema"
drop=$(sqlite3 "$db" "SELECT group_concat('DROP TRIGGER \"' || name || '\";', ' ') FROM sqlite_master WHERE type = 'trigger'")
last=$(sqlite3 "$db" "SELECT max(sequence) FROM event")
mid=$((last - 2))
tamper "a changed event" changed "$drop UPDATE event SET body = replace(body, 'registration', 'registratioN') WHERE sequence = $mid;"
is "which one" "$mid" "$(field sequence)"
tamper "a removed event" removed "$drop DELETE FROM event WHERE sequence = $mid;"
is "which one" "$mid" "$(field sequence)"
tamper "the last event removed" removed "$drop DELETE FROM event WHERE sequence = $last;"
