#define LOG_MODULE "invite"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "kiosk/station/station_private.h"
#include "log.h"
#include "message.h"
#include "text.h"

static bool sign_invitation(struct station *station, const struct attendee *attendee,
                            char text[CREDENTIAL_TEXT_SIZE])
{
    struct credential credential = station_credential(station, CREDENTIAL_INVITATION, attendee);
    credential.serial = store_next_serial(station->store);
    if (credential.serial == 0) {
        return false;
    }
    credential_sign(&credential, station->event.uuid, &station->key, text);
    return store_append_invitation(station->store, attendee->holder, credential.serial);
}

static void fill_words(const struct station *station, const struct attendee *attendee,
                       struct invitation *out)
{
    snprintf(out->event_name, sizeof out->event_name, "%s", station->event.name);
    station_event_dates(&station->event, out->event_dates, sizeof out->event_dates);
    snprintf(out->place, sizeof out->place, "%s", station->event.place);
    attendee_latin_name(attendee, out->name, sizeof out->name);
    snprintf(out->native_name, sizeof out->native_name, "%s", attendee->native_name);
    snprintf(out->how_to, sizeof out->how_to, "%s",
             message_text(attendee->language, "invitation.how-to"));
}

bool station_invite(struct station *station, uint64_t holder, struct invitation *out)
{
    struct attendee attendee;
    struct delegation delegation;
    memset(out, 0, sizeof *out);
    if (store_attendee(station->store, holder, &attendee) != STORE_FOUND) {
        LOG_ERROR("there is no attendee %016" PRIx64, holder);
        return false;
    }
    fill_words(station, &attendee, out);
    if (store_delegation(station->store, attendee.delegation, &delegation) == STORE_FOUND) {
        if (!country_name(delegation.country, attendee.language[0] ? attendee.language : "en",
                          out->delegation, sizeof out->delegation)) {
            snprintf(out->delegation, sizeof out->delegation, "%s", delegation.name);
        }
    } else {
        snprintf(out->delegation, sizeof out->delegation, "%s", attendee.organisation);
    }
    return sign_invitation(station, &attendee, out->qr_text);
}
