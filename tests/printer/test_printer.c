/*
 * The printer: what is reported of a job, whatever its device does. The device is a script, and
 * rendering is a stub: both enter at link time.
 * tsan: yes
 * link: printer/printer.c printer/printer_run.c printer/printer_lock.c printer/follow.c printer/run.c
 * link: printer/reasons.c kiosk/log.c kiosk/timebase.c
 */
#include "tests/test.h"

#include <pthread.h>
#include <time.h>
#include <unistd.h>

#include "log.h"
#include "printer.h"
#include "printer/printer_lock.h"

#define INTENT "12345678-1234-4234-8234-123456789abc"
#define STEPS_MAX 6

/* What the device answers when it is asked after the job, one step each time, the last for ever. */
struct step {
    enum job_found found;
    enum job_state state;
    bool started;
    int impressions;
    uint32_t reasons;
    bool never_arrived, forgotten;
};

static struct {
    bool no_renderer;
    enum print_submit_status submit;
    enum job_found find;
    struct step steps[STEPS_MAX], when_cancelled;
    int step;
    int submitted, cancelled, destroyed;
    char name[64];
    uint32_t reasons; /* of the idle printer; atomic */
    int closed;       /* how often it does not open; atomic */
    struct print_form form;
    /* what was handed over, and at which resolution the code was read back */
    enum print_document document;
    enum raster_ink ink;
    int dpi, code_dpi;
    char options[64];
} script;

static enum print_submit_status submit(struct print_device *device, const struct print_job *job,
                                       int *job_id, char why[256])
{
    (void)device;
    __atomic_add_fetch(&script.submitted, 1, __ATOMIC_RELAXED);
    snprintf(script.name, sizeof script.name, "%s", job->name);
    snprintf(script.options, sizeof script.options, "%s", job->options ? job->options : "");
    script.document = job->document;
    snprintf(why, 256, "the script says no");
    *job_id = script.submit == PRINT_SUBMITTED ? 7 : 0;
    return script.submit;
}

static enum job_found answer(const struct step *step, struct job_status *out)
{
    *out = (struct job_status){.id = 7,
                               .state = step->state,
                               .started = step->started,
                               .impressions = step->impressions,
                               .printer_reasons = step->reasons,
                               .never_arrived = step->never_arrived,
                               .forgotten = step->forgotten};
    return step->found;
}

static enum job_found job(struct print_device *device, int job_id, struct job_status *out)
{
    (void)device;
    assert_int_equal(job_id, 7);
    if (script.cancelled) {
        return answer(&script.when_cancelled, out);
    }
    const struct step *step = &script.steps[script.step];
    if (script.step + 1 < STEPS_MAX && script.steps[script.step + 1].state != 0) {
        script.step++;
    }
    return answer(step, out);
}

static enum job_found find(struct print_device *device, const char *job_name,
                           struct job_status *out)
{
    (void)device;
    assert_string_equal(job_name, script.name);
    *out = (struct job_status){.id = 7, .state = JOB_PENDING, .impressions = -1};
    return script.find;
}

static bool cancel(struct print_device *device, int job_id)
{
    (void)device;
    assert_int_equal(job_id, 7);
    script.cancelled++;
    return true;
}

static bool status(struct print_device *device, struct printer_status *out)
{
    (void)device;
    *out = (struct printer_status){.accepting = true,
                                   .reasons = __atomic_load_n(&script.reasons, __ATOMIC_RELAXED)};
    return true;
}

static bool resume(struct print_device *device)
{
    (void)device;
    return true;
}

static void destroy(struct print_device *device)
{
    (void)device;
    script.destroyed++;
}

static void form(struct print_device *device, struct print_form *out)
{
    (void)device;
    *out = script.form;
}

static const struct print_device_ops ops = {.kind = "script",
                                            .submit = submit,
                                            .job = job,
                                            .find = find,
                                            .cancel = cancel,
                                            .status = status,
                                            .resume = resume,
                                            .destroy = destroy,
                                            .form = form};
