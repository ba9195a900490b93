/* What scripts and tests are told of the screen: its picture, and its widgets. */
#define LOG_MODULE "ui"
#include <stdio.h>

#include "kiosk/ui/ui_state.h"
#include "log.h"

bool ui_screenshot(struct ui *ui, const char *path)
{
    bool fresh, was_still = ui->scene.still;
    cairo_surface_t *surface;
    ui_transition_end(ui);
    ui->scene.still = true; /* everything at its end */
    ui_damage_all(ui);
    ui_draw(ui);
    ui->scene.still = was_still;
    ui_damage_all(ui);
    surface = ui->shown ? window_surface(ui->window, &fresh) : NULL;
    cairo_status_t status =
        surface ? cairo_surface_write_to_png(surface, path) : CAIRO_STATUS_NULL_POINTER;
    if (status != CAIRO_STATUS_SUCCESS) {
        LOG_ERROR("cannot save the screen as %s: %s", path,
                  surface ? cairo_status_to_string(status) : "nothing is shown yet");
    }
    return status == CAIRO_STATUS_SUCCESS;
}

static bool is_small(const struct ui *ui, const struct widget *widget)
{
    int side = widget->box.width < widget->box.height ? widget->box.width : widget->box.height;
    float least = widget->primary ? TARGET_PRIMARY : TARGET_ANY;
    return widget->action != UI_ACTION_NONE && side < theme_px(&ui->theme, least);
}

size_t ui_widgets(struct ui *ui, struct ui_fit *out, size_t limit)
{
    size_t count = 0;
    ui_draw(ui); /* lays out anew after a change of size */
    for (size_t i = 0; ui->shown && i < ui_tree(ui)->count; i++) {
        const struct widget *widget = &ui_tree(ui)->items[i];
        if (widget->action == UI_ACTION_NONE &&
            (widget_is_container(widget) || widget->kind == WIDGET_SPACE)) {
            continue;
        }
        if (count < limit) {
            struct ui_fit *fit = &out[count];
            *fit = (struct ui_fit){.clipped = widget->clipped,
                                   .small = is_small(ui, widget),
                                   .x = widget->box.x,
                                   .y = widget->box.y,
                                   .width = widget->box.width,
                                   .height = widget->box.height};
            snprintf(fit->what, sizeof fit->what, "%s", widget->name);
        }
        count++;
    }
    return count;
}
