/*
 * Watchdog: a main thread that goes round is left alone; one that hangs ends the program with its
 * status and a log line; systemd is told.
 *
 * link: kiosk/watchdog.c kiosk/log.c kiosk/timebase.c
 */
#include "kiosk/watchdog.h"

#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/test.h"

static const struct watchdog_config quick = {.period_ms = 20, .patience = 20};

static void sleep_ms(int ms)
{
    nanosleep(&(struct timespec){.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L}, NULL);
}

/* What a child that beats `times`, or hangs, prints and ends with. */
static int run(int times, char *said, size_t size)
{
    int ends[2], status = -1;
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        struct watchdog *watchdog = watchdog_start(&quick);
        for (int i = 0; i < times; i++) {
            sleep_ms(5);
            watchdog_beat(watchdog);
        }
        if (times == 0) {
            pause();
        }
        watchdog_stop(watchdog);
        _exit(0);
    }
    close(ends[1]);
    ssize_t length = 0, got;
    while ((got = read(ends[0], said + length, size - 1 - (size_t)length)) > 0) {
        length += got;
    }
    said[length] = '\0';
    close(ends[0]);
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void a_beating_loop_is_left_alone(void **state)
{
    (void)state;
    char said[512];
    assert_int_equal(run(30, said, sizeof said), 0);
    assert_string_equal(said, "");
}

static void a_hung_one_ends(void **state)
{
    (void)state;
    char said[512];
    assert_int_equal(run(0, said, sizeof said), WATCHDOG_STATUS);
    assert_non_null(strstr(said, "the screen has hung for 400 ms"));
}

static void systemd_is_told(void **state)
{
    (void)state;
    char folder[] = "/tmp/lanyard-watchdog-XXXXXX", got[64] = "";
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    assert_false(watchdog_notify("READY=1")); /* nobody listens */
    assert_non_null(mkdtemp(folder));
    snprintf(address.sun_path, sizeof address.sun_path, "%s/notify", folder);
    int listener = socket(AF_UNIX, SOCK_DGRAM, 0);
    assert_int_equal(bind(listener, (struct sockaddr *)&address, sizeof address), 0);
    setenv("NOTIFY_SOCKET", address.sun_path, 1);
    struct watchdog *watchdog = watchdog_start(&quick);
    assert_int_equal(recv(listener, got, sizeof got - 1, 0), 7);
    assert_string_equal(got, "READY=1");
    watchdog_beat(watchdog);
    assert_int_equal(recv(listener, got, sizeof got - 1, 0), 10);
    assert_memory_equal(got, "WATCHDOG=1", 10);
    watchdog_stop(watchdog);
    unsetenv("NOTIFY_SOCKET");
    close(listener);
    unlink(address.sun_path);
    assert_int_equal(rmdir(folder), 0);
}

static void none_is_fine(void **state)
{
    (void)state;
    watchdog_beat(NULL);
    watchdog_stop(NULL);
}

int main(void)
{
    unsetenv("NOTIFY_SOCKET");
    unsetenv("LANYARD_LOG");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_beating_loop_is_left_alone),
        cmocka_unit_test(a_hung_one_ends),
        cmocka_unit_test(systemd_is_told),
        cmocka_unit_test(none_is_fine),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
