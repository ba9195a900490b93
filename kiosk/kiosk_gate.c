/* The guard's turnstile: opened for whom the screen lets through, and what it says about them. */
#define LOG_MODULE "kiosk"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kiosk/gate_thread.h"
#include "kiosk/kiosk_private.h"
#include "log.h"

#define RETRY_MS 30000

static void set_fault(struct kiosk *kiosk, bool fault)
{
    kiosk->dirty |= kiosk->model.gate_fault != fault;
    kiosk->model.gate_fault = fault;
}

/* The gate's thread. */
static void on_news(const struct gate_news *news, void *userdata)
{
    struct posted *posted = calloc(1, sizeof *posted);
    if (posted) {
        posted->kind = POSTED_GATE;
        posted->gate = *news;
        if (!kiosk_post(userdata, posted)) {
            free(posted);
        }
    }
}

void kiosk_gate_start(struct kiosk *kiosk)
{
    if (kiosk->options->gate) {
        const struct gate_thread_config config = {.spec = kiosk->options->gate,
                                                  .wait_ms = kiosk->options->gate_wait_ms,
                                                  .retry_ms = RETRY_MS,
                                                  .on_news = on_news,
                                                  .userdata = kiosk};
        kiosk->gate = gate_thread_start(&config);
        set_fault(kiosk, !kiosk->gate);
    }
}

void kiosk_gate_stop(struct kiosk *kiosk)
{
    gate_thread_stop(kiosk->gate);
    kiosk->gate = NULL;
}

void kiosk_gate_decided(struct kiosk *kiosk, enum direction direction)
{
    const struct outcome *outcome = &kiosk->outcome;
    if (!kiosk->gate) {
        return;
    }
    /* what is not on record lets nobody through */
    if (!decision_admits(outcome->decision) || !outcome->event[0]) {
        gate_thread_deny(kiosk->gate);
    } else if (!gate_thread_admit(kiosk->gate, outcome->event, (int)direction)) {
        set_fault(kiosk, true);
    }
}

/* The counters follow the record, which no longer counts the passage. */
static void take_back(struct kiosk *kiosk, const char *event, enum direction direction)
{
    struct outcome outcome = {0};
    snprintf(outcome.event, sizeof outcome.event, "%s", event);
    if (station_no_show(kiosk->station, &outcome)) {
        guard_no_show(&kiosk->guard, direction);
        kiosk->model.guard = kiosk->guard;
        kiosk->dirty = true;
        LOG_INFO("nobody passed the turnstile: %s is undone", event);
    } else {
        LOG_WARN("nobody passed, but %s stands in the record: 'lanyard undo %s'", event, event);
    }
}

void kiosk_gate_news(struct kiosk *kiosk, const struct gate_news *news)
{
    set_fault(kiosk, news->broken);
    if (!news->tag[0]) {
        return;
    }
    LOG_INFO("turnstile: %s (%s)", gate_answer_string(news->answer), news->tag);
    if (news->answer == GATE_NO_SHOW) {
        take_back(kiosk, news->tag, (enum direction)news->mark);
    }
}
