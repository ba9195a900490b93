/* The desk's other pages: printers, incidents, arrivals. */
#define LOG_MODULE "desk"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "kiosk/desk.h"
#include "log.h"
#include "message.h"
#include "print_device.h"
#include "roster.h"
#include "store_count.h"
#include "store_stock.h"
#include "timebase.h"

/* ---- printers ---- */

static const char *const health_words[] = {
    [PRINTER_HEALTH_READY] = "ready",   [PRINTER_HEALTH_PRINTING] = "printing",
    [PRINTER_HEALTH_LOW] = "attention", [PRINTER_HEALTH_BLOCKED] = "stopped",
    [PRINTER_HEALTH_AWAY] = "away",
};

/* "zebra-left · 120 left, 60 an hour", as far as it is known. */
static void write_stock(struct kiosk *kiosk, const struct printer_overview *printer, char *out,
                        size_t size)
{
    char left[16], pace[16], stock[128] = "";
    snprintf(left, sizeof left, "%d", printer->stock.remaining);
    snprintf(pace, sizeof pace, "%d", printer->stock.per_hour);
    const struct message_value values[] = {{"count", left}, {"pace", pace}};
    if (printer->stock.remaining >= 0) {
        message_format(kiosk->model.language, "desk.printers.stock", values, 2, stock,
                       sizeof stock);
    }
    snprintf(out, size, "%s%s%s", printer->device, stock[0] ? " · " : "", stock);
}

static void write_advice(struct kiosk *kiosk, const struct printer_overview *printer, char *out,
                         size_t size)
{
    char left[16], minutes[16];
    snprintf(left, sizeof left, "%d", printer->stock.remaining);
    snprintf(minutes, sizeof minutes, "%d", printer->stock.minutes_left);
    const struct message_value values[] = {
        {"printer", printer->name}, {"count", left}, {"minutes", minutes}};
    out[0] = '\0';
    if (printer->advice[0]) {
        message_format(kiosk->model.language, printer->advice, values, 3, out, size);
    }
}

void desk_read_printers(struct kiosk *kiosk)
{
    struct printer_overview all[PRINTERS_MAX];
    struct desk_view *view = &kiosk->model.desk;
    int count = kiosk->pool ? print_pool_overview(kiosk->pool, all, PRINTERS_MAX) : 0;
    desk_clear_rows(kiosk);
    for (int i = view->first; i < count; i++) {
        struct desk_row *row = desk_add_row(kiosk, all[i].name, health_words[all[i].health]);
        if (row) {
            write_stock(kiosk, &all[i], row->more, sizeof row->more);
            write_advice(kiosk, &all[i], row->native, sizeof row->native);
        }
    }
    view->total = count;
}

/* Somebody has put stock in, or mended it: how many, and on it goes. */
void desk_open_printer(struct kiosk *kiosk, int index)
{
    struct desk_view *view = &kiosk->model.desk;
    struct desk *desk = kiosk->desk;
    if (!desk_may(kiosk, PERMIT_REPLACE)) {
        desk_say(kiosk, "desk.notice.not-allowed", NULL, true);
        return;
    }
    desk->printer = view->first + index;
    snprintf(desk->field, sizeof desk->field, "stock");
    snprintf(view->label, sizeof view->label, "desk.field.stock");
    desk_text_set(&view->field, "");
    view->keyboard = view->figures = true;
    desk_go(kiosk, DESK_EDIT);
    desk_clear_rows(kiosk);
}

static bool record_stock(struct kiosk *kiosk, const char *device, int loaded)
{
    struct store *store = kiosk->station->store;
    bool done;
    store_set_actor(store, kiosk->desk->session.name[0] ? kiosk->desk->session.name : NULL, NULL);
    done = store_begin(store);
    if (done && !(store_append_stock(store, device, loaded) && store_commit(store))) {
        store_rollback(store);
        done = false;
    }
    store_set_actor(store, NULL, NULL);
    return done;
}

