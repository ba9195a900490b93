#define LOG_MODULE "script"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kiosk/kiosk_private.h"
#include "log.h"
#include "message.h"
#include "timebase.h"

#define PRESS_PATIENCE_S 5.0
#define REST_S 0.6 /* touches on a screen that has just come do not count */
#define EXPECT_PATIENCE_S 10.0

enum step_result { STEP_DONE, STEP_WAITS, STEP_FAILED };

static double waited_s(const struct kiosk *kiosk)
{
    return (double)(time_monotonic_us() - kiosk->step_started_us) / 1e6;
}

void kiosk_shot(struct kiosk *kiosk, const char *name)
{
    char path[4600];
    if (kiosk->options->shots && (size_t)snprintf(path, sizeof path, "%s/%s.png",
                                                  kiosk->options->shots, name) < sizeof path) {
        ui_screenshot(kiosk->ui, path);
    }
}

static enum step_result step_hold(struct kiosk *kiosk, const struct script_step *step)
{
    const char *name = strcmp(step->argument, "-") == 0 ? NULL : step->argument;
    return kiosk->scanner && scanner_hold(kiosk->scanner, name) ? STEP_DONE : STEP_FAILED;
}

static enum step_result step_scan(struct kiosk *kiosk, const struct script_step *step)
{
    kiosk_take_code(kiosk, step->argument, strlen(step->argument));
    return STEP_DONE;
}

/* "pick 2", "key 7": the value itself; a key's is its character. */
static bool number_of(const char *text, enum ui_action *action, int *value)
{
    char end;
    if (sscanf(text, "pick %d%c", value, &end) == 1) {
        *action = UI_ACTION_PICK;
        return true;
    }
    char key[8] = "";
    if (sscanf(text, "key %7s%c", key, &end) != 1) {
        return false;
    }
    *action = UI_ACTION_KEY;
    *value = strcmp(key, "enter") == 0 ? '\r' : strcmp(key, "erase") == 0 ? '\b' : key[0];
    return true;
}

/* "choose ru", "switch large": the value that goes with a word. False: none does. */
static bool choice_of(const char *text, enum ui_action *action, int *value)
{
    if (number_of(text, action, value)) {
        return true;
    }
    static const struct {
        const char *word;
        enum ui_comfort_bit bit;
    } comforts[] = {{"large", UI_COMFORT_LARGE},
                    {"contrast", UI_COMFORT_CONTRAST},
                    {"low", UI_COMFORT_LOW},
                    {"speech", UI_COMFORT_SPEECH}};
    const char *word = strchr(text, ' ') ? strchr(text, ' ') + 1 : "";
    const char *const *languages = message_languages();
    *action = strncmp(text, "choose ", 7) == 0   ? UI_ACTION_CHOOSE
              : strncmp(text, "switch ", 7) == 0 ? UI_ACTION_SWITCH
                                                 : UI_ACTION_NONE;
    for (*value = 0; *action == UI_ACTION_CHOOSE && languages[*value]; ++*value) {
        if (strcmp(languages[*value], word) == 0) {
            return true;
        }
    }
    for (size_t i = 0; *action == UI_ACTION_SWITCH && i < sizeof comforts / sizeof comforts[0];
         i++) {
        if (strcmp(comforts[i].word, word) == 0) {
            *value = (int)comforts[i].bit;
            return true;
        }
    }
    return false;
}

/* "open 2", "deed print", "page arrivals", "key erase", "key é", "scroll on". False: none of these.
 */
static bool desk_choice(const char *text, enum ui_action *action, int *value)
{
    static const struct {
        const char *word;
        int key;
    } keys[] = {{"erase", DESK_KEY_ERASE},   {"shift", DESK_KEY_SHIFT},
                {"layout", DESK_KEY_LAYOUT}, {"figures", DESK_KEY_DIGITS},
                {"enter", DESK_KEY_ENTER},   {"clear", DESK_KEY_CLEAR},
                {"show", DESK_KEY_SHOW}};
    const char *word = strchr(text, ' ') ? strchr(text, ' ') + 1 : "";
    *action = strncmp(text, "open ", 5) == 0     ? UI_ACTION_OPEN
              : strncmp(text, "deed ", 5) == 0   ? UI_ACTION_DEED
              : strncmp(text, "page ", 5) == 0   ? UI_ACTION_PAGE
              : strncmp(text, "scroll ", 7) == 0 ? UI_ACTION_SCROLL
              : strncmp(text, "key ", 4) == 0    ? UI_ACTION_KEY
                                                 : UI_ACTION_NONE;
    *value = *action == UI_ACTION_OPEN ? atoi(word) : strcmp(word, "back") == 0 ? -1 : 1;
    for (int i = 0; *action == UI_ACTION_DEED && i < DESK_DEED_COUNT; i++) {
        *value = strcmp(desk_deed_string((enum desk_deed)i), word) == 0 ? i : *value;
    }
    for (int i = 0; *action == UI_ACTION_PAGE && i < DESK_SCREEN_COUNT; i++) {
        *value = strcmp(desk_screen_string((enum desk_screen)i), word) == 0 ? i : *value;
    }
    if (*action == UI_ACTION_KEY) {
        struct desk_text one;
        desk_text_set(&one, word);
        *value = desk_text_before(&one);
        for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
            *value = strcmp(keys[i].word, word) == 0 ? keys[i].key : *value;
        }
    }
    return *action != UI_ACTION_NONE;
}

