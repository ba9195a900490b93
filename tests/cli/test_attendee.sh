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
lanyard export --out "$work/before.csv"

# with staff, somebody signs in, and an approved identity takes two
printf '135791\n' >"$work/farida.pin"; printf '246802\n' >"$work/timur.pin"
as() { printf -- '--staff %s --pin-file %s' "$1" "$work/$1.pin"; }
two="$(as timur) --approve-by farida --approve-pin-file $work/farida.pin"
lanyard staff add farida --role administrator --new-pin-file "$work/farida.pin" >/dev/null
lanyard staff add timur --role desk --new-pin-file "$work/timur.pin" $(as farida) >/dev/null
status_is "nobody signed in" 1 attendee change "$who" --set email=y@example.org --by desk --why typo
status_is "an address takes one" 0 attendee change "$who" --set email=y@example.org --why typo $(as timur)
status_is "a name takes two" 1 attendee change "$who" --set given_name=Other --why typo $(as timur)
says "is told" "--approve-by"
status_is "a photo takes two" 1 attendee change "$who" --photo "$work/photo.png" --why typo $(as timur)
status_is "and two do" 0 attendee change "$who" --set given_name=Other --why typo $two
is "the record names both" "timur timur farida" "$(lanyard audit log --json |
    jq -r 'select(.kind == "attendee-changed") | .body | "\(.by) \(.staff) \(.approved_by)"' | tail -1)"
status_is "a walk-in takes one" 0 attendee add --set family_name=Second --why letter --json $(as timur)
walkin=$(field holder)
status_is "who waits is changed by one" 0 attendee change "$walkin" --set given_name=Sid --why letter $(as timur)
status_is "approving takes two" 1 attendee approve "$walkin" --why ok $(as timur)
status_is "two approve" 0 attendee approve "$walkin" --why ok $two
status_is "turning away takes one" 0 attendee withdraw "$walkin" --why left $(as timur)
status_is "an import takes two" 1 import /dev/null $(as timur)
says "is told" "--approve-by"
status_is "a dry run nobody" 0 import "$work/before.csv" --dry-run
status_is "the chain is whole" 0 audit verify
