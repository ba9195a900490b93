/*
 * Makes camera frames for the demo and for tests: what a kiosk's camera sees when somebody holds a
 * code up. Usage: make_frames OUT.png TEXT [SEED]. 1280x720, grey, with a hand-held sheet at an
 * angle, soft focus and sensor noise. Invented pictures; nothing is photographed.
 */
#include <cairo.h>
#include <math.h>
#include <qrencode.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WIDTH 1280
#define HEIGHT 720
#define QUIET 4

static uint32_t noise_state;

static uint32_t noise_next(void)
{
    noise_state ^= noise_state << 13;
    noise_state ^= noise_state >> 17;
    noise_state ^= noise_state << 5;
    return noise_state;
}

static double noise_between(double from, double to)
{
    return from + (to - from) * (noise_next() % 10000) / 9999.0;
}

/* A foyer out of focus: wall, floor, two lamps. */
static void paint_hall(cairo_t *cr)
{
    cairo_pattern_t *wall = cairo_pattern_create_linear(0, 0, WIDTH * 0.3, HEIGHT);
    cairo_pattern_add_color_stop_rgb(wall, 0, 0.62, 0.62, 0.62);
    cairo_pattern_add_color_stop_rgb(wall, 0.7, 0.42, 0.42, 0.42);
    cairo_pattern_add_color_stop_rgb(wall, 1, 0.30, 0.30, 0.30);
    cairo_set_source(cr, wall);
    cairo_paint(cr);
    cairo_pattern_destroy(wall);
    for (int i = 0; i < 2; i++) {
        double x = WIDTH * (0.2 + 0.6 * i), y = HEIGHT * 0.1;
        cairo_pattern_t *lamp = cairo_pattern_create_radial(x, y, 10, x, y, 220);
        cairo_pattern_add_color_stop_rgba(lamp, 0, 1, 1, 1, 0.7);
        cairo_pattern_add_color_stop_rgba(lamp, 1, 1, 1, 1, 0);
        cairo_set_source(cr, lamp);
        cairo_paint(cr);
        cairo_pattern_destroy(lamp);
    }
}

/* A person's outline behind the sheet, and the hand that holds it. */
static void paint_person(cairo_t *cr)
{
    cairo_set_source_rgb(cr, 0.22, 0.22, 0.22);
    cairo_save(cr);
    cairo_translate(cr, WIDTH * 0.5, HEIGHT * 1.05);
    cairo_scale(cr, 1, 0.95);
    cairo_arc(cr, 0, 0, 400, 0, 2 * M_PI);
    cairo_fill(cr);
    cairo_restore(cr);
    cairo_set_source_rgb(cr, 0.5, 0.5, 0.5);
    cairo_save(cr);
    cairo_translate(cr, WIDTH * 0.5, HEIGHT * 0.2);
    cairo_scale(cr, 0.8, 1);
    cairo_arc(cr, 0, 0, 130, 0, 2 * M_PI);
    cairo_fill(cr);
    cairo_restore(cr);
}

static void paint_code(cairo_t *cr, const QRcode *code, double side)
{
    double module = side / (code->width + 2 * QUIET);
    cairo_set_source_rgb(cr, 0.93, 0.93, 0.93);
    cairo_rectangle(cr, -side / 2 - 18, -side / 2 - 18, side + 36, side + 90);
    cairo_fill(cr);
    cairo_set_source_rgb(cr, 0.10, 0.10, 0.10);
    for (int y = 0; y < code->width; y++) {
        for (int x = 0; x < code->width; x++) {
            if (code->data[y * code->width + x] & 1) {
                cairo_rectangle(cr, -side / 2 + (x + QUIET) * module,
                                -side / 2 + (y + QUIET) * module, module + 0.2, module + 0.2);
            }
        }
    }
    cairo_fill(cr);
    for (int line = 0; line < 2; line++) { /* words under the code, unreadable from here */
        cairo_set_source_rgb(cr, 0.55, 0.55, 0.55);
        cairo_rectangle(cr, -side / 2 + 20, side / 2 + 14 + 22 * line, side * (0.7 - 0.2 * line),
                        9);
        cairo_fill(cr);
    }
}

static void paint_sheet(cairo_t *cr, const char *text)
{
    QRcode *code = QRcode_encodeString(text, 0, QR_ECLEVEL_Q, QR_MODE_8, 1);
    if (!code) {
        return;
    }
    cairo_save(cr);
    cairo_translate(cr, WIDTH * 0.5 + noise_between(-60, 60),
                    HEIGHT * 0.52 + noise_between(-30, 30));
    cairo_rotate(cr, noise_between(-0.16, 0.16));
    cairo_matrix_t shear;
    cairo_matrix_init(&shear, 1, noise_between(-0.06, 0.06), noise_between(-0.06, 0.06), 1, 0, 0);
    cairo_transform(cr, &shear);
    paint_code(cr, code, 330);
    cairo_set_source_rgb(cr, 0.58, 0.58, 0.58);
    cairo_arc(cr, 195, 170, 46, 0, 2 * M_PI); /* the thumb */
    cairo_fill(cr);
    cairo_restore(cr);
    QRcode_free(code);
}

/* Luma with a soft 3x3 focus and noise, back into the picture. */
static void degrade(cairo_surface_t *surface)
{
    static uint8_t luma[HEIGHT][WIDTH];
    cairo_surface_flush(surface);
    uint8_t *data = cairo_image_surface_get_data(surface);
    size_t stride = (size_t)cairo_image_surface_get_stride(surface);
    for (size_t y = 0; y < HEIGHT; y++) {
        for (size_t x = 0; x < WIDTH; x++) {
            luma[y][x] = data[y * stride + 4 * x];
        }
    }
    for (size_t y = 1; y + 1 < HEIGHT; y++) {
        for (size_t x = 1; x + 1 < WIDTH; x++) {
            int sum = 4 * luma[y][x] +
                      2 * (luma[y - 1][x] + luma[y + 1][x] + luma[y][x - 1] + luma[y][x + 1]);
            sum +=
                luma[y - 1][x - 1] + luma[y - 1][x + 1] + luma[y + 1][x - 1] + luma[y + 1][x + 1];
            int value = sum / 16 + (int)(noise_next() % 13) - 6;
            value = value < 0 ? 0 : value > 255 ? 255 : value;
            memset(&data[y * stride + 4 * x], value, 3);
        }
    }
    cairo_surface_mark_dirty(surface);
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: %s OUT.png TEXT [SEED]\n", argv[0]);
        return 2;
    }
    noise_state = argc > 3 ? (uint32_t)strtoul(argv[3], NULL, 10) * 2654435761u + 1 : 1;
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
    cairo_t *cr = cairo_create(surface);
    paint_hall(cr);
    paint_person(cr);
    if (argv[2][0]) {
        paint_sheet(cr, argv[2]);
    }
    cairo_destroy(cr);
    degrade(surface);
    cairo_status_t status = cairo_surface_write_to_png(surface, argv[1]);
    cairo_surface_destroy(surface);
    if (status != CAIRO_STATUS_SUCCESS) {
        fprintf(stderr, "%s: %s\n", argv[1], cairo_status_to_string(status));
        return 3;
    }
    return 0;
}
