/*
 * Screens: one file each, one const ops struct each. A screen builds its widgets from the model; it
 * knows no pixels, no Cairo and no SDL. screens.c holds the table by visit state.
 */
#ifndef LANYARD_UI_SCREEN_H
#define LANYARD_UI_SCREEN_H

#include "kiosk/ui/widget.h"

struct screen {
    const char *name;
    void (*build)(struct widget_tree *tree, const struct ui_model *model);
    enum ui_action primary; /* what Enter does while nothing has the focus */
};

extern const struct screen screen_attract, screen_scan, screen_confirm, screen_printing,
    screen_collect, screen_done, screen_refused, screen_desk;
extern const struct screen sheet_language, sheet_comfort, sheet_help, sheet_time;
extern const struct screen screen_guard_ready, screen_guard_verdict, screen_staff;
extern const struct screen desk_screen_names, desk_screen_pin, desk_screen_search,
    desk_screen_person, desk_screen_reasons, desk_screen_question, desk_screen_fields,
    desk_screen_edit, desk_screen_printers, desk_screen_incidents, desk_screen_arrivals,
    desk_screen_settings, desk_screen_photo;

/* The screen that a model stands for; the desk's for a state out of range. */
const struct screen *screen_find(const struct ui_model *model);

/* Whether both stand for the same appearance of a screen: of one person, one verdict. */
bool screen_is_same(const struct ui_model *one, const struct ui_model *other);

/* Empties the tree and builds the model's screen in it. `theme` and `model` are lent as long as the
 * tree is used; tree->wording must be set. */
void screen_build(struct widget_tree *tree, const struct theme *theme,
                  const struct ui_model *model);

#endif
