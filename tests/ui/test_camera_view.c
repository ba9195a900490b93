/* The live picture: mirrored, cropped to its place, corners round, stride kept to, code outlined.
 * link: kiosk/ui/camera_view.c kiosk/ui/canvas.c kiosk/ui/fonts.c kiosk/ui/icon.c kiosk/ui/text.c
 * link: kiosk/ui/theme.c kiosk/log.c */
#include "kiosk/ui/camera_view.h"
#include "tests/test.h"

#define GROUND 0x123456u

static struct camera_view view;
static struct theme theme;
static struct canvas canvas;
static cairo_surface_t *surface;

static int setup(void **state)
{
    (void)state;
    theme_init(&theme, 200, 160, false, false);
    camera_view_init(&view);
    surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 200, 160);
    canvas_init(&canvas, surface, &theme, NULL);
    struct box all = {0, 0, 200, 160};
    canvas_round(&canvas, &all, 0, GROUND);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    canvas_finish(&canvas);
    cairo_surface_destroy(surface);
    camera_view_finish(&view);
    return 0;
}

static uint32_t pixel(int x, int y)
{
    cairo_surface_flush(surface);
    const unsigned char *row = cairo_image_surface_get_data(surface) +
                               (size_t)y * (size_t)cairo_image_surface_get_stride(surface);
    uint32_t value;
    memcpy(&value, row + (size_t)x * 4, 4);
    return value & 0xFFFFFF;
}

/* A frame whose left half is black and right half white, with rubbish beyond its width. */
static struct frame halves(uint8_t *luma, int width, int height, int stride)
{
    memset(luma, 77, (size_t)stride * (size_t)height);
    for (int y = 0; y < height; y++) {
        memset(luma + y * stride, 0, (size_t)width / 2);
        memset(luma + y * stride + width / 2, 255, (size_t)(width - width / 2));
    }
    return (struct frame){.luma = luma, .width = width, .height = height, .stride = stride};
}

static void crops_the_middle(void **state)
{
    (void)state;
    static const struct {
        int frame_width, frame_height, box_width, box_height;
        struct box crop;
    } rows[] = {
        {1280, 720, 1280, 720, {0, 0, 1280, 720}},
        {1280, 720, 400, 400, {280, 0, 720, 720}},
        {640, 480, 1600, 800, {0, 80, 640, 320}},
        {1280, 720, 90, 160, {437, 0, 405, 720}},
        {2, 2, 1000, 1, {0, 0, 2, 2}},
        {16384, 2, 1, 1000, {8191, 0, 2, 2}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct box crop = camera_crop(rows[i].frame_width, rows[i].frame_height, rows[i].box_width,
                                      rows[i].box_height);
        assert_memory_equal(&crop, &rows[i].crop, sizeof crop);
        assert_true(crop.x + crop.width <= rows[i].frame_width);
        assert_true(crop.y + crop.height <= rows[i].frame_height);
    }
}

static void shows_a_mirror_image(void **state)
{
    (void)state;
    static uint8_t luma[70 * 40];
    struct frame frame = halves(luma, 64, 40, 70);
    struct box box = {20, 10, 160, 100};
    assert_true(camera_view_store(&view, &frame, NULL));
    camera_view_draw(&view, &canvas, &box, 0);
    assert_int_equal(pixel(22, 12), view.tones[255]); /* the right half is at the left */
    assert_int_equal(pixel(90, 109), view.tones[255]);
    assert_int_equal(pixel(110, 60), view.tones[0]);
    assert_int_equal(pixel(179, 109), view.tones[0]);
}

static void draws_nothing_outside_its_box(void **state)
{
    (void)state;
    static uint8_t luma[64 * 40];
    struct frame frame = halves(luma, 64, 40, 64);
    struct box box = {20, 10, 160, 100};
    assert_true(camera_view_store(&view, &frame, NULL));
    camera_view_draw(&view, &canvas, &box, 12);
    for (int y = 0; y < 160; y++) {
        for (int x = 0; x < 200; x++) {
            if (x < 20 || x >= 180 || y < 10 || y >= 110) {
                assert_int_equal(pixel(x, y), GROUND);
            }
        }
    }
    assert_int_equal(pixel(20, 10), GROUND); /* the round corners show what lies below */
    assert_int_equal(pixel(179, 10), GROUND);
    assert_int_equal(pixel(20, 109), GROUND);
    assert_int_equal(pixel(179, 109), GROUND);
    assert_int_equal(pixel(20, 30), view.tones[255]);
}

static void a_box_beyond_the_surface_is_refused(void **state)
{
    (void)state;
    static const struct box boxes[] = {
        {-1, 0, 50, 50}, {0, -1, 50, 50}, {160, 0, 50, 50}, {0, 120, 50, 50}, {0, 0, 1, 50}};
    static uint8_t luma[64 * 40];
    struct frame frame = halves(luma, 64, 40, 64);
    assert_true(camera_view_store(&view, &frame, NULL));
    for (size_t i = 0; i < sizeof boxes / sizeof boxes[0]; i++) {
        camera_view_draw(&view, &canvas, &boxes[i], 4);
    }
    assert_int_equal(pixel(10, 10), GROUND);
}

static void shrinks_and_grows_frames_of_any_size(void **state)
{
    (void)state;
    static const struct {
        int width, height;
    } rows[] = {{2, 2}, {3, 7}, {1280, 720}, {64, 40}, {720, 1280}, {201, 161}};
    static uint8_t luma[1280 * 1280];
    struct box box = {0, 0, 200, 160};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct frame frame = halves(luma, rows[i].width, rows[i].height, rows[i].width);
        assert_true(camera_view_store(&view, &frame, NULL));
        camera_view_draw(&view, &canvas, &box, 8);
        assert_true(pixel(4, 80) >= view.tones[250]); /* between pixels: nearly white */
        assert_true(pixel(195, 80) <= view.tones[5]);
    }
}

