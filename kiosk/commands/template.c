#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "credential.h"
#include "kiosk/commands/command.h"
#include "kiosk/print_means.h"
#include "timebase.h"

#define ENDING ".badge"
#define WATCH_MS 200
#define PREVIEW_DPI_MAX 1200

struct template_options {
    const char *out, *holder;
    bool watch;
    int dpi;
};

/* A template that is named by a path has its folder as shelf; else the event's, or the built-in
 * ones where there is no event. */
static struct template_shelf *open_shelf(const struct common *common, const char *word,
                                         char name[TEMPLATE_NAME_SIZE], char folder[PATH_MAX])
{
    const char *slash = strrchr(word, '/'), *base = slash ? slash + 1 : word;
    size_t length = strlen(base), ending = sizeof ENDING - 1;
    bool is_file = length > ending && strcmp(base + length - ending, ENDING) == 0;
    length -= is_file ? ending : 0;
    snprintf(name, TEMPLATE_NAME_SIZE, "%.*s",
             (int)(length < TEMPLATE_NAME_SIZE ? length : TEMPLATE_NAME_SIZE - 1), base);
    if (slash) {
        snprintf(folder, PATH_MAX, "%.*s", (int)(slash - word), word);
    } else if (is_file) {
        snprintf(folder, PATH_MAX, ".");
    } else {
        snprintf(folder, PATH_MAX, "%s/templates", common->event);
    }
    return template_shelf_create(folder, picture_load);
}

/* ---- list ---- */

static void show(const struct common *common, const struct badge_template *template)
{
    const struct badge_paper *paper = badge_template_paper(template);
    int32_t width, height;
    badge_template_size(template, &width, &height);
    if (!common->json) {
        printf("%-18s %-36s %s%s%s\n", badge_template_name(template),
               badge_template_title(template), paper->media, paper->black_only ? ", black" : "",
               paper->two_sided ? ", two-sided" : "");
        return;
    }
    struct json_row *row = row_start();
    row_text(row, "template", badge_template_name(template));
    row_text(row, "title", badge_template_title(template));
    row_text(row, "media", paper->media);
    row_real(row, "width_mm", width / 1000.0);
    row_real(row, "height_mm", height / 1000.0);
    row_int(row, "badges", paper->badges);
    row_bool(row, "black_only", paper->black_only);
    row_bool(row, "two_sided", paper->two_sided);
    row_print(row);
}

static bool check_one(struct template_shelf *shelf, const char *name, const struct common *common)
{
    struct template_error error;
    char line[320];
    struct badge_template *template = template_shelf_check(shelf, name, &error);
    if (template) {
        show(common, template);
        badge_template_unref(template);
        return true;
    }
    template_error_format(&error, line, sizeof line);
    fprintf(stderr, "lanyard template: %s\n", line);
    return false;
}

static enum exit_status check_all(const struct common *common)
{
    char name[TEMPLATE_NAME_SIZE], folder[PATH_MAX];
    struct template_shelf *shelf = open_shelf(common, "all", name, folder);
    bool good = shelf != NULL;
    for (size_t i = 0; shelf && template_shelf_name(shelf, i, name); i++) {
        good = check_one(shelf, name, common) && good;
    }
    template_shelf_destroy(shelf);
    return good ? EXIT_DONE : EXIT_USAGE;
}

static enum exit_status check_words(const struct common *common)
{
    bool good = true;
    for (int i = 1; i < common->word_count; i++) {
        char name[TEMPLATE_NAME_SIZE], folder[PATH_MAX];
        struct template_shelf *shelf = open_shelf(common, common->words[i], name, folder);
        good = shelf && check_one(shelf, name, common) && good;
        template_shelf_destroy(shelf);
    }
    return good ? EXIT_DONE : EXIT_USAGE;
}

/* ---- preview ---- */

/* Somebody of whom every field is set. The code admits nobody. */
static const struct badge specimen = {
    .event_name = "High-Level Conference on Water and Good Neighbourhood",
    .event_dates = "24–25 November 2026",
    .category_letter = "D",
    .category_name = "Delegate",
    .category_rgb = 0x0F4C5C,
    .family_name = "Rahimova",
    .given_name = "Dilnoza",
    .native_name = "Раҳимова Дилноза Ғафурҷоновна",
    .delegation = "Tajikistan",
    .country = "TJ",
    .position = "Deputy Minister of Energy and Water Resources",
    .zones = {{"Plenary", 1, true},
              {"Delegates’ lounge", 2, true},
              {"Press centre", 3, false},
              {"Bilateral rooms", 4, true},
              {"Secretariat", 5, false},
              {"Side event", 6, true}},
    .zone_count = 6,
    .days = {{"24 Nov", true}, {"25 Nov", true}},
    .day_count = 2,
    .serial = 1042,
    .issue = 1,
};

/* The specimen, or the first person that --holder finds in the event, as a test badge. */
static bool make_badge(const struct common *common, const char *query, struct badge *out)
{
    if (!query) {
        *out = specimen;
        /* as long as a credential, so that the code has its real size */
        memset(out->qr_text, 'X', CREDENTIAL_TEXT_LENGTH);
        memcpy(out->qr_text, "SPECIMEN", strlen("SPECIMEN"));
        return true;
    }
    struct station *station = command_station(common, STORE_READ_ONLY);
    uint64_t *holders = NULL;
    size_t count = 0;
    bool made = station && holders_find(station, query, 1, &holders, &count);
    if (made && count == 0) {
        fprintf(stderr, "lanyard template: nobody matches \"%s\"\n", query);
    }
    made = made && count > 0 && station_test_badge(station, holders[0], out);
    free(holders);
    station_close(station);
    return made;
}

