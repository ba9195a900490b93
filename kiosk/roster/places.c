#define LOG_MODULE "roster"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "kiosk/roster/person.h"
#include "log.h"

#define FOLDED_SIZE 256

struct places *places_load(struct store *store, bool add_delegations)
{
    struct places *places = calloc(1, sizeof *places);
    if (!places) {
        LOG_ERROR("out of memory; close other programs");
        return NULL;
    }
    places->store = store;
    places->add_delegations = add_delegations;
    places->delegation_count = store_delegations(store, places->delegations, PLACES_DELEGATIONS);
    places->category_count = store_categories(store, places->categories, PLACES_CATEGORIES);
    places->zone_count = store_zones(store, places->zones, EVENT_ZONES_MAX);
    places->venue_count = store_venues(store, places->venues, EVENT_VENUES_MAX);
    places->session_count = store_sessions(store, places->sessions, PLACES_SESSIONS);
    if (places->delegation_count < 0 || places->category_count < 0 || places->zone_count < 0 ||
        places->venue_count < 0 || places->session_count < 0 ||
        !store_event(store, &places->event)) {
        free(places);
        return NULL;
    }
    return places;
}

void places_destroy(struct places *places)
{
    free(places);
}

/* Letter by letter first: folding takes its time, and most texts are written as they should be. */
enum how { HOW_EXACT, HOW_FOLDED, HOW_COUNT };

static bool same_text(const char *a, const char *b, enum how how)
{
    char folded[2][FOLDED_SIZE];
    if (how == HOW_EXACT) {
        return strcasecmp(a, b) == 0;
    }
    text_fold(a, folded[0], FOLDED_SIZE);
    text_fold(b, folded[1], FOLDED_SIZE);
    return folded[0][0] && strcmp(folded[0], folded[1]) == 0;
}

/* ---- delegations ---- */

static const struct delegation *find_delegation(const struct places *places, const char *text,
                                                const struct country *country)
{
    for (int i = 0; i < places->delegation_count; i++) {
        const struct delegation *delegation = &places->delegations[i];
        if (strcasecmp(delegation->code, text) == 0 ||
            same_text(delegation->name, text, HOW_FOLDED) ||
            (country && strcmp(delegation->country, country->alpha2) == 0)) {
            return delegation;
        }
    }
    return NULL;
}

/* A code for an organisation: what of its name is ASCII, or the initials of a long one. */
static void make_code(const char *name, char code[16])
{
    char folded[FOLDED_SIZE];
    size_t used = 0;
    bool whole = strlen(text_fold(name, folded, sizeof folded)) < 12;
    for (const char *at = folded; *at && used < 12; at++) {
        bool initial = at == folded || at[-1] == ' ' || at[-1] == '-';
        if (*at != ' ' && *at != '-' && (whole || initial)) {
            code[used++] = *at >= 'a' && *at <= 'z' ? (char)(*at - 'a' + 'A') : *at;
        }
    }
    code[used] = '\0';
}

/* A code that no other delegation has: with a number behind it when there is one of that name. */
static bool free_code(const struct places *places, char code[16])
{
    size_t length = strlen(code);
    for (int n = 2; length > 0 && n < 100; n++) {
        bool taken = false;
        for (int i = 0; i < places->delegation_count; i++) {
            taken |= strcasecmp(places->delegations[i].code, code) == 0;
        }
        if (!taken) {
            return true;
        }
        snprintf(code + length, 16 - length, "%d", n);
    }
    return false;
}

static enum lookup add_delegation(struct places *places, const char *text,
                                  const struct country *country, char code[16])
{
    struct delegation *delegation = &places->delegations[places->delegation_count];
    if (places->delegation_count == PLACES_DELEGATIONS) {
        return LOOKUP_UNKNOWN;
    }
    *delegation = (struct delegation){.code = ""};
    if (country) {
        snprintf(delegation->code, sizeof delegation->code, "%s", country->alpha3);
        memcpy(delegation->country, country->alpha2, sizeof delegation->country);
        country_name(country->alpha2, "en", delegation->name, sizeof delegation->name);
    } else {
        make_code(text, delegation->code);
        snprintf(delegation->name, sizeof delegation->name, "%s", text);
    }
    if (!free_code(places, delegation->code)) {
        return LOOKUP_UNKNOWN;
    }
    if (!store_put_delegation(places->store, delegation)) {
        return LOOKUP_FAILED;
    }
    snprintf(code, 16, "%s", delegation->code);
    places->delegation_count++;
    places->delegations_added++;
    return LOOKUP_FOUND;
}

