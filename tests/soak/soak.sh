#!/bin/bash
# make soak: a day of visitors at one kiosk and of badges at one door, as fast as the program goes, off-screen with
# all motion, printing to files. Memory, descriptors and threads must not grow after the first fifth.
#   SOAK_VISITORS=960 (eight hours, one every thirty seconds)   SOAK_BADGES=4000
set -u
cd "$(dirname "$0")/../.." || exit 1
program=$PWD/${BUILD:-build}/lanyard
visitors=${SOAK_VISITORS:-960} badges=${SOAK_BADGES:-4000}
work=$(mktemp -d)
trap '[ -n "${kiosk:-}" ] && kill $kiosk 2>/dev/null; rm -rf "$work"' EXIT
export LANYARD_EVENT=$work/event SDL_VIDEODRIVER=offscreen SDL_AUDIODRIVER=dummy
mkdir "$work/frames"
"${BUILD:-build}/release/tests/demo/make_frames" "$work/frames/blank.png" "nothing" 2
"$program" init "$LANYARD_EVENT" --sample --attendees $((visitors * 2 + 40)) >/dev/null || exit 1
# those who are let in without a word
sqlite3 "$LANYARD_EVENT/lanyard.db" "SELECT printf('%016x', holder) FROM attendee
    WHERE approval = 'approved' AND NOT watch AND NOT escort_required AND days & 1 AND venues & 1" >"$work/holders"
"$program" invite --all --out "$work/invitations" --format txt --json 2>/dev/null | jq -r '"\(.holder) \(.text)"' |
    awk 'NR == FNR { good[$1] = 1; next } $1 in good { sub(/^[^ ]* /, ""); if (!/ $/) print }' "$work/holders" - >"$work/texts"
[ -s "$work/texts" ] || { echo "soak: no visitors"; exit 1; }

self_script() {
    local n=0
    while IFS= read -r text; do
        n=$((n + 1))
        [ $n -gt "$visitors" ] && break
        [ $((n % 7)) = 0 ] && printf 'scan https://example.org/%s\nwait refused\npress back\nwait attract\n' $n
        [ $((n % 11)) = 0 ] && printf 'press language\nwait language\npress choose ar\nwait attract\n'
        [ $((n % 13)) = 0 ] && printf 'press comfort\nwait comfort\npress switch large\npress switch contrast\npress back\nwait attract\n'
        printf 'scan %s\nwait confirm 60\npress yes\nwait collect 60\npress collected\nwait done\npress done\nwait attract\n' "$text"
    done
    echo quit
}

door_script() {
    local n=0
    while [ $n -lt "$badges" ]; do
        while IFS= read -r text; do
            n=$((n + 1))
            [ $n -gt "$badges" ] && break
            printf 'scan %s\nsleep 0.4\n' "$text"
            [ $((n % 50)) = 0 ] && echo "press turn"
        done <"$work/badges"
    done
    echo quit
}

# What the process holds: resident kB, descriptors, threads.
holds() { echo "$(awk '/VmRSS/ {print $2}' "/proc/$1/status" 2>/dev/null) $(ls "/proc/$1/fd" 2>/dev/null | wc -l) $(ls "/proc/$1/task" 2>/dev/null | wc -l)"; }

# NAME : runs the kiosk on $work/script and watches it
watch() {
    local name=$1 status
    shift
    "$program" kiosk "$@" --camera "$work/frames" --reader none --size 1080x1920 --script "$work/script" \
        2>"$work/$name.log" &
    kiosk=$!
    : >"$work/$name.rows"
    while kill -0 $kiosk 2>/dev/null; do
        holds $kiosk >>"$work/$name.rows"
        sleep "${SOAK_EVERY:-5}"
    done
    wait $kiosk
    status=$?
    kiosk=
    [ $status = 0 ] || { echo "soak $name: ended with $status"; tail -3 "$work/$name.log"; exit 1; }
    awk -v name="$name" 'NF == 3 { n++; rss[n] = $1; fds[n] = $2; tasks[n] = $3 }
        END {
            if (n < 10) { print "soak " name ": too short to tell (" n " looks)"; exit 1 }
            a = int(n / 5) + 1
            for (i = a; i < a + n / 5; i++) { early += rss[i]; e++ }
            for (i = int(n * 4 / 5) + 1; i < n; i++) { late += rss[i]; l++; if (fds[i] > most) most = fds[i]; if (tasks[i] > busy) busy = tasks[i] }
            for (i = a; i < a + n / 5; i++) { if (fds[i] > first) first = fds[i]; if (tasks[i] > few) few = tasks[i] }
            early /= e; late /= l
            printf "soak %s: %.1f MB in the second fifth, %.1f MB in the last; descriptors %d, %d; threads %d, %d\n", name, early / 1024, late / 1024, first, most, few, busy
            if (ENVIRON["SOAK_ROWS"]) for (i = 1; i <= n; i += int(n / 20) + 1) print "  " i, rss[i], fds[i], tasks[i]
            exit late > early * 1.05 + 1024 || most > first + 4 || busy > few + 2
        }' "$work/$name.rows" || { echo "soak $name: it grows"; exit 1; }
}

self_script <"$work/texts" >"$work/script"
watch self --printer "file:$work/print"
sqlite3 "$LANYARD_EVENT/lanyard.db" "SELECT credential FROM badge WHERE credential NOT LIKE '% '" >"$work/badges"
echo "soak: $(wc -l <"$work/badges") badges were printed for $visitors visitors"
door_script >"$work/script"
watch verify --mode verify
"$program" audit verify >/dev/null && echo "soak: the record is whole"
