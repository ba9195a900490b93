/*
 * Scenes of the scanner's bench: codes held up before a camera, spoilt in one way each, in clutter,
 * made from a seed. The same number gives the same picture everywhere.
 */
#ifndef TESTS_BENCH_SCAN_SCENES_H
#define TESTS_BENCH_SCAN_SCENES_H

#include "scanner.h"

#define SCENE_WIDTH 1280
#define SCENE_HEIGHT 720
#define SCENE_CODES_MAX 8

struct scene {
    struct frame frame;
    char texts[SCENE_CODES_MAX][160];
    int count; /* codes in it */
};

struct scene_kind {
    const char *name;
    void (*draw)(struct scene *scene, unsigned seed);
};

extern const struct scene_kind scene_kinds[];
extern const int scene_kind_count;

/* Makes one scene of a kind. scene_finish() frees it. */
void scene_init(struct scene *scene, const struct scene_kind *kind, unsigned seed);
void scene_finish(struct scene *scene);

#endif
