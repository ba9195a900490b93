#include "tests/bench/scan_scenes.h"

#include "tests/scanner/qr_scene.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- chance ---- */

static unsigned next_random(unsigned *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

static float uniform(unsigned *state, float low, float high)
{
    return low + (high - low) * (float)(next_random(state) >> 8) / (float)(1 << 24);
}

/* Near enough to a normal distribution of deviation 1. */
static float normal(unsigned *state)
{
    float sum = -6;
    for (int i = 0; i < 12; i++) {
        sum += uniform(state, 0, 1);
    }
    return sum;
}

static uint8_t to_byte(float value)
{
    return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value);
}

/* ---- what spoils a picture ---- */

typedef float kernel_fn(int offset, float size);

/* Blurs along one direction; `kernel` weighs offsets. */
static void blur_along(struct frame *frame, int dx, int dy, int reach, float size,
                       kernel_fn *kernel)
{
    uint8_t *copy = malloc(frame->capacity);
    memcpy(copy, frame->luma, frame->capacity);
    for (int y = 0; y < frame->height; y++) {
        for (int x = 0; x < frame->width; x++) {
            float sum = 0, total = 0;
            for (int i = -reach; i <= reach; i++) {
                int px = x + i * dx, py = y + i * dy;
                if (px >= 0 && py >= 0 && px < frame->width && py < frame->height) {
                    float weight = kernel(i, size);
                    sum += weight * (float)copy[py * frame->stride + px];
                    total += weight;
                }
            }
            frame->luma[y * frame->stride + x] = to_byte(sum / total + 0.5f);
        }
    }
    free(copy);
}

static float bell(int offset, float size)
{
    return expf(-0.5f * (float)(offset * offset) / (size * size));
}

static float box(int offset, float size)
{
    float rest = size / 2 + 0.5f - fabsf((float)offset);
    return rest < 0 ? 0 : rest > 1 ? 1 : rest;
}

static void blur(struct frame *frame, float sigma)
{
    int reach = (int)ceilf(2.5f * sigma);
    blur_along(frame, 1, 0, reach, sigma, bell);
    blur_along(frame, 0, 1, reach, sigma, bell);
}

static void add_noise(struct frame *frame, float sigma, unsigned *state)
{
    for (size_t i = 0; i < frame->capacity; i++) {
        frame->luma[i] = to_byte((float)frame->luma[i] + sigma * normal(state) + 0.5f);
    }
}

static void scale_light(struct frame *frame, float base, float factor)
{
    for (size_t i = 0; i < frame->capacity; i++) {
        frame->luma[i] = to_byte(base + factor * (float)frame->luma[i]);
    }
}

/* A lamp mirrored in a screen: saturated in the middle, soft at the edge. */
static void add_glare(struct frame *frame, float x, float y, float radius)
{
    for (int row = 0; row < frame->height; row++) {
        for (int column = 0; column < frame->width; column++) {
            float distance = hypotf((float)column - x, ((float)row - y) * 1.3f) / radius;
            uint8_t *pixel = &frame->luma[row * frame->stride + column];
            *pixel = to_byte((float)*pixel + 330.0f * expf(-distance * distance * 1.5f));
        }
    }
}

/* A screen's own pixel grid beating with the camera's. */
static void add_moire(struct frame *frame, float strength, unsigned *state)
{
    float period = uniform(state, 2.1f, 3.4f), turn = uniform(state, 0, 3);
    float slow = uniform(state, 14, 40);
    for (int y = 0; y < frame->height; y++) {
        for (int x = 0; x < frame->width; x++) {
            float u = (float)x * cosf(turn) + (float)y * sinf(turn);
            float wave = sinf(6.283f * u / period) + sinf(6.283f * (float)y / period) +
                         1.2f * sinf(6.283f * (u + 0.4f * (float)y) / slow);
            uint8_t *pixel = &frame->luma[y * frame->stride + x];
            *pixel = to_byte((float)*pixel + strength * wave);
        }
    }
}

