/* The schema, as numbered steps that are only ever added to. */
#ifndef LANYARD_MIGRATIONS_H
#define LANYARD_MIGRATIONS_H

/* Step n brings a store from user_version n - 1 to n. */
#define MIGRATION_COUNT 15
#define MIGRATION_SEARCH 4    /* whose tables are filled from the roster, after the last step */
#define MIGRATION_INCIDENTS 9 /* whose tables are filled from the events */
extern const char *const migrations[MIGRATION_COUNT];
extern const char migration_incidents_fill[], migration_rules[], migration_suspension[],
    migration_staff[], migration_incidents[], migration_watch[], migration_guard_note[],
    migration_passages[]; /* migrations_access.c */
extern const char migration_replica[], migration_printers[], migration_hub[];

/* The derived tables with the order of their keys: what replaying all events makes again. */
struct derived_table {
    const char *name;
    const char *key; /* ORDER BY; the table's first columns */
    int key_columns;
    const char *identity; /* expression that names a row for people */
};
#define DERIVED_TABLE_COUNT 19
extern const struct derived_table derived_tables[DERIVED_TABLE_COUNT];

#endif
