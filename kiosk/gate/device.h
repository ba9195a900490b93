/* A kind of gate; for the files of gate/. */
#ifndef LANYARD_GATE_DEVICE_H
#define LANYARD_GATE_DEVICE_H

#include "gate.h"

struct gate_ops {
    const char *kind; /* before the colon */
    bool (*open)(struct gate *gate, const char *rest);
    void (*close)(struct gate *gate);
    bool (*admit)(struct gate *gate, int pulse_ms);
    bool (*deny)(struct gate *gate);
    /* Whether somebody has passed since admit. False: the device failed. Does not wait. */
    bool (*passed)(struct gate *gate, bool *out);
};

struct gate {
    const struct gate_ops *ops;
    int out, in;   /* descriptors, owned; -1: none */
    char seen[64]; /* of the line being read */
    unsigned seen_size;
    bool raised;              /* relay: CTS as it was when the pulse began */
    enum gate_answer answer;  /* simulated */
    struct gate_lines *lines; /* gpio; owned */
};

extern const struct gate_ops gate_serial, gate_relay, gate_file, gate_gpio, gate_simulated;

#endif
