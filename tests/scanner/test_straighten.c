/*
 * Straightening: the map meets the modules it was drawn with, to a fraction of a module, flat,
 * tilted and bent; the grid read through it is the code's own.
 *
 * link: scanner/pattern.c scanner/straighten.c scanner/grid_map.c scanner/grid_mesh.c
 * link: scanner/module_grid.c scanner/plane.c kiosk/log.c tests/scanner/qr_scene.c
 */
#include "scanner/module_grid.h"
#include "tests/scanner/qr_scene.h"
#include "tests/test.h"

#include <math.h>
#include <qrencode.h>

static const char text[] = "straight as a die, by whatever lens it was seen";
static struct module_grid grid;

struct pose {
    const char *name;
    float degrees, tilt, bend;
    bool inverted, mirrored;
};

static struct qr_scene_code draw_pose(struct frame *frame, const struct pose *pose)
{
    struct qr_scene_code code = {.text = text,
                                 .version = 4,
                                 .level = QR_LEVEL_L,
                                 .dark = pose->inverted ? 210 : 35,
                                 .light = pose->inverted ? 35 : 210,
                                 .quiet = 4,
                                 .mirrored = pose->mirrored,
                                 .bend = pose->bend};
    qr_scene_init(frame, 360, 360, 128);
    qr_scene_square(95, 95, 170, pose->degrees, code.corners);
    for (int i = 0; i < 4; i++) {
        float depth = 1 + pose->tilt * (code.corners[i].y - 180) / 170;
        code.corners[i].x = 180 + (code.corners[i].x - 180) / depth;
        code.corners[i].y = 180 + (code.corners[i].y - 180) / depth;
    }
    assert_true(qr_scene_draw(frame, &code));
    return code;
}

/* A point of the code, by the map it was drawn with (flat codes only). */
static struct scan_point drawn_at(const struct qr_scene_code *code, float column, float row)
{
    static const struct scan_point grid_corners[4] = {{0, 0}, {33, 0}, {33, 33}, {0, 33}};
    struct grid_map map;
    assert_true(grid_map_init(&map, 33, grid_corners, code->corners));
    return grid_map_point(&map, column, row);
}

/* Straightens from centres and sizes as rough as the finder leaves them. */
static bool straighten_pose(struct straightener *s, const struct plane *plane,
                            const struct qr_scene_code *code, bool inverted)
{
    static const float places[3][2] = {{3.5f, 3.5f}, {29.5f, 3.5f}, {3.5f, 29.5f}};
    struct scan_point centres[3];
    float modules[3];
    for (int i = 0; i < 3; i++) {
        struct scan_point at = drawn_at(code, places[i][0], places[i][1]);
        struct scan_point next = drawn_at(code, places[i][0] + 1, places[i][1]);
        modules[i] = hypotf(next.x - at.x, next.y - at.y) * 1.12f;
        centres[i] = (struct scan_point){at.x + 1.2f, at.y - 0.9f};
    }
    enum straighten_outcome outcome = straighten(s, plane, inverted, centres, modules);
    return outcome == STRAIGHTEN_MAPPED || (outcome == STRAIGHTEN_BENT && straighten_bent(s));
}

static void count_wrong(const struct qr_scene_code *code, int *wrong)
{
    QRcode *qr = QRcode_encodeString(code->text, 4, QR_ECLEVEL_L, QR_MODE_8, 1);
    assert_non_null(qr);
    *wrong = 0;
    for (int row = 0; row < 33; row++) {
        for (int column = 0; column < 33; column++) {
            int at = code->mirrored ? column * 33 + row : row * 33 + column;
            *wrong += grid.dark[row * 33 + column] != (qr->data[at] & 1);
        }
    }
    QRcode_free(qr);
}

static void test_poses(void **state)
{
    (void)state;
    static const struct pose poses[] = {
        {"upright", 0, 0, 0, false, false},           {"turned", 33, 0, 0, false, false},
        {"far turned", 200, 0, 0, false, false},      {"tilted", 10, 0.4f, 0, false, false},
        {"tilted away", 100, -0.4f, 0, false, false}, {"inverted", 20, 0.2f, 0, true, false},
        {"mirrored", 20, 0.2f, 0, false, true},
    };
    for (size_t i = 0; i < sizeof poses / sizeof poses[0]; i++) {
        struct frame frame;
        struct qr_scene_code code = draw_pose(&frame, &poses[i]);
        struct plane plane = {frame.luma, frame.width, frame.height, frame.stride};
        struct straightener s;
        if (!straighten_pose(&s, &plane, &code, poses[i].inverted)) {
            fail_msg("not straightened: %s", poses[i].name);
        }
        assert_int_equal(s.maps[0].map.dimension, 33);
        assert_true(s.maps[0].fit > 0.9f);
        for (int k = 0; k < 4; k++) {
            static const float ends[4][2] = {{0, 0}, {33, 0}, {33, 33}, {0, 33}};
            struct scan_point at = grid_map_point(&s.maps[0].map, ends[k][0], ends[k][1]);
            assert_true(hypotf(at.x - code.corners[k].x, at.y - code.corners[k].y) < 2.5f);
        }
        int wrong;
        module_grid_sample(&grid, &s, &s.maps[0].map, NULL);
        assert_int_equal(grid.mirrored, poses[i].mirrored);
        assert_true(grid.format_match > 0.9f);
        module_grid_decide(&grid, 0, true);
        count_wrong(&code, &wrong);
        assert_int_equal(wrong, 0);
        qr_scene_finish(&frame);
    }
}

