#!/bin/bash
# scan: the JSON of cli.md, on pictures made here and, where they are, on the real ones.
. tests/lib/cli.sh
mkdir "$work/pictures"
"$FRAMES" "$work/pictures/a.png" "LY1:HELLO" 2
"$FRAMES" "$work/pictures/b.png" "" 2
"$FRAMES" "$work/pictures/c.png" "$(printf 'caf\303\251 \360\237\230\200')" 3
status_is "scan a folder" 0 scan "$work/pictures" --json --repeat 3
is "a line a picture and a total" 4 "$(printf '%s\n' "$said" | wc -l)"
is "the total" "3 2 2" "$(field pictures) $(field found) $(field codes)"
row() { printf '%s\n' "$said" | sed -n "$1p" | jq -r "$2"; }
is "in name order" "$work/pictures/a.png" "$(row 1 .file)"
is "the text" "LY1:HELLO" "$(row 1 .text)"
is "and its bytes" "LY1:HELLO" "$(row 1 .base64 | base64 -d)"
is "four corners" 4 "$(row 1 '.codes[0].corners | length')"
is "no code" "false null 0" "$(row 2 '"\(.found) \(.text) \(.codes | length)"')"
is "UTF-8 as it was coded" "$(printf 'caf\303\251 \360\237\230\200')" "$(row 3 .text)"
"$FRAMES" "$work/sjis.png" "$(printf '*\303\336\273\336\262\335*')" 3
"$FRAMES" "$work/latin.png" "$(printf 'caf\351 fran\347ais')" 3
is "Shift-JIS is read as Japanese" "*ﾃﾞｻﾞｲﾝ*" "$(lanyard scan "$work/sjis.png" --json | head -1 | jq -r .text)"
is "Latin-1 as such" "café français" "$(lanyard scan "$work/latin.png" --json | head -1 | jq -r .text)"
is "what was tried" "frame 1 1" "$(row 1 '.tried[0] | "\(.stage) \(.candidates) \(.read)"')"
is "and how it was read" "straight 1 1" "$(row 1 '.steps[0] | "\(.step) \(.tries) \(.read)"')"
is "and where" "finder 3 read 1" "$(row 1 '[.marks | group_by(.kind)[] | "\(.[0].kind) \(length)"] | join(" ")')"
is "all tries of a picture without a code" "frame,sharp-half" "$(row 2 '[.tried[].stage] | join(",")')"
is "a time" true "$(row 1 '.ms > 0')"
status_is "one picture" 0 scan "$work/pictures/a.png" --first
is "in words" "$work/pictures/a.png: LY1:HELLO" "$said"
status_is "nothing found" 1 scan "$work/pictures/b.png"
status_is "no picture" 2 scan
status_is "a missing file" 2 scan "$work/none.png"
mkdir "$work/mixed"
cp "$work/pictures/a.png" "$work/mixed/1.png"
head -c 300 "$work/pictures/a.png" >"$work/mixed/2.png"
echo "not a picture" >"$work/mixed/3.jpg"
: >"$work/mixed/4.pgm"
cp "$work/pictures/a.png" "$work/mixed/5.png"
status_is "a folder with broken pictures" 2 scan "$work/mixed" --json
is "has a row for each" "true null,false error,false error,false error,true null" \
    "$(printf '%s\n' "$said" | head -5 | jq -r '"\(.found) \(if .error then "error" else .error end)"' | paste -sd,)"
is "with the keys of every row" 3 "$(printf '%s\n' "$said" | jq -c 'select(.error) | [.text, .base64, .codes, .ms]' | grep -c '^\[null,null,\[\],null\]$')"
is "and a sum" "5 2 3" "$(field pictures) $(field found) $(field errors)"
says "is told to people, too" "3.jpg: not a picture"
data=../shared/data/qr
if [ -d $data/none ]; then
    status_is "no false reads" 1 scan $data/none --json
    is "in 25 pictures" "25 0" "$(field pictures) $(field found)"
else
    echo "ok - no false reads # skip: $data is not here"
fi
