/* Readers: text of a file, in pieces, to records. For the roster's own files. */
#ifndef LANYARD_ROSTER_READER_H
#define LANYARD_ROSTER_READER_H

#include "kiosk/roster/fields.h"

#define READER_ROW_MAX ((size_t)1 << 20) /* bytes of one row, or of one JSON record */

/* What a reader needs of its caller. */
struct reader_sink {
    const struct roster_options *options;
    struct remarks *remarks;
    /* False stops the reading: the store failed. The record may be rejected already. */
    bool (*record)(struct record *record, void *userdata);
    void *userdata;
    uint64_t
        *maps_met; /* a bit for each of the options' maps whose column was seen; NULL: untold */
};

/* The field that a column stands for: by the options' maps, else by its heading. */
enum roster_field sink_field(const struct reader_sink *sink, const char *heading);

/* ---- CSV ---- */
struct csv_reader;

/* Finds delimiter and quote out from `sample`, the text's beginning. NULL: no memory, logged. */
struct csv_reader *csv_reader_create(const struct reader_sink *sink, const char *sample,
                                     size_t size);
void csv_reader_destroy(struct csv_reader *reader); /* NULL-safe */
char csv_reader_delimiter(const struct csv_reader *reader);

/* False: stop; the sink did, or the file cannot be read (remarked). */
bool csv_reader_feed(struct csv_reader *reader, const char *text, size_t size);
bool csv_reader_end(struct csv_reader *reader);

/* The delimiter among , ; tab | and the quote among " ' that fit a text's beginning best. */
void csv_guess(const char *sample, size_t size, char *delimiter, char *quote);

/* ---- JSON ---- */
struct json_reader;

struct json_reader *json_reader_create(const struct reader_sink *sink);
void json_reader_destroy(struct json_reader *reader); /* NULL-safe */
bool json_reader_feed(struct json_reader *reader, const char *text, size_t size);
bool json_reader_end(struct json_reader *reader);
const char *json_reader_format(const struct json_reader *reader); /* "pretix", "indico", "json" */

/* One record's text to people. False: the sink stopped. `format` receives what it was. */
bool json_record_read(const char *text, size_t size, int64_t row, const struct reader_sink *sink,
                      struct record *scratch, const char **format);

#endif
