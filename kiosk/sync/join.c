/* A new station's first contact: the code from the hub's operator becomes a password of its own. */
#include "kiosk/sync/join.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kiosk/sync/address.h"
#include "kiosk/sync/connection.h"

#define LOG_MODULE "hub"
#include "log.h"

#define CONNECT_MS 10000
#define CALL_MS 20000

void hub_password_make(char password[HUB_PASSWORD_SIZE])
{
    static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789z";
    uint8_t random[32];
    uuid_make(random);
    uuid_make(random + 16);
    char *at = password;
    /* bytes 6 and 8 of a UUID are not random throughout */
    for (int i = 0, from = 0; i < 16; i++, from++) {
        from += from == 6 || from == 8 || from == 22 || from == 24;
        if (i > 0 && i % 4 == 0) {
            *at++ = '-';
        }
        *at++ = letters[random[from] & 31];
    }
    *at = '\0';
}

static bool fail(struct connection *connection, const char *doing)
{
    LOG_ERROR("%s: %s (%s); ask the hub's operator for a new code", doing,
              connection_message(connection), connection_code(connection));
    return false;
}

/* Days come as "2026-05-18,2026-05-19". */
static void read_days(const char *text, struct event_info *event)
{
    while (*text && event->day_count < EVENT_DAYS_MAX) {
        struct event_day *day = &event->days[event->day_count++];
        snprintf(day->date, sizeof day->date, "%.10s", text);
        text += strcspn(text, ",");
        text += *text == ',';
    }
}

static bool ask_event(struct connection *connection, struct hub_offer *out)
{
    struct rows *rows = NULL;
    if (connection_call(connection, "SELECT * FROM lanyard.event()", NULL, 0, CALL_MS, &rows) !=
        CALL_DONE) {
        return fail(connection, "asking the hub for its event");
    }
    bool ok = rows_count(rows) == 1;
    if (ok) {
        struct event_info *event = &out->event;
        snprintf(out->station, sizeof out->station, "%s", rows_text(rows, 0, 0));
        rows_blob(rows, 0, 1, event->uuid, sizeof event->uuid);
        snprintf(event->name, sizeof event->name, "%s", rows_text(rows, 0, 2));
        snprintf(event->place, sizeof event->place, "%s", rows_text(rows, 0, 3));
        snprintf(event->timezone, sizeof event->timezone, "%s", rows_text(rows, 0, 4));
        read_days(rows_text(rows, 0, 5), event);
        rows_blob(rows, 0, 6, out->root_public, sizeof out->root_public);
        out->keys = strdup(rows_text(rows, 0, 7));
    }
    rows_free(rows);
    return ok && out->keys;
}

static bool offer_key(struct connection *connection, struct hub_offer *out)
{
    key_generate(out->public_key, out->secret_key);
    const struct parameter parameter = {(const char *)out->public_key, KEY_PUBLIC_SIZE};
    return connection_call(connection, "SELECT lanyard.join_hub($1)", &parameter, 1, CALL_MS,
                           NULL) == CALL_DONE ||
           fail(connection, "offering a key to the hub");
}

static bool change_password(struct connection *connection, const char *url, const char *role,
                            struct hub_offer *out)
{
    char password[HUB_PASSWORD_SIZE];
    hub_password_make(password);
    char *encrypted = connection_encrypt_password(connection, password, role);
    const struct parameter parameter = PARAMETER_TEXT(encrypted);
    bool ok = encrypted && address_for(url, role, password, out->url, sizeof out->url) &&
              (connection_call(connection, "SELECT lanyard.set_password($1)", &parameter, 1,
                               CALL_MS, NULL) == CALL_DONE ||
               fail(connection, "changing the password"));
    free(encrypted);
    return ok;
}

bool hub_join(const char *url, const char *station_code, struct hub_offer *out)
{
    /* "ROLE:CODE", as hub_enrol's caller shows it */
    char role[64], first[1024];
    const char *colon = strchr(station_code, ':');
    *out = (struct hub_offer){0};
    if (!colon || (size_t)(colon - station_code) >= sizeof role) {
        LOG_ERROR("\"%s\" is no code of a hub: it looks like lanyard_1a2b3c4d_gate:abcd-efgh-…",
                  station_code);
        return false;
    }
    snprintf(role, sizeof role, "%.*s", (int)(colon - station_code), station_code);
    if (!address_for(url, role, colon + 1, first, sizeof first)) {
        return false;
    }
    struct connection *connection = connection_open(first, CONNECT_MS, -1);
    bool ok = connection && ask_event(connection, out) && offer_key(connection, out) &&
              change_password(connection, url, role, out);
    connection_close(connection);
    if (!ok) {
        hub_offer_finish(out);
    }
    return ok;
}

void hub_offer_finish(struct hub_offer *offer)
{
    free(offer->keys);
    explicit_bzero(offer, sizeof *offer);
}
