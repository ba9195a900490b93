/* A file in pieces: hashed, decoded, and read as CSV or JSON. */
#define LOG_MODULE "roster"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "digest.h"
#include "kiosk/roster/import.h"
#include "log.h"

#define BLOCK ((size_t)128 << 10)
#define FILE_MAX_MB 512 /* three million people */

struct input {
    struct import *import;
    const char *path;
    FILE *file;                   /* owned */
    struct digest *digest;        /* owned */
    struct text_decoder *decoder; /* owned */
    struct csv_reader *csv;       /* owned; one of the two, once the text has begun */
    struct json_reader *json;     /* owned */
    char block[BLOCK];
};

static bool is_json(const struct import *import, const char *text, size_t size)
{
    enum roster_format format = import->options->format;
    size_t at = 0;
    while (at < size && strchr(" \t\r\n", text[at]) && text[at]) {
        at++;
    }
    return format == ROSTER_INDICO ||
           (format != ROSTER_CSV && at < size && (text[at] == '{' || text[at] == '['));
}

/* The first text decides who reads. */
static bool start_reader(struct input *input, const char *text, size_t size)
{
    struct import *import = input->import;
    struct roster_summary *summary = import->remarks.summary;
    if (is_json(import, text, size)) {
        input->json = json_reader_create(&import->sink);
    } else {
        input->csv = csv_reader_create(&import->sink, text, size);
        summary->delimiter = input->csv ? csv_reader_delimiter(input->csv) : '\0';
        snprintf(summary->format, sizeof summary->format, "csv");
    }
    import->failed |= !input->json && !input->csv;
    return !import->failed;
}

static bool take_text(const char *text, size_t size, void *userdata)
{
    struct input *input = userdata;
    if (!input->json && !input->csv && !start_reader(input, text, size)) {
        return false;
    }
    return input->json ? json_reader_feed(input->json, text, size)
                       : csv_reader_feed(input->csv, text, size);
}

static bool end_text(struct input *input)
{
    struct import *import = input->import;
    if (input->json) {
        bool ok = json_reader_end(input->json);
        snprintf(import->remarks.summary->format, sizeof import->remarks.summary->format, "%s",
                 json_reader_format(input->json));
        return ok;
    }
    if (input->csv) {
        return csv_reader_end(input->csv);
    }
    remark(&import->remarks, NULL, ROSTER_ERROR, 0, "", "the file is empty");
    return false;
}

/* What people send instead of a table, by its first bytes. */
static const char *other_kind(const char *data, size_t size)
{
    static const struct {
        const char *start, *kind;
        size_t size;
    } kinds[] = {
        {"PK\x03\x04", "a spreadsheet's workbook (or another ZIP); save it as CSV", 4},
        {"\xd0\xcf\x11\xe0", "an old spreadsheet's workbook; save it as CSV", 4},
        {"%PDF", "a PDF; ask for the table it was made from", 4},
        {"\xff\xd8\xff", "a picture", 3},
        {"\x89PNG", "a picture", 4},
        {"\x1f\x8b", "packed; unpack it", 2},
        {"SQLite format 3", "a database", 15},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (size >= kinds[i].size && memcmp(data, kinds[i].start, kinds[i].size) == 0) {
            return kinds[i].kind;
        }
    }
    return NULL;
}

static bool check_size(struct input *input, int64_t bytes)
{
    if (bytes <= (int64_t)FILE_MAX_MB << 20) {
        return true;
    }
    remark(&input->import->remarks, NULL, ROSTER_ERROR, 0, "",
           "the file is longer than %d MB, as no roster is: is it the right one?", FILE_MAX_MB);
    return false;
}

static bool start_decoder(struct input *input, size_t size)
{
    struct import *import = input->import;
    const char *kind = other_kind(input->block, size);
    if (kind) {
        remark(&import->remarks, NULL, ROSTER_ERROR, 0, "", "the file is no text but %s", kind);
        return false;
    }
    char *encoding = import->remarks.summary->encoding;
    if (import->options->encoding) {
        snprintf(encoding, TEXT_ENCODING_SIZE, "%s", import->options->encoding);
    } else {
        text_encoding_guess(input->block, size, encoding);
    }
    input->decoder = text_decoder_create(encoding);
    return input->decoder != NULL;
}

static bool read_blocks(struct input *input, int64_t total)
{
    const struct roster_listener *listener = input->import->remarks.listener;
    int64_t done = 0;
    size_t got;
    do {
        got = fread(input->block, 1, BLOCK, input->file);
        if (ferror(input->file)) {
            LOG_ERRNO("%s: cannot be read to its end; check the disk", input->path);
            return false;
        }
        digest_add(input->digest, input->block, got);
        if (!check_size(input, done + (int64_t)got)) {
            return false;
        }
        if (!input->decoder && !start_decoder(input, got)) {
            return false;
        }
        if (!text_decode(input->decoder, input->block, got, got < BLOCK, take_text, input)) {
            return false;
        }
        done += (int64_t)got;
        if (listener && listener->progress && total > 0) {
            listener->progress(done < total ? done : total, total, listener->userdata);
        }
    } while (got == BLOCK);
    digest_end(input->digest, input->import->hash);
    return end_text(input);
}

static bool open_file(struct input *input, int64_t *total)
{
    struct stat status;
    input->file = fopen(input->path, "rbe");
    if (!input->file || fstat(fileno(input->file), &status) != 0) {
        LOG_ERRNO("%s: cannot be opened; check its name and mode", input->path);
        return false;
    }
    if (S_ISDIR(status.st_mode)) {
        LOG_ERROR("%s: a folder; give the file with the roster", input->path);
        return false;
    }
    *total = S_ISREG(status.st_mode) ? status.st_size : 0;
    input->digest = digest_create();
    return input->digest != NULL;
}

enum import_read import_file(struct import *import, const char *path)
{
    int64_t total = 0;
    struct input *input = calloc(1, sizeof *input);
    if (!input) {
        LOG_ERROR("out of memory; close other programs");
        return IMPORT_STOPPED;
    }
    input->import = import;
    input->path = path;
    bool read = open_file(input, &total) && check_size(input, total) && read_blocks(input, total);
    csv_reader_destroy(input->csv);
    json_reader_destroy(input->json);
    text_decoder_destroy(input->decoder);
    digest_destroy(input->digest);
    if (input->file) {
        fclose(input->file);
    }
    free(input);
    return read ? IMPORT_READ : import->failed ? IMPORT_STOPPED : IMPORT_UNREADABLE;
}
