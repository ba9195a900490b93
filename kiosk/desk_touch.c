/* What touches and keys mean on each of the desk's screens. */
#include <stdio.h>
#include <string.h>

#include "kiosk/desk.h"
#include "message.h"
#include "timebase.h"

/* Keys that change the keyboard itself. */
static bool keyboard_key(struct desk_view *view, int key)
{
    switch (key) {
    case DESK_KEY_SHIFT:
        view->shift = !view->shift;
        return true;
    case DESK_KEY_LAYOUT:
        view->layout = (enum desk_layout)(((int)view->layout + 1) % DESK_LAYOUT_COUNT);
        view->figures = false;
        return true;
    case DESK_KEY_DIGITS:
        view->figures = !view->figures;
        return true;
    case DESK_KEY_SHOW:
        view->keyboard = !view->keyboard;
        return true;
    default:
        return false;
    }
}

static void enter_key(struct kiosk *kiosk)
{
    struct desk_view *view = &kiosk->model.desk;
    if (view->screen == DESK_EDIT) {
        desk_edit_done(kiosk);
    } else if (view->screen == DESK_SEARCH && view->row_count > 0) {
        desk_open_person(kiosk, kiosk->desk->row_holders[0]);
    } else if (view->screen == DESK_QUESTION) {
        desk_touch_deed(kiosk, DESK_DEED_YES);
    }
}

static void text_key(struct kiosk *kiosk, int key)
{
    struct desk_view *view = &kiosk->model.desk;
    if (!desk_text_key(&view->field, key)) {
        return;
    }
    bool starts = view->field.caret == 0 || desk_text_before(&view->field) == ' ';
    view->shift = view->screen == DESK_EDIT && starts && !view->figures;
    view->first = 0;
    if (view->screen == DESK_SEARCH) {
        desk_search(kiosk);
    } else {
        desk_edit_changed(kiosk);
    }
}

static void take_key(struct kiosk *kiosk, int key)
{
    struct desk_view *view = &kiosk->model.desk;
    kiosk->dirty = true;
    if (view->screen == DESK_PIN) {
        desk_pin_key(kiosk, key);
    } else if (key == DESK_KEY_ENTER) {
        enter_key(kiosk);
    } else if (!keyboard_key(view, key) &&
               (view->screen == DESK_SEARCH || view->screen == DESK_EDIT)) {
        text_key(kiosk, key);
    } else if (view->screen == DESK_PERSON && key > ' ') {
        desk_page(kiosk, DESK_SEARCH); /* who types there looks for the next person */
        text_key(kiosk, key);
    }
}

static void open_row(struct kiosk *kiosk, int index)
{
    struct desk_view *view = &kiosk->model.desk;
    if (index < 0 || (size_t)index >= view->row_count) {
        return;
    }
    switch (view->screen) {
    case DESK_SIGN_IN:
        desk_ask_pin(kiosk, view->rows[index].name, false);
        break;
    case DESK_APPROVER:
        desk_ask_pin(kiosk, view->rows[index].name, true);
        break;
    case DESK_SEARCH:
        desk_open_person(kiosk, kiosk->desk->row_holders[index]);
        break;
    case DESK_REASONS:
        desk_choose_reason(kiosk, index);
        break;
    case DESK_FIELDS:
        desk_open_field(kiosk, index);
        break;
    case DESK_EDIT:
        desk_choose_value(kiosk, index);
        break;
    case DESK_PRINTERS:
        desk_open_printer(kiosk, index);
        break;
    case DESK_INCIDENTS:
        desk_open_incident(kiosk, index);
        break;
    default:
        break;
    }
}

static void scroll(struct kiosk *kiosk, int step)
{
    struct desk_view *view = &kiosk->model.desk;
    int first = view->first + step * 4, last = view->total - 1;
    first = first > last ? last : first;
    view->first = first < 0 ? 0 : first;
    if (view->screen == DESK_EDIT) {
        desk_edit_changed(kiosk);
    } else {
        desk_refill(kiosk);
    }
}

static void choose_language(struct kiosk *kiosk, int index)
{
    const char *const *languages = message_languages();
    for (int i = 0; languages[i]; i++) {
        if (i == index) {
            snprintf(kiosk->model.language, sizeof kiosk->model.language, "%s", languages[i]);
        }
    }
    kiosk_person_language(kiosk);
    kiosk->dirty = true;
}

/* What goes without anybody signed in. */
static bool is_public(const struct kiosk *kiosk, enum ui_action action)
{
    return desk_is_open(kiosk) || action == UI_ACTION_KEY || action == UI_ACTION_OPEN ||
           action == UI_ACTION_BACK || action == UI_ACTION_SCROLL;
}

void desk_action(struct kiosk *kiosk, const struct ui_event *event)
{
    struct desk *desk = kiosk->desk;
    if (desk_is_open(kiosk) && desk->session.name[0]) {
        staff_session_touch(&desk->session, time_monotonic_us() / 1000);
    }
    if (!is_public(kiosk, event->action)) {
        return;
    }
    if (event->action != UI_ACTION_TOUCH) {
        desk_unsay(kiosk);
    }
    switch (event->action) {
    case UI_ACTION_KEY:
        take_key(kiosk, event->value);
        break;
    case UI_ACTION_OPEN:
        open_row(kiosk, event->value);
        break;
    case UI_ACTION_PAGE:
        desk_page(kiosk, (enum desk_screen)event->value);
        break;
    case UI_ACTION_BACK:
        desk_back(kiosk);
        break;
    case UI_ACTION_SCROLL:
        scroll(kiosk, event->value);
        break;
    case UI_ACTION_DEED:
        desk_touch_deed(kiosk, (enum desk_deed)event->value);
        break;
    case UI_ACTION_CHOOSE:
        choose_language(kiosk, event->value);
        break;
    case UI_ACTION_SWITCH:
        kiosk->model.comfort ^= (unsigned)event->value;
        kiosk->dirty = true;
        break;
    default:
        break;
    }
}
