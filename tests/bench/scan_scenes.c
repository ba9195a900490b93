#include "tests/bench/scan_scenes.h"

#include "tests/bench/scan_spoil.h"
#include "tests/scanner/qr_scene.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void draw_words(struct frame *frame, unsigned *state)
{
    int x = (int)spoil_uniform(state, -50, 1200), y = (int)spoil_uniform(state, -20, 700);
    int size = (int)spoil_uniform(state, 6, 40), letters = (int)spoil_uniform(state, 3, 25);
    uint8_t grey = (uint8_t)spoil_uniform(state, 0, 255);
    for (int i = 0; i < letters; i++, x += size * 3 / 4) {
        for (int k = 0; k < 4; k++) {
            int bar = size / 6 + 1;
            bool upright = spoil_random(state) & 1;
            spoil_fill(frame, x + (int)spoil_uniform(state, 0, (float)size / 2),
                       y + (int)spoil_uniform(state, 0, (float)size / 2), upright ? bar : size / 2,
                       upright ? size : bar, grey);
        }
    }
}

static void draw_clutter(struct frame *frame, unsigned *state)
{
    float slope_x = spoil_uniform(state, -60, 60), slope_y = spoil_uniform(state, -60, 60);
    float base = spoil_uniform(state, 80, 180);
    for (int y = 0; y < frame->height; y++) {
        for (int x = 0; x < frame->width; x++) {
            frame->luma[y * frame->stride + x] = spoil_byte(
                base + slope_x * (float)x / SCENE_WIDTH + slope_y * (float)y / SCENE_HEIGHT);
        }
    }
    for (int i = 0; i < 30; i++) {
        spoil_fill(frame, (int)spoil_uniform(state, -100, 1200),
                   (int)spoil_uniform(state, -100, 700), (int)spoil_uniform(state, 10, 300),
                   (int)spoil_uniform(state, 10, 250), (uint8_t)spoil_uniform(state, 0, 255));
        struct scan_point from = {spoil_uniform(state, 0, 1280), spoil_uniform(state, 0, 720)};
        struct scan_point to = {spoil_uniform(state, 0, 1280), spoil_uniform(state, 0, 720)};
        spoil_stroke(frame, from, to, spoil_uniform(state, 1, 12),
                     (uint8_t)spoil_uniform(state, 0, 255));
        draw_words(frame, state);
    }
    spoil_blur(frame, 0.7f);
}

/* How a code is held. */
struct pose {
    float module;  /* pixels, before tilting */
    float degrees; /* turned in the picture */
    float tilt;    /* 0 flat; 1 the far side is half as wide */
    float bend;
    float dot;                      /* see struct qr_scene_code */
    int quiet;                      /* modules of quiet zone; 0: 4 */
    bool inverted, mirrored, plain; /* plain: a short address instead of a credential */
};

static struct qr_scene_code make_code(struct scene *scene, const struct pose *pose, float x,
                                      float y, unsigned *state)
{
    char *text = scene->texts[scene->count++];
    struct qr_scene_code code = {.text = text,
                                 .dark = pose->inverted ? 225 : 25,
                                 .light = pose->inverted ? 25 : 225,
                                 .quiet = pose->quiet ? pose->quiet : 4,
                                 .dot = pose->dot,
                                 .mirrored = pose->mirrored,
                                 .bend = pose->bend};
    int modules = 49;
    if (pose->plain) {
        snprintf(text, 160, "https://example.org/t/%08x", spoil_random(state));
        code.level = QR_LEVEL_M;
        code.version = 3;
        modules = 29;
    } else {
        qr_scene_credential(spoil_random(state), text);
        bool dense = spoil_random(state) & 1;
        code.version = dense ? 6 : 8;
        code.level = dense ? QR_LEVEL_M : QR_LEVEL_Q;
        modules = dense ? 41 : 49;
    }
    float side = pose->module * (float)modules;
    qr_scene_square(x - side / 2, y - side / 2, side, pose->degrees, code.corners);
    for (int i = 0; i < 4; i++) { /* tilted about a level axis */
        float depth = 1 + pose->tilt * (code.corners[i].y - y) / side;
        code.corners[i].x = x + (code.corners[i].x - x) / depth;
        code.corners[i].y = y + (code.corners[i].y - y) * (1 - 0.35f * pose->tilt) / depth;
    }
    return code;
}

