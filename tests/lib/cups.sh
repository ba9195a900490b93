#!/bin/bash
# A private cupsd with one queue, "badges", whose printer is ippeveprinter: for tests and the demo.
# Source it, then:
#   cups_start DIR [MEDIA]  starts both with all their files in DIR (made if need be); MEDIA is the comma-separated
#                           list that the printer offers (default: A6 and A7). Exports CUPS_SERVER. Non-zero when
#                           it cannot: the reason is in $cups_why.
#   cups_add NAME [MEDIA]   one more printer with a queue of that name; its files are in DIR/NAME.
#   cups_fault [REASON [PRINTER]]
#                           the printer reports REASON (media-empty-error, cover-open-error, …) and prints nothing
#                           until cups_fault is called without one ("" with a printer's name).
#   cups_away [PRINTER] / cups_back [PRINTER]
#                           pulls the printer's plug: it forgets its job; and puts it in again.
#   cups_hang [PRINTER] / cups_unhang [PRINTER]
#                           the printer takes connections and answers nothing, and goes on.
#   cups_kill / cups_again  kills cupsd as a crash would; starts it again on the same files.
#   cups_freeze / cups_thaw makes cupsd hang, and lets it go on.
#   cups_stop               ends what was started, by its own process ids.
# What was printed arrives in DIR/printed. Nothing outside DIR is written, and no system service is needed: the
# printer program wants a system D-Bus although it announces nothing, so it gets one of its own.

cups_why=
cups_dir=
cups_daemon=
cups_pids=()
declare -A cups_at=() cups_ports=() cups_printers=() # folder, port and process of each printer

cups_lacks() {
    local program
    for program in cupsd ippeveprinter dbus-daemon lpadmin ipptool; do
        PATH=$PATH:/usr/sbin:/sbin command -v "$program" >/dev/null && continue
        cups_why="$program is not installed (.ci/install run)"
        return 0
    done
    return 1
}

# cups_wait SECONDS COMMAND…: until the command succeeds.
cups_wait() {
    local tries=$(($1 * 20))
    shift
    while ! "$@" >/dev/null 2>&1; do
        [ $((tries -= 1)) -gt 0 ] || return 1
        sleep 0.05
    done
}

cups_start_bus() {
    cat >"$cups_dir/bus.conf" <<EOF
<busconfig>
  <type>system</type>
  <listen>unix:path=$cups_dir/bus</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/>
    <allow own="*"/>
    <allow send_destination="*"/>
    <allow receive_sender="*"/>
  </policy>
</busconfig>
EOF
    dbus-daemon --config-file="$cups_dir/bus.conf" --nofork --nopidfile >"$cups_dir/bus.log" 2>&1 &
    cups_pids+=($!)
    cups_wait 5 test -S "$cups_dir/bus" && return
    cups_why="dbus-daemon does not start: $(tail -1 "$cups_dir/bus.log")"
    return 1
}

# What the printer runs for each job: waits while there is a fault, then counts one sheet, unless the job was
# cancelled meanwhile. A sheet takes $at/seconds, if that is there.
cups_write_command() {
    local at=${cups_at[$1]} port=${cups_ports[$1]}
    cat >"$at/print-one" <<EOF
#!/bin/bash
shown=
cancelled() {
    ipptool -tv -d id="\$IPP_JOB_ID" "ipp://localhost:$port/ipp/print" "$cups_dir/job.test" |
        grep -q processing-to-stop-point
}
while fault=\$(cat "$at/fault" 2>/dev/null) && [ -n "\$fault" ]; do
    [ "\$fault" = "\$shown" ] || echo "STATE: \$fault" >&2
    shown=\$fault
    sleep 0.1
done
if [ -n "\$shown" ]; then
    echo "STATE: none" >&2
    cancelled && exit
fi
if [ -f "$at/seconds" ]; then
    sleep "\$(cat "$at/seconds")"
    cancelled && exit
fi
echo "ATTR: job-impressions=1 job-impressions-completed=1" >&2
echo "\$1" >>"$at/sheets"
EOF
    chmod 755 "$at/print-one"
}

cups_write_question() {
    cat >"$cups_dir/job.test" <<'EOF'
{
    OPERATION Get-Job-Attributes
    GROUP operation-attributes-tag
    ATTR charset attributes-charset utf-8
    ATTR language attributes-natural-language en
    ATTR uri printer-uri $uri
    ATTR integer job-id $id
    ATTR name requesting-user-name $user
}
EOF
}

