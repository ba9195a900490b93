#define LOG_MODULE "cascade"
#include "scanner/cascade.h"

#include "log.h"
#include "timebase.h"

#include <stdlib.h>
#include <string.h>

#define FORMAT_MATCH_MIN 0.45f /* real formats are above 0.8, chance is near 0.5 */
#define FORMAT_MATCH_DEEP 0.55f
#define FIT_DEEP 0.55f /* chance rarely gets there */
#define OTHER_FIT_MIN 0.7f
#define TRIED_MAX 16
#define CROP_MODULE 4 /* pixels a module of the grey crop */
#define CROP_MARGIN 3 /* modules */
#define CROP_SIDE_MAX ((MODULES_MAX + 2 * CROP_MARGIN) * CROP_MODULE)

struct cascade {
    struct qr_reader *reader; /* borrowed */
    struct module_grid grid;
    struct grid_mesh mesh;
    uint64_t tried[TRIED_MAX]; /* grids of this candidate that the reader has refused */
    int tried_count;
    uint8_t canvas[CROP_SIDE_MAX * CROP_SIDE_MAX];
};

enum map_kind { MAP_BEST, MAP_OTHER, MAP_REFINED, MAP_MESH, MAP_OTHER_MESH, MAP_CROP };

static const struct step {
    const char *name;
    enum cascade_depth depth;
    enum map_kind kind;
    int rounds; /* of taking back blur */
    bool local; /* against the surroundings, not the finder patterns' cut alone */
} steps[] = {
    {"straight", CASCADE_QUICK, MAP_BEST, 0, true},
    {"sharp", CASCADE_QUICK, MAP_BEST, 3, true},
    {"sharper", CASCADE_DEEP, MAP_BEST, 10, true},
    {"cut", CASCADE_DEEP, MAP_BEST, 0, false},
    {"other", CASCADE_DEEP, MAP_OTHER, 0, true},
    {"other-sharp", CASCADE_DEEP, MAP_OTHER, 3, true},
    {"refined", CASCADE_DEEP, MAP_REFINED, 0, true},
    {"refined-sharp", CASCADE_DEEP, MAP_REFINED, 3, true},
    {"refined-sharper", CASCADE_DEEP, MAP_REFINED, 10, true},
    {"mesh", CASCADE_DEEP, MAP_MESH, 0, true},
    {"mesh-sharp", CASCADE_DEEP, MAP_MESH, 3, true},
    {"mesh-cut", CASCADE_DEEP, MAP_MESH, 0, false},
    {"other-mesh", CASCADE_DEEP, MAP_OTHER_MESH, 0, true},
    {"other-mesh-sharp", CASCADE_DEEP, MAP_OTHER_MESH, 3, true},
    {"crop", CASCADE_DEEP, MAP_CROP, 0, false},
};

struct cascade *cascade_create(struct qr_reader *reader)
{
    struct cascade *cascade = calloc(1, sizeof *cascade);
    if (!cascade) {
        LOG_ERROR("no memory for the decoder's work space");
        return NULL;
    }
    cascade->reader = reader;
    return cascade;
}

void cascade_destroy(struct cascade *cascade)
{
    free(cascade);
}

/* Whether these modules have been refused before; remembers them. */
static bool is_tried(struct cascade *cascade)
{
    uint64_t hash = 14695981039346656037u; /* FNV-1a */
    const struct module_grid *grid = &cascade->grid;
    for (int i = 0; i < grid->dimension * grid->dimension; i++) {
        hash = (hash ^ grid->dark[i]) * 1099511628211u;
    }
    hash ^= (uint64_t)grid->format << 1 | grid->mirrored;
    for (int i = 0; i < cascade->tried_count; i++) {
        if (cascade->tried[i] == hash) {
            return true;
        }
    }
    if (cascade->tried_count < TRIED_MAX) {
        cascade->tried[cascade->tried_count++] = hash;
    }
    return false;
}

void candidate_corners(const struct candidate *candidate, const struct grid_map *map,
                       struct scan_point corners[4])
{
    float far = (float)map->dimension;
    const float ends[4][2] = {{0, 0}, {far, 0}, {far, far}, {0, far}};
    for (int i = 0; i < 4; i++) {
        struct scan_point at = grid_map_point(map, ends[i][0], ends[i][1]);
        corners[i].x = candidate->origin.x + at.x * candidate->scale;
        corners[i].y = candidate->origin.y + at.y * candidate->scale;
    }
}

