#define LOG_MODULE "message"
#include "message.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "asset.h"
#include "kiosk/ui/message_file.h"
#include "log.h"

#define LANGUAGES_MAX 32
#define FOLDER "messages/"

/* Filled once, then only read; it lives as long as the process. */
static struct {
    char names[LANGUAGES_MAX][16];
    const char *list[LANGUAGES_MAX + 1];
    struct message_file files[LANGUAGES_MAX];
    size_t count;
} loaded;
static pthread_once_t once = PTHREAD_ONCE_INIT;

/* "messages/en.txt" → "en". False: not a message file. */
static bool language_of(const char *asset, char out[16])
{
    size_t folder = strlen(FOLDER);
    const char *dot = strrchr(asset, '.');
    if (strncmp(asset, FOLDER, folder) != 0 || !dot || strcmp(dot, ".txt") != 0) {
        return false;
    }
    size_t length = (size_t)(dot - asset) - folder;
    if (length == 0 || length >= 16) {
        return false;
    }
    memcpy(out, asset + folder, length);
    out[length] = '\0';
    return true;
}

static void load_one(const char *asset)
{
    size_t size = 0;
    const char *bytes = asset_find(asset, &size);
    size_t at = loaded.count;
    if (!bytes || at == LANGUAGES_MAX || !language_of(asset, loaded.names[at])) {
        return;
    }
    if (!message_file_init(&loaded.files[at], bytes, size)) {
        LOG_ERROR("no memory for the texts of %s", asset);
        return;
    }
    if (loaded.files[at].bad_line) {
        LOG_WARN("%s, line %d is not \"key = text\" and was left out", asset,
                 loaded.files[at].bad_line);
    }
    loaded.list[at] = loaded.names[at];
    loaded.count++;
}

static void load_all(void)
{
    for (size_t i = 0; asset_name(i); i++) {
        load_one(asset_name(i));
    }
}

/* The language's file; its base language's for "pt-BR"; NULL when there is neither. */
static const struct message_file *file_of(const char *language)
{
    pthread_once(&once, load_all);
    size_t base = strcspn(language, "-_");
    for (size_t i = 0; i < loaded.count; i++) {
        if (strcmp(loaded.names[i], language) == 0) {
            return &loaded.files[i];
        }
    }
    for (size_t i = 0; i < loaded.count; i++) {
        if (strlen(loaded.names[i]) == base && strncmp(loaded.names[i], language, base) == 0) {
            return &loaded.files[i];
        }
    }
    return NULL;
}

static const char *find(const char *language, const char *key)
{
    const struct message_file *file = file_of(language);
    return file ? message_file_find(file, key) : NULL;
}

const char *message_text(const char *language, const char *key)
{
    const char *text = find(language, key);
    if (!text) {
        text = find("en", key);
    }
    if (!text) {
        LOG_WARN("no text for \"%s\": add it to assets/messages/en.txt", key);
        text = key;
    }
    return text;
}

bool message_has(const char *language, const char *key)
{
    return find(language, key) != NULL;
}

static const char *value_of(const struct message_value *values, size_t count, const char *name,
                            size_t length)
{
    for (size_t i = 0; i < count; i++) {
        if (strlen(values[i].name) == length && memcmp(values[i].name, name, length) == 0) {
            return values[i].value;
        }
    }
    return NULL;
}

/* Appends what fits, never a part of a character. False: it was cut. */
static bool append(char *out, size_t size, size_t *used, const char *text, size_t length)
{
    size_t room = size - 1 - *used;
    bool fits = length <= room;
    if (!fits) {
        length = room;
        while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80) {
            length--;
        }
    }
    memcpy(out + *used, text, length);
    *used += length;
    return fits;
}

char *message_format(const char *language, const char *key, const struct message_value *values,
                     size_t count, char *out, size_t size)
{
    size_t used = 0;
    if (size == 0) {
        return out;
    }
    bool fits = true;
    for (const char *at = message_text(language, key); *at && fits;) {
        const char *close = *at == '{' ? strchr(at, '}') : NULL;
        const char *value =
            close ? value_of(values, count, at + 1, (size_t)(close - at - 1)) : NULL;
        if (value) {
            fits = append(out, size, &used, value, strlen(value));
            at = close + 1;
        } else {
            size_t plain = 1 + strcspn(at + 1, "{");
            fits = append(out, size, &used, at, plain);
            at += plain;
        }
    }
    out[used] = '\0';
    return out;
}

const char *const *message_languages(void)
{
    pthread_once(&once, load_all);
    return loaded.list;
}

size_t message_keys(const char **keys, size_t limit)
{
    const struct message_file *english = file_of("en");
    size_t count = english ? english->count : 0;
    for (size_t i = 0; keys && i < count && i < limit; i++) {
        keys[i] = english->rows[i].key;
    }
    return count;
}
