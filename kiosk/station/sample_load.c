#define LOG_MODULE "sample"
#include "kiosk/station/sample_tables.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "asset.h"
#include "log.h"

#define DELEGATIONS_FILE "sample/delegations.tsv"
#define POSITIONS_FILE "sample/positions.tsv"

static bool open_asset(struct sample_table *table, const char *file)
{
    size_t size;
    const char *text = asset_find(file, &size);
    if (!text) {
        LOG_ERROR("%s is not built in; build again with the file in assets/", file);
        return false;
    }
    sample_table_open(table, file, text, size);
    return true;
}

/* The pool of a language, read when first asked for. */
static bool find_pool(struct sample_tables *tables, struct sample_table *table,
                      struct sample_text language, size_t *out)
{
    for (size_t i = 0; i < tables->pool_count; i++) {
        if (sample_text_is(language, tables->pools[i].language)) {
            *out = i;
            return true;
        }
    }
    char tag[16], file[64];
    if (tables->pool_count == SAMPLE_POOLS_MAX || language.size >= sizeof tag) {
        return sample_table_fault(table, "too many languages, or a tag that is too long");
    }
    snprintf(tag, sizeof tag, "%.*s", (int)language.size, language.at);
    snprintf(file, sizeof file, "sample/names-%s.tsv", tag);
    size_t size;
    const char *text = asset_find(file, &size);
    if (!text) {
        return sample_table_fault(table, "a language without a file of names");
    }
    *out = tables->pool_count;
    return sample_pool_parse(file, tag, text, size, &tables->pools[tables->pool_count]) &&
           ++tables->pool_count > 0;
}

static bool read_languages(struct sample_tables *tables, struct sample_table *table,
                           struct sample_delegation *delegation)
{
    struct sample_text rest = table->fields[3];
    while (rest.size > 0) {
        const char *comma = memchr(rest.at, ',', rest.size);
        struct sample_text language = {rest.at, comma ? (size_t)(comma - rest.at) : rest.size};
        if (delegation->pool_count == SAMPLE_LANGUAGES_MAX) {
            return sample_table_fault(table, "too many languages for one delegation");
        }
        if (!find_pool(tables, table, language, &delegation->pools[delegation->pool_count])) {
            return false;
        }
        delegation->pool_count++;
        size_t used = language.size + (comma ? 1 : 0);
        rest = (struct sample_text){rest.at + used, rest.size - used};
    }
    return true;
}

/* A delegation of size n has n places among those that people are dealt to. */
static bool add_places(struct sample_tables *tables, struct sample_table *table,
                       const struct sample_delegation *delegation)
{
    struct sample_places *places =
        &tables->places[delegation->value.country[0] ? SAMPLE_NATIONS : SAMPLE_ORGANISATIONS];
    if (places->count + (size_t)delegation->size > SAMPLE_PLACES_MAX) {
        return sample_table_fault(table, "the delegations' sizes add up to too much");
    }
    for (int i = 0; i < delegation->size; i++) {
        places->delegations[places->count++] = (uint8_t)tables->delegation_count;
    }
    return true;
}

static bool read_delegation(struct sample_tables *tables, struct sample_table *table)
{
    if (table->count != 5 || tables->delegation_count == SAMPLE_DELEGATIONS_MAX) {
        return sample_table_fault(table, "not 5 fields, or too many delegations");
    }
    struct sample_delegation *delegation = &tables->delegations[tables->delegation_count];
    struct delegation *value = &delegation->value;
    bool copied = sample_table_copy(table, 0, value->code, sizeof value->code) &&
                  sample_table_copy(table, 1, value->country, sizeof value->country) &&
                  sample_table_number(table, 2, 100, &delegation->size) &&
                  sample_table_copy(table, 4, value->name, sizeof value->name);
    if (!copied) {
        return false;
    }
    if (sample_text_is(table->fields[1], "-")) {
        value->country[0] = '\0';
    }
    if (!read_languages(tables, table, delegation) || !add_places(tables, table, delegation)) {
        return false;
    }
    tables->delegation_count++;
    return true;
}

static bool read_position(struct sample_tables *tables, struct sample_table *table)
{
    if (table->count != 5 || tables->position_count == SAMPLE_POSITIONS_MAX) {
        return sample_table_fault(table, "not 5 fields, or too many positions");
    }
    struct sample_position *position = &tables->positions[tables->position_count];
    position->role = table->fields[0];
    position->title = table->fields[2];
    position->name = table->fields[3];
    position->organisation = table->fields[4];
    if (position->name.size >= ATTENDEE_TEXT_SIZE ||
        position->organisation.size >= ATTENDEE_TEXT_SIZE) {
        return sample_table_fault(table, "a text too long for its field");
    }
    if (!sample_table_number(table, 1, 99, &position->rank)) {
        return false;
    }
    tables->position_count++;
    return true;
}

static bool read_file(struct sample_tables *tables, const char *file,
                      bool (*read)(struct sample_tables *tables, struct sample_table *table))
{
    struct sample_table table;
    if (!open_asset(&table, file)) {
        return false;
    }
    while (sample_table_next(&table)) {
        if (!read(tables, &table)) {
            return false;
        }
    }
    return !table.faulty;
}

bool sample_tables_load(struct sample_tables *out)
{
    *out = (struct sample_tables){0};
    bool read = read_file(out, DELEGATIONS_FILE, read_delegation) &&
                read_file(out, POSITIONS_FILE, read_position);
    if (!read) {
        sample_tables_finish(out);
    }
    return read;
}

void sample_tables_finish(struct sample_tables *tables)
{
    for (size_t i = 0; i < tables->pool_count; i++) {
        sample_pool_finish(&tables->pools[i]);
    }
    *tables = (struct sample_tables){0};
}