/* Grey levels of the straightened code, for the reader's own threshold. */
static bool read_crop(struct cascade *cascade, const struct straightener *s,
                      const struct grid_map *map, struct scan_code *code)
{
    int side = (map->dimension + 2 * CROP_MARGIN) * CROP_MODULE;
    for (int y = 0; y < side; y++) {
        for (int x = 0; x < side; x++) {
            float column = ((float)x + 0.5f) / CROP_MODULE - CROP_MARGIN - 0.5f;
            float row = ((float)y + 0.5f) / CROP_MODULE - CROP_MARGIN - 0.5f;
            float grey = 128 - straighten_darkness(s, map, column, row);
            cascade->canvas[y * side + x] = (uint8_t)(grey < 0 ? 0 : grey > 255 ? 255 : grey);
        }
    }
    return qr_reader_read(cascade->reader, cascade->canvas, side, side, side, 2, code, 1) > 0;
}

static bool is_meshed(enum map_kind kind)
{
    return kind == MAP_MESH || kind == MAP_OTHER_MESH;
}

/* The map of a kind, if the candidate has one. */
static bool choose_map(struct cascade *cascade, const struct straightener *s, enum map_kind kind,
                       struct grid_map *map)
{
    bool other = kind == MAP_OTHER || kind == MAP_OTHER_MESH;
    if (other && (s->count < 2 || s->maps[1].fit < OTHER_FIT_MIN)) {
        return false;
    }
    *map = s->maps[other ? 1 : 0].map;
    if (kind == MAP_REFINED) {
        grid_mesh_refine_map(s, map);
    } else if (is_meshed(kind)) {
        grid_mesh_fit(&cascade->mesh, s, map);
    }
    return true;
}

static void count_try(struct scan_result *result, const char *name, bool read)
{
    size_t at = 0;
    while (at < result->step_count && result->steps[at].name != name) {
        at++;
    }
    if (at == SCAN_STEPS_MAX) {
        return;
    }
    if (at == result->step_count) {
        result->steps[result->step_count++] = (struct scan_step){.name = name};
    }
    result->steps[at].tries++;
    result->steps[at].read += read;
}

/* One step on the sampled modules. */
static bool read_step(struct cascade *cascade, const struct step *step,
                      const struct straightener *s, const struct grid_map *map,
                      struct scan_code *code)
{
    if (step->kind == MAP_CROP) {
        return read_crop(cascade, s, map, code);
    }
    module_grid_decide(&cascade->grid, step->rounds, step->local);
    if (is_tried(cascade)) {
        return false;
    }
    int side = module_grid_draw(&cascade->grid, cascade->canvas);
    return qr_reader_read(cascade->reader, cascade->canvas, side, side, side, 1, code, 1) > 0;
}

bool cascade_read(struct cascade *cascade, const struct candidate *candidate,
                  enum cascade_depth depth, int64_t deadline_us, struct scan_result *result,
                  struct scan_code *code, const char **method)
{
    const struct straightener *s = &candidate->straightener;
    struct grid_map map;
    int sampled = -1;
    bool read = false;
    cascade->tried_count = 0;
    float match_min = depth == CASCADE_QUICK ? FORMAT_MATCH_MIN : FORMAT_MATCH_DEEP;
    if (depth == CASCADE_DEEP && s->maps[0].fit < FIT_DEEP) {
        return false;
    }
    for (size_t i = 0; i < sizeof steps / sizeof steps[0] && !read; i++) {
        const struct step *step = &steps[i];
        if (step->depth != depth) {
            continue;
        }
        if (deadline_us > 0 && time_monotonic_us() > deadline_us) {
            return false;
        }
        if (sampled != (int)step->kind) {
            if (!choose_map(cascade, s, step->kind, &map)) {
                continue;
            }
            sampled = (int)step->kind;
            module_grid_sample(&cascade->grid, s, &map,
                               is_meshed(step->kind) ? &cascade->mesh : NULL);
        }
        if (cascade->grid.format_match < match_min) {
            continue;
        }
        read = read_step(cascade, step, s, &map, code);
        count_try(result, step->name, read);
        *method = step->name;
    }
    if (read) {
        candidate_corners(candidate, &map, code->corners);
    }
    return read;
}
