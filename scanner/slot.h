/*
 * Slot: hands frames from one thread to another. It holds one frame; the newest wins, so the
 * reader never works on an old picture. Pixels are swapped, never copied. Any thread.
 */
#ifndef SCANNER_SLOT_H
#define SCANNER_SLOT_H

#include <pthread.h>

#include "picture.h"

struct slot {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct frame frame; /* owned */
    bool full, closed;
};

bool slot_init(struct slot *slot);
void slot_finish(struct slot *slot); /* nobody may be waiting */

/* Swaps *frame in; what comes back holds old pixels whose memory may be reused. True: a frame that
 * nobody took was replaced. */
bool slot_put(struct slot *slot, struct frame *frame);

/* Waits for a frame and swaps it with *frame. False: the slot is closed and empty. */
bool slot_take(struct slot *slot, struct frame *frame);

/* No more frames will be put: the reader takes the last one and then need not wait. */
void slot_close(struct slot *slot);

#endif