static struct print_device scripted = {&ops, 0};

struct print_device *print_device_open(const char *spec)
{
    if (strcmp(spec, "late") == 0 && __atomic_fetch_sub(&script.closed, 1, __ATOMIC_RELAXED) > 0) {
        return NULL;
    }
    return strcmp(spec, "none") == 0 ? NULL : &scripted;
}

void print_device_destroy(struct print_device *device)
{
    if (device) {
        device->ops->destroy(device);
    }
}

struct badge_renderer *badge_renderer_create(void)
{
    return script.no_renderer ? NULL : malloc(1);
}

void badge_renderer_destroy(struct badge_renderer *renderer)
{
    free(renderer);
}

bool badge_render_pdf(struct badge_renderer *renderer, const struct badge *badges, size_t count,
                      const struct badge_template *template, int dpi, struct bytes *out,
                      struct badge_faults *faults)
{
    (void)renderer, (void)badges, (void)count, (void)template, (void)faults;
    script.dpi = dpi;
    *out = (struct bytes){malloc(4), 4};
    memcpy(out->data, "%PDF", 4);
    return true;
}

bool badge_render_raster(struct badge_renderer *renderer, const struct badge *badges, size_t count,
                         const struct badge_template *template, int dpi, enum raster_format format,
                         enum raster_ink ink, struct bytes *out, struct badge_faults *faults)
{
    (void)format;
    script.ink = ink;
    return badge_render_pdf(renderer, badges, count, template, dpi, out, faults);
}

void bytes_finish(struct bytes *bytes)
{
    free(bytes->data);
    *bytes = (struct bytes){0};
}

void badge_finish(struct badge *badge)
{
    free(badge->photo.rgb);
    *badge = (struct badge){0};
}

bool badge_render_code(struct badge_renderer *renderer, const struct badge *badge,
                       const struct badge_template *template, int dpi, struct frame *out)
{
    (void)renderer, (void)badge, (void)template;
    script.code_dpi = dpi;
    out->width = 7;
    return true;
}

void frame_finish(struct frame *frame)
{
    *frame = (struct frame){0};
}

/* A template whose references are counted, so that none may be lost. */
static struct counted_template {
    struct badge_paper paper;
    int references;
} sheet = {.paper = {.media = "iso_a6_105x148mm", .width_um = 105000, .height_um = 148000}};
static struct badge_template *const paper = (void *)&sheet;

struct badge_template *badge_template_ref(struct badge_template *template)
{
    __atomic_add_fetch(&sheet.references, 1, __ATOMIC_RELAXED);
    return template;
}

void badge_template_unref(struct badge_template *template)
{
    if (template) {
        __atomic_sub_fetch(&sheet.references, 1, __ATOMIC_RELAXED);
    }
}

const struct badge_paper *badge_template_paper(const struct badge_template *template)
{
    return &((const struct counted_template *)(const void *)template)->paper;
}

const char *badge_template_name(const struct badge_template *template)
{
    (void)template;
    return "a6";
}

/* ---- what a job's course is called ---- */

#define STEP(state, started, impressions, reasons)                    \
    {                                                                 \
        JOB_FOUND, state, started, impressions, reasons, false, false \
    }

