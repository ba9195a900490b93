#include "kiosk/sync/address.h"

#include <stdio.h>
#include <string.h>

#include "kiosk/sync/connection.h"

#define LOG_MODULE "hub"
#include "log.h"

static bool is_local(const char *host, size_t length)
{
    static const char *const names[] = {"", "localhost", "127.0.0.1", "::1"};
    bool local = length > 0 && host[0] == '/';
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        local |= strlen(names[i]) == length && memcmp(host, names[i], length) == 0;
    }
    return local;
}

bool address_is_local(const char *hosts)
{
    for (;;) {
        size_t length = strcspn(hosts, ",");
        if (!is_local(hosts, length)) {
            return false;
        }
        if (!hosts[length]) {
            return true;
        }
        hosts += length + 1;
    }
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

const char *address_hint(const char *message)
{
    static const struct {
        const char *words, *hint;
    } table[] = {
        {"certificate verify failed",
         "; the hub's certificate has expired or is not of the authority "
         "in sslrootcert, or this machine's clock is wrong"},
        {"does not match host name",
         "; this is another server than the address says: is it the hub?"},
        {"root certificate file",
         "; name the authority's certificate as sslrootcert in the address"},
        {"does not support SSL", "; set up TLS there, or say sslmode in the address"},
        {"password authentication failed", "; ask the hub's operator to enrol this station again"},
        {"not permitted to log in", "; this station was cut off: ask the hub's operator"},
        {"too many clients", "; raise max_connections there"},
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        if (strstr(message, table[i].words)) {
            return table[i].hint;
        }
    }
    return "";
}

bool address_for(const char *url, const char *role, const char *password, char *out, size_t size)
{
    const struct url_value values[] = {{"user", role}, {"password", password}};
    return connection_url_with(url, values, 2, out, size);
}

/* A word at the end of a list. */
static bool append(char *list, size_t size, const char *word, size_t length)
{
    size_t used = strlen(list);
    return (size_t)snprintf(list + used, size - used, "%s%.*s", used ? "," : "", (int)length,
                            word) < size - used;
}

bool address_with_hosts(const char *url, const char *hosts, char *out, size_t size)
{
    char names[512] = "", ports[128] = "";
    bool several = strchr(hosts, ',') != NULL, ok = true;
    for (const char *at = hosts; ok;) {
        size_t length = strcspn(at, ","), name = strcspn(at, ":,");
        const char *port = name < length ? at + name + 1 : "5432";
        size_t digits = name < length ? length - name - 1 : 4;
        ok = name > 0 && digits > 0 && strspn(port, "0123456789") >= digits &&
             append(names, sizeof names, at, name) && append(ports, sizeof ports, port, digits);
        if (!at[length]) {
            break;
        }
        at += length + 1;
    }
    if (!ok) {
        LOG_ERROR("\"%s\" are no servers: write HOST or HOST:PORT, with commas between", hosts);
        return false;
    }
    const struct url_value values[] = {
        {"host", names}, {"port", ports}, {"target_session_attrs", several ? "read-write" : "any"}};
    return connection_url_with(url, values, 3, out, size);
}
