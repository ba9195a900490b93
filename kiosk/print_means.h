/*
 * Print means: what a badge is printed with, joined from the rooms that do not know each other: the
 * event's template, the printer, and the scanner's decoder that reads each code back. Main thread.
 */
#ifndef LANYARD_PRINT_MEANS_H
#define LANYARD_PRINT_MEANS_H

#include "kiosk/print_flow.h"
#include "scanner.h"

struct print_means {
    struct template_shelf *shelf;    /* owned */
    struct badge_template *template; /* a reference */
    struct decoder *decoder;         /* owned; NULL: codes are not read back */
};

/* The event's templates, its own before the built-in ones. NULL: no memory. */
struct template_shelf *print_shelf_open(const struct station *station);

/* `wanted`, else the event's setting "template", else A6. A reference; NULL with one log line. */
struct badge_template *print_template_find(struct station *station, struct template_shelf *shelf,
                                           const char *wanted);

/* printer_config.check and print_target.check; `userdata` is the decoder. */
bool print_code_check(const struct frame *code, const char *text, void *decoder);

/* False with one log line: no such template. */
bool print_means_init(struct print_means *means, struct station *station, const char *template);
void print_means_finish(struct print_means *means);

/* print_flow_run() with means made for this one badge. */
bool print_with_means(struct station *station, const char *printer, const char *template,
                      struct intent *intent);

#endif
