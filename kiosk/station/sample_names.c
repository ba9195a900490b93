#define LOG_MODULE "sample"
#include "kiosk/station/sample.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"

static const char *const list_names[SAMPLE_LIST_COUNT] = {"male", "female", "family"};
static const char *const order_names[] = {"given family", "family given", "familygiven"};

static bool list_add(struct sample_list *list, const struct sample_name *name)
{
    if (list->count == list->capacity) {
        size_t capacity = list->capacity ? list->capacity * 2 : 32;
        struct sample_name *items = realloc(list->items, capacity * sizeof *items);
        if (!items) {
            LOG_ERROR("no memory for the sample's names; close other programs");
            return false;
        }
        list->items = items;
        list->capacity = capacity;
    }
    list->items[list->count++] = *name;
    return true;
}

/* "script own", "order familygiven", "families 2". */
static bool read_setting(struct sample_table *table, struct sample_pool *pool)
{
    struct sample_text name = table->fields[0], value = table->fields[1];
    if (sample_text_is(name, "script") && sample_text_is(value, "own")) {
        pool->own_script = true;
        return true;
    }
    if (sample_text_is(name, "script") && sample_text_is(value, "latin")) {
        return true;
    }
    if (sample_text_is(name, "families") && sample_table_number(table, 1, 2, &pool->families)) {
        return pool->families > 0 || sample_table_fault(table, "families is 1 or 2");
    }
    for (size_t i = 0; i < 3 && sample_text_is(name, "order"); i++) {
        if (sample_text_is(value, order_names[i])) {
            pool->order = (enum sample_order)i;
            return true;
        }
    }
    return table->faulty ? false : sample_table_fault(table, "neither a name nor a known setting");
}

/* The row's fields after its kind: native and Latin, or Latin alone; family names may have hers. */
static bool read_name(struct sample_table *table, struct sample_pool *pool, size_t kind)
{
    size_t forms = pool->own_script ? 2 : 1;
    size_t given = table->count - 1;
    bool gendered = given == forms * 2 && kind == SAMPLE_FAMILY;
    if (given != forms && !gendered) {
        return sample_table_fault(table, "not the fields that a name has in this script");
    }
    struct sample_name name = {0};
    for (size_t gender = 0; gender < 2; gender++) {
        const struct sample_text *fields = table->fields + 1 + (gendered ? gender * forms : 0);
        name.latin[gender] = fields[forms - 1];
        name.native[gender] = pool->own_script ? fields[0] : (struct sample_text){"", 0};
    }
    return list_add(&pool->lists[kind], &name);
}

static bool read_row(struct sample_table *table, struct sample_pool *pool)
{
    if (table->count < 2) {
        return sample_table_fault(table, "a row without a value");
    }
    for (size_t kind = 0; kind < SAMPLE_LIST_COUNT; kind++) {
        if (sample_text_is(table->fields[0], list_names[kind])) {
            return read_name(table, pool, kind);
        }
    }
    return read_setting(table, pool);
}

static bool check_pool(struct sample_table *table, const struct sample_pool *pool)
{
    for (size_t kind = 0; kind < SAMPLE_LIST_COUNT; kind++) {
        if (pool->lists[kind].count == 0) {
            char what[64];
            snprintf(what, sizeof what, "the file ends without one %s name", list_names[kind]);
            return sample_table_fault(table, what);
        }
    }
    return true;
}

bool sample_pool_parse(const char *file, const char *language, const char *text, size_t size,
                       struct sample_pool *out)
{
    struct sample_table table;
    struct sample_pool pool = {.families = 1};
    sample_table_open(&table, file, text, size);
    if (strlen(language) >= sizeof pool.language) {
        return sample_table_fault(&table, "a language tag that is too long");
    }
    strcpy(pool.language, language);
    while (sample_table_next(&table)) {
        if (!read_row(&table, &pool)) {
            goto fail;
        }
    }
    if (table.faulty || !check_pool(&table, &pool)) {
        goto fail;
    }
    *out = pool;
    return true;
fail:
    sample_pool_finish(&pool);
    return false;
}

void sample_pool_finish(struct sample_pool *pool)
{
    for (size_t kind = 0; kind < SAMPLE_LIST_COUNT; kind++) {
        free(pool->lists[kind].items);
    }
    *pool = (struct sample_pool){0};
}

/* Appends with a space (or `glue`) before it. False: no room; `out` is unchanged. */
static bool append(char *out, size_t size, const char *glue, struct sample_text text)
{
    size_t used = strlen(out);
    size_t gap = used > 0 ? strlen(glue) : 0;
    if (used + gap + text.size >= size) {
        return false;
    }
    memcpy(out + used, glue, gap);
    memcpy(out + used + gap, text.at, text.size);
    out[used + gap + text.size] = '\0';
    return true;
}

struct choice {
    const struct sample_name *given, *families[2];
    size_t family_count;
    bool woman;
};

static bool write_latin(const struct choice *choice, struct attendee *out)
{
    out->given_name[0] = out->family_name[0] = '\0';
    bool fits =
        append(out->given_name, sizeof out->given_name, " ", choice->given->latin[choice->woman]);
    for (size_t i = 0; fits && i < choice->family_count; i++) {
        fits = append(out->family_name, sizeof out->family_name, " ",
                      choice->families[i]->latin[choice->woman]);
    }
    return fits;
}

static bool write_native(const struct choice *choice, enum sample_order order, struct attendee *out)
{
    struct sample_text given = choice->given->native[choice->woman];
    const char *glue = order == SAMPLE_FAMILY_JOINED ? "" : " ";
    out->native_name[0] = '\0';
    bool fits = order != SAMPLE_GIVEN_FAMILY ||
                append(out->native_name, sizeof out->native_name, glue, given);
    for (size_t i = 0; fits && i < choice->family_count; i++) {
        fits = append(out->native_name, sizeof out->native_name, glue,
                      choice->families[i]->native[choice->woman]);
    }
    return fits && (order == SAMPLE_GIVEN_FAMILY ||
                    append(out->native_name, sizeof out->native_name, glue, given));
}

bool sample_pool_name(struct sample_pool *pool, bool woman, struct attendee *out)
{
    const struct sample_list *givens = &pool->lists[woman ? SAMPLE_FEMALE : SAMPLE_MALE];
    const struct sample_list *families = &pool->lists[SAMPLE_FAMILY];
    struct choice choice = {.woman = woman, .family_count = (size_t)pool->families};
    size_t count = givens->count * families->count * (pool->families == 2 ? families->count : 1);
    /* women start elsewhere, so that they do not follow the men's family names */
    size_t at = sample_scatter((size_t)pool->used[woman]++ + (woman ? 17 : 0), count);
    for (size_t i = 0; i < choice.family_count; i++) {
        choice.families[i] = &families->items[at % families->count];
        at /= families->count;
    }
    choice.given = &givens->items[at];
    out->native_name[0] = '\0';
    if (!write_latin(&choice, out) ||
        (pool->own_script && !write_native(&choice, pool->order, out))) {
        LOG_ERROR("names-%s.tsv: the name %s %s does not fit a field of %d bytes; shorten it",
                  pool->language, out->given_name, out->family_name, ATTENDEE_TEXT_SIZE);
        return false;
    }
    strcpy(out->language, pool->language);
    return true;
}
