#include "kiosk/ui/parts_desk.h"

#include <stdio.h>
#include <string.h>

#include "message.h"

#define RAIL_UNITS 17.0f
#define PAGE_PAD 3.0f

static const struct {
    enum desk_screen screen;
    const char *key;
    enum icon_id icon;
} pages[] = {
    {DESK_SEARCH, "desk.page.search", ICON_FIND},
    {DESK_ARRIVALS, "desk.page.arrivals", ICON_CHART},
    {DESK_PRINTERS, "desk.page.printers", ICON_PRINTER},
    {DESK_INCIDENTS, "desk.page.incidents", ICON_ALERT},
    {DESK_SETTINGS, "desk.page.settings", ICON_SETTINGS},
};
#define PAGES (sizeof pages / sizeof pages[0])

float desk_height(const struct widget_tree *tree)
{
    return (float)theme_room(tree->theme) / tree->theme->unit;
}

float desk_width(const struct widget_tree *tree)
{
    return (float)tree->theme->width / tree->theme->unit;
}

/* The page that a screen belongs to. */
static enum desk_screen page_of(enum desk_screen screen)
{
    return screen >= DESK_PRINTERS ? screen : DESK_SEARCH;
}

static void page_way(struct widget_tree *tree, const struct ui_model *model, size_t index)
{
    bool here = page_of(model->desk.screen) == pages[index].screen;
    enum color_role color = here ? COLOR_ON_HERO : COLOR_ON_HERO_SOFT;
    tree_open(tree, (struct widget){.kind = WIDGET_COLUMN,
                                    .name = pages[index].key,
                                    .action = UI_ACTION_PAGE,
                                    .value = (int)pages[index].screen,
                                    .near = true,
                                    .grow = tree->theme->landscape ? 0 : 1,
                                    .min_height = 10,
                                    .pad_x = 0.6f,
                                    .pad_y = 1,
                                    .gap = 0.3f,
                                    .radius = RADIUS_BUTTON,
                                    .across = PLACE_CENTER,
                                    .along = PLACE_CENTER,
                                    .color = color,
                                    .fill = here ? COLOR_HERO_DEEP : COLOR_HERO});
    tree_add(tree, (struct widget){.kind = WIDGET_ICON,
                                   .name = "icon",
                                   .icon = pages[index].icon,
                                   .size = 4,
                                   .color = color});
    char text[96];
    bool counts = pages[index].screen == DESK_INCIDENTS && model->desk.open_incidents > 0;
    snprintf(text, sizeof text, counts ? "%s (%d)" : "%s",
             message_text(tree->language, pages[index].key), model->desk.open_incidents);
    tree_text(
        tree, pages[index].key, text,
        (struct widget){
            .type = TYPE_CAPTION, .bold = here, .align = PLACE_CENTER, .lines = 1, .color = color});
    tree_close(tree);
}

static void ways(struct widget_tree *tree, const struct ui_model *model)
{
    bool beside = tree->theme->landscape;
    tree_open(tree, (struct widget){.kind = beside ? WIDGET_COLUMN : WIDGET_ROW,
                                    .name = "pages",
                                    .width = beside ? RAIL_UNITS : 0,
                                    .fill = COLOR_HERO,
                                    .pattern = beside,
                                    .pad_x = 1,
                                    .pad_y = beside ? 3 : 1,
                                    .gap = 0.8f,
                                    .across = PLACE_STRETCH});
    if (beside) {
        tree_open(tree,
                  (struct widget){
                      .kind = WIDGET_COLUMN, .name = "mark", .across = PLACE_CENTER, .pad_y = 1});
        tree_add(tree, (struct widget){.kind = WIDGET_LOGO,
                                       .name = "event mark",
                                       .size = 6,
                                       .color = COLOR_ON_HERO,
                                       .fill = COLOR_HERO});
        tree_close(tree);
    }
    for (size_t i = 0; i < PAGES; i++) {
        page_way(tree, model, i);
    }
    tree_close(tree);
}

static void event_name(struct widget_tree *tree, const struct ui_model *model)
{
    tree_open(tree, (struct widget){.kind = WIDGET_COLUMN, .name = "event", .grow = 1});
    tree_text(tree, "event name", part_event_name(tree, model->event_name),
              (struct widget){.type = TYPE_BODY, .bold = true, .color = COLOR_INK, .lines = 2});
    tree_text(tree, "station", model->staff_line,
              (struct widget){.type = TYPE_CAPTION, .color = COLOR_SOFT, .lines = 1});
    tree_close(tree);
}

