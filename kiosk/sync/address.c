#include "kiosk/sync/address.h"

#include <stdio.h>
#include <string.h>

bool address_is_local(const char *host)
{
    return !host[0] || host[0] == '/' || strcmp(host, "localhost") == 0 ||
           strcmp(host, "127.0.0.1") == 0 || strcmp(host, "::1") == 0;
}

void address_add(char *out, size_t size, size_t *used, const char *name, const char *value)
{
    int length = snprintf(out + *used, size - *used, "%s%s='", *used ? " " : "", name);
    *used += length > 0 ? (size_t)length : 0;
    for (; *value && *used + 3 < size; value++) {
        if (*value == '\'' || *value == '\\') {
            out[(*used)++] = '\\';
        }
        out[(*used)++] = *value;
    }
    if (*used + 2 < size) {
        out[(*used)++] = '\'';
        out[*used] = '\0';
    }
}
