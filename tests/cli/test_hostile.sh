#!/bin/bash
# What people may hold up or do to a door: every code that fails is in the record with its bytes, bounded, and nothing
# stops the station for good.
. tests/lib/cli.sh
sample 60
db=$LANYARD_EVENT/lanyard.db
a=$(person 1) b=$(person 2)
code=$(invite "$a")
other=$(LANYARD_EVENT=$work/other; export LANYARD_EVENT; lanyard init "$LANYARD_EVENT" --sample --attendees 60 >/dev/null; invite "$(person 1)")

decides "truncated" refuse malformed checkin "${code:0:100}"
decides "nothing" refuse not-a-credential checkin ""
decides "bytes" refuse not-a-credential checkin $'\x01\x02\xff\xfe'
decides "in small letters" refuse not-a-credential checkin "${code,,}"
decides "of another event" refuse wrong-event checkin "$other"
huge=$(head -c 75000 /dev/zero | base64 -w0)
decides "100 kB" refuse not-a-credential checkin "$huge"
decides "before all time" refuse not-yet-valid checkin "$code" --at 1970-01-01
decides "at the end of time" refuse expired checkin "$code" --at 9999-12-31T23:59:59
for time in yesterday 2026-02-29 2026-13-01 1969-12-31 2026-05-18T24:01; do
    status_is "no such time: $time" 2 checkin "$code" --at "$time"
done
is "every one is in the record" "100 0 4 154 154 100000 154 154" \
    "$(lanyard audit log --kind refusal --json | jq -r .body.length | xargs)"
is "with its bytes" "$(printf '%s' "${code:0:100}" | od -An -tx1 | tr -d ' \n')" \
    "$(lanyard audit log --kind refusal --json | head -1 | jq -r .body.raw)"
is "which are bounded" 1024 "$(lanyard audit log --kind refusal --json | jq -r '.body.raw | length' | sort -n | tail -1)"
is "none of these is a forgery" "" "$(lanyard incidents --json | jq -r .kind | xargs)"

# another program holds the database for longer than anybody waits
mkfifo "$work/hold"
sqlite3 "$db" <"$work/hold" >/dev/null &
holder=$!
exec 9>"$work/hold"
echo "BEGIN EXCLUSIVE; SELECT 1;" >&9
sleep 1
status_is "a database that is held" 3 checkin "$code" --json
is "sends people to the desk" "refer station-fault" "$(field verdict) $(field reason)"
says "and staff are told why" "another program holds it"
decides "looking goes on" admit ok verify "$code"
exec 9>&-
wait $holder
decides "then it works" admit ok checkin "$code"

key=$(lanyard keys list --json | jq -r .key | head -1)
second=$(invite "$b")
status_is "the station's own key is stolen" 0 keys revoke "$key"
decides "what it signed is refused" refuse unknown-key checkin "$second"
decides "the station goes on with its next key" admit ok checkin "$(invite "$b")"
status_is "and the record is whole" 0 audit verify
