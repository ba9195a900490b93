#include "kiosk/roster/person.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---- texts to fields ---- */

struct setting {
    struct places *places;
    struct person *person;
    const char *text;
    char *error;
    size_t size;
};

static enum lookup bad(const struct setting *setting, const char *what)
{
    snprintf(setting->error, setting->size, "\"%s\" %s", setting->text, what);
    return LOOKUP_UNKNOWN;
}

struct place_of {
    size_t offset, size; /* in struct person */
};
#define ATTENDEE(member)                                                       \
    {                                                                          \
        offsetof(struct person, attendee) + offsetof(struct attendee, member), \
            sizeof((struct attendee *)0)->member                               \
    }
#define TIE(member)                                                           \
    {                                                                         \
        offsetof(struct person, tie) + offsetof(struct attendee_tie, member), \
            sizeof((struct attendee_tie *)0)->member                          \
    }

/* Fields that are their text. */
static const struct place_of plain[FIELD_EXPORTED] = {
    [FIELD_EXTERNAL_ID] = ATTENDEE(external_id),
    [FIELD_FOREIGN_CODE] = ATTENDEE(foreign_code),
    [FIELD_FAMILY_NAME] = ATTENDEE(family_name),
    [FIELD_GIVEN_NAME] = ATTENDEE(given_name),
    [FIELD_NATIVE_NAME] = ATTENDEE(native_name),
    [FIELD_TITLE] = ATTENDEE(title),
    [FIELD_POSITION] = ATTENDEE(position),
    [FIELD_ORGANISATION] = ATTENDEE(organisation),
    [FIELD_EMAIL] = ATTENDEE(email),
    [FIELD_PHOTO] = ATTENDEE(photo),
    [FIELD_GUARD_NOTE] = ATTENDEE(guard_note),
    [FIELD_HOST] = TIE(host),
    [FIELD_ESCORT] = TIE(escort),
    [FIELD_ACCOMPANIES] = TIE(accompanies),
};

static enum lookup set_plain(const struct setting *setting, enum roster_field field)
{
    char *out = (char *)setting->person + plain[field].offset;
    size_t length = strlen(setting->text);
    if (length >= plain[field].size) {
        return bad(setting, "is too long");
    }
    memcpy(out, setting->text, length + 1);
    return LOOKUP_FOUND;
}

static enum lookup set_holder(const struct setting *setting)
{
    uint64_t holder;
    return !setting->text[0] || holder_parse(setting->text, &holder)
               ? LOOKUP_FOUND /* names the person; nothing to set */
               : bad(setting, "is no holder: 16 hexadecimal digits");
}

static enum lookup set_delegation(const struct setting *setting)
{
    char code[16] = "";
    enum lookup lookup =
        setting->text[0] ? places_delegation(setting->places, setting->text, code) : LOOKUP_FOUND;
    if (lookup == LOOKUP_UNKNOWN) {
        return bad(setting, "is neither a delegation of this event nor a country; mend it, or "
                            "import with --add-delegations");
    }
    if (lookup == LOOKUP_FOUND) {
        memcpy(setting->person->attendee.delegation, code, sizeof code);
    }
    return lookup;
}

/* "is no category …; there are H Head of delegation, D Delegate, …" */
static enum lookup bad_category(const struct setting *setting)
{
    const struct places *places = setting->places;
    size_t used = (size_t)snprintf(setting->error, setting->size,
                                   "\"%s\" is no category of this event; there are", setting->text);
    for (int i = 0; i < places->category_count && used < setting->size; i++) {
        used += (size_t)snprintf(setting->error + used, setting->size - used, "%s %s %s",
                                 i > 0 ? "," : "", places->categories[i].letter,
                                 places->categories[i].name);
    }
    return LOOKUP_UNKNOWN;
}

/* Zones that the old category gave go with it. */
static enum lookup set_category(const struct setting *setting)
{
    struct attendee *attendee = &setting->person->attendee;
    const struct category *old = places_category_of(setting->places, attendee->category);
    const struct category *category = places_category(setting->places, setting->text);
    if (!setting->text[0]) {
        return LOOKUP_FOUND;
    }
    if (!category) {
        return bad_category(setting);
    }
    if (!old || attendee->zones == old->zones) {
        attendee->zones = category->zones;
    }
    attendee->category = category->code;
    return LOOKUP_FOUND;
}

static bool parse_yes(const char *text, bool *out)
{
    static const char *const yes[] = {"1", "yes", "y", "true", "x", "oui", "vrai", "да", "+", "ha"};
    static const char *const no[] = {"", "0", "no", "n", "false", "-", "non", "faux", "нет", "ne"};
    for (size_t i = 0; i < sizeof yes / sizeof yes[0]; i++) {
        if (strcasecmp(text, yes[i]) == 0 || strcasecmp(text, no[i]) == 0) {
            *out = strcasecmp(text, yes[i]) == 0;
            return true;
        }
    }
    char folded[16];
    text_fold(text, folded, sizeof folded);
    *out = strcmp(folded, "da") == 0;
    return *out || strcmp(folded, "net") == 0;
}

