#!/bin/bash
# A short day of stations that all work at once, with a station apart, a slow hub, one that is killed and one that is
# restored from the morning's backup; and what is no such day.
. tests/lib/cli.sh
. tests/lib/postgres.sh
. tests/sync/stations.sh
stations_start
export LANYARD_LOG=error
troubles=2:1-3,slow:2-2.5,hub:3-3.5,restore:4.2-4.6
status_is "a day passes without a violation" 0 simulate --stations 4 --attendees 120 --minutes 6 --speed 40 \
    --partition $troubles --seed 7 --plot "$work/day.svg" --json "$postgres_url"
is "passages were recorded, and each is one event" "true" \
    "$(printf '%s\n' "$said" | jq '.passages > 150 and .events == .passages')"
is "the hub was restored once" "1 4" "$(field restores) $(field troubles)"
# whether two gates let the same person in is chance here; that each is counted is the oracle's matter
is "double admissions are counted" number "$(field 'incidents | type')"
is "the picture is whole" 4 "$(grep -c '<polyline' "$work/day.svg")"
is "and well-formed" ok "$(python3 -c "import sys, xml.etree.ElementTree as t; t.parse(sys.argv[1]); print(\"ok\")" "$work/day.svg" 2>&1)"
status_is "a trouble of a station that is not there" 2 simulate --stations 2 --minutes 2 --partition 3:0-1 "$postgres_url"
says "is explained" "STATION:FROM-TO"
status_is "a plot without a day" 2 simulate --plot "$work/x.svg" "$postgres_url"
status_is "no hub" 3 simulate --stations 2 --minutes 1 "postgresql://nobody:x@127.0.0.1:1/hub"
