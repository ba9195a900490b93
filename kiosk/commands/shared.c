#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kiosk/commands/command.h"
#include "printer_book.h"
#include "scanner.h"
#include "timebase.h"

struct station *command_station(const struct common *common, enum store_mode mode)
{
    return station_open(common->event, mode);
}

struct holder_list {
    uint64_t *holders; /* owned */
    size_t count, capacity;
    bool full;
};

static bool add_holder(const struct attendee_row *row, void *userdata)
{
    struct holder_list *list = userdata;
    if (list->count == list->capacity) {
        size_t capacity = list->capacity ? 2 * list->capacity : 64;
        uint64_t *holders = realloc(list->holders, capacity * sizeof *holders);
        if (!holders) {
            list->full = true;
            return false;
        }
        list->holders = holders;
        list->capacity = capacity;
    }
    list->holders[list->count++] = row->attendee.holder;
    return true;
}

bool holders_find(struct station *station, const char *query, int limit, uint64_t **holders,
                  size_t *count)
{
    struct holder_list list = {0};
    if (!store_search(station->store, query, limit, add_holder, &list) || list.full) {
        free(list.holders);
        return false;
    }
    *holders = list.holders;
    *count = list.count;
    return true;
}

enum exit_status one_holder(const char *command, struct station *station, const char *query,
                            uint64_t *holder)
{
    uint64_t *holders;
    size_t count;
    if (!holders_find(station, query, 3, &holders, &count)) {
        return EXIT_DEVICE;
    }
    *holder = count == 1 ? holders[0] : 0;
    free(holders);
    if (count == 0) {
        fprintf(stderr, "lanyard %s: nobody matches \"%s\"\n", command, query);
        return EXIT_NO;
    }
    if (count > 1) {
        fprintf(stderr,
                "lanyard %s: more than one person matches \"%s\"; name one by the holder that "
                "'lanyard attendees' shows\n",
                command, query);
        return EXIT_USAGE;
    }
    return EXIT_DONE;
}

bool holder_is_eligible(struct station *station, uint64_t holder, bool pending_too,
                        const char *refusal, bool *out)
{
    struct attendee attendee;
    const char *bar;
    char name[2 * ATTENDEE_TEXT_SIZE], plain[2 * ATTENDEE_TEXT_SIZE];
    if (!station_badge_bar(station, holder, &bar) ||
        store_attendee(station->store, holder, &attendee) != STORE_FOUND) {
        return false;
    }
    *out = !bar || (pending_too && strcmp(bar, approval_string(APPROVAL_PENDING)) == 0);
    if (!*out) {
        fprintf(stderr, "lanyard: %s is %s: %s\n",
                plain_text(attendee_latin_name(&attendee, name, sizeof name), plain, sizeof plain),
                bar, refusal);
    }
    return true;
}

bool query_is_given(const struct common *common, bool all)
{
    bool word = common->word_count == 1 && common->words[0][0];
    return all ? common->word_count == 0 : word;
}

/* A heap copy with a NUL, so that both ways in are freed alike. */
static char *copy_text(const void *data, size_t size)
{
    char *copy = malloc(size + 1);
    if (copy) {
        memcpy(copy, data, size);
        copy[size] = '\0';
    }
    return copy;
}

static enum exit_status read_image(const char *path, char **text, size_t *length)
{
    enum exit_status status = EXIT_USAGE;
    struct frame frame = {0};
    struct decoder *decoder = decoder_create();
    struct scan_result *result = malloc(sizeof *result);
    if (!decoder || !result || !frame_load(path, &frame)) {
        goto out;
    }
    const struct decode_options options = {.first_only = true, .thorough = true};
    status = EXIT_NO;
    if (decoder_decode(decoder, &frame, &options, result) == 0) {
        fprintf(stderr, "lanyard: %s: no QR code is in this picture\n", path);
        goto out;
    }
    *text = copy_text(result->codes[0].data, result->codes[0].size);
    *length = result->codes[0].size;
    status = *text ? EXIT_DONE : EXIT_DEVICE;

out:
    free(result);
    decoder_destroy(decoder);
    frame_finish(&frame);
    return status;
}

enum exit_status code_argument(const struct common *common, const char *image, char **text,
                               size_t *length)
{
    if ((common->word_count == 1) == (image != NULL)) {
        fputs("lanyard: give either the code's TEXT or --image FILE\n", stderr);
        return EXIT_USAGE;
    }
    if (image) {
        return read_image(image, text, length);
    }
    *length = strlen(common->words[0]);
    *text = copy_text(common->words[0], *length);
    return *text ? EXIT_DONE : EXIT_DEVICE;
}

bool checkpoint_argument(struct station *station, const char *code, struct checkpoint *out)
{
    struct checkpoint all[64];
    enum store_found found = store_checkpoint(station->store, code ? code : "", out);
    if (found == STORE_NOT_FOUND) {
        int count = store_checkpoints(station->store, all, 64);
        fprintf(stderr, "lanyard: there is no checkpoint \"%s\"; there are:", code ? code : "");
        for (int i = 0; i < count; i++) {
            fprintf(stderr, " %s", all[i].code);
        }
        fputc('\n', stderr);
    }
    return found == STORE_FOUND;
}

bool time_argument(const char *command, const char *text, int64_t *out_ms)
{
    if (!text) {
        *out_ms = time_realtime_ms();
        return true;
    }
    if (time_parse_iso(text, out_ms)) {
        return true;
    }
    fprintf(stderr, "lanyard %s: --at: \"%s\" is not a time like 2026-05-18T09:30:00+05:00\n",
            command, text);
    return false;
}

void printer_spec(struct station *station, const char *wanted, char *out, size_t size)
{
    struct printer_book book;
    bool read = station_printers(station, wanted, &book);
    snprintf(out, size, "%s", read ? book.printers[0].device : wanted ? wanted : "");
}
