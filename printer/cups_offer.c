#define LOG_MODULE "printer"
#include "printer/cups_offer.h"

#include <stdio.h>
#include <string.h>

#include "timebase.h"

#define WHY_SIZE 256

void cups_offer_finish(struct cups_offer *offer)
{
    cupsFreeDestInfo(offer->info);
    cupsFreeDests(offer->dest ? 1 : 0, offer->dest);
    *offer = (struct cups_offer){0};
}

bool cups_offer_ask(struct cups_offer *offer, struct cups_client *client)
{
    struct cups_offer fresh = {.asked_us = time_monotonic_us()};
    if (!cups_client_connect(client)) {
        return false;
    }
    fresh.dest = cupsGetNamedDest(client->http, client->queue, NULL);
    fresh.info = fresh.dest ? cupsCopyDestInfo(client->http, fresh.dest) : NULL;
    if (!fresh.info) {
        cups_offer_finish(&fresh);
        return false;
    }
    cups_offer_finish(offer);
    *offer = fresh;
    return true;
}

/* The size without margins where it can be printed so: the band goes to the edge. */
static bool choose(const struct cups_offer *offer, struct cups_client *client,
                   const struct print_job *job, cups_size_t *size)
{
    static const unsigned flags[] = {CUPS_MEDIA_FLAGS_EXACT | CUPS_MEDIA_FLAGS_BORDERLESS,
                                     CUPS_MEDIA_FLAGS_EXACT};
    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++) {
        /* libcups counts in hundredths of a millimetre */
        if (cupsGetDestMediaBySize(client->http, offer->dest, offer->info, job->width_um / 10,
                                   job->height_um / 10, flags[i], size)) {
            return true;
        }
    }
    return false;
}

/* "QUEUE does not offer A; it offers B, C, D" */
static void explain_media(const struct cups_offer *offer, struct cups_client *client,
                          const struct print_job *job, char why[WHY_SIZE])
{
    http_t *http = client->http;
    int count = cupsGetDestMediaCount(http, offer->dest, offer->info, CUPS_MEDIA_FLAGS_DEFAULT);
    snprintf(why, WHY_SIZE, "%s does not offer %s; it offers%s", client->queue, job->pwg_media,
             count > 0 ? "" : " nothing");
    for (int i = 0; i < count; i++) {
        cups_size_t size;
        size_t used = strlen(why);
        if (cupsGetDestMediaByIndex(http, offer->dest, offer->info, i, CUPS_MEDIA_FLAGS_DEFAULT,
                                    &size)) {
            snprintf(why + used, WHY_SIZE - used, "%s %s", i ? "," : "", size.media);
        }
    }
}

bool cups_offer_choose(struct cups_offer *offer, struct cups_client *client,
                       const struct print_job *job, cups_size_t *size, char why[WHY_SIZE])
{
    if (offer->info && choose(offer, client, job, size)) {
        return true;
    }
    /* Other stock may have been put in since it was asked. */
    if (!cups_offer_ask(offer, client)) {
        snprintf(why, WHY_SIZE, "%s cannot be asked what it offers: %.90s", client->queue,
                 client->http ? cupsLastErrorString() : client->why);
        return false;
    }
    if (choose(offer, client, job, size)) {
        return true;
    }
    explain_media(offer, client, job, why);
    return false;
}

/* What a hand-over works with. */
struct hand_over {
    const struct cups_offer *offer;
    struct cups_client *client;
    const struct print_job *job;
    char *why; /* lent; WHY_SIZE */
};

/* libcups's words, which are "Success" when a server says nothing. */
static void explain(const struct hand_over *over, const char *what)
{
    const char *words = cupsLastErrorString();
    snprintf(over->why, WHY_SIZE, "%s%s: %s", over->client->queue, what,
             strcmp(words, strerror(0)) == 0 ? "cupsd does not answer" : words);
}

/* The job without its document. 0: refused. */
static int create_job(const struct hand_over *over, const char *media)
{
    cups_option_t *options = NULL;
    int count = over->job->options ? cupsParseOptions(over->job->options, 0, &options) : 0;
    count = cupsAddOption(CUPS_MEDIA, media, count, &options);
    count = cupsAddOption(CUPS_ORIENTATION, CUPS_ORIENTATION_PORTRAIT, count, &options);
    count = cupsAddOption("print-scaling", "none", count, &options);
    count = cupsAddOption(
        CUPS_SIDES, over->job->two_sided ? CUPS_SIDES_TWO_SIDED_PORTRAIT : CUPS_SIDES_ONE_SIDED,
        count, &options);
    count = cupsAddOption(CUPS_COPIES, "1", count, &options);
    int id = 0;
    ipp_status_t status =
        cupsCreateDestJob(over->client->http, over->offer->dest, over->offer->info, &id,
                          over->job->name, count, options);
    cupsFreeOptions(count, options);
    if (status > IPP_STATUS_OK_EVENTS_COMPLETE || id <= 0) {
        /* Even if the job was made and the answer lost: without a document it prints nothing. */
        explain(over, " takes no job");
        return 0;
    }
    return id;
}

static enum print_submit_status send_document(const struct hand_over *over, int job_id)
{
    static const char *const formats[] = {
        [PRINT_PDF] = CUPS_FORMAT_PDF,
        [PRINT_PWG_RASTER] = "image/pwg-raster",
        [PRINT_URF] = "image/urf",
    };
    http_t *http = over->client->http;
    const struct cups_offer *offer = over->offer;
    http_status_t sent =
        cupsStartDestDocument(http, offer->dest, offer->info, job_id, over->job->name,
                              formats[over->job->document], 0, NULL, 1);
    if (sent == HTTP_STATUS_CONTINUE) {
        sent = cupsWriteRequestData(http, (const char *)over->job->data, over->job->size);
    }
    ipp_status_t answer = IPP_STATUS_ERROR_INTERNAL;
    if (sent == HTTP_STATUS_CONTINUE) {
        answer = cupsFinishDestDocument(http, offer->dest, offer->info);
    }
    if (answer <= IPP_STATUS_OK_EVENTS_COMPLETE) {
        return PRINT_SUBMITTED;
    }
    explain(over, "");
    /* A clear no is a client error of IPP; all else may have been a yes that was not heard. */
    return answer >= IPP_STATUS_ERROR_BAD_REQUEST && answer < IPP_STATUS_ERROR_INTERNAL
               ? PRINT_REFUSED
               : PRINT_UNCERTAIN;
}

enum print_submit_status cups_offer_hand_over(const struct cups_offer *offer,
                                              struct cups_client *client,
                                              const struct print_job *job, const cups_size_t *size,
                                              int *job_id, char why[WHY_SIZE])
{
    const struct hand_over over = {offer, client, job, why};
    int id = create_job(&over, size->media);
    if (id == 0) {
        return PRINT_REFUSED;
    }
    enum print_submit_status sent = send_document(&over, id);
    if (sent == PRINT_REFUSED) {
        (void)cups_client_cancel(client, id, "/jobs/");
    } else {
        *job_id = id;
    }
    return sent;
}
