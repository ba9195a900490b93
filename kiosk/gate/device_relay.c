/* A gate on two wires of an RS-232 port, and one that is only played. */
#define LOG_MODULE "gate"
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "kiosk/gate/device.h"
#include "log.h"

static bool relay_line(struct gate *gate, bool raised)
{
    int bits = TIOCM_RTS;
    if (ioctl(gate->out, raised ? TIOCMBIS : TIOCMBIC, &bits) != 0) {
        LOG_ERRNO("the relay's port has no RTS line: use a true RS-232 port or adapter");
        return false;
    }
    return true;
}

static bool relay_cts(struct gate *gate, bool *out)
{
    int bits = 0;
    if (ioctl(gate->out, TIOCMGET, &bits) != 0) {
        LOG_ERRNO("the relay's port has no CTS line: use a true RS-232 port or adapter");
        return false;
    }
    *out = bits & TIOCM_CTS;
    return true;
}

static bool relay_open(struct gate *gate, const char *path)
{
    gate->out = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (gate->out < 0) {
        LOG_ERRNO(
            "%s: cannot be opened as a serial port; is the relay connected, and may this user "
            "use it (group dialout)?",
            path);
        return false;
    }
    return relay_line(gate, false);
}

static void relay_close(struct gate *gate)
{
    if (gate->out >= 0) {
        int bits = TIOCM_RTS;
        ioctl(gate->out, TIOCMBIC, &bits); /* never left open */
        close(gate->out);
    }
}

static bool relay_admit(struct gate *gate, int pulse_ms)
{
    const struct timespec pulse = {pulse_ms / 1000, pulse_ms % 1000 * 1000000L};
    if (!relay_cts(gate, &gate->raised) || !relay_line(gate, true)) {
        return false;
    }
    nanosleep(&pulse, NULL);
    return relay_line(gate, false);
}

static bool relay_deny(struct gate *gate)
{
    return relay_line(gate, false);
}

/* An arm that turns raises CTS; one that hangs there from before says nothing. */
static bool relay_passed(struct gate *gate, bool *out)
{
    bool raised;
    if (!relay_cts(gate, &raised)) {
        return false;
    }
    *out = raised && !gate->raised;
    gate->raised = raised;
    return true;
}

const struct gate_ops gate_relay = {"relay",     relay_open, relay_close,
                                    relay_admit, relay_deny, relay_passed};

static bool simulated_open(struct gate *gate, const char *answer)
{
    for (int i = GATE_PASSED; i <= GATE_BROKEN; i++) {
        if (strcmp(answer, gate_answer_string((enum gate_answer)i)) == 0) {
            gate->answer = (enum gate_answer)i;
            return true;
        }
    }
    LOG_ERROR("simulated:%s: the answer is passed, no-show or broken", answer);
    return false;
}

static void simulated_close(struct gate *gate)
{
    (void)gate;
}

static bool simulated_admit(struct gate *gate, int pulse_ms)
{
    (void)pulse_ms;
    if (gate->answer == GATE_BROKEN) {
        LOG_ERROR("the simulated gate is broken, as asked");
    }
    return gate->answer != GATE_BROKEN;
}

static bool simulated_deny(struct gate *gate)
{
    return gate->answer != GATE_BROKEN;
}

static bool simulated_passed(struct gate *gate, bool *out)
{
    *out = gate->answer == GATE_PASSED;
    return true;
}

const struct gate_ops gate_simulated = {"simulated",     simulated_open, simulated_close,
                                        simulated_admit, simulated_deny, simulated_passed};
