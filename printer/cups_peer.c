#define LOG_MODULE "printer"
#include "printer/cups_peer.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "timebase.h"

/* How often, 100 ms apart, a printer is told that a job is over. */
#define LINGER_TRIES 20
/* printer-up-time is in whole seconds, and a busy machine asks late. */
#define UP_SLACK_US 1200000

void cups_peer_finish(struct cups_peer *peer)
{
    cups_client_finish(&peer->client);
    *peer = (struct cups_peer){0};
}

/* Where the queue sends its jobs. False: cupsd did not say. */
static bool ask_device_uri(struct cups_client *server, char out[HTTP_MAX_URI])
{
    ipp_t *request = cups_client_request(server, IPP_OP_GET_PRINTER_ATTRIBUTES, CUPS_WANT_NOTHING);
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", NULL,
                 "device-uri");
    ipp_t *answer = cups_client_ask(server, request, NULL);
    const char *uri = ippGetString(ippFindAttribute(answer, "device-uri", IPP_TAG_URI), 0, NULL);
    snprintf(out, HTTP_MAX_URI, "%s", uri ? uri : "");
    ippDelete(answer);
    return uri != NULL;
}

/* Whether there is a printer to be asked. */
static bool find_peer(struct cups_peer *peer, struct cups_client *server)
{
    char uri[HTTP_MAX_URI];
    if (!peer->found && ask_device_uri(server, uri)) {
        peer->found = true;
        peer->speaks = cups_client_init_printer(&peer->client, uri);
    }
    return peer->speaks;
}

struct cups_client *cups_peer_client(struct cups_peer *peer, struct cups_client *server)
{
    return find_peer(peer, server) ? &peer->client : NULL;
}

void cups_peer_expect(struct cups_peer *peer, struct cups_client *server, const char *job_name)
{
    (void)find_peer(peer, server);
    snprintf(peer->job_name, sizeof peer->job_name, "%s", job_name);
    peer->boot_us = peer->seen_boot_us;
}

/* When the printer was switched on, by its own count. 0: it does not tell. */
static int64_t boot_of(const struct printer_status *status)
{
    return status->up_s > 0 ? time_monotonic_us() - (int64_t)status->up_s * 1000000 : 0;
}

/* A connection that was kept may have died meanwhile: that is not yet a printer that is away. */
static bool ask_status(struct cups_peer *peer, struct printer_status *out)
{
    bool kept = peer->client.http != NULL;
    bool answered =
        cups_client_status(&peer->client, out) || (kept && cups_client_status(&peer->client, out));
    if (answered) {
        peer->seen_boot_us = boot_of(out);
    }
    return answered;
}

bool cups_peer_reasons(struct cups_peer *peer, struct cups_client *server, uint32_t *out)
{
    struct printer_status status;
    bool speaks = find_peer(peer, server);
    if (speaks) {
        *out = ask_status(peer, &status) ? status.reasons : PRINTER_OFFLINE;
    }
    return speaks;
}

static enum job_found find_job(struct cups_peer *peer, const char *job_name, struct job_status *out)
{
    enum job_found found = cups_client_find_job(&peer->client, "not-completed", job_name, out);
    return found == JOB_NOT_FOUND ? cups_client_find_job(&peer->client, "completed", job_name, out)
                                  : found;
}

void cups_peer_progress(struct cups_peer *peer, struct cups_client *server, const char *job_name,
                        struct job_status *job)
{
    struct job_status own;
    if (find_peer(peer, server) &&
        cups_client_find_job(&peer->client, "not-completed", job_name, &own) == JOB_FOUND) {
        job->impressions = own.impressions;
    }
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
        if (found == JOB_LOOKUP_FAILED && tries > 1) {
            break;
        }
        pause_asking();
    }
    return true;
}

/* Whether it has been switched off and on since the job was expected. */
static bool was_restarted(const struct cups_peer *peer, const struct printer_status *status)
{
    return boot_of(status) > peer->boot_us + UP_SLACK_US;
}

void cups_peer_end(struct cups_peer *peer, struct cups_client *server, const char *job_name,
                   struct job_status *job)
{
    struct job_status own;
    struct printer_status status;
    if (!find_peer(peer, server)) {
        return;
    }
    bool expected = strcmp(peer->job_name, job_name) == 0;
    job->may_print = job->state != JOB_COMPLETED && lingers(&peer->client, job_name);
    enum job_found found = find_job(peer, job_name, &own);
    if (found == JOB_LOOKUP_FAILED) { /* a connection to what was switched off meanwhile */
        found = find_job(peer, job_name, &own);
    }
    if (found == JOB_FOUND) {
        job->impressions = own.impressions;
    } else if (found == JOB_NOT_FOUND && expected && peer->boot_us &&
               cups_client_status(&peer->client, &status) && status.up_s > 0) {
        job->forgotten = was_restarted(peer, &status);
        job->never_arrived = job->state != JOB_COMPLETED && !job->forgotten;
    }
}
