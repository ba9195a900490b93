/*
 * The gate on GPIO lines, against a played libgpiod: which lines are asked for and how, the pulse,
 * the acknowledgement, and what breaks. (Debian's kernel has neither gpio-sim nor gpio-mockup; the
 * library itself is met by test_gate's missing chip.)
 *
 * link: kiosk/gate/ kiosk/log.c kiosk/timebase.c tests/gate/fake_gpiod.c
 */
#include "gate.h"
#include "log.h"
#include "tests/gate/fake_gpiod.h"
#include "tests/test.h"

static char last_line[512];

static void keep_line(enum log_level level, const char *module, const char *line, void *userdata)
{
    (void)level, (void)module, (void)userdata;
    snprintf(last_line, sizeof last_line, "%s", line);
}

static struct gate *open_fresh(const char *spec)
{
    memset(fake_lines, 0, sizeof fake_lines);
    return gate_open(spec);
}

static void test_pass(void **state)
{
    (void)state;
    struct gate *gate = open_fresh("gpio:gpiochip0:1:!3");
    assert_non_null(gate);
    assert_true(fake_lines[1].requested && !fake_lines[1].active_low);
    assert_true(fake_lines[3].requested && fake_lines[3].active_low && fake_lines[3].pull_up);
    fake_lines[3].edges = 2; /* somebody leaned on the arm before */
    assert_int_equal(gate_admit(gate, 1, 1), GATE_NO_SHOW);
    assert_int_equal(fake_lines[1].pulses, 1);
    assert_int_equal(fake_lines[1].value, 0);
    fake_lines[3].on_pulse = 1;
    assert_int_equal(gate_admit(gate, 1, 1000), GATE_PASSED);
    assert_int_equal(fake_lines[1].pulses, 2);
    assert_true(gate_deny(gate));
    assert_int_equal(fake_lines[1].pulses, 2);
    gate_close(gate);
    assert_false(fake_chip_open);
}

static void test_lamp(void **state)
{
    (void)state;
    struct gate *gate = open_fresh("gpio:gpiochip0:!0");
    assert_non_null(gate);
    assert_true(fake_lines[0].active_low);
    assert_int_equal(gate_admit(gate, 1, 1000), GATE_PASSED);
    assert_int_equal(fake_lines[0].pulses, 1);
    gate_close(gate);
}

static void test_broken(void **state)
{
    (void)state;
    log_set_sink(keep_line, NULL);
    struct gate *gate = open_fresh("gpio:gpiochip0:0:1");
    assert_non_null(gate);
    fake_lines[1].broken = true;
    assert_int_equal(gate_admit(gate, 1, 50), GATE_BROKEN);
    assert_int_equal(fake_lines[0].pulses, 0); /* it is not opened for nobody knows whom */
    assert_non_null(strstr(last_line, "cannot be read"));
    fake_lines[1].broken = false;
    fake_lines[0].broken = true;
    assert_int_equal(gate_admit(gate, 1, 50), GATE_BROKEN);
    assert_false(gate_deny(gate));
    gate_close(gate);
    assert_false(fake_chip_open);
    log_set_sink(NULL, NULL);
}

static void test_refused(void **state)
{
    (void)state;
    static const struct {
        const char *spec, *why;
    } rows[] = {
        {"gpio:", "write gpio:"},
        {"gpio:gpiochip0", "write gpio:"},
        {"gpio::1", "write gpio:"},
        {"gpio:gpiochip0:", "write gpio:"},
        {"gpio:gpiochip0:x", "write gpio:"},
        {"gpio:gpiochip0:-1", "write gpio:"},
        {"gpio:gpiochip0:1:", "write gpio:"},
        {"gpio:gpiochip0:1:2:3", "write gpio:"},
        {"gpio:gpiochip0:!!1", "write gpio:"},
        {"gpio:gpiochip0:99999999999999999999", "write gpio:"},
        {"gpio:gpiochip7:1", "cannot be opened"},
        {"gpio:gpiochip0:4", "has no line 4"},
        {"gpio:gpiochip0:1:4", "has no line 4"},
        {"gpio:gpiochip0:1:1", "cannot be had"}, /* one line for both */
    };
    log_set_sink(keep_line, NULL);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        last_line[0] = '\0';
        assert_null(open_fresh(rows[i].spec));
        if (!strstr(last_line, rows[i].why) || fake_chip_open) {
            fail_msg("%s: %s", rows[i].spec, last_line);
        }
    }
    log_set_sink(NULL, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pass),
        cmocka_unit_test(test_lamp),
        cmocka_unit_test(test_broken),
        cmocka_unit_test(test_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
