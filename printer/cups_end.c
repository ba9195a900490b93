/* How a job ended: cancelling it, and what its printer knows of it. */
#define LOG_MODULE "printer"
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "log.h"
#include "printer/cups_client.h"

/* How often, 100 ms apart, a printer is told that a job is over. */
#define LINGER_TRIES 20

bool cups_client_command(struct cups_client *client, ipp_t *request, const char *resource,
                         const char *what)
{
    ipp_t *answer = cups_client_ask(client, request, resource);
    bool ok = cups_client_is_success(answer);
    if (!ok) {
        LOG_WARN("cannot %s %s: %s", what, client->queue, cupsLastErrorString());
    }
    ippDelete(answer);
    return ok;
}

bool cups_client_cancel(struct cups_client *client, int job_id, const char *resource)
{
    ipp_t *request = cups_client_request(client, IPP_OP_CANCEL_JOB, CUPS_WANT_NOTHING);
    ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", job_id);
    return cups_client_command(client, request, resource, "cancel a job of");
}

/* Where the queue sends its jobs. "": not told. */
static void ask_device_uri(struct cups_client *client, char out[HTTP_MAX_URI])
{
    ipp_t *request = cups_client_request(client, IPP_OP_GET_PRINTER_ATTRIBUTES, CUPS_WANT_NOTHING);
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", NULL,
                 "device-uri");
    ipp_t *answer = cups_client_ask(client, request, NULL);
    const char *uri = ippGetString(ippFindAttribute(answer, "device-uri", IPP_TAG_URI), 0, NULL);
    snprintf(out, HTTP_MAX_URI, "%s", uri ? uri : "");
    ippDelete(answer);
}

/* Waits a little between two questions. */
static void pause_asking(void)
{
    const struct timespec pause = {0, 100000000};
    nanosleep(&pause, NULL);
}

/*
 * A job that has ended at cupsd may live on in the printer: when jobs are purged, the printer is
 * not told, and prints after a refill what everybody takes for cancelled. So it is cancelled there
 * too. True: it could not be, and may still print.
 */
static bool lingers(struct cups_client *printer, const char *job_name)
{
    struct job_status job = {0};
    for (int tries = 0; tries < LINGER_TRIES; tries++) {
        enum job_found found = cups_client_find_job(printer, "not-completed", job_name, &job);
        if (found == JOB_NOT_FOUND ||
            (found == JOB_FOUND && strstr(job.reasons, "processing-to-stop-point"))) {
            return false;
        }
        if (found == JOB_FOUND) {
            (void)cups_client_cancel(printer, job.id, NULL);
        }
        pause_asking();
    }
    return true;
}

/*
 * What the printer itself counted for the job. cupsd's own job-impressions-completed counts the
 * pages that its filters saw, long before paper moves, and is never taken for it. -1: the printer
 * does not speak IPP, cannot be reached, or does not know the job. A job that did not complete is
 * made sure to be over there, else *may_print.
 */
int cups_client_count_printed(struct cups_client *client, const char *job_name, bool completed,
                              bool *may_print)
{
    char uri[HTTP_MAX_URI];
    struct cups_client printer;
    struct job_status counted = {.impressions = -1};
    ask_device_uri(client, uri);
    if (cups_client_init_printer(&printer, uri)) {
        *may_print = !completed && lingers(&printer, job_name);
        (void)cups_client_find_job(&printer, "completed", job_name, &counted);
        cups_client_finish(&printer);
    }
    return counted.impressions;
}
