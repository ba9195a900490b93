#include "kiosk/ui/screen.h"

static const struct screen *const screens[VISIT_STATE_COUNT] = {
    [VISIT_ATTRACT] = &screen_attract, [VISIT_SCAN] = &screen_scan,
    [VISIT_CONFIRM] = &screen_confirm, [VISIT_PRINTING] = &screen_printing,
    [VISIT_COLLECT] = &screen_collect, [VISIT_DONE] = &screen_done,
    [VISIT_REFUSED] = &screen_refused, [VISIT_DESK] = &screen_desk,
};

static const struct screen *const sheets[VISIT_SHEET_COUNT] = {
    [VISIT_SHEET_LANGUAGE] = &sheet_language,
    [VISIT_SHEET_COMFORT] = &sheet_comfort,
    [VISIT_SHEET_HELP] = &sheet_help,
    [VISIT_SHEET_TIME] = &sheet_time,
};

static const struct screen *const desk_screens[DESK_SCREEN_COUNT] = {
    [DESK_SIGN_IN] = &desk_screen_names,       [DESK_PIN] = &desk_screen_pin,
    [DESK_APPROVER] = &desk_screen_names,      [DESK_SEARCH] = &desk_screen_search,
    [DESK_PERSON] = &desk_screen_person,       [DESK_REASONS] = &desk_screen_reasons,
    [DESK_QUESTION] = &desk_screen_question,   [DESK_FIELDS] = &desk_screen_fields,
    [DESK_EDIT] = &desk_screen_edit,           [DESK_PRINTERS] = &desk_screen_printers,
    [DESK_INCIDENTS] = &desk_screen_incidents, [DESK_ARRIVALS] = &desk_screen_arrivals,
    [DESK_SETTINGS] = &desk_screen_settings,   [DESK_PHOTO] = &desk_screen_photo,
};

static const struct screen *find_desk(enum desk_screen screen)
{
    bool known = (unsigned)screen < DESK_SCREEN_COUNT && desk_screens[screen];
    return known ? desk_screens[screen] : &desk_screen_search;
}

const struct screen *screen_find(const struct ui_model *model)
{
    if (model->staff.step != UI_STAFF_NONE) {
        return &screen_staff;
    }
    if ((unsigned)model->sheet < VISIT_SHEET_COUNT && sheets[model->sheet]) {
        return sheets[model->sheet];
    }
    if (model->face == UI_FACE_VERIFY) {
        return model->guard.state == GUARD_READY ? &screen_guard_ready : &screen_guard_verdict;
    }
    if (model->face == UI_FACE_DESK) {
        return find_desk(model->desk.screen);
    }
    return (unsigned)model->screen < VISIT_STATE_COUNT ? screens[model->screen] : &screen_desk;
}

bool screen_is_same(const struct ui_model *one, const struct ui_model *other)
{
    return screen_find(one) == screen_find(other) && one->screen == other->screen &&
           one->desk.number == other->desk.number && one->staff.step == other->staff.step &&
           one->staff.part == other->staff.part &&
           (screen_find(one) != &screen_guard_verdict || one->guard.number == other->guard.number);
}

void screen_build(struct widget_tree *tree, const struct theme *theme, const struct ui_model *model)
{
    tree_reset(tree, theme, model->language);
    screen_find(model)->build(tree, model);
}
