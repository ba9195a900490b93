#define LOG_MODULE "search"
#include "scanner/search.h"

#include "log.h"
#include "scanner/cascade.h"
#include "scanner/locator.h"
#include "timebase.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MODULE_PIXELS_MAX 6.0f /* sampled from a coarser level when larger */
#define SUSPECTS_MAX 6
#define BENT_MAX 4
#define MARKED_HITS 3 /* rows that a finder pattern must be seen in to be marked */
/* Tried on a level before anything is read: of 790 codes, 785 were among them. */
#define TRIPLES_HOPEFUL 20

struct search {
    struct cascade *cascade; /* owned */
    struct pyramid pyramid;
    struct threshold threshold;
    struct finder_list finders;
    struct triple_list triples;
    struct candidate suspects[SUSPECTS_MAX]; /* look like codes, but the quick steps failed; the
                                                likeliest first */
    int suspect_count;
    struct candidate bent[BENT_MAX]; /* may be bent; the least odd first */
    int bent_count;
    int straightened;      /* triples that looked like codes */
    struct scan_code code; /* what has just been read */
};

struct search *search_create(struct qr_reader *reader)
{
    struct search *search = calloc(1, sizeof *search);
    if (!search) {
        LOG_ERROR("no memory for the search");
        return NULL;
    }
    search->cascade = cascade_create(reader);
    if (!search->cascade) {
        search_destroy(search);
        return NULL;
    }
    return search;
}

void search_destroy(struct search *search)
{
    if (!search) {
        return;
    }
    cascade_destroy(search->cascade);
    pyramid_finish(&search->pyramid);
    threshold_finish(&search->threshold);
    free(search);
}

const struct plane *search_level(const struct search *search, int level)
{
    return level < search->pyramid.count ? &search->pyramid.levels[level] : NULL;
}

const struct plane *search_coarsest(const struct search *search)
{
    return search->pyramid.count > 0 ? search_level(search, search->pyramid.count - 1) : NULL;
}

bool search_is_late(const struct search_job *job)
{
    return job->deadline_us > 0 && time_monotonic_us() > job->deadline_us;
}

bool search_is_done(const struct search_job *job)
{
    return (job->first_only && job->result->count > 0) || job->result->count == SCAN_CODES_MAX ||
           search_is_late(job);
}

static bool contains(const struct scan_point corners[4], struct scan_point at)
{
    for (int i = 0; i < 4; i++) {
        const struct scan_point *a = &corners[i], *b = &corners[(i + 1) % 4];
        if ((b->x - a->x) * (at.y - a->y) - (b->y - a->y) * (at.x - a->x) < 0) {
            return false;
        }
    }
    return true;
}

/* Whether a point of the frame lies in a code that has been read. */
static bool is_read(const struct scan_result *result, struct scan_point at)
{
    for (size_t i = 0; i < result->count; i++) {
        if (contains(result->codes[i].corners, at)) {
            return true;
        }
    }
    return false;
}

static void add_mark(struct scan_result *result, enum scan_mark_kind kind,
                     const struct scan_point corners[4])
{
    if (result->mark_count < SCAN_MARKS_MAX) {
        struct scan_mark *mark = &result->marks[result->mark_count++];
        mark->kind = kind;
        memcpy(mark->corners, corners, sizeof mark->corners);
    }
}

static void add_code(struct search_job *job, const struct scan_code *code, const char *method)
{
    struct scan_result *result = job->result;
    if (result->count == 0) {
        result->method = method;
    }
    struct scan_code *kept = &result->codes[result->count++];
    memcpy(kept->data, code->data, code->size + 1);
    kept->size = code->size;
    memcpy(kept->corners, code->corners, sizeof kept->corners);
    add_mark(result, SCAN_MARK_READ, code->corners);
}

static bool read_candidate(struct search *search, struct search_job *job,
                           const struct candidate *candidate, enum cascade_depth depth)
{
    const char *method;
    if (!cascade_read(search->cascade, candidate, depth, job->deadline_us, job->result,
                      &search->code, &method)) {
        return false;
    }
    add_code(job, &search->code, method);
    return true;
}

