/* The machine: clock, disk, fonts, screen, camera, printer. */
#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <sys/timex.h>
#include <unistd.h>

#include "badge.h"
#include "frame_source.h"
#include "kiosk/commands/doctor.h"
#include "kiosk/commands/font_package.h"
#include "kiosk/print_means.h"
#include "print_device.h"
#include "timebase.h"

#define MIB (INT64_C(1) << 20)
#define DISK_LEAST_MIB 512
#define FRAME_WAIT_MS 3000

void doctor_clock(struct doctor *doctor)
{
    char now[TIME_TEXT_SIZE];
    int64_t behind_ms = 0;
    struct timex kernel = {0};
    bool synchronised = adjtimex(&kernel) != TIME_ERROR && !(kernel.status & STA_UNSYNC);
    if (doctor->station && !store_clock_behind(doctor->station->store, &behind_ms)) {
        return;
    }
    time_format_iso(time_realtime_ms(), now);
    if (behind_ms > 0) {
        doctor_say(doctor, "clock", false, "Set it right: 'timedatectl set-ntp true', or by hand.",
                   "%s is %" PRId64 " s before the newest event in the record", now,
                   behind_ms / 1000);
        return;
    }
    doctor_say(doctor, "clock", synchronised,
               synchronised ? "" : "Compare it with a watch; 'timedatectl set-ntp true' if it may.",
               "%s%s", now, synchronised ? ", kept by a time server" : ", kept by no time server");
}

/* How long a small write takes to be on the disk; -1: it cannot be written. */
static int64_t write_us(const char *folder)
{
    char path[4200];
    snprintf(path, sizeof path, "%s/.doctor-XXXXXX", folder);
    int file = mkostemp(path, O_CLOEXEC);
    if (file < 0) {
        return -1;
    }
    int64_t before = time_monotonic_us();
    bool written = write(file, "lanyard", 7) == 7 && fdatasync(file) == 0;
    int64_t took = time_monotonic_us() - before;
    close(file);
    unlink(path);
    return written ? took : -1;
}

void doctor_disk(struct doctor *doctor)
{
    struct statvfs disk;
    const char *folder = doctor->common->event;
    if (statvfs(folder, &disk) != 0) {
        return; /* there is no event, and that has been said */
    }
    int64_t free_mib = (int64_t)disk.f_bavail * (int64_t)disk.f_frsize / MIB;
    int64_t took_us = write_us(folder);
    if (took_us < 0) {
        doctor_say(doctor, "disk", false, "Give the kiosk's user the folder; free some space.",
                   "%s cannot be written", folder);
        return;
    }
    doctor_say(doctor, "disk", free_mib >= DISK_LEAST_MIB,
               free_mib >= DISK_LEAST_MIB ? "" : "Free some space: photos and the record grow.",
               "%" PRId64 " MiB are free; a write is safe after %.1f ms", free_mib,
               (double)took_us / 1000);
}

void doctor_screen(struct doctor *doctor)
{
    DIR *cards = opendir("/dev/dri");
    const char *display = getenv("WAYLAND_DISPLAY");
    display = display && display[0] ? display : getenv("DISPLAY");
    bool there = (display && display[0]) || cards;
    if (cards) {
        closedir(cards);
    }
    doctor_say(doctor, "screen", there,
               there ? "" : "Start the kiosk on the machine's own screen; commands need none.",
               there ? "%s" : "no display", display && display[0] ? display : "/dev/dri");
}

/* ---- fonts ---- */
static const struct {
    const char *script, *letters;
} scripts[] = {
    {"Latin", "ŞğƏắ"},  {"Cyrillic", "ҒқӮҳҶӣ"}, {"Arabic", "پچڭڵ"},  {"Hebrew", "שלום"},
    {"Greek", "Ωή"},    {"Armenian", "Հայ"},    {"Georgian", "ქარ"}, {"Devanagari", "भार"},
    {"Bengali", "বাং"}, {"Thai", "ไทย"},        {"Han", "會议"},     {"Katakana", "カナ"},
    {"Hangul", "한국"},
};

