#include <string.h>
#include <strings.h>

#include "kiosk/roster/reader.h"

enum roster_field sink_field(const struct reader_sink *sink, const char *heading)
{
    enum roster_field field = FIELD_NONE;
    for (size_t i = 0; i < sink->options->map_count; i++) {
        const struct roster_map *map = &sink->options->maps[i];
        if (strcasecmp(map->column, heading) == 0) {
            if (sink->maps_met && i < 64) {
                *sink->maps_met |= UINT64_C(1) << i;
            }
            return map->field[0] && field_parse(map->field, &field) ? field : FIELD_NONE;
        }
    }
    return field_guess(heading);
}

bool roster_format_parse(const char *text, enum roster_format *out)
{
    static const char *const names[ROSTER_FORMAT_COUNT] = {"auto", "csv", "pretix", "indico"};
    for (int i = 0; i < ROSTER_FORMAT_COUNT; i++) {
        if (strcmp(text, names[i]) == 0) {
            *out = (enum roster_format)i;
            return true;
        }
    }
    return false;
}
