/* Gates that speak lines of text: on a serial port, or in a pair of files. */
#define LOG_MODULE "gate"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "kiosk/gate/device.h"
#include "log.h"

static bool serial_open(struct gate *gate, const char *path)
{
    struct termios mode;
    gate->out = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (gate->out < 0 || tcgetattr(gate->out, &mode) != 0) {
        LOG_ERRNO("%s: cannot be opened as a serial port; is the turnstile connected, and may this "
                  "user use it (group dialout)?",
                  path);
        return false;
    }
    cfmakeraw(&mode);
    cfsetspeed(&mode, B9600);
    mode.c_cflag |= CLOCAL | CREAD;
    tcsetattr(gate->out, TCSANOW, &mode);
    gate->in = dup(gate->out);
    return gate->in >= 0;
}

static bool file_open(struct gate *gate, const char *path)
{
    char in[4096];
    snprintf(in, sizeof in, "%s.in", path);
    gate->out = open(path, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK | O_CLOEXEC, 0644);
    gate->in = open(in, O_RDONLY | O_CREAT | O_NONBLOCK | O_CLOEXEC, 0644);
    if (gate->out < 0 || gate->in < 0) {
        LOG_ERRNO("%s: cannot be opened; choose a file in a folder that you may write to", path);
        return false;
    }
    if (lseek(gate->in, 0, SEEK_END) < 0 && errno != ESPIPE) { /* what was said before is over */
        LOG_ERRNO("%s: cannot be read from its end", in);
        return false;
    }
    return true;
}

static void line_close(struct gate *gate)
{
    if (gate->in >= 0) {
        close(gate->in);
    }
    if (gate->out >= 0) {
        close(gate->out);
    }
}

static bool say(struct gate *gate, const char *line)
{
    size_t length = strlen(line);
    if (write(gate->out, line, length) == (ssize_t)length) {
        return true;
    }
    LOG_ERRNO("the turnstile takes no orders: look at its cable");
    return false;
}

static bool line_admit(struct gate *gate, int pulse_ms)
{
    char line[32], rest[256];
    while (read(gate->in, rest, sizeof rest) > 0) { /* an old acknowledgement is nobody's */
    }
    gate->seen_size = 0;
    snprintf(line, sizeof line, "ADMIT %d\n", pulse_ms);
    return say(gate, line);
}

static bool line_deny(struct gate *gate)
{
    return say(gate, "DENY\n");
}

/* One character of what the device says; true when it ends the word. */
static bool take(struct gate *gate, char c)
{
    if (c != '\n' && c != '\r') {
        gate->seen_size = gate->seen_size < sizeof gate->seen ? gate->seen_size : 0;
        gate->seen[gate->seen_size++] = c;
        return false;
    }
    bool passed = gate->seen_size == 6 && memcmp(gate->seen, "PASSED", 6) == 0;
    gate->seen_size = 0;
    return passed;
}

static bool line_passed(struct gate *gate, bool *out)
{
    char c;
    ssize_t got;
    while ((got = read(gate->in, &c, 1)) == 1) {
        if (take(gate, c)) {
            *out = true;
            return true;
        }
    }
    if (got < 0 && errno != EAGAIN && errno != EINTR) {
        LOG_ERRNO("the turnstile cannot be heard: look at its cable");
        return false;
    }
    return true;
}

const struct gate_ops gate_serial = {"serial",   serial_open, line_close,
                                     line_admit, line_deny,   line_passed};
const struct gate_ops gate_file = {"file",     file_open, line_close,
                                   line_admit, line_deny, line_passed};
