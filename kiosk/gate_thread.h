/*
 * The turnstile's thread: takes orders in the order given, opens the gate for one person after the
 * other, and tells what came of it. Whoever orders never waits.
 */
#ifndef LANYARD_GATE_THREAD_H
#define LANYARD_GATE_THREAD_H

#include "gate.h"

#define GATE_TAG_SIZE 40

struct gate_news {
    char tag[GATE_TAG_SIZE]; /* of the order; "" for a refusal, or for the device alone */
    int mark;                /* of the order */
    enum gate_answer answer;
    bool broken; /* how the device stands since */
};

struct gate_thread_config {
    const char *spec; /* see gate_open; lent for the thread's life */
    int wait_ms;      /* for the acknowledgement */
    int retry_ms;     /* how often a device that is missing is tried again */
    /* The gate's thread, and during gate_thread_stop its caller's. */
    void (*on_news)(const struct gate_news *news, void *userdata);
    void *userdata;
};

struct gate_thread;
/* NULL after one log line: no thread. The device is opened there, and may come later. */
struct gate_thread *gate_thread_start(const struct gate_thread_config *config);

/* Waits for the person who is passing; who has not been let through yet is told as no-show. The
 * device is closed at the end. NULL-safe. */
void gate_thread_stop(struct gate_thread *gate);

/* Opens once, for the passage `tag`, and answers it once; `mark` is the caller's own. False: too many
 * wait already; one log line, and no answer will come. */
bool gate_thread_admit(struct gate_thread *gate, const char *tag, int mark);

/* Shows red; answers only when the device fails. A refusal finds no room among waiting orders: it
 * is left out, since it opens nothing. */
void gate_thread_deny(struct gate_thread *gate);

#endif
