/* Wording: dates, times, numbers and plural forms as each language writes them.
 * link: kiosk/ui/message.c kiosk/ui/message_file.c kiosk/ui/wording.c
 * link: kiosk/asset.c kiosk/log.c ASSETS */
#include "kiosk/ui/wording.h"
#include "tests/test.h"

#define DAY_MS INT64_C(86400000)
#define MIDNIGHT_MS INT64_C(1795460400000) /* 24 November 2026 in Dushanbe */
#define NINE_MS (MIDNIGHT_MS + INT64_C(34200000))

static struct wording *wording;

static int setup(void **state)
{
    (void)state;
    wording = wording_create("Asia/Dushanbe");
    return wording ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    wording_destroy(wording);
    return 0;
}

static void each_language_writes_its_own_way(void **state)
{
    (void)state;
    static const struct {
        const char *language, *days, *time, *day_time, *number;
    } rows[] = {
        {"en", "24–25 November 2026", "09:30", "24 Nov, 09:30", "1,280"},
        {"fr", "24–25 novembre 2026", "09:30", "24 nov., 09:30", "1\u202f280"},
        {"es", "24–25 de noviembre de 2026", "9:30", "24 nov, 9:30", "1.280"},
        {"ru", "24–25 ноября 2026\u202fг.", "09:30", "24 нояб., 09:30", "1\u00a0280"},
        {"ar", "٢٤–٢٥ نوفمبر، ٢٠٢٦", "٠٩:٣٠", "٢٤ نوفمبر، ٠٩:٣٠", "١٬٢٨٠"},
        {"zh", "2026年11月24日至25日", "09:30", "11月24日 09:30", "1,280"},
        {"tg", "24–25 ноябри 2026", "09:30", "24 ноябри, 09:30", "1\u00a0280"},
        {"fa", "۲۴ تا ۲۵ نوامبر ۲۰۲۶", "۹:۳۰", "۲۴ نوامبر، ۹:۳۰", "۱٬۲۸۰"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *language = rows[i].language;
        char out[128];
        wording_days(wording, language, MIDNIGHT_MS, MIDNIGHT_MS + 2 * DAY_MS - 1, out, sizeof out);
        assert_string_equal(out, rows[i].days);
        assert_string_equal(wording_time(wording, language, NINE_MS, out, sizeof out),
                            rows[i].time);
        assert_string_equal(wording_day_time(wording, language, NINE_MS, out, sizeof out),
                            rows[i].day_time);
        assert_string_equal(wording_number(wording, language, 1280, out, sizeof out),
                            rows[i].number);
    }
}

static void own_months_join_days_of_one_or_two_months(void **state)
{
    (void)state;
    char out[128];
    wording_days(wording, "tg", MIDNIGHT_MS, MIDNIGHT_MS + DAY_MS - 1, out, sizeof out);
    assert_string_equal(out, "24 ноябри 2026");
    wording_days(wording, "tg", MIDNIGHT_MS, MIDNIGHT_MS + 8 * DAY_MS - 1, out, sizeof out);
    assert_string_equal(out, "24 ноябри – 1 декабри 2026");
}

static void plural_forms_follow_the_number(void **state)
{
    (void)state;
    static const struct {
        const char *language;
        int number;
        const char *text;
    } rows[] = {
        {"en", 1, "Data from 1 minute ago"},
        {"en", 5, "Data from 5 minutes ago"},
        {"ru", 21, "Данные 21 минуту назад"},
        {"ru", 3, "Данные 3 минуты назад"},
        {"ru", 12, "Данные 12 минут назад"},
        {"ar", 2, "بيانات قبل دقيقتين"},
        {"ar", 5, "بيانات قبل ٥ دقائق"},
        {"ar", 11, "بيانات قبل ١١ دقيقة"},
        {"zh", 7, "数据为7分钟前"},
        {"tg", 1, "Маълумоти 1 дақиқа пеш"},
        {"fr", 1, "Données d’il y a 1 minute"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char out[128];
        assert_string_equal(wording_count(wording, rows[i].language, "data-age.minutes",
                                          rows[i].number, NULL, 0, out, sizeof out),
                            rows[i].text);
    }
}

static void what_does_not_fit_is_left_out_whole(void **state)
{
    (void)state;
    char out[8] = "x";
    assert_string_equal(
        wording_days(wording, "en", MIDNIGHT_MS, MIDNIGHT_MS + DAY_MS, out, sizeof out), "");
    assert_string_equal(wording_time(wording, "xx", NINE_MS, out, sizeof out), "09:30");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_language_writes_its_own_way, setup, teardown),
        cmocka_unit_test_setup_teardown(own_months_join_days_of_one_or_two_months, setup, teardown),
        cmocka_unit_test_setup_teardown(plural_forms_follow_the_number, setup, teardown),
        cmocka_unit_test_setup_teardown(what_does_not_fit_is_left_out_whole, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
