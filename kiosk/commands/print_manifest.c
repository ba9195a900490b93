#include "kiosk/commands/print_manifest.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "manifest.h"

/* ---- a table ---- */

static void put_field(FILE *file, const char *text, char after)
{
    fputc('"', file);
    /* a spreadsheet must not take a name for a formula */
    if (strchr("=+-@", text[0]) && text[0]) {
        fputc('\'', file);
    }
    for (; *text; text++) {
        if (*text == '"') {
            fputc('"', file);
        }
        fputc(*text, file);
    }
    fputc('"', file);
    fputc(after, file);
}

static void put_row(FILE *file, size_t number, const struct attendee *attendee,
                    const struct intent *intent)
{
    fprintf(file, "%zu,", number);
    put_field(file, attendee->family_name, ',');
    put_field(file, attendee->given_name, ',');
    put_field(file, attendee->native_name, ',');
    put_field(file, attendee->delegation[0] ? attendee->delegation : attendee->organisation, ',');
    fprintf(file, "%" PRIu32 ",%d,,\n", intent->serial, intent->issue);
}

/* For its owner alone. */
static FILE *open_private(const char *path)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    FILE *file = fd >= 0 && fchmod(fd, 0600) == 0 ? fdopen(fd, "w") : NULL;
    if (!file && fd >= 0) {
        close(fd);
    }
    return file;
}

/* With room for date and signature. */
static bool write_csv(struct station *station, const char *path, const struct intent *intents,
                      size_t count)
{
    FILE *file = open_private(path);
    if (!file) {
        fprintf(stderr, "lanyard print: --manifest: %s cannot be written\n", path);
        return false;
    }
    fputs("number,family_name,given_name,native_name,delegation,serial,issue,received,signature\n",
          file);
    bool ok = true;
    for (size_t i = 0; ok && i < count; i++) {
        struct attendee attendee;
        ok = store_attendee(station->store, intents[i].holder, &attendee) == STORE_FOUND;
        if (ok) {
            put_row(file, i + 1, &attendee, &intents[i]);
        }
    }
    ok = fflush(file) == 0 && fsync(fileno(file)) == 0 && ok;
    return fclose(file) == 0 && ok;
}

/* ---- pages to be signed ---- */

/* The delegation with its focal point; who has none is of an organisation. */
static bool fill_party(struct station *station, const struct attendee *attendee,
                       struct manifest_party *out)
{
    struct delegation delegation;
    struct focal_point focal_point;
    *out = (struct manifest_party){0};
    snprintf(out->name, sizeof out->name, "%.255s", attendee->organisation);
    if (!attendee->delegation[0]) {
        return true;
    }
    enum store_found found = store_delegation(station->store, attendee->delegation, &delegation);
    if (found == STORE_FOUND) {
        snprintf(out->name, sizeof out->name, "%.255s", delegation.name);
        snprintf(out->country, sizeof out->country, "%s", delegation.country);
        if (store_focal_point(station->store, attendee->delegation, &focal_point) == STORE_FOUND) {
            snprintf(out->focal_point, sizeof out->focal_point, "%.255s", focal_point.name);
        }
    }
    return found != STORE_FAILED;
}

static bool fill_row(struct station *station, const struct attendee *attendee,
                     const struct intent *intent, struct manifest_row *out)
{
    struct category category = {0};
    *out = (struct manifest_row){.serial = intent->serial, .issue = intent->issue};
    snprintf(out->name, sizeof out->name, "%.250s%s%.250s", attendee->family_name,
             attendee->family_name[0] && attendee->given_name[0] ? ", " : "", attendee->given_name);
    snprintf(out->native_name, sizeof out->native_name, "%.255s", attendee->native_name);
    snprintf(out->position, sizeof out->position, "%.255s", attendee->position);
    if (store_category(station->store, attendee->category, &category) == STORE_FAILED) {
        return false;
    }
    snprintf(out->category_letter, sizeof out->category_letter, "%s", category.letter);
    snprintf(out->category_name, sizeof out->category_name, "%s", category.name);
    out->category_rgb = category.rgb;
    return true;
}

static bool write_pdf(struct station *station, struct badge_renderer *renderer, const char *path,
                      const struct intent *intents, size_t count)
{
    char dates[64];
    struct manifest *manifest =
        manifest_open(renderer, station->event.name,
                      station_event_dates(&station->event, dates, sizeof dates), path);
    bool ok = manifest != NULL;
    for (size_t i = 0; ok && i < count; i++) {
        struct attendee attendee;
        struct manifest_party party;
        struct manifest_row row;
        ok = store_attendee(station->store, intents[i].holder, &attendee) == STORE_FOUND &&
             fill_party(station, &attendee, &party) &&
             fill_row(station, &attendee, &intents[i], &row) &&
             manifest_add(manifest, &party, &row);
    }
    if (!ok) {
        manifest_drop(manifest);
    }
    return ok && manifest_close(manifest);
}

bool print_manifest(struct station *station, struct badge_renderer *renderer, const char *path,
                    const struct intent *intents, size_t count)
{
    size_t length = strlen(path);
    bool pdf = length > 4 && strcmp(path + length - 4, ".pdf") == 0;
    return pdf ? write_pdf(station, renderer, path, intents, count)
               : write_csv(station, path, intents, count);
}
