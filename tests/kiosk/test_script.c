/* The script's parser: every verb, every fault.
 * link: kiosk/script.c kiosk/log.c */
#include "kiosk/script.h"
#include "log.h"
#include "tests/test.h"

static void drop_line(enum log_level level, const char *module, const char *line, void *userdata)
{
    (void)level;
    (void)module;
    (void)line;
    ++*(int *)userdata;
}

static void reads_lines(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool good, used;
        enum script_verb verb;
        const char *argument;
        double seconds;
    } rows[] = {
        {"hold 01-first.png\n", true, true, SCRIPT_HOLD, "01-first.png", 0},
        {"  scan LY1: WITH SPACES  \n", true, true, SCRIPT_SCAN, "LY1: WITH SPACES", 0},
        {"press yes", true, true, SCRIPT_PRESS, "yes", 0},
        {"wait confirm", true, true, SCRIPT_WAIT, "confirm", 10},
        {"wait confirm 2.5", true, true, SCRIPT_WAIT, "confirm", 2.5},
        {"expect ok", true, true, SCRIPT_EXPECT, "ok", 0},
        {"sleep 0.25", true, true, SCRIPT_SLEEP, "0.25", 0.25},
        {"shot first", true, true, SCRIPT_SHOT, "first", 0},
        {"where yes", true, true, SCRIPT_WHERE, "yes", 0},
        {"where", false, true, 0, "", 0},
        {"quit\r\n", true, true, SCRIPT_QUIT, "", 0},
        {"# a remark", true, false, 0, "", 0},
        {"\n", true, false, 0, "", 0},
        {"   \r\n", true, false, 0, "", 0},
        {"press", false, true, 0, "", 0},
        {"quit now", false, true, 0, "", 0},
        {"sleep long", false, true, 0, "", 0},
        {"sleep -1", false, true, 0, "", 0},
        {"wait confirm soon", false, true, 0, "", 0},
        {"jump", false, true, 0, "", 0},
        {"waitconfirm", false, true, 0, "", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct script_step step;
        bool used;
        int complaints = 0;
        log_set_sink(drop_line, &complaints);
        bool good = script_parse_line("visit", (int)i + 1, rows[i].text, &step, &used);
        log_set_sink(NULL, NULL);
        assert_int_equal(good, rows[i].good);
        assert_int_equal(used, rows[i].used);
        assert_int_equal(complaints, rows[i].good ? 0 : 1);
        if (good && used) {
            assert_int_equal(step.verb, rows[i].verb);
            assert_string_equal(step.argument, rows[i].argument);
            assert_float_equal(step.seconds, rows[i].seconds, 1e-9);
            assert_int_equal(step.line, (int)i + 1);
        }
    }
}

static void a_fault_leaves_nothing(void **state)
{
    (void)state;
    char path[] = "/tmp/lanyard-script-XXXXXX";
    int complaints = 0;
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    FILE *file = fdopen(fd, "w");
    fputs("wait attract\nnonsense\n", file);
    fclose(file);
    struct script script = {0};
    log_set_sink(drop_line, &complaints);
    assert_false(script_load(path, &script));
    log_set_sink(NULL, NULL);
    remove(path);
    assert_int_equal(complaints, 1);
    assert_null(script.steps);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_lines),
        cmocka_unit_test(a_fault_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
