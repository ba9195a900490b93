#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "invitation.h"
#include "kiosk/commands/audit.h"
#include "timebase.h"

#define MODULE_PX 8

static bool add_line(const char *path, const char *text)
{
    FILE *file = fopen(path, "ae");
    bool added =
        file && fprintf(file, "%s\n", text) > 0 && fflush(file) == 0 && fsync(fileno(file)) == 0;
    if (!added) {
        fprintf(stderr, "lanyard audit: %s: %s\n", path, strerror(errno));
    }
    if (file) {
        fclose(file);
    }
    return added;
}

static bool write_code(const char *path, const char *text)
{
    struct bytes png = {0};
    struct invitation *code = calloc(1, sizeof *code);
    bool written = false;
    if (code) {
        snprintf(code->qr_text, sizeof code->qr_text, "%s", text);
        written = invitation_render_png(code, MODULE_PX, &png) && bytes_write_file(&png, path);
        bytes_finish(&png);
    }
    free(code);
    return written;
}

static bool show_head(const struct common *common, const struct audit_head *head, const char *out,
                      const char *append)
{
    char text[AUDIT_HEAD_TEXT_SIZE];
    audit_head_format(head, text);
    if ((append && !add_line(append, text)) || (out && !write_code(out, text))) {
        return false;
    }
    if (common->json) {
        struct json_row *row = row_start();
        row_text(row, "station", head->station);
        row_int(row, "sequence", (int64_t)head->sequence);
        row_text(row, "head", text);
        row_print(row);
    } else {
        puts(text);
    }
    return true;
}

/* Every station that the key list names once. */
enum exit_status heads_show(struct station *station, const struct common *common, const char *out,
                            const char *append)
{
    int shown = 0;
    for (size_t i = 0; i < station->keys.count; i++) {
        const struct key_entry *entry = &station->keys.entries[i];
        struct audit_head head;
        bool again = false;
        for (size_t k = 0; k < i && !again; k++) {
            again = strcmp(station->keys.entries[k].station, entry->station) == 0;
        }
        enum store_found found =
            again ? STORE_NOT_FOUND : store_head(station->store, entry->station, &head);
        if (found == STORE_FAILED) {
            return EXIT_DEVICE;
        }
        if (found == STORE_FOUND) {
            if (out && shown > 0) {
                fputs("lanyard audit: several chains: the picture holds the first; use --append\n",
                      stderr);
            }
            if (!show_head(common, &head, shown == 0 ? out : NULL, append)) {
                return EXIT_DEVICE;
            }
            shown++;
        }
    }
    return shown > 0 ? EXIT_DONE : EXIT_NO;
}

static enum exit_status report_head(struct audit_report *report, const struct audit_head *head,
                                    enum audit_fault fault, const char *detail)
{
    report->fault = fault;
    report->sequence = head->sequence;
    memcpy(report->station, head->station, sizeof report->station);
    report->uuid[0] = '\0';
    snprintf(report->detail, sizeof report->detail, "%s", detail);
    return EXIT_NO;
}

static enum exit_status check_one(struct station *station, const char *text,
                                  struct audit_report *report)
{
    struct audit_head head;
    uint8_t hash[AUDIT_HASH_SIZE];
    if (!audit_head_parse(text, &head)) {
        fprintf(stderr, "lanyard audit: this is no head as 'lanyard audit head' prints it: %.40s\n",
                text);
        return EXIT_USAGE;
    }
    if (!audit_head_check(&head, &station->keys)) {
        return report_head(report, &head, AUDIT_FORGED,
                           "the noted head is not signed by a station of this event");
    }
    switch (store_event_hash(station->store, head.station, head.sequence, hash)) {
    case STORE_FAILED:
        return EXIT_DEVICE;
    case STORE_NOT_FOUND:
        return report_head(report, &head, AUDIT_REMOVED,
                           "the chain is shorter than when this head was noted");
    case STORE_FOUND:
        break;
    }
    if (memcmp(hash, head.hash, sizeof hash) != 0) {
        return report_head(report, &head, AUDIT_CHANGED,
                           "the history was rewritten since this head was noted");
    }
    return EXIT_DONE;
}

enum exit_status heads_check(struct station *station, const char *head, const char *path,
                             struct audit_report *report)
{
    char line[AUDIT_HEAD_TEXT_SIZE + 2];
    enum exit_status status = head ? check_one(station, head, report) : EXIT_DONE;
    FILE *file = status == EXIT_DONE && path ? fopen(path, "re") : NULL;
    if (path && !file && status == EXIT_DONE) {
        fprintf(stderr, "lanyard audit: %s: %s\n", path, strerror(errno));
        return EXIT_USAGE;
    }
    size_t heads = 0;
    while (file && status == EXIT_DONE && fgets(line, sizeof line, file)) {
        line[strcspn(line, "\r\n")] = '\0';
        heads += line[0] != '\0';
        status = line[0] ? check_one(station, line, report) : EXIT_DONE;
    }
    if (file) {
        fclose(file);
    }
    if (path && status == EXIT_DONE && heads == 0) {
        fprintf(stderr, "lanyard audit: %s: holds no head, so nothing was compared\n", path);
        return EXIT_USAGE;
    }
    return status;
}
