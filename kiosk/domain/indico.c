#include "kiosk/domain/indico.h"

#include <stdio.h>
#include <string.h>

#include <jansson.h>
#include <sodium.h>

#include "attendee.h"

#define LENGTH_MAX 4096
#define VERSION 2

/* Base64 of 16 bytes to a UUID's text. */
static bool read_uuid(const json_t *value, char out[UUID_TEXT_SIZE])
{
    const char *text = json_string_value(value);
    uint8_t uuid[16];
    size_t size;
    if (!text ||
        sodium_base642bin(uuid, sizeof uuid, text, json_string_length(value), NULL, &size, NULL,
                          sodium_base64_VARIANT_ORIGINAL) != 0 ||
        size != sizeof uuid) {
        return false;
    }
    uuid_format(uuid, out);
    return true;
}

/* A text that fits; false for one that does not, is empty, or holds a NUL. */
static bool read_text(const json_t *value, char *out, size_t size)
{
    const char *text = json_string_value(value);
    if (!text || !text[0] || strlen(text) != json_string_length(value) || strlen(text) >= size) {
        return false;
    }
    memcpy(out, text, strlen(text) + 1);
    return true;
}

/* [2, server, ticket] or [2, server, ticket, person] for an accompanying person. */
static bool read_ticket(const json_t *ticket, struct code *out)
{
    char uuid[UUID_TEXT_SIZE];
    char person[UUID_TEXT_SIZE];
    size_t count = json_array_size(ticket);
    if ((count != 3 && count != 4) || json_integer_value(json_array_get(ticket, 0)) != VERSION ||
        !read_text(json_array_get(ticket, 1), out->server, sizeof out->server) ||
        !read_uuid(json_array_get(ticket, 2), uuid) ||
        (count == 4 && !read_uuid(json_array_get(ticket, 3), person))) {
        return false;
    }
    out->kind = CODE_INDICO;
    snprintf(out->lookup, sizeof out->lookup, "%s%s%s", uuid, count == 4 ? "/" : "",
             count == 4 ? person : "");
    return true;
}

static bool read_legacy(const json_t *root, struct code *out)
{
    if (!read_text(json_object_get(root, "checkin_secret"), out->lookup, sizeof out->lookup) ||
        !read_text(json_object_get(root, "server_url"), out->server, sizeof out->server)) {
        return false;
    }
    out->kind = CODE_INDICO_LEGACY;
    return true;
}

bool indico_parse(const char *text, size_t length, struct code *out)
{
    struct code read = *out;
    if (length == 0 || length > LENGTH_MAX || text[0] != '{') {
        return false;
    }
    json_t *root = json_loadb(text, length, JSON_REJECT_DUPLICATES, NULL);
    const json_t *ticket = json_object_get(root, "i");
    bool found = ticket ? read_ticket(ticket, &read) : read_legacy(root, &read);
    json_decref(root);
    if (found) {
        *out = read;
    }
    return found;
}
