#!/bin/bash
# A roster over two printers at once: the load is shared, a printer that fails costs nobody a badge, and nobody
# gets two valid ones.
. tests/lib/cli.sh
. tests/lib/cups.sh
chmod 711 "$work"
if ! { cups_start "$work/cups" && cups_add second; }; then
    echo "ok - over two printers # skip: $cups_why"
    exit 0
fi
trap 'cups_stop; rm -rf "$work"' EXIT
sample 60
cat >"$LANYARD_EVENT/printers.ini" <<'EOF'
[printer Left]
device = badges

[printer Right]
device = second
low = 3
EOF

sheets() { cat "${cups_at[$1]}/sheets" 2>/dev/null | wc -l; }

# How many badges of people are valid and may exist; how many people have two.
valid() {
    sqlite3 -readonly "$LANYARD_EVENT/lanyard.db" "SELECT count(*), count(*) - count(DISTINCT holder) FROM badge b
        JOIN badge_state s USING (intent) WHERE s.state = 'confirmed'
        AND b.serial NOT IN (SELECT serial FROM revoked_serial)"
}

delegations=($(lanyard attendees --json | jq -r 'select(.state == "expected") | .external_id' | sed 's/-.*//' | sort | uniq -c |
    sort -rn | awk '{print $2}'))
status_is "stock is put into one" 0 printers stock Right 30
status_is "a delegation" 0 print --delegation "${delegations[0]}" --printer Left,Right --json
first=$(printf '%s\n' "$said" | jq -s 'map(select(.state == "confirmed")) | length')
status_is "another" 0 print --delegation "${delegations[1]}" --printer Left,Right --json
all=$((first + $(printf '%s\n' "$said" | jq -s 'map(select(.state == "confirmed")) | length')))
is "each badge came out" "$all" $(($(sheets badges) + $(sheets second)))
left=$(sheets badges) right=$(sheets second)
[ "$left" -gt 0 ] && [ "$right" -gt 0 ] && ok "both printed" || not_ok "both printed" "$left and $right"
is "each person has one" "$all|0" "$(valid)"
said=$(lanyard printers --json)
is "the stock is counted down" $((30 - right)) \
    "$(printf '%s\n' "$said" | jq -r 'select(.name == "Right").remaining')"

# One runs out of stock under its badge, and nobody comes: the rest goes through the other.
cups_fault media-empty-error second
status_is "one printer is empty" 0 print --delegation "${delegations[2]}" --printer Left,Right --json
cups_fault "" second
sleep 2
now=$(printf '%s\n' "$said" | jq -s 'map(select(.state == "confirmed")) | length')
all=$((all + now))
is "each badge came out once, of the other" "$((left + now)) $right" "$(sheets badges) $(sheets second)"
is "each person has one still" "$all|0" "$(valid)"

status_is "a test badge" 0 printers test Right --json
is "was printed" "completed true" "$(field state) $(field counted)"
status_is "stock that is no number" 2 printers stock Right many
status_is "a template whose stock the printer has not" 3 printers test Right --template 4x6in --json
is "is refused with what it offers" 1 "$(field detail | grep -c 'does not offer na_index-4x6_4x6in; it offers iso_a')"
status_is "a printer that is not in the file" 2 print --all --printer Left,Middle
says "is named" "Left,Middle"
status_is "the record is whole" 0 audit verify
