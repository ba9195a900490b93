/*
 * Visits at the kiosk as courses of inputs, and every input in every state.
 *
 * link: kiosk/domain/visit.c
 */
#include "tests/test.h"
#include "visit.h"

#define ADMIT                    \
    {                            \
        VERDICT_ADMIT, REASON_OK \
    }
#define NOTE                                        \
    {                                               \
        VERDICT_ADMIT_WITH_NOTE, REASON_PHOTO_CHECK \
    }
#define REFUSE                         \
    {                                  \
        VERDICT_REFUSE, REASON_EXPIRED \
    }
#define REFER                          \
    {                                  \
        VERDICT_REFER, REASON_REFERRED \
    }

static enum visit_effect step(struct visit *visit, enum visit_input_kind kind,
                              struct decision decision, bool prints, int64_t now_ms)
{
    struct visit_input input = {kind, decision, prints, now_ms};
    return visit_step(visit, &input);
}

struct course_step {
    enum visit_input_kind kind;
    struct decision decision;
    bool prints;
    enum visit_state state; /* after it */
    enum visit_effect effect;
};

static void run_course(const struct course_step *steps)
{
    struct visit visit;
    visit_init(&visit, 1000);
    assert_int_equal(visit.state, VISIT_ATTRACT);
    for (int i = 0; steps[i].kind != VISIT_IN_TICK; i++) {
        enum visit_effect effect =
            step(&visit, steps[i].kind, steps[i].decision, steps[i].prints, 1000 + i);
        if (visit.state != steps[i].state || effect != steps[i].effect) {
            fail_msg("step %d: %s, effect %d", i, visit_state_string(visit.state), effect);
        }
    }
}

#define END                   \
    {                         \
        .kind = VISIT_IN_TICK \
    }

