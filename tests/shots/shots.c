/*
 * Every screen in every language as a picture, with a page to look through them: make shots.
 *
 *   shots FOLDER [WIDTHxHEIGHT…] [LANGUAGE…] [PART-OF-A-NAME…]
 *
 * link: kiosk/ui/ kiosk/domain/sync_status.c
 * link: kiosk/asset.c kiosk/log.c kiosk/timebase.c ASSETS
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "message.h"
#include "tests/ui/models_desk.h"

struct shot {
    const char *name; /* static */
    struct ui_model model;
};

#define SHOTS_MAX 96

static size_t add(struct shot *shots, size_t count, const char *name, struct ui_model model)
{
    shots[count].name = name;
    shots[count].model = model;
    return count + 1;
}

static struct ui_model refused(enum reason reason)
{
    struct ui_model model = model_make(VISIT_REFUSED);
    model.decision.reason = reason;
    if (reason != REASON_ALREADY_INSIDE && reason != REASON_WRONG_VENUE &&
        reason != REASON_WRONG_DAY) {
        memset(model.steps, 0, sizeof model.steps);
    } else if (reason == REASON_WRONG_VENUE) {
        model.steps[0] = model.steps[1];
        model.steps[0].today = true;
        model.steps[1].at_ms = 0;
    }
    return model;
}

static size_t self_shots(struct shot *shots, size_t count)
{
    static const char *const sheets[VISIT_SHEET_COUNT] = {"", "language", "comfort", "help",
                                                          "time"};
    static const char *const guides[UI_GUIDE_COUNT] = {"",           "scan-closer", "scan-away",
                                                       "scan-still", "scan-light",  "scan-one"};
    for (int screen = 0; screen < VISIT_STATE_COUNT; screen++) {
        count = add(shots, count, model_screens[screen], model_make((enum visit_state)screen));
    }
    for (int guide = 1; guide < UI_GUIDE_COUNT; guide++) {
        struct ui_model model = model_make(VISIT_SCAN);
        model.guidance = (enum ui_guidance)guide;
        count = add(shots, count, guides[guide], model);
    }
    for (int sheet = 1; sheet < VISIT_SHEET_COUNT; sheet++) {
        count = add(shots, count, sheets[sheet], model_make_sheet((enum visit_sheet)sheet));
    }
    count = add(shots, count, "refused-already-inside", refused(REASON_ALREADY_INSIDE));
    count = add(shots, count, "refused-wrong-venue", refused(REASON_WRONG_VENUE));
    count = add(shots, count, "refused-wrong-day", refused(REASON_WRONG_DAY));
    count = add(shots, count, "refused-contact-card", refused(REASON_CONTACT_CARD));
    struct ui_model model = model_make(VISIT_CONFIRM);
    static const unsigned comforts[] = {UI_COMFORT_LARGE, UI_COMFORT_CONTRAST, UI_COMFORT_LOW};
    static const char *const names[] = {"confirm-large", "confirm-contrast", "confirm-low"};
    for (int i = 0; i < 3; i++) {
        model.comfort = comforts[i];
        count = add(shots, count, names[i], model);
    }
    return count;
}

static size_t guard_shots(struct shot *shots, size_t count)
{
    count = add(shots, count, "guard-ready", model_make_guard(GUARD_READY, REASON_OK));
    count = add(shots, count, "guard-admit", model_make_guard(GUARD_ADMIT, REASON_OK));
    count = add(shots, count, "guard-note", model_make_guard(GUARD_NOTE, REASON_PHOTO_CHECK));
    count = add(shots, count, "guard-refuse", model_make_guard(GUARD_REFUSE, REASON_WRONG_ZONE));
    struct ui_model apart = model_make_guard(GUARD_READY, REASON_OK);
    apart.data_age_s = 540;
    apart.sync = (struct sync_status){
        .has_hub = true, .since_ms = MODEL_NINE_MS, .contact_ms = 1, .waiting = 12};
    count = add(shots, count, "guard-apart", apart);
    struct ui_model noted = model_make_guard(GUARD_NOTE, REASON_PHOTO_CHECK);
    snprintf(noted.guard_note, sizeof noted.guard_note,
             "May bring a drum to the opening ceremony.");
    count = add(shots, count, "guard-noted", noted);
    noted = model_make_guard(GUARD_ADMIT, REASON_OK);
    noted.gate_fault = true;
    snprintf(noted.guard_note, sizeof noted.guard_note, "%s", model_note);
    count = add(shots, count, "guard-noted-long", noted);
    struct ui_model forged = model_make_guard(GUARD_REFUSE, REASON_BAD_SIGNATURE);
    forged.person = (struct ui_person){.name = ""};
    forged.can_force = false;
    forged.since_ms = 0;
    count = add(shots, count, "guard-forged", forged);
    return add(shots, count, "guard-refer", model_make_guard(GUARD_REFER, REASON_REFERRED));
}

