/*
 * A day: many stations at work at the same time, each with a thread at its door and the real sync thread, against a hub
 * that is slow, killed and restored under them. For `lanyard simulate --minutes`.
 */
#ifndef LANYARD_SIMULATE_DAY_H
#define LANYARD_SIMULATE_DAY_H

#include "kiosk/commands/command.h"
#include "kiosk/commands/simulate.h"

/* What goes wrong, from one minute of the day to another. */
enum trouble_kind {
    TROUBLE_APART,   /* one station has no way to the hub */
    TROUBLE_DOWN,    /* the hub is killed: sessions end, nobody gets in */
    TROUBLE_SLOW,    /* whoever writes waits for a second, again and again */
    TROUBLE_RESTORE, /* it comes back as it was at the backup, taken at the first minute */
};
struct trouble {
    enum trouble_kind kind;
    int station; /* of TROUBLE_APART, from 0 */
    double from, to;
    bool on, over; /* while the day runs */
};
#define TROUBLES_MAX 64

enum act { ACT_ARRIVE, ACT_ENTER, ACT_LEAVE, ACT_CORRECT };

struct appointment {
    double minute;
    uint64_t holder;
    enum act act;
    int station;
};

/* In order of time. */
struct plan {
    struct appointment *list; /* owned */
    size_t count;
};
/* Everybody arrives and enters the hall; a few show a copy elsewhere, leave, or are corrected. The caller frees the
 * list. */
bool plan_make(struct simulation *simulation, double minutes, struct plan *plan);

struct day_options {
    int minutes;
    double speed;          /* minutes of the day in a minute of the clock */
    const char *partition; /* NULL: by the seed */
    const char *plot;      /* NULL: none */
};

/* "2:10-25,hub:30-35,slow:40-45,restore:20-50"; "none". False: said on stderr. */
bool troubles_parse(const char *text, int stations, struct trouble *out, int *count);
/* By the seed: half of the stations apart once, the hub slow, killed, and restored once. */
void troubles_make(struct simulation *simulation, double minutes, struct trouble *out, int *count);

struct day_sample {
    double minute;
    int64_t passages; /* so far */
    int connected;
    int64_t waiting;   /* of all stations */
    double age_s;      /* of the station that is furthest behind, by the clock */
    int64_t incidents; /* so far, where most are known */
};
#define SAMPLES_MAX 1024

struct day_result {
    int64_t passages, refused, corrections, restarts;
    double commit_p50_ms, commit_p99_ms;
    int64_t most_waiting;
    double seconds, catch_up_s; /* the day; from its end until everybody has everything */
    struct trouble troubles[TROUBLES_MAX];
    int trouble_count;
    struct day_sample samples[SAMPLES_MAX];
    int sample_count;
};

/* Runs the day in a simulation that is set up, and brings all together. False: logged. */
bool day_run(struct simulation *simulation, const struct day_options *options,
             struct day_result *out);

/* Draws throughput, lag and incidents over time as SVG. */
bool day_plot(const char *path, const struct simulation *simulation,
              const struct day_options *options, const struct day_result *result);

/* All of it, with its report. */
enum exit_status simulate_day(const struct common *common,
                              const struct simulation_options *simulated,
                              const struct day_options *options);

#endif
