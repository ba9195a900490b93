#!/bin/bash
# All of the torture; "make torture". Options go to the kills.
set -eu
bin=${BUILD:-build}
"$bin/release/tests/torture/torture" --faults --all
"$bin/asan/tests/torture/torture" --faults
bash tests/torture/program.sh --all
"$bin/release/tests/torture/torture" "$@"
