/*
 * The CUPS device against a real cupsd and a real IPP printer, both private to this test
 * (tests/lib/cups.sh): what arrives is rasterised and its QR read back.
 * link: printer/
 * link: scanner/frame.c kiosk/asset.c kiosk/log.c kiosk/timebase.c ASSETS
 */
#include "tests/test.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "log.h"
#include "printer.h"
#include "tests/printer/samples.h"
#include "tests/printer/servers.h"

#define DPI 300

static const char script[] = ". tests/lib/cups.sh\n"
                             "if cups_start \"$1\"; then echo \"ready $CUPS_SERVER\"\n"
                             "else echo \"$cups_why\"; exit; fi\n"
                             "while read -r line; do $line >/dev/null 2>&1; echo $?; done\n"
                             "cups_stop\n";

static int start(void **state)
{
    (void)state;
    servers_start(script, "");
    return 0;
}

static int stop(void **state)
{
    (void)state;
    return servers_stop();
}

/* Runs a function of cups.sh, or any command, beside the servers. Its exit status. */
static int shell(const char *command)
{
    char line[256] = "";
    fprintf(servers.to, "%s\n", command);
    fflush(servers.to);
    assert_non_null(fgets(line, sizeof line, servers.from));
    return atoi(line);
}

static void need_servers(void)
{
    if (servers.why[0]) {
        printf("skip: %s\n", servers.why);
        skip();
    }
}

/* Everything that was reported of one job. */
struct seen {
    struct print_report last;
    int submitted, progress;
    uint32_t reasons;
    uint32_t awaited;         /* the reason to wait for; 0: any that blocks */
    void (*on_blocked)(void); /* once, when the printer cannot go on */
};

static void see(const struct print_report *report, void *userdata)
{
    struct seen *seen = userdata;
    seen->last = *report;
    seen->submitted += report->kind == PRINT_REPORT_SUBMITTED;
    seen->progress += report->kind == PRINT_REPORT_PROGRESS;
    seen->reasons |= report->printer_reasons;
    if (report->printer_reasons & (seen->awaited ? seen->awaited : PRINTER_BLOCKING) &&
        seen->on_blocked) {
        seen->on_blocked();
        seen->on_blocked = NULL;
    }
}

static enum print_report_kind print_on(const char *stock, const char *intent, int give_up_ms,
                                       struct seen *seen)
{
    struct printer_config config = {.device_spec = "badges",
                                    .poll_ms = 50,
                                    .give_up_ms = give_up_ms,
                                    .on_report = see,
                                    .userdata = seen};
    struct badge badge = sample_badge(0);
    struct print_report last;
    struct template_shelf *shelf = template_shelf_create(NULL, NULL);
    struct badge_template *template = template_shelf_find(shelf, stock);
    assert_non_null(template);
    assert_true(printer_run(&config, intent, &badge, template, DPI, &last));
    badge_template_unref(template);
    template_shelf_destroy(shelf);
    badge_finish(&badge);
    assert_int_equal(last.kind, seen->last.kind);
    return last.kind;
}

static int sheets(void)
{
    char path[128];
    int count = 0;
    snprintf(path, sizeof path, "%s/sheets", servers.folder);
    FILE *file = fopen(path, "r");
    for (int c = 0; file && (c = fgetc(file)) != EOF;) {
        count += c == '\n';
    }
    if (file) {
        fclose(file);
    }
    return count;
}

/* Standard output of a command, without the newline at its end. */
static void output_of(const char *command, char *out, size_t size)
{
    FILE *from = popen(command, "r");
    assert_non_null(from);
    size_t used = fread(out, 1, size - 1, from);
    while (used > 0 && out[used - 1] == '\n') {
        used--;
    }
    out[used] = '\0';
    assert_int_equal(pclose(from), 0);
}

static void what_arrives_is_the_badge(void **state)
{
    (void)state;
    struct seen seen = {0};
    char command[512], text[512];
    need_servers();
    assert_int_equal(print_on("a6", "00000000-0000-4000-8000-000000000001", 20000, &seen),
                     PRINT_REPORT_COMPLETED);
    assert_int_equal(seen.submitted, 1);
    assert_true(seen.last.counted);
    assert_int_equal(sheets(), 1);

    snprintf(command, sizeof command, "pdfinfo %s/printed/*000000000001.pdf | grep 'Page size'",
             servers.folder);
    output_of(command, text, sizeof text);
    double width = 0, height = 0;
    assert_int_equal(sscanf(text, "Page size: %lf x %lf", &width, &height), 2);
    assert_true(width > 296.6 && width < 298.6 && height > 418.5 && height < 420.5);

    snprintf(command, sizeof command,
             "cd %s && pdftoppm -r 300 -png printed/*000000000001.pdf page &&"
             " zbarimg -q --raw -Sdisable -Sqrcode.enable page*.png 2>/dev/null",
             servers.folder);
    output_of(command, text, sizeof text);
    assert_string_equal(text, SAMPLE_CREDENTIAL);
}

