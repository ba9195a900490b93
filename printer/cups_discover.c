/* Printers that announce themselves by DNS-SD. */
#define LOG_MODULE "printer"
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "log.h"
#include "printer/cups_client.h"

/* Where avahi-daemon listens, which is who hears DNS-SD on Linux. */
#define AVAHI_SOCKET "/run/avahi-daemon/socket"

struct search {
    void (*each)(const struct printer_found *found, void *userdata);
    void *userdata;
};

static void copy_option(const cups_dest_t *dest, const char *name, char *out, size_t size)
{
    const char *value = cupsGetOption(name, dest->num_options, dest->options);
    snprintf(out, size, "%s", value ? value : "");
}

static int take(void *userdata, unsigned flags, cups_dest_t *dest)
{
    const struct search *search = userdata;
    struct printer_found found;
    if (flags & CUPS_DEST_FLAGS_REMOVED || flags & CUPS_DEST_FLAGS_ERROR) {
        return 1;
    }
    snprintf(found.name, sizeof found.name, "%s", dest->name);
    copy_option(dest, "device-uri", found.uri, sizeof found.uri);
    copy_option(dest, "printer-make-and-model", found.description, sizeof found.description);
    if (found.uri[0]) {
        search->each(&found, search->userdata);
    }
    return 1;
}

bool print_device_discover(int timeout_ms,
                           void (*each)(const struct printer_found *found, void *userdata),
                           void *userdata)
{
    struct search search = {each, userdata};
    if (access(AVAHI_SOCKET, F_OK) != 0) {
        LOG_ERROR("avahi-daemon does not run here, so printers are not heard announcing "
                  "themselves: start it (systemctl start avahi-daemon), or make a queue by address "
                  "(lpadmin -v ipp://ADDRESS/ipp/print)");
        return false;
    }
    cupsEnumDests(CUPS_DEST_FLAGS_NONE, timeout_ms, NULL, CUPS_PRINTER_DISCOVERED,
                  CUPS_PRINTER_DISCOVERED, take, &search);
    return true;
}
