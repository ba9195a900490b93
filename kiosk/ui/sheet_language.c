/* The choice of languages, each in its own words. */
#include <string.h>

#include "kiosk/ui/parts.h"
#include "kiosk/ui/screen.h"
#include "message.h"

static void choice(struct widget_tree *tree, const char *language, int index, bool chosen)
{
    tree_open(tree, (struct widget){.kind = WIDGET_ROW,
                                    .name = "language",
                                    .action = UI_ACTION_CHOOSE,
                                    .value = index,
                                    .min_height = TARGET_PRIMARY,
                                    .grow = 1,
                                    .gap = 1.5f,
                                    .pad_x = 2.5f,
                                    .pad_y = 1,
                                    .across = PLACE_CENTER,
                                    .along = PLACE_CENTER,
                                    .radius = RADIUS_BUTTON,
                                    .color = chosen ? COLOR_ON_PRIMARY : COLOR_PRIMARY,
                                    .fill = chosen ? COLOR_PRIMARY : COLOR_SURFACE,
                                    .border = COLOR_LINE});
    tree_text(tree, "language.name", message_text(language, "language.name"),
              (struct widget){.type = TYPE_LEAD,
                              .bold = true,
                              .align = PLACE_CENTER,
                              .color = chosen ? COLOR_ON_PRIMARY : COLOR_PRIMARY});
    tree_close(tree);
}

/* In two columns. */
static void choices(struct widget_tree *tree, const struct ui_model *model)
{
    const char *const *languages = message_languages();
    int columns = 2;
    for (int i = 0; languages[i]; i++) {
        if (i % columns == 0) {
            tree_open(tree, (struct widget){.kind = WIDGET_ROW,
                                            .name = "languages",
                                            .gap = 2.2f,
                                            .across = PLACE_STRETCH});
        }
        choice(tree, languages[i], i, strcmp(languages[i], model->language) == 0);
        if (i % columns == columns - 1 || !languages[i + 1]) {
            tree_close(tree);
        }
    }
}

static void build(struct widget_tree *tree, const struct ui_model *model)
{
    part_sheet_open(tree, model, ICON_LANGUAGE, "language.title");
    choices(tree, model);
    part_space(tree, 1);
    part_quiet(tree, &tone_plain, "action.comfort", ICON_ACCESS, UI_ACTION_COMFORT);
    part_sheet_close(tree);
}

const struct screen sheet_language = {"language", build, UI_ACTION_NONE};
