#!/bin/bash
# Who is believed on the way to the hub: a server with the right name and a certificate of the right authority that has not
# expired, and, where the hub asks for them, stations with client certificates.
. tests/lib/cli.sh
. tests/lib/postgres.sh
. tests/sync/stations.sh
command -v openssl >/dev/null || { echo "ok - TLS # skip: openssl is not installed (.ci/install test)"; exit 0; }
tls=$work/tls
mkdir "$tls"
authority() { # NAME
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "/CN=$1" \
        -keyout "$tls/$1.key" -out "$tls/$1.crt" 2>/dev/null
}
certificate() { # NAME COMMON-NAME AUTHORITY DAYS ALTERNATIVE-NAMES
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=$2" \
        -keyout "$tls/$1.key" -out "$tls/$1.csr" 2>/dev/null
    printf 'subjectAltName=%s' "$5" >"$tls/$1.ext"
    # -days 0 and less: openssl takes the end as it is, and the certificate has expired
    openssl x509 -req -in "$tls/$1.csr" -CA "$tls/$3.crt" -CAkey "$tls/$3.key" -CAcreateserial -days "$4" \
        -extfile "$tls/$1.ext" -out "$tls/$1.crt" 2>/dev/null
    chmod 600 "$tls/$1.key"
}
authority ours
authority theirs
certificate server hub.test ours 2 DNS:localhost,IP:127.0.0.1
certificate elsewhere hub.test ours 2 DNS:elsewhere.test
certificate expired hub.test ours -1 DNS:localhost,IP:127.0.0.1
certificate false hub.test theirs 2 DNS:localhost,IP:127.0.0.1

postgres_tls=$tls
stations_start
data=$postgres_dir/data
a=$work/a
export LANYARD_EVENT=$a
sample 10
lanyard hub init "$postgres_url?sslmode=verify-full&sslrootcert=$tls/ours.crt" >/dev/null
serve() { # NAME : the server shows this certificate
    cp "$tls/$1.crt" "$data/server.crt"
    cp "$tls/$1.key" "$data/server.key"
    chown --reference="$data" "$data"/server.*
    chmod 600 "$data/server.key"
    postgres_sql "SELECT pg_reload_conf()" >/dev/null
    sleep 0.3
}
refused() { # NAME WORDS
    status_is "$1" 3 sync --once
    says "and says why" "$2"
}

status_is "the right server" 0 sync --once
"$LANYARD" sync --json >"$work/running" 2>/dev/null &
running=$!
for _ in $(seq 100); do grep -q '"connected": *true' "$work/running" && break; sleep 0.05; done
is "over TLS" t "$(postgres_sql "SELECT bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
    WHERE usename LIKE 'lanyard%'")"
kill $running
wait $running
serve elsewhere
refused "one with another name" "does not match"
serve expired
refused "one whose certificate has expired" "expired"
serve false
refused "one of another authority" "certificate verify failed"
postgres_sql "ALTER SYSTEM SET ssl = off" && postgres_sql "SELECT pg_reload_conf()" >/dev/null
sleep 0.3
refused "one without TLS" "does not support SSL"
postgres_sql "ALTER SYSTEM RESET ssl"
serve server
status_is "the right one again" 0 sync --once

# ---- client certificates: a station's name in the hub stands in its certificate, and no password counts ----
role=$(sqlite3 "$a/lanyard.db" "SELECT substr(hub, instr(hub, 'lanyard_'), instr(substr(hub, instr(hub, 'lanyard_')), '''') - 1) FROM replica")
certificate station "$role" ours 2 DNS:station
certificate other lanyard_other ours 2 DNS:station
certificate late "$role" ours -1 DNS:station
certificate forged "$role" theirs 2 DNS:station
cp "$tls/ours.crt" "$data/root.crt"
chown --reference="$data" "$data/root.crt"
{
    echo "hostssl hub +lanyard_station 127.0.0.1/32 cert"
    echo "host hub +lanyard_station 127.0.0.1/32 reject"
    cat "$data/pg_hba.conf"
} >"$work/hba" && cat "$work/hba" >"$data/pg_hba.conf"
# the owner made the stations' roles, but is none of them
postgres_sql "ALTER SYSTEM SET ssl_ca_file = 'root.crt'" && postgres_sql "SELECT pg_reload_conf()" >/dev/null
sleep 0.3
sqlite3 "$a/lanyard.db" "UPDATE replica SET hub = hub || ' sslcert=''$tls/none.crt'' sslkey=''$tls/none.key'''"
shows() { sqlite3 "$a/lanyard.db" "UPDATE replica SET hub = substr(hub, 1, instr(hub, ' sslcert')) || 'sslcert=''$tls/$1.crt'' sslkey=''$tls/$1.key'''"; }
refused "without a certificate the password is not enough" "certificate"
shows station
status_is "with its certificate" 0 sync --once
shows other
refused "with another station's" "certificate authentication failed"
shows late
refused "with one that has expired" "expired"
shows forged
refused "with one of another authority" "unknown ca"
shows station
name=$(sqlite3 "$a/lanyard.db" "SELECT value FROM setting WHERE name = 'station'")
lanyard hub revoke "$postgres_url" "$name"
refused "with its own, once it is cut off" "not permitted to log in"
