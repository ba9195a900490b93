/* Checks of the event as a whole: codes, keys, printer. */
#include <stdio.h>
#include <string.h>

#include "credential.h"
#include "kiosk/commands/command.h"
#include "kiosk/commands/preflight.h"
#include "print_device.h"
#include "timebase.h"

#define SOON_S (INT64_C(7) * 86400)

static void check_code(struct preflight *preflight)
{
    struct badge badge = {.family_name = "Name", .issue = 1};
    struct frame code = {0};
    memset(badge.qr_text, 'A', CREDENTIAL_TEXT_LENGTH);
    if (!badge_render_code(preflight->renderer, &badge, preflight->template, preflight->dpi,
                           &code)) {
        preflight->code_is_small = true;
        findings_add(preflight->findings, SEVERITY_ERROR, NULL, "small-code",
                     "with the template %s at %d dpi the code is too small to be read; use another "
                     "template or a finer printer",
                     badge_template_name(preflight->template), preflight->dpi);
    }
    frame_finish(&code);
}

static bool check_categories(struct preflight *preflight)
{
    struct category categories[64];
    int count = store_categories(preflight->station->store, categories, 64);
    for (int i = 0; i < count; i++) {
        if (!categories[i].letter[0] || !categories[i].name[0]) {
            findings_add(preflight->findings, SEVERITY_WARNING, NULL, "plain-category",
                         "category %d has no %s for its band", categories[i].code,
                         categories[i].name[0] ? "letter" : "name");
        }
    }
    return count >= 0;
}

static int64_t event_end_s(const struct event_info *event)
{
    return event->day_count > 0 ? event->days[event->day_count - 1].ends_ms / 1000 : 0;
}

static void check_keys(struct preflight *preflight)
{
    const struct station *station = preflight->station;
    int64_t now = time_realtime_ms() / 1000, end = event_end_s(&station->event);
    for (size_t i = 0; i < station->keys.count; i++) {
        const struct key_entry *key = &station->keys.entries[i];
        if (key->revoked_at) {
            continue;
        }
        if (key->not_after < end || key->not_after < now + SOON_S) {
            findings_add(preflight->findings, SEVERITY_ERROR, NULL, "key-expires",
                         "key %u of %s is valid until %s %s; make a new one with 'lanyard keys "
                         "new-station'",
                         key->id, key->station,
                         time_format_iso(key->not_after * 1000, (char[40]){0}),
                         key->not_after < end ? "and the event lasts longer" : "only");
        } else if (key->not_before > now) {
            findings_add(preflight->findings, SEVERITY_ERROR, NULL, "key-early",
                         "key %u of %s is not valid yet; is this machine's clock right?", key->id,
                         key->station);
        }
    }
}

static void check_days(struct preflight *preflight)
{
    const struct event_info *event = &preflight->station->event;
    int64_t now = time_realtime_ms() / 1000;
    if (event->day_count > 0 && event_end_s(event) < now) {
        findings_add(preflight->findings, SEVERITY_ERROR, NULL, "event-over",
                     "the last day, %s, is over: every code is expired",
                     event->days[event->day_count - 1].date);
    }
}

static void check_device(struct preflight *preflight, const char *spec)
{
    struct findings *findings = preflight->findings;
    struct printer_status status;
    char why[256] = "";
    const struct badge_paper *paper = badge_template_paper(preflight->template);
    const struct print_job job = {.name = "preflight",
                                  .pwg_media = paper->media,
                                  .width_um = paper->width_um,
                                  .height_um = paper->height_um,
                                  .two_sided = paper->two_sided};
    struct print_device *device = print_device_open(spec);
    if (!device || !device->ops->status(device, &status)) {
        findings_add(findings, SEVERITY_ERROR, NULL, "printer", "the printer %s does not answer",
                     spec);
        print_device_destroy(device);
        return;
    }
    if (!status.accepting || (status.reasons & PRINTER_BLOCKING)) {
        findings_add(findings, SEVERITY_ERROR, NULL, "printer", "the printer %s does not print: %s",
                     spec, status.keywords[0] ? status.keywords : "it accepts no jobs");
    }
    if (device->ops->offers && !device->ops->offers(device, &job, why)) {
        findings_add(findings, SEVERITY_ERROR, NULL, "printer-media", "%s", why);
    }
    print_device_destroy(device);
}

bool preflight_event(struct preflight *preflight)
{
    char spec[4352];
    int64_t people = store_attendee_count(preflight->station->store);
    if (people < 0) {
        return false;
    }
    if (people == 0) {
        findings_add(preflight->findings, SEVERITY_ERROR, NULL, "no-people",
                     "nobody is on the roster; 'lanyard import' reads one");
    }
    if (!check_categories(preflight)) {
        return false;
    }
    check_days(preflight);
    check_keys(preflight);
    check_code(preflight);
    printer_spec(preflight->station, preflight->printer, spec, sizeof spec);
    check_device(preflight, spec);
    return true;
}
