#include "kiosk/ui/transition.h"

#include <string.h>

#include "kiosk/ui/motion.h"

/* It starts a little way in: the first picture already shows the new screen. */
#define AHEAD_US 45000

static size_t bytes_of(cairo_surface_t *surface)
{
    return (size_t)cairo_image_surface_get_stride(surface) *
           (size_t)cairo_image_surface_get_height(surface);
}

static bool same_size(cairo_surface_t *a, cairo_surface_t *b)
{
    return cairo_image_surface_get_width(a) == cairo_image_surface_get_width(b) &&
           cairo_image_surface_get_height(a) == cairo_image_surface_get_height(b);
}

/* Makes `*held` a picture of the size of `surface`, unless it is one. */
static bool keep_like(cairo_surface_t **held, cairo_surface_t *surface)
{
    if (*held && same_size(*held, surface)) {
        return true;
    }
    cairo_surface_destroy(*held);
    *held = cairo_image_surface_create(CAIRO_FORMAT_RGB24, cairo_image_surface_get_width(surface),
                                       cairo_image_surface_get_height(surface));
    if (cairo_surface_status(*held) != CAIRO_STATUS_SUCCESS) {
        cairo_surface_destroy(*held);
        *held = NULL;
    }
    return *held != NULL;
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

bool transition_begin(struct transition *transition, cairo_surface_t *surface, int64_t now_us)
{
    transition->has_to = false;
    transition->runs = keep_like(&transition->from, surface) && keep_like(&transition->to, surface);
    if (transition->runs) {
        lay_over(transition->from, surface, 1);
        transition->start_us = now_us - AHEAD_US;
    }
    return transition->runs;
}

bool transition_draw(struct transition *transition, cairo_surface_t *surface, int64_t now_us)
{
    double part = motion_part(now_us, transition->start_us, MOTION_SCREEN_US);
    if (!transition->runs || part >= 1 || !same_size(surface, transition->to)) {
        return false;
    }
    lay_over(surface, transition->to, 1);
    lay_over(surface, transition->from, 1 - motion_ease(part));
    return true;
}

static void wipe(cairo_surface_t *surface)
{
    if (surface) {
        cairo_surface_flush(surface);
        explicit_bzero(cairo_image_surface_get_data(surface), bytes_of(surface));
        cairo_surface_mark_dirty(surface);
    }
}

void transition_end(struct transition *transition)
{
    if (transition->runs) {
        wipe(transition->from);
        wipe(transition->to);
    }
    transition->runs = false;
}

void transition_finish(struct transition *transition)
{
    transition_end(transition);
    cairo_surface_destroy(transition->from);
    cairo_surface_destroy(transition->to);
    *transition = (struct transition){0};
}