static const struct course {
    const char *name;
    enum print_submit_status submit;
    enum job_found find;
    struct step steps[STEPS_MAX];
    struct step when_cancelled;
    enum print_report_kind kind;
    bool counted;
    int reports; /* in all */
    int cancelled;
} courses[] = {
    {.name = "refused", .submit = PRINT_REFUSED, .kind = PRINT_REPORT_FAILED, .reports = 1},
    {.name = "printed and counted",
     .steps = {STEP(JOB_PENDING, false, -1, 0), STEP(JOB_PROCESSING, true, -1, 0),
               STEP(JOB_COMPLETED, true, 1, 0)},
     .kind = PRINT_REPORT_COMPLETED,
     .counted = true,
     .reports = 4},
    {.name = "printed, not counted",
     .steps = {STEP(JOB_PROCESSING, true, -1, 0), STEP(JOB_COMPLETED, true, -1, 0)},
     .kind = PRINT_REPORT_COMPLETED,
     .reports = 3},
    {.name = "a counter that stays at zero does not count",
     .steps = {STEP(JOB_COMPLETED, true, 0, 0)},
     .kind = PRINT_REPORT_COMPLETED,
     .reports = 2},
    {.name = "cancelled before it started",
     .steps = {STEP(JOB_PENDING, false, -1, 0), STEP(JOB_CANCELED, false, -1, 0)},
     .kind = PRINT_REPORT_FAILED,
     .reports = 3},
    {.name = "cancelled while it was printing",
     .steps = {STEP(JOB_PROCESSING, true, -1, 0), STEP(JOB_CANCELED, true, -1, 0)},
     .kind = PRINT_REPORT_UNKNOWN,
     .reports = 3},
    {.name = "cancelled while there was no stock",
     .steps = {STEP(JOB_PROCESSING, true, -1, PRINTER_MEDIA_EMPTY),
               STEP(JOB_CANCELED, true, -1, PRINTER_MEDIA_EMPTY)},
     .kind = PRINT_REPORT_FAILED,
     .reports = 3},
    {.name = "cancelled after a refill",
     .steps = {STEP(JOB_PROCESSING, true, -1, PRINTER_MEDIA_EMPTY),
               STEP(JOB_CANCELED, true, -1, 0)},
     .kind = PRINT_REPORT_UNKNOWN,
     .reports = 3},
    {.name = "cancelled with a sheet counted",
     .steps = {STEP(JOB_PROCESSING, true, 1, PRINTER_MEDIA_EMPTY),
               STEP(JOB_CANCELED, true, 1, PRINTER_MEDIA_EMPTY)},
     .kind = PRINT_REPORT_UNKNOWN,
     .reports = 3},
    {.name = "aborted at once",
     .steps = {STEP(JOB_ABORTED, true, 0, 0)},
     .kind = PRINT_REPORT_UNKNOWN,
     .reports = 2},
    {.name = "vanished",
     .steps = {STEP(JOB_PROCESSING, true, -1, 0), {.found = JOB_NOT_FOUND, .state = JOB_PENDING}},
     .kind = PRINT_REPORT_UNKNOWN,
     .reports = 3},
    {.name = "lost while handing over, and not there",
     .submit = PRINT_UNCERTAIN,
     .find = JOB_NOT_FOUND,
     .kind = PRINT_REPORT_UNKNOWN,
     .reports = 1},
    {.name = "lost while handing over, but there",
     .submit = PRINT_UNCERTAIN,
     .find = JOB_FOUND,
     .steps = {STEP(JOB_COMPLETED, true, 1, 0)},
     .kind = PRINT_REPORT_COMPLETED,
     .counted = true,
     .reports = 2},
    {.name = "cancelled while it was out of sight",
     .steps = {STEP(JOB_PROCESSING, true, -1, PRINTER_OFFLINE),
               STEP(JOB_CANCELED, true, -1, PRINTER_OFFLINE)},
     .kind = PRINT_REPORT_UNKNOWN,
     .reports = 3},
    {.name = "cancelled, and the printer never had it",
     .steps = {STEP(JOB_PROCESSING, true, -1, 0),
               {JOB_FOUND, JOB_CANCELED, true, -1, 0, true, false}},
     .kind = PRINT_REPORT_FAILED,
     .reports = 3},
    {.name = "completed, but the printer was switched off and on with it",
     .steps = {STEP(JOB_PROCESSING, true, -1, 0),
               {JOB_FOUND, JOB_COMPLETED, true, -1, 0, false, true}},
     .kind = PRINT_REPORT_UNKNOWN,
     .reports = 3},
    {.name = "no stock until patience ends",
     .steps = {STEP(JOB_PROCESSING, true, -1, PRINTER_MEDIA_EMPTY)},
     .when_cancelled = STEP(JOB_CANCELED, true, -1, PRINTER_MEDIA_EMPTY),
     .kind = PRINT_REPORT_FAILED,
     .reports = 3,
     .cancelled = 1},
};

