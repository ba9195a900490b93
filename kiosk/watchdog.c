#define LOG_MODULE "watchdog"
#include "kiosk/watchdog.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "log.h"
#include "timebase.h"

#define NOTIFY_US 1000000

struct watchdog {
    struct watchdog_config config;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool stops; /* under the lock */
    atomic_uint beats;
    int64_t notified_us; /* main thread */
};

bool watchdog_notify(const char *state)
{
    const char *path = getenv("NOTIFY_SOCKET");
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    size_t length = path ? strlen(path) : 0;
    if (length < 2 || length >= sizeof address.sun_path || (path[0] != '/' && path[0] != '@')) {
        return false;
    }
    memcpy(address.sun_path, path, length);
    if (path[0] == '@') { /* an abstract name */
        address.sun_path[0] = '\0';
    }
    int descriptor = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length);
    bool sent =
        descriptor >= 0 && sendto(descriptor, state, strlen(state), MSG_NOSIGNAL | MSG_DONTWAIT,
                                  (struct sockaddr *)&address, size) == (ssize_t)strlen(state);
    if (descriptor >= 0) {
        close(descriptor);
    }
    return sent;
}

/* Waits one period. False: told to stop. Its own looks are counted, not the clock: a machine that
 * slept, or a program that was halted, did not hang. */
static bool wait_period(struct watchdog *watchdog)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    int64_t ns = until.tv_nsec + (int64_t)watchdog->config.period_ms * 1000000;
    until.tv_sec += (time_t)(ns / 1000000000);
    until.tv_nsec = (long)(ns % 1000000000);
    pthread_mutex_lock(&watchdog->lock);
    int waited = 0;
    while (!watchdog->stops && waited == 0) {
        waited = pthread_cond_timedwait(&watchdog->wake, &watchdog->lock, &until);
    }
    bool goes_on = !watchdog->stops;
    pthread_mutex_unlock(&watchdog->lock);
    return goes_on;
}

static void *watch(void *argument)
{
    struct watchdog *watchdog = argument;
    unsigned last = atomic_load(&watchdog->beats);
    int missed = 0;
    while (wait_period(watchdog)) {
        unsigned beats = atomic_load(&watchdog->beats);
        missed = beats == last ? missed + 1 : 0;
        last = beats;
        if (missed >= watchdog->config.patience) {
            LOG_ERROR("the screen has hung for %d ms; the program ends, so that its service "
                      "starts it anew",
                      missed * watchdog->config.period_ms);
            _exit(WATCHDOG_STATUS);
        }
    }
    return NULL;
}

struct watchdog *watchdog_start(const struct watchdog_config *config)
{
    struct watchdog *watchdog = calloc(1, sizeof *watchdog);
    pthread_condattr_t attributes;
    if (!watchdog) {
        LOG_ERROR("no memory");
        return NULL;
    }
    watchdog->config = *config;
    pthread_mutex_init(&watchdog->lock, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&watchdog->wake, &attributes);
    pthread_condattr_destroy(&attributes);
    if (pthread_create(&watchdog->thread, NULL, watch, watchdog) != 0) {
        LOG_ERROR("no thread for the watchdog");
        pthread_cond_destroy(&watchdog->wake);
        pthread_mutex_destroy(&watchdog->lock);
        free(watchdog);
        return NULL;
    }
    watchdog_notify("READY=1");
    return watchdog;
}

void watchdog_stop(struct watchdog *watchdog)
{
    if (!watchdog) {
        return;
    }
    pthread_mutex_lock(&watchdog->lock);
    watchdog->stops = true;
    pthread_cond_signal(&watchdog->wake);
    pthread_mutex_unlock(&watchdog->lock);
    pthread_join(watchdog->thread, NULL);
    pthread_cond_destroy(&watchdog->wake);
    pthread_mutex_destroy(&watchdog->lock);
    free(watchdog);
}

void watchdog_beat(struct watchdog *watchdog)
{
    if (!watchdog) {
        return;
    }
    atomic_fetch_add(&watchdog->beats, 1);
    int64_t now_us = time_monotonic_us();
    if (now_us - watchdog->notified_us >= NOTIFY_US) {
        watchdog->notified_us = now_us;
        watchdog_notify("WATCHDOG=1");
    }
}
