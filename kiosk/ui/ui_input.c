#include "kiosk/ui/motion.h"
#include "kiosk/ui/screen.h"
#include "kiosk/ui/ui_state.h"
#include "timebase.h"

#define CALM_US 350000   /* touches so soon after a new screen were meant for the old one */
#define HOLD_US 3000000  /* staff rest a finger on the corner for so long */
#define STUCK_US 5000000 /* a finger unheard of for so long: its screen was unplugged */
#define HOLD_CORNER 12.0f
#define TYPING_US 300000 /* an Enter so soon after a letter comes from a code reader */

static bool give_action(struct ui_event *event, enum ui_action action)
{
    *event = (struct ui_event){.kind = UI_EVENT_ACTION, .action = action};
    return action != UI_ACTION_NONE;
}

static bool give_widget(struct ui_event *event, const struct widget *widget)
{
    *event = (struct ui_event){
        .kind = UI_EVENT_ACTION, .action = widget->action, .value = widget->value};
    return widget->action != UI_ACTION_NONE;
}

static bool is_too_soon(const struct ui *ui)
{
    return time_monotonic_us() - ui->scene.entered_us < CALM_US;
}

static void set_pressed(struct ui *ui, uint8_t index)
{
    ui_damage_widget(ui, ui->scene.pressed);
    ui->scene.pressed = index;
    ui_damage_widget(ui, index);
}

static void set_focus(struct ui *ui, uint8_t index)
{
    ui_damage_widget(ui, ui->scene.focused);
    ui->scene.focused = index;
    ui_damage_widget(ui, index);
}

/* Staff rest a finger on the top left corner: the one place that no screen puts its main button. */
static void hold_begin(struct ui *ui, int x, int y)
{
    int side = theme_px(&ui->theme, HOLD_CORNER);
    ui->hold_us = x < side && y < side ? time_monotonic_us() + HOLD_US : 0;
}

bool ui_hold_due(struct ui *ui, struct ui_event *event)
{
    if (ui->hold_us == 0 || time_monotonic_us() < ui->hold_us) {
        return false;
    }
    ui->hold_us = 0;
    ui->touched = false; /* what is under the finger was not meant */
    set_pressed(ui, WIDGET_NONE);
    return give_action(event, UI_ACTION_STAFF);
}

static void press_down(struct ui *ui, int x, int y)
{
    hold_begin(ui, x, y);
    set_focus(ui, WIDGET_NONE);
    ui->touched = !is_too_soon(ui);
    if (ui->touched) {
        set_pressed(ui, tree_hit(ui_tree(ui), x, y));
    }
}

/* The touch counts when it ends on the widget where it began. */
static bool press_up(struct ui *ui, int x, int y, struct ui_event *event)
{
    uint8_t pressed = ui->scene.pressed;
    ui->hold_us = 0;
    set_pressed(ui, WIDGET_NONE);
    bool touched = ui->touched;
    ui->touched = false;
    if (pressed == WIDGET_NONE) {
        return touched && give_action(event, UI_ACTION_TOUCH);
    }
    return pressed == tree_hit(ui_tree(ui), x, y) &&
           give_widget(event, &ui_tree(ui)->items[pressed]);
}

/* Window coordinates to pixels: they differ on scaled displays. */
static int to_pixels(int value, int points, int pixels)
{
    return points > 0 ? (int)((int64_t)value * pixels / points) : value;
}

static bool on_mouse(struct ui *ui, const SDL_Event *sdl, struct ui_event *event)
{
    int width = 0, height = 0;
    SDL_Window *window = SDL_GetWindowFromID(sdl->button.windowID);
    if (sdl->button.which == SDL_TOUCH_MOUSEID || sdl->button.button != SDL_BUTTON_LEFT) {
        return false;
    }
    if (window) {
        SDL_GetWindowSize(window, &width, &height);
    }
    int x = to_pixels(sdl->button.x, width, ui->theme.width);
    int y = to_pixels(sdl->button.y, height, ui->theme.height);
    if (sdl->type == SDL_MOUSEBUTTONDOWN) {
        press_down(ui, x, y);
        return false;
    }
    return press_up(ui, x, y, event);
}

static bool on_finger(struct ui *ui, const SDL_Event *sdl, struct ui_event *event)
{
    int x = (int)(sdl->tfinger.x * (float)ui->theme.width);
    int y = (int)(sdl->tfinger.y * (float)ui->theme.height);
    int64_t now_us = time_monotonic_us();
    if (sdl->type == SDL_FINGERDOWN) {
        bool stuck = now_us - ui->finger_us > STUCK_US;
        if (!ui->finger_is_down || stuck) {
            ui->finger_is_down = true;
            ui->finger_us = now_us;
            ui->finger = sdl->tfinger.fingerId;
            press_down(ui, x, y);
        }
        return false;
    }
    if (sdl->type == SDL_FINGERMOTION) {
        ui->finger_us = ui->finger == sdl->tfinger.fingerId ? now_us : ui->finger_us;
        return false;
    }
    if (!ui->finger_is_down || ui->finger != sdl->tfinger.fingerId) {
        return false;
    }
    ui->finger_is_down = false;
    return press_up(ui, x, y, event);
}

