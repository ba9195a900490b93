/*
 * The manifest, as a PDF reader sees it; and photos made small.
 * link: printer/ kiosk/commands/print_photo.c
 * link: scanner/ kiosk/asset.c kiosk/log.c kiosk/timebase.c ASSETS
 */
#include "tests/test.h"

#include <sys/stat.h>
#include <unistd.h>

#include "kiosk/commands/print_photo.h"
#include "manifest.h"
#include "tests/printer/samples.h"

static char folder[64];

static const char *output_of(const char *command)
{
    static char text[16384];
    char line[512];
    snprintf(line, sizeof line, "cd %s && { %s; } 2>/dev/null", folder, command);
    FILE *from = popen(line, "r");
    assert_non_null(from);
    size_t used = fread(text, 1, sizeof text - 1, from);
    while (used > 0 && text[used - 1] == '\n') {
        used--;
    }
    text[used] = '\0';
    pclose(from);
    return text;
}

static void add(struct manifest *manifest, const char *party, int count)
{
    struct manifest_party signs = {.country = "TJ"};
    snprintf(signs.name, sizeof signs.name, "%s", party);
    for (int i = 0; i < count; i++) {
        struct manifest_row row = {.category_letter = "D",
                                   .category_name = "Delegate",
                                   .category_rgb = 0x0F4C5C,
                                   .serial = 1000U + (unsigned)i,
                                   .issue = 1 + i % 2};
        snprintf(row.name, sizeof row.name, "Rahimova%d, Dilnoza", i);
        assert_true(manifest_add(manifest, &signs, &row));
    }
}

static void each_party_signs_its_own_pages(void **state)
{
    (void)state;
    char path[128];
    struct stat there;
    snprintf(path, sizeof path, "%s/m.pdf", folder);
    struct badge_renderer *renderer = badge_renderer_create();
    struct manifest *manifest = manifest_open(renderer, "Conference", "24 November", path);
    add(manifest, "Tajikistan", 13);
    add(manifest, "United Nations", 2);
    assert_int_not_equal(access(path, F_OK), 0); /* not before it is whole */
    assert_true(manifest_close(manifest));
    badge_renderer_destroy(renderer);
    assert_int_equal(stat(path, &there), 0);
    assert_int_equal(there.st_mode & 0777, 0600);
    assert_string_equal(output_of("pdfinfo m.pdf | sed -n 's/^Pages: *//p'"), "3");
    assert_string_equal(output_of("pdftotext -layout m.pdf - | grep -c 'Rahimova'"), "15");
    /* who signs, signs once, on the last page */
    assert_string_equal(output_of("pdftotext -layout -l 2 m.pdf - | grep -c 'Received by'"), "1");
    assert_string_equal(output_of("pdftotext -layout -f 2 m.pdf - | grep -c 'Received by'"), "2");
    assert_non_null(strstr(output_of("pdftotext -layout m.pdf -"), "Page 2 of 2"));
    assert_non_null(strstr(output_of("pdftotext -layout m.pdf -"), "1001 R2"));
}

static void a_dropped_manifest_leaves_no_file(void **state)
{
    (void)state;
    char path[128];
    snprintf(path, sizeof path, "%s/dropped.pdf", folder);
    struct badge_renderer *renderer = badge_renderer_create();
    struct manifest *manifest = manifest_open(renderer, "Conference", "", path);
    add(manifest, "", 1);
    manifest_drop(manifest);
    manifest_drop(NULL);
    badge_renderer_destroy(renderer);
    assert_int_not_equal(access(path, F_OK), 0);
}

static void a_photo_is_made_small_once(void **state)
{
    (void)state;
    struct picture photo = sample_photo(900, 1200), tiny = sample_photo(3, 500), none = {0};
    sample_add_jpeg(&photo);
    print_photo_slim(&photo);
    assert_int_equal(photo.height, 332);
    assert_int_equal(photo.width, 249);
    assert_true(photo.jpeg_size > 500 && photo.jpeg_size <= 10000);
    const uint8_t *kept = photo.jpeg;
    print_photo_slim(&photo); /* it is small already */
    assert_ptr_equal(photo.jpeg, kept);
    print_photo_slim(&tiny);
    assert_true(tiny.width >= 1 && tiny.height == 332 && tiny.jpeg);
    print_photo_slim(&none);
    assert_null(none.rgb);
    picture_finish(&photo);
    picture_finish(&tiny);
}

static int start(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/lanyard-manifest.XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int stop(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_party_signs_its_own_pages),
        cmocka_unit_test(a_dropped_manifest_leaves_no_file),
        cmocka_unit_test(a_photo_is_made_small_once),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