static enum lookup set_yes(const struct setting *setting, bool *out)
{
    return parse_yes(setting->text, out) ? LOOKUP_FOUND : bad(setting, "is neither yes nor no");
}

static enum lookup set_rank(const struct setting *setting)
{
    char *end;
    long rank = strtol(setting->text, &end, 10);
    if (*end || rank < 0 || rank > 9999) {
        return bad(setting, "is no rank: a number from 1 (the highest) to 9999, or nothing");
    }
    setting->person->attendee.protocol_rank = (int)rank;
    return LOOKUP_FOUND;
}

/* "ru", "en-GB", or the first of "ru, en"; names of languages in English and Russian. */
static enum lookup set_language(const struct setting *setting)
{
    static const struct {
        const char *name, *tag;
    } names[] = {{"english", "en"}, {"french", "fr"},      {"russian", "ru"},     {"tajik", "tg"},
                 {"uzbek", "uz"},   {"kazakh", "kk"},      {"kyrgyz", "ky"},      {"turkmen", "tk"},
                 {"persian", "fa"}, {"farsi", "fa"},       {"dari", "fa"},        {"arabic", "ar"},
                 {"chinese", "zh"}, {"spanish", "es"},     {"german", "de"},      {"turkish", "tr"},
                 {"russkiy", "ru"}, {"angliyskiy", "en"},  {"francais", "fr"},    {"anglais", "en"},
                 {"russe", "ru"},   {"tadzhikskiy", "tg"}, {"frantsuzskiy", "fr"}};
    char folded[64];
    size_t length = strcspn(setting->text, ",;/ ");
    if (length < 2 && setting->text[0]) {
        return bad(setting, "is no language; write a code like ru or en");
    }
    bool tag = length <= 11;
    for (size_t i = 0; i < length; i++) {
        char c = setting->text[i];
        tag &= (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' ||
               (c >= '0' && c <= '9');
    }
    char *out = setting->person->attendee.language;
    text_fold(setting->text, folded, sizeof folded);
    folded[strcspn(folded, " ")] = '\0';
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(names[i].name, folded) == 0) {
            snprintf(out, sizeof setting->person->attendee.language, "%s", names[i].tag);
            return LOOKUP_FOUND;
        }
    }
    if (!tag || (length > 3 && !memchr(setting->text, '-', length) &&
                 !memchr(setting->text, '_', length))) {
        return bad(setting, "is no language; write a code like ru or en");
    }
    snprintf(out, sizeof setting->person->attendee.language, "%.*s", (int)length, setting->text);
    return LOOKUP_FOUND;
}

static enum lookup set_lists(const struct setting *setting, enum roster_field field)
{
    struct person *person = setting->person;
    char unknown[64];
    bool found = false;
    if (field == FIELD_SESSIONS) {
        found = places_sessions(setting->places, setting->text, person->tie.sessions,
                                sizeof person->tie.sessions, unknown);
    } else if (!setting->text[0]) {
        return LOOKUP_FOUND; /* as the category and the event give them */
    } else if (field == FIELD_ZONES) {
        found = places_zones(setting->places, setting->text, &person->attendee.zones, unknown);
    } else if (field == FIELD_VENUES) {
        found = places_venues(setting->places, setting->text, &person->attendee.venues, unknown);
    } else {
        found = places_days(setting->places, setting->text, &person->attendee.days, unknown);
    }
    if (found) {
        return LOOKUP_FOUND;
    }
    size_t used =
        (size_t)snprintf(setting->error, setting->size,
                         "\"%s\" is none of this event's %s:", unknown, field_name(field));
    places_names(setting->places, field, setting->error + used, setting->size - used);
    return LOOKUP_UNKNOWN;
}

static enum lookup set_approval(const struct setting *setting)
{
    if (!setting->text[0] || approval_read(setting->text, &setting->person->attendee.approval)) {
        return LOOKUP_FOUND;
    }
    return bad(setting, "is none of approved, pending, rejected, withdrawn");
}

