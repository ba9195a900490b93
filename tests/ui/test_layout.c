/* Layout without fonts: a letter is half its size wide, a line is as high as its letters.
 * link: kiosk/ui/layout.c kiosk/ui/layout_size.c kiosk/ui/widget.c kiosk/ui/theme.c
 * link: kiosk/ui/message.c kiosk/ui/message_file.c kiosk/ui/wording.c
 * link: kiosk/asset.c kiosk/log.c ASSETS */
#include <limits.h>

#include "kiosk/ui/layout.h"
#include "tests/test.h"

/* 900 x 1600: a unit is 10 pixels. */
static struct theme theme;
static struct widget_tree tree;

static int fixture(void **state)
{
    (void)state;
    theme_init(&theme, 900, 1600, false, false);
    tree_reset(&tree, &theme, "en");
    return 0;
}

/* Breaks at spaces as Pango does: the width is that of the longest line. */
static void measure_text(void *userdata, const struct widget *widget, int max_width, int *width,
                         int *height)
{
    (void)userdata;
    int letter = theme_px(&theme, type_units(widget->type) * widget->scale / 2);
    int line = 0, lines = 1;
    *width = 0;
    for (const char *at = widget->text; *at;) {
        int word = (int)strcspn(at, " ") * letter;
        int needed = line ? line + letter + word : word;
        if (line && needed > max_width) {
            lines++;
            needed = word;
        }
        line = needed;
        *width = line > *width ? line : *width;
        at += strcspn(at, " ");
        at += strspn(at, " ");
    }
    *height = lines * 2 * letter;
}

static void run(void)
{
    static const struct layout_measure measure = {measure_text, NULL};
    layout_run(&tree, &measure);
}

static void assert_box(size_t index, int x, int y, int width, int height)
{
    const struct box *box = &tree.items[index].box;
    if (box->x != x || box->y != y || box->width != width || box->height != height) {
        fail_msg("widget %zu is at %d,%d %dx%d, not %d,%d %dx%d", index, box->x, box->y, box->width,
                 box->height, x, y, width, height);
    }
}

static struct widget fixed(float width, float height)
{
    return (struct widget){.kind = WIDGET_LOGO, .name = "box", .width = width, .height = height};
}

static void a_column_places_below_each_other(void **state)
{
    (void)state;
    tree_open(&tree, (struct widget){.kind = WIDGET_COLUMN, .pad_x = 5, .pad_y = 2, .gap = 3});
    tree_add(&tree, fixed(10, 20));
    tree_add(&tree, fixed(30, 10));
    tree_close(&tree);
    run();
    assert_box(0, 0, 0, 900, 1600);
    assert_box(1, 50, 20, 100, 200);
    assert_box(2, 50, 250, 300, 100);
}

static void what_grows_takes_what_is_left(void **state)
{
    (void)state;
    tree_open(&tree, (struct widget){.kind = WIDGET_COLUMN, .across = PLACE_STRETCH});
    tree_add(&tree, (struct widget){.kind = WIDGET_SPACE, .height = 10});
    tree_add(&tree, (struct widget){.kind = WIDGET_SPACE, .grow = 1});
    tree_add(&tree, (struct widget){.kind = WIDGET_SPACE, .grow = 2});
    tree_close(&tree);
    run();
    assert_box(1, 0, 0, 900, 100);
    assert_box(2, 0, 100, 900, 500);
    assert_box(3, 0, 600, 900, 1000);
}

static void places_along_and_across(void **state)
{
    static const struct {
        enum place across, along;
        int x, y;
    } rows[] = {
        {PLACE_START, PLACE_START, 0, 0},
        {PLACE_CENTER, PLACE_CENTER, 400, 750},
        {PLACE_END, PLACE_END, 800, 1500},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        for (int kind = WIDGET_COLUMN; kind <= WIDGET_STACK; kind++) {
            fixture(state);
            tree_open(&tree, (struct widget){
                                 .kind = (enum widget_kind)kind,
                                 .across = kind == WIDGET_ROW ? rows[i].along : rows[i].across,
                                 .along = kind == WIDGET_ROW ? rows[i].across : rows[i].along});
            tree_add(&tree, fixed(10, 10));
            tree_close(&tree);
            run();
            assert_box(1, rows[i].x, rows[i].y, 100, 100);
        }
    }
}

