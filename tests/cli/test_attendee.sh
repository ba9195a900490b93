#!/bin/bash
# attendee: corrections at the desk, each with who and why.
. tests/lib/cli.sh
sample 8
who=$(person 1)
status_is "who and why are asked for" 2 attendee change "$who" --set title=Dr
status_is "a correction" 0 attendee change "$who" --set family_name=Newname --by desk --why "passport seen" --json
is "tells what changed" "family_name Newname false" "$(field 'changes[0].field') $(field 'changes[0].after') $(field replace_badge)"
is "is found by its new name" "$who" "$(lanyard attendees newname --json | jq -r .holder)"
is "is in the record" "desk passport seen" "$(lanyard audit log --json | jq -r 'select(.kind == "attendee-changed") | .body | "\(.by) \(.why)"')"
status_is "the same again" 0 attendee change "$who" --set family_name=Newname --by desk --why again --json
is "changes nothing" 0 "$(field 'changes | length')"
status_is "a field that is not there" 2 attendee change "$who" --set colour=red --by desk --why x
status_is "a country that is not there" 2 attendee change "$who" --set delegation=Atlantis --by desk --why x
status_is "no name at all" 2 attendee change "$who" --set family_name= --set given_name= --by desk --why x
status_is "nobody" 1 attendee change zzzzzz --set title=Dr --by desk --why x
status_is "several" 1 attendee withdraw a --by desk --why x
says "are listed" "several people match"
code=$(invite "$who")
decides "arrives" admit ok checkin "$code" --print
status_is "a change of what is printed" 0 attendee change "$who" --set position=Minister --by desk --why promoted --json
is "asks for another badge" true "$(field replace_badge)"
status_is "a change of what is not" 0 attendee change "$who" --set email=x@example.org --by desk --why typo --json
is "does not" false "$(field replace_badge)"
status_is "a walk-in" 0 attendee add --set family_name=Walker --set given_name=Wanda --set delegation=KE --set sessions=opening --by desk --why letter --json
walkin=$(field holder)
is "waits for approval" pending "$(field approval)"
code=$(invite "$walkin")
decides "and is sent to the desk" refer pending-approval checkin "$code"
status_is "approved" 0 attendee approve "wanda walker" --by chief --why confirmed
decides "is let in" admit ok checkin "$code"
status_is "withdrawn" 0 attendee withdraw "$walkin" --by chief --why left
decides "is not" refuse withdrawn verify "$code"
"$FRAMES" "$work/photo.png" hello 1
status_is "a photo" 0 attendee change "$who" --photo "$work/photo.png" --by desk --why new
is "is there" 1 "$(ls "$LANYARD_EVENT/photos" | wc -l)"
status_is "no photo" 2 attendee change "$who" --photo "$work/none.png" --by desk --why new
is "the session is kept" opening "$(lanyard export --format json | jq -r "select(.holder == \"$walkin\") | .sessions")"
status_is "the chain is whole" 0 audit verify
