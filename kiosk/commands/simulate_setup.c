/* The stations of a simulation: made, joined through the hub, removed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kiosk/commands/simulate.h"

static bool make_keys(struct simulation *simulation)
{
    int64_t now_s = simulation->clock_ms / 1000;
    memcpy(simulation->keys.event_uuid, simulation->event.uuid, 16);
    key_generate(simulation->keys.root_public, simulation->root_secret);
    for (int i = 0; i < simulation->options->stations; i++) {
        struct station_key *key = &simulation->stations[i].key;
        struct key_entry entry = {.not_before = now_s - 86400,
                                  .not_after = now_s + 86400,
                                  .usage = KEY_SIGNS_BADGES | KEY_SIGNS_EVENTS};
        snprintf(entry.station, sizeof entry.station, "station-%03d", i + 1);
        memcpy(key->station, entry.station, sizeof key->station);
        key_generate(key->public_key, key->secret_key);
        memcpy(entry.public_key, key->public_key, sizeof entry.public_key);
        if (!key_list_add(&simulation->keys, &entry, &key->id)) {
            return false;
        }
    }
    return true;
}

static bool put_roster(struct simulation *simulation, struct store *store)
{
    const struct category category = {.code = 1, .letter = "D", .name = "Delegate", .zones = 3};
    if (!store_put_category(store, &category)) {
        return false;
    }
    for (int i = 0; i < simulation->options->attendees; i++) {
        struct attendee attendee = {.holder = simulation->holders[i], .category = 1};
        snprintf(attendee.external_id, sizeof attendee.external_id, "S%d", i + 1);
        snprintf(attendee.family_name, sizeof attendee.family_name, "Person %d", i + 1);
        if (!store_put_attendee(store, &attendee)) {
            return false;
        }
    }
    return true;
}

/* The first station has the roster; the others get it from the hub. */
static bool make_station(struct simulation *simulation, int number, const char *keys)
{
    struct simulated_station *station = &simulation->stations[number];
    char path[sizeof station->path];
    snprintf(path, sizeof path, "%s/%s.db", simulation->folder, station->key.station);
    memcpy(station->path, path, sizeof path);
    station->clock_off_ms = (int64_t)simulation_random(simulation, 40000) - 20000;
    if (!store_create(station->path, &simulation->event) ||
        !(station->store = store_open(station->path, STORE_READ_WRITE))) {
        return false;
    }
    store_set_signer(station->store, &station->key);
    return store_begin(station->store) && store_put_key_list(station->store, keys, strlen(keys)) &&
           (number > 0 || put_roster(simulation, station->store)) && store_commit(station->store);
}

/* Enrols a station as its operator would, and takes its code at once. */
static bool join(struct simulation *simulation, int number)
{
    struct simulated_station *station = &simulation->stations[number];
    struct hub_offer offer;
    char code[HUB_CODE_SIZE];
    if (number == 0) {
        return hub_init(simulation->options->url, station->store, &station->key);
    }
    bool ok = hub_enrol(simulation->options->url, station->key.station, number % 3 == 0, 5, code) &&
              hub_join(simulation->options->url, code, &offer);
    if (ok) {
        ok = replica_set_hub(station->store, offer.url);
        hub_offer_finish(&offer);
    }
    return ok;
}

bool simulation_set_up(struct simulation *simulation)
{
    static char keys[KEY_LIST_TEXT_MAX];
    const struct simulation_options *options = simulation->options;
    snprintf(simulation->event.name, sizeof simulation->event.name, "%s", HUB_SIMULATION);
    snprintf(simulation->event.timezone, sizeof simulation->event.timezone, "UTC");
    memset(simulation->event.uuid, 0x51, 16); /* the same each time: so are its roles */
    simulation->holders = calloc((size_t)options->attendees, sizeof *simulation->holders);
    if (!simulation->holders || !make_keys(simulation)) {
        return false;
    }
    for (int i = 0; i < options->attendees; i++) {
        simulation->holders[i] = (uint64_t)i + 1;
    }
    size_t length = key_list_seal(&simulation->keys, simulation->clock_ms / 1000,
                                  simulation->root_secret, keys, sizeof keys);
    keys[length] = '\0';
    bool ok = length > 0 && hub_play(options->url, HUB_CLEAR);
    for (int i = 0; ok && i < options->stations; i++) {
        ok = make_station(simulation, i, keys) && join(simulation, i);
    }
    return ok;
}

void simulation_tear_down(struct simulation *simulation)
{
    static const char *const endings[] = {"", "-wal", "-shm"};
    for (int i = 0; i < simulation->options->stations; i++) {
        sync_link_close(simulation->stations[i].link);
        store_close(simulation->stations[i].store);
        for (size_t n = 0; n < sizeof endings / sizeof endings[0]; n++) {
            char name[192];
            snprintf(name, sizeof name, "%s%s", simulation->stations[i].path, endings[n]);
            unlink(name);
        }
    }
    rmdir(simulation->folder);
    free(simulation->holders);
    free(simulation->passages);
}
