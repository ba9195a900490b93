#!/bin/bash
# A PostgreSQL for a C test: hub_server.sh FOLDER. Prints its address (or "skip WHY"), serves until its standard input
# ends; a line "stop" or "start" on it stops and starts the server, and is answered with the same word.
. tests/lib/postgres.sh
postgres_start "$1" || { echo "skip $postgres_why"; exit 0; }
trap postgres_stop EXIT
echo "$postgres_url"
while read -r word; do
    case $word in
    stop) postgres_kill ;;
    start) postgres_again ;;
    esac
    echo "$word"
done
