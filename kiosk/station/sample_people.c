#define LOG_MODULE "sample"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kiosk/station/sample_tables.h"
#include "log.h"

#define SEED UINT64_C(0x4c414e5941524431)   /* any number, as long as it stays */
#define GOLDEN UINT64_C(0x9e3779b97f4a7c15) /* splitmix64's step */

struct sample {
    struct sample_tables tables;
    size_t made;
};

/* Who comes after the heads of delegation, over and over: a category's letter each. */
static const char turns[] = "DPDSDTDIDODCDDPDVDGDSDTDPDCDIDDPDTDODCDS";

/* Where people of a category come from; the host's own are of the first delegation. */
static const struct origin {
    char letter;
    bool host;
    enum sample_group group;
} origins[] = {
    {'D', false, SAMPLE_NATIONS}, {'I', false, SAMPLE_ORGANISATIONS}, {'O', false, SAMPLE_NATIONS},
    {'P', false, SAMPLE_NATIONS}, {'S', false, SAMPLE_ORGANISATIONS}, {'T', true, SAMPLE_NATIONS},
    {'C', true, SAMPLE_NATIONS},  {'V', true, SAMPLE_NATIONS},        {'G', false, SAMPLE_NATIONS},
};

/* The few whose papers are not in order, by turn after the heads of delegation. */
enum {
    TURN_WITHDRAWN = 8,
    TURN_REJECTED = 17,
    TURN_WATCHED = 27,
    TURN_PENDING = 13,
    PENDING_OF = 50
};

