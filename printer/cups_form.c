#include "printer/cups_form.h"

#include <stdlib.h>
#include <string.h>

#define DPI_MIN 100
#define DPI_MAX 2400

static bool has_keyword(ipp_t *answer, const char *name, const char *keyword)
{
    ipp_attribute_t *attribute = ippFindAttribute(answer, name, IPP_TAG_ZERO);
    return attribute && ippContainsString(attribute, keyword);
}

/* The finest of the attribute's resolutions that are square; 0: there is none. */
static int finest(ipp_t *answer, const char *name)
{
    ipp_attribute_t *attribute = ippFindAttribute(answer, name, IPP_TAG_RESOLUTION);
    int best = 0;
    for (int i = 0; i < ippGetCount(attribute); i++) {
        ipp_res_t units;
        int y = 0, x = ippGetResolution(attribute, i, &y, &units);
        if (units == IPP_RES_PER_CM) {
            x = (x * 254 + 50) / 100;
            y = (y * 254 + 50) / 100;
        }
        best = x == y && x >= DPI_MIN && x <= DPI_MAX && x > best ? x : best;
    }
    return best;
}

/* "RS203" or "RS300-600" of urf-supported: the finest. */
static int urf_dpi(ipp_t *answer)
{
    ipp_attribute_t *attribute = ippFindAttribute(answer, "urf-supported", IPP_TAG_KEYWORD);
    int best = 0;
    for (int i = 0; i < ippGetCount(attribute); i++) {
        const char *word = ippGetString(attribute, i, NULL);
        for (const char *at = word && strncmp(word, "RS", 2) == 0 ? word + 1 : NULL; at;
             at = strchr(at + 1, '-')) {
            int dpi = atoi(at + 1);
            best = dpi >= DPI_MIN && dpi <= DPI_MAX && dpi > best ? dpi : best;
        }
    }
    return best;
}

/* A printer that takes PDF has a better rasteriser for it than we know of; else its raster. */
struct print_form cups_form_read(ipp_t *answer)
{
    struct print_form form = {.document = PRINT_PDF,
                              .dpi = finest(answer, "printer-resolution-default")};
    if (has_keyword(answer, "document-format-supported", "application/pdf")) {
        return form;
    }
    const char *types = "pwg-raster-document-type-supported";
    struct print_form pwg = {.document = PRINT_PWG_RASTER,
                             .dpi = finest(answer, "pwg-raster-document-resolution-supported"),
                             .black_1 = has_keyword(answer, types, "black_1"),
                             .grey_8 = has_keyword(answer, types, "sgray_8"),
                             .rgb_24 = has_keyword(answer, types, "srgb_8")};
    if (has_keyword(answer, "document-format-supported", "image/pwg-raster") && pwg.dpi &&
        (pwg.black_1 || pwg.grey_8 || pwg.rgb_24)) {
        return pwg;
    }
    struct print_form urf = {.document = PRINT_URF,
                             .dpi = urf_dpi(answer),
                             .grey_8 = has_keyword(answer, "urf-supported", "W8"),
                             .rgb_24 = has_keyword(answer, "urf-supported", "SRGB24")};
    if (has_keyword(answer, "document-format-supported", "image/urf") && urf.dpi &&
        (urf.grey_8 || urf.rgb_24)) {
        return urf;
    }
    return form;
}

bool cups_form_ask(struct cups_form *form, struct cups_peer *peer, struct cups_client *server)
{
    struct cups_client *printer = cups_peer_client(peer, server);
    struct cups_client *client = printer ? printer : server;
    ipp_t *answer = cups_client_ask(
        client, cups_client_request(client, IPP_OP_GET_PRINTER_ATTRIBUTES, CUPS_WANT_FORM), NULL);
    bool answered = cups_client_is_success(answer);
    if (answered) {
        form->form = cups_form_read(answer);
        form->asked = true;
    }
    ippDelete(answer);
    return answered;
}
