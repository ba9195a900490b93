#!/bin/bash
# The scanner's marks over the live picture: off at first, on and off again by key, and not on a station
# that fills the screen.
. tests/lib/cli.sh
sample 60
mkdir "$work/frames"
"$FRAMES" "$work/frames/a.png" "" 2
kiosk() {
    cat >"$work/script"
    SDL_VIDEODRIVER=offscreen "$LANYARD" kiosk --size 540x960 --still --silent --camera "$work/frames" \
        --script "$work/script" --shots "$work/shots" "$@" >"$work/stdout" 2>"$work/stderr"
    is "a script ends well" 0 $?
}
kiosk <<'SCRIPT'
wait attract
press start
wait scan
hold a.png
sleep 1
shot before
press camera-overlay
sleep 1
shot on
press camera-overlay
sleep 1
shot off
quit
SCRIPT
differ() { cmp -s "$work/shots/$1.png" "$work/shots/$2.png" && echo same || echo other; }
is "the marks are drawn" other "$(differ before on)"
is "and taken away" same "$(differ before off)"
kiosk --camera-overlay <<'SCRIPT'
wait attract
press start
wait scan
hold a.png
sleep 1
shot start
press camera-overlay
sleep 1
shot off
quit
SCRIPT
is "the option starts with them" other "$(differ before start)"
is "and they can be taken away" same "$(differ before off)"