static void test_courses(void **state)
{
    (void)state;
    static const struct course_step courses[][8] = {
        /* the usual one */
        {{VISIT_IN_START, ADMIT, false, VISIT_SCAN, VISIT_DO_NOTHING},
         {VISIT_IN_DECIDED, ADMIT, false, VISIT_CONFIRM, VISIT_DO_NOTHING},
         {VISIT_IN_YES, ADMIT, false, VISIT_CONFIRM, VISIT_DO_RECORD},
         {VISIT_IN_CHECKED_IN, ADMIT, true, VISIT_PRINTING, VISIT_DO_NOTHING},
         {VISIT_IN_PRINTED, ADMIT, false, VISIT_COLLECT, VISIT_DO_NOTHING},
         {VISIT_IN_COLLECTED, ADMIT, false, VISIT_DONE, VISIT_DO_CONFIRM_BADGE},
         {VISIT_IN_BACK, ADMIT, false, VISIT_ATTRACT, VISIT_DO_FORGET},
         END},
        /* held up at once, no badge to print, a note for the guard */
        {{VISIT_IN_DECIDED, NOTE, false, VISIT_CONFIRM, VISIT_DO_NOTHING},
         {VISIT_IN_YES, ADMIT, false, VISIT_CONFIRM, VISIT_DO_RECORD},
         {VISIT_IN_CHECKED_IN, NOTE, false, VISIT_DONE, VISIT_DO_NOTHING},
         END},
        /* a second tap on "yes", or "no" too late, changes nothing */
        {{VISIT_IN_DECIDED, ADMIT, false, VISIT_CONFIRM, VISIT_DO_NOTHING},
         {VISIT_IN_YES, ADMIT, false, VISIT_CONFIRM, VISIT_DO_RECORD},
         {VISIT_IN_YES, ADMIT, false, VISIT_CONFIRM, VISIT_DO_NOTHING},
         {VISIT_IN_NO, ADMIT, false, VISIT_CONFIRM, VISIT_DO_NOTHING},
         {VISIT_IN_BACK, ADMIT, false, VISIT_CONFIRM, VISIT_DO_NOTHING},
         {VISIT_IN_DECIDED, REFUSE, false, VISIT_CONFIRM, VISIT_DO_NOTHING},
         {VISIT_IN_CHECKED_IN, REFUSE, false, VISIT_REFUSED, VISIT_DO_NOTHING},
         END},
        /* a check-in that was not asked for */
        {{VISIT_IN_DECIDED, ADMIT, false, VISIT_CONFIRM, VISIT_DO_NOTHING},
         {VISIT_IN_CHECKED_IN, ADMIT, true, VISIT_CONFIRM, VISIT_DO_NOTHING},
         END},
        /* the station fails while recording */
        {{VISIT_IN_DECIDED, ADMIT, false, VISIT_CONFIRM, VISIT_DO_NOTHING},
         {VISIT_IN_YES, ADMIT, false, VISIT_CONFIRM, VISIT_DO_RECORD},
         {VISIT_IN_CHECKED_IN, REFER, false, VISIT_DESK, VISIT_DO_NOTHING},
         END},
        /* somebody else's invitation */
        {{VISIT_IN_DECIDED, ADMIT, false, VISIT_CONFIRM, VISIT_DO_NOTHING},
         {VISIT_IN_NO, ADMIT, false, VISIT_SCAN, VISIT_DO_FORGET},
         END},
        /* the printer fails */
        {{VISIT_IN_DECIDED, ADMIT, false, VISIT_CONFIRM, VISIT_DO_NOTHING},
         {VISIT_IN_YES, ADMIT, false, VISIT_CONFIRM, VISIT_DO_RECORD},
         {VISIT_IN_CHECKED_IN, ADMIT, true, VISIT_PRINTING, VISIT_DO_NOTHING},
         {VISIT_IN_BACK, ADMIT, false, VISIT_PRINTING, VISIT_DO_NOTHING},
         {VISIT_IN_PRINT_FAULT, ADMIT, false, VISIT_DESK, VISIT_DO_NOTHING},
         {VISIT_IN_PRINTED, ADMIT, false, VISIT_DESK, VISIT_DO_NOTHING},
         END},
        /* the badge is read back before the printer says that it is done */
        {{VISIT_IN_DECIDED, ADMIT, false, VISIT_CONFIRM, VISIT_DO_NOTHING},
         {VISIT_IN_YES, ADMIT, false, VISIT_CONFIRM, VISIT_DO_RECORD},
         {VISIT_IN_CHECKED_IN, ADMIT, true, VISIT_PRINTING, VISIT_DO_NOTHING},
         {VISIT_IN_COLLECTED, ADMIT, false, VISIT_DONE, VISIT_DO_CONFIRM_BADGE},
         {VISIT_IN_PRINTED, ADMIT, false, VISIT_DONE, VISIT_DO_NOTHING},
         END},
        /* a queue flows: the next one's code ends what the last one left on the screen */
        {{VISIT_IN_DECIDED, REFUSE, false, VISIT_REFUSED, VISIT_DO_NOTHING},
         {VISIT_IN_DECIDED, REFER, false, VISIT_DESK, VISIT_DO_NOTHING},
         {VISIT_IN_DECIDED, ADMIT, false, VISIT_CONFIRM, VISIT_DO_NOTHING},
         {VISIT_IN_DECIDED, REFUSE, false, VISIT_CONFIRM, VISIT_DO_NOTHING},
         {VISIT_IN_DESK, ADMIT, false, VISIT_DESK, VISIT_DO_NOTHING},
         {VISIT_IN_BACK, ADMIT, false, VISIT_ATTRACT, VISIT_DO_FORGET},
         END},
    };
    for (size_t i = 0; i < sizeof courses / sizeof courses[0]; i++) {
        run_course(courses[i]);
    }
}

