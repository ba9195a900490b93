/*
 * Checks signatures of a chain's events in batches on a thread of its own, while the chain is
 * walked. One chain after the other; called by one thread.
 */
#ifndef LANYARD_SIGNATURE_CHECK_H
#define LANYARD_SIGNATURE_CHECK_H

#include "audit.h"

struct signature_check;

struct signature_check *signature_check_create(void);        /* NULL: no memory; logged */
void signature_check_destroy(struct signature_check *check); /* NULL-safe */

/* A chain begins; `from` is where it stands. */
void signature_check_start(struct signature_check *check, const struct audit_verifier *from);

/* One event more, in its place; `now` is the chain behind it. False: of the events so far at least
 * one has a false signature. */
bool signature_check_add(struct signature_check *check, const struct audit_event *event,
                         const struct audit_verifier *now);

/* Waits for all; the same answer. */
bool signature_check_finish(struct signature_check *check);

/* The last place up to which all are known to be genuine. */
const struct audit_verifier *signature_check_good(const struct signature_check *check);

#endif
