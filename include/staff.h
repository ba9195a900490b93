/*
 * Staff: roles, what each may do, which deeds need a second person, PINs and the delays after wrong
 * ones. Pure but for the randomness and memory of the PIN's hash (argon2id, libsodium).
 */
#ifndef LANYARD_STAFF_H
#define LANYARD_STAFF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum staff_role { STAFF_SECURITY, STAFF_DESK, STAFF_SUPERVISOR, STAFF_ADMINISTRATOR, STAFF_ROLES };
const char *staff_role_string(enum staff_role role); /* "security", … */
bool staff_role_parse(const char *text, enum staff_role *out);

/* X(enumerator, keyword, roles that may do it, roles that may approve it: 0 when nobody has to) */
#define SECURITY (1 << STAFF_SECURITY)
#define DESK (1 << STAFF_DESK)
#define SUPERVISOR (1 << STAFF_SUPERVISOR)
#define ADMINISTRATOR (1 << STAFF_ADMINISTRATOR)
#define PERMISSION_TABLE(X)                                                                        \
    X(PERMIT_VERIFY, "verify", SECURITY | DESK | SUPERVISOR | ADMINISTRATOR, 0)                    \
    X(PERMIT_INCIDENTS, "incidents", SECURITY | SUPERVISOR | ADMINISTRATOR, 0)                     \
    X(PERMIT_UNDO, "undo", SECURITY | DESK | SUPERVISOR | ADMINISTRATOR, 0)                        \
    X(PERMIT_REPLACE, "replace", DESK | SUPERVISOR | ADMINISTRATOR, 0)                             \
    X(PERMIT_REVOKE, "revoke", DESK | SUPERVISOR | ADMINISTRATOR, 0)                               \
    X(PERMIT_WATCH, "watch-list", SUPERVISOR | ADMINISTRATOR, 0)                                   \
    X(PERMIT_RULES, "rules", ADMINISTRATOR, 0)                                                     \
    X(PERMIT_STAFF, "staff", ADMINISTRATOR, 0)                                                     \
    X(PERMIT_FORCE, "force-admit", SECURITY | DESK | SUPERVISOR, SUPERVISOR | ADMINISTRATOR)       \
    X(PERMIT_REPLACE_STOLEN, "replace-stolen", DESK | SUPERVISOR | ADMINISTRATOR,                  \
      SUPERVISOR | ADMINISTRATOR)                                                                  \
    X(PERMIT_UNREVOKE, "un-revoke", DESK | SUPERVISOR | ADMINISTRATOR, SUPERVISOR | ADMINISTRATOR) \
    X(PERMIT_EDIT, "edit", DESK | SUPERVISOR | ADMINISTRATOR, 0)                                   \
    X(PERMIT_EDIT_APPROVED, "edit-approved", DESK | SUPERVISOR | ADMINISTRATOR,                    \
      SUPERVISOR | ADMINISTRATOR)                                                                  \
    X(PERMIT_EXPORT, "export", SUPERVISOR | ADMINISTRATOR, SUPERVISOR | ADMINISTRATOR)

#define PERMISSION_ENUM(name, keyword, roles, approvers) name,
enum permission { PERMISSION_TABLE(PERMISSION_ENUM) PERMISSION_COUNT };
#undef PERMISSION_ENUM

const char *permission_string(enum permission permission);
bool staff_may(enum staff_role role, enum permission permission);
/* Whether a second person has to approve, and whether this role may be that person. */
bool staff_needs_approval(enum permission permission);
bool staff_may_approve(enum staff_role role, enum permission permission);

#define STAFF_NAME_SIZE 32
/* Letters, digits, - and _; not empty. */
bool staff_name_is_good(const char *name);

/* ---- PINs ---- */
#define STAFF_PIN_MIN 6
#define STAFF_PIN_MAX 12
#define STAFF_HASH_SIZE 128 /* libsodium's own text form, with its parameters */

/* NULL for a good one, else what is wrong with it, as a sentence. */
const char *staff_pin_fault(const char *pin);
bool staff_pin_hash(const char *pin, char out[STAFF_HASH_SIZE]); /* false: no memory */
/* Takes as long for an empty hash (nobody's) as for a true one. */
bool staff_pin_matches(const char *pin, const char *hash);

/* How long to wait before the next attempt, after `failed` wrong ones of which the last was at
 * `last_ms`. A clock set back makes it no longer than one whole delay. */
int64_t staff_wait_ms(int failed, int64_t last_ms, int64_t now_ms);

/* ---- a person signed in at a screen ---- */
#define STAFF_SESSION_MS (5 * 60 * 1000) /* without a touch */
struct staff_session {
    char name[STAFF_NAME_SIZE]; /* "": nobody */
    enum staff_role role;
    int64_t touched_ms; /* monotonic */
};
void staff_session_start(struct staff_session *session, const char *name, enum staff_role role,
                         int64_t now_ms);
/* Whether it still holds; then now counts as a touch. Else it is wiped. */
bool staff_session_touch(struct staff_session *session, int64_t now_ms);

#endif
