#!/bin/bash
# The kiosk with two real printers behind a real cupsd: where a badge goes, what becomes of it when a printer
# fails, and that nobody ever holds two valid ones. Sheets are counted at the printers.
. tests/lib/cli.sh
. tests/lib/cups.sh
chmod 711 "$work"
if ! { cups_start "$work/cups" && cups_add second; }; then
    echo "ok - two printers # skip: $cups_why"
    exit 0
fi
trap 'cups_stop; rm -rf "$work"' EXIT
sample 60
mkdir "$work/frames"
"$FRAMES" "$work/frames/none.png" "" 1
cat >"$LANYARD_EVENT/printers.ini" <<'EOF'
[printer Left]
device = badges
order = 1
shared = yes

[printer Right]
device = second
order = 2
EOF

# Sheets that came out of a printer.
sheets() { cat "${cups_at[$1]}/sheets" 2>/dev/null | wc -l; }

# NAME STATUS : runs the script on stdin
kiosk() {
    cat >"$work/script"
    SDL_VIDEODRIVER=offscreen "$LANYARD" kiosk --size 540x960 --still --silent --camera "$work/frames" \
        --reader none --speech none --script "$work/script" >"$work/stdout" 2>"$work/stderr"
    is "$1" "$2" "$?"
}

# A visit: CODE, and the screen that it must come to
visit() {
    printf 'wait attract\nscan %s\nwait confirm 20\npress yes\nwait %s 40\n' "$1" "$2"
}

# HOLDER : the badges of that holder that are not revoked and may exist
valid_badges() {
    sqlite3 -readonly "$LANYARD_EVENT/lanyard.db" "SELECT count(*) FROM badge b JOIN badge_state s USING (intent)
        WHERE printf('%016x', b.holder) = '$1' AND s.state <> 'failed'
        AND b.serial NOT IN (SELECT serial FROM revoked_serial)"
}

a=$(person 1) b=$(person 2) c=$(person 3) d=$(person 4) e=$(person 5) f=$(person 6)
for name in a b c d e f; do declare "code_$name=$(invite "${!name}")"; done

kiosk "a badge goes to the preferred printer" 0 <<EOF
$(visit "$code_a" collect)
press collected
quit
EOF
is "which printed it" "1 0" "$(sheets badges) $(sheets second)"
is "its first byte was timed" 1 "$(LANYARD_LOG=info true; lanyard jobs --json | jq -s 'map(select(.state == "confirmed")) | length')"

cups_fault media-empty-error badges
kiosk "the preferred printer is empty: the badge comes out of the other" 0 <<EOF
wait attract
sleep 1
$(visit "$code_b" collect)
press collected
quit
EOF
is "which printed it" "1 1" "$(sheets badges) $(sheets second)"
is "one valid badge" 1 "$(valid_badges "$b")"
cups_fault "" badges
sleep 3
is "nothing stale comes out after the refill" "1 1" "$(sheets badges) $(sheets second)"

# The plug of one is pulled before, the other has its cover open: the badge waits for neither.
cups_away badges
cups_fault cover-open-error second
kiosk "no printer can print: the delegate is sent to the desk" 0 <<EOF
wait attract
sleep 4
$(visit "$code_c" desk)
quit
EOF
is "and nothing was printed" "1 1" "$(sheets badges) $(sheets second)"
cups_back badges
cups_fault "" second
sleep 2
kiosk "held up again, the same invitation prints" 0 <<EOF
wait attract
sleep 3
$(visit "$code_c" collect)
press collected
quit
EOF
is "one sheet more" 3 "$(($(sheets badges) + $(sheets second)))"
is "one valid badge" 1 "$(valid_badges "$c")"

# By category: the right one prints for nobody but the press.
cat >"$LANYARD_EVENT/printers.ini" <<'EOF'
[printer Left]
device = badges
categories = 99
EOF
kiosk "a fault in printers.ini" 2 <<<"wait attract"
says "is named by file and line" 'printers.ini:3: categories: there is no category "99"'

# Confirmed by the camera, which reads the printed badge; the printer's count is not believed.
cat >"$LANYARD_EVENT/printers.ini" <<'EOF'
[printer Left]
device = badges
confirm = camera
EOF
g=$(person 7)
code_g=$(invite "$g")
kiosk "a printer whose count is not believed" 0 <<EOF
$(visit "$code_g" collect)
quit
EOF
is "the badge is not confirmed by its count" printing "$(lanyard jobs --json | head -1 | jq -r .state)"
h=$(person 7)
code_h=$(invite "$h")
printf '%s\nsleep 3\n' "$(visit "$code_h" collect)" >"$work/script"
{
    cat "$work/script"
    echo "wait done 20"
    echo quit
} >"$work/script2"
mv "$work/script2" "$work/script"
SDL_VIDEODRIVER=offscreen "$LANYARD" kiosk --size 540x960 --still --silent --camera "$work/frames" --reader none \
    --speech none --script "$work/script" >/dev/null 2>"$work/stderr" &
