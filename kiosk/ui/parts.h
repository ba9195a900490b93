/*
 * Parts: what several screens are made of: the two panels of a page, header and footer, buttons,
 * the person's lines, the way to go next.
 */
#ifndef LANYARD_UI_PARTS_H
#define LANYARD_UI_PARTS_H

#include "kiosk/ui/widget.h"

/* The colours that go together on one ground. */
struct tone {
    enum color_role ground, deep, text, soft;
};
extern const struct tone tone_plain, tone_sunken, tone_hero, tone_admit, tone_note, tone_refuse,
    tone_refer;

/* The same colours on the second tone as the ground. */
struct tone tone_on_deep(const struct tone *tone);

/*
 * A page is two panels: the first above the second in portrait, in the start half in landscape.
 * `portrait_share` and `landscape_share` of the display go to the first. Each call leaves a column
 * open that takes the panel's content.
 */
void page_open(struct widget_tree *tree, const struct tone *tone);
void page_first(struct widget_tree *tree, enum color_role fill, bool pattern, float portrait_share,
                float landscape_share);
void page_second(struct widget_tree *tree, enum color_role fill, bool pattern);
void page_close(struct widget_tree *tree);

/* The event's mark and name, or a way back, then seconds left and (portrait) the language. Goes
 * into the first panel. */
void part_header(struct widget_tree *tree, const struct ui_model *model, const struct tone *tone,
                 bool can_go_back);
/* What portrait has at the header's end; landscape has it at the top of the second panel. */
void part_second_header(struct widget_tree *tree, const struct tone *tone);
/* How old the data are: in minutes, then hours. NULL: not worth a word. */
struct widget *part_data_age(struct widget_tree *tree, const struct ui_model *model,
                             struct widget style);
/* Help, comfort, and the small print for staff. Goes at the end of the second panel. */
void part_footer(struct widget_tree *tree, const struct ui_model *model, const struct tone *tone,
                 bool offers_help);

/* A sheet is a page: a way back and what it is about, then what can be done. */
void part_sheet_open(struct widget_tree *tree, const struct ui_model *model, enum icon_id icon,
                     const char *title);
void part_sheet_close(struct widget_tree *tree);

/* A column for a title and what belongs to it, close together; tree_close. */
void part_words_open(struct widget_tree *tree);

/* Takes what is left in a column. */
void part_space(struct widget_tree *tree, float grow);
void part_gap(struct widget_tree *tree, float units);

/* The one thing to do, the other thing to do, and the quiet ones. */
void part_primary(struct widget_tree *tree, const struct tone *tone, const char *key,
                  enum icon_id icon, enum ui_action action);
void part_secondary(struct widget_tree *tree, const struct tone *tone, const char *key,
                    enum icon_id icon, enum ui_action action);
void part_quiet(struct widget_tree *tree, const struct tone *tone, const char *key,
                enum icon_id icon, enum ui_action action);

/* "TJ" to the two regional letters that emoji fonts draw as a flag. False: not two letters. */
bool part_flag(const char country[3], char out[9]);
/* Flag and name of the delegation; the category's letter and word on its colour. */
void part_delegation(struct widget_tree *tree, const struct ui_person *person,
                     enum color_role color);
void part_category(struct widget_tree *tree, const struct ui_person *person);

/* A name of the event's setup ("Head of delegation") in the screen's language, where the messages
 * have "name.head-of-delegation"; else as it was given. */
const char *part_event_name(const struct widget_tree *tree, const char *name);

/* The name as its owner reads it first. */
const char *part_own_name(const struct ui_person *person);
/* The name in the script of the screen's language, for a sentence. */
const char *part_sentence_name(const struct widget_tree *tree, const struct ui_person *person);

/* "Where to go next", up to two lines; nothing when there is none. */
void part_next_steps(struct widget_tree *tree, const struct ui_model *model,
                     const struct tone *tone);

/* The live picture, or a friendly word in its place; `shows_how`: a code glides into it. */
void part_camera(struct widget_tree *tree, const struct ui_model *model, bool shows_how);

/* The message that helps the camera now; `usual` when nothing needs help. */
const char *part_guide_key(enum ui_guidance guidance, const char *usual);

/* The three steps of a visit: show, confirm, take. Beside each other, or below in a narrow panel.
 */
void part_steps(struct widget_tree *tree, const struct tone *tone);

/* A verdict's shape on a disc, in the middle of a panel. */
void part_mark(struct widget_tree *tree, enum mark_id mark, const struct tone *tone);

/* A text of at most so many columns (wide letters count twice), at a word's end where one is near,
 * with an ellipsis. False: it is whole. */
bool part_shortened(const char *text, int columns, char *out, size_t size);
/* What staff read about the person; nothing when there is no note. */
void part_note(struct widget_tree *tree, const char *note, const struct tone *tone, int columns);

#endif
