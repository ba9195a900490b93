/* The staff's sheet: why, who, and the PIN that proves it. Two people for what overrules a refusal.
 */
#include <string.h>

#include "kiosk/ui/keypad.h"
#include "kiosk/ui/screen.h"
#include "message.h"
#include "staff.h"

static const struct {
    const char *word, *key;
} reasons[UI_FORCE_REASONS] = {
    [UI_FORCE_IDENTITY] = {"identity-checked", "staff.reason.identity"},
    [UI_FORCE_ORDER] = {"ordered", "staff.reason.order"},
    [UI_FORCE_MISTAKE] = {"records-wrong", "staff.reason.mistake"},
    [UI_FORCE_EMERGENCY] = {"emergency", "staff.reason.emergency"},
};

const char *ui_force_reason_string(enum ui_force_reason reason)
{
    return (unsigned)reason < UI_FORCE_REASONS ? reasons[reason].word : "";
}

/* What is asked, by step and by who is asked; the title of a PIN is the name. */
static const struct {
    const char *title, *more;
} texts[UI_STAFF_STEPS][3] = {
    [UI_STAFF_REASON] = {{"staff.force.title", "staff.force.more"}},
    [UI_STAFF_NAME] = {{"staff.who.title", "staff.who.more"},
                       {"staff.approver.title", "staff.who.more"},
                       {"staff.leave.title", "staff.who.more"}},
    [UI_STAFF_PIN] = {{NULL, "staff.pin.more"},
                      {NULL, "staff.pin.approver"},
                      {NULL, "staff.pin.leave"}},
    [UI_STAFF_LEAVE] = {{"staff.leave.title", "staff.leave.more"},
                        {"staff.leave.title", "staff.leave.more"},
                        {"staff.leave.title", "staff.leave.more"}},
};

static void fault(struct widget_tree *tree, const struct ui_staff *staff)
{
    char key[48] = "staff.fault.";
    if (!staff->fault[0]) {
        return;
    }
    strncat(key, staff->fault, sizeof key - strlen(key) - 1);
    tree_open(tree, (struct widget){.kind = WIDGET_ROW,
                                    .name = "fault",
                                    .gap = 1.5f,
                                    .pad_x = 2.5f,
                                    .pad_y = 1.5f,
                                    .across = PLACE_CENTER,
                                    .fill = COLOR_HERO_DEEP,
                                    .radius = RADIUS_CARD});
    tree_add(tree, (struct widget){.kind = WIDGET_ICON,
                                   .name = "icon",
                                   .icon = ICON_INFO,
                                   .size = 4,
                                   .color = COLOR_ON_HERO});
    const struct widget style = {
        .type = TYPE_LEAD, .bold = true, .color = COLOR_ON_HERO, .grow = 1, .shrinks = true};
    if (strcmp(staff->fault, "wait") == 0) {
        char seconds[32];
        wording_number(tree->wording, tree->language, staff->wait_s, seconds, sizeof seconds);
        tree_filled(tree, key, "seconds", seconds, style);
    } else {
        tree_message(tree, key, style);
    }
    tree_close(tree);
}

static void asked(struct widget_tree *tree, const struct ui_staff *staff)
{
    const struct widget title = {
        .type = TYPE_DISPLAY, .bold = true, .color = COLOR_ON_HERO, .shrinks = true};
    const char *key = texts[staff->step][staff->part].title;
    tree_open(tree, (struct widget){.kind = WIDGET_ROW, .name = "header", .min_height = 7});
    part_quiet(tree, &tone_hero, "action.back", ICON_BACK, UI_ACTION_BACK);
    tree_close(tree);
    part_space(tree, 1);
    tree_add(tree, (struct widget){.kind = WIDGET_ICON,
                                   .name = "icon",
                                   .icon = ICON_KEY,
                                   .size = 8,
                                   .color = COLOR_ON_HERO_SOFT});
    if (staff->step == UI_STAFF_PIN) {
        tree_text(tree, "staff name", staff->who, title);
    } else {
        tree_message(tree, key, title);
    }
    tree_message(tree, texts[staff->step][staff->part].more,
                 (struct widget){.type = TYPE_LEAD, .color = COLOR_ON_HERO_SOFT, .shrinks = true});
    fault(tree, staff);
    part_space(tree, 1);
}

static void row(struct widget_tree *tree, const char *name, const char *text, enum icon_id icon,
                int value)
{
    tree_open(tree, (struct widget){.kind = WIDGET_ROW,
                                    .name = name,
                                    .action = UI_ACTION_PICK,
                                    .value = value,
                                    .min_height = TARGET_PRIMARY - 2,
                                    .grow = 1,
                                    .gap = 2,
                                    .pad_x = 3,
                                    .pad_y = 1,
                                    .across = PLACE_CENTER,
                                    .radius = RADIUS_BUTTON,
                                    .color = COLOR_PRIMARY,
                                    .fill = COLOR_SURFACE,
                                    .border = COLOR_LINE});
    tree_add(
        tree,
        (struct widget){
            .kind = WIDGET_ICON, .name = "icon", .icon = icon, .size = 4, .color = COLOR_PRIMARY});
    tree_text(
        tree, name, text,
        (struct widget){
            .type = TYPE_LEAD, .bold = true, .color = COLOR_PRIMARY, .grow = 1, .shrinks = true});
    tree_close(tree);
}

static void why(struct widget_tree *tree)
{
    for (int i = 0; i < UI_FORCE_REASONS; i++) {
        tree_open(tree, (struct widget){
                            .kind = WIDGET_ROW, .name = "reason row", .across = PLACE_STRETCH});
        row(tree, reasons[i].key, message_text(tree->language, reasons[i].key), ICON_FORWARD, i);
        tree_close(tree);
    }
}

/* In two columns. */
static void names(struct widget_tree *tree, const struct ui_staff *staff)
{
    size_t count = staff->name_count + staff->more;
    for (size_t i = 0; i < count; i++) {
        if (i % 2 == 0) {
            tree_open(tree, (struct widget){.kind = WIDGET_ROW,
                                            .name = "staff row",
                                            .gap = 2,
                                            .across = PLACE_STRETCH});
        }
        if (i < staff->name_count) {
            row(tree, "staff name", staff->names[i], ICON_PERSON, (int)i);
        } else {
            row(tree, "staff.more", message_text(tree->language, "staff.more"), ICON_FORWARD,
                UI_PICK_MORE);
        }
        if (i % 2 == 1 || i == count - 1) {
            tree_close(tree);
        }
    }
}

static void build(struct widget_tree *tree, const struct ui_model *model)
{
    const struct ui_staff *staff = &model->staff;
    page_open(tree, &tone_plain);
    page_first(tree, COLOR_HERO, true, 0.38f, 0.45f);
    asked(tree, staff);
    page_second(tree, COLOR_GROUND, false);
    part_space(tree, 1);
    if (staff->step == UI_STAFF_REASON) {
        why(tree);
    } else if (staff->step == UI_STAFF_NAME) {
        names(tree, staff);
    } else if (staff->step == UI_STAFF_PIN) {
        part_keypad(tree, staff->typed, STAFF_PIN_MIN);
    } else {
        part_primary(tree, &tone_plain, "staff.leave.yes", ICON_OUT, UI_ACTION_YES);
        part_secondary(tree, &tone_plain, "staff.leave.no", ICON_NONE, UI_ACTION_BACK);
    }
    part_space(tree, 1);
    page_close(tree);
}

const struct screen screen_staff = {"staff", build, UI_ACTION_NONE};
