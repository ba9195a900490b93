#include <stdlib.h>

#include "printer/template.h"

/* A code with four modules of white on each side of 49 is not readable in less. */
#define CODE_BOX_MIN 12000

static bool check_box(struct reader *reader, const struct element *element,
                      const struct rect_um *room)
{
    const struct rect_um *box = &element->box;
    reader->line = element->line;
    if (box->width == 0 && box->height == 0) {
        return reader_fail(reader, "at", "the element has no place");
    }
    if (box->x < 0 || box->y < 0 || (int64_t)box->x + box->width > room->width ||
        (int64_t)box->y + box->height > room->height) {
        return reader_fail(reader, "at", "it reaches out of the page");
    }
    return true;
}

/* What stands in a stack: within it across, and with a height of its own. */
static bool check_child(struct reader *reader, const struct element *element,
                        const struct element *stack)
{
    reader->line = element->line;
    if (element->height_um == 0 && !element->same_room) {
        return reader_fail(reader, "height", "an element of a stack needs one");
    }
    if ((int64_t)element->box.x + element->box.width > stack->box.width) {
        return reader_fail(reader, "span", "it reaches out of the stack");
    }
    return true;
}

static bool check_code(struct reader *reader, const struct element *element)
{
    reader->line = element->line;
    int32_t room = element->box.height - element->caption_um;
    return element->parent < 0
               ? (element->box.width >= CODE_BOX_MIN && room >= CODE_BOX_MIN) ||
                     reader_fail(reader, "at", "a code needs 12 mm each way, and its caption more")
               : reader_fail(reader, "qr", "a code cannot stand in a stack");
}

static bool check_elements(struct reader *reader)
{
    const struct badge_template *template = reader->template;
    const struct rect_um page = {0, 0, template->width_um, template->height_um};
    int codes = 0;
    for (size_t i = 0; i < template->element_count; i++) {
        const struct element *element = &template->elements[i];
        bool good = element->parent >= 0
                        ? check_child(reader, element, &template->elements[element->parent])
                        : check_box(reader, element, &page);
        if (!good || (element->kind == ELEMENT_QR && !check_code(reader, element))) {
            return false;
        }
        codes += element->kind == ELEMENT_QR && !element->back && element->condition_count == 0;
    }
    reader->line = 0;
    return codes > 0 || reader_fail(reader, "qr", "the front needs a code that is always there");
}

/* The paper follows from the badge, unless a sheet was given. */
static bool settle_paper(struct reader *reader)
{
    struct badge_template *template = reader->template;
    struct badge_paper *paper = &template->paper;
    struct template_sheet *sheet = &template->sheet;
    int64_t width = template->width_um, height = template->height_um * (template->fold ? 2 : 1);
    if (paper->width_um == 0) {
        if (sheet->columns > 0 || sheet->turn != 0) {
            return reader_fail(reader, "sheet", "grid and turn need a sheet");
        }
        paper->width_um = (int32_t)width;
        paper->height_um = (int32_t)height;
    }
    if (sheet->turn % 180 != 0) {
        int64_t swap = width;
        width = height;
        height = swap;
    }
    int columns = sheet->columns ? sheet->columns : 1, rows = sheet->rows ? sheet->rows : 1;
    int64_t right = sheet->x_um + columns * width + (int64_t)(columns - 1) * sheet->gap_x_um;
    int64_t bottom = sheet->y_um + rows * height + (int64_t)(rows - 1) * sheet->gap_y_um;
    if (sheet->x_um < 0 || sheet->y_um < 0 || sheet->gap_x_um < 0 || sheet->gap_y_um < 0 ||
        right > paper->width_um || bottom > paper->height_um) {
        return reader_fail(reader, "sheet", "the badges do not fit on it");
    }
    sheet->columns = columns;
    sheet->rows = rows;
    paper->badges = columns * rows;
    paper->two_sided = template->has_back && !template->fold;
    return true;
}

bool template_check(struct reader *reader)
{
    struct badge_template *template = reader->template;
    reader->line = 0;
    if (template->width_um == 0) {
        return reader_fail(reader, "page", "the size of the badge is missing");
    }
    if (template->paper.media[0] == '\0') {
        return reader_fail(reader, "media", "the name of the stock is missing");
    }
    if (template->fold && !template->has_back) {
        return reader_fail(reader, "fold", "what is folded needs a \"back\"");
    }
    if (template->title[0] == '\0') {
        return reader_fail(reader, "title", "a title is missing");
    }
    return settle_paper(reader) && check_elements(reader);
}
