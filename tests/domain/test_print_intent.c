/*
 * Every input in every state.
 *
 * link: kiosk/domain/print_intent.c
 */
#include "print_intent.h"
#include "tests/test.h"

/* One letter for the next state, '.' where the input makes no sense: Intent, sUbmitting, Submitted,
 * Printing, Confirmed, Failed, unKnown. */
static const char letters[INTENT_STATE_COUNT] = "IUSPCFK";

static const struct {
    enum intent_input input;
    const char *name;
    const char next[INTENT_STATE_COUNT + 1]; /* from I U S P C F K */
} table[INTENT_INPUT_COUNT] = {
    {INTENT_IN_SUBMIT, "submit", "U......"},
    {INTENT_IN_ACCEPTED, "accepted", ".S....."},
    {INTENT_IN_REFUSED, "refused", ".F....."},
    {INTENT_IN_UNCERTAIN, "uncertain", ".KKKC.."},
    {INTENT_IN_PRINTING, "printing", ".PPPC.."},
    {INTENT_IN_COMPLETED_COUNTED, "completed-counted", ".CCCC.C"},
    {INTENT_IN_COMPLETED, "completed", ".PPPC.."},
    {INTENT_IN_ENDED, "ended", "FFFF..."},
    {INTENT_IN_VANISHED, "vanished", ".KKKC.."},
    {INTENT_IN_SEEN, "seen", ".CCCC.C"},
    {INTENT_IN_NOT_SEEN, "not-seen", "FFFF..F"},
};

static void test_every_pair(void **state)
{
    (void)state;
    for (int i = 0; i < INTENT_INPUT_COUNT; i++) {
        assert_int_equal(table[i].input, i);
        assert_string_equal(intent_input_string(table[i].input), table[i].name);
        for (int from = 0; from < INTENT_STATE_COUNT; from++) {
            enum intent_state next = INTENT_STATE_COUNT;
            bool sense = intent_next((enum intent_state)from, table[i].input, &next);
            char got = sense ? letters[next] : '.';
            if (got != table[i].next[from] || (!sense && next != INTENT_STATE_COUNT)) {
                fail_msg("%s in %s: %c", table[i].name,
                         intent_state_string((enum intent_state)from), got);
            }
        }
    }
}

static void test_states(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        bool open, may_exist;
    } rows[INTENT_STATE_COUNT] = {
        [INTENT_PENDING] = {"intent", true, true},
        [INTENT_SUBMITTING] = {"submitting", true, true},
        [INTENT_SUBMITTED] = {"submitted", true, true},
        [INTENT_PRINTING] = {"printing", true, true},
        [INTENT_CONFIRMED] = {"confirmed", false, true},
        [INTENT_FAILED] = {"failed", false, false},
        [INTENT_UNKNOWN] = {"unknown", false, true},
    };
    enum intent_state parsed;
    for (int i = 0; i < INTENT_STATE_COUNT; i++) {
        enum intent_state s = (enum intent_state)i;
        assert_string_equal(intent_state_string(s), rows[i].name);
        assert_true(intent_state_parse(rows[i].name, &parsed));
        assert_int_equal(parsed, s);
        assert_int_equal(intent_is_open(s), rows[i].open);
        assert_int_equal(intent_may_exist(s), rows[i].may_exist);
    }
    assert_false(intent_state_parse("pending", &parsed));
}

/* Nothing that a device reports makes a badge possible again that a person found missing, and
 * nothing brings an intent back to where it would be sent once more. */
static void test_never_sent_twice(void **state)
{
    (void)state;
    for (int from = 0; from < INTENT_STATE_COUNT; from++) {
        for (int input = 0; input < INTENT_INPUT_COUNT; input++) {
            enum intent_state next;
            if (!intent_next((enum intent_state)from, (enum intent_input)input, &next)) {
                continue;
            }
            assert_true(next != INTENT_PENDING);
            assert_true(next != INTENT_SUBMITTING || from == INTENT_PENDING);
            assert_true(from != INTENT_FAILED);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_pair),
        cmocka_unit_test(test_states),
        cmocka_unit_test(test_never_sent_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
