#!/bin/bash
# Random stories of four stations and a hub: partitions, everything delivered twice, hubs restored from a backup. Whatever
# happens, all end with the same rows and with exactly the incidents that the oracle expects. A seed that fails is
# printed; SEEDS and SEED choose others.
. tests/lib/cli.sh
. tests/lib/postgres.sh
. tests/sync/stations.sh
stations_start
LANYARD=${PROGRAM:-$LANYARD}
LANYARD_LOG=error status_is "no violation in ${SEEDS:-12} seeds from ${SEED:-1} on" 0 \
    simulate --seed "${SEED:-1}" --seeds "${SEEDS:-12}" --json "$postgres_url"
cat "$work/stderr"
is "something happened" 1 "$(($(field events) > 100 && $(field syncs) > 100 && $(field restores) > 0))"
is "incidents too" 1 "$(($(field incidents) > 0))"
lanyard init "$work/a" >/dev/null
status_is "a hub of another event is not overwritten" 3 hub init "$postgres_url" --event "$work/a"
says "and says so" "another event"