static void a_row_shares_its_width(void **state)
{
    (void)state;
    tree_open(&tree, (struct widget){.kind = WIDGET_ROW, .gap = 2, .across = PLACE_CENTER});
    tree_add(&tree, fixed(10, 10));
    tree_add(&tree, (struct widget){.kind = WIDGET_LOGO, .grow = 1, .height = 30});
    tree_add(&tree, fixed(20, 20));
    tree_close(&tree);
    run();
    assert_box(1, 0, 750, 100, 100);
    assert_box(2, 120, 650, 560, 300);
    assert_box(3, 700, 700, 200, 200);
}

static void a_space_takes_no_gap_of_its_own(void **state)
{
    (void)state;
    tree_open(&tree, (struct widget){.kind = WIDGET_COLUMN, .gap = 3});
    tree_add(&tree, (struct widget){.kind = WIDGET_SPACE, .grow = 1});
    tree_add(&tree, fixed(10, 10));
    tree_add(&tree, (struct widget){.kind = WIDGET_SPACE, .grow = 1});
    tree_add(&tree, fixed(10, 10));
    tree_add(&tree, (struct widget){.kind = WIDGET_SPACE, .min_height = 20});
    tree_close(&tree);
    run(); /* 1600 - 100 - 30 - 100 - 200 are left */
    assert_box(2, 0, 585, 100, 100);
    assert_box(4, 0, 1300, 100, 100);
}

static void right_to_left_mirrors(void **state)
{
    (void)state;
    theme_init(&theme, 900, 1600, false, true);
    tree_open(&tree, (struct widget){.kind = WIDGET_ROW, .gap = 2, .pad_x = 3});
    tree_add(&tree, fixed(10, 10));
    tree_add(&tree, fixed(20, 10));
    tree_close(&tree);
    run();
    assert_box(0, 0, 0, 900, 1600);
    assert_box(1, 770, 0, 100, 100);
    assert_box(2, 550, 0, 200, 100);
}

static void a_picture_keeps_its_shape(void **state)
{
    static const struct {
        float aspect;
        int x, y, width, height;
    } rows[] = {{1, 0, 350, 900, 900}, {0.5f, 50, 0, 800, 1600}, {3, 0, 650, 900, 300}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        fixture(state);
        tree_open(&tree, (struct widget){.kind = WIDGET_COLUMN, .across = PLACE_CENTER});
        tree_add(&tree,
                 (struct widget){
                     .kind = WIDGET_PHOTO, .grow = 1, .width = 90, .aspect = rows[i].aspect});
        tree_close(&tree);
        run();
        assert_box(1, rows[i].x, rows[i].y, rows[i].width, rows[i].height);
    }
}

static struct widget text_style(enum type_role type, bool shrinks)
{
    return (struct widget){.type = type, .shrinks = shrinks};
}

static void a_text_wraps_in_its_place(void **state)
{
    (void)state;
    tree_open(&tree, (struct widget){.kind = WIDGET_COLUMN, .pad_x = 30});
    tree_text(&tree, "text", "aaaa bbbb cccc dddd eeee", text_style(TYPE_BODY, false));
    tree_close(&tree);
    run(); /* letters of 15 in 300 pixels: 20 letters a line */
    assert_box(1, 300, 0, 300, 60);
    assert_false(tree.items[1].clipped);
}

static void a_word_that_is_too_wide_becomes_smaller(void **state)
{
    (void)state;
    tree_open(&tree, (struct widget){.kind = WIDGET_COLUMN, .pad_x = 30});
    tree_text(&tree, "text", "abcdefghijklmnopqrstuvwxyz", text_style(TYPE_BODY, false));
    tree_close(&tree);
    run();
    assert_true(tree.items[1].scale < 1 && tree.items[1].scale >= 0.5f);
    assert_true(tree.items[1].box.width <= 300);
    assert_false(tree.items[1].clipped);
}

/* A display text and a caption that may shrink, one that may not, in too little room. */
static void build_crowded(float room)
{
    tree_open(&tree, (struct widget){.kind = WIDGET_COLUMN});
    tree_text(&tree, "large", "aa bb cc dd ee ff gg hh ii jj kk ll",
              text_style(TYPE_DISPLAY, true));
    tree_text(&tree, "small", "aa bb cc dd ee ff gg hh ii jj kk ll", text_style(TYPE_BODY, true));
    tree_text(&tree, "firm", "aa bb cc", text_style(TYPE_BODY, false));
    tree_add(&tree, fixed(10, 160 - room));
    tree_close(&tree);
    run();
}

