/*
 * Scanner: turns light into text.
 *
 * decoder: one picture in, the QR codes in it out. No threads, no devices.
 * scanner: a frame source, a one-slot newest-wins buffer, a decoder and a debounce, on threads of
 * their own; reports by callback.
 */
#ifndef LANYARD_SCANNER_H
#define LANYARD_SCANNER_H

#include "frame_source.h"

#define SCAN_DATA_MAX 4096 /* bytes; more than a version-40 QR code holds */
#define SCAN_CODES_MAX 16

struct scan_point {
    float x, y; /* pixels of the frame, origin top left */
};

struct scan_code {
    uint8_t data[SCAN_DATA_MAX];  /* raw bytes as coded, then a NUL; marks at the ends stripped */
    size_t size;                  /* without the NUL */
    struct scan_point corners[4]; /* clockwise from the code's own top left */
};

/* What the decoder looked at, for a debug overlay and for `lanyard scan --json`. */
enum scan_mark_kind {
    SCAN_MARK_FINDER,    /* one of a code's three corner patterns, or what looks like one */
    SCAN_MARK_CANDIDATE, /* three of them in a square: looked like a code and was not read */
    SCAN_MARK_READ,
};

struct scan_mark {
    enum scan_mark_kind kind;
    struct scan_point corners[4];
};

#define SCAN_MARKS_MAX 64

/* One pass over the frame, or over a part or a sharpened copy of it. */
struct scan_stage {
    const char *name; /* "track", "frame", "sharp-half", "sharp", "doubled", "whole"; static text */
    int finders, candidates, read; /* found: corner patterns, likely codes, codes */
    int64_t elapsed_us;
};
#define SCAN_STAGES_MAX 8

/* One way of reading a candidate. */
struct scan_step {
    const char *name; /* as in `method`; static text */
    int tries, read;
};
#define SCAN_STEPS_MAX 16

struct scan_result {
    struct scan_code codes[SCAN_CODES_MAX];
    size_t count;
    const char
        *method; /* which step of the cascade read the first code; static text, "" for none */
    int64_t elapsed_us;
    struct scan_mark marks[SCAN_MARKS_MAX];
    size_t mark_count;
    struct scan_stage stages[SCAN_STAGES_MAX]; /* in order of time */
    size_t stage_count;
    struct scan_step steps[SCAN_STEPS_MAX];
    size_t step_count;
};

/* "finder", "candidate", "read" */
const char *scan_mark_string(enum scan_mark_kind kind);

struct decode_options {
    bool first_only; /* stop at the first code */
    int budget_ms;   /* give up after this long; 0: no limit */
    bool track;      /* frames follow each other: look first where the last code was, and leave the
                        dearest search to every 30th frame */
    bool thorough;   /* a single picture that matters: search all of it before giving up */
};

struct decoder;
struct decoder *decoder_create(void); /* NULL: no memory */
void decoder_destroy(struct decoder *decoder);

/* Decodes every QR code in `frame` (or the first). `result` is filled anew. Returns its count. One
 * decoder belongs to one thread at a time. */
size_t decoder_decode(struct decoder *decoder, const struct frame *frame,
                      const struct decode_options *options, struct scan_result *result);

/* Reads a picture file (PNG, JPEG, PGM) as luma. False: one log line. */
bool frame_load(const char *path, struct frame *out);
/* The same, but says why not in `why` instead of logging. */
bool frame_read(const char *path, struct frame *out, char *why, size_t size);

/* Whether `name` has a picture's ending (.png .jpg .jpeg .pgm, any case). */
bool frame_name_is_picture(const char *name);

enum scanner_state {
    SCANNER_STARTING,
    SCANNER_RUNNING,
    SCANNER_LOST,  /* unplugged, or frozen, black or silent for nearly 2 s; looking for it */
    SCANNER_ENDED, /* a replay is over */
};

struct scanner_config {
    const char *source_spec; /* see frame_source_open */
    struct frame_source_options source_options;
    int debounce_ms; /* a code that stays in view, or returns within this time, is one scan; 0: 1500
                      */

    /* Called on the scanner's threads; arguments are only lent for the call. Each may be NULL. */
    /* Whether one reading of a code is enough, as it is signed: any other is a scan only once two
     * frames agree on it. NULL: one reading is enough for every code. */
    bool (*is_proven)(const struct scan_code *code, void *userdata);
    void (*on_code)(const struct scan_code *code, const struct frame *frame, void *userdata);
    /* each decoded frame as a whole, before its codes */
    void (*on_result)(const struct scan_result *result, const struct frame *frame, void *userdata);
    void (*on_frame)(const struct frame *frame,
                     void *userdata); /* each frame, for the live picture */
    void (*on_state)(enum scanner_state state, const char *description, void *userdata);
    void *userdata;
};

struct scanner;

/* Opens the source and starts the threads. NULL with one log line when there is no source. */
struct scanner *scanner_start(const struct scanner_config *config);

/* As frame_source_hold, for the scanner's source. Any thread. */
bool scanner_hold(struct scanner *scanner, const char *name);

/* Forgets what the debounce has seen: the next sight of any code is a scan again. Any thread. */
void scanner_rearm(struct scanner *scanner);

struct scanner_stats {
    uint64_t frames, decoded, dropped, codes;
    int64_t decode_us_max, decode_us_total;
};
void scanner_stats(struct scanner *scanner, struct scanner_stats *out);

/* Stops the threads and frees everything; no callback comes after it returns. NULL-safe. */
void scanner_stop(struct scanner *scanner);

#endif
