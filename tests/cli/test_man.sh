#!/bin/bash
# Manual pages: one a command, each with exactly the options that the command names, without warnings.
. tests/lib/cli.sh
pages=docs/man
commands=$("$LANYARD" help | sed -n 's/^  \([a-z]*\)  *[A-Z].*/\1/p')
[ "$(echo "$commands" | wc -l)" -ge 15 ] && ok "help lists the commands" || not_ok "help lists the commands"

for command in $commands; do
    page=$pages/lanyard-$command.1
    [ -f "$page" ] || { not_ok "$command has a page"; continue; }
    "$LANYARD" help "$command" | grep -o -e '--[a-z][a-z-]*' | sort -u >"$work/wanted"
    sed -n '/^\.Sh SYNOPSIS/,/^\.Sh DESCRIPTION/p' "$page" | grep -o 'Fl -[a-z][a-z-]*' |
        sed 's/Fl -/--/' | grep -v -x -e --event -e --json -e --help | sort -u >"$work/synopsis"
    is "$command: its synopsis has its options" "$(xargs <"$work/wanted")" "$(xargs <"$work/synopsis")"
    missing=
    while read -r option; do
        grep -q "^\.It.*Fl -${option#--}\b" "$page" || missing+=" $option"
    done <"$work/wanted"
    is "$command: each option is explained" "" "$missing"
    grep -q "^\.Xr lanyard-$command 1" $pages/lanyard.1 &&
        ok "lanyard(1) names $command" || not_ok "lanyard(1) names $command"
    for section in "EXIT STATUS" "EXAMPLES" "SEE ALSO"; do
        grep -q -x "\.Sh $section" "$page" || not_ok "$command: section $section"
    done
done

for page in $pages/*.1; do
    MANWIDTH=100 man --warnings=w -l "$page" >"$work/page" 2>"$work/stderr"
    is "$(basename "$page") is formatted without a warning" "0 0" "$? $(wc -c <"$work/stderr")"
    for other in $(sed -n 's/^\.Xr \(lanyard[a-z-]*\) 1.*/\1/p' "$page" | sort -u); do
        [ -f "$pages/$other.1" ] || not_ok "$(basename "$page") refers to $other, which is not there"
    done
done
