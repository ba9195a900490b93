/* Checks of each person: what their badge will look like, and what they lack. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "credential.h"
#include "kiosk/commands/command.h"
#include "kiosk/commands/font_package.h"
#include "kiosk/commands/preflight.h"
#include "text.h"

#define PHOTO_SIDE_MIN 240 /* pixels: 32 mm at 200 dpi */

struct looking {
    struct preflight *preflight;
    struct twins *twins;
    int64_t total;
    bool failed;
};

/* ---- the badge ---- */

static void report_glyph(struct findings *findings, const struct attendee *attendee,
                         uint32_t missing)
{
    const char *script = text_script(missing);
    if (strcmp(script, "Unknown") == 0) { /* of private use, or of no use yet */
        findings_add(findings, SEVERITY_ERROR, attendee, "missing-glyph",
                     "the character U+%04" PRIX32 " is of no script: ask for the name again",
                     missing);
        return;
    }
    findings_add(findings, SEVERITY_ERROR, attendee, "missing-glyph",
                 "no font has the %s character U+%04" PRIX32 "; install the package %s", script,
                 missing, font_package(script));
}

static bool check_badge(struct preflight *preflight, const struct attendee *attendee)
{
    struct findings *findings = preflight->findings;
    struct badge badge;
    struct badge_faults faults = {0};
    if (!station_test_badge(preflight->station, attendee->holder, &badge)) {
        return false;
    }
    bool has_picture = badge.photo.rgb != NULL;
    int width = badge.photo.width, height = badge.photo.height;
    memset(badge.qr_text, 'A', CREDENTIAL_TEXT_LENGTH); /* as long as any, and encoded once */
    bool painted =
        badge_check(preflight->renderer, &badge, preflight->template, preflight->dpi, &faults);
    badge_finish(&badge);
    if (!painted && !preflight->code_is_small) {
        findings_add(findings, SEVERITY_ERROR, attendee, "badge", "the badge cannot be painted");
    }
    if (faults.missing_glyphs) {
        report_glyph(findings, attendee, faults.missing);
    }
    if (faults.shrunk_below_minimum) {
        findings_add(findings, SEVERITY_WARNING, attendee, "small-name",
                     "the name is printed smaller than one can read at a distance");
    }
    if (faults.ellipsized) {
        findings_add(findings, SEVERITY_ERROR, attendee, "cut-text",
                     "a text does not fit the badge on two lines and is cut");
    }
    if (attendee->photo[0] && has_picture && (width < height ? width : height) < PHOTO_SIDE_MIN) {
        findings_add(findings, SEVERITY_WARNING, attendee, "small-photo",
                     "the photo has %d x %d pixels; a sharp print needs %d or more on the shorter "
                     "side",
                     width, height, PHOTO_SIDE_MIN);
    }
    if (attendee->photo[0] && !has_picture) {
        findings_add(findings, SEVERITY_ERROR, attendee, "bad-photo",
                     "the photo %s is missing or no picture", attendee->photo);
    }
    return true;
}

/* ---- the row ---- */

static void check_contact(struct preflight *preflight, const struct attendee *attendee)
{
    struct findings *findings = preflight->findings;
    if (!attendee->photo[0]) {
        findings_add(findings, SEVERITY_WARNING, attendee, "no-photo", "there is no photo");
    }
    if (!attendee->email[0]) {
        findings_add(findings, SEVERITY_WARNING, attendee, "no-email",
                     "there is no e-mail address to send the invitation to");
    } else if (!strchr(attendee->email, '@')) {
        findings_add(findings, SEVERITY_WARNING, attendee, "bad-email",
                     "\"%s\" is no e-mail address", attendee->email);
    }
    if (!attendee->family_name[0] && !attendee->given_name[0]) {
        findings_add(findings, SEVERITY_ERROR, attendee, "no-name", "there is no Latin name");
    }
}

static bool check_places(struct preflight *preflight, const struct attendee *attendee)
{
    struct findings *findings = preflight->findings;
    struct station *station = preflight->station;
    struct delegation delegation;
    struct category category;
    struct country country;
    unsigned days = (1u << station->event.day_count) - 1;
    enum store_found found = store_category(station->store, attendee->category, &category);
    if (found == STORE_NOT_FOUND) {
        findings_add(findings, SEVERITY_ERROR, attendee, "unknown-category",
                     "category %d is none of this event, so it has no template",
                     attendee->category);
    }
    if (found == STORE_FAILED) {
        return false;
    }
    if (!(attendee->days & days)) {
        findings_add(findings, SEVERITY_ERROR, attendee, "no-days",
                     "none of the event's days is given, so no door will open");
    }
    if (!attendee->delegation[0]) {
        return true;
    }
    found = store_delegation(station->store, attendee->delegation, &delegation);
    if (found == STORE_NOT_FOUND) {
        findings_add(findings, SEVERITY_ERROR, attendee, "unknown-delegation",
                     "the delegation %s is none of this event", attendee->delegation);
    } else if (found == STORE_FOUND && delegation.country[0] &&
               !country_find(delegation.country, &country)) {
        findings_add(findings, SEVERITY_WARNING, attendee, "unknown-country",
                     "the delegation's country %s is no ISO 3166 code", delegation.country);
    }
    return found != STORE_FAILED;
}

static bool is_expected(const struct attendee *attendee)
{
    return attendee->approval == APPROVAL_APPROVED || attendee->approval == APPROVAL_PENDING;
}

static bool look_at(const struct attendee *attendee, void *userdata)
{
    struct looking *looking = userdata;
    struct preflight *preflight = looking->preflight;
    char path[4700];
    if (!is_expected(attendee)) {
        return true;
    }
    snprintf(path, sizeof path, "%s/photos/%s", preflight->station->directory, attendee->photo);
    check_contact(preflight, attendee);
    looking->failed = !check_places(preflight, attendee) || !check_badge(preflight, attendee) ||
                      !twins_add(looking->twins, attendee, attendee->photo[0] ? path : NULL);
    preflight->people++;
    progress_show("people", preflight->people, looking->total);
    return !looking->failed;
}

bool preflight_people(struct preflight *preflight)
{
    struct looking looking = {.preflight = preflight, .twins = twins_create()};
    struct store *store = preflight->station->store;
    looking.total = store_attendee_count(store);
    bool ok = looking.twins && looking.total >= 0 &&
              store_each_attendee(store, look_at, &looking) && !looking.failed &&
              twins_report(looking.twins, preflight);
    if (ok && preflight->people < looking.total) {
        progress_show("people", looking.total, looking.total);
    }
    twins_destroy(looking.twins);
    return ok;
}