/* Brings a fresh visit into a state by its usual course. */
static void bring(struct visit *visit, enum visit_state wanted)
{
    static const struct decision admit = ADMIT, refuse = REFUSE, refer = REFER;
    visit_init(visit, 0);
    switch (wanted) {
    case VISIT_SCAN:
        step(visit, VISIT_IN_START, admit, false, 0);
        break;
    case VISIT_REFUSED:
        step(visit, VISIT_IN_DECIDED, refuse, false, 0);
        break;
    case VISIT_DESK:
        step(visit, VISIT_IN_DECIDED, refer, false, 0);
        break;
    case VISIT_ATTRACT:
        break;
    default:
        step(visit, VISIT_IN_DECIDED, admit, false, 0);
    }
    if (wanted == VISIT_PRINTING || wanted == VISIT_COLLECT || wanted == VISIT_DONE) {
        step(visit, VISIT_IN_YES, admit, false, 0);
        step(visit, VISIT_IN_CHECKED_IN, admit, wanted != VISIT_DONE, 0);
    }
    if (wanted == VISIT_COLLECT) {
        step(visit, VISIT_IN_PRINTED, admit, false, 0);
    }
    assert_int_equal(visit->state, wanted);
}

static void test_every_state_gives_up(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int limit_s; /* -1: never */
        enum visit_state then;
        bool accepts_code;
    } rows[VISIT_STATE_COUNT] = {
        [VISIT_ATTRACT] = {"attract", -1, VISIT_ATTRACT, true},
        [VISIT_SCAN] = {"scan", 60, VISIT_ATTRACT, true},
        [VISIT_CONFIRM] = {"confirm", 45, VISIT_ATTRACT, false},
        [VISIT_PRINTING] = {"printing", 180, VISIT_DESK, false},
        [VISIT_COLLECT] = {"collect", 45, VISIT_ATTRACT, true},
        [VISIT_DONE] = {"done", 12, VISIT_ATTRACT, true},
        [VISIT_REFUSED] = {"refused", 40, VISIT_ATTRACT, true},
        [VISIT_DESK] = {"desk", 25, VISIT_ATTRACT, true},
    };
    static const struct decision none = ADMIT;
    for (int i = 0; i < VISIT_STATE_COUNT; i++) {
        struct visit visit;
        int64_t limit_ms = rows[i].limit_s * INT64_C(1000);
        bring(&visit, (enum visit_state)i);
        assert_string_equal(visit_state_string(visit.state), rows[i].name);
        assert_int_equal(visit_accepts_code(&visit), rows[i].accepts_code);
        assert_int_equal(visit_seconds_left(&visit, 0), rows[i].limit_s);
        if (rows[i].limit_s < 0) {
            assert_int_equal(step(&visit, VISIT_IN_TICK, none, false, INT64_MAX), VISIT_DO_NOTHING);
            continue;
        }
        assert_int_equal(visit_seconds_left(&visit, limit_ms - 1), 1);
        assert_int_equal(visit_seconds_left(&visit, limit_ms + 1), 0);
        assert_int_equal(step(&visit, VISIT_IN_TICK, none, false, limit_ms - 1), VISIT_DO_NOTHING);
        assert_int_equal(visit.state, i);
        enum visit_effect effect = step(&visit, VISIT_IN_TICK, none, false, limit_ms);
        assert_int_equal(visit.state, rows[i].then);
        assert_int_equal(effect,
                         rows[i].then == VISIT_ATTRACT ? VISIT_DO_FORGET : VISIT_DO_NOTHING);
    }
}

/* While it is recorded, a check-in waits for its end, however long. */
static void test_recording_never_gives_up(void **state)
{
    (void)state;
    static const struct decision admit = ADMIT;
    struct visit visit;
    bring(&visit, VISIT_CONFIRM);
    step(&visit, VISIT_IN_YES, admit, false, 10);
    assert_int_equal(visit_seconds_left(&visit, 10), -1);
    assert_int_equal(step(&visit, VISIT_IN_TICK, admit, false, INT64_MAX), VISIT_DO_NOTHING);
    assert_int_equal(visit.state, VISIT_CONFIRM);
}

/* From everywhere, any input leads to a state, and back home by time alone; a badge is confirmed
 * only by COLLECTED, a check-in recorded only by YES. */