static void fill(struct frame *frame, int x, int y, int width, int height, uint8_t grey)
{
    for (int row = y < 0 ? 0 : y; row < y + height && row < frame->height; row++) {
        for (int column = x < 0 ? 0 : x; column < x + width && column < frame->width; column++) {
            frame->luma[row * frame->stride + column] = grey;
        }
    }
}

static void draw_stroke(struct frame *frame, struct scan_point from, struct scan_point to,
                        float width, uint8_t grey)
{
    float length = hypotf(to.x - from.x, to.y - from.y);
    for (float t = 0; t <= length; t += 0.5f) {
        float x = from.x + (to.x - from.x) * t / length, y = from.y + (to.y - from.y) * t / length;
        fill(frame, (int)(x - width / 2), (int)(y - width / 2), (int)ceilf(width),
             (int)ceilf(width), grey);
    }
}

/* Lines from one point across the code, as a cracked screen has. */
static void add_cracks(struct frame *frame, const struct scan_point corners[4], float module,
                       unsigned *state)
{
    float u = uniform(state, 0.3f, 0.9f), v = uniform(state, 0.3f, 0.9f);
    struct scan_point from = {
        corners[0].x + u * (corners[1].x - corners[0].x) + v * (corners[3].x - corners[0].x),
        corners[0].y + u * (corners[1].y - corners[0].y) + v * (corners[3].y - corners[0].y)};
    for (int i = 0; i < 4; i++) {
        float turn = uniform(state, 0, 6.283f), length = module * uniform(state, 15, 40);
        struct scan_point to = {from.x + length * cosf(turn), from.y + length * sinf(turn)};
        draw_stroke(frame, from, to, module * uniform(state, 0.4f, 0.9f),
                    (uint8_t)uniform(state, 0, 255));
    }
}

/* ---- clutter ---- */

static void draw_words(struct frame *frame, unsigned *state)
{
    int x = (int)uniform(state, -50, 1200), y = (int)uniform(state, -20, 700);
    int size = (int)uniform(state, 6, 40), letters = (int)uniform(state, 3, 25);
    uint8_t grey = (uint8_t)uniform(state, 0, 255);
    for (int i = 0; i < letters; i++, x += size * 3 / 4) {
        for (int k = 0; k < 4; k++) {
            int bar = size / 6 + 1;
            bool upright = next_random(state) & 1;
            fill(frame, x + (int)uniform(state, 0, (float)size / 2),
                 y + (int)uniform(state, 0, (float)size / 2), upright ? bar : size / 2,
                 upright ? size : bar, grey);
        }
    }
}

static void draw_clutter(struct frame *frame, unsigned *state)
{
    float slope_x = uniform(state, -60, 60), slope_y = uniform(state, -60, 60);
    float base = uniform(state, 80, 180);
    for (int y = 0; y < frame->height; y++) {
        for (int x = 0; x < frame->width; x++) {
            frame->luma[y * frame->stride + x] = to_byte(base + slope_x * (float)x / SCENE_WIDTH +
                                                         slope_y * (float)y / SCENE_HEIGHT);
        }
    }
    for (int i = 0; i < 30; i++) {
        fill(frame, (int)uniform(state, -100, 1200), (int)uniform(state, -100, 700),
             (int)uniform(state, 10, 300), (int)uniform(state, 10, 250),
             (uint8_t)uniform(state, 0, 255));
        struct scan_point from = {uniform(state, 0, 1280), uniform(state, 0, 720)};
        struct scan_point to = {uniform(state, 0, 1280), uniform(state, 0, 720)};
        draw_stroke(frame, from, to, uniform(state, 1, 12), (uint8_t)uniform(state, 0, 255));
        draw_words(frame, state);
    }
    blur(frame, 0.7f);
}

/* ---- codes ---- */

/* How a code is held. */
struct pose {
    float module;  /* pixels, before tilting */
    float degrees; /* turned in the picture */
    float tilt;    /* 0 flat; 1 the far side is half as wide */
    float bend;
    bool inverted, mirrored, plain; /* plain: a short address instead of a credential */
};

