#!/bin/bash
# init: a new event, and every way it can be refused.
. tests/lib/cli.sh
status_is "init" 0 init "$work/event" --name "Water" --timezone Asia/Dushanbe \
    --days 2026-05-18,2026-05-19 --json
is "init says what it made" '{"event":"'"$work/event"'","attendees":0}' "$said"
is "keys are private" "600 600" "$(stat -c %a "$work/event/keys/root.key" "$work/event/keys/station-1.key" | xargs)"
status_is "init does not overwrite" 2 init "$work/event"
says "and says why" "there is an event here already"
status_is "an unknown time zone" 2 init "$work/b" --timezone Mars/Olympus
says "is named" "Mars/Olympus"
status_is "a bad day" 2 init "$work/b" --days 2026-02-30
says "is named" "2026-02-30"
status_is "a day that no credential can tell" 2 init "$work/b" --days 2120-01-01
status_is "a folder of time zones" 2 init "$work/b" --timezone Asia
status_is "days out of order" 2 init "$work/b" --days 2026-05-19,2026-05-18
status_is "nine days" 2 init "$work/b" --days 2026-05-01,2026-05-02,2026-05-03,2026-05-04,2026-05-05,2026-05-06,2026-05-07,2026-05-08,2026-05-09
status_is "attendees without a sample" 2 init "$work/b" --attendees 5
status_is "an unknown option" 2 init "$work/b" --frobnicate
status_is "no folder" 2 init
is "nothing is left of a refused init" "" "$(ls -d "$work/b" 2>/dev/null)"
status_is "a sample" 0 init "$work/c" --sample --attendees 60 --json
is "has its attendees" 60 "$(field attendees)"
is "and finds them" 60 "$(lanyard attendees --event "$work/c" --json | wc -l)"
status_is "a folder that cannot be made" 2 init /proc/nowhere/event
# The keys are in force on the event's days, whenever it is made.
for days in 2024-02-29 2026-05-18,2026-05-19 2098-05-18; do
    LANYARD_EVENT=$work/on-$days
    lanyard init "$LANYARD_EVENT" --sample --attendees 60 --days "$days" >/dev/null
    decides "an event of $days" admit ok checkin "$(invite "$(person 1)")" --at "${days%%,*}T09:30"
done
echo "minutes" >"$work/file"
status_is "a file in the folder's place" 2 init "$work/file"
is "stays what it was" "minutes" "$(cat "$work/file")"
mkdir -p "$work/mine/photos"
touch "$work/mine/keys"
status_is "a folder that cannot become an event" 2 init "$work/mine"
is "keeps what was in it" "keys photos" "$(ls "$work/mine" | xargs)"
mkdir "$work/stale"
touch "$work/stale/lanyard.db-wal"
status_is "what is left of another store" 2 init "$work/stale"
for try in 1 2 3 4 5 6; do
    for one in 1 2 3; do
        "$LANYARD" init "$work/race-$try" >/dev/null 2>&1 && echo made >>"$work/made-$try" &
    done
    wait
    is "of three at the same time one makes it ($try)" "made" "$(cat "$work/made-$try" 2>/dev/null)"
    is "and all of it stands ($try)" "keys lanyard.db photos print templates" "$(ls "$work/race-$try" | xargs)"
    status_is "with its keys ($try)" 1 checkin --event "$work/race-$try" nothing
done
