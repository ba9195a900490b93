#!/bin/bash
# Tries what docs/hub.md says of growing, with two servers on the loopback: a streaming replica that takes over, and
# logical replication of a venue's hub to another server. Run by `make scale`; prints as the tests do.
cd "$(dirname "$0")/../.."
. tests/lib/cli.sh
. tests/lib/postgres.sh
. tests/sync/stations.sh
LANYARD=${PROGRAM:-$LANYARD}
stations_start
trap 'second_stop; postgres_stop; rm -rf "$work"' EXIT
a=$work/a b=$work/b
export LANYARD_EVENT=$a
second=$work/second second_pid= second_port=

# DIR-made-already : starts the second server
second_start() {
    second_port=$(postgres_free_port)
    (cd / && postgres_as $postgres_bin/postgres -D "$second/data" -p "$second_port" >>"$second/log" 2>&1) &
    second_pid=$!
    for _ in $(seq 200); do
        second_sql "SELECT 1" postgres >/dev/null 2>&1 && break
        sleep 0.05
    done
    second_pid=$(head -1 "$second/data/postmaster.pid")
}
second_stop() {
    [ -z "$second_pid" ] || kill -INT "$second_pid" 2>/dev/null
    second_pid=
}
second_sql() {
    PGPASSWORD=owner $postgres_bin/psql -X -q -A -t -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$second_port" -U owner \
        -d "${2:-hub}" -c "$1"
}
second_folder() {
    mkdir -p "$second/data"
    chmod 711 "$second"
    [ "$(id -u)" != 0 ] || chown "$(postgres_as id -u)" "$second/data"
    chmod 700 "$second/data"
}
until_equal() { # NAME WANTED COMMAND… : within 10 s
    local name=$1 wanted=$2 got
    shift 2
    for _ in $(seq 200); do
        got=$("$@" 2>/dev/null)
        [ "$got" != "$wanted" ] || break
        sleep 0.05
    done
    is "$name" "$wanted" "$got"
}

# ---- a streaming replica takes over ----
sample 30
printf "wal_level = logical\nmax_wal_senders = 8\n" >>"$postgres_dir/data/postgresql.conf"
postgres_stop
postgres_again
lanyard hub init "$postgres_url" >/dev/null
station_make gate-b "$b"
sync_all "$a" "$b" >/dev/null
second_folder
(cd / && PGPASSWORD=owner postgres_as $postgres_bin/pg_basebackup -h 127.0.0.1 -p "$postgres_port" -U owner -D "$second/data" \
    -R -X stream -C -S second) >"$second/backup.log" 2>&1 || not_ok "a replica is made" "$(tail -1 "$second/backup.log")"
second_start
postgres_sql "ALTER SYSTEM SET synchronous_standby_names = '*'" && postgres_sql "SELECT pg_reload_conf()" >/dev/null
until_equal "the replica follows, and each commit waits for it" sync \
    postgres_sql "SELECT sync_state FROM pg_stat_replication"
for folder in "$a" "$b"; do
    lanyard hub hosts "127.0.0.1:$second_port,127.0.0.1:$postgres_port" --event "$folder" || not_ok "both servers are named"
done
lanyard checkin "$(invite "$(person 1)")" >/dev/null
status_is "with both servers in the address the writable one is found" 0 sync --once
generation=$(postgres_sql "SELECT generation FROM lanyard.hub")
"$LANYARD" sync --event "$b" --json >"$work/running" 2>/dev/null &
running=$!
until_equal "another station listens" 1 grep -c '"connected": *true' "$work/running"
postgres_kill
lanyard checkin "$(invite "$(person 2)")" >/dev/null
status_is "between the two there is no hub, and that is said" 3 sync --once
second_sql "SELECT pg_promote()" >/dev/null
second_sql "ALTER SYSTEM SET synchronous_standby_names = ''" && second_sql "SELECT pg_reload_conf()" >/dev/null
until_equal "the replica is promoted" f second_sql "SELECT pg_is_in_recovery()"
status_is "the station finds it" 0 sync --once
events() { sqlite3 "$b/lanyard.db" "SELECT count(*) FROM event_log WHERE kind = 'arrival'"; }
until_equal "the other one, which listened, has everything" 2 events
kill $running
wait $running
is "nothing was lost: no station reloads" "$generation" "$(second_sql "SELECT generation FROM lanyard.hub")"
is "equal tables" "" "$(diff <(tables "$a") <(tables "$b") | head -5)"
second_stop
sleep 0.5

# ---- logical replication of a venue's hub to another server, to look at ----
postgres_again
postgres_sql "ALTER SYSTEM RESET synchronous_standby_names" && postgres_sql "SELECT pg_reload_conf()" >/dev/null
postgres_sql "SELECT pg_drop_replication_slot('second')" >/dev/null
rm -rf "$second"
second_folder
(cd / && postgres_as $postgres_bin/initdb -D "$second/data" -U owner -A scram-sha-256 --pwfile="$postgres_dir/password" \
    --no-sync -E UTF8 --locale=C.UTF-8) >"$second/initdb.log" 2>&1
printf "listen_addresses = '127.0.0.1'\nunix_socket_directories = ''\n" >>"$second/data/postgresql.conf"
second_start
second_sql "CREATE DATABASE venue_a" postgres
# the same schema, empty: hub init, and then not a row of its own
cp -r "$a" "$work/copy"
sqlite3 "$work/copy/lanyard.db" "UPDATE replica SET hub = ''"
lanyard hub init "postgresql://owner:owner@127.0.0.1:$second_port/venue_a" --event "$work/copy" >/dev/null
tables=lanyard.hub,lanyard.station,lanyard.contact,lanyard.feed_head,lanyard.feed_batch,lanyard.event_log,lanyard.document,lanyard.file
second_sql "TRUNCATE $tables CASCADE" venue_a
postgres_sql "CREATE PUBLICATION venue FOR TABLE $tables"
second_sql "CREATE SUBSCRIPTION venue CONNECTION 'host=127.0.0.1 port=$postgres_port user=owner password=owner dbname=hub'
    PUBLICATION venue" venue_a 2>/dev/null
here() { postgres_sql "SELECT count(*), max(seq) FROM lanyard.event_log"; }
there() { second_sql "SELECT count(*), max(seq) FROM lanyard.event_log" venue_a; }
until_equal "the other server has the venue's events" "$(here)" there
for folder in "$a" "$b"; do station_enrol "$([ "$folder" = "$a" ] && echo station-1 || echo gate-b)" "$folder"; done
invitation=$(invite "$(person 3)")
lanyard checkin "$invitation" >/dev/null
lanyard checkin "$invitation" --event "$b" >/dev/null
sync_all "$a" "$b" "$a" >/dev/null
until_equal "and follows" "$(here)" there
incidents() { lanyard hub status "postgresql://owner:owner@127.0.0.1:$second_port/venue_a" --json | tail -1 | jq .incidents; }
until_equal "hub status works on the copy, with the double admission" 1 incidents
