#!/bin/bash
# checkin and verify: every answer that a code can get.
. tests/lib/cli.sh
sample 200
a=$(invite "$(person 1)") b=$(invite "$(person 2)") c=$(invite "$(person 3)") d=$(invite "$(person 4)")

decides "verify records nothing" admit ok verify "$a"
decides "verify again" admit ok verify "$a"
decides "first arrival" admit ok checkin "$a" --print
is "prints" confirmed "$(field print)"
serial=$(field serial)
decides "second scan" refuse already-inside checkin "$a" --print
is "makes no second badge" 1 "$(lanyard jobs --json | wc -l)"
is "one PDF is there" 1 "$(ls "$LANYARD_EVENT/print" | grep -c 'pdf$')"
status_is "a refusal is exit status 1" 1 checkin "$a"
decides "leaving" admit ok checkin "$a" --direction out
decides "leaving twice" refuse not-inside checkin "$a" --direction out
decides "coming back" admit ok checkin "$a"

pdf=$(ls "$LANYARD_EVENT"/print/*.pdf)
pdftoppm -r 300 -png "$pdf" "$work/badge"
badge=$(zbarimg --nodbus -q --raw -Sdisable -Sqrcode.enable "$work"/badge-1.png)
decides "the printed badge verifies" admit ok verify "$badge"
is "with its serial" "$serial" "$(field serial)"
decides "the badge from its picture" admit ok verify --image "$work/badge-1.png"
decides "the badge at a door" admit ok verify "$badge" --checkpoint main-entrance
decides "an invitation at a door" refuse needs-badge verify "$b" --checkpoint main-entrance

driver=$(lanyard attendees driver --json | jq -r 'select(.category == "Driver" and .state == "expected") | .holder' | head -1)
status_is "issue into a file" 0 print "$driver" --out "$work/driver.pdf" --issue --json
is "is issued" confirmed "$(field state)"
pdftoppm -r 300 -png "$work/driver.pdf" "$work/driver"
driver_badge=$(zbarimg --nodbus -q --raw -Sdisable -Sqrcode.enable "$work"/driver-1.png)
decides "a driver at the plenary" refuse wrong-zone verify "$driver_badge" --checkpoint plenary-door
decides "a door without a zone" admit ok checkin "$driver_badge" --checkpoint main-entrance
is "is not an arrival" expected "$(lanyard attendees "$driver" --json | jq -r .state)"
status_is "a test badge" 0 print "$(person 7)" --out "$work/test.pdf" --json
is "is only a test" test "$(field state)"
pdftoppm -r 300 -png "$work/test.pdf" "$work/test"
decides "and admits nobody" refuse test-credential verify --image "$work/test-1.png"
status_is "an empty query is not everybody" 2 print "" --out "$work/all.pdf"
status_is "nor for invitations" 2 invite "" --out "$work/all"
status_is "print what exists" 0 print "$driver" --printer "file:$work/again"
is "does not print it again" 0 "$(ls "$work/again" 2>/dev/null | wc -l)"

decides "forged" refuse bad-signature checkin "${a:0:100}${b:100}"
decides "cut short" refuse malformed checkin "${a:0:120}"
decides "a character outside base45" refuse malformed checkin "${a:0:30}#${a:31}"
decides "a triplet above 65535" refuse malformed checkin "${a:0:4}:::${a:7}"
decides "an address" refuse web-address checkin "https://example.org/LY1"
decides "a contact card" refuse contact-card checkin "MECARD:N:Karimova;;"
decides "a Wi-Fi code" refuse wifi-code checkin "WIFI:S:hall;T:WPA;P:secret;;"
decides "a boarding pass" refuse boarding-pass checkin "M1KARIMOVA/LOLA       EABC123 DYUFRALH 1234 123Y012A0001 100"
decides "some words" refuse not-a-credential checkin "hello world"
decides "nothing" refuse not-a-credential checkin ""
decides "a pretix secret that nobody has" refuse unknown-attendee checkin "abcdefghjkmnpqrstuvwxyz23456789a"
LANYARD_EVENT=$work/other sample 60
other=$(LANYARD_EVENT=$work/other invite "$(LANYARD_EVENT=$work/other person 1)")
decides "another event's invitation" refuse wrong-event checkin "$other"

first_day=$(date -d "$(TZ=Asia/Dushanbe date +%F)" +%F)
decides "too early" refuse not-yet-valid verify "$b" --at "$(date -d "$first_day - 3 days" +%F)T10:00"
decides "too late" refuse expired verify "$b" --at "$(date -d "$first_day + 9 days" +%F)T10:00"
status_is "a bad time" 2 verify "$b" --at yesterday
status_is "no such checkpoint" 2 verify "$b" --checkpoint nowhere
says "those there are, are named" "registration"
status_is "a code and a picture" 2 verify "$b" --image x.png
status_is "a picture that is not there" 2 verify --image "$work/none.png"
"$FRAMES" "$work/empty.png" "" 1
status_is "a picture without a code" 1 verify --image "$work/empty.png"
"$FRAMES" "$work/held.png" "$b" 2
decides "a picture of a held-up invitation" admit ok checkin --image "$work/held.png"

serial_c=$(lanyard verify "$c" --json | jq -r .serial)
status_is "revoke a serial" 0 revoke "$serial_c" --reason "sent to the wrong person"
decides "a revoked invitation" refuse revoked checkin "$c"
c2=$(invite "$(lanyard verify "$c" --json | jq -r .holder)")
decides "a fresh invitation of the same person" admit ok verify "$c2"
status_is "revoke a holder" 0 revoke "$(lanyard verify "$d" --json | jq -r .holder)" --reason "withdrawn"
decides "everything of a revoked holder" refuse revoked checkin "$d"
status_is "revoke needs a reason" 2 revoke "$serial_c"
status_is "revoke something unknown" 1 revoke 4000000000 --reason x
status_is "revoke nonsense" 2 revoke nonsense --reason x

holder_a=$(lanyard verify "$a" --json | jq -r .holder)
status_is "replace needs a known reason" 2 replace "$holder_a" --reason whim
status_is "replace" 0 replace "$holder_a" --reason lost --json
is "has issue 2" 2 "$(field issue)"
is "and is printed" confirmed "$(field state)"
decides "the lost badge is dead" refuse revoked verify "$badge"
status_is "replace without a badge" 1 replace "$(person 5)" --reason lost

key=$(lanyard keys list --json | jq -r .key)
status_is "a new station" 0 keys new-station side-entrance
status_is "the same name again" 2 keys new-station side-entrance
status_is "a bad name" 2 keys new-station "Side Entrance"
status_is "revoke the station's own key" 0 keys revoke "$key"
decides "what it signed is refused" refuse unknown-key checkin "$b"
b2=$(invite "$(person 6)")
decides "the station goes on with a new key" admit ok checkin "$b2"
status_is "the chain is whole" 0 audit verify --json
is "and says so" true "$(field ok)"
