#include "revocation_list.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "kiosk/domain/bytes.h"

static const char domain[] = "LANYARD-REVOCATIONS-v1"; /* signed with its NUL */
static const char title[] = "LANYARD-REVOCATIONS 1\n";

/* ---- lists ---- */

/* Makes room for one more of `size` bytes. */
static void *grow(void *items, size_t count, size_t size)
{
    bool full = (count & (count - 1)) == 0; /* 0, 1, 2, 4, … */
    return full ? realloc(items, (count ? 2 * count : 1) * size) : items;
}

static bool add_number(uint32_t **items, size_t *count, uint32_t value)
{
    uint32_t *more = grow(*items, *count, sizeof value);
    if (more) {
        *items = more;
        more[(*count)++] = value;
    }
    return more != NULL;
}

bool revocation_list_add_serial(struct revocation_list *list, uint32_t serial, bool suspended)
{
    return suspended ? add_number(&list->suspended, &list->suspended_count, serial)
                     : add_number(&list->serials, &list->serial_count, serial);
}

bool revocation_list_add_holder(struct revocation_list *list, uint64_t holder)
{
    uint64_t *more = grow(list->holders, list->holder_count, sizeof holder);
    if (more) {
        list->holders = more;
        more[list->holder_count++] = holder;
    }
    return more != NULL;
}

void revocation_list_finish(struct revocation_list *list)
{
    free(list->serials);
    free(list->suspended);
    free(list->holders);
    memset(list, 0, sizeof *list);
}

static bool has_number(const uint32_t *items, size_t count, uint32_t value)
{
    for (size_t i = 0; i < count; i++) {
        if (items[i] == value) {
            return true;
        }
    }
    return false;
}

bool revocation_list_has_serial(const struct revocation_list *list, uint32_t serial)
{
    return has_number(list->serials, list->serial_count, serial);
}

bool revocation_list_has_suspended(const struct revocation_list *list, uint32_t serial)
{
    return has_number(list->suspended, list->suspended_count, serial);
}

bool revocation_list_has_holder(const struct revocation_list *list, uint64_t holder)
{
    for (size_t i = 0; i < list->holder_count; i++) {
        if (list->holders[i] == holder) {
            return true;
        }
    }
    return false;
}

/* ---- signature ---- */

static void hash_text(const char *text, size_t length, uint8_t hash[64])
{
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, 64);
    crypto_generichash_update(&state, (const uint8_t *)domain, sizeof domain);
    crypto_generichash_update(&state, (const uint8_t *)text, length);
    crypto_generichash_final(&state, hash, 64);
}

char *revocation_list_seal(const struct revocation_list *list, const struct station_key *key)
{
    size_t lines =
        list->day_count + list->serial_count + list->suspended_count + list->holder_count;
    size_t size = 64 * lines + 512, used = 0;
    char *text = malloc(size), uuid[UUID_TEXT_SIZE], hex[2 * KEY_SIGNATURE_SIZE + 1];
    uint8_t hash[64], signature[KEY_SIGNATURE_SIZE];
    if (!text) {
        return NULL;
    }
#define PUT(...) used += (size_t)snprintf(text + used, size - used, __VA_ARGS__)
    PUT("%sevent %s\nissued %" PRId64 "\n", title, uuid_format(list->event_uuid, uuid),
        list->issued_at);
    for (size_t i = 0; i < list->day_count; i++) {
        PUT("day %s %" PRId64 " %" PRId64 "\n", list->days[i].date, list->days[i].starts_ms,
            list->days[i].ends_ms);
    }
    for (size_t i = 0; i < list->serial_count; i++) {
        PUT("serial %" PRIu32 "\n", list->serials[i]);
    }
    for (size_t i = 0; i < list->suspended_count; i++) {
        PUT("suspended %" PRIu32 "\n", list->suspended[i]);
    }
    for (size_t i = 0; i < list->holder_count; i++) {
        PUT("holder %016" PRIx64 "\n", list->holders[i]);
    }
    hash_text(text, used, hash);
    crypto_sign_detached(signature, NULL, hash, sizeof hash, key->secret_key);
    PUT("signed %u %s\n", key->id, bytes_to_hex(signature, sizeof signature, hex));
#undef PUT
    return text;
}