static void a_job_is_found_by_its_name(void **state)
{
    (void)state;
    struct job_status found;
    need_servers();
    struct print_device *device = print_device_open("badges");
    assert_non_null(device);
    const char *name = "lanyard-00000000-0000-4000-8000-000000000001";
    assert_int_equal(device->ops->find(device, name, &found), JOB_FOUND);
    assert_int_equal(found.state, JOB_COMPLETED);
    assert_true(found.started);
    int id = found.id;
    assert_int_equal(device->ops->job(device, id, &found), JOB_FOUND);
    assert_int_equal(found.id, id);
    assert_int_equal(device->ops->find(device, "lanyard-none", &found), JOB_NOT_FOUND);
    assert_int_equal(device->ops->job(device, 99999, &found), JOB_NOT_FOUND);
    print_device_destroy(device);
}

static void media_that_is_not_offered_is_refused(void **state)
{
    (void)state;
    struct seen seen = {0};
    int before = sheets();
    need_servers();
    assert_int_equal(print_on("4x6in", "00000000-0000-4000-8000-000000000002", 20000, &seen),
                     PRINT_REPORT_FAILED);
    assert_int_equal(seen.submitted, 0);
    assert_non_null(strstr(seen.last.detail, "na_index-4x6_4x6in"));
    assert_non_null(strstr(seen.last.detail, "iso_a6_105x148mm"));
    assert_int_equal(sheets(), before);
}

static void count_queue(const struct printer_status *status, void *userdata)
{
    int *found = userdata;
    *found += strcmp(status->name, "badges") == 0 && status->accepting && status->description[0] &&
              status->reasons == 0 && status->state == PRINTER_IDLE;
}

static void the_queue_is_listed(void **state)
{
    (void)state;
    int found = 0;
    need_servers();
    assert_true(print_device_list(count_queue, &found));
    assert_int_equal(found, 1);
}

static void keep_line(enum log_level level, const char *module, const char *line, void *userdata)
{
    (void)level, (void)module;
    snprintf(userdata, 512, "%s", line);
}

static void an_unknown_queue_is_said_so(void **state)
{
    (void)state;
    char line[512] = "";
    need_servers();
    log_set_sink(keep_line, line);
    assert_null(print_device_open("no-such-queue"));
    log_set_sink(NULL, NULL);
    assert_non_null(strstr(line, "no queue no-such-queue"));
}

static void an_empty_printer_gets_nothing_stale(void **state)
{
    (void)state;
    struct seen seen = {0};
    int before = sheets();
    need_servers();
    shell("cups_fault media-empty-error");
    assert_int_equal(print_on("a6", "00000000-0000-4000-8000-000000000003", 3000, &seen),
                     PRINT_REPORT_FAILED);
    assert_true(seen.reasons & PRINTER_MEDIA_EMPTY);
    assert_true(seen.progress > 0);
    shell("cups_fault");
    shell("sleep 1");
    assert_int_equal(sheets(), before);
}

static struct {
    struct print_device *device;
    int job_id;
} watched;

/* Hints come while a job changes, and stop while it waits. */
static void hints_tell_of_changes(void **state)
{
    (void)state;
    struct seen seen = {0};
    need_servers();
    assert_int_equal(print_on("a6", "00000000-0000-4000-8000-000000000010", 20000, &seen),
                     PRINT_REPORT_COMPLETED);
    watched.device = print_device_open("badges");
    watched.job_id = seen.last.job_id;
    assert_non_null(watched.device);
    /* The job has ended, and no subscription is given to it: a hint is no more than that. */
    (void)watched.device->ops->changed(watched.device, watched.job_id);
    assert_false(watched.device->ops->changed(watched.device, watched.job_id));
    print_device_destroy(watched.device);
}

/* A second opinion beside the run: the events of the same job, on a connection of its own. */
static void count_hints(void)
{
    struct job_status job;
    int calm = 0, lively = 0;
    watched.device = print_device_open("badges");
    assert_non_null(watched.device);
    assert_int_equal(watched.device->ops->find(
                         watched.device, "lanyard-00000000-0000-4000-8000-000000000011", &job),
                     JOB_FOUND);
    for (int i = 0; i < 20 && calm < 3; i++) {
        calm += !watched.device->ops->changed(watched.device, job.id);
        shell("sleep 0.2");
    }
    assert_int_equal(calm, 3);
    shell("cups_fault");
    for (int i = 0; i < 50 && !lively; i++) {
        lively = watched.device->ops->changed(watched.device, job.id);
        shell("sleep 0.1");
    }
    assert_true(lively);
    print_device_destroy(watched.device);
}