static size_t staff_shots(struct shot *shots, size_t count)
{
    count = add(shots, count, "staff-reason", model_make_staff(UI_STAFF_REASON, UI_STAFF_SELF));
    count = add(shots, count, "staff-name", model_make_staff(UI_STAFF_NAME, UI_STAFF_APPROVER));
    count = add(shots, count, "staff-pin", model_make_staff(UI_STAFF_PIN, UI_STAFF_APPROVER));
    struct ui_model wrong = model_make_staff(UI_STAFF_PIN, UI_STAFF_SELF);
    wrong.staff.typed = 0;
    wrong.staff.wait_s = 30;
    snprintf(wrong.staff.fault, sizeof wrong.staff.fault, "wait");
    count = add(shots, count, "staff-pin-wrong", wrong);
    return add(shots, count, "staff-leave", model_make_staff(UI_STAFF_LEAVE, UI_STAFF_LEAVER));
}

static size_t desk_shots(struct shot *shots, size_t count)
{
    static const char *const names[DESK_SCREEN_COUNT] = {
        "desk-sign-in",  "desk-pin",       "desk-approver", "desk-search",  "desk-person",
        "desk-reasons",  "desk-question",  "desk-fields",   "desk-edit",    "desk-photo",
        "desk-printers", "desk-incidents", "desk-arrivals", "desk-settings"};
    for (int screen = 0; screen < DESK_SCREEN_COUNT; screen++) {
        if (names[screen]) {
            count = add(shots, count, names[screen], model_make_desk((enum desk_screen)screen));
        }
    }
    struct ui_model model = model_make_desk(DESK_SEARCH);
    model.desk.keyboard = false;
    count = add(shots, count, "desk-search-list", model);
    model = model_make_desk(DESK_PERSON);
    model.desk.replaces = true;
    snprintf(model.desk.notice, sizeof model.desk.notice, "desk.notice.saved");
    count = add(shots, count, "desk-person-changed", model);
    snprintf(model.desk.note, sizeof model.desk.note, "%s", model_note);
    count = add(shots, count, "desk-person-noted-long", model);
    model = model_make_desk(DESK_PERSON);
    snprintf(model.desk.note, sizeof model.desk.note, "May bring a drum to the opening ceremony.");
    return add(shots, count, "desk-person-noted", model);
}

/* A grey ramp stands for the live picture. */
static void show_frame(struct ui *ui)
{
    struct frame frame = {.width = 64, .height = 36, .stride = 64};
    uint8_t luma[64 * 36];
    for (int i = 0; i < 64 * 36; i++) {
        luma[i] = (uint8_t)(60 + i % 64 + i / 64);
    }
    frame.luma = luma;
    ui_camera_frame(ui, &frame, NULL);
}

static int shoot(struct ui *ui, const struct shot *shot, const char *language, const char *folder,
                 const char *size, FILE *page)
{
    char path[4096];
    struct ui_event event;
    struct ui_model model = shot->model;
    snprintf(model.language, sizeof model.language, "%s", language);
    snprintf(path, sizeof path, "%s/%s-%s-%s.png", folder, size, language, shot->name);
    ui_show(ui, &model);
    show_frame(ui);
    ui_next(ui, 0, &event);
    fprintf(page,
            "<figure><a href=\"%s-%s-%s.png\"><img loading=\"lazy\" src=\"%s-%s-%s.png\" "
            "alt=\"%s\"></a><figcaption>%s</figcaption></figure>\n",
            size, language, shot->name, size, language, shot->name, shot->name, shot->name);
    return ui_screenshot(ui, path) ? 1 : 0;
}

