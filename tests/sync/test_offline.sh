#!/bin/bash
# Which gate lets people in while the hub is away, zone by zone: nobody, the home gate, everybody with a note. With the hub
# there, all do.
. tests/lib/cli.sh
. tests/lib/postgres.sh
. tests/sync/stations.sh
stations_start
a=$work/a b=$work/b
export LANYARD_EVENT=$a
sample 60
lanyard hub init "$postgres_url" >/dev/null
station_make gate-b "$b"
cat >"$a/rules.ini" <<RULES
[zone plenary]
offline = home-gate
home-gate = gate-b
[zone lounge]
offline = flag
data-age-minutes = 10
[zone press]
offline = deny
RULES
status_is "the rules are good" 0 rules load
lanyard print --all --issue --out "$work/badges.pdf" >/dev/null
db() { sqlite3 "$1/lanyard.db" "$2"; }
bit() { db "$a" "SELECT bit FROM zone WHERE code = '$1'"; }
for zone in lounge press; do # the sample has no door to these
    db "$a" "INSERT OR REPLACE INTO checkpoint SELECT '$zone-door', '$zone', 'door', $(bit $zone), -1, 0, 0, 0"
done
sync_all "$a" "$b" >/dev/null
badge() { # N ZONE
    db "$a" "SELECT credential FROM badge JOIN attendee USING (holder) WHERE zones >> $(bit "$2") & 1 AND NOT watch
        AND NOT escort_required ORDER BY holder LIMIT 1 OFFSET $1"
}
away() { # SECONDS FOLDER : as if the hub had been away so long
    db "$2" "UPDATE replica SET contact_ms = CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) - $1 * 1000"
}
try() { decides "$1" "$2" "$3" checkin "$(badge "$6" "$5")" --checkpoint "$5-door" --event "$4"; }

try "the hub is there: any gate" admit ok "$a" plenary 0
away 300 "$a" && away 300 "$b"
try "apart: not this gate" refer stale-data "$a" plenary 1
try "but the home gate" admit ok "$b" plenary 1
try "nobody" refer stale-data "$b" press 2
try "everybody while the data is young enough" admit ok "$a" lounge 3
away 700 "$a" && away 700 "$b"
try "later with a note" admit-with-note stale-data "$a" lounge 4
try "at every gate" admit-with-note stale-data "$b" lounge 4
is "the note stands in the record" 1 \
    "$(db "$a" "SELECT count(*) FROM event_log WHERE kind = 'admission' AND body ->> '\$.reason' = 'stale-data'")"
said=$(lanyard verify "$(badge 1 plenary)" --checkpoint plenary-door --event "$a" --json)
is "who only looks is told the same" "refer stale-data apart" "$(field verdict) $(field reason) $(field hub)"
sync_all "$a" "$b" "$a" >/dev/null
try "together again: any gate" admit ok "$a" plenary 5
is "who came in at the home gate is known to be inside" already-inside \
    "$(lanyard checkin "$(badge 1 plenary)" --checkpoint plenary-door --json | jq -r .reason)"
# offline = flag at a door with no anti-passback: nobody counts as let in twice there
is "nothing was put aside" 0 "$(db "$a" "SELECT count(*) FROM quarantine")"
