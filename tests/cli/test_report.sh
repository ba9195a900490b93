#!/bin/bash
# report: who came, by hour, delegation, category and checkpoint, as text, JSON, HTML, CSV and PDF.
. tests/lib/cli.sh
sample 4
count() { echo "$said" | jq -r "select(.by == \"$1\" and (.name == \"$2\" or \"$2\" == \"\")) | .$3"; }
status_is "before anybody came" 0 report --json
is "nobody has arrived" 0 "$(count total '' arrived)"
is "there are no hours" "" "$(count hour '' arrived)"
lanyard invite --all --out "$work/out" --format txt --json >"$work/invitations"
text() { sed -n "$1p" "$work/invitations" | jq -r .text; }
today=$(TZ=Asia/Dushanbe date +%F) # the sample is there
status_is "the first comes" 0 checkin "$(text 1)" --at "${today}T09:59"
status_is "and again" 1 checkin "$(text 1)" --at "${today}T10:01"
status_is "the second comes" 0 checkin "$(text 2)" --at "${today}T11:00"
status_is "a stranger's code" 1 checkin LY1:NONSENSE --at "${today}T11:01"
status_is "counts" 0 report --json
is "two arrived" 2 "$(count total '' arrived)"
is "four are expected" 4 "$(count total '' expected)"
is "two were turned away" 2 "$(count total '' refusals)"
is "by the hour, with the empty one between" "1 0 1" "$(count hour '' arrived | xargs)"
is "hours are those of the event" "${today}T09:00:00" "$(count hour '' code | head -1 | cut -c1-19)"
is "delegations add up" 4 "$(count delegation '' expected | awk '{ sum += $1 } END { print sum }')"
is "checkpoints that nobody passed are there" 0 "$(count checkpoint 'Plenary hall' admissions)"
status_is "an HTML page" 0 report --out "$work/r.html"
grep -q '<svg viewBox' "$work/r.html" && ok "has a chart" || not_ok "has a chart"
status_is "a table" 0 report --out "$work/r.csv"
is "each line has eight cells" 8 "$(tail -n +2 "$work/r.csv" | grep -v '"' | tr -cd ',\n' | awk '{print length + 1}' | sort -u)"
status_is "a document" 0 report --out "$work/r.pdf"
pdftotext -layout "$work/r.pdf" - | grep -q 'of those expected' && ok "says what it counts" || not_ok "says what it counts"
qpdf --check "$work/r.pdf" >/dev/null 2>&1 && ok "is a sound PDF" || not_ok "is a sound PDF"
status_is "another kind of file" 2 report --out "$work/r.doc"
status_is "a folder that is not there" 2 report --out "$work/none/r.html"
printf 'id,name,country\n9,<script>alert(1)</script> X,<b>\n' >"$work/script.csv"
lanyard import "$work/script.csv" >/dev/null
status_is "an event's name in markup" 0 init "$work/marked" --name '<script>alert("&")</script>'
lanyard report --event "$work/marked" --out "$work/marked.html"
is "is text in the page" 0 "$(grep -c '<script' "$work/marked.html")"
lanyard report --event "$work/marked" --out "$work/marked.pdf" && ok "and in the document" || not_ok "and in the document"
