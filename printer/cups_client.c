#define LOG_MODULE "printer"
#include "printer/cups_client.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "log.h"
#include "timebase.h"

/* How long a server may take: cupsd is beside us or busy, a printer is on the same network. */
#define CONNECT_MS 3000
#define ANSWER_MS 5000
#define PRINTER_CONNECT_MS 1000
#define PRINTER_ANSWER_MS 2000
#define WANTED_MAX 8

static const char *const wanted_names[][WANTED_MAX] = {
    [CUPS_WANT_PRINTER] = {"printer-name", "printer-info", "printer-make-and-model",
                           "printer-state", "printer-state-reasons", "printer-is-accepting-jobs",
                           "printer-up-time"},
    [CUPS_WANT_JOB] = {"job-id", "job-name", "job-state", "job-state-reasons",
                       "job-printer-state-message", "job-impressions-completed",
                       "time-at-processing"},
    [CUPS_WANT_FORM] = {"document-format-supported", "printer-resolution-default",
                        "pwg-raster-document-type-supported",
                        "pwg-raster-document-resolution-supported", "urf-supported"},
};

/* A kiosk has nobody to type a password: an operation that wants one fails. */
static const char *no_password(const char *prompt, http_t *http, const char *method,
                               const char *resource, void *userdata)
{
    (void)prompt, (void)http, (void)method, (void)resource, (void)userdata;
    return NULL;
}

static int end_on_timeout(http_t *http, void *userdata)
{
    (void)http, (void)userdata;
    return 0;
}

void cups_client_init(struct cups_client *client, const char *queue)
{
    *client = (struct cups_client){0};
    snprintf(client->resource, sizeof client->resource, "/");
    if (!queue) {
        return;
    }
    snprintf(client->queue, sizeof client->queue, "%s", queue);
    httpAssembleURIf(HTTP_URI_CODING_ALL, client->uri, sizeof client->uri, "ipp", NULL, "localhost",
                     0, "/printers/%s", client->queue);
}

bool cups_client_init_printer(struct cups_client *client, const char *uri)
{
    char scheme[32], user[256];
    *client = (struct cups_client){0};
    if (httpSeparateURI(HTTP_URI_CODING_ALL, uri, scheme, sizeof scheme, user, sizeof user,
                        client->host, sizeof client->host, &client->port, client->resource,
                        sizeof client->resource) < HTTP_URI_STATUS_OK) {
        return false;
    }
    client->secure = strcmp(scheme, "ipps") == 0;
    snprintf(client->uri, sizeof client->uri, "%s", uri);
    return client->secure || strcmp(scheme, "ipp") == 0;
}

void cups_client_finish(struct cups_client *client)
{
    cups_client_disconnect(client);
}

__attribute__((format(printf, 2, 3))) static void note_why(struct cups_client *client,
                                                           const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(client->why, sizeof client->why, format, args);
    va_end(args);
}

static bool is_server(const struct cups_client *client)
{
    return client->host[0] == '\0';
}

bool cups_client_connect(struct cups_client *client)
{
    cupsSetPasswordCB2(no_password, NULL); /* libcups keeps it for each thread */
    if (client->http) {
        return true;
    }
    bool server = is_server(client);
    client->http = httpConnect2(server ? cupsServer() : client->host,
                                server ? ippPort() : client->port, NULL, AF_UNSPEC,
                                server           ? cupsEncryption()
                                : client->secure ? HTTP_ENCRYPTION_ALWAYS
                                                 : HTTP_ENCRYPTION_IF_REQUESTED,
                                1, server ? CONNECT_MS : PRINTER_CONNECT_MS, NULL);
    if (client->http) {
        httpSetTimeout(client->http, (server ? ANSWER_MS : PRINTER_ANSWER_MS) / 1000.0,
                       end_on_timeout, NULL);
    } else if (server) {
        note_why(client,
                 "no cupsd answers at %s: start it (systemctl start cups), or set "
                 "CUPS_SERVER",
                 cupsServer());
    } else {
        note_why(client, "nothing answers at %s: is it switched on, and is its cable in?",
                 client->host);
    }
    return client->http != NULL;
}

void cups_client_disconnect(struct cups_client *client)
{
    httpClose(client->http);
    client->http = NULL;
}

ipp_t *cups_client_request(struct cups_client *client, ipp_op_t operation, enum cups_wanted wanted)
{
    ipp_t *request = ippNewRequest(operation);
    int count = 0;
    while (wanted != CUPS_WANT_NOTHING && count < WANTED_MAX && wanted_names[wanted][count]) {
        count++;
    }
    if (client->uri[0]) {
        ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", NULL, client->uri);
    }
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", NULL,
                 cupsUser());
    if (count > 0) {
        ippAddStrings(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", count,
                      NULL, wanted_names[wanted]);
    }
    return request;
}

/* libcups has no word for a server that took the question and says nothing: it reports whatever
 * errno was, which may be "Success". */
static void note_silence(struct cups_client *client, int64_t asked_us)
{
    int limit_ms = is_server(client) ? ANSWER_MS : PRINTER_ANSWER_MS;
    if ((time_monotonic_us() - asked_us) / 1000 >= limit_ms - 50) {
        note_why(client, "%.100s has not answered for %d s: %s",
                 is_server(client) ? "cupsd" : client->host, limit_ms / 1000,
                 is_server(client) ? "restart it (systemctl restart cups)"
                                   : "switch it off and on again");
    } else {
        note_why(client, "%.100s closed the connection",
                 is_server(client) ? "cupsd" : client->host);
    }
}