struct seen {
    int reports;
    struct print_report last;
};

static void see(const struct print_report *report, void *userdata)
{
    struct seen *seen = userdata;
    seen->reports++;
    seen->last = *report;
    assert_string_equal(report->intent, INTENT);
    assert_true(report->detail[0] != '\0');
}

static void load(const struct course *course)
{
    memset(&script, 0, sizeof script);
    script.submit = course->submit;
    script.find = course->find;
    memcpy(script.steps, course->steps, sizeof script.steps);
    script.when_cancelled = course->when_cancelled;
}

static void every_course_has_its_report(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof courses / sizeof courses[0]; i++) {
        const struct course *course = &courses[i];
        struct seen seen = {0};
        struct printer_config config = {.device_spec = "script",
                                        .poll_ms = 1,
                                        .give_up_ms = 50,
                                        .on_report = see,
                                        .userdata = &seen};
        struct badge badge = {.issue = 1};
        struct print_report last;
        load(course);
        print_message("%s\n", course->name);
        assert_true(printer_run(&config, INTENT, &badge, paper, 300, &last));
        assert_int_equal(last.kind, course->kind);
        assert_int_equal(last.counted, course->counted);
        assert_int_equal(seen.reports, course->reports);
        assert_int_equal(script.cancelled, course->cancelled);
        assert_int_equal(script.destroyed, 1);
        assert_string_equal(script.name, "lanyard-" INTENT);
    }
}

static void a_device_that_does_not_open_is_no_run(void **state)
{
    (void)state;
    struct printer_config config = {.device_spec = "none"};
    struct badge badge = {.issue = 1};
    struct print_report last;
    assert_false(printer_run(&config, INTENT, &badge, paper, 300, &last));
    assert_int_equal(last.kind, PRINT_REPORT_FAILED);
}

static void drop_line(enum log_level level, const char *module, const char *line, void *userdata)
{
    (void)level, (void)module, (void)line, (void)userdata;
}

static bool refuse_code(const struct frame *code, const char *text, void *userdata)
{
    (void)userdata;
    assert_int_equal(code->width, 7); /* what was rendered */
    assert_string_equal(text, "LY1:");
    return false;
}

static bool accept_code(const struct frame *code, const char *text, void *userdata)
{
    return !refuse_code(code, text, userdata);
}

static void a_code_that_is_not_read_back_is_not_sent(void **state)
{
    (void)state;
    struct printer_config config = {.device_spec = "script", .poll_ms = 1, .check = refuse_code};
    struct badge badge = {.issue = 1, .qr_text = "LY1:"};
    struct print_report last;
    load(&courses[1]);
    log_set_sink(drop_line, NULL);
    assert_true(printer_run(&config, INTENT, &badge, paper, 300, &last));
    log_set_sink(NULL, NULL);
    assert_int_equal(last.kind, PRINT_REPORT_FAILED);
    assert_non_null(strstr(last.detail, "would not be readable"));
    assert_int_equal(script.submitted, 0);
    config.check = accept_code;
    assert_true(printer_run(&config, INTENT, &badge, paper, 300, &last));
    assert_int_equal(last.kind, PRINT_REPORT_COMPLETED);
    assert_int_equal(script.submitted, 1);
}

