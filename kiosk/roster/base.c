#include "kiosk/roster/base.h"

#include <stdio.h>
#include <string.h>

char *base_write(const struct record *record, char out[BASE_SIZE])
{
    size_t used = 0;
    out[0] = '\0';
    for (int i = 0; i < FIELD_EXPORTED; i++) {
        if (record->given[i]) {
            used += (size_t)snprintf(out + used, BASE_SIZE - used, "%s=%s\n",
                                     field_name((enum roster_field)i), record->text[i]);
        }
    }
    return out;
}

bool base_has(const char *base, enum roster_field field, const char *text)
{
    size_t name = strlen(field_name(field)), length = strlen(text);
    for (const char *line = base; line && *line; line = strchr(line, '\n') + 1) {
        if (strncmp(line, field_name(field), name) == 0 && line[name] == '=') {
            return strncmp(line + name + 1, text, length) == 0 && line[name + 1 + length] == '\n';
        }
    }
    return false;
}
