/* Checked in; the badge is on its way, with the printer's own progress. */
#include "kiosk/ui/parts.h"
#include "kiosk/ui/screen.h"

static void progress(struct widget_tree *tree, int percent)
{
    char text[16];
    tree_open(tree,
              (struct widget){
                  .kind = WIDGET_ROW, .name = "progress row", .gap = 2.5f, .across = PLACE_CENTER});
    tree_add(tree, (struct widget){.kind = WIDGET_PROGRESS,
                                   .name = "progress",
                                   .height = 1.6f,
                                   .grow = 1,
                                   .value = percent});
    if (percent >= 0) {
        wording_number(tree->wording, tree->language, percent, text, sizeof text);
        struct widget *number =
            tree_filled(tree, "printing.percent", "percent", text,
                        (struct widget){.type = TYPE_LEAD, .bold = true, .color = COLOR_PRIMARY});
        number->min_width = 9;
        number->align = PLACE_END;
    }
    tree_close(tree);
}

static void build(struct widget_tree *tree, const struct ui_model *model)
{
    page_open(tree, &tone_plain);
    page_first(tree, COLOR_SUNKEN, false, 0.6f, 0.48f);
    part_header(tree, model, &tone_sunken, false);
    tree_add(tree, (struct widget){.kind = WIDGET_PRINTER,
                                   .name = "printer",
                                   .grow = 1,
                                   .min_height = 30,
                                   .value = model->progress_percent});
    page_second(tree, COLOR_GROUND, false);
    part_second_header(tree, &tone_plain);
    part_space(tree, 1);
    tree_message(
        tree, "printing.title",
        (struct widget){.type = TYPE_DISPLAY, .bold = true, .color = COLOR_INK, .shrinks = true});
    tree_filled(
        tree, "printing.hello", "name", part_sentence_name(tree, &model->person),
        (struct widget){.type = TYPE_LEAD, .color = COLOR_SOFT, .shrinks = true, .personal = true});
    part_gap(tree, 3);
    progress(tree, model->progress_percent);
    tree_message(tree, "printing.wait", (struct widget){.type = TYPE_BODY, .color = COLOR_SOFT});
    part_space(tree, 1);
    part_footer(tree, model, &tone_plain, false);
    page_close(tree);
}

const struct screen screen_printing = {"printing", build, UI_ACTION_NONE};
