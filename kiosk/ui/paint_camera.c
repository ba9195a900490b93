#include "kiosk/ui/paint_camera.h"

#include <math.h>

#include "kiosk/ui/motion.h"
#include "kiosk/ui/scan_overlay.h"
#include "kiosk/ui/sketch.h"

#define FOUND_COLOR 0x8CE8B4
#define FRAME_COLOR 0xFFFFFF

/* ---- the code that shows how: a phone and a sheet of paper ---- */

static cairo_surface_t *demo_art(struct scene *scene, int round, int side)
{
    struct camera_view *camera = scene->camera;
    cairo_surface_t **slot = &camera->art[round & 1];
    if (*slot && cairo_image_surface_get_width(*slot) == side) {
        return *slot;
    }
    struct canvas canvas;
    cairo_surface_destroy(*slot);
    *slot = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, side, side + side / 2);
    canvas_init(&canvas, *slot, scene->theme, scene->texts);
    (round & 1 ? sketch_paper : sketch_phone)(&canvas, side);
    canvas_finish(&canvas);
    return *slot;
}

static void glide_now(const struct scene *scene, int64_t now_us, struct motion_glide *glide,
                      int64_t *next)
{
    *next = motion_glide(now_us - scene->entered_us, glide);
    if (scene->still) {
        *glide = (struct motion_glide){.visible = true, .alpha = 1, .found = 1};
    }
    glide->visible &= !scene->camera->has_corners && !scene->camera->has_overlay;
}

static void draw_glide(struct scene *scene, struct canvas *canvas, const struct box *frame,
                       const struct box *box, const struct motion_glide *glide)
{
    int side = (int)(frame->width * 0.62);
    cairo_surface_t *art = demo_art(scene, glide->round, side);
    double away = glide->away * (box->height - (frame->y - box->y));
    double x = frame->x + (frame->width - side) / 2.0;
    double y = frame->y + frame->height / 2.0 - side * 0.62 + away;
    cairo_save(canvas->cairo);
    cairo_rectangle(canvas->cairo, box->x, box->y, box->width, box->height);
    cairo_clip(canvas->cairo);
    cairo_set_source_surface(canvas->cairo, art, round(x), round(y));
    cairo_paint_with_alpha(canvas->cairo, glide->alpha);
    cairo_restore(canvas->cairo);
}

/* ---- the frame ---- */

/* The square in which a code should be held; it closes a little round what was found. */
static struct box aim(const struct box *box, double found)
{
    int shorter = box->width < box->height ? box->width : box->height;
    int side = (int)(shorter * (0.8 - 0.08 * found));
    return (struct box){box->x + (box->width - side) / 2, box->y + (box->height - side) / 2, side,
                        side};
}

static void draw_brackets(struct canvas *canvas, const struct box *frame, uint32_t rgb, double unit)
{
    cairo_t *cairo = canvas->cairo;
    double arm = frame->width * 0.13, radius = unit * 1.5;
    cairo_set_line_width(cairo, unit * 0.7);
    cairo_set_line_cap(cairo, CAIRO_LINE_CAP_ROUND);
    for (int corner = 0; corner < 4; corner++) {
        double x = corner & 1 ? frame->x + frame->width : frame->x;
        double y = corner & 2 ? frame->y + frame->height : frame->y;
        double dx = corner & 1 ? -1 : 1, dy = corner & 2 ? -1 : 1;
        cairo_move_to(cairo, x, y + dy * arm);
        cairo_line_to(cairo, x, y + dy * radius);
        cairo_curve_to(cairo, x, y + dy * radius * 0.45, x + dx * radius * 0.45, y, x + dx * radius,
                       y);
        cairo_line_to(cairo, x + dx * arm, y);
    }
    canvas_color(canvas, rgb, 1);
    cairo_stroke(cairo);
}

