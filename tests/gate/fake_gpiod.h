/* libgpiod as a chip of four lines that a test plays; linked in place of the library. */
#ifndef LANYARD_FAKE_GPIOD_H
#define LANYARD_FAKE_GPIOD_H

#include <stdbool.h>

struct fake_line {
    bool requested, active_low, pull_up, broken;
    int value;    /* logical */
    int pulses;   /* how often it was raised */
    int edges;    /* that wait to be read */
    int on_pulse; /* edges that come when line 0 is raised */
};
extern struct fake_line fake_lines[4];
extern bool fake_chip_open;

#endif
