#include "kiosk/store/migrations.h"

/* What came out of printers lately, and what was put into them, are found in the log by clock: an
 * index may not look into an event's body. */
const char migration_printers[] =
    "CREATE INDEX event_log_sheet ON event_log (hlc) WHERE kind = 'badge-state';"
    "CREATE INDEX event_log_stock ON event_log (hlc) WHERE kind = 'printer-stock';";
