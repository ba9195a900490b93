/*
 * The audit chain: golden hash and signatures, the clock, and each way of spoiling a chain.
 *
 * link: kiosk/domain/audit.c kiosk/domain/base45.c kiosk/domain/bytes.c kiosk/domain/credential.c
 * link: kiosk/domain/hlc.c kiosk/domain/key_list.c
 */
#include "audit.h"
#include "credential.h"
#include "kiosk/domain/bytes.h"
#include "tests/domain/golden.h"

#define EVENTS 5

static int init(void **state)
{
    (void)state;
    return credential_library_init() ? 0 : -1;
}

static void assert_hex(const uint8_t *data, size_t size, const char *expected)
{
    char hex[2 * KEY_SIGNATURE_SIZE + 1];
    assert_string_equal(bytes_to_hex(data, size, hex), expected);
}

static void test_golden(void **state)
{
    (void)state;
    struct station_key key = golden_key();
    struct audit_event event = {.station = "station-1",
                                .sequence = 1,
                                .hlc = 0x019e3840,
                                .kind = "admission",
                                .body = "{\"at\":1}",
                                .body_size = 8};
    for (size_t i = 0; i < sizeof event.uuid; i++) {
        event.uuid[i] = (uint8_t)i;
    }
    audit_first_previous(golden_uuid, event.previous);
    audit_seal(&event, &key);
    assert_int_equal(event.key_id, key.id);
    assert_hex(event.hash, sizeof event.hash,
               "30c94b20a61ae56ef58a6ecba1f1eb63610081ef7d9d7996a2c8e7d123cfb357");
    assert_hex(event.signature, sizeof event.signature,
               "d0f300abbca4f15e853defbfdaf77a18c2fc2d7aed2b2dc46638540b1cc1e563"
               "e6ce0ac016689b2e1c0faaca66da42fc22d48473e74089a12e5cffa176c7db00");

    struct audit_head head = {.station = "station-1", .sequence = 1};
    memcpy(head.hash, event.hash, sizeof head.hash);
    audit_head_seal(&head, golden_uuid, &key);
    assert_hex(head.signature, sizeof head.signature,
               "6123f475be1098f84b294afe86874e2f919505650e6030743527559c75ed9fc0"
               "7d628ca40a0a494d05ff655df3d782dd76be566739f51168e89fd33464aef106");
}

/* ---- a chain to spoil ---- */

struct chain {
    struct key_list keys;
    struct station_key key;
    struct audit_event events[EVENTS + 1];
    size_t count;
};

static void make_chain(struct chain *chain)
{
    uint8_t previous[AUDIT_HASH_SIZE];
    *chain = (struct chain){.key = golden_key(), .count = EVENTS};
    golden_list(&chain->keys);
    audit_first_previous(golden_uuid, previous);
    for (size_t i = 0; i < EVENTS; i++) {
        struct audit_event *event = &chain->events[i];
        *event = (struct audit_event){.station = "station-1",
                                      .sequence = i + 1,
                                      .hlc = (i + 1) << 16,
                                      .kind = "admission",
                                      .body = "{\"n\":1}",
                                      .body_size = 7,
                                      .uuid = {(uint8_t)(i + 1)}};
        memcpy(event->previous, previous, sizeof previous);
        audit_seal(event, &chain->key);
        memcpy(previous, event->hash, sizeof previous);
    }
}

/* Gives the events from `first` on the numbers of their places, as somebody would who hides a gap.
 */
static void renumber(struct chain *chain, size_t first)
{
    for (size_t i = first; i < chain->count; i++) {
        chain->events[i].sequence = i + 1;
    }
}

static void remove_event(struct chain *chain, size_t at)
{
    memmove(&chain->events[at], &chain->events[at + 1],
            (chain->count - at - 1) * sizeof chain->events[0]);
    chain->count--;
}

static void insert_event(struct chain *chain, size_t at)
{
    memmove(&chain->events[at + 1], &chain->events[at],
            (chain->count - at) * sizeof chain->events[0]);
    chain->count++;
}

