/*
 * A TCP proxy on the loopback, in a thread of the test: it cuts connections after so many pieces, delays what passes,
 * lets an earlier connection arrive after a later one, refuses, or keeps silent.
 */
#ifndef LANYARD_TEST_PROXY_H
#define LANYARD_TEST_PROXY_H

#include <stdatomic.h>
#include <stdbool.h>

struct proxy;

struct proxy_settings {
    atomic_int cut_after; /* pieces of a connection, both ways together; 0: never cut */
    atomic_int cut_bytes; /* of the last piece, so many still pass */
    atomic_int delay_ms;  /* of each piece */
    atomic_int jitter_ms; /* more, by chance */
    atomic_int hold_ms;   /* every other connection reaches the server only after so long */
    atomic_bool refuse;   /* closes what connects, and what is connected */
    atomic_bool silent;   /* takes everything and answers nothing */
    atomic_int pieces;    /* that have passed since it was set to 0 */
    atomic_int cuts;      /* connections cut since then */
};

/* Listens on a port of its own. NULL: cannot. */
struct proxy *proxy_start(int target_port);
struct proxy_settings *proxy_settings(struct proxy *proxy);
int proxy_port(const struct proxy *proxy);
void proxy_stop(struct proxy *proxy);

#endif
