/*
 * Where things stand: arithmetic over every built-in template, resolution and kind of badge.
 * link: printer/layout.c printer/layout_parts.c printer/template.c printer/template_read.c
 * link: printer/template_head.c printer/template_keys.c printer/template_key_values.c
 * link: printer/template_check.c printer/template_values.c printer/template_fields.c
 * link: printer/template_shelf.c printer/image.c printer/pdf_page.c printer/bytes.c kiosk/asset.c kiosk/log.c
 * link: kiosk/timebase.c ASSETS
 */
#include "tests/test.h"

#include "printer/layout.h"

#define LY1_MODULES 49 /* version 8 */

static struct template_shelf *shelf;

static int start(void **state)
{
    (void)state;
    shelf = template_shelf_create(NULL, NULL);
    return shelf ? 0 : -1;
}

static int stop(void **state)
{
    (void)state;
    template_shelf_destroy(shelf);
    return 0;
}

/* Each bit of `kind` leaves something out of the badge or adds a mark to it. */
enum { KINDS = 1 << 8 };

static struct badge badge_of(int kind)
{
    struct badge badge = {.family_name = "Family",
                          .given_name = "Given",
                          .native_name = "Native",
                          .event_name = "Event",
                          .event_dates = "Dates",
                          .category_letter = "D",
                          .category_name = "Delegate",
                          .serial = 1,
                          .issue = 1};
    strcpy(badge.delegation, "Delegation");
    strcpy(badge.position, "Position");
    badge.zone_count = 6;
    badge.day_count = 2;
    badge.native_name[0] = kind & 1 ? '\0' : 'N';
    badge.given_name[0] = kind & 2 ? '\0' : 'G';
    badge.position[0] = kind & 4 ? '\0' : 'P';
    badge.delegation[0] = kind & 8 ? '\0' : 'D';
    badge.zone_count = kind & 16 ? 0 : 6;
    badge.day_count = kind & 32 ? 0 : 2;
    badge.escort = (kind & 64) != 0;
    badge.family_name[0] = kind & 128 ? '\0' : 'F';
    return badge;
}

static bool overlap(const struct rect_um *a, const struct rect_um *b)
{
    return a->width > 0 && b->width > 0 && a->x < b->x + b->width && b->x < a->x + a->width &&
           a->y < b->y + b->height && b->y < a->y + a->height;
}

static bool inside(const struct rect_um *part, const struct rect_um *whole)
{
    return part->x >= whole->x && part->y >= whole->y && part->width > 0 && part->height > 0 &&
           part->x + part->width <= whole->x + whole->width &&
           part->y + part->height <= whole->y + whole->height;
}

/* What is a ground for others: shapes, and texts that are. */
static bool is_ground(const struct layout_part *part)
{
    enum element_kind kind = part->element->kind;
    return kind == ELEMENT_BAND || kind == ELEMENT_RECT || kind == ELEMENT_LINE ||
           kind == ELEMENT_ELLIPSE;
}

static void check_parts(const struct badge_layout *layout, const struct badge_template *template)
{
    const struct rect_um page = {0, 0, template->width_um, template->height_um};
    for (size_t i = 0; i < layout->count; i++) {
        const struct layout_part *part = &layout->parts[i];
        if (part->element->kind == ELEMENT_LINE) {
            continue;
        }
        assert_true(inside(&part->box, &page));
        for (size_t j = i + 1; j < layout->count; j++) {
            const struct layout_part *other = &layout->parts[j];
            if (!is_ground(part) && !is_ground(other) &&
                part->element->back == other->element->back && overlap(&part->box, &other->box)) {
                fail_msg("%s: lines %d and %d overlap", template->name, part->element->line,
                         other->element->line);
            }
        }
    }
}

