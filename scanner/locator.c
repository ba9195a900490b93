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
static bool distance_fits(const struct finder *a, const struct finder *b, float square)
{
    float run = 0.5f * (a->module + b->module);
    float least = RUNS_APART_MIN * run, most = RUNS_APART_MAX * run;
    return square > least * least && square < most * most;
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

/* The patterns that are grouped, and what is asked of each pair again and again. */
struct crowd {
    const struct finder *finders[GROUPED_MAX];
    int indices[GROUPED_MAX];                /* in the finder list */
    float roots[GROUPED_MAX];                /* of the module */
    float squares[GROUPED_MAX][GROUPED_MAX]; /* of the distance */
    uint64_t mates[GROUPED_MAX]; /* a bit for each later one that may belong to the same code */
    int count;
};

/* Adds a triple if it may be a code's. Cheap tests first: of ten, nine fail. */
static void consider(const struct crowd *crowd, int corner, int p, int q, struct triple_list *out)
{
    const struct finder *c = crowd->finders[corner], *a = crowd->finders[p], *b = crowd->finders[q];
    float aa = crowd->squares[corner][p], bb = crowd->squares[corner][q];
    float ax = a->x - c->x, ay = a->y - c->y, bx = b->x - c->x, by = b->y - c->y;
    float dot = ax * bx + ay * by;
    if (dot * dot > COSINE_MAX * COSINE_MAX * aa * bb || aa > SIDE_RATIO * SIDE_RATIO * bb ||
        bb > SIDE_RATIO * SIDE_RATIO * aa) {
        return;
    }
    float a_length = sqrtf(aa), b_length = sqrtf(bb);
    float cosine = fabsf(dot) / (a_length * b_length), sides = ratio(a_length, b_length);
    float ac = ratio(a->module, c->module), bc = ratio(b->module, c->module);
    float ab = ratio(a->module, b->module);
    float modules = ac > bc ? ac : bc;
    modules = modules > ab ? modules : ab;
    int hits = a->hits < b->hits ? a->hits : b->hits;
    hits = hits < c->hits ? hits : c->hits;
    struct triple triple = {
        .corner = crowd->indices[corner], .right = crowd->indices[p], .bottom = crowd->indices[q]};
    /* both sides have as many modules, also in perspective, by the geometric mean */
    float counts = ratio(a_length * crowd->roots[q], b_length * crowd->roots[p]);
    triple.penalty = 1.5f * (counts - 1) + 0.6f * cosine + 0.3f * (sides - 1) +
                     0.3f * (modules - 1) + (hits < 2 ? 0.4f : 0.0f);
    if (ax * by - ay * bx < 0) {
        triple.right = crowd->indices[q];
        triple.bottom = crowd->indices[p];
    }
    insert(out, &triple);
}

/* The corner lies opposite the longest side; by perspective, sometimes opposite a shorter one. */
static void consider_three(const struct crowd *crowd, int i, int j, int k, struct triple_list *out)
{
    float ij = crowd->squares[i][j], jk = crowd->squares[j][k], ki = crowd->squares[k][i];
    float longest = ij > jk ? ij : jk;
    longest = longest > ki ? longest : ki;
    float least = OPPOSITE_MIN * OPPOSITE_MIN * longest;
    if (ij >= least) {
        consider(crowd, k, i, j, out);
    }
    if (jk >= least) {
        consider(crowd, i, j, k, out);
    }
    if (ki >= least) {
        consider(crowd, j, i, k, out);
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

static void gather(const struct finder_list *finders, struct crowd *crowd)
{
    crowd->count = choose_strongest(finders, crowd->indices);
    for (int i = 0; i < crowd->count; i++) {
        crowd->finders[i] = &finders->items[crowd->indices[i]];
        crowd->roots[i] = sqrtf(crowd->finders[i]->module);
    }
    for (int i = 0; i < crowd->count; i++) {
        const struct finder *a = crowd->finders[i];
        crowd->mates[i] = 0;
        for (int k = i + 1; k < crowd->count; k++) {
            const struct finder *b = crowd->finders[k];
            float dx = b->x - a->x, dy = b->y - a->y, square = dx * dx + dy * dy;
            crowd->squares[i][k] = crowd->squares[k][i] = square;
            crowd->mates[i] |= (uint64_t)(alike(a, b) && distance_fits(a, b, square)) << k;
        }
    }
}

void locator_group(const struct finder_list *finders, int level, struct triple_list *out)
{
    struct crowd crowd;
    uint64_t fresh = 0; /* bits by place in the crowd */
    gather(finders, &crowd);
    for (int i = 0; i < crowd.count; i++) {
        bool is_new = level == LOCATOR_ANY || crowd.finders[i]->level == level;
        fresh |= (uint64_t)is_new << i;
    }
    out->count = 0;
    for (int i = 0; fresh && i < crowd.count; i++) {
        for (uint64_t seconds = crowd.mates[i]; seconds; seconds &= seconds - 1) {
            int second = __builtin_ctzll(seconds);
            bool is_new = (fresh >> i | fresh >> second) & 1;
            uint64_t thirds =
                crowd.mates[i] & crowd.mates[second] & (is_new ? ~(uint64_t)0 : fresh);
            for (; thirds; thirds &= thirds - 1) {
                consider_three(&crowd, i, second, __builtin_ctzll(thirds), out);
            }
        }
    }
}
