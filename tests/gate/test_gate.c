/*
 * Gates: what a serial turnstile at the other end of a pseudo-terminal hears and says, files, and
 * the simulated ones. The relay's two wires need a true port: only its refusal is tested.
 *
 * link: kiosk/gate/ kiosk/log.c kiosk/timebase.c
 */
#include <fcntl.h>
#include <pthread.h>
#include <termios.h>
#include <unistd.h>

#include "gate.h"
#include "log.h"
#include "tests/test.h"

static void ignore_line(enum log_level level, const char *module, const char *line, void *userdata)
{
    (void)level, (void)module, (void)line, (void)userdata;
}

/* The turnstile: hears one line, and answers it. */
struct turnstile {
    int fd;
    const char *answer;
    char heard[64];
};

static void *turn(void *userdata)
{
    struct turnstile *turnstile = userdata;
    size_t size = 0;
    while (size < sizeof turnstile->heard - 1 &&
           read(turnstile->fd, turnstile->heard + size, 1) == 1 &&
           turnstile->heard[size++] != '\n') {
    }
    assert_true(write(turnstile->fd, turnstile->answer, strlen(turnstile->answer)) >= 0);
    return NULL;
}

static void test_serial(void **state)
{
    (void)state;
    static const struct {
        const char *answer;
        enum gate_answer wanted;
    } rows[] = {
        {"PASSED\n", GATE_PASSED}, {"ok\r\nPASSED\r\n", GATE_PASSED}, {"", GATE_NO_SHOW},
        {"PASSE\n", GATE_NO_SHOW}, {"PASSED", GATE_NO_SHOW},          {"xPASSED\n", GATE_NO_SHOW},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct turnstile turnstile = {.answer = rows[i].answer};
        struct termios raw;
        char spec[128];
        pthread_t thread;
        turnstile.fd = posix_openpt(O_RDWR | O_NOCTTY);
        assert_true(turnstile.fd >= 0 && grantpt(turnstile.fd) == 0 && unlockpt(turnstile.fd) == 0);
        assert_int_equal(tcgetattr(turnstile.fd, &raw), 0);
        cfmakeraw(&raw);
        tcsetattr(turnstile.fd, TCSANOW, &raw);
        snprintf(spec, sizeof spec, "serial:%s", ptsname(turnstile.fd));
        struct gate *gate = gate_open(spec);
        assert_non_null(gate);
        assert_int_equal(pthread_create(&thread, NULL, turn, &turnstile), 0);
        bool answers = rows[i].wanted == GATE_PASSED;
        assert_int_equal(gate_admit(gate, 500, answers ? 20000 : 200), rows[i].wanted);
        pthread_join(thread, NULL);
        assert_string_equal(turnstile.heard, "ADMIT 500\n");
        gate_close(gate);
        close(turnstile.fd);
    }
}

static void test_file(void **state)
{
    (void)state;
    char folder[] = "/tmp/lanyard-gate-XXXXXX", path[64], in[80], spec[80], text[64] = "";
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/gate", folder);
    snprintf(in, sizeof in, "%s.in", path);
    snprintf(spec, sizeof spec, "file:%s", path);
    FILE *early = fopen(in, "w");
    fputs("PASSED\n", early); /* before anybody was admitted */
    fclose(early);
    struct gate *gate = gate_open(spec);
    assert_non_null(gate);
    assert_int_equal(gate_admit(gate, 300, 30), GATE_NO_SHOW);
    assert_true(gate_deny(gate));
    FILE *said = fopen(path, "r");
    assert_true(fread(text, 1, sizeof text - 1, said) > 0);
    fclose(said);
    assert_string_equal(text, "ADMIT 300\nDENY\n");
    gate_close(gate);
    unlink(path);
    unlink(in);
    rmdir(folder);
}

static void test_simulated(void **state)
{
    (void)state;
    static const char *const answers[] = {"passed", "no-show", "broken"};
    log_set_sink(ignore_line, NULL);
    for (int i = 0; i < 3; i++) {
        char spec[32];
        snprintf(spec, sizeof spec, "simulated:%s", answers[i]);
        struct gate *gate = gate_open(spec);
        assert_non_null(gate);
        assert_int_equal(gate_admit(gate, 1, 1), i);
        assert_int_equal(gate_deny(gate), i != GATE_BROKEN);
        gate_close(gate);
    }
    assert_null(gate_open("simulated:perhaps"));
    assert_null(gate_open("serial:/nonexistent"));
    assert_null(gate_open("relay:/dev/null"));
    assert_null(gate_open("gpio:no-such-chip:1:2"));
    assert_null(gate_open("gpio:/dev/null:1"));
    assert_null(gate_open("door"));
    assert_null(gate_open(""));
    gate_close(NULL);
    log_set_sink(NULL, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_serial), cmocka_unit_test(test_file),
                                       cmocka_unit_test(test_simulated)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
