#define LOG_MODULE "printer"
#include "printer/follow.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "log.h"
#include "printer/printer_lock.h"
#include "printer/run.h"
#include "timebase.h"

#define POLL_MS 250
#define GIVE_UP_MS 120000
#define IDLE_MS 2000
#define RETRY_MAX_MS 60000
#define CALM_US 3000000 /* for how long a queue that was not paused is taken not to be */
#define RENEW_BADGES 64 /* after which a renderer is made anew: its fonts and flags add up */
#define TURN_MS 50      /* how often a printer that others use is tried */

bool follow_init(struct follow *follow, const struct printer_config *config)
{
    *follow = (struct follow){.config = *config};
    follow->config.poll_ms = config->poll_ms > 0 ? config->poll_ms : POLL_MS;
    follow->config.give_up_ms = config->give_up_ms > 0 ? config->give_up_ms : GIVE_UP_MS;
    follow->config.idle_ms = config->idle_ms > 0 ? config->idle_ms : IDLE_MS;
    follow->config.device_spec = strdup(config->device_spec);
    follow->config.lock_path = config->lock_path ? strdup(config->lock_path) : NULL;
    follow->config.options = config->options ? strdup(config->options) : NULL;
    if (!follow->config.device_spec || (config->lock_path && !follow->config.lock_path) ||
        (config->options && !follow->config.options)) {
        LOG_ERROR("no memory for the printer %s", config->device_spec);
        follow_finish(follow);
        return false;
    }
    return true;
}

bool follow_open(struct follow *follow)
{
    if (!follow->device) {
        follow->device = print_device_open(follow->config.device_spec);
    }
    return follow->device != NULL;
}

void follow_finish(struct follow *follow)
{
    badge_renderer_destroy(follow->renderer);
    frame_finish(&follow->code);
    print_device_destroy(follow->device);
    free((char *)follow->config.device_spec);
    free((char *)follow->config.lock_path);
    free((char *)follow->config.options);
    *follow = (struct follow){0};
}

bool follow_warm_up(struct follow *follow)
{
    if (!follow->renderer) {
        follow->renderer = badge_renderer_create();
    }
    if (follow->device && follow->device->ops->warm) {
        follow->device->ops->warm(follow->device);
    }
    return follow->renderer != NULL;
}

/* One that could not be opened is tried less and less often: each try is a line in the log. */
static bool may_try(struct follow *follow)
{
    int64_t now_us = time_monotonic_us();
    if (!follow->device && now_us < follow->retry_us) {
        return false;
    }
    follow->wait_ms = follow->wait_ms ? 2 * follow->wait_ms : follow->config.idle_ms;
    follow->wait_ms = follow->wait_ms > RETRY_MAX_MS ? RETRY_MAX_MS : follow->wait_ms;
    follow->retry_us = now_us + (int64_t)follow->wait_ms * 1000;
    return true;
}

/* Cancels a job that was lost from sight and is back: its badge has been given up. */
static void drop_lost(struct follow *follow)
{
    const struct print_device_ops *ops = follow->device->ops;
    struct job_status job;
    enum job_found found = ops->find(follow->device, follow->lost, &job);
    if (found == JOB_FOUND && job.state < JOB_CANCELED) {
        LOG_WARN("%s has %s again, which was given up; it is cancelled", follow->config.device_spec,
                 follow->lost);
        (void)ops->cancel(follow->device, job.id);
    } else if (found != JOB_LOOKUP_FAILED) {
        follow->lost[0] = '\0';
    }
}

