#!/bin/bash
# Tickets of other systems: found through the roster; signed ones are checked when the key is known.
. tests/lib/cli.sh
sample 3
openssl genpkey -algorithm ed25519 -out "$work/key.pem" 2>/dev/null
openssl genpkey -algorithm ed25519 -out "$work/other.pem" 2>/dev/null

# KEY SEED UNTIL : a sig1 ticket
ticket() {
    { printf '\x0a\x10%s\x10\x05\x30' "$2"; python3 -c "
import sys
n = $3
while n > 127:
    sys.stdout.buffer.write(bytes([n & 127 | 128])); n >>= 7
sys.stdout.buffer.write(bytes([n]))"; } >"$work/payload"
    openssl pkeyutl -sign -rawin -inkey "$1" -in "$work/payload" -out "$work/signature"
    size=$(wc -c <"$work/payload")
    { printf '\x01\x00'"\\x$(printf %02x "$size")"'\x00\x40'; cat "$work/payload" "$work/signature"; } |
        base64 -w0 | rev
}
command -v openssl >/dev/null && command -v python3 >/dev/null ||
    { echo "ok - signed tickets # skip: openssl and python3 make them"; exit 0; }
good=$(ticket "$work/key.pem" abcdefgh12345678 4000000000)
forged=$(ticket "$work/other.pem" bbcdefgh12345678 4000000000)
old=$(ticket "$work/key.pem" cbcdefgh12345678 1000000000)
plain=abcdefghjkmnpqrstuvwxyz23456789a
indico='{"i":[2,"indico.example.org","mYK+TjLPRlangWKtRWCdEg=="]}'
alfio=1c4e2a3b-5d6f-4789-8abc-def012345678
{
    echo id,name,secret
    echo "1,Anna Bell,$good"
    echo "2,Ben Cole,$forged"
    echo "3,Cleo Dunn,$old"
    echo "4,Dan Eriksen,$plain"
    echo "5,Eve Fox,9982be4e-32cf-4656-a781-62ad45609d12"
    echo "6,Finn Gray,$alfio"
} >"$work/tickets.csv"
status_is "tickets come with the roster" 0 import "$work/tickets.csv"
decides "a pretix secret" admit ok verify "$plain"
decides "an Indico ticket" admit ok verify "$indico"
decides "an older Indico ticket" admit ok verify '{"checkin_secret":"9982be4e-32cf-4656-a781-62ad45609d12","server_url":"https://indico.example.org"}'
decides "an alf.io ticket" admit ok verify "$alfio/q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRW/+8="
decides "a signed one without a key" admit ok verify "$forged"
status_is "no key" 2 keys add-ticket-key "nonsense"
openssl pkey -in "$work/key.pem" -pubout -out "$work/public.pem" 2>/dev/null
status_is "the key as pretix shows it" 0 keys add-ticket-key "$(base64 -w0 <"$work/public.pem")"
decides "a signed one" admit ok verify "$good"
decides "a forged one" refuse bad-signature verify "$forged"
decides "one that is over" refuse expired verify "$old"
decides "one that nobody has" refuse unknown-attendee verify "$(ticket "$work/key.pem" dbcdefgh12345678 4000000000)"
openssl pkey -in "$work/other.pem" -pubout -out "$work/public2.pem" 2>/dev/null
status_is "a second key, from a file" 0 keys add-ticket-key "$work/public2.pem"
decides "its tickets too" admit ok verify "$forged"
decides "and the first's still" admit ok verify "$good"
status_is "the chain is whole" 0 audit verify
