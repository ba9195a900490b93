#!/bin/bash
# The touch application with a hub: what is checked in on its screen is at the hub at once; without the hub it goes on,
# shows nothing of that to a delegate, and brings everything afterwards.
. tests/lib/cli.sh
. tests/lib/postgres.sh
. tests/sync/stations.sh
stations_start
a=$work/a
export LANYARD_EVENT=$a
sample 40
lanyard hub init "$postgres_url" >/dev/null
station_make gate-b "$work/b"
sync_all "$a" "$work/b" >/dev/null
at_hub() { postgres_sql "SELECT count(*) FROM lanyard.event_log WHERE kind = 'admission'"; }
badge() {
    sqlite3 "$a/lanyard.db" "SELECT credential FROM badge JOIN attendee USING (holder)
        WHERE zones & 1 AND NOT watch AND NOT escort_required ORDER BY holder LIMIT 1 OFFSET $1"
}
lanyard print --all --issue --out "$work/badges.pdf" >/dev/null || not_ok "badges"
first=$(badge 0) second=$(badge 1) third=$(badge 2)

cat >"$work/script" <<SCRIPT
wait ready
scan $first
wait admit
sleep 2
scan $second
wait admit
sleep 3
scan $third
wait admit
shot apart
sleep 9
quit
SCRIPT
SDL_VIDEODRIVER=offscreen "$LANYARD" kiosk --mode verify --checkpoint plenary-door --size 480x800 \
    --camera "$work" --script "$work/script" --shots "$work/shots" >"$work/stdout" 2>"$work/stderr" &
kiosk=$!
tries=300
while [ "$(at_hub)" != 1 ] && [ $((tries -= 1)) -gt 0 ]; do sleep 0.05; done
is "an admission is at the hub while the screen is on" 1 "$(at_hub)"
tries=300
while [ "$(at_hub)" != 2 ] && [ $((tries -= 1)) -gt 0 ]; do sleep 0.05; done
postgres_kill
sleep 3.5
postgres_again
wait $kiosk
is "the script ran through, with the hub and without" 0 $?
is "the guard's screen was drawn while apart" 1 "$(ls "$work/shots" | grep -c apart)"
is "all is at the hub" 3 "$(at_hub)"
lanyard sync --once --event "$work/b" >/dev/null
said=$(lanyard verify "$third" --checkpoint plenary-door --event "$work/b" --json)
is "the other knows how old its data is" "0 connected 0" "$(field data_age_s) $(field hub) $(field waiting)"
sqlite3 "$work/b/lanyard.db" "UPDATE replica SET contact_ms = contact_ms - 3600000"
said=$(lanyard verify "$third" --checkpoint plenary-door --event "$work/b" --json)
is "an hour without the hub is told" "apart true" "$(field hub) $(field 'data_age_s >= 3600')"
said=$(lanyard checkin "$third" --checkpoint plenary-door --event "$work/b" --json)
is "so is what waits" "apart true" "$(field hub) $(field 'waiting > 0')"
