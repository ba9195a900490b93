#include "kiosk/store/signature_check.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define LOG_MODULE "store"
#include "log.h"
#include "signature_batch.h"

/* While one batch is filled, the other is checked. */
struct signature_check {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool has_thread;
    bool stopping, genuine;             /* under the lock */
    struct signature_batch *at_work;    /* under the lock; NULL: none */
    struct signature_batch *batches[2]; /* owned */
    int filling;
    uint16_t key_id;             /* of the batch being filled */
    struct audit_verifier now;   /* where the batch being filled ends … */
    struct audit_verifier given; /* … the one being checked … */
    struct audit_verifier good;  /* … and the last one that was found genuine */
};

static void *work(void *userdata)
{
    struct signature_check *check = userdata;
    pthread_mutex_lock(&check->lock);
    for (;;) {
        while (!check->at_work && !check->stopping) {
            pthread_cond_wait(&check->changed, &check->lock);
        }
        if (!check->at_work) {
            break;
        }
        struct signature_batch *batch = check->at_work;
        pthread_mutex_unlock(&check->lock);
        bool genuine = signature_batch_check(batch);
        pthread_mutex_lock(&check->lock);
        check->genuine &= genuine;
        check->at_work = NULL;
        pthread_cond_broadcast(&check->changed);
    }
    pthread_mutex_unlock(&check->lock);
    return NULL;
}

struct signature_check *signature_check_create(void)
{
    struct signature_check *check = calloc(1, sizeof *check);
    if (!check) {
        LOG_ERROR("no memory; close other programs");
        return NULL;
    }
    pthread_mutex_init(&check->lock, NULL);
    pthread_cond_init(&check->changed, NULL);
    check->batches[0] = signature_batch_create();
    check->batches[1] = signature_batch_create();
    check->has_thread = check->batches[0] && check->batches[1] &&
                        pthread_create(&check->thread, NULL, work, check) == 0;
    if (!check->has_thread) {
        LOG_ERROR("no memory for another thread; close other programs");
        signature_check_destroy(check);
        return NULL;
    }
    return check;
}

void signature_check_destroy(struct signature_check *check)
{
    if (!check) {
        return;
    }
    if (check->has_thread) {
        pthread_mutex_lock(&check->lock);
        check->stopping = true;
        pthread_cond_broadcast(&check->changed);
        pthread_mutex_unlock(&check->lock);
        pthread_join(check->thread, NULL);
    }
    signature_batch_destroy(check->batches[0]);
    signature_batch_destroy(check->batches[1]);
    pthread_cond_destroy(&check->changed);
    pthread_mutex_destroy(&check->lock);
    free(check);
}

/* Waits for the batch at work. */
static bool settle(struct signature_check *check)
{
    pthread_mutex_lock(&check->lock);
    while (check->at_work) {
        pthread_cond_wait(&check->changed, &check->lock);
    }
    bool genuine = check->genuine;
    pthread_mutex_unlock(&check->lock);
    if (genuine) {
        check->good = check->given;
    }
    return genuine;
}

/* Gives the filled batch to the thread, once it is free. */
static bool hand_over(struct signature_check *check)
{
    if (!settle(check)) {
        return false;
    }
    check->given = check->now;
    pthread_mutex_lock(&check->lock);
    check->at_work = check->batches[check->filling];
    pthread_cond_broadcast(&check->changed);
    pthread_mutex_unlock(&check->lock);
    check->filling = !check->filling;
    return true;
}

static void begin_batch(struct signature_check *check, const struct key_list *keys, uint16_t key_id)
{
    const struct key_entry *key = key_list_find(keys, key_id);
    static const uint8_t none[KEY_PUBLIC_SIZE];
    check->key_id = key_id;
    signature_batch_start(check->batches[check->filling], key ? key->public_key : none);
}

void signature_check_start(struct signature_check *check, const struct audit_verifier *from)
{
    settle(check);
    pthread_mutex_lock(&check->lock);
    check->genuine = true;
    pthread_mutex_unlock(&check->lock);
    check->now = check->good = check->given = *from;
    begin_batch(check, from->keys, 0);
}

bool signature_check_add(struct signature_check *check, const struct audit_event *event,
                         const struct audit_verifier *now)
{
    size_t count = signature_batch_count(check->batches[check->filling]);
    bool other_key = event->key_id != check->key_id;
    if (count == SIGNATURE_BATCH_MAX || (other_key && count > 0)) {
        if (!hand_over(check)) {
            return false;
        }
        count = 0;
    }
    if (count == 0) {
        begin_batch(check, now->keys, event->key_id);
    }
    signature_batch_add(check->batches[check->filling], event->hash, event->signature);
    check->now = *now;
    return true;
}

bool signature_check_finish(struct signature_check *check)
{
    bool handed = hand_over(check);
    return settle(check) && handed;
}

const struct audit_verifier *signature_check_good(const struct signature_check *check)
{
    return &check->good;
}
