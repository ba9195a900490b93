#include "kiosk/roster/base.h"

#include <string.h>

static char *put(char *at, const char *text)
{
    size_t length = strlen(text);
    memcpy(at, text, length);
    return at + length;
}

/* BASE_SIZE has room for all fields at their longest. */
char *base_write(const struct record *record, char out[BASE_SIZE])
{
    char *at = out;
    for (int i = 0; i < FIELD_EXPORTED; i++) {
        if (record->given[i]) {
            at = put(at, field_name((enum roster_field)i));
            *at++ = '=';
            at = put(at, record->text[i]);
            *at++ = '\n';
        }
    }
    *at = '\0';
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
