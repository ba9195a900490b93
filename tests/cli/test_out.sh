#!/bin/bash
# Where results go: a place that cannot be written costs nobody an issue number, and what is said is what is recorded.
. tests/lib/cli.sh
sample 60
who=$(person 1)
mkdir "$work/folder"
for out in "$work/folder" "$work/nowhere/x.pdf" ""; do
    status_is "print --out \"${out##*/}\"" 2 print "$who" --issue --out "$out"
done
status_is "print into a file" 0 print "$who" --issue --out "$work/x.pdf" --json
is "it is the first badge" "1 confirmed" "$(field issue) $(field state)"
status_is "replace --out into a folder" 2 replace "$who" --reason lost --out "$work/folder"
is "replaces nothing" 1 "$(lanyard jobs --json | wc -l)"
# A disk that fills up: small enough to be full after the decision, on a file system of its own.
mkdir "$work/small"
if mount -t tmpfs -o size=6m tmpfs "$work/small" 2>/dev/null; then
    trap 'umount "$work/small"; rm -rf "$work"' EXIT
    LANYARD_EVENT=$work/small/event
    lanyard init "$LANYARD_EVENT" --sample --attendees 60 >/dev/null
    text=$(invite "$(person 2)")
    lies=
    for room in 60 40 30 20 10 5 0; do
        free=$(df --output=avail -k "$work/small" | tail -1)
        [ "$free" -gt $room ] && head -c $(((free - room) * 1024)) /dev/zero >>"$work/small/fill"
        said=$(lanyard checkin "$text" --print --json) && break
        state=$(lanyard jobs --json | head -1 | jq -r .state)
        [ "$said" ] && [ "$(field print)" != null ] && [ "$state" ] && [ "$(field print)" != "$state" ] &&
            lies="$lies $room KiB: $(field print), but $state"
    done
    is "what is said is what is recorded" "" "$lies"
    rm -f "$work/small/fill"
    status_is "nothing is lost when the disk was full" 0 audit verify
    lanyard checkin "$text" --print >/dev/null
    is "and there is one badge" 1 "$(lanyard jobs --json | wc -l)"
else
    echo "ok - a full disk # skip: no file system can be mounted here"
fi
