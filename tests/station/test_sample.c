/* The sample conference: who is in it, and that it is the same each time.
 * link: kiosk/station/sample_setup.c kiosk/station/sample_table.c kiosk/station/sample_names.c
 * link: kiosk/station/sample_load.c kiosk/station/sample_people.c kiosk/log.c kiosk/asset.c ASSETS
 */
#include <math.h>

#include "kiosk/station/sample.h"
#include "tests/test.h"

enum { USUAL = 200, DAYS = 2, NATIONS = 46, ORGANISATIONS = 6 };

static struct attendee *make_people(size_t count)
{
    struct sample *sample = sample_create();
    struct attendee *people = calloc(count, sizeof *people);
    assert_non_null(sample);
    assert_non_null(people);
    for (size_t i = 0; i < count; i++) {
        assert_true(sample_next(sample, DAYS, &people[i]));
    }
    sample_destroy(sample);
    return people;
}

static int setup(void **state)
{
    *state = make_people(USUAL);
    return 0;
}

static int teardown(void **state)
{
    free(*state);
    return 0;
}

static void delegations_are_46_and_6(void **state)
{
    (void)state;
    struct sample *sample = sample_create();
    assert_non_null(sample);
    const struct sample_delegation *delegations;
    size_t count = sample_delegations(sample, &delegations);
    assert_int_equal(count, NATIONS + ORGANISATIONS);
    size_t nations = 0;
    for (size_t i = 0; i < count; i++) {
        const struct delegation *a = &delegations[i].value;
        size_t code = strlen(a->code);
        nations += a->country[0] != '\0';
        assert_true(a->country[0] == '\0' || (code == 3 && strlen(a->country) == 2));
        assert_true(a->name[0] != '\0');
        for (size_t k = 0; k < i; k++) {
            const struct delegation *b = &delegations[k].value;
            assert_string_not_equal(a->code, b->code);
            assert_string_not_equal(a->name, b->name);
            assert_true(a->country[0] == '\0' || strcmp(a->country, b->country) != 0);
        }
    }
    assert_int_equal(nations, NATIONS);
    assert_string_equal(delegations[0].value.code, "TJK");
    sample_destroy(sample);
}

static void each_delegation_has_one_head(void **state)
{
    const struct attendee *people = *state;
    for (size_t i = 0; i < USUAL; i++) {
        size_t heads = 0;
        for (size_t k = 0; k < USUAL; k++) {
            if (strcmp(people[k].delegation, people[i].delegation) == 0) {
                heads += people[k].head_of_delegation;
            }
        }
        assert_int_equal(heads, 1);
        assert_true(!people[i].head_of_delegation || people[i].protocol_rank > 0);
    }
}

static void every_category_is_used(void **state)
{
    const struct attendee *people = *state;
    for (size_t c = 0; c < sample_setup.category_count; c++) {
        const struct category *category = &sample_setup.categories[c];
        size_t count = 0;
        for (size_t i = 0; i < USUAL; i++) {
            if (people[i].category == category->code) {
                count++;
                assert_int_equal(people[i].zones, category->zones);
                assert_int_equal(people[i].escort_required, category->letter[0] == 'G');
            }
        }
        assert_true(count > 0);
    }
}

static void texts_differ(const char *a, const char *b)
{
    if (a[0] != '\0') {
        assert_string_not_equal(a, b);
    }
}

static void identities_are_unique(void **state)
{
    const struct attendee *people = *state;
    for (size_t i = 0; i < USUAL; i++) {
        const struct attendee *a = &people[i];
        assert_true(a->holder != 0 && a->external_id[0] != '\0');
        assert_non_null(strstr(a->email, "@example."));
        for (size_t k = 0; k < i; k++) {
            const struct attendee *b = &people[k];
            assert_true(a->holder != b->holder);
            assert_string_not_equal(a->external_id, b->external_id);
            assert_string_not_equal(a->email, b->email);
            texts_differ(a->foreign_code, b->foreign_code);
            assert_false(strcmp(a->family_name, b->family_name) == 0 &&
                         strcmp(a->given_name, b->given_name) == 0);
        }
    }
}

static void papers_are_mixed(void **state)
{
    const struct attendee *people = *state;
    size_t approvals[4] = {0}, watched = 0, tickets = 0, day_guests = 0, one_venue = 0;
    for (size_t i = 0; i < USUAL; i++) {
        const struct attendee *a = &people[i];
        approvals[a->approval]++;
        watched += a->watch;
        tickets += a->foreign_code[0] != '\0';
        day_guests += a->days != 3;
        one_venue += a->venues != 3;
        assert_true(a->days > 0 && a->days < 4 && a->venues > 0 && a->venues < 4);
        assert_true(a->foreign_code[0] == '\0' || strlen(a->foreign_code) == 32);
        assert_true(!a->head_of_delegation || a->approval == APPROVAL_APPROVED);
    }
    assert_int_equal(approvals[APPROVAL_WITHDRAWN], 1);
    assert_int_equal(approvals[APPROVAL_REJECTED], 1);
    assert_in_range(approvals[APPROVAL_PENDING], 2, 5);
    assert_int_equal(watched, 1);
    assert_in_range(tickets, USUAL / 5, USUAL / 2);
    assert_true(day_guests > 0 && one_venue > 0);
}

