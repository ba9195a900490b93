/*
 * The printer that is a folder.
 * link: printer/device_file.c printer/print_device.c printer/reasons.c printer/bytes.c
 * link: kiosk/log.c
 */
#include "tests/test.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "log.h"
#include "printer/device.h"

static char folder[64];

/* Only the CUPS device needs libcups, and no spec here asks for it. */
struct print_device *device_cups_open(const char *queue)
{
    (void)queue;
    return NULL;
}

static int make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/lanyard-file.XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

static const struct print_job example = {.name = "lanyard-1234",
                                         .data = (const uint8_t *)"%PDF-1.5 badge",
                                         .size = 14,
                                         .pwg_media = "iso_a6_105x148mm",
                                         .width_um = 105000,
                                         .height_um = 148000};

static struct print_device *open_folder(void)
{
    char spec[80];
    snprintf(spec, sizeof spec, "file:%s", folder);
    struct print_device *device = print_device_open(spec);
    assert_non_null(device);
    assert_string_equal(device->ops->kind, "file");
    return device;
}

static void a_job_becomes_a_file(void **state)
{
    (void)state;
    struct print_device *device = open_folder();
    struct job_status status;
    char path[128], why[256] = "", text[64] = "";
    int id = 0, second = 0;
    assert_int_equal(device->ops->submit(device, &example, &id, why), PRINT_SUBMITTED);
    assert_int_equal(id, 1);
    snprintf(path, sizeof path, "%s/lanyard-1234.pdf", folder);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fread(text, 1, sizeof text, file), 14);
    fclose(file);
    assert_memory_equal(text, example.data, 14);

    assert_int_equal(device->ops->job(device, id, &status), JOB_FOUND);
    assert_int_equal(status.state, JOB_COMPLETED);
    assert_int_equal(status.impressions, 1);
    assert_int_equal(device->ops->job(device, 2, &status), JOB_NOT_FOUND);
    assert_int_equal(device->ops->job(device, 0, &status), JOB_NOT_FOUND);

    struct print_job other = example;
    other.name = "lanyard-5678";
    assert_int_equal(device->ops->submit(device, &other, &second, why), PRINT_SUBMITTED);
    assert_int_equal(second, 2);
    assert_false(device->ops->cancel(device, second));
    print_device_destroy(device);
}

static void the_same_job_is_not_written_twice(void **state)
{
    (void)state;
    struct print_device *device = open_folder();
    char why[256] = "";
    int id = 0;
    assert_int_equal(device->ops->submit(device, &example, &id, why), PRINT_SUBMITTED);
    id = 0;
    assert_int_equal(device->ops->submit(device, &example, &id, why), PRINT_REFUSED);
    assert_int_equal(id, 0);
    assert_non_null(strstr(why, "already there"));
    print_device_destroy(device);
}

static void a_job_is_found_after_a_restart(void **state)
{
    (void)state;
    struct print_device *device = open_folder();
    struct job_status status, again;
    char why[256];
    int id = 0;
    assert_int_equal(device->ops->submit(device, &example, &id, why), PRINT_SUBMITTED);
    print_device_destroy(device);

    device = open_folder();
    assert_int_equal(device->ops->find(device, "lanyard-1234", &status), JOB_FOUND);
    assert_int_equal(status.state, JOB_COMPLETED);
    assert_int_equal(device->ops->job(device, status.id, &again), JOB_FOUND);
    assert_int_equal(again.id, status.id);
    assert_int_equal(device->ops->find(device, "lanyard-none", &status), JOB_NOT_FOUND);
    assert_int_equal(device->ops->find(device, "../lanyard-1234", &status), JOB_NOT_FOUND);
    print_device_destroy(device);
}

static void a_name_that_leaves_the_folder_is_refused(void **state)
{
    (void)state;
    static const char *const names[] = {"", "..", ".hidden", "a/b", "../../tmp/x"};
    struct print_device *device = open_folder();
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct print_job job = example;
        char why[256] = "";
        int id = 0;
        job.name = names[i];
        assert_int_equal(device->ops->submit(device, &job, &id, why), PRINT_REFUSED);
        assert_true(why[0] != '\0');
    }
    print_device_destroy(device);
}

/* A limit on the size of files stands for a full disk: root writes anywhere. */
static void a_full_disk_is_refused_and_leaves_nothing(void **state)
{
    (void)state;
    struct print_device *device = open_folder();
    struct rlimit before, small;
    char why[256] = "", command[128];
    int id = 0;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = before;
    small.rlim_cur = 4;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    enum print_submit_status status = device->ops->submit(device, &example, &id, why);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(status, PRINT_REFUSED);
    assert_non_null(strstr(why, "too large"));
    snprintf(command, sizeof command, "[ -z \"$(ls -A '%s')\" ]", folder);
    assert_int_equal(system(command), 0);
    assert_int_equal(device->ops->submit(device, &example, &id, why), PRINT_SUBMITTED);
    print_device_destroy(device);
}

static void a_folder_that_goes_away_is_offline(void **state)
{
    (void)state;
    struct print_device *device = open_folder();
    struct printer_status status;
    char why[256] = "";
    int id = 0;
    assert_true(device->ops->status(device, &status));
    assert_true(status.accepting && status.state == PRINTER_IDLE && status.reasons == 0);
    assert_int_equal(rmdir(folder), 0);
    assert_true(device->ops->status(device, &status));
    assert_false(status.accepting);
    assert_int_equal(status.reasons, PRINTER_OFFLINE);
    assert_int_equal(device->ops->submit(device, &example, &id, why), PRINT_REFUSED);
    assert_non_null(strstr(why, folder));
    assert_false(device->ops->resume(device));
    print_device_destroy(device);
}

static void what_is_no_folder_does_not_open(void **state)
{
    (void)state;
    char path[96];
    snprintf(path, sizeof path, "%s/file", folder);
    fclose(fopen(path, "w"));
    assert_null(print_device_open(path));
    snprintf(path, sizeof path, "%s/no/such", folder);
    assert_null(print_device_open(path));
    snprintf(path, sizeof path, "%s/made", folder);
    struct print_device *device = print_device_open(path);
    assert_non_null(device);
    print_device_destroy(device);
    print_device_destroy(NULL);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_job_becomes_a_file),
        TEST(the_same_job_is_not_written_twice),
        TEST(a_job_is_found_after_a_restart),
        TEST(a_name_that_leaves_the_folder_is_refused),
        TEST(a_full_disk_is_refused_and_leaves_nothing),
        TEST(a_folder_that_goes_away_is_offline),
        TEST(what_is_no_folder_does_not_open),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
