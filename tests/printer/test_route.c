/*
 * Which printer a badge goes to, and how long its stock lasts.
 * link: printer/route.c printer/stock.c printer/reasons.c
 */
#include "tests/test.h"

#include "print_device.h"
#include "print_stock.h"

#define A6 "iso_a6_105x148mm"
#define A7 "iso_a7_74x105mm"

static struct printer_profile profile(int order, const char *media, int category)
{
    struct printer_profile out = {.order = order};
    if (media) {
        strcpy(out.media[out.media_count++], media);
    }
    if (category > 0) {
        out.categories[category / 8] = (uint8_t)(1u << category % 8);
    }
    return out;
}

static void what_stands_against_a_printer(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        const char *media; /* in the printer */
        int category;      /* that it is for; 0: all */
        bool unknown, rejecting, busy, tried;
        uint32_t reasons;
        enum route_answer answer;
    } rows[] = {
        {"free", NULL, 0, false, false, false, false, 0, ROUTE_TAKES},
        {"the right stock", A6, 0, false, false, false, false, 0, ROUTE_TAKES},
        {"other stock", A7, 0, false, false, false, false, 0, ROUTE_MEDIA},
        {"for this category", NULL, 3, false, false, false, false, 0, ROUTE_TAKES},
        {"for another", NULL, 4, false, false, false, false, 0, ROUTE_CATEGORY},
        {"not looked at yet", NULL, 0, true, false, false, false, 0, ROUTE_BUSY},
        {"rejecting", NULL, 0, false, true, false, false, 0, ROUTE_BLOCKED},
        {"empty", NULL, 0, false, false, false, false, PRINTER_MEDIA_EMPTY, ROUTE_BLOCKED},
        {"open", NULL, 0, false, false, false, false, PRINTER_COVER_OPEN, ROUTE_BLOCKED},
        {"away", NULL, 0, false, false, false, false, PRINTER_OFFLINE, ROUTE_BLOCKED},
        {"low is no hindrance", NULL, 0, false, false, false, false, PRINTER_MEDIA_LOW,
         ROUTE_TAKES},
        {"paused is started again", NULL, 0, false, false, false, false, PRINTER_PAUSED,
         ROUTE_TAKES},
        {"busy", NULL, 0, false, false, true, false, 0, ROUTE_BUSY},
        {"busy and empty", NULL, 0, false, false, true, false, PRINTER_MEDIA_EMPTY, ROUTE_BLOCKED},
        {"tried", NULL, 0, false, false, false, true, 0, ROUTE_TRIED},
    };
    const struct route_job job = {3, A6};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct printer_profile of = profile(0, rows[i].media, rows[i].category);
        struct route_printer printer = {.profile = &of,
                                        .known = !rows[i].unknown,
                                        .accepting = !rows[i].rejecting,
                                        .reasons = rows[i].reasons,
                                        .busy = rows[i].busy,
                                        .tried = rows[i].tried,
                                        .remaining = -1};
        if (route_check(&printer, &job) != rows[i].answer) {
            print_message("%s: %s\n", rows[i].name,
                          route_answer_string(route_check(&printer, &job)));
        }
        assert_int_equal(route_check(&printer, &job), rows[i].answer);
        assert_non_null(route_answer_string(rows[i].answer));
    }
}

static struct route_printer standing(const struct printer_profile *of, int remaining,
                                     int64_t served)
{
    return (struct route_printer){
        .profile = of, .known = true, .accepting = true, .remaining = remaining, .served = served};
}

static void the_best_is_chosen(void **state)
{
    (void)state;
    const struct printer_profile first = profile(1, NULL, 0), second = profile(2, NULL, 0);
    const struct route_job job = {3, A6};
    enum route_answer why;
    struct route_printer two[2] = {standing(&second, -1, 0), standing(&first, -1, 9)};
    assert_int_equal(route_choose(two, 2, &job, &why), 1); /* by order, whatever the load */
    two[0].profile = &first;
    assert_int_equal(route_choose(two, 2, &job, &why), 0); /* the less served */
    two[0].remaining = 0;
    assert_int_equal(route_choose(two, 2, &job, &why), 1); /* not the one that should be empty … */
    two[1].reasons = PRINTER_MEDIA_JAM;
    assert_int_equal(route_choose(two, 2, &job, &why), 0); /* … unless there is no other */
    two[0].busy = true;
    assert_int_equal(route_choose(two, 2, &job, &why), -1);
    assert_int_equal(why, ROUTE_BUSY); /* it is worth waiting */
    two[0].tried = true;
    assert_int_equal(route_choose(two, 2, &job, &why), -1);
    assert_int_equal(why, ROUTE_BLOCKED);
    assert_int_equal(route_choose(two, 0, &job, &why), -1);
}

