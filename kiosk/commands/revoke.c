#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "kiosk/commands/sign_in.h"

/* Decimal digits are a serial, 16 hexadecimal digits a holder. */
static bool parse_target(const char *text, uint64_t *holder, uint32_t *serial)
{
    char *end;
    *holder = 0;
    *serial = 0;
    if (holder_parse(text, holder)) {
        return true;
    }
    errno = 0;
    unsigned long long value = strtoull(text, &end, 10);
    if (errno || *end || text[0] < '0' || text[0] > '9' || value == 0 || value > UINT32_MAX) {
        return false;
    }
    *serial = (uint32_t)value;
    return true;
}

static enum exit_status revoke(struct station *station, const struct common *common,
                               uint64_t holder, uint32_t serial, const char *reason, bool lift)
{
    struct attendee attendee;
    enum store_found found = serial ? store_attendee_by_serial(station->store, serial, &attendee)
                                    : store_attendee(station->store, holder, &attendee);
    if (found == STORE_NOT_FOUND) {
        fprintf(stderr, "lanyard revoke: there is no %s %s\n", serial ? "serial" : "holder",
                common->words[0]);
        return EXIT_NO;
    }
    if (found == STORE_FAILED || !store_begin(station->store)) {
        return EXIT_DEVICE;
    }
    bool appended = lift ? store_append_revocation_lifted(station->store, attendee.holder, reason)
                         : store_append_revocation(station->store, attendee.holder, serial, reason);
    if (!appended || !store_commit(station->store)) {
        store_rollback(station->store);
        return EXIT_DEVICE;
    }
    if (common->json) {
        struct json_row *row = row_start();
        row_holder(row, "holder", attendee.holder);
        if (serial) {
            row_int(row, "serial", serial);
        } else {
            row_null(row, "serial");
        }
        row_text(row, "reason", reason);
        row_print(row);
    } else if (serial) {
        printf("serial %" PRIu32 " is revoked\n", serial);
    } else {
        puts(lift ? "the revocation of everything of this holder is lifted"
                  : "everything of this holder is revoked");
    }
    return EXIT_DONE;
}

static enum exit_status run(int argc, char **argv)
{
    const char *reason = NULL;
    struct common common;
    uint64_t holder;
    uint32_t serial;
    bool lift = false;
    struct sign_in who = {0};
    const struct arg table[] = {{"reason", ARG_TEXT, &reason},
                                {"lift", ARG_FLAG, &lift},
                                SIGN_IN_ARGS(who),
                                {NULL, ARG_FLAG, NULL}};
    if (!args_read(&command_revoke, argc, argv, table, 1, 1, &common)) {
        return EXIT_USAGE;
    }
    if (!reason || !reason[0]) {
        fputs("lanyard revoke: give a --reason; it is recorded\n", stderr);
        return EXIT_USAGE;
    }
    if (!parse_target(common.words[0], &holder, &serial)) {
        fprintf(stderr,
                "lanyard revoke: \"%s\" is neither a serial (digits) nor a holder (16 hexadecimal "
                "digits)\n",
                common.words[0]);
        return EXIT_USAGE;
    }
    if (lift && serial) {
        fputs("lanyard revoke: a revoked serial stays dead; only the revocation of everything of a "
              "holder can be lifted\n",
              stderr);
        return EXIT_USAGE;
    }
    struct station *station = command_station(&common, STORE_READ_WRITE);
    if (!station) {
        return EXIT_USAGE;
    }
    enum exit_status status =
        sign_in("revoke", station, lift ? PERMIT_UNREVOKE : PERMIT_REVOKE, &who);
    if (status == EXIT_DONE) {
        status = revoke(station, &common, holder, serial, reason, lift);
    }
    station_close(station);
    return status;
}

const struct command command_revoke = {
    .name = "revoke",
    .usage = "SERIAL|HOLDER --reason TEXT [--lift]" SIGN_IN_USAGE,
    .summary = "Revokes one badge or invitation, or everything of a person",
    .options = "  --reason TEXT   why; recorded\n"
               "  --lift          undo the revocation of everything of a holder\n" SIGN_IN_OPTIONS,
    .run = run,
};
