/* A gate on lines of a board's own connector (a Raspberry Pi's, say), through libgpiod. */
#define LOG_MODULE "gate"
#include <errno.h>
#include <gpiod.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "kiosk/gate/device.h"
#include "log.h"

#define CONSUMER "lanyard"
#define EVENTS_MAX 64 /* more edges than that between two looks come from a loose contact */

struct gate_lines {
    struct gpiod_chip *chip;
    struct gpiod_line *out, *in; /* of the chip; `in` NULL: nothing says who passed */
};

/* "17", or "!17" for a line that is on when it is low. */
static bool read_line(const char *text, unsigned *offset, bool *low)
{
    char *end;
    *low = *text == '!';
    text += *low;
    unsigned long value = strtoul(text, &end, 10);
    *offset = (unsigned)value;
    return *text >= '0' && *text <= '9' && *end == '\0' && value < 100000;
}

struct wanted {
    char chip[256];
    unsigned out, in;
    bool out_low, in_low, has_in;
};

static bool read_wanted(const char *rest, struct wanted *out)
{
    char text[320], *rest_of = text;
    if (snprintf(text, sizeof text, "%s", rest) >= (int)sizeof text) {
        return false;
    }
    const char *chip = strsep(&rest_of, ":");
    const char *pulse = strsep(&rest_of, ":"), *passed = strsep(&rest_of, ":");
    *out = (struct wanted){.has_in = passed != NULL};
    snprintf(out->chip, sizeof out->chip, "%.255s", chip);
    return *chip && strlen(chip) < sizeof out->chip && !rest_of && pulse &&
           read_line(pulse, &out->out, &out->out_low) &&
           (!passed || read_line(passed, &out->in, &out->in_low));
}

static struct gpiod_line *find_line(struct gate_lines *lines, const struct wanted *wanted,
                                    unsigned offset)
{
    struct gpiod_line *line = gpiod_chip_get_line(lines->chip, offset);
    if (!line) {
        LOG_ERRNO("gpio %s: has no line %u; 'gpioinfo' lists what there is", wanted->chip, offset);
    }
    return line;
}

static bool request_lines(struct gate_lines *lines, const struct wanted *wanted)
{
    int out_flags = wanted->out_low ? GPIOD_LINE_REQUEST_FLAG_ACTIVE_LOW : 0;
    /* a dry contact to ground needs the board's pull-up */
    int in_flags = wanted->in_low
                       ? GPIOD_LINE_REQUEST_FLAG_ACTIVE_LOW | GPIOD_LINE_REQUEST_FLAG_BIAS_PULL_UP
                       : 0;
    if (!(lines->out = find_line(lines, wanted, wanted->out)) ||
        (wanted->has_in && !(lines->in = find_line(lines, wanted, wanted->in)))) {
        return false;
    }
    if (gpiod_line_request_output_flags(lines->out, CONSUMER, out_flags, 0) != 0 ||
        (lines->in &&
         gpiod_line_request_rising_edge_events_flags(lines->in, CONSUMER, in_flags) != 0)) {
        LOG_ERRNO("gpio %s: line %u or %u cannot be had; does another program hold it? 'gpioinfo' "
                  "tells",
                  wanted->chip, wanted->out, wanted->in);
        return false;
    }
    return true;
}

static void gpio_close(struct gate *gate)
{
    struct gate_lines *lines = gate->lines;
    if (lines && lines->chip) {
        if (lines->out && gpiod_line_is_requested(lines->out)) {
            gpiod_line_set_value(lines->out, 0); /* never left open */
        }
        gpiod_chip_close(lines->chip); /* and its lines */
    }
    free(lines);
    gate->lines = NULL;
}

static bool gpio_open(struct gate *gate, const char *rest)
{
    struct wanted wanted;
    if (!read_wanted(rest, &wanted)) {
        LOG_ERROR("gpio:%s: write gpio:CHIP:LINE or gpio:CHIP:LINE:PASSED, such as "
                  "gpio:gpiochip0:17:!27 (! is a line that is on when low)",
                  rest);
        return false;
    }
    gate->lines = calloc(1, sizeof *gate->lines);
    if (!gate->lines) {
        LOG_ERROR("no memory");
        return false;
    }
    gate->lines->chip = gpiod_chip_open_lookup(wanted.chip);
    if (!gate->lines->chip) {
        LOG_ERRNO("gpio %s: cannot be opened; 'gpiodetect' lists the chips, and this user must be "
                  "in the group gpio",
                  wanted.chip);
        return false;
    }
    return request_lines(gate->lines, &wanted);
}

static bool set_out(struct gate *gate, int value)
{
    if (gpiod_line_set_value(gate->lines->out, value) != 0) {
        LOG_ERRNO("the gpio line to the turnstile cannot be set");
        return false;
    }
    return true;
}

/* One edge that waits, if any. False: the device failed. */
static bool take_edge(struct gate *gate, bool *edge)
{
    static const struct timespec at_once = {0, 0};
    struct gpiod_line_event event;
    int waiting = gpiod_line_event_wait(gate->lines->in, &at_once);
    if (waiting > 0 && gpiod_line_event_read(gate->lines->in, &event) != 0) {
        waiting = -1;
    }
    if (waiting < 0) {
        LOG_ERRNO("the gpio line from the turnstile cannot be read");
        return false;
    }
    *edge = waiting > 0;
    return true;
}

static bool gpio_admit(struct gate *gate, int pulse_ms)
{
    const struct timespec pulse = {pulse_ms / 1000, pulse_ms % 1000 * 1000000L};
    bool edge = gate->lines->in != NULL;
    for (int i = 0; edge && i < EVENTS_MAX; i++) { /* an old turn is nobody's */
        if (!take_edge(gate, &edge)) {
            return false;
        }
    }
    if (!set_out(gate, 1)) {
        return false;
    }
    nanosleep(&pulse, NULL);
    return set_out(gate, 0);
}

static bool gpio_deny(struct gate *gate)
{
    return set_out(gate, 0);
}

/* The kernel keeps the edges, so that a short turn between two looks counts too. A lamp has no line
 * that tells: whoever is let in has passed. */
static bool gpio_passed(struct gate *gate, bool *out)
{
    *out = true;
    return !gate->lines->in || take_edge(gate, out);
}

const struct gate_ops gate_gpio = {"gpio",     gpio_open, gpio_close,
                                   gpio_admit, gpio_deny, gpio_passed};
