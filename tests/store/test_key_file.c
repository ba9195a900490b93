/*
 * Key files: what is written is read, nothing is overwritten, and nobody else can read them.
 *
 * link: kiosk/store/ kiosk/domain/ kiosk/text/ kiosk/log.c kiosk/timebase.c
 */
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "tests/store/fixture.h"

struct folder {
    char path[64];
    char key[96];
    char link[96];
};

static void folder_init(struct folder *folder, struct station_key *key)
{
    assert_true(credential_library_init());
    log_set_sink(fixture_log_line, NULL);
    strcpy(folder->path, "/tmp/lanyard-test-XXXXXX");
    assert_non_null(mkdtemp(folder->path));
    snprintf(folder->key, sizeof folder->key, "%s/station-1.key", folder->path);
    snprintf(folder->link, sizeof folder->link, "%s/link.key", folder->path);
    *key = (struct station_key){.id = 0x4d01, .station = "station-1"};
    key_generate(key->public_key, key->secret_key);
}

static void folder_finish(struct folder *folder)
{
    unlink(folder->key);
    unlink(folder->link);
    assert_int_equal(rmdir(folder->path), 0); /* no temporary file is left */
    log_set_sink(NULL, NULL);
}

static void test_round_trip(void **state)
{
    (void)state;
    struct folder folder;
    struct station_key key, other, back;
    struct stat status;
    folder_init(&folder, &key);
    umask(0);
    assert_true(key_file_write(folder.key, &key));
    assert_int_equal(stat(folder.key, &status), 0);
    assert_int_equal(status.st_mode & 07777, 0600);
    assert_true(key_file_read(folder.key, &back));
    assert_memory_equal(&back, &key, sizeof key);

    other = key;
    key_generate(other.public_key, other.secret_key);
    assert_false(key_file_write(folder.key, &other));
    assert_logged("is not overwritten");
    assert_true(key_file_read(folder.key, &back));
    assert_memory_equal(&back, &key, sizeof key);
    folder_finish(&folder);
}

static void test_refused(void **state)
{
    (void)state;
    static const mode_t modes[] = {0640, 0604, 0620, 0644, 0777, 0700};
    struct folder folder;
    struct station_key key, back = {.id = 7};
    folder_init(&folder, &key);
    assert_false(key_file_read(folder.key, &back));
    assert_logged("No such file");
    assert_true(key_file_write(folder.key, &key));
    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++) {
        assert_int_equal(chmod(folder.key, modes[i]), 0);
        assert_false(key_file_read(folder.key, &back));
        assert_logged("run: chmod 600");
    }
    assert_int_equal(chmod(folder.key, 0600), 0);
    assert_int_equal(symlink(folder.key, folder.link), 0);
    assert_false(key_file_read(folder.link, &back));
    assert_logged("cannot be read");
    assert_false(key_file_read(folder.path, &back));
    assert_logged("not a file");
    assert_int_equal(truncate(folder.key, 300), 0);
    assert_false(key_file_read(folder.key, &back));
    assert_logged("damaged");
    assert_int_equal(back.id, 7);
    assert_false(key_file_write("/nonexistent/a.key", &key));
    assert_logged("cannot be written");
    folder_finish(&folder);
}

static void test_owner(void **state)
{
    (void)state;
    struct folder folder;
    struct station_key key, back;
    if (geteuid() != 0) {
        print_message("skip: needs root to give a file away\n");
        skip();
    }
    folder_init(&folder, &key);
    assert_true(key_file_write(folder.key, &key));
    assert_int_equal(chown(folder.key, 65534, 65534), 0);
    assert_false(key_file_read(folder.key, &back));
    assert_logged("belongs to user 65534");
    folder_finish(&folder);
}

/* A full disk: the key is not made, and no half of it is left. */
static void test_full_disk(void **state)
{
    (void)state;
    struct station_key key;
    struct folder folder;
    folder_init(&folder, &key);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct rlimit limit = {100, 100};
        signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &limit);
        _exit(key_file_write(folder.key, &key) ? 1 : 0);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_int_equal(access(folder.key, F_OK), -1);
    folder_finish(&folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_owner),
        cmocka_unit_test(test_full_disk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
