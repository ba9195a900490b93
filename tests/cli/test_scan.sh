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
is "a time" true "$(row 1 '.ms > 0')"
status_is "one picture" 0 scan "$work/pictures/a.png" --first
is "in words" "$work/pictures/a.png: LY1:HELLO" "$said"
status_is "nothing found" 1 scan "$work/pictures/b.png"
status_is "no picture" 2 scan
status_is "a missing file" 2 scan "$work/none.png"
data=../shared/data/qr
if [ -d $data/none ]; then
    status_is "no false reads" 1 scan $data/none --json
    is "in 25 pictures" "25 0" "$(field pictures) $(field found)"
else
    echo "ok - no false reads # skip: $data is not here"
fi
