#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "printer/template.h"

#define LINE_SIZE 256

bool reader_fail(struct reader *reader, const char *key, const char *format, ...)
{
    struct template_error *error = reader->error;
    va_list args;
    va_start(args, format);
    vsnprintf(error->text, sizeof error->text, format, args);
    va_end(args);
    snprintf(error->file, sizeof error->file, "%s.badge", reader->template->name);
    snprintf(error->key, sizeof error->key, "%s", key);
    error->line = reader->line;
    return false;
}

static const char *const element_words[] = {"text", "image", "photo",   "qr",   "flag",
                                            "band", "rect",  "ellipse", "line", "zones",
                                            "days", "marks", "stack",   NULL};

static struct element element_defaults(enum element_kind kind)
{
    struct element element = {
        .kind = kind,
        .parent = -1,
        .style = {.size_um = 4000, .floor_um = 1500, .max_lines = 1},
        .across = TEXT_START,
        .down = TEXT_MIDDLE,
        .colour = {INK_INK, 0},
        .labels = true,
    };
    switch (kind) {
    case ELEMENT_BAND:
        element.fill = (struct ink){INK_CATEGORY, 0};
        element.pattern = PATTERN_LATTICE;
        element.pitch_um = 8000;
        break;
    case ELEMENT_QR:
        element.side_um = 24000;
        element.across = TEXT_END;
        element.down = TEXT_START;
        element.style.size_um = 4300;
        break;
    case ELEMENT_ZONES:
        element.columns = 2;
        element.rows = 3;
        element.style = (struct text_style){.size_um = 2900, .floor_um = 1300, .max_lines = 2};
        element.radius_um = 900;
        break;
    case ELEMENT_DAYS:
        element.columns = 3;
        element.style = (struct text_style){
            .weight = TEXT_BOLD, .size_um = 3500, .floor_um = 1300, .max_lines = 1};
        element.radius_um = 900;
        break;
    case ELEMENT_MARKS:
        element.style = (struct text_style){.weight = TEXT_BOLD,
                                            .size_um = 4300,
                                            .floor_um = 1300,
                                            .max_lines = 1,
                                            .spacing = 0.04};
        element.fill = (struct ink){INK_ON_CATEGORY, 0};
        element.colour = (struct ink){INK_CATEGORY, 0};
        break;
    default:
        break;
    }
    return element;
}

static bool read_text_of(struct reader *reader, struct element *element, const char *value)
{
    char field[24];
    if (strlen(value) >= sizeof element->text) {
        return reader_fail(reader, "text", "at most %zu bytes", sizeof element->text - 1);
    }
    if (!value[0]) {
        return reader_fail(reader, "text", "a text is wanted, with {fields}");
    }
    if (!template_text_is_good(value, field)) {
        return reader_fail(reader, "text", "there is no field {%s}", field);
    }
    snprintf(element->text, sizeof element->text, "%s", value);
    return true;
}

static bool read_image_of(struct reader *reader, struct element *element, const char *value)
{
    struct badge_template *template = reader->template;
    char why[128];
    if (template->image_count == IMAGES_MAX) {
        return reader_fail(reader, "image", "at most %d pictures", IMAGES_MAX);
    }
    struct image *image = image_load(value, reader->files, why);
    if (!image) {
        return reader_fail(reader, "image", "%.30s: %s", value, why);
    }
    template->images[template->image_count++] = image;
    element->image = image;
    return true;
}

