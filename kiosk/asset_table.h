/* The table that the build makes of assets/ (build/assets.c). */
#ifndef LANYARD_ASSET_TABLE_H
#define LANYARD_ASSET_TABLE_H

struct asset_row {
    const char *name; /* NULL ends the table */
    const char *start, *end;
};
extern const struct asset_row asset_table[];

#endif
