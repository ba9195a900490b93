/* The widgets of a model, made anew, and what of the picture changes with them. */
#include <string.h>

#include "kiosk/ui/layout.h"
#include "kiosk/ui/screen.h"
#include "kiosk/ui/theme_brand.h"
#include "kiosk/ui/ui_state.h"
#include "message.h"

void ui_damage_all(struct ui *ui)
{
    ui->damage.boxes[0] = (struct box){0, 0, ui->theme.width, ui->theme.height};
    ui->damage.count = 1;
}

void ui_damage_widget(struct ui *ui, uint8_t index)
{
    if (index != WIDGET_NONE && index < ui_tree(ui)->count) {
        struct box box = box_grown(&ui_tree(ui)->items[index].box, theme_px(&ui->theme, 1.2f));
        damage_add(&ui->damage, &box);
    }
}

static bool same_content(const struct widget *a, const struct widget *b)
{
    return a->value == b->value && a->color == b->color && a->fill == b->fill && a->rgb == b->rgb &&
           a->icon == b->icon && a->type == b->type && a->bold == b->bold && a->scale == b->scale &&
           !a->text == !b->text && (!a->text || strcmp(a->text, b->text) == 0);
}

static bool same_place(const struct widget *a, const struct widget *b)
{
    return a->kind == b->kind && a->parent == b->parent && a->box.x == b->box.x &&
           a->box.y == b->box.y && a->box.width == b->box.width && a->box.height == b->box.height;
}

/* Marks what differs between the old tree and the new one: single widgets, or everything. */
static void damage_difference(struct ui *ui, const struct widget_tree *old,
                              const struct widget_tree *new)
{
    bool same = old->count == new->count;
    for (size_t i = 0; same && i < new->count; i++) {
        same = same_place(&old->items[i], &new->items[i]);
    }
    if (!same) {
        ui_damage_all(ui);
        return;
    }
    for (size_t i = 0; i < new->count; i++) {
        if (!same_content(&old->items[i], &new->items[i])) {
            damage_add(&ui->damage, &new->items[i].box);
        }
    }
}

/* The theme for the window's size, the model's language and what the visitor asked for. */
static void take_theme(struct ui *ui)
{
    int width, height;
    bool rtl = strcmp(message_text(ui->model.language, "language.direction"), "rtl") == 0;
    window_size(ui->window, &width, &height);
    bool dark = ui->config.dark || (ui->model.face == UI_FACE_DESK && ui->model.desk.dark);
    theme_init(&ui->theme, width, height, dark, rtl);
    ui->theme.logo_aspect = ui->logo ? (float)cairo_image_surface_get_width(ui->logo) /
                                           (float)cairo_image_surface_get_height(ui->logo)
                                     : 0;
    if (ui->is_branded[ui->theme.dark]) {
        theme_brand(&ui->theme, &ui->brand, NULL, NULL);
    }
    if (ui->model.comfort & UI_COMFORT_LARGE) {
        theme_enlarge(&ui->theme);
    }
    if (ui->model.comfort & UI_COMFORT_CONTRAST) {
        theme_contrast(&ui->theme);
    }
    if (ui->model.comfort & UI_COMFORT_LOW) {
        theme_lower(&ui->theme);
    }
}

void ui_rebuild(struct ui *ui)
{
    struct widget_tree *old = ui_tree(ui), *new = &ui->trees[1 - ui->tree];
    int old_width = ui->theme.width, old_height = ui->theme.height;
    take_theme(ui);
    text_cache_next_screen(ui->texts);
    ui->scene.tree = new;
    screen_build(new, &ui->theme, &ui->model);
    struct layout_measure measure = scene_measure(&ui->scene);
    layout_run(new, &measure);
    text_cache_sweep(ui->texts);
    ui->tree = 1 - ui->tree;
    if (ui->theme.width != old_width || ui->theme.height != old_height) {
        ui_damage_all(ui);
    } else {
        damage_difference(ui, old, new);
    }
    tree_reset(old, &ui->theme, ui->model.language);
    if (ui->scene.focused >= new->count) {
        ui->scene.focused = WIDGET_NONE;
    }
}
