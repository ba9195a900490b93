#!/bin/bash
# From an invitation to paper: checkin through a real cupsd to a real IPP printer; what arrived there is
# rasterised, its code is read and verified.
. tests/lib/cli.sh
. tests/lib/cups.sh
chmod 711 "$work"
if ! cups_start "$work/cups"; then
    echo "ok - through CUPS # skip: $cups_why"
    exit 0
fi
trap 'cups_stop; rm -rf "$work"' EXIT
sample 60
a=$(invite "$(person 1)") b=$(invite "$(person 2)") c=$(invite "$(person 3)")
status_is "printers are listed" 0 printers --json
is "with the queue" badges "$(printf '%s\n' "$said" | jq -r 'select(.printer == "badges") | .printer')"
status_is "check in and print" 0 checkin "$a" --print --printer badges --json
state=$(field print)
case $state in
confirmed | printing) ok "the job went to its end ($state)" ;;
*) not_ok "the job went to its end" "$state" ;;
esac
serial=$(field serial)
status_is "a second time" 1 checkin "$a" --print --printer badges --json
is "is the same badge" "$serial" "$(field serial)"
is "one sheet came out" 1 "$(wc -l <"$work/cups/sheets")"
paper=$(ls "$work"/cups/printed/*.pdf | head -1)
case $(file -b "$paper") in
PDF*) pdftoppm -r 300 -png -singlefile "$paper" "$work/paper" ;;
*) not_ok "the printer received PDF" "$(file -b "$paper")" ;;
esac
badge=$(zbarimg --nodbus -q --raw -Sdisable -Sqrcode.enable "$work/paper.png")
decides "the code on the paper" admit ok verify "$badge"
is "is the badge's" "$serial" "$(field serial)"
is "the paper is A6" "A6" "$(pdfinfo "$paper" | awk '/Page size/ { a6 = ($3 > 297 && $3 < 299 && $5 > 418 && $5 < 421); print a6 ? "A6" : $0 }')"
cups_fault media-empty-error
(
    sleep 3
    cups_fault
) &
status_is "a printer that is out of stock for a while" 0 checkin "$b" --print --printer badges --json
wait $!
cups_kill
status_is "cupsd is gone" 3 checkin "$c" --print --printer badges --json
is "the person is in all the same" admit "$(field verdict)"
is "the badge waits" intent "$(field print)"
cups_again
status_is "and is printed when cupsd is back" 0 checkin "$c" --print --printer badges --json
is "three sheets in all" 3 "$(wc -l <"$work/cups/sheets")"
status_is "every intent has an end" 0 jobs --open --json
status_is "the record is whole" 0 audit verify