static void the_largest_text_gives_way_first(void **state)
{
    (void)state;
    build_crowded(16);
    assert_true(tree.items[1].scale < 1);
    assert_true(tree.items[1].scale <= tree.items[2].scale);
    assert_true(type_units(TYPE_DISPLAY) * tree.items[1].scale >
                type_units(TYPE_BODY) * tree.items[2].scale);
    assert_true(tree.items[3].scale == 1);
    assert_true(tree.items[4].box.y + tree.items[4].box.height <= 1600);
    for (size_t i = 0; i < tree.count; i++) {
        assert_false(tree.items[i].clipped);
    }
}

static void another_panel_is_left_alone(void **state)
{
    (void)state;
    tree_open(&tree, (struct widget){.kind = WIDGET_ROW, .across = PLACE_STRETCH});
    tree_open(&tree, (struct widget){.kind = WIDGET_COLUMN, .width = 45});
    tree_text(&tree, "calm", "aa bb", text_style(TYPE_DISPLAY, true));
    tree_close(&tree);
    tree_open(&tree, (struct widget){.kind = WIDGET_COLUMN, .width = 45});
    tree_text(&tree, "crowded", "aa bb cc dd ee ff gg hh", text_style(TYPE_DISPLAY, true));
    tree_add(&tree, fixed(10, 150));
    tree_close(&tree);
    tree_close(&tree);
    run();
    assert_true(tree.items[2].scale == 1);
    assert_true(tree.items[4].scale < 1);
}

static void what_cannot_fit_is_told(void **state)
{
    (void)state;
    build_crowded(2);
    size_t clipped = 0;
    for (size_t i = 0; i < tree.count; i++) {
        clipped += tree.items[i].clipped;
    }
    assert_true(clipped > 0);
}

static void hits_find_the_innermost_target(void **state)
{
    (void)state;
    tree_open(&tree, (struct widget){.kind = WIDGET_COLUMN, .action = UI_ACTION_START});
    struct widget *button =
        tree_open(&tree, (struct widget){.kind = WIDGET_ROW, .width = 20, .height = 10});
    button->action = UI_ACTION_HELP;
    tree_text(&tree, "label", "aa", text_style(TYPE_BODY, false));
    tree_close(&tree);
    tree_close(&tree);
    run();
    assert_int_equal(tree_hit(&tree, 10, 10), 1);
    assert_int_equal(tree_hit(&tree, 199, 99), 1);
    assert_int_equal(tree_hit(&tree, 200, 99), 0);
    assert_int_equal(tree_hit(&tree, 900, 99), WIDGET_NONE);
    assert_int_equal(tree_find_action(&tree, UI_ACTION_HELP), 1);
    assert_int_equal(tree_find_action(&tree, UI_ACTION_YES), WIDGET_NONE);
    assert_int_equal(tree_find_action(&tree, UI_ACTION_NONE), WIDGET_NONE);
}

static void a_tree_that_is_full_says_so(void **state)
{
    (void)state;
    setenv("LANYARD_LOG", "error", 1);
    tree_open(&tree, (struct widget){.kind = WIDGET_COLUMN});
    for (int i = 0; i < WIDGETS_MAX + 10; i++) {
        tree_add(&tree, fixed(1, 1));
    }
    assert_int_equal(tree.count, WIDGETS_MAX);
    assert_true(tree.overfull);
    static char large[WIDGET_TEXT_MAX + 1];
    memset(large, 'x', sizeof large - 1);
    assert_string_equal(tree_copy(&tree, large), "");
    run();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_column_places_below_each_other, fixture),
        cmocka_unit_test_setup(what_grows_takes_what_is_left, fixture),
        cmocka_unit_test_setup(places_along_and_across, fixture),
        cmocka_unit_test_setup(a_row_shares_its_width, fixture),
        cmocka_unit_test_setup(a_space_takes_no_gap_of_its_own, fixture),
        cmocka_unit_test_setup(right_to_left_mirrors, fixture),
        cmocka_unit_test_setup(a_picture_keeps_its_shape, fixture),
        cmocka_unit_test_setup(a_text_wraps_in_its_place, fixture),
        cmocka_unit_test_setup(a_word_that_is_too_wide_becomes_smaller, fixture),
        cmocka_unit_test_setup(the_largest_text_gives_way_first, fixture),
        cmocka_unit_test_setup(another_panel_is_left_alone, fixture),
        cmocka_unit_test_setup(what_cannot_fit_is_told, fixture),
        cmocka_unit_test_setup(hits_find_the_innermost_target, fixture),
        cmocka_unit_test_setup(a_tree_that_is_full_says_so, fixture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
