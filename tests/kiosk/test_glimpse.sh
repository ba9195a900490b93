#!/bin/bash
# The live camera path: of codes that flash by, each in one frame of 45, a ticket of ours is taken and a
# foreign code is not; held for two frames, it is.
. tests/lib/cli.sh
sample 60
mkdir "$work/frames"
"$FRAMES" "$work/frames/00.png" "" 2
for i in $(seq -w 1 44); do ln "$work/frames/00.png" "$work/frames/$i.png"; done
card=MECARD:N:Karimova,Lola\;\;

# WORDS SECONDS : runs the kiosk on the frames until its log has the words, or so long
watch() {
    SDL_VIDEODRIVER=offscreen LANYARD_LOG=info "$LANYARD" kiosk --size 540x960 \
        --camera "$work/frames" 2>"$work/stderr" &
    local kiosk=$!
    for _ in $(seq $(($2 * 10))); do
        grep -q -e "$1" "$work/stderr" && break
        sleep 0.1
    done
    kill -TERM $kiosk
    wait $kiosk
}
put() {
    rm "$work/frames/$1.png"
    "$FRAMES" "$work/frames/$1.png" "$2" 3
}
put 10 "$card"
watch "scan: refuse contact-card" 4
is "a foreign code in one frame is passed over" 0 "$(grep -c "scan: " "$work/stderr")"
put 30 "$(invite "$(person 1)")"
watch "scan: admit ok" 60
says "a ticket in one frame is taken" "scan: admit ok"
is "and nothing before it" 1 "$(grep -c "scan: " "$work/stderr")"
for i in 11 12 13 14 15; do ln -f "$work/frames/10.png" "$work/frames/$i.png"; done
put 30 ""
watch "scan: refuse contact-card" 60
says "a foreign code in several frames is taken" "scan: refuse contact-card"
