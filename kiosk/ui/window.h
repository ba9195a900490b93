/*
 * Window: SDL's side of the UI: opens the window, lends its pixels as a Cairo surface, shows what
 * was drawn, and waits for events. No widgets. Main thread, except window_post.
 *
 * Pixels are drawn straight into the window's own surface: no renderer, no GPU libraries, and only
 * what changed is sent to the display.
 */
#ifndef LANYARD_UI_WINDOW_H
#define LANYARD_UI_WINDOW_H

#include <SDL.h>
#include <cairo.h>

#include "kiosk/ui/damage.h"
#include "ui.h"

struct window;

struct window *window_open(const struct ui_config *config); /* NULL: one log line */
void window_close(struct window *window);                   /* NULL-safe */

/* The pixels to draw on, CAIRO_FORMAT_RGB24, as large as the window is now. `fresh`: what was drawn
 * before is gone. Lent until the next call. NULL: one log line; nothing can be drawn now. */
cairo_surface_t *window_surface(struct window *window, bool *fresh);

/* Shows the drawn boxes. */
void window_present(struct window *window, const struct damage *damage);

void window_size(struct window *window, int *width, int *height);
bool window_is_fullscreen(const struct window *window);

/* Of a full screen: takes the front again after another window came or it was made small; fills the
 * display again after it was changed, lost or found. */
void window_keep_front(struct window *window);
void window_refit(struct window *window);
/* Whether the keyboard's text is wanted (SDL_TEXTINPUT). */
void window_listen(struct window *window, bool wanted);

/* Waits at most `timeout_ms` for an event. False: there was none. */
bool window_wait(struct window *window, int timeout_ms, SDL_Event *event);

/* Queues a value that window_wait gives as an event of type window_posted_type. Any thread. */
bool window_post(struct window *window, void *value);
uint32_t window_posted_type(const struct window *window);

#endif
