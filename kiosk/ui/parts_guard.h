/* Parts of the guard's screens: where the door is and which way it counts, counters, last scans. */
#ifndef LANYARD_UI_PARTS_GUARD_H
#define LANYARD_UI_PARTS_GUARD_H

#include "kiosk/ui/parts.h"

/* How a verdict looks everywhere: colours, shape, icon of one glance. */
struct verdict_look {
    const struct tone *tone;
    enum mark_id mark;
    enum icon_id icon;
    const char *words[2]; /* message keys: in, out */
};
const struct verdict_look *guard_look(enum verdict verdict);

/* The door, in or out, and the age of the data. */
void guard_header(struct widget_tree *tree, const struct ui_model *model, const struct tone *tone);
/* In, out, stopped. */
void guard_counters(struct widget_tree *tree, const struct ui_model *model,
                    const struct tone *tone);
/* The last scans, newest first: a line each; or a row of shapes, with the counters or, where a
 * refusal may be overruled, the way to do so. */
void guard_scans(struct widget_tree *tree, const struct ui_model *model);
void guard_shapes(struct widget_tree *tree, const struct ui_model *model, const struct tone *tone);
/* The two directions beside each other; the other one can be touched. */
void guard_switch(struct widget_tree *tree, const struct ui_model *model, const struct tone *tone);

/* "guard.reason.revoked" and "guard.do.supervisor" (NULL: nothing to do). */
const char *guard_reason_key(enum reason reason);
const char *guard_advice_key(struct decision decision);

#endif
