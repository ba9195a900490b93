#!/bin/bash
# Measures the sync against a PostgreSQL of its own, fsync on, over TLS: tests/sync/measure.sh [WHAT…]
cd "$(dirname "$0")/../.."
. tests/lib/postgres.sh
program=${BUILD:-build}/release/tests/sync/measure
work=$(mktemp -d)
trap 'postgres_stop; rm -rf "$work"' EXIT
chmod 711 "$work"
mkdir "$work/tls"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost \
    -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout "$work/tls/server.key" -out "$work/tls/server.crt" 2>/dev/null
postgres_tls=$work/tls
postgres_start "$work/postgres" || { echo "measure: $postgres_why" >&2; exit 1; }
[ $# != 0 ] || set -- push throughput catch-up first-load snapshot refusal latency revocation
# Processor time of the server and its processes, in ticks; what has ended is counted by its parent.
server_ticks() { cat $(for pid in $(postgres_family); do echo "/proc/$pid/stat"; done) 2>/dev/null |
    awk '{ sum += $14 + $15 + $16 + $17 } END { print sum }'; }
for what in "$@"; do
    before=$(server_ticks)
    LANYARD_LOG=${LANYARD_LOG:-error} "$program" "$postgres_url?sslmode=verify-full&sslrootcert=$work/tls/server.crt" "$what"
    awk -v ticks="$(($(server_ticks) - before))" -v hertz="$(getconf CLK_TCK)" \
        'BEGIN { printf "    processor at the server, set-up included: %.1f s\n", ticks / hertz }'
done
