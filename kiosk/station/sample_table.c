#define LOG_MODULE "sample"
#include "kiosk/station/sample.h"

#include <string.h>

#include "log.h"

bool sample_text_is(struct sample_text text, const char *word)
{
    return text.size == strlen(word) && memcmp(text.at, word, text.size) == 0;
}

void sample_table_open(struct sample_table *table, const char *file, const char *text, size_t size)
{
    *table = (struct sample_table){.file = file, .at = text, .end = text + size};
}

bool sample_table_fault(struct sample_table *table, const char *what)
{
    LOG_ERROR("%s:%d: %s; mend the file in assets/ and build again", table->file, table->line,
              what);
    table->faulty = true;
    return false;
}

/* The size of the UTF-8 sequence at `at`, 0 when it is not one. */
static size_t utf8_size(const unsigned char *at, size_t left)
{
    static const struct {
        unsigned char mask, lead;
        uint32_t least; /* shorter forms exist for smaller values */
    } forms[] = {{0x80, 0x00, 0}, {0xe0, 0xc0, 0x80}, {0xf0, 0xe0, 0x800}, {0xf8, 0xf0, 0x10000}};
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        if ((at[0] & forms[i].mask) != forms[i].lead) {
            continue;
        }
        uint32_t value = at[0] & (unsigned char)~forms[i].mask;
        for (size_t k = 1; k <= i; k++) {
            if (k >= left || (at[k] & 0xc0) != 0x80) {
                return 0;
            }
            value = value << 6 | (at[k] & 0x3f);
        }
        bool surrogate = value >= 0xd800 && value < 0xe000;
        return value >= forms[i].least && value <= 0x10ffff && !surrogate ? i + 1 : 0;
    }
    return 0;
}

static bool check_text(struct sample_table *table, const char *at, const char *end)
{
    while (at < end) {
        size_t size = utf8_size((const unsigned char *)at, (size_t)(end - at));
        if (size == 0) {
            return sample_table_fault(table, "not UTF-8");
        }
        if (size == 1 && ((unsigned char)*at < ' ' || *at == 127) && *at != '\t') {
            return sample_table_fault(table, "a control character");
        }
        at += size;
    }
    return true;
}

static bool split_line(struct sample_table *table, const char *at, const char *end)
{
    table->count = 0;
    for (;;) {
        const char *tab = memchr(at, '\t', (size_t)(end - at));
        const char *stop = tab ? tab : end;
        if (stop == at) {
            return sample_table_fault(table, "an empty field");
        }
        if (table->count == SAMPLE_FIELDS_MAX) {
            return sample_table_fault(table, "too many fields");
        }
        table->fields[table->count++] = (struct sample_text){at, (size_t)(stop - at)};
        if (!tab) {
            return true;
        }
        at = tab + 1;
    }
}

bool sample_table_next(struct sample_table *table)
{
    while (!table->faulty && table->at < table->end) {
        const char *at = table->at;
        const char *newline = memchr(at, '\n', (size_t)(table->end - at));
        const char *end = newline ? newline : table->end;
        table->at = newline ? newline + 1 : table->end;
        table->line++;
        if (*at != '#') {
            return check_text(table, at, end) && split_line(table, at, end);
        }
    }
    return false;
}

bool sample_table_number(struct sample_table *table, size_t index, int limit, int *out)
{
    struct sample_text text = table->fields[index];
    int value = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] < '0' || text.at[i] > '9' || value > limit) {
            return sample_table_fault(table, "not a number that makes sense here");
        }
        value = value * 10 + (text.at[i] - '0');
    }
    if (value > limit) {
        return sample_table_fault(table, "a number too large");
    }
    *out = value;
    return true;
}

bool sample_table_copy(struct sample_table *table, size_t index, char *out, size_t size)
{
    struct sample_text text = table->fields[index];
    if (text.size >= size) {
        return sample_table_fault(table, "a text too long for its field");
    }
    memcpy(out, text.at, text.size);
    out[text.size] = '\0';
    return true;
}
