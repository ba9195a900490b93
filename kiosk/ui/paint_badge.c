#include "kiosk/ui/paint_badge.h"

#include <math.h>
#include <string.h>

#include "kiosk/ui/paint_person.h"
#include "kiosk/ui/sketch.h"

#define BADGE_ASPECT (105.0 / 148.0)
#define LINE_COLOR 0xDDD8CC
#define INK_COLOR 0x15202B
#define SOFT_COLOR 0x51606E

/* ---- a badge drawn from the model, where there is no preview of the real one ---- */

/* A text in `width` at most `height` high: wraps, then shrinks. Returns the height it took. */
static int draw_fitting(struct scene *scene, struct canvas *canvas, const char *text,
                        const struct box *box, double pixels, bool bold, uint32_t rgb)
{
    int width = 0, height = 0;
    struct text_style style = {
        .line_height = 1.15f, .bold = bold, .personal = true, .align = TEXT_LEFT};
    for (int step = 0; step < 12; step++, pixels *= 0.9) {
        style.pixels = pixels < 6 ? 6 : (int)pixels;
        text_measure(scene->texts, text, &style, box->width, &width, &height);
        if (width <= box->width && height <= box->height) {
            break;
        }
    }
    text_draw(scene->texts, canvas->cairo, text, &style, box->x, box->y, box->width, rgb, 1);
    return height;
}

static void draw_band(struct scene *scene, struct canvas *canvas, const struct box *sheet,
                      double mm, uint32_t rgb)
{
    const struct ui_person *person = &scene->model->person;
    uint32_t ink = color_readable(rgb, 0xFFFFFF, INK_COLOR);
    struct box band = {sheet->x, sheet->y, sheet->width, (int)(mm * 18)};
    struct box word = {sheet->x + (int)(mm * 7), sheet->y + (int)(mm * 5), (int)(mm * 90),
                       (int)(mm * 10)};
    canvas_round(canvas, &band, 0, rgb);
    draw_fitting(scene, canvas, person->category, &word, mm * 7, true, ink);
}

static void draw_zones(struct canvas *canvas, const struct box *sheet, double mm)
{
    for (int i = 0; i < 5; i++) {
        struct box zone = {sheet->x + (int)(mm * (7 + i * 12)), sheet->y + (int)(mm * 128),
                           (int)(mm * 10), (int)(mm * 10)};
        canvas_outline(canvas, &zone, mm, mm * 0.6, LINE_COLOR);
    }
}

static void draw_sheet(struct scene *scene, struct canvas *canvas, const struct box *sheet)
{
    const struct ui_person *person = &scene->model->person;
    uint32_t rgb = person->category_rgb ? person->category_rgb : 0x0F4C5C;
    double mm = sheet->width / 105.0;
    struct box photo = {sheet->x + (int)(mm * 7), sheet->y + (int)(mm * 26), (int)(mm * 32),
                        (int)(mm * 42)};
    struct box name = {sheet->x + (int)(mm * 7), sheet->y + (int)(mm * 74), (int)(mm * 91),
                       (int)(mm * 26)};
    canvas_round(canvas, sheet, 0, 0xFFFFFF);
    draw_band(scene, canvas, sheet, mm, rgb);
    if (scene->photo) {
        canvas_picture(canvas, scene->photo, &photo, 0);
    } else {
        paint_initials(scene, canvas, &photo, 0, rgb);
    }
    name.y += draw_fitting(scene, canvas, person->name, &name, mm * 10, true, INK_COLOR);
    name.y += (int)(mm * 2);
    name.height = (int)(mm * 8);
    draw_fitting(scene, canvas, person->delegation, &name, mm * 5, false, SOFT_COLOR);
    sketch_code(canvas, sheet->x + mm * 66, sheet->y + mm * 30, mm * 32, INK_COLOR);
    draw_zones(canvas, sheet, mm);
}

static void draw_badge(struct scene *scene, struct canvas *canvas, const struct box *sheet)
{
    if (scene->badge) {
        canvas_picture(canvas, scene->badge, sheet, 0);
    } else {
        draw_sheet(scene, canvas, sheet);
    }
}

void paint_badge_preview(struct scene *scene, struct canvas *canvas, const struct widget *widget)
{
    sketch_shadow(canvas, &widget->box, 0, scene->theme->unit * 1.5);
    draw_badge(scene, canvas, &widget->box);
}

/* ---- the printer ---- */

/* The finished badge hangs from the slot, as large as the place allows. */
static struct box badge_place(const struct scene *scene, const struct box *box, int slot)
{
    int height = box->height - slot - theme_px(scene->theme, 3);
    int width = (int)(height * BADGE_ASPECT);
    if (width > box->width * 0.72) {
        width = (int)(box->width * 0.72);
        height = (int)(width / BADGE_ASPECT);
    }
    return (struct box){box->x + (box->width - width) / 2, box->y + slot, width, height};
}

/* Where the badge will be, while it is not all there. */
static void draw_ghost(struct scene *scene, struct canvas *canvas, const struct box *place)
{
    const double dashes[] = {scene->theme->unit, scene->theme->unit};
    cairo_save(canvas->cairo);
    cairo_set_dash(canvas->cairo, dashes, 2, 0);
    canvas_outline(
        canvas, place, 0, theme_px(scene->theme, 0.2f),
        color_mix(scene->theme->colors[COLOR_SUNKEN], scene->theme->colors[COLOR_SOFT], 100));
    cairo_restore(canvas->cairo);
}

static void draw_printer(struct scene *scene, struct canvas *canvas, const struct box *place,
                         int top)
{
    const struct theme *theme = scene->theme;
    int over = theme_px(theme, 5), lip = theme_px(theme, 0.9f);
    struct box body = {place->x - over, top, place->width + 2 * over, place->y - top + lip};
    struct box slot = {place->x - theme_px(theme, 1.2f), place->y - lip,
                       place->width + 2 * theme_px(theme, 1.2f), lip};
    struct box lamp = {body.x + body.width - theme_px(theme, 2.6f), top + theme_px(theme, 1.6f),
                       theme_px(theme, 1), theme_px(theme, 1)};
    canvas_round(canvas, &body, theme_px(theme, RADIUS_CARD), theme->colors[COLOR_DEVICE]);
    canvas_round(canvas, &slot, lip / 2.0, 0x0B1217);
    canvas_round(canvas, &lamp, lamp.width / 2.0, 0x8CE8B4);
}

void paint_printer(struct scene *scene, struct canvas *canvas, const struct widget *widget)
{
    const struct box *box = &widget->box;
    int slot = theme_px(scene->theme, 6);
    struct box place = badge_place(scene, box, slot);
    double part = widget->value < 0 ? 0.5 : scene->progress / 100;
    struct box sheet = place;
    sheet.y -= (int)lround(place.height * (1 - part));
    draw_ghost(scene, canvas, &place);
    draw_printer(scene, canvas, &place, box->y);
    cairo_save(canvas->cairo);
    cairo_rectangle(canvas->cairo, box->x, place.y - theme_px(scene->theme, 0.45f), box->width,
                    box->height);
    cairo_clip(canvas->cairo);
    sketch_shadow(canvas, &sheet, 0, scene->theme->unit);
    draw_badge(scene, canvas, &sheet);
    cairo_restore(canvas->cairo);
}