void follow_look(struct follow *follow, struct printer_status *out)
{
    struct printer_status seen = {.state = PRINTER_STOPPED, .reasons = PRINTER_OFFLINE};
    snprintf(seen.name, sizeof seen.name, "%.127s", follow->config.device_spec);
    snprintf(seen.keywords, sizeof seen.keywords, "%s", printer_reason_string(PRINTER_OFFLINE));
    if (may_try(follow) && follow_open(follow)) {
        follow->wait_ms = 0;
        (void)follow_warm_up(follow);
        if (follow->device->ops->status(follow->device, &seen)) {
            follow->calm_us = seen.reasons & PRINTER_PAUSED ? 0 : time_monotonic_us();
            if (follow->lost[0]) {
                drop_lost(follow);
            }
        }
    }
    *out = seen;
}

/* A queue that stands paused before a job is handed over is started. */
static void wake(struct run *run)
{
    struct print_device *device = run->follow->device;
    struct printer_status status;
    if (time_monotonic_us() - run->follow->calm_us < CALM_US && run->follow->calm_us) {
        return;
    }
    if (device->ops->status(device, &status) && status.reasons & PRINTER_PAUSED) {
        run_resume_once(run);
    }
}

/* After a broken handing over: whether the job is there all the same, by its name. */
static bool find_again(struct run *run, const char *name, const char *why)
{
    struct print_device *device = run->follow->device;
    int64_t start_us = time_monotonic_us();
    enum job_found found = JOB_LOOKUP_FAILED;
    struct job_status seen;
    while (found == JOB_LOOKUP_FAILED && run_ms_since(start_us) < SILENCE_MS) {
        found = device->ops->find(device, name, &seen);
        if (found == JOB_LOOKUP_FAILED &&
            run->follow->pause(run->follow->userdata, run->follow->config.poll_ms) ==
                FOLLOW_LEAVE) {
            return false;
        }
    }
    if (found != JOB_FOUND) {
        run_lose(run);
        run_tell(run, PRINT_REPORT_UNKNOWN,
                 "the printer was lost while the badge was handed over: %s", why);
        return false;
    }
    run->report.job_id = seen.id;
    return true;
}

/* Hands the badge over. False: that was the end, and it has been reported. */
static bool hand_over(struct run *run, const struct bytes *document, const struct print_form *form,
                      const struct badge_paper *paper)
{
    struct print_device *device = run->follow->device;
    char name[sizeof JOB_NAME_PREFIX + 37], why[256] = "";
    snprintf(name, sizeof name, JOB_NAME_PREFIX "%s", run->report.intent);
    struct print_job job = {.name = name,
                            .document = form->document,
                            .data = document->data,
                            .size = document->size,
                            .options = run->follow->config.options,
                            .pwg_media = paper->media,
                            .width_um = paper->width_um,
                            .height_um = paper->height_um,
                            .two_sided = paper->two_sided};
    enum print_submit_status status = device->ops->submit(device, &job, &run->report.job_id, why);
    run->report.sent_us = device->sent_us;
    if (status == PRINT_REFUSED) {
        run_tell(run, PRINT_REPORT_FAILED, "%s", why);
        return false;
    }
    if (status == PRINT_UNCERTAIN && !find_again(run, name, why)) {
        return false;
    }
    run_tell(run, PRINT_REPORT_SUBMITTED, "job %d", run->report.job_id);
    return true;
}

/* Whether a camera could read the code as it will be printed. True also when nobody asks. */
static bool reads_back(struct follow *follow, const struct badge *badge,
                       const struct badge_template *template, int dpi)
{
    if (!follow->config.check) {
        return true;
    }
    if (!badge_render_code(follow->renderer, badge, template, dpi, &follow->code)) {
        return false;
    }
    bool read = follow->config.check(&follow->code, badge->qr_text, follow->config.userdata);
    if (!read) {
        LOG_ERROR("the code of badge %" PRIu32
                  " cannot be read back at %d dpi: look at template %s",
                  badge->serial, dpi, badge_template_name(template));
    }
    return read;
}

/* Waits until the printer is this badge's alone. False: that was the end, and it has been reported.
 */
