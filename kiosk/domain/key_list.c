#include "key_list.h"

#include <string.h>

#include <sodium.h>

void key_generate(uint8_t public_key[KEY_PUBLIC_SIZE], uint8_t secret_key[KEY_SECRET_SIZE])
{
    crypto_sign_keypair(public_key, secret_key);
}

uint8_t key_event_tag(const uint8_t event_uuid[16])
{
    uint8_t hash[32];
    crypto_generichash(hash, sizeof hash, event_uuid, 16, NULL, 0);
    return hash[0];
}

const struct key_entry *key_list_find(const struct key_list *list, uint16_t id)
{
    for (size_t i = 0; i < list->count; i++) {
        if (list->entries[i].id == id) {
            return &list->entries[i];
        }
    }
    return NULL;
}

const struct key_entry *key_list_find_station(const struct key_list *list, const char *station)
{
    const struct key_entry *found = NULL;
    for (size_t i = 0; i < list->count; i++) {
        const struct key_entry *entry = &list->entries[i];
        if (strcmp(entry->station, station) == 0 && (!found || found->revoked_at != 0)) {
            found = entry;
        }
    }
    return found;
}

bool key_list_add(struct key_list *list, const struct key_entry *entry, uint16_t *id)
{
    const struct key_entry *standing = key_list_find_station(list, entry->station);
    unsigned last = list->count > 0 ? list->entries[list->count - 1].id & 0xffu : 0;
    if (list->count == KEY_LIST_MAX || last == KEY_LIST_MAX ||
        (standing && standing->revoked_at == 0)) {
        return false;
    }
    struct key_entry *added = &list->entries[list->count++];
    *added = *entry;
    added->id = (uint16_t)(key_event_tag(list->event_uuid) << 8 | (last + 1));
    *id = added->id;
    return true;
}

const char *key_list_status_string(enum key_list_status status)
{
    static const char *const sentences[] = {
        [KEY_LIST_OK] = "The key list is genuine.",
        [KEY_LIST_MALFORMED] = "The key list is damaged: a line is not of its form.",
        [KEY_LIST_NEWER_FORMAT] = "The key list has a newer format; update this program.",
        [KEY_LIST_WRONG_EVENT] = "The key list belongs to another event.",
        [KEY_LIST_BAD_SIGNATURE] = "The key list is not signed by this event's root key.",
    };
    return sentences[status];
}