/* The next target in reading order, round and round. */
static void move_focus(struct ui *ui, int step)
{
    struct widget_tree *tree = ui_tree(ui);
    int count = (int)tree->count;
    int at = ui->scene.focused == WIDGET_NONE ? (step > 0 ? -1 : 0) : ui->scene.focused;
    for (int tried = 0; tried < count; tried++) {
        at = (at + step + count) % count;
        if (tree->items[at].action != UI_ACTION_NONE) {
            set_focus(ui, (uint8_t)at);
            ui_speak(ui, (uint8_t)at);
            return;
        }
    }
}

static bool press_enter(struct ui *ui, struct ui_event *event)
{
    if (is_too_soon(ui) || time_monotonic_us() - ui->typed_us < TYPING_US) {
        return false;
    }
    if (ui->scene.focused != WIDGET_NONE) {
        return give_widget(event, &ui_tree(ui)->items[ui->scene.focused]);
    }
    return give_action(event, screen_find(&ui->model)->primary);
}

static bool on_key(struct ui *ui, const SDL_KeyboardEvent *key, struct ui_event *event)
{
    bool back = key->keysym.mod & KMOD_SHIFT;
    if (key->repeat) {
        return false;
    }
    switch (key->keysym.sym) {
    case SDLK_TAB:
        move_focus(ui, back ? -1 : 1);
        return false;
    case SDLK_DOWN:
    case SDLK_RIGHT:
        move_focus(ui, 1);
        return false;
    case SDLK_UP:
    case SDLK_LEFT:
        move_focus(ui, -1);
        return false;
    case SDLK_RETURN:
    case SDLK_KP_ENTER:
        return press_enter(ui, event);
    case SDLK_e:
        ui->typed_us = time_monotonic_us();
        return (key->keysym.mod & KMOD_CTRL) && (key->keysym.mod & KMOD_ALT) &&
               give_action(event, UI_ACTION_STAFF);
    case SDLK_F8:
        return give_action(event, UI_ACTION_CAMERA_OVERLAY);
    case SDLK_ESCAPE:
        return !window_is_fullscreen(ui->window) && give_action(event, UI_ACTION_QUIT);
    default:
        ui->typed_us = time_monotonic_us();
        return false;
    }
}

static void on_window(struct ui *ui, const SDL_WindowEvent *window)
{
    if (window->event == SDL_WINDOWEVENT_EXPOSED || window->event == SDL_WINDOWEVENT_SHOWN ||
        window->event == SDL_WINDOWEVENT_SIZE_CHANGED ||
        window->event == SDL_WINDOWEVENT_RESTORED) {
        ui_damage_all(ui);
    } else if (window->event == SDL_WINDOWEVENT_FOCUS_LOST) {
        set_pressed(ui, WIDGET_NONE);
        ui->finger_is_down = ui->touched = false;
        ui->hold_us = 0;
        window_keep_front(ui->window);
    } else if (window->event == SDL_WINDOWEVENT_MINIMIZED ||
               window->event == SDL_WINDOWEVENT_HIDDEN) {
        window_keep_front(ui->window);
    }
}

bool ui_input(struct ui *ui, const SDL_Event *sdl, struct ui_event *event)
{
    if (sdl->type == window_posted_type(ui->window)) {
        *event = (struct ui_event){.kind = UI_EVENT_POSTED, .posted = sdl->user.data1};
        return true;
    }
    switch (sdl->type) {
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEBUTTONUP:
        return on_mouse(ui, sdl, event);
    case SDL_FINGERDOWN:
    case SDL_FINGERUP:
    case SDL_FINGERMOTION:
        return on_finger(ui, sdl, event);
    case SDL_KEYDOWN:
        return on_key(ui, &sdl->key, event);
    case SDL_WINDOWEVENT:
        on_window(ui, &sdl->window);
        return false;
    case SDL_DISPLAYEVENT:
        window_refit(ui->window);
        ui_damage_all(ui);
        return false;
    case SDL_RENDER_TARGETS_RESET:
    case SDL_RENDER_DEVICE_RESET:
        ui_damage_all(ui);
        return false;
    case SDL_QUIT:
        return !window_is_fullscreen(ui->window) && give_action(event, UI_ACTION_QUIT);
    default:
        return false;
    }
}
