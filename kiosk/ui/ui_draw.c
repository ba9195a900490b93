#define LOG_MODULE "ui"
#include <math.h>

#include "kiosk/ui/motion.h"
#include "kiosk/ui/ui_state.h"
#include "timebase.h"

#define PROGRESS_CALM_US 350000.0 /* the shown percentage follows the true one this slowly */

static struct box whole(const struct ui *ui)
{
    return (struct box){0, 0, ui->theme.width, ui->theme.height};
}

void ui_transition_end(struct ui *ui)
{
    if (ui->transition.runs) {
        transition_end(&ui->transition);
        ui_damage_all(ui);
    }
}

void ui_transition_begin(struct ui *ui)
{
    bool fresh;
    cairo_surface_t *surface = window_surface(ui->window, &fresh);
    if (surface && !fresh) {
        transition_begin(&ui->transition, surface, time_monotonic_us());
    }
}

/* False: there is none, or it is over. */
static bool draw_transition(struct ui *ui, cairo_surface_t *surface)
{
    struct transition *transition = &ui->transition;
    struct damage damage = {.boxes = {whole(ui)}, .count = 1};
    if (transition->runs && !transition->has_to) {
        scene_paint(&ui->scene, transition->to, &damage.boxes[0]);
        transition->has_to = true;
    }
    if (!transition_draw(transition, surface, ui->scene.now_us)) {
        ui_transition_end(ui);
        return false;
    }
    window_present(ui->window, &damage);
    ui->next_us = ui->scene.now_us + MOTION_FRAME_US;
    return true;
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
    if (draw_transition(ui, surface)) {
        return;
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
