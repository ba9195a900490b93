#define LOG_MODULE "ui"
#include "ui.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kiosk/ui/motion.h"
#include "kiosk/ui/paint_person.h"
#include "kiosk/ui/screen.h"
#include "kiosk/ui/theme_brand.h"
#include "kiosk/ui/ui_state.h"
#include "log.h"
#include "message.h"
#include "timebase.h"

#define CAMERA_INTERVAL_US 50000 /* every other picture of a camera with 30 a second */

static const char *const action_names[UI_ACTION_COUNT] = {
    [UI_ACTION_NONE] = "none",
    [UI_ACTION_START] = "start",
    [UI_ACTION_YES] = "yes",
    [UI_ACTION_NO] = "no",
    [UI_ACTION_BACK] = "back",
    [UI_ACTION_DONE] = "done",
    [UI_ACTION_COLLECTED] = "collected",
    [UI_ACTION_HELP] = "help",
    [UI_ACTION_DESK] = "desk",
    [UI_ACTION_MORE_TIME] = "more-time",
    [UI_ACTION_LANGUAGE] = "language",
    [UI_ACTION_CHOOSE] = "choose",
    [UI_ACTION_COMFORT] = "comfort",
    [UI_ACTION_SWITCH] = "switch",
    [UI_ACTION_TURN] = "turn",
    [UI_ACTION_TOUCH] = "touch",
    [UI_ACTION_KEY] = "key",
    [UI_ACTION_PICK] = "pick",
    [UI_ACTION_FORCE] = "force",
    [UI_ACTION_STAFF] = "staff",
    [UI_ACTION_CAMERA_OVERLAY] = "camera-overlay",
    [UI_ACTION_OPEN] = "open",
    [UI_ACTION_DEED] = "deed",
    [UI_ACTION_PAGE] = "page",
    [UI_ACTION_SCROLL] = "scroll",
    [UI_ACTION_QUIT] = "quit",
};

const char *ui_action_string(enum ui_action action)
{
    return (unsigned)action < UI_ACTION_COUNT ? action_names[action] : "none";
}

struct widget_tree *ui_tree(struct ui *ui)
{
    return &ui->trees[ui->tree];
}

static void tell_moved(const char *line, void *userdata)
{
    (void)userdata;
    LOG_WARN("%s", line);
}

static void load_logo(struct ui *ui)
{
    if (!ui->brand.logo[0]) {
        return;
    }
    ui->logo = cairo_image_surface_create_from_png(ui->brand.logo);
    if (cairo_surface_status(ui->logo) != CAIRO_STATUS_SUCCESS) {
        LOG_ERROR("%s: the logo cannot be read: %s", ui->brand.logo,
                  cairo_status_to_string(cairo_surface_status(ui->logo)));
        cairo_surface_destroy(ui->logo);
        ui->logo = NULL;
    }
}

static void take_brand(struct ui *ui, const struct brand *brand)
{
    if (!brand) {
        return;
    }
    ui->brand = *brand;
    for (int dark = 0; dark < 2; dark++) {
        struct theme theme;
        theme_init(&theme, 1080, 1920, dark, false);
        ui->is_branded[dark] = theme_brand(&theme, brand, tell_moved, NULL);
        if (!ui->is_branded[dark]) {
            LOG_ERROR(BRAND_FILE ": the %s colours give no readable screen; the default ones are "
                                 "used",
                      dark ? "dark" : "light");
        }
    }
    load_logo(ui);
}

struct ui *ui_create(const struct ui_config *config)
{
    struct ui *ui = calloc(1, sizeof *ui);
    if (!ui) {
        LOG_ERROR("no memory for the window");
        return NULL;
    }
    ui->config = *config;
    camera_view_init(&ui->camera);
    ui->window = window_open(config);
    ui->texts = ui->window ? text_cache_create() : NULL;
    if (!ui->texts) {
        ui_destroy(ui);
        return NULL;
    }
    take_brand(ui, config->brand);
    ui->sounds = config->silent ? NULL : sound_player_create();
    ui->speech = speech_open(config->speech);
    ui->next_us = -1;
    ui->scene = (struct scene){.model = &ui->model,
                               .theme = &ui->theme,
                               .texts = ui->texts,
                               .camera = &ui->camera,
                               .still = config->still,
                               .logo = ui->logo,
                               .brand = &ui->brand,
                               .pressed = WIDGET_NONE,
                               .focused = WIDGET_NONE};
    return ui;
}