static struct scan_point to_frame(const struct search_area *area, float x, float y)
{
    return (struct scan_point){area->origin.x + x * area->unit, area->origin.y + y * area->unit};
}

/* Straightens three finder patterns on the level of the pyramid that suits their module size. */
static enum straighten_outcome make_candidate(const struct search *search,
                                              const struct search_area *area,
                                              const struct triple *triple,
                                              struct candidate *candidate)
{
    const struct finder *f[3] = {&search->finders.items[triple->corner],
                                 &search->finders.items[triple->right],
                                 &search->finders.items[triple->bottom]};
    /* run lengths along rows are longer than the module where the code is turned */
    float dx = f[1]->x - f[0]->x, dy = f[1]->y - f[0]->y;
    float turn = fmaxf(fabsf(dx), fabsf(dy)) / hypotf(dx, dy);
    float least = fminf(f[0]->module, fminf(f[1]->module, f[2]->module)) * turn;
    int level = 0;
    while (level + 1 < search->pyramid.count && least > MODULE_PIXELS_MAX * (float)(1 << level)) {
        level++;
    }
    float scale = (float)(1 << level);
    struct scan_point centres[3];
    float modules[3];
    for (int i = 0; i < 3; i++) {
        centres[i] = (struct scan_point){f[i]->x / scale, f[i]->y / scale};
        modules[i] = f[i]->module * turn / scale;
    }
    candidate->scale = scale * area->unit;
    candidate->origin = area->origin;
    return straighten(&candidate->straightener, &search->pyramid.levels[level], f[0]->inverted,
                      centres, modules);
}

/* Puts a candidate in its place among at most `max`, the smallest `rank` first. */
static void keep_candidate(struct candidate *kept, int *count, int max,
                           const struct candidate *candidate, float rank)
{
    int at = *count;
    while (at > 0 && kept[at - 1].rank > rank) {
        at--;
    }
    if (at == max) {
        return;
    }
    int last = *count < max ? *count : max - 1;
    memmove(&kept[at + 1], &kept[at], (size_t)(last - at) * sizeof *candidate);
    kept[at] = *candidate;
    kept[at].rank = rank;
    *count = last + 1;
}

static void keep_suspect(struct search *search, const struct candidate *candidate)
{
    keep_candidate(search->suspects, &search->suspect_count, SUSPECTS_MAX, candidate,
                   -candidate->straightener.maps[0].fit);
}

/* The quick steps for one triple. What they do not read is kept for later. */
static void try_triple(struct search *search, struct search_job *job,
                       const struct search_area *area, const struct triple *triple)
{
    struct candidate candidate;
    enum straighten_outcome outcome = make_candidate(search, area, triple, &candidate);
    if (candidate.straightener.count > 0 && outcome != STRAIGHTEN_NO) {
        search->straightened++;
        if (read_candidate(search, job, &candidate, CASCADE_QUICK)) {
            return;
        }
        keep_suspect(search, &candidate);
    }
    if (outcome == STRAIGHTEN_BENT) {
        keep_candidate(search->bent, &search->bent_count, BENT_MAX, &candidate,
                       straighten_oddness(&candidate.straightener) + triple->penalty);
    }
}

/* Tries the triples that have a pattern first seen on this level. */
static void try_level(struct search *search, struct search_job *job, const struct search_area *area,
                      int level)
{
    locator_group(&search->finders, level, &search->triples);
    int count = search->triples.count;
    if (job->result->count == 0 && count > TRIPLES_HOPEFUL) {
        count = TRIPLES_HOPEFUL;
    }
    for (int i = 0; i < count && !search_is_done(job); i++) {
        const struct triple *triple = &search->triples.items[i];
        const int members[3] = {triple->corner, triple->right, triple->bottom};
        bool covered = false;
        for (int k = 0; k < 3; k++) {
            const struct finder *finder = &search->finders.items[members[k]];
            covered = covered || is_read(job->result, to_frame(area, finder->x, finder->y));
        }
        if (!covered) {
            try_triple(search, job, area, triple);
            count = job->result->count > 0 ? search->triples.count : count;
        }
    }
}