/* ---- reading ---- */

static bool read_day(const char *words, struct revocation_list *out)
{
    struct event_day day = {{0}, 0, 0};
    int used = 0;
    if (out->day_count == EVENT_DAYS_MAX ||
        sscanf(words, "%10s %" SCNd64 " %" SCNd64 "%n", day.date, &day.starts_ms, &day.ends_ms,
               &used) != 3 ||
        words[used] != '\0') {
        return false;
    }
    out->days[out->day_count++] = day;
    return true;
}

static bool read_serial(const char *word, bool suspended, struct revocation_list *out)
{
    char *end;
    unsigned long long value = strtoull(word, &end, 10);
    return word[0] >= '0' && word[0] <= '9' && !*end && value > 0 && value <= UINT32_MAX &&
           revocation_list_add_serial(out, (uint32_t)value, suspended);
}

static bool read_line(const char *line, struct revocation_list *out)
{
    uint64_t holder;
    char *end;
    if (strncmp(line, "day ", 4) == 0) {
        return read_day(line + 4, out);
    }
    if (strncmp(line, "serial ", 7) == 0) {
        return read_serial(line + 7, false, out);
    }
    if (strncmp(line, "suspended ", 10) == 0) {
        return read_serial(line + 10, true, out);
    }
    if (strncmp(line, "holder ", 7) == 0) {
        return holder_parse(line + 7, &holder) && revocation_list_add_holder(out, holder);
    }
    if (strncmp(line, "issued ", 7) == 0) {
        out->issued_at = strtoll(line + 7, &end, 10);
        return out->issued_at > 0 && !*end;
    }
    return strncmp(line, "event ", 6) == 0 && uuid_parse(line + 6, out->event_uuid);
}

/* Whether the words behind "signed" are a signature of the text before them. */
static bool check_signature(const char *text, size_t length, const char *words,
                            const struct key_list *keys)
{
    uint8_t hash[64], signature[KEY_SIGNATURE_SIZE];
    char *end;
    unsigned long id = strtoul(words, &end, 10);
    const struct key_entry *entry = id <= UINT16_MAX ? key_list_find(keys, (uint16_t)id) : NULL;
    if (!entry || entry->revoked_at || !(entry->usage & KEY_SIGNS_EVENTS) || *end != ' ' ||
        strlen(end + 1) != 2 * KEY_SIGNATURE_SIZE ||
        !bytes_from_hex(end + 1, 2 * KEY_SIGNATURE_SIZE, signature, sizeof signature)) {
        return false;
    }
    hash_text(text, length, hash);
    return crypto_sign_verify_detached(signature, hash, sizeof hash, entry->public_key) == 0;
}

bool revocation_list_peek_event(const char *text, uint8_t event_uuid[16])
{
    char uuid[UUID_TEXT_SIZE] = "";
    return strncmp(text, title, sizeof title - 1) == 0 &&
           sscanf(text + sizeof title - 1, "event %36s", uuid) == 1 && uuid_parse(uuid, event_uuid);
}

bool revocation_list_open(const char *text, const struct key_list *keys, int *line,
                          struct revocation_list *out)
{
    char buffer[256];
    const char *at = text;
    memset(out, 0, sizeof *out);
    *line = 1;
    if (strncmp(text, title, sizeof title - 1) != 0) {
        return false;
    }
    at += sizeof title - 1;
    for (*line = 2; *at; ++*line) {
        size_t length = strcspn(at, "\n");
        if (length >= sizeof buffer || at[length] != '\n') {
            break;
        }
        memcpy(buffer, at, length);
        buffer[length] = '\0';
        if (strncmp(buffer, "signed ", 7) == 0 && at[length + 1] == '\0') {
            *line = 0;
            if (memcmp(out->event_uuid, keys->event_uuid, 16) == 0 &&
                check_signature(text, (size_t)(at - text), buffer + 7, keys)) {
                return true;
            }
            break;
        }
        if (!read_line(buffer, out)) {
            break;
        }
        at += length + 1;
    }
    revocation_list_finish(out);
    return false;
}
