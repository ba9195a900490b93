/*
 * The CUPS device: all questions are plain IPP requests of cups_client.h, to cupsd and to the
 * printer behind the queue; handing over is cups_offer.h's.
 */
#define LOG_MODULE "printer"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"
#include "printer/cups_form.h"
#include "printer/cups_hint.h"
#include "printer/cups_offer.h"
#include "printer/cups_peer.h"
#include "printer/device.h"
#include "timebase.h"

/* For how long what the printer said of itself counts, and what the queue offers. */
#define FRESH_US 3000000
#define OFFER_FRESH_US 60000000

struct device_cups {
    struct print_device base;
    struct cups_client client;
    struct cups_peer peer;
    struct cups_offer offer;
    struct cups_form form;
    struct cups_hint hint;
    int64_t answered_us; /* when the printer last did not look switched off; 0: never */
};

static struct device_cups *cups_of(struct print_device *device)
{
    return (struct device_cups *)device;
}

/* ---- asking ---- */

static void name_reasons(uint32_t reasons, char *out, size_t size)
{
    size_t used = (size_t)snprintf(out, size, "%s", reasons ? "" : "none");
    for (uint32_t bit = 1; bit <= PRINTER_OTHER && used < size; bit <<= 1) {
        if (reasons & bit) {
            used += (size_t)snprintf(out + used, size - used, "%s%s", used ? "," : "",
                                     printer_reason_string((enum printer_reason)bit));
        }
    }
}

/* What cupsd says of the queue, and the printer of itself. */
static bool look(struct device_cups *cups, struct printer_status *out)
{
    struct printer_status read;
    if (!cups_client_status(&cups->client, &read)) {
        return false;
    }
    snprintf(read.name, sizeof read.name, "%s", cups->client.queue);
    uint32_t own;
    if (cups_peer_reasons(&cups->peer, &cups->client, &own)) {
        /* cupsd keeps what the last job's printer said, also after it has been mended. */
        read.reasons = own | (read.reasons & PRINTER_PAUSED);
        name_reasons(read.reasons, read.keywords, sizeof read.keywords);
    }
    if (!(read.reasons & PRINTER_OFFLINE)) {
        cups->answered_us = time_monotonic_us();
    }
    *out = read;
    return true;
}

static bool status(struct print_device *device, struct printer_status *out)
{
    return look(cups_of(device), out);
}

/* Completes what cupsd said of a job. cupsd's own job-impressions-completed counts the pages that
 * its filters saw, long before paper moves, and is never taken for the printer's. */
static void complete(struct device_cups *cups, const char *job_name, struct job_status *job)
{
    struct printer_status printer;
    job->impressions = -1;
    if (job->state >= JOB_CANCELED && job->started) {
        cups_peer_end(&cups->peer, &cups->client, job_name, job);
    } else if (job->started) {
        cups_peer_progress(&cups->peer, &cups->client, job_name, job);
    }
    if (look(cups, &printer)) {
        job->printer_reasons = printer.reasons;
    }
}

static enum job_found job(struct print_device *device, int job_id, struct job_status *out)
{
    struct cups_client *client = &cups_of(device)->client;
    ipp_t *request = cups_client_request(client, IPP_OP_GET_JOB_ATTRIBUTES, CUPS_WANT_JOB);
    ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", job_id);
    ipp_t *answer = cups_client_ask(client, request, NULL);
    enum job_found found = JOB_LOOKUP_FAILED;
    char name[256] = "";
    if (cups_client_is_success(answer)) {
        cups_client_read_job(answer, ippFirstAttribute(answer), out, name);
        found = out->id == job_id ? JOB_FOUND : JOB_LOOKUP_FAILED;
    } else if (answer && ippGetStatusCode(answer) == IPP_STATUS_ERROR_NOT_FOUND) {
        found = JOB_NOT_FOUND;
    }
    ippDelete(answer);
    if (found == JOB_FOUND) {
        complete(cups_of(device), name, out);
    }
    return found;
}

static enum job_found find(struct print_device *device, const char *job_name,
                           struct job_status *out)
{
    enum job_found found = cups_client_find_job(&cups_of(device)->client, "all", job_name, out);
    if (found == JOB_FOUND) {
        complete(cups_of(device), job_name, out);
    }
    return found;
}

/* ---- doing ---- */

static bool cancel(struct print_device *device, int job_id)
{
    return cups_client_cancel(&cups_of(device)->client, job_id, "/jobs/");
}

