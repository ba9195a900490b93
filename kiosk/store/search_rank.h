/* Who a query means, the likeliest first; for the store's own files. */
#ifndef LANYARD_SEARCH_RANK_H
#define LANYARD_SEARCH_RANK_H

#include "kiosk/store/database.h"

struct search_ranking {
    uint64_t *holders; /* owned */
    size_t count;
};

/* At most `limit` holders. False: store fault. */
bool search_rank(struct store *store, const char *query, size_t limit, struct search_ranking *out);
void search_ranking_finish(struct search_ranking *ranking);

#endif
