/*
 * CSV by libcsv, a line of the file at a time, so that a quote that is never closed costs its own
 * row and not the rest of the file: a row that does not end, or that took in several lines and then
 * has the wrong number of cells, is given up after its first line and reading goes on behind it.
 */
#define LOG_MODULE "roster"
#include <csv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kiosk/roster/reader.h"
#include "log.h"

#define COLUMNS_MAX 512
#define LINES_MAX 64 /* of one row: cells with line breaks */
#define LINES_BYTES ((size_t)64 << 10)

struct buffer {
    char *data; /* owned */
    size_t size, capacity;
};

struct column {
    char *heading; /* owned */
    enum roster_field field;
};

struct csv_reader {
    const struct reader_sink *sink; /* lent */
    struct csv_parser parser;
    char delimiter, quote;
    struct column columns[COLUMNS_MAX];
    size_t column_count;
    bool has_header, has_rows, too_wide;
    bool failed;         /* stop: memory, or the sink said so */
    int64_t row;         /* of the row being read */
    struct buffer line;  /* the line being gathered */
    bool after_cr;       /* a line feed now belongs to the line before */
    bool skipping;       /* within a line that is too long */
    struct buffer lines; /* those of the row being read */
    size_t line_count;
    struct buffer cells; /* its cells, one behind the other */
    size_t ends[COLUMNS_MAX];
    size_t cell_count;
    bool row_ended;
    struct record record;
};

static bool append(struct csv_reader *reader, struct buffer *buffer, const void *data, size_t size)
{
    if (!buffer->data || buffer->size + size > buffer->capacity) {
        size_t capacity = 2 * (buffer->size + size) + 1024;
        char *grown = realloc(buffer->data, capacity);
        if (!grown) {
            LOG_ERROR("out of memory; close other programs");
            reader->failed = true;
            return false;
        }
        buffer->data = grown;
        buffer->capacity = capacity;
    }
    if (size > 0) {
        memcpy(buffer->data + buffer->size, data, size);
        buffer->size += size;
    }
    return true;
}

/* ---- libcsv's callbacks ---- */

static void take_cell(void *text, size_t size, void *userdata)
{
    struct csv_reader *reader = userdata;
    if (reader->cell_count == COLUMNS_MAX) {
        reader->too_wide = true;
    } else if (append(reader, &reader->cells, text, size)) {
        reader->ends[reader->cell_count++] = reader->cells.size;
    }
}

static void take_row_end(int c, void *userdata)
{
    (void)c;
    ((struct csv_reader *)userdata)->row_ended = true;
}

static bool parser_start(struct csv_reader *reader)
{
    if (csv_init(&reader->parser, CSV_REPALL_NL) != 0) {
        LOG_ERROR("out of memory; close other programs");
        reader->failed = true;
        return false;
    }
    csv_set_delim(&reader->parser, (unsigned char)reader->delimiter);
    csv_set_quote(&reader->parser, (unsigned char)reader->quote);
    return true;
}

static void row_start(struct csv_reader *reader)
{
    reader->lines.size = reader->cells.size = 0;
    reader->line_count = reader->cell_count = 0;
    reader->row_ended = reader->too_wide = false;
    reader->row++;
}

struct csv_reader *csv_reader_create(const struct reader_sink *sink, const char *sample,
                                     size_t size)
{
    struct csv_reader *reader = calloc(1, sizeof *reader);
    if (!reader) {
        LOG_ERROR("out of memory; close other programs");
        return NULL;
    }
    reader->sink = sink;
    reader->row = 1;
    csv_guess(sample, size, &reader->delimiter, &reader->quote);
    if (size > 5 && strncmp(sample, "sep=", 4) == 0) { /* a spreadsheet's own first line */
        reader->delimiter = sample[4];
    }
    if (!parser_start(reader)) {
        free(reader);
        return NULL;
    }
    return reader;
}

void csv_reader_destroy(struct csv_reader *reader)
{
    if (!reader) {
        return;
    }
    for (size_t i = 0; i < reader->column_count; i++) {
        free(reader->columns[i].heading);
    }
    csv_free(&reader->parser);
    free(reader->line.data);
    free(reader->lines.data);
    free(reader->cells.data);
    free(reader);
}

char csv_reader_delimiter(const struct csv_reader *reader)
{
    return reader->delimiter;
}

/* ---- rows ---- */

