#define LOG_MODULE "pack"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "kiosk/station/station_private.h"
#include "log.h"
#include "timebase.h"

static bool write_text(const char *directory, const char *name, const char *text)
{
    char path[PATH_SIZE];
    struct bytes bytes = {.data = (uint8_t *)text, .size = strlen(text)};
    return station_path(directory, name, path, sizeof path) && bytes_write_file(&bytes, path);
}

bool station_pack(struct station *station, const char *directory)
{
    struct revocation_list list = {.issued_at = time_realtime_ms() / 1000,
                                   .day_count = station->event.day_count};
    memcpy(list.event_uuid, station->event.uuid, sizeof list.event_uuid);
    memcpy(list.days, station->event.days, sizeof list.days);
    if (mkdir(directory, 0755) != 0 && errno != EEXIST) {
        LOG_ERRNO("%s: cannot make the folder", directory);
        return false;
    }
    char *keys = store_key_list_text(station->store);
    char *revocations = keys && store_revocations(station->store, &list)
                            ? revocation_list_seal(&list, &station->key)
                            : NULL;
    bool packed = revocations && write_text(directory, "keys.txt", keys) &&
                  write_text(directory, "revocations.txt", revocations);
    revocation_list_finish(&list);
    free(revocations);
    free(keys);
    return packed;
}