static void refuses_what_is_no_frame(void **state)
{
    (void)state;
    static uint8_t luma[64];
    struct frame frames[] = {
        {.luma = NULL, .width = 8, .height = 8, .stride = 8},
        {.luma = luma, .width = 1, .height = 8, .stride = 8},
        {.luma = luma, .width = 8, .height = 0, .stride = 8},
        {.luma = luma, .width = 8, .height = 8, .stride = 7},
        {.luma = luma, .width = 99999, .height = 8, .stride = 99999},
    };
    for (size_t i = 0; i < sizeof frames / sizeof frames[0]; i++) {
        assert_false(camera_view_store(&view, &frames[i], NULL));
    }
    assert_int_equal(view.width, 0);
}

static void corners_follow_the_mirror(void **state)
{
    (void)state;
    static uint8_t luma[200 * 100];
    static const float corners[8] = {50, 0, 150, 0, 150, 100, 50, 100};
    struct frame frame = halves(luma, 200, 100, 200);
    struct box box = {10, 20, 100, 100}; /* shows the frame's middle 100 x 100 */
    double out[8];
    assert_true(camera_view_store(&view, &frame, NULL));
    assert_false(camera_view_corners(&view, &box, out));
    assert_true(camera_view_store(&view, &frame, corners));
    assert_true(camera_view_corners(&view, &box, out));
    static const double wanted[8] = {110, 20, 10, 20, 10, 120, 110, 120};
    for (int i = 0; i < 8; i++) {
        assert_float_equal(out[i], wanted[i], 1e-6);
    }
}

static void forgetting_wipes_the_picture(void **state)
{
    (void)state;
    static uint8_t luma[64 * 40];
    struct frame frame = halves(luma, 64, 40, 64);
    assert_true(camera_view_store(&view, &frame, NULL));
    camera_view_forget(&view);
    assert_int_equal(view.width, 0);
    for (size_t i = 0; i < view.capacity; i++) {
        assert_int_equal(view.luma[i], 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(crops_the_middle, setup, teardown),
        cmocka_unit_test_setup_teardown(shows_a_mirror_image, setup, teardown),
        cmocka_unit_test_setup_teardown(draws_nothing_outside_its_box, setup, teardown),
        cmocka_unit_test_setup_teardown(a_box_beyond_the_surface_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(shrinks_and_grows_frames_of_any_size, setup, teardown),
        cmocka_unit_test_setup_teardown(refuses_what_is_no_frame, setup, teardown),
        cmocka_unit_test_setup_teardown(corners_follow_the_mirror, setup, teardown),
        cmocka_unit_test_setup_teardown(forgetting_wipes_the_picture, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
