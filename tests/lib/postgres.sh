# A private PostgreSQL 15 with fsync on, for tests. Source it, then:
#   postgres_start DIR   makes a cluster with all its files in DIR (made if need be) and starts it on a free port of the
#                        loopback, with password authentication. Sets $postgres_url (superuser), $postgres_port.
#                        Non-zero when it cannot: the reason is in $postgres_why.
#   postgres_again       starts it again on the same files, after postgres_kill or postgres_stop.
#   postgres_kill        ends it as a crash would.
#   postgres_freeze / postgres_thaw   makes every server process hang, and lets them go on.
#   postgres_stop        ends it, by its own process id.
#   postgres_sql SQL     runs SQL as the superuser in the database "hub", prints bare rows.
# PostgreSQL refuses to run as root: then all is done as the user postgres, or nobody.

postgres_why=
postgres_dir=
postgres_pid=
postgres_port=
postgres_url=
postgres_bin=/usr/lib/postgresql/15/bin

# Runs a command as a user who may run the server.
postgres_as() {
    if [ "$(id -u)" != 0 ]; then
        "$@"
    elif id postgres >/dev/null 2>&1; then
        setpriv --reuid postgres --regid "$(id -g postgres)" --clear-groups "$@"
    else
        setpriv --reuid nobody --regid "$(id -g nobody)" --clear-groups "$@"
    fi
}

postgres_free_port() {
    local port
    for port in $(shuf -i 20000-29999 -n 50); do
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
    done
}

postgres_again() {
    rm -f "$postgres_dir/data/postmaster.pid"
    # exec: the pid is the server's own
    (cd / && postgres_as "$postgres_bin/postgres" -D "$postgres_dir/data" -p "$postgres_port" \
        >>"$postgres_dir/log" 2>&1) &
    local shell=$! tries=200
    while ! PGPASSWORD=owner "$postgres_bin/psql" -h 127.0.0.1 -p "$postgres_port" -U owner -d postgres -c 'SELECT 1' \
        >/dev/null 2>&1; do
        if [ $((tries -= 1)) = 0 ] || ! kill -0 $shell 2>/dev/null; then
            postgres_why="PostgreSQL does not start: $(tail -1 "$postgres_dir/log")"
            return 1
        fi
        sleep 0.05
    done
    postgres_pid=$(head -1 "$postgres_dir/data/postmaster.pid")
}

postgres_start() {
    postgres_dir=$1
    if [ ! -x $postgres_bin/initdb ]; then
        postgres_why="postgresql-15 is not installed (.ci/install test)"
        return 1
    fi
    mkdir -p "$postgres_dir"
    chmod 711 "$postgres_dir"
    echo owner >"$postgres_dir/password"
    mkdir -p "$postgres_dir/data"
    if [ "$(id -u)" = 0 ]; then
        chown "$(postgres_as id -u)" "$postgres_dir/data"
    fi
    chmod 644 "$postgres_dir/password"
    (cd / && postgres_as $postgres_bin/initdb -D "$postgres_dir/data" -U owner -A scram-sha-256 \
        --pwfile="$postgres_dir/password" --no-sync -E UTF8 --locale=C.UTF-8) >"$postgres_dir/initdb.log" 2>&1 || {
        postgres_why="initdb fails: $(tail -1 "$postgres_dir/initdb.log")"
        return 1
    }
    cat >>"$postgres_dir/data/postgresql.conf" <<CONF
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
fsync = on
max_connections = 260
shared_buffers = 64MB
logging_collector = off
log_min_messages = warning
CONF
    if [ -n "${postgres_tls:-}" ]; then
        cp "$postgres_tls/server.crt" "$postgres_tls/server.key" "$postgres_dir/data/"
        chown --reference="$postgres_dir/data" "$postgres_dir"/data/server.*
        chmod 600 "$postgres_dir/data/server.key"
        echo "ssl = on" >>"$postgres_dir/data/postgresql.conf"
    fi
    postgres_port=$(postgres_free_port)
    postgres_again || return 1
    postgres_url="postgresql://owner:owner@127.0.0.1:$postgres_port/hub"
    PGPASSWORD=owner $postgres_bin/createdb -h 127.0.0.1 -p "$postgres_port" -U owner hub
}

postgres_sql() { $postgres_bin/psql -X -q -A -t -v ON_ERROR_STOP=1 "$postgres_url" -c "$1"; }

# The server's own processes.
postgres_family() { echo "$postgres_pid $(pgrep -P "$postgres_pid" | xargs)"; }
postgres_freeze() { kill -STOP $(postgres_family); }
postgres_thaw() { kill -CONT $(postgres_family); }

postgres_wait_end() {
    local tries=200
    while kill -0 "$postgres_pid" 2>/dev/null && [ $((tries -= 1)) -gt 0 ]; do sleep 0.05; done
    postgres_pid=
}

# A crash: no checkpoint, no goodbye. Its children notice and end.
postgres_kill() {
    local family
    family=$(postgres_family)
    kill -KILL $family 2>/dev/null
    postgres_wait_end
    sleep 0.2
}

postgres_stop() {
    [ -n "$postgres_pid" ] || return 0
    kill -INT "$postgres_pid" 2>/dev/null
    postgres_wait_end
}
