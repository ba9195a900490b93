#!/bin/bash
# The touch application off-screen, by script: frames through the scanner's threads, badges to a folder.
. tests/lib/cli.sh
sample 60
mkdir "$work/frames"
a=$(invite "$(person 1)") b=$(invite "$(person 2)")
"$FRAMES" "$work/frames/a.png" "$a" 2
"$FRAMES" "$work/frames/b.png" "$b" 3
"$FRAMES" "$work/frames/forged.png" "${a:0:100}${b:100}" 4
"$FRAMES" "$work/frames/card.png" "MECARD:N:Karimova,Lola;;" 5

# NAME STATUS : runs the script on stdin
kiosk() {
    cat >"$work/script"
    SDL_VIDEODRIVER=offscreen "$LANYARD" kiosk --size 540x960 --camera "$work/frames" \
        --script "$work/script" --shots "$work/shots" >"$work/stdout" 2>"$work/stderr"
    is "$1" "$2" "$?"
}
kiosk "a visit from attract to done" 0 <<'SCRIPT'
wait attract
press start
wait scan
hold a.png
wait confirm 20
expect ok
press yes
wait collect 20
press collected
wait done
press done
wait attract
quit
SCRIPT
is "the badge is confirmed" confirmed "$(lanyard jobs --json | jq -r .state)"
is "each screen was saved" "attract collect confirm done scan" \
    "$(ls "$work/shots" | grep -v printing | sed 's/^[0-9]*-//; s/\.png//' | sort -u | xargs)"
is "as PNG" "540 x 960" "$(file -b "$(ls "$work"/shots/*attract.png | head -1)" | sed -n 's/.*data, \([0-9 x]*\),.*/\1/p')"
kiosk "sheets over a visit" 0 <<'SCRIPT'
wait attract
press language
wait language
press choose fr
wait attract
press help
wait help
press back
wait attract
press comfort
wait comfort
press switch large
press switch contrast
press back
wait attract
press start
wait scan
press help
wait help
press desk
wait desk
press done
wait attract
quit
SCRIPT
kiosk "the refusals" 0 <<'SCRIPT'
wait attract
hold a.png
wait refused 20
expect already-inside
hold forged.png
expect bad-signature
hold card.png
expect contact-card
press back
wait attract
hold b.png
wait confirm 20
press no
wait scan
quit
SCRIPT
is "no second badge" 1 "$(lanyard jobs --json | wc -l)"
kiosk "a script that does not come true" 1 <<'SCRIPT'
wait attract
expect revoked
SCRIPT
says "is explained" "did not come true"
kiosk "a script with a fault" 2 <<'SCRIPT'
dance
SCRIPT
says "names the line" "script:1"
kiosk "a script without a step ends at once" 0 </dev/null
SDL_VIDEODRIVER=x11 DISPLAY=:77 lanyard kiosk >/dev/null
is "no display" 3 $?
status_is "the record is whole" 0 audit verify

# The station's key is revoked from another process while the kiosk runs: it goes on with the successor.
key=$(lanyard keys list --json | jq -r .key)
cat >"$work/script" <<SCRIPT
wait attract
sleep 5
scan $(invite "$(person 3)")
expect unknown-key
press back
hold later.png
wait confirm 20
press yes
wait collect 20
press collected
quit
SCRIPT
c=$(person 4)
"$FRAMES" "$work/frames/later.png" "" 2
SDL_VIDEODRIVER=offscreen "$LANYARD" kiosk --size 540x960 --camera "$work/frames" --script "$work/script" \
    >"$work/stdout" 2>"$work/kiosk-stderr" &
running=$!
sleep 1
status_is "the kiosk's key is revoked while it runs" 0 keys revoke "$key"
"$FRAMES" "$work/frames/later.png" "$(invite "$c")" 2
wait $running
is "the kiosk goes on" 0 $?
cp "$work/kiosk-stderr" "$work/stderr"
pdf=$(ls -t "$LANYARD_EVENT"/print/*.pdf | head -1)
pdftoppm -r 300 -png "$pdf" "$work/badge"
decides "the badge is signed with the successor" admit ok verify --image "$work/badge-1.png"
status_is "and the record is whole" 0 audit verify