void desk_take_stock(struct kiosk *kiosk)
{
    struct printer_overview all[PRINTERS_MAX];
    char *end;
    long loaded = strtol(kiosk->model.desk.field.text, &end, 10);
    bool given = end != kiosk->model.desk.field.text;
    int count = kiosk->pool ? print_pool_overview(kiosk->pool, all, PRINTERS_MAX) : 0;
    bool good = !*end && loaded >= 0 && loaded <= 100000 && kiosk->desk->printer < count;
    if (!good) {
        desk_say(kiosk, "desk.notice.bad-value", kiosk->model.desk.field.text, true);
        return;
    }
    const char *device = all[kiosk->desk->printer].device;
    struct print_device *printer = print_device_open(device);
    bool done = printer && printer->ops->resume(printer);
    print_device_destroy(printer);
    done &= !given || record_stock(kiosk, device, (int)loaded);
    kiosk->model.desk.figures = false;
    desk_back(kiosk);
    desk_say(kiosk, done ? "desk.notice.goes-on" : "desk.notice.fault", NULL, !done);
}

/* ---- incidents ---- */

struct incidents {
    struct kiosk *kiosk;
    int at;
};

static bool take_incident(const struct incident *incident, void *userdata)
{
    struct incidents *reading = userdata;
    struct kiosk *kiosk = reading->kiosk;
    struct desk_view *view = &kiosk->model.desk;
    struct attendee attendee;
    struct checkpoint checkpoint;
    if (reading->at++ < view->first || view->row_count == DESK_ROWS) {
        return true;
    }
    snprintf(kiosk->desk->incidents[view->row_count], UUID_TEXT_SIZE, "%s", incident->id);
    struct desk_row *row = desk_add_row(kiosk, incident->kind, incident->state);
    row->at_ms = incident->at_ms;
    if (incident->holder &&
        store_attendee(kiosk->station->store, incident->holder, &attendee) == STORE_FOUND) {
        attendee_latin_name(&attendee, row->native, sizeof row->native);
    }
    if (incident->checkpoint[0] &&
        store_checkpoint(kiosk->station->store, incident->checkpoint, &checkpoint) == STORE_FOUND) {
        snprintf(row->more, sizeof row->more, "%s", checkpoint.name);
    }
    return true;
}

static bool count_new(const struct incident *incident, void *userdata)
{
    *(int *)userdata += strcmp(incident->state, "new") == 0;
    return true;
}

/* Those who may not deal with them are not told of them. */
void desk_count_incidents(struct kiosk *kiosk)
{
    int count = 0;
    if (desk_may(kiosk, PERMIT_INCIDENTS)) {
        store_incidents(kiosk->station->store, false, 0, count_new, &count);
    }
    kiosk->model.desk.open_incidents = count;
}

void desk_read_incidents(struct kiosk *kiosk)
{
    struct incidents reading = {.kiosk = kiosk};
    desk_clear_rows(kiosk);
    if (!desk_may(kiosk, PERMIT_INCIDENTS)) {
        desk_say(kiosk, "desk.notice.not-allowed", NULL, true);
        return;
    }
    store_incidents(kiosk->station->store, true, 500, take_incident, &reading);
    kiosk->model.desk.total = reading.at;
    desk_count_incidents(kiosk);
}

static bool set_state(struct kiosk *kiosk, const char *id, const char *state)
{
    struct store *store = kiosk->station->store;
    store_set_actor(store, kiosk->desk->session.name[0] ? kiosk->desk->session.name : NULL, NULL);
    bool done = store_begin(store);
    if (done && !(store_append_incident_state(store, id, state, "") && store_commit(store))) {
        store_rollback(store);
        done = false;
    }
    store_set_actor(store, NULL, NULL);
    return done;
}

void desk_open_incident(struct kiosk *kiosk, int index)
{
    const char *state = kiosk->model.desk.rows[index].state;
    bool is_new = strcmp(state, "new") == 0;
    if (strcmp(state, "closed") == 0 || !desk_may(kiosk, PERMIT_INCIDENTS)) {
        return;
    }
    bool done = set_state(kiosk, kiosk->desk->incidents[index], is_new ? "seen" : "closed");
    desk_read_incidents(kiosk);
    desk_say(kiosk,
             !done    ? "desk.notice.fault"
             : is_new ? "desk.notice.seen"
                      : "desk.notice.closed",
             NULL, !done);
}

/* ---- arrivals ---- */

#define DELEGATIONS_MAX 512

struct tally {
    char code[16];
    int people, arrived;
};

struct counting {
    struct tally tallies[DELEGATIONS_MAX];
    size_t count;
    int expected, arrived;
    int hours[24]; /* of today */
    int64_t today_ms, tomorrow_ms;
};

