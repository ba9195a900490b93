#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "invitation.h"
#include "kiosk/commands/command.h"

#define MODULE_PX 8
#define BATCH 256

enum invite_format { FORMAT_PNG, FORMAT_PDF, FORMAT_TXT, FORMAT_COUNT };
static const char *const format_names[FORMAT_COUNT] = {"png", "pdf", "txt"};

struct invite {
    const struct common *common;
    struct station *station;
    struct badge_renderer *renderer;
    const char *folder;
    enum invite_format format;
};

static bool render(const struct invite *invite, const struct invitation *invitation,
                   struct bytes *out)
{
    switch (invite->format) {
    case FORMAT_PNG:
        return invitation_render_png(invitation, MODULE_PX, out);
    case FORMAT_PDF:
        return invitation_render_pdf(invite->renderer, invitation, out);
    default:
        out->size = strlen(invitation->qr_text) + 1;
        out->data = malloc(out->size + 1);
        if (out->data) {
            snprintf((char *)out->data, out->size + 1, "%s\n", invitation->qr_text);
        }
        return out->data != NULL;
    }
}

/* FOLDER/EXTERNAL-ID.png, or the holder where there is no usable external id. */
static bool file_name(const struct invite *invite, const struct attendee *attendee, char *out,
                      size_t size)
{
    static const char safe[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    char holder[HOLDER_TEXT_SIZE];
    const char *stem = attendee->external_id;
    if (!stem[0] || strspn(stem, safe) != strlen(stem)) {
        stem = holder_format(attendee->holder, holder);
    }
    return (size_t)snprintf(out, size, "%s/%s.%s", invite->folder, stem,
                            format_names[invite->format]) < size;
}

/* Who has been turned away gets no invitation; whose approval is pending may have one: the kiosk
 * sends them to the desk until it is given. */
static bool may_be_invited(const struct attendee *attendee)
{
    char name[2 * ATTENDEE_TEXT_SIZE], plain[2 * ATTENDEE_TEXT_SIZE];
    if (attendee->approval == APPROVAL_APPROVED || attendee->approval == APPROVAL_PENDING) {
        return true;
    }
    fprintf(stderr, "lanyard invite: %s is %s: no invitation\n",
            plain_text(attendee_latin_name(attendee, name, sizeof name), plain, sizeof plain),
            approval_string(attendee->approval));
    return false;
}

static bool write_one(const struct invite *invite, uint64_t holder)
{
    struct invitation invitation;
    struct attendee attendee;
    struct bytes bytes = {0};
    char path[4600];
    if (store_attendee(invite->station->store, holder, &attendee) != STORE_FOUND) {
        return false;
    }
    if (!may_be_invited(&attendee)) {
        return true;
    }
    if (!station_invite(invite->station, holder, &invitation) ||
        !file_name(invite, &attendee, path, sizeof path) || !render(invite, &invitation, &bytes)) {
        return false;
    }
    bool written = bytes_write_file(&bytes, path);
    bytes_finish(&bytes);
    if (!written) {
        return false;
    }
    if (invite->common->json) {
        struct json_row *row = row_start();
        row_holder(row, "holder", holder);
        row_text(row, "file", path);
        row_text(row, "text", invitation.qr_text);
        row_print(row);
    } else {
        print_line("%s  %s", path, invitation.name);
    }
    return true;
}

/* The files of a batch are on disk before its serials are committed: a serial without a file is
 * harmless, a file without a serial could not be revoked, so the order in a batch is commit last.
 */
static enum exit_status write_all(const struct invite *invite, const uint64_t *holders,
                                  size_t count)
{
    struct store *store = invite->station->store;
    for (size_t i = 0; i < count; i++) {
        bool first = i % BATCH == 0, last = i % BATCH == BATCH - 1 || i + 1 == count;
        if ((first && !store_begin(store)) || !write_one(invite, holders[i]) ||
            (last && !store_commit(store))) {
            store_rollback(store);
            fprintf(stderr, "lanyard invite: stopped after %zu of %zu\n", i - i % BATCH, count);
            return EXIT_DEVICE;
        }
        progress_show("invitations", (int64_t)i + 1, (int64_t)count);
    }
    return EXIT_DONE;
}

static bool parse_format(const char *text, enum invite_format *out)
{
    for (int i = 0; i < FORMAT_COUNT; i++) {
        if (strcmp(text, format_names[i]) == 0) {
            *out = (enum invite_format)i;
            return true;
        }
    }
    fprintf(stderr, "lanyard invite: --format: \"%s\" is none of png, pdf, txt\n", text);
    return false;
}

static enum exit_status invite_found(struct invite *invite, const char *query)
{
    uint64_t *holders;
    size_t count;
    if (mkdir(invite->folder, 0755) != 0 && errno != EEXIST) {
        fprintf(stderr, "lanyard invite: cannot make the folder %s: %s\n", invite->folder,
                strerror(errno));
        return EXIT_USAGE;
    }
    if (!holders_find(invite->station, query, 0, &holders, &count)) {
        return EXIT_DEVICE;
    }
    enum exit_status status = EXIT_NO;
    if (count == 0) {
        fprintf(stderr, "lanyard invite: nobody matches \"%s\"\n", query);
    } else {
        status = write_all(invite, holders, count);
    }
    free(holders);
    return status;
}

static enum exit_status run(int argc, char **argv)
{
    const char *folder = NULL, *format = "png";
    bool all = false;
    struct common common;
    const struct arg table[] = {
        {"out", ARG_TEXT, &folder},
        {"format", ARG_TEXT, &format},
        {"all", ARG_FLAG, &all},
        {NULL, ARG_FLAG, NULL},
    };
    struct invite invite = {.common = &common};
    if (!args_read(&command_invite, argc, argv, table, 0, 1, &common) ||
        !parse_format(format, &invite.format)) {
        return EXIT_USAGE;
    }
    if (!folder || !query_is_given(&common, all)) {
        fputs("lanyard invite: give --out DIR, and either a QUERY or --all\n", stderr);
        return EXIT_USAGE;
    }
    invite.folder = folder;
    invite.station = command_station(&common, STORE_READ_WRITE);
    if (!invite.station) {
        return EXIT_USAGE;
    }
    invite.renderer = invite.format == FORMAT_PDF ? badge_renderer_create() : NULL;
    enum exit_status status = invite.format == FORMAT_PDF && !invite.renderer
                                  ? EXIT_DEVICE
                                  : invite_found(&invite, common.word_count ? common.words[0] : "");
    badge_renderer_destroy(invite.renderer);
    station_close(invite.station);
    return status;
}

const struct command command_invite = {
    .name = "invite",
    .usage = "QUERY|--all --out DIR [--format png|pdf|txt]",
    .summary = "Makes signed invitations",
    .options = "  --all          for everybody\n"
               "  --out DIR      folder for the files, one a person\n"
               "  --format F     png (the code alone, default), pdf (a page), txt\n",
    .run = run,
};
