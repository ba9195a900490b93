#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "digest.h"
#include "kiosk/commands/preflight.h"
#include "text.h"

struct twin {
    uint64_t key; /* of the name and delegation, or of the picture */
    uint64_t holder;
    bool picture;
};

struct twins {
    struct twin *items; /* owned */
    size_t count, capacity;
};

struct twins *twins_create(void)
{
    return calloc(1, sizeof(struct twins));
}

void twins_destroy(struct twins *twins)
{
    if (twins) {
        free(twins->items);
        free(twins);
    }
}

static uint64_t hash_text(const char *text)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (; *text; text++) {
        hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
    }
    hash = (hash ^ hash >> 33) * UINT64_C(0xff51afd7ed558ccd); /* sums of it are taken */
    return hash ^ hash >> 29;
}

/* The sum over a name's words is the same in any order of them. */
static uint64_t name_key(const struct attendee *attendee)
{
    char name[2 * ATTENDEE_TEXT_SIZE], folded[2 * ATTENDEE_TEXT_SIZE];
    char word[TEXT_WORD_SIZE], skeleton[TEXT_WORD_SIZE];
    uint64_t key = 0;
    text_fold(attendee_latin_name(attendee, name, sizeof name), folded, sizeof folded);
    for (const char *at = folded; *at;) {
        size_t length = strcspn(at, " -");
        snprintf(word, sizeof word, "%.*s", (int)length, at);
        key += hash_text(text_skeleton(word, skeleton, sizeof skeleton));
        at += length;
        at += strspn(at, " -");
    }
    return key * 31 + hash_text(attendee->delegation);
}

static bool picture_key(const char *path, uint64_t *key)
{
    char block[8192];
    uint8_t hash[DIGEST_SIZE];
    FILE *file = fopen(path, "rbe");
    struct digest *digest = file ? digest_create() : NULL;
    size_t got;
    while (digest && (got = fread(block, 1, sizeof block, file)) > 0) {
        digest_add(digest, block, got);
    }
    if (digest) {
        digest_end(digest, hash);
        memcpy(key, hash, sizeof *key);
    }
    bool read = digest != NULL;
    digest_destroy(digest);
    if (file) {
        fclose(file);
    }
    return read;
}

static bool add(struct twins *twins, uint64_t key, uint64_t holder, bool picture)
{
    if (twins->count == twins->capacity) {
        size_t capacity = twins->capacity ? 2 * twins->capacity : 1024;
        struct twin *items = realloc(twins->items, capacity * sizeof *items);
        if (!items) {
            return false;
        }
        twins->items = items;
        twins->capacity = capacity;
    }
    twins->items[twins->count++] = (struct twin){key, holder, picture};
    return true;
}

bool twins_add(struct twins *twins, const struct attendee *attendee, const char *photo_path)
{
    uint64_t key;
    return add(twins, name_key(attendee), attendee->holder, false) &&
           (!photo_path || !picture_key(photo_path, &key) ||
            add(twins, key, attendee->holder, true));
}

static int compare(const void *a, const void *b)
{
    const struct twin *left = a, *right = b;
    if (left->picture != right->picture) {
        return left->picture - right->picture;
    }
    return left->key != right->key
               ? (left->key > right->key ? 1 : -1)
               : (left->holder > right->holder) - (left->holder < right->holder);
}

static bool report(struct preflight *preflight, const struct twin *twin, const struct twin *other)
{
    struct attendee attendee, same;
    char name[2 * ATTENDEE_TEXT_SIZE];
    struct store *store = preflight->station->store;
    if (store_attendee(store, twin->holder, &attendee) != STORE_FOUND ||
        store_attendee(store, other->holder, &same) != STORE_FOUND) {
        return false;
    }
    attendee_latin_name(&same, name, sizeof name);
    findings_add(preflight->findings, SEVERITY_WARNING, &attendee,
                 twin->picture ? "same-photo" : "same-person",
                 twin->picture ? "has the very photo of %.200s (%s)"
                               : "may be there twice: %.200s (%s) of the same delegation",
                 name, same.external_id[0] ? same.external_id : "no id");
    return true;
}

bool twins_report(struct twins *twins, struct preflight *preflight)
{
    if (twins->count > 0) {
        qsort(twins->items, twins->count, sizeof *twins->items, compare);
    }
    for (size_t i = 1; i < twins->count; i++) {
        const struct twin *twin = &twins->items[i], *other = &twins->items[i - 1];
        if (twin->key == other->key && twin->picture == other->picture &&
            !report(preflight, twin, other)) {
            return false;
        }
    }
    return true;
}
