/*
 * Where things stand: arithmetic over every stock, resolution and kind of badge.
 * link: printer/layout.c printer/layout_parts.c printer/stock.c
 */
#include "tests/test.h"

#include "printer/layout.h"

#define LY1_MODULES 49 /* version 8 */

static const char *const stock_names[] = {"a6", "4x6in", "86x124", "a7"};
#define STOCKS (sizeof stock_names / sizeof stock_names[0])

/* Each bit of `kind` leaves something out of the badge or adds a mark to it. */
enum { KINDS = 1 << 8 };

static struct badge badge_of(int kind)
{
    struct badge badge = {
        .family_name = "Family", .given_name = "Given", .native_name = "Native", .issue = 1};
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

static void check_parts(const struct badge_layout *layout, const struct badge_stock *stock)
{
    const struct rect_um paper = {0, 0, stock->width_um, stock->height_um};
    for (int i = 0; i < BADGE_PART_COUNT; i++) {
        const struct rect_um *part = &layout->parts[i];
        assert_true(part->width == 0 || inside(part, &paper));
        for (int j = i + 1; j < BADGE_PART_COUNT; j++) {
            bool in_band = i == BADGE_PART_BAND && j == BADGE_PART_MARK;
            assert_true(in_band || !overlap(part, &layout->parts[j]));
        }
    }
    assert_true(layout->parts[BADGE_PART_MARK].width == 0 ||
                inside(&layout->parts[BADGE_PART_MARK], &layout->parts[BADGE_PART_BAND]));
}

/* The QR keeps four modules of white around it, and stands on printer dots. */
static void check_qr(const struct badge_layout *layout, const struct badge_stock *stock)
{
    const struct rect_um *qr = &layout->parts[BADGE_PART_QR];
    int32_t quiet = LAYOUT_QUIET_MODULES * layout_um(layout->qr_dots, layout->dpi);
    struct rect_um clear = {qr->x - quiet + 1, qr->y - quiet + 1, qr->width + 2 * quiet - 2,
                            qr->height + 2 * quiet - 2};
    const struct rect_um paper = {0, 0, stock->width_um, stock->height_um};
    assert_true(inside(&clear, &paper));
    for (int i = 0; i < BADGE_PART_COUNT; i++) {
        assert_true(i == BADGE_PART_QR || !overlap(&clear, &layout->parts[i]));
    }
    assert_true(qr->width <= 24000 && qr->width == qr->height);
    assert_int_equal(layout_dots(qr->width, layout->dpi), layout->qr_dots * layout->qr_modules);
    assert_int_equal(layout_um(layout_dots(qr->x, layout->dpi), layout->dpi), qr->x);
    assert_int_equal(layout_um(layout_dots(qr->y, layout->dpi), layout->dpi), qr->y);
    assert_true(layout->qr_dots >= 3 && layout_um(layout->qr_dots, layout->dpi) >= 250);
}

static void parts_never_overlap(void **state)
{
    (void)state;
    static const int resolutions[] = {203, 300, 600};
    for (size_t s = 0; s < STOCKS; s++) {
        const struct badge_stock *stock = badge_stock_find(stock_names[s]);
        assert_non_null(stock);
        for (int kind = 0; kind < KINDS; kind++) {
            struct badge badge = badge_of(kind);
            for (int r = 0; r < 3; r++) {
                struct badge_layout layout;
                assert_true(
                    badge_layout_compute(&badge, stock, resolutions[r], LY1_MODULES, &layout));
                check_parts(&layout, stock);
                check_qr(&layout, stock);
            }
        }
    }
}

static void an_a6_badge_is_as_designed(void **state)
{
    (void)state;
    struct badge badge = badge_of(0);
    struct badge_layout layout;
    assert_true(badge_layout_compute(&badge, badge_stock_find("a6"), 300, LY1_MODULES, &layout));
    assert_int_equal(layout.parts[BADGE_PART_PHOTO].width, 32000);
    assert_int_equal(layout.parts[BADGE_PART_PHOTO].height, 42000);
    assert_int_equal(layout.parts[BADGE_PART_BAND].width, 105000);
    assert_int_equal(layout.qr_dots, 5);
    /* room for capitals of 9 mm: 0.735 em above the baseline, 0.2 em below */
    assert_true(layout.parts[BADGE_PART_FAMILY].height >= 9000 * 935 / 735);
    assert_int_equal(layout.parts[BADGE_PART_MARK].width, 0);
}

static void what_is_absent_has_no_part(void **state)
{
    (void)state;
    static const struct {
        int kind;
        enum badge_part part;
    } absent[] = {
        {1, BADGE_PART_NATIVE},     {2, BADGE_PART_GIVEN},  {4, BADGE_PART_POSITION},
        {8, BADGE_PART_DELEGATION}, {16, BADGE_PART_ZONES}, {32, BADGE_PART_DAYS},
        {128, BADGE_PART_FAMILY},
    };
    for (size_t i = 0; i < sizeof absent / sizeof absent[0]; i++) {
        struct badge with = badge_of(0), without = badge_of(absent[i].kind);
        struct badge_layout layout;
        const struct badge_stock *stock = badge_stock_find("a6");
        assert_true(badge_layout_compute(&with, stock, 300, LY1_MODULES, &layout));
        assert_true(layout.parts[absent[i].part].width > 0);
        assert_true(badge_layout_compute(&without, stock, 300, LY1_MODULES, &layout));
        assert_int_equal(layout.parts[absent[i].part].width, 0);
    }
}

static void an_unreadable_qr_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *stock;
        int dpi, modules;
        bool possible;
    } cases[] = {
        {"a6", 203, 49, true},   {"a6", 150, 49, false},  {"a6", 203, 65, false},
        {"a6", 600, 93, true},   {"a6", 600, 101, false}, /* 9 dots would do, 0.24 mm do not */
        {"a6", 300, 177, false}, {"a7", 203, 49, true},   {"a6", 0, 49, false},
        {"a6", 300, 0, false},
    };
    struct badge badge = badge_of(0);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct badge_layout layout = {.dpi = -1};
        bool made = badge_layout_compute(&badge, badge_stock_find(cases[i].stock), cases[i].dpi,
                                         cases[i].modules, &layout);
        assert_int_equal(made, cases[i].possible);
        assert_true(made || layout.dpi == -1); /* untouched */
    }
}

