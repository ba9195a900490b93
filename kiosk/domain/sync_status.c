#include "sync_status.h"

static const char *const names[SYNC_STANDING_COUNT] = {
    [SYNC_OWN] = "own",
    [SYNC_CONNECTED] = "connected",
    [SYNC_APART] = "apart",
    [SYNC_NEVER] = "never",
};

const char *sync_standing_string(enum sync_standing standing)
{
    return names[standing];
}

enum sync_standing sync_status_standing(const struct sync_status *status)
{
    if (!status->has_hub) {
        return SYNC_OWN;
    }
    if (status->connected) {
        return SYNC_CONNECTED;
    }
    return status->contact_ms ? SYNC_APART : SYNC_NEVER;
}

/* A clock that was set back makes no negative age. */
static int64_t seconds(int64_t from_ms, int64_t to_ms)
{
    return to_ms > from_ms ? (to_ms - from_ms) / 1000 : 0;
}

int64_t sync_status_age_s(const struct sync_status *status, int64_t now_ms, int64_t never_s)
{
    if (!status->has_hub) {
        return -1;
    }
    return status->contact_ms ? seconds(status->contact_ms, now_ms) : never_s;
}

int64_t sync_status_away_s(const struct sync_status *status, int64_t now_ms)
{
    bool away = status->has_hub && !status->connected && status->since_ms;
    return away ? seconds(status->since_ms, now_ms) : 0;
}
