#!/bin/bash
# What an organiser in a hurry mistypes: it is told, and nothing is taken for something that it is not.
. tests/lib/cli.sh

status_is "a name that is not UTF-8" 2 init "$work/bytes" --name $'\xff\xfe'
is "makes no event" 1 "$([ -e "$work/bytes" ]; echo $?)"
status_is "a name of two lines" 0 init "$work/lines" --name $' Water\nForum '
is "becomes one line" "Water Forum" "$(sqlite3 "$work/lines/lanyard.db" 'SELECT name FROM event')"

# A record without a name is nobody, unless it is known already
lanyard init "$LANYARD_EVENT" >/dev/null
for nameless in '{}' '[{"external_id":"q1"}]' '[{"id":"x","checkin_secret":"s"}]' \
    '[{"code":"B","status":"p","positions":[{"id":1,"attendee_name":null}]}]'; do
    printf '%s' "$nameless" >"$work/nameless.json"
    status_is "nobody: $nameless" 2 import "$work/nameless.json" --json
    is "is one rejected row: $nameless" "0 1" "$(field added) $(field rejected)"
done
echo '[{"external_id":"q1","given_name":"Ann","family_name":"Lee"}]' >"$work/people.json"
status_is "a person" 0 import "$work/people.json" --json
echo '[{"external_id":"q1","position":"Chair"}]' >"$work/people.json"
status_is "who is known needs no name again" 0 import "$work/people.json" --json
is "to be changed" "1 Chair" "$(field changed) $(lanyard export --format json | jq -r .position)"

printf 'id,name,Was\n7,Eve Fox,Chair\n' >"$work/people.csv"
status_is "a column that is not there" 0 import "$work/people.csv" --map What=position --dry-run
says "is told" "What: --map: the file has no column of this name"
status_is "one that is there, in other letters" 0 import "$work/people.csv" --map WAS=position --dry-run
is "is not" 0 "$(grep -c -e --map "$work/stderr")"
status_is "a folder of photos that is not there" 2 import "$work/people.csv" --photos "$work/nowhere"
says "is told by name" "nowhere: No such file"

status_is "at most nobody" 2 attendees --limit 0
status_is "at most one" 0 attendees --limit 1 --json
is "is one" 1 "$(printf '%s\n' "$said" | wc -l)"
echo >"$work/heads"
status_is "a file without a head" 2 audit verify --heads "$work/heads"
says "has compared nothing" "holds no head"
"$LANYARD" --version >/dev/full 2>"$work/stderr"
is "a version that nobody can read" 3 $?
"$LANYARD" import --help >/dev/full 2>"$work/stderr"
is "nor help" 3 $?

# A disk that is full
export LANYARD_EVENT=$work/sample
sample 3
ln -s /dev/full "$work/full.html"
status_is "a report that finds no room" 3 report --out "$work/full.html"
is "leaves no half of one" "" "$(ls "$work" | grep full)"
if mknod "$work/full.pdf.part" c 1 7 2>/dev/null; then # as root
    status_is "nor does a badge" 3 print "$(person 1)" --out "$work/full.pdf"
    says "which is told with its file" "cannot write $work/full.pdf.*room on its disk"
fi
status_is "a folder that is not there" 2 report --out "$work/none/full.pdf"

# A gate that is none lets nobody in
status_is "a kind of gate that is none" 2 checkin "$(invite "$(person 1)")" --gate bogus
is "nobody came" "" "$(lanyard audit log --kind arrival --json)"
