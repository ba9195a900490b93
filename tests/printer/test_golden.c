/*
 * Sixty hard names on each template, against small pictures of how they are to look. Compared as an
 * eye would: grey, softened, badge by badge; fonts of another minor version pass, a text that moved
 * by a millimetre, is cut off or lost its glyphs does not. The pictures are made anew, after somebody
 * has looked at "make wall", with:  make golden
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
#include "tests/test.h"

#include <sys/stat.h>

#include "tests/printer/wall.h"

#define FOLDER "tests/printer/golden"
#define CELL_WIDTH 96 /* pixels of a badge in a golden picture, about */
#define GAP 2
/* Levels of 256 that a softened pixel may differ; more than so many in 1000 pixels of one badge
 * that do are another picture. Measured: the same build 0; a name moved by 1 mm 30 and more. */
#define LEVEL_TOLERANCE 26
#define SHARE_TOLERANCE 3

static struct template_shelf *shelf;
static struct badge_renderer *renderer;

/* Grey pixels, owned. */
struct grey {
    int width, height;
    uint8_t *pixels;
};

static struct grey grey_of(cairo_surface_t *surface)
{
    struct grey grey = {cairo_image_surface_get_width(surface),
                        cairo_image_surface_get_height(surface), NULL};
    const unsigned char *data = cairo_image_surface_get_data(surface);
    int stride = cairo_image_surface_get_stride(surface);
    grey.pixels = test_malloc((size_t)grey.width * (size_t)grey.height);
    for (int y = 0; y < grey.height; y++) {
        const uint32_t *row = (const void *)(data + (size_t)y * (size_t)stride);
        for (int x = 0; x < grey.width; x++) {
            uint32_t p = row[x];
            unsigned level = ((p >> 16 & 255) * 77 + (p >> 8 & 255) * 150 + (p & 255) * 29) >> 8;
            /* sixteen levels, which a PNG packs well */
            grey.pixels[y * grey.width + x] = (uint8_t)((level + 8) / 17 * 17);
        }
    }
    return grey;
}

/* The mean of a pixel and its neighbours, within the badge. */
static int soft(const struct grey *grey, int left, int top, const struct wall *wall, int x, int y)
{
    int sum = 0, count = 0;
    for (int v = y - 1; v <= y + 1; v++) {
        for (int u = x - 1; u <= x + 1; u++) {
            if (u >= 0 && v >= 0 && u < wall->width && v < wall->height) {
                sum += grey->pixels[(top + v) * grey->width + left + u];
                count++;
            }
        }
    }
    return sum / count;
}

/* In 1000 pixels of one badge, how many an eye would call different. */
static int difference(const struct grey *a, const struct grey *b, const struct wall *wall,
                      size_t index)
{
    int left, top, count = 0;
    wall_place(wall, index, &left, &top);
    for (int y = 0; y < wall->height; y++) {
        for (int x = 0; x < wall->width; x++) {
            int levels = soft(a, left, top, wall, x, y) - soft(b, left, top, wall, x, y);
            count += abs(levels) > LEVEL_TOLERANCE;
        }
    }
    return count * 1000 / (wall->width * wall->height);
}

static struct wall draw(const char *name, struct grey *grey)
{
    struct badge_template *template = template_shelf_find(shelf, name);
    struct wall wall;
    int32_t width, height;
    assert_non_null(template);
    badge_template_size(template, &width, &height);
    assert_true(wall_draw(renderer, template, (int)(CELL_WIDTH * 25400 / width), GAP, &wall));
    *grey = grey_of(wall.surface);
    badge_template_unref(template);
    return wall;
}

static void write_golden(const struct grey *grey, const char *path)
{
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_A8, grey->width, grey->height);
    unsigned char *data = cairo_image_surface_get_data(surface);
    int stride = cairo_image_surface_get_stride(surface);
    for (int y = 0; y < grey->height; y++) {
        memcpy(data + (size_t)y * (size_t)stride, grey->pixels + y * grey->width,
               (size_t)grey->width);
    }
    cairo_surface_mark_dirty(surface);
    assert_int_equal(cairo_surface_write_to_png(surface, path), CAIRO_STATUS_SUCCESS);
    cairo_surface_destroy(surface);
}

/* pixels NULL: there is none. */
static struct grey read_golden(const char *path)
{
    struct grey grey = {0};
    cairo_surface_t *surface = cairo_image_surface_create_from_png(path);
    if (cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS) {
        grey = grey_of(surface);
    }
    cairo_surface_destroy(surface);
    return grey;
}

/* The worst badge of a wall. */
static int compare_wall(const struct grey *golden, const struct grey *now, const struct wall *wall,
                        size_t *worst)
{
    int most = -1;
    for (size_t i = 0; i < HARD_NAME_COUNT; i++) {
        int share = difference(golden, now, wall, i);
        if (share > most) {
            most = share;
            *worst = i;
        }
    }
    return most;
}

