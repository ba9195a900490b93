/*
 * Print share: badges over several printers at once, each to its end, for commands. A badge that
 * certainly never came out of one printer is made anew for another. Main thread.
 */
#ifndef LANYARD_PRINT_SHARE_H
#define LANYARD_PRINT_SHARE_H

#include "kiosk/print_pool.h"

struct print_share {
    struct station *station;         /* lent, as are the others */
    const struct printer_book *book; /* several */
    struct badge_template *template;
    /* The next badge, committed and not sent. False: there is none. */
    bool (*next)(void *userdata, struct intent *out);
    /* A badge has come to its end; `why` in words unless it was printed. False: no more. */
    bool (*ended)(void *userdata, const struct intent *intent, bool printed, const char *why);
    void *userdata;
};

/* False: one log line, the printers cannot be used. */
bool print_share_run(const struct print_share *share);

#endif
