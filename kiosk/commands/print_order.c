#include "kiosk/commands/print_order.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define KEY_SIZE 640

struct sorted {
    uint64_t holder;
    size_t found_at; /* keeps equals in their order */
    char key[KEY_SIZE];
};

static void key_delegation(const struct attendee *attendee, char *out, size_t size)
{
    snprintf(out, size, "%s",
             attendee->delegation[0] ? attendee->delegation : attendee->organisation);
}

static void key_category(const struct attendee *attendee, char *out, size_t size)
{
    snprintf(out, size, "%03d", attendee->category);
}

static void key_name(const struct attendee *attendee, char *out, size_t size)
{
    snprintf(out, size, "%s %s", attendee->family_name, attendee->given_name);
}

/* Heads first, then by protocol; who has no rank comes after those who have. */
static void key_rank(const struct attendee *attendee, char *out, size_t size)
{
    snprintf(out, size, "%d%09d", !attendee->head_of_delegation,
             attendee->protocol_rank > 0 ? attendee->protocol_rank : 999999999);
}

static const struct {
    const char *name;
    void (*write)(const struct attendee *attendee, char *out, size_t size);
} orders[] = {
    {"delegation", key_delegation},
    {"category", key_category},
    {"name", key_name},
    {"rank", key_rank},
};

static int find_order(const char *name, size_t length)
{
    for (size_t i = 0; i < sizeof orders / sizeof orders[0]; i++) {
        if (strlen(orders[i].name) == length && strncmp(orders[i].name, name, length) == 0) {
            return (int)i;
        }
    }
    return -1;
}

bool print_order_is_known(const char *keys)
{
    while (keys && *keys) {
        size_t length = strcspn(keys, ",");
        if (find_order(keys, length) < 0) {
            fprintf(stderr,
                    "lanyard print: --sort: \"%.*s\" is not one of delegation, category, name, "
                    "rank\n",
                    (int)length, keys);
            return false;
        }
        keys += length + (keys[length] == ',');
    }
    return true;
}

static void write_key(const struct attendee *attendee, const char *keys, char out[KEY_SIZE])
{
    out[0] = '\0';
    while (keys && *keys) {
        size_t length = strcspn(keys, ","), used = strlen(out);
        int order = find_order(keys, length);
        if (order >= 0 && used + 2 < KEY_SIZE) {
            orders[order].write(attendee, out + used, KEY_SIZE - used - 1);
            strcat(out, "\t");
        }
        keys += length + (keys[length] == ',');
    }
}

static int compare(const void *a, const void *b)
{
    const struct sorted *x = a, *y = b;
    int order = strcasecmp(x->key, y->key);
    return order ? order : x->found_at < y->found_at ? -1 : 1;
}

bool print_order(struct station *station, const char *delegation, const char *keys,
                 uint64_t *holders, size_t *count)
{
    if ((!delegation && !keys) || *count == 0) {
        return true;
    }
    struct sorted *list = calloc(*count, sizeof *list);
    size_t kept = 0;
    bool read = list != NULL;
    for (size_t i = 0; read && i < *count; i++) {
        struct attendee attendee;
        read = store_attendee(station->store, holders[i], &attendee) == STORE_FOUND;
        if (read && (!delegation || strcasecmp(attendee.delegation, delegation) == 0)) {
            list[kept].holder = holders[i];
            list[kept].found_at = i;
            write_key(&attendee, keys, list[kept++].key);
        }
    }
    if (read) {
        qsort(list, kept, sizeof *list, compare);
        for (size_t i = 0; i < kept; i++) {
            holders[i] = list[i].holder;
        }
        *count = kept;
    }
    free(list);
    return read;
}