/* Rendered, and its code read back, at the printer's own resolution, in what it takes. */
static void a_badge_is_rendered_as_the_printer_wants_it(void **state)
{
    (void)state;
    static const struct {
        struct print_form form;
        bool black_only;
        int dpi;
        enum raster_ink ink;
    } cases[] = {
        {{PRINT_PDF, 0, false, false, false}, false, 300, RASTER_BLACK_1},
        {{PRINT_PDF, 600, false, false, false}, false, 600, RASTER_BLACK_1},
        {{PRINT_PWG_RASTER, 203, true, true, false}, true, 203, RASTER_BLACK_1},
        {{PRINT_PWG_RASTER, 203, true, true, false}, false, 203, RASTER_BLACK_1},
        {{PRINT_PWG_RASTER, 300, true, true, true}, false, 300, RASTER_RGB_24},
        {{PRINT_PWG_RASTER, 300, true, true, true}, true, 300, RASTER_BLACK_1},
        {{PRINT_URF, 300, false, true, false}, false, 300, RASTER_GREY_8},
    };
    struct printer_config config = {.device_spec = "script",
                                    .poll_ms = 1,
                                    .check = accept_code,
                                    .options = "print-darkness=20 print-speed=5"};
    struct badge badge = {.issue = 1, .qr_text = "LY1:"};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct print_report last;
        load(&courses[1]);
        script.form = cases[i].form;
        sheet.paper.black_only = cases[i].black_only;
        assert_true(printer_run(&config, INTENT, &badge, paper, 300, &last));
        assert_int_equal(last.kind, PRINT_REPORT_COMPLETED);
        assert_int_equal(script.document, cases[i].form.document);
        assert_int_equal(script.dpi, cases[i].dpi);
        assert_int_equal(script.code_dpi, cases[i].dpi);
        assert_string_equal(script.options, config.options);
        assert_true(script.document == PRINT_PDF || script.ink == cases[i].ink);
    }
    sheet.paper.black_only = false;
}

static void no_reference_to_a_template_is_lost(void **state)
{
    (void)state;
    assert_int_equal(sheet.references, 0); /* after all the tests before */
}

static void a_badge_that_cannot_be_rendered_fails(void **state)
{
    (void)state;
    struct printer_config config = {.device_spec = "script"};
    struct badge badge = {.issue = 1};
    struct print_report last;
    load(&courses[1]);
    script.no_renderer = true;
    assert_true(printer_run(&config, INTENT, &badge, paper, 300, &last));
    assert_int_equal(last.kind, PRINT_REPORT_FAILED);
    assert_int_equal(script.submitted, 0);
}

/* ---- with its thread ---- */

static struct {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    int submitted, ended, progress;
    enum print_report_kind last;
    struct printer *resubmit; /* from within the last report of the first job */
} heard = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, 0, 0, 0, NULL};

static struct badge badge_with_photo(void)
{
    struct badge badge = {.issue = 1};
    badge.photo = (struct picture){.rgb = malloc(3), .width = 1, .height = 1};
    return badge;
}

static void hear(const struct print_report *report, void *userdata)
{
    (void)userdata;
    pthread_mutex_lock(&heard.lock);
    heard.submitted += report->kind == PRINT_REPORT_SUBMITTED;
    bool ended = report->kind != PRINT_REPORT_SUBMITTED && report->kind != PRINT_REPORT_PROGRESS;
    heard.ended += ended;
    heard.progress += report->kind == PRINT_REPORT_PROGRESS;
    heard.last = report->kind;
    struct printer *again = ended ? heard.resubmit : NULL;
    heard.resubmit = ended ? NULL : heard.resubmit;
    pthread_cond_broadcast(&heard.changed);
    pthread_mutex_unlock(&heard.lock);
    if (again) {
        struct badge badge = badge_with_photo();
        assert_true(printer_submit(again, INTENT, &badge, paper, 300));
        assert_null(badge.photo.rgb);
    }
}

static struct printer *start(const struct course *course)
{
    struct printer_config config = {
        .device_spec = "script", .poll_ms = 1, .give_up_ms = 60000, .on_report = hear};
    load(course);
    heard.submitted = heard.ended = 0;
    struct printer *printer = printer_start(&config);
    assert_non_null(printer);
    return printer;
}

