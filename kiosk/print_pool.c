#define LOG_MODULE "print"
#include "kiosk/print_pool.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kiosk/print_means.h"
#include "log.h"
#include "store_stock.h"
#include "timebase.h"

struct slot {
    struct print_pool *pool;
    int number;
    struct printer *printer; /* owned */
    struct decoder *decoder; /* owned; its thread's */
    /* the main thread's */
    struct route_printer route;
    char last_fault[128];
};

struct print_pool {
    struct print_pool_config config;
    struct printer_book book;
    struct slot slots[PRINTERS_MAX];
    int count; /* of slots that have a printer */
};

/* ---- printer threads ---- */

static void on_report(const struct print_report *report, void *userdata)
{
    const struct slot *slot = userdata;
    const struct pool_news news = {.printer = slot->number, .is_report = true, .report = *report};
    slot->pool->config.on_news(&news, slot->pool->config.userdata);
}

static void on_status(const struct printer_status *status, void *userdata)
{
    const struct slot *slot = userdata;
    const struct pool_news news = {.printer = slot->number, .status = *status};
    slot->pool->config.on_news(&news, slot->pool->config.userdata);
}

static bool check(const struct frame *code, const char *text, void *userdata)
{
    const struct slot *slot = userdata;
    return print_code_check(code, text, slot->decoder);
}

/* ---- starting ---- */

static bool start_slot(struct print_pool *pool, int number)
{
    struct slot *slot = &pool->slots[number];
    const struct printer_profile *profile = &pool->book.printers[number];
    char lock[sizeof pool->config.station->directory + 160];
    *slot = (struct slot){.pool = pool, .number = number};
    slot->route = (struct route_printer){.profile = profile, .remaining = -1};
    if (pool->config.read_back && !(slot->decoder = decoder_create())) {
        return false;
    }
    struct printer_config config =
        print_flow_printer(pool->config.station, profile, lock, sizeof lock);
    config.poll_ms = pool->config.poll_ms;
    config.idle_ms = pool->config.idle_ms;
    config.give_up_ms = pool->config.give_up_ms;
    config.on_report = on_report;
    config.on_status = on_status;
    config.check = slot->decoder ? check : NULL;
    config.userdata = slot;
    slot->printer = printer_start(&config);
    return slot->printer != NULL;
}

struct print_pool *print_pool_create(const struct print_pool_config *config)
{
    struct print_pool *pool = calloc(1, sizeof *pool);
    if (!pool) {
        LOG_ERROR("no memory for the printers");
        return NULL;
    }
    pool->config = *config;
    pool->book = *config->book;
    pool->config.book = &pool->book;
    bool ok = true;
    while (ok && pool->count < pool->book.count) {
        ok = start_slot(pool, pool->count++);
    }
    if (!ok) {
        print_pool_destroy(pool);
        return NULL;
    }
    return pool;
}

void print_pool_stop(struct print_pool *pool)
{
    for (int i = 0; pool && i < pool->count; i++) {
        printer_stop(pool->slots[i].printer);
        decoder_destroy(pool->slots[i].decoder);
        pool->slots[i].printer = NULL;
        pool->slots[i].decoder = NULL;
    }
}

void print_pool_destroy(struct print_pool *pool)
{
    print_pool_stop(pool);
    free(pool);
}

const struct printer_profile *print_pool_profile(const struct print_pool *pool, int printer)
{
    return &pool->book.printers[printer];
}

/* ---- sending ---- */

int print_pool_choose(const struct print_pool *pool, uint8_t category,
                      const struct badge_template *template, uint32_t tried, enum route_answer *why)
{
    struct route_printer routes[PRINTERS_MAX];
    const struct route_job job = {category, badge_template_paper(template)->media};
    for (int i = 0; i < pool->count; i++) {
        routes[i] = pool->slots[i].route;
        routes[i].tried = tried >> i & 1;
    }
    return route_choose(routes, pool->count, &job, why);
}

bool print_pool_submit(struct print_pool *pool, int printer, struct badge_template *template,
                       struct intent *intent)
{
    struct slot *slot = &pool->slots[printer];
    struct station *station = pool->config.station;
    const char *device = slot->route.profile->device;
    struct badge badge;
    if (!slot->printer || !station_badge(station, intent, &badge)) {
        return false;
    }
    /* It is rendered meanwhile; nothing goes out before the commit. */
    bool prepared = printer_prepare(slot->printer, intent->uuid, &badge, template, BADGE_DPI);
    bool sent =
        prepared && print_flow_move(station, intent->uuid, INTENT_IN_SUBMIT, device, 0, "", intent);
    if (prepared) {
        printer_release(slot->printer, sent);
    }
    badge_finish(&badge);
    slot->route.busy |= prepared;
    slot->route.served += sent;
    return sent;
}

void print_pool_cancel(struct print_pool *pool, int printer)
{
    if (pool->slots[printer].printer) {
        printer_cancel(pool->slots[printer].printer);
    }
}

/* ---- taking news in ---- */

bool print_report_is_last(const struct print_report *report)
{
    return report->kind == PRINT_REPORT_COMPLETED || report->kind == PRINT_REPORT_FAILED ||
           report->kind == PRINT_REPORT_UNKNOWN;
}

/* How many are left, for the choice; a store that fails costs only the preference. */
static void count_stock(struct print_pool *pool, struct slot *slot, struct stock_estimate *out)
{
    const struct printer_profile *profile = slot->route.profile;
    struct stock_count count;
    int64_t now_ms = time_realtime_ms();
    *out = (struct stock_estimate){.remaining = -1, .minutes_left = -1};
    if (store_stock(pool->config.station->store, profile->device, profile->shared, now_ms,
                    &count)) {
        *out = stock_estimate(&count, profile->low, now_ms);
    }
    slot->route.remaining = out->remaining;
}

bool print_pool_take(struct print_pool *pool, const struct pool_news *news, struct intent *out)
{
    struct slot *slot = &pool->slots[news->printer];
    struct stock_estimate stock;
    *out = (struct intent){0};
    if (!news->is_report) {
        slot->route.known = true;
        slot->route.accepting = news->status.accepting;
        slot->route.reasons = news->status.reasons;
        return false;
    }
    bool last = print_report_is_last(&news->report);
    bool stored = print_flow_report(pool->config.station, &news->report, out);
    slot->route.reasons = news->report.printer_reasons;
    if (last) {
        slot->route.busy = false;
        count_stock(pool, slot, &stock);
        snprintf(slot->last_fault, sizeof slot->last_fault, "%.127s",
                 news->report.kind == PRINT_REPORT_COMPLETED ? "" : news->report.detail);
    }
    return stored;
}

/* ---- showing ---- */

int print_pool_overview(struct print_pool *pool, struct printer_overview *out, int limit)
{
    int count = 0;
    for (; count < pool->count && count < limit; count++) {
        struct slot *slot = &pool->slots[count];
        struct printer_overview *one = &out[count];
        *one = (struct printer_overview){.reasons = slot->route.reasons,
                                         .confirm = slot->route.profile->confirm,
                                         .waiting = slot->route.busy,
                                         .served = slot->route.served};
        snprintf(one->name, sizeof one->name, "%s", slot->route.profile->name);
        snprintf(one->device, sizeof one->device, "%s", slot->route.profile->device);
        snprintf(one->last_fault, sizeof one->last_fault, "%s", slot->last_fault);
        count_stock(pool, slot, &one->stock);
        printer_overview_judge(one, slot->route.accepting || !slot->route.known);
    }
    return count;
}