/* Languages that are named among the arguments; all when none is. */
static bool is_wanted(const char *language, char **words, int count)
{
    bool named = false;
    for (int i = 0; i < count; i++) {
        if (message_has(words[i], "language.name")) {
            named = true;
            if (strcmp(words[i], language) == 0) {
                return true;
            }
        }
    }
    return !named;
}

/* Other words among the arguments: only screens whose names have one of them. */
static bool is_named(const char *name, char **words, int count)
{
    bool named = false;
    for (int i = 0; i < count; i++) {
        int width, height;
        if (message_has(words[i], "language.name") ||
            sscanf(words[i], "%dx%d", &width, &height) == 2) {
            continue;
        }
        named = true;
        if (strstr(name, words[i])) {
            return true;
        }
    }
    return !named;
}

struct request {
    const struct shot *shots;
    size_t count;
    const char *folder;
    char **words;
    int word_count;
};

static int shoot_all(const struct request *request, const char *size, FILE *page)
{
    struct ui_config config = {.windowed = true, .still = true, .silent = true};
    int saved = 0;
    if (sscanf(size, "%dx%d", &config.width, &config.height) != 2) {
        fprintf(stderr, "shots: \"%s\" is not like 1080x1920\n", size);
        return 0;
    }
    struct ui *ui = ui_create(&config);
    for (const char *const *language = message_languages(); ui && *language; language++) {
        if (!is_wanted(*language, request->words, request->word_count)) {
            continue;
        }
        fprintf(page, "<h2>%s, %s</h2>\n", message_text(*language, "language.name"), size);
        for (size_t i = 0; i < request->count; i++) {
            if (is_named(request->shots[i].name, request->words, request->word_count)) {
                saved += shoot(ui, &request->shots[i], *language, request->folder, size, page);
            }
        }
    }
    ui_destroy(ui);
    return saved;
}

int main(int argc, char **argv)
{
    static struct shot shots[SHOTS_MAX];
    static const char *const usual[] = {"1080x1920", "1280x800"};
    char path[4096];
    if (argc < 2 || (mkdir(argv[1], 0755) != 0 && errno != EEXIST)) {
        fprintf(stderr, "usage: shots FOLDER [WIDTHxHEIGHT…] [LANGUAGE…]\n");
        return 2;
    }
    setenv("SDL_VIDEODRIVER", "offscreen", 1);
    snprintf(path, sizeof path, "%s/index.html", argv[1]);
    FILE *page = fopen(path, "w");
    if (!page) {
        fprintf(stderr, "shots: cannot write %s\n", path);
        return 2;
    }
    fprintf(page, "<!doctype html><meta charset=\"utf-8\"><title>Screens</title><style>"
                  "body{font:16px sans-serif;margin:2em;background:#f6f4ef}"
                  "figure{display:inline-block;margin:.5em;vertical-align:top}"
                  "img{height:360px;box-shadow:0 2px 8px #0003}</style>\n");
    size_t count = staff_shots(shots, guard_shots(shots, self_shots(shots, 0)));
    count = desk_shots(shots, count);
    const struct request request = {shots, count, argv[1], argv + 2, argc - 2};
    int saved = 0, sizes = 0;
    for (int i = 2; i < argc; i++) {
        int width, height;
        if (sscanf(argv[i], "%dx%d", &width, &height) == 2) {
            saved += shoot_all(&request, argv[i], page);
            sizes++;
        }
    }
    for (int i = 0; sizes == 0 && i < 2; i++) {
        saved += shoot_all(&request, usual[i], page);
    }
    fclose(page);
    printf("%d pictures, %s\n", saved, path);
    return saved > 0 ? 0 : 1;
}