static void remember(struct places *places, const char *text, const char *code)
{
    if (places->memo_count < PLACES_MEMO) {
        snprintf(places->memo[places->memo_count].text, ATTENDEE_TEXT_SIZE, "%s", text);
        snprintf(places->memo[places->memo_count++].code, 16, "%s", code);
    }
}

enum lookup places_delegation(struct places *places, const char *text, char code[16])
{
    struct country country;
    for (int i = 0; i < places->memo_count; i++) {
        if (strcmp(places->memo[i].text, text) == 0) {
            memcpy(code, places->memo[i].code, 16);
            return LOOKUP_FOUND;
        }
    }
    bool is_country = country_find(text, &country);
    const struct delegation *found = find_delegation(places, text, is_country ? &country : NULL);
    enum lookup lookup = LOOKUP_FOUND;
    if (found) {
        snprintf(code, 16, "%s", found->code);
    } else if (is_country || places->add_delegations) {
        lookup = add_delegation(places, text, is_country ? &country : NULL, code);
    } else {
        lookup = LOOKUP_UNKNOWN;
    }
    if (lookup == LOOKUP_FOUND) {
        remember(places, text, code);
    }
    return lookup;
}

/* ---- categories ---- */

const struct category *places_category(const struct places *places, const char *text)
{
    char *end;
    long number = strtol(text, &end, 10);
    for (int how = HOW_EXACT; how < HOW_COUNT; how++) {
        for (int i = 0; i < places->category_count; i++) {
            const struct category *category = &places->categories[i];
            if (strcasecmp(category->letter, text) == 0 ||
                same_text(category->name, text, (enum how)how) ||
                (end != text && *end == '\0' && number == category->code)) {
                return category;
            }
        }
    }
    return NULL;
}

const struct category *places_category_of(const struct places *places, uint8_t code)
{
    for (int i = 0; i < places->category_count; i++) {
        if (places->categories[i].code == code) {
            return &places->categories[i];
        }
    }
    return NULL;
}

/* ---- lists ---- */

/* The next word of a list, its length 0 at the end. */
static const char *next_word(const char **at, char word[64])
{
    *at += strspn(*at, ",;/|+ ");
    size_t length = strcspn(*at, ",;/|+");
    size_t kept = length;
    while (kept > 0 && (*at)[kept - 1] == ' ') {
        kept--;
    }
    snprintf(word, 64, "%.*s", (int)(kept < 63 ? kept : 63), *at);
    *at += length;
    return word;
}

/* Finds a word's bit; -1: none. */
typedef int find_bit_fn(const struct places *places, const char *word);

static bool read_bits(const struct places *places, const char *text, find_bit_fn *find,
                      unsigned all, unsigned *bits, char unknown[64])
{
    unsigned read = 0;
    char word[64];
    for (const char *at = text; *next_word(&at, word);) {
        int bit = find(places, word);
        if (strcasecmp(word, "all") == 0 || strcmp(word, "*") == 0) {
            read |= all;
        } else if (strcasecmp(word, "none") == 0) {
            continue;
        } else if (bit < 0) {
            memcpy(unknown, word, sizeof word);
            return false;
        } else {
            read |= 1u << bit;
        }
    }
    *bits = read;
    return true;
}

/* "3" is the third, as badges number them. */
static int number_bit(const char *word, int count)
{
    char *end;
    long number = strtol(word, &end, 10);
    return *end == '\0' && number >= 1 && number <= count ? (int)number - 1 : -1;
}

static int zone_bit(const struct places *places, const char *word)
{
    for (int how = HOW_EXACT; how < HOW_COUNT; how++) {
        for (int i = 0; i < places->zone_count; i++) {
            const struct zone *zone = &places->zones[i];
            if (same_text(zone->code, word, (enum how)how) ||
                same_text(zone->name, word, (enum how)how)) {
                return zone->bit;
            }
        }
    }
    return number_bit(word, EVENT_ZONES_MAX);
}

