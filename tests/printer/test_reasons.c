/*
 * What printers say of themselves, in IPP's words.
 * link: printer/reasons.c
 */
#include "tests/test.h"

#include "print_device.h"

static void keywords_become_bits(void **state)
{
    (void)state;
    static const struct {
        const char *keyword;
        uint32_t bits;
    } cases[] = {
        {"none", 0},
        {"", 0},
        {"media-empty", PRINTER_MEDIA_EMPTY},
        {"media-empty-error", PRINTER_MEDIA_EMPTY},
        {"media-empty-warning", PRINTER_MEDIA_EMPTY},
        {"media-empty-report", PRINTER_MEDIA_EMPTY},
        {"media-needed", PRINTER_MEDIA_NEEDED},
        {"input-tray-missing-error", PRINTER_MEDIA_NEEDED},
        {"media-low-report", PRINTER_MEDIA_LOW},
        {"media-jam-error", PRINTER_MEDIA_JAM},
        {"cover-open", PRINTER_COVER_OPEN},
        {"door-open-error", PRINTER_COVER_OPEN},
        {"marker-supply-empty-error", PRINTER_MARKER_EMPTY},
        {"toner-low-warning", PRINTER_MARKER_LOW},
        {"offline-report", PRINTER_OFFLINE},
        {"timed-out", PRINTER_OFFLINE},
        {"paused", PRINTER_PAUSED},
        {"cups-waiting-for-job-completed", 0},
        {"connecting-to-device", 0},
        {"spool-area-full", PRINTER_OTHER},
        {"media", PRINTER_OTHER},
        {"media-empty-error-error", PRINTER_OTHER},
        {"-error", PRINTER_OTHER},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(printer_reason_parse(cases[i].keyword), cases[i].bits);
    }
}

static void bits_become_keywords_and_back(void **state)
{
    (void)state;
    for (uint32_t bit = 1; bit <= PRINTER_OTHER; bit <<= 1) {
        const char *keyword = printer_reason_string((enum printer_reason)bit);
        assert_true(keyword[0] != '\0');
        assert_int_equal(printer_reason_parse(keyword), bit);
    }
    assert_string_equal(printer_reason_string(0), "");
}

static void states_have_the_words_of_the_standard(void **state)
{
    (void)state;
    assert_string_equal(job_state_string(JOB_PENDING), "pending");
    assert_string_equal(job_state_string(JOB_HELD), "pending-held");
    assert_string_equal(job_state_string(JOB_STOPPED), "processing-stopped");
    assert_string_equal(job_state_string(JOB_COMPLETED), "completed");
    assert_string_equal(job_state_string((enum job_state)0), "unknown");
    assert_string_equal(job_state_string((enum job_state)10), "unknown");
}

static void what_presses_most_is_told_first(void **state)
{
    (void)state;
    assert_null(printer_reason_advice(0));
    for (uint32_t bit = 1; bit <= PRINTER_OTHER; bit <<= 1) {
        assert_non_null(printer_reason_advice(bit));
    }
    assert_string_equal(printer_reason_advice(PRINTER_MEDIA_EMPTY | PRINTER_PAUSED),
                        "printer.mend-media-empty");
    assert_string_equal(printer_reason_advice(PRINTER_COVER_OPEN | PRINTER_MEDIA_JAM),
                        "printer.mend-cover-open");
    assert_string_equal(printer_reason_advice(PRINTER_MEDIA_LOW | PRINTER_OFFLINE),
                        "printer.mend-offline");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keywords_become_bits),
        cmocka_unit_test(bits_become_keywords_and_back),
        cmocka_unit_test(states_have_the_words_of_the_standard),
        cmocka_unit_test(what_presses_most_is_told_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