static void test_every_input(void **state)
{
    (void)state;
    static const struct decision decisions[] = {ADMIT, NOTE, REFUSE, REFER};
    for (int from = 0; from < VISIT_STATE_COUNT; from++) {
        for (int kind = 0; kind <= VISIT_IN_TICK; kind++) {
            for (size_t d = 0; d < sizeof decisions / sizeof decisions[0]; d++) {
                struct visit visit;
                bring(&visit, (enum visit_state)from);
                enum visit_effect effect =
                    step(&visit, (enum visit_input_kind)kind, decisions[d], true, 5);
                assert_true(visit.state < VISIT_STATE_COUNT);
                assert_true((effect == VISIT_DO_CONFIRM_BADGE) ==
                            (kind == VISIT_IN_COLLECTED &&
                             (from == VISIT_COLLECT || from == VISIT_PRINTING)));
                assert_true((effect == VISIT_DO_RECORD) ==
                            (kind == VISIT_IN_YES && from == VISIT_CONFIRM));
                assert_true(effect != VISIT_DO_FORGET || visit.decision.reason == REASON_OK);
                if (effect == VISIT_DO_RECORD) {
                    step(&visit, VISIT_IN_CHECKED_IN, decisions[d], true, 6);
                }
                for (int64_t at = 1000000; at < 5000000; at += 1000000) {
                    step(&visit, VISIT_IN_TICK, decisions[d], false, at);
                }
                assert_int_equal(visit.sheet, VISIT_SHEET_NONE);
                assert_int_equal(visit.state, VISIT_ATTRACT);
            }
        }
    }
}

static void tick(struct visit *visit, int64_t now_ms)
{
    static const struct decision none = ADMIT;
    step(visit, VISIT_IN_TICK, none, false, now_ms);
}

/* Before a visit's data leave the screen, it asks, for twenty seconds; as often as needed. */
static void test_time_can_be_extended(void **state)
{
    (void)state;
    static const struct decision none = ADMIT;
    static const bool warns[VISIT_STATE_COUNT] = {
        [VISIT_CONFIRM] = true, [VISIT_COLLECT] = true, [VISIT_REFUSED] = true};
    for (int i = 0; i < VISIT_STATE_COUNT; i++) {
        struct visit visit;
        bring(&visit, (enum visit_state)i);
        int64_t now = 0;
        for (int times = 0; times < 12 && warns[i]; times++) {
            int64_t asks = visit.deadline_ms - VISIT_WARNS_MS;
            tick(&visit, asks - 1);
            assert_int_equal(visit.sheet, VISIT_SHEET_NONE);
            tick(&visit, asks);
            assert_int_equal(visit.sheet, VISIT_SHEET_TIME);
            now = asks + 19000;
            assert_int_equal(step(&visit, VISIT_IN_ACTIVITY, none, false, now), VISIT_DO_NOTHING);
            assert_int_equal(visit.sheet, VISIT_SHEET_NONE);
            assert_int_equal(visit.state, i);
        }
        if (visit.deadline_ms) {
            tick(&visit, visit.deadline_ms - 1);
            assert_int_equal(visit.sheet, warns[i] ? VISIT_SHEET_TIME : VISIT_SHEET_NONE);
            tick(&visit, visit.deadline_ms);
            assert_int_equal(visit.sheet, VISIT_SHEET_NONE);
            assert_int_not_equal(visit.state, i);
        }
    }
}

/* "I am finished" goes home at once, from the question too. */
static void test_finished_goes_home(void **state)
{
    (void)state;
    static const struct decision none = ADMIT;
    struct visit visit;
    bring(&visit, VISIT_COLLECT);
    tick(&visit, 44000);
    assert_int_equal(visit.sheet, VISIT_SHEET_TIME);
    assert_int_equal(step(&visit, VISIT_IN_BACK, none, false, 44001), VISIT_DO_FORGET);
    assert_int_equal(visit.state, VISIT_ATTRACT);
    assert_int_equal(visit.sheet, VISIT_SHEET_NONE);
}

