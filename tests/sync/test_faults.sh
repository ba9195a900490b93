#!/bin/bash
# What a hub, a station or its link can do wrong: each is refused or put aside with a clear message; the others go on.
. tests/lib/cli.sh
. tests/lib/postgres.sh
. tests/sync/stations.sh
stations_start
a=$work/a b=$work/b c=$work/c
export LANYARD_EVENT=$a
sample 20
lanyard hub init "$postgres_url" >/dev/null
station_make gate-b "$b"
station_make gate-c "$c"
sync_all "$a" "$b" "$c" >/dev/null

station_psql() { # FOLDER SQL, with the station's own login
    $postgres_bin/psql -X -q -A -t "$(sqlite3 "$1/lanyard.db" 'SELECT hub FROM replica')" -c "$2" 2>&1
}
refuses() { # NAME WORDS OUTPUT
    case $3 in *"$2"*) ok "$1" ;; *) not_ok "$1" "no \"$2\" in \"$3\"" ;; esac
}
zeros=$(printf '\\\\x%064d' 0)
push() { # FOLDER FIRST : a run of one invented event
    station_psql "$1" "SELECT lanyard.push($2, ARRAY[gen_random_uuid()], ARRAY[5::bigint], ARRAY['admission'],
        ARRAY['nonsense'::bytea], ARRAY[1], ARRAY[(SELECT '\\x${3:-00}'::bytea)], ARRAY['\\x11'::bytea],
        ARRAY['\\x22'::bytea], 1, '\\x33'::bytea)"
}

# ---- a malicious station ----
refuses "a station reads no table" "permission denied" "$(station_psql "$b" 'SELECT * FROM lanyard.event_log')"
refuses "nor writes one" "permission denied" \
    "$(station_psql "$b" "UPDATE lanyard.station SET sequence = 0 WHERE name = 'station-1'")"
refuses "nor calls what is the hub's own" "permission denied" "$(station_psql "$b" 'SELECT lanyard.feed_take(1)')"
refuses "nor becomes the owner" "permission denied" "$(station_psql "$b" 'SET ROLE lanyard_owner')"
refuses "nor speaks for another" "lost nothing" "$(station_psql "$b" "SELECT lanyard.heal('station-1', 1,
    ARRAY[gen_random_uuid()], ARRAY[5::bigint], ARRAY['x'], ARRAY[''::bytea], ARRAY[1], ARRAY[''::bytea],
    ARRAY[''::bytea], ARRAY[''::bytea], 1, ''::bytea)")"
refuses "nor edits the roster" "may not change" \
    "$(station_psql "$b" "SELECT lanyard.put_documents('{}', '{}', '{}', '{}', '{}')")"
refuses "a gap is refused" "are missing" "$(push "$b" 9)"
refuses "a broken link is refused" "does not follow" "$(push "$b" 1)"
refuses "the second fence: no row under another name" "row-level security" \
    "$(station_psql "$b" "SELECT 1" >/dev/null; postgres_sql "SET ROLE lanyard_owner; INSERT INTO lanyard.event_log
       VALUES (99999, 'gate-c', 1, gen_random_uuid(), 1, 'x', '', 1, '', '', '')" 2>&1)"

# What links but is not signed reaches the others, who put it aside.
event=$(sqlite3 "$a/lanyard.db" 'SELECT lower(hex(uuid)) FROM event')
push "$b" 1 "$event$event" >/dev/null
invitation=$(invite "$(person 1)")
lanyard checkin "$invitation" >/dev/null
sync_all "$a" >/dev/null
status_is "an invented event does not stop the others" 0 sync --once --json --event "$c"
is "it is put aside" 1 "$(field quarantined)"
says "with the station's name" "of gate-b are put aside"
is "and what came behind it is here" already-inside \
    "$(lanyard checkin "$invitation" --event "$c" --json | jq -r .reason)"
status_is "the audit passes" 0 audit verify --event "$c"
lanyard checkin "$invitation" --event "$b" >/dev/null
status_is "a station with another history than the hub's" 3 sync --once --event "$b"
says "is told" "older copy of the station"

# ---- an edited hub ----
lanyard checkin "$(invite "$(person 1)")" >/dev/null
sync_all "$a" >/dev/null
postgres_sql "UPDATE lanyard.event_log SET body = replace(convert_from(body, 'UTF8'), 'registration', 'registrati0n')::bytea
    WHERE station = 'station-1' AND sequence = (SELECT max(sequence) FROM lanyard.event_log WHERE station = 'station-1'
    AND kind = 'arrival')"
lanyard sync --once --json --event "$c" >/dev/null
says "an event edited at the hub is put aside" "put aside: changed"
status_is "the audit passes" 0 audit verify --event "$c"

# ---- the hub's disk is full: events wait, and go up when there is room ----
postgres_sql "CREATE FUNCTION public.no_room() RETURNS trigger LANGUAGE plpgsql AS \$\$ BEGIN RAISE EXCEPTION
    'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END \$\$;
    CREATE TRIGGER no_room BEFORE INSERT ON lanyard.event_log FOR EACH ROW EXECUTE FUNCTION public.no_room()"
lanyard checkin "$(invite "$(person 3)")" >/dev/null
said=$(lanyard sync --once --json)
is "a full disk at the hub: nothing goes up" 0 "$(field pushed)"
says "and what to do" "disk is full: free some space there"
is "the station goes on" admit "$(lanyard checkin "$(invite "$(person 3)")" --json | jq -r .verdict)"
postgres_sql "DROP TRIGGER no_room ON lanyard.event_log"
status_is "with room again it goes up" 0 sync --once --json
is "nothing waits" 0 "$(field waiting)"

# ---- versions, other events ----
postgres_sql "INSERT INTO lanyard.schema_step VALUES (99)"
status_is "a newer schema" 3 sync --once
says "is told" "newer than this program"
status_is "hub init does not touch it" 3 hub init "$postgres_url"
postgres_sql "DELETE FROM lanyard.schema_step WHERE step = 99"
lanyard init "$work/other" >/dev/null
sqlite3 "$work/other/lanyard.db" "ATTACH '$a/lanyard.db' AS a; UPDATE replica SET hub = (SELECT hub FROM a.replica)"
status_is "the hub of another event" 3 sync --once --event "$work/other"
says "is told" "serves event"
status_is "no hub in the database" 3 hub status "${postgres_url%/hub}/postgres"
says "is told" "no hub in this database"
status_is "not an address" 3 hub status "postgresql://[nonsense"
sqlite3 "$work/other/lanyard.db" "UPDATE replica SET hub = ''"
status_is "a store that names no hub" 3 sync --once --event "$work/other"
says "is told" "names no hub"
sqlite3 "$a/lanyard.db" "UPDATE replica SET hub = replace(hub, 'password=', 'password=x')"
status_is "a wrong password" 3 sync --once
says "is told" "password authentication failed"
