/*
 * CUPS offer: what a queue offers, asked once and kept, and the handing over of a job through
 * libcups's destination API.
 */
#ifndef LANYARD_PRINTER_CUPS_OFFER_H
#define LANYARD_PRINTER_CUPS_OFFER_H

#include "printer/cups_client.h"

struct cups_offer {
    cups_dest_t *dest;  /* owned */
    cups_dinfo_t *info; /* owned; NULL: not asked yet */
    int64_t asked_us;   /* monotonic */
};

void cups_offer_finish(struct cups_offer *offer);

/* Asks anew. False: what was known stays; client->why or libcups tells why not. */
bool cups_offer_ask(struct cups_offer *offer, struct cups_client *client);

/* The job's size as the printer names it. False: `why` names what it does offer. */
bool cups_offer_choose(struct cups_offer *offer, struct cups_client *client,
                       const struct print_job *job, cups_size_t *size, char why[256]);

/* See print_device_ops.submit. */
enum print_submit_status cups_offer_hand_over(const struct cups_offer *offer,
                                              struct cups_client *client,
                                              const struct print_job *job, const cups_size_t *size,
                                              int *job_id, char why[256]);

#endif
