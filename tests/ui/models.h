/* Sample models for the tests of the touch application. All people are invented. */
#ifndef LANYARD_TESTS_UI_MODELS_H
#define LANYARD_TESTS_UI_MODELS_H

#include <stdio.h>

#include "ui.h"

static const struct {
    int width, height;
} model_sizes[] = {{1080, 1920}, {1280, 800}, {1920, 1080}, {800, 480}, {3840, 2160}};

static const char *const model_screens[VISIT_STATE_COUNT] = {
    "attract", "scan", "confirm", "printing", "collect", "done", "refused", "desk"};

/* Names of 80 letters and more, and short ones, in the scripts of the conference. */
static const struct {
    const char *latin, *native;
} model_names[] = {
    {"Dilnoza Rahimova", "Дилноза Раҳимова"},
    {"Li Na", "李娜"},
    {"Maximilian-Alexander Konstantinopolitanskij-Featherstonehaugh von Hohenlohe-Oehri", ""},
    {"Aleksandr Verkhnedneprovskiy",
     "Александр-Константин Верхнеднепровский-Константинопольский фон Гогенлоэ-Эринген Младший"},
    {"Abd al-Rahman ibn Muhammad Al Thani",
     "عبد الرحمن بن محمد بن عبد العزيز بن عبد الله بن خالد بن سلطان آل ثاني الكبير القديم"},
    {"Ramachandra Shrivastava",
     "रामचन्द्र वेंकटेश्वर श्रीवास्तव चट्टोपाध्याय बन्द्योपाध्याय मुखोपाध्याय गङ्गोपाध्याय शर्मा"},
    {"Kim Min-jun",
     "김민준이라는아주긴이름을가진사람의이름은정말로길어서화면에들어가기가매우어렵습니다"},
    {"Ouyang Zhongwen",
     "歐陽鍾文歐陽鍾文歐陽鍾文歐陽鍾文歐陽鍾文歐陽鍾文歐陽鍾文歐陽鍾文歐陽鍾文歐陽鍾文"},
    {"Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogochllanfairpwllgwyngyllgog", ""},
};
#define MODEL_NAMES (sizeof model_names / sizeof model_names[0])

#define MODEL_DAY_MS INT64_C(86400000)
#define MODEL_STARTS_MS INT64_C(1795460400000) /* 24 November 2026, midnight in Dushanbe */
#define MODEL_NINE_MS (MODEL_STARTS_MS + 9 * INT64_C(3600000) + 30 * INT64_C(60000))

static inline struct ui_model model_make(enum visit_state screen)
{
    struct ui_model model = {.screen = screen,
                             .language = "en",
                             .event_name = "Dushanbe Conference on Water and Peace",
                             .place = "Dushanbe",
                             .timezone = "Asia/Dushanbe",
                             .starts_ms = MODEL_STARTS_MS,
                             .ends_ms = MODEL_STARTS_MS + 2 * MODEL_DAY_MS - 1,
                             .can_speak = true,
                             .camera = UI_CAMERA_RUNNING,
                             .progress_percent = 64,
                             .seconds_left = -1,
                             .data_age_s = -1,
                             .steps = {{.at_ms = MODEL_NINE_MS,
                                        .today = true,
                                        .what = "Opening ceremony",
                                        .where = "Conference hall"},
                                       {.at_ms = MODEL_NINE_MS + MODEL_DAY_MS,
                                        .what = "Panel: archives across borders",
                                        .where = "National Library"}},
                             .arrived_ms = MODEL_NINE_MS,
                             .decision = {VERDICT_REFUSE, REASON_REVOKED}};
    model.person = (struct ui_person){.name = "Dilnoza Rahimova",
                                      .native_name = "Дилноза Раҳимова",
                                      .delegation = "Tajikistan",
                                      .country = "TJ",
                                      .role = "Deputy Minister of Energy and Water Resources",
                                      .category = "Head of delegation",
                                      .category_letter = "H",
                                      .category_rgb = 0x7A1F3D};
    return model;
}

