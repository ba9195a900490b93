#!/bin/bash
# preflight: each thing that would fail on the day is found before it.
. tests/lib/cli.sh
sample 4
checks() { echo "$said" | jq -r .check | sort -u | xargs; }
cat >"$work/roster.csv" <<'END'
id,name,country,category,days,email,photo
1,Anna Bell,TJ,D,1,a@example.org,
2,Bell Anna,TJ,D,1,,
3,Ben Wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww,TJ,D,1,b,
4,Cleo Dunn,TJ,D,none,c@example.org,gone.jpg
END
status_is "the sample alone has nothing to mend" 0 preflight --json
is "but photos to ask for" no-photo "$(checks)"
lanyard import "$work/roster.csv" >/dev/null
mkdir "$work/photos"
"$FRAMES" "$work/photos/1.png" hello 1
status_is "a photo" 0 import "$work/roster.csv" --photos "$work/photos"
status_is "a bad roster" 1 preflight --json --html "$work/page.html"
for check in bad-email bad-photo no-days no-email same-person small-name; do
    echo "$said" | jq -r .check | grep -q -x "$check" && ok "finds $check" || not_ok "finds $check" "$(checks)"
done
is "names the person" "Cleo Dunn TJK error" "$(echo "$said" | jq -r 'select(.check == "no-days") | "\(.name) \(.delegation) \(.severity)"')"
grep -q "<h2>Tajikistan</h2>" "$work/page.html" && ok "the page is by delegation" || not_ok "the page is by delegation"
mkdir "$work/pages"
lanyard delegation set TJK --focal-point "Farrukh Nazarov" --email nazarov@example.org
status_is "a page for each" 1 preflight --html "$work/pages"
is "with its focal point" 1 "$(grep -c 'Focal point: Farrukh Nazarov · nazarov@example.org' "$work/pages/TJK.html")"
is "beside one with all of them" 1 "$(grep -c 'href="TJK.html"' "$work/pages/index.html")"
is "and nobody else's people" 0 "$(grep -c KAZ-0001 "$work/pages/TJK.html")"
status_is "focal points are listed" 0 delegation list --language ru --json
is "with names in a language" "Таджикистан Farrukh Nazarov" "$(echo "$said" | jq -r 'select(.delegation == "TJK") | "\(.name) \(.focal_point)"')"
is "and recorded" "focal_point Farrukh Nazarov" "$(lanyard audit log --json | jq -r 'select(.kind == "delegation-changed") | .body | "\(.field1) \(.after1)"')"
status_is "no such delegation" 1 delegation set XYZ --email a@example.org
status_is "a new one" 0 delegation set SCO --name "Shanghai Cooperation Organisation"
status_is "a country that is none" 2 delegation set ATL --country Atlantis
status_is "an address that is none" 2 delegation set TJK --email nowhere
printf 'id,name,country\n9,<script>alert(1)</script> X,TJ\n' >"$work/script.csv"
lanyard import "$work/script.csv" >/dev/null
lanyard preflight --html "$work/page.html" >/dev/null
is "names are text in the page" 0 "$(grep -c '<script' "$work/page.html")"
status_is "a printer that is not there" 1 preflight --printer "file:$work/page.html" --json
echo "$said" | jq -r .check | grep -q -x printer && ok "is found" || not_ok "is found" "$(checks)"
status_is "a printer too coarse" 1 preflight --dpi 100 --template a6 --json
echo "$said" | jq -r .check | grep -q -x small-code && ok "its code is found too small" || not_ok "small-code" "$(checks)"
status_is "no such stock" 2 preflight --template a0
is "it changed nothing" true "$(lanyard audit verify --json | jq -r .ok)"
