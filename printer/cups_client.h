/*
 * CUPS client: plain IPP questions to one cupsd, each asking exactly one thing, none looking for
 * printers on the network. The only file that includes libcups: what uses this header is the CUPS
 * device, nothing else. One thread at a time per client.
 */
#ifndef LANYARD_PRINTER_CUPS_CLIENT_H
#define LANYARD_PRINTER_CUPS_CLIENT_H

#include <cups/cups.h>

#include "print_device.h"

struct cups_client {
    http_t *http; /* owned; NULL: to be connected again */
    char queue[128];
    char uri[HTTP_MAX_URI];   /* "printer-uri" of each request; "": none */
    char host[HTTP_MAX_HOST]; /* "": $CUPS_SERVER or the local cupsd */
    char resource[HTTP_MAX_URI];
    int port;
    bool secure;
    char why[192]; /* in words, why the last question failed */
};

/* For one queue of $CUPS_SERVER or the local cupsd, NULL for questions about the server as a whole;
 * connects when it is first needed. */
void cups_client_init(struct cups_client *client, const char *queue);
/* For a printer itself, by its ipp or ipps URI. False: it is another kind of URI. */
bool cups_client_init_printer(struct cups_client *client, const char *uri);
void cups_client_finish(struct cups_client *client);

/* Connects if need be. Call it on each thread before libcups is used there. */
bool cups_client_connect(struct cups_client *client);
void cups_client_disconnect(struct cups_client *client);

/* Which attributes are wanted: those that the readers below understand. */
enum cups_wanted { CUPS_WANT_NOTHING, CUPS_WANT_PRINTER, CUPS_WANT_JOB, CUPS_WANT_FORM };
ipp_t *cups_client_request(struct cups_client *client, ipp_op_t operation, enum cups_wanted wanted);

/* Sends the request (and frees it) to `resource`, NULL for the client's own. NULL: the server did
 * not answer. The caller frees the answer. */
ipp_t *cups_client_ask(struct cups_client *client, ipp_t *request, const char *resource);
bool cups_client_is_success(ipp_t *answer);

/* One group of attributes (a printer, a job) from `at` on; returns the first attribute after it,
 * NULL at the end. `job_name` may be NULL. */
ipp_attribute_t *cups_client_read_printer(ipp_t *answer, ipp_attribute_t *at,
                                          struct printer_status *out);
ipp_attribute_t *cups_client_read_job(ipp_t *answer, ipp_attribute_t *at, struct job_status *out,
                                      char job_name[256]);

/* The newest job of that name; `which` is IPP's which-jobs. */
enum job_found cups_client_find_job(struct cups_client *client, const char *which,
                                    const char *job_name, struct job_status *out);

/* Sends the request (and frees it); whether the server did it. A refusal is logged: "cannot WHAT
 * QUEUE". */
bool cups_client_command(struct cups_client *client, ipp_t *request, const char *resource,
                         const char *what);
/* `resource` as cups_client_ask has it. */
bool cups_client_cancel(struct cups_client *client, int job_id, const char *resource);

/* What a queue or printer says of itself. False: client->why. */
bool cups_client_status(struct cups_client *client, struct printer_status *out);

#endif
