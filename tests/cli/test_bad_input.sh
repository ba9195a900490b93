#!/bin/bash
# What is missing, damaged or not built: a clear message with the way to mend it, nothing lost.
. tests/lib/cli.sh
status_is "no event" 2 attendees --event "$work/nowhere"
says "says how to make one" "lanyard init"
sample 60
text=$(invite "$(person 1)")
cp -r "$LANYARD_EVENT" "$work/truncated"
head -c 5000 "$LANYARD_EVENT/lanyard.db" >"$work/truncated/lanyard.db"
rm -f "$work/truncated/lanyard.db-wal" "$work/truncated/lanyard.db-shm"
status_is "a truncated store" 2 attendees --event "$work/truncated"
says "is named" "lanyard.db"
cp -r "$LANYARD_EVENT" "$work/text"
rm -f "$work/text/lanyard.db-wal" "$work/text/lanyard.db-shm"
echo "this is not a database, whatever its name says, and it is long enough to be read" >"$work/text/lanyard.db"
status_is "something else in its place" 2 attendees --event "$work/text"
cp -r "$LANYARD_EVENT" "$work/newer"
sqlite3 "$work/newer/lanyard.db" "PRAGMA user_version = 9999"
status_is "a newer store" 2 attendees --event "$work/newer"
says "says so" "newer"
chmod 644 "$LANYARD_EVENT/keys/station-1.key"
status_is "a key that others can read" 2 checkin "$text"
says "says how to mend it" "chmod 600"
chmod 600 "$LANYARD_EVENT/keys/station-1.key"
mv "$LANYARD_EVENT/keys/station-1.key" "$work/aside"
status_is "no key" 2 checkin "$text"
says "names the file" "station-1.key"
mv "$work/aside" "$LANYARD_EVENT/keys/station-1.key"
mv "$LANYARD_EVENT/keys/root.key" "$work/root.key"
status_is "no root key" 2 keys new-station other
says "says what it is for" "root key"
mv "$work/root.key" "$LANYARD_EVENT/keys/root.key"
cp -r "$LANYARD_EVENT" "$work/keyless"
rm "$work/keyless/keys/station-1.key"
status_is "a folder without its own key" 2 checkin "$text" --event "$work/keyless"
status_is "gets a new one from the root key" 0 keys new-station desk-2 --event "$work/keyless"
decides "and goes on" admit ok checkin "$text" --event "$work/keyless"
status_is "with one whole record" 0 audit verify --event "$work/keyless"
CUPS_SERVER=127.0.0.1:1 status_is "no such printer" 3 checkin "$text" --print --printer nowhere --json
is "the person is in all the same" "admit" "$(field verdict)"
is "the badge waits" "intent" "$(field print)"
status_is "and comes out at a printer that works" 0 checkin "$text" --print --json
is "the same badge" confirmed "$(field print)"
is "one badge" 1 "$(lanyard jobs --json | wc -l)"
printf 'P5\n100000 100000\n255\n' >"$work/huge.pgm"
status_is "a picture too large" 2 scan "$work/huge.pgm"
printf '\211PNG\r\n\032\ngarbage' >"$work/broken.png"
status_is "a broken picture" 2 scan "$work/broken.png"
says "names the file" "broken.png"
mkdir "$work/empty"
status_is "an empty folder" 2 scan "$work/empty"
for command in import export preflight staff hub sync simulate report doctor; do
    lanyard help | grep -q "^  $command " && continue # built
    status_is "$command" 2 $command
    says "$command is said to be not built" "not built yet"
done
status_is "an unknown command" 2 frobnicate
status_is "help" 0 help
status_is "help of a command" 0 help checkin
status_is "version" 0 --version
status_is "nothing at all" 2
long=$(head -c 9000 /dev/zero | tr '\0' 'A')
status_is "a very long code" 1 checkin "$long"
status_is "bytes that are no text" 1 checkin "$(printf '\377\376\001')"
status_is "the log holds both" 0 audit log --json
printf '%s\n' "$said" | jq -e . >/dev/null && ok "as JSON" || not_ok "as JSON"
status_is "a read-only event can be looked at" 0 audit verify
