#include "scanner/reader_device.h"

#include <stddef.h>
#include <string.h>

void reader_device_tick(struct reader_device *device, int64_t now_us,
                        const struct reader_sink *sink)
{
    enum code_text_event event = code_text_tick(&device->text, now_us);
    if (event != CODE_TEXT_NONE) {
        sink->event(device, event, sink->userdata);
    }
}

void reader_device_byte(struct reader_device *device, uint8_t byte, int64_t time_us,
                        const struct reader_sink *sink)
{
    reader_device_tick(device, time_us, sink);
    enum code_text_event event = code_text_byte(&device->text, byte, time_us);
    if (event != CODE_TEXT_NONE) {
        sink->event(device, event, sink->userdata);
    }
}

bool reader_is_scanner(const char *name, unsigned vendor)
{
    /* Makers of nothing but scanners, by their USB number. */
    static const unsigned vendors[] = {
        0x05e0, /* Symbol, Zebra */
        0x05f9, /* PSC, Datalogic */
        0x065a, /* Opticon */
        0x076d, /* Denso Wave */
        0x0c2e, /* Metrologic, Honeywell */
        0x11fa, /* Code */
        0x1eab, /* Newland */
        0x27dd, /* Mindeo */
    };
    static const char *const words[] = {
        "barcode",    "bar code",   "scanner",   "imager",  "symbol technologies",
        "metrologic", "honeywell",  "datalogic", "newland", "opticon",
        "zebra ds",   "2d product", "hid kbw",   "voyager", "gryphon",
        "quickscan",  "netum",
    };
    for (size_t i = 0; i < sizeof vendors / sizeof vendors[0]; i++) {
        if (vendors[i] == vendor) {
            return true;
        }
    }
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcasestr(name, words[i])) {
            return true;
        }
    }
    return false;
}
