/*
 * Store, the part for reports and charts: how many came, passed and were turned away, where and
 * when. Undone passages are left out. The contracts of store.h hold; a store open for reading is
 * enough.
 *
 * Times are counted by quarter hours of UTC: every time zone's hours are made of whole ones.
 */
#ifndef LANYARD_STORE_COUNT_H
#define LANYARD_STORE_COUNT_H

#include "store.h"

#define COUNT_QUARTER_MS (15 * 60 * 1000)

struct count_expected { /* people of the roster who are approved or pending */
    char delegation[16];
    uint8_t category;
    int64_t people;
};
/* Each pair of delegation and category, in order of their codes. */
bool store_count_expected(struct store *store,
                          bool (*each)(const struct count_expected *row, void *userdata),
                          void *userdata);

struct count_arrival { /* the first arrival of each person */
    char delegation[16];
    uint8_t category;
    char checkpoint[32];
    int64_t quarter_ms; /* when the quarter hour begins */
    int64_t people;
};
/* In order of time. Reads the arrivals alone: quick enough for a live chart. */
bool store_count_arrivals(struct store *store,
                          bool (*each)(const struct count_arrival *row, void *userdata),
                          void *userdata);

enum count_kind { COUNT_ARRIVAL, COUNT_ADMISSION, COUNT_EXIT, COUNT_REFUSAL, COUNT_KINDS };

struct count_passage {
    enum count_kind kind;
    char checkpoint[32];
    int64_t quarter_ms;
    int64_t events;
};
/* In order of time. Reads the whole log: seconds for millions of events. */
bool store_count_passages(struct store *store,
                          bool (*each)(const struct count_passage *row, void *userdata),
                          void *userdata);

#endif
