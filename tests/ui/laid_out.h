/* A screen laid out with real fonts, for what must be true of all: its theme and widgets, the texts'
 * measures, and the last line that was logged. */
#ifndef LANYARD_TEST_LAID_OUT_H
#define LANYARD_TEST_LAID_OUT_H

#include <stdio.h>

#include "kiosk/ui/layout.h"
#include "kiosk/ui/paint.h"
#include "kiosk/ui/screen.h"
#include "log.h"

static struct theme theme;
static struct widget_tree tree;
static struct text_cache *texts;
static char logged[1024]; /* the last line, "" for none */

static inline void keep_line(enum log_level level, const char *module, const char *line,
                             void *userdata)
{
    (void)level;
    (void)module;
    (void)userdata;
    snprintf(logged, sizeof logged, "%s", line);
}

static inline int setup(void **state)
{
    (void)state;
    texts = text_cache_create();
    tree.wording = wording_create("Asia/Dushanbe");
    logged[0] = '\0';
    log_set_sink(keep_line, NULL);
    return texts ? 0 : -1;
}

static inline int teardown(void **state)
{
    (void)state;
    text_cache_destroy(texts);
    wording_destroy(tree.wording);
    tree.wording = NULL;
    log_set_sink(NULL, NULL);
    return 0;
}

static inline bool is_leaf(const struct widget *widget)
{
    return !widget_is_container(widget) && widget->kind != WIDGET_SPACE && !widget->scatter;
}

static inline bool is_within(uint8_t inner, uint8_t outer)
{
    for (uint8_t at = inner; at != WIDGET_NONE; at = tree.items[at].parent) {
        if (at == outer) {
            return true;
        }
    }
    return false;
}

#endif
