#!/bin/bash
# Templates on the command line: listed, checked, previewed, printed; batches in order, taken up again, handed over.
. tests/lib/cli.sh
lanyard init "$work/event" --sample --attendees 40 >/dev/null
is "init copies the templates" 12 "$(ls "$work/event/templates" | wc -l)"
status_is "they are listed" 0 template list --json
is "all of them" 12 "$(echo "$said" | wc -l)"
status_is "they are good" 0 template check

printf 'badge 1\ntitle X\npage 50 x 50\nmedia m\nqr\n at 0 0 40 40\n sise 3\n' >"$work/x.badge"
status_is "a bad one" 2 template check "$work/x.badge"
says "is said with file, line and key" "x.badge:7: sise: there is no such key"
status_is "an unknown one" 2 print --all --template nobody --out "$work/a.pdf"
says "is said" "nobody.badge: there is no such template"
is "and no file is made" 0 "$(ls "$work"/a.pdf* 2>/dev/null | wc -l)"

status_is "a preview" 0 template preview cr80 --out "$work/look.png"
is "is a picture of the badge" "1011 x 638" "$(file "$work/look.png" | grep -o '[0-9]* x [0-9]*')"
status_is "a preview of the sheet" 0 template preview a4-8xa7 --out "$work/look.pdf"
is "is a page of A4" A4 "$(pdfinfo "$work/look.pdf" | sed -n 's/^Page size.*(\(.*\))/\1/p')"

# a preview that watches
sed -i 's/ sise 3//' "$work/x.badge"
"$LANYARD" template preview "$work/x.badge" --watch --out "$work/watched.png" 2>"$work/watch.log" &
watcher=$!
wait_for() { local n=200; until "$@"; do [ $((n -= 1)) -gt 0 ] || return 1; sleep 0.05; done; }
wait_for test -s "$work/watched.png" && ok "is drawn" || not_ok "is drawn"
first=$(md5sum <"$work/watched.png")
echo "nonsense" >>"$work/x.badge"
wait_for grep -q "last good one stays in use" "$work/watch.log" && ok "a bad version is said" || not_ok "a bad version is said"
is "and the last good picture stays" "$first" "$(md5sum <"$work/watched.png")"
sed -i 's/^nonsense/rect\n at 0 40 50 10\n fill black/' "$work/x.badge"
changed() { [ "$(md5sum <"$work/watched.png")" != "$first" ]; }
wait_for changed && ok "a mended one is drawn" || not_ok "a mended one is drawn"
kill $watcher; wait $watcher 2>/dev/null

# every template prints, and every code in it can be read
for template in $(lanyard template list --json | jq -r .template); do
    lanyard attendees --limit 3 --json | jq -r .holder >"$work/holders"
    lanyard print "$(head -1 "$work/holders")" --template "$template" --out "$work/one.pdf" >/dev/null
    rm -f "$work"/page*
    pdftoppm -r 300 -gray "$work/one.pdf" "$work/page"
    zbarimg -q --raw -Sdisable -Sqrcode.enable "$work"/page*.pgm 2>/dev/null | grep -q '^LY1:' &&
        ok "$template can be scanned" || not_ok "$template can be scanned"
done

# a batch: sorted, with its manifest
status_is "a batch to be collected" 0 print --all --sort delegation,name --collect --out "$work/all.pdf" \
    --manifest "$work/all.csv" --json
badges=$(echo "$said" | wc -l)
is "has a page for each" "$badges" "$(pdfinfo "$work/all.pdf" | sed -n 's/^Pages: *//p')"
is "none is issued yet" printing "$(echo "$said" | jq -r .state | sort -u)"
is "the manifest names each" "$badges" "$(($(wc -l <"$work/all.csv") - 1))"
is "in order" "" "$(tail -n +2 "$work/all.csv" | cut -d, -f5 | sort -cf 2>&1)"
is "for its owner alone" "600 600" "$(stat -c %a "$work/all.pdf" "$work/all.csv" | tr '\n' ' ' | sed 's/ $//')"
is "for its owner alone to read" "600 600" "$(stat -c %a "$work/all.pdf" "$work/all.csv" | xargs)"
status_is "a second batch" 1 print --all --collect --out "$work/again.pdf"
says "leaves out who has one" "exists already; it is left out"
is "and makes no file" 0 "$(ls "$work"/again.pdf* 2>/dev/null | wc -l)"
pdftoppm -r 300 -gray -singlefile "$work/all.pdf" "$work/first"
status_is "one is handed over" 0 handover --image "$work/first.pgm" --json
is "and issued" confirmed "$(field state)"
status_is "only once" 1 handover --image "$work/first.pgm"
says "that is said" "handed over before"
status_is "a test badge" 1 handover "$(zbarimg -q --raw -Sdisable -Sqrcode.enable "$work"/page*.pgm 2>/dev/null | head -1)"

# a batch that breaks off is taken up again with the same badges
lanyard init "$work/second" --sample --attendees 60 >/dev/null
export LANYARD_EVENT=$work/second
"$LANYARD" print --all --issue --out "$work/broken.pdf" >/dev/null 2>&1 &
batch=$!
wait_for test -s "$work/broken.pdf.part"
kill -KILL $batch; wait $batch 2>/dev/null
serials=$(lanyard jobs --json | jq -r .serial | sort -n | xargs)
is "what broke off has no file" 0 "$(ls "$work/broken.pdf" 2>/dev/null | wc -l)"
status_is "is taken up again" 0 print --all --issue --out "$work/broken.pdf" --json
is "with the same badges" "$serials" "$(echo "$said" | jq -r .serial | sort -n | xargs)"
is "all issued" confirmed "$(echo "$said" | jq -r .state | sort -u)"
status_is "the log is whole" 0 audit verify
