#include "visit.h"

/* Per state: its name, after how long it gives up, and where to. */
static const struct {
    const char *name;
    int limit_ms; /* 0: never */
    enum visit_state then;
    bool warns; /* asks before it gives up */
} states[VISIT_STATE_COUNT] = {
    [VISIT_ATTRACT] = {"attract", 0, VISIT_ATTRACT},
    [VISIT_SCAN] = {"scan", 60000, VISIT_ATTRACT},
    [VISIT_CONFIRM] = {"confirm", 45000, VISIT_ATTRACT, true},
    [VISIT_PRINTING] = {"printing", 180000, VISIT_DESK}, /* a printer that says nothing */
    [VISIT_COLLECT] = {"collect", 45000, VISIT_ATTRACT, true},
    [VISIT_DONE] = {"done", 12000, VISIT_ATTRACT},
    [VISIT_REFUSED] = {"refused", 40000, VISIT_ATTRACT, true},
    [VISIT_DESK] = {"desk", 25000, VISIT_ATTRACT},
};

/* A sheet that nobody touches closes by itself; the one that asks ends with its state. */
#define SHEET_LIMIT_MS 30000

static const char *const sheet_names[VISIT_SHEET_COUNT] = {
    [VISIT_SHEET_NONE] = "",           [VISIT_SHEET_LANGUAGE] = "language",
    [VISIT_SHEET_COMFORT] = "comfort", [VISIT_SHEET_HELP] = "help",
    [VISIT_SHEET_TIME] = "time",
};

/* The next state follows from the verdict: CONFIRM (or what CHECKED_IN says), REFUSED or DESK. */
#define BY_VERDICT VISIT_STATE_COUNT

#define AT(state) (1u << VISIT_##state)
#define RESTING (AT(ATTRACT) | AT(SCAN) | AT(COLLECT) | AT(DONE) | AT(REFUSED) | AT(DESK))

static const struct rule {
    unsigned from; /* AT() of the states it holds in */
    enum visit_input_kind kind;
    enum visit_state to;
    enum visit_effect effect;
} rules[] = {
    {AT(ATTRACT), VISIT_IN_START, VISIT_SCAN, VISIT_DO_NOTHING},
    {RESTING, VISIT_IN_DECIDED, BY_VERDICT, VISIT_DO_NOTHING},
    {AT(CONFIRM), VISIT_IN_YES, VISIT_CONFIRM, VISIT_DO_RECORD},
    {AT(CONFIRM), VISIT_IN_NO, VISIT_SCAN, VISIT_DO_FORGET},
    {AT(CONFIRM), VISIT_IN_CHECKED_IN, BY_VERDICT, VISIT_DO_NOTHING},
    {AT(PRINTING), VISIT_IN_PRINTED, VISIT_COLLECT, VISIT_DO_NOTHING},
    {AT(PRINTING), VISIT_IN_PRINT_FAULT, VISIT_DESK, VISIT_DO_NOTHING},
    {AT(PRINTING) | AT(COLLECT), VISIT_IN_COLLECTED, VISIT_DONE, VISIT_DO_CONFIRM_BADGE},
    {AT(ATTRACT) | AT(SCAN) | AT(CONFIRM) | AT(COLLECT) | AT(DONE) | AT(REFUSED), VISIT_IN_DESK,
     VISIT_DESK, VISIT_DO_NOTHING},
    {RESTING | AT(CONFIRM), VISIT_IN_BACK, VISIT_ATTRACT, VISIT_DO_FORGET},
};

/* Which sheet an input lays over which states. */
static const struct {
    unsigned over;
    enum visit_input_kind kind;
    enum visit_sheet sheet;
} sheets[] = {
    {RESTING | AT(CONFIRM) | AT(PRINTING), VISIT_IN_LANGUAGE, VISIT_SHEET_LANGUAGE},
    {RESTING | AT(CONFIRM) | AT(PRINTING), VISIT_IN_COMFORT, VISIT_SHEET_COMFORT},
    {AT(ATTRACT) | AT(SCAN) | AT(CONFIRM) | AT(COLLECT) | AT(REFUSED), VISIT_IN_HELP,
     VISIT_SHEET_HELP},
};

/* While the check-in is being recorded, CONFIRM has no deadline: neither a second tap nor the time
 * may start another. */
static bool is_recording(const struct visit *visit)
{
    return visit->state == VISIT_CONFIRM && visit->deadline_ms == 0;
}

static void renew(struct visit *visit, int64_t now_ms)
{
    int limit_ms = states[visit->state].limit_ms;
    visit->deadline_ms = limit_ms ? now_ms + limit_ms : 0;
}

