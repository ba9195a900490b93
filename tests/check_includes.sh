#!/bin/bash
# Who may include whom: docs/architecture.md, "Rooms". Prints each breach; exit 1 if there is one.
set -u
cd "${1:-$(dirname "$0")/..}"
bad=0
breach() { echo "$1"; bad=1; }

# The room that a header of include/ belongs to.
declare -A owner=(
    [access.h]=domain
    [asset.h]=common
    [attendee.h]=domain
    [audit.h]=domain
    [badge.h]=badge
    [badge_template.h]=badge
    [brand.h]=common
    [code.h]=domain
    [code_reader.h]=scanner
    [credential.h]=domain
    [desk.h]=ui
    [digest.h]=domain
    [frame_source.h]=scanner
    [gate.h]=gate
    [guard.h]=domain
    [invitation.h]=badge
    [key_list.h]=domain
    [log.h]=common
    [manifest.h]=badge
    [message.h]=common
    [page.h]=badge
    [picture.h]=common
    [print_device.h]=printer
    [print_intent.h]=domain
    [print_route.h]=common
    [print_stock.h]=common
    [printer.h]=printer
    [printer_book.h]=station
    [replica.h]=store
    [revocation_list.h]=domain
    [roster.h]=roster
    [scanner.h]=scanner
    [signature_batch.h]=domain
    [snapshot.h]=domain
    [staff.h]=domain
    [station.h]=station
    [store.h]=store
    [store_access.h]=store
    [store_count.h]=store
    [store_stock.h]=store
    [sync.h]=sync
    [sync_status.h]=domain
    [text.h]=text
    [timebase.h]=common
    [ui.h]=ui
    [visit.h]=domain
)
# The rooms whose headers each room may use, besides its own.
declare -A may=(
    [scanner]="common" [printer]="common badge" [kiosk/domain]=""
    [kiosk/text]="common" [kiosk/roster]="common text domain store"
    [kiosk/store]="common text domain" [kiosk/sync]="common domain store" [kiosk/ui]="common domain"
    [kiosk/gate]="common"
    [kiosk/station]="common text domain store badge"
    [kiosk/commands]="common gate text roster scanner badge printer domain store sync station ui"
    [kiosk]="common gate text roster scanner badge printer domain store sync station ui"
    [include]="common gate text roster scanner badge printer domain store station ui"
)
# Third-party headers (prefix) and the rooms that may see them.
declare -A library=(
    [zbar.h]="scanner" [linux/]="scanner" [jpeglib.h]="scanner" [png.h]="scanner"
    [libevdev/]="scanner" [cairo]="printer kiosk/ui" [pango/]="printer kiosk/ui"
    [qrencode.h]="printer" [librsvg/]="printer" [cups/]="printer" [sodium.h]="kiosk/domain" [sqlite3.h]="kiosk/store"
    [libpq-fe.h]="kiosk/sync" [SDL]="kiosk/ui" [jansson.h]="kiosk/domain kiosk/commands kiosk/roster"
    [unicode/]="kiosk/text kiosk/ui" [csv.h]="kiosk/roster" [gpiod.h]="kiosk/gate"
    [fontconfig/]="printer kiosk/ui"
)
# Libraries that one file alone may see.
single="zbar.h linux/videodev2.h libevdev/ qrencode.h cups/ libpq-fe.h png.h gpiod.h"

room_of() {
    case $1 in
    kiosk/*/*) echo "${1%/*}" ;;
    *) echo "${1%%/*}" ;;
    esac
}

for file in $(find include scanner printer kiosk -name '*.[ch]' | sort); do
    room=$(room_of "$file")
    while read -r kind name; do
        if [ "$kind" = quote ]; then
            case $name in
            */*) from=$(room_of "$name")
                 # the composition root and its commands share their headers
                 case $from:$room in
                 "$room:$room" | kiosk:kiosk/commands | kiosk/commands:kiosk) ;;
                 *) breach "$file includes $name, private to $from/" ;;
                 esac ;;
            *) from=${owner[$name]:-}
               if [ -z "$from" ]; then
                   breach "$file includes $name, which has no owner in tests/check_includes.sh"
               elif [ "$from" != "${room##*/}" ] && [[ " ${may[$room]:-} " != *" $from "* ]]; then
                   breach "$file ($room/) may not include $name ($from)"
               fi ;;
            esac
        elif [ "$room" = include ] && [[ ! $name =~ ^std[a-z]+\.h$ ]]; then
            breach "$file includes <$name>: include/ is for C standard headers only"
        else
            for prefix in "${!library[@]}"; do
                [[ $name == $prefix* ]] || continue
                [[ " ${library[$prefix]} " == *" $room "* ]] ||
                    breach "$file ($room/) may not include <$name>"
            done
        fi
    done < <(sed -nE 's/^[[:space:]]*#[[:space:]]*include[[:space:]]*"([^"]+)".*/quote \1/p;
                      s/^[[:space:]]*#[[:space:]]*include[[:space:]]*<([^>]+)>.*/angle \1/p' "$file")
done
for header in include/*.h; do
    [ -n "${owner[${header##*/}]:-}" ] || breach "$header has no owner in tests/check_includes.sh"
done
for name in $single; do
    users=$(grep -lE "^[[:space:]]*#[[:space:]]*include[[:space:]]*<$name" -r scanner printer kiosk |
        sort)
    [ "$(printf '%s' "$users" | grep -c .)" -le 1 ] ||
        breach "<$name> is included by more than one file: $(echo $users)"
done
for extra in *; do
    case $extra in
    kiosk | printer | scanner | include | assets | tests | docs | build | event | Makefile | *.md | LICENSE | compile_commands.json) ;;
    *) breach "$extra: no such room at the top level" ;;
    esac
done
exit $bad
