/* All queues of the print server. */
#define LOG_MODULE "printer"
#include <stdio.h>
#include <string.h>

#include "log.h"
#include "printer/cups_client.h"
#include "printer/device.h"

static void read_default(struct cups_client *client, char out[128])
{
    ipp_t *answer = cups_client_ask(
        client, cups_client_request(client, IPP_OP_CUPS_GET_DEFAULT, CUPS_WANT_PRINTER), NULL);
    struct printer_status printer = {0};
    if (cups_client_is_success(answer)) {
        cups_client_read_printer(answer, ippFirstAttribute(answer), &printer);
    }
    snprintf(out, 128, "%s", printer.name);
    ippDelete(answer);
}

bool print_device_list(void (*each)(const struct printer_status *status, void *userdata),
                       void *userdata)
{
    struct cups_client client;
    char preferred[128];
    cups_client_init(&client, NULL);
    ipp_t *answer = cups_client_ask(
        &client, cups_client_request(&client, IPP_OP_CUPS_GET_PRINTERS, CUPS_WANT_PRINTER), NULL);
    if (!answer) {
        LOG_ERROR("%s", client.why);
        return false;
    }
    read_default(&client, preferred);
    for (ipp_attribute_t *at = ippFirstAttribute(answer); at;) {
        struct printer_status one;
        at = cups_client_read_printer(answer, at, &one);
        if (one.name[0]) {
            one.is_default = strcmp(one.name, preferred) == 0;
            each(&one, userdata);
        }
    }
    ippDelete(answer);
    cups_client_finish(&client);
    return true;
}
