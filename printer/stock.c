#include "print_stock.h"

#include <stdio.h>

#include "print_device.h"

#define HOUR_MS 3600000
#define PACE_MIN_MS 600000 /* a shorter time says nothing about a pace */

/* Badges an hour: over the last hour, or over as much of it as there was printing in. */
static int pace(const struct stock_count *count, int64_t now_ms)
{
    int64_t span_ms = count->first_ms ? now_ms - count->first_ms : HOUR_MS;
    span_ms = span_ms < PACE_MIN_MS ? PACE_MIN_MS : span_ms > HOUR_MS ? HOUR_MS : span_ms;
    return (int)(((int64_t)count->last_hour * HOUR_MS + span_ms / 2) / span_ms);
}

struct stock_estimate stock_estimate(const struct stock_count *count, int low, int64_t now_ms)
{
    struct stock_estimate out = {.remaining = -1, .minutes_left = -1};
    out.per_hour = pace(count, now_ms);
    if (!count->known) {
        return out;
    }
    out.remaining = count->used < count->loaded ? count->loaded - count->used : 0;
    if (out.per_hour > 0) {
        out.minutes_left = (int)((int64_t)out.remaining * 60 / out.per_hour);
    }
    out.low =
        out.remaining <= low || (out.minutes_left >= 0 && out.minutes_left < STOCK_LOW_MINUTES);
    return out;
}

const char *printer_health_string(enum printer_health health)
{
    static const char *const names[] = {
        [PRINTER_HEALTH_READY] = "ready", [PRINTER_HEALTH_PRINTING] = "printing",
        [PRINTER_HEALTH_LOW] = "low",     [PRINTER_HEALTH_BLOCKED] = "blocked",
        [PRINTER_HEALTH_AWAY] = "away",
    };
    return names[health];
}

static enum printer_health health_of(const struct printer_overview *overview, bool accepting)
{
    uint32_t reasons = overview->reasons;
    return reasons & PRINTER_OFFLINE                  ? PRINTER_HEALTH_AWAY
           : reasons & PRINTER_BLOCKING || !accepting ? PRINTER_HEALTH_BLOCKED
           : reasons & (PRINTER_MEDIA_LOW | PRINTER_MARKER_LOW) || overview->stock.low
               ? PRINTER_HEALTH_LOW
           : overview->waiting > 0 ? PRINTER_HEALTH_PRINTING
                                   : PRINTER_HEALTH_READY;
}

static const char *stock_advice(const struct stock_estimate *stock)
{
    return !stock->low               ? NULL
           : stock->remaining == 0   ? "printer.mend-stock-out"
           : stock->minutes_left < 0 ? "printer.mend-stock-low"
                                     : "printer.mend-stock-soon";
}

void printer_overview_judge(struct printer_overview *overview, bool accepting)
{
    uint32_t blocking = overview->reasons & PRINTER_BLOCKING;
    const char *advice = printer_reason_advice(blocking);
    if (!advice && !accepting) {
        advice = "printer.mend-rejecting";
    }
    if (!advice) {
        advice = stock_advice(&overview->stock);
    }
    if (!advice) {
        advice = printer_reason_advice(overview->reasons);
    }
    overview->health = health_of(overview, accepting);
    snprintf(overview->advice, sizeof overview->advice, "%s", advice ? advice : "");
}
