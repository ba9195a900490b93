#include "badge.h"

#include <string.h>

/* What the layout has been looked at on. Landscape and black-only stock needs other arrangements,
 * which templates bring. */
static const struct badge_stock stocks[] = {
    {"a6", "iso_a6_105x148mm", 105000, 148000, false},
    {"4x6in", "na_index-4x6_4x6in", 101600, 152400, false},
    {"86x124", "custom_86x124mm_86x124mm", 86000, 124000, false},
    {"a7", "iso_a7_74x105mm", 74000, 105000, false},
};

const struct badge_stock *badge_stock_find(const char *name)
{
    for (size_t i = 0; i < sizeof stocks / sizeof stocks[0]; i++) {
        if (strcmp(stocks[i].name, name) == 0) {
            return &stocks[i];
        }
    }
    return NULL;
}

const char *badge_stock_names(void)
{
    return "a6, 4x6in, 86x124, a7";
}