/* A button may still be on its way in. */
static enum step_result step_press(struct kiosk *kiosk, const struct script_step *step)
{
    enum ui_action chosen;
    int value;
    if (strcmp(step->argument, ui_action_string(UI_ACTION_CAMERA_OVERLAY)) == 0) {
        return kiosk_camera_overlay(kiosk) ? STEP_DONE : STEP_FAILED; /* a key, not a button */
    }
    for (int action = UI_ACTION_NONE; action < UI_ACTION_COUNT; action++) {
        if (strcmp(ui_action_string((enum ui_action)action), step->argument) == 0 &&
            ui_press(kiosk->ui, (enum ui_action)action)) {
            return STEP_DONE;
        }
    }
    if ((desk_choice(step->argument, &chosen, &value) && ui_choose(kiosk->ui, chosen, value)) ||
        (choice_of(step->argument, &chosen, &value) && ui_choose(kiosk->ui, chosen, value))) {
        return STEP_DONE;
    }
    return waited_s(kiosk) < PRESS_PATIENCE_S ? STEP_WAITS : STEP_FAILED;
}

static enum step_result step_type(struct kiosk *kiosk, const struct script_step *step)
{
    ui_type(kiosk->ui, step->argument);
    return STEP_DONE;
}

static enum step_result step_wait(struct kiosk *kiosk, const struct script_step *step)
{
    if (strcmp(kiosk_screen(kiosk), step->argument) == 0) {
        return STEP_DONE;
    }
    return waited_s(kiosk) < step->seconds ? STEP_WAITS : STEP_FAILED;
}

static enum step_result step_expect(struct kiosk *kiosk, const struct script_step *step)
{
    const char *reason = reason_string(kiosk->outcome.decision.reason);
    if (strcmp(reason, step->argument) == 0) {
        return STEP_DONE;
    }
    return waited_s(kiosk) < EXPECT_PATIENCE_S ? STEP_WAITS : STEP_FAILED;
}

static enum step_result step_sleep(struct kiosk *kiosk, const struct script_step *step)
{
    return waited_s(kiosk) < step->seconds ? STEP_WAITS : STEP_DONE;
}

static enum step_result step_shot(struct kiosk *kiosk, const struct script_step *step)
{
    kiosk_shot(kiosk, step->argument);
    return STEP_DONE;
}

static enum step_result step_quit(struct kiosk *kiosk, const struct script_step *step)
{
    (void)step;
    kiosk->ended = true;
    return STEP_DONE;
}

/* For touches from outside, once the screen has come to rest. */
static enum step_result step_where(struct kiosk *kiosk, const struct script_step *step)
{
    int x, y;
    for (int action = UI_ACTION_NONE; waited_s(kiosk) > REST_S && action < UI_ACTION_COUNT;
         action++) {
        if (strcmp(ui_action_string((enum ui_action)action), step->argument) == 0 &&
            ui_where(kiosk->ui, (enum ui_action)action, &x, &y)) {
            printf("%s %d %d\n", step->argument, x, y);
            fflush(stdout);
            return STEP_DONE;
        }
    }
    return waited_s(kiosk) < PRESS_PATIENCE_S ? STEP_WAITS : STEP_FAILED;
}

static enum step_result (*const steps[])(struct kiosk *, const struct script_step *) = {
    [SCRIPT_HOLD] = step_hold,   [SCRIPT_SCAN] = step_scan,     [SCRIPT_PRESS] = step_press,
    [SCRIPT_WAIT] = step_wait,   [SCRIPT_EXPECT] = step_expect, [SCRIPT_SLEEP] = step_sleep,
    [SCRIPT_SHOT] = step_shot,   [SCRIPT_QUIT] = step_quit,     [SCRIPT_TYPE] = step_type,
    [SCRIPT_WHERE] = step_where,
};

static void fail(struct kiosk *kiosk, const struct script_step *step)
{
    LOG_ERROR("%s:%d: \"%s\" did not come true: the screen is %s, the last reason %s",
              kiosk->options->script, step->line, step->argument, kiosk_screen(kiosk),
              reason_string(kiosk->outcome.decision.reason));
    kiosk->end = KIOSK_SCRIPT_FAILED;
    kiosk->ended = true;
}

void kiosk_script_step(struct kiosk *kiosk)
{
    while (!kiosk->ended && !kiosk->shot_due_us && kiosk->step < kiosk->script.count) {
        const struct script_step *step = &kiosk->script.steps[kiosk->step];
        if (kiosk->step_started_us == 0) {
            kiosk->step_started_us = time_monotonic_us();
        }
        enum step_result result = steps[step->verb](kiosk, step);
        if (result == STEP_WAITS) {
            return;
        }
        if (result == STEP_FAILED) {
            fail(kiosk, step);
            return;
        }
        kiosk->step++;
        kiosk->step_started_us = 0;
        if (kiosk->dirty || step->verb == SCRIPT_PRESS || step->verb == SCRIPT_TYPE) {
            return; /* what the step changed is shown before the next one looks */
        }
    }
    if (kiosk->step == kiosk->script.count) {
        kiosk->ended = true;
    }
}
