/*
 * Golden pictures: screens drawn off-screen are compared, as an eye would at a glance, with small
 * committed ones: cells of 6 x 6 of their pixels by brightness and hue. Another version of a font
 * passes; another colour, place or text does not. LANYARD_GOLDEN=write makes them anew: look at
 * them before you commit them.
 *
 * link: kiosk/ui/ kiosk/domain/sync_status.c
 * link: kiosk/asset.c kiosk/log.c kiosk/timebase.c ASSETS
 */
#include <cairo.h>
#include <math.h>
#include <stdlib.h>

#include "tests/ui/fixture.h"

#define SHRINK 3            /* the committed ones are a third of the screen */
#define CELL 6              /* of their pixels */
#define CELL_DIFFERS 10.0   /* of 255 */
#define CELLS_ALLOWED 0.008 /* of all: letters of another version of a font */

struct look {
    double y, cb, cr;
};

/* One screen by name; the model of each. */
struct golden {
    const char *name, *language;
    struct ui_model model;
};

static struct golden golden(const char *name, const char *language, struct ui_model model)
{
    struct golden row = {name, language, model};
    snprintf(row.model.language, sizeof row.model.language, "%s", language);
    row.model.person.native_name[0] = '\0';
    return row;
}

/* The drawn window, smaller; the caller's. */
static cairo_surface_t *draw(const struct golden *row)
{
    bool fresh;
    ui_show(ui, &row->model);
    next(0);
    cairo_surface_t *window = window_surface(ui->window, &fresh);
    assert_non_null(window);
    int width = cairo_image_surface_get_width(window) / SHRINK;
    int height = cairo_image_surface_get_height(window) / SHRINK;
    cairo_surface_t *small = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    cairo_t *cairo = cairo_create(small);
    cairo_scale(cairo, 1.0 / SHRINK, 1.0 / SHRINK);
    cairo_set_source_surface(cairo, window, 0, 0);
    cairo_pattern_set_filter(cairo_get_source(cairo), CAIRO_FILTER_BEST);
    cairo_paint(cairo);
    cairo_destroy(cairo);
    cairo_surface_flush(small);
    return small;
}

/* What a cell looks like from afar. */
static struct look cell_look(cairo_surface_t *picture, int left, int top)
{
    struct look look = {0, 0, 0};
    const unsigned char *data = cairo_image_surface_get_data(picture);
    int stride = cairo_image_surface_get_stride(picture);
    for (int y = top; y < top + CELL; y++) {
        const uint32_t *row = (const uint32_t *)(const void *)(data + (size_t)y * (size_t)stride);
        for (int x = left; x < left + CELL; x++) {
            double r = row[x] >> 16 & 255, g = row[x] >> 8 & 255, b = row[x] & 255;
            look.y += 0.299 * r + 0.587 * g + 0.114 * b;
            look.cb += -0.169 * r - 0.331 * g + 0.5 * b;
            look.cr += 0.5 * r - 0.419 * g - 0.081 * b;
        }
    }
    double count = CELL * CELL;
    return (struct look){look.y / count, look.cb / count, look.cr / count};
}

/* The part of the cells that look different, 0 … 1; 1 for other sizes. */
static double difference(cairo_surface_t *one, cairo_surface_t *other)
{
    int width = cairo_image_surface_get_width(one), height = cairo_image_surface_get_height(one);
    int cells = 0, differ = 0;
    if (cairo_image_surface_get_width(other) != width ||
        cairo_image_surface_get_height(other) != height) {
        return 1;
    }
    for (int y = 0; y + CELL <= height; y += CELL) {
        for (int x = 0; x + CELL <= width; x += CELL, cells++) {
            struct look a = cell_look(one, x, y), b = cell_look(other, x, y);
            double distance = hypot(a.y - b.y, hypot(a.cb - b.cb, a.cr - b.cr));
            differ += distance > CELL_DIFFERS;
        }
    }
    return differ / (double)cells;
}

static cairo_surface_t *load(const struct golden *row)
{
    char path[256];
    snprintf(path, sizeof path, "tests/ui/golden/%s-%s.png", row->name, row->language);
    cairo_surface_t *read = cairo_image_surface_create_from_png(path);
    if (cairo_surface_status(read) != CAIRO_STATUS_SUCCESS) {
        fail_msg("%s: %s", path, cairo_status_to_string(cairo_surface_status(read)));
    }
    int width = cairo_image_surface_get_width(read), height = cairo_image_surface_get_height(read);
    cairo_surface_t *plain = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    cairo_t *cairo = cairo_create(plain);
    cairo_set_source_surface(cairo, read, 0, 0);
    cairo_paint(cairo);
    cairo_destroy(cairo);
    cairo_surface_destroy(read);
    cairo_surface_flush(plain);
    return plain;
}

