#include "kiosk/ui/parts_guard.h"

#include <stdio.h>

#include "message.h"

static const struct verdict_look looks[] = {
    [VERDICT_ADMIT] = {&tone_admit, MARK_TICK, ICON_CHECK, {"guard.admit.in", "guard.admit.out"}},
    [VERDICT_ADMIT_WITH_NOTE] = {&tone_note,
                                 MARK_EXCLAMATION,
                                 ICON_INFO,
                                 {"guard.note.in", "guard.note.out"}},
    [VERDICT_REFUSE] = {&tone_refuse,
                        MARK_CROSS,
                        ICON_CLOSE,
                        {"guard.refuse.in", "guard.refuse.out"}},
    [VERDICT_REFER] = {&tone_refer, MARK_HAND, ICON_PERSON, {"guard.refer.in", "guard.refer.out"}},
};

const struct verdict_look *guard_look(enum verdict verdict)
{
    return (unsigned)verdict <= VERDICT_REFER ? &looks[verdict] : &looks[VERDICT_REFER];
}

/* What the guard does about a reason. */
static const struct {
    const char *reason, *advice;
} texts[REASON_COUNT] = {
    [REASON_OK] = {"guard.reason.ok", NULL},
    [REASON_NOT_A_CREDENTIAL] = {"guard.reason.not-a-credential", "guard.do.show-badge"},
    [REASON_CONTACT_CARD] = {"guard.reason.contact-card", "guard.do.show-badge"},
    [REASON_URL] = {"guard.reason.web-address", "guard.do.show-badge"},
    [REASON_WIFI] = {"guard.reason.wifi-code", "guard.do.show-badge"},
    [REASON_BOARDING_PASS] = {"guard.reason.boarding-pass", "guard.do.show-badge"},
    [REASON_MALFORMED] = {"guard.reason.malformed", "guard.do.show-again"},
    [REASON_WRONG_EVENT] = {"guard.reason.wrong-event", "guard.do.show-badge"},
    [REASON_UNKNOWN_KEY] = {"guard.reason.unknown-key", "guard.do.supervisor"},
    [REASON_BAD_SIGNATURE] = {"guard.reason.bad-signature", "guard.do.forged"},
    [REASON_WRONG_TYPE] = {"guard.reason.wrong-type", "guard.do.show-badge"},
    [REASON_NEEDS_BADGE] = {"guard.reason.needs-badge", "guard.do.registration"},
    [REASON_NOT_YET_VALID] = {"guard.reason.not-yet-valid", "guard.do.registration"},
    [REASON_EXPIRED] = {"guard.reason.expired", "guard.do.registration"},
    [REASON_UNKNOWN_ATTENDEE] = {"guard.reason.unknown-attendee", "guard.do.registration"},
    [REASON_REVOKED] = {"guard.reason.revoked", "guard.do.supervisor"},
    [REASON_WITHDRAWN] = {"guard.reason.withdrawn", "guard.do.supervisor"},
    [REASON_PENDING_APPROVAL] = {"guard.reason.pending-approval", "guard.do.registration"},
    [REASON_SUPERSEDED] = {"guard.reason.superseded", "guard.do.newer"},
    [REASON_REFERRED] = {"guard.reason.referred", "guard.do.quietly"},
    [REASON_WRONG_ZONE] = {"guard.reason.wrong-zone", "guard.do.elsewhere"},
    [REASON_WRONG_VENUE] = {"guard.reason.wrong-venue", "guard.do.elsewhere"},
    [REASON_WRONG_DAY] = {"guard.reason.wrong-day", "guard.do.registration"},
    [REASON_ESCORT_REQUIRED] = {"guard.reason.escort-required", "guard.do.escort"},
    [REASON_STALE_DATA] = {"guard.reason.stale-data", "guard.do.supervisor"},
    [REASON_ALREADY_INSIDE] = {"guard.reason.already-inside", "guard.do.compare"},
    [REASON_NOT_INSIDE] = {"guard.reason.not-inside", "guard.do.compare"},
    [REASON_SUSPENDED] = {"guard.reason.suspended", "guard.do.registration"},
    [REASON_WRONG_DIRECTION] = {"guard.reason.wrong-direction", "guard.do.elsewhere"},
    [REASON_CLOSED] = {"guard.reason.closed", "guard.do.elsewhere"},
    [REASON_NOT_INVITED] = {"guard.reason.not-invited", "guard.do.elsewhere"},
    [REASON_NO_REENTRY] = {"guard.reason.no-re-entry", "guard.do.supervisor"},
    [REASON_TOO_SOON] = {"guard.reason.too-soon", "guard.do.compare"},
    [REASON_TOO_MANY] = {"guard.reason.too-many-accompanying", "guard.do.registration"},
    [REASON_FULL] = {"guard.reason.full", "guard.do.elsewhere"},
    [REASON_FORCED] = {"guard.reason.forced", NULL},
    [REASON_PHOTO_CHECK] = {"guard.reason.photo-check", "guard.do.compare"},
    [REASON_TEST_CREDENTIAL] = {"guard.reason.test-credential", "guard.do.show-badge"},
    [REASON_STATION_FAULT] = {"guard.reason.station-fault", "guard.do.supervisor"},
};

