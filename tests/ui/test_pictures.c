/*
 * What the window shows, off-screen: screenshots of every screen (kept in build/shots, to be looked
 * at), photo, camera, transitions, another size; and nothing personal left behind.
 *
 * link: kiosk/ui/ kiosk/domain/sync_status.c
 * link: kiosk/asset.c kiosk/log.c kiosk/timebase.c ASSETS
 */
#include <sys/stat.h>

#include "tests/ui/fixture.h"

static uint32_t pixel_of(cairo_surface_t *surface, int x, int y)
{
    uint32_t value;
    memcpy(&value,
           cairo_image_surface_get_data(surface) +
               (size_t)y * (size_t)cairo_image_surface_get_stride(surface) + (size_t)x * 4,
           4);
    return value & 0xFFFFFF;
}

static size_t count_colors(cairo_surface_t *surface)
{
    uint32_t seen[64];
    size_t count = 0;
    for (int y = 0; y < cairo_image_surface_get_height(surface); y += 3) {
        for (int x = 0; x < cairo_image_surface_get_width(surface); x += 3) {
            uint32_t pixel = pixel_of(surface, x, y);
            size_t i = 0;
            while (i < count && seen[i] != pixel) {
                i++;
            }
            if (i == count && count < 64) {
                seen[count++] = pixel;
            }
        }
    }
    return count;
}

static cairo_surface_t *shoot(const char *name)
{
    char path[512];
    const char *build = getenv("BUILD") ? getenv("BUILD") : "build";
    snprintf(path, sizeof path, "%s/shots", build);
    mkdir(path, 0755);
    snprintf(path, sizeof path, "%s/shots/%s.png", build, name);
    assert_true(ui_screenshot(ui, path));
    cairo_surface_t *surface = cairo_image_surface_create_from_png(path);
    assert_int_equal(cairo_surface_status(surface), CAIRO_STATUS_SUCCESS);
    return surface;
}

/* A grey room with a bright window, so that the camera's place has something to show. */
static void give_frame(const float corners[8])
{
    static uint8_t luma[640 * 360];
    struct frame frame = {.luma = luma, .width = 640, .height = 360, .stride = 640};
    for (int y = 0; y < 360; y++) {
        for (int x = 0; x < 640; x++) {
            bool window = x > 420 && x < 560 && y > 40 && y < 200;
            luma[y * 640 + x] = (uint8_t)(window ? 225 : 60 + y / 4 + (x / 8 + y / 8) % 2 * 3);
        }
    }
    ui->camera_us = 0;
    ui_camera_frame(ui, &frame, corners);
}

static struct picture make_photo(uint8_t shade)
{
    struct picture photo = {.width = 32, .height = 42};
    photo.rgb = malloc(32 * 42 * 3);
    memset(photo.rgb, shade, 32 * 42 * 3);
    return photo;
}

static void every_screen_makes_a_picture(void **state)
{
    static const bool looks[][2] = {{false, false}, {true, false}}; /* dark, … */
    (void)state;
    for (size_t size = 0; size < 4; size++) {
        for (size_t look = 0; look < (size == 0 ? 2 : 1); look++) {
            const struct ui_config config = {.windowed = true,
                                             .width = model_sizes[size].width,
                                             .height = model_sizes[size].height,
                                             .dark = looks[look][0],
                                             .still = true};
            ui_destroy(ui);
            ui = ui_create(&config);
            assert_non_null(ui);
            for (int screen = 0; screen < VISIT_STATE_COUNT; screen++) {
                char name[64];
                show((enum visit_state)screen);
                give_frame(NULL);
                snprintf(name, sizeof name, "%s-%dx%d%s", model_screens[screen], config.width,
                         config.height, config.dark ? "-dark" : "");
                cairo_surface_t *surface = shoot(name);
                assert_int_equal(cairo_image_surface_get_width(surface), config.width);
                assert_int_equal(cairo_image_surface_get_height(surface), config.height);
                assert_true(count_colors(surface) > 20);
                cairo_surface_destroy(surface);
            }
        }
    }
}

static void a_screenshot_needs_a_screen_and_a_place(void **state)
{
    (void)state;
    assert_false(ui_screenshot(ui, "build/never.png"));
    show(VISIT_ATTRACT);
    assert_false(ui_screenshot(ui, "/nonexistent/folder/shot.png"));
}

static void the_photo_is_shown_and_forgotten(void **state)
{
    (void)state;
    struct picture photo = make_photo(0xE1);
    struct ui_model model = model_make(VISIT_CONFIRM);
    model.photo = &photo;
    ui_show(ui, &model);
    memset(photo.rgb, 0, 32 * 42 * 3); /* it was only lent */
    free(photo.rgb);
    const struct box *box = &ui_tree(ui)->items[tree_find_kind(ui_tree(ui), WIDGET_PHOTO)].box;
    cairo_surface_t *surface = shoot("photo");
    assert_int_equal(pixel_of(surface, box->x + box->width / 2, box->y + box->height / 2),
                     0xE1E1E1);
    cairo_surface_destroy(surface);
    assert_non_null(ui->photo);
    show(VISIT_ATTRACT);
    assert_null(ui->photo);
}

