#include "kiosk/ui/message_file.h"

#include <stdlib.h>
#include <string.h>

static bool key_is_good(const char *key)
{
    size_t length = strspn(key, "abcdefghijklmnopqrstuvwxyz0123456789._-");
    return length > 0 && key[length] == '\0';
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* Drops the spaces at both ends, in place. */
static char *trim(char *text)
{
    while (is_space(*text)) {
        text++;
    }
    size_t length = strlen(text);
    while (length > 0 && is_space(text[length - 1])) {
        text[--length] = '\0';
    }
    return text;
}

static void unescape(char *text)
{
    char *to = text;
    for (const char *from = text; *from; from++) {
        if (from[0] == '\\' && (from[1] == 'n' || from[1] == '\\')) {
            *to++ = from[1] == 'n' ? '\n' : '\\';
            from++;
        } else {
            *to++ = *from;
        }
    }
    *to = '\0';
}

/* Splits "key = text". False: the line is no message. */
static bool parse_line(char *line, struct message_row *out)
{
    char *equals = strchr(line, '=');
    if (!equals) {
        return false;
    }
    *equals = '\0';
    char *text = trim(equals + 1);
    unescape(text);
    *out = (struct message_row){trim(line), text};
    return key_is_good(out->key);
}

/* By key; rows of one key in the file's order, so that the last can win. */
static int compare_rows(const void *one, const void *other)
{
    const struct message_row *a = one, *b = other;
    int order = strcmp(a->key, b->key);
    return order ? order : (a->key > b->key) - (a->key < b->key);
}

static void keep_last_of_each(struct message_file *file)
{
    size_t kept = 0;
    for (size_t i = 0; i < file->count; i++) {
        if (i + 1 == file->count || strcmp(file->rows[i].key, file->rows[i + 1].key) != 0) {
            file->rows[kept++] = file->rows[i];
        }
    }
    file->count = kept;
}

static size_t count_lines(const char *bytes, size_t size)
{
    size_t lines = 1;
    for (size_t i = 0; i < size; i++) {
        lines += bytes[i] == '\n';
    }
    return lines;
}

bool message_file_init(struct message_file *out, const char *bytes, size_t size)
{
    *out = (struct message_file){
        .text = malloc(size + 1),
        .rows = calloc(count_lines(bytes, size), sizeof *out->rows),
    };
    if (!out->text || !out->rows) {
        message_file_finish(out);
        return false;
    }
    memcpy(out->text, bytes, size);
    out->text[size] = '\0';
    int number = 0;
    for (char *line = out->text, *end = line + size; line && line <= end;) {
        char *next = memchr(line, '\n', (size_t)(end - line));
        if (next) {
            *next++ = '\0';
        }
        number++;
        line = trim(line);
        if (*line && *line != '#') {
            if (parse_line(line, &out->rows[out->count])) {
                out->count++;
            } else if (!out->bad_line) {
                out->bad_line = number;
            }
        }
        line = next;
    }
    qsort(out->rows, out->count, sizeof *out->rows, compare_rows);
    keep_last_of_each(out);
    return true;
}

void message_file_finish(struct message_file *file)
{
    if (file) {
        free(file->text);
        free(file->rows);
        *file = (struct message_file){0};
    }
}

static int compare_key(const void *key, const void *row)
{
    return strcmp(key, ((const struct message_row *)row)->key);
}

const char *message_file_find(const struct message_file *file, const char *key)
{
    if (!file->count) {
        return NULL;
    }
    const struct message_row *row =
        bsearch(key, file->rows, file->count, sizeof *file->rows, compare_key);
    return row ? row->text : NULL;
}
