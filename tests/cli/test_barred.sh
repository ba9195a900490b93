#!/bin/bash
# Who may not have a badge, or a second one: withdrawn, revoked, refused, and the copy of an invitation.
. tests/lib/cli.sh
sample 300
state() { lanyard attendees --json | jq -r "select(.state == \"$1\") | .holder" | head -1; }
withdrawn=$(state withdrawn) pending=$(state pending-approval)
for command in "invite $withdrawn --out $work/none" "print $withdrawn --out $work/none.pdf" \
    "print $withdrawn --out $work/none.pdf --issue" "print $withdrawn --printer file:$work/none" \
    "print $pending --printer file:$work/none"; do
    status_is "${command%% *} for somebody withdrawn or pending" 1 $command
    says "says why" "is \(withdrawn\|rejected\|pending\)"
done
status_is "whose approval is pending may be invited" 0 invite "$pending" --out "$work/invitations"

who=$(person 1) text=$(invite "$(person 1)")
decides "an arrival" admit ok checkin "$text" --print
status_is "everything of the person is revoked" 0 revoke "$who" --reason "sent home"
for command in "print $who --printer file:$work/none" "replace $who --reason lost" \
    "invite $who --out $work/none" "print $who --out $work/none.pdf --issue"; do
    status_is "no ${command%% *} for a revoked person" 1 $command
    says "says why" "is revoked"
done
is "nothing was printed" "" "$(ls -d "$work/none"/* "$work/none.pdf" 2>/dev/null)"
is "and there is one badge" 1 "$(lanyard jobs --json | wc -l)"

who=$(person 2) text=$(invite "$(person 2)")
decides "another arrival" admit ok checkin "$text" --print
sqlite3 "$LANYARD_EVENT/lanyard.db" "UPDATE attendee SET approval = 'withdrawn' WHERE printf('%016x', holder) = '$who'"
status_is "no replacement for somebody withdrawn since" 1 replace "$who" --reason lost
says "says why" "is withdrawn"

who=$(person 3) text=$(invite "$(person 3)")
decides "a third arrival" admit ok checkin "$text" --print
status_is "whose badge is revoked" 0 revoke "$(field serial)" --reason stolen
decides "gets none by showing the invitation again" refuse already-inside checkin "$text" --print
is "nothing is printed" null "$(field print)"
status_is "but at the desk" 0 print "$who" --printer "file:$work/desk" --json
is "with the next number" "2 confirmed" "$(field issue) $(field state)"

# A file that cannot be written: no serial that stands in a file is given to somebody else.
mkdir -p "$work/partly/$(lanyard attendees "$(person 6)" --json | jq -r .external_id).txt"
status_is "invitations that cannot all be written" 3 invite --all --out "$work/partly" --format txt
status_is "are made again" 0 invite --all --out "$work/whole" --format txt
serials() {
    local file
    for file in "$@"; do [ -f "$file" ] && lanyard verify "$(cat "$file")" --json | jq -r .serial; done
}
ls "$work"/partly/*.txt | head -20 >"$work/list"
is "with new serials" "" "$({ serials $(cat "$work/list"); serials $(ls "$work"/whole/*.txt | head -30); } | sort | uniq -d)"