/* The code of one pose somewhere near the middle of clutter. Returns its modules' size. */
static struct qr_scene_code place_code(struct scene *scene, const struct pose *pose,
                                       unsigned *state)
{
    draw_clutter(&scene->frame, state);
    struct qr_scene_code code = make_code(scene, pose, spoil_uniform(state, 480, 800),
                                          spoil_uniform(state, 320, 400), state);
    if (!qr_scene_draw(&scene->frame, &code)) {
        fprintf(stderr, "a scene's text does not fit its code\n");
        exit(1);
    }
    return code;
}

static struct pose any_pose(unsigned *state)
{
    return (struct pose){.module = spoil_uniform(state, 3, 7),
                         .degrees = spoil_uniform(state, -30, 30) +
                                    90.0f * (float)(spoil_random(state) & 3),
                         .tilt = spoil_uniform(state, -0.15f, 0.15f),
                         .plain = spoil_random(state) & 1};
}

static void draw_clean(struct scene *scene, unsigned seed)
{
    struct pose pose = any_pose(&seed);
    place_code(scene, &pose, &seed);
    spoil_blur(&scene->frame, 0.6f);
    spoil_noise(&scene->frame, 3, &seed);
}

static void draw_blur(struct scene *scene, unsigned seed)
{
    struct pose pose = any_pose(&seed);
    place_code(scene, &pose, &seed);
    spoil_blur(&scene->frame, pose.module * spoil_uniform(&seed, 0.4f, 0.65f));
    spoil_noise(&scene->frame, 2, &seed);
}

static void draw_motion(struct scene *scene, unsigned seed)
{
    struct pose pose = any_pose(&seed);
    place_code(scene, &pose, &seed);
    int way = (int)(spoil_random(&seed) % 4);
    static const int ways[4][2] = {{1, 0}, {0, 1}, {1, 1}, {1, -1}};
    float length = pose.module * spoil_uniform(&seed, 0.8f, 1.6f) / (way < 2 ? 1 : 1.414f);
    spoil_motion(&scene->frame, ways[way][0], ways[way][1], length);
    spoil_noise(&scene->frame, 3, &seed);
}

static void draw_contrast(struct scene *scene, unsigned seed)
{
    struct pose pose = any_pose(&seed);
    place_code(scene, &pose, &seed);
    spoil_blur(&scene->frame, 0.7f);
    spoil_light(&scene->frame, spoil_uniform(&seed, 60, 150), spoil_uniform(&seed, 0.12f, 0.25f));
    spoil_noise(&scene->frame, 2, &seed);
}

static void draw_dark(struct scene *scene, unsigned seed)
{
    struct pose pose = any_pose(&seed);
    place_code(scene, &pose, &seed);
    spoil_blur(&scene->frame, 1.0f);
    spoil_light(&scene->frame, spoil_uniform(&seed, 4, 16), spoil_uniform(&seed, 0.15f, 0.3f));
    spoil_noise(&scene->frame, spoil_uniform(&seed, 5, 10), &seed);
}

static void draw_glare(struct scene *scene, unsigned seed)
{
    struct pose pose = any_pose(&seed);
    struct qr_scene_code code = place_code(scene, &pose, &seed);
    float u = spoil_uniform(&seed, 0.25f, 1), v = spoil_uniform(&seed, 0.25f, 1);
    const struct scan_point *c = code.corners;
    spoil_blur(&scene->frame, 0.6f);
    spoil_glare(&scene->frame, c[0].x + u * (c[1].x - c[0].x) + v * (c[3].x - c[0].x),
                c[0].y + u * (c[1].y - c[0].y) + v * (c[3].y - c[0].y),
                pose.module * spoil_uniform(&seed, 5, 11));
    spoil_noise(&scene->frame, 2, &seed);
}

static void draw_perspective(struct scene *scene, unsigned seed)
{
    struct pose pose = any_pose(&seed);
    pose.module = spoil_uniform(&seed, 4, 8);
    pose.tilt = spoil_uniform(&seed, 0.3f, 0.7f) * (spoil_random(&seed) & 1 ? 1 : -1);
    place_code(scene, &pose, &seed);
    spoil_blur(&scene->frame, 0.6f);
    spoil_noise(&scene->frame, 3, &seed);
}