static bool can_paint(struct badge_renderer *renderer, const struct badge_template *template,
                      const char *letters)
{
    struct badge badge = {.family_name = "Name", .qr_text = "LY1", .issue = 1};
    struct badge_faults faults = {0};
    struct bytes pdf = {0};
    snprintf(badge.native_name, sizeof badge.native_name, "%s", letters);
    bool painted = badge_render_pdf(renderer, &badge, 1, template, BADGE_DPI, &pdf, &faults);
    bytes_finish(&pdf);
    return painted && !faults.missing_glyphs;
}

static void check_scripts(struct doctor *doctor, struct badge_renderer *renderer,
                          const struct badge_template *template)
{
    char missing[256] = "", packages[128] = "";
    size_t count = sizeof scripts / sizeof scripts[0];
    for (size_t i = 0; i < count; i++) {
        const char *package = font_package(scripts[i].script);
        if (can_paint(renderer, template, scripts[i].letters)) {
            continue;
        }
        snprintf(missing + strlen(missing), sizeof missing - strlen(missing), "%s%s",
                 missing[0] ? ", " : "", scripts[i].script);
        if (!strstr(packages, package)) {
            snprintf(packages + strlen(packages), sizeof packages - strlen(packages), " %s",
                     package);
        }
    }
    char fix[192] = "";
    if (missing[0]) {
        snprintf(fix, sizeof fix, "apt install%s", packages);
    }
    doctor_say(doctor, "fonts", !missing[0], fix, missing[0] ? "no letters of %s" : "%s",
               missing[0] ? missing : "letters of every script of the sample are there");
}

void doctor_fonts(struct doctor *doctor)
{
    if (!doctor->station) {
        return;
    }
    struct print_means means;
    struct badge_renderer *renderer = badge_renderer_create();
    if (renderer && print_means_init(&means, doctor->station, NULL)) {
        check_scripts(doctor, renderer, means.template);
        print_means_finish(&means);
    } else {
        doctor_say(doctor, "fonts", false, "Name another with 'lanyard template list'.",
                   "no badge can be painted: %s", doctor->logged);
    }
    badge_renderer_destroy(renderer);
}

/* ---- devices ---- */

void doctor_camera(struct doctor *doctor)
{
    static const char fix[] =
        "Plug the camera in, give the kiosk's user the group video, close other programs; a hand "
        "scanner does without.";
    struct frame frame = {0};
    const struct frame_source_options options = {0};
    struct frame_source *source = frame_source_open(doctor->camera, &options);
    bool seen = source && source->ops->next(source, FRAME_WAIT_MS, &frame) == FRAME_READY;
    if (seen) {
        doctor_say(doctor, "camera", true, "", "%s", source->ops->describe(source));
    } else {
        doctor_say(doctor, "camera", false, fix, "%s",
                   doctor->logged[0] ? doctor->logged : "it gives no picture");
    }
    frame_finish(&frame);
    frame_source_destroy(source);
}

void doctor_printer(struct doctor *doctor)
{
    char spec[4352];
    struct printer_status status;
    if (!doctor->station) {
        return;
    }
    printer_spec(doctor->station, doctor->printer, spec, sizeof spec);
    struct print_device *device = print_device_open(spec);
    if (!device || !device->ops->status(device, &status)) {
        doctor_say(doctor, "printer", false,
                   "Switch it on; 'lanyard printers' lists those there are.",
                   "%s does not answer%s%s", spec, doctor->logged[0] ? ": " : "", doctor->logged);
    } else if (!status.accepting || (status.reasons & PRINTER_BLOCKING)) {
        doctor_say(doctor, "printer", false,
                   "Do what its reasons say; 'lanyard printers' shows them.",
                   "%s prints nothing: %s", status.name,
                   status.keywords[0] ? status.keywords : "it accepts no jobs");
    } else {
        doctor_say(doctor, "printer", true, "", "%s is ready%s%s", status.name,
                   status.description[0] ? ": " : "", status.description);
    }
    print_device_destroy(device);
}
