#include "kiosk/commands/verify_lite.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kiosk/commands/outcome.h"

#define FILE_MAX (16 * 1024 * 1024)

/* The whole file with a NUL; the caller frees it. NULL after a message. */
static char *read_file(const char *path)
{
    FILE *file = fopen(path, "re");
    char *text = file ? malloc(FILE_MAX + 1) : NULL;
    size_t size = text ? fread(text, 1, FILE_MAX, file) : 0;
    if (!text || ferror(file)) {
        fprintf(stderr, "lanyard verify: %s: %s\n", path, strerror(errno));
        free(text);
        text = NULL;
    } else {
        text[size] = '\0';
    }
    if (file) {
        fclose(file);
    }
    return text;
}

static bool root_is(const char *wanted, const uint8_t root[KEY_PUBLIC_SIZE])
{
    char hex[2 * KEY_PUBLIC_SIZE + 1];
    for (size_t i = 0; i < KEY_PUBLIC_SIZE; i++) {
        snprintf(hex + 2 * i, 3, "%02x", root[i]);
    }
    if (!wanted) {
        fprintf(stderr, "root key %.16s…; compare it with the organiser's, or give --root\n", hex);
    } else if (strcmp(wanted, hex) != 0) {
        fprintf(stderr, "lanyard verify: the key list is signed by %s, not by --root\n", hex);
        return false;
    }
    return true;
}

static bool open_lists(const struct lite_options *options, const char *keys_text,
                       const char *revocations_text, struct key_list *keys,
                       struct revocation_list *revocations)
{
    uint8_t root[KEY_PUBLIC_SIZE], event[16];
    int line = 0;
    if (!revocation_list_peek_event(revocations_text, event) ||
        !key_list_peek_root(keys_text, strlen(keys_text), root)) {
        fputs("lanyard verify: these are no lists as 'lanyard keys pack' writes them\n", stderr);
        return false;
    }
    enum key_list_status status =
        key_list_open(keys_text, strlen(keys_text), root, event, keys, &line);
    if (status != KEY_LIST_OK) {
        fprintf(stderr, "lanyard verify: %s, line %d: %s\n", options->keys, line,
                key_list_status_string(status));
        return false;
    }
    if (!root_is(options->root, root)) {
        return false;
    }
    if (!revocation_list_open(revocations_text, keys, &line, revocations)) {
        fprintf(stderr,
                "lanyard verify: %s, line %d: not a list that a station of the event signed\n",
                options->revocations, line);
        return false;
    }
    return true;
}

/* The decision on what the code says itself; who is inside and who was withdrawn is not known. */
static void decide(const struct lite_options *options, const struct key_list *keys,
                   const struct revocation_list *list, const char *text, size_t length,
                   int64_t at_ms, struct outcome *out)
{
    struct event_info event = {.day_count = list->day_count};
    struct access_policy policy = {.data_age_s = at_ms / 1000 - list->issued_at};
    const struct credential *credential = &out->presented.credential;
    memset(out, 0, sizeof *out);
    memcpy(event.days, list->days, sizeof event.days);
    code_classify(text, length, &out->presented.code);
    if (out->presented.code.kind == CODE_LY1) {
        out->presented.status = credential_verify(
            out->presented.code.text, out->presented.code.length, keys, &out->presented.credential);
        out->known = out->presented.status == CREDENTIAL_OK;
    }
    out->attendee.holder = credential->holder;
    out->checkpoint = (struct checkpoint){
        .code = "lite", .kind = CHECKPOINT_DOOR, .zone = options->zone, .venue = -1};
    out->history.serial_revoked = revocation_list_has_serial(list, credential->serial);
    out->history.serial_suspended = revocation_list_has_suspended(list, credential->serial);
    out->history.holder_revoked = revocation_list_has_holder(list, credential->holder);
    out->data_age_s = policy.data_age_s > 0 ? policy.data_age_s : 0;
    out->decision = access_decide(&event, &out->presented, out->known ? &out->attendee : NULL,
                                  &out->checkpoint, DIRECTION_NONE, &out->history, &policy, at_ms);
}

static void report(const struct common *common, struct outcome *outcome)
{
    if (!common->json) {
        outcome_say(outcome);
        fprintf(stderr,
                "data of %lld minutes ago; no photo, no attendance: compare the face with "
                "the badge\n",
                (long long)outcome->data_age_s / 60);
        return;
    }
    struct json_row *row = outcome_row(outcome);
    row_int(row, "data_age_s", outcome->data_age_s);
    row_bool(row, "lite", true);
    if (outcome->known) {
        row_int(row, "zones", outcome->presented.credential.zones);
        row_int(row, "days", outcome->presented.credential.days);
        row_bool(row, "escort_required", outcome->presented.credential.flags & CREDENTIAL_ESCORT);
    }
    row_print(row);
}

enum exit_status verify_lite(const struct common *common, const struct lite_options *options,
                             const char *text, size_t length, int64_t at_ms)
{
    enum exit_status status = EXIT_USAGE;
    struct revocation_list revocations = {0};
    struct outcome outcome;
    struct key_list *keys = calloc(1, sizeof *keys);
    char *keys_text = read_file(options->keys);
    char *revocations_text = keys_text ? read_file(options->revocations) : NULL;
    if (keys && revocations_text && credential_library_init() &&
        open_lists(options, keys_text, revocations_text, keys, &revocations)) {
        decide(options, keys, &revocations, text, length, at_ms, &outcome);
        report(common, &outcome);
        status = outcome_status(&outcome);
    }
    revocation_list_finish(&revocations);
    free(revocations_text);
    free(keys_text);
    free(keys);
    return status;
}