ipp_t *cups_client_ask(struct cups_client *client, ipp_t *request, const char *resource)
{
    if (!cups_client_connect(client)) {
        ippDelete(request);
        return NULL;
    }
    int64_t asked_us = time_monotonic_us();
    ipp_t *answer = cupsDoRequest(client->http, request, resource ? resource : client->resource);
    if (!answer) {
        note_silence(client, asked_us);
        cups_client_disconnect(client);
    } else if (!cups_client_is_success(answer)) {
        note_why(client, "%s", cupsLastErrorString());
    }
    return answer;
}

bool cups_client_is_success(ipp_t *answer)
{
    return answer && ippGetStatusCode(answer) <= IPP_STATUS_OK_EVENTS_COMPLETE;
}

/* The values, comma-separated. */
static void join_values(ipp_attribute_t *attribute, char *out, size_t size)
{
    size_t used = 0;
    out[0] = '\0';
    for (int i = 0; i < ippGetCount(attribute) && used < size; i++) {
        const char *value = ippGetString(attribute, i, NULL);
        used += (size_t)snprintf(out + used, size - used, "%s%s", i ? "," : "", value ? value : "");
    }
}

static void copy_value(ipp_attribute_t *attribute, char *out, size_t size)
{
    const char *value = ippGetString(attribute, 0, NULL);
    snprintf(out, size, "%s", value ? value : "");
}

static void read_reasons(ipp_attribute_t *attribute, struct printer_status *out)
{
    join_values(attribute, out->keywords, sizeof out->keywords);
    for (int i = 0; i < ippGetCount(attribute); i++) {
        const char *keyword = ippGetString(attribute, i, NULL);
        out->reasons |= keyword ? printer_reason_parse(keyword) : 0;
    }
}

static void read_printer_attribute(ipp_attribute_t *attribute, struct printer_status *out)
{
    const char *name = ippGetName(attribute);
    if (strcmp(name, "printer-name") == 0) {
        copy_value(attribute, out->name, sizeof out->name);
    } else if (strcmp(name, "printer-make-and-model") == 0) {
        copy_value(attribute, out->description, sizeof out->description);
    } else if (strcmp(name, "printer-state") == 0) {
        out->state = (enum printer_state)ippGetInteger(attribute, 0);
    } else if (strcmp(name, "printer-state-reasons") == 0) {
        read_reasons(attribute, out);
    } else if (strcmp(name, "printer-is-accepting-jobs") == 0) {
        out->accepting = ippGetBoolean(attribute, 0) != 0;
    } else if (strcmp(name, "printer-up-time") == 0) {
        out->up_s = ippGetInteger(attribute, 0);
    }
}

static void read_job_attribute(ipp_attribute_t *attribute, struct job_status *out)
{
    const char *name = ippGetName(attribute);
    bool has_value = ippGetValueTag(attribute) == IPP_TAG_INTEGER;
    if (strcmp(name, "job-id") == 0) {
        out->id = ippGetInteger(attribute, 0);
    } else if (strcmp(name, "job-state") == 0) {
        out->state = (enum job_state)ippGetInteger(attribute, 0);
    } else if (strcmp(name, "job-state-reasons") == 0) {
        join_values(attribute, out->reasons, sizeof out->reasons);
    } else if (strcmp(name, "job-printer-state-message") == 0) {
        copy_value(attribute, out->message, sizeof out->message);
    } else if (strcmp(name, "job-impressions-completed") == 0 && has_value) {
        out->impressions = ippGetInteger(attribute, 0);
    } else if (strcmp(name, "time-at-processing") == 0) {
        out->started = has_value;
    }
}

/* An attribute without a name stands between groups. */
static ipp_attribute_t *skip_to_group(ipp_t *answer, ipp_attribute_t *at, ipp_tag_t group)
{
    while (at && (ippGetGroupTag(at) != group || !ippGetName(at))) {
        at = ippNextAttribute(answer);
    }
    return at;
}

ipp_attribute_t *cups_client_read_printer(ipp_t *answer, ipp_attribute_t *at,
                                          struct printer_status *out)
{
    *out = (struct printer_status){0};
    at = skip_to_group(answer, at, IPP_TAG_PRINTER);
    for (; at && ippGetName(at); at = ippNextAttribute(answer)) {
        read_printer_attribute(at, out);
    }
    return at;
}

ipp_attribute_t *cups_client_read_job(ipp_t *answer, ipp_attribute_t *at, struct job_status *out,
                                      char job_name[256])
{
    *out = (struct job_status){.impressions = -1};
    job_name[0] = '\0';
    at = skip_to_group(answer, at, IPP_TAG_JOB);
    for (; at && ippGetName(at); at = ippNextAttribute(answer)) {
        read_job_attribute(at, out);
        if (strcmp(ippGetName(at), "job-name") == 0) {
            copy_value(at, job_name, 256);
        }
    }
    return at;
}

/* The newest job of that name in the answer. */
static enum job_found pick_job(ipp_t *answer, const char *job_name, struct job_status *out)
{
    enum job_found found = JOB_NOT_FOUND;
    for (ipp_attribute_t *at = ippFirstAttribute(answer); at;) {
        struct job_status one;
        char name[256];
        at = cups_client_read_job(answer, at, &one, name);
        if (strcmp(name, job_name) == 0 && (found == JOB_NOT_FOUND || one.id > out->id)) {
            *out = one;
            found = JOB_FOUND;
        }
    }
    return found;
}

enum job_found cups_client_find_job(struct cups_client *client, const char *which,
                                    const char *job_name, struct job_status *out)
{
    ipp_t *request = cups_client_request(client, IPP_OP_GET_JOBS, CUPS_WANT_JOB);
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "which-jobs", NULL, which);
    ipp_t *answer = cups_client_ask(client, request, NULL);
    enum job_found found =
        cups_client_is_success(answer) ? pick_job(answer, job_name, out) : JOB_LOOKUP_FAILED;
    ippDelete(answer);
    return found;
}