/* A code keeps four modules of white around it, and stands on printer dots. */
static void check_code(const struct badge_layout *layout, const struct badge_template *template,
                       const struct layout_part *code)
{
    const struct rect_um *qr = &code->box;
    int dpi = layout->dpi;
    int32_t quiet = LAYOUT_QUIET_MODULES * layout_um(code->qr_dots, dpi);
    struct rect_um clear = {qr->x - quiet + 1, qr->y - quiet + 1, qr->width + 2 * quiet - 2,
                            qr->height + 2 * quiet - 2};
    const struct rect_um page = {0, 0, template->width_um, template->height_um};
    assert_true(inside(&clear, &page));
    for (size_t i = 0; i < layout->count; i++) {
        const struct layout_part *part = &layout->parts[i];
        bool same_side = part->element->back == code->element->back;
        bool around = is_ground(part) && (inside(&clear, &part->box) || part->element->stroke_um);
        if (part != code && same_side && !around && overlap(&clear, &part->box)) {
            fail_msg("%s at %d dpi: line %d stands in the code's quiet zone", template->name, dpi,
                     part->element->line);
        }
    }
    assert_true(code->caption.width == 0 ||
                (inside(&code->caption, &page) && !overlap(&clear, &code->caption)));
    assert_int_equal(layout_dots(qr->width, dpi), code->qr_dots * layout->qr_modules);
    assert_int_equal(layout_um(layout_dots(qr->x, dpi), dpi), qr->x);
    assert_int_equal(layout_um(layout_dots(qr->y, dpi), dpi), qr->y);
    assert_true(code->qr_dots >= 3 && layout_um(code->qr_dots, dpi) >= LAYOUT_MODULE_MIN);
}

static void check_badge(const struct badge *badge, const struct badge_template *template)
{
    static const struct {
        int dpi, modules;
    } prints[] = {{203, 41}, {300, 49}, {600, 49}};
    for (size_t i = 0; i < sizeof prints / sizeof prints[0]; i++) {
        struct badge_layout layout;
        if (!badge_layout_compute(badge, template, prints[i].dpi, prints[i].modules,
                                  LAYOUT_MODULE_MIN, &layout)) {
            fail_msg("%s at %d dpi: no room for the code", template->name, prints[i].dpi);
        }
        check_parts(&layout, template);
        assert_int_equal(layout.parts[layout.count - 1].element->kind, ELEMENT_QR);
        check_code(&layout, template, &layout.parts[layout.count - 1]);
    }
}

static void parts_never_overlap(void **state)
{
    (void)state;
    char name[TEMPLATE_NAME_SIZE];
    for (size_t t = 0; template_shelf_name(shelf, t, name); t++) {
        struct badge_template *template = template_shelf_find(shelf, name);
        assert_non_null(template);
        for (int kind = 0; kind < KINDS; kind++) {
            struct badge badge = badge_of(kind);
            check_badge(&badge, template);
        }
        badge_template_unref(template);
    }
}

static const struct layout_part *find_text(const struct badge_layout *layout, const char *text)
{
    for (size_t i = 0; i < layout->count; i++) {
        if (strcmp(layout->parts[i].element->text, text) == 0) {
            return &layout->parts[i];
        }
    }
    return NULL;
}

static void an_a6_badge_is_as_designed(void **state)
{
    (void)state;
    struct badge badge = badge_of(0);
    struct badge_layout layout;
    struct badge_template *a6 = template_shelf_find(shelf, "a6");
    assert_true(badge_layout_compute(&badge, a6, 300, LY1_MODULES, LAYOUT_MODULE_GOOD, &layout));
    assert_int_equal(layout.parts[layout.count - 1].qr_dots, 6); /* 24.9 mm */
    /* room for capitals of 9 mm: 0.735 em above the baseline, 0.2 em below */
    assert_true(find_text(&layout, "{family}")->box.height >= 9000 * 935 / 735);
    assert_null(find_text(&layout, "{replacement}"));
    badge_template_unref(a6);
}

static void an_unreadable_qr_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *template;
        int dpi, modules;
        bool possible;
    } cases[] = {
        {"a6", 203, 49, true},   {"a6", 130, 49, false},  {"a6", 203, 69, false},
        {"a6", 600, 93, true},   {"a6", 600, 101, false}, /* 5 dots would do, 0.21 mm do not */
        {"a6", 300, 177, false}, {"a7", 203, 49, true},   {"cr80", 203, 49, false},
        {"cr80", 203, 41, true}, {"a6", 0, 49, false},    {"a6", 300, 0, false},
    };
    struct badge badge = badge_of(0);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct badge_layout layout = {.dpi = -1};
        struct badge_template *template = template_shelf_find(shelf, cases[i].template);
        bool made = badge_layout_compute(&badge, template, cases[i].dpi, cases[i].modules,
                                         LAYOUT_MODULE_MIN, &layout);
        if (made != cases[i].possible) {
            fail_msg("case %zu", i);
        }
        assert_true(made || layout.dpi == -1); /* untouched */
        badge_template_unref(template);
    }
}

