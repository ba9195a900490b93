/*
 * The turnstile's thread: orders are carried out one after the other and answered once each, a
 * refusal opens nothing, a missing device is found again, and the end leaves nobody unanswered.
 *
 * link: kiosk/gate_thread.c kiosk/gate/ kiosk/log.c kiosk/timebase.c
 * tsan: yes
 */
#include "kiosk/gate_thread.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "log.h"
#include "tests/test.h"

#define NEWS_MAX 64

struct told {
    pthread_mutex_t lock;
    pthread_cond_t more;
    struct gate_news news[NEWS_MAX];
    int count;
};

static void on_news(const struct gate_news *news, void *userdata)
{
    struct told *told = userdata;
    pthread_mutex_lock(&told->lock);
    assert_true(told->count < NEWS_MAX);
    told->news[told->count++] = *news;
    pthread_cond_signal(&told->more);
    pthread_mutex_unlock(&told->lock);
}

static void ignore_line(enum log_level level, const char *module, const char *line, void *userdata)
{
    (void)level, (void)module, (void)line, (void)userdata;
}

static void told_init(struct told *told)
{
    *told = (struct told){.count = 0};
    pthread_mutex_init(&told->lock, NULL);
    pthread_cond_init(&told->more, NULL);
}

static void told_finish(struct told *told)
{
    pthread_cond_destroy(&told->more);
    pthread_mutex_destroy(&told->lock);
}

static void await(struct told *told, int count)
{
    pthread_mutex_lock(&told->lock);
    while (told->count < count) {
        pthread_cond_wait(&told->more, &told->lock);
    }
    pthread_mutex_unlock(&told->lock);
}

static struct gate_thread *start(const char *spec, int wait_ms, struct told *told)
{
    const struct gate_thread_config config = {
        .spec = spec, .wait_ms = wait_ms, .retry_ms = 20, .on_news = on_news, .userdata = told};
    struct gate_thread *gate = gate_thread_start(&config);
    assert_non_null(gate);
    return gate;
}

static void test_answers(void **state)
{
    (void)state;
    static const struct {
        const char *spec;
        enum gate_answer answer;
    } rows[] = {{"simulated:passed", GATE_PASSED},
                {"simulated:no-show", GATE_NO_SHOW},
                {"simulated:broken", GATE_BROKEN}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct told told;
        told_init(&told);
        struct gate_thread *gate = start(rows[i].spec, 20, &told);
        assert_true(gate_thread_admit(gate, "first", 7));
        await(&told, 1);
        gate_thread_stop(gate);
        assert_string_equal(told.news[0].tag, "first");
        assert_int_equal(told.news[0].mark, 7);
        assert_int_equal(told.news[0].answer, rows[i].answer);
        assert_int_equal(told.news[0].broken, rows[i].answer == GATE_BROKEN);
        told_finish(&told);
    }
}

/* One passes while others wait: all are answered in order, whoever comes too late as no-show. */
static void test_order_and_end(void **state)
{
    (void)state;
    struct told told;
    int taken = 0, marks[40];
    char tag[16];
    told_init(&told);
    struct gate_thread *gate = start("simulated:no-show", 50, &told);
    for (int i = 0; i < 40; i++) {
        snprintf(tag, sizeof tag, "p%d", i);
        marks[taken] = i;
        taken += gate_thread_admit(gate, tag, i);
    }
    assert_true(taken >= 16 && taken < 40); /* a full queue says so */
    gate_thread_stop(gate);
    assert_int_equal(told.count, taken);
    for (int i = 0; i < taken; i++) {
        assert_int_equal(told.news[i].mark, marks[i]);
        assert_int_equal(told.news[i].answer, GATE_NO_SHOW);
    }
    told_finish(&told);
}

static size_t read_all(const char *path, char *out, size_t size)
{
    int fd = open(path, O_RDONLY);
    ssize_t got = fd >= 0 ? read(fd, out, size - 1) : 0;
    if (fd >= 0) {
        close(fd);
    }
    out[got > 0 ? got : 0] = '\0';
    return strlen(out);
}

/* The folder is not there yet: that is told once; then it is, and the refusal opens nothing. */
static void test_missing_device_comes(void **state)
{
    (void)state;
    char folder[] = "/tmp/gateXXXXXX", late[64], path[80], in[96], spec[96], lines[128];
    struct told told;
    assert_non_null(mkdtemp(folder));
    snprintf(late, sizeof late, "%s/late", folder);
    snprintf(path, sizeof path, "%s/gate", late);
    snprintf(in, sizeof in, "%s.in", path);
    snprintf(spec, sizeof spec, "file:%s", path);
    told_init(&told);
    struct gate_thread *gate = start(spec, 20, &told);
    await(&told, 1);
    assert_true(told.news[0].broken && !told.news[0].tag[0]);
    assert_int_equal(mkdir(late, 0700), 0);
    await(&told, 2);
    assert_false(told.news[1].broken);
    assert_false(told.news[1].tag[0]);
    gate_thread_deny(gate);
    assert_true(gate_thread_admit(gate, "later", 0));
    await(&told, 3);
    gate_thread_stop(gate);
    assert_int_equal(told.count, 3);
    assert_true(read_all(path, lines, sizeof lines) > 0);
    assert_string_equal(lines, "DENY\nADMIT 500\n");
    unlink(path);
    unlink(in);
    rmdir(late);
    rmdir(folder);
    told_finish(&told);
}

static void test_nothing_to_stop(void **state)
{
    (void)state;
    gate_thread_stop(NULL);
}

int main(void)
{
    log_set_sink(ignore_line, NULL);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_answers),
        cmocka_unit_test(test_order_and_end),
        cmocka_unit_test(test_missing_device_comes),
        cmocka_unit_test(test_nothing_to_stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
