#!/bin/bash
# doctor: what is wrong with a machine and its event is found, each with how to mend it.
. tests/lib/cli.sh
well() { echo "$said" | jq -r "select(.check == \"$1\") | .ok"; }
detail() { echo "$said" | jq -r "select(.check == \"$1\") | .detail"; }
status_is "no event" 1 doctor --json
is "is found" false "$(well event)"
is "every finding says how to mend it" 0 "$(echo "$said" | jq -r 'select(.ok == false and .fix == "") | .check' | wc -l)"
is "each has the four keys" 0 "$(echo "$said" | jq -c 'keys' | grep -cv '\["check","detail","fix","ok"\]')"
sample 4
mkdir "$work/pictures"
"$FRAMES" "$work/pictures/1.png" hello 1
lanyard doctor --camera "$work/pictures" --json >"$work/found"
said=$(cat "$work/found")
for check in event database keys disk fonts camera printer hub; do
    is "a fresh sample is well: $check" true "$(well $check)"
done
is "the root key should not lie here" false "$(well root-key)"
mv "$LANYARD_EVENT/keys/root.key" "$work/stick.key"
said=$(lanyard doctor --json)
is "it is on the stick now" true "$(well root-key)"
status_is "a printer that is not there" 1 doctor --printer "file:$work/pictures/1.png" --json
is "is found" false "$(well printer)"
status_is "a camera that is not there" 1 doctor --camera /dev/video99 --json
is "is found too" false "$(well camera)"
chmod 644 "$LANYARD_EVENT/keys/station-1.key"
said=$(lanyard doctor --json)
is "a key that everybody may read" false "$(well keys)"
detail keys | grep -q chmod && ok "says how to close it" || not_ok "says how to close it" "$(detail keys)"
chmod 600 "$LANYARD_EVENT/keys/station-1.key"
status_is "an event of last year" 0 init "$work/old" --days 2020-01-01
said=$(lanyard doctor --event "$work/old" --json)
is "is over" false "$(well event)"
is "nothing was changed" true "$(lanyard audit verify --json | jq -r .ok)"
