#!/bin/bash
# Two stations and a hub: what one does, the other knows; apart they go on, and agree afterwards.
. tests/lib/cli.sh
. tests/lib/postgres.sh
. tests/sync/stations.sh
stations_start
a=$work/a b=$work/b
LANYARD_EVENT=$a sample 40

status_is "the hub is made" 0 hub init "$postgres_url" --event "$a" --json
is "all of the roster has gone up" 1 "$(($(field pushed) > 60))"
status_is "made once more, nothing changes" 0 hub init "$postgres_url" --event "$a" --json
is "nothing goes up again" "0 0" "$(field pushed) $(field pulled)"
station_make gate-b "$b"
said=$(sync_all "$a" "$b")
is "the copy has everything already" 0 "$(field quarantined)"
is "equal tables" "" "$(diff <(tables "$a") <(tables "$b") | head -5)"

# A column that somebody adds to the roster must travel as well.
columns=$(sqlite3 "$a/lanyard.db" "SELECT name FROM pragma_table_info('attendee')
    WHERE name NOT IN ('holder', 'lookup', 'folded') ORDER BY name" | xargs)
is "the hub has every column of the roster" "$columns" "$(postgres_sql "SELECT string_agg(k, ' ' ORDER BY k COLLATE \"C\")
    FROM (SELECT DISTINCT jsonb_object_keys(body) k FROM lanyard.document WHERE kind = 'attendee') x WHERE k <> 'holder'")"
trigger=$(sqlite3 "$a/lanyard.db" "SELECT sql FROM sqlite_schema WHERE name = 'attendee_changed'")
missing=
for column in $columns; do [[ $trigger == *"old.$column IS NOT"* ]] || missing+=" $column"; done
is "a change of each is noted" "" "$missing"

export LANYARD_EVENT=$a
holder=$(person 1)
invitation=$(invite "$holder")
said=$(lanyard checkin "$invitation" --json)
is "admitted at A" "admit" "$(field verdict)"
said=$(lanyard checkin "$invitation" --event "$b" --json)
is "apart, B admits as well" "admit" "$(field verdict)"
sync_all "$a" "$b" "$a" >/dev/null
is "one incident at A" 1 "$(sqlite3 "$a/lanyard.db" 'SELECT count(*) FROM double_admission')"
is "the same at B" 1 "$(sqlite3 "$b/lanyard.db" 'SELECT count(*) FROM double_admission')"
is "the first stands" station-1 "$(sqlite3 "$b/lanyard.db" 'SELECT first_station FROM double_admission')"
said=$(lanyard hub status "$postgres_url" --json)
is "the hub counts the same" 1 "$(field incidents)"
is "equal tables" "" "$(diff <(tables "$a") <(tables "$b") | head -5)"
for folder in "$a" "$b"; do
    status_is "the audit of $(basename "$folder") passes" 0 audit verify --event "$folder"
done

lanyard revoke "$holder" --reason stolen
sync_all "$a" "$b" >/dev/null
said=$(lanyard verify "$invitation" --event "$b" --json)
is "revoked at A, refused at B" "refuse revoked" "$(field verdict) $(field reason)"

# A correction: field by field, both ways.
sqlite3 "$a/lanyard.db" "UPDATE attendee SET title = 'Dr' WHERE holder = (SELECT min(holder) FROM attendee)"
sqlite3 "$b/lanyard.db" "UPDATE attendee SET position = 'elsewhere' WHERE holder = (SELECT min(holder) FROM attendee)"
sync_all "$a" "$b" >/dev/null
is "a correction reaches the other" Dr "$(sqlite3 "$b/lanyard.db" 'SELECT title FROM attendee ORDER BY holder LIMIT 1')"
is "a station that may not edit noted nothing" 0 "$(sqlite3 "$b/lanyard.db" 'SELECT count(*) FROM document_outbox')"

said=$(lanyard sync --once --event "$b" --json)
is "nothing left to do" "0 0 0" "$(field pushed) $(field pulled) $(field lag_s)"

postgres_stop
status_is "no hub: said, with exit status 3" 3 sync --once
says "and why" "not reached"
invitation=$(invite "$(person 2)")
said=$(lanyard checkin "$invitation" --json)
is "without the hub, A admits" "admit" "$(field verdict)"
postgres_again
sync_all "$a" "$b" >/dev/null
said=$(lanyard verify "$invitation" --event "$b" --json)
is "afterwards B knows" already-inside "$(lanyard checkin "$invitation" --event "$b" --json | jq -r .reason)"

lanyard hub revoke "$postgres_url" gate-b
status_is "a revoked station is cut off" 3 sync --once --event "$b"
status_is "the others go on" 0 sync --once
status_is "nobody of that name" 1 hub revoke "$postgres_url" gate-x
