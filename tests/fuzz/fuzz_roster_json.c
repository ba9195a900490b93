/*
 * JSON of any bytes to records, fed in pieces of the size that the first byte says.
 *
 * link: kiosk/roster/json_split.c kiosk/roster/json_record.c kiosk/roster/fields.c
 * link: kiosk/roster/headings.c kiosk/roster/names.c kiosk/roster/sink.c kiosk/text/clean.c
 * link: kiosk/text/fold.c kiosk/text/latin.c kiosk/text/romanise.c kiosk/log.c
 */
#include "tests/fuzz/roster_records.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct roster_summary summary = {0};
    const struct roster_options options = {.format = ROSTER_AUTO};
    struct remarks remarks = {NULL, &summary};
    struct reader_sink sink = {&options, &remarks, fuzz_take_record, NULL, NULL};
    sink.userdata = &sink;
    if (size == 0) {
        return 0;
    }
    size_t piece = data[0] + 1u;
    const char *text = (const char *)data + 1;
    size--;
    struct json_reader *reader = json_reader_create(&sink);
    bool ok = reader != NULL;
    for (size_t at = 0; ok && at < size; at += piece) {
        ok = json_reader_feed(reader, text + at, size - at < piece ? size - at : piece);
    }
    if (ok) {
        json_reader_end(reader);
    }
    json_reader_destroy(reader);
    return 0;
}