static void zones_days_and_marks_stay_in_their_parts(void **state)
{
    (void)state;
    const struct rect_um zones = {7000, 100000, 60000, 20000}, days = {7000, 121000, 60000, 6000};
    const struct rect_um marks = {75000, 2000, 23000, 20000};
    for (int variant = 0; variant < 4; variant++) {
        const struct element element = {.columns = 2 + variant,
                                        .rows = 3,
                                        .labels = variant < 2,
                                        .run_across = variant & 1,
                                        .across = (enum text_side)(variant % 3)};
        for (size_t count = 1; count <= BADGE_ZONES_MAX; count++) {
            struct rect_um before[BADGE_ZONES_MAX];
            for (size_t i = 0; i < count; i++) {
                struct rect_um label;
                layout_zone(&element, &zones, count, i, &before[i], &label);
                assert_true(inside(&before[i], &zones));
                assert_true(label.width == 0 || inside(&label, &zones));
                assert_false(overlap(&before[i], &label));
                for (size_t j = 0; j < i; j++) {
                    assert_false(overlap(&before[i], &before[j]));
                    assert_false(overlap(&label, &before[j]));
                }
            }
        }
        for (size_t count = 1; count <= BADGE_DAYS_MAX; count++) {
            for (size_t i = 0; i < count; i++) {
                struct rect_um day = layout_day(&element, &days, count, i),
                               next = layout_day(&element, &days, count, i + 1);
                assert_true(inside(&day, &days));
                assert_false(overlap(&day, &next));
            }
        }
        for (size_t count = 1; count <= 3; count++) {
            for (size_t i = 0; i < count; i++) {
                struct rect_um mark = layout_mark(&element, &marks, count, i);
                struct rect_um next = layout_mark(&element, &marks, count, i + 1);
                assert_true(inside(&mark, &marks));
                assert_false(overlap(&mark, &next));
            }
        }
    }
}

/* The rectangle of the sheet that a cell covers, in dots. */
static struct rect_um covered(const struct badge_template *template, struct layout_cell cell)
{
    int32_t width = layout_dots(template->width_um, 300);
    int32_t height = layout_dots(template->height_um * (template->fold ? 2 : 1), 300);
    bool sideways = cell.turn % 180 != 0;
    int32_t across = sideways ? height : width, down = sideways ? width : height;
    return (struct rect_um){cell.x_dots - (cell.turn == 90 || cell.turn == 180 ? across : 0),
                            cell.y_dots - (cell.turn == 180 || cell.turn == 270 ? down : 0), across,
                            down};
}

static void badges_share_a_sheet_without_overlap(void **state)
{
    (void)state;
    char name[TEMPLATE_NAME_SIZE];
    for (size_t t = 0; template_shelf_name(shelf, t, name); t++) {
        struct badge_template *template = template_shelf_find(shelf, name);
        const struct rect_um sheet = {-1, -1, layout_dots(template->paper.width_um, 300) + 2,
                                      layout_dots(template->paper.height_um, 300) + 2};
        for (int i = 0; i < template->paper.badges; i++) {
            struct rect_um one = covered(template, layout_cell(template, (size_t)i, false, 300));
            struct rect_um back = covered(template, layout_cell(template, (size_t)i, true, 300));
            assert_true(inside(&one, &sheet));
            /* the other side covers the same place, seen from behind */
            assert_true(abs(sheet.width - 2 - one.x - one.width - back.x) <= 1);
            assert_true(abs(one.y - back.y) <= 1);
            for (int j = 0; j < i; j++) {
                struct rect_um other =
                    covered(template, layout_cell(template, (size_t)j, false, 300));
                other.x++, other.y++, other.width -= 2, other.height -= 2; /* rounding */
                assert_false(overlap(&one, &other));
            }
        }
        badge_template_unref(template);
    }
}

static void cuts_lie_between_badges(void **state)
{
    (void)state;
    int32_t at[LAYOUT_CUTS_MAX];
    struct badge_template *sheet = template_shelf_find(shelf, "a4-4xa6");
    assert_int_equal(layout_cuts(sheet, false, at), 3);
    assert_true(at[0] == 0 && at[1] == 105000 && at[2] == 210000);
    assert_int_equal(layout_cuts(sheet, true, at), 3);
    assert_true(at[0] == 500 && at[1] == 148500 && at[2] == 296500);
    badge_template_unref(sheet);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_never_overlap),
        cmocka_unit_test(an_a6_badge_is_as_designed),
        cmocka_unit_test(an_unreadable_qr_is_refused),
        cmocka_unit_test(zones_days_and_marks_stay_in_their_parts),
        cmocka_unit_test(badges_share_a_sheet_without_overlap),
        cmocka_unit_test(cuts_lie_between_badges),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
