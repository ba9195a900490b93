#!/bin/bash
# The tree keeps its own rules.
set -u
if said=$(tests/check_includes.sh); then echo "ok - include rules"
else echo "not ok - include rules: $said"; fi
