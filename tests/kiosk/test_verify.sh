#!/bin/bash
# The guard's mode off-screen, by script: each badge becomes a passage or a refusal, without touches.
. tests/lib/cli.sh
sample 80
mkdir "$work/frames"
lanyard print --all --issue --out "$work/badges.pdf" >/dev/null || not_ok "badges"
# WHERE : the text of the first badge whose holder is so
badge() {
    sqlite3 "$LANYARD_EVENT/lanyard.db" "SELECT credential FROM badge JOIN attendee USING (holder)
        WHERE $1 ORDER BY holder LIMIT 1"
}
delegate=$(badge "zones & 1 AND NOT watch AND NOT escort_required")
driver=$(badge "zones & 1 = 0 AND NOT watch")
watched=$(badge "watch")
invited=$(invite "$(person 1)")
"$FRAMES" "$work/frames/delegate.png" "$delegate" 2

# NAME STATUS : runs the script on stdin
verify() {
    cat >"$work/script"
    SDL_VIDEODRIVER=offscreen "$LANYARD" kiosk --mode verify --checkpoint plenary-door \
        --language ru --size 480x800 --camera "$work/frames" --script "$work/script" \
        --shots "$work/shots" >"$work/stdout" 2>"$work/stderr"
    is "$1" "$2" "$?"
}
# KIND : how many such events
count() { lanyard audit log --json | jq -r --arg k "$1" 'select(.kind == $k) | .kind' | wc -l; }

verify "badges follow each other" 0 <<SCRIPT
wait ready
hold delegate.png
wait admit 20
expect ok
hold -
sleep 0.5
scan $delegate
wait refuse
expect already-inside
sleep 1.6
scan $driver
expect wrong-zone
sleep 1.6
scan $watched
wait refer
expect referred
sleep 1.6
scan $invited
wait refuse
expect needs-badge
press back
wait ready
press turn
scan $delegate
wait admit
wait ready 8
quit
SCRIPT
is "one came in" 1 "$(count admission)"
is "and left again" 1 "$(count exit)"
is "the others are on record" 4 "$(count refusal)"
is "the screens were saved" "admit ready refer refuse" \
    "$(ls "$work/shots" | sed 's/^[0-9]*-//; s/\.png//' | sort -u | xargs)"
verify "a glimpse does not wipe a refusal off" 1 <<SCRIPT
wait ready
scan $driver
wait refuse
scan $delegate
wait admit 1
SCRIPT
SDL_VIDEODRIVER=offscreen lanyard kiosk --mode verify --checkpoint no-such-door
is "an unknown door" 2 $?
says "is named" "no-such-door"
SDL_VIDEODRIVER=offscreen lanyard kiosk --language xx
is "an unknown language" 2 $?
status_is "the record is whole" 0 audit verify