static void nothing_personal_stays(void **state)
{
    (void)state;
    show(VISIT_CONFIRM);
    assert_true(text_cache_holds(ui->texts, "Rahimova"));
    assert_true(text_cache_holds(ui->texts, "Раҳимова"));
    struct ui_model model = model_make(VISIT_ATTRACT);
    memset(&model.person, 0, sizeof model.person);
    ui_show(ui, &model);
    next(0);
    static const char *const words[] = {"Rahimova", "Раҳимова", "Tajikistan", "Deputy"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        assert_false(text_cache_holds(ui->texts, words[i]));
        for (int tree = 0; tree < 2; tree++) {
            assert_null(memmem(ui->trees[tree].text, sizeof ui->trees[tree].text, words[i],
                               strlen(words[i])));
        }
        assert_null(memmem(&ui->model, sizeof ui->model, words[i], strlen(words[i])));
    }
}

static void the_face_before_the_camera_is_forgotten(void **state)
{
    (void)state;
    show(VISIT_SCAN);
    give_frame(NULL);
    assert_int_equal(ui->camera.width, 640);
    show(VISIT_CONFIRM);
    assert_int_equal(ui->camera.width, 0);
    for (size_t i = 0; i < ui->camera.capacity; i++) {
        assert_int_equal(ui->camera.luma[i], 0);
    }
    give_frame(NULL); /* no camera on this screen: not taken */
    assert_int_equal(ui->camera.width, 0);
}

static void found_codes_are_outlined(void **state)
{
    (void)state;
    static const float corners[8] = {250, 100, 400, 100, 400, 250, 250, 250};
    show(VISIT_SCAN);
    give_frame(NULL);
    cairo_surface_t *before = shoot("scan-nothing");
    give_frame(corners);
    cairo_surface_t *after = shoot("scan-found");
    const struct box *box = &ui_tree(ui)->items[tree_find_kind(ui_tree(ui), WIDGET_CAMERA)].box;
    double at[8];
    assert_true(camera_view_corners(&ui->camera, box, at));
    int x = (int)at[0], y = (int)at[1];
    assert_int_equal(pixel_of(after, x, y), 0x8CE8B4);
    assert_int_not_equal(pixel_of(before, x, y), 0x8CE8B4);
    cairo_surface_destroy(before);
    cairo_surface_destroy(after);
}

static SDL_Window *only_window(void)
{
    SDL_Window *window = NULL;
    for (Uint32 id = 1; id < 1000 && !window; id++) {
        window = SDL_GetWindowFromID(id);
    }
    assert_non_null(window);
    return window;
}

static void another_size_is_laid_out_anew(void **state)
{
    (void)state;
    show(VISIT_CONFIRM);
    struct box portrait = box_of(UI_ACTION_YES);
    SDL_SetWindowSize(only_window(), 1280, 800);
    next(10);
    struct box landscape = box_of(UI_ACTION_YES);
    assert_int_equal(ui->theme.width, 1280);
    assert_true(landscape.x > 500 && portrait.x < 100);
    cairo_surface_t *surface = shoot("resized");
    assert_int_equal(cairo_image_surface_get_width(surface), 1280);
    cairo_surface_destroy(surface);
}

/* With motion: a transition runs, ends by itself, and leaves the very picture of no motion. */
static void a_transition_ends_at_the_new_screen(void **state)
{
    (void)state;
    show(VISIT_ATTRACT);
    struct ui_model model = model_make(VISIT_DESK);
    ui_show(ui, &model);
    assert_true(ui->transition.runs);
    for (int i = 0; i < 200 && (ui->transition.runs || ui->next_us >= 0); i++) {
        next(20);
    }
    assert_false(ui->transition.runs);
    bool fresh;
    cairo_surface_t *now = window_surface(ui->window, &fresh);
    cairo_surface_flush(now);
    size_t size = (size_t)cairo_image_surface_get_stride(now) * 960;
    unsigned char *moved = malloc(size);
    memcpy(moved, cairo_image_surface_get_data(now), size);
    cairo_surface_t *still = shoot("desk-after-transition");
    for (int y = 0; y < 960; y += 2) {
        for (int x = 0; x < 540; x += 2) {
            uint32_t pixel;
            memcpy(&pixel, moved + (size_t)y * 540 * 4 + (size_t)x * 4, 4);
            assert_int_equal(pixel & 0xFFFFFF, pixel_of(still, x, y));
        }
    }
    free(moved);
    cairo_surface_destroy(still);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_UI(every_screen_makes_a_picture),
        WITH_UI(a_screenshot_needs_a_screen_and_a_place),
        WITH_UI(the_photo_is_shown_and_forgotten),
        WITH_UI(nothing_personal_stays),
        WITH_MOVING_UI(nothing_personal_stays),
        WITH_UI(the_face_before_the_camera_is_forgotten),
        WITH_UI(found_codes_are_outlined),
        WITH_UI(another_size_is_laid_out_anew),
        WITH_MOVING_UI(a_transition_ends_at_the_new_screen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