/* Whether the middle of a candidate lies in a code that has been read. */
static bool is_answered(const struct search_job *job, const struct candidate *candidate)
{
    const struct straightener *s = &candidate->straightener;
    float x = 0.5f * (s->right.centre.x + s->bottom.centre.x) * candidate->scale;
    float y = 0.5f * (s->right.centre.y + s->bottom.centre.y) * candidate->scale;
    return is_read(job->result,
                   (struct scan_point){candidate->origin.x + x, candidate->origin.y + y});
}

static void try_bent(struct search *search, struct search_job *job)
{
    for (int i = 0; i < search->bent_count && !search_is_done(job); i++) {
        struct candidate *candidate = &search->bent[i];
        if (!is_answered(job, candidate) && straighten_bent(&candidate->straightener) &&
            !read_candidate(search, job, candidate, CASCADE_QUICK)) {
            keep_suspect(search, candidate);
        }
    }
}

static void try_suspects(struct search *search, struct search_job *job)
{
    for (int i = 0; i < search->suspect_count && !search_is_done(job); i++) {
        const struct candidate *candidate = &search->suspects[i];
        if (!is_answered(job, candidate) && !read_candidate(search, job, candidate, CASCADE_DEEP)) {
            struct scan_point corners[4];
            candidate_corners(candidate, &candidate->straightener.maps[0].map, corners);
            add_mark(job->result, SCAN_MARK_CANDIDATE, corners);
        }
    }
}

static void mark_finders(const struct search *search, const struct search_area *area,
                         struct scan_result *result)
{
    static const float around[4][2] = {{-3.5f, -3.5f}, {3.5f, -3.5f}, {3.5f, 3.5f}, {-3.5f, 3.5f}};
    for (int i = 0; i < search->finders.count; i++) {
        const struct finder *finder = &search->finders.items[i];
        struct scan_point corners[4];
        for (int k = 0; k < 4; k++) {
            corners[k] = to_frame(area, finder->x + around[k][0] * finder->module,
                                  finder->y + around[k][1] * finder->module);
        }
        if (finder->hits >= MARKED_HITS) {
            add_mark(result, SCAN_MARK_FINDER, corners);
        }
    }
}

struct scan_stage *search_stage(struct scan_result *result, const char *name)
{
    result->stage_count += result->stage_count < SCAN_STAGES_MAX;
    struct scan_stage *stage = &result->stages[result->stage_count - 1];
    *stage = (struct scan_stage){.name = name};
    return stage;
}

/* False: no memory. */
static bool search_levels(struct search *search, struct search_job *job,
                          const struct search_area *area)
{
    for (int level = search->pyramid.count - 1; level >= 0 && !search_is_done(job); level--) {
        const struct plane *plane = &search->pyramid.levels[level];
        if (!threshold_compute(&search->threshold, plane)) {
            return false;
        }
        finder_scan(plane, &search->threshold, level, &search->finders);
        try_level(search, job, area, level);
    }
    return true;
}

void search_run(struct search *search, struct search_job *job, const struct search_area *area)
{
    int64_t start_us = time_monotonic_us();
    int before = (int)job->result->count;
    search->pyramid.count = 0;
    search->finders.count = search->straightened = 0;
    search->suspect_count = search->bent_count = 0;
    if (area->plane.width < SEARCH_SIDE_MIN || area->plane.height < SEARCH_SIDE_MIN ||
        !pyramid_build(&search->pyramid, &area->plane) || !search_levels(search, job, area)) {
        return;
    }
    try_bent(search, job);
    try_suspects(search, job);
    mark_finders(search, area, job->result);
    struct scan_stage *stage = search_stage(job->result, area->stage);
    stage->finders = search->finders.count;
    stage->candidates = search->straightened;
    stage->read = (int)job->result->count - before;
    stage->elapsed_us = time_monotonic_us() - start_us;
}
