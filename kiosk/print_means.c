#define LOG_MODULE "print"
#include "kiosk/print_means.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "kiosk/print_share.h"
#include "log.h"

struct template_shelf *print_shelf_open(const struct station *station)
{
    char folder[sizeof station->directory + 16];
    snprintf(folder, sizeof folder, "%s/templates", station->directory);
    return template_shelf_create(folder, picture_load);
}

struct badge_template *print_template_find(struct station *station, struct template_shelf *shelf,
                                           const char *wanted)
{
    char name[TEMPLATE_NAME_SIZE];
    if (wanted) {
        return template_shelf_find(shelf, wanted);
    }
    if (store_setting(station->store, "template", name, sizeof name) != STORE_FOUND || !name[0]) {
        snprintf(name, sizeof name, TEMPLATE_DEFAULT);
    }
    return template_shelf_find(shelf, name);
}

bool print_code_check(const struct frame *code, const char *text, void *decoder)
{
    static const struct decode_options options = {.first_only = true};
    struct scan_result result;
    return decoder_decode(decoder, code, &options, &result) == 1 &&
           result.codes[0].size == strlen(text) &&
           memcmp(result.codes[0].data, text, result.codes[0].size) == 0;
}

bool print_means_init(struct print_means *means, struct station *station, const char *template)
{
    *means = (struct print_means){.shelf = print_shelf_open(station), .decoder = decoder_create()};
    means->template = means->shelf ? print_template_find(station, means->shelf, template) : NULL;
    if (!means->template || !means->decoder) {
        print_means_finish(means);
        return false;
    }
    return true;
}

void print_means_finish(struct print_means *means)
{
    badge_template_unref(means->template);
    template_shelf_destroy(means->shelf);
    decoder_destroy(means->decoder);
    *means = (struct print_means){0};
}

/* One badge, for print_share_run. */
struct single {
    struct intent *intent;
    bool taken, printed;
};

static bool next_single(void *userdata, struct intent *out)
{
    struct single *single = userdata;
    bool first = !single->taken;
    single->taken = true;
    *out = *single->intent;
    return first;
}

static bool single_ended(void *userdata, const struct intent *intent, bool printed, const char *why)
{
    struct single *single = userdata;
    *single->intent = *intent;
    single->printed = printed;
    if (!printed) {
        LOG_ERROR("badge %" PRIu32 ": %s", intent->serial, why);
    }
    return true;
}

bool print_with_means(struct station *station, const char *printer, const char *template,
                      struct intent *intent)
{
    struct print_means means;
    struct printer_book book;
    struct single single = {.intent = intent};
    if (!station_printers(station, printer, &book) ||
        !print_means_init(&means, station, template)) {
        return false;
    }
    const struct print_target target = {.printer = printer,
                                        .template = means.template,
                                        .check = print_code_check,
                                        .check_data = means.decoder};
    const struct print_share share = {.station = station,
                                      .book = &book,
                                      .template = means.template,
                                      .next = next_single,
                                      .ended = single_ended,
                                      .userdata = &single};
    bool printed = book.count > 1 ? print_share_run(&share) && single.printed
                                  : print_flow_run(station, &target, intent);
    print_means_finish(&means);
    return printed;
}
