#include "scanner/pattern.h"

#include <math.h>

#define PROFILE_REACH 5.0f /* modules to each side of a pattern's centre */
#define PROFILE_STEPS 6    /* samples a module */
#define PROFILE_HALF 30    /* PROFILE_REACH * PROFILE_STEPS */
#define CONTRAST_MIN 5     /* grey levels between the rings of a pattern */
#define EDGE_POINTS 7
#define LINE_GAP 0.7f /* modules between the lines that are joined */

/* What lies beyond the picture counts as light. */
static float light(const struct pattern_view *view)
{
    return view->inverted ? 0 : 255;
}

/* The next three edges one way from the middle of the profile, in samples, where it passes `cut`.
 */
static bool cut_edges(const float *profile, int step, float cut, float edges[3])
{
    bool above = false; /* the centre of a pattern is dark: below the cut */
    int found = 0;
    if (profile[0] >= cut) {
        return false;
    }
    for (int i = 0; i < PROFILE_HALF && found < 3; i++) {
        float here = profile[step * i], next = profile[step * (i + 1)];
        if ((next >= cut) != above) {
            edges[found++] = (float)i + (cut - here) / (next - here);
            above = !above;
        }
    }
    return found == 3;
}

/* The extreme (way 1: most, -1: least) of samples [from, to], and where. */
static int find_extreme(const float *profile, int step, int from, int to, float way)
{
    int best = from;
    for (int i = from; i <= to; i++) {
        if (way * profile[step * i] > way * profile[step * best]) {
            best = i;
        }
    }
    return best;
}

/* Where, between two samples, the profile passes the middle of their values. */
static float crossing(const float *profile, int step, int from, int to)
{
    float level = 0.5f * (profile[step * from] + profile[step * to]);
    bool rising = profile[step * to] > profile[step * from];
    int i = from;
    while (i < to && (profile[step * (i + 1)] >= level) != rising) {
        i++;
    }
    float here = profile[step * i], next = profile[step * (i + 1)];
    return (float)i + (next != here ? (level - here) / (next - here) : 0);
}

/*
 * The three edges one way from the middle of the profile, in samples. Each lies half-way between
 * the greys around it: blur leaves the thin rings much fainter than the centre. False: no rings
 * there.
 */
static bool faint_edges(const float *profile, int step, float edges[3], float *cut)
{
    int gap = find_extreme(profile, step, PROFILE_STEPS * 5 / 4, PROFILE_STEPS * 11 / 4, 1);
    int ring = find_extreme(profile, step, gap, PROFILE_STEPS * 15 / 4, -1);
    int end = find_extreme(profile, step, ring, PROFILE_HALF, 1);
    float middle = profile[0], light_ring = profile[step * gap], dark_ring = profile[step * ring];
    if (light_ring - middle < CONTRAST_MIN || light_ring - dark_ring < CONTRAST_MIN ||
        profile[step * end] - dark_ring < CONTRAST_MIN) {
        return false;
    }
    edges[0] = crossing(profile, step, 0, gap);
    edges[1] = crossing(profile, step, gap, ring);
    edges[2] = crossing(profile, step, ring, end);
    *cut = 0.5f * (light_ring + dark_ring);
    return true;
}

/* Whether edges, on average of both ways, lie near 1.5, 2.5 and 3.5 modules. */
static bool edges_fit(const float ahead[3], const float back[3])
{
    float around[3];
    for (int i = 0; i < 3; i++) {
        around[i] = 0.5f * (ahead[i] + back[i]);
    }
    float module = (around[1] + around[2]) / 6;
    return fabsf(around[0] - 1.5f * module) < 0.65f * module &&
           fabsf(around[1] - 2.5f * module) < 0.5f * module &&
           fabsf(around[2] - 3.5f * module) < 0.5f * module;
}

/* The edges of a pattern on both sides of the middle of its profile. */
static bool find_edges(const float *middle, float ahead[3], float back[3], float *cut)
{
    float low = middle[0], high = middle[0];
    for (int i = -3 * PROFILE_STEPS; i <= 3 * PROFILE_STEPS; i++) {
        low = middle[i] < low ? middle[i] : low;
        high = middle[i] > high ? middle[i] : high;
    }
    *cut = 0.5f * (low + high);
    if (high - low > CONTRAST_MIN && cut_edges(middle, 1, *cut, ahead) &&
        cut_edges(middle, -1, *cut, back) && edges_fit(ahead, back)) {
        return true;
    }
    float other;
    if (!faint_edges(middle, 1, ahead, cut) || !faint_edges(middle, -1, back, &other)) {
        return false;
    }
    *cut = 0.5f * (*cut + other);
    return edges_fit(ahead, back);
}

/* Whether all of a profile's lines lie in the picture: their four ends do. */
static bool profile_is_inside(const struct pattern_view *view, struct scan_point centre,
                              struct scan_point unit, struct scan_point beside, float step)
{
    for (int end = -1; end <= 1; end += 2) {
        struct scan_point at = point_add(centre, unit, (float)(end * PROFILE_HALF) * step);
        for (int line = -1; line <= 1; line += 2) {
            struct scan_point on = point_add(at, beside, (float)line);
            if (!plane_holds(view->plane, on.x, on.y)) {
                return false;
            }
        }
    }
    return true;
}

/* A profile through the centre along `unit`: the mean of three lines `beside` each other, against
 * noise. All cross the middle square. */
