#include "log.h"
#include "scanner.h"
#include "scanner/cascade.h"
#include "scanner/locator.h"
#include "timebase.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MODULE_PIXELS_MAX 6.0f /* sampled from a coarser level when larger */
#define SUSPECTS_MAX 12

struct decoder {
    struct qr_reader *reader; /* owned */
    struct cascade *cascade;  /* owned */
    struct pyramid pyramid;
    struct threshold threshold;
    struct finder_list finders;
    struct triple_list triples;
    struct candidate suspects[SUSPECTS_MAX]; /* look like codes, but the quick steps failed */
    int suspect_count;
    struct scan_code code; /* what has just been read */
};

/* One decode under way. */
struct job {
    struct decoder *decoder;
    const struct decode_options *options;
    struct scan_result *result;
    int64_t deadline_us; /* 0: none */
};

struct decoder *decoder_create(void)
{
    struct decoder *decoder = calloc(1, sizeof *decoder);
    if (!decoder) {
        LOG_ERROR("no memory for a decoder");
        return NULL;
    }
    decoder->reader = qr_reader_create();
    decoder->cascade = decoder->reader ? cascade_create(decoder->reader) : NULL;
    if (!decoder->cascade) {
        decoder_destroy(decoder);
        return NULL;
    }
    return decoder;
}

void decoder_destroy(struct decoder *decoder)
{
    if (!decoder) {
        return;
    }
    cascade_destroy(decoder->cascade);
    qr_reader_destroy(decoder->reader);
    pyramid_finish(&decoder->pyramid);
    threshold_finish(&decoder->threshold);
    free(decoder);
}

static bool is_done(const struct job *job)
{
    return (job->options->first_only && job->result->count > 0) ||
           job->result->count == SCAN_CODES_MAX ||
           (job->deadline_us > 0 && time_monotonic_us() > job->deadline_us);
}

static bool contains(const struct scan_code *code, struct scan_point at)
{
    for (int i = 0; i < 4; i++) {
        const struct scan_point *a = &code->corners[i], *b = &code->corners[(i + 1) % 4];
        if ((b->x - a->x) * (at.y - a->y) - (b->y - a->y) * (at.x - a->x) < 0) {
            return false;
        }
    }
    return true;
}

/* Whether a point lies in a code that has been read. */
static bool is_read(const struct scan_result *result, float x, float y)
{
    for (size_t i = 0; i < result->count; i++) {
        if (contains(&result->codes[i], (struct scan_point){x, y})) {
            return true;
        }
    }
    return false;
}

static void add_code(struct job *job, const char *method)
{
    const struct scan_code *code = &job->decoder->code;
    struct scan_result *result = job->result;
    if (result->count == 0) {
        result->method = method;
    }
    struct scan_code *kept = &result->codes[result->count++];
    memcpy(kept->data, code->data, code->size + 1);
    kept->size = code->size;
    memcpy(kept->corners, code->corners, sizeof kept->corners);
}

static bool read_candidate(struct job *job, const struct candidate *candidate,
                           enum cascade_depth depth)
{
    struct decoder *d = job->decoder;
    const char *method;
    if (!cascade_read(d->cascade, candidate, depth, job->deadline_us, &d->code, &method)) {
        return false;
    }
    add_code(job, method);
    return true;
}

/* Straightens three finder patterns on the level of the pyramid that suits their module size. */
static bool make_candidate(struct decoder *d, const struct triple *triple,
                           struct candidate *candidate)
{
    const struct finder *f[3] = {&d->finders.items[triple->corner],
                                 &d->finders.items[triple->right],
                                 &d->finders.items[triple->bottom]};
    /* run lengths along rows are longer than the module where the code is turned */
    float dx = f[1]->x - f[0]->x, dy = f[1]->y - f[0]->y;
    float turn = fmaxf(fabsf(dx), fabsf(dy)) / hypotf(dx, dy);
    float least = fminf(f[0]->module, fminf(f[1]->module, f[2]->module)) * turn;
    int level = 0;
    while (level + 1 < d->pyramid.count && least > MODULE_PIXELS_MAX * (float)(1 << level)) {
        level++;
    }
    candidate->scale = (float)(1 << level);
    struct scan_point centres[3];
    float modules[3];
    for (int i = 0; i < 3; i++) {
        centres[i].x = f[i]->x / candidate->scale;
        centres[i].y = f[i]->y / candidate->scale;
        modules[i] = f[i]->module * turn / candidate->scale;
    }
    return straighten(&candidate->straightener, &d->pyramid.levels[level], f[0]->inverted, centres,
                      modules);
}

static void try_triple(struct job *job, const struct triple *triple)
{
    struct decoder *d = job->decoder;
    struct candidate candidate;
    if (make_candidate(d, triple, &candidate) && !read_candidate(job, &candidate, CASCADE_QUICK) &&
        d->suspect_count < SUSPECTS_MAX) {
        d->suspects[d->suspect_count++] = candidate;
    }
}

/* Tries the triples that have a pattern first seen on this level. */
static void try_level(struct job *job, int level)
{
    struct decoder *d = job->decoder;
    locator_group(&d->finders, &d->triples);
    for (int i = 0; i < d->triples.count && !is_done(job); i++) {
        const struct triple *triple = &d->triples.items[i];
        const int members[3] = {triple->corner, triple->right, triple->bottom};
        bool is_new = false, covered = false;
        for (int k = 0; k < 3; k++) {
            const struct finder *finder = &d->finders.items[members[k]];
            is_new = is_new || finder->level == level;
            covered = covered || is_read(job->result, finder->x, finder->y);
        }
        if (is_new && !covered) {
            try_triple(job, triple);
        }
    }
}

static void try_suspects(struct job *job)
{
    struct decoder *d = job->decoder;
    for (int i = 0; i < d->suspect_count && !is_done(job); i++) {
        const struct candidate *candidate = &d->suspects[i];
        const struct straightener *s = &candidate->straightener;
        struct scan_point at =
            grid_map_point(&s->maps[0].map, 0.5f * (float)s->maps[0].map.dimension,
                           0.5f * (float)s->maps[0].map.dimension);
        if (!is_read(job->result, at.x * candidate->scale, at.y * candidate->scale)) {
            read_candidate(job, candidate, CASCADE_DEEP);
        }
    }
}

static void decode_plane(struct job *job, const struct plane *plane)
{
    struct decoder *d = job->decoder;
    if (plane->width < PYRAMID_SIDE_MIN / 2 || plane->height < PYRAMID_SIDE_MIN / 2 ||
        !pyramid_build(&d->pyramid, plane)) {
        return;
    }
    d->finders.count = 0;
    d->suspect_count = 0;
    for (int level = d->pyramid.count - 1; level >= 0 && !is_done(job); level--) {
        if (!threshold_compute(&d->threshold, &d->pyramid.levels[level])) {
            return;
        }
        finder_scan(&d->pyramid.levels[level], &d->threshold, level, &d->finders);
        try_level(job, level);
    }
    try_suspects(job);
}

size_t decoder_decode(struct decoder *decoder, const struct frame *frame,
                      const struct decode_options *options, struct scan_result *result)
{
    int64_t start_us = time_monotonic_us();
    struct job job = {decoder, options, result,
                      options->budget_ms > 0 ? start_us + (int64_t)options->budget_ms * 1000 : 0};
    result->count = 0;
    result->method = "";
    if (frame->luma) {
        struct plane plane = {frame->luma, frame->width, frame->height, frame->stride};
        decode_plane(&job, &plane);
    }
    result->elapsed_us = time_monotonic_us() - start_us;
    return result->count;
}
