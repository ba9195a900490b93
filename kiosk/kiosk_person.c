/* What the modes share: the person of a decision on the screen, and the keys. */
#define LOG_MODULE "kiosk"
#include <stdio.h>
#include <string.h>

#include "kiosk/kiosk_private.h"
#include "log.h"
#include "roster.h"
#include "timebase.h"

#define KEYS_EVERY_US 2000000

static void fill_zones(struct kiosk *kiosk, struct ui_person *person)
{
    struct zone zones[EVENT_ZONES_MAX];
    int count = store_zones(kiosk->station->store, zones, EVENT_ZONES_MAX);
    person->zones = kiosk->outcome.attendee.zones;
    for (int i = 0; i < count; i++) {
        person->zones_known |= (uint16_t)(1u << zones[i].bit);
        if (zones[i].bit == kiosk->checkpoint.zone) {
            snprintf(person->zone, sizeof person->zone, "%s", zones[i].name);
        }
    }
}

static void fill_person(struct kiosk *kiosk)
{
    const struct attendee *attendee = &kiosk->outcome.attendee;
    struct ui_person *person = &kiosk->model.person;
    struct category category;
    attendee_latin_name(attendee, person->name, sizeof person->name);
    snprintf(person->native_name, sizeof person->native_name, "%s", attendee->native_name);
    snprintf(person->role, sizeof person->role, "%s", attendee->position);
    if (store_category(kiosk->station->store, attendee->category, &category) == STORE_FOUND) {
        snprintf(person->category, sizeof person->category, "%s", category.name);
        snprintf(person->category_letter, sizeof person->category_letter, "%s", category.letter);
        person->category_rgb = category.rgb;
    }
}

static void fill_delegation(struct kiosk *kiosk)
{
    const struct attendee *attendee = &kiosk->outcome.attendee;
    struct ui_person *person = &kiosk->model.person;
    struct delegation delegation;
    if (store_delegation(kiosk->station->store, attendee->delegation, &delegation) == STORE_FOUND) {
        roster_delegation_name(&delegation, kiosk->model.language, person->delegation,
                               sizeof person->delegation);
        snprintf(person->country, sizeof person->country, "%s", delegation_flag(&delegation));
    } else {
        snprintf(person->delegation, sizeof person->delegation, "%s", attendee->organisation);
    }
}

static void load_photo(struct kiosk *kiosk)
{
    struct badge badge;
    const struct intent no_badge = {.holder = kiosk->outcome.attendee.holder};
    if (station_badge(kiosk->station, &no_badge, &badge)) {
        kiosk->photo = badge.photo; /* moved */
        memset(&badge.photo, 0, sizeof badge.photo);
        badge_finish(&badge);
    }
}

void kiosk_person_show(struct kiosk *kiosk)
{
    if (kiosk->outcome.known) {
        fill_person(kiosk);
        fill_delegation(kiosk);
        fill_zones(kiosk, &kiosk->model.person);
        load_photo(kiosk);
        if (!kiosk->photo.rgb) {
            kiosk_sync_need_photo(kiosk);
        }
    }
}

void kiosk_person_language(struct kiosk *kiosk)
{
    if (kiosk->model.person.delegation[0]) {
        fill_delegation(kiosk);
    }
}

void kiosk_person_photo(struct kiosk *kiosk)
{
    if (kiosk->outcome.known && kiosk->outcome.attendee.photo[0] && !kiosk->photo.rgb) {
        load_photo(kiosk);
        kiosk->model.photo = kiosk->photo.rgb ? &kiosk->photo : NULL;
        kiosk->dirty = true;
    }
}

void kiosk_person_hide(struct kiosk *kiosk)
{
    struct ui_model *model = &kiosk->model;
    picture_finish(&kiosk->photo);
    picture_finish(&kiosk->badge_picture);
    explicit_bzero(&model->person, sizeof model->person);
    model->photo = model->badge = NULL;
}

void kiosk_person_forget(struct kiosk *kiosk)
{
    kiosk_person_hide(kiosk);
    explicit_bzero(&kiosk->outcome, sizeof kiosk->outcome);
}

void kiosk_log_decision(const struct outcome *outcome, const char *what)
{
    char holder[HOLDER_TEXT_SIZE] = "-";
    if (outcome->known) {
        holder_format(outcome->attendee.holder, holder);
    }
    LOG_INFO("%s: %s %s (%s)", what, verdict_string(outcome->decision.verdict),
             reason_string(outcome->decision.reason), holder);
}

void kiosk_refresh_keys(struct kiosk *kiosk)
{
    int64_t now = time_monotonic_us();
    if (now - kiosk->keys_read_us > KEYS_EVERY_US) {
        kiosk->keys_read_us = now;
        station_refresh_keys(kiosk->station);
    }
}