static void who_is_here(struct widget_tree *tree, const struct desk_view *desk)
{
    static const char *const roles[STAFF_ROLES] = {
        [STAFF_SECURITY] = "desk.role.security",
        [STAFF_DESK] = "desk.role.desk",
        [STAFF_SUPERVISOR] = "desk.role.supervisor",
        [STAFF_ADMINISTRATOR] = "desk.role.administrator",
    };
    if (!desk->staff[0]) {
        return;
    }
    tree_open(tree, (struct widget){.kind = WIDGET_COLUMN, .name = "staff", .across = PLACE_END});
    tree_text(
        tree, "staff", desk->staff,
        (struct widget){
            .type = TYPE_BODY, .bold = true, .color = COLOR_INK, .align = PLACE_END, .lines = 1});
    tree_message(
        tree, roles[(unsigned)desk->role < STAFF_ROLES ? desk->role : STAFF_DESK],
        (struct widget){.type = TYPE_CAPTION, .color = COLOR_SOFT, .align = PLACE_END, .lines = 1});
    tree_close(tree);
    desk_button(tree, "desk.deed.sign-out", ICON_SIGN_OUT, UI_ACTION_DEED, DESK_DEED_SIGN_OUT,
                false);
}

static void top_row(struct widget_tree *tree)
{
    tree_open(
        tree,
        (struct widget){
            .kind = WIDGET_ROW, .name = "top", .min_height = 7, .gap = 2, .across = PLACE_CENTER});
}

static void top(struct widget_tree *tree, const struct ui_model *model, bool back)
{
    top_row(tree);
    if (back) {
        part_quiet(tree, &tone_plain, "action.back", ICON_BACK, UI_ACTION_BACK);
        part_space(tree, 1);
    } else {
        event_name(tree, model);
    }
    who_is_here(tree, &model->desk);
    tree_close(tree);
}

static void content(struct widget_tree *tree)
{
    tree_open(tree, (struct widget){.kind = WIDGET_COLUMN,
                                    .name = "content",
                                    .grow = 1,
                                    .gap = 2,
                                    .across = PLACE_STRETCH});
}

static struct widget page(void)
{
    return (struct widget){.kind = WIDGET_COLUMN,
                           .name = "desk page",
                           .fill = COLOR_GROUND,
                           .grow = 1,
                           .pad_x = PAGE_PAD,
                           .pad_y = PAGE_PAD * 0.8f,
                           .gap = 2,
                           .across = PLACE_STRETCH};
}

static void open_frame(struct widget_tree *tree, const struct ui_model *model)
{
    bool beside = tree->theme->landscape;
    tree_open(tree, (struct widget){.kind = beside ? WIDGET_ROW : WIDGET_COLUMN,
                                    .name = "page",
                                    .across = PLACE_STRETCH,
                                    .fill = COLOR_GROUND});
    if (beside) {
        ways(tree, model);
    }
    tree_open(tree, page());
}

void desk_open(struct widget_tree *tree, const struct ui_model *model, bool back)
{
    open_frame(tree, model);
    top(tree, model, back);
    desk_notice(tree, model);
    content(tree);
}

void desk_open_with(struct widget_tree *tree, const struct ui_model *model,
                    void (*middle)(struct widget_tree *tree, const struct desk_view *desk))
{
    open_frame(tree, model);
    top_row(tree);
    middle(tree, &model->desk);
    who_is_here(tree, &model->desk);
    tree_close(tree);
    desk_notice(tree, model);
    content(tree);
}

void desk_close(struct widget_tree *tree, const struct ui_model *model)
{
    tree_close(tree);
    tree_close(tree);
    if (!tree->theme->landscape) { /* at the bottom, within reach of both thumbs */
        ways(tree, model);
    }
    tree_close(tree);
}

void desk_first(struct widget_tree *tree, float share)
{
    bool beside = tree->theme->landscape;
    tree_open(tree, (struct widget){.kind = beside ? WIDGET_ROW : WIDGET_COLUMN,
                                    .name = "panels",
                                    .grow = 1,
                                    .gap = 3,
                                    .across = PLACE_STRETCH});
    struct widget first = {
        .kind = WIDGET_COLUMN, .name = "panel", .gap = 2, .across = PLACE_STRETCH};
    if (beside) {
        first.width = (desk_width(tree) - RAIL_UNITS - 2 * PAGE_PAD) * share;
    }
    tree_open(tree, first);
}

void desk_second(struct widget_tree *tree)
{
    tree_close(tree);
    tree_open(
        tree,
        (struct widget){
            .kind = WIDGET_COLUMN, .name = "panel", .grow = 1, .gap = 2, .across = PLACE_STRETCH});
}

void desk_both(struct widget_tree *tree)
{
    tree_close(tree);
    tree_close(tree);
}
