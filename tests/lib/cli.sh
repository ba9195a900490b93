# For tests of the command line: sourced. The program is the sanitized build; a temporary folder is
# made and removed; "ok - NAME" and "not ok - NAME" lines are printed.
set -u
LANYARD=$PWD/${BUILD:-build}/asan/lanyard
FRAMES=$PWD/${BUILD:-build}/release/tests/demo/make_frames
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LANYARD_EVENT=$work/event
export SDL_AUDIODRIVER=dummy
unset LANYARD_LOG

lanyard() { "$LANYARD" "$@" 2>"$work/stderr"; }
ok() { echo "ok - $1"; }
not_ok() {
    echo "not ok - $1${2:+: $2}"
    sed 's/^/  stderr: /' "$work/stderr" 2>/dev/null | head -20
}

# NAME EXPECTED ACTUAL
is() {
    if [ "$2" = "$3" ]; then ok "$1"; else not_ok "$1" "wanted \"$2\", got \"$3\""; fi
}

# NAME STATUS COMMAND… : the exit status; what it printed is in $said
status_is() {
    local name=$1 wanted=$2 got
    shift 2
    said=$(lanyard "$@")
    got=$?
    is "$name" "$wanted" "$got"
}

# NAME WORDS : the last command's message to people has these words
says() {
    if grep -q -e "$2" "$work/stderr"; then ok "$1"; else not_ok "$1" "no \"$2\""; fi
}

# KEY : of the JSON in $said
field() { printf '%s\n' "$said" | tail -1 | jq -r ".$1"; }

# NAME VERDICT REASON COMMAND… (with --json)
decides() {
    local name=$1 verdict=$2 reason=$3
    shift 3
    said=$(lanyard "$@" --json)
    is "$name" "$verdict $reason" "$(field verdict) $(field reason)"
}

# QUERY : the text of a fresh invitation of the first person that matches
invite() {
    lanyard invite "$1" --out "$work/invitations" --format txt --json | head -1 | jq -r .text
}

sample() { lanyard init "$LANYARD_EVENT" --sample --attendees "${1:-60}" >/dev/null ||
    { not_ok "the sample event"; exit 1; }; }

# N : the n-th approved, expected person's holder
person() {
    lanyard attendees --json | jq -r 'select(.state == "expected") | .holder' | sed -n "$1p"
}