static void zones_days_and_marks_stay_in_their_parts(void **state)
{
    (void)state;
    const struct rect_um zones = {7000, 100000, 60000, 20000}, days = {7000, 121000, 60000, 6000};
    const struct rect_um marks = {75000, 2000, 23000, 20000};
    for (size_t count = 1; count <= BADGE_ZONES_MAX; count++) {
        struct rect_um before[BADGE_ZONES_MAX];
        for (size_t i = 0; i < count; i++) {
            struct rect_um label;
            layout_zone(&zones, count, i, &before[i], &label);
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
            struct rect_um day = layout_day(&days, count, i),
                           next = layout_day(&days, count, i + 1);
            assert_true(inside(&day, &days));
            assert_false(overlap(&day, &next));
        }
    }
    for (size_t count = 1; count <= 3; count++) {
        for (size_t i = 0; i < count; i++) {
            struct rect_um mark = layout_mark(&marks, count, i);
            struct rect_um next = layout_mark(&marks, count, i + 1);
            assert_true(inside(&mark, &marks));
            assert_false(overlap(&mark, &next));
        }
    }
}

static void stocks_are_found_by_name(void **state)
{
    (void)state;
    assert_null(badge_stock_find("a5"));
    assert_null(badge_stock_find(""));
    for (size_t i = 0; i < STOCKS; i++) {
        assert_non_null(strstr(badge_stock_names(), stock_names[i]));
        assert_string_equal(badge_stock_find(stock_names[i])->name, stock_names[i]);
    }
    assert_string_equal(badge_stock_find("a6")->pwg_media, "iso_a6_105x148mm");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_never_overlap),
        cmocka_unit_test(an_a6_badge_is_as_designed),
        cmocka_unit_test(what_is_absent_has_no_part),
        cmocka_unit_test(an_unreadable_qr_is_refused),
        cmocka_unit_test(zones_days_and_marks_stay_in_their_parts),
        cmocka_unit_test(stocks_are_found_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
