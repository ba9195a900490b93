#include "scanner/locator.h"

#include <math.h>
#include <string.h>

#define GROUPED_MAX 48        /* patterns (at most 64); a crowd of weak ones is noise */
#define MODULE_RATIO 2.7f     /* between two patterns of one code */
#define SIDE_RATIO 2.7f       /* between its two sides, by perspective */
#define COSINE_MAX 0.7f       /* of the angle at the corner */
#define OPPOSITE_MIN 0.85f    /* of the longest side */
#define RUNS_APART_MIN 8.0f   /* 14 modules in version 1, seen aslant and turned */
#define RUNS_APART_MAX 265.0f /* 170 modules in version 40, across */

static float ratio(float a, float b)
{
    return a > b ? a / b : b / a;
}

static bool alike(const struct finder *a, const struct finder *b)
{
    return a->inverted == b->inverted && ratio(a->module, b->module) < MODULE_RATIO;
}

/*
 * Whether two patterns are as far apart as those of one code, along a side or across. Run lengths
 * are up to the square root of 2 longer than the module where the code is turned.
 */
static bool distance_fits(const struct finder *a, const struct finder *b)
{
    float length = hypotf(b->x - a->x, b->y - a->y), run = 0.5f * (a->module + b->module);
    return length > RUNS_APART_MIN * run && length < RUNS_APART_MAX * run;
}

static void insert(struct triple_list *out, const struct triple *triple)
{
    int at = out->count;
    while (at > 0 && out->items[at - 1].penalty > triple->penalty) {
        at--;
    }
    if (at == TRIPLES_MAX) {
        return;
    }
    int last = out->count < TRIPLES_MAX ? out->count : TRIPLES_MAX - 1;
    memmove(&out->items[at + 1], &out->items[at], (size_t)(last - at) * sizeof *triple);
    out->items[at] = *triple;
    out->count = last + 1;
}

static void consider(const struct finder_list *finders, int corner, int p, int q,
                     struct triple_list *out)
{
    const struct finder *c = &finders->items[corner], *a = &finders->items[p],
                        *b = &finders->items[q];
    float ax = a->x - c->x, ay = a->y - c->y, bx = b->x - c->x, by = b->y - c->y;
    float a_length = hypotf(ax, ay), b_length = hypotf(bx, by);
    float cosine = (ax * bx + ay * by) / (a_length * b_length);
    float sides = ratio(a_length, b_length);
    if (fabsf(cosine) > COSINE_MAX || sides > SIDE_RATIO) {
        return;
    }
    float modules = fmaxf(ratio(a->module, c->module),
                          fmaxf(ratio(b->module, c->module), ratio(a->module, b->module)));
    int hits = a->hits < b->hits ? a->hits : b->hits;
    hits = hits < c->hits ? hits : c->hits;
    struct triple triple = {.corner = corner, .right = p, .bottom = q};
    /* both sides have as many modules, also in perspective, by the geometric mean */
    float counts = ratio(a_length * sqrtf(b->module), b_length * sqrtf(a->module));
    triple.penalty = 1.5f * (counts - 1) + 0.6f * fabsf(cosine) + 0.3f * (sides - 1) +
                     0.3f * (modules - 1) + (hits < 2 ? 0.4f : 0.0f);
    if (ax * by - ay * bx < 0) {
        triple.right = q;
        triple.bottom = p;
    }
    insert(out, &triple);
}

static float distance(const struct finder *a, const struct finder *b)
{
    return hypotf(a->x - b->x, a->y - b->y);
}

/* The corner lies opposite the longest side; by perspective, sometimes opposite a shorter one. */
static void consider_three(const struct finder_list *finders, int i, int j, int k,
                           struct triple_list *out)
{
    const struct finder *a = &finders->items[i], *b = &finders->items[j], *c = &finders->items[k];
    float ab = distance(a, b), bc = distance(b, c), ca = distance(c, a);
    float least = OPPOSITE_MIN * fmaxf(ab, fmaxf(bc, ca));
    if (ab >= least) {
        consider(finders, k, i, j, out);
    }
    if (bc >= least) {
        consider(finders, i, j, k, out);
    }
    if (ca >= least) {
        consider(finders, j, i, k, out);
    }
}

/* The strongest patterns by hits and contrast, at most GROUPED_MAX. */
static int choose_strongest(const struct finder_list *finders, int *chosen)
{
    int count = 0;
    for (int i = 0; i < finders->count; i++) {
        int strength = finders->items[i].hits * finders->items[i].contrast, at = count;
        for (; at > 0; at--) {
            const struct finder *before = &finders->items[chosen[at - 1]];
            if (before->hits * before->contrast >= strength) {
                break;
            }
            if (at < GROUPED_MAX) {
                chosen[at] = chosen[at - 1];
            }
        }
        if (at < GROUPED_MAX) {
            chosen[at] = i;
            count += count < GROUPED_MAX;
        }
    }
    return count;
}

/* For each chosen pattern, a bit for each later one that may belong to the same code. */
static void find_mates(const struct finder_list *finders, const int *chosen, int count,
                       uint64_t *mates)
{
    for (int i = 0; i < count; i++) {
        mates[i] = 0;
        for (int k = i + 1; k < count; k++) {
            const struct finder *a = &finders->items[chosen[i]];
            const struct finder *b = &finders->items[chosen[k]];
            mates[i] |= (uint64_t)(alike(a, b) && distance_fits(a, b)) << k;
        }
    }
}

void locator_group(const struct finder_list *finders, int level, struct triple_list *out)
{
    int chosen[GROUPED_MAX];
    uint64_t mates[GROUPED_MAX], fresh = 0; /* bits by place in `chosen` */
    int count = choose_strongest(finders, chosen);
    find_mates(finders, chosen, count, mates);
    for (int i = 0; i < count; i++) {
        bool is_new = level == LOCATOR_ANY || finders->items[chosen[i]].level == level;
        fresh |= (uint64_t)is_new << i;
    }
    out->count = 0;
    for (int i = 0; i < count; i++) {
        for (uint64_t seconds = mates[i]; seconds; seconds &= seconds - 1) {
            int second = __builtin_ctzll(seconds);
            bool is_new = (fresh >> i | fresh >> second) & 1;
            uint64_t thirds = mates[i] & mates[second] & (is_new ? ~(uint64_t)0 : fresh);
            for (; thirds; thirds &= thirds - 1) {
                consider_three(finders, chosen[i], chosen[second], chosen[__builtin_ctzll(thirds)],
                               out);
            }
        }
    }
}
