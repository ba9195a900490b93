#include "code.h"

#include <string.h>

#include <sodium.h>

#include "attendee.h"
#include "kiosk/domain/indico.h"
#include "kiosk/domain/sig1.h"

#define ECI_LENGTH 7 /* "\000003" */
#define BOARDING_PASS_MIN 58
#define PRETIX_LENGTH 32

const char *code_kind_string(enum code_kind kind)
{
    static const char *const names[CODE_KIND_COUNT] = {
        [CODE_EMPTY] = "empty",
        [CODE_LY1] = "ly1",
        [CODE_PRETIX] = "pretix",
        [CODE_PRETIX_SIG1] = "pretix-sig1",
        [CODE_INDICO] = "indico",
        [CODE_INDICO_LEGACY] = "indico-legacy",
        [CODE_ALFIO] = "alfio",
        [CODE_CONTACT_CARD] = "contact-card",
        [CODE_URL] = "web-address",
        [CODE_WIFI] = "wifi-code",
        [CODE_BOARDING_PASS] = "boarding-pass",
        [CODE_OTHER] = "other",
    };
    return names[kind];
}

/* ---- marks at the ends ---- */

static bool is_mark(char c)
{
    return c == '\r' || c == '\n' || c == '\t' || c == ' ' || c == '\0' || c == 0x1d;
}

/* An ECI mark as decoders write it: a backslash and six digits. */
static bool is_eci(const char *text)
{
    for (int i = 1; i < ECI_LENGTH; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return false;
        }
    }
    return text[0] == '\\';
}

static void strip(const char **text, size_t *length)
{
    size_t before;
    do {
        before = *length;
        while (*length > 0 && is_mark((*text)[0])) {
            (*text)++, (*length)--;
        }
        while (*length > 0 && is_mark((*text)[*length - 1])) {
            (*length)--;
        }
        if (*length >= ECI_LENGTH && is_eci(*text)) {
            *text += ECI_LENGTH;
            *length -= ECI_LENGTH;
        }
        if (*length >= ECI_LENGTH && is_eci(*text + *length - ECI_LENGTH)) {
            *length -= ECI_LENGTH;
        }
    } while (*length != before);
}

/* ---- forms ---- */

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* `prefix` is in lower case; letters match in either. */
static bool starts_with(const struct code *code, const char *prefix)
{
    for (size_t i = 0; prefix[i]; i++) {
        if (i >= code->length || lower(code->text[i]) != prefix[i]) {
            return false;
        }
    }
    return true;
}

static bool is_ly1(struct code *code)
{
    return code->length >= 4 && memcmp(code->text, "LY1:", 4) == 0;
}

static bool is_contact_card(struct code *code)
{
    return starts_with(code, "begin:vcard") || starts_with(code, "mecard:") ||
           starts_with(code, "bizcard:");
}

static bool is_wifi(struct code *code)
{
    return starts_with(code, "wifi:");
}

static bool is_url(struct code *code)
{
    return starts_with(code, "http://") || starts_with(code, "https://") ||
           starts_with(code, "www.");
}

/* IATA 792: "M", legs, 20 of the name, ticket mark, 7 of the booking, airports and carrier. */
static bool is_boarding_pass(struct code *code)
{
    if (code->length < BOARDING_PASS_MIN || code->text[0] != 'M' || code->text[1] < '1' ||
        code->text[1] > '4') {
        return false;
    }
    for (size_t i = 30; i < 36; i++) {
        if (code->text[i] < 'A' || code->text[i] > 'Z') {
            return false;
        }
    }
    return true;
}

static bool is_indico(struct code *code)
{
    return indico_parse(code->text, code->length, code);
}

/* Copies printable UTF-8 that can stand in a roster; leaves lookup empty for anything else. */
static void set_lookup(struct code *code, size_t length)
{
    if (length >= sizeof code->lookup) {
        return;
    }
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)code->text[i] < 0x20 || code->text[i] == 0x7f) {
            return;
        }
    }
    memcpy(code->lookup, code->text, length);
    code->lookup[length] = '\0';
}

static bool is_sig1(struct code *code)
{
    struct sig1 ticket;
    if (!sig1_parse(code->text, code->length, &ticket)) {
        return false;
    }
    set_lookup(code, code->length);
    return true;
}

/* Whether `text` starts with a UUID, in either case; `uuid` receives it in lower case. */
static bool take_uuid(const char *text, size_t length, char uuid[UUID_TEXT_SIZE])
{
    uint8_t bytes[16];
    if (length < UUID_TEXT_SIZE - 1) {
        return false;
    }
    for (size_t i = 0; i < UUID_TEXT_SIZE - 1; i++) {
        uuid[i] = lower(text[i]);
    }
    uuid[UUID_TEXT_SIZE - 1] = '\0';
    return uuid_parse(uuid, bytes);
}

/* uuid "/" base64 of 32 bytes. The ticket is found by its UUID; only its issuer can check the rest.
 */
static bool is_alfio(struct code *code)
{
    char uuid[UUID_TEXT_SIZE];
    uint8_t mac[32];
    size_t size;
    const size_t head = UUID_TEXT_SIZE; /* with the slash */
    if (!take_uuid(code->text, code->length, uuid) || code->length <= head ||
        code->text[head - 1] != '/' ||
        sodium_base642bin(mac, sizeof mac, code->text + head, code->length - head, NULL, &size,
                          NULL, sodium_base64_VARIANT_ORIGINAL) != 0 ||
        size != sizeof mac) {
        return false;
    }
    memcpy(code->lookup, uuid, sizeof uuid);
    return true;
}

static bool is_pretix(struct code *code)
{
    static const char alphabet[] = "abcdefghjkmnpqrstuvwxyz23456789";
    if (code->length != PRETIX_LENGTH) {
        return false;
    }
    for (size_t i = 0; i < code->length; i++) {
        if (!memchr(alphabet, code->text[i], sizeof alphabet - 1)) {
            return false;
        }
    }
    set_lookup(code, code->length);
    return true;
}

/* What no form fits may still stand in the roster word for word; a UUID in either case. */
static bool is_other(struct code *code)
{
    char uuid[UUID_TEXT_SIZE];
    if (code->length == UUID_TEXT_SIZE - 1 && take_uuid(code->text, code->length, uuid)) {
        memcpy(code->lookup, uuid, sizeof uuid);
    } else {
        set_lookup(code, code->length);
    }
    return true;
}

void code_classify(const char *text, size_t length, struct code *out)
{
    static const struct {
        enum code_kind kind;
        bool (*is)(struct code *code);
    } forms[] = {
        {CODE_LY1, is_ly1},
        {CODE_CONTACT_CARD, is_contact_card},
        {CODE_WIFI, is_wifi},
        {CODE_URL, is_url},
        {CODE_BOARDING_PASS, is_boarding_pass},
        {CODE_INDICO, is_indico}, /* or CODE_INDICO_LEGACY */
        {CODE_PRETIX_SIG1, is_sig1},
        {CODE_ALFIO, is_alfio},
        {CODE_PRETIX, is_pretix},
        {CODE_OTHER, is_other},
    };
    strip(&text, &length);
    *out = (struct code){.kind = CODE_EMPTY, .text = text, .length = length};
    if (length == 0) {
        return;
    }
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        if (forms[i].is(out)) {
            out->kind = out->kind == CODE_EMPTY ? forms[i].kind : out->kind;
            return;
        }
    }
}