static struct tally *tally_of(struct counting *counting, const char *code)
{
    for (size_t i = 0; i < counting->count; i++) {
        if (strcmp(counting->tallies[i].code, code) == 0) {
            return &counting->tallies[i];
        }
    }
    if (counting->count == DELEGATIONS_MAX) {
        return &counting->tallies[DELEGATIONS_MAX - 1];
    }
    struct tally *tally = &counting->tallies[counting->count++];
    snprintf(tally->code, sizeof tally->code, "%s", code);
    return tally;
}

static bool add_expected(const struct count_expected *row, void *userdata)
{
    struct counting *counting = userdata;
    tally_of(counting, row->delegation)->people += (int)row->people;
    counting->expected += (int)row->people;
    return true;
}

static bool add_arrival(const struct count_arrival *row, void *userdata)
{
    struct counting *counting = userdata;
    tally_of(counting, row->delegation)->arrived += (int)row->people;
    counting->arrived += (int)row->people;
    if (row->quarter_ms >= counting->today_ms && row->quarter_ms < counting->tomorrow_ms) {
        struct tm local;
        time_t at = (time_t)(row->quarter_ms / 1000);
        localtime_r(&at, &local);
        counting->hours[local.tm_hour] += (int)row->people;
    }
    return true;
}

/* Most arrived first, then those of whom most are expected. */
static int by_arrived(const void *one, const void *other)
{
    const struct tally *a = one, *b = other;
    return a->arrived != b->arrived ? b->arrived - a->arrived : b->people - a->people;
}

static void today(struct counting *counting)
{
    char date[16];
    struct tm local;
    time_t now = (time_t)(time_realtime_ms() / 1000);
    localtime_r(&now, &local);
    strftime(date, sizeof date, "%Y-%m-%d", &local);
    time_day_bounds(date, &counting->today_ms, &counting->tomorrow_ms);
}

static void put_delegations(struct kiosk *kiosk, const struct counting *counting)
{
    struct desk_arrivals *arrivals = &kiosk->model.desk.arrivals;
    for (size_t i = 0; i < counting->count && arrivals->delegation_count < DESK_DELEGATIONS; i++) {
        const struct tally *tally = &counting->tallies[i];
        struct delegation delegation;
        char name[ATTENDEE_TEXT_SIZE];
        if (store_delegation(kiosk->station->store, tally->code, &delegation) != STORE_FOUND) {
            continue;
        }
        struct desk_bar *bar = &arrivals->delegations[arrivals->delegation_count++];
        roster_delegation_name(&delegation, kiosk->model.language, name, sizeof name);
        *bar = (struct desk_bar){.value = tally->arrived, .whole = tally->people};
        snprintf(bar->name, sizeof bar->name, "%.60s", name);
        snprintf(bar->country, sizeof bar->country, "%s", delegation_flag(&delegation));
    }
}

/* From the first hour with anybody to the last, at least from 8 to 18, as many as there is room
 * for. */
static void put_hours(struct desk_arrivals *arrivals, const struct counting *counting)
{
    int first = 8, last = 18;
    for (int hour = 0; hour < 24; hour++) {
        if (counting->hours[hour]) {
            first = hour < first ? hour : first;
            last = hour > last ? hour : last;
        }
    }
    first = last - first >= DESK_HOURS ? last - DESK_HOURS + 1 : first;
    for (int hour = first; hour <= last; hour++) {
        arrivals->hours[arrivals->hour_count++] =
            (struct desk_bar){.hour = hour, .value = counting->hours[hour]};
    }
}

void desk_read_arrivals(struct kiosk *kiosk)
{
    struct desk_arrivals *arrivals = &kiosk->model.desk.arrivals;
    struct counting *counting = calloc(1, sizeof *counting);
    *arrivals = (struct desk_arrivals){0};
    if (counting) {
        today(counting);
        store_count_expected(kiosk->station->store, add_expected, counting);
        store_count_arrivals(kiosk->station->store, add_arrival, counting);
        qsort(counting->tallies, counting->count, sizeof counting->tallies[0], by_arrived);
        put_delegations(kiosk, counting);
        put_hours(arrivals, counting);
        arrivals->arrived = counting->arrived;
        arrivals->expected =
            counting->expected > counting->arrived ? counting->expected - counting->arrived : 0;
        store_people_inside(kiosk->station->store, SCOPE_EVENT, &arrivals->inside);
    }
    free(counting);
    kiosk->dirty = true;
}
