# For tests with several stations: sourced after tests/lib/cli.sh and tests/lib/postgres.sh. A PostgreSQL runs, the
# sample event is its hub's, and $work/a (station-1), $work/b, $work/c … are folders of stations.

stations_start() {
    chmod 711 "$work"
    postgres_start "$work/postgres" || { echo "ok - hub # skip: $postgres_why"; exit 0; }
    trap 'postgres_stop; rm -rf "$work"' EXIT
}

# NAME FOLDER : a station enrolled in the hub, as a copy of $work/a with its own key
station_make() {
    LANYARD_EVENT=$work/a lanyard keys new-station "$1" --json >/dev/null
    cp -r "$work/a" "$2"
    rm -f "$2"/keys/root.key "$2"/keys/station-1.key "$work/a/keys/$1.key"
    sqlite3 "$2/lanyard.db" "UPDATE setting SET value = '$1' WHERE name = 'station'"
    station_enrol "$1" "$2"
}

# NAME FOLDER : its way to the hub, without the operator's code
station_enrol() {
    local role
    role=$(postgres_sql "SELECT lanyard.enrol('$1', false, 'secret', 0), lanyard.role_name('$1')" | cut -d'|' -f2)
    sqlite3 "$2/lanyard.db" "UPDATE replica SET hub = 'host=127.0.0.1 port=$postgres_port dbname=hub user=$role password=secret', cursor = 0, mark = x'', seen = 0, seen_mark = x'', generation = 0, pushed = 0; DELETE FROM document_outbox"
}

# FOLDER… : each syncs once
sync_all() {
    local folder
    for folder in "$@"; do
        lanyard sync --once --json --event "$folder" || echo "sync of $folder fails: $(cat "$work/stderr")"
    done
}

# FOLDER : all that must be equal everywhere
tables() {
    local table
    for table in attendee delegation category zone venue session checkpoint arrival presence serial badge badge_state \
        revoked_serial revoked_holder passage double_admission; do
        echo "-- $table"
        sqlite3 -readonly "$1/lanyard.db" "SELECT * FROM $table ORDER BY 1, 2, 3"
    done
    sqlite3 -readonly "$1/lanyard.db" "SELECT station, sequence, hex(hash), hex(signature) FROM chain_head ORDER BY 1"
    sqlite3 -readonly "$1/lanyard.db" "SELECT station, sequence, hex(uuid), hlc, body FROM event_log ORDER BY 1, 2"
}
