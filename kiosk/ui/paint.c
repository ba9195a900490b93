#include "kiosk/ui/paint.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "kiosk/ui/motion.h"
#include "kiosk/ui/paint_badge.h"
#include "kiosk/ui/paint_camera.h"
#include "kiosk/ui/paint_field.h"
#include "kiosk/ui/paint_person.h"
#include "kiosk/ui/pattern.h"

#define RING_SECONDS (VISIT_WARNS_MS / 1000) /* a whole round */

/* ---- texts ---- */

static struct text_style style_of(const struct widget *widget, const struct theme *theme)
{
    struct text_style style = {
        .pixels = theme_px(theme, type_units(widget->type) * widget->scale * theme->text_scale),
        .line_height = type_line_height(widget->type),
        .bold = widget->bold,
        .is_emoji = widget->is_emoji,
        .personal = widget->personal,
        .break_words = widget->scale <= 0.5f,
        .align = TEXT_LEFT,
    };
    if (widget->align == PLACE_CENTER) {
        style.align = TEXT_CENTER;
    } else if ((widget->align == PLACE_END) != theme->rtl) {
        style.align = TEXT_RIGHT;
    }
    return style;
}

/* The n-th of the texts that take turns ("one|two"), copied; the text itself when there is one. */
static const char *turn_of(const char *text, int index, char *out, size_t size)
{
    for (; index > 0 && strchr(text, '|'); index--) {
        text = strchr(text, '|') + 1;
    }
    size_t length = strcspn(text, "|");
    length = length < size ? length : size - 1;
    memcpy(out, text, length);
    out[length] = '\0';
    return out;
}

static int turns_in(const char *text)
{
    int count = 1;
    for (; *text; text++) {
        count += *text == '|';
    }
    return count;
}

static void measure_text(void *userdata, const struct widget *widget, int max_width, int *width,
                         int *height)
{
    struct scene *scene = userdata;
    struct text_style style = style_of(widget, scene->theme);
    if (!widget->turns) {
        text_measure(scene->texts, widget->text, &style, max_width, width, height);
        return;
    }
    *width = *height = 0;
    for (int i = 0; i < turns_in(widget->text); i++) {
        char one[512];
        int w, h;
        text_measure(scene->texts, turn_of(widget->text, i, one, sizeof one), &style, max_width, &w,
                     &h);
        *width = w > *width ? w : *width;
        *height = h > *height ? h : *height;
    }
}

struct layout_measure scene_measure(struct scene *scene)
{
    return (struct layout_measure){measure_text, scene};
}

static int64_t turn_at(const struct scene *scene, const struct widget *widget, int64_t now_us,
                       struct motion_turn *turn)
{
    int64_t since = scene->still ? 0 : now_us - scene->entered_us;
    return motion_take_turns(since < 0 ? 0 : since, turns_in(widget->text), turn);
}

static void paint_text(struct scene *scene, struct canvas *canvas, const struct widget *widget)
{
    struct text_style style = style_of(widget, scene->theme);
    uint32_t rgb = scene->theme->colors[widget->color];
    const struct box *box = &widget->box;
    if (!widget->turns) {
        text_draw(scene->texts, canvas->cairo, widget->text, &style, box->x, box->y, box->width,
                  rgb, 1);
        return;
    }
    char one[512];
    struct motion_turn turn;
    turn_at(scene, widget, scene->now_us, &turn);
    text_draw(scene->texts, canvas->cairo, turn_of(widget->text, turn.index, one, sizeof one),
              &style, box->x, box->y, box->width, rgb, turn.alpha);
}

/* ---- simple shapes ---- */

static void paint_container(struct scene *scene, struct canvas *canvas, const struct widget *widget)
{
    const struct theme *theme = scene->theme;
    double radius = widget->radius * theme->unit;
    bool pressed = scene->pressed != WIDGET_NONE && widget == &scene->tree->items[scene->pressed];
    uint32_t rgb = widget->own_color ? widget->rgb : theme->colors[widget->fill];
    if (widget->own_color || widget->fill != COLOR_NONE) {
        if (pressed && widget->radius > 0) {
            rgb = color_mix(rgb, theme->colors[widget->color], 36);
        }
        canvas_round(canvas, &widget->box, radius, rgb);
    }
    if (widget->pattern && !theme->plain) {
        uint32_t lines = color_readable(rgb, 0xFFFFFF, theme->colors[COLOR_BLACK]);
        pattern_lattice(canvas, &widget->box, radius, theme->unit * 14, lines, 0.10);
    }
    bool target = theme->plain && widget->action != UI_ACTION_NONE && widget->radius > 0;
    if (widget->border != COLOR_NONE || target) {
        canvas_outline(canvas, &widget->box, radius, theme_px(theme, target ? 0.35f : HAIRLINE),
                       theme->colors[target ? widget->color : widget->border]);
    }
}

