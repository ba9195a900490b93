#include "scanner/slot.h"

bool slot_init(struct slot *slot)
{
    *slot = (struct slot){0};
    if (pthread_mutex_init(&slot->lock, NULL) != 0) {
        return false;
    }
    if (pthread_cond_init(&slot->changed, NULL) != 0) {
        pthread_mutex_destroy(&slot->lock);
        return false;
    }
    return true;
}

void slot_finish(struct slot *slot)
{
    pthread_cond_destroy(&slot->changed);
    pthread_mutex_destroy(&slot->lock);
    frame_finish(&slot->frame);
}

static void swap(struct frame *a, struct frame *b)
{
    struct frame kept = *a;
    *a = *b;
    *b = kept;
}

bool slot_put(struct slot *slot, struct frame *frame)
{
    pthread_mutex_lock(&slot->lock);
    bool replaced = slot->full;
    swap(&slot->frame, frame);
    slot->full = true;
    pthread_cond_signal(&slot->changed);
    pthread_mutex_unlock(&slot->lock);
    return replaced;
}

bool slot_take(struct slot *slot, struct frame *frame)
{
    pthread_mutex_lock(&slot->lock);
    while (!slot->full && !slot->closed) {
        pthread_cond_wait(&slot->changed, &slot->lock);
    }
    bool taken = slot->full;
    if (taken) {
        swap(&slot->frame, frame);
        slot->full = false;
    }
    pthread_mutex_unlock(&slot->lock);
    return taken;
}

void slot_close(struct slot *slot)
{
    pthread_mutex_lock(&slot->lock);
    slot->closed = true;
    pthread_cond_broadcast(&slot->changed);
    pthread_mutex_unlock(&slot->lock);
}
