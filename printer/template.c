#define LOG_MODULE "template"
#include "printer/template.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"

struct badge_template *badge_template_parse(const char *name, const char *text, size_t size,
                                            const struct template_files *files,
                                            struct template_error *error)
{
    *error = (struct template_error){0};
    struct badge_template *template = calloc(1, sizeof *template);
    if (!template) {
        snprintf(error->text, sizeof error->text, "no memory");
        return NULL;
    }
    template->references = 1;
    snprintf(template->name, sizeof template->name, "%.63s", name);
    struct reader reader = {.template = template,
                            .files = files,
                            .error = error,
                            .element = -1,
                            .stack = -1,
                            .style = -1};
    if (!template_read(&reader, text, size) || !template_check(&reader)) {
        badge_template_unref(template);
        return NULL;
    }
    return template;
}

struct badge_template *badge_template_ref(struct badge_template *template)
{
    if (template) {
        __atomic_add_fetch(&template->references, 1, __ATOMIC_RELAXED);
    }
    return template;
}

void badge_template_unref(struct badge_template *template)
{
    if (!template || __atomic_sub_fetch(&template->references, 1, __ATOMIC_ACQ_REL) > 0) {
        return;
    }
    for (size_t i = 0; i < template->image_count; i++) {
        image_destroy(template->images[i]);
    }
    free(template);
}

const char *badge_template_name(const struct badge_template *template)
{
    return template->name;
}

const char *badge_template_title(const struct badge_template *template)
{
    return template->title;
}

const struct badge_paper *badge_template_paper(const struct badge_template *template)
{
    return &template->paper;
}

void badge_template_size(const struct badge_template *template, int32_t *width_um,
                         int32_t *height_um)
{
    *width_um = template->width_um;
    *height_um = template->height_um;
}

void template_error_format(const struct template_error *error, char *out, size_t size)
{
    char line[16] = "";
    if (error->line > 0) {
        snprintf(line, sizeof line, ":%d", error->line);
    }
    snprintf(out, size, "%s%s: %s%s%s", error->file, line, error->key, error->key[0] ? ": " : "",
             error->text);
}
