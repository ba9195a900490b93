#define LOG_MODULE "event"
#include <stdio.h>
#include <string.h>

#include "kiosk/station/station_private.h"
#include "log.h"

#define SETTING "ticket-keys" /* hexadecimal, apart by commas */
#define KEY_TEXT (2 * TICKET_KEY_SIZE)
#define SETTING_SIZE (STATION_TICKET_KEYS * (KEY_TEXT + 1) + 1)

static int hex_digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool read_hex(const char *text, uint8_t out[TICKET_KEY_SIZE])
{
    for (size_t i = 0; i < TICKET_KEY_SIZE; i++) {
        int high = hex_digit(text[2 * i]);
        int low = high < 0 ? -1 : hex_digit(text[2 * i + 1]);
        if (low < 0) {
            return false;
        }
        out[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

int station_ticket_keys(struct station *station, uint8_t out[STATION_TICKET_KEYS][TICKET_KEY_SIZE])
{
    char text[SETTING_SIZE] = "";
    int count = 0;
    if (store_setting(station->store, SETTING, text, sizeof text) == STORE_FAILED) {
        return -1;
    }
    for (const char *at = text; *at && count < STATION_TICKET_KEYS; at += KEY_TEXT + 1) {
        if (strlen(at) < KEY_TEXT || !read_hex(at, out[count])) {
            LOG_ERROR("the setting " SETTING " is damaged; give the ticket keys again");
            return -1;
        }
        count++;
        if (at[KEY_TEXT] == '\0') {
            break;
        }
    }
    return count;
}

static bool save(struct station *station, const char *text)
{
    struct store *store = station->store;
    if (!store_begin(store)) {
        return false;
    }
    if (store_put_setting(store, SETTING, text) &&
        store_append_key_change(store, "ticket-key-added", 0, "pretix") && store_commit(store)) {
        return true;
    }
    store_rollback(store);
    return false;
}

bool station_add_ticket_key(struct station *station, const char *text)
{
    uint8_t keys[STATION_TICKET_KEYS][TICKET_KEY_SIZE];
    char all[SETTING_SIZE];
    size_t used = 0;
    int count = station_ticket_keys(station, keys);
    if (count < 0) {
        return false;
    }
    if (count == STATION_TICKET_KEYS || !ticket_key_read(text, keys[count])) {
        LOG_ERROR(count == STATION_TICKET_KEYS
                      ? "the event has as many ticket keys as it can hold"
                      : "this is no public key: give the PEM, or base64 of it, as pretix shows it");
        return false;
    }
    for (int i = 0; i <= count; i++) {
        used += (size_t)snprintf(all + used, sizeof all - used, "%s", i > 0 ? "," : "");
        for (size_t k = 0; k < TICKET_KEY_SIZE; k++) {
            used += (size_t)snprintf(all + used, sizeof all - used, "%02x", keys[i][k]);
        }
    }
    return save(station, all);
}