void ui_destroy(struct ui *ui)
{
    if (!ui) {
        return;
    }
    transition_finish(&ui->transition);
    surface_forget(&ui->photo);
    surface_forget(&ui->badge);
    cairo_surface_destroy(ui->logo);
    for (int i = 0; i < DESK_ROWS; i++) {
        surface_forget(&ui->thumbs[i]);
    }
    camera_view_finish(&ui->camera);
    text_cache_destroy(ui->texts);
    wording_destroy(ui->wording);
    sound_player_destroy(ui->sounds);
    speech_close(ui->speech);
    window_close(ui->window);
    explicit_bzero(ui, sizeof *ui);
    free(ui);
}

/* ---- what is shown ---- */

/* Takes a lent picture over. Returns whether it differs from the one held. */
static bool take_picture(cairo_surface_t **held, const struct picture *picture)
{
    cairo_surface_t *new = surface_of_picture(picture);
    bool same = !new == !*held;
    if (new &&*held) {
        size_t size = (size_t)cairo_image_surface_get_stride(new) *
                      (size_t)cairo_image_surface_get_height(new);
        same = cairo_image_surface_get_width(new) == cairo_image_surface_get_width(*held) &&
               cairo_image_surface_get_height(new) == cairo_image_surface_get_height(*held) &&
               memcmp(cairo_image_surface_get_data(new), cairo_image_surface_get_data(*held),
                      size) == 0;
    }
    if (same) {
        surface_forget(&new);
        return false;
    }
    surface_forget(held);
    *held = new;
    return true;
}

static void enter_screen(struct ui *ui)
{
    if (ui->shown && !ui->scene.still && ui->model.face == UI_FACE_SELF) {
        ui_transition_begin(ui);
    }
    ui->scene.entered_us = time_monotonic_us();
    ui->scene.painted_us = ui->scene.entered_us;
    ui->scene.pressed = WIDGET_NONE;
    ui->scene.focused = WIDGET_NONE;
    ui->scene.progress = 0;
    ui->progress_us = ui->scene.entered_us;
}

/* The small photos of the desk's list. */
static bool take_thumbs(struct ui *ui, struct desk_view *desk)
{
    bool changed = false;
    for (size_t i = 0; i < DESK_ROWS; i++) {
        changed |= take_picture(&ui->thumbs[i], i < desk->row_count ? desk->rows[i].photo : NULL);
        desk->rows[i].photo = NULL;
        ui->scene.thumbs[i] = ui->thumbs[i];
    }
    return changed;
}

/* The zone of times is the event's. */
static void take_wording(struct ui *ui, const struct ui_model *model)
{
    if (!ui->wording || strcmp(ui->model.timezone, model->timezone) != 0) {
        wording_destroy(ui->wording);
        ui->wording = wording_create(model->timezone);
        ui->trees[0].wording = ui->trees[1].wording = ui->wording;
    }
}

void ui_show(struct ui *ui, const struct ui_model *model)
{
    bool entered = !ui->shown || !screen_is_same(&ui->model, model);
    bool other_language = strcmp(ui->model.language, model->language) != 0;
    bool other_looks =
        ui->model.comfort != model->comfort || ui->model.desk.dark != model->desk.dark;
    bool other_person = memcmp(&ui->model.person, &model->person, sizeof model->person) != 0;
    if (entered) {
        enter_screen(ui);
    }
    bool pictures = take_picture(&ui->photo, model->photo);
    pictures |= take_picture(&ui->badge, model->badge);
    ui->scene.photo = ui->photo;
    ui->scene.badge = ui->badge;
    take_wording(ui, model);
    ui->model = *model;
    ui->model.photo = NULL;
    ui->model.badge = NULL;
    pictures |= take_thumbs(ui, &ui->model.desk);
    window_listen(ui->window, model->face == UI_FACE_DESK);
    ui->shown = true;
    ui_rebuild(ui);
    if (entered || pictures || other_person || other_looks) {
        ui_damage_all(ui);
    }
    if (tree_find_kind(ui_tree(ui), WIDGET_CAMERA) == WIDGET_NONE) {
        camera_view_forget(&ui->camera);
    }
    ui->next_us = 0;
    if (entered) {
        ui->sound = sound_of(model);
    }
    if (entered || other_looks || other_language) {
        ui_speak(ui, 0);
    }
}

bool ui_can_speak(const struct ui *ui)
{
    return ui->speech != NULL;
}

void ui_speak(struct ui *ui, uint8_t index)
{
    char text[SPEECH_TEXT_SIZE];
    if (!(ui->model.comfort & UI_COMFORT_SPEECH)) {
        speech_stop(ui->speech);
    } else if (index < ui_tree(ui)->count) {
        (index ? speech_of_widget(ui_tree(ui), index, text, sizeof text)
               : speech_of_tree(ui_tree(ui), text, sizeof text));
        speech_say(ui->speech, message_text(ui->model.language, "language.voice"), text);
        explicit_bzero(text, sizeof text);
    }
}