static const char *cell(const struct csv_reader *reader, size_t index, size_t *size)
{
    size_t from = index > 0 ? reader->ends[index - 1] : 0;
    *size = reader->ends[index] - from;
    return reader->cells.data + from;
}

static bool is_empty(const struct csv_reader *reader)
{
    return reader->cell_count == 0 || reader->ends[reader->cell_count - 1] == 0;
}

static void set_column(struct csv_reader *reader, const char *text, size_t size)
{
    char heading[ATTENDEE_TEXT_SIZE];
    struct column *column = &reader->columns[reader->column_count];
    text_clean(text, size, heading, sizeof heading);
    column->field = sink_field(reader->sink, heading);
    column->heading = strdup(heading);
    if (!column->heading) {
        reader->failed = true;
        return;
    }
    reader->column_count++;
}

/* "Name" beside "First name" is the family's. */
static void settle_names(struct csv_reader *reader)
{
    bool has[FIELD_COUNT + 1] = {false};
    for (size_t i = 0; i < reader->column_count; i++) {
        has[reader->columns[i].field] = true;
    }
    for (size_t i = 0; i < reader->column_count; i++) {
        if (reader->columns[i].field == FIELD_NAME && has[FIELD_GIVEN_NAME] &&
            !has[FIELD_FAMILY_NAME]) {
            reader->columns[i].field = FIELD_FAMILY_NAME;
        }
    }
}

static bool check_header(struct csv_reader *reader)
{
    bool named = false;
    for (size_t i = 0; i < reader->column_count; i++) {
        const struct column *column = &reader->columns[i];
        enum roster_field field = column->field;
        named |= field == FIELD_FAMILY_NAME || field == FIELD_GIVEN_NAME || field == FIELD_NAME ||
                 field == FIELD_NATIVE_NAME;
        if (field == FIELD_NONE && column->heading[0] && !field_is_result(column->heading)) {
            remark(reader->sink->remarks, NULL, ROSTER_NOTE, reader->row, column->heading,
                   "this column is not imported; --map '%s=FIELD' says what it is",
                   column->heading);
        }
    }
    if (!named) {
        remark(reader->sink->remarks, NULL, ROSTER_ERROR, reader->row, "name",
               "no column has a heading for the name; say which one it is with --map "
               "'COLUMN=family_name', or check the encoding and delimiter");
        reader->failed = true;
    }
    return named;
}

static bool take_header(struct csv_reader *reader)
{
    size_t size;
    const char *first = cell(reader, 0, &size);
    if (reader->row == 1 && size >= 4 && memcmp(first, "sep=", 4) == 0) {
        return true;
    }
    for (size_t i = 0; !reader->failed && i < reader->cell_count; i++) {
        const char *text = cell(reader, i, &size);
        set_column(reader, text, size);
    }
    settle_names(reader);
    reader->has_header = true;
    return !reader->failed && check_header(reader);
}

/* Cells beyond the header are no harm when they are empty. */
static bool fits_header(const struct csv_reader *reader)
{
    size_t known = reader->column_count;
    return !reader->too_wide && reader->cell_count >= known &&
           (reader->cell_count == known ||
            reader->ends[reader->cell_count - 1] == reader->ends[known - 1]);
}

static bool hand_over(struct csv_reader *reader)
{
    struct record *record = &reader->record;
    struct remarks *remarks = reader->sink->remarks;
    reader->has_rows = true;
    record_start(record, reader->row);
    if (!fits_header(reader)) {
        remark(
            remarks, record, ROSTER_ERROR, reader->row, "",
            "%s%zu cells where the header has %zu; is a delimiter, quote or line break in a cell "
            "without quotes around it?",
            reader->too_wide ? "more than " : "", reader->cell_count, reader->column_count);
    }
    for (size_t i = 0; !record->rejected && i < reader->column_count; i++) {
        size_t size;
        const char *text = cell(reader, i, &size);
        if (size > 1 && text[0] == '\'' && strchr("=+-@\t\r'", text[1]) && text[1]) {
            text++, size--; /* the sign that roster_csv_cell puts in front */
        }
        record_set(record, reader->columns[i].field, reader->columns[i].heading, text, size,
                   remarks);
    }
    if (!record->rejected && record_is_blank(record)) {
        remark(remarks, NULL, ROSTER_NOTE, reader->row, "", "nothing but a number; left out");
        return true;
    }
    if (!reader->sink->record(record, reader->sink->userdata)) {
        reader->failed = true;
    }
    return !reader->failed;
}

