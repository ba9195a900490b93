/*
 * Finder patterns, grouping, straightening and sampling on any picture, without the QR reader.
 * Input: width, height, padding of rows (a byte each), then the pixels; what is missing repeats.
 *
 * link: scanner/locator.c scanner/finder.c scanner/runs.c scanner/threshold.c scanner/threshold_bits.c scanner/plane.c
 * link: scanner/pattern.c scanner/straighten.c scanner/grid_map.c scanner/grid_mesh.c
 * link: scanner/module_grid.c kiosk/log.c
 */
#include "scanner/locator.h"
#include "scanner/module_grid.h"

#include <math.h>
#include <stdlib.h>

#define TRIPLES_TRIED 6

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void try_triple(const struct plane *plane, const struct finder_list *finders,
                       const struct triple *triple)
{
    static struct module_grid grid;
    static uint8_t canvas[MODULE_GRID_SIDE_MAX * MODULE_GRID_SIDE_MAX];
    const struct finder *f[3] = {&finders->items[triple->corner], &finders->items[triple->right],
                                 &finders->items[triple->bottom]};
    struct scan_point centres[3];
    float modules[3];
    for (int i = 0; i < 3; i++) {
        centres[i] = (struct scan_point){f[i]->x, f[i]->y};
        modules[i] = f[i]->module;
    }
    struct straightener s;
    enum straighten_outcome outcome = straighten(&s, plane, f[0]->inverted, centres, modules);
    if (outcome == STRAIGHTEN_NO || (outcome == STRAIGHTEN_BENT && !straighten_bent(&s))) {
        return;
    }
    struct grid_map map = s.maps[s.count - 1].map;
    struct grid_mesh mesh;
    if (map.dimension < 60) {
        grid_mesh_refine_map(&s, &map);
        grid_mesh_fit(&mesh, &s, &map);
    }
    module_grid_sample(&grid, &s, &map, map.dimension < 60 ? &mesh : NULL);
    module_grid_decide(&grid, 2, true);
    module_grid_draw(&grid, canvas);
}

static void locate(const struct plane *plane)
{
    static struct finder_list finders;
    static struct triple_list triples;
    struct pyramid pyramid = {.count = 0};
    struct threshold threshold = {0};
    finders.count = 0;
    if (!pyramid_build(&pyramid, plane)) {
        abort();
    }
    for (int level = pyramid.count - 1; level >= 0; level--) {
        if (!threshold_compute(&threshold, &pyramid.levels[level])) {
            abort();
        }
        finder_scan(&pyramid.levels[level], &threshold, level, &finders);
    }
    locator_group(&finders, LOCATOR_ANY, &triples);
    for (int i = 0; i < triples.count && i < TRIPLES_TRIED; i++) {
        try_triple(plane, &finders, &triples.items[i]);
    }
    threshold_finish(&threshold);
    pyramid_finish(&pyramid);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 4) {
        return 0;
    }
    int width = 8 + data[0], height = 8 + data[1], stride = width + data[2] % 16;
    size_t bytes = (size_t)stride * (size_t)(height - 1) + (size_t)width;
    uint8_t *pixels = malloc(bytes);
    for (size_t i = 0; i < bytes; i++) {
        pixels[i] = data[3 + i % (size - 3)];
    }
    locate(&(struct plane){pixels, width, height, stride});
    free(pixels);
    return 0;
}
