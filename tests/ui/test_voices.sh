#!/bin/bash
# Every language has a voice that espeak-ng has, and the voice makes sound of the language's own words.
command -v espeak-ng >/dev/null || { echo "ok - voices # skip: espeak-ng is not installed"; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for file in assets/messages/*.txt; do
    language=$(basename "$file" .txt)
    voice=$(sed -n 's/^language.voice = //p' "$file")
    text=$(sed -n 's/^attract.hint = //p' "$file")
    if [ -n "$voice" ] && espeak-ng -v "$voice" -w "$work/$language.wav" "$text" 2>"$work/said" &&
        [ ! -s "$work/said" ] && [ "$(stat -c %s "$work/$language.wav")" -gt 20000 ]; then
        echo "ok - $language is spoken by $voice"
    else
        echo "not ok - $language: no voice \"$voice\": $(head -1 "$work/said")"
    fi
done
