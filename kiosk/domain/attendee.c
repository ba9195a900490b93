#include "attendee.h"

#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "kiosk/domain/bytes.h"

static const char *const approval_names[] = {
    [APPROVAL_APPROVED] = "approved",
    [APPROVAL_PENDING] = "pending",
    [APPROVAL_REJECTED] = "rejected",
    [APPROVAL_WITHDRAWN] = "withdrawn",
};

const char *approval_string(enum approval approval)
{
    return approval_names[approval];
}

bool approval_parse(const char *text, enum approval *out)
{
    for (size_t i = 0; i < sizeof approval_names / sizeof approval_names[0]; i++) {
        if (strcmp(text, approval_names[i]) == 0) {
            *out = (enum approval)i;
            return true;
        }
    }
    return false;
}

const char *checkpoint_kind_string(enum checkpoint_kind kind)
{
    return kind == CHECKPOINT_REGISTRATION ? "registration" : "door";
}

int checkpoint_scope(const struct checkpoint *checkpoint)
{
    if (checkpoint->kind == CHECKPOINT_REGISTRATION) {
        return SCOPE_EVENT;
    }
    return checkpoint->zone >= 0 ? checkpoint->zone : SCOPE_EVENT - 2 - checkpoint->venue;
}

int event_day_at(const struct event_info *event, int64_t now_ms)
{
    for (size_t i = 0; i < event->day_count; i++) {
        if (now_ms >= event->days[i].starts_ms && now_ms < event->days[i].ends_ms) {
            return (int)i;
        }
    }
    return -1;
}

char *attendee_latin_name(const struct attendee *attendee, char *out, size_t size)
{
    bool both = attendee->given_name[0] && attendee->family_name[0];
    snprintf(out, size, "%s%s%s", attendee->given_name, both ? " " : "", attendee->family_name);
    return out;
}

char *attendee_display_name(const struct attendee *attendee, char *out, size_t size)
{
    if (!attendee->native_name[0]) {
        return attendee_latin_name(attendee, out, size);
    }
    snprintf(out, size, "%s", attendee->native_name);
    return out;
}

char *holder_format(uint64_t holder, char out[HOLDER_TEXT_SIZE])
{
    uint8_t bytes[8];
    bytes_put(bytes, holder, sizeof bytes);
    return bytes_to_hex(bytes, sizeof bytes, out);
}

bool holder_parse(const char *text, uint64_t *holder)
{
    uint8_t bytes[8];
    const uint8_t *at = bytes;
    if (strlen(text) != 16 || !bytes_from_hex(text, 16, bytes, sizeof bytes)) {
        return false;
    }
    *holder = bytes_get(&at, sizeof bytes);
    return true;
}

uint64_t holder_make(void)
{
    uint64_t holder;
    do {
        randombytes_buf(&holder, sizeof holder);
    } while (holder == 0);
    return holder;
}

const char *delegation_flag(const struct delegation *delegation)
{
    bool reserved = strcmp(delegation->code, "UN") == 0 || strcmp(delegation->code, "EU") == 0;
    return !delegation->country[0] && reserved ? delegation->code : delegation->country;
}
