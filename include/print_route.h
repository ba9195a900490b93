/*
 * Print route: which of a station's printers a badge goes to. What an organiser wrote about each
 * printer (printers.ini, docs/printing.md), how each stands, and the choice. Pure.
 */
#ifndef LANYARD_PRINT_ROUTE_H
#define LANYARD_PRINT_ROUTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PRINTERS_MAX 16
#define PRINTER_NAME_SIZE 64
#define PRINTER_MEDIA_MAX 8

/* What makes a finished job a badge in somebody's hand; a person's word always does. */
enum print_confirm {
    PRINT_CONFIRM_COUNT,  /* the printer's own count of impressions */
    PRINT_CONFIRM_CAMERA, /* the kiosk's camera reads the printed code */
    PRINT_CONFIRM_PERSON, /* "I have my badge", or staff */
    PRINT_CONFIRM_COUNT_OF,
};
const char *print_confirm_string(enum print_confirm confirm); /* "count", "camera", "person" */
bool print_confirm_parse(const char *text, enum print_confirm *out);

struct printer_profile {
    char name[PRINTER_NAME_SIZE]; /* what staff call it */
    char device[128];             /* see print_device_open */
    uint8_t categories[32];       /* a bit for each code that it prints; none: every category */
    char media[PRINTER_MEDIA_MAX][64]; /* PWG names of the stock that is in it */
    size_t media_count;                /* 0: whatever it offers */
    enum print_confirm confirm;
    int order;         /* the smaller is preferred; among equals the load is shared */
    int low;           /* warn when this many badges are left, or for LOW_MINUTES */
    bool shared;       /* other programs print on it, too */
    char options[128]; /* printer_config.options; "" for none */
};

struct printer_book {
    struct printer_profile printers[PRINTERS_MAX];
    int count; /* at least 1 */
};

/* How a printer stands. */
struct route_printer {
    const struct printer_profile *profile;
    bool known;       /* it has been looked at */
    bool accepting;   /* else its queue takes no jobs */
    uint32_t reasons; /* print_device.h */
    bool busy;        /* a badge of ours is in it */
    bool tried;       /* this badge came back from it */
    int remaining;    /* badges left; -1: nobody has counted */
    int64_t served;   /* how many badges it was given: the load to share */
};

struct route_job {
    uint8_t category;
    const char *media; /* PWG name of the template's paper */
};

/* What speaks against a printer, the lighter first. */
enum route_answer {
    ROUTE_TAKES,
    ROUTE_BUSY,     /* later */
    ROUTE_BLOCKED,  /* once somebody has seen to it */
    ROUTE_TRIED,    /* not for this badge again */
    ROUTE_MEDIA,    /* other stock is in it */
    ROUTE_CATEGORY, /* it is for others */
};
const char *route_answer_string(enum route_answer answer); /* "takes it", "is busy", … */
enum route_answer route_check(const struct route_printer *printer, const struct route_job *job);

/*
 * The printer for the job: one that takes it, by order, then with stock left, then the least
 * served. -1: none does now, and *why is the lightest that stands against one of them.
 */
int route_choose(const struct route_printer *printers, int count, const struct route_job *job,
                 enum route_answer *why);

#endif
