#include "kiosk/station/ini.h"

#include <string.h>

void ini_start(struct ini_reader *reader, const char *text, size_t length)
{
    static const char mark[] = "\xef\xbb\xbf";
    bool marked = length >= 3 && memcmp(text, mark, 3) == 0;
    reader->at = text + (marked ? 3 : 0);
    reader->end = text + length;
    reader->number = 0;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* Cuts blanks off both ends, in place. */
static char *trim(char *text)
{
    while (is_blank(*text)) {
        text++;
    }
    size_t length = strlen(text);
    while (length > 0 && is_blank(text[length - 1])) {
        text[--length] = '\0';
    }
    return text;
}

/* "#0F4C5C": no comment. */
static bool is_color(const char *at)
{
    return strspn(at + 1, "0123456789abcdefABCDEF") == 6 && (at[7] == '\0' || is_blank(at[7]));
}

/* Ends the line where a comment starts: at its first character, or after a blank. */
static void cut_comment(char *text)
{
    for (char *at = text; *at; at++) {
        if ((*at == '#' || *at == ';') && (at == text || (is_blank(at[-1]) && !is_color(at)))) {
            *at = '\0';
            return;
        }
    }
}

/* Copies the next line without its end. What does not fit or is not text is a fault. */
static const char *take_line(struct ini_reader *reader, char out[INI_LINE_MAX])
{
    const char *fault = NULL;
    const char *newline = memchr(reader->at, '\n', (size_t)(reader->end - reader->at));
    const char *stop = newline ? newline : reader->end;
    size_t length = (size_t)(stop - reader->at);
    if (length > 0 && reader->at[length - 1] == '\r') {
        length--;
    }
    if (length >= INI_LINE_MAX) {
        fault = "the line is too long";
        length = 0;
    }
    memcpy(out, reader->at, length);
    out[length] = '\0';
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)out[i] < 0x20 && out[i] != '\t') {
            fault = "the line holds a control character";
        }
    }
    reader->at = newline ? newline + 1 : reader->end;
    reader->number++;
    return fault;
}

/* Splits "word rest" at the first blank. */
static void split(char *text, struct ini_line *out)
{
    char *blank = text;
    while (*blank && !is_blank(*blank)) {
        blank++;
    }
    out->key = text;
    out->argument = blank;
    if (*blank) {
        *blank = '\0';
        out->argument = trim(blank + 1);
    }
}

static enum ini_kind fault(struct ini_line *out, const char *what)
{
    out->value = what;
    return INI_FAULT;
}

static enum ini_kind read_section(char *text, struct ini_line *out)
{
    size_t length = strlen(text);
    if (text[length - 1] != ']') {
        return fault(out, "a section ends with ]");
    }
    text[length - 1] = '\0';
    text = trim(text + 1);
    if (!*text || strpbrk(text, "[]=")) {
        return fault(out, "a section is [KIND] or [KIND NAME]");
    }
    split(text, out);
    return INI_SECTION;
}

static enum ini_kind read_value(char *text, struct ini_line *out)
{
    char *equals = strchr(text, '=');
    if (!equals) {
        return fault(out, "a line is [KIND NAME], KEY = VALUE or a comment");
    }
    *equals = '\0';
    out->value = trim(equals + 1);
    text = trim(text);
    if (!*text) {
        return fault(out, "there is no key before the =");
    }
    split(text, out);
    if (!*out->value) {
        return fault(out, "there is no value behind the =");
    }
    return INI_VALUE;
}

enum ini_kind ini_next(struct ini_reader *reader, struct ini_line *out)
{
    while (reader->at < reader->end) {
        const char *wrong = take_line(reader, out->text);
        out->number = reader->number;
        out->key = out->argument = out->value = "";
        if (wrong) {
            return fault(out, wrong);
        }
        cut_comment(out->text);
        char *text = trim(out->text);
        if (*text) {
            return *text == '[' ? read_section(text, out) : read_value(text, out);
        }
    }
    return INI_END;
}

char *ini_item(char **at)
{
    char *item = *at;
    if (!item) {
        return NULL;
    }
    char *comma = strchr(item, ',');
    if (comma) {
        *comma = '\0';
    }
    *at = comma ? comma + 1 : NULL;
    return trim(item);
}
