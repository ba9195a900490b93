#!/bin/bash
# Staff: who may do what, PINs and their delays, cards, the second person.
. tests/lib/cli.sh
sample 60
pin() { printf '%s\n' "$2" >"$work/$1.pin"; }
pin farida 135791; pin timur 246802; pin lola 975310; pin said 864201; pin wrong 111222; pin short 12345
as() { printf -- '--staff %s --pin-file %s' "$1" "$work/${2:-$1}.pin"; }
approved() { printf -- '--approve-by %s --approve-pin-file %s' "$1" "$work/${2:-$1}.pin"; }

holder=$(person 1)
lanyard print "$holder" --out "$work/badge.pdf" --issue >/dev/null
status_is "without staff nobody is asked" 0 replace "$holder" --reason stolen --out "$work/badge.pdf"
status_is "the first is no administrator" 2 staff add timur --role desk --new-pin-file "$work/timur.pin"
says "and is told why" "without an administrator"
status_is "a short PIN" 2 staff add farida --role administrator --new-pin-file "$work/short.pin"
status_is "the first" 0 staff add farida --role administrator --new-pin-file "$work/farida.pin" --json
is "is an administrator" "farida administrator true" "$(field staff) $(field role) $(field enabled)"
status_is "the second needs the first" 1 staff add timur --role desk --new-pin-file "$work/timur.pin"
status_is "who signs in" 0 staff add timur --role desk --new-pin-file "$work/timur.pin" $(as farida)
lanyard staff add lola --role supervisor --new-pin-file "$work/lola.pin" $(as farida) >/dev/null
lanyard staff add said --role security --new-pin-file - $(as farida) <"$work/said.pin" >/dev/null
is "four of them" 4 "$(lanyard staff list --json | wc -l)"
status_is "a bad role" 2 staff add x --role boss --new-pin-file "$work/said.pin" $(as farida)
status_is "the last administrator stays" 1 staff disable farida $(as farida)

status_is "nobody signed in" 1 replace "$holder" --reason lost --out "$work/badge.pdf"
says "is told how" "--staff NAME"
status_is "security may not replace" 1 replace "$holder" --reason lost --out "$work/badge.pdf" $(as said)
status_is "the desk may" 0 replace "$holder" --reason lost --out "$work/badge.pdf" $(as timur)
is "the record names who" timur "$(lanyard audit log --json | jq -r 'select(.kind == "badge-issued") | .body.staff' | tail -1)"
status_is "stolen needs a second person" 1 replace "$holder" --reason stolen --out "$work/badge.pdf" $(as timur)
says "is told" "--approve-by"
status_is "not the same" 1 replace "$holder" --reason stolen --out "$work/badge.pdf" $(as lola) $(approved lola)
status_is "not anybody" 1 replace "$holder" --reason stolen --out "$work/badge.pdf" $(as timur) $(approved said)
status_is "a supervisor" 0 replace "$holder" --reason stolen --out "$work/badge.pdf" $(as timur) $(approved lola)
is "the record names both" "timur lola" "$(lanyard audit log --json |
    jq -r 'select(.kind == "badge-issued") | "\(.body.staff) \(.body.approved_by)"' | tail -1)"
status_is "revoke everything" 0 revoke "$holder" --reason mistake $(as timur)
status_is "lifting it needs two" 1 revoke "$holder" --reason mistake --lift $(as timur)
status_is "and two do" 0 revoke "$holder" --reason mistake --lift $(as timur) $(approved farida)
is "it is lifted" expected "$(lanyard attendees "$holder" --json | jq -r .state)"
status_is "a serial stays dead" 2 revoke 16777217 --reason mistake --lift $(as timur) $(approved farida)
status_is "export needs two" 1 export --out "$work/roster.csv" $(as lola)
is "and writes nothing" no "$([ -e "$work/roster.csv" ] && echo yes || echo no)"
status_is "two may" 0 export --out "$work/roster.csv" $(as lola) $(approved farida)
status_is "rules are the administrator's" 1 rules load $(as lola)

card=$(lanyard staff card said $(as farida))
is "a card" 154 "${#card}"
status_is "names its owner" 1 replace "$holder" --reason lost --out "$work/b.pdf" --staff "$card" --pin-file "$work/said.pin"
says "with the owner's role" "Your role may not"
decides "a card opens no door" refuse wrong-type verify "$card" --checkpoint main-entrance
lanyard staff card said $(as farida) >/dev/null
status_is "an older card is dead" 1 replace "$holder" --reason lost --out "$work/b.pdf" --staff "$card" --pin-file "$work/said.pin"
says "and is told no more" "name or the PIN is wrong"

for i in 1 2 3; do status_is "wrong PIN $i" 1 staff card said $(as timur wrong); done
status_is "then a delay" 1 staff card said $(as timur)
says "is told" "seconds"
is "the attempts are on disk" 3 "$(lanyard staff list --json | jq -r 'select(.staff == "timur") | .failed')"
status_is "an unknown name" 1 staff card said --staff nobody --pin-file "$work/wrong.pin"
says "is not told apart" "name or the PIN is wrong"
status_is "disable" 0 staff disable said $(as farida)
status_is "a disabled person" 1 revoke "$holder" --reason x $(as said)
says "is not told apart either" "name or the PIN is wrong"
role=$(lanyard staff list --json | jq -r 'select(.staff == "timur") | .role')
for time in once twice; do status_is "disable $time" 0 staff disable timur $(as farida) --json; done
is "leaves the role, also in the record" "$role $role" "$(field role) $(lanyard audit log --json |
    jq -r '.body | select(.name? == "timur") | .role' | tail -1)"
grep -q '135791\|argon2' <(lanyard audit log --json) && not_ok "no PIN in the record" || ok "no PIN in the record"
status_is "the record is whole" 0 audit verify
