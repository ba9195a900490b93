#include <stdio.h>
#include <string.h>

#include "printer/template.h"

static bool two_mm(const char *value, int32_t *x, int32_t *y)
{
    return value_mm(&value, x) && value_mm(&value, y) && value_end(value);
}

/* "105 x 148": both more than 0. */
static bool read_sides(const char *value, int32_t *width, int32_t *height)
{
    char by[4];
    return value_mm(&value, width) && value_word(&value, by, sizeof by) && strcmp(by, "x") == 0 &&
           value_mm(&value, height) && value_end(value) && *width > 0 && *height > 0;
}

static bool head_title(struct reader *reader, const char *value)
{
    snprintf(reader->template->title, sizeof reader->template->title, "%.63s", value);
    return value[0] || reader_fail(reader, "title", "a title is wanted");
}

static bool head_page(struct reader *reader, const char *value)
{
    struct badge_template *template = reader->template;
    return read_sides(value, &template->width_um, &template->height_um) ||
           reader_fail(reader, "page", "\"WIDTH x HEIGHT\" in mm is wanted");
}

static bool head_media(struct reader *reader, const char *value)
{
    char *media = reader->template->paper.media;
    return (value_word(&value, media, sizeof reader->template->paper.media) && value_end(value)) ||
           reader_fail(reader, "media", "a PWG media name is wanted: iso_a6_105x148mm");
}

static bool head_ink(struct reader *reader, const char *value)
{
    bool black = strcmp(value, "black") == 0;
    reader->template->paper.black_only = black;
    return black || strcmp(value, "colour") == 0 ||
           reader_fail(reader, "ink", "colour or black is wanted");
}

static bool head_fold(struct reader *reader, const char *value)
{
    reader->template->fold = strcmp(value, "butterfly") == 0;
    return reader->template->fold || reader_fail(reader, "fold", "butterfly is wanted");
}

static bool head_sheet(struct reader *reader, const char *value)
{
    struct badge_paper *paper = &reader->template->paper;
    return read_sides(value, &paper->width_um, &paper->height_um) ||
           reader_fail(reader, "sheet", "\"WIDTH x HEIGHT\" in mm is wanted");
}

static bool head_grid(struct reader *reader, const char *value)
{
    struct template_sheet *sheet = &reader->template->sheet;
    char by[4];
    return (value_int(&value, 1, 20, &sheet->columns) && value_word(&value, by, sizeof by) &&
            strcmp(by, "x") == 0 && value_int(&value, 1, 20, &sheet->rows) && value_end(value)) ||
           reader_fail(reader, "grid", "\"COLUMNS x ROWS\" is wanted");
}

static bool head_origin(struct reader *reader, const char *value)
{
    struct template_sheet *sheet = &reader->template->sheet;
    return two_mm(value, &sheet->x_um, &sheet->y_um) ||
           reader_fail(reader, "origin", "two lengths in mm are wanted: X Y");
}

static bool head_gutter(struct reader *reader, const char *value)
{
    struct template_sheet *sheet = &reader->template->sheet;
    return two_mm(value, &sheet->gap_x_um, &sheet->gap_y_um) ||
           reader_fail(reader, "gutter", "two lengths in mm are wanted: ACROSS DOWN");
}

static bool head_turn(struct reader *reader, const char *value)
{
    struct template_sheet *sheet = &reader->template->sheet;
    return (value_int(&value, 0, 270, &sheet->turn) && value_end(value) && sheet->turn % 90 == 0) ||
           reader_fail(reader, "turn", "0, 90, 180 or 270 is wanted");
}

static bool head_cut_marks(struct reader *reader, const char *value)
{
    struct template_sheet *sheet = &reader->template->sheet;
    return (value_mm(&value, &sheet->cut_mark_um) && value_end(value) && sheet->cut_mark_um > 0) ||
           reader_fail(reader, "cut-marks", "their length in mm is wanted");
}

/* Reads the elements of another template as if they stood here. */
static bool head_use(struct reader *reader, const char *value)
{
    char file[TEMPLATE_NAME_SIZE + 8];
    struct bytes text = {0};
    if (reader->used || reader->template->element_count > 0) {
        return reader_fail(reader, "use", "it stands once, before any element");
    }
    snprintf(file, sizeof file, "%.60s.badge", value);
    if (!reader->files || strchr(value, '/') ||
        !reader->files->read(reader->files->userdata, file, &text)) {
        return reader_fail(reader, "use", "there is no template \"%.40s\"", value);
    }
    struct template_error inner;
    struct reader base = {.template = reader->template,
                          .files = reader->files,
                          .error = &inner,
                          .element = -1,
                          .stack = -1,
                          .style = -1,
                          .used = true};
    bool read = template_read(&base, (const char *)text.data, text.size);
    bytes_finish(&text);
    reader->back = base.back;
    return read || reader_fail(reader, "use", "%.40s, line %d: %.12s: %.60s", file, inner.line,
                               inner.key, inner.text);
}

static bool head_badge(struct reader *reader, const char *value)
{
    reader->versioned = strcmp(value, "1") == 0;
    return reader->versioned ||
           reader_fail(reader, "badge", "this program reads version 1 of the format");
}

static const struct {
    const char *name;
    bool not_used; /* not in a template that another builds on */
    bool (*read)(struct reader *reader, const char *value);
} head_keys[] = {
    {"badge", false, head_badge},
    {"title", false, head_title},
    {"page", false, head_page},
    {"media", false, head_media},
    {"ink", false, head_ink},
    {"fold", false, head_fold},
    {"use", true, head_use},
    {"sheet", true, head_sheet},
    {"grid", true, head_grid},
    {"origin", true, head_origin},
    {"gutter", true, head_gutter},
    {"turn", true, head_turn},
    {"cut-marks", true, head_cut_marks},
};

int template_head_find(const char *key)
{
    for (size_t i = 0; i < sizeof head_keys / sizeof head_keys[0]; i++) {
        if (strcmp(head_keys[i].name, key) == 0) {
            return (int)i;
        }
    }
    return -1;
}

bool template_head_read(struct reader *reader, int index, const char *key, const char *value)
{
    if (head_keys[index].not_used && reader->used) {
        return reader_fail(reader, key, "not in a template that another builds on");
    }
    if (reader->template->element_count > 0 && !reader->used && reader->element >= 0) {
        return reader_fail(reader, key, "it belongs above the elements");
    }
    if (reader->head_seen & 1u << index) {
        return reader_fail(reader, key, "given twice");
    }
    reader->head_seen |= 1u << index;
    return head_keys[index].read(reader, value);
}
