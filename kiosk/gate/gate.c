#define LOG_MODULE "gate"
#include "gate.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "kiosk/gate/device.h"
#include "log.h"
#include "timebase.h"

#define LOOK_EVERY_MS 10

const char *gate_answer_string(enum gate_answer answer)
{
    static const char *const names[] = {"passed", "no-show", "broken"};
    return names[answer];
}

/* NULL after one log line: there is no such kind. */
static const struct gate_ops *find_kind(const char *spec)
{
    static const struct gate_ops *const kinds[] = {&gate_serial, &gate_relay, &gate_file,
                                                   &gate_gpio, &gate_simulated};
    size_t length = strcspn(spec, ":");
    for (size_t i = 0; spec[length] == ':' && i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strlen(kinds[i]->kind) == length && strncmp(kinds[i]->kind, spec, length) == 0) {
            return kinds[i];
        }
    }
    LOG_ERROR("%s: a gate is serial:DEVICE, relay:DEVICE, gpio:CHIP:LINE:PASSED, file:PATH or "
              "simulated:ANSWER",
              spec);
    return NULL;
}

bool gate_spec_check(const char *spec)
{
    return find_kind(spec) != NULL;
}

struct gate *gate_open(const char *spec)
{
    const struct gate_ops *ops = find_kind(spec);
    struct gate *gate = ops ? calloc(1, sizeof *gate) : NULL;
    if (!gate) {
        if (ops) {
            LOG_ERROR("no memory");
        }
        return NULL;
    }
    gate->in = gate->out = -1;
    gate->ops = ops;
    if (!ops->open(gate, strchr(spec, ':') + 1)) {
        gate_close(gate);
        return NULL;
    }
    return gate;
}

void gate_close(struct gate *gate)
{
    if (gate) {
        gate->ops->close(gate);
        free(gate);
    }
}

enum gate_answer gate_admit(struct gate *gate, int pulse_ms, int wait_ms)
{
    const struct timespec pause = {0, LOOK_EVERY_MS * 1000000L};
    int64_t until_us = time_monotonic_us() + wait_ms * INT64_C(1000);
    bool passed = false;
    if (!gate->ops->admit(gate, pulse_ms)) {
        return GATE_BROKEN;
    }
    for (;;) {
        if (!gate->ops->passed(gate, &passed)) {
            return GATE_BROKEN;
        }
        if (passed || time_monotonic_us() >= until_us) {
            return passed ? GATE_PASSED : GATE_NO_SHOW;
        }
        nanosleep(&pause, NULL);
    }
}

bool gate_deny(struct gate *gate)
{
    return gate->ops->deny(gate);
}
