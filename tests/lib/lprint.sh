#!/bin/bash
# A label printer of LPrint's, "label", behind the private cupsd of cups.sh: a Zebra of 203 dpi that speaks ZPL into a
# socket. Source cups.sh first and cups_start, then:
#   lprint_start PORT   what the printer receives goes to 127.0.0.1:PORT, where somebody listens. Non-zero when it
#                       cannot: the reason is in $cups_why.
#   lprint_stop         ends it, before cups_stop.
lprint_daemon=

lprint_start() {
    local port try
    command -v lprint >/dev/null || {
        cups_why="lprint is not installed (.ci/install test)"
        return 1
    }
    export HOME=$cups_dir/lprint TMPDIR=$cups_dir/lprint # where it keeps its state and its sockets
    mkdir -p "$HOME"
    for try in 1 2 3 4; do
        port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
        lprint server -o server-port=$port -o spool-directory="$HOME/spool" -o log-file="$HOME/log" \
            >"$HOME/out" 2>&1 &
        lprint_daemon=$!
        cups_wait 5 lprint printers -u "ipp://localhost:$port/" && break
        lprint_stop
    done
    [ -n "$lprint_daemon" ] &&
        lprint add -d label -u "ipp://localhost:$port/" -v "socket://127.0.0.1:$1/" -m zpl_4inch-203dpi-dt \
            2>"$HOME/add.log" &&
        lpadmin -p label -E -v "ipp://localhost:$port/ipp/print/label" -m everywhere 2>>"$HOME/add.log" &&
        cups_wait 20 test -s "$cups_dir/server/ppd/label.ppd" && return
    cups_why="lprint does not start: $(tail -1 "$HOME/add.log" 2>/dev/null)"
    lprint_stop
    return 1
}

lprint_stop() {
    [ -z "$lprint_daemon" ] || { kill "$lprint_daemon" && wait "$lprint_daemon"; } 2>/dev/null
    lprint_daemon=
    return 0
}