const char *guard_reason_key(enum reason reason)
{
    bool known = (unsigned)reason < REASON_COUNT && texts[reason].reason;
    return texts[known ? reason : REASON_STATION_FAULT].reason;
}

const char *guard_advice_key(struct decision decision)
{
    bool known = (unsigned)decision.reason < REASON_COUNT && texts[decision.reason].reason;
    return texts[known ? decision.reason : REASON_STATION_FAULT].advice;
}

/* ---- header ---- */

/* Since when the hub is away: the time today, with the day when it was before. */
static void away(struct widget_tree *tree, const struct sync_status *sync, struct widget style)
{
    char time[64];
    if (sync_status_standing(sync) == SYNC_NEVER) {
        tree_message(tree, "guard.link.never", style);
        return;
    }
    wording_time(tree->wording, tree->language, sync->since_ms, time, sizeof time);
    tree_filled(tree, "guard.link.apart", "time", time, style);
}

static void waiting(struct widget_tree *tree, int64_t number, struct widget style)
{
    char digits[32];
    if (number > 0) {
        wording_number(tree->wording, tree->language, number, digits, sizeof digits);
        tree_filled(tree, "guard.waiting", "number", digits, style);
    }
}

/* How the station stands with the hub, how old the data are, and what waits to be sent. */
static void standing(struct widget_tree *tree, const struct ui_model *model,
                     const struct tone *tone)
{
    const struct sync_status *sync = &model->sync;
    const struct widget small = {
        .type = TYPE_CAPTION, .color = tone->soft, .lines = 2, .align = PLACE_END, .max_width = 30};
    bool apart = sync->has_hub && !sync->connected;
    tree_open(tree, (struct widget){.kind = WIDGET_COLUMN, .name = "data", .across = PLACE_END});
    if (model->gate_fault) {
        struct widget loud = small;
        loud.bold = loud.shrinks = true;
        loud.color = tone->text;
        tree_message(tree, "guard.gate.fault", loud);
    }
    if (apart) {
        away(tree, sync, small);
    }
    if (!part_data_age(tree, model, small) && !apart) {
        tree_message(tree, model->data_age_s < 0 ? "data-age.own" : "data-age.now", small);
    }
    waiting(tree, sync->waiting, small);
    tree_close(tree);
    if (sync->has_hub) {
        tree_add(tree, (struct widget){.kind = WIDGET_ICON,
                                       .name = "icon",
                                       .icon = apart ? ICON_OFFLINE : ICON_SYNC,
                                       .size = 4,
                                       .color = tone->text});
    }
}

void guard_header(struct widget_tree *tree, const struct ui_model *model, const struct tone *tone)
{
    bool in = model->guard.direction != DIRECTION_OUT;
    tree_open(tree, (struct widget){.kind = WIDGET_ROW,
                                    .name = "header",
                                    .min_height = 6,
                                    .gap = 2,
                                    .across = PLACE_CENTER});
    tree_add(tree, (struct widget){.kind = WIDGET_ICON,
                                   .name = "icon",
                                   .icon = in ? ICON_IN : ICON_OUT,
                                   .size = 5,
                                   .color = tone->text});
    tree_open(tree, (struct widget){.kind = WIDGET_COLUMN, .name = "door", .grow = 1});
    tree_text(tree, "door", part_event_name(tree, model->checkpoint),
              (struct widget){.type = TYPE_BODY, .bold = true, .color = tone->text, .lines = 2});
    tree_message(tree, in ? "guard.mode.in" : "guard.mode.out",
                 (struct widget){.type = TYPE_CAPTION, .color = tone->soft, .lines = 2});
    tree_close(tree);
    standing(tree, model, tone);
    tree_close(tree);
}