static void check(const struct golden *row)
{
    char path[256];
    cairo_surface_t *drawn = draw(row);
    if (getenv("LANYARD_GOLDEN")) {
        snprintf(path, sizeof path, "tests/ui/golden/%s-%s.png", row->name, row->language);
        assert_int_equal(cairo_surface_write_to_png(drawn, path), CAIRO_STATUS_SUCCESS);
    }
    cairo_surface_t *wanted = load(row);
    double part = difference(drawn, wanted);
    if (part > CELLS_ALLOWED) {
        char *folder = getenv("TMPDIR");
        snprintf(path, sizeof path, "%s/lanyard-golden-%s-%s.png", folder ? folder : "/tmp",
                 row->name, row->language);
        cairo_surface_write_to_png(drawn, path);
        fail_msg("%s in %s: %.1f %% of it looks different; drawn now: %s", row->name, row->language,
                 part * 100, path);
    }
    cairo_surface_destroy(drawn);
    cairo_surface_destroy(wanted);
}

static void screens_look_as_they_did(void **state)
{
    (void)state;
    static const char *const languages[] = {"en", "ar"};
    for (int i = 0; i < 2; i++) {
        const char *language = languages[i];
        const struct golden rows[] = {
            golden("attract", language, model_make(VISIT_ATTRACT)),
            golden("confirm", language, model_make(VISIT_CONFIRM)),
            golden("printing", language, model_make(VISIT_PRINTING)),
            golden("collect", language, model_make(VISIT_COLLECT)),
            golden("refused", language, model_make(VISIT_REFUSED)),
            golden("comfort", language, model_make_sheet(VISIT_SHEET_COMFORT)),
            golden("guard-ready", language, model_make_guard(GUARD_READY, REASON_OK)),
            golden("guard-refuse", language, model_make_guard(GUARD_REFUSE, REASON_WRONG_ZONE)),
            golden("staff-pin", language, model_make_staff(UI_STAFF_PIN, UI_STAFF_SELF)),
        };
        for (size_t k = 0; k < sizeof rows / sizeof rows[0]; k++) {
            check(&rows[k]);
        }
    }
}

static void a_difference_is_found(void **state)
{
    (void)state;
    struct golden right = golden("confirm", "en", model_make(VISIT_CONFIRM));
    struct golden wrong[4] = {right, right, right, right};
    snprintf(wrong[0].model.language, sizeof wrong[0].model.language, "fr");
    wrong[1].model.person.category_rgb = 0x1F3D7A;
    snprintf(wrong[2].model.person.name, sizeof wrong[2].model.person.name, "Li Na");
    wrong[3].model.comfort = UI_COMFORT_LOW;
    cairo_surface_t *wanted = draw(&right);
    for (int i = 0; i < 4; i++) {
        cairo_surface_t *drawn = draw(&wrong[i]);
        double part = difference(drawn, wanted);
        if (part <= CELLS_ALLOWED) {
            fail_msg("difference %d was not found: %.2f %%", i, part * 100);
        }
        cairo_surface_destroy(drawn);
    }
    ui->config.dark = true; /* and a whole other look */
    ui_show(ui, &(struct ui_model){.language = "en"});
    cairo_surface_t *dark = draw(&right);
    assert_true(difference(dark, wanted) > 0.3);
    cairo_surface_destroy(dark);
    cairo_surface_destroy(wanted);
}

/* What no eye sees is none: grain, and one pixel. */
static void grain_is_no_difference(void **state)
{
    (void)state;
    struct golden row = golden("confirm", "en", model_make(VISIT_CONFIRM));
    cairo_surface_t *wanted = draw(&row), *grainy = draw(&row);
    unsigned char *data = cairo_image_surface_get_data(grainy);
    size_t size = (size_t)cairo_image_surface_get_stride(grainy) *
                  (size_t)cairo_image_surface_get_height(grainy);
    for (size_t i = 0; i < size; i++) {
        int value = data[i] + (int)(i * 2654435761u >> 7 & 7) - 3;
        data[i] = (unsigned char)(value < 0 ? 0 : value > 255 ? 255 : value);
    }
    cairo_surface_mark_dirty(grainy);
    assert_true(difference(grainy, wanted) <= CELLS_ALLOWED);
    cairo_surface_destroy(grainy);
    cairo_surface_destroy(wanted);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_UI(screens_look_as_they_did),
        WITH_UI(a_difference_is_found),
        WITH_UI(grain_is_no_difference),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
