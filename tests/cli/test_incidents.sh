#!/bin/bash
# Force and undo, and what somebody should look at afterwards.
. tests/lib/cli.sh
sample 120
db=$LANYARD_EVENT/lanyard.db
badge() {
    lanyard print "$1" --printer "file:$work/out" >/dev/null
    sqlite3 "$db" "SELECT credential FROM badge WHERE printf('%016x', holder) = '$1' ORDER BY issue DESC LIMIT 1"
}
holders=($(sqlite3 "$db" "SELECT printf('%016x', a.holder) FROM attendee a JOIN category c ON c.code = a.category
    WHERE c.letter = 'D' AND approval = 'approved' AND watch = 0 AND days & 1 ORDER BY a.holder LIMIT 4"))
a=$(badge "${holders[0]}") b=$(badge "${holders[1]}")
incidents() { lanyard incidents "$@" --json; }
kinds() { incidents | jq -r .kind | sort | xargs; }

status_is "at first none" 0 incidents
is "is none" "" "$said"
decides "in" admit ok checkin "$a" --checkpoint plenary-door
first=$(field event)
is "the passage has an event" 36 "${#first}"
decides "again: a copy?" refuse already-inside checkin "$a" --checkpoint plenary-door
is "is an incident" double-admission "$(kinds)"
lanyard checkin "$a" --checkpoint plenary-door >/dev/null
is "the same again is the same" double-admission "$(kinds)"
lanyard replace "${holders[1]}" --reason lost --printer "file:$work/out" >/dev/null
decides "a lost badge" refuse revoked checkin "$b" --checkpoint plenary-door
c=$(badge "${holders[2]}")
decides "a forged one" refuse bad-signature checkin "${c:0:121}${a:121}" --checkpoint plenary-door
sqlite3 "$db" "UPDATE attendee SET watch = 1 WHERE printf('%016x', holder) = '${holders[2]}'"
decides "a watched person" refer referred checkin "$c" --checkpoint plenary-door
is "all are there" "double-admission forged-code revoked-shown watch-hit" "$(kinds)"
is "with the person" "${holders[2]}" "$(incidents | jq -r 'select(.kind == "watch-hit") | .holder')"
is "newest first" watch-hit "$(incidents | head -1 | jq -r .kind)"
id=$(incidents | jq -r 'select(.kind == "forged-code") | .incident')
status_is "seen" 0 incidents seen "$id" --note "called the police" --json
is "has a state and a note" "seen called the police" "$(field state) $(field note)"
status_is "closed" 0 incidents close "$id" --json
is "leaves the list" 3 "$(incidents | wc -l)"
is "but not the record" 4 "$(incidents list --all | wc -l)"
status_is "an unknown one" 1 incidents close 00000000-0000-4000-8000-000000000000
status_is "nonsense" 2 incidents open "$id"

decides "the watched person, forced" admit-with-note forced checkin "$c" --checkpoint plenary-door --force "the minister said so"
is "the record says what was overruled" "referred the minister said so" "$(lanyard audit log --json |
    jq -r 'select(.body.reason == "forced") | "\(.body.overruled) \(.body.force_reason)"')"
decides "nobody known cannot be forced" refuse bad-signature checkin "${c:0:121}${a:121}" --force "please"
status_is "force without a reason" 2 checkin "$c" --force ""

invitation=$(invite "$(person 1)")
decides "an arrival by mistake" admit ok checkin "$invitation"
event=$(field event)
status_is "undo needs a reason" 2 undo "$event"
status_is "undo" 0 undo "$event" --reason "wrong person" --json
is "names what is undone" "$event" "$(field undone)"
decides "then the arrival is open" admit ok verify "$invitation"
is "in the list too" expected "$(lanyard attendees "$(lanyard verify "$invitation" --json | jq -r .holder)" --json | jq -r .state)"
status_is "undo twice" 1 undo "$event" --reason again
says "is told" "undone already"
decides "the true arrival" admit ok checkin "$invitation"
decides "counts once" refuse already-inside checkin "$invitation"
decides "a at the door goes out" admit ok checkin "$a" --checkpoint plenary-door --direction out
out=$(field event)
status_is "not the last passage" 1 undo "$first" --reason x
says "is told" "since"
status_is "undo the exit" 0 undo "$out" --reason "stood in the way"
decides "a is inside again" refuse already-inside verify "$a" --checkpoint plenary-door
status_is "undo nothing" 1 undo 00000000-0000-4000-8000-000000000000 --reason x
status_is "the record is whole" 0 audit verify

# the watch list
d=$(badge "${holders[3]}")
read -r given family code < <(sqlite3 -separator ' ' "$db" "SELECT replace(given_name, ' ', '-'), replace(family_name, ' ', '-'), delegation
    FROM attendee WHERE printf('%016x', holder) = '${holders[3]}'")
decides "nobody is watched" admit ok verify "$d" --checkpoint lounge-door
status_is "one field is too little" 2 watch add --name "$given $family"
status_is "two" 0 watch add --name "${family^^}, $given" --delegation "$code" --json
entry=$(field entry)
decides "the person is referred" refer referred checkin "$d" --checkpoint lounge-door
is "the incident says why" "entry $entry: the name is equal; the delegation is equal;" \
    "$(lanyard incidents --json | jq -r 'select(.kind == "watch-hit") | .detail' | head -1)"
grep -q "$family" <(lanyard audit log --kind watch-list-changed --json) && not_ok "the record names nobody" || ok "the record names nobody"
status_is "remove" 0 watch remove "$entry"
status_is "remove twice" 1 watch remove "$entry"
decides "is nobody's business any more" admit ok verify "$d" --checkpoint lounge-door
status_is "the record is whole still" 0 audit verify

# a note for the guard
noted=$(person 3)
status_is "a note is set" 0 attendee change "$noted" --set guard_note='May bring "a" drum' --by desk --why asked
status_is "verify" 0 verify "$(invite "$noted")" --json
is "and says it" 'May bring "a" drum' "$(field note)"
# a turnstile
decides "the turnstile turns" admit ok checkin "$d" --checkpoint lounge-door --gate simulated:passed
is "and says so" passed "$(field gate)"
decides "out" admit ok checkin "$d" --checkpoint lounge-door --direction out --gate simulated:passed
decides "nobody passes" admit ok checkin "$d" --checkpoint lounge-door --gate simulated:no-show --gate-wait 20
is "is a no-show" no-show "$(field gate)"
is "who is not inside" false "$(lanyard verify "$d" --checkpoint lounge-door --json | jq .inside)"
status_is "a broken one" 3 checkin "$d" --checkpoint lounge-door --gate simulated:broken
decides "a refusal shows red" refuse revoked checkin "$b" --checkpoint lounge-door --gate "file:$work/lamp"
is "on the lamp" DENY "$(cat "$work/lamp")"
status_is "and the record is whole" 0 audit verify
