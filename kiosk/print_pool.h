/*
 * Print pool: the printers of a station, each with its thread, and which badge is in which. What a
 * printer's thread has to say is handed to the main thread, which takes it in: everything here is
 * the main thread's, except on_news.
 */
#ifndef LANYARD_PRINT_POOL_H
#define LANYARD_PRINT_POOL_H

#include "kiosk/print_flow.h"
#include "print_stock.h"
#include "printer_book.h"

/* What one printer has to say; a value that travels. */
struct pool_news {
    int printer; /* its place in the book */
    bool is_report;
    union {
        struct print_report report;
        struct printer_status status;
    };
};

struct print_pool_config {
    struct station *station;          /* lent */
    const struct printer_book *book;  /* copied */
    bool read_back;                   /* each code is read before its badge is sent */
    int poll_ms, idle_ms, give_up_ms; /* see printer_config; 0: its own */
    void (*on_news)(const struct pool_news *news, void *userdata); /* any printer's thread */
    void *userdata;
};

struct print_pool;
/* NULL with one log line: no memory or no threads. Printers that are not there are tried again. */
struct print_pool *print_pool_create(const struct print_pool_config *config);
/* Ends the threads; badges under way are left to their printers, and nothing can be sent any more.
 * News that is still under way can be taken in. NULL-safe. */
void print_pool_stop(struct print_pool *pool);
void print_pool_destroy(struct print_pool *pool); /* NULL-safe */

const struct printer_profile *print_pool_profile(const struct print_pool *pool, int printer);

/* The printer for a badge; bits of `tried` are printers that it came back from. -1 and *why. */
int print_pool_choose(const struct print_pool *pool, uint8_t category,
                      const struct badge_template *template, uint32_t tried,
                      enum route_answer *why);

/* Commits that the badge is being sent, and hands it to the printer's thread. False: one log line,
 * and nothing was sent. */
bool print_pool_submit(struct print_pool *pool, int printer, struct badge_template *template,
                       struct intent *intent);

/* Takes news in, commits what they mean, and tells the intent as it is afterwards (of a report).
 * False: the store failed, or it is a status. */
bool print_pool_take(struct print_pool *pool, const struct pool_news *news, struct intent *out);

/* Whether the report is a badge's last. */
bool print_report_is_last(const struct print_report *report);

/* Cancels the badge in the printer, if there is one; its report follows. */
void print_pool_cancel(struct print_pool *pool, int printer);

/* How each printer stands, for a screen; at most `limit`. Returns how many. */
int print_pool_overview(struct print_pool *pool, struct printer_overview *out, int limit);

#endif
