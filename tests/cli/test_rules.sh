#!/bin/bash
# Rules from the file to the door: checked with their line, loaded, followed, recorded.
. tests/lib/cli.sh
sample 120
db=$LANYARD_EVENT/lanyard.db
rules=$LANYARD_EVENT/rules.ini
day=$(sqlite3 "$db" "SELECT date FROM event_day WHERE bit = 0")
at() { printf '%sT%s' "$day" "$1"; }

# N CATEGORY-LETTER : a badge's text in $text, of the n-th person of the category; $holder
badge() {
    holder=$(sqlite3 "$db" "SELECT printf('%016x', holder) FROM attendee a JOIN category c
        ON c.code = a.category WHERE c.letter = '$2' AND a.approval = 'approved' AND a.watch = 0
        AND a.days & 1 ORDER BY a.holder LIMIT 1 OFFSET $1 - 1")
    lanyard print "$holder" --out "$work/badge.pdf" --issue >/dev/null
    text=$(sqlite3 "$db" "SELECT credential FROM badge WHERE printf('%016x', holder) = '$holder'
        ORDER BY issue DESC LIMIT 1")
}

status_is "none are in force" 1 rules show
printf '[zone plenary]\ncapacity = many\n[zone cellar]\n' >"$rules"
status_is "a faulty file" 2 rules check
says "the fault's file and line" "rules.ini, line 2: capacity"
says "and the next fault" "rules.ini, line 3: there is no zone"
status_is "is not loaded" 2 rules load
status_is "and still none are in force" 1 rules show
printf '[session opening]\nzone = plenary\ninvited-file = list.txt\n' >"$rules"
status_is "a list that is not there" 2 rules check
says "is named" "list.txt"
printf '# heads\nNOBODY\n' >"$LANYARD_EVENT/list.txt"
status_is "a list with a stranger" 2 rules check
says "names the line" "list.txt, line 2"

badge 1 H; head=$text
badge 1 D; first=$text first_holder=$holder
badge 2 D; second=$text
badge 1 G; guest=$text guest_holder=$holder
badge 1 S; staff=$text
sqlite3 "$db" "SELECT external_id FROM attendee WHERE printf('%016x', holder) = '$first_holder'" \
    >"$LANYARD_EVENT/list.txt"

cat >"$rules" <<'EOF'
[zone plenary]
open = 08:30-20:00
capacity = 2
accompanying = 1
minutes-between = 5
anti-passback = no
[checkpoint main-entrance]
direction = in
[zone side-event]
re-entry = no
[zone lounge]
escort-minutes = 3
[session opening]
zone = plenary
admit-before-minutes = 30
invited-categories = H
invited-file = list.txt
[event]
escort-categories = S
EOF
status_is "a good file" 0 rules check
lanyard attendees --limit 1 >/dev/null
says "a file that is not loaded is warned of" "is not what is in force"
status_is "loads" 0 rules load --json
is "and says so" true "$(field ok)"
lanyard attendees --limit 1 >/dev/null
[ -s "$work/stderr" ] && not_ok "then nothing is warned of" || ok "then nothing is warned of"
is "show prints them" "$(cat "$rules")" "$(lanyard rules show)"
is "they are in the record" "$(cat "$rules")" \
    "$(lanyard audit log --json | jq -r 'select(.kind == "rules-changed") | .body.text')"

decides "before opening" refuse closed verify "$second" --checkpoint plenary-door --at "$(at 08:29)"
decides "open" admit ok verify "$second" --checkpoint plenary-door --at "$(at 08:30)"
decides "a session's list" refuse not-invited verify "$second" --checkpoint plenary-door --at "$(at 09:00)"
decides "by category" admit ok verify "$head" --checkpoint plenary-door --at "$(at 09:00)"
decides "by file" admit ok verify "$first" --checkpoint plenary-door --at "$(at 09:00)"
decides "after it" admit ok verify "$second" --checkpoint plenary-door --at "$(at 10:30)"
decides "the wrong way" refuse wrong-direction checkin "$head" --checkpoint main-entrance --direction out

decides "with one along" admit ok checkin "$head" --checkpoint plenary-door --at "$(at 11:00)" --accompanying 1
decides "two are inside: full" refuse full checkin "$first" --checkpoint plenary-door --at "$(at 11:01)"
decides "both leave" admit ok checkin "$head" --checkpoint plenary-door --at "$(at 11:02)" --direction out
decides "there is room" admit ok checkin "$first" --checkpoint plenary-door --at "$(at 11:03)"
decides "too soon" refuse too-soon checkin "$head" --checkpoint plenary-door --at "$(at 11:04)"
decides "too many along" refuse too-many-accompanying checkin "$head" --checkpoint plenary-door --at "$(at 11:10)" --accompanying 2
decides "no room for two" refuse full checkin "$head" --checkpoint plenary-door --at "$(at 11:10)" --accompanying 1
decides "but for one" admit ok checkin "$head" --checkpoint plenary-door --at "$(at 11:10)"

decides "a guest alone" refer escort-required checkin "$guest" --checkpoint lounge-door --at "$(at 12:00)"
decides "who is no escort comes" admit ok checkin "$first" --checkpoint lounge-door --at "$(at 12:00)"
decides "still alone" refer escort-required checkin "$guest" --checkpoint lounge-door --at "$(at 12:01)"
decides "the escort comes" admit ok checkin "$staff" --checkpoint lounge-door --at "$(at 12:02)"
decides "within three minutes" admit ok verify "$guest" --checkpoint lounge-door --at "$(at 12:05)"
decides "later" refer escort-required verify "$guest" --checkpoint lounge-door --at "$(at 12:06)"
decides "at another door" refer escort-required verify "$guest" --checkpoint library-door --at "$(at 12:03)"
printf '[escorts]\n%s = %s\n' "$guest_holder" "$first_holder" >>"$rules"
status_is "an escort of one's own" 0 rules load
decides "then only that one counts" admit ok verify "$guest" --checkpoint lounge-door --at "$(at 12:03)"
decides "not another" refer escort-required verify "$guest" --checkpoint lounge-door --at "$(at 12:05)"

# whom the roster names counts like whom the rules name
sed -i '$d' "$rules"
status_is "no escort of one's own in the rules" 0 rules load
decides "an escort by category" admit ok verify "$guest" --checkpoint lounge-door --at "$(at 12:05)"
first_id=$(sqlite3 "$db" "SELECT external_id FROM attendee WHERE printf('%016x', holder) = '$first_holder'")
status_is "the roster names one" 0 attendee change "$guest_holder" --set escort="$first_id" --by desk --why asked
decides "then that one counts" admit ok verify "$guest" --checkpoint lounge-door --at "$(at 12:03)"
decides "and no other" refer escort-required verify "$guest" --checkpoint lounge-door --at "$(at 12:05)"
status_is "the guest of somebody" 0 attendee change "$guest_holder" --set escort= --set accompanies="$first_id" --by desk --why asked
decides "comes in with them" admit ok verify "$guest" --checkpoint lounge-door --at "$(at 12:03)"
decides "not without" refer escort-required verify "$guest" --checkpoint lounge-door --at "$(at 12:05)"

decides "once" admit ok checkin "$head" --checkpoint library-door --at "$(at 15:00)"
decides "leaves" admit ok checkin "$head" --checkpoint library-door --at "$(at 15:05)" --direction out
decides "not again" refuse no-re-entry checkin "$head" --checkpoint library-door --at "$(at 15:10)"
status_is "the record is whole" 0 audit verify
