/*
 * Layout: computes every widget's rectangle from the rules in the tree. Arithmetic only; what a
 * text needs is asked from `measure`, so that tests run without fonts.
 *
 * When a screen does not fit, texts that may shrink do so in steps, then all texts and gaps; what
 * still does not fit is marked as clipped.
 */
#ifndef LANYARD_UI_LAYOUT_H
#define LANYARD_UI_LAYOUT_H

#include "kiosk/ui/widget.h"

struct layout_measure {
    /* The size of the widget's text in lines of at most `max_width` pixels (wider when a word is).
     */
    void (*text)(void *userdata, const struct widget *widget, int max_width, int *width,
                 int *height);
    void *userdata;
};

/* The first widget of the tree gets the whole display. */
void layout_run(struct widget_tree *tree, const struct layout_measure *measure);

#endif
