/*
 * The CUPS device. The job is handed over through libcups's destination API; all questions are
 * plain IPP requests of cups_client.h.
 */
#define LOG_MODULE "printer"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"
#include "printer/cups_client.h"
#include "printer/device.h"

#define WHY_SIZE 256

struct device_cups {
    struct print_device base;
    struct cups_client client;
};

static struct cups_client *client_of(struct print_device *device)
{
    return &((struct device_cups *)device)->client;
}

__attribute__((format(printf, 2, 3))) static void explain(char why[WHY_SIZE], const char *format,
                                                          ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(why, WHY_SIZE, format, args);
    va_end(args);
}

/* ---- asking ---- */

static bool ask_status(struct cups_client *client, struct printer_status *out)
{
    struct printer_status read;
    ipp_t *answer = cups_client_ask(
        client, cups_client_request(client, IPP_OP_GET_PRINTER_ATTRIBUTES, CUPS_WANT_PRINTER),
        NULL);
    bool ok = cups_client_is_success(answer);
    if (ok) {
        cups_client_read_printer(answer, ippFirstAttribute(answer), &read);
        snprintf(read.name, sizeof read.name, "%s", client->queue);
        *out = read;
    }
    ippDelete(answer);
    return ok;
}

static bool status(struct print_device *device, struct printer_status *out)
{
    return ask_status(client_of(device), out);
}

/* Completes what cupsd said of a job. */
static void complete(struct cups_client *client, const char *job_name, struct job_status *job)
{
    struct printer_status printer;
    job->impressions = -1;
    if (job->state >= JOB_CANCELED && job->started) {
        job->impressions = cups_client_count_printed(client, job_name, job->state == JOB_COMPLETED,
                                                     &job->may_print);
    }
    if (ask_status(client, &printer)) {
        job->printer_reasons = printer.reasons;
    }
}

static enum job_found job(struct print_device *device, int job_id, struct job_status *out)
{
    struct cups_client *client = client_of(device);
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
        complete(client, name, out);
    }
    return found;
}

static enum job_found find(struct print_device *device, const char *job_name,
                           struct job_status *out)
{
    struct cups_client *client = client_of(device);
    enum job_found found = cups_client_find_job(client, "all", job_name, out);
    if (found == JOB_FOUND) {
        complete(client, job_name, out);
    }
    return found;
}

/* ---- doing ---- */

static bool cancel(struct print_device *device, int job_id)
{
    return cups_client_cancel(client_of(device), job_id, "/jobs/");
}

static bool resume(struct print_device *device)
{
    struct cups_client *client = client_of(device);
    return cups_client_command(
        client, cups_client_request(client, IPP_OP_RESUME_PRINTER, CUPS_WANT_NOTHING), "/admin/",
        "resume");
}

/* ---- handing over ---- */

/* What a hand-over works with. */
struct hand_over {
    struct cups_client *client;
    cups_dest_t *dest;
    cups_dinfo_t *info;
    const struct print_job *job;
    char *why; /* lent; WHY_SIZE */
};

/* "QUEUE does not offer A; it offers B, C, D" */
static void explain_media(const struct hand_over *over)
{
    http_t *http = over->client->http;
    int count = cupsGetDestMediaCount(http, over->dest, over->info, CUPS_MEDIA_FLAGS_DEFAULT);
    explain(over->why, "%s does not offer %s; it offers%s", over->client->queue,
            over->job->pwg_media, count > 0 ? "" : " nothing");
    for (int i = 0; i < count; i++) {
        cups_size_t size;
        size_t used = strlen(over->why);
        if (cupsGetDestMediaByIndex(http, over->dest, over->info, i, CUPS_MEDIA_FLAGS_DEFAULT,
                                    &size)) {
            snprintf(over->why + used, WHY_SIZE - used, "%s %s", i ? "," : "", size.media);
        }
    }
}

/* The badge's size as the printer names it, without margins where it can print so: the band goes to
 * the edge. False: `why` names what it offers. */
static bool choose_media(const struct hand_over *over, cups_size_t *size)
{
    static const unsigned flags[] = {CUPS_MEDIA_FLAGS_EXACT | CUPS_MEDIA_FLAGS_BORDERLESS,
                                     CUPS_MEDIA_FLAGS_EXACT};
    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++) {
        /* libcups counts in hundredths of a millimetre */
        if (cupsGetDestMediaBySize(over->client->http, over->dest, over->info,
                                   over->job->width_um / 10, over->job->height_um / 10, flags[i],
                                   size)) {
            return true;
        }
    }
    explain_media(over);
    return false;
}

