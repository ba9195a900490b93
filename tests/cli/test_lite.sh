#!/bin/bash
# A guard's own device: only a key list and a revocation list.
. tests/lib/cli.sh
sample 60
db=$LANYARD_EVENT/lanyard.db
holders=($(sqlite3 "$db" "SELECT printf('%016x', holder) FROM attendee WHERE approval = 'approved' AND watch = 0
    AND escort_required = 0 AND days = 3 AND zones & 1 ORDER BY holder LIMIT 3"))
badge() { sqlite3 "$db" "SELECT credential FROM badge WHERE printf('%016x', holder) = '$1' ORDER BY issue DESC LIMIT 1"; }
for h in "${holders[@]}"; do lanyard print "$h" --printer "file:$work/out" >/dev/null; done
a=$(badge "${holders[0]}") b=$(badge "${holders[1]}") c=$(badge "${holders[2]}")
lanyard replace "${holders[1]}" --reason lost --printer "file:$work/out" >/dev/null
lanyard replace "${holders[2]}" --reason forgotten --printer "file:$work/out" >/dev/null
invitation=$(invite "${holders[0]}")
status_is "pack" 0 keys pack "$work/pack"
mv "$LANYARD_EVENT" "$work/elsewhere"
root=$(sqlite3 "$work/elsewhere/lanyard.db" "SELECT lower(hex(root_public)) FROM key_list")

# NAME VERDICT REASON TEXT [OPTION…]
lite() {
    local name=$1 verdict=$2 reason=$3 text=$4
    shift 4
    decides "$name" "$verdict" "$reason" verify "$text" --lite "$work/pack/keys.txt" \
        --revocations "$work/pack/revocations.txt" --root "$root" "$@"
}
lite "a badge" admit ok "$a"
is "with the age of the data" true "$(jq '.data_age_s < 600' <<<"$said")"
lite "a zone of its" admit ok "$a" --zone 0
lite "not a zone of its" refuse wrong-zone "$a" --zone 15
lite "a lost badge" refuse revoked "$b"
lite "a forgotten one" refer suspended "$c"
lite "an invitation" refuse needs-badge "$invitation"
lite "a forged one" refuse bad-signature "${a:0:121}${b:121}"
lite "a ticket of others" refuse needs-badge abcdefghjkmnpqrstuvwxyz23456789a
lite "later" refuse expired "$a" --at "$(date -d '9 days' +%F)T10:00"
sed 's/^serial .*/serial 1/' "$work/pack/revocations.txt" >"$work/forged.txt"
status_is "a list that nobody signed" 2 verify "$a" --lite "$work/pack/keys.txt" --revocations "$work/forged.txt"
status_is "another root" 2 verify "$a" --lite "$work/pack/keys.txt" --revocations "$work/pack/revocations.txt" --root "${root/0/1}x"
status_is "no list" 2 verify "$a" --lite "$work/pack/keys.txt"
status_is "a file that is not there" 2 verify "$a" --lite "$work/none" --revocations "$work/pack/revocations.txt"
