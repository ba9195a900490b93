#!/bin/bash
# The main job from end to end (make demo). With a display: a window with the touch application. With
# none: a scripted visit off-screen, every frame through the scanner's own threads, badges on a real
# CUPS queue where one can be started. Ends by listing what it made; exits non-zero if a step failed.
set -euo pipefail
cd "$(dirname "$0")/.."
build=$PWD/${BUILD:-build}
lanyard=$build/lanyard
frames_tool=$build/release/tests/demo/make_frames
out=$build/demo
event=$out/event
export LANYARD_EVENT=$event
. tests/lib/cups.sh

say() { printf '\n== %s\n' "$*"; }
fail() {
    echo "demo: $*" >&2
    exit 1
}

# CUPS filters run as another user, who may not be able to reach this folder.
cups_folder=$(mktemp -d /tmp/lanyard-demo.XXXXXX)
chmod 711 "$cups_folder"
finish() {
    cups_stop || true
    rm -rf "$cups_folder"
}
trap finish EXIT
rm -rf "$out"
mkdir -p "$out"

say "The sample conference"
"$lanyard" init "$event" --sample 2>&1

say "Signed invitations"
"$lanyard" invite --all --out "$out/invitations" --json >"$out/invitations.jsonl"
echo "$(wc -l <"$out/invitations.jsonl") invitations in $out/invitations"

# The text of the n-th invitation of people whose state is STATE.
invitation_of() { # HOLDER
    sed -n 's/.*"holder":"'"$1"'".*"text":"\([^"]*\)".*/\1/p' "$out/invitations.jsonl"
}
holder_of() { # QUERY… : the first expected person that matches
    "$lanyard" attendees "$1" --limit 20 2>/dev/null | awk '$2 == "expected" { print $1; exit }'
}

first=$(holder_of "Tajikistan") second=$(holder_of "China") third=$(holder_of "Egypt")
fourth=$(holder_of "India") revoked=$(holder_of "Korea")
for holder in "$first" "$second" "$third" "$fourth" "$revoked"; do
    [ -n "$holder" ] || fail "the sample lacks a delegation that the visit needs"
done
"$lanyard" invite "$first" --out "$out" --format pdf >/dev/null

say "Frames as a camera sees them"
mkdir -p "$out/frames"
a=$(invitation_of "$first") b=$(invitation_of "$second")
"$frames_tool" "$out/frames/00-empty.png" "" 1
"$frames_tool" "$out/frames/01-first.png" "$a" 2
"$frames_tool" "$out/frames/02-second.png" "$b" 3
"$frames_tool" "$out/frames/03-third.png" "$(invitation_of "$third")" 4
"$frames_tool" "$out/frames/04-forged.png" "${a:0:100}${b:100}" 5
"$frames_tool" "$out/frames/05-contact.png" \
    "MECARD:N:Karimova,Lola;TEL:+992000000000;EMAIL:lola@example.org;;" 6
"$frames_tool" "$out/frames/06-revoked.png" "$(invitation_of "$revoked")" 7
"$lanyard" revoke "$revoked" --reason "invitation withdrawn by the delegation"
echo "$(ls "$out/frames" | wc -l) frames in $out/frames"

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] && [ -z "${LANYARD_OFFSCREEN:-}" ]; then
    camera=$out/frames
    for device in /dev/video*; do [ ! -e "$device" ] || camera=auto; done
    say "The kiosk, in a window (close it to end; camera: $camera)"
    exec "$lanyard" kiosk --windowed --camera "$camera"
fi

printer=file:$event/print
queue=
if cups_start "$cups_folder" >"$out/cups.log" 2>&1; then
    queue=1
    printer=badges
    say "A private CUPS with an IPP printer: queue \"$printer\" on $CUPS_SERVER"
else
    say "No CUPS here ($cups_why): badges go to $event/print"
fi

say "The kiosk, off-screen: a scripted visit"
cat >"$out/visit.script" <<SCRIPT
wait attract
# first arrival
press start
wait scan
hold 01-first.png
wait confirm
expect ok
press yes
wait collect 20
press collected
wait done
press done
wait attract
# the same invitation a second time
hold -
sleep 2
hold 01-first.png
wait refused
expect already-inside
press back
wait attract
# somebody else, straight to the camera
hold 02-second.png
wait confirm
press yes
wait collect 20
press collected
# the next in the queue does not wait for the screen
hold 04-forged.png
wait refused
expect bad-signature
hold 05-contact.png
wait refused
expect contact-card
shot contact-card
hold 06-revoked.png
wait desk
expect revoked
press done
hold 03-third.png
wait confirm
press no
wait scan
quit
SCRIPT
mkdir -p "$out/screens"
SDL_VIDEODRIVER=offscreen SDL_AUDIODRIVER=dummy LANYARD_LOG=info "$lanyard" kiosk --windowed \
    --size 1080x1920 --camera "$out/frames" --printer "$printer" --script "$out/visit.script" \
    --shots "$out/screens" 2>"$out/kiosk.log" || {
    tail -20 "$out/kiosk.log" >&2
    fail "the visit did not go as scripted"
}
grep -E 'scan:|check-in:|badge [0-9]+: (confirmed|printing)' "$out/kiosk.log" | sed 's/^lanyard: info: kiosk: /  /'

say "The same without a screen: check-in and badge as PDF, twice"
for _ in 1 2; do
    "$lanyard" checkin "$(invitation_of "$fourth")" --print --json || [ $? = 1 ]
done
[ "$("$lanyard" jobs --json | grep -c "\"holder\":\"$fourth\"")" = 1 ] ||
    fail "a second check-in made a second badge"

say "A test badge, which admits nobody"
"$lanyard" print "$first" --out "$out/test-badge.pdf"
[ -s "$(ls "$event/print/"*.pdf | head -1)" ] || fail "no badge was printed as PDF"

say "The record"
"$lanyard" audit verify
"$lanyard" audit log --json >"$out/decisions.jsonl"

if [ -n "$queue" ]; then
    cups_stop || true
    mkdir -p "$out/printed"
    cp "$cups_folder"/printed/*.pdf "$out/printed/"
    [ "$(ls "$out/printed" | wc -l)" = 2 ] ||
        fail "the IPP printer received $(ls "$out/printed" | wc -l) badges, not 2"
fi

say "Made"
find "$event/print" "$out/printed" -type f 2>/dev/null | sort
ls "$out"/*.pdf "$out/screens/"*.png
echo "$out/decisions.jsonl ($(wc -l <"$out/decisions.jsonl") events)"