/* Everything as long as it gets, and all that may be there. */
static inline struct ui_model model_make_long(enum visit_state screen, size_t name)
{
    struct ui_model model = model_make(screen);
    model.seconds_left = 9;
    model.data_age_s = 7200;
    snprintf(model.staff_line, sizeof model.staff_line,
             "registration-2, printer badge-printer-left-hand-side: media-low");
    snprintf(model.event_name, sizeof model.event_name,
             "Second High-Level International Conference on the International Decade for Action "
             "“Water for Sustainable Development”, 2018–2028");
    snprintf(model.place, sizeof model.place, "National Library of Tajikistan, Dushanbe");
    snprintf(model.person.name, sizeof model.person.name, "%s", model_names[name].latin);
    snprintf(model.person.native_name, sizeof model.person.native_name, "%s",
             model_names[name].native);
    snprintf(model.person.delegation, sizeof model.person.delegation,
             "United Nations Economic and Social Commission for Asia and the Pacific");
    snprintf(model.person.role, sizeof model.person.role,
             "Deputy Permanent Representative and Minister Plenipotentiary, Head of the "
             "Department of Transboundary Water Cooperation");
    snprintf(model.person.category, sizeof model.person.category, "Guest with escort required");
    for (int i = 0; i < UI_STEPS; i++) {
        snprintf(model.steps[i].what, sizeof model.steps[i].what,
                 "Opening session and general debate, first part, with addresses");
        snprintf(model.steps[i].where, sizeof model.steps[i].where,
                 "Conference Hall A of the Palace of Nations");
    }
    snprintf(model.fault, sizeof model.fault, "marker-supply-empty");
    return model;
}

/* For staff, as long as it gets. */
static const char model_note[] =
    "Carries a ceremonial sword in its sheath: look at it, let it through, and call the head of "
    "protocol (tel. 4417) before the second session begins. Is accompanied by an interpreter, who "
    "has no badge of her own until the evening of the first day.";

/* What lies over the confirmation. */
static inline struct ui_model model_make_sheet(enum visit_sheet sheet)
{
    struct ui_model model = model_make(VISIT_CONFIRM);
    model.sheet = sheet;
    model.seconds_left = 20;
    return model;
}

/* A guard's screen; the state of a verdict, or the live picture. */
static inline struct ui_model model_make_guard(enum guard_state state, enum reason reason)
{
    static const enum verdict verdicts[GUARD_STATE_COUNT] = {
        [GUARD_ADMIT] = VERDICT_ADMIT,
        [GUARD_NOTE] = VERDICT_ADMIT_WITH_NOTE,
        [GUARD_REFUSE] = VERDICT_REFUSE,
        [GUARD_REFER] = VERDICT_REFER,
    };
    struct ui_model model = model_make(VISIT_ATTRACT);
    model.face = UI_FACE_VERIFY;
    model.decision = (struct decision){verdicts[state], reason};
    model.person.zones = 0x15;
    model.person.zones_known = 0x3f;
    model.since_ms = MODEL_NINE_MS;
    model.can_force = state == GUARD_REFUSE || state == GUARD_REFER;
    snprintf(model.checkpoint, sizeof model.checkpoint, "Plenary hall");
    model.guard = (struct guard){.state = state,
                                 .direction = DIRECTION_IN,
                                 .number = 1,
                                 .passed_in = 1280,
                                 .passed_out = 64,
                                 .stopped = 3,
                                 .scan_count = GUARD_SCANS};
    for (int i = 0; i < GUARD_SCANS; i++) {
        struct guard_scan *scan = &model.guard.scans[i];
        *scan = (struct guard_scan){.at_ms = MODEL_NINE_MS - i * 60000,
                                    .direction = i == 2 ? DIRECTION_OUT : DIRECTION_IN,
                                    .decision = {(enum verdict)(i % 4), REASON_WRONG_ZONE}};
        snprintf(scan->name, sizeof scan->name, "%s", i == 3 ? "" : model_names[i % 2].latin);
    }
    return model;
}

/* The staff's sheet over a refusal at the door. */
static inline struct ui_model model_make_staff(enum ui_staff_step step, enum ui_staff_part part)
{
    static const char *const names[] = {"dilshod", "marie-claire", "supervisor-night", "admin"};
    struct ui_model model = model_make_guard(GUARD_REFUSE, REASON_WRONG_ZONE);
    model.staff = (struct ui_staff){.step = step, .part = part, .typed = 4};
    for (int i = 0; i < 4; i++) {
        snprintf(model.staff.names[model.staff.name_count++], sizeof model.staff.names[0], "%s",
                 names[i]);
    }
    snprintf(model.staff.who, sizeof model.staff.who, "dilshod");
    return model;
}

#endif
