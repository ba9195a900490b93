/*
 * Time base: the clock seam. Only commands, kiosk.c and device code ask it; everything that
 * decides takes the time as a parameter. Any thread.
 */
#ifndef LANYARD_TIMEBASE_H
#define LANYARD_TIMEBASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Milliseconds since 1970-01-01T00:00:00Z; may jump when the clock is set. */
int64_t time_realtime_ms(void);

/* Microseconds of a clock that never jumps; only differences mean anything. */
int64_t time_monotonic_us(void);

/* Milliseconds that the machine has run, asleep or not: never jumps, unlike the above. With a source
 * in place of the system's clock, that clock never jumps either. */
int64_t time_boottime_ms(void);

/* A realtime source in place of the system's, for tests and --at; NULL restores it. */
void time_set_source(int64_t (*realtime_ms)(void *userdata), void *userdata);

/*
 * Makes `zone` (an IANA name such as "Asia/Dushanbe") the process's local time zone. Call it before
 * threads start. False when the system does not know the zone.
 */
bool time_use_zone(const char *zone);

#define TIME_TEXT_SIZE 40

/* ISO 8601 with offset, in the local time zone: "2026-05-18T09:30:00+05:00". Returns `out`. */
char *time_format_iso(int64_t unix_ms, char out[TIME_TEXT_SIZE]);

/*
 * Reads ISO 8601: "2026-05-18", "2026-05-18T09:30", "…:00", "….123", each with "Z", "+05:00" or no
 * offset (then local time; a space may stand for the T). False leaves `unix_ms` untouched.
 */
bool time_parse_iso(const char *text, int64_t *unix_ms);

/*
 * The moment when local clocks show `minutes` after midnight of `date` ("2026-05-18"); 1440 and
 * more is on the next day. Where a DST change makes clocks show it twice, the first, or with `last`
 * the second; where they skip it, the moment of the change. False: not a date.
 */
bool time_local(const char *date, int minutes, bool last, int64_t *unix_ms);

/* Local midnight that starts `date` ("2026-05-18"), and the one that ends it. DST-safe. */
bool time_day_bounds(const char *date, int64_t *starts_ms, int64_t *ends_ms);

#endif
