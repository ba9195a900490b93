#include "tests/gate/fake_gpiod.h"

#include <errno.h>
#include <gpiod.h>
#include <string.h>

struct fake_line fake_lines[4];
bool fake_chip_open;

struct gpiod_chip {
    int unused;
};
struct gpiod_line {
    struct fake_line *fake;
};
static struct gpiod_chip the_chip;
static struct gpiod_line handles[4];

struct gpiod_chip *gpiod_chip_open_lookup(const char *name)
{
    errno = ENOENT;
    if (strcmp(name, "gpiochip0") != 0) {
        return NULL;
    }
    fake_chip_open = true;
    return &the_chip;
}

void gpiod_chip_close(struct gpiod_chip *chip)
{
    (void)chip;
    for (int i = 0; i < 4; i++) {
        fake_lines[i].requested = false;
    }
    fake_chip_open = false;
}

struct gpiod_line *gpiod_chip_get_line(struct gpiod_chip *chip, unsigned int offset)
{
    (void)chip;
    errno = EINVAL;
    if (offset >= 4) {
        return NULL;
    }
    handles[offset].fake = &fake_lines[offset];
    return &handles[offset];
}

static int request(struct gpiod_line *line, int flags)
{
    errno = EBUSY;
    if (line->fake->requested) {
        return -1;
    }
    line->fake->requested = true;
    line->fake->active_low = flags & GPIOD_LINE_REQUEST_FLAG_ACTIVE_LOW;
    line->fake->pull_up = flags & GPIOD_LINE_REQUEST_FLAG_BIAS_PULL_UP;
    return 0;
}

int gpiod_line_request_output_flags(struct gpiod_line *line, const char *consumer, int flags,
                                    int default_val)
{
    (void)consumer;
    line->fake->value = default_val;
    return request(line, flags);
}

int gpiod_line_request_rising_edge_events_flags(struct gpiod_line *line, const char *consumer,
                                                int flags)
{
    (void)consumer;
    return request(line, flags);
}

bool gpiod_line_is_requested(struct gpiod_line *line)
{
    return line->fake->requested;
}

int gpiod_line_set_value(struct gpiod_line *line, int value)
{
    errno = EIO;
    if (line->fake->broken) {
        return -1;
    }
    if (value && !line->fake->value) {
        line->fake->pulses++;
        for (int i = 0; i < 4; i++) {
            fake_lines[i].edges += fake_lines[i].on_pulse;
        }
    }
    line->fake->value = value;
    return 0;
}

int gpiod_line_event_wait(struct gpiod_line *line, const struct timespec *timeout)
{
    (void)timeout;
    errno = EIO;
    return line->fake->broken ? -1 : line->fake->edges > 0;
}

int gpiod_line_event_read(struct gpiod_line *line, struct gpiod_line_event *event)
{
    event->event_type = GPIOD_LINE_EVENT_RISING_EDGE;
    line->fake->edges--;
    return 0;
}
