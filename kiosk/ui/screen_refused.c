/* Refused: why, and what to do now. A mistake in what was held up is amber, a refusal red. */
#include "kiosk/ui/parts.h"
#include "kiosk/ui/screen.h"

static const struct {
    const char *title, *advice;
} texts[REASON_COUNT] = {
#define REASON_TEXT(name, keyword) [name] = {"reason." keyword, "advice." keyword},
    REASON_TABLE(REASON_TEXT)
#undef REASON_TEXT
};

/* The wrong thing was held up, or the right one at the wrong time or place. */
static const bool is_mistake[REASON_COUNT] = {
    [REASON_NOT_A_CREDENTIAL] = true,
    [REASON_CONTACT_CARD] = true,
    [REASON_URL] = true,
    [REASON_WIFI] = true,
    [REASON_BOARDING_PASS] = true,
    [REASON_MALFORMED] = true,
    [REASON_WRONG_TYPE] = true,
    [REASON_NEEDS_BADGE] = true,
    [REASON_NOT_YET_VALID] = true,
    [REASON_WRONG_DAY] = true,
    [REASON_WRONG_VENUE] = true,
    [REASON_ALREADY_INSIDE] = true,
    [REASON_NOT_INSIDE] = true,
    [REASON_ESCORT_REQUIRED] = true,
    [REASON_WRONG_DIRECTION] = true,
    [REASON_CLOSED] = true,
    [REASON_NOT_INVITED] = true,
    [REASON_TOO_SOON] = true,
    [REASON_FULL] = true,
};

static void advise(struct widget_tree *tree, const struct ui_model *model, enum reason reason,
                   const struct tone *tone)
{
    const struct widget style = {.type = TYPE_LEAD, .color = tone->soft, .shrinks = true};
    char time[32] = "";
    if (model->arrived_ms) {
        wording_time(tree->wording, tree->language, model->arrived_ms, time, sizeof time);
    }
    if (reason == REASON_ALREADY_INSIDE && !time[0]) {
        tree_message(tree, "advice.already-inside.no-time", style);
        return;
    }
    tree_filled(tree, texts[reason].advice, "time", time, style);
}

static void build(struct widget_tree *tree, const struct ui_model *model)
{
    enum reason reason =
        (unsigned)model->decision.reason < REASON_COUNT ? model->decision.reason : REASON_REFERRED;
    const struct tone *tone = is_mistake[reason] ? &tone_note : &tone_refuse;
    const struct tone deep = tone_on_deep(tone);
    page_open(tree, tone);
    page_first(tree, tone->deep, true, 0.42f, 0.45f);
    part_header(tree, model, &deep, false);
    part_mark(tree, is_mistake[reason] ? MARK_EXCLAMATION : MARK_CROSS, tone);
    page_second(tree, tone->ground, false);
    part_second_header(tree, tone);
    part_space(tree, 1);
    part_words_open(tree);
    tree_message(
        tree, texts[reason].title,
        (struct widget){.type = TYPE_DISPLAY, .bold = true, .color = tone->text, .shrinks = true});
    advise(tree, model, reason, tone);
    tree_close(tree);
    part_next_steps(tree, model, tone); /* of somebody known who is wrong here or now */
    bool is_inside = reason == REASON_ALREADY_INSIDE;
    part_space(tree, 1);
    part_primary(tree, tone, is_inside ? "refused.finish" : "refused.again", ICON_NONE,
                 UI_ACTION_BACK);
    part_secondary(tree, tone, "action.desk", ICON_PERSON, UI_ACTION_DESK);
    page_close(tree);
}

const struct screen screen_refused = {"refused", build, UI_ACTION_BACK};