static bool write_preview(struct badge_renderer *renderer, const struct badge *badge,
                          const struct badge_template *template, int dpi, const char *path)
{
    struct bytes bytes = {0};
    size_t length = strlen(path);
    bool pdf = length > 4 && strcmp(path + length - 4, ".pdf") == 0;
    bool written = (pdf ? badge_render_pdf(renderer, badge, 1, template, dpi, &bytes, NULL)
                        : badge_render_png(renderer, badge, template, dpi, &bytes, NULL)) &&
                   bytes_write_file(&bytes, path);
    bytes_finish(&bytes);
    return written;
}

/* Tells of files that were written in the folder. -1: it cannot be watched, and is looked at now
 * and then. */
static int watch_folder(const char *folder)
{
    int fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (fd >= 0 && inotify_add_watch(fd, folder, IN_CLOSE_WRITE | IN_MOVED_TO | IN_DELETE) < 0) {
        close(fd);
        return -1;
    }
    return fd;
}

/* Until a file of the folder has changed; a picture of the template, too. */
static void await_change(int fd)
{
    char events[4096];
    struct pollfd wait = {fd, POLLIN, 0};
    if (fd < 0) {
        (void)poll(NULL, 0, WATCH_MS);
    } else if (poll(&wait, 1, -1) > 0) {
        while (read(fd, events, sizeof events) > 0) {
        }
    }
}

static bool draw(struct badge_renderer *renderer, const struct badge *badge,
                 const struct badge_template *template, const struct template_options *options)
{
    int64_t start_us = time_monotonic_us();
    bool drawn = write_preview(renderer, badge, template, options->dpi, options->out);
    if (drawn) {
        fprintf(stderr, "%s  %.1f ms\n", options->out,
                (double)(time_monotonic_us() - start_us) / 1000);
    }
    return drawn;
}

/* Draws again with each new good version of the file, until it is interrupted. */
static enum exit_status watch(struct template_shelf *shelf, const char *name, const char *folder,
                              struct badge_renderer *renderer, const struct badge *badge,
                              const struct template_options *options)
{
    struct badge_template *shown = NULL;
    enum exit_status status = EXIT_USAGE;
    int changes = options->watch ? watch_folder(folder) : -1;
    do {
        struct badge_template *now = template_shelf_find(shelf, name);
        if (now && now != shown) {
            status = draw(renderer, badge, now, options) ? EXIT_DONE : EXIT_DEVICE;
        }
        badge_template_unref(shown);
        shown = now;
        if (options->watch) {
            await_change(changes);
        }
    } while (options->watch);
    badge_template_unref(shown);
    return status;
}

static enum exit_status preview(const struct common *common, const struct template_options *options)
{
    struct badge badge = {0};
    char name[TEMPLATE_NAME_SIZE], folder[PATH_MAX], out[TEMPLATE_NAME_SIZE + 8];
    struct template_options with_out = *options;
    if (!make_badge(common, options->holder, &badge)) {
        return EXIT_NO;
    }
    struct template_shelf *shelf = open_shelf(common, common->words[1], name, folder);
    struct badge_renderer *renderer = badge_renderer_create();
    if (!options->out) {
        snprintf(out, sizeof out, "%s.png", name);
        with_out.out = out;
    }
    enum exit_status status =
        shelf && renderer ? watch(shelf, name, folder, renderer, &badge, &with_out) : EXIT_DEVICE;
    badge_renderer_destroy(renderer);
    template_shelf_destroy(shelf);
    badge_finish(&badge);
    return status;
}

static enum exit_status run(int argc, char **argv)
{
    struct template_options options = {.dpi = BADGE_DPI};
    struct common common;
    const struct arg table[] = {
        {"out", ARG_TEXT, &options.out}, {"watch", ARG_FLAG, &options.watch},
        {"dpi", ARG_INT, &options.dpi},  {"holder", ARG_TEXT, &options.holder},
        {NULL, ARG_FLAG, NULL},
    };
    if (!args_read(&command_template, argc, argv, table, 1, -1, &common)) {
        return EXIT_USAGE;
    }
    if (options.dpi < 72 || options.dpi > PREVIEW_DPI_MAX) {
        fprintf(stderr, "lanyard template: --dpi: 72 to %d\n", PREVIEW_DPI_MAX);
        return EXIT_USAGE;
    }
    const char *verb = common.words[0];
    if (strcmp(verb, "list") == 0 && common.word_count == 1) {
        return check_all(&common);
    }
    if (strcmp(verb, "check") == 0) {
        return common.word_count == 1 ? check_all(&common) : check_words(&common);
    }
    if (strcmp(verb, "preview") == 0 && common.word_count == 2) {
        return preview(&common, &options);
    }
    fputs("lanyard template: list, check [NAME|FILE]… or preview NAME|FILE is wanted\n", stderr);
    return EXIT_USAGE;
}

const struct command command_template = {
    .name = "template",
    .usage = "list | check [NAME|FILE]… | preview NAME|FILE [--out FILE] [--watch] [--dpi N] "
             "[--holder QUERY]",
    .summary = "Lists, checks and previews badge templates",
    .options =
        "  --out FILE      a PNG of the front, or a PDF of the whole sheet; default NAME.png\n"
        "  --watch         write it again whenever the template changes\n"
        "  --dpi N         default 300\n"
        "  --holder QUERY  somebody of the event instead of the specimen\n",
    .run = run,
};
