#include "kiosk/commands/print_file.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kiosk/print_flow.h"

bool print_file_path_is_good(const char *path)
{
    char folder[4096];
    struct stat there;
    const char *slash = strrchr(path, '/');
    snprintf(folder, sizeof folder, "%.*s", slash ? (int)(slash - path) + 1 : 1,
             slash ? path : ".");
    const char *fault = !path[0]                                             ? "give a file's name"
                        : stat(path, &there) == 0 && !S_ISREG(there.st_mode) ? "is not a file"
                        : access(folder, W_OK) != 0 ? "its folder is not there, or not writable"
                                                    : NULL;
    if (fault) {
        fprintf(stderr, "lanyard: --out %s: %s\n", path, fault);
    }
    return !fault;
}

static bool write_pdf(const char *path, const struct badge *badges, size_t count)
{
    struct bytes pdf = {0};
    struct badge_faults faults = {0};
    struct badge_renderer *renderer = badge_renderer_create();
    bool written = renderer &&
                   badge_render_pdf(renderer, badges, count, badge_stock_find(BADGE_STOCK),
                                    BADGE_DPI, &pdf, &faults) &&
                   bytes_write_file(&pdf, path);
    if (faults.missing_glyphs) {
        fprintf(stderr,
                "lanyard: no installed font has the character U+%04" PRIX32
                "; install fonts-noto-core, fonts-noto-cjk or fonts-noto-extra\n",
                faults.missing);
    }
    bytes_finish(&pdf);
    badge_renderer_destroy(renderer);
    return written;
}

static void finish_badges(struct badge *badges, size_t count)
{
    for (size_t i = 0; badges && i < count; i++) {
        badge_finish(&badges[i]);
    }
    free(badges);
}

static enum exit_status write_tests(struct station *station, const struct common *common,
                                    const char *path, const uint64_t *holders, size_t count)
{
    struct badge *badges = calloc(count, sizeof *badges);
    enum exit_status status = EXIT_DEVICE;
    for (size_t i = 0; badges && i < count; i++) {
        if (!station_test_badge(station, holders[i], &badges[i])) {
            goto out;
        }
    }
    if (!badges || !write_pdf(path, badges, count)) {
        goto out;
    }
    for (size_t i = 0; i < count; i++) {
        const struct intent shown = {.holder = holders[i], .issue = badges[i].issue};
        badge_row_print(common, &shown, "test");
    }
    status = EXIT_DONE;
out:
    finish_badges(badges, count);
    return status;
}

static bool move_all(struct station *station, const char *path, struct intent *intents,
                     size_t count, enum intent_input input)
{
    bool moved = true;
    for (size_t i = 0; i < count; i++) {
        moved = print_flow_move(station, intents[i].uuid, input, path, 0, "", &intents[i]) && moved;
    }
    return moved;
}

/* The whole file is there, or it is not: the states of all badges follow from that. */
static bool write_issued(struct station *station, const char *path, struct intent *intents,
                         size_t count, const struct badge *badges)
{
    if (!move_all(station, path, intents, count, INTENT_IN_SUBMIT)) {
        return false;
    }
    if (!write_pdf(path, badges, count)) {
        move_all(station, path, intents, count, INTENT_IN_REFUSED);
        return false;
    }
    return move_all(station, path, intents, count, INTENT_IN_ACCEPTED) &&
           move_all(station, path, intents, count, INTENT_IN_PRINTING) &&
           move_all(station, path, intents, count, INTENT_IN_COMPLETED_COUNTED);
}

enum exit_status print_file_intents(struct station *station, const struct common *common,
                                    const char *path, struct intent *intents, size_t count)
{
    struct badge *badges = calloc(count, sizeof *badges);
    enum exit_status status = EXIT_DEVICE;
    for (size_t i = 0; badges && i < count; i++) {
        if (!station_badge(station, &intents[i], &badges[i])) {
            goto out;
        }
    }
    if (badges && write_issued(station, path, intents, count, badges)) {
        status = EXIT_DONE;
    }
    for (size_t i = 0; i < count; i++) {
        badge_row_print(common, &intents[i], intent_state_string(intents[i].state));
    }
out:
    finish_badges(badges, count);
    return status;
}

static enum exit_status issue_all(struct station *station, const struct common *common,
                                  const char *path, const uint64_t *holders, size_t count)
{
    struct intent *intents = calloc(count, sizeof *intents);
    enum exit_status status = EXIT_DEVICE;
    size_t made = 0;
    for (size_t i = 0; intents && i < count; i++) {
        struct intent *intent = &intents[made];
        enum store_found found = store_intent_of(station->store, holders[i], intent);
        if (found == STORE_FOUND && intent->state != INTENT_PENDING &&
            intent_may_exist(intent->state)) {
            fprintf(stderr, "lanyard: badge %" PRIu32 " exists already; it is left out\n",
                    intent->serial);
            continue;
        }
        if (found == STORE_FAILED || ((found != STORE_FOUND || intent->state != INTENT_PENDING) &&
                                      !station_issue_badge(station, holders[i], NULL, intent))) {
            goto out;
        }
        made++;
    }
    status = !intents ? EXIT_DEVICE
             : made   ? print_file_intents(station, common, path, intents, made)
                      : EXIT_NO;
out:
    free(intents);
    return status;
}

enum exit_status print_file(struct station *station, const struct common *common, const char *path,
                            const uint64_t *holders, size_t count, bool issue)
{
    return issue ? issue_all(station, common, path, holders, count)
                 : write_tests(station, common, path, holders, count);
}
