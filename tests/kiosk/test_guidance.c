/* Guidance: what the decoder saw becomes advice that does not flicker; several badges at once.
 * link: kiosk/guidance.c kiosk/domain/code.c kiosk/domain/base45.c kiosk/domain/bytes.c
 * link: kiosk/domain/indico.c kiosk/domain/sig1.c kiosk/domain/uuid.c */
#include "kiosk/guidance.h"
#include "tests/test.h"

#define WIDTH 640
#define HEIGHT 360

static struct scan_result result;
static uint8_t luma[WIDTH * HEIGHT];
static struct frame frame = {.luma = luma, .width = WIDTH, .height = HEIGHT, .stride = WIDTH};

static int setup(void **state)
{
    (void)state;
    memset(&result, 0, sizeof result);
    memset(luma, 120, sizeof luma);
    return 0;
}

static void add_mark(enum scan_mark_kind kind, float side)
{
    struct scan_mark *mark = &result.marks[result.mark_count++];
    *mark = (struct scan_mark){kind, {{10, 10}, {10 + side, 10}, {10 + side, 10 + side}, {10, 10}}};
}

static void add_code(const char *text)
{
    struct scan_code *code = &result.codes[result.count++];
    code->size = strlen(text);
    memcpy(code->data, text, code->size + 1);
}

static void frames_say_what_would_help(void **state)
{
    static const struct {
        float finder, candidate; /* pixels; 0: none */
        int finders, light;
        enum ui_guidance advice;
    } rows[] = {
        {0, 0, 0, 120, UI_GUIDE_NONE},    {0, 0, 0, 20, UI_GUIDE_LIGHT},
        {30, 0, 1, 120, UI_GUIDE_NONE}, /* one alone may be anything */
        {10, 0, 3, 120, UI_GUIDE_CLOSER}, {10, 60, 3, 20, UI_GUIDE_CLOSER},
        {30, 0, 3, 120, UI_GUIDE_STILL},  {30, 200, 3, 120, UI_GUIDE_STILL},
        {0, 200, 0, 120, UI_GUIDE_STILL}, {100, 0, 2, 120, UI_GUIDE_AWAY},
        {50, 330, 3, 120, UI_GUIDE_AWAY},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        setup(state);
        memset(luma, rows[i].light, sizeof luma);
        for (int k = 0; k < rows[i].finders; k++) {
            add_mark(SCAN_MARK_FINDER, rows[i].finder);
        }
        if (rows[i].candidate > 0) {
            add_mark(SCAN_MARK_CANDIDATE, rows[i].candidate);
        }
        if (guidance_of(&result, &frame) != rows[i].advice) {
            fail_msg("row %zu: %d", i, guidance_of(&result, &frame));
        }
    }
}

static void tickets_are_counted(void **state)
{
    static const struct {
        const char *codes[3];
        int tickets;
        enum ui_guidance advice;
        bool takes[3];
    } rows[] = {
        {{"https://example.org"}, 0, UI_GUIDE_NONE, {true}},
        {{"https://example.org", "LY1:ABC"}, 1, UI_GUIDE_NONE, {false, true}},
        {{"LY1:ABC", "LY1:ABC"}, 1, UI_GUIDE_NONE, {true, true}},
        {{"LY1:ABC", "LY1:ABD"}, 2, UI_GUIDE_ONE, {false, false}},
        {{"LY1:ABC", "x", "LY1:ABCD"}, 2, UI_GUIDE_ONE, {false, false, false}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        setup(state);
        for (int k = 0; k < 3 && rows[i].codes[k]; k++) {
            add_code(rows[i].codes[k]);
        }
        assert_int_equal(guidance_tickets(&result), rows[i].tickets);
        assert_int_equal(guidance_of(&result, &frame), rows[i].advice);
        for (size_t k = 0; k < result.count; k++) {
            assert_int_equal(guidance_takes(&result.codes[k], rows[i].tickets), rows[i].takes[k]);
        }
    }
}

static void advice_does_not_flicker(void **state)
{
    (void)state;
    struct guidance guidance = {0};
    int64_t now = 1000000;
    for (int i = 0; i < 50; i++, now += 33000) { /* now this, now that: nothing is shown */
        enum ui_guidance advice = i % 2 ? UI_GUIDE_CLOSER : UI_GUIDE_STILL;
        assert_int_equal(guidance_step(&guidance, advice, now), UI_GUIDE_NONE);
    }
    int64_t since = now;
    guidance_step(&guidance, UI_GUIDE_LIGHT, now);
    assert_int_equal(guidance_step(&guidance, UI_GUIDE_LIGHT, since + 349999), UI_GUIDE_NONE);
    assert_int_equal(guidance_step(&guidance, UI_GUIDE_LIGHT, since + 350000), UI_GUIDE_LIGHT);
    guidance_step(&guidance, UI_GUIDE_NONE, since + 400000);
    assert_int_equal(guidance_step(&guidance, UI_GUIDE_NONE, since + 1549999), UI_GUIDE_LIGHT);
    assert_int_equal(guidance_step(&guidance, UI_GUIDE_NONE, since + 1550000), UI_GUIDE_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(frames_say_what_would_help, setup),
        cmocka_unit_test_setup(tickets_are_counted, setup),
        cmocka_unit_test_setup(advice_does_not_flicker, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
