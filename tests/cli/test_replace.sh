#!/bin/bash
# Replacement badges: a lost one is dead for ever, a forgotten one sleeps until it is found.
. tests/lib/cli.sh
sample 120
db=$LANYARD_EVENT/lanyard.db

# HOLDER : the text of the newest badge
newest() {
    sqlite3 "$db" "SELECT credential FROM badge WHERE printf('%016x', holder) = '$1'
        ORDER BY issue DESC LIMIT 1"
}

# NAME VERDICT REASON TEXT [OPTION…] : at a door
at_door() {
    local name=$1 verdict=$2 reason=$3 text=$4
    shift 4
    decides "$name" "$verdict" "$reason" verify "$text" --checkpoint main-entrance "$@"
}
a=$(sqlite3 "$db" "SELECT printf('%016x', holder) FROM attendee WHERE approval = 'approved'
    AND watch = 0 AND escort_required = 0 AND days = 3 AND venues & 1 ORDER BY holder LIMIT 1")
lanyard print "$a" --printer "file:$work/out" >/dev/null
first=$(newest "$a")
at_door "the badge" admit ok "$first"

status_is "forgotten" 0 replace "$a" --reason forgotten --printer "file:$work/out" --json
is "is issue 2" 2 "$(field issue)"
day=$(newest "$a")
at_door "the day badge" admit ok "$day"
at_door "the old one sleeps" refer suspended "$first"
tomorrow=$(sqlite3 "$db" "SELECT date FROM event_day WHERE bit = 1")
at_door "the day badge ends at midnight" refuse expired "$day" --at "${tomorrow}T00:00:00"
at_door "not before" admit ok "$day" --at "$(date -d "$tomorrow - 1 day" +%F)T23:59:59"
status_is "no second badge" 0 print "$a" --printer "file:$work/out"
says "and why" "exists already"
invitation=$(invite "$a")
decides "arriving with the invitation" admit ok checkin "$invitation" --print
is "prints nothing more" 2 "$(sqlite3 "$db" "SELECT count(*) FROM badge WHERE printf('%016x', holder) = '$a'")"

status_is "found" 0 found "$a" --json
is "the first issue" 1 "$(field issue)"
at_door "is good again" admit ok "$first"
at_door "the day badge is dead" refuse revoked "$day"
status_is "found twice" 1 found "$a"

status_is "forgotten again" 0 replace "$a" --reason forgotten --printer "file:$work/out" --json
is "is issue 3" 3 "$(field issue)"
status_is "and the day badge lost" 0 replace "$a" --reason lost --printer "file:$work/out" --json
is "is issue 4" 4 "$(field issue)"
at_door "the forgotten one is dead with it" refuse revoked "$first"
status_is "a dead one is not found" 1 found "$a"
says "it stays dead" "stays dead"
at_door "the new one" admit ok "$(newest "$a")"
at_door "also tomorrow" admit ok "$(newest "$a")" --at "${tomorrow}T12:00"
status_is "the record is whole" 0 audit verify