static void draw_found(struct scene *scene, struct canvas *canvas, const struct box *box)
{
    double corners[8];
    cairo_t *cairo = canvas->cairo;
    if (!camera_view_corners(scene->camera, box, corners)) {
        return;
    }
    cairo_save(cairo);
    cairo_rectangle(cairo, box->x, box->y, box->width, box->height);
    cairo_clip(cairo);
    for (int i = 0; i < 4; i++) {
        (i ? cairo_line_to : cairo_move_to)(cairo, corners[2 * i], corners[2 * i + 1]);
    }
    cairo_close_path(cairo);
    cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
    cairo_set_line_width(cairo, scene->theme->unit * 0.7);
    canvas_color(canvas, FOUND_COLOR, 0.18);
    cairo_fill_preserve(cairo);
    canvas_color(canvas, FOUND_COLOR, 1);
    cairo_stroke(cairo);
    cairo_restore(cairo);
}

/* Where the face should be: an oval in the middle, its head and shoulders' width apart from the
 * edges as on a passport's photo; what lies outside is dimmed. */
static void draw_face(struct scene *scene, struct canvas *canvas, const struct box *box, int radius)
{
    cairo_t *cairo = canvas->cairo;
    cairo_save(cairo);
    cairo_save(cairo);
    cairo_translate(cairo, box->x + box->width / 2.0, box->y + box->height * 0.46);
    cairo_scale(cairo, box->width * 0.31, box->height * 0.34);
    cairo_new_sub_path(cairo);
    cairo_arc(cairo, 0, 0, 1, 0, 2 * M_PI);
    cairo_restore(cairo);
    cairo_path_t *oval = cairo_copy_path(cairo);
    cairo_new_sub_path(cairo);
    canvas_round_path(canvas, box, radius);
    cairo_set_fill_rule(cairo, CAIRO_FILL_RULE_EVEN_ODD);
    canvas_color(canvas, scene->theme->colors[COLOR_BLACK], 0.35);
    cairo_fill(cairo);
    cairo_append_path(cairo, oval);
    cairo_path_destroy(oval);
    cairo_set_line_width(cairo, scene->theme->unit * 0.5);
    canvas_color(canvas, FRAME_COLOR, 1);
    cairo_stroke(cairo);
    cairo_restore(cairo);
}

void paint_camera(struct scene *scene, struct canvas *canvas, const struct widget *widget)
{
    const struct box *box = &widget->box;
    int radius = theme_px(scene->theme, widget->radius);
    struct motion_glide glide = {0};
    int64_t next;
    if (scene->camera->width) {
        camera_view_draw(scene->camera, canvas, box, radius);
    } else {
        canvas_round(canvas, box, radius, scene->camera->tones[24]);
    }
    if (widget->value == CAMERA_GUIDE_FACE) {
        draw_face(scene, canvas, box, radius);
        return;
    }
    if (widget->value == CAMERA_GUIDE_SHOWS_HOW) {
        glide_now(scene, scene->now_us, &glide, &next);
    }
    double found = scene->camera->has_corners ? 1 : glide.visible ? glide.found * glide.alpha : 0;
    struct box frame = aim(box, found);
    if (glide.visible) {
        draw_glide(scene, canvas, &frame, box, &glide);
    }
    draw_brackets(canvas, &frame, color_mix(FRAME_COLOR, FOUND_COLOR, (int)(found * 256)),
                  scene->theme->unit);
    draw_found(scene, canvas, box);
    if (scene->camera->has_overlay) {
        scan_overlay_paint(scene->camera, canvas, box, radius);
    }
}

int64_t paint_camera_next(struct scene *scene, const struct widget *widget, bool *moved)
{
    struct motion_glide before, now;
    int64_t next;
    if (widget->value != CAMERA_GUIDE_SHOWS_HOW || scene->camera->has_corners) {
        return -1;
    }
    glide_now(scene, scene->painted_us, &before, &next);
    glide_now(scene, scene->now_us, &now, &next);
    *moved = before.visible != now.visible || before.away != now.away ||
             before.alpha != now.alpha || before.found != now.found;
    return next;
}
