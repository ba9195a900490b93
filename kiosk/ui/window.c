#define LOG_MODULE "ui"
#include "kiosk/ui/window.h"

#include <stdlib.h>
#include <string.h>

#include "log.h"
#include "message.h"

#define DEFAULT_WIDTH 1080
#define DEFAULT_HEIGHT 1920

struct window {
    SDL_Window *window;       /* owned */
    SDL_sem *posted;          /* owned; counts posts where the driver cannot wait */
    cairo_surface_t *surface; /* owned; NULL: not made yet */
    SDL_Surface *pixels;      /* the window's, lent by SDL until the window changes */
    void *shadow_of;          /* the pixels that `surface` was made for */
    bool direct;              /* `surface` lies on the window's own pixels */
    bool fullscreen;
    bool has_display; /* the driver gets input from outside */
    bool listens;     /* takes text from the keyboard */
    bool is_blind;    /* the display takes no picture; said once */
    uint32_t posted_type;
};

/* No display: only posts and scripts come in, so nothing needs polling. */
static bool driver_has_display(void)
{
    const char *driver = SDL_GetCurrentVideoDriver();
    return strcmp(driver, "offscreen") != 0 && strcmp(driver, "dummy") != 0;
}

static bool video_start(void)
{
    SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
    SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");
    SDL_SetHint(SDL_HINT_MOUSE_TOUCH_EVENTS, "0");
    SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "0");
    SDL_SetHint(SDL_HINT_VIDEO_MINIMIZE_ON_FOCUS_LOSS, "0");
    SDL_SetHint(SDL_HINT_GRAB_KEYBOARD, "1");
    if (SDL_InitSubSystem(SDL_INIT_VIDEO) != 0) {
        LOG_ERROR("no display: %s; start it in a graphical session, or set "
                  "SDL_VIDEODRIVER=offscreen",
                  SDL_GetError());
        return false;
    }
    const char *driver = SDL_GetCurrentVideoDriver();
    if (strcmp(driver, "x11") == 0 || !driver_has_display()) {
        /* These show plain memory; SDL would otherwise load a GPU driver for it. */
        SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
    }
    return true;
}

/* The size asked for, made smaller in proportion where the display has less room. */
static void choose_size(const struct ui_config *config, bool has_display, int *width, int *height)
{
    SDL_Rect room;
    *width = config->width > 0 ? config->width : DEFAULT_WIDTH;
    *height = config->height > 0 ? config->height : DEFAULT_HEIGHT;
    if (!has_display || SDL_GetDisplayUsableBounds(0, &room) != 0) {
        return;
    }
    double fit = 1;
    fit = room.w < *width * fit ? (double)room.w / *width : fit;
    fit = room.h < *height * fit ? (double)room.h / *height : fit;
    *width = (int)(*width * fit);
    *height = (int)(*height * fit);
}

static bool window_make(struct window *window, const struct ui_config *config)
{
    int width, height;
    window->has_display = driver_has_display();
    window->fullscreen = !config->windowed && window->has_display;
    choose_size(config, window->has_display, &width, &height);
    Uint32 flags = SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI;
    if (window->fullscreen) {
        flags |= SDL_WINDOW_FULLSCREEN_DESKTOP;
    }
    window->window = SDL_CreateWindow("Lanyard", SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED,
                                      width, height, flags);
    window->posted = SDL_CreateSemaphore(0);
    window->posted_type = SDL_RegisterEvents(1);
    if (!window->window || !window->posted || window->posted_type == (Uint32)-1) {
        LOG_ERROR("cannot open a window of %dx%d: %s", width, height, SDL_GetError());
        return false;
    }
    SDL_StopTextInput();
    SDL_DisableScreenSaver();
    if (window->fullscreen) { /* the window manager's keys, too: no other window, no menu */
        SDL_SetWindowKeyboardGrab(window->window, SDL_TRUE);
        SDL_SetWindowAlwaysOnTop(window->window, SDL_TRUE);
    }
    SDL_SetWindowMinimumSize(window->window, 320, 320);
    SDL_ShowCursor(window->fullscreen ? SDL_DISABLE : SDL_ENABLE);
    return true;
}

struct window *window_open(const struct ui_config *config)
{
    if (!video_start()) {
        return NULL;
    }
    struct window *window = calloc(1, sizeof *window);
    if (!window) {
        LOG_ERROR("no memory for the window");
        SDL_QuitSubSystem(SDL_INIT_VIDEO);
        return NULL;
    }
    if (!window_make(window, config)) {
        window_close(window);
        return NULL;
    }
    return window;
}

void window_close(struct window *window)
{
    if (!window) {
        return;
    }
    cairo_surface_destroy(window->surface);
    if (window->posted) {
        SDL_DestroySemaphore(window->posted);
    }
    if (window->window) {
        SDL_DestroyWindow(window->window);
    }
    SDL_QuitSubSystem(SDL_INIT_VIDEO);
    free(window);
}

/* ---- pixels ---- */

static bool is_cairo_format(const SDL_Surface *pixels)
{
    return pixels->format->format == SDL_PIXELFORMAT_RGB888 ||
           pixels->format->format == SDL_PIXELFORMAT_ARGB8888;
}