static void draw_noise(struct scene *scene, unsigned seed)
{
    struct pose pose = any_pose(&seed);
    place_code(scene, &pose, &seed);
    spoil_blur(&scene->frame, 0.6f);
    spoil_noise(&scene->frame, spoil_uniform(&seed, 20, 45), &seed);
}

static void draw_small(struct scene *scene, unsigned seed)
{
    struct pose pose = any_pose(&seed);
    pose.module = spoil_uniform(&seed, 1.4f, 2.2f);
    place_code(scene, &pose, &seed);
    spoil_blur(&scene->frame, 0.5f);
    spoil_noise(&scene->frame, 2, &seed);
}

static void draw_large(struct scene *scene, unsigned seed)
{
    struct pose pose = any_pose(&seed);
    pose.module = pose.plain ? spoil_uniform(&seed, 14, 20) : spoil_uniform(&seed, 9, 12);
    pose.degrees = 90.0f * (float)(spoil_random(&seed) & 3) + spoil_uniform(&seed, -8, 8);
    place_code(scene, &pose, &seed);
    spoil_blur(&scene->frame, spoil_uniform(&seed, 0.6f, 3));
    spoil_noise(&scene->frame, 3, &seed);
}

static void draw_inverted(struct scene *scene, unsigned seed)
{
    struct pose pose = any_pose(&seed);
    pose.inverted = true;
    place_code(scene, &pose, &seed);
    spoil_blur(&scene->frame, 0.6f);
    spoil_noise(&scene->frame, 3, &seed);
}

static void draw_mirrored(struct scene *scene, unsigned seed)
{
    struct pose pose = any_pose(&seed);
    pose.mirrored = true;
    place_code(scene, &pose, &seed);
    spoil_blur(&scene->frame, 0.6f);
    spoil_noise(&scene->frame, 3, &seed);
}

static void draw_moire(struct scene *scene, unsigned seed)
{
    struct pose pose = any_pose(&seed);
    place_code(scene, &pose, &seed);
    spoil_blur(&scene->frame, 0.5f);
    spoil_moire(&scene->frame, spoil_uniform(&seed, 12, 28), &seed);
    spoil_noise(&scene->frame, 3, &seed);
}

static void draw_curved(struct scene *scene, unsigned seed)
{
    struct pose pose = any_pose(&seed);
    pose.bend = spoil_uniform(&seed, 0.02f, 0.08f) * (spoil_random(&seed) & 1 ? 1 : -1);
    place_code(scene, &pose, &seed);
    spoil_blur(&scene->frame, 0.6f);
    spoil_noise(&scene->frame, 3, &seed);
}

static void draw_cracked(struct scene *scene, unsigned seed)
{
    struct pose pose = any_pose(&seed);
    struct qr_scene_code code = place_code(scene, &pose, &seed);
    spoil_cracks(&scene->frame, code.corners, pose.module, &seed);
    spoil_blur(&scene->frame, 0.7f);
    spoil_noise(&scene->frame, 3, &seed);
}

static void draw_several(struct scene *scene, unsigned seed)
{
    draw_clutter(&scene->frame, &seed);
    for (int i = 0; i < 6; i++) {
        struct pose pose = {.module = spoil_uniform(&seed, 2.5f, 4.2f),
                            .degrees = spoil_uniform(&seed, 0, 360),
                            .plain = spoil_random(&seed) & 1};
        struct qr_scene_code code = make_code(scene, &pose, 220.0f + 420.0f * (float)(i % 3),
                                              190.0f + 350.0f * (float)(i / 3), &seed);
        qr_scene_draw(&scene->frame, &code);
    }
    spoil_blur(&scene->frame, 0.6f);
    spoil_noise(&scene->frame, 3, &seed);
}

static void draw_shadow(struct scene *scene, unsigned seed)
{
    struct pose pose = any_pose(&seed);
    struct qr_scene_code code = place_code(scene, &pose, &seed);
    struct scan_point middle = {0.5f * (code.corners[0].x + code.corners[2].x),
                                0.5f * (code.corners[0].y + code.corners[2].y)};
    spoil_blur(&scene->frame, 0.6f);
    spoil_shadow(&scene->frame, middle, &seed);
    spoil_noise(&scene->frame, 3, &seed);
}

