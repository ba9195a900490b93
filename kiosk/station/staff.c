#define LOG_MODULE "staff"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kiosk/station/station_private.h"
#include "log.h"
#include "timebase.h"

#define STAFF_MAX 256
#define CARD_LIFETIME_MIN UINT16_MAX /* 45 days */

const char *staff_answer_string(enum staff_answer answer)
{
    static const char *const sentences[] = {
        [STAFF_OK] = "Allowed.",
        [STAFF_NOBODY] = "Say who you are: --staff NAME, and --pin-file FILE or a terminal.",
        [STAFF_WRONG] = "The name or the PIN is wrong.",
        [STAFF_WAIT] = "Too many wrong PINs: wait before the next one.",
        [STAFF_NOT_ALLOWED] = "Your role may not do this.",
        [STAFF_NEEDS_APPROVAL] = "A second person must approve this: --approve-by NAME.",
        [STAFF_NOT_APPROVED] = "The second person must be another one who may approve this.",
        [STAFF_FAULT] = "The station's database failed.",
    };
    return sentences[answer];
}

/* Whom a name or a staff card's text means. */
static enum store_found find_staff(struct station *station, const char *who, struct staff *out)
{
    struct credential card;
    size_t length = strlen(who);
    if (length < STAFF_NAME_SIZE) {
        return who[0] ? store_staff(station->store, who, 0, out) : STORE_NOT_FOUND;
    }
    if (credential_verify(who, length, &station->keys, &card) != CREDENTIAL_OK ||
        card.type != CREDENTIAL_STAFF ||
        credential_time_at(&card, time_realtime_ms() / 1000) != CREDENTIAL_IN_TIME) {
        return STORE_NOT_FOUND;
    }
    enum store_found found = store_staff(station->store, "", card.holder, out);
    return found == STORE_FOUND && out->card != card.serial ? STORE_NOT_FOUND : found;
}

/* Looks at the PIN; the attempt has been counted. */
static enum staff_answer check_pin(struct station *station, const struct staff *staff,
                                   const char *pin, const char *hash)
{
    if (!staff_pin_matches(pin, hash) || !staff->enabled) {
        return STAFF_WRONG;
    }
    return store_clear_attempts(station->store, staff->name) ? STAFF_OK : STAFF_FAULT;
}

enum staff_answer station_sign_in(struct station *station, const struct credentials *credentials,
                                  struct staff *out, int64_t *wait_ms)
{
    char hash[STAFF_HASH_SIZE] = "";
    int failed = 0;
    int64_t last_ms = 0, now_ms = time_realtime_ms();
    *wait_ms = 0;
    if (!credentials || !credentials->who || !credentials->pin) {
        return STAFF_NOBODY;
    }
    enum store_found found = find_staff(station, credentials->who, out);
    if (found == STORE_FOUND) {
        found = store_pin(station->store, out->name, hash, &failed, &last_ms);
    }
    if (found == STORE_NOT_FOUND) {
        staff_pin_matches(credentials->pin, ""); /* as long as for a true name */
        return STAFF_WRONG;
    }
    if (found == STORE_FAILED) {
        return STAFF_FAULT;
    }
    if ((*wait_ms = staff_wait_ms(failed, last_ms, now_ms)) > 0) {
        return STAFF_WAIT;
    }
    if (!store_count_attempt(station->store, out->name, now_ms)) {
        return STAFF_FAULT;
    }
    return check_pin(station, out, credentials->pin, hash);
}

static enum staff_answer approve(struct station *station, enum permission permission,
                                 const struct staff *by, const struct credentials *approved_by,
                                 struct staff *approver, int64_t *wait_ms)
{
    enum staff_answer answer = station_sign_in(station, approved_by, approver, wait_ms);
    if (answer == STAFF_NOBODY) {
        return STAFF_NEEDS_APPROVAL;
    }
    if (answer != STAFF_OK) {
        return answer;
    }
    bool another = strcmp(approver->name, by->name) != 0;
    return another && staff_may_approve(approver->role, permission) ? STAFF_OK : STAFF_NOT_APPROVED;
}

