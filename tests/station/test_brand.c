/*
 * theme.ini: what it may say, and that each fault is told with file and line while the rest counts.
 *
 * link: kiosk/station/brand.c kiosk/station/ini.c kiosk/log.c
 */
#define LOG_MODULE "test"
#include <sys/stat.h>
#include <unistd.h>

#include "log.h"
#include "station.h"
#include "tests/test.h"

static char folder[64], logged[2048];

static void keep(enum log_level level, const char *module, const char *line, void *userdata)
{
    (void)level, (void)module, (void)userdata;
    size_t used = strlen(logged);
    snprintf(logged + used, sizeof logged - used, "%s\n", line);
}

static int setup(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/lanyard-brand-XXXXXX");
    log_set_sink(keep, NULL);
    return mkdtemp(folder) ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    static const char *const names[] = {"theme.ini", "logo.png", "words.txt"};
    char path[128];
    for (int i = 0; i < 3; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
    log_set_sink(NULL, NULL);
    return rmdir(folder);
}

static void write_file(const char *name, const char *text)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static bool read_theme(const char *text, struct brand *out)
{
    logged[0] = '\0';
    write_file("theme.ini", text);
    return station_brand(folder, out);
}

static void none_is_fine(void **state)
{
    (void)state;
    struct brand brand;
    assert_true(station_brand(folder, &brand));
    assert_int_equal(brand.colors[0][BRAND_PRIMARY].line, 0);
    assert_string_equal(brand.logo, "");
}

static void all_of_it(void **state)
{
    (void)state;
    struct brand brand;
    write_file("logo.png", "\x89PNG\r\n");
    assert_true(
        read_theme("# the look\n[event]\nname = Water and Peace\nlogo = logo.png\n"
                   "plate = #ffFFff # under it\n[light]\nprimary = #7A1F3D\n"
                   "hero=#123456\n[dark]\nground = #000000\nfocus = #FFB000\nink = #FFFFFF\n",
                   &brand));
    assert_string_equal(logged, "");
    assert_string_equal(brand.name, "Water and Peace");
    assert_non_null(strstr(brand.logo, "/logo.png"));
    assert_int_equal(brand.plate.rgb, 0xFFFFFF);
    assert_int_equal(brand.colors[0][BRAND_PRIMARY].rgb, 0x7A1F3D);
    assert_int_equal(brand.colors[0][BRAND_PRIMARY].line, 7);
    assert_int_equal(brand.colors[0][BRAND_HERO].rgb, 0x123456);
    assert_int_equal(brand.colors[1][BRAND_GROUND].line, 10);
    assert_int_equal(brand.colors[0][BRAND_GROUND].line, 0);
}

static void each_fault_has_its_line(void **state)
{
    (void)state;
    static const struct {
        const char *text, *said;
    } rows[] = {
        {"[light]\nprimary = blue\n", "theme.ini:2: a colour is written like #0F4C5C: \"blue\""},
        {"[light]\nprimary = #12345\n", "theme.ini:2: there is no value"},
        {"[light]\n\naccent = #123456\n", "theme.ini:3: the colours are"},
        {"[event]\nlogo = ../secret.png\n", "theme.ini:2: the logo is a file's name"},
        {"[event]\nlogo = none.png\n", "theme.ini:2: there is no such logo"},
        {"[event]\nlogo = words.txt\n", "theme.ini:2: the logo is not a PNG"},
        {"[event]\nname =\n", "theme.ini:2: "},
        {"[event]\ntitle = X\n", "theme.ini:2: [event] has"},
        {"[colours]\n", "theme.ini:1: the sections are"},
        {"primary = #123456\n", "theme.ini:1: stands in no section"},
        {"[light]\nnonsense\n", "theme.ini:2: "},
    };
    write_file("words.txt", "no picture");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct brand brand;
        char text[256];
        snprintf(text, sizeof text, "%s\n[dark]\nhero = #010203\n", rows[i].text);
        assert_false(read_theme(text, &brand));
        if (!strstr(logged, rows[i].said)) {
            fail_msg("row %zu: \"%s\"", i, logged);
        }
        assert_int_equal(brand.colors[1][BRAND_HERO].rgb, 0x010203);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(none_is_fine, setup, teardown),
        cmocka_unit_test_setup_teardown(all_of_it, setup, teardown),
        cmocka_unit_test_setup_teardown(each_fault_has_its_line, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
