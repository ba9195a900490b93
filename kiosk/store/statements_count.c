/* Statements that count. */
#include "kiosk/store/statements.h"

/* SQL is laid out by its own clauses. */
/* clang-format off */
#define AT(id) [(id) - SQL_COUNT_FIRST]
#define QUARTER(at) at " / 900000 * 900000"
#define NOT_UNDONE(of) \
    "NOT EXISTS (SELECT 1 FROM undone u WHERE u.hlc = " of ".hlc AND u.station = " of ".station) "

const char *const statement_count_sql[SQL_PRINT_FIRST - SQL_COUNT_FIRST] = {
    AT(SQL_COUNT_EXPECTED) =
        "SELECT delegation, category, count(*) FROM attendee "
        "WHERE approval IN ('approved', 'pending') GROUP BY 1, 2 ORDER BY 1, 2",
    AT(SQL_COUNT_ARRIVALS) =
        "SELECT ifnull(p.delegation, ''), ifnull(p.category, 0), a.checkpoint, "
        QUARTER("a.at_ms") " AS quarter, count(*) "
        "FROM arrival a LEFT JOIN attendee p USING (holder) WHERE " NOT_UNDONE("a")
        "AND NOT EXISTS (SELECT 1 FROM arrival b WHERE b.holder = a.holder "
        "AND (b.hlc, b.station) < (a.hlc, a.station) AND " NOT_UNDONE("b") ") "
        "GROUP BY 1, 2, 3, 4 ORDER BY quarter, 1, 2, 3",
    AT(SQL_COUNT_PASSAGES) =
        "SELECT kind, body ->> '$.checkpoint', " QUARTER("(body ->> '$.at')") " AS quarter, "
        "count(*) FROM event_log e WHERE kind IN ('arrival', 'admission', 'exit', 'refusal') "
        "AND " NOT_UNDONE("e") "GROUP BY 1, 2, 3 ORDER BY quarter, 1, 2",
};
/* clang-format on */
