#!/bin/bash
# The program itself with every nth call of write, fsync, open and malloc failing once: it says yes or
# no, never both; what it acknowledged is there; and the record is whole.
#   program.sh [--all]     without --all, later calls are tried in growing steps
set -u
build=$PWD/${BUILD:-build}/release
all=${1:-}
work=$(mktemp -d "$([ -w /dev/shm ] && echo /dev/shm || echo /tmp)/lanyard-torture-XXXXXX")
trap 'rm -rf "$work"' EXIT
export LANYARD_EVENT=$work/event
lanyard() { "$build/lanyard" "$@"; }
fail() { echo "not ok - $1"; sed 's/^/  /' "$work/err" 2>/dev/null | head -5; exit 1; }

lanyard init "$LANYARD_EVENT" --sample --attendees 30 >/dev/null || fail "the event"
codes=$work/codes
lanyard invite --all --out "$work/invitations" --format txt --json |
    jq -r 'select(.text) | [.holder, .text] | @tsv' >"$codes"
lanyard attendees --json | jq -r 'select(.state == "expected") | .holder' >"$work/expected"
grep -F -f "$work/expected" "$codes" >"$work/usable"
cp -r "$LANYARD_EVENT" "$work/kept"
IFS=$'\t' read -r holder text <"$work/usable"

# CALL NTH : a check-in with that fault; false when the fault did not come
one() {
    rm -rf "$LANYARD_EVENT"
    cp -r "$work/kept" "$LANYARD_EVENT"
    said=$(FAULT_CALL=$1 FAULT_NTH=$2 FAULT_FD=9 LD_PRELOAD=$build/tests/torture/faults.so \
        timeout 20 "$build/lanyard" checkin "$text" --json 9>"$work/came" 2>"$work/err")
    status=$?
    [ $status -ge 124 ] && fail "$1 $2: it died with status $status"
    local arrived
    arrived=$(lanyard attendees "$holder" --json 2>"$work/err" | jq -r .state)
    case $status/$arrived in
    0/arrived) ;;
    0/*) fail "$1 $2: admitted, and not in the record" ;;
    */arrived) # written and then not said: only after the commit, when the answer could not be given
        [ "$1" = malloc ] || [ "$1" = write ] || fail "$1 $2: status $status, and in the record" ;;
    */expected) [ -s "$work/err" ] || true ;;
    *) fail "$1 $2: status $status, state $arrived" ;;
    esac
    if [ $status != 0 ] && [ -z "$said" ] && [ -s "$work/came" ]; then
        silent=$((silent + 1))
    fi
    lanyard audit verify >/dev/null 2>"$work/err" || fail "$1 $2: the record is not whole"
    lanyard checkin "$text" --json 2>"$work/err" | grep -q -e '"admit"' -e already-inside ||
        fail "$1 $2: it does not go on afterwards"
    [ -s "$work/came" ]
}

for call in write fsync open malloc; do
    nth=1 tried=0 silent=0
    while one $call $nth; do
        tried=$((tried + 1))
        if [ -n "$all" ] || [ $nth -lt 20 ]; then nth=$((nth + 1)); else nth=$((nth + nth / 3)); fi
    done
    echo "ok - every $call failed: $tried tried, up to number $nth"
done