static bool take_row(struct csv_reader *reader)
{
    bool taken = is_empty(reader)      ? true
                 : !reader->has_header ? take_header(reader)
                                       : hand_over(reader);
    row_start(reader);
    return taken;
}

/* ---- lines ---- */

static bool take_line(struct csv_reader *reader, const char *text, size_t size);

/* Gives up the row's first line and reads the others anew. */
static bool recover(struct csv_reader *reader, const char *why)
{
    struct buffer lines = reader->lines;
    const char *at = memchr(lines.data, '\n', lines.size), *end = lines.data + lines.size;
    reader->lines = (struct buffer){0};
    record_start(&reader->record, reader->row);
    remark(reader->sink->remarks, &reader->record, ROSTER_ERROR, reader->row, "", "%s", why);
    csv_free(&reader->parser);
    bool ok =
        parser_start(reader) &&
        (!reader->has_header || reader->sink->record(&reader->record, reader->sink->userdata));
    row_start(reader);
    while (ok && at && ++at < end) {
        const char *next = memchr(at, '\n', (size_t)(end - at));
        ok = take_line(reader, at, next ? (size_t)(next - at) + 1 : (size_t)(end - at));
        at = next;
    }
    free(lines.data);
    reader->failed |= !ok;
    return ok;
}

static const char open_quote[] = "a quote is opened and not closed";

/* One line with its line feed; the whole row when its last line is taken. */
static bool take_line(struct csv_reader *reader, const char *text, size_t size)
{
    if (!append(reader, &reader->lines, text, size)) {
        return false;
    }
    reader->line_count++;
    if (csv_parse(&reader->parser, text, size, take_cell, take_row_end, reader) != size) {
        LOG_ERROR("row %lld: %s", (long long)reader->row, csv_strerror(csv_error(&reader->parser)));
        reader->failed = true;
        return false;
    }
    if (!reader->row_ended) {
        bool endless = reader->line_count >= LINES_MAX || reader->lines.size > LINES_BYTES;
        return endless ? recover(reader, open_quote) : !reader->failed;
    }
    if (reader->line_count > 1 && reader->has_header && !fits_header(reader)) {
        return recover(reader, "this row runs on into the next; is a quote not closed?");
    }
    return !reader->failed && take_row(reader);
}

static bool end_line(struct csv_reader *reader)
{
    bool skipped = reader->skipping;
    reader->skipping = false;
    if (skipped) {
        record_start(&reader->record, reader->row);
        remark(reader->sink->remarks, &reader->record, ROSTER_ERROR, reader->row, "",
               "a line longer than %zu bytes", READER_ROW_MAX);
        reader->failed |= !reader->sink->record(&reader->record, reader->sink->userdata);
        reader->row++;
        return !reader->failed;
    }
    bool ok = append(reader, &reader->line, "\n", 1) &&
              take_line(reader, reader->line.data, reader->line.size);
    reader->line.size = 0;
    return ok;
}

bool csv_reader_feed(struct csv_reader *reader, const char *text, size_t size)
{
    const char *end = text + size;
    while (text < end && !reader->failed) {
        if (reader->after_cr && *text == '\n') {
            text++;
        }
        reader->after_cr = false;
        const char *stop = text;
        while (stop < end && *stop != '\n' && *stop != '\r') {
            stop++;
        }
        size_t length = (size_t)(stop - text);
        if (reader->skipping || reader->line.size + length > READER_ROW_MAX) {
            reader->skipping = true;
            reader->line.size = 0;
        } else if (!append(reader, &reader->line, text, length)) {
            return false;
        }
        if (stop < end) {
            reader->after_cr = *stop++ == '\r';
            end_line(reader);
        }
        text = stop;
    }
    return !reader->failed;
}

bool csv_reader_end(struct csv_reader *reader)
{
    bool ok = !reader->failed;
    if (ok && (reader->line.size > 0 || reader->skipping)) {
        ok = end_line(reader);
    }
    while (ok && reader->line_count > 0) { /* within a quote: each time one line less */
        ok = recover(reader, open_quote);
    }
    if (ok && !reader->has_header) {
        remark(reader->sink->remarks, NULL, ROSTER_ERROR, 0, "", "%s",
               reader->row > 1 ? "the file has no row of headings" : "the file is empty");
        ok = false;
    } else if (ok && !reader->has_rows) {
        remark(reader->sink->remarks, NULL, ROSTER_NOTE, 0, "",
               "the file has headings and no people");
    }
    return ok;
}