static void hints_come_with_the_refill(void **state)
{
    (void)state;
    struct seen seen = {.on_blocked = count_hints};
    need_servers();
    shell("cups_fault media-empty-error");
    assert_int_equal(print_on("a6", "00000000-0000-4000-8000-000000000011", 30000, &seen),
                     PRINT_REPORT_COMPLETED);
}

static void refill(void)
{
    shell("cups_fault");
}

static void a_refilled_printer_goes_on(void **state)
{
    (void)state;
    struct seen seen = {.on_blocked = refill};
    int before = sheets();
    need_servers();
    shell("cups_fault cover-open-report");
    assert_int_equal(print_on("a6", "00000000-0000-4000-8000-000000000004", 20000, &seen),
                     PRINT_REPORT_COMPLETED);
    assert_int_equal(sheets(), before + 1);
}

static void a_paused_queue_is_started_again(void **state)
{
    (void)state;
    struct seen seen = {0};
    int before = sheets();
    need_servers();
    assert_int_equal(shell("cupsdisable badges"), 0);
    assert_int_equal(print_on("a6", "00000000-0000-4000-8000-000000000005", 20000, &seen),
                     PRINT_REPORT_COMPLETED);
    assert_int_equal(sheets(), before + 1);
}

static void pause_queue(void)
{
    shell("cupsdisable badges");
}

/* A job that was under way when its queue stopped must not begin anew when it is started again. */
static void a_queue_paused_under_a_job_prints_no_second_one(void **state)
{
    (void)state;
    struct seen seen = {.on_blocked = pause_queue};
    int before = sheets();
    need_servers();
    shell("cups_fault cover-open-error");
    enum print_report_kind kind =
        print_on("a6", "00000000-0000-4000-8000-000000000009", 20000, &seen);
    shell("cups_fault");
    shell("sleep 2");
    assert_int_not_equal(kind, PRINT_REPORT_COMPLETED);
    assert_in_range(sheets(), before, kind == PRINT_REPORT_FAILED ? before : before + 1);
    seen = (struct seen){0}; /* and the next badge finds a queue that works */
    before = sheets();
    assert_int_equal(print_on("a6", "00000000-0000-4000-8000-00000000000a", 20000, &seen),
                     PRINT_REPORT_COMPLETED);
    assert_int_equal(sheets(), before + 1);
}

/* cupsd hears of a mended printer a second or two later. */
static void wait_for_calm(void)
{
    struct print_device *device = print_device_open("badges");
    struct printer_status status = {.reasons = 1};
    assert_non_null(device);
    for (int tries = 0; tries < 100 && status.reasons & PRINTER_BLOCKING; tries++) {
        assert_true(device->ops->status(device, &status));
        shell("sleep 0.1");
    }
    print_device_destroy(device);
}

/* Each fault, mended in time and not: one sheet or none, never a stale one after the mending. */
static void each_fault_costs_no_sheet_and_makes_no_second(void **state)
{
    (void)state;
    static const struct {
        const char *keyword;
        uint32_t reason;
    } faults[] = {
        {"media-empty-error", PRINTER_MEDIA_EMPTY},
        {"media-needed-warning", PRINTER_MEDIA_NEEDED | PRINTER_MEDIA_EMPTY},
        {"cover-open-error", PRINTER_COVER_OPEN},
        {"media-jam-error", PRINTER_MEDIA_JAM},
        {"input-tray-missing-error", PRINTER_MEDIA_NEEDED | PRINTER_MEDIA_EMPTY},
        {"marker-supply-empty-error", PRINTER_MARKER_EMPTY},
    };
    need_servers();
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        char command[64], intent[37];
        struct seen mended = {.awaited = faults[i].reason, .on_blocked = refill}, left = {0};
        int before = sheets();
        print_message("%s\n", faults[i].keyword);
        wait_for_calm();
        snprintf(command, sizeof command, "cups_fault %s", faults[i].keyword);
        shell(command);
        snprintf(intent, sizeof intent, "00000000-0000-4000-8000-0000000001%02zu", i);
        assert_int_equal(print_on("a6", intent, 20000, &mended), PRINT_REPORT_COMPLETED);
        assert_true(mended.reasons & faults[i].reason);
        assert_non_null(printer_reason_advice(mended.reasons));
        assert_int_equal(sheets(), before + 1);
        wait_for_calm();
        shell(command);
        snprintf(intent, sizeof intent, "00000000-0000-4000-8000-0000000002%02zu", i);
        assert_int_equal(print_on("a6", intent, 3000, &left), PRINT_REPORT_FAILED);
        assert_true(left.reasons & faults[i].reason);
        shell("cups_fault");
        shell("sleep 1");
        assert_int_equal(sheets(), before + 1);
    }
}