/* False: the wall is not as it was; what it is now lies beside the program. */
static bool check_wall(const char *name)
{
    char path[256];
    struct grey now;
    size_t worst = 0;
    snprintf(path, sizeof path, FOLDER "/%s.png", name);
    struct wall wall = draw(name, &now);
    if (getenv("LANYARD_GOLDEN")) {
        write_golden(&now, path);
    }
    struct grey golden = read_golden(path);
    bool same_size = golden.pixels && golden.width == now.width && golden.height == now.height;
    int share = same_size ? compare_wall(&golden, &now, &wall, &worst) : 1000;
    if (share > SHARE_TOLERANCE) {
        print_error("%s: badge %zu (%s) differs in %d of 1000 pixels\n", name, worst,
                    hard_names[worst].family, share);
        snprintf(path, sizeof path, "build/golden-%s.png", name);
        write_golden(&now, path);
    }
    wall_finish(&wall);
    test_free(now.pixels);
    test_free(golden.pixels);
    return share <= SHARE_TOLERANCE;
}

static void each_template_looks_as_it_did(void **state)
{
    (void)state;
    char name[TEMPLATE_NAME_SIZE];
    int bad = 0;
    for (size_t i = 0; template_shelf_name(shelf, i, name); i++) {
        /* sheets hold badges of the other templates */
        bad += strncmp(name, "a4-", 3) != 0 && !check_wall(name);
    }
    assert_int_equal(bad, 0);
}

/* ---- what the comparison is worth ---- */

/* Moves a part of one badge down by `rows` pixels. */
static void move_down(struct grey *grey, const struct wall *wall, size_t index, int from, int to,
                      int rows)
{
    int left, top;
    wall_place(wall, index, &left, &top);
    for (int y = to; y >= from + rows; y--) {
        memcpy(grey->pixels + (top + y) * grey->width + left,
               grey->pixels + (top + y - rows) * grey->width + left, (size_t)wall->width);
    }
}

static void blank(struct grey *grey, const struct wall *wall, size_t index, const int box[4])
{
    int left, top;
    wall_place(wall, index, &left, &top);
    for (int y = box[1]; y < box[1] + box[3]; y++) {
        memset(grey->pixels + (top + y) * grey->width + left + box[0], 255, (size_t)box[2]);
    }
}

/* A name that moved by a millimetre, one that was cut at its end, one that is gone; and no more
 * than the noise of another rasteriser. */
static void another_picture_is_found(void **state)
{
    (void)state;
    struct grey golden, other;
    struct wall wall = draw("a6", &golden);
    size_t size = (size_t)golden.width * (size_t)golden.height;
    other = golden;
    other.pixels = test_malloc(size);
    const int end_of_name[4] = {45, 66, 45, 14}, native[4] = {5, 86, 85, 12};
    for (int way = 0; way < 4; way++) {
        memcpy(other.pixels, golden.pixels, size);
        if (way == 0) {
            move_down(&other, &wall, 0, wall.height / 2, wall.height * 3 / 4, 1);
        } else if (way == 1) {
            blank(&other, &wall, 0, end_of_name);
        } else if (way == 2) {
            blank(&other, &wall, 0, native);
        } else {
            for (size_t i = 0; i < size; i++) {
                int noisy = other.pixels[i] + (int)(i * 2654435761U >> 16 & 31) - 16;
                other.pixels[i] = (uint8_t)(noisy < 0 ? 0 : noisy > 255 ? 255 : noisy);
            }
        }
        int share = difference(&golden, &other, &wall, 0);
        if ((share > SHARE_TOLERANCE) != (way < 3)) {
            fail_msg("way %d: %d of 1000 pixels", way, share);
        }
    }
    wall_finish(&wall);
    test_free(golden.pixels);
    test_free(other.pixels);
}

/* Characters that no font has, where there was a name. */
static void lost_glyphs_are_found(void **state)
{
    (void)state;
    struct badge_template *a6 = template_shelf_find(shelf, "a6");
    struct wall good = {.dpi = 23, .gap = GAP}, bad;
    struct grey before, after;
    good = draw("a6", &before);
    bad = draw("a6", &after);
    struct badge badge = sample_make(&hard_names[8]);
    struct picture picture;
    sample_copy(badge.native_name, sizeof badge.native_name,
                "\u0378\u0379\u0380\u0378 \u0379\u0380");
    assert_true(badge_render_picture(renderer, &badge, a6, good.dpi, &picture));
    wall_hang(&bad, 8, &picture);
    test_free(after.pixels);
    after = grey_of(bad.surface);
    assert_true(difference(&before, &after, &good, 8) > SHARE_TOLERANCE);
    assert_int_equal(difference(&before, &after, &good, 9), 0);
    free(picture.rgb);
    badge_finish(&badge);
    wall_finish(&good);
    wall_finish(&bad);
    test_free(before.pixels);
    test_free(after.pixels);
    badge_template_unref(a6);
}

static int start(void **state)
{
    (void)state;
    shelf = template_shelf_create(NULL, NULL);
    renderer = badge_renderer_create();
    return shelf && renderer ? 0 : -1;
}

static int stop(void **state)
{
    (void)state;
    badge_renderer_destroy(renderer);
    template_shelf_destroy(shelf);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_template_looks_as_it_did),
        cmocka_unit_test(another_picture_is_found),
        cmocka_unit_test(lost_glyphs_are_found),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
