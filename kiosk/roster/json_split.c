/*
 * Finds the records of a JSON file without holding the file: the elements of a root array, of an
 * array that a list of people goes by, or root objects one behind the other. Each is then parsed
 * for itself, so that a broken one does not hide the next.
 */
#define LOG_MODULE "roster"
#include <stdlib.h>
#include <string.h>

#include "kiosk/roster/reader.h"
#include "log.h"

#define DEPTH_MAX 256
#define KEY_SIZE 32

struct json_reader {
    const struct reader_sink *sink; /* lent */
    char kinds[DEPTH_MAX];          /* '{' or '[' of each container that is open */
    size_t depth;
    bool in_string, escaped;
    char key[KEY_SIZE]; /* the last string */
    size_t key_length;
    bool listed;       /* an array of records was found: what is around it is none */
    size_t list_depth; /* depth of its elements, while within it; 0: not */
    bool capturing;
    size_t capture_depth; /* of the container around the record */
    char *data;           /* owned; the record */
    size_t size, capacity;
    bool too_long, failed;
    int64_t row;
    const char *format;
    struct record record;
};

struct json_reader *json_reader_create(const struct reader_sink *sink)
{
    struct json_reader *reader = calloc(1, sizeof *reader);
    if (!reader) {
        LOG_ERROR("out of memory; close other programs");
        return NULL;
    }
    reader->sink = sink;
    reader->format = "json";
    return reader;
}

void json_reader_destroy(struct json_reader *reader)
{
    if (reader) {
        free(reader->data);
        free(reader);
    }
}

const char *json_reader_format(const struct json_reader *reader)
{
    return reader->format;
}

static void keep(struct json_reader *reader, char c)
{
    if (!reader->capturing || reader->too_long || reader->failed) {
        return;
    }
    if (reader->size == READER_ROW_MAX) {
        reader->too_long = true;
        return;
    }
    if (reader->size == reader->capacity) {
        size_t capacity = reader->capacity ? 2 * reader->capacity : 4096;
        char *grown = realloc(reader->data, capacity);
        if (!grown) {
            LOG_ERROR("out of memory; close other programs");
            reader->failed = true;
            return;
        }
        reader->data = grown;
        reader->capacity = capacity;
    }
    reader->data[reader->size++] = c;
}

static void reject(struct json_reader *reader, const char *why)
{
    record_start(&reader->record, reader->row);
    remark(reader->sink->remarks, &reader->record, ROSTER_ERROR, reader->row, "", "%s", why);
    reader->failed |= !reader->sink->record(&reader->record, reader->sink->userdata);
}

static void end_capture(struct json_reader *reader)
{
    reader->capturing = false;
    reader->row++;
    if (reader->too_long) {
        reject(reader, "a record longer than a million bytes");
    } else if (!json_record_read(reader->data, reader->size, reader->row, reader->sink,
                                 &reader->record, &reader->format)) {
        reader->failed = true;
    }
    reader->too_long = false;
    reader->size = 0;
}

/* Names that exports give to their list of people or orders. */
static bool is_list_key(const struct json_reader *reader)
{
    static const char *const keys[] = {"results", "orders",       "registrations", "attendees",
                                       "people",  "participants", "persons",       "members"};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if (strncmp(reader->key, keys[i], KEY_SIZE) == 0) {
            return true;
        }
    }
    return false;
}

static bool only_objects(const struct json_reader *reader)
{
    return !memchr(reader->kinds, '[', reader->depth);
}

static void start_capture(struct json_reader *reader)
{
    reader->capturing = true;
    reader->capture_depth = reader->depth;
    reader->size = 0;
    reader->too_long = false;
}

static void open_container(struct json_reader *reader, char c)
{
    bool root_list = c == '[' && reader->depth == 0;
    bool named_list = c == '[' && reader->depth > 0 && only_objects(reader) && is_list_key(reader);
    if ((root_list || named_list) && reader->list_depth == 0) {
        reader->capturing = false; /* what is around a list is no record */
        reader->listed = true;
        reader->list_depth = reader->depth + 1;
    } else if (c == '{' && !reader->capturing &&
               (reader->depth == 0 || reader->depth == reader->list_depth)) {
        start_capture(reader);
    }
    keep(reader, c);
    if (reader->depth == DEPTH_MAX) {
        remark(reader->sink->remarks, NULL, ROSTER_ERROR, 0, "", "the file nests too deeply");
        reader->failed = true;
        return;
    }
    reader->kinds[reader->depth++] = c;
    reader->key[0] = '\0';
}

static void close_container(struct json_reader *reader, char c)
{
    keep(reader, c);
    if (reader->depth == 0 || (reader->kinds[reader->depth - 1] == '{') != (c == '}')) {
        remark(reader->sink->remarks, NULL, ROSTER_ERROR, reader->row + 1, "",
               "this is no JSON: brackets do not match");
        reader->failed = true;
        return;
    }
    reader->depth--;
    if (reader->list_depth > reader->depth) {
        reader->list_depth = 0;
    }
    if (reader->capturing && reader->depth == reader->capture_depth) {
        end_capture(reader);
    }
}

static void take_in_string(struct json_reader *reader, char c)
{
    keep(reader, c);
    if (reader->escaped) {
        reader->escaped = false;
    } else if (c == '\\') {
        reader->escaped = true;
    } else if (c == '"') {
        reader->in_string = false;
        reader->key[reader->key_length] = '\0';
        return;
    }
    if (reader->key_length + 1 < KEY_SIZE) {
        reader->key[reader->key_length++] = c;
    }
}

static void take(struct json_reader *reader, char c)
{
    if (reader->in_string) {
        take_in_string(reader, c);
    } else if (c == '"') {
        reader->in_string = true;
        reader->key_length = 0;
        keep(reader, c);
    } else if (c == '{' || c == '[') {
        open_container(reader, c);
    } else if (c == '}' || c == ']') {
        close_container(reader, c);
    } else {
        keep(reader, c);
    }
}

bool json_reader_feed(struct json_reader *reader, const char *text, size_t size)
{
    for (size_t i = 0; i < size && !reader->failed; i++) {
        take(reader, text[i]);
    }
    return !reader->failed;
}

bool json_reader_end(struct json_reader *reader)
{
    if (!reader->failed && (reader->depth > 0 || reader->in_string)) {
        reader->row++;
        reject(reader, "the file ends within this record");
    } else if (!reader->failed && reader->row == 0 && !reader->listed) {
        remark(reader->sink->remarks, NULL, ROSTER_ERROR, 0, "", "the file holds no records");
        reader->failed = true;
    }
    return !reader->failed;
}