enum lookup person_set(struct places *places, struct person *person, enum roster_field field,
                       const char *text, char *error, size_t size)
{
    const struct setting setting = {places, person, text, error, size};
    switch (field) {
    case FIELD_HOLDER:
        return set_holder(&setting);
    case FIELD_DELEGATION:
        return set_delegation(&setting);
    case FIELD_CATEGORY:
        return set_category(&setting);
    case FIELD_HEAD_OF_DELEGATION:
        return set_yes(&setting, &person->attendee.head_of_delegation);
    case FIELD_PROTOCOL_RANK:
        return set_rank(&setting);
    case FIELD_LANGUAGE:
        return set_language(&setting);
    case FIELD_ZONES:
    case FIELD_VENUES:
    case FIELD_DAYS:
    case FIELD_SESSIONS:
        return set_lists(&setting, field);
    case FIELD_ESCORT_REQUIRED:
        return set_yes(&setting, &person->attendee.escort_required);
    case FIELD_WATCH:
        return set_yes(&setting, &person->attendee.watch);
    case FIELD_APPROVAL:
        return set_approval(&setting);
    default:
        return set_plain(&setting, field);
    }
}

void person_start(const struct places *places, struct person *out)
{
    const struct category *category = places_category(places, "D");
    *out = (struct person){.attendee = {.venues = 0xff,
                                        .days = (uint8_t)((1u << places->event.day_count) - 1),
                                        .approval = APPROVAL_APPROVED}};
    category = category ? category : places->category_count > 0 ? &places->categories[0] : NULL;
    out->attendee.category = category ? category->code : 1;
    out->attendee.zones = category ? category->zones : 0;
}

/* ---- fields to texts ---- */

static void list_bits(unsigned bits, unsigned all, const char *(*name)(const struct places *, int),
                      const struct places *places, char out[ATTENDEE_TEXT_SIZE])
{
    size_t used = 0;
    snprintf(out, ATTENDEE_TEXT_SIZE, "%s", bits == all ? "all" : bits == 0 ? "none" : "");
    for (int i = 0; bits != all && i < 16; i++) {
        const char *word = bits >> i & 1 ? name(places, i) : "";
        char number[8];
        if (!word) {
            snprintf(number, sizeof number, "%d", i + 1);
            word = number;
        }
        if (word[0] && used + strlen(word) + 2 < ATTENDEE_TEXT_SIZE) {
            used += (size_t)snprintf(out + used, ATTENDEE_TEXT_SIZE - used, "%s%s", used ? "," : "",
                                     word);
        }
    }
}

static const char *zone_name(const struct places *places, int bit)
{
    for (int i = 0; i < places->zone_count; i++) {
        if (places->zones[i].bit == bit) {
            return places->zones[i].code;
        }
    }
    return NULL;
}

static const char *venue_name(const struct places *places, int bit)
{
    for (int i = 0; i < places->venue_count; i++) {
        if (places->venues[i].bit == bit) {
            return places->venues[i].code;
        }
    }
    return NULL;
}

static const char *day_name(const struct places *places, int bit)
{
    return bit < (int)places->event.day_count ? places->event.days[bit].date : "";
}

void person_texts(const struct places *places, const struct person *person, struct person_text *out)
{
    const struct attendee *attendee = &person->attendee;
    const struct category *category = places_category_of(places, attendee->category);
    const size_t size = ATTENDEE_TEXT_SIZE;
    unsigned days = (1u << places->event.day_count) - 1;
    for (int i = 0; i < FIELD_EXPORTED; i++) {
        snprintf(out->text[i], size, "%s",
                 plain[i].size ? (const char *)person + plain[i].offset : "");
    }
    if (attendee->holder) {
        holder_format(attendee->holder, out->text[FIELD_HOLDER]);
    }
    snprintf(out->text[FIELD_DELEGATION], size, "%s", attendee->delegation);
    if (category && category->letter[0] && places_category(places, category->letter) == category) {
        snprintf(out->text[FIELD_CATEGORY], size, "%s", category->letter);
    } else {
        snprintf(out->text[FIELD_CATEGORY], size, "%d", attendee->category);
    }
    snprintf(out->text[FIELD_HEAD_OF_DELEGATION], size, "%s",
             attendee->head_of_delegation ? "yes" : "");
    if (attendee->protocol_rank > 0) {
        snprintf(out->text[FIELD_PROTOCOL_RANK], size, "%d", attendee->protocol_rank);
    }
    snprintf(out->text[FIELD_LANGUAGE], size, "%s", attendee->language);
    list_bits(attendee->zones, 0xffff, zone_name, places, out->text[FIELD_ZONES]);
    list_bits(attendee->venues, 0xff, venue_name, places, out->text[FIELD_VENUES]);
    list_bits(attendee->days & days, days, day_name, places, out->text[FIELD_DAYS]);
    snprintf(out->text[FIELD_SESSIONS], size, "%s", person->tie.sessions);
    snprintf(out->text[FIELD_ESCORT_REQUIRED], size, "%s", attendee->escort_required ? "yes" : "");
    snprintf(out->text[FIELD_WATCH], size, "%s", attendee->watch ? "yes" : "");
    snprintf(out->text[FIELD_APPROVAL], size, "%s", approval_string(attendee->approval));
}
