#include "printer/layout.h"

static int32_t smaller(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

/* With numbers alone, how many columns make the boxes largest. */
static int32_t best_columns(const struct rect_um *zones, int32_t count)
{
    int32_t best = 1, best_side = 0;
    for (int32_t columns = 1; columns <= count; columns++) {
        int32_t rows = count / columns + (count % columns > 0);
        rows = rows < 1 ? 1 : rows;
        int32_t side = smaller(zones->width / columns, zones->height / rows);
        if (side > best_side) {
            best = columns;
            best_side = side;
        }
    }
    return best;
}

void layout_zone(const struct element *element, const struct rect_um *zones, size_t count,
                 size_t index, struct rect_um *box, struct rect_um *label)
{
    bool labelled = element->labels && (int)count <= element->columns * element->rows;
    int32_t columns = labelled ? element->columns : best_columns(zones, (int32_t)count);
    int32_t rows = labelled ? element->rows : ((int32_t)count + columns - 1) / columns;
    int32_t column = (int32_t)index % columns, row = (int32_t)index / columns;
    int32_t column_width = zones->width / columns, gap = zones->height / (rows * 6);
    int32_t side = (zones->height - gap * (rows - 1)) / rows;
    if (!labelled) {
        gap = smaller(gap, column_width / 6);
        side = smaller((zones->height - gap * (rows - 1)) / rows, column_width - gap);
    }
    *box = (struct rect_um){zones->x + column * (labelled ? column_width : side + gap),
                            zones->y + row * (side + gap), side, side};
    *label = (struct rect_um){0};
    if (labelled) {
        int32_t beside = side * 13 / 10;
        *label = (struct rect_um){box->x + beside, box->y, column_width - beside - gap, side};
    }
}

struct rect_um layout_day(const struct element *element, const struct rect_um *days, size_t count,
                          size_t index)
{
    int32_t columns = (int32_t)count < element->columns ? element->columns : (int32_t)count;
    int32_t gap = days->width / (columns * 12);
    int32_t width = (days->width - gap * (columns - 1)) / columns;
    return (struct rect_um){days->x + (int32_t)index * (width + gap), days->y, width, days->height};
}

struct rect_um layout_mark(const struct element *element, const struct rect_um *marks, size_t count,
                           size_t index)
{
    if (element->run_across) {
        int32_t pitch = marks->width / 3, width = pitch * 94 / 100, gap = pitch - width;
        int32_t spare = marks->width - (pitch * (int32_t)count - gap);
        int32_t left = marks->x + (element->across == TEXT_START    ? 0
                                   : element->across == TEXT_MIDDLE ? spare / 2
                                                                    : spare);
        return (struct rect_um){left + (int32_t)index * pitch, marks->y, width, marks->height};
    }
    int32_t pitch = marks->height / 3, height = pitch * 9 / 10;
    int32_t top = marks->y + (marks->height - pitch * (int32_t)count + (pitch - height)) / 2;
    return (struct rect_um){marks->x, top + (int32_t)index * pitch, marks->width, height};
}

/* ---- the paper ---- */

static bool is_sideways(const struct badge_template *template)
{
    return template->sheet.turn % 180 != 0;
}

static int32_t open_height(const struct badge_template *template)
{
    return template->height_um * (template->fold ? 2 : 1);
}

static int32_t cell_width(const struct badge_template *template)
{
    return is_sideways(template) ? open_height(template) : template->width_um;
}

static int32_t cell_height(const struct badge_template *template)
{
    return is_sideways(template) ? template->width_um : open_height(template);
}

struct layout_cell layout_cell(const struct badge_template *template, size_t index, bool back,
                               int dpi)
{
    const struct template_sheet *sheet = &template->sheet;
    int32_t column = (int32_t)index % sheet->columns, row = (int32_t)index / sheet->columns;
    int32_t width = cell_width(template), height = cell_height(template);
    int32_t x = sheet->x_um + column * (width + sheet->gap_x_um);
    int32_t y = sheet->y_um + row * (height + sheet->gap_y_um);
    int turn = sheet->turn;
    if (back) {
        x = template->paper.width_um - x - width;
        turn = is_sideways(template) ? (turn + 180) % 360 : turn;
    }
    /* the badge's own corner is where the turn brings it to */
    x += turn == 90 || turn == 180 ? width : 0;
    y += turn == 180 || turn == 270 ? height : 0;
    return (struct layout_cell){layout_dots(x, dpi), layout_dots(y, dpi), turn};
}

struct layout_cell layout_panel(const struct badge_template *template, bool back, int dpi)
{
    if (!template->fold) {
        return (struct layout_cell){0};
    }
    int32_t fold = layout_dots(template->height_um, dpi);
    return back ? (struct layout_cell){layout_dots(template->width_um, dpi), fold, 180}
                : (struct layout_cell){0, fold, 0};
}

size_t layout_cuts(const struct badge_template *template, bool down, int32_t out[LAYOUT_CUTS_MAX])
{
    const struct template_sheet *sheet = &template->sheet;
    int32_t at = down ? sheet->y_um : sheet->x_um;
    int32_t side = down ? cell_height(template) : cell_width(template);
    int32_t gap = down ? sheet->gap_y_um : sheet->gap_x_um;
    int count = down ? sheet->rows : sheet->columns;
    size_t used = 0;
    for (int i = 0; i < count; i++) {
        if (i == 0 || gap > 0) {
            out[used++] = at;
        }
        out[used++] = at + side;
        at += side + gap;
    }
    return used;
}