static void purge_jobs(void)
{
    shell("cancel -a -x badges");
}

/* Purged under us: whether the job is still seen ending or is just not there, what is said of it is
 * true of the paper. */
static void a_purged_job_is_told_truly(void **state)
{
    (void)state;
    struct seen seen = {.on_blocked = purge_jobs};
    int before = sheets();
    need_servers();
    shell("cups_fault media-empty-error");
    enum print_report_kind kind =
        print_on("a6", "00000000-0000-4000-8000-00000000000b", 20000, &seen);
    shell("cups_fault");
    shell("sleep 2");
    assert_true(kind == PRINT_REPORT_UNKNOWN || kind == PRINT_REPORT_FAILED);
    assert_in_range(sheets(), before, kind == PRINT_REPORT_FAILED ? before : before + 1);
}

static void a_queue_that_rejects_is_not_used(void **state)
{
    (void)state;
    struct seen seen = {0};
    need_servers();
    assert_int_equal(shell("cupsreject badges"), 0);
    assert_int_equal(print_on("a6", "00000000-0000-4000-8000-000000000006", 5000, &seen),
                     PRINT_REPORT_FAILED);
    assert_int_equal(shell("cupsaccept badges"), 0);
    assert_non_null(strstr(seen.last.detail, "cupsaccept"));
}

/* Switched off before the badge: refused at once, so that another printer can be tried. */
static void a_printer_that_is_switched_off_gets_nothing(void **state)
{
    (void)state;
    struct seen seen = {0};
    int before = sheets();
    need_servers();
    shell("cups_away");
    assert_int_equal(print_on("a6", "00000000-0000-4000-8000-00000000000c", 20000, &seen),
                     PRINT_REPORT_FAILED);
    assert_int_equal(seen.submitted, 0);
    assert_non_null(strstr(seen.last.detail, "switched on"));
    assert_int_equal(shell("cups_back"), 0);
    shell("sleep 1");
    assert_int_equal(sheets(), before);
}

static void pull_the_plug(void)
{
    shell("cups_away");
}

/* Switched off with the badge in it: nobody can know what came out, and it is not called certain. */
static void a_plug_pulled_under_a_job_is_told_truly(void **state)
{
    (void)state;
    struct seen seen = {.on_blocked = pull_the_plug};
    int before = sheets();
    need_servers();
    shell("cups_fault cover-open-error");
    assert_int_equal(print_on("a6", "00000000-0000-4000-8000-00000000000d", 5000, &seen),
                     PRINT_REPORT_UNKNOWN);
    assert_true(seen.reasons & PRINTER_OFFLINE);
    assert_true(seen.last.printer_reasons & PRINTER_OFFLINE);
    shell("cups_fault");
    assert_int_equal(shell("cups_back"), 0);
    shell("sleep 3"); /* cupsd finds it again: the badge was cancelled there */
    assert_int_equal(sheets(), before);
}

static void switch_off_and_on(void)
{
    shell("cups_away");
    shell("cups_fault");
    shell("cups_back");
}

/* Whatever cupsd makes of a printer that has lost its memory: it prints the job again from its copy,
 * or calls it done. What is said must be true of the paper. */
static void a_printer_that_forgets_its_job_is_told_truly(void **state)
{
    (void)state;
    struct seen seen = {.on_blocked = switch_off_and_on};
    int before = sheets();
    need_servers();
    shell("sleep 3"); /* it counts its uptime in whole seconds */
    shell("cups_fault media-jam-error");
    enum print_report_kind kind =
        print_on("a6", "00000000-0000-4000-8000-00000000000e", 20000, &seen);
    print_message("%d %d %s\n", kind, seen.last.counted, seen.last.detail);
    shell("sleep 3");
    assert_int_not_equal(kind, PRINT_REPORT_FAILED);
    assert_true(kind == PRINT_REPORT_UNKNOWN || seen.last.counted);
    assert_in_range(sheets(), kind == PRINT_REPORT_COMPLETED ? before + 1 : before, before + 1);
}

static void hang_printer(void)
{
    shell("cups_hang");
}