void ui_camera_frame(struct ui *ui, const struct frame *frame, const float corners[8])
{
    uint8_t index = ui->shown ? tree_find_kind(ui_tree(ui), WIDGET_CAMERA) : WIDGET_NONE;
    int64_t now = time_monotonic_us();
    bool changed = ui->camera.has_corners != (corners != NULL);
    if (index == WIDGET_NONE || (now - ui->camera_us < CAMERA_INTERVAL_US && !changed)) {
        return;
    }
    if (camera_view_store(&ui->camera, frame, corners)) {
        ui->camera_us = now;
        damage_add(&ui->damage, &ui_tree(ui)->items[index].box);
    }
}

void ui_camera_overlay(struct ui *ui, const struct ui_overlay *overlay)
{
    uint8_t index = ui->shown ? tree_find_kind(ui_tree(ui), WIDGET_CAMERA) : WIDGET_NONE;
    bool was_on = ui->camera.has_overlay;
    ui->camera.has_overlay = overlay != NULL;
    if (overlay) {
        ui->camera.overlay = *overlay;
    }
    /* while it is on, each new picture draws it */
    if (index != WIDGET_NONE && was_on != ui->camera.has_overlay) {
        damage_add(&ui->damage, &ui_tree(ui)->items[index].box);
    }
}

/* ---- events ---- */

static bool take_press(struct ui *ui, struct ui_event *event)
{
    if (ui->press_count == 0) {
        return false;
    }
    *event = ui->presses[0];
    memmove(ui->presses, ui->presses + 1, --ui->press_count * sizeof ui->presses[0]);
    return true;
}

/* Milliseconds until the caller's time is over or something moves, rounded up. */
static int wait_ms(const struct ui *ui, int64_t now_us, int64_t deadline_us)
{
    int64_t until = deadline_us, typed = burst_due(&ui->burst, now_us);
    if (ui->hold_us > 0 && ui->hold_us < until) {
        until = ui->hold_us;
    }
    if (typed >= 0 && now_us + typed < until) {
        until = now_us + typed;
    }
    if (ui->next_us >= 0 && ui->next_us < until) {
        until = ui->next_us;
    }
    return until <= now_us ? 0 : (int)((until - now_us + 999) / 1000);
}

void ui_next(struct ui *ui, int timeout_ms, struct ui_event *event)
{
    int64_t deadline = time_monotonic_us() + (int64_t)timeout_ms * 1000;
    *event = (struct ui_event){.kind = UI_EVENT_NONE};
    for (;;) {
        SDL_Event sdl;
        ui_draw(ui);
        sound_play(ui->sounds, ui->sound); /* seen before it is heard */
        ui->sound = SOUND_NONE;
        if (ui_input_due(ui, event) || take_press(ui, event) || ui_hold_due(ui, event)) {
            return;
        }
        int64_t now = time_monotonic_us();
        if (window_wait(ui->window, wait_ms(ui, now, deadline), &sdl)) {
            if (ui_input(ui, &sdl, event)) {
                return;
            }
        } else if (time_monotonic_us() >= deadline) {
            return;
        }
    }
}

bool ui_post(struct ui *ui, void *value)
{
    return window_post(ui->window, value);
}

/* ---- for scripts and tests ---- */

static bool press(struct ui *ui, uint8_t index)
{
    if (index == WIDGET_NONE || ui->press_count == PRESSES_MAX) {
        return false;
    }
    const struct widget *widget = &ui_tree(ui)->items[index];
    ui->presses[ui->press_count++] = (struct ui_event){
        .kind = UI_EVENT_ACTION, .action = widget->action, .value = widget->value};
    return true;
}

bool ui_press(struct ui *ui, enum ui_action action)
{
    if (action == UI_ACTION_STAFF && ui->press_count < PRESSES_MAX) { /* it has no widget */
        ui->presses[ui->press_count++] =
            (struct ui_event){.kind = UI_EVENT_ACTION, .action = action};
        return true;
    }
    return ui->shown && press(ui, tree_find_action(ui_tree(ui), action));
}

bool ui_where(struct ui *ui, enum ui_action action, int *x, int *y)
{
    uint8_t index = ui->shown ? tree_find_action(ui_tree(ui), action) : WIDGET_NONE;
    if (index == WIDGET_NONE) {
        return false;
    }
    const struct box *box = &ui_tree(ui)->items[index].box;
    *x = box->x + box->width / 2;
    *y = box->y + box->height / 2;
    return true;
}

bool ui_choose(struct ui *ui, enum ui_action action, int value)
{
    return ui->shown && press(ui, tree_find_choice(ui_tree(ui), action, value));
}
