/* Statements about what printers did. */
#include "kiosk/store/statements.h"

/* SQL is laid out by its own clauses; by the indices of migration 15. An event's clock is
 * never before its time. */
/* clang-format off */
#define AT(id) [(id) - SQL_PRINT_FIRST]
#define OF_PRINTER "body ->> '$.printer' = ?1 AND (?2 = '' OR station = ?2) "

const char *const statement_print_sql[STATEMENT_COUNT - SQL_PRINT_FIRST] = {
    AT(SQL_STOCK_LOADED) =
        "SELECT body ->> '$.loaded', body ->> '$.at' FROM event_log "
        "WHERE kind = 'printer-stock' AND " OF_PRINTER "ORDER BY hlc DESC LIMIT 1",
    AT(SQL_STOCK_USED) = /* each badge once, however often it was said that it came out */
        "SELECT ifnull(sum(at >= ?4), 0), ifnull(sum(at >= ?5), 0), "
        "ifnull(min(CASE WHEN at >= ?5 THEN at END), 0) FROM "
        "(SELECT min(body ->> '$.at') AS at FROM event_log WHERE kind = 'badge-state' "
        "AND hlc >= ?3 << 16 AND body ->> '$.input' IN ('completed', 'completed-counted', 'seen') "
        "AND " OF_PRINTER "AND body ->> '$.at' >= ?3 GROUP BY body ->> '$.intent')",
};
/* clang-format on */
