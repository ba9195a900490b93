/*
 * Print flow: carries a print intent (store) through a printer (device), so that commands and the
 * touch application keep the same promise: each step is committed before the next one begins.
 * Main thread.
 */
#ifndef LANYARD_PRINT_FLOW_H
#define LANYARD_PRINT_FLOW_H

#include "printer.h"
#include "printer_book.h"
#include "station.h"

#define BADGE_DPI 300
/* Before the file's name: a badge that was written into a document, not sent to a device. */
#define PRINT_BATCH_PREFIX "batch:"

/* One transaction that moves the intent by `input`; *out receives it. */
bool print_flow_move(struct station *station, const char *uuid, enum intent_input input,
                     const char *printer, int job_id, const char *detail, struct intent *out);

/* What a device's report means for its intent; *out is the intent afterwards. */
bool print_flow_report(struct station *station, const struct print_report *report,
                       struct intent *out);

/* How a printer of the book is run; `lock` holds the path of its lock. on_report, check and userdata
 * are the caller's to set. */
struct printer_config print_flow_printer(const struct station *station,
                                         const struct printer_profile *profile, char *lock,
                                         size_t lock_size);

/* Where and as what a badge is printed. Lent. */
struct print_target {
    const char *printer; /* a name of the event's printers, else see print_device_open */
    const struct badge_template *template;
    bool (*check)(const struct frame *code, const char *text, void *data); /* NULL: not read back */
    void *check_data;
};

/* Prints one intent to its end on this thread. False: the store or the device cannot be used; the
 * intent is as it says in *intent either way. Progress lines go to the log. */
bool print_flow_run(struct station *station, const struct print_target *target,
                    struct intent *intent);

/* After a start: looks up every open intent of this station by job name at its printer and moves it
 * to what is true now; not those that another program is printing just now. Returns how many are UNKNOWN afterwards, -1 on a store fault. */
int print_flow_recover(struct station *station);

#endif