static void paint_icon(struct scene *scene, struct canvas *canvas, const struct widget *widget)
{
    canvas_icon(canvas, widget->icon, &widget->box, scene->theme->colors[widget->color]);
}

static void paint_logo(struct scene *scene, struct canvas *canvas, const struct widget *widget)
{
    if (scene->logo) {
        struct box box = widget->box;
        if (scene->brand->plate.line) {
            canvas_round(canvas, &box, scene->theme->unit * 0.6, scene->brand->plate.rgb);
            box = box_grown(&box, -theme_px(scene->theme, 0.6f));
        }
        canvas_fit(canvas, scene->logo, &box);
        return;
    }
    pattern_star(canvas, &widget->box, scene->theme->colors[widget->color],
                 scene->theme->colors[widget->fill]);
}

static double mark_part(const struct scene *scene)
{
    bool at_once = scene->model->face != UI_FACE_SELF; /* a guard glances */
    return scene->still || at_once
               ? 1
               : motion_ease(motion_part(scene->now_us, scene->entered_us + MOTION_SCREEN_US,
                                         MOTION_MARK_US));
}

static void paint_mark(struct scene *scene, struct canvas *canvas, const struct widget *widget)
{
    const struct theme *theme = scene->theme;
    canvas_round(canvas, &widget->box, widget->box.width / 2.0, theme->colors[widget->fill]);
    canvas_mark(canvas, (enum mark_id)widget->value, &widget->box, theme->colors[widget->color],
                mark_part(scene));
}

static void paint_ring(struct scene *scene, struct canvas *canvas, const struct widget *widget)
{
    const struct box *box = &widget->box;
    cairo_t *cairo = canvas->cairo;
    double x = box->x + box->width / 2.0, y = box->y + box->height / 2.0;
    double thickness = box->width * 0.058, radius = box->width / 2.0 - thickness;
    double part = widget->value >= RING_SECONDS ? 1 : widget->value / (double)RING_SECONDS;
    uint32_t rgb = scene->theme->colors[widget->color];
    char text[32];
    cairo_set_line_width(cairo, thickness);
    cairo_new_path(cairo);
    canvas_color(canvas, rgb, 0.25);
    cairo_arc(cairo, x, y, radius, 0, 2 * M_PI);
    cairo_stroke(cairo);
    canvas_color(canvas, rgb, 1);
    if (scene->theme->rtl) {
        cairo_arc_negative(cairo, x, y, radius, -M_PI / 2, -M_PI / 2 - 2 * M_PI * part);
    } else {
        cairo_arc(cairo, x, y, radius, -M_PI / 2, -M_PI / 2 + 2 * M_PI * part);
    }
    cairo_stroke(cairo);
    struct text_style style = {.pixels = (int)(box->width * 0.37),
                               .line_height = 1.3f,
                               .bold = true,
                               .align = TEXT_CENTER};
    int width = 0, height = 0;
    wording_number(scene->tree->wording, scene->tree->language, widget->value, text, sizeof text);
    text_measure(scene->texts, text, &style, box->width, &width, &height);
    text_draw(scene->texts, cairo, text, &style, box->x, box->y + (box->height - height) / 2,
              box->width, rgb, 1);
}

/* The part of the track that is filled; a calm wandering part while the percentage is unknown. */
static struct box progress_fill(const struct scene *scene, const struct widget *widget)
{
    struct box box = widget->box;
    if (widget->value >= 0) {
        box.width = (int)lround(box.width * scene->progress / 100);
    } else {
        double wave =
            scene->still
                ? 0.5
                : 0.5 - 0.5 * cos((double)(scene->now_us - scene->entered_us) / 1400000 * M_PI);
        int part = box.width / 4;
        box.x += (int)lround((box.width - part) * wave);
        box.width = part;
    }
    if (scene->theme->rtl) {
        box.x = 2 * widget->box.x + widget->box.width - box.x - box.width;
    }
    return box;
}

static void paint_progress(struct scene *scene, struct canvas *canvas, const struct widget *widget)
{
    const struct theme *theme = scene->theme;
    double radius = widget->box.height / 2.0;
    struct box fill = progress_fill(scene, widget);
    canvas_round(canvas, &widget->box, radius, theme->colors[COLOR_LINE]);
    if (fill.width > fill.height) {
        canvas_round(canvas, &fill, radius, theme->colors[COLOR_PRIMARY]);
    }
}

