#define LOG_MODULE "ui"
#include "kiosk/ui/sound.h"

#include <SDL.h>
#include <math.h>
#include <stdlib.h>

#include "log.h"

#define NOTES_MAX 3
#define RAMP (SOUND_RATE / 125) /* 8 ms up and down: no clicks */
#define SAMPLES_MAX SOUND_RATE  /* no sound is longer than a second */
#define BUFFER_SAMPLES 1024

struct note {
    double hertz; /* 0: a pause */
    int ms;
};

static const struct {
    double volume; /* 0 … 1 */
    struct note notes[NOTES_MAX];
} sounds[SOUND_COUNT] = {
    [SOUND_ADMIT] = {0.35, {{659.25, 90}, {987.77, 170}}},
    [SOUND_NOTE] = {0.4, {{740.0, 110}, {0, 60}, {740.0, 110}}},
    [SOUND_REFUSE] = {0.8, {{311.13, 200}, {207.65, 380}}},
    [SOUND_ASK] = {0.3, {{523.25, 120}, {659.25, 120}, {523.25, 160}}},
};

enum sound_id sound_of(const struct ui_model *model)
{
    static const enum sound_id by_guard[GUARD_STATE_COUNT] = {
        [GUARD_ADMIT] = SOUND_ADMIT, [GUARD_NOTE] = SOUND_NOTE, [GUARD_REFUSE] = SOUND_REFUSE};
    if (model->sheet == VISIT_SHEET_TIME) {
        return SOUND_ASK;
    }
    if (model->sheet != VISIT_SHEET_NONE) {
        return SOUND_NONE;
    }
    if (model->face == UI_FACE_VERIFY) {
        return by_guard[model->guard.state];
    }
    return model->screen == VISIT_COLLECT   ? SOUND_ADMIT
           : model->screen == VISIT_REFUSED ? SOUND_NOTE
                                            : SOUND_NONE;
}

/* A little of the octave above makes the tone carry in a hall. */
static double tone(double hertz, int sample)
{
    double turn = 2 * M_PI * hertz * sample / SOUND_RATE;
    return 0.8 * sin(turn) + 0.2 * sin(2 * turn);
}

static double ramp(int sample, int length)
{
    int from_edge = sample < length - sample ? sample : length - sample;
    return from_edge < RAMP ? (double)from_edge / RAMP : 1;
}

size_t sound_render(enum sound_id sound, int16_t *out, size_t limit)
{
    size_t count = 0;
    for (int i = 0; i < NOTES_MAX; i++) {
        const struct note *note = &sounds[sound].notes[i];
        int length = note->ms * SOUND_RATE / 1000;
        for (int k = 0; k < length; k++, count++) {
            double value = sounds[sound].volume * ramp(k, length) * tone(note->hertz, k);
            if (count < limit) {
                out[count] = (int16_t)lround(value * INT16_MAX);
            }
        }
    }
    return count;
}

/* ---- the device ---- */

struct sound_player {
    SDL_AudioDeviceID device; /* 0: not open */
    bool failed;              /* said once */
    int16_t samples[SAMPLES_MAX];
};

struct sound_player *sound_player_create(void)
{
    struct sound_player *player = calloc(1, sizeof *player);
    if (!player) {
        LOG_ERROR("no memory for sounds");
    }
    return player;
}

void sound_player_destroy(struct sound_player *player)
{
    if (!player) {
        return;
    }
    if (player->device) {
        SDL_CloseAudioDevice(player->device);
        SDL_QuitSubSystem(SDL_INIT_AUDIO);
    }
    free(player);
}

static bool open_device(struct sound_player *player)
{
    const SDL_AudioSpec wanted = {
        .freq = SOUND_RATE, .format = AUDIO_S16SYS, .channels = 1, .samples = BUFFER_SAMPLES};
    if (player->device || player->failed) {
        return player->device != 0;
    }
    player->failed = SDL_InitSubSystem(SDL_INIT_AUDIO) != 0;
    if (!player->failed) {
        player->device = SDL_OpenAudioDevice(NULL, 0, &wanted, NULL, 0);
        player->failed = player->device == 0;
        if (player->failed) {
            SDL_QuitSubSystem(SDL_INIT_AUDIO);
        }
    }
    if (player->failed) {
        LOG_WARN("no sound: %s; verdicts are shown only", SDL_GetError());
    }
    return !player->failed;
}

void sound_play(struct sound_player *player, enum sound_id sound)
{
    if (!player || sound == SOUND_NONE || !open_device(player)) {
        return;
    }
    size_t count = sound_render(sound, player->samples, SAMPLES_MAX);
    count = count < SAMPLES_MAX ? count : SAMPLES_MAX;
    SDL_ClearQueuedAudio(player->device);
    SDL_QueueAudio(player->device, player->samples, (Uint32)(count * sizeof player->samples[0]));
    SDL_PauseAudioDevice(player->device, 0);
}
