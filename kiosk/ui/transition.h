/*
 * Transition: the picture of the last screen fades into that of the new one. Its two pictures are
 * kept from one transition to the next, so that the first picture of a decision need not wait for
 * memory; they are wiped at each end. Main thread.
 */
#ifndef LANYARD_UI_TRANSITION_H
#define LANYARD_UI_TRANSITION_H

#include <cairo.h>
#include <stdbool.h>
#include <stdint.h>

struct transition {
    cairo_surface_t *from, *to; /* owned; NULL: not made yet */
    bool runs;
    bool has_to; /* `to` is drawn */
    int64_t start_us;
};

/* Keeps what is on `surface` as the start. False: no memory, there is no transition. */
bool transition_begin(struct transition *transition, cairo_surface_t *surface, int64_t now_us);

/* Draws the moment onto `surface`. False: it is over (or the sizes differ). */
bool transition_draw(struct transition *transition, cairo_surface_t *surface, int64_t now_us);

/* Stops and wipes the pictures. */
void transition_end(struct transition *transition);
void transition_finish(struct transition *transition); /* and frees them */

#endif
