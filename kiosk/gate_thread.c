#define LOG_MODULE "gate"
#include "kiosk/gate_thread.h"

#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "log.h"

#define PULSE_MS 500
#define ORDERS_MAX 16

struct order {
    char tag[GATE_TAG_SIZE]; /* "": deny */
    int mark;
};

struct gate_thread {
    struct gate_thread_config config;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct order orders[ORDERS_MAX]; /* these under the lock */
    unsigned first, count;
    bool stops;
    struct gate *device; /* the thread's own; NULL: missing, or it failed */
    bool broken;
};

static void tell(struct gate_thread *gate, const struct order *order, enum gate_answer answer)
{
    struct gate_news news = {.mark = order->mark, .answer = answer, .broken = gate->broken};
    snprintf(news.tag, sizeof news.tag, "%s", order->tag);
    gate->config.on_news(&news, gate->config.userdata);
}

/* ---- the gate's thread ---- */

static bool find_device(struct gate_thread *gate)
{
    if (!gate->device) {
        gate->device = gate_open(gate->config.spec);
    }
    return gate->device != NULL;
}

/* A device that failed is closed, which leaves it shut, and opened anew for the next one. */
static void lose_device(struct gate_thread *gate)
{
    gate_close(gate->device);
    gate->device = NULL;
}

/* Nobody waits: is the device (still) missing? Told when that changes. */
static void look_after(struct gate_thread *gate)
{
    const struct order nobody = {.tag = ""};
    bool broken = !find_device(gate);
    if (broken != gate->broken) {
        gate->broken = broken;
        tell(gate, &nobody, broken ? GATE_BROKEN : GATE_PASSED);
    }
}

static void carry_out(struct gate_thread *gate, const struct order *order)
{
    enum gate_answer answer = GATE_BROKEN;
    if (find_device(gate)) {
        answer = order->tag[0] ? gate_admit(gate->device, PULSE_MS, gate->config.wait_ms)
                 : gate_deny(gate->device) ? GATE_PASSED
                                           : GATE_BROKEN;
    }
    bool was_broken = gate->broken;
    gate->broken = answer == GATE_BROKEN;
    if (gate->broken) {
        lose_device(gate);
    }
    if (order->tag[0] || gate->broken != was_broken) {
        tell(gate, order, answer);
    }
}

static struct timespec after_ms(int ms)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    int64_t ns = until.tv_nsec + (int64_t)ms * 1000000;
    until.tv_sec += (time_t)(ns / 1000000000);
    until.tv_nsec = (long)(ns % 1000000000);
    return until;
}

/* False: there is none, and it is time to look after the device, or to end. */
static bool next_order(struct gate_thread *gate, struct order *out, bool *stops)
{
    struct timespec until = after_ms(gate->config.retry_ms);
    int waited = 0;
    pthread_mutex_lock(&gate->lock);
    while (!gate->stops && gate->count == 0 && waited == 0) {
        waited = gate->device ? pthread_cond_wait(&gate->wake, &gate->lock)
                              : pthread_cond_timedwait(&gate->wake, &gate->lock, &until);
    }
    *stops = gate->stops;
    bool found = !gate->stops && gate->count > 0;
    if (found) {
        *out = gate->orders[gate->first];
        gate->first = (gate->first + 1) % ORDERS_MAX;
        gate->count--;
    }
    pthread_mutex_unlock(&gate->lock);
    return found;
}

static void *work(void *argument)
{
    struct gate_thread *gate = argument;
    struct order order;
    bool stops = false;
    look_after(gate);
    while (!stops) {
        if (next_order(gate, &order, &stops)) {
            carry_out(gate, &order);
        } else if (!stops) {
            look_after(gate);
        }
    }
    lose_device(gate);
    return NULL;
}

/* ---- whoever orders ---- */

static void finish(struct gate_thread *gate)
{
    pthread_cond_destroy(&gate->wake);
    pthread_mutex_destroy(&gate->lock);
    free(gate);
}

struct gate_thread *gate_thread_start(const struct gate_thread_config *config)
{
    struct gate_thread *gate = calloc(1, sizeof *gate);
    pthread_condattr_t attributes;
    if (!gate) {
        LOG_ERROR("no memory");
        return NULL;
    }
    gate->config = *config;
    pthread_mutex_init(&gate->lock, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&gate->wake, &attributes);
    pthread_condattr_destroy(&attributes);
    if (pthread_create(&gate->thread, NULL, work, gate) != 0) {
        LOG_ERROR("%s: no thread for the turnstile; restart the program", config->spec);
        finish(gate);
        return NULL;
    }
    return gate;
}

void gate_thread_stop(struct gate_thread *gate)
{
    if (!gate) {
        return;
    }
    pthread_mutex_lock(&gate->lock);
    gate->stops = true;
    pthread_cond_signal(&gate->wake);
    pthread_mutex_unlock(&gate->lock);
    pthread_join(gate->thread, NULL);
    for (; gate->count > 0; gate->count--) {
        if (gate->orders[gate->first].tag[0]) {
            tell(gate, &gate->orders[gate->first], GATE_NO_SHOW);
        }
        gate->first = (gate->first + 1) % ORDERS_MAX;
    }
    finish(gate);
}

static bool order_gate(struct gate_thread *gate, const char *tag, int mark)
{
    pthread_mutex_lock(&gate->lock);
    bool room = gate->count < ORDERS_MAX;
    if (room) {
        struct order *order = &gate->orders[(gate->first + gate->count++) % ORDERS_MAX];
        snprintf(order->tag, sizeof order->tag, "%s", tag);
        order->mark = mark;
        pthread_cond_signal(&gate->wake);
    }
    pthread_mutex_unlock(&gate->lock);
    return room;
}

bool gate_thread_admit(struct gate_thread *gate, const char *tag, int mark)
{
    bool ordered = tag[0] && order_gate(gate, tag, mark);
    if (!ordered) {
        LOG_ERROR("%s: the turnstile is behind by %d persons; it stays shut for this one",
                  gate->config.spec, ORDERS_MAX);
    }
    return ordered;
}

void gate_thread_deny(struct gate_thread *gate)
{
    order_gate(gate, "", 0);
}