/* Bent around a bottle: the mesh and the bent map still meet nearly all modules. */
static void test_bent(void **state)
{
    (void)state;
    for (int way = -1; way <= 1; way += 2) {
        struct pose pose = {"bent", 15, 0, 0.05f * (float)way, false, false};
        struct frame frame;
        struct qr_scene_code code = draw_pose(&frame, &pose);
        struct plane plane = {frame.luma, frame.width, frame.height, frame.stride};
        struct straightener s;
        assert_true(straighten_pose(&s, &plane, &code, false));
        assert_int_equal(s.maps[0].map.dimension, 33);
        struct grid_mesh mesh;
        struct grid_map map = s.maps[0].map;
        grid_mesh_refine_map(&s, &map);
        grid_mesh_fit(&mesh, &s, &map);
        module_grid_sample(&grid, &s, &map, &mesh);
        module_grid_decide(&grid, 0, true);
        int wrong;
        count_wrong(&code, &wrong);
        assert_in_range(wrong, 0, 12);
        qr_scene_finish(&frame);
    }
}

/* The drawing for the reader: all fixed patterns are whole even when the picture has none. */
static void test_draw(void **state)
{
    (void)state;
    static uint8_t canvas[MODULE_GRID_SIDE_MAX * MODULE_GRID_SIDE_MAX];
    QRcode *qr = QRcode_encodeString(text, 7, QR_ECLEVEL_H, QR_MODE_8, 1);
    assert_non_null(qr);
    int n = qr->width, format = 0;
    memset(&grid, 0, sizeof grid);
    grid.dimension = n;
    for (int i = 0; i < n * n; i++) { /* fixed modules (bit 7) as noise */
        bool fixed = qr->data[i] & 0x80;
        grid.dark[i] = fixed ? i * 7 % 3 == 0 : qr->data[i] & 1;
    }
    for (int i = 0; i < 15; i++) { /* the format as placed below the bottom left pattern */
        static const int8_t rows[15] = {0, 1, 2, 3, 4, 5, 7, 8, 8, 8, 8, 8, 8, 8, 8};
        static const int8_t columns[15] = {8, 8, 8, 8, 8, 8, 8, 8, 7, 5, 4, 3, 2, 1, 0};
        format |= (qr->data[rows[i] * n + columns[i]] & 1) << i;
    }
    grid.format = format;
    int side = module_grid_draw(&grid, canvas);
    assert_int_equal(side, (n + 2) * 2);
    for (int row = 0; row < n; row++) {
        for (int column = 0; column < n; column++) {
            bool dark = canvas[(2 * row + 2) * side + 2 * column + 2] == 0;
            assert_int_equal(dark, qr->data[row * n + column] & 1);
        }
    }
    QRcode_free(qr);
}

/* Three patterns that are no code: refused, whatever the numbers. */
static void test_refused(void **state)
{
    (void)state;
    struct frame frame;
    qr_scene_init(&frame, 200, 200, 128);
    struct plane plane = {frame.luma, 200, 200, 200};
    struct straightener s;
    static const struct scan_point places[][3] = {{{50, 50}, {150, 50}, {50, 150}},
                                                  {{0, 0}, {0, 0}, {0, 0}},
                                                  {{-900, 10}, {5000, 7}, {3, 1e9f}},
                                                  {{50, 50}, {100, 50}, {150, 50}},
                                                  {{NAN, 50}, {100, NAN}, {150, 50}}};
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        const float modules[3] = {4, 4, 4};
        assert_int_equal(straighten(&s, &plane, false, places[i], modules), STRAIGHTEN_NO);
        assert_int_equal(straighten(&s, &plane, true, places[i], modules), STRAIGHTEN_NO);
    }
    qr_scene_finish(&frame);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_poses),
        cmocka_unit_test(test_bent),
        cmocka_unit_test(test_draw),
        cmocka_unit_test(test_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
