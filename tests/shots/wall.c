/*
 * Sixty hard names on each template, as one picture for each: make wall.
 *
 *   wall FOLDER [--dpi N] [TEMPLATE…]
 *
 * link: printer/render.c printer/document.c printer/sheet.c printer/pixels.c printer/sink.c printer/layout.c
 * link: printer/layout_parts.c printer/paint.c printer/paint_shape.c printer/paint_flag.c
 * link: printer/paint_photo.c printer/paint_dither.c printer/paint_qr.c printer/paint_zones.c
 * link: printer/paint_lattice.c printer/template.c printer/template_read.c
 * link: printer/template_head.c printer/template_check.c printer/template_keys.c
 * link: printer/template_key_values.c printer/template_values.c printer/template_fields.c
 * link: printer/template_shelf.c printer/image.c printer/pdf_page.c printer/text.c printer/text_paint.c
 * link: printer/script.c printer/colour.c printer/flag.c printer/qr.c printer/bytes.c
 * link: scanner/frame.c kiosk/asset.c kiosk/log.c kiosk/timebase.c ASSETS
 */
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/printer/wall.h"

#define GAP 16

static bool write_wall(struct badge_renderer *renderer, struct template_shelf *shelf,
                       const char *name, int dpi, const char *folder)
{
    char path[4096];
    struct wall wall = {0};
    struct badge_template *template = template_shelf_find(shelf, name);
    snprintf(path, sizeof path, "%s/%s.png", folder, name);
    bool ok = template && wall_draw(renderer, template, dpi, GAP, &wall) &&
              cairo_surface_write_to_png(wall.surface, path) == CAIRO_STATUS_SUCCESS;
    printf("%s%s\n", path, ok ? "" : ": failed");
    wall_finish(&wall);
    badge_template_unref(template);
    return ok;
}

int main(int argc, char **argv)
{
    char name[TEMPLATE_NAME_SIZE];
    int dpi = 110, first = 2;
    bool ok = true;
    if (argc > 3 && strcmp(argv[2], "--dpi") == 0) {
        dpi = atoi(argv[3]);
        first = 4;
    }
    if (argc < 2 || dpi < 20 || dpi > 600 || (mkdir(argv[1], 0755) != 0 && access(argv[1], W_OK))) {
        fputs("wall FOLDER [--dpi N] [TEMPLATE...]\n", stderr);
        return 2;
    }
    struct template_shelf *shelf = template_shelf_create(NULL, NULL);
    struct badge_renderer *renderer = badge_renderer_create();
    if (!shelf || !renderer) {
        return 1;
    }
    for (int i = first; i < argc; i++) {
        ok = write_wall(renderer, shelf, argv[i], dpi, argv[1]) && ok;
    }
    for (size_t i = 0; first >= argc && template_shelf_name(shelf, i, name); i++) {
        ok = write_wall(renderer, shelf, name, dpi, argv[1]) && ok;
    }
    badge_renderer_destroy(renderer);
    template_shelf_destroy(shelf);
    return !ok;
}