static bool start_element(struct reader *reader, enum element_kind kind, const char *value)
{
    struct badge_template *template = reader->template;
    const char *word = element_words[kind];
    if (template->element_count == ELEMENTS_MAX) {
        return reader_fail(reader, word, "at most %d elements", ELEMENTS_MAX);
    }
    if (kind == ELEMENT_STACK && reader->stack >= 0) {
        return reader_fail(reader, word, "the stack before it lacks its \"end\"");
    }
    struct element element = element_defaults(kind);
    element.line = reader->line;
    element.back = reader->back;
    element.parent = reader->stack;
    bool good = kind == ELEMENT_TEXT    ? read_text_of(reader, &element, value)
                : kind == ELEMENT_IMAGE ? read_image_of(reader, &element, value)
                : value[0] ? reader_fail(reader, word, "nothing may follow on its line")
                           : true;
    if (good) {
        reader->element = (int)template->element_count;
        reader->stack = kind == ELEMENT_STACK ? reader->element : reader->stack;
        reader->style = -1;
        reader->element_seen = 0;
        template->elements[template->element_count++] = element;
    }
    return good;
}

static bool start_style(struct reader *reader, const char *value)
{
    struct badge_template *template = reader->template;
    struct template_style style = {.line = reader->line};
    if (template->style_count == STYLES_MAX || reader->stack >= 0) {
        return reader_fail(reader, "style", "at most %d styles, and none in a stack", STYLES_MAX);
    }
    if (!value_word(&value, style.letter, sizeof style.letter) || !value_end(value)) {
        return reader_fail(reader, "style", "a category's letter is wanted");
    }
    reader->style = (int)template->style_count;
    reader->element = -1;
    template->styles[template->style_count++] = style;
    return true;
}

static bool end_stack(struct reader *reader)
{
    if (reader->stack < 0) {
        return reader_fail(reader, "end", "no stack is open");
    }
    reader->stack = -1;
    reader->element = -1;
    return true;
}

static bool start_back(struct reader *reader)
{
    if (reader->back || reader->stack >= 0) {
        return reader_fail(reader, "back", "once only, and not in a stack");
    }
    reader->back = reader->template->has_back = true;
    reader->element = reader->style = -1;
    return true;
}

/* ---- lines ---- */

static bool read_pair(struct reader *reader, const char *key, const char *value)
{
    int kind = value_choice(key, element_words);
    int head = template_head_find(key);
    if (!reader->versioned && strcmp(key, "badge") != 0) {
        return reader_fail(reader, key, "the first line must be \"badge 1\"");
    }
    if (head >= 0) {
        return template_head_read(reader, head, key, value);
    }
    if (kind >= 0) {
        return start_element(reader, (enum element_kind)kind, value);
    }
    if (strcmp(key, "style") == 0) {
        return start_style(reader, value);
    }
    if ((strcmp(key, "end") == 0 || strcmp(key, "back") == 0) && value[0]) {
        return reader_fail(reader, key, "nothing may follow on its line");
    }
    return strcmp(key, "end") == 0    ? end_stack(reader)
           : strcmp(key, "back") == 0 ? start_back(reader)
                                      : template_key(reader, key, value);
}

/* `line` is the reader's to change. */
static bool read_line(struct reader *reader, char *line)
{
    char key[24];
    size_t length = strlen(line);
    while (length > 0 && strchr(" \t\r", line[length - 1])) {
        line[--length] = '\0';
    }
    const char *at = line + strspn(line, " \t");
    if (*at == '\0' || *at == '#') {
        return true;
    }
    if (!value_word(&at, key, sizeof key)) {
        return reader_fail(reader, "", "there is no such key or element");
    }
    return read_pair(reader, key, at + strspn(at, " \t"));
}

bool template_read(struct reader *reader, const char *text, size_t size)
{
    const char *end = text + size;
    for (reader->line = 1; text < end; reader->line++) {
        char line[LINE_SIZE];
        const char *stop = memchr(text, '\n', (size_t)(end - text));
        size_t length = (size_t)((stop ? stop : end) - text);
        if (length >= sizeof line || memchr(text, '\0', length)) {
            return reader_fail(reader, "", "a line is text of at most %d bytes", LINE_SIZE - 1);
        }
        memcpy(line, text, length);
        line[length] = '\0';
        if (!read_line(reader, line)) {
            return false;
        }
        text += length + 1;
    }
    reader->line = 0;
    return reader->stack < 0 || reader_fail(reader, "stack", "the last stack lacks its \"end\"");
}
