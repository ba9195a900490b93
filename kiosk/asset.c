#include "asset.h"

#include <string.h>

#include "kiosk/asset_table.h"

const char *asset_find(const char *name, size_t *size)
{
    for (const struct asset_row *row = asset_table; row->name; row++) {
        if (strcmp(row->name, name) == 0) {
            if (size) {
                *size = (size_t)(row->end - row->start);
            }
            return row->start;
        }
    }
    return NULL;
}

const char *asset_name(size_t index)
{
    const struct asset_row *row = asset_table;
    while (index > 0 && row->name) {
        row++;
        index--;
    }
    return row->name;
}
