#define LOG_MODULE "ui"
#include "kiosk/ui/widget.h"

#include <stdio.h>
#include <string.h>

#include "log.h"
#include "message.h"

void tree_reset(struct widget_tree *tree, const struct theme *theme, const char *language)
{
    explicit_bzero(tree->text, tree->text_used);
    tree->count = 0;
    tree->open = WIDGET_NONE;
    tree->text_used = 0;
    tree->language = language;
    tree->theme = theme;
    tree->overfull = false;
}

static void report_overfull(struct widget_tree *tree)
{
    if (!tree->overfull) {
        LOG_ERROR("a screen has more widgets or text than the tree holds; raise WIDGETS_MAX or "
                  "WIDGET_TEXT_MAX");
    }
    tree->overfull = true;
}

static void link_child(struct widget_tree *tree, uint8_t index)
{
    uint8_t parent = tree->open;
    tree->items[index].parent = parent;
    if (parent == WIDGET_NONE) {
        return;
    }
    struct widget *into = &tree->items[parent];
    if (into->first == WIDGET_NONE) {
        into->first = index;
    } else {
        tree->items[into->last].next = index;
    }
    into->last = index;
}

struct widget *tree_add(struct widget_tree *tree, struct widget widget)
{
    if (tree->count == WIDGETS_MAX) {
        report_overfull(tree);
        return &tree->items[WIDGETS_MAX - 1];
    }
    uint8_t index = (uint8_t)tree->count++;
    struct widget *added = &tree->items[index];
    *added = widget;
    added->first = added->last = added->next = WIDGET_NONE;
    added->limit = added->scale = 1;
    link_child(tree, index);
    return added;
}

struct widget *tree_open(struct widget_tree *tree, struct widget widget)
{
    struct widget *added = tree_add(tree, widget);
    tree->open = (uint8_t)(added - tree->items);
    return added;
}

void tree_close(struct widget_tree *tree)
{
    if (tree->open != WIDGET_NONE) {
        tree->open = tree->items[tree->open].parent;
    }
}

const char *tree_copy(struct widget_tree *tree, const char *text)
{
    size_t size = strlen(text) + 1;
    if (size > sizeof tree->text - tree->text_used) {
        report_overfull(tree);
        return "";
    }
    char *copy = tree->text + tree->text_used;
    memcpy(copy, text, size);
    tree->text_used += size;
    return copy;
}

struct widget *tree_text(struct widget_tree *tree, const char *name, const char *text,
                         struct widget style)
{
    if (!text[0]) {
        return NULL;
    }
    style.kind = WIDGET_TEXT;
    style.name = name;
    style.text = tree_copy(tree, text);
    return tree_add(tree, style);
}

struct widget *tree_message(struct widget_tree *tree, const char *key, struct widget style)
{
    return tree_text(tree, key, message_text(tree->language, key), style);
}

struct widget *tree_filled(struct widget_tree *tree, const char *key, const char *name,
                           const char *value, struct widget style)
{
    char text[1024], isolated[512];
    /* isolated, so that a name of the other writing direction keeps the sentence in order */
    snprintf(isolated, sizeof isolated, "\u2068%s\u2069", value);
    struct message_value values[] = {{name, isolated}};
    return tree_text(tree, key, message_format(tree->language, key, values, 1, text, sizeof text),
                     style);
}

struct widget *tree_count(struct widget_tree *tree, const char *key, int64_t number,
                          struct widget style)
{
    char text[512];
    return tree_text(
        tree, key,
        wording_count(tree->wording, tree->language, key, number, NULL, 0, text, sizeof text),
        style);
}

static bool box_holds(const struct box *box, int x, int y)
{
    return x >= box->x && y >= box->y && x < box->x + box->width && y < box->y + box->height;
}

/* Children are added after their parents and later ones lie in front: the last hit wins. */
uint8_t tree_hit(const struct widget_tree *tree, int x, int y)
{
    for (size_t i = tree->count; i-- > 0;) {
        const struct widget *widget = &tree->items[i];
        if (widget->action != UI_ACTION_NONE && box_holds(&widget->box, x, y)) {
            return (uint8_t)i;
        }
    }
    return WIDGET_NONE;
}

uint8_t tree_find_action(const struct widget_tree *tree, enum ui_action action)
{
    for (size_t i = 0; action != UI_ACTION_NONE && i < tree->count; i++) {
        if (tree->items[i].action == action) {
            return (uint8_t)i;
        }
    }
    return WIDGET_NONE;
}

uint8_t tree_find_choice(const struct widget_tree *tree, enum ui_action action, int value)
{
    for (size_t i = 0; i < tree->count; i++) {
        if (tree->items[i].action == action && tree->items[i].value == value) {
            return (uint8_t)i;
        }
    }
    return WIDGET_NONE;
}

uint8_t tree_find_kind(const struct widget_tree *tree, enum widget_kind kind)
{
    for (size_t i = 0; i < tree->count; i++) {
        if (tree->items[i].kind == kind) {
            return (uint8_t)i;
        }
    }
    return WIDGET_NONE;
}

bool widget_is_container(const struct widget *widget)
{
    return widget->kind <= WIDGET_STACK;
}
