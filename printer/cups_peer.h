/*
 * CUPS peer: the printer behind a queue, asked directly where it speaks IPP. cupsd hears of an open
 * cover a second or two late, of a pulled plug never, and counts the pages that its filters saw; the
 * printer itself knows. One thread at a time per peer.
 */
#ifndef LANYARD_PRINTER_CUPS_PEER_H
#define LANYARD_PRINTER_CUPS_PEER_H

#include "printer/cups_client.h"

struct cups_peer {
    struct cups_client client;
    bool found;        /* the queue's device URI has been asked for */
    bool speaks;       /* it is an IPP printer; else nothing below is ever known */
    char job_name[64]; /* of the job that was handed over last */
    /* When the printer was switched on, monotonic: when that job was handed over, and as it last
     * said. 0: not known. */
    int64_t boot_us, seen_boot_us;
};

void cups_peer_finish(struct cups_peer *peer);

/* The printer itself, NULL: it is none that can be asked. */
struct cups_client *cups_peer_client(struct cups_peer *peer, struct cups_client *server);

/* Notes that a job of that name is about to be handed over to `server`'s queue. */
void cups_peer_expect(struct cups_peer *peer, struct cups_client *server, const char *job_name);

/* What the printer reports of itself; PRINTER_OFFLINE if it does not answer. False: it cannot be
 * asked. */
bool cups_peer_reasons(struct cups_peer *peer, struct cups_client *server, uint32_t *out);

/* The printer's part of a job that cupsd says is under way: its impressions so far. */
void cups_peer_progress(struct cups_peer *peer, struct cups_client *server, const char *job_name,
                        struct job_status *job);

/* What the printer says of a job that has ended at cupsd: impressions, may_print, never_arrived,
 * forgotten. A job that did not complete is made sure to be over there too. */
void cups_peer_end(struct cups_peer *peer, struct cups_client *server, const char *job_name,
                   struct job_status *job);

#endif
