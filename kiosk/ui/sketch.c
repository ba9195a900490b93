#include "kiosk/ui/sketch.h"

#define MODULES 25
#define CASE_COLOR 0x1B242C
#define TEXT_COLOR 0xDDD8CC
#define BAND_COLOR 0x0F4C5C

static void finder(cairo_t *cairo, double x, double y, double module)
{
    cairo_rectangle(cairo, x, y, 7 * module, 7 * module);
    cairo_rectangle(cairo, x + 6 * module, y + module, -5 * module, 5 * module);
    cairo_rectangle(cairo, x + 2 * module, y + 2 * module, 3 * module, 3 * module);
    cairo_fill(cairo);
}

static bool in_finder(int x, int y)
{
    bool left = x < 8, right = x >= MODULES - 8, top = y < 8, bottom = y >= MODULES - 8;
    return (top && (left || right)) || (bottom && left);
}

void sketch_code(struct canvas *canvas, double x, double y, double side, uint32_t rgb)
{
    cairo_t *cairo = canvas->cairo;
    double module = side / MODULES;
    unsigned noise = 0x51EC0DE;
    canvas_color(canvas, rgb, 1);
    for (int row = 0; row < MODULES; row++) {
        for (int column = 0; column < MODULES; column++) {
            noise = noise * 1664525u + 1013904223u;
            if (!in_finder(column, row) && noise >> 31) {
                cairo_rectangle(cairo, x + column * module, y + row * module, module * 1.02,
                                module * 1.02);
            }
        }
    }
    cairo_fill(cairo);
    finder(cairo, x, y, module);
    finder(cairo, x + (MODULES - 7) * module, y, module);
    finder(cairo, x, y + (MODULES - 7) * module, module);
}

static void block(struct canvas *canvas, double x, double y, double width, double height,
                  double radius, uint32_t rgb)
{
    struct box box = {(int)x, (int)y, (int)width, (int)height};
    canvas_round(canvas, &box, radius, rgb);
}

void sketch_shadow(struct canvas *canvas, const struct box *box, double radius, double reach)
{
    const int steps = 6;
    for (int i = steps; i > 0; i--) {
        int grown = (int)(reach * i / steps);
        struct box ring = box_grown(box, grown);
        ring.y += (int)(reach / 3);
        canvas_color(canvas, 0x000000, 0.028);
        canvas_round_path(canvas, &ring, radius + grown);
        cairo_fill(canvas->cairo);
    }
}

void sketch_phone(struct canvas *canvas, double side)
{
    double width = side * 0.74, height = side * 1.4, x = (side - width) / 2, y = side * 0.05;
    struct box body = {(int)x, (int)y, (int)width, (int)height};
    sketch_shadow(canvas, &body, side * 0.1, side * 0.05);
    canvas_round(canvas, &body, side * 0.1, CASE_COLOR);
    block(canvas, x + side * 0.03, y + side * 0.03, width - side * 0.06, height - side * 0.06,
          side * 0.075, 0xFFFFFF);
    block(canvas, x + width / 2 - side * 0.1, y + side * 0.06, side * 0.2, side * 0.045,
          side * 0.022, CASE_COLOR);
    block(canvas, x + side * 0.11, y + side * 0.19, side * 0.52, side * 0.06, side * 0.02,
          BAND_COLOR);
    sketch_code(canvas, x + side * 0.11, y + side * 0.34, side * 0.52, 0x10161C);
    block(canvas, x + side * 0.11, y + side * 0.97, side * 0.52, side * 0.055, side * 0.02,
          TEXT_COLOR);
    block(canvas, x + side * 0.11, y + side * 1.08, side * 0.36, side * 0.055, side * 0.02,
          TEXT_COLOR);
}

void sketch_paper(struct canvas *canvas, double side)
{
    double width = side * 0.94, height = side * 1.34, x = (side - width) / 2, y = side * 0.05;
    struct box sheet = {(int)x, (int)y, (int)width, (int)height};
    sketch_shadow(canvas, &sheet, side * 0.02, side * 0.05);
    canvas_round(canvas, &sheet, side * 0.02, 0xFFFFFF);
    block(canvas, x + side * 0.1, y + side * 0.1, width - side * 0.2, side * 0.075, 0, BAND_COLOR);
    sketch_code(canvas, x + side * 0.21, y + side * 0.3, side * 0.52, 0x10161C);
    for (int i = 0; i < 4; i++) {
        block(canvas, x + side * 0.1, y + side * (0.93 + i * 0.085),
              (width - side * 0.2) * (i == 3 ? 0.6 : 1), side * 0.035, 0, TEXT_COLOR);
    }
}
