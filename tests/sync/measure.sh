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
for what in "$@"; do
    LANYARD_LOG=${LANYARD_LOG:-error} "$program" "$postgres_url?sslmode=verify-full&sslrootcert=$work/tls/server.crt" "$what"
done
