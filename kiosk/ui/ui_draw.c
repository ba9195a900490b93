#define LOG_MODULE "ui"
#include <math.h>

#include "kiosk/ui/motion.h"
#include "kiosk/ui/paint_person.h"
#include "kiosk/ui/ui_state.h"
#include "timebase.h"

/* A transition starts a little way in: the first picture already shows the new screen. */
#define TRANSITION_AHEAD_US 45000
#define PROGRESS_CALM_US 350000.0 /* the shown percentage follows the true one this slowly */

static cairo_surface_t *surface_like(cairo_surface_t *surface)
{
    cairo_surface_t *made =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, cairo_image_surface_get_width(surface),
                                   cairo_image_surface_get_height(surface));
    if (cairo_surface_status(made) != CAIRO_STATUS_SUCCESS) {
        cairo_surface_destroy(made);
        return NULL;
    }
    return made;
}

static void lay_over(cairo_surface_t *onto, cairo_surface_t *picture, double alpha)
{
    cairo_t *cairo = cairo_create(onto);
    cairo_set_source_surface(cairo, picture, 0, 0);
    if (alpha >= 1) {
        cairo_set_operator(cairo, CAIRO_OPERATOR_SOURCE);
        cairo_paint(cairo);
    } else {
        cairo_paint_with_alpha(cairo, alpha);
    }
    cairo_destroy(cairo);
    cairo_surface_flush(onto);
}

static struct box whole(const struct ui *ui)
{
    return (struct box){0, 0, ui->theme.width, ui->theme.height};
}

void ui_transition_end(struct ui *ui)
{
    if (ui->transition.from) {
        surface_forget(&ui->transition.from);
        surface_forget(&ui->transition.to);
        ui_damage_all(ui);
    }
}

void ui_transition_begin(struct ui *ui)
{
    bool fresh;
    cairo_surface_t *surface = window_surface(ui->window, &fresh);
    ui_transition_end(ui);
    if (!surface || fresh) {
        return;
    }
    ui->transition.from = surface_like(surface);
    if (ui->transition.from) {
        lay_over(ui->transition.from, surface, 1);
        ui->transition.start_us = time_monotonic_us() - TRANSITION_AHEAD_US;
    }
}

/* The new screen, then the old one over it, less and less of it. */
static void draw_transition(struct ui *ui, cairo_surface_t *surface)
{
    struct transition *transition = &ui->transition;
    struct box all = whole(ui);
    double part = motion_part(ui->scene.now_us, transition->start_us, MOTION_SCREEN_US);
    if (!transition->to) {
        transition->to = surface_like(surface);
        if (transition->to) {
            scene_paint(&ui->scene, transition->to, &all);
        }
    }
    if (part >= 1 || !transition->to) {
        ui_transition_end(ui);
        return;
    }
    lay_over(surface, transition->to, 1);
    lay_over(surface, transition->from, 1 - motion_ease(part));
    struct damage damage = {.boxes = {all}, .count = 1};
    window_present(ui->window, &damage);
    ui->next_us = ui->scene.now_us + MOTION_FRAME_US;
}

static void draw_damage(struct ui *ui, cairo_surface_t *surface)
{
    struct damage damage = {0};
    for (size_t i = 0; i < ui->damage.count; i++) {
        struct box box = scene_widen(&ui->scene, &ui->damage.boxes[i]);
        damage_add(&damage, &box);
    }
    for (size_t i = 0; i < damage.count; i++) {
        scene_paint(&ui->scene, surface, &damage.boxes[i]);
    }
    ui->damage.count = 0;
    if (damage.count > 0) {
        window_present(ui->window, &damage);
    }
}

/* Lets the shown percentage follow the printer's without jumps. */
static void follow_progress(struct ui *ui)
{
    double wanted = ui->model.progress_percent < 0 ? 0 : ui->model.progress_percent;
    double passed = (double)(ui->scene.now_us - ui->progress_us);
    ui->progress_us = ui->scene.now_us;
    ui->scene.progress += (wanted - ui->scene.progress) * (1 - exp(-passed / PROGRESS_CALM_US));
    if (ui->scene.still || fabs(wanted - ui->scene.progress) < 0.3) {
        ui->scene.progress = wanted;
    }
}

static void check_size(struct ui *ui, cairo_surface_t *surface, bool fresh)
{
    if (cairo_image_surface_get_width(surface) != ui->theme.width ||
        cairo_image_surface_get_height(surface) != ui->theme.height) {
        ui_transition_end(ui);
        ui_rebuild(ui);
    } else if (fresh) {
        ui_transition_end(ui);
        ui_damage_all(ui);
    }
}

void ui_draw(struct ui *ui)
{
    bool fresh = false;
    cairo_surface_t *surface = ui->shown ? window_surface(ui->window, &fresh) : NULL;
    if (!surface) {
        return;
    }
    check_size(ui, surface, fresh);
    ui->scene.now_us = time_monotonic_us();
    if (ui->transition.from) {
        draw_transition(ui, surface);
        if (ui->transition.from) {
            return;
        }
    }
    if (ui->damage.count == 0 && (ui->next_us < 0 || ui->scene.now_us < ui->next_us)) {
        return;
    }
    int64_t next = scene_animate(&ui->scene, &ui->damage);
    follow_progress(ui);
    ui->next_us = next < 0 ? -1 : ui->scene.now_us + next;
    draw_damage(ui, surface);
    ui->scene.painted_us = ui->scene.now_us;
}