static void equals_share_the_load(void **state)
{
    (void)state;
    const struct printer_profile same = profile(0, NULL, 0);
    const struct route_job job = {3, A6};
    struct route_printer three[3];
    for (int i = 0; i < 3; i++) {
        three[i] = standing(&same, -1, 0);
    }
    for (int badge = 0; badge < 30; badge++) {
        enum route_answer why;
        int at = route_choose(three, 3, &job, &why);
        assert_in_range(at, 0, 2);
        three[at].served++;
    }
    for (int i = 0; i < 3; i++) {
        assert_int_equal(three[i].served, 10);
    }
}

static void words_are_read_back(void **state)
{
    (void)state;
    for (int i = 0; i < PRINT_CONFIRM_COUNT_OF; i++) {
        enum print_confirm back;
        assert_true(print_confirm_parse(print_confirm_string((enum print_confirm)i), &back));
        assert_int_equal(back, i);
    }
    enum print_confirm untouched = PRINT_CONFIRM_CAMERA;
    assert_false(print_confirm_parse("hope", &untouched));
    assert_int_equal(untouched, PRINT_CONFIRM_CAMERA);
}

#define NOW 1000000000000
#define MINUTE 60000

static void stock_is_estimated(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        struct stock_count count;
        int low;
        struct stock_estimate out;
    } rows[] = {
        {"nobody counted", {false, 0, 0, 0, 0, 0}, 20, {-1, 0, -1, false}},
        {"nobody counted, but it prints",
         {false, 0, 0, 0, 30, NOW - 60 * MINUTE},
         20,
         {-1, 30, -1, false}},
        {"full, nothing printed", {true, 200, NOW - MINUTE, 0, 0, 0}, 20, {200, 0, -1, false}},
        {"half an hour at one a minute",
         {true, 200, NOW - 30 * MINUTE, 30, 30, NOW - 30 * MINUTE},
         20,
         {170, 60, 170, false}},
        {"soon empty",
         {true, 100, NOW - 60 * MINUTE, 60, 60, NOW - 20 * MINUTE},
         20,
         {40, 180, 13, true}},
        {"few left", {true, 50, NOW - 600 * MINUTE, 30, 0, 0}, 20, {20, 0, -1, true}},
        {"a burst is not a pace",
         {true, 100, NOW - MINUTE, 5, 5, NOW - MINUTE},
         20,
         {95, 30, 190, false}},
        {"more came out than was put in",
         {true, 10, 0, 12, 12, NOW - 60 * MINUTE},
         0,
         {0, 12, 0, true}},
        {"a clock that was set back", {true, 10, NOW, 1, 1, NOW + MINUTE}, 0, {9, 6, 90, false}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct stock_estimate got = stock_estimate(&rows[i].count, rows[i].low, NOW);
        print_message("%s\n", rows[i].name);
        assert_int_equal(got.remaining, rows[i].out.remaining);
        assert_int_equal(got.per_hour, rows[i].out.per_hour);
        assert_int_equal(got.minutes_left, rows[i].out.minutes_left);
        assert_int_equal(got.low, rows[i].out.low);
    }
}

static void how_a_printer_stands(void **state)
{
    (void)state;
    static const struct {
        uint32_t reasons;
        bool accepting;
        struct stock_estimate stock;
        int waiting;
        enum printer_health health;
        const char *advice;
    } rows[] = {
        {0, true, {-1, 0, -1, false}, 0, PRINTER_HEALTH_READY, ""},
        {0, true, {-1, 0, -1, false}, 1, PRINTER_HEALTH_PRINTING, ""},
        {PRINTER_OFFLINE, true, {-1, 0, -1, false}, 0, PRINTER_HEALTH_AWAY, "printer.mend-offline"},
        {PRINTER_MEDIA_EMPTY,
         true,
         {5, 0, -1, true},
         1,
         PRINTER_HEALTH_BLOCKED,
         "printer.mend-media-empty"},
        {0, false, {-1, 0, -1, false}, 0, PRINTER_HEALTH_BLOCKED, "printer.mend-rejecting"},
        {PRINTER_MEDIA_LOW,
         true,
         {-1, 0, -1, false},
         1,
         PRINTER_HEALTH_LOW,
         "printer.mend-media-low"},
        {0, true, {20, 0, -1, true}, 0, PRINTER_HEALTH_LOW, "printer.mend-stock-low"},
        {0, true, {20, 100, 12, true}, 0, PRINTER_HEALTH_LOW, "printer.mend-stock-soon"},
        {PRINTER_OTHER, true, {0, 100, 0, true}, 0, PRINTER_HEALTH_LOW, "printer.mend-stock-out"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct printer_overview overview = {
            .reasons = rows[i].reasons, .stock = rows[i].stock, .waiting = rows[i].waiting};
        printer_overview_judge(&overview, rows[i].accepting);
        assert_int_equal(overview.health, rows[i].health);
        assert_string_equal(overview.advice, rows[i].advice);
        assert_non_null(printer_health_string(overview.health));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_stands_against_a_printer),
        cmocka_unit_test(the_best_is_chosen),
        cmocka_unit_test(equals_share_the_load),
        cmocka_unit_test(words_are_read_back),
        cmocka_unit_test(stock_is_estimated),
        cmocka_unit_test(how_a_printer_stands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