/* The job without its document. 0: refused. */
static int create_job(const struct hand_over *over, const char *media)
{
    cups_option_t *options = NULL;
    int count = cupsAddOption(CUPS_MEDIA, media, 0, &options);
    count = cupsAddOption(CUPS_ORIENTATION, CUPS_ORIENTATION_PORTRAIT, count, &options);
    count = cupsAddOption("print-scaling", "none", count, &options);
    count = cupsAddOption(
        CUPS_SIDES, over->job->two_sided ? CUPS_SIDES_TWO_SIDED_PORTRAIT : CUPS_SIDES_ONE_SIDED,
        count, &options);
    count = cupsAddOption(CUPS_COPIES, "1", count, &options);
    int id = 0;
    ipp_status_t status = cupsCreateDestJob(over->client->http, over->dest, over->info, &id,
                                            over->job->name, count, options);
    cupsFreeOptions(count, options);
    if (status > IPP_STATUS_OK_EVENTS_COMPLETE || id <= 0) {
        /* Even if the job was made and the answer lost: without a document it prints nothing. */
        explain(over->why, "%s takes no job: %s", over->client->queue, cupsLastErrorString());
        return 0;
    }
    return id;
}

static enum print_submit_status send_document(const struct hand_over *over, int job_id)
{
    http_t *http = over->client->http;
    http_status_t sent = cupsStartDestDocument(http, over->dest, over->info, job_id,
                                               over->job->name, CUPS_FORMAT_PDF, 0, NULL, 1);
    if (sent == HTTP_STATUS_CONTINUE) {
        sent = cupsWriteRequestData(http, (const char *)over->job->pdf, over->job->pdf_size);
    }
    ipp_status_t answer = IPP_STATUS_ERROR_INTERNAL;
    if (sent == HTTP_STATUS_CONTINUE) {
        answer = cupsFinishDestDocument(http, over->dest, over->info);
    }
    if (answer <= IPP_STATUS_OK_EVENTS_COMPLETE) {
        return PRINT_SUBMITTED;
    }
    explain(over->why, "%s: %s", over->client->queue, cupsLastErrorString());
    /* A clear no is a client error of IPP; all else may have been a yes that was not heard. */
    return answer >= IPP_STATUS_ERROR_BAD_REQUEST && answer < IPP_STATUS_ERROR_INTERNAL
               ? PRINT_REFUSED
               : PRINT_UNCERTAIN;
}

static enum print_submit_status create_and_send(const struct hand_over *over, int *job_id)
{
    cups_size_t size;
    int id = choose_media(over, &size) ? create_job(over, size.media) : 0;
    if (id == 0) {
        return PRINT_REFUSED;
    }
    enum print_submit_status sent = send_document(over, id);
    if (sent == PRINT_REFUSED) {
        (void)cups_client_cancel(over->client, id, "/jobs/");
    } else {
        *job_id = id;
    }
    return sent;
}

/* Whether the queue takes jobs at all; else `why`. */
static bool is_accepting(struct cups_client *client, char why[WHY_SIZE])
{
    struct printer_status printer;
    if (!ask_status(client, &printer)) {
        explain(why, "%s cannot be asked: %s", client->queue, cupsLastErrorString());
        return false;
    }
    if (!printer.accepting) {
        explain(why, "%s does not accept jobs: run \"cupsaccept %s\"", client->queue,
                client->queue);
    }
    return printer.accepting;
}

/* Asks the queue what it offers. False: `why`. Released by let_go either way. */
static bool look_up(struct hand_over *over)
{
    over->dest = cupsGetNamedDest(over->client->http, over->client->queue, NULL);
    over->info = over->dest ? cupsCopyDestInfo(over->client->http, over->dest) : NULL;
    if (!over->info) {
        explain(over->why, "%s cannot be asked what it offers: %s", over->client->queue,
                cupsLastErrorString());
    }
    return over->info != NULL;
}

static void let_go(struct hand_over *over)
{
    cupsFreeDestInfo(over->info);
    cupsFreeDests(over->dest ? 1 : 0, over->dest);
}

static enum print_submit_status submit(struct print_device *device, const struct print_job *what,
                                       int *job_id, char why[256])
{
    struct cups_client *client = client_of(device);
    if (!is_accepting(client, why)) {
        return PRINT_REFUSED;
    }
    struct hand_over over = {.client = client, .job = what, .why = why};
    enum print_submit_status result =
        look_up(&over) ? create_and_send(&over, job_id) : PRINT_REFUSED;
    let_go(&over);
    if (result == PRINT_UNCERTAIN) {
        cups_client_disconnect(client);
    }
    return result;
}

static bool offers(struct print_device *device, const struct print_job *what, char why[256])
{
    struct cups_client *client = client_of(device);
    struct hand_over over = {.client = client, .job = what, .why = why};
    cups_size_t size;
    bool offered = is_accepting(client, why) && look_up(&over) && choose_media(&over, &size);
    let_go(&over);
    return offered;
}

static void destroy(struct print_device *device)
{
    cups_client_finish(client_of(device));
    free(device);
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
        cups_client_log_no_server();
    } else if (!ask_status(&cups->client, &printer)) {
        LOG_ERROR("cupsd at %s has no queue %s (%s): \"lpstat -e\" lists them", cupsServer(), queue,
                  cupsLastErrorString());
    } else {
        return &cups->base;
    }
    destroy(&cups->base);
    return NULL;
}