# The width and height of a PWG media name in hundredths of a millimetre: iso_a6_105x148mm -> 10500 14800.
cups_media_size() {
    awk -v name="$1" 'BEGIN {
        n = split(name, part, "_"); size = part[n]; unit = size ~ /mm$/ ? 100 : 2540
        sub(/(mm|in)$/, "", size); split(size, side, "x"); print int(side[1] * unit), int(side[2] * unit) }'
}

# What the printer says of itself: colour, 300 dpi, PDF, margins of 0 on the given media.
cups_write_attributes() {
    local at=$2 name x y sizes= columns= first=
    for name in ${1//,/ }; do
        read -r x y <<<"$(cups_media_size "$name")"
        sizes+="${sizes:+,}{MEMBER integer x-dimension $x MEMBER integer y-dimension $y}"
        columns+="${columns:+,}{
    MEMBER keyword media-key $name
    MEMBER collection media-size { MEMBER integer x-dimension $x MEMBER integer y-dimension $y }
    MEMBER keyword media-size-name $name
    MEMBER integer media-bottom-margin 0
    MEMBER integer media-left-margin 0
    MEMBER integer media-right-margin 0
    MEMBER integer media-top-margin 0
    MEMBER keyword media-source main
    MEMBER keyword media-type stationery
}"
        first=${first:-$columns}
    done
    cat >"$at/printer.conf" <<EOF
ATTR text printer-make-and-model "Badge Test Printer"
ATTR mimeMediaType document-format-supported application/pdf,image/pwg-raster
ATTR keyword media-supported $1
ATTR keyword media-ready $1
ATTR keyword media-default ${1%%,*}
ATTR collection media-size-supported $sizes
ATTR collection media-col-default $first
ATTR collection media-col-ready $columns
ATTR collection media-col-database $columns
ATTR integer media-bottom-margin-supported 0
ATTR integer media-left-margin-supported 0
ATTR integer media-right-margin-supported 0
ATTR integer media-top-margin-supported 0
ATTR keyword media-source-supported main
ATTR keyword media-type-supported stationery
ATTR boolean color-supported true
ATTR integer copies-default 1
ATTR rangeOfInteger copies-supported 1-99
ATTR enum orientation-requested-default 3
ATTR enum orientation-requested-supported 3,4
ATTR keyword print-color-mode-default color
ATTR keyword print-color-mode-supported auto,color,monochrome
ATTR keyword print-scaling-default none
ATTR keyword print-scaling-supported auto,fit,fill,none
ATTR enum print-quality-default 4
ATTR enum print-quality-supported 3,4,5
ATTR resolution printer-resolution-default 300dpi
ATTR resolution printer-resolution-supported 300dpi
ATTR resolution pwg-raster-document-resolution-supported 300dpi
ATTR keyword pwg-raster-document-type-supported srgb_8,sgray_8
ATTR keyword sides-default one-sided
ATTR keyword sides-supported one-sided
EOF
}

# cups_run_printer NAME: at its port; non-zero when that is taken.
cups_run_printer() {
    local at=${cups_at[$1]} port=${cups_ports[$1]}
    DBUS_SYSTEM_BUS_ADDRESS=unix:path=$cups_dir/bus ippeveprinter -r off -n localhost -p "$port" \
        -a "$at/printer.conf" -c "$at/print-one" \
        -K "$cups_dir/keys" -k -d "$at/printed" -v "$1" >>"$at/printer.log" 2>&1 &
    cups_printers[$1]=$!
    if cups_wait 5 cups_printer_settled "$1" && kill -0 "${cups_printers[$1]}" 2>/dev/null; then
        return
    fi
    kill "${cups_printers[$1]}" 2>/dev/null
    wait "${cups_printers[$1]}" 2>/dev/null
    unset "cups_printers[$1]"
    return 1
}

# cups_start_printer NAME FOLDER MEDIA
cups_start_printer() {
    local try
    cups_at[$1]=$2
    mkdir -p "$2/printed"
    chmod 711 "$2"
    cups_write_attributes "$3" "$2"
    for try in 1 2 3 4 5 6 7 8; do
        cups_ports[$1]=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
        cups_write_command "$1"
        cups_run_printer "$1" && return
    done
    cups_why="ippeveprinter does not start: $(tail -1 "$2/printer.log")"
    return 1
}

# It answers, or it has ended (its port was taken).
cups_printer_settled() {
    kill -0 "${cups_printers[$1]}" 2>/dev/null || return 0
    (exec 3<>"/dev/tcp/127.0.0.1/${cups_ports[$1]}") 2>/dev/null
}

cups_add_queue() {
    lpadmin -p "$1" -E -v "ipp://localhost:${cups_ports[$1]}/ipp/print" -m everywhere \
        -o printer-error-policy=retry-current-job 2>"$cups_dir/lpadmin.log" && return
    cups_why="lpadmin makes no queue: $(tail -1 "$cups_dir/lpadmin.log")"
    return 1
}

