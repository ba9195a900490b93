/*
 * CUPS form: what a printer wants to be sent. The printer itself is asked where it speaks IPP: a queue
 * of cupsd takes everything, and converts it with filters that know nothing of a badge.
 */
#ifndef LANYARD_PRINTER_CUPS_FORM_H
#define LANYARD_PRINTER_CUPS_FORM_H

#include "printer/cups_peer.h"

struct cups_form {
    bool asked; /* and answered */
    struct print_form form;
};

/* Asks anew. False: nobody answered, and what was known stays. */
bool cups_form_ask(struct cups_form *form, struct cups_peer *peer, struct cups_client *server);

/* What the attributes of an answer mean. */
struct print_form cups_form_read(ipp_t *answer);

#endif