static void take_profile(const struct pattern_view *view, struct scan_point centre,
                         struct scan_point unit, struct scan_point beside, float step,
                         float *middle)
{
    float scale = view->inverted ? -1.0f / 3 : 1.0f / 3;
    bool inside = profile_is_inside(view, centre, unit, beside, step);
    for (int i = -PROFILE_HALF; i <= PROFILE_HALF; i++) {
        struct scan_point at = point_add(centre, unit, (float)i * step);
        float grey = 0;
        for (int line = -1; line <= 1; line++) {
            struct scan_point on = point_add(at, beside, (float)line);
            grey += inside ? plane_sample_inside(view->plane, on.x, on.y)
                           : plane_sample(view->plane, on.x, on.y, light(view));
        }
        middle[i] = scale * grey;
    }
}

/*
 * Measures a pattern along one direction through its centre: moves the centre to the middle of its
 * edges and tells the module's length.
 */
static bool measure_along(const struct pattern_view *view, struct scan_point *centre,
                          struct scan_point unit, struct scan_point beside, float guess,
                          float *module, float *cut)
{
    float samples[2 * PROFILE_HALF + 1], *middle = samples + PROFILE_HALF;
    float step = guess / PROFILE_STEPS, ahead[3], back[3], level;
    take_profile(view, *centre, unit, beside, step, middle);
    if (!find_edges(middle, ahead, back, &level)) {
        return false;
    }
    float shift = (ahead[0] + ahead[1] + ahead[2] - back[0] - back[1] - back[2]) / 6;
    /* outer and inner edges, 7 + 5 modules: a wrong level moves them against each other */
    *module = (ahead[1] + ahead[2] + back[1] + back[2]) * step / 12;
    *cut = view->inverted ? -level : level;
    *centre = point_add(*centre, unit, shift * step);
    return *module > 0.5f * guess && *module < 1.8f * guess && fabsf(shift) < 2 * PROFILE_STEPS;
}

/* Measures one pattern along both axes of the code, twice, as the first pass moves the centre. */
bool pattern_measure(const struct pattern_view *view, struct scan_point across,
                     struct scan_point down, float guess, struct pattern *pattern)
{
    float other;
    pattern->module_across = pattern->module_down = guess;
    for (int pass = 0; pass < 2; pass++) {
        struct scan_point origin = {0, 0};
        struct scan_point below = point_add(origin, down, LINE_GAP * pattern->module_down);
        struct scan_point beside = point_add(origin, across, LINE_GAP * pattern->module_across);
        if (!measure_along(view, &pattern->centre, across, below, pattern->module_across,
                           &pattern->module_across, &pattern->cut) ||
            !measure_along(view, &pattern->centre, down, beside, pattern->module_down,
                           &pattern->module_down, &other)) {
            return false;
        }
    }
    pattern->cut = 0.5f * (pattern->cut + other);
    return true;
}

/* A line as point and direction, fitted to points along `way`. */
struct line {
    struct scan_point at, way;
};

/* Where the dark outer ring ends, seen from inside, `offset` along the ring's side. */
static bool ring_end(const struct pattern_view *view, struct scan_point start,
                     struct scan_point out, float module, float cut, struct scan_point *end)
{
    float sign = view->inverted ? -1 : 1, before = 0;
    for (int i = 0; i <= 12; i++) {
        float t = (2.7f + 0.15f * (float)i) * module;
        struct scan_point at = point_add(start, out, t);
        float above = sign * (plane_sample(view->plane, at.x, at.y, light(view)) - cut);
        if (i > 0 && above >= 0 && before < 0) {
            *end = point_add(start, out, t - 0.15f * module * above / (above - before));
            return true;
        }
        before = above;
    }
    return false;
}

/* Fits the outer side of a pattern that faces `out`; `way` runs along it. */
static bool fit_side(const struct pattern_view *view, const struct pattern *pattern,
                     struct scan_point out, struct scan_point way, float module_out,
                     float module_way, struct line *line)
{
    float n = 0, sum_t = 0, sum_d = 0, sum_tt = 0, sum_td = 0;
    for (int i = 0; i < EDGE_POINTS; i++) {
        float t = ((float)i - 3) * 0.95f * module_way;
        struct scan_point end;
        if (!ring_end(view, point_add(pattern->centre, way, t), out, module_out, pattern->cut,
                      &end)) {
            continue;
        }
        float dx = end.x - pattern->centre.x, dy = end.y - pattern->centre.y;
        float d = dx * out.x + dy * out.y;
        float along = dx * way.x + dy * way.y;
        n++, sum_t += along, sum_d += d, sum_tt += along * along, sum_td += along * d;
    }
    float spread = n * sum_tt - sum_t * sum_t;
    if (n < 4 || !(spread > 1e-3f)) {
        return false;
    }
    float slope = (n * sum_td - sum_t * sum_d) / spread, base = (sum_d - slope * sum_t) / n;
    line->at = point_add(pattern->centre, out, base);
    line->way = point_add(way, out, slope);
    return fabsf(slope) < 1;
}

static bool intersect(const struct line *a, const struct line *b, struct scan_point *out)
{
    float cross = a->way.x * b->way.y - a->way.y * b->way.x;
    if (!(fabsf(cross) > 1e-3f)) {
        return false;
    }
    float dx = b->at.x - a->at.x, dy = b->at.y - a->at.y;
    *out = point_add(a->at, a->way, (dx * b->way.y - dy * b->way.x) / cross);
    return true;
}

bool pattern_far_corner(const struct pattern_view *view, const struct pattern *right,
                        const struct pattern *bottom, struct scan_point across,
                        struct scan_point down, struct scan_point *out)
{
    struct line beside, below;
    return fit_side(view, right, across, down, right->module_across, right->module_down, &beside) &&
           fit_side(view, bottom, down, across, bottom->module_down, bottom->module_across,
                    &below) &&
           intersect(&beside, &below, out);
}
