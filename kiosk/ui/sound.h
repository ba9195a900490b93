/*
 * Sound: short tones, made by code: two for each verdict, so that they differ by melody and not by
 * loudness alone. What a tone says stands on the screen as well. Main thread.
 */
#ifndef LANYARD_UI_SOUND_H
#define LANYARD_UI_SOUND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ui.h"

enum sound_id {
    SOUND_NONE,
    SOUND_ADMIT,  /* up */
    SOUND_NOTE,   /* twice the same */
    SOUND_REFUSE, /* down, the loudest */
    SOUND_ASK,    /* "are you still there?": soft, up and down */
    SOUND_COUNT,
};

#define SOUND_RATE 48000 /* samples a second, one channel */

/* The sound that goes with a screen as it comes. A referral has none: nobody nearby learns of it.
 */
enum sound_id sound_of(const struct ui_model *model);

/* Writes the sound's samples; returns how many it has (more than `limit` when cut). Pure. */
size_t sound_render(enum sound_id sound, int16_t *out, size_t limit);

struct sound_player;
/* Opens the default device when the first sound is played. NULL: no memory. */
struct sound_player *sound_player_create(void);
void sound_player_destroy(struct sound_player *player); /* NULL-safe */

/* Plays, in place of what still sounds. A missing device is one log line, and silence. */
void sound_play(struct sound_player *player, enum sound_id sound);

#endif
