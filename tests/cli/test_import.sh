#!/bin/bash
# import and export: what an organiser's files do to an event.
. tests/lib/cli.sh
sample 12
people() { lanyard attendees --json | wc -l; }

printf 'ID;Фамилия;Имя;Страна;Категория\n1;Раҳимова;Дилноза;Таджикистан;D\n2;Müller;Jürgen;Германия;D\n' |
    iconv -t UTF-16 >"$work/roster.csv"
status_is "a dry run" 0 import "$work/roster.csv" --dry-run --json
is "says what it would add" "2 false UTF-16LE" "$(field added) $(field imported) $(field encoding)"
is "and adds nobody" 12 "$(people)"
status_is "an import" 0 import "$work/roster.csv" --json
is "adds them" "2 0 0 0 true" "$(field added) $(field changed) $(field unchanged) $(field rejected) $(field imported)"
status_is "again" 0 import "$work/roster.csv" --json
is "changes nothing" "0 0 2" "$(field added) $(field changed) $(field unchanged)"
is "both are there" 14 "$(people)"
for query in rakhimova Раҳимова rahimova rahmova; do
    is "$query finds her" "Дилноза Раҳимова" "$(lanyard attendees $query --json | head -1 | jq -r .name)"
done
for query in muller mueller Müller; do
    is "$query finds him" "Jürgen Müller" "$(lanyard attendees $query --json | jq -r .name | grep Müller)"
done

# an arrival, a badge, and a corrected file
code=$(invite 2)
decides "he arrives" admit ok checkin "$code" --print
printf 'id,family name,given name,country,category\n1,Rahimova,Dilnoza,TJ,D\n2,Mueller,Juergen,DE,D\n' >"$work/mended.csv"
status_is "a corrected file" 0 import "$work/mended.csv" --report "$work/report.jsonl"
is "names each difference" 2 "$(echo "$said" | grep -c 'row 3: .*is now')"
is "and the badge to replace" 2 "$(echo "$said" | grep -c 'the badge must be replaced')"
is "the report has them too" 2 "$(jq -c 'select(.replace_badge)' "$work/report.jsonl" | wc -l)"
is "the record has him field by field" "import row 3 of mended.csv family_name Müller Mueller" "$(lanyard audit log --json |
    jq -r 'select(.kind == "attendee-changed") | .body | select(.after1 == "Mueller") | "\(.by) \(.why) \(.field1) \(.before1) \(.after1)"')"
decides "his arrival stays" refuse already-inside checkin "$code"
printf 'id,name\n1,Dilnoza Rahimova\n' >"$work/short.csv"
status_is "a file without him" 0 import "$work/short.csv"
is "lists him as kept" 1 "$(echo "$said" | grep -c 'not in this file, kept: Juergen Mueller')"

# bad rows
printf 'id,name,country\n5,Anna Bell,Atlantis\n6,Ben Cole,KE\n7,"Open,KE\n8,Cleo Dunn,KE,too many\n' >"$work/bad.csv"
status_is "rejected rows" 2 import "$work/bad.csv" --json
is "are an object each" "2 4 5" "$(echo "$said" | jq -r 'select(.error) | .row' | xargs)"
is "with column and cause" delegation "$(echo "$said" | jq -r 'select(.row == 2) | .field')"
is "and nobody is imported" "false 14" "$(field imported) $(people)"
status_is "unless told to" 2 import "$work/bad.csv" --skip-bad --json
is "take the good ones" "true 15" "$(field imported) $(people)"
status_is "a file that is not there" 2 import "$work/none.csv"
status_is "a folder" 2 import "$work"
status_is "an empty file" 2 import /dev/null
status_is "a bad map" 2 import "$work/bad.csv" --map "name=nothing"
says "names the fields" external_id
status_is "a bad format" 2 import "$work/bad.csv" --format xls
printf 'wer,woher\nAnna Bell,KE\n' >"$work/odd.csv"
status_is "odd headings" 2 import "$work/odd.csv"
says "say how to map them" "--map"
status_is "mapped" 0 import "$work/odd.csv" --map wer=name --map woher=delegation

printf 'PK\3\4workbook' >"$work/book.xlsx"
status_is "a workbook" 2 import "$work/book.xlsx"
is "is called by its name" 1 "$(echo "$said" | grep -c 'book.xlsx: .*save it as CSV')"
truncate -s 1G "$work/giant.csv"
status_is "a file of 1 GB" 2 import "$work/giant.csv" --json
is "is refused at once" "" "$(field format)"
printf 'id,name,country\n80,M\xc3\xbcller J\xc3\xbcrgen,DE\n81,Lef\xe8vre Zoe,FR\n' >"$work/two.csv"
status_is "rows of two encodings" 2 import "$work/two.csv" --dry-run --json
is "name the odd one" "3 name" "$(echo "$said" | jq -r 'select(.error) | "\(.row) \(.field)"')"
printf 'id,name,country\n80,M\xc3\x83\xc2\xbcller J,DE\n' >"$work/garbled.csv"
status_is "what was decoded wrongly before" 0 import "$work/garbled.csv" --dry-run
says "is noted" "wrong encoding once"

# photos
mkdir "$work/photos"
"$FRAMES" "$work/photos/1.png" hello 1
printf 'not a picture' >"$work/photos/2.jpg"
status_is "photos" 0 import "$work/mended.csv" --photos "$work/photos" --json
is "one is copied" 1 "$(ls "$LANYARD_EVENT/photos" | wc -l)"
says "one is no picture" "cannot be used as a photo"
is "it is a JPEG" image/jpeg "$(file -b --mime-type "$LANYARD_EVENT/photos/"*)"
status_is "photos again" 0 import "$work/mended.csv" --photos "$work/photos" --json
is "are the same" "2 1" "$(field unchanged) $(ls "$LANYARD_EVENT/photos" | wc -l)"

# out and in
status_is "export" 0 export --out "$work/out.csv"
status_is "import(export)" 0 import "$work/out.csv" --json
is "changes nothing" "0 0 0" "$(field added) $(field changed) $(field rejected)"
lanyard export --format json >"$work/out.jsonl"
status_is "import(export) as JSON" 0 import "$work/out.jsonl" --json
is "changes nothing either" "0 0 0" "$(field added) $(field changed) $(field rejected)"
is "a byte order mark when asked for" "efbbbf" "$(lanyard export --bom | head -c 3 | od -An -tx1 | tr -d ' ')"
printf 'id,name,position\n90,Eve Fox,"'"'"'=HYPERLINK(1)"\n' >"$work/formula.csv"
status_is "a formula comes in" 0 import "$work/formula.csv"
is "is kept as text" "=HYPERLINK(1)" "$(lanyard export --format json | jq -r 'select(.external_id == "90") | .position')"
is "and goes out with a sign" 1 "$(lanyard export | grep -c "\"'=HYPERLINK(1)\"")"
status_is "the chain is whole" 0 audit verify --json

# a large file: memory stays small
{ echo id,name,country; seq 5000 5600 | sed 's/.*/&,Person &,KE/'; head -c 60000000 /dev/zero | tr '\0' x; echo; echo 9999,Last One,KE; } >"$work/large.csv"
status_is "a line of 60 MB" 2 import "$work/large.csv" --dry-run --json
is "is one rejected row" "602 1" "$(field added) $(field rejected)"
