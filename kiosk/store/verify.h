/* The audit at work; for the files of store/ that start with verify. */
#ifndef LANYARD_VERIFY_H
#define LANYARD_VERIFY_H

#include "kiosk/store/database.h"
#include "kiosk/store/signature_check.h"

struct audit {
    struct store *store;
    bool quick;
    bool careful;                       /* events that cannot be applied are among them */
    bool poison;                        /* such a one was met without care: all anew, with it */
    struct store *replay;               /* owned; NULL when quick */
    struct signature_check *signatures; /* owned; NULL when quick */
    struct key_list keys;
    struct audit_report *report;
};

/* Follows every chain to its signed head. False: the store cannot be read; a fault is in the report.
 */
bool verify_chains(struct audit *audit);

/* Compares the derived tables with the replayed ones. As above. */
bool verify_tables(struct audit *audit);

#endif
