/* Documents: rows of roster and setup as flat JSON. For the store's own files. */
#ifndef LANYARD_REPLICA_DOCUMENT_H
#define LANYARD_REPLICA_DOCUMENT_H

#include "kiosk/store/database.h"
#include "replica.h"

/* Puts the hub's version of a document, but for fields that changed here and have not gone up.
 * *why: what is wrong with it, when it was not put for its own fault. False: not put. */
bool replica_document_put(struct store *store, const struct replica_item *item, const char **why);

#endif
