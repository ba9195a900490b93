#!/bin/bash
# The desk's mode off-screen, by script: who signs in, finds people and does the desk's work; what the
# record says about it afterwards.
. tests/lib/cli.sh
sample 120
pin() { printf '%s\n' "$2" >"$work/$1.pin"; }
pin anora 192837 && pin bahrom 837465 && pin elena 564738 && pin gulnora 246813
lanyard staff add anora --role administrator --new-pin-file "$work/anora.pin" >/dev/null
for row in bahrom:supervisor elena:desk gulnora:security; do
    lanyard staff add "${row%:*}" --role "${row#*:}" --new-pin-file "$work/${row%:*}.pin" \
        --staff anora --pin-file "$work/anora.pin" >/dev/null || not_ok "staff"
done

# NAME STATUS : runs the script on stdin; rows of the sign-in are anora, bahrom, elena, gulnora
desk() {
    cat >"$work/script"
    SDL_VIDEODRIVER=offscreen "$LANYARD" kiosk --mode desk --size 800x480 --camera "$work" \
        --reader none --still --script "$work/script" >"$work/stdout" 2>"$work/stderr"
    is "$1" "$2" "$?"
}
# KIND [FILTER] : how many such events
count() {
    lanyard audit log --json | jq -r --arg k "$1" "select(.kind == \$k) | .body | ${2:-.} | 1" 2>/dev/null | wc -l
}
# HOLDER KEY : of the person
of() { lanyard attendees "$1" --json | jq -r ".$2"; }
sign_in="wait sign-in
press open 2
wait pin
type 564738
press key enter
wait search"
one=$(lanyard attendees --json | jq -r 'select(.state == "expected") | .holder' | sed -n 3p)
two=$(lanyard attendees --json | jq -r 'select(.state == "expected") | .holder' | sed -n 7p)

desk "a wrong PIN opens nothing" 0 <<SCRIPT
wait sign-in
press open 2
wait pin
type 111222
press key enter
sleep 1
wait pin
press key 5
press key erase
type 564738
press key enter
wait search
press deed sign-out
wait sign-in
SCRIPT

desk "check in and print, by name" 0 <<SCRIPT
$sign_in
type $one
press open 0
wait person
press deed check-in
sleep 4
wait person
press back
wait search
SCRIPT
is "the person has arrived" arrived "$(of "$one" state)"
is "with the first badge" 1 "$(of "$one" issue)"
is "by the hand of elena" 1 "$(count arrival 'select(.staff == "elena")')"

badge=$(sqlite3 "$LANYARD_EVENT/lanyard.db" "SELECT credential FROM badge JOIN attendee USING (holder)
    WHERE printf('%016x', holder) = '$one' LIMIT 1")
desk "a scan opens the person, a stolen badge takes a second one" 0 <<SCRIPT
$sign_in
scan $badge
wait person
press deed replace
wait reasons
press open 1
wait approver
press open 1
wait pin
type 837465
press key enter
wait person
sleep 4
SCRIPT
is "a second badge" 2 "$(of "$one" issue)"
is "both are named" "elena bahrom" \
    "$(lanyard audit log --json | jq -r 'select(.kind == "revocation") | .body | .staff + " " + .approved_by')"

desk "who asks cannot approve: only others are offered" 0 <<SCRIPT
wait sign-in
press open 1
wait pin
type 837465
press key enter
wait search
type $one
press open 0
wait person
press deed replace
wait reasons
press open 1
wait approver
press open 0
wait pin
type 837465
press key enter
sleep 1
wait pin
press back
wait approver
press back
wait reasons
SCRIPT
is "nothing was replaced" 2 "$(of "$one" issue)"

desk "a spelling is corrected with approval" 0 <<SCRIPT
$sign_in
type $one
press open 0
wait person
press deed correct
wait fields
press open 0
wait edit
press key clear
press key Q
press key o
press key d
press key enter
wait fields
press deed save
wait approver
press open 0
wait pin
type 192837
press key enter
wait person
SCRIPT
is "the name is new" Qod "$(of "$one" name_latin | sed 's/.* //')"
is "the record has both names" 1 "$(count attendee-changed 'select(.field1 == "family_name" and .after1 == "Qod")')"

desk "somebody new, in Tajik, on the keyboard on the screen" 0 <<SCRIPT
$sign_in
press deed register
wait fields
press open 0
wait edit
type Zulqodirov
press key enter
wait fields
press open 2
wait edit
press key layout
press key Қ
press key о
press key д
press key ӣ
press key enter
wait fields
press deed save
wait person
press deed approve
wait question
press deed yes
wait approver
press open 1
wait pin
type 837465
press key enter
wait person
press deed check-in
sleep 4
wait person
press deed undo
wait question
press deed yes
wait person
SCRIPT
is "the walk-in is there" "Қодӣ" \
    "$(lanyard attendees Zulqodirov --json | jq -r .name)"
is "approved" 1 "$(count attendee-approved 'select(.approved_by == "bahrom")')"
is "the scan was taken back" 1 "$(count undo)"

desk "an accreditation is withdrawn" 0 <<SCRIPT
$sign_in
type $two
press open 0
wait person
press deed withdraw
wait question
press deed yes
wait person
SCRIPT
is "withdrawn" withdrawn "$(of "$two" state)"

desk "security staff cannot print" 1 <<SCRIPT
wait sign-in
press open 3
wait pin
type 246813
press key enter
wait search
type $one
press open 0
wait person
press deed replace
SCRIPT
says "there is no such button" 'did not come true'

desk "every page opens" 0 <<SCRIPT
$sign_in
press page arrivals
wait arrivals
press page printers
wait printers
press page incidents
wait incidents
press page settings
wait settings
press choose ru
press page search
wait search
SCRIPT