/* ---- counters ---- */

static void counter(struct widget_tree *tree, const char *key, int number, const struct tone *tone)
{
    char digits[32];
    tree_open(tree, (struct widget){.kind = WIDGET_COLUMN,
                                    .name = "counter",
                                    .grow = 1,
                                    .across = PLACE_STRETCH,
                                    .fill = tone->deep,
                                    .radius = RADIUS_CARD,
                                    .pad_x = 1.5f,
                                    .pad_y = 0.8f});
    tree_text(tree, "count",
              wording_number(tree->wording, tree->language, number, digits, sizeof digits),
              (struct widget){
                  .type = TYPE_TITLE, .bold = true, .color = tone->text, .align = PLACE_CENTER});
    tree_message(tree, key,
                 (struct widget){
                     .type = TYPE_CAPTION, .color = tone->soft, .align = PLACE_CENTER, .lines = 1});
    tree_close(tree);
}

void guard_counters(struct widget_tree *tree, const struct ui_model *model, const struct tone *tone)
{
    tree_open(tree,
              (struct widget){
                  .kind = WIDGET_ROW, .name = "counters", .gap = 1.5f, .across = PLACE_STRETCH});
    counter(tree, "guard.count.in", model->guard.passed_in, tone);
    counter(tree, "guard.count.out", model->guard.passed_out, tone);
    counter(tree, "guard.count.stopped", model->guard.stopped, tone);
    tree_close(tree);
}

/* ---- the last scans ---- */

/* `on_verdict`: on a ground that may be of the shape's own colour. */
static void shape(struct widget_tree *tree, const struct guard_scan *scan, float size,
                  bool on_verdict)
{
    const struct verdict_look *look = guard_look(scan->decision.verdict);
    tree_add(tree, (struct widget){.kind = WIDGET_MARK,
                                   .name = "shape",
                                   .value = (int)look->mark,
                                   .size = size,
                                   .color = on_verdict ? look->tone->ground : look->tone->text,
                                   .fill = on_verdict ? COLOR_ON_VERDICT : look->tone->ground});
}

static void scan_line(struct widget_tree *tree, const struct guard_scan *scan)
{
    char time[32];
    bool passed = scan->decision.verdict == VERDICT_ADMIT;
    tree_open(tree, (struct widget){
                        .kind = WIDGET_ROW, .name = "scan", .gap = 1.2f, .across = PLACE_CENTER});
    shape(tree, scan, 5, false);
    tree_text(tree, "time",
              wording_time(tree->wording, tree->language, scan->at_ms, time, sizeof time),
              (struct widget){.type = TYPE_BODY, .color = COLOR_SOFT, .shrinks = true});
    tree_add(tree, (struct widget){.kind = WIDGET_ICON,
                                   .name = "icon",
                                   .icon = scan->direction == DIRECTION_OUT ? ICON_OUT : ICON_IN,
                                   .size = 2.6f,
                                   .color = COLOR_SOFT});
    tree_text(tree, "scan name",
              scan->name[0] ? scan->name
                            : message_text(tree->language, guard_reason_key(scan->decision.reason)),
              (struct widget){.type = TYPE_BODY,
                              .bold = true,
                              .color = COLOR_INK,
                              .grow = 1,
                              .min_width = 12,
                              .lines = 1,
                              .shrinks = true,
                              .personal = true});
    if (scan->name[0] && !passed) {
        tree_message(tree, guard_reason_key(scan->decision.reason),
                     (struct widget){.type = TYPE_CAPTION,
                                     .color = COLOR_SOFT,
                                     .max_width = 24,
                                     .lines = 2,
                                     .align = PLACE_END});
    }
    tree_close(tree);
}