static void enter(struct visit *visit, enum visit_state state, int64_t now_ms)
{
    visit->state = state;
    visit->entered_ms = now_ms;
    renew(visit, now_ms);
    visit->sheet = VISIT_SHEET_NONE;
    visit->sheet_ms = 0;
    if (state == VISIT_DESK) {
        visit->decision = (struct decision){VERDICT_REFER, REASON_REFERRED};
    } else if (state == VISIT_ATTRACT || state == VISIT_SCAN) {
        visit->decision = (struct decision){VERDICT_ADMIT, REASON_OK};
    }
}

static enum visit_state state_by_verdict(const struct visit_input *input)
{
    switch (input->decision.verdict) {
    case VERDICT_REFUSE:
        return VISIT_REFUSED;
    case VERDICT_REFER:
        return VISIT_DESK;
    default:
        break;
    }
    if (input->kind == VISIT_IN_DECIDED) {
        return VISIT_CONFIRM;
    }
    return input->prints ? VISIT_PRINTING : VISIT_DONE;
}

static void close_sheet(struct visit *visit, int64_t now_ms)
{
    visit->sheet = VISIT_SHEET_NONE;
    visit->sheet_ms = 0;
    if (visit->state != VISIT_PRINTING) { /* its time is the printer's */
        renew(visit, now_ms);
    }
}

static enum visit_effect pass_time(struct visit *visit, int64_t now_ms)
{
    if (visit->sheet_ms) {
        if (now_ms >= visit->sheet_ms) {
            close_sheet(visit, now_ms);
        }
        return VISIT_DO_NOTHING;
    }
    if (visit->deadline_ms == 0) {
        return VISIT_DO_NOTHING;
    }
    if (now_ms >= visit->deadline_ms) {
        enter(visit, states[visit->state].then, now_ms);
        return visit->state == VISIT_ATTRACT ? VISIT_DO_FORGET : VISIT_DO_NOTHING;
    }
    if (states[visit->state].warns && now_ms >= visit->deadline_ms - VISIT_WARNS_MS) {
        visit->sheet = VISIT_SHEET_TIME;
    }
    return VISIT_DO_NOTHING;
}

const char *visit_state_string(enum visit_state state)
{
    return states[state].name;
}

const char *visit_sheet_string(enum visit_sheet sheet)
{
    return sheet_names[sheet];
}

void visit_init(struct visit *visit, int64_t now_ms)
{
    enter(visit, VISIT_ATTRACT, now_ms);
}

static const struct rule *find_rule(const struct visit *visit, const struct visit_input *input)
{
    if (is_recording(visit) != (input->kind == VISIT_IN_CHECKED_IN)) {
        return NULL;
    }
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        if (rules[i].kind == input->kind && (rules[i].from >> visit->state & 1)) {
            return &rules[i];
        }
    }
    return NULL;
}

/* What only concerns the sheets and the time. False: the input is for the state. */
static bool step_sheet(struct visit *visit, const struct visit_input *input)
{
    bool lies_over = visit->sheet != VISIT_SHEET_NONE && visit->sheet != VISIT_SHEET_TIME;
    if (input->kind == VISIT_IN_ACTIVITY || input->kind == VISIT_IN_CLOSE ||
        (input->kind == VISIT_IN_BACK && lies_over)) {
        if (input->kind == VISIT_IN_ACTIVITY && lies_over) {
            visit->sheet_ms = input->now_ms + SHEET_LIMIT_MS;
        } else {
            close_sheet(visit, input->now_ms);
        }
        return true;
    }
    for (size_t i = 0; i < sizeof sheets / sizeof sheets[0]; i++) {
        if (sheets[i].kind == input->kind && (sheets[i].over >> visit->state & 1)) {
            visit->sheet = sheets[i].sheet;
            visit->sheet_ms = input->now_ms + SHEET_LIMIT_MS;
            return true;
        }
    }
    return false;
}

enum visit_effect visit_step(struct visit *visit, const struct visit_input *input)
{
    if (input->kind == VISIT_IN_TICK) {
        return pass_time(visit, input->now_ms);
    }
    if (!is_recording(visit) && step_sheet(visit, input)) {
        return VISIT_DO_NOTHING;
    }
    const struct rule *rule = find_rule(visit, input);
    if (!rule) {
        return VISIT_DO_NOTHING;
    }
    if (rule->effect == VISIT_DO_RECORD) {
        visit->deadline_ms = 0;
        return VISIT_DO_RECORD;
    }
    if (rule->to == BY_VERDICT) {
        visit->decision = input->decision;
        enter(visit, state_by_verdict(input), input->now_ms);
    } else {
        enter(visit, rule->to, input->now_ms);
    }
    return rule->effect;
}

bool visit_accepts_code(const struct visit *visit)
{
    return RESTING >> visit->state & 1;
}

int visit_seconds_left(const struct visit *visit, int64_t now_ms)
{
    if (visit->deadline_ms == 0) {
        return -1;
    }
    int64_t left_ms = visit->deadline_ms - now_ms;
    return left_ms > 0 ? (int)((left_ms + 999) / 1000) : 0;
}
