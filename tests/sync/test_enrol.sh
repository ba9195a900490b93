#!/bin/bash
# A station joins with a one-time code, gets its key into the list, issues what the others accept, and is cut off.
. tests/lib/cli.sh
. tests/lib/postgres.sh
. tests/sync/stations.sh
stations_start
a=$work/a b=$work/b
export LANYARD_EVENT=$a
sample 20
lanyard hub init "$postgres_url" >/dev/null
hub=${postgres_url/owner:owner@/}

status_is "a code for a station" 0 hub enrol "$postgres_url" gate-b --json
code=$(field code)
status_is "a wrong code" 3 hub join "$hub" "${code%?}-" --event "$work/x"
is "leaves nothing behind" "" "$(ls "$work/x" 2>/dev/null)"
status_is "the code" 0 hub join "$hub" "$code" --event "$b"
status_is "is good once" 3 hub join "$hub" "$code" --event "$work/y"
is "the roster is here" 20 "$(lanyard attendees --limit 1000 --json --event "$b" | wc -l)"
is "the code is nowhere in the folder" "" "$(grep -r -l -e "${code#*:}" "$b")"
status_is "without its key in the list it records nothing" 2 checkin "$(invite "$(person 1)")" --event "$b"
status_is "but takes what is new" 0 sync --once --event "$b"

status_is "its key is entered" 0 hub admit "$postgres_url" gate-b
status_is "once more changes nothing" 0 hub admit "$postgres_url" gate-b
status_is "the key comes down" 0 sync --once --event "$b"
said=$(lanyard checkin "$(invite "$(person 2)")" --event "$b" --print --json)
is "then it checks in" admit "$(field verdict)"
sync_all "$b" "$a" "$b" >/dev/null
is "and the others believe it" 0 "$(sqlite3 "$a/lanyard.db" 'SELECT count(*) FROM quarantine')"
is "its events are there" 1 "$(($(sqlite3 "$a/lanyard.db" "SELECT count(*) FROM event_log WHERE station = 'gate-b'") > 0))"
is "equal tables" "" "$(diff <(tables "$a") <(tables "$b") | head -5)"
status_is "the audit passes" 0 audit verify
status_is "nobody waits" 1 hub admit "$postgres_url" gate-x

"$LANYARD" sync --event "$b" --json >"$work/running" 2>/dev/null &
running=$!
for _ in $(seq 100); do grep -q '"connected": *true' "$work/running" && break; sleep 0.05; done
is "it is connected" 1 "$(grep -c '"connected": *true' "$work/running")"
lanyard hub revoke "$postgres_url" gate-b
says "its key with it" "refused from now on"
for _ in $(seq 40); do grep -q '"connected": *false' "$work/running" && break; sleep 0.05; done
is "revoked, it is cut off" 1 "$(grep -c '"connected": *false' "$work/running")"
kill $running
wait $running
is "and ends when told" 0 $?
badge=$(sqlite3 "$b/lanyard.db" "SELECT credential FROM badge WHERE station = 'gate-b' LIMIT 1")
is "what it has signed is refused" refuse "$(lanyard verify "$badge" --checkpoint main-entrance --json | jq -r .verdict)"
status_is "also at stations that hear of it" 0 sync --once
