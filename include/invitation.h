/*
 * Invitation: the page or picture that a delegate receives and holds up to the kiosk.
 */
#ifndef LANYARD_INVITATION_H
#define LANYARD_INVITATION_H

#include "badge.h"

struct invitation {
    char event_name[BADGE_TEXT_SIZE];
    char event_dates[64];
    char place[BADGE_TEXT_SIZE];       /* where to check in */
    char name[BADGE_TEXT_SIZE];        /* Latin */
    char native_name[BADGE_TEXT_SIZE]; /* "" when the same */
    char delegation[BADGE_TEXT_SIZE];
    char how_to[512]; /* "Hold this code up to the camera at the entrance." */
    char qr_text[256];
};

/* The code alone as a PNG: black on white, quiet zone of 4 modules, `module_px` pixels a module. */
bool invitation_render_png(const struct invitation *invitation, int module_px, struct bytes *out);

/* One A4 page. */
bool invitation_render_pdf(struct badge_renderer *renderer, const struct invitation *invitation,
                           struct bytes *out);

#endif
