#!/bin/bash
# What must not keep a badge from being printed: a picture that is none, a name of forty lines, emoji, code points
# without a character, a font that cannot be read. Each is printed, and said.
. tests/lib/cli.sh
sample 5
nl=$(printf 'line of a name\n%.0s' {1..40})
{
    echo 'external_id,family_name,given_name,native_name,category,delegation,photo'
    echo 'b1,Bogus,Picture,,Delegate,TJK,bogus.jpg'
    printf 'b2,"%s",Lines,,Delegate,TJK,\n' "${nl:0:230}"
    echo 'b3,Emoji 👩‍👩‍👧‍👦🎉,Party,,Delegate,TJK,'
    printf 'b4,Unassigned,Points,"\xcd\xb8 \xf3\xa0\x87\xb0",Delegate,TJK,\n'
    echo 'b5,Arabic,Font,شیرین حسین‌زاده,Delegate,TJK,'
} >"$work/bad.csv"
mkdir -p "$work/photos"
lanyard template preview a6 --out "$work/photo.pdf"
pdftoppm -jpeg -r 60 -singlefile "$work/photo.pdf" "$work/photos/bogus"
lanyard import "$work/bad.csv" --photos "$work/photos" --skip-bad --json >"$work/imported"

# NAME QUERY WORDS : a badge of one page that can be scanned, with what was said about it ("": nothing asked)
prints() {
    rm -f "$work/one.pdf"
    status_is "$1: printed" 0 print "$2" --out "$work/one.pdf"
    is "$1: one sound page" "1 sound" "$(pdfinfo "$work/one.pdf" 2>/dev/null | sed -n 's/^Pages: *//p') $(
        qpdf --check "$work/one.pdf" >/dev/null 2>&1 && echo sound)"
    [ -z "$3" ] || says "$1: said" "$3"
}

lanyard attendees --json >"$work/people"
is "the five are there" 5 "$(grep -c 'Bogus\|Lines\|Party\|Unassigned\|Arabic' "$work/people")"
prints "a picture" Bogus ""
is "it is in the badge" 1 "$(pdfimages -list "$work/one.pdf" | grep -c jpeg)"
for picture in "$LANYARD_EVENT"/photos/*; do
    echo 'this is no picture' >"$picture"
done
prints "a picture that is none" Bogus "photo"
prints "a name of many lines" Lines "did not fit"
prints "emoji" Party ""
prints "unassigned code points" Unassigned "no installed font has the character U+0378"

# the font breaks after fontconfig has seen it whole
fonts=/usr/share/fonts/truetype/noto
if [ -r $fonts/NotoSansArabic-Regular.ttf ]; then
    mkdir "$work/fonts" "$work/cache"
    cp $fonts/NotoSans-{Regular,Bold}.ttf $fonts/NotoSansArabic-Regular.ttf "$work/fonts"
    printf '<?xml version="1.0"?><fontconfig><dir>%s</dir><cachedir>%s</cachedir></fontconfig>' \
        "$work/fonts" "$work/cache" >"$work/fonts.conf"
    export FONTCONFIG_FILE=$work/fonts.conf
    prints "a font of its own" Arabic ""
    touch -r "$work/fonts/NotoSansArabic-Regular.ttf" "$work/when"
    head -c 5000 /dev/zero >"$work/fonts/NotoSansArabic-Regular.ttf"
    touch -r "$work/when" "$work/fonts/NotoSansArabic-Regular.ttf"
    prints "a font that cannot be read" Arabic "no installed font has the character"
    unset FONTCONFIG_FILE
else
    echo "ok - a font that cannot be read # skip: fonts-noto-core is not installed"
fi