static bool surface_make(struct window *window)
{
    SDL_Surface *pixels = window->pixels;
    cairo_surface_destroy(window->surface);
    window->direct = is_cairo_format(pixels) && pixels->pitch % 4 == 0;
    window->surface = window->direct
                          ? cairo_image_surface_create_for_data(pixels->pixels, CAIRO_FORMAT_RGB24,
                                                                pixels->w, pixels->h, pixels->pitch)
                          : cairo_image_surface_create(CAIRO_FORMAT_RGB24, pixels->w, pixels->h);
    window->shadow_of = pixels->pixels;
    if (cairo_surface_status(window->surface) != CAIRO_STATUS_SUCCESS) {
        LOG_ERROR("no memory for a picture of %dx%d", pixels->w, pixels->h);
        cairo_surface_destroy(window->surface);
        window->surface = NULL;
    }
    return window->surface != NULL;
}

cairo_surface_t *window_surface(struct window *window, bool *fresh)
{
    window->pixels = SDL_GetWindowSurface(window->window);
    *fresh = false;
    if (!window->pixels) {
        if (!window->is_blind) {
            LOG_ERROR("the display takes no picture: %s", SDL_GetError());
        }
        window->is_blind = true;
        return NULL;
    }
    window->is_blind = false;
    if (window->surface && window->shadow_of == window->pixels->pixels &&
        cairo_image_surface_get_width(window->surface) == window->pixels->w &&
        cairo_image_surface_get_height(window->surface) == window->pixels->h) {
        return window->surface;
    }
    *fresh = true;
    return surface_make(window) ? window->surface : NULL;
}

/* Where the window has another pixel format: converts one box. */
static void copy_box(struct window *window, const SDL_Rect *box)
{
    int stride = cairo_image_surface_get_stride(window->surface);
    const unsigned char *from = cairo_image_surface_get_data(window->surface) +
                                (size_t)box->y * (size_t)stride + (size_t)box->x * 4;
    unsigned char *to = (unsigned char *)window->pixels->pixels +
                        (size_t)box->y * (size_t)window->pixels->pitch +
                        (size_t)box->x * window->pixels->format->BytesPerPixel;
    SDL_ConvertPixels(box->w, box->h, SDL_PIXELFORMAT_RGB888, from, stride,
                      window->pixels->format->format, to, window->pixels->pitch);
}

void window_present(struct window *window, const struct damage *damage)
{
    SDL_Rect rects[DAMAGE_MAX];
    SDL_Rect whole = {0, 0, window->pixels->w, window->pixels->h};
    int count = 0;
    for (size_t i = 0; i < damage->count; i++) {
        const struct box *box = &damage->boxes[i];
        SDL_Rect rect = {box->x, box->y, box->width, box->height};
        if (SDL_IntersectRect(&rect, &whole, &rects[count])) {
            if (!window->direct) {
                copy_box(window, &rects[count]);
            }
            count++;
        }
    }
    if (count > 0 && SDL_UpdateWindowSurfaceRects(window->window, rects, count) != 0) {
        LOG_DEBUG("picture not shown: %s", SDL_GetError());
    }
}

void window_size(struct window *window, int *width, int *height)
{
    SDL_GetWindowSizeInPixels(window->window, width, height);
}

void window_keep_front(struct window *window)
{
    if (window->fullscreen) {
        SDL_RestoreWindow(window->window);
        SDL_RaiseWindow(window->window);
        SDL_SetWindowKeyboardGrab(window->window, SDL_TRUE);
    }
}

void window_refit(struct window *window)
{
    if (window->fullscreen && SDL_GetNumVideoDisplays() > 0) {
        SDL_SetWindowFullscreen(window->window, 0);
        SDL_SetWindowFullscreen(window->window, SDL_WINDOW_FULLSCREEN_DESKTOP);
        window_keep_front(window);
    }
}

bool window_is_fullscreen(const struct window *window)
{
    return window->fullscreen;
}

void window_listen(struct window *window, bool wanted)
{
    if (window->listens != wanted) {
        (wanted ? SDL_StartTextInput : SDL_StopTextInput)();
    }
    window->listens = wanted;
}

/* ---- events ---- */

/* SDL's poll says "none" once at its own mark in the queue, with events waiting behind it: ask
 * twice before believing that there is none. */
static bool poll_event(SDL_Event *event)
{
    return SDL_PollEvent(event) || SDL_PollEvent(event);
}

bool window_wait(struct window *window, int timeout_ms, SDL_Event *event)
{
    if (window->has_display) {
        return timeout_ms > 0 ? SDL_WaitEventTimeout(event, timeout_ms) : poll_event(event);
    }
    if (poll_event(event)) {
        return true;
    }
    if (timeout_ms > 0) {
        SDL_SemWaitTimeout(window->posted, (Uint32)timeout_ms);
    }
    return poll_event(event);
}

bool window_post(struct window *window, void *value)
{
    SDL_Event event = {.user = {.type = window->posted_type, .data1 = value}};
    if (SDL_PushEvent(&event) != 1) {
        return false;
    }
    if (!window->has_display) {
        SDL_SemPost(window->posted);
    }
    return true;
}

uint32_t window_posted_type(const struct window *window)
{
    return window->posted_type;
}
