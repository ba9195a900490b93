#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "invitation.h"
#include "kiosk/commands/command.h"
#include "roster.h"

#define MODULE_PX 8
#define BATCH 256
#define PATH_LENGTH 4600
#define MAIL_FILE "invitations.csv"

enum invite_format { FORMAT_PNG, FORMAT_PDF, FORMAT_TXT, FORMAT_COUNT };
static const char *const format_names[FORMAT_COUNT] = {"png", "pdf", "txt"};

struct invite {
    const struct common *common;
    struct station *station;
    struct badge_renderer *renderer;
    const char *folder;
    enum invite_format format;
    bool resume; /* leave the files that are there */
    FILE *mail;  /* owned; the list for a mail merge */
};

struct invited {
    struct attendee attendee;
    char path[PATH_LENGTH];
    bool kept; /* its file is there already */
    struct invitation invitation;
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

/* One person of a batch. *eligible is false for who has been turned away; whose approval is pending
 * may have an invitation: the kiosk sends them to the desk until it is given. */
static bool sign_one(const struct invite *invite, uint64_t holder, struct invited *out,
                     bool *eligible)
{
    struct station *station = invite->station;
    if (!holder_is_eligible(station, holder, true, "no invitation", eligible)) {
        return false;
    }
    if (!*eligible) {
        return true;
    }
    if (store_attendee(station->store, holder, &out->attendee) != STORE_FOUND ||
        !file_name(invite, &out->attendee, out->path, sizeof out->path)) {
        return false;
    }
    out->kept = invite->resume && access(out->path, F_OK) == 0;
    return out->kept || station_invite(station, holder, &out->invitation);
}

static bool sign_batch(const struct invite *invite, const uint64_t *holders, size_t count,
                       struct invited *batch, size_t *made)
{
    struct store *store = invite->station->store;
    *made = 0;
    if (!store_begin(store)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        bool eligible;
        if (!sign_one(invite, holders[i], &batch[*made], &eligible)) {
            store_rollback(store);
            return false;
        }
        *made += eligible;
    }
    return store_commit(store);
}

static void show(const struct invite *invite, const struct invited *invited)
{
    if (invite->common->json) {
        struct json_row *row = row_start();
        row_holder(row, "holder", invited->attendee.holder);
        row_text(row, "file", invited->path);
        row_text(row, "text", invited->invitation.qr_text);
        row_print(row);
    } else {
        print_line("%s  %s", invited->path, invited->invitation.name);
    }
}

/* A line of the mail merge: whom to write to, in which language, and what to attach. */
static void list_mail(const struct invite *invite, const struct invited *invited)
{
    char name[2 * ATTENDEE_TEXT_SIZE];
    const struct attendee *attendee = &invited->attendee;
    const char *slash = strrchr(invited->path, '/');
    const char *const cells[] = {attendee_display_name(attendee, name, sizeof name),
                                 attendee->email, attendee->language,
                                 slash ? slash + 1 : invited->path};
    for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++) {
        char cell[2 * sizeof name + 8];
        roster_csv_cell(cells[i], cell, sizeof cell);
        fprintf(invite->mail, "%s%s", i > 0 ? "," : "", cell);
    }
    fputs("\r\n", invite->mail);
}

static bool write_one(const struct invite *invite, const struct invited *invited)
{
    struct bytes bytes = {0};
    bool written = invited->kept || (render(invite, &invited->invitation, &bytes) &&
                                     bytes_write_file(&bytes, invited->path));
    bytes_finish(&bytes);
    if (written && !invited->kept) {
        show(invite, invited);
    }
    if (written) {
        list_mail(invite, invited);
    }
    return written;
}

/* Serials are committed before the first file that bears them is written: a serial without a file
 * is harmless, a file without a serial could not be revoked, and its serial would be given again.
 */
static enum exit_status write_all(const struct invite *invite, const uint64_t *holders,
                                  size_t count)
{
    struct invited *batch = calloc(BATCH, sizeof *batch);
    size_t written = 0;
    bool going = batch != NULL;
    for (size_t at = 0; going && at < count; at += BATCH) {
        size_t size = count - at < BATCH ? count - at : BATCH, made;
        going = sign_batch(invite, holders + at, size, batch, &made);
        for (size_t i = 0; going && i < made; i++) {
            going = write_one(invite, &batch[i]);
            written += going;
        }
        if (going) {
            progress_show("invitations", (int64_t)(at + size), (int64_t)count);
        }
    }
    free(batch);
    if (!going) {
        fprintf(stderr,
                "lanyard invite: stopped after %zu of %zu; give the command again with --resume\n",
                written, count);
    }
    return !going ? EXIT_DEVICE : written > 0 ? EXIT_DONE : EXIT_NO;
}

static bool open_mail(struct invite *invite)
{
    char path[PATH_LENGTH];
    snprintf(path, sizeof path, "%s/" MAIL_FILE, invite->folder);
    invite->mail = fopen(path, "we");
    if (!invite->mail) {
        fprintf(stderr, "lanyard invite: %s: %s\n", path, strerror(errno));
        return false;
    }
    fputs("name,email,language,file\r\n", invite->mail);
    return true;
}

static enum exit_status write_list(struct invite *invite, const uint64_t *holders, size_t count)
{
    if (!open_mail(invite)) {
        return EXIT_DEVICE;
    }
    enum exit_status status = write_all(invite, holders, count);
    if (fclose(invite->mail) != 0) {
        fprintf(stderr, "lanyard invite: " MAIL_FILE ": %s\n", strerror(errno));
        status = EXIT_DEVICE;
    }
    if (status == EXIT_NO) {
        char path[PATH_LENGTH];
        snprintf(path, sizeof path, "%s/" MAIL_FILE, invite->folder);
        unlink(path); /* nobody is in it */
    }
    return status;
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
        status = write_list(invite, holders, count);
    }
    free(holders);
    return status;
}

static enum exit_status run(int argc, char **argv)
{
    const char *folder = NULL, *format = "png";
    bool all = false;
    struct common common;
    struct invite invite = {.common = &common};
    const struct arg table[] = {
        {"out", ARG_TEXT, &folder}, {"format", ARG_TEXT, &format},
        {"all", ARG_FLAG, &all},    {"resume", ARG_FLAG, &invite.resume},
        {NULL, ARG_FLAG, NULL},
    };
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
    .usage = "QUERY|--all --out DIR [--format png|pdf|txt] [--resume]",
    .summary = "Makes signed invitations",
    .options = "  --all          for everybody\n"
               "  --out DIR      folder for the files, one a person\n"
               "  --format F     png (the code alone, default), pdf (a page), txt\n"
               "  --resume       make only those whose file is not there\n"
               "The folder also gets invitations.csv, for a mail merge: name, e-mail, language, "
               "file.\n",
    .run = run,
};