running=$!
badge_text() {
    sqlite3 -readonly "$LANYARD_EVENT/lanyard.db" "SELECT credential FROM badge WHERE printf('%016x', holder) = '$h'"
}
cups_wait 30 sh -c "test -n \"\$(sqlite3 -readonly '$LANYARD_EVENT/lanyard.db' \"SELECT 1 FROM badge b JOIN badge_state s
    USING (intent) WHERE printf('%016x', holder) = '$h' AND s.detail LIKE '%completed%'\")\""
"$FRAMES" "$work/frames/none.png" "$(badge_text)" 1
wait $running
is "the camera reads the badge that came out" 0 $?
is "which confirms it" "confirmed its printed code was read" \
    "$(lanyard jobs --json | head -1 | jq -r '.state + " " + .detail')"
"$FRAMES" "$work/frames/none.png" "" 1

# Killed with the badge in the printer: the next start finds it there, and it is printed once.
cat >"$LANYARD_EVENT/printers.ini" <<'EOF'
[printer Left]
device = badges
EOF
echo 4 >"$work/cups/seconds"
before=$(sheets badges)
printf '%s\nsleep 30\n' "$(visit "$code_d" printing)" >"$work/script"
SDL_VIDEODRIVER=offscreen "$LANYARD" kiosk --size 540x960 --still --silent --camera "$work/frames" --reader none \
    --speech none --script "$work/script" >/dev/null 2>&1 &
running=$!
cups_wait 20 sh -c "grep -q . '$work/cups/cups.sock' 2>/dev/null; lpstat -o badges | grep -q badges"
sleep 1
kill -KILL $running
wait $running 2>/dev/null
is "the intent of the killed kiosk is open" 1 "$(lanyard jobs --open --json | jq -s length)"
kiosk "started again while it prints" 0 <<EOF
wait attract
sleep 6
quit
EOF
is "one sheet" $((before + 1)) "$(sheets badges)"
status_is "what became of it is asked" 0 jobs --recover --json
is "and it is confirmed" confirmed "$(lanyard jobs --json | head -1 | jq -r .state)"
is "one valid badge" 1 "$(valid_badges "$d")"
rm "$work/cups/seconds"

# Killed: cupsd, with the badge in it; it comes back and would print the badge again, which it kept. Nobody knows
# what came out; nobody gets a second one without a person's word.
echo 8 >"$work/cups/seconds"
before=$(sheets badges)
printf '%s\nsleep 12\nquit\n' "$(visit "$code_e" desk)" >"$work/script"
SDL_VIDEODRIVER=offscreen "$LANYARD" kiosk --size 540x960 --still --silent --camera "$work/frames" --reader none \
    --speech none --script "$work/script" >/dev/null 2>"$work/stderr" &
running=$!
cups_wait 20 sh -c "lpstat -o badges | grep -q badges"
sleep 1
cups_kill 2>/dev/null
sleep 6
cups_again
wait $running
is "cupsd is killed with the badge in it: the delegate is sent to the desk" 0 $?
says "its job is back, and is cancelled" "which was given up"
rm "$work/cups/seconds"
sleep 3
is "nobody knows what became of it" unknown "$(lanyard jobs --json | head -1 | jq -r .state)"
now=$(sheets badges)
[ "$now" -le $((before + 1)) ] && ok "at most one sheet" || not_ok "at most one sheet" "$((now - before))"
lanyard checkin "$code_e" --print --printer Left --json >"$work/stdout"
is "no second badge by itself" 1 "$(lanyard jobs --json | jq -s --arg e "$e" 'map(select(.holder == $e)) | length')"

# Two programs at one printer: one badge after the other.
cat >"$LANYARD_EVENT/printers.ini" <<'EOF'
[printer Left]
device = badges
shared = yes
EOF
echo 2 >"$work/cups/seconds"
before=$(sheets badges)
lanyard checkin "$code_f" --print --printer Left --json >/dev/null &
one=$!
sleep 0.5
status_is "another program's badge waits its turn" 0 print "$(person 8)" --printer Left --json
wait $one
is "and both come out" $((before + 2)) "$(sheets badges)"
most=$(lpstat -W completed -o badges | wc -l)
[ "$most" -ge 2 ] && ok "as two jobs" || not_ok "as two jobs" "$most"
status_is "the record is whole" 0 audit verify
