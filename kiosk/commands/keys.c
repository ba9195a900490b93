#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kiosk/commands/command.h"
#include "timebase.h"

static const struct {
    enum key_usage bit;
    const char *word;
} usages[] = {
    {KEY_SIGNS_BADGES, "badges"},
    {KEY_SIGNS_INVITATIONS, "invitations"},
    {KEY_SIGNS_STAFF, "staff"},
    {KEY_SIGNS_EVENTS, "events"},
};

static const char *key_state(const struct key_entry *entry, int64_t now)
{
    return entry->revoked_at         ? "revoked"
           : now < entry->not_before ? "not-yet-valid"
           : now > entry->not_after  ? "expired"
                                     : "valid";
}

static void usage_words(uint8_t usage, char *out, size_t size)
{
    out[0] = '\0';
    for (size_t i = 0; i < sizeof usages / sizeof usages[0]; i++) {
        if (usage & usages[i].bit) {
            size_t used = strlen(out);
            snprintf(out + used, size - used, "%s%s", used ? "," : "", usages[i].word);
        }
    }
}

static void show(const struct common *common, const struct key_entry *entry)
{
    char from[TIME_TEXT_SIZE], to[TIME_TEXT_SIZE], usage[64];
    char public_key[2 * KEY_PUBLIC_SIZE + 1];
    const char *state = key_state(entry, time_realtime_ms() / 1000);
    time_format_iso(entry->not_before * 1000, from);
    time_format_iso(entry->not_after * 1000, to);
    usage_words(entry->usage, usage, sizeof usage);
    for (size_t i = 0; i < KEY_PUBLIC_SIZE; i++) {
        snprintf(public_key + 2 * i, 3, "%02x", entry->public_key[i]);
    }
    if (!common->json) {
        printf("%5u  %-16s %-8s until %s  %s\n", entry->id, entry->station, state, to, usage);
        return;
    }
    struct json_row *row = row_start();
    row_int(row, "key", entry->id);
    row_text(row, "station", entry->station);
    row_text(row, "state", state);
    row_text(row, "usage", usage);
    row_text(row, "not_before", from);
    row_text(row, "not_after", to);
    row_text(row, "public", public_key);
    row_print(row);
}

static enum exit_status list(const struct common *common)
{
    struct station *station = command_station(common, STORE_READ_ONLY);
    if (!station) {
        return EXIT_USAGE;
    }
    for (size_t i = 0; i < station->keys.count; i++) {
        show(common, &station->keys.entries[i]);
    }
    station_close(station);
    return EXIT_DONE;
}

static enum exit_status new_station(const struct common *common)
{
    struct station *station = station_open_for_keys(common->event);
    struct station_key key;
    if (!station) {
        return EXIT_USAGE;
    }
    bool made = station_new_key(station, common->words[1], &key);
    if (made) {
        show(common, key_list_find(&station->keys, key.id));
        fprintf(stderr, "its secret is in %s/keys/%s.key\n", common->event, key.station);
    }
    explicit_bzero(&key, sizeof key);
    station_close(station);
    return made ? EXIT_DONE : EXIT_USAGE;
}

/* A key's number, or the name of a station with a key in force. */
static bool parse_key(const struct station *station, const char *text, uint16_t *out)
{
    char *end;
    errno = 0;
    unsigned long id = strtoul(text, &end, 10);
    if (!errno && end != text && !*end && id <= UINT16_MAX) {
        *out = (uint16_t)id;
        return true;
    }
    const struct key_entry *entry = key_list_find_station(&station->keys, text);
    if (entry) {
        *out = entry->id;
    }
    return entry != NULL;
}

static enum exit_status revoke(const struct common *common)
{
    struct station *station = command_station(common, STORE_READ_WRITE);
    uint16_t id;
    enum exit_status status = EXIT_NO;
    if (!station) {
        return EXIT_USAGE;
    }
    if (!parse_key(station, common->words[1], &id)) {
        fprintf(stderr, "lanyard keys: there is no key or station \"%s\"\n", common->words[1]);
    } else if (station_revoke_key(station, id)) {
        show(common, key_list_find(&station->keys, id));
        status = EXIT_DONE;
    }
    station_close(station);
    return status;
}

/* The argument, or what is in the file of that name. */
static enum exit_status add_ticket_key(const struct common *common)
{
    char text[2048];
    snprintf(text, sizeof text, "%s", common->words[1]);
    FILE *file = fopen(common->words[1], "re");
    if (file) {
        text[fread(text, 1, sizeof text - 1, file)] = '\0';
        fclose(file);
    }
    struct station *station = command_station(common, STORE_READ_WRITE);
    bool added = station && station_add_ticket_key(station, text);
    station_close(station);
    return added ? EXIT_DONE : EXIT_USAGE;
}

static enum exit_status pack(const struct common *common)
{
    struct station *station = command_station(common, STORE_READ_WRITE);
    if (!station) {
        return EXIT_USAGE;
    }
    bool packed = station_pack(station, common->words[1]);
    station_close(station);
    if (packed) {
        fprintf(stderr, "lanyard keys: keys.txt and revocations.txt are in %s\n", common->words[1]);
    }
    return packed ? EXIT_DONE : EXIT_DEVICE;
}

static const struct {
    const char *name;
    int words;
    enum exit_status (*run)(const struct common *common);
} verbs[] = {
    {"list", 1, list},     {"new-station", 2, new_station},
    {"revoke", 2, revoke}, {"add-ticket-key", 2, add_ticket_key},
    {"pack", 2, pack},
};

static enum exit_status run(int argc, char **argv)
{
    struct common common;
    if (!args_read(&command_keys, argc, argv, NULL, 1, 2, &common)) {
        return EXIT_USAGE;
    }
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++) {
        if (strcmp(common.words[0], verbs[i].name) == 0 && common.word_count == verbs[i].words) {
            return verbs[i].run(&common);
        }
    }
    fprintf(stderr, "usage: lanyard keys %s\n", command_keys.usage);
    return EXIT_USAGE;
}

const struct command command_keys = {
    .name = "keys",
    .usage = "list | new-station NAME | revoke KEY|STATION | add-ticket-key KEY|FILE | pack DIR",
    .summary = "Lists, makes and revokes the keys that sign credentials",
    .options = "  list              every key with its state\n"
               "  new-station NAME  a key for another station (needs keys/root.key)\n"
               "  revoke KEY        by number or station name (needs keys/root.key)\n"
               "  add-ticket-key K  pretix's public key, so that its signed tickets are checked\n"
               "  pack DIR          keys.txt and revocations.txt for a guard's own device\n",
    .run = run,
};
