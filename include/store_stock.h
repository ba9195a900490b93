/*
 * Store, the part about badge stock: what was put into a printer, and what has come out of it since.
 * The contracts of store.h hold.
 */
#ifndef LANYARD_STORE_STOCK_H
#define LANYARD_STORE_STOCK_H

#include "print_stock.h"
#include "store.h"

/* A fact: `loaded` badges are in the printer now. Inside a transaction. `device` as print intents
 * name it. */
bool store_append_stock(struct store *store, const char *device, int loaded);

/* What is known of the printer's stock; nothing is no failure. A device's name is this station's own
 * unless it is `shared` with others. */
bool store_stock(struct store *store, const char *device, bool shared, int64_t now_ms,
                 struct stock_count *out);

#endif
