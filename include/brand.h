/*
 * Brand: an event's own look, from theme.ini in its folder: plain values that the station reads and
 * the screens use. Verdicts keep their colours: a guard learns them once.
 *
 *   [event]
 *   name = Water and Peace        # on the screens, in place of the event's name
 *   logo = logo.png               # in the event's folder; PNG, at best 240 pixels high
 *   plate = #FFFFFF               # a plate under a logo that needs one
 *   [light]                       # and [dark]
 *   ground = #F6F4EF
 *   ink = #15202B
 *   primary = #0F4C5C             # buttons
 *   hero = #0F4C5C                # the large ground of the first screen
 *   focus = #FFB000               # round what a keyboard has chosen
 */
#ifndef LANYARD_BRAND_H
#define LANYARD_BRAND_H

#include <stdbool.h>
#include <stdint.h>

#define BRAND_FILE "theme.ini"

enum brand_color { BRAND_GROUND, BRAND_INK, BRAND_PRIMARY, BRAND_HERO, BRAND_FOCUS, BRAND_COLORS };

struct brand_choice {
    int line;     /* of the file; 0: not chosen */
    uint32_t rgb; /* 0xRRGGBB */
};

struct brand {
    char name[256];  /* "": the event's own */
    char logo[4600]; /* path; "": the star */
    struct brand_choice plate;
    struct brand_choice colors[2][BRAND_COLORS]; /* light, dark */
};

#endif
