#!/bin/bash
# A real window on a real X server (Xvfb): a click of the pointer is a touch; closing the window ends it.
. tests/lib/cli.sh
exec 3<>"$work/display"
Xvfb -displayfd 3 -screen 0 1280x1024x24 -nolisten tcp >"$work/xvfb.log" 2>&1 &
server=$!
trap 'kill $server 2>/dev/null; wait $server 2>/dev/null; rm -rf "$work"' EXIT
for _ in $(seq 100); do [ -s "$work/display" ] && break; sleep 0.1; done
export DISPLAY=:$(cat "$work/display") SDL_VIDEODRIVER=x11
[ "$DISPLAY" != : ] && ok "an X server" || { not_ok "an X server" "$(cat "$work/xvfb.log")"; exit 1; }
sample 60
mkdir "$work/frames"
"$FRAMES" "$work/frames/a.png" "$(invite "$(person 1)")" 2
cat >"$work/script" <<'SCRIPT'
wait attract
sleep 1
wait scan 30
quit
SCRIPT
"$LANYARD" kiosk --size 540x960 --camera "$work/frames" --script "$work/script" 2>"$work/stderr" &
kiosk=$!
for _ in $(seq 100); do
    window=$(xdotool search --onlyvisible --pid $kiosk 2>/dev/null | head -1)
    [ -n "$window" ] && break
    sleep 0.1
done
[ -n "$window" ] && ok "a window" || not_ok "a window"
is "of the size asked for" "540x960" "$(xdotool getwindowgeometry "$window" | sed -n 's/.*Geometry: //p')"
sleep 2
xdotool mousemove --window "$window" 270 500 click 1
wait $kiosk
is "a click on the attract screen starts a visit" 0 $?
# ---- whole visits by a real pointer: where the widgets say, the X server clicks ----
# OPTIONS… : plays $work/script; each "where" line becomes a click
touch_through() {
    rm -f "$work/told"
    mkfifo "$work/told"
    "$LANYARD" kiosk --size 540x960 --camera "$work/frames" --script "$work/script" --speech none "$@" \
        >"$work/told" 2>"$work/stderr" &
    kiosk=$!
    while read -r action x y; do
        window=$(xdotool search --onlyvisible --pid $kiosk 2>/dev/null | head -1)
        xdotool mousemove --window "$window" "$x" "$y" click 1
    done <"$work/told"
    wait $kiosk
}
cat >"$work/script" <<SCRIPT
wait attract
where start
wait scan 30
scan $(invite "$(person 2)")
wait confirm 30
where language
wait language 30
where back
wait confirm 30
where yes
wait collect 60
where collected
wait done 30
where done
wait attract 30
quit
SCRIPT
touch_through --printer "file:$work/print"
is "a visit from the attract screen to the badge, by clicks" 0 $?
is "has printed one badge" 1 "$(ls "$work/print" | grep -c pdf)"
cat >"$work/script" <<SCRIPT
wait ready
scan $(sqlite3 "$LANYARD_EVENT/lanyard.db" "SELECT credential FROM badge LIMIT 1")
wait admit 10
sleep 1
scan https://example.org
wait refuse 10
where back
wait ready 10
where turn
sleep 1
quit
SCRIPT
touch_through --mode verify
is "the guard's door" 0 $?

"$LANYARD" kiosk --size 540x960 --camera "$work/frames" 2>"$work/stderr" &
kiosk=$!
for _ in $(seq 100); do
    window=$(xdotool search --onlyvisible --pid $kiosk 2>/dev/null | head -1)
    [ -n "$window" ] && break
    sleep 0.1
done
sleep 1
kill -TERM $kiosk
wait $kiosk
is "SIGTERM ends it in order" 0 $?
status_is "the record is whole" 0 audit verify
