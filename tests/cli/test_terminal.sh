#!/bin/bash
# What people read on a terminal: a name, a file or a log line must not drive it or turn its order.
. tests/lib/cli.sh
sample 60
who=$(person 1)
sqlite3 "$LANYARD_EVENT/lanyard.db" "UPDATE attendee SET family_name = 'A' || char(27) || '[31m' || char(10) || 'x'
    || char(8238) || 'y' || char(155) || 'z' WHERE printf('%016x', holder) = '$who'"
tame() { if LC_ALL=C grep -qP '[\x00-\x09\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xa8-\xae]' "$2"; then
    not_ok "$1"; else ok "$1"; fi; }
lanyard attendees "$who" >"$work/said"
tame "a list of people" "$work/said"
is "is one line for one person" 1 "$(wc -l <"$work/said")"
lanyard checkin "$(invite "$who")" >"$work/said"
tame "a decision" "$work/said"
lanyard print "$who" --printer "file:$work/print" >/dev/null
lanyard jobs --not-seen "$(lanyard jobs --json | jq -r .uuid)" >/dev/null
tame "a message" "$work/stderr"
"$FRAMES" "$work/a.png" "$(printf 'X\033[2Jy\302\233z')" 2
cp "$work/a.png" "$work/$(printf 'n\033[31m').png"
lanyard scan "$work"/n*.png >"$work/said"
tame "a code and a file's name" "$work/said"
lanyard scan "$work/$(printf 'no\033[31m').png"
tame "a log line" "$work/stderr"
is "JSON keeps what is there" "$(printf 'X\033[2Jy\302\233z')" "$(lanyard scan "$work/a.png" --json | head -1 | jq -r .text)"
if [ -w /dev/full ]; then
    lanyard attendees >/dev/full
    is "results that cannot be written" 3 $?
fi
