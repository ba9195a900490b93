/*
 * Templates: what is read, what is refused and how that is said, and the shelf.
 * link: printer/template.c printer/template_read.c printer/template_head.c
 * link: printer/template_check.c printer/template_keys.c printer/template_key_values.c
 * link: printer/template_values.c printer/template_fields.c printer/template_shelf.c
 * link: printer/image.c printer/pdf_page.c printer/bytes.c kiosk/asset.c kiosk/log.c kiosk/timebase.c ASSETS
 */
#include "tests/test.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "log.h"
#include "printer/template.h"

#define HEAD "badge 1\ntitle T\npage 60 x 80\nmedia custom_60x80mm_60x80mm\n"
#define CODE "qr\nat 30 40 25 25\n"

static struct badge_template *parse(const char *text, struct template_error *error)
{
    return badge_template_parse("t", text, strlen(text), NULL, error);
}

static void what_is_wrong_is_said_with_line_and_key(void **state)
{
    (void)state;
    static const struct {
        const char *text, *wanted;
    } cases[] = {
        {"", "t.badge: page: the size"},
        {"page 1 x 1\n", "t.badge:1: page: the first line must be \"badge 1\""},
        {"badge 2\n", "t.badge:1: badge: this program reads version 1"},
        {"badge 1\nbadge 1\n", "t.badge:2: badge: given twice"},
        {"badge 1\npage 60x80\n", "t.badge:2: page: \"WIDTH x HEIGHT\" in mm is wanted"},
        {"badge 1\npage 0 x 80\n", "t.badge:2: page:"},
        {"badge 1\npage 60 x 80 mm\n", "t.badge:2: page:"},
        {"badge 1\npage 1e2 x 80\n", "t.badge:2: page:"},
        {"badge 1\npage 60.1234 x 80\n", "t.badge:2: page:"},
        {"badge 1\npage 99999 x 80\n", "t.badge:2: page:"},
        {"badge 1\nfrobnicate 3\n", "t.badge:2: frobnicate: there is no such key or element"},
        {"badge 1\nsize 3\n", "t.badge:2: size: this stands before any element"},
        {"badge 1\nink blue\n", "t.badge:2: ink: colour or black"},
        {"badge 1\nfold twice\n", "t.badge:2: fold: butterfly"},
        {"badge 1\nturn 45\n", "t.badge:2: turn: 0, 90, 180 or 270"},
        {"badge 1\ngrid 0 x 2\n", "t.badge:2: grid:"},
        {"badge 1\nuse other\n", "t.badge:2: use: there is no template \"other\""},
        {"badge 1\ntitle T\npage 60 x 80\n" CODE, "t.badge: media: the name of the stock"},
        {HEAD, "t.badge: qr: the front needs a code"},
        {HEAD CODE "when photo\n", "t.badge: qr: the front needs a code"},
        {HEAD "back\n" CODE, "t.badge: qr: the front needs a code"},
        {HEAD "fold butterfly\n" CODE, "t.badge: fold: what is folded needs a \"back\""},
        {HEAD "qr\nat 30 40 10 25\n", "t.badge:5: at: a code needs 12 mm"},
        {HEAD "qr\nat 30 40 25 25\nrotate 90\n", "t.badge:7: rotate: this element has no such key"},
        {HEAD "text {family}\nat 1 1 60 5\n" CODE, "t.badge:5: at: it reaches out of the page"},
        {HEAD "text {family}\nat 1 1 5 0\n", "t.badge:6: at: width and height"},
        {HEAD "text {family}\nat 1 1 5\n", "t.badge:6: at: four lengths"},
        {HEAD "text {family}\n" CODE, "t.badge:5: at: the element has no place"},
        {HEAD "text\n", "t.badge:5: text: a text is wanted"},
        {HEAD "text {famly}\n", "t.badge:5: text: there is no field {famly}"},
        {HEAD "text {family\n", "t.badge:5: text: there is no field {family}"},
        {HEAD "photo big\n", "t.badge:5: photo: nothing may follow"},
        {HEAD "photo\nat 1 1 9 9\nat 1 1 9 9\n", "t.badge:7: at: given twice"},
        {HEAD "photo\nsize 3\n", "t.badge:6: size: this element has no such key"},
        {HEAD "text a\nsize 3cm\n", "t.badge:6: size: a length in mm"},
        {HEAD "text a\nsize 0\n", "t.badge:6: size: a length in mm"},
        {HEAD "text a\nlines 99\n", "t.badge:6: lines: a number from 1 to 20"},
        {HEAD "text a\nweight heavy\n", "t.badge:6: weight: one of these is wanted: regular, bold"},
        {HEAD "text a\nalign left\n", "t.badge:6: align: start, middle or end"},
        {HEAD "text a\ncolour red\n", "t.badge:6: colour: a colour is wanted"},
        {HEAD "text a\ncolour #12345\n", "t.badge:6: colour: a colour is wanted"},
        {HEAD "text a\nwhen vip\n", "t.badge:6: when: there is no condition \"vip\""},
        {HEAD "text a\nwhen category\n", "t.badge:6: when: there is no condition"},
        {HEAD "text a\nwhen photo=1\n", "t.badge:6: when: there is no condition"},
        {HEAD "text a\nwhen a b c d e\n", "t.badge:6: when:"},
        {HEAD "text a\nheight 3\n", "t.badge:6: height: only what stands in a stack"},
        {HEAD "rect\nat 1 1 5 5\npattern dots 3\n", "t.badge:7: pattern:"},
        {HEAD "image x.png\n", "t.badge:5: image: x.png:"},
        {HEAD "stack\nat 1 1 9 9\ntext a\n", "t.badge: stack: the last stack lacks its \"end\""},
        {HEAD "stack\nstack\n", "t.badge:6: stack: the stack before it"},
        {HEAD "stack\nat 1 1 9 9\ntext a\nat 1 1 2 2\n", "t.badge:8: at: in a stack give"},
        {HEAD "stack\nat 1 1 9 9\ntext a\nend\n" CODE, "t.badge:7: height: an element of a stack"},
        {HEAD "stack\nat 1 1 9 9\ntext a\nheight same\n", "t.badge:8: height: \"same\" needs"},
        {HEAD "stack\nat 1 1 9 9\ntext a\nheight 3 2\n", "t.badge:8: height:"},
        {HEAD "stack\nat 1 1 9 9\ntext a\nheight 3\nspan 5 5\nend\n" CODE,
         "t.badge:7: span: it reaches out of the stack"},
        {HEAD "end\n", "t.badge:5: end: no stack is open"},
        {HEAD "back\nback\n", "t.badge:6: back: once only"},
        {HEAD "style\n", "t.badge:5: style: a category's letter"},
        {HEAD "style P\ncolour red\n", "t.badge:6: colour: a colour is wanted: #RRGGBB"},
        {HEAD "style P\nsize 3\n", "t.badge:6: size: a style has only"},
        {HEAD CODE "sheet 100 x 100\n", "t.badge:7: sheet: it belongs above the elements"},
        {HEAD "grid 2 x 2\n" CODE, "t.badge: sheet: grid and turn need a sheet"},
        {HEAD "sheet 100 x 100\ngrid 2 x 1\n" CODE, "t.badge: sheet: the badges do not fit"},
        {HEAD "origin 1\n", "t.badge:5: origin: two lengths"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct template_error error;
        char line[320];
        struct badge_template *template = parse(cases[i].text, &error);
        assert_null(template);
        template_error_format(&error, line, sizeof line);
        if (strncmp(line, cases[i].wanted, strlen(cases[i].wanted)) != 0) {
            fail_msg("%zu: \"%s\" is not \"%s\"", i, line, cases[i].wanted);
        }
    }
}

static void a_long_or_broken_line_is_refused(void **state)
{
    (void)state;
    struct template_error error;
    char text[600] = HEAD "# ";
    memset(text + strlen(text), 'x', 300);
    assert_null(parse(text, &error));
    assert_int_equal(error.line, 5);
    static const char zero[] = "badge 1\n#\0\n";
    assert_null(badge_template_parse("t", zero, sizeof zero - 1, NULL, &error));
    assert_int_equal(error.line, 2);
}

static void what_is_said_is_read(void **state)
{
    (void)state;
    struct template_error error;
    struct badge_template *template =
        parse("badge 1\r\n# a comment\r\ntitle  Two words \r\npage 60 x 80.5\nmedia m\nink black\n"
              "text Hello {given} {family}\n  at 1 2 30 4.25\n\tsize 3.5\n when !photo "
              "category=P,H\n align end bottom\n colour #A0b1C2\n weight bold\n" CODE
              "style P\ncolour #010203\npattern stripes 4\nback\nrect\nat 0 0 60 80.5\nfill tint",
              &error);
    assert_non_null(template);
    const struct element *text = &template->elements[0];
    assert_string_equal(template->title, "Two words");
    assert_int_equal(template->height_um, 80500);
    assert_true(template->paper.black_only && template->paper.two_sided);
    assert_int_equal(text->box.height, 4250);
    assert_int_equal(text->style.size_um, 3500);
    assert_int_equal(text->colour.rgb, 0xA0B1C2);
    assert_int_equal(text->condition_count, 2);
    assert_int_equal(text->across, TEXT_END);
    assert_int_equal(text->down, TEXT_END);
    assert_string_equal(text->text, "Hello {given} {family}");
    assert_int_equal(template->styles[0].rgb, 0x010203);
    assert_int_equal(template->styles[0].pattern, PATTERN_STRIPES);
    assert_false(template->elements[1].back);
    assert_true(template->elements[2].back);
    badge_template_unref(template);
}

static void fields_are_filled_in(void **state)
{
    (void)state;
    const struct badge badge = {.family_name = "Rahimova",
                                .given_name = "Dilnoza",
                                .category_letter = "P",
                                .serial = 1042,
                                .issue = 2};
    static const struct {
        const char *text, *wanted; /* NULL: nothing to show */
    } cases[] = {
        {"{family}", "Rahimova"},
        {"{name}", "Dilnoza Rahimova"},
        {"{given} {native}", "Dilnoza "},
        {"{native}", NULL},
        {"from {delegation}", NULL},
        {"plain", "plain"},
        {"No {serial}, {issue}, {replacement}", "No 1042, 2, R2"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char out[300];
        bool shown = template_expand(cases[i].text, &badge, out, sizeof out);
        assert_int_equal(shown, cases[i].wanted != NULL);
        if (shown) {
            assert_string_equal(out, cases[i].wanted);
        }
    }
}

static void a_text_is_never_cut_within_a_character(void **state)
{
    (void)state;
    struct badge badge = {.issue = 1};
    for (int i = 0; i < 100; i++) {
        strcat(badge.family_name, "ӯ");
    }
    for (size_t size = 1; size < 40; size++) {
        char out[40];
        template_expand("{family}{family}", &badge, out, size);
        assert_true(strlen(out) < size);
        assert_int_equal(strlen(out) % 2, 0);
    }
}

static void conditions_hold_or_not(void **state)
{
    (void)state;
    uint8_t pixel[3] = {0};
    struct badge badge = {.category_letter = "H",
                          .issue = 2,
                          .escort = true,
                          .head = true,
                          .family_name = "F",
                          .photo = {pixel, 1, 1, NULL, 0}};
    static const struct {
        const char *word;
        bool holds;
    } cases[] = {
        {"family", true},      {"given", false},       {"!given", true},
        {"photo", true},       {"replacement", true},  {"one-day", false},
        {"escort", true},      {"head", true},         {"marks", true},
        {"test", false},       {"zones", false},       {"days", false},
        {"category=H", true},  {"category=P,H", true}, {"!category=P,H", false},
        {"category=P", false}, {"category=HH", false}, {"country", false},
        {"delegation", false}, {"position", false},    {"native", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct element element = {.kind = ELEMENT_RECT, .condition_count = 1};
        assert_true(template_condition_parse(cases[i].word, &element.conditions[0]));
        assert_int_equal(template_shows(&element, &badge), cases[i].holds);
    }
}

/* ---- the shelf ---- */

static char folder[64];

static int make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/lanyard-shelf.XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

static void write_file(const char *name, const char *text)
{
    char path[128];
    static long tick;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
    /* each version has a time of its own, however fast they follow */
    const struct timespec times[2] = {{0, UTIME_OMIT}, {1000000 + ++tick, 0}};
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

static void keep_line(enum log_level level, const char *module, const char *line, void *userdata)
{
    (void)level, (void)module;
    snprintf(userdata, 512, "%s", line);
}

static void each_built_in_template_is_good(void **state)
{
    (void)state;
    static const char *const wanted[] = {
        "4x3in",     "4x6in", "86x124",           "a4-4xa6", "a4-8xa7",      "a6",
        "a6-native", "a7",    "butterfly-82x203", "cr80",    "label-57x102", "label-62x100"};
    char name[TEMPLATE_NAME_SIZE];
    struct template_shelf *shelf = template_shelf_create(NULL, NULL);
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        struct template_error error;
        char line[320];
        assert_true(template_shelf_name(shelf, i, name));
        assert_string_equal(name, wanted[i]);
        struct badge_template *template = template_shelf_check(shelf, name, &error);
        template_error_format(&error, line, sizeof line);
        if (!template) {
            fail_msg("%s", line);
        }
        badge_template_unref(template);
    }
    assert_false(template_shelf_name(shelf, sizeof wanted / sizeof wanted[0], name));
    template_shelf_destroy(shelf);
}

static void the_last_good_one_stays_in_use(void **state)
{
    (void)state;
    char line[512] = "";
    struct template_shelf *shelf = template_shelf_create(folder, NULL);
    struct badge_template *built_in = template_shelf_find(shelf, "a6");
    assert_string_equal(badge_template_title(built_in), "A6, portrait");
    write_file("a6.badge", HEAD CODE); /* the folder's own comes first */
    struct badge_template *own = template_shelf_find(shelf, "a6");
    assert_string_equal(badge_template_title(own), "T");
    assert_string_equal(badge_template_title(built_in), "A6, portrait"); /* as long as it is held */
    log_set_sink(keep_line, line);
    write_file("a6.badge", HEAD "nonsense\n");
    struct badge_template *kept = template_shelf_find(shelf, "a6");
    assert_ptr_equal(kept, own);
    assert_non_null(strstr(line, "a6.badge:5: nonsense: there is no such key"));
    assert_non_null(strstr(line, "the last good one stays in use"));
    line[0] = '\0';
    badge_template_unref(template_shelf_find(shelf, "a6"));
    assert_string_equal(line, ""); /* said once for each version */
    assert_null(template_shelf_find(shelf, "nobody"));
    assert_non_null(strstr(line, "there is no such template"));
    assert_null(template_shelf_find(shelf, "../a6"));
    log_set_sink(NULL, NULL);
    write_file("a6.badge", "badge 1\nuse a7\ntitle Two\nsheet 200 x 200\ngrid 2 x 1\n");
    struct badge_template *mended = template_shelf_find(shelf, "a6");
    assert_string_equal(badge_template_title(mended), "Two");
    assert_int_equal(badge_template_paper(mended)->badges, 2);
    badge_template_unref(built_in);
    badge_template_unref(own);
    badge_template_unref(kept);
    badge_template_unref(mended);
    template_shelf_destroy(shelf);
}

static void a_template_does_not_build_on_itself(void **state)
{
    (void)state;
    struct template_error error;
    struct template_shelf *shelf = template_shelf_create(folder, NULL);
    write_file("x.badge", "badge 1\nuse x\n");
    assert_null(template_shelf_check(shelf, "x", &error));
    assert_int_equal(error.line, 2);
    assert_non_null(strstr(error.text, "not in a template that another builds on"));
    template_shelf_destroy(shelf);
}

#define RED_PDF                                                                     \
    "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"                        \
    "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"                            \
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 60 80]/Contents 4 0 R>>endobj\n" \
    "4 0 obj<</Length 23>>stream\n1 0 0 rg 0 0 60 80 re f\nendstream endobj\n"      \
    "trailer<</Root 1 0 R>>\n"

static void pictures_are_checked_on_load(void **state)
{
    (void)state;
    static const struct {
        const char *name, *text, *wanted; /* "": good */
    } cases[] = {
        {"a.png", "not a picture", "a.png: it is not a PNG"},
        {"b.svg", "<svg", "b.svg: it is not an SVG"},
        {"c.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", ""},
        {"d.txt", "hello", "d.txt: a file .png, .jpg, .svg or .pdf"},
        {"e.jpg", "hello", "e.jpg: it cannot be read as a JPEG"},
        {"f.pdf", RED_PDF, ""},
        {"g.pdf", "hello", "g.pdf: it is not a PDF"},
        {"h.pdf", "%PDF-1.4\n%%EOF\n", "h.pdf: its first page cannot be drawn"},
    };
    struct template_shelf *shelf = template_shelf_create(folder, NULL);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[256];
        struct template_error error;
        write_file(cases[i].name, cases[i].text);
        snprintf(text, sizeof text, HEAD "image %s\nat 0 0 60 80\nfit cover\n" CODE, cases[i].name);
        write_file("pictured.badge", text);
        struct badge_template *template = template_shelf_check(shelf, "pictured", &error);
        assert_int_equal(template != NULL, cases[i].wanted[0] == '\0');
        assert_non_null(strstr(error.text, cases[i].wanted));
        badge_template_unref(template);
    }
    template_shelf_destroy(shelf);
}

static void copies_leave_what_is_there(void **state)
{
    (void)state;
    char path[128], first[32] = "";
    write_file("a6.badge", "mine\n");
    assert_true(template_shelf_copy(folder));
    snprintf(path, sizeof path, "%s/a6.badge", folder);
    FILE *file = fopen(path, "r");
    assert_non_null(fgets(first, sizeof first, file));
    fclose(file);
    assert_string_equal(first, "mine\n");
    snprintf(path, sizeof path, "%s/cr80.badge", folder);
    assert_int_equal(access(path, R_OK), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_wrong_is_said_with_line_and_key),
        cmocka_unit_test(a_long_or_broken_line_is_refused),
        cmocka_unit_test(what_is_said_is_read),
        cmocka_unit_test(fields_are_filled_in),
        cmocka_unit_test(a_text_is_never_cut_within_a_character),
        cmocka_unit_test(conditions_hold_or_not),
        cmocka_unit_test(each_built_in_template_is_good),
        cmocka_unit_test(the_last_good_one_stays_in_use),
        cmocka_unit_test(a_template_does_not_build_on_itself),
        cmocka_unit_test(pictures_are_checked_on_load),
        cmocka_unit_test(copies_leave_what_is_there),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
