/* Sample models of the desk's screens. All people are invented. */
#ifndef LANYARD_TESTS_UI_MODELS_DESK_H
#define LANYARD_TESTS_UI_MODELS_DESK_H

#include <string.h>

#include "tests/ui/models.h"

static const struct desk_row desk_people[] = {
    {"Dilnoza Rahimova", "Дилноза Раҳимова", "Tajikistan", "TJK", "TJ", "H", 0x7A1F3D, "arrived", 1,
     false, 0, NULL},
    {"Alisher Rahimov", "Алишер Раҳимов", "Tajikistan", "TJK", "TJ", "D", 0x0F4C81, "expected", 0,
     false, 0, NULL},
    {"Abd al-Rahman Al Thani", "عبد الرحمن آل ثاني", "Qatar", "QAT", "QA", "H", 0x7A1F3D,
     "expected", 0, false, 0, NULL},
    {"Li Na", "李娜", "China", "CHN", "CN", "P", 0xB35C00, "arrived", 2, false, 0, NULL},
    {"Rahel Okonkwo-Lindqvist", "", "United Nations", "UN", "UN", "O", 0x2E6F40, "left", 1, false,
     0, NULL},
    {"Rahul Shrivastava", "राहुल श्रीवास्तव", "India", "IND", "IN", "D", 0x0F4C81, "pending-approval",
     0, false, 0, NULL},
    {"Aleksandr Verkhnedneprovskiy", "Александр Верхнеднепровский", "Russian Federation", "RUS",
     "RU", "D", 0x0F4C81, "withdrawn", 1, false, 0, NULL},
    {"María José Fernández-Rahmani", "", "Spain", "ESP", "ES", "D", 0x0F4C81, "expected", 0, false,
     0, NULL},
    {"Kim Min-jun", "김민준", "Republic of Korea", "KOR", "KR", "S", 0x4A4E69, "arrived", 1, false,
     0, NULL},
};
#define DESK_PEOPLE (sizeof desk_people / sizeof desk_people[0])

static inline void desk_put(struct desk_view *desk, const char *name, const char *native,
                            const char *more, const char *state)
{
    struct desk_row *row = &desk->rows[desk->row_count++];
    snprintf(row->name, sizeof row->name, "%s", name);
    snprintf(row->native, sizeof row->native, "%s", native);
    snprintf(row->more, sizeof row->more, "%s", more);
    snprintf(row->state, sizeof row->state, "%s", state);
    row->at_ms = MODEL_NINE_MS;
    desk->total = (int)desk->row_count;
}

static inline void desk_staff(struct desk_view *desk)
{
    desk_put(desk, "anora", "", "", "administrator");
    desk_put(desk, "bahrom", "", "", "supervisor");
    desk_put(desk, "elena", "", "", "desk");
    desk_put(desk, "farrukh", "", "", "desk");
}

static inline void desk_results(struct desk_view *desk)
{
    memcpy(desk->rows, desk_people, sizeof desk_people);
    desk->row_count = DESK_PEOPLE;
    desk->total = 14;
    desk_text_set(&desk->field, "rah");
    desk->deeds = 1u << DESK_DEED_REGISTER;
}

static inline void desk_history(struct desk_view *desk)
{
    static const struct desk_event events[] = {
        {MODEL_NINE_MS + 7200000, "admission", "Plenary hall", ""},
        {MODEL_NINE_MS + 120000, "badge-state", "", ""},
        {MODEL_NINE_MS + 60000, "badge-issued", "", "elena"},
        {MODEL_NINE_MS + 60000, "arrival", "Registration", "elena"},
        {MODEL_NINE_MS - MODEL_DAY_MS, "attendee-changed", "", "elena"},
        {MODEL_NINE_MS - 2 * MODEL_DAY_MS, "invitation-issued", "", ""},
    };
    snprintf(desk->state, sizeof desk->state, "arrived");
    desk->arrived_ms = MODEL_NINE_MS;
    desk->badges[0] = (struct desk_badge){0x0100002a, 2, "confirmed", MODEL_NINE_MS + 60000};
    desk->badges[1] = (struct desk_badge){0x01000007, 1, "revoked", MODEL_NINE_MS};
    desk->badge_count = 2;
    memcpy(desk->events, events, sizeof events);
    desk->event_count = sizeof events / sizeof events[0];
    desk->deeds = 1u << DESK_DEED_PRINT | 1u << DESK_DEED_REPLACE | 1u << DESK_DEED_CORRECT |
                  1u << DESK_DEED_UNDO | 1u << DESK_DEED_WITHDRAW | 1u << DESK_DEED_HAND_OVER;
}