/* Decodes one character, which must be well formed. */
static uint32_t next_character(const char **text)
{
    const unsigned char *at = (const unsigned char *)*text;
    size_t more = at[0] < 0x80 ? 0 : at[0] < 0xe0 ? 1 : at[0] < 0xf0 ? 2 : 3;
    uint32_t value = more == 0 ? at[0] : at[0] & (0x3fu >> more);
    assert_true(at[0] < 0x80 || (at[0] >= 0xc2 && at[0] < 0xf5));
    for (size_t i = 1; i <= more; i++) {
        assert_int_equal(at[i] & 0xc0, 0x80);
        value = value << 6 | (at[i] & 0x3fu);
    }
    *text += more + 1;
    return value;
}

static const struct {
    const char *name;
    uint32_t from, to;
} scripts[] = {
    {"Cyrillic", 0x0400, 0x052f}, {"Arabic", 0x0600, 0x06ff},     {"Han", 0x4e00, 0x9fff},
    {"Hangul", 0xac00, 0xd7a3},   {"Devanagari", 0x0900, 0x097f}, {"Greek", 0x0370, 0x03ff},
    {"Georgian", 0x10a0, 0x10ff}, {"Armenian", 0x0530, 0x058f},
};

static void scripts_are_present(void **state)
{
    const struct attendee *people = *state;
    size_t seen[sizeof scripts / sizeof scripts[0]] = {0}, latin_only = 0;
    for (size_t i = 0; i < USUAL; i++) {
        const char *at = people[i].native_name;
        latin_only += at[0] == '\0';
        uint32_t first = at[0] == '\0' ? 0 : next_character(&at);
        for (size_t s = 0; s < sizeof scripts / sizeof scripts[0]; s++) {
            seen[s] += first >= scripts[s].from && first <= scripts[s].to;
        }
    }
    for (size_t s = 0; s < sizeof scripts / sizeof scripts[0]; s++) {
        if (seen[s] == 0) {
            fail_msg("nobody's name is in %s", scripts[s].name);
        }
    }
    assert_true(latin_only > USUAL / 5);
}

/* Each text ends in its field, is UTF-8, and has no control character; Latin names are Latin. */
static void check_texts(const struct attendee *a)
{
    const struct {
        const char *text;
        size_t size;
        bool latin, required;
    } fields[] = {
        {a->external_id, sizeof a->external_id, true, true},
        {a->foreign_code, sizeof a->foreign_code, true, false},
        {a->family_name, sizeof a->family_name, true, true},
        {a->given_name, sizeof a->given_name, true, true},
        {a->native_name, sizeof a->native_name, false, false},
        {a->title, sizeof a->title, true, true},
        {a->position, sizeof a->position, true, true},
        {a->organisation, sizeof a->organisation, true, true},
        {a->delegation, sizeof a->delegation, true, true},
        {a->language, sizeof a->language, true, true},
        {a->email, sizeof a->email, true, true},
    };
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        assert_non_null(memchr(fields[i].text, '\0', fields[i].size));
        assert_true(!fields[i].required || fields[i].text[0] != '\0');
        for (const char *at = fields[i].text; *at;) {
            uint32_t c = next_character(&at);
            bool latin = c < 0x300 || (c >= 0x1e00 && c < 0x1f00) || c == 0x2019;
            assert_true(c >= ' ' && c != 127 && (latin || !fields[i].latin));
        }
    }
}

static void texts_are_whole(void **state)
{
    const struct attendee *people = *state;
    for (size_t i = 0; i < USUAL; i++) {
        check_texts(&people[i]);
    }
}

static void the_same_number_is_the_same_people(void **state)
{
    struct attendee *again = make_people(USUAL);
    assert_memory_equal(again, *state, USUAL * sizeof *again);
    free(again);
}