static void test_sheets_wait_over_a_visit(void **state)
{
    (void)state;
    static const struct decision none = ADMIT;
    static const struct {
        enum visit_input_kind kind;
        enum visit_sheet sheet;
        const char *name;
        unsigned not_over; /* bits of states */
    } rows[] = {
        {VISIT_IN_LANGUAGE, VISIT_SHEET_LANGUAGE, "language", 0},
        {VISIT_IN_COMFORT, VISIT_SHEET_COMFORT, "comfort", 0},
        {VISIT_IN_HELP, VISIT_SHEET_HELP, "help",
         1 << VISIT_PRINTING | 1 << VISIT_DONE | 1 << VISIT_DESK},
    };
    for (size_t r = 0; r < sizeof rows / sizeof rows[0]; r++) {
        for (int i = 0; i < VISIT_STATE_COUNT; i++) {
            struct visit visit;
            bring(&visit, (enum visit_state)i);
            step(&visit, rows[r].kind, none, false, 1000);
            if (rows[r].not_over >> i & 1) {
                assert_int_equal(visit.sheet, VISIT_SHEET_NONE);
                continue;
            }
            assert_int_equal(visit.sheet, rows[r].sheet);
            assert_string_equal(visit_sheet_string(visit.sheet), rows[r].name);
            tick(&visit, 30999); /* the visit's own time stands still */
            assert_int_equal(visit.sheet, rows[r].sheet);
            step(&visit, VISIT_IN_ACTIVITY, none, false, 30999);
            tick(&visit, 60998);
            assert_int_equal(visit.sheet, rows[r].sheet);
            tick(&visit, 60999);
            assert_int_equal(visit.sheet, VISIT_SHEET_NONE);
            assert_int_equal(visit.state, i);
            step(&visit, rows[r].kind, none, false, 61000);
            step(&visit, VISIT_IN_BACK, none, false, 61001);
            assert_int_equal(visit.sheet, VISIT_SHEET_NONE);
            assert_int_equal(visit.state, i);
        }
    }
}

/* What the printer or the next code says is shown at once, whatever lies over the screen. */
static void test_a_new_state_takes_the_sheet_away(void **state)
{
    (void)state;
    static const struct decision none = ADMIT;
    struct visit visit;
    bring(&visit, VISIT_PRINTING);
    step(&visit, VISIT_IN_LANGUAGE, none, false, 1);
    step(&visit, VISIT_IN_PRINTED, none, false, 2);
    assert_int_equal(visit.state, VISIT_COLLECT);
    assert_int_equal(visit.sheet, VISIT_SHEET_NONE);
    tick(&visit, 30000);
    assert_int_equal(visit.sheet, VISIT_SHEET_TIME);
    step(&visit, VISIT_IN_DECIDED, none, false, 30001);
    assert_int_equal(visit.state, VISIT_CONFIRM);
    assert_int_equal(visit.sheet, VISIT_SHEET_NONE);
}

/* The desk's screen tells nobody why. */
static void test_desk_is_neutral(void **state)
{
    (void)state;
    static const struct decision admit = ADMIT;
    struct visit visit;
    bring(&visit, VISIT_PRINTING);
    step(&visit, VISIT_IN_PRINT_FAULT, admit, false, 1);
    assert_int_equal(visit.decision.verdict, VERDICT_REFER);
    assert_int_equal(visit.decision.reason, REASON_REFERRED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_courses),
        cmocka_unit_test(test_every_state_gives_up),
        cmocka_unit_test(test_recording_never_gives_up),
        cmocka_unit_test(test_every_input),
        cmocka_unit_test(test_time_can_be_extended),
        cmocka_unit_test(test_finished_goes_home),
        cmocka_unit_test(test_sheets_wait_over_a_visit),
        cmocka_unit_test(test_a_new_state_takes_the_sheet_away),
        cmocka_unit_test(test_desk_is_neutral),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