static void wait_until(const int *count, int wanted)
{
    pthread_mutex_lock(&heard.lock);
    while (*count < wanted) {
        pthread_cond_wait(&heard.changed, &heard.lock);
    }
    pthread_mutex_unlock(&heard.lock);
}

static const struct course endless = {.steps = {STEP(JOB_PROCESSING, true, -1, PRINTER_COVER_OPEN)},
                                      .when_cancelled =
                                          STEP(JOB_CANCELED, true, -1, PRINTER_COVER_OPEN)};

static void one_job_at_a_time(void **state)
{
    (void)state;
    struct printer *printer = start(&endless);
    struct badge first = badge_with_photo(), second = badge_with_photo();
    assert_true(printer_submit(printer, INTENT, &first, paper, 300));
    assert_null(first.photo.rgb);
    assert_false(printer_submit(printer, INTENT, &second, paper, 300));
    assert_non_null(second.photo.rgb);
    wait_until(&heard.submitted, 1);
    assert_false(printer_submit(printer, INTENT, &second, paper, 300));
    printer_cancel(printer);
    wait_until(&heard.ended, 1);
    assert_int_equal(heard.last, PRINT_REPORT_FAILED);
    printer_stop(printer);
    assert_int_equal(script.cancelled, 1);
    badge_finish(&second);
}

/* Nothing goes to the device before the caller has committed that it will. */
static void a_prepared_badge_waits_to_be_released(void **state)
{
    (void)state;
    struct printer *printer = start(&courses[1]);
    struct badge badge = badge_with_photo(), other = badge_with_photo();
    assert_true(printer_prepare(printer, INTENT, &badge, paper, 300));
    assert_false(printer_submit(printer, INTENT, &other, paper, 300));
    usleep(20000);
    assert_int_equal(__atomic_load_n(&script.submitted, __ATOMIC_RELAXED), 0);
    printer_release(printer, true);
    wait_until(&heard.ended, 1);
    assert_int_equal(heard.last, PRINT_REPORT_COMPLETED);
    assert_true(printer_prepare(printer, INTENT, &other, paper, 300));
    printer_release(printer, false);
    wait_until(&heard.ended, 2);
    assert_int_equal(heard.last, PRINT_REPORT_FAILED);
    printer_stop(printer);
    assert_int_equal(script.submitted, 1);
}

static void stopping_leaves_the_job_to_the_device(void **state)
{
    (void)state;
    struct printer *printer = start(&endless);
    struct badge badge = badge_with_photo();
    assert_true(printer_submit(printer, INTENT, &badge, paper, 300));
    wait_until(&heard.submitted, 1);
    printer_stop(printer);
    assert_int_equal(heard.ended, 0);
    assert_int_equal(script.cancelled, 0);
    assert_int_equal(script.destroyed, 1);
}

static void an_idle_printer_stops(void **state)
{
    (void)state;
    printer_stop(start(&endless));
    printer_stop(NULL);
    struct printer *printer = start(&endless);
    printer_cancel(printer); /* nothing to cancel, and nothing remembered */
    printer_stop(printer);
    assert_int_equal(script.submitted, 0);
}

static void the_last_report_may_submit_the_next(void **state)
{
    (void)state;
    struct printer *printer = start(&courses[1]);
    struct badge badge = badge_with_photo();
    heard.resubmit = printer;
    assert_true(printer_submit(printer, INTENT, &badge, paper, 300));
    wait_until(&heard.ended, 2);
    printer_stop(printer);
    assert_int_equal(script.submitted, 2);
}

/* ---- looked at without a job ---- */

static struct {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    int told;
    struct printer_status last;
} stands = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, {.reasons = 0}};

static void stand(const struct printer_status *status, void *userdata)
{
    (void)userdata;
    pthread_mutex_lock(&stands.lock);
    stands.told++;
    stands.last = *status;
    pthread_cond_broadcast(&stands.changed);
    pthread_mutex_unlock(&stands.lock);
}