static bool take_turn(struct run *run, int *lock)
{
    const char *path = run->follow->config.lock_path;
    bool told = false;
    while (path && !printer_lock_take(path, lock)) {
        if (!told) {
            run_tell(run, PRINT_REPORT_PROGRESS, "another station's badge is in the printer");
            told = true;
        }
        enum follow_order order = run->follow->pause(run->follow->userdata, TURN_MS);
        if (order == FOLLOW_LEAVE) {
            return false;
        }
        if (order == FOLLOW_CANCEL ||
            run_ms_since(run->started_us) >= run->follow->config.give_up_ms) {
            run_tell(run, PRINT_REPORT_FAILED,
                     "another station's badge was in the printer too long");
            return false;
        }
    }
    return true;
}

static void print(struct run *run, const struct bytes *document, const struct print_form *form,
                  const struct badge_paper *paper)
{
    int lock = -1;
    if (!take_turn(run, &lock)) {
        return;
    }
    wake(run);
    if (hand_over(run, document, form, paper)) {
        run_follow(run);
    }
    printer_lock_release(&lock);
}

/* As the printer reports; `dpi` where it does not. */
static struct print_form ask_form(struct follow *follow, int dpi)
{
    struct print_form form = {.document = PRINT_PDF};
    if (follow->device->ops->form) {
        follow->device->ops->form(follow->device, &form);
    }
    form.dpi = form.dpi ? form.dpi : dpi;
    return form;
}

/* One bit for stock that has black only, else the most that the printer takes. */
static enum raster_ink choose_ink(const struct print_form *form, const struct badge_paper *paper)
{
    if (form->black_1 && (paper->black_only || !(form->grey_8 || form->rgb_24))) {
        return RASTER_BLACK_1;
    }
    return form->rgb_24 ? RASTER_RGB_24 : form->black_1 ? RASTER_BLACK_1 : RASTER_GREY_8;
}

static bool render(struct follow *follow, const struct badge *badge,
                   const struct badge_template *template, const struct print_form *form,
                   struct bytes *out)
{
    if (form->document == PRINT_PDF) {
        return badge_render_pdf(follow->renderer, badge, 1, template, form->dpi, out, NULL);
    }
    return badge_render_raster(follow->renderer, badge, 1, template, form->dpi,
                               form->document == PRINT_URF ? RASTER_URF : RASTER_PWG,
                               choose_ink(form, badge_template_paper(template)), out, NULL);
}

/* After a badge, when nobody waits for one. */
static void renew_renderer(struct follow *follow)
{
    if (++follow->rendered >= RENEW_BADGES) {
        badge_renderer_destroy(follow->renderer);
        follow->renderer = badge_renderer_create();
        follow->rendered = 0;
    }
}

void follow_job(struct follow *follow, const char intent[37], const struct badge *badge,
                const struct badge_template *template, int dpi)
{
    struct run run = {.follow = follow, .started_us = time_monotonic_us()};
    struct bytes document = {0};
    snprintf(run.report.intent, sizeof run.report.intent, "%s", intent);
    if (!follow_open(follow)) {
        run_tell(&run, PRINT_REPORT_FAILED, "%.200s cannot be used; the log says why",
                 follow->config.device_spec);
        return;
    }
    const struct print_form form = ask_form(follow, dpi);
    if (!follow_warm_up(follow) || !render(follow, badge, template, &form, &document)) {
        run_tell(&run, PRINT_REPORT_FAILED, "the badge cannot be rendered; the log says why");
        return;
    }
    if (!reads_back(follow, badge, template, form.dpi)) {
        run_tell(&run, PRINT_REPORT_FAILED, "the badge's code would not be readable");
    } else if (follow->pause(follow->userdata, 0) != FOLLOW_ON) {
        run_tell(&run, PRINT_REPORT_FAILED, "cancelled before it was handed over");
    } else {
        print(&run, &document, &form, badge_template_paper(template));
    }
    bytes_finish(&document);
    renew_renderer(follow);
}