cups_add() {
    cups_start_printer "$1" "$cups_dir/$1" "${2:-iso_a6_105x148mm,iso_a7_74x105mm}" && cups_add_queue "$1"
}

cups_away() {
    local name=${1:-badges} pid
    pid=${cups_printers[$name]}
    kill -STOP "$pid" # so that it takes no job while its children end
    kill -KILL $(pgrep -P "$pid") 2>/dev/null
    kill -KILL "$pid"
    wait "$pid" 2>/dev/null
    return 0
}

cups_back() {
    cups_run_printer "${1:-badges}"
}

cups_hang() {
    kill -STOP "${cups_printers[${1:-badges}]}"
}

cups_unhang() {
    kill -CONT "${cups_printers[${1:-badges}]}"
}

cups_write_config() {
    local group
    group=$(id -gn)
    cat >"$cups_dir/cups-files.conf" <<EOF
ServerRoot $cups_dir/server
ServerBin /usr/lib/cups
DataDir /usr/share/cups
DocumentRoot /usr/share/cups/doc-root
RequestRoot $cups_dir/spool
CacheDir $cups_dir/cache
StateDir $cups_dir/state
TempDir $cups_dir/spool/tmp
AccessLog $cups_dir/access_log
ErrorLog $cups_dir/error_log
PageLog $cups_dir/page_log
Printcap
SystemGroup $group
Sandboxing relaxed
EOF
    cat >"$cups_dir/cupsd.conf" <<EOF
LogLevel info
DirtyCleanInterval 0
MaxLogSize 0
Listen $cups_dir/cups.sock
Browsing No
WebInterface No
DefaultAuthType None
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  JobPrivateAccess all
  JobPrivateValues none
  SubscriptionPrivateAccess all
  SubscriptionPrivateValues none
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
EOF
}

cups_is_running() {
    lpstat -r | grep -q 'is running'
}

cups_again() {
    cupsd -f -c "$cups_dir/cupsd.conf" -s "$cups_dir/cups-files.conf" >"$cups_dir/cupsd.log" 2>&1 &
    cups_daemon=$!
    cups_wait 10 cups_is_running && return
    cups_why="cupsd does not start: $(cat "$cups_dir/cupsd.log") $(tail -1 "$cups_dir/error_log" 2>/dev/null)"
    return 1
}

cups_kill() {
    kill -KILL "$cups_daemon" 2>/dev/null
    wait "$cups_daemon" 2>/dev/null
    rm -f "$cups_dir/cups.sock"
}

cups_freeze() {
    kill -STOP "$cups_daemon"
}

cups_thaw() {
    kill -CONT "$cups_daemon"
}

cups_fault() {
    printf '%s' "${1:-}" >"${cups_at[${2:-badges}]}/fault"
}

cups_start() {
    cups_lacks && return 1
    PATH=$PATH:/usr/sbin:/sbin
    mkdir -p "$1" || return 1
    cups_dir=$(cd "$1" && pwd)
    mkdir -p "$cups_dir"/{server,spool/tmp,cache,state,printed,keys}
    # Filters run as another user and read the spooled document by its path.
    chmod 711 "$cups_dir"
    if [ ${#cups_dir} -gt 90 ]; then
        cups_why="$cups_dir is too long a path for a socket"
        return 1
    fi
    export CUPS_SERVER=$cups_dir/cups.sock
    cups_write_config
    cups_write_question
    if ! { cups_start_bus &&
        cups_start_printer badges "$cups_dir" "${2:-iso_a6_105x148mm,iso_a7_74x105mm}" &&
        cups_again && cups_add_queue badges; }; then
        cups_stop
        return 1
    fi
}

cups_stop() {
    local i
    [ -z "$cups_daemon" ] || { kill -CONT "$cups_daemon" && kill "$cups_daemon" && wait "$cups_daemon"; } 2>/dev/null || true
    for i in "${cups_printers[@]}"; do
        { kill -CONT "$i" && kill "$i" && wait "$i"; } 2>/dev/null || true
    done
    cups_printers=()
    for i in "${cups_ports[@]}"; do # what a killed cupsd left behind: named by the printer's URI
        pkill -f "^ipp://localhost:$i/" || true
    done
    for ((i = ${#cups_pids[@]} - 1; i >= 0; i--)); do
        { kill "${cups_pids[i]}" && wait "${cups_pids[i]}"; } 2>/dev/null || true
    done
    cups_daemon=
    cups_pids=()
    return 0
}