static struct qr_scene_code make_code(struct scene *scene, const struct pose *pose, float x,
                                      float y, unsigned *state)
{
    char *text = scene->texts[scene->count++];
    struct qr_scene_code code = {.text = text,
                                 .dark = pose->inverted ? 225 : 25,
                                 .light = pose->inverted ? 25 : 225,
                                 .quiet = 4,
                                 .mirrored = pose->mirrored,
                                 .bend = pose->bend};
    int modules = 49;
    if (pose->plain) {
        snprintf(text, 160, "https://example.org/t/%08x", next_random(state));
        code.level = QR_LEVEL_M;
        code.version = 3;
        modules = 29;
    } else {
        qr_scene_credential(next_random(state), text);
        bool dense = next_random(state) & 1;
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
    struct qr_scene_code code =
        make_code(scene, pose, uniform(state, 480, 800), uniform(state, 320, 400), state);
    if (!qr_scene_draw(&scene->frame, &code)) {
        fprintf(stderr, "a scene's text does not fit its code\n");
        exit(1);
    }
    return code;
}

static struct pose any_pose(unsigned *state)
{
    return (struct pose){.module = uniform(state, 3, 7),
                         .degrees =
                             uniform(state, -30, 30) + 90.0f * (float)(next_random(state) & 3),
                         .tilt = uniform(state, -0.15f, 0.15f),
                         .plain = next_random(state) & 1};
}

static void draw_clean(struct scene *scene, unsigned seed)
{
    struct pose pose = any_pose(&seed);
    place_code(scene, &pose, &seed);
    blur(&scene->frame, 0.6f);
    add_noise(&scene->frame, 3, &seed);
}

static void draw_blur(struct scene *scene, unsigned seed)
{
    struct pose pose = any_pose(&seed);
    place_code(scene, &pose, &seed);
    blur(&scene->frame, pose.module * uniform(&seed, 0.4f, 0.65f));
    add_noise(&scene->frame, 2, &seed);
}

static void draw_motion(struct scene *scene, unsigned seed)
{
    struct pose pose = any_pose(&seed);
    place_code(scene, &pose, &seed);
    int way = (int)(next_random(&seed) % 4);
    static const int ways[4][2] = {{1, 0}, {0, 1}, {1, 1}, {1, -1}};
    float length = pose.module * uniform(&seed, 0.8f, 1.6f) / (way < 2 ? 1 : 1.414f);
    blur_along(&scene->frame, ways[way][0], ways[way][1], (int)length + 1, length, box);
    add_noise(&scene->frame, 3, &seed);
}

static void draw_contrast(struct scene *scene, unsigned seed)
{
    struct pose pose = any_pose(&seed);
    place_code(scene, &pose, &seed);
    blur(&scene->frame, 0.7f);
    scale_light(&scene->frame, uniform(&seed, 60, 150), uniform(&seed, 0.12f, 0.25f));
    add_noise(&scene->frame, 2, &seed);
}

static void draw_dark(struct scene *scene, unsigned seed)
{
    struct pose pose = any_pose(&seed);
    place_code(scene, &pose, &seed);
    blur(&scene->frame, 1.0f);
    scale_light(&scene->frame, uniform(&seed, 4, 16), uniform(&seed, 0.15f, 0.3f));
    add_noise(&scene->frame, uniform(&seed, 5, 10), &seed);
}

static void draw_glare(struct scene *scene, unsigned seed)
{
    struct pose pose = any_pose(&seed);
    struct qr_scene_code code = place_code(scene, &pose, &seed);
    float u = uniform(&seed, 0.25f, 1), v = uniform(&seed, 0.25f, 1);
    const struct scan_point *c = code.corners;
    blur(&scene->frame, 0.6f);
    add_glare(&scene->frame, c[0].x + u * (c[1].x - c[0].x) + v * (c[3].x - c[0].x),
              c[0].y + u * (c[1].y - c[0].y) + v * (c[3].y - c[0].y),
              pose.module * uniform(&seed, 5, 11));
    add_noise(&scene->frame, 2, &seed);
}

static void draw_perspective(struct scene *scene, unsigned seed)
{
    struct pose pose = any_pose(&seed);
    pose.module = uniform(&seed, 4, 8);
    pose.tilt = uniform(&seed, 0.3f, 0.7f) * (next_random(&seed) & 1 ? 1 : -1);
    place_code(scene, &pose, &seed);
    blur(&scene->frame, 0.6f);
    add_noise(&scene->frame, 3, &seed);
}

static void draw_noise(struct scene *scene, unsigned seed)
{
    struct pose pose = any_pose(&seed);
    place_code(scene, &pose, &seed);
    blur(&scene->frame, 0.6f);
    add_noise(&scene->frame, uniform(&seed, 20, 45), &seed);
}

static void draw_small(struct scene *scene, unsigned seed)
{
    struct pose pose = any_pose(&seed);
    pose.module = uniform(&seed, 1.4f, 2.2f);
    place_code(scene, &pose, &seed);
    blur(&scene->frame, 0.5f);
    add_noise(&scene->frame, 2, &seed);
}

static void draw_large(struct scene *scene, unsigned seed)
{
    struct pose pose = any_pose(&seed);
    pose.module = pose.plain ? uniform(&seed, 14, 20) : uniform(&seed, 9, 12);
    pose.degrees = 90.0f * (float)(next_random(&seed) & 3) + uniform(&seed, -8, 8);
    place_code(scene, &pose, &seed);
    blur(&scene->frame, uniform(&seed, 0.6f, 3));
    add_noise(&scene->frame, 3, &seed);
}

static void draw_inverted(struct scene *scene, unsigned seed)
{
    struct pose pose = any_pose(&seed);
    pose.inverted = true;
    place_code(scene, &pose, &seed);
    blur(&scene->frame, 0.6f);
    add_noise(&scene->frame, 3, &seed);
}

static void draw_mirrored(struct scene *scene, unsigned seed)
{
    struct pose pose = any_pose(&seed);
    pose.mirrored = true;
    place_code(scene, &pose, &seed);
    blur(&scene->frame, 0.6f);
    add_noise(&scene->frame, 3, &seed);
}

static void draw_moire(struct scene *scene, unsigned seed)
{
    struct pose pose = any_pose(&seed);
    place_code(scene, &pose, &seed);
    blur(&scene->frame, 0.5f);
    add_moire(&scene->frame, uniform(&seed, 12, 28), &seed);
    add_noise(&scene->frame, 3, &seed);
}

static void draw_curved(struct scene *scene, unsigned seed)
{
    struct pose pose = any_pose(&seed);
    pose.bend = uniform(&seed, 0.02f, 0.08f) * (next_random(&seed) & 1 ? 1 : -1);
    place_code(scene, &pose, &seed);
    blur(&scene->frame, 0.6f);
    add_noise(&scene->frame, 3, &seed);
}

static void draw_cracked(struct scene *scene, unsigned seed)
{
    struct pose pose = any_pose(&seed);
    struct qr_scene_code code = place_code(scene, &pose, &seed);
    add_cracks(&scene->frame, code.corners, pose.module, &seed);
    blur(&scene->frame, 0.7f);
    add_noise(&scene->frame, 3, &seed);
}

static void draw_several(struct scene *scene, unsigned seed)
{
    draw_clutter(&scene->frame, &seed);
    for (int i = 0; i < 6; i++) {
        struct pose pose = {.module = uniform(&seed, 2.5f, 4.2f),
                            .degrees = uniform(&seed, 0, 360),
                            .plain = next_random(&seed) & 1};
        struct qr_scene_code code = make_code(scene, &pose, 220.0f + 420.0f * (float)(i % 3),
                                              190.0f + 350.0f * (float)(i / 3), &seed);
        qr_scene_draw(&scene->frame, &code);
    }
    blur(&scene->frame, 0.6f);
    add_noise(&scene->frame, 3, &seed);
}

static void draw_none(struct scene *scene, unsigned seed)
{
    draw_clutter(&scene->frame, &seed);
    add_noise(&scene->frame, 3, &seed);
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
