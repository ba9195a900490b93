/*
 * Guidance: what would help the camera now, from what the decoder saw in each frame. Advice that
 * holds is shown, and stays long enough to be read. Pure; one thread at a time.
 */
#ifndef LANYARD_GUIDANCE_H
#define LANYARD_GUIDANCE_H

#include "scanner.h"
#include "ui.h"

struct guidance {
    enum ui_guidance shown, next; /* `next` is becoming true */
    int64_t shown_us, next_us;    /* since when */
};

/* What one frame says. */
enum ui_guidance guidance_of(const struct scan_result *result, const struct frame *frame);

/* Takes one frame's advice; returns what is to be shown. */
enum ui_guidance guidance_step(struct guidance *guidance, enum ui_guidance advice, int64_t now_us);

/* Whether a code is a badge or an invitation (LY1), which its signature proves. */
bool guidance_is_ticket(const struct scan_code *scanned);

/* How many different badges and invitations (LY1) a frame holds. */
int guidance_tickets(const struct scan_result *result);

/* Whether a code of the frame is to be looked at: none while several tickets are held up, and no
 * link or contact card that stands beside a ticket. */
bool guidance_takes(const struct scan_code *code, int tickets);

#endif
