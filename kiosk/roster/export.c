#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kiosk/roster/person.h"

struct exporting {
    struct store *store;
    struct places *places;
    struct person_text texts;
    bool (*each)(const struct attendee *attendee, const char *const *texts, void *userdata);
    void *userdata;
    bool stopped;
};

static bool export_one(const struct attendee *attendee, void *userdata)
{
    struct exporting *exporting = userdata;
    struct person person = {.attendee = *attendee};
    const char *texts[FIELD_EXPORTED + 1] = {NULL};
    exporting->stopped = store_tie(exporting->store, attendee->holder, &person.tie) == STORE_FAILED;
    if (exporting->stopped) {
        return false;
    }
    person_texts(exporting->places, &person, &exporting->texts);
    for (int i = 0; i < FIELD_EXPORTED; i++) {
        texts[i] = exporting->texts.text[i];
    }
    exporting->stopped = !exporting->each(attendee, texts, exporting->userdata);
    return !exporting->stopped;
}

bool roster_export(struct store *store,
                   bool (*each)(const struct attendee *attendee, const char *const *texts,
                                void *userdata),
                   void *userdata)
{
    struct exporting *exporting = calloc(1, sizeof *exporting);
    bool ok = false;
    if (exporting) {
        exporting->store = store;
        exporting->each = each;
        exporting->userdata = userdata;
        exporting->places = places_load(store, false);
        ok = exporting->places && store_each_attendee(store, export_one, exporting) &&
             !exporting->stopped;
        places_destroy(exporting->places);
    }
    free(exporting);
    return ok;
}

char *roster_delegation_name(const struct delegation *delegation, const char *language, char *out,
                             size_t size)
{
    if (strcmp(language, "en") == 0 ||
        !country_name(delegation_flag(delegation), language, out, size)) {
        snprintf(out, size, "%s", delegation->name);
    }
    return out;
}

struct cell {
    char *out;
    size_t used, size;
};

static void put(struct cell *cell, char c)
{
    if (cell->used + 1 < cell->size) {
        cell->out[cell->used] = c;
        cell->out[cell->used + 1] = '\0';
    }
    cell->used++;
}

/* What a spreadsheet would run, and what would be read back as such a cell with its sign. */
static bool is_formula(const char *text)
{
    static const char starts[] = "=+-@\t\r";
    return text[0] && (strchr(starts, text[0]) || (text[0] == '\'' && text[1] &&
                                                   (strchr(starts, text[1]) || text[1] == '\'')));
}

size_t roster_csv_cell(const char *text, char *out, size_t size)
{
    struct cell cell = {out, 0, size};
    bool quoted = strpbrk(text, ",;|\"\t\r\n") || text[0] == ' ' || is_formula(text);
    if (size > 0) {
        out[0] = '\0';
    }
    if (quoted) {
        put(&cell, '"');
    }
    if (is_formula(text)) {
        put(&cell, '\'');
    }
    for (; *text; text++) {
        if (*text == '"') {
            put(&cell, '"');
        }
        put(&cell, *text);
    }
    if (quoted) {
        put(&cell, '"');
    }
    return cell.used;
}

bool roster_new(struct store *store, struct attendee *out)
{
    struct places *places = places_load(store, false);
    struct person person;
    if (places) {
        person_start(places, &person);
        *out = person.attendee;
    }
    places_destroy(places);
    return places != NULL;
}

bool roster_get(struct store *store, const struct attendee *attendee, const char *field, char *out,
                size_t size)
{
    enum roster_field number;
    struct person person = {.attendee = *attendee};
    struct places *places = places_load(store, false);
    struct person_text *texts = malloc(sizeof *texts);
    bool ok = places && texts && field_parse(field, &number) && number < FIELD_EXPORTED;
    out[0] = '\0';
    if (ok) {
        store_tie(store, attendee->holder, &person.tie);
        person_texts(places, &person, texts);
        snprintf(out, size, "%s", texts->text[number]);
    }
    free(texts);
    places_destroy(places);
    return ok;
}

bool roster_set(struct store *store, struct attendee *attendee, const char *field,
                const char *value, char *error, size_t size)
{
    enum roster_field number;
    char clean[ATTENDEE_TEXT_SIZE];
    struct person person = {.attendee = *attendee};
    enum text_fault fault = text_clean(value, strlen(value), clean, sizeof clean);
    if (!field_parse(field, &number) || number >= FIELD_EXPORTED || number == FIELD_HOLDER ||
        number == FIELD_PHOTO) {
        snprintf(error, size, "\"%s\" is no field that can be set", field);
        return false;
    }
    if (text_refused(fault)) {
        snprintf(error, size, "the text %s", text_fault_string(fault));
        return false;
    }
    if ((number == FIELD_FAMILY_NAME || number == FIELD_GIVEN_NAME) && !text_is_latin(clean)) {
        snprintf(error, size, "\"%s\" is not in Latin letters; native_name is for others", clean);
        return false;
    }
    struct places *places = places_load(store, false);
    snprintf(error, size, "the store failed");
    store_tie(store, attendee->holder, &person.tie);
    bool set = places && person_set(places, &person, number, clean, error, size) == LOOKUP_FOUND &&
               (number < FIELD_SESSIONS || number > FIELD_ACCOMPANIES || attendee->holder == 0 ||
                store_put_tie(store, attendee->holder, &person.tie));
    if (set) {
        *attendee = person.attendee;
    }
    places_destroy(places);
    return set;
}
