#include "kiosk/commands/markup.h"

static const char *escape_of(char c)
{
    switch (c) {
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '&':
        return "&amp;";
    case '"':
        return "&quot;";
    default:
        return NULL;
    }
}

void markup_text(FILE *out, const char *text)
{
    for (; *text; text++) {
        const char *escape = escape_of(*text);
        if (escape) {
            fputs(escape, out);
        } else if ((unsigned char)*text >= ' ' || *text == '\t' || *text == '\n') {
            fputc(*text, out);
        }
    }
}
