#include "kiosk/store/migrations.h"

/* What came out of a printer, and what was put into it, are found in the log by printer and time. */
const char migration_printers[] =
    "CREATE INDEX event_log_sheet ON event_log (body ->> '$.printer', body ->> '$.at')"
    "  WHERE kind = 'badge-state'"
    "  AND body ->> '$.input' IN ('completed', 'completed-counted', 'seen');"
    "CREATE INDEX event_log_stock ON event_log (body ->> '$.printer', hlc)"
    "  WHERE kind = 'printer-stock';";
