/* In which order badges are printed, for print. */
#ifndef LANYARD_PRINT_ORDER_H
#define LANYARD_PRINT_ORDER_H

#include "kiosk/commands/command.h"

/* `keys` may be NULL. False after one line: one of them is none. */
bool print_order_is_known(const char *keys);

/* Keeps who is of `delegation` (NULL: all), and sorts by `keys` (NULL: as found). False: store
 * fault or no memory. */
bool print_order(struct station *station, const char *delegation, const char *keys,
                 uint64_t *holders, size_t *count);

#endif