enum staff_answer station_authorise(struct station *station, enum permission permission,
                                    const struct credentials *by,
                                    const struct credentials *approved_by, int64_t *wait_ms)
{
    struct staff staff, approver = {0};
    store_set_actor(station->store, NULL, NULL);
    *wait_ms = 0;
    int count = store_staff_list(station->store, &staff, 1);
    if (count <= 0) {
        return count == 0 ? STAFF_OK : STAFF_FAULT;
    }
    enum staff_answer answer = station_sign_in(station, by, &staff, wait_ms);
    if (answer != STAFF_OK) {
        return answer;
    }
    if (!staff_may(staff.role, permission)) {
        return STAFF_NOT_ALLOWED;
    }
    if (staff_needs_approval(permission)) {
        answer = approve(station, permission, &staff, approved_by, &approver, wait_ms);
    }
    if (answer == STAFF_OK) {
        store_set_actor(station->store, staff.name, approver.name);
    }
    return answer;
}

/* ---- keeping ---- */

/* Whether some administrator other than `name` can sign in. */
static bool has_other_administrator(const struct staff *all, int count, const char *name)
{
    for (int i = 0; i < count; i++) {
        if (all[i].enabled && all[i].role == STAFF_ADMINISTRATOR && all[i].has_pin &&
            strcmp(all[i].name, name) != 0) {
            return true;
        }
    }
    return false;
}

/* Nobody may be locked out of everything. */
static bool leaves_administrator(struct station *station, const struct staff *changed)
{
    struct staff *all = calloc(STAFF_MAX, sizeof *all);
    int count = all ? store_staff_list(station->store, all, STAFF_MAX) : -1;
    bool left = count >= 0 && ((changed->enabled && changed->role == STAFF_ADMINISTRATOR) ||
                               has_other_administrator(all, count, changed->name));
    if (count >= 0 && !left) {
        LOG_ERROR("%s: without an administrator nobody could change anything; add one first",
                  changed->name);
    }
    free(all);
    return left;
}

static bool keep(struct station *station, const struct staff *staff, const char *hash)
{
    if (!store_begin(station->store)) {
        return false;
    }
    if (store_append_staff(station->store, staff) &&
        (!hash || store_put_pin(station->store, staff->name, hash)) &&
        store_commit(station->store)) {
        return true;
    }
    store_rollback(station->store);
    return false;
}

bool station_put_staff(struct station *station, const char *name, enum staff_role role,
                       bool enabled, const char *pin)
{
    struct staff staff = {0};
    char hash[STAFF_HASH_SIZE];
    const char *fault = pin ? staff_pin_fault(pin) : NULL;
    if (!staff_name_is_good(name) || fault) {
        LOG_ERROR("%s: %s", name,
                  fault ? fault : "a name is 1 to 31 letters, digits, hyphens and underscores");
        return false;
    }
    enum store_found found = store_staff(station->store, name, 0, &staff);
    if (found == STORE_FAILED) {
        return false;
    }
    snprintf(staff.name, sizeof staff.name, "%s", name);
    staff.role = role;
    staff.enabled = enabled;
    staff.holder = staff.holder ? staff.holder : holder_make();
    if (pin && !staff_pin_hash(pin, hash)) {
        LOG_ERROR("no memory for the PIN's hash; close other programs");
        return false;
    }
    return leaves_administrator(station, &staff) && keep(station, &staff, pin ? hash : NULL);
}

bool station_staff_card(struct station *station, const char *name, char text[CREDENTIAL_TEXT_SIZE])
{
    struct staff staff;
    struct credential card = {.type = CREDENTIAL_STAFF, .issue = 1};
    if (store_staff(station->store, name, 0, &staff) != STORE_FOUND || !staff.enabled) {
        LOG_ERROR("%s: there is no such person among the staff", name);
        return false;
    }
    if (!store_begin(station->store)) {
        return false;
    }
    card.holder = staff.holder;
    card.serial = staff.card = store_next_serial(station->store);
    card.not_before = (uint32_t)(time_realtime_ms() / 1000);
    card.lifetime_min = CARD_LIFETIME_MIN;
    if (card.serial != 0 && store_append_staff(station->store, &staff) &&
        store_commit(station->store)) {
        credential_sign(&card, station->event.uuid, &station->key, text);
        return true;
    }
    store_rollback(station->store);
    return false;
}
