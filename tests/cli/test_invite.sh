#!/bin/bash
# invite: whole rosters, going on after a stop, and the list for a mail merge.
. tests/lib/cli.sh
sample 20
status_is "the whole roster" 0 invite --all --out "$work/inv" --format txt --json
made=$(echo "$said" | wc -l)
is "a file each" "$made" "$(ls "$work/inv" | grep -c 'txt$')"
is "and a line each in the mail merge" "$((made + 1))" "$(wc -l <"$work/inv/invitations.csv")"
is "whose files are there" 0 "$(sed 1d "$work/inv/invitations.csv" | tr -d '\r' | sed 's/.*,//' |
    while read -r f; do [ -f "$work/inv/$f" ] || echo "$f"; done | wc -l)"
is "nothing half-made is left" 0 "$(ls "$work/inv" | grep -c part)"
first=$(ls "$work/inv" | grep txt$ | head -1)
cp "$work/inv/$first" "$work/kept"
rm "$(ls "$work"/inv/*.txt | tail -1)"
status_is "going on" 0 invite --all --out "$work/inv" --format txt --resume --json
is "makes the one that lacks" 1 "$(echo "$said" | wc -l)"
cmp -s "$work/inv/$first" "$work/kept" && ok "and leaves the others" || not_ok "and leaves the others"
decides "the code is valid" admit ok verify "$(cat "$work/inv/$first")"
printf 'id,name,country,language,email\n900,Anna Bell,TJ,ru,a@example.org\n' >"$work/one.csv"
lanyard import "$work/one.csv" >/dev/null
status_is "a page" 0 invite 900 --out "$work/page" --format pdf
is "has the delegation in the person's language" 1 "$(pdftotext "$work/page/900.pdf" - | grep -c Таджикистан)"
# 68 to 83 mm down: between the band and the name there is only paper
pdftoppm -r 100 -gray -x 0 -y 268 -W 827 -H 60 -singlefile "$work/page/900.pdf" "$work/strip"
is "the band's pattern stays in the band" $((827 * 60)) "$(tail -c $((827 * 60)) "$work/strip.pgm" | tr -cd '\377' | wc -c)"
