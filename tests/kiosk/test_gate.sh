#!/bin/bash
# The guard's turnstile off-screen, by script: it opens for whom the screen lets through, and who
# does not pass has not come in; a broken one is told, and the verdicts go on.
. tests/lib/cli.sh
sample 80
mkdir "$work/frames"
lanyard print --all --issue --out "$work/badges.pdf" >/dev/null || not_ok "badges"
# WHERE [N] : the text of the n-th badge whose holder is so
badge() {
    sqlite3 "$LANYARD_EVENT/lanyard.db" "SELECT credential FROM badge JOIN attendee USING (holder)
        WHERE $1 ORDER BY holder LIMIT 1 OFFSET ${2:-0}"
}
may="zones & 1 AND NOT watch AND NOT escort_required"
first=$(badge "$may") second=$(badge "$may" 1) third=$(badge "$may" 2)
driver=$(badge "zones & 1 = 0 AND NOT watch")
watched=$(badge "watch")
"$FRAMES" "$work/frames/nobody.png" "WIFI:S:none;;" 2

# NAME STATUS SPEC [WAIT] : runs the script on stdin with that gate
guard() {
    cat >"$work/script"
    LANYARD_LOG=info SDL_VIDEODRIVER=offscreen "$LANYARD" kiosk --mode verify \
        --checkpoint plenary-door --size 480x800 --camera "$work/frames" --reader none --silent \
        --still --gate "$3" --gate-wait "${4:-200}" --script "$work/script" \
        >"$work/stdout" 2>"$work/stderr"
    is "$1" "$2" "$?"
}
# KIND : how many such events
count() { lanyard audit log --json | jq -r --arg k "$1" 'select(.kind == $k) | .kind' | wc -l; }

guard "a passage, a refusal, a referral and an exit" 0 simulated:passed <<SCRIPT
wait ready
scan $first
wait admit
sleep 1
scan $driver
wait refuse
expect wrong-zone
sleep 1.6
scan $watched
wait refer
press back
wait ready
press turn
scan $first
wait admit
sleep 1
quit
SCRIPT
is "each time the gate said so" 2 "$(grep -c 'turnstile: passed' "$work/stderr")"
is "one came in and left" "1 1 0" "$(count admission) $(count exit) $(count undo)"

guard "nobody passes" 0 simulated:no-show <<SCRIPT
wait ready
scan $second
wait admit
sleep 1.5
scan $second
wait admit
expect ok
sleep 1.5
quit
SCRIPT
is "so both admissions are undone" "2 no-show" \
    "$(lanyard audit log --json | jq -r 'select(.kind == "undo") | .body.reason' |
        uniq -c | xargs)"

# the file's other end: whoever reads the order walks through, and says so in a pipe
mkfifo "$work/gate.in"
turnstile() {
    for _ in $(seq 300); do
        [ "$(grep -c ADMIT "$work/gate" 2>/dev/null)" = 1 ] && break
        sleep 0.1
    done
    echo PASSED >"$work/gate.in"
}
turnstile &
guard "an acknowledgement from outside" 0 "file:$work/gate" 30000 <<SCRIPT
wait ready
scan $second
wait admit
sleep 0.6
scan $driver
wait refuse
quit
SCRIPT
wait
says "is heard before the end" "turnstile: passed"
is "the gate opened once" "ADMIT 500" "$(grep ADMIT "$work/gate")"
is "nothing more is undone" 2 "$(count undo)"
decides "whoever passed is in" refuse already-inside verify "$second" --checkpoint plenary-door

guard "the program does not end under who is passing" 0 "file:$work/gate2" 100 <<SCRIPT
wait ready
scan $third
wait admit
quit
SCRIPT
says "nobody came, and that is on record" "nobody passed the turnstile"
is "as an undo" 3 "$(count undo)"

guard "without a turnstile the verdicts go on" 0 "file:$work/not-there/gate" <<SCRIPT
wait ready
scan $third
wait admit
expect ok
sleep 0.5
scan $driver
wait refuse
press force
wait staff-reason
press pick 2
wait note
expect forced
quit
SCRIPT
says "what is missing is named" "not-there/gate"
is "the admissions stand" 3 "$(count undo)"

guard "who is let in all the same" 0 "file:$work/forced" 60 <<SCRIPT
wait ready
scan $(badge "zones & 1 = 0 AND NOT watch" 1)
wait refuse
sleep 1
press force
wait staff-reason
press pick 2
wait note
expect forced
quit
SCRIPT
is "finds it open, after the red light" "DENY ADMIT 500" "$(xargs <"$work/forced")"

for row in "self 2" "desk 2"; do
    set -- $row
    SDL_VIDEODRIVER=offscreen lanyard kiosk --mode "$1" --gate simulated:passed
    is "no gate in mode $1" "$2" $?
done
says "and that is said" "only with --mode verify"
status_is "the record is whole" 0 audit verify
