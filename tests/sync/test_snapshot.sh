#!/bin/bash
# A new station starts from a snapshot, of the hub's or carried to it, and takes only what came since.
. tests/lib/cli.sh
. tests/lib/postgres.sh
. tests/sync/stations.sh
stations_start
a=$work/a
export LANYARD_EVENT=$a
sample 60
lanyard hub init "$postgres_url" >/dev/null
hub=${postgres_url/owner:owner@/}
secret=secret-$RANDOM
db() { sqlite3 "$1/lanyard.db" "$2"; }
db "$a" "INSERT INTO staff_pin VALUES ('anna', '$secret', 0, 0)"
lanyard checkin "$(invite "$(person 1)")" >/dev/null
sync_all "$a" >/dev/null
join() { # NAME FOLDER [OPTION…]
    local name=$1 folder=$2 code
    shift 2
    code=$(lanyard hub enrol "$postgres_url" "$name")
    lanyard hub join "$hub" "$code" --event "$folder" "$@"
}

status_is "the hub is given a snapshot" 0 hub snapshot
is "nothing is left of it here" "" "$(ls "$a" | grep snapshot)"
status_is "one to be carried is written" 0 hub snapshot --out "$work/carried"
is "for its owner alone" 600 "$(stat -c %a "$work/carried")"
is "it has no PIN, no password, and not the station's name" "" \
    "$(grep -a -o -e "$secret" -e "password='[^']*'" "$work/carried")"
invitation=$(invite "$(person 2)")
lanyard checkin "$invitation" >/dev/null
sync_all "$a" >/dev/null

join gate-b "$work/b" && ok "a station joins" || not_ok "a station joins"
rows=$(sed -n "s/ rows came from the hub//p" "$work/stderr")
is "row by row came only what was new" 1 "$((rows > 0 && rows < 10))"
is "it has everything" "" "$(diff <(tables "$a") <(tables "$work/b") | head -5)"
is "it is itself" gate-b "$(db "$work/b" "SELECT value FROM setting WHERE name = 'station'")"
join gate-c "$work/c" --snapshot "$work/carried" && ok "another, from the carried one" || not_ok "another, from the carried one"
is "it has everything" "" "$(diff <(tables "$a") <(tables "$work/c") | head -5)"
is "and knows what came after the snapshot" already-inside \
    "$(lanyard hub admit "$postgres_url" gate-c; lanyard sync --once --event "$work/c" >/dev/null
       lanyard checkin "$invitation" --event "$work/c" --json | jq -r .reason)"
for folder in "$work/b" "$work/c"; do
    status_is "the audit of $(basename "$folder") passes" 0 audit verify --event "$folder"
done

# ---- what is not believed ----
changed() { # OFFSET : the carried one, with a byte turned over
    cp "$work/carried" "$work/changed"
    printf "\\x$(printf %02x $((255 - $(od -An -tu1 -j "$1" -N1 "$work/carried"))))" |
        dd of="$work/changed" bs=1 seek="$1" conv=notrunc 2>/dev/null
}
refused() { # NAME WORDS FILE
    rm -rf "$work/x"
    join gate-x "$work/x" --snapshot "$3"
    says "$1" "$2"
    is "it joins all the same, row by row" "" "$(diff <(tables "$a") <(tables "$work/x") | head -5)"
    lanyard hub revoke "$postgres_url" gate-x
}
lanyard sync --once --event "$a" >/dev/null
changed 5000
refused "a changed snapshot is not taken" "damaged" "$work/changed"
changed 40
refused "nor one with a changed head" "changed after it was signed" "$work/changed"
lanyard init "$work/other" >/dev/null
lanyard hub snapshot --out "$work/foreign" --event "$work/other"
refused "nor one of another event" "another event" "$work/foreign"
head -c 60 "$work/carried" >"$work/short"
refused "nor a piece of one" "not a snapshot" "$work/short"
mv "$a/keys/root.key" "$work/"
status_is "without the root key none is made to be carried" 3 hub snapshot --out "$work/y"
says "and says so" "keys/root.key"
status_is "but one for the hub" 0 hub snapshot
mv "$work/root.key" "$a/keys/"
join gate-d "$work/d" && ok "which a station takes" || not_ok "which a station takes"
is "it has everything" "" "$(diff <(tables "$a") <(tables "$work/d") | head -5)"
postgres_sql "UPDATE lanyard.snapshot SET data = set_byte(data, 9000, 255 - get_byte(data, 9000)) WHERE number = 0"
join gate-e "$work/e"
says "one that was changed at the hub is not taken" "damaged"
