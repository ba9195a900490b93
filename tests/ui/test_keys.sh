#!/bin/bash
# Every key that the sources name is in en.txt, and every key of en.txt is named somewhere.
set -u
cd "$(dirname "$0")/../.."
file=assets/messages/en.txt
# a plural form counts as its stem
keys=$(sed -nE 's/^([a-z0-9._-]+)[[:space:]]*=.*/\1/p' $file |
    sed -E 's/^(data-age\..*|desk\.wait)\.(zero|one|two|few|many|other)$/\1/' | sort -u)
named=$(grep -ohE '"[a-z-]+(\.[a-z-]+)+"' kiosk/ui/*.c kiosk/*.c kiosk/commands/*.c kiosk/station/*.c 2>/dev/null |
    tr -d '"' | grep -vE '\.(c|h|db|txt|log|pdf|png)$' | sort -u)
sections=$(sed 's/\..*//' <<<"$keys" | sort -u)
missing= unused=
for key in $named; do
    grep -qx "${key%%.*}" <<<"$sections" || continue # a file name and the like
    grep -qxF "$key" <<<"$keys" || missing="$missing $key"
done
for key in $keys; do
    case $key in
    reason.* | advice.* | language.name) continue ;; # by keyword; tested in test_message
    desk.state.* | desk.badge.* | desk.deed.* | desk.event.* | desk.incident.*) continue ;; # tested in test_desk
    desk.reason.* | desk.question.* | desk.field.* | desk.printer.* | desk.role.*) continue ;;
    staff.fault.*) continue ;; # by the fault's word; tested in test_screens
    printer.* | name.* | language.code) continue ;;  # by IPP's word, by the event's own names
    esac
    grep -qxF "$key" <<<"$named" || unused="$unused $key"
done
[ -z "$missing" ] && echo "ok - every key in the sources has a text" ||
    echo "not ok - no text for:$missing"
[ -z "$unused" ] && echo "ok - every text is used" || echo "not ok - never used:$unused"