static bool resume(struct print_device *device)
{
    struct cups_client *client = &cups_of(device)->client;
    return cups_client_command(
        client, cups_client_request(client, IPP_OP_RESUME_PRINTER, CUPS_WANT_NOTHING), "/admin/",
        "resume");
}

/* Whether a job may be handed over at all; else `why`. A printer that is switched off would get the
 * job whenever it is switched on: it gets none. */
static bool is_there(struct device_cups *cups, char why[256])
{
    const char *queue = cups->client.queue;
    struct printer_status printer;
    bool fresh = time_monotonic_us() - cups->answered_us < FRESH_US && cups->answered_us;
    bool known = fresh ? cups_client_status(&cups->client, &printer) : look(cups, &printer);
    if (!known) {
        snprintf(why, 256, "%.100s cannot be asked: %.120s", queue, cups->client.why);
    } else if (!printer.accepting) {
        snprintf(why, 256, "%.90s does not accept jobs: run \"cupsaccept %.90s\"", queue, queue);
    } else if (!fresh && printer.reasons & PRINTER_OFFLINE) {
        snprintf(why, 256, "%.90s does not answer: is it switched on, and is its cable in?", queue);
    } else {
        return true;
    }
    return false;
}

static enum print_submit_status submit(struct print_device *device, const struct print_job *what,
                                       int *job_id, char why[256])
{
    struct device_cups *cups = cups_of(device);
    cups_size_t media;
    if (!is_there(cups, why) ||
        !cups_offer_choose(&cups->offer, &cups->client, what, &media, why)) {
        return PRINT_REFUSED;
    }
    cups_peer_expect(&cups->peer, &cups->client, what->name);
    device->sent_us = time_monotonic_us();
    enum print_submit_status result =
        cups_offer_hand_over(&cups->offer, &cups->client, what, &media, job_id, why);
    if (result == PRINT_UNCERTAIN) {
        cups_client_disconnect(&cups->client);
    }
    return result;
}

static bool offers(struct print_device *device, const struct print_job *what, char why[256])
{
    struct device_cups *cups = cups_of(device);
    cups_size_t media;
    return is_there(cups, why) && cups_offer_choose(&cups->offer, &cups->client, what, &media, why);
}

static void warm(struct print_device *device)
{
    struct device_cups *cups = cups_of(device);
    if (time_monotonic_us() - cups->offer.asked_us >= OFFER_FRESH_US || !cups->offer.info) {
        (void)cups_offer_ask(&cups->offer, &cups->client);
    }
    if (!cups->form.asked) {
        (void)cups_form_ask(&cups->form, &cups->peer, &cups->client);
    }
}

static void form(struct print_device *device, struct print_form *out)
{
    struct device_cups *cups = cups_of(device);
    if (!cups->form.asked) {
        (void)cups_form_ask(&cups->form, &cups->peer, &cups->client);
    }
    *out = cups->form.form;
}

static bool changed(struct print_device *device, int job_id)
{
    struct device_cups *cups = cups_of(device);
    return cups_hint_changed(&cups->hint, &cups->client, job_id);
}

static void destroy(struct print_device *device)
{
    struct device_cups *cups = cups_of(device);
    cups_offer_finish(&cups->offer);
    cups_peer_finish(&cups->peer);
    cups_client_finish(&cups->client);
    free(cups);
}

static const struct print_device_ops ops = {
    .kind = "cups",
    .submit = submit,
    .job = job,
    .find = find,
    .cancel = cancel,
    .status = status,
    .resume = resume,
    .destroy = destroy,
    .offers = offers,
    .warm = warm,
    .changed = changed,
    .form = form,
};

struct print_device *device_cups_open(const char *queue)
{
    struct printer_status printer;
    struct device_cups *cups = calloc(1, sizeof *cups);
    if (!cups) {
        LOG_ERROR("no memory for the printer %s", queue);
        return NULL;
    }
    cups->base.ops = &ops;
    cups_client_init(&cups->client, queue);
    if (!cups_client_connect(&cups->client)) {
        LOG_ERROR("%s", cups->client.why);
    } else if (cups_client_status(&cups->client, &printer)) {
        return &cups->base;
    } else if (!cups->client.http) { /* it did not answer */
        LOG_ERROR("%s cannot be asked: %s", queue, cups->client.why);
    } else {
        LOG_ERROR("cupsd at %s has no queue %s (%s): \"lpstat -e\" lists them", cupsServer(), queue,
                  cups->client.why);
    }
    destroy(&cups->base);
    return NULL;
}
