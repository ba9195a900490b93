/*
 * Code text: gathers what a hand scanner sends, byte by byte, into whole texts. Scanners end a text
 * with CR, LF or Tab, or, if set up so, with nothing: then a pause ends it. Pure.
 */
#ifndef SCANNER_CODE_TEXT_H
#define SCANNER_CODE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CODE_TEXT_MAX 4096
#define CODE_TEXT_PAUSE_US (300 * 1000) /* no scanner waits as long between two bytes */
#define CODE_TEXT_LEAST 4               /* bytes that a pause makes a text; fewer are noise */

enum code_text_event {
    CODE_TEXT_NONE,
    CODE_TEXT_READY, /* bytes[0..length) is a whole text, until the next call */
    CODE_TEXT_LOST,  /* something began but was cut off or is too long; it is dropped */
};

struct code_text {                    /* starts as zeroes */
    uint8_t bytes[CODE_TEXT_MAX + 1]; /* NUL after the text */
    size_t length;
    bool done;       /* the next byte starts a new text */
    bool too_long;   /* dropped up to its terminator */
    bool terminates; /* this scanner ends its texts: a pause means that one was cut off */
    int64_t last_us;
};

/* Time passes; call it before each byte and when none came for CODE_TEXT_PAUSE_US. */
enum code_text_event code_text_tick(struct code_text *text, int64_t now_us);

/* The next byte. A symbology mark at the start ("]Q1") is left out of the text. */
enum code_text_event code_text_byte(struct code_text *text, uint8_t byte, int64_t now_us);

/* Whether a pause would change anything: somebody must call code_text_tick then. */
bool code_text_is_open(const struct code_text *text);

#endif
