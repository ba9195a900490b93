#include "staff.h"

#include <string.h>

#include <sodium.h>

#define FREE_ATTEMPTS 3
#define FIRST_DELAY_MS INT64_C(5000)
#define LONGEST_DELAY_MS INT64_C(900000)

static const char *const role_names[STAFF_ROLES] = {
    [STAFF_SECURITY] = "security",
    [STAFF_DESK] = "desk",
    [STAFF_SUPERVISOR] = "supervisor",
    [STAFF_ADMINISTRATOR] = "administrator",
};

#define PERMISSION_ROW(name, keyword, roles, approvers) [name] = {keyword, roles, approvers},
static const struct {
    const char *keyword;
    unsigned roles, approvers;
} permissions[PERMISSION_COUNT] = {PERMISSION_TABLE(PERMISSION_ROW)};
#undef PERMISSION_ROW

const char *staff_role_string(enum staff_role role)
{
    return role_names[role];
}

bool staff_role_parse(const char *text, enum staff_role *out)
{
    for (size_t i = 0; i < STAFF_ROLES; i++) {
        if (strcmp(text, role_names[i]) == 0) {
            *out = (enum staff_role)i;
            return true;
        }
    }
    return false;
}

const char *permission_string(enum permission permission)
{
    return permissions[permission].keyword;
}

bool staff_may(enum staff_role role, enum permission permission)
{
    return permissions[permission].roles >> role & 1;
}

bool staff_needs_approval(enum permission permission)
{
    return permissions[permission].approvers != 0;
}

bool staff_may_approve(enum staff_role role, enum permission permission)
{
    return permissions[permission].approvers >> role & 1;
}

bool staff_name_is_good(const char *name)
{
    static const char allowed[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
    size_t length = strlen(name);
    return length > 0 && length < STAFF_NAME_SIZE && strspn(name, allowed) == length;
}

/* Whether each digit differs from the one before it by the same step: 111111, 123456, 987654. */
static bool is_run(const char *pin)
{
    int step = pin[1] - pin[0];
    for (size_t i = 2; pin[i]; i++) {
        if (pin[i] - pin[i - 1] != step) {
            return false;
        }
    }
    return step >= -1 && step <= 1;
}

const char *staff_pin_fault(const char *pin)
{
    size_t length = strlen(pin);
    if (strspn(pin, "0123456789") != length) {
        return "a PIN is made of digits";
    }
    if (length < STAFF_PIN_MIN || length > STAFF_PIN_MAX) {
        return "a PIN has 6 to 12 digits";
    }
    return is_run(pin) ? "a PIN is no row of equal or following digits" : NULL;
}

bool staff_pin_hash(const char *pin, char out[STAFF_HASH_SIZE])
{
    return crypto_pwhash_str_alg(out, pin, strlen(pin), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                                 crypto_pwhash_MEMLIMIT_INTERACTIVE,
                                 crypto_pwhash_ALG_ARGON2ID13) == 0;
}

bool staff_pin_matches(const char *pin, const char *hash)
{
    char nobody[STAFF_HASH_SIZE];
    if (!hash[0]) {
        staff_pin_hash(pin, nobody);
        return false;
    }
    return crypto_pwhash_str_verify(hash, pin, strlen(pin)) == 0;
}

static int64_t delay_ms(int failed)
{
    int64_t delay = failed < FREE_ATTEMPTS ? 0 : FIRST_DELAY_MS;
    for (int i = FREE_ATTEMPTS; i < failed && delay < LONGEST_DELAY_MS; i++) {
        delay *= 2;
    }
    return delay < LONGEST_DELAY_MS ? delay : LONGEST_DELAY_MS;
}

int64_t staff_wait_ms(int failed, int64_t last_ms, int64_t now_ms)
{
    int64_t delay = delay_ms(failed);
    int64_t left = last_ms + delay - now_ms;
    return left < 0 ? 0 : left > delay ? delay : left;
}

void staff_session_start(struct staff_session *session, const char *name, enum staff_role role,
                         int64_t now_ms)
{
    *session = (struct staff_session){.role = role, .touched_ms = now_ms};
    strncpy(session->name, name, sizeof session->name - 1);
}

bool staff_session_touch(struct staff_session *session, int64_t now_ms)
{
    if (!session->name[0] || now_ms - session->touched_ms >= STAFF_SESSION_MS) {
        *session = (struct staff_session){0};
        return false;
    }
    session->touched_ms = now_ms;
    return true;
}