/* A fingertip over an edge, away from the finder patterns, or a logo in the middle. */
static void draw_over(struct scene *scene, bool logo, unsigned seed)
{
    static const float places[3][2] = {{0.97f, 0.6f}, {0.6f, 0.97f}, {0.95f, 0.95f}};
    struct pose pose = any_pose(&seed);
    struct qr_scene_code code = place_code(scene, &pose, &seed);
    const float *place = places[spoil_random(&seed) % 3], middle[2] = {0.5f, 0.5f};
    const float *at = logo ? middle : place;
    const struct scan_point *c = code.corners;
    float x = c[0].x + at[0] * (c[1].x - c[0].x) + at[1] * (c[3].x - c[0].x);
    float y = c[0].y + at[0] * (c[1].y - c[0].y) + at[1] * (c[3].y - c[0].y);
    float radius =
        pose.module * (pose.plain ? spoil_uniform(&seed, 2, 4) : spoil_uniform(&seed, 3, 6));
    spoil_disc(&scene->frame, x, y, radius, logo ? 235 : 130);
    if (logo) {
        spoil_disc(&scene->frame, x, y, 0.6f * radius, 60);
    }
    spoil_blur(&scene->frame, 0.7f);
    spoil_noise(&scene->frame, 3, &seed);
}

static void draw_finger(struct scene *scene, unsigned seed)
{
    draw_over(scene, false, seed);
}

static void draw_logo(struct scene *scene, unsigned seed)
{
    draw_over(scene, true, seed);
}

/* A wallet in dark mode: hardly any quiet zone, then dark. */
static void draw_quiet(struct scene *scene, unsigned seed)
{
    struct pose pose = any_pose(&seed);
    pose.quiet = 1;
    place_code(scene, &pose, &seed);
    spoil_blur(&scene->frame, 0.7f);
    spoil_noise(&scene->frame, 3, &seed);
}

static void draw_dots(struct scene *scene, unsigned seed)
{
    struct pose pose = any_pose(&seed);
    pose.dot = spoil_uniform(&seed, 0.36f, 0.5f);
    place_code(scene, &pose, &seed);
    spoil_blur(&scene->frame, 0.7f);
    spoil_noise(&scene->frame, 3, &seed);
}

/* A bit of everything, as at a door at 06:30. */
static void draw_door(struct scene *scene, unsigned seed)
{
    struct pose pose = any_pose(&seed);
    pose.module = spoil_uniform(&seed, 2.4f, 4.5f);
    pose.tilt = spoil_uniform(&seed, -0.35f, 0.35f);
    place_code(scene, &pose, &seed);
    spoil_blur(&scene->frame, pose.module * spoil_uniform(&seed, 0.2f, 0.4f));
    spoil_motion(&scene->frame, 1, 0, pose.module * spoil_uniform(&seed, 0, 0.7f));
    spoil_light(&scene->frame, spoil_uniform(&seed, 10, 60), spoil_uniform(&seed, 0.25f, 0.5f));
    spoil_noise(&scene->frame, spoil_uniform(&seed, 2, 6), &seed);
}

static void draw_none(struct scene *scene, unsigned seed)
{
    draw_clutter(&scene->frame, &seed);
    spoil_noise(&scene->frame, 3, &seed);
}

const struct scene_kind scene_kinds[] = {
    {"clean", draw_clean},
    {"blur", draw_blur},
    {"motion", draw_motion},
    {"low contrast", draw_contrast},
    {"low light", draw_dark},
    {"glare", draw_glare},
    {"perspective", draw_perspective},
    {"noise", draw_noise},
    {"small", draw_small},
    {"large", draw_large},
    {"inverted", draw_inverted},
    {"mirrored", draw_mirrored},
    {"moire", draw_moire},
    {"curved", draw_curved},
    {"cracked", draw_cracked},
    {"shadow", draw_shadow},
    {"finger", draw_finger},
    {"logo", draw_logo},
    {"quiet zone", draw_quiet},
    {"dots", draw_dots},
    {"door", draw_door},
    {"several", draw_several},
    {"none", draw_none},
};
const int scene_kind_count = sizeof scene_kinds / sizeof scene_kinds[0];

void scene_init(struct scene *scene, const struct scene_kind *kind, unsigned seed)
{
    memset(scene, 0, sizeof *scene);
    qr_scene_init(&scene->frame, SCENE_WIDTH, SCENE_HEIGHT, 128);
    kind->draw(scene, seed * 2654435761u + 97);
}

void scene_finish(struct scene *scene)
{
    qr_scene_finish(&scene->frame);
}
