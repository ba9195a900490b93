/* What is asked of a queue or printer besides questions. */
#define LOG_MODULE "printer"
#include "log.h"
#include "printer/cups_client.h"

bool cups_client_command(struct cups_client *client, ipp_t *request, const char *resource,
                         const char *what)
{
    ipp_t *answer = cups_client_ask(client, request, resource);
    bool ok = cups_client_is_success(answer);
    if (!ok) {
        LOG_WARN("cannot %s %s: %s", what, client->queue[0] ? client->queue : client->host,
                 client->why);
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

bool cups_client_status(struct cups_client *client, struct printer_status *out)
{
    ipp_t *answer = cups_client_ask(
        client, cups_client_request(client, IPP_OP_GET_PRINTER_ATTRIBUTES, CUPS_WANT_PRINTER),
        NULL);
    bool ok = cups_client_is_success(answer);
    if (ok) {
        cups_client_read_printer(answer, ippFirstAttribute(answer), out);
    }
    ippDelete(answer);
    return ok;
}