/* ---- all widgets ---- */

static void (*const painters[WIDGET_KIND_COUNT])(struct scene *, struct canvas *,
                                                 const struct widget *) = {
    [WIDGET_COLUMN] = paint_container,    [WIDGET_ROW] = paint_container,
    [WIDGET_STACK] = paint_container,     [WIDGET_TEXT] = paint_text,
    [WIDGET_ICON] = paint_icon,           [WIDGET_MARK] = paint_mark,
    [WIDGET_CAMERA] = paint_camera,       [WIDGET_PHOTO] = paint_person_photo,
    [WIDGET_BADGE] = paint_badge_preview, [WIDGET_PRINTER] = paint_printer,
    [WIDGET_PROGRESS] = paint_progress,   [WIDGET_LOGO] = paint_logo,
    [WIDGET_RING] = paint_ring,           [WIDGET_KEY] = paint_key,
    [WIDGET_FIELD] = paint_field,
};

static void paint_focus(struct scene *scene, struct canvas *canvas)
{
    if (scene->focused == WIDGET_NONE) {
        return;
    }
    const struct widget *widget = &scene->tree->items[scene->focused];
    int gap = theme_px(scene->theme, 0.5f);
    struct box ring = box_grown(&widget->box, gap);
    canvas_outline(canvas, &ring, widget->radius * scene->theme->unit + gap,
                   theme_px(scene->theme, 0.5f), scene->theme->colors[COLOR_FOCUS]);
}

void scene_paint(struct scene *scene, cairo_surface_t *surface, const struct box *clip)
{
    struct canvas canvas;
    canvas_init(&canvas, surface, scene->theme, scene->texts);
    canvas_clip(&canvas, clip);
    for (size_t i = 0; i < scene->tree->count; i++) {
        const struct widget *widget = &scene->tree->items[i];
        if (painters[widget->kind] && box_overlaps(&widget->box, clip)) {
            painters[widget->kind](scene, &canvas, widget);
        }
    }
    paint_focus(scene, &canvas);
    canvas_finish(&canvas);
}

struct box scene_widen(const struct scene *scene, const struct box *box)
{
    uint8_t index = tree_find_kind(scene->tree, WIDGET_CAMERA);
    if (index == WIDGET_NONE || !box_overlaps(&scene->tree->items[index].box, box)) {
        return *box;
    }
    return box_union(box, &scene->tree->items[index].box);
}

/* ---- what moves ---- */

static int64_t animate_text(struct scene *scene, const struct widget *widget, bool *moved)
{
    struct motion_turn before, now;
    if (!widget->turns) {
        return -1;
    }
    turn_at(scene, widget, scene->painted_us, &before);
    int64_t next = turn_at(scene, widget, scene->now_us, &now);
    *moved = before.index != now.index || before.alpha != now.alpha;
    return next;
}

static int64_t animate_mark(struct scene *scene, const struct widget *widget, bool *moved)
{
    (void)widget;
    int64_t starts = scene->entered_us + MOTION_SCREEN_US;
    if (scene->model->face != UI_FACE_SELF || scene->painted_us >= starts + MOTION_MARK_US) {
        return -1;
    }
    *moved = scene->now_us >= starts;
    return scene->now_us < starts ? starts - scene->now_us : MOTION_FRAME_US;
}

static int64_t animate_progress(struct scene *scene, const struct widget *widget, bool *moved)
{
    bool arrived = widget->value >= 0 && fabs(scene->progress - widget->value) < 0.05;
    *moved = !arrived;
    return arrived ? -1 : MOTION_SLOW_FRAME_US;
}

static int64_t (*const animators[WIDGET_KIND_COUNT])(struct scene *, const struct widget *,
                                                     bool *moved) = {
    [WIDGET_TEXT] = animate_text,         [WIDGET_MARK] = animate_mark,
    [WIDGET_PROGRESS] = animate_progress, [WIDGET_BADGE] = animate_progress,
    [WIDGET_CAMERA] = paint_camera_next,
};

int64_t scene_animate(struct scene *scene, struct damage *damage)
{
    int64_t soonest = -1;
    for (size_t i = 0; i < scene->tree->count && !scene->still; i++) {
        const struct widget *widget = &scene->tree->items[i];
        bool moved = false;
        int64_t next =
            animators[widget->kind] ? animators[widget->kind](scene, widget, &moved) : -1;
        if (moved) {
            damage_add(damage, &widget->box);
        }
        if (next >= 0 && (soonest < 0 || next < soonest)) {
            soonest = next;
        }
    }
    return soonest;
}
