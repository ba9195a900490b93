/*
 * Print stock: how many badges are left in a printer, how fast they go and when it will be empty,
 * and how a printer stands as a desk shows it. Plain values; pure.
 */
#ifndef LANYARD_PRINT_STOCK_H
#define LANYARD_PRINT_STOCK_H

#include "print_route.h"

#define STOCK_LOW_MINUTES 15 /* the warning before it is empty */

/* What the store counted of one printer (store_stock). */
struct stock_count {
    bool known;       /* somebody has said how many were put in */
    int loaded;       /* … so many … */
    int64_t since_ms; /* … then */
    int used;         /* badges that came out since */
    int last_hour;    /* badges that came out within the last hour … */
    int64_t first_ms; /* … the first of them; 0: none */
};

struct stock_estimate {
    int remaining;    /* -1: not known; 0: empty by our count, which a wasted badge makes wrong */
    int per_hour;     /* the pace of now, badges an hour */
    int minutes_left; /* -1: not known, or nothing is printed */
    bool low;         /* somebody should bring stock */
};

/* `low` is the profile's. */
struct stock_estimate stock_estimate(const struct stock_count *count, int low, int64_t now_ms);

/* ---- for a screen or a listing ---- */
enum printer_health {
    PRINTER_HEALTH_READY,
    PRINTER_HEALTH_PRINTING,
    PRINTER_HEALTH_LOW,     /* prints, but somebody should come soon */
    PRINTER_HEALTH_BLOCKED, /* prints nothing until somebody has come */
    PRINTER_HEALTH_AWAY,    /* does not answer */
};
const char *printer_health_string(enum printer_health health); /* "ready", "printing", … */

struct printer_overview {
    char name[PRINTER_NAME_SIZE];
    char device[128];
    enum printer_health health;
    uint32_t reasons; /* print_device.h */
    /* The message (message.h) that says what to do, for {printer}, {count} and {minutes}; "":
     * nothing. */
    char advice[40];
    enum print_confirm confirm;
    struct stock_estimate stock;
    int waiting;          /* badges of this station that are in it */
    int64_t served;       /* badges that it was given since the start */
    char last_fault[128]; /* of the last badge that failed here, in words for staff; "": none */
};

/* Fills health and advice from reasons, stock and waiting. `accepting`: its queue takes jobs. */
void printer_overview_judge(struct printer_overview *overview, bool accepting);

#endif
