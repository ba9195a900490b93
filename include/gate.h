/*
 * Gate: a turnstile or lamp beside a checkpoint. It is told to admit one person, and may say
 * whether the person has passed. One thread; nothing here blocks longer than it is told to.
 *
 *   serial:DEVICE     lines of text at 9600 8N1: "ADMIT MS" and "DENY" out, "PASSED" in
 *   relay:DEVICE      an RS-232 port as two wires: RTS is raised for the pulse; CTS says "passed"
 *   gpio:CHIP:LINE:PASSED  two lines of a board's connector (libgpiod), such as
 *                     gpio:gpiochip0:17:!27; "!" is a line that is on when low (an input then has
 *                     the board's pull-up); without PASSED a lamp: whoever is let in has passed
 *   file:PATH         the lines are added to PATH; PATH.in is read for "PASSED"
 *   simulated:ANSWER  "passed", "no-show" or "broken"
 */
#ifndef LANYARD_GATE_H
#define LANYARD_GATE_H

#include <stdbool.h>

struct gate;

enum gate_answer {
    GATE_PASSED,
    GATE_NO_SHOW, /* nobody passed in time */
    GATE_BROKEN,  /* the device failed; one log line */
};
const char *gate_answer_string(enum gate_answer answer); /* "passed", "no-show", "broken" */

bool gate_spec_check(const char *spec); /* false after one log line: no kind of gate */

/* NULL after one log line. */
struct gate *gate_open(const char *spec);
void gate_close(struct gate *gate); /* NULL-safe */

/* Opens for `pulse_ms` and waits up to `wait_ms` for the acknowledgement. */
enum gate_answer gate_admit(struct gate *gate, int pulse_ms, int wait_ms);

/* Shows red. False: the device failed; one log line. */
bool gate_deny(struct gate *gate);

#endif