void guard_scans(struct widget_tree *tree, const struct ui_model *model)
{
    tree_open(tree,
              (struct widget){
                  .kind = WIDGET_COLUMN, .name = "scans", .gap = 1.2f, .across = PLACE_STRETCH});
    tree_message(tree, model->guard.scan_count ? "guard.recent" : "guard.none-yet",
                 (struct widget){.type = TYPE_CAPTION, .color = COLOR_SOFT});
    for (size_t i = 0; i < model->guard.scan_count && i < GUARD_SCANS; i++) {
        scan_line(tree, &model->guard.scans[i]);
    }
    tree_close(tree);
}

static void small_counters(struct widget_tree *tree, const struct ui_model *model,
                           const struct tone *tone)
{
    static const enum icon_id icons[] = {ICON_IN, ICON_OUT, ICON_CLOSE};
    const int numbers[] = {model->guard.passed_in, model->guard.passed_out, model->guard.stopped};
    char digits[32];
    for (int i = 0; i < 3; i++) {
        tree_open(tree,
                  (struct widget){
                      .kind = WIDGET_ROW, .name = "counter", .gap = 0.6f, .across = PLACE_CENTER});
        tree_add(tree, (struct widget){.kind = WIDGET_ICON,
                                       .name = "icon",
                                       .icon = icons[i],
                                       .size = 3,
                                       .color = tone->soft});
        tree_text(tree, "count",
                  wording_number(tree->wording, tree->language, numbers[i], digits, sizeof digits),
                  (struct widget){.type = TYPE_BODY, .bold = true, .color = tone->text});
        tree_close(tree);
    }
}

void guard_shapes(struct widget_tree *tree, const struct ui_model *model, const struct tone *tone)
{
    tree_open(tree, (struct widget){
                        .kind = WIDGET_ROW, .name = "shapes", .gap = 1.6f, .across = PLACE_CENTER});
    for (size_t i = model->guard.scan_count; i-- > 0;) {
        shape(tree, &model->guard.scans[i], 4, true);
    }
    part_space(tree, 1);
    if (model->can_force) {
        part_quiet(tree, tone, "guard.force", ICON_KEY, UI_ACTION_FORCE);
    } else {
        small_counters(tree, model, tone);
    }
    tree_close(tree);
}
/* ---- in and out ---- */

static void way(struct widget_tree *tree, const char *key, enum icon_id icon, bool chosen,
                const struct tone *tone)
{
    bool plain = tone->text == COLOR_INK;
    enum color_role fill =
        chosen ? (plain ? COLOR_PRIMARY : COLOR_ON_VERDICT) : (plain ? COLOR_SURFACE : tone->deep);
    enum color_role color =
        chosen ? (plain ? COLOR_ON_PRIMARY : tone->ground) : (plain ? COLOR_PRIMARY : tone->text);
    tree_open(tree, (struct widget){.kind = WIDGET_ROW,
                                    .name = key,
                                    .action = chosen ? UI_ACTION_NONE : UI_ACTION_TURN,
                                    .grow = 1,
                                    .min_height = TARGET_PRIMARY - 1,
                                    .gap = 1.4f,
                                    .pad_x = 2,
                                    .pad_y = 1,
                                    .across = PLACE_CENTER,
                                    .along = PLACE_CENTER,
                                    .radius = RADIUS_BUTTON,
                                    .fill = fill,
                                    .color = color,
                                    .border = plain ? COLOR_LINE : COLOR_NONE});
    tree_add(tree,
             (struct widget){
                 .kind = WIDGET_ICON, .name = "icon", .icon = icon, .size = 4.5f, .color = color});
    tree_message(tree, key,
                 (struct widget){.type = TYPE_LEAD,
                                 .bold = true,
                                 .color = color,
                                 .align = PLACE_CENTER,
                                 .shrinks = true});
    tree_close(tree);
}

void guard_switch(struct widget_tree *tree, const struct ui_model *model, const struct tone *tone)
{
    bool in = model->guard.direction != DIRECTION_OUT;
    tree_open(tree, (struct widget){
                        .kind = WIDGET_ROW, .name = "ways", .gap = 2, .across = PLACE_STRETCH});
    way(tree, "guard.mode.in", ICON_IN, in, tone);
    way(tree, "guard.mode.out", ICON_OUT, !in, tone);
    tree_close(tree);
}