static void swap_events(struct chain *chain, size_t at)
{
    struct audit_event first = chain->events[at];
    chain->events[at] = chain->events[at + 1];
    chain->events[at + 1] = first;
}

/* Makes content and hash agree again, without the station's key. */
static void rehash(struct audit_event *event)
{
    audit_hash(event, event->hash);
}

static void whole(struct chain *c)
{
    (void)c;
}
static void change_body(struct chain *c)
{
    c->events[2].body = "{\"n\":2}";
}
static void change_kind(struct chain *c)
{
    c->events[2].kind[0] = 'A';
}
static void change_clock(struct chain *c)
{
    c->events[2].hlc++;
}
static void change_hash(struct chain *c)
{
    c->events[2].hash[0] ^= 1;
}
static void change_and_rehash(struct chain *c)
{
    change_body(c);
    rehash(&c->events[2]);
}
static void change_signature(struct chain *c)
{
    c->events[2].signature[3] ^= 1;
}
static void sign_with_other_key(struct chain *c)
{
    struct station_key thief = c->key;
    key_generate(thief.public_key, thief.secret_key);
    change_body(c);
    audit_seal(&c->events[2], &thief);
}
static void name_unknown_key(struct chain *c)
{
    sign_with_other_key(c);
    c->events[2].key_id++;
}
static void name_key_of_other_station(struct chain *c)
{
    c->keys.entries[1] = c->keys.entries[0];
    c->keys.entries[1].id++;
    memcpy(c->keys.entries[1].station, "station-2", 10);
    c->keys.count = 2;
    c->events[2].key_id++;
}
static void key_may_not(struct chain *c)
{
    c->keys.entries[0].usage = KEY_SIGNS_BADGES;
}
static void remove_third(struct chain *c)
{
    remove_event(c, 2);
}
static void remove_first(struct chain *c)
{
    remove_event(c, 0);
}
static void remove_hidden(struct chain *c)
{
    remove_event(c, 2);
    renumber(c, 2);
}
static void repeat(struct chain *c)
{
    insert_event(c, 2);
}
static void insert_hidden(struct chain *c)
{
    insert_event(c, 2);
    c->events[2].uuid[5] = 9;
    renumber(c, 2);
    rehash(&c->events[2]);
}
static void swap_rows(struct chain *c)
{
    swap_events(c, 2);
}
static void swap_hidden(struct chain *c)
{
    swap_events(c, 2);
    renumber(c, 2);
}

static void test_faults(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        void (*spoil)(struct chain *chain);
        enum audit_fault fault;
        uint64_t sequence; /* of the last event that was right */
    } rows[] = {
#define ROW(spoil, fault, sequence) {#spoil, spoil, AUDIT_##fault, sequence}
        ROW(whole, OK, 5),
        ROW(change_body, CHANGED, 2),
        ROW(change_kind, CHANGED, 2),
        ROW(change_clock, CHANGED, 2),
        ROW(change_hash, CHANGED, 2),
        ROW(change_and_rehash, FORGED, 2),
        ROW(change_signature, FORGED, 2),
        ROW(sign_with_other_key, FORGED, 2),
        ROW(name_unknown_key, INSERTED, 2),
        ROW(name_key_of_other_station, INSERTED, 2),
        ROW(key_may_not, INSERTED, 0),
        ROW(remove_third, REMOVED, 2),
        ROW(remove_first, REMOVED, 0),
        ROW(remove_hidden, REORDERED, 2), /* only the number of events could tell */
        ROW(repeat, INSERTED, 3),
        ROW(insert_hidden, FORGED, 2),
        ROW(swap_rows, REMOVED, 2), /* as far as can be seen when 4 follows 2 */
        ROW(swap_hidden, REORDERED, 2),
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct chain chain;
        struct audit_verifier verifier;
        make_chain(&chain);
        rows[i].spoil(&chain);
        audit_verifier_init(&verifier, &chain.keys, golden_uuid, "station-1");
        enum audit_fault fault = AUDIT_OK;
        for (size_t n = 0; fault == AUDIT_OK && n < chain.count; n++) {
            fault = audit_verifier_feed(&verifier, &chain.events[n]);
        }
        if (fault != rows[i].fault || verifier.sequence != rows[i].sequence) {
            fail_msg("%s: %s after %d", rows[i].name, audit_fault_string(fault),
                     (int)verifier.sequence);
        }
    }
}