static int compare_holders(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static void a_hundred_thousand_differ(void **state)
{
    (void)state;
    enum { MANY = 100000 };
    struct sample *sample = sample_create();
    uint64_t *holders = malloc(MANY * sizeof *holders);
    assert_non_null(sample);
    assert_non_null(holders);
    struct attendee person;
    size_t heads = 0;
    for (size_t i = 0; i < MANY; i++) {
        assert_true(sample_next(sample, 1, &person));
        check_texts(&person);
        assert_int_equal(person.days, 1);
        heads += person.head_of_delegation;
        holders[i] = person.holder;
    }
    assert_int_equal(heads, NATIONS + ORGANISATIONS);
    qsort(holders, MANY, sizeof *holders, compare_holders);
    assert_true(holders[0] != 0);
    for (size_t i = 1; i < MANY; i++) {
        assert_true(holders[i] != holders[i - 1]);
    }
    free(holders);
    sample_destroy(sample);
}

static void places_hang_together(void **state)
{
    (void)state;
    const struct sample_setup *setup = &sample_setup;
    size_t registrations = 0;
    for (size_t i = 0; i < setup->checkpoint_count; i++) {
        const struct checkpoint *a = &setup->checkpoints[i];
        registrations += a->kind == CHECKPOINT_REGISTRATION;
        assert_in_range(a->venue, 0, setup->venue_count - 1);
        assert_true(a->zone == -1 || (size_t)a->zone < setup->zone_count);
        for (size_t k = 0; k < i; k++) {
            assert_string_not_equal(a->code, setup->checkpoints[k].code);
        }
    }
    assert_int_equal(registrations, 1);
    for (size_t i = 0; i < setup->zone_count; i++) {
        assert_int_equal(setup->zones[i].bit, i);
        size_t doors = 0;
        for (size_t k = 0; k < setup->checkpoint_count; k++) {
            doors += setup->checkpoints[k].zone == (int)i;
        }
        assert_true(doors > 0);
    }
    for (size_t i = 0; i < setup->category_count; i++) {
        const struct category *a = &setup->categories[i];
        assert_true(a->code != 0 && a->zones >> setup->zone_count == 0);
        for (size_t k = 0; k < i; k++) {
            assert_true(a->code != setup->categories[k].code);
            assert_string_not_equal(a->letter, setup->categories[k].letter);
        }
    }
}

/* What reaches the eye: full colour vision, protanopia and deuteranopia (Machado, Oliveira and
 * Fernandes, 2009), as matrices over linear red, green and blue. */
static const double views[3][3][3] = {
    {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
    {{0.152286, 1.052583, -0.204868},
     {0.114503, 0.786281, 0.099216},
     {-0.003882, -0.048116, 1.051998}},
    {{0.367322, 0.860646, -0.227968},
     {0.280085, 0.672501, 0.047413},
     {-0.011820, 0.042940, 0.968881}},
};

static double lab_step(double t)
{
    return t > 0.008856 ? cbrt(t) : 7.787 * t + 16 / 116.0;
}

static void view_as_lab(uint32_t rgb, const double view[3][3], double lab[3])
{
    double linear[3], seen[3];
    for (int i = 0; i < 3; i++) {
        double c = (rgb >> (16 - 8 * i) & 255) / 255.0;
        linear[i] = c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
    }
    for (int i = 0; i < 3; i++) {
        seen[i] = view[i][0] * linear[0] + view[i][1] * linear[1] + view[i][2] * linear[2];
        seen[i] = fmin(fmax(seen[i], 0), 1);
    }
    double x = lab_step((0.4124 * seen[0] + 0.3576 * seen[1] + 0.1805 * seen[2]) / 0.95047);
    double y = lab_step(0.2126 * seen[0] + 0.7152 * seen[1] + 0.0722 * seen[2]);
    double z = lab_step((0.0193 * seen[0] + 0.1192 * seen[1] + 0.9505 * seen[2]) / 1.08883);
    lab[0] = 116 * y - 16;
    lab[1] = 500 * (x - y);
    lab[2] = 200 * (y - z);
}

static void bands_are_told_apart(void **state)
{
    (void)state;
    for (size_t v = 0; v < 3; v++) {
        for (size_t i = 0; i < sample_setup.category_count; i++) {
            for (size_t k = 0; k < i; k++) {
                double a[3], b[3];
                view_as_lab(sample_setup.categories[i].rgb, views[v], a);
                view_as_lab(sample_setup.categories[k].rgb, views[v], b);
                double apart = hypot(hypot(a[0] - b[0], a[1] - b[1]), a[2] - b[2]);
                assert_true(apart >= 24);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(delegations_are_46_and_6),
        cmocka_unit_test(each_delegation_has_one_head),
        cmocka_unit_test(every_category_is_used),
        cmocka_unit_test(identities_are_unique),
        cmocka_unit_test(papers_are_mixed),
        cmocka_unit_test(scripts_are_present),
        cmocka_unit_test(texts_are_whole),
        cmocka_unit_test(the_same_number_is_the_same_people),
        cmocka_unit_test(a_hundred_thousand_differ),
        cmocka_unit_test(places_hang_together),
        cmocka_unit_test(bands_are_told_apart),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
