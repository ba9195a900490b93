/* The watch list in memory, prepared for comparing. */
#define LOG_MODULE "watch"
#include <stdlib.h>

#include "kiosk/station/station_private.h"
#include "kiosk/station/watch.h"
#include "log.h"

struct watch_list {
    int64_t version;
    int count;
    struct watch_entry *entries; /* owned */
    struct watch_name *names;    /* owned; of the entries */
};

void station_forget_watch(struct station *station)
{
    if (station->watch) {
        free(station->watch->entries);
        free(station->watch->names);
        free(station->watch);
        station->watch = NULL;
    }
}

static struct watch_list *read_list(struct station *station, int64_t version)
{
    struct watch_list *list = calloc(1, sizeof *list);
    if (!list) {
        return NULL;
    }
    list->version = version;
    list->entries = calloc(WATCH_ENTRIES_MAX, sizeof *list->entries);
    list->count =
        list->entries ? store_watch_list(station->store, list->entries, WATCH_ENTRIES_MAX) : -1;
    list->names = list->count >= 0 ? calloc((size_t)list->count + 1, sizeof *list->names) : NULL;
    for (int i = 0; list->names && i < list->count; i++) {
        watch_name_fill(list->entries[i].name, &list->names[i]);
    }
    if (!list->names) {
        free(list->entries);
        free(list);
        return NULL;
    }
    return list;
}

static bool refresh(struct station *station)
{
    int64_t version;
    if (!store_watch_version(station->store, &version)) {
        return false;
    }
    if (!station->watch || station->watch->version != version) {
        station_forget_watch(station);
        station->watch = read_list(station, version);
    }
    return station->watch != NULL;
}

bool station_watch_match(struct station *station, const struct attendee *attendee, bool *hit,
                         char *why, size_t size)
{
    struct watch_person person;
    *hit = false;
    why[0] = '\0';
    if (!refresh(station)) {
        return false;
    }
    if (station->watch->count == 0) {
        return true;
    }
    watch_person_fill(attendee, &person);
    for (int i = 0; i < station->watch->count && !*hit; i++) {
        *hit = watch_compare(&station->watch->entries[i], &station->watch->names[i], &person, why,
                             size) != WATCH_NONE;
    }
    return true;
}
