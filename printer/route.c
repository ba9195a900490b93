#include "print_route.h"

#include <string.h>

#include "print_device.h"

const char *print_confirm_string(enum print_confirm confirm)
{
    static const char *const names[PRINT_CONFIRM_COUNT_OF] = {
        [PRINT_CONFIRM_COUNT] = "count",
        [PRINT_CONFIRM_CAMERA] = "camera",
        [PRINT_CONFIRM_PERSON] = "person",
    };
    return names[confirm];
}

bool print_confirm_parse(const char *text, enum print_confirm *out)
{
    for (int i = 0; i < PRINT_CONFIRM_COUNT_OF; i++) {
        if (strcmp(text, print_confirm_string((enum print_confirm)i)) == 0) {
            *out = (enum print_confirm)i;
            return true;
        }
    }
    return false;
}

const char *route_answer_string(enum route_answer answer)
{
    static const char *const words[] = {
        [ROUTE_TAKES] = "takes it",          [ROUTE_BUSY] = "is busy",
        [ROUTE_BLOCKED] = "must be seen to", [ROUTE_TRIED] = "has failed with it",
        [ROUTE_MEDIA] = "holds other stock", [ROUTE_CATEGORY] = "is for other categories",
    };
    return words[answer];
}

static bool is_for(const struct printer_profile *profile, uint8_t category)
{
    static const uint8_t none[sizeof profile->categories];
    return memcmp(profile->categories, none, sizeof none) == 0 ||
           (profile->categories[category / 8] >> category % 8 & 1);
}

static bool holds(const struct printer_profile *profile, const char *media)
{
    for (size_t i = 0; i < profile->media_count; i++) {
        if (strcmp(profile->media[i], media) == 0) {
            return true;
        }
    }
    return profile->media_count == 0;
}

/* A paused queue is started again by whoever prints, so it blocks nothing. */
static bool is_blocked(const struct route_printer *printer)
{
    return !printer->accepting || (printer->reasons & PRINTER_BLOCKING & ~(uint32_t)PRINTER_PAUSED);
}

enum route_answer route_check(const struct route_printer *printer, const struct route_job *job)
{
    return !is_for(printer->profile, job->category) ? ROUTE_CATEGORY
           : !holds(printer->profile, job->media)   ? ROUTE_MEDIA
           : printer->tried                         ? ROUTE_TRIED
           : !printer->known                        ? ROUTE_BUSY /* it is being looked at */
           : is_blocked(printer)                    ? ROUTE_BLOCKED
           : printer->busy                          ? ROUTE_BUSY
                                                    : ROUTE_TAKES;
}

static bool is_better(const struct route_printer *a, const struct route_printer *b)
{
    if (a->profile->order != b->profile->order) {
        return a->profile->order < b->profile->order;
    }
    /* By our own count it is empty: it may be wrong, so such a printer comes last, but it comes. */
    if ((a->remaining == 0) != (b->remaining == 0)) {
        return a->remaining != 0;
    }
    return a->served < b->served;
}

int route_choose(const struct route_printer *printers, int count, const struct route_job *job,
                 enum route_answer *why)
{
    int best = -1;
    *why = ROUTE_CATEGORY;
    for (int i = 0; i < count; i++) {
        enum route_answer answer = route_check(&printers[i], job);
        *why = answer < *why ? answer : *why;
        if (answer == ROUTE_TAKES && (best < 0 || is_better(&printers[i], &printers[best]))) {
            best = i;
        }
    }
    return best;
}