/* A printer that takes connections and says nothing is as good as switched off. */
static void a_printer_that_hangs_is_told_truly(void **state)
{
    (void)state;
    struct seen seen = {.on_blocked = hang_printer};
    int before = sheets();
    need_servers();
    shell("cups_fault cover-open-error");
    assert_int_equal(print_on("a6", "00000000-0000-4000-8000-00000000000f", 4000, &seen),
                     PRINT_REPORT_UNKNOWN);
    assert_true(seen.last.printer_reasons & PRINTER_OFFLINE);
    shell("cups_unhang");
    shell("cups_fault");
    shell("sleep 2");
    assert_in_range(sheets(), before, before + 1);
}

static void freeze_cupsd(void)
{
    shell("cups_freeze");
}

static void a_cupsd_that_hangs_is_not_waited_for(void **state)
{
    (void)state;
    struct seen seen = {.on_blocked = freeze_cupsd};
    struct job_status found;
    need_servers();
    shell("cups_fault media-empty-error");
    assert_int_equal(print_on("a6", "00000000-0000-4000-8000-000000000008", 60000, &seen),
                     PRINT_REPORT_UNKNOWN);
    char line[512] = "";
    log_set_sink(keep_line, line); /* and whoever opens it meanwhile is told what to do */
    assert_null(print_device_open("badges"));
    log_set_sink(NULL, NULL);
    assert_non_null(strstr(line, "systemctl restart cups"));
    assert_null(strstr(line, "Success"));
    shell("cups_thaw");
    shell("cups_fault");
    struct print_device *device = print_device_open("badges");
    assert_non_null(device);
    assert_int_equal(
        device->ops->find(device, "lanyard-00000000-0000-4000-8000-000000000008", &found),
        JOB_FOUND);
    shell("sleep 2"); /* it prints now: nobody cancelled it */
    print_device_destroy(device);
}

static void kill_cupsd(void)
{
    shell("cups_kill");
}

static void a_killed_cupsd_leaves_the_job_unknown(void **state)
{
    (void)state;
    struct seen seen = {.on_blocked = kill_cupsd};
    struct job_status found;
    need_servers();
    shell("cups_fault media-empty-error");
    assert_int_equal(print_on("a6", "00000000-0000-4000-8000-000000000007", 60000, &seen),
                     PRINT_REPORT_UNKNOWN);
    log_set_level(LOG_LEVEL_ERROR);
    char line[512] = "";
    log_set_sink(keep_line, line);
    assert_null(print_device_open("badges"));
    assert_false(print_device_list(count_queue, NULL));
    log_set_sink(NULL, NULL);
    assert_non_null(strstr(line, "no cupsd answers"));

    shell("cups_fault");
    assert_int_equal(shell("cups_again"), 0); /* with the queue and the job that it had */
    struct print_device *device = print_device_open("badges");
    assert_non_null(device);
    enum job_found now =
        device->ops->find(device, "lanyard-00000000-0000-4000-8000-000000000007", &found);
    assert_true(now == JOB_FOUND || now == JOB_NOT_FOUND);
    print_device_destroy(device);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_arrives_is_the_badge),
        cmocka_unit_test(a_job_is_found_by_its_name),
        cmocka_unit_test(media_that_is_not_offered_is_refused),
        cmocka_unit_test(the_queue_is_listed),
        cmocka_unit_test(an_unknown_queue_is_said_so),
        cmocka_unit_test(an_empty_printer_gets_nothing_stale),
        cmocka_unit_test(hints_tell_of_changes),
        cmocka_unit_test(hints_come_with_the_refill),
        cmocka_unit_test(a_refilled_printer_goes_on),
        cmocka_unit_test(each_fault_costs_no_sheet_and_makes_no_second),
        cmocka_unit_test(a_paused_queue_is_started_again),
        cmocka_unit_test(a_queue_paused_under_a_job_prints_no_second_one),
        cmocka_unit_test(a_purged_job_is_told_truly),
        cmocka_unit_test(a_queue_that_rejects_is_not_used),
        cmocka_unit_test(a_printer_that_is_switched_off_gets_nothing),
        cmocka_unit_test(a_plug_pulled_under_a_job_is_told_truly),
        cmocka_unit_test(a_printer_that_forgets_its_job_is_told_truly),
        cmocka_unit_test(a_printer_that_hangs_is_told_truly),
        cmocka_unit_test(a_cupsd_that_hangs_is_not_waited_for),
        cmocka_unit_test(a_killed_cupsd_leaves_the_job_unknown),
    };
    cmocka_set_test_filter(getenv("TEST_FILTER")); /* NULL: all */
    return cmocka_run_group_tests(tests, start, stop);
}