static int venue_bit(const struct places *places, const char *word)
{
    for (int how = HOW_EXACT; how < HOW_COUNT; how++) {
        for (int i = 0; i < places->venue_count; i++) {
            const struct venue *venue = &places->venues[i];
            if (same_text(venue->code, word, (enum how)how) ||
                same_text(venue->name, word, (enum how)how)) {
                return venue->bit;
            }
        }
    }
    return number_bit(word, EVENT_VENUES_MAX);
}

/* "25.11.2026", "25.11", "25-11-26": the day first, as all but ISO 8601 and Americans write it. */
static bool same_day(const char *date, const char *word)
{
    int day, month, year, length = 0, wanted_day, wanted_month, wanted_year;
    if (sscanf(date, "%d-%d-%d", &wanted_year, &wanted_month, &wanted_day) != 3) {
        return false;
    }
    int read = sscanf(word, "%d%*1[.-]%d%n%*1[.-]%d%n", &day, &month, &length, &year, &length);
    return read >= 2 && (size_t)length == strlen(word) && day == wanted_day &&
           month == wanted_month && (read == 2 || year == wanted_year || year == wanted_year % 100);
}

static int day_bit(const struct places *places, const char *word)
{
    for (size_t i = 0; i < places->event.day_count; i++) {
        if (strcmp(places->event.days[i].date, word) == 0 ||
            same_day(places->event.days[i].date, word)) {
            return (int)i;
        }
    }
    return number_bit(word, (int)places->event.day_count);
}

bool places_zones(const struct places *places, const char *text, uint16_t *bits, char unknown[64])
{
    unsigned read;
    if (!read_bits(places, text, zone_bit, 0xffff, &read, unknown)) {
        return false;
    }
    *bits = (uint16_t)read;
    return true;
}

bool places_venues(const struct places *places, const char *text, uint8_t *bits, char unknown[64])
{
    unsigned read;
    if (!read_bits(places, text, venue_bit, 0xff, &read, unknown)) {
        return false;
    }
    *bits = (uint8_t)read;
    return true;
}

bool places_days(const struct places *places, const char *text, uint8_t *bits, char unknown[64])
{
    unsigned read;
    if (!read_bits(places, text, day_bit, (1u << places->event.day_count) - 1, &read, unknown)) {
        return false;
    }
    *bits = (uint8_t)read;
    return true;
}

bool places_sessions(const struct places *places, const char *text, char *codes, size_t size,
                     char unknown[64])
{
    char word[64];
    size_t used = 0;
    codes[0] = '\0';
    for (const char *at = text; *next_word(&at, word);) {
        const struct session *found = NULL;
        for (int i = 0; i < places->session_count && !found; i++) {
            const struct session *session = &places->sessions[i];
            if (same_text(session->code, word, HOW_FOLDED) ||
                same_text(session->name, word, HOW_FOLDED)) {
                found = session;
            }
        }
        if (!found || used + strlen(found->code) + 2 > size) {
            memcpy(unknown, word, sizeof word);
            return false;
        }
        used += (size_t)snprintf(codes + used, size - used, "%s%s", used ? "," : "", found->code);
    }
    return true;
}

void places_names(const struct places *places, enum roster_field field, char *out, size_t size)
{
    const struct {
        enum roster_field field;
        const char *first; /* the text of the first row */
        size_t step, count;
    } lists[] = {
        {FIELD_ZONES, places->zones[0].code, sizeof places->zones[0], (size_t)places->zone_count},
        {FIELD_VENUES, places->venues[0].code, sizeof places->venues[0],
         (size_t)places->venue_count},
        {FIELD_DAYS, places->event.days[0].date, sizeof places->event.days[0],
         places->event.day_count},
        {FIELD_SESSIONS, places->sessions[0].code, sizeof places->sessions[0],
         (size_t)places->session_count},
    };
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        for (size_t k = 0; lists[i].field == field && k < lists[i].count && used < size; k++) {
            used += (size_t)snprintf(out + used, size - used, "%s %s", k > 0 ? "," : "",
                                     lists[i].first + k * lists[i].step);
        }
    }
}
