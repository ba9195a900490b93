#!/bin/bash
# A short torture; "make torture" is the long one. LANYARD_SEED=n repeats a run.
set -u
bin=${BUILD:-build}
log=$(mktemp)
trap 'rm -f "$log"' EXIT
run() {
    if "${@:2}" >"$log" 2>&1; then echo "ok - $1"; else echo "not ok - $1"; fi
    sed 's/^/  /' "$log"
}
seed=${LANYARD_SEED:+--seed $LANYARD_SEED}
run "killed while it works" "$bin/release/tests/torture/torture" --seconds 8 $seed
run "every nth operation of the disk and the memory fails" "$bin/release/tests/torture/torture" --faults $seed
BUILD=$bin bash tests/torture/program.sh