/* splitmix64's finaliser: a bijection, so that different people have different holders. */
static uint64_t mix(uint64_t value)
{
    value = (value ^ value >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    value = (value ^ value >> 27) * UINT64_C(0x94d049bb133111eb);
    return value ^ value >> 31;
}

/* 0..limit-1; each person has a sequence of their own. */
static unsigned draw(uint64_t *state, unsigned limit)
{
    *state += GOLDEN;
    return (unsigned)((mix(*state) >> 32) * limit >> 32);
}

static size_t common_divisor(size_t a, size_t b)
{
    return b == 0 ? a : common_divisor(b, a % b);
}

size_t sample_scatter(size_t step, size_t count)
{
    size_t stride = count * 618 / 1000 + 1; /* near the golden section: neighbours lie far apart */
    while (common_divisor(stride, count) != 1) {
        stride++;
    }
    return (step % count * stride + count * 7 / 19) % count;
}

struct sample *sample_create(void)
{
    struct sample *sample = malloc(sizeof *sample);
    if (!sample) {
        LOG_ERROR("no memory for the sample conference; close other programs");
        return NULL;
    }
    sample->made = 0;
    if (!sample_tables_load(&sample->tables)) {
        free(sample);
        return NULL;
    }
    return sample;
}

void sample_destroy(struct sample *sample)
{
    if (sample) {
        sample_tables_finish(&sample->tables);
        free(sample);
    }
}

size_t sample_delegations(const struct sample *sample, const struct sample_delegation **out)
{
    *out = sample->tables.delegations;
    return sample->tables.delegation_count;
}

/* What a person is, before there is a name. */
struct part {
    const char *role;     /* as in positions.tsv */
    const char *category; /* its letter */
    bool head;
    size_t turn; /* after the heads of delegation */
    struct sample_delegation *delegation;
};

static void choose_head(struct sample_tables *tables, size_t made, struct part *out)
{
    struct sample_delegation *delegation = &tables->delegations[made];
    bool nation = delegation->value.country[0] != '\0';
    *out = (struct part){.role = nation ? "H" : "I-head",
                         .category = nation ? "H" : "I",
                         .head = true,
                         .turn = SIZE_MAX,
                         .delegation = delegation};
}

/* `letter` is room for the category's. */
static void choose_other(struct sample_tables *tables, size_t turn, char letter[2],
                         struct part *out)
{
    const struct origin *origin = origins;
    letter[0] = turns[turn % (sizeof turns - 1)];
    letter[1] = '\0';
    while (origin->letter != letter[0]) {
        origin++;
    }
    struct sample_places *places = &tables->places[origin->group];
    size_t index = 0;
    if (!origin->host) {
        index = places->delegations[sample_scatter(places->dealt++, places->count)];
    }
    *out = (struct part){.role = letter,
                         .category = letter,
                         .turn = turn,
                         .delegation = &tables->delegations[index]};
}

static bool copy_text(struct sample_text text, char *out, size_t size)
{
    if (text.size >= size) {
        LOG_ERROR("sample/positions.tsv: \"%.*s\" does not fit its field; shorten it",
                  (int)text.size, text.at);
        return false;
    }
    memcpy(out, text.at, text.size);
    out[text.size] = '\0';
    return true;
}

/* "his/hers", or one for both. */
static struct sample_text choose_title(struct sample_text titles, bool woman)
{
    const char *slash = memchr(titles.at, '/', titles.size);
    if (!slash) {
        return titles;
    }
    size_t his = (size_t)(slash - titles.at);
    return woman ? (struct sample_text){slash + 1, titles.size - his - 1}
                 : (struct sample_text){titles.at, his};
}

static bool give_position(const struct sample_tables *tables, const struct part *part, bool woman,
                          uint64_t *random, struct attendee *out)
{
    size_t matches[SAMPLE_POSITIONS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < tables->position_count; i++) {
        if (sample_text_is(tables->positions[i].role, part->role)) {
            matches[count++] = i;
        }
    }
    if (count == 0) {
        LOG_ERROR("sample/positions.tsv: no position for the role %s; add one", part->role);
        return false;
    }
    const struct sample_position *position =
        &tables->positions[matches[draw(random, (unsigned)count)]];
    struct sample_text organisation = position->organisation;
    if (sample_text_is(organisation, "-")) {
        const char *name = part->delegation->value.name;
        organisation = (struct sample_text){name, strlen(name)};
    }
    out->protocol_rank = position->rank;
    return copy_text(position->name, out->position, sizeof out->position) &&
           copy_text(organisation, out->organisation, sizeof out->organisation) &&
           copy_text(choose_title(position->title, woman), out->title, sizeof out->title);
}

/* What pretix calls a secret, for three people of ten. */
static void give_foreign_code(uint64_t *random, struct attendee *out)
{
    static const char alphabet[] = "abcdefghjkmnpqrstuvwxyz23456789";
    if (draw(random, 10) >= 3) {
        return;
    }
    for (size_t i = 0; i < 32; i++) {
        out->foreign_code[i] = alphabet[draw(random, sizeof alphabet - 1)];
    }
    out->foreign_code[32] = '\0';
}

static bool give_ids(struct sample_delegation *delegation, struct attendee *out)
{
    const struct delegation *value = &delegation->value;
    const char *domain = value->country[0] ? "org" : "net";
    char box[64];
    delegation->people++;
    int length = snprintf(out->external_id, sizeof out->external_id, "%s-%04d", value->code,
                          delegation->people);
    if (length < 0 || (size_t)length >= sizeof out->external_id) {
        LOG_ERROR("sample/delegations.tsv: the code %s is too long for an id", value->code);
        return false;
    }
    for (size_t i = 0; i <= (size_t)length; i++) {
        char c = out->external_id[i];
        box[i] = c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
    }
    snprintf(out->email, sizeof out->email, "%s@example.%s", box, domain);
    return true;
}

/* Zones are the category's; a part of the visitors comes for one day or to the first venue only. */
static bool give_access(const struct part *part, size_t day_count, uint64_t *random,
                        struct attendee *out)
{
    const struct category *category =
        sample_category((struct sample_text){part->category, strlen(part->category)});
    if (!category) {
        LOG_ERROR("the sample has no category with the letter %s", part->category);
        return false;
    }
    bool visitor = !part->head && strchr("DOPG", part->category[0]) != NULL;
    unsigned first_venue_only = draw(random, 100), one_day = draw(random, 100);
    out->category = category->code;
    out->zones = category->zones;
    out->venues = visitor && first_venue_only < 12 ? 1 : 3;
    out->days = (uint8_t)((1u << day_count) - 1);
    if (visitor && one_day < 8) {
        out->days = one_day < 5 ? 1 : (uint8_t)(1u << (day_count - 1));
    }
    out->escort_required = part->category[0] == 'G';
    return true;
}

static void give_papers(size_t turn, struct attendee *out)
{
    out->approval = turn == TURN_WITHDRAWN                                  ? APPROVAL_WITHDRAWN
                    : turn == TURN_REJECTED                                 ? APPROVAL_REJECTED
                    : turn != SIZE_MAX && turn % PENDING_OF == TURN_PENDING ? APPROVAL_PENDING
                                                                            : APPROVAL_APPROVED;
    out->watch = turn == TURN_WATCHED;
}

bool sample_next(struct sample *sample, size_t day_count, struct attendee *out)
{
    struct sample_tables *tables = &sample->tables;
    struct part part;
    char letter[2];
    if (sample->made < tables->delegation_count) {
        choose_head(tables, sample->made, &part);
    } else {
        choose_other(tables, sample->made - tables->delegation_count, letter, &part);
    }
    uint64_t identity = SEED + (sample->made + 1) * GOLDEN;
    uint64_t random = mix(identity ^ SEED);
    bool woman = draw(&random, 2) == 1;
    struct sample_delegation *delegation = part.delegation;
    size_t pool = delegation->pools[(size_t)delegation->people % delegation->pool_count];
    *out = (struct attendee){.holder = mix(identity), .head_of_delegation = part.head};
    strcpy(out->delegation, delegation->value.code);
    bool complete = sample_pool_name(&tables->pools[pool], woman, out) &&
                    give_position(tables, &part, woman, &random, out) &&
                    give_access(&part, day_count, &random, out) && give_ids(delegation, out);
    if (!complete) {
        return false;
    }
    give_foreign_code(&random, out);
    give_papers(part.turn, out);
    sample->made++;
    return true;
}
