/* The hub beside the screens: the sync thread's news become values of the model. Delegates see
 * nothing of it; the age of the data and what waits are for staff. */
#define LOG_MODULE "kiosk"
#include <stdio.h>
#include <stdlib.h>

#include "kiosk/kiosk_private.h"
#include "log.h"
#include "timebase.h"

#define NEVER_S (365 * 24 * 3600) /* the age of data that were never compared with the hub's */

/* Sync thread. */
static void on_changed(const struct sync_status *status, void *userdata)
{
    struct kiosk *kiosk = userdata;
    struct posted *posted = calloc(1, sizeof *posted);
    if (posted) {
        posted->kind = POSTED_SYNC;
        posted->sync = *status;
        if (!kiosk_post(kiosk, posted)) {
            free(posted);
        }
    }
}

void kiosk_sync_start(struct kiosk *kiosk)
{
    struct replica_state state;
    char path[sizeof kiosk->station->directory + 16];
    const struct sync_listener listener = {.changed = on_changed, .userdata = kiosk};
    if (!replica_state(kiosk->station->store, &state) || !state.hub[0]) {
        return;
    }
    kiosk->model.sync = (struct sync_status){.has_hub = true,
                                             .contact_ms = state.contact_ms,
                                             .waiting = state.outbox,
                                             .quarantined = state.quarantined};
    snprintf(path, sizeof path, "%s/lanyard.db", kiosk->station->directory);
    kiosk->sync = sync_create(path, &kiosk->station->key, &listener);
    if (!kiosk->sync) {
        LOG_WARN("the station works without its hub until it is started again");
    }
    kiosk_sync_tick(kiosk);
}

void kiosk_sync_stop(struct kiosk *kiosk)
{
    sync_destroy(kiosk->sync);
    kiosk->sync = NULL;
}

void kiosk_sync_report(struct kiosk *kiosk, const struct sync_status *status)
{
    if (status->files != kiosk->sync_files) {
        kiosk->sync_files = status->files;
        kiosk_person_photo(kiosk);
    }
    kiosk->model.sync = *status;
    kiosk->dirty = true;
    kiosk_sync_tick(kiosk);
}

void kiosk_sync_need_photo(struct kiosk *kiosk)
{
    char path[REPLICA_PATH_SIZE];
    const char *photo = kiosk->outcome.attendee.photo;
    int length = snprintf(path, sizeof path, "photos/%s", photo);
    if (kiosk->sync && photo[0] && length > 0 && (size_t)length < sizeof path) {
        sync_need_file(kiosk->sync, path);
    }
}

/* The age grows by itself; what is shown of it are minutes. */
void kiosk_sync_tick(struct kiosk *kiosk)
{
    if (kiosk->sync) {
        sync_get_status(kiosk->sync, &kiosk->model.sync);
    }
    int64_t age_s = sync_status_age_s(&kiosk->model.sync, time_realtime_ms(), NEVER_S);
    kiosk->dirty |=
        age_s / 60 != kiosk->model.data_age_s / 60 || (age_s < 0) != (kiosk->model.data_age_s < 0);
    kiosk->model.data_age_s = age_s;
}
