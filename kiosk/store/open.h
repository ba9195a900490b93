/* Another way of opening; for the store's own files. */
#ifndef LANYARD_OPEN_H
#define LANYARD_OPEN_H

#include "kiosk/store/database.h"

/* An empty store in memory for the same event, to apply events to. NULL: logged. */
struct store *store_open_replay(const struct store *like);

#endif
