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
printf 'id,name,country\n9,<script>alert(1)</script> X,TJ\n' >"$work/script.csv"
lanyard import "$work/script.csv" >/dev/null
lanyard preflight --html "$work/page.html" >/dev/null
is "names are text in the page" 0 "$(grep -c '<script' "$work/page.html")"
status_is "a printer that is not there" 1 preflight --printer "file:$work/page.html" --json
echo "$said" | jq -r .check | grep -q -x printer && ok "is found" || not_ok "is found" "$(checks)"
status_is "a printer too coarse" 1 preflight --dpi 120 --template a6 --json
echo "$said" | jq -r .check | grep -q -x small-code && ok "its code is found too small" || not_ok "small-code" "$(checks)"
status_is "no such stock" 2 preflight --template a0
is "it changed nothing" true "$(lanyard audit verify --json | jq -r .ok)"