/* A chain of another event does not fit this one. */
static void test_event_is_in_chain(void **state)
{
    (void)state;
    struct chain chain;
    struct audit_verifier verifier;
    uint8_t other[16] = {1};
    make_chain(&chain);
    audit_verifier_init(&verifier, &chain.keys, other, "station-1");
    assert_int_equal(audit_verifier_feed(&verifier, &chain.events[0]), AUDIT_REORDERED);
}

static void test_head(void **state)
{
    (void)state;
    struct chain chain;
    make_chain(&chain);
    struct audit_head head = {.station = "station-1", .sequence = 5};
    memcpy(head.hash, chain.events[4].hash, sizeof head.hash);
    audit_head_seal(&head, golden_uuid, &chain.key);
    assert_true(audit_head_check(&head, &chain.keys));
    head.sequence = 4;
    assert_false(audit_head_check(&head, &chain.keys));
    head.sequence = 5;
    head.hash[0] ^= 1;
    assert_false(audit_head_check(&head, &chain.keys));
    head.hash[0] ^= 1;
    head.key_id++;
    assert_false(audit_head_check(&head, &chain.keys));
    head.key_id--;
    head.station[8] = '2';
    assert_false(audit_head_check(&head, &chain.keys));
}

static void test_fold(void **state)
{
    (void)state;
    uint8_t ab[AUDIT_HASH_SIZE] = {0}, ba[AUDIT_HASH_SIZE] = {0}, a[AUDIT_HASH_SIZE] = {0};
    struct audit_head first = {.station = "a", .sequence = 1};
    struct audit_head second = {.station = "b", .sequence = 1};
    audit_head_fold(ab, &first);
    memcpy(a, ab, sizeof a);
    audit_head_fold(ab, &second);
    audit_head_fold(ba, &second);
    audit_head_fold(ba, &first);
    assert_memory_not_equal(ab, ba, sizeof ab);
    assert_memory_not_equal(ab, a, sizeof ab);
}

static void test_clock(void **state)
{
    (void)state;
    static const struct {
        uint64_t last;
        int64_t now_ms;
        uint64_t next;
    } rows[] = {
        {0, 0, 1},
        {0, 1000, UINT64_C(1000) << 16},
        {UINT64_C(1000) << 16, 1000, (UINT64_C(1000) << 16) + 1},
        {UINT64_C(1000) << 16, 999, (UINT64_C(1000) << 16) + 1}, /* the clock was set back */
        {(UINT64_C(1000) << 16) + 7, 1001, UINT64_C(1001) << 16},
        {(UINT64_C(1000) << 16) + 0xffff, 1000, UINT64_C(1001) << 16}, /* counter runs over */
        {5, -1, 6},
        {0, INT64_MAX, ((UINT64_C(1) << 47) - 1) << 16},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_true(hlc_next(rows[i].last, rows[i].now_ms) == rows[i].next);
    }
    assert_int_equal(hlc_ms((UINT64_C(1779062400000) << 16) + 5), 1779062400000);
}

static void test_names(void **state)
{
    (void)state;
    static const char *const names[] = {"ok",       "changed",   "removed",
                                        "inserted", "reordered", "forged"};
    for (int i = 0; i <= AUDIT_FORGED; i++) {
        assert_string_equal(audit_fault_string((enum audit_fault)i), names[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_golden),
        cmocka_unit_test(test_faults),
        cmocka_unit_test(test_event_is_in_chain),
        cmocka_unit_test(test_head),
        cmocka_unit_test(test_fold),
        cmocka_unit_test(test_clock),
        cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests(tests, init, NULL);
}