static void wait_for_reasons(uint32_t reasons)
{
    pthread_mutex_lock(&stands.lock);
    while (stands.told == 0 || stands.last.reasons != reasons) {
        pthread_cond_wait(&stands.changed, &stands.lock);
    }
    pthread_mutex_unlock(&stands.lock);
}

static void an_idle_printer_is_looked_at(void **state)
{
    (void)state;
    struct printer_config config = {
        .device_spec = "script", .idle_ms = 1, .on_report = hear, .on_status = stand};
    load(&courses[1]);
    stands.told = 0;
    struct printer *printer = printer_start(&config);
    assert_non_null(printer);
    wait_for_reasons(0);
    __atomic_store_n(&script.reasons, PRINTER_MEDIA_EMPTY, __ATOMIC_RELAXED);
    wait_for_reasons(PRINTER_MEDIA_EMPTY);
    __atomic_store_n(&script.reasons, 0, __ATOMIC_RELAXED);
    wait_for_reasons(0);
    printer_stop(printer);
    assert_int_equal(stands.told, 3); /* changes alone are told */
}

static void a_printer_that_comes_later_is_used_then(void **state)
{
    (void)state;
    struct printer_config config = {
        .device_spec = "late", .poll_ms = 1, .idle_ms = 1, .on_report = hear, .on_status = stand};
    struct badge badge = badge_with_photo();
    load(&courses[1]);
    script.closed = 4;
    stands.told = heard.ended = 0;
    struct printer *printer = printer_start(&config);
    assert_non_null(printer);
    wait_for_reasons(PRINTER_OFFLINE);
    wait_for_reasons(0);
    assert_true(printer_submit(printer, INTENT, &badge, paper, 300));
    wait_until(&heard.ended, 1);
    assert_int_equal(heard.last, PRINT_REPORT_COMPLETED);
    printer_stop(printer);
}

/* ---- two programs at one printer: as two threads, whose locks are two open files as well ---- */

static void one_badge_after_the_other(void **state)
{
    (void)state;
    char path[] = "/tmp/lanyard-lock-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    close(file);
    int lock = -1;
    assert_true(printer_lock_take(path, &lock)); /* the other program's badge is in the printer */
    struct printer_config config = {
        .device_spec = "script", .poll_ms = 1, .lock_path = path, .on_report = hear};
    struct badge badge = badge_with_photo();
    load(&courses[1]);
    heard.submitted = heard.ended = heard.progress = 0;
    struct printer *printer = printer_start(&config);
    assert_non_null(printer);
    assert_true(printer_submit(printer, INTENT, &badge, paper, 300));
    wait_until(&heard.progress, 1); /* it says that it waits */
    assert_int_equal(heard.submitted, 0);
    printer_lock_release(&lock);
    wait_until(&heard.ended, 1);
    assert_int_equal(heard.last, PRINT_REPORT_COMPLETED);
    assert_int_equal(heard.submitted, 1);
    printer_stop(printer);
    assert_true(printer_lock_take(path, &lock)); /* and it is free again */
    printer_lock_release(&lock);
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_idle_printer_is_looked_at),
        cmocka_unit_test(a_printer_that_comes_later_is_used_then),
        cmocka_unit_test(one_badge_after_the_other),
        cmocka_unit_test(every_course_has_its_report),
        cmocka_unit_test(a_device_that_does_not_open_is_no_run),
        cmocka_unit_test(a_badge_that_cannot_be_rendered_fails),
        cmocka_unit_test(a_code_that_is_not_read_back_is_not_sent),
        cmocka_unit_test(a_badge_is_rendered_as_the_printer_wants_it),
        cmocka_unit_test(one_job_at_a_time),
        cmocka_unit_test(a_prepared_badge_waits_to_be_released),
        cmocka_unit_test(stopping_leaves_the_job_to_the_device),
        cmocka_unit_test(an_idle_printer_stops),
        cmocka_unit_test(the_last_report_may_submit_the_next),
        cmocka_unit_test(no_reference_to_a_template_is_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
