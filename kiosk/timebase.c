#include "timebase.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static int64_t (*source)(void *userdata);
static void *source_userdata;

int64_t time_realtime_ms(void)
{
    if (source) {
        return source(source_userdata);
    }
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t time_monotonic_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int64_t time_boottime_ms(void)
{
    struct timespec now;
    if (source) {
        return source(source_userdata);
    }
    clock_gettime(CLOCK_BOOTTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void time_set_source(int64_t (*realtime_ms)(void *userdata), void *userdata)
{
    source = realtime_ms;
    source_userdata = userdata;
}

/* A folder or a table of zones would be taken for UTC without a word: the file must say it is a
 * zone. */
static bool is_zone_file(const char *path)
{
    char magic[4];
    FILE *file = fopen(path, "rb");
    bool is_zone = file && fread(magic, 1, sizeof magic, file) == sizeof magic &&
                   memcmp(magic, "TZif", sizeof magic) == 0;
    if (file) {
        fclose(file);
    }
    return is_zone;
}

bool time_use_zone(const char *zone)
{
    char path[512];
    if (!zone[0] || zone[0] == '/' || strstr(zone, "..") ||
        (size_t)snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", zone) >= sizeof path) {
        return false;
    }
    if (!is_zone_file(path) || setenv("TZ", zone, 1) != 0) {
        return false;
    }
    tzset();
    return true;
}

char *time_format_iso(int64_t unix_ms, char out[TIME_TEXT_SIZE])
{
    time_t seconds = (time_t)(unix_ms >= 0 ? unix_ms / 1000 : (unix_ms - 999) / 1000);
    struct tm local;
    localtime_r(&seconds, &local);
    size_t used = strftime(out, TIME_TEXT_SIZE, "%Y-%m-%dT%H:%M:%S", &local);
    long offset = local.tm_gmtoff / 60;
    snprintf(out + used, TIME_TEXT_SIZE - used, "%c%02ld:%02ld", offset < 0 ? '-' : '+',
             labs(offset) / 60, labs(offset) % 60);
    return out;
}

/* Reads exactly `digits` digits; moves *at on. */
static bool read_digits(const char **at, int digits, int *out)
{
    int value = 0;
    for (int i = 0; i < digits; i++) {
        if (**at < '0' || **at > '9') {
            return false;
        }
        value = value * 10 + (*(*at)++ - '0');
    }
    *out = value;
    return true;
}

static bool read_char(const char **at, char wanted)
{
    if (**at != wanted) {
        return false;
    }
    (*at)++;
    return true;
}

static bool read_date(const char **at, struct tm *out)
{
    if (!read_digits(at, 4, &out->tm_year) || !read_char(at, '-') ||
        !read_digits(at, 2, &out->tm_mon) || !read_char(at, '-') ||
        !read_digits(at, 2, &out->tm_mday)) {
        return false;
    }
    static const int month_days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int year = out->tm_year;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    if (year < 1970 || out->tm_mon < 1 || out->tm_mon > 12 || out->tm_mday < 1 ||
        out->tm_mday > month_days[out->tm_mon - 1] ||
        (out->tm_mon == 2 && out->tm_mday == 29 && !leap)) {
        return false;
    }
    out->tm_year -= 1900;
    out->tm_mon -= 1;
    return true;
}

/* "HH:MM[:SS[.fraction]]" */
static bool read_clock(const char **at, struct tm *out, int *ms)
{
    if (!read_digits(at, 2, &out->tm_hour) || !read_char(at, ':') ||
        !read_digits(at, 2, &out->tm_min)) {
        return false;
    }
    if (read_char(at, ':') && !read_digits(at, 2, &out->tm_sec)) {
        return false;
    }
    if (read_char(at, '.')) {
        int scale = 100;
        if (**at < '0' || **at > '9') {
            return false;
        }
        for (; **at >= '0' && **at <= '9'; (*at)++, scale /= 10) {
            *ms += (**at - '0') * scale;
        }
    }
    return out->tm_hour < 24 && out->tm_min < 60 && out->tm_sec < 61;
}

/* "Z", "+05:00", "+0500" or nothing. `local` tells that there was none. */
static bool read_offset(const char **at, int *offset_s, bool *local)
{
    *local = false;
    *offset_s = 0;
    if (**at == '\0') {
        *local = true;
        return true;
    }
    if (read_char(at, 'Z')) {
        return true;
    }
    int sign = **at == '+' ? 1 : -1;
    int hours, minutes;
    if (!read_char(at, '+') && !read_char(at, '-')) {
        return false;
    }
    if (!read_digits(at, 2, &hours)) {
        return false;
    }
    read_char(at, ':');
    if (!read_digits(at, 2, &minutes) || hours > 14 || minutes > 59) {
        return false;
    }
    *offset_s = sign * (hours * 3600 + minutes * 60);
    return true;
}

bool time_parse_iso(const char *text, int64_t *unix_ms)
{
    struct tm parts = {.tm_isdst = -1};
    int ms = 0;
    int offset_s = 0;
    bool local = true;
    const char *at = text;
    if (!read_date(&at, &parts)) {
        return false;
    }
    if (read_char(&at, 'T') || read_char(&at, ' ')) {
        if (!read_clock(&at, &parts, &ms) || !read_offset(&at, &offset_s, &local)) {
            return false;
        }
    }
    if (*at != '\0') {
        return false;
    }
    time_t seconds = local ? mktime(&parts) : timegm(&parts) - offset_s;
    *unix_ms = (int64_t)seconds * 1000 + ms;
    return true;
}

/* Seconds that local clocks are ahead of UTC at a moment. */
static long offset_at(time_t at)
{
    struct tm local;
    localtime_r(&at, &local);
    return local.tm_gmtoff;
}

/* The first moment after `from` at which the offset is no longer `offset`; `to` is past it. */
static time_t change_between(time_t from, time_t to, long offset)
{
    while (to - from > 1) {
        time_t middle = from + (to - from) / 2;
        if (offset_at(middle) == offset) {
            from = middle;
        } else {
            to = middle;
        }
    }
    return to;
}

bool time_local(const char *date, int minutes, bool last, int64_t *unix_ms)
{
    struct tm parts = {0};
    const char *at = date;
    if (!read_date(&at, &parts) || *at != '\0') {
        return false;
    }
    parts.tm_min = minutes;
    time_t wall = timegm(&parts); /* as if the clocks showed UTC */
    long before = offset_at(wall - 86400), after = offset_at(wall + 86400);
    time_t early = wall - before, late = wall - after; /* under the old, the new offset */
    bool early_is_real = offset_at(early) == before, late_is_real = offset_at(late) == after;
    time_t moment = last ? late : early;
    if (early_is_real != late_is_real) {
        moment = early_is_real ? early : late;
    } else if (!early_is_real) { /* skipped: late lies before the change, early after it */
        moment = change_between(wall - 86400, wall + 86400, before);
    }
    *unix_ms = (int64_t)moment * 1000;
    return true;
}

bool time_day_bounds(const char *date, int64_t *starts_ms, int64_t *ends_ms)
{
    int64_t start;
    if (!time_local(date, 0, false, &start)) {
        return false;
    }
    *starts_ms = start;
    return time_local(date, 1440, false, ends_ms);
}