static inline void desk_fields(struct desk_view *desk)
{
    desk_put(desk, "desk.field.family_name", "", "Rahimova", "");
    desk_put(desk, "desk.field.given_name", "", "Dilnoza", "");
    desk_put(desk, "desk.field.native_name", "", "Дилноза Раҳимова", "");
    desk_put(desk, "desk.field.title", "", "Her Excellency", "");
    desk_put(desk, "desk.field.position", "", "Deputy Minister of Energy and Water Resources", "");
    desk_put(desk, "desk.field.organisation", "", "Ministry of Energy and Water Resources", "");
    desk_put(desk, "desk.field.delegation", "", "Tajikistan", "");
    desk_put(desk, "desk.field.category", "", "Head of delegation", "");
    desk_put(desk, "desk.field.email", "", "d.rahimova@example.org", "");
    desk->rows[1].changed = true;
    desk->replaces = true;
}

static inline void desk_edit(struct desk_view *desk)
{
    snprintf(desk->label, sizeof desk->label, "desk.field.native_name");
    desk_text_set(&desk->field, "Дилноза Раҳимова");
    desk->layout = DESK_CYRILLIC;
}

static inline void desk_reasons(struct desk_view *desk)
{
    static const char *const reasons[] = {"lost",       "stolen",    "damaged",
                                          "wrong-data", "forgotten", "other"};
    for (int i = 0; i < 6; i++) {
        desk_put(desk, reasons[i], "", "", "");
    }
}

static inline void desk_printers(struct desk_view *desk)
{
    desk_put(desk, "badge-left", "", "zd421-left · 412 left, 58 an hour", "ready");
    desk_put(desk, "badge-right", "badge-right is out of badges. Put stock in.",
             "ql-1110 · 0 left, 64 an hour", "stopped");
    desk_put(desk, "cards", "cards has 18 badges left, for 12 minutes. Bring stock.",
             "primacy · 18 left, 90 an hour", "attention");
}

static inline void desk_incidents(struct desk_view *desk)
{
    desk_put(desk, "double-admission", "Aleksandr Verkhnedneprovskiy", "Plenary hall", "new");
    desk_put(desk, "forged-code", "", "Main entrance", "new");
    desk_put(desk, "revoked-shown", "Rahel Okonkwo-Lindqvist", "Main entrance", "seen");
    desk_put(desk, "clock-jump", "", "", "closed");
}

static inline void desk_charts(struct desk_arrivals *arrivals)
{
    static const int hours[] = {3, 41, 96, 138, 74, 31, 12, 22, 18, 6, 0, 0};
    static const struct desk_bar delegations[] = {
        {"Tajikistan", "TJ", 0, 41, 52},
        {"Uzbekistan", "UZ", 0, 30, 34},
        {"China", "CN", 0, 24, 28},
        {"Kazakhstan", "KZ", 0, 22, 25},
        {"United Nations", "UN", 0, 19, 31},
        {"Iran (Islamic Republic of)", "IR", 0, 12, 22},
        {"Pakistan", "PK", 0, 11, 18},
        {"Kyrgyzstan", "KG", 0, 10, 16},
        {"Turkmenistan", "TM", 0, 9, 14},
        {"Germany", "DE", 0, 6, 12},
        {"Qatar", "QA", 0, 2, 9},
        {"Mongolia", "MN", 0, 0, 7},
    };
    for (size_t i = 0; i < sizeof hours / sizeof hours[0]; i++) {
        arrivals->hours[i] = (struct desk_bar){.hour = 7 + (int)i, .value = hours[i]};
    }
    arrivals->hour_count = sizeof hours / sizeof hours[0];
    memcpy(arrivals->delegations, delegations, sizeof delegations);
    arrivals->delegation_count = DESK_DELEGATIONS;
    arrivals->arrived = 441;
    arrivals->expected = 839;
    arrivals->inside = 398;
}

static inline void desk_fill(struct desk_view *desk)
{
    static void (*const fills[DESK_SCREEN_COUNT])(struct desk_view *) = {
        [DESK_SIGN_IN] = desk_staff,       [DESK_APPROVER] = desk_staff,
        [DESK_SEARCH] = desk_results,      [DESK_PERSON] = desk_history,
        [DESK_REASONS] = desk_reasons,     [DESK_FIELDS] = desk_fields,
        [DESK_EDIT] = desk_edit,           [DESK_PRINTERS] = desk_printers,
        [DESK_INCIDENTS] = desk_incidents,
    };
    if (fills[desk->screen]) {
        fills[desk->screen](desk);
    }
}

static inline struct ui_model model_make_desk(enum desk_screen screen)
{
    struct ui_model model = model_make(VISIT_ATTRACT);
    struct desk_view *desk = &model.desk;
    model.face = UI_FACE_DESK;
    model.person.zones = 0x15;
    model.person.zones_known = 0x3f;
    snprintf(model.staff_line, sizeof model.staff_line, "registration-1 · Registration");
    desk->screen = screen;
    desk->keyboard = true;
    desk->open_incidents = 2;
    desk->deed = DESK_DEED_WITHDRAW;
    desk->digits = 4;
    snprintf(desk->who, sizeof desk->who, "bahrom");
    if (screen != DESK_SIGN_IN && screen != DESK_PIN) {
        snprintf(desk->staff, sizeof desk->staff, "elena");
        desk->role = STAFF_DESK;
    }
    desk_fill(desk);
    desk_charts(&desk->arrivals);
    return model;
}

#endif
