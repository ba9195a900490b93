#include "tests/scanner/reader_witness.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#define TEXTS 16

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static char texts[TEXTS][256];
static int text_count, text_taken, came, went;

static void see_text(const uint8_t *data, size_t size, const char *device, void *userdata)
{
    (void)device, (void)userdata;
    pthread_mutex_lock(&lock);
    snprintf(texts[text_count++ % TEXTS], sizeof texts[0], "%.*s", (int)(size < 255 ? size : 255),
             (const char *)data);
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
}

static void see_device(bool present, const char *device, void *userdata)
{
    (void)device, (void)userdata;
    pthread_mutex_lock(&lock);
    came += present;
    went += !present;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
}

struct code_reader *witness_start(const char *spec)
{
    text_count = text_taken = came = went = 0;
    return code_reader_start(
        &(struct code_reader_config){.spec = spec, .on_text = see_text, .on_device = see_device});
}

void witness_wait_text(char text[256])
{
    pthread_mutex_lock(&lock);
    while (text_taken == text_count) {
        pthread_cond_wait(&changed, &lock);
    }
    memcpy(text, texts[text_taken++ % TEXTS], 256);
    pthread_mutex_unlock(&lock);
}

void witness_wait_device(bool present)
{
    int *counter = present ? &came : &went;
    pthread_mutex_lock(&lock);
    while (*counter == 0) {
        pthread_cond_wait(&changed, &lock);
    }
    --*counter;
    pthread_mutex_unlock(&lock);
}

int witness_pending(void)
{
    pthread_mutex_lock(&lock);
    int pending = text_count - text_taken;
    pthread_mutex_unlock(&lock);
    return pending;
}
