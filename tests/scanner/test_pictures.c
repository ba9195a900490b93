/*
 * The decoder on real photos and video, where they are: what the issue asks of it, without the
 * times.
 *
 * link: scanner/decoder.c scanner/stillness.c scanner/search.c scanner/cascade.c scanner/locator.c
 * link: scanner/finder.c scanner/runs.c scanner/threshold.c scanner/threshold_bits.c scanner/sharpen.c scanner/plane.c
 * link: scanner/pattern.c scanner/straighten.c scanner/grid_map.c scanner/grid_mesh.c
 * link: scanner/module_grid.c scanner/qr_reader.c kiosk/log.c kiosk/timebase.c
 * link: scanner/image.c scanner/image_file.c scanner/image_jpeg.c scanner/image_png.c
 * link: scanner/image_pgm.c scanner/exif.c scanner/fault.c scanner/frame.c
 */
#include "scanner.h"
#include "tests/test.h"

#include <dirent.h>
#include <sys/stat.h>

#define DATA "../shared/data/qr/"

struct tally {
    int pictures, found, codes;
};

static void decode_file(struct decoder *decoder, const char *path, bool first, struct tally *tally)
{
    static struct scan_result result;
    struct frame frame = {0};
    struct decode_options options = {.first_only = first};
    assert_true(frame_load(path, &frame));
    decoder_decode(decoder, &frame, &options, &result);
    tally->pictures++;
    tally->found += result.count > 0;
    tally->codes += (int)result.count;
    frame_finish(&frame);
}

static void decode_folder(struct decoder *decoder, const char *folder, bool first,
                          struct tally *tally)
{
    struct dirent **entries;
    int count = scandir(folder, &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        char path[512];
        struct stat info;
        snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
        if (entries[i]->d_name[0] != '.' && stat(path, &info) == 0) {
            if (S_ISDIR(info.st_mode)) {
                decode_folder(decoder, path, first, tally);
            } else if (frame_name_is_picture(path)) {
                decode_file(decoder, path, first, tally);
            }
        }
        free(entries[i]);
    }
    if (count >= 0) {
        free(entries);
    }
}

/* Skips the test where the folder is not there. */
static struct tally decode_set(const char *folder, bool first)
{
    struct tally tally = {0};
    struct stat info;
    if (stat(folder, &info) != 0) {
        print_message("skip: %s is not here\n", folder);
        skip();
    }
    struct decoder *decoder = decoder_create();
    assert_non_null(decoder);
    decode_folder(decoder, folder, first, &tally);
    decoder_destroy(decoder);
    return tally;
}

static void test_photos(void **state)
{
    (void)state;
    struct tally tally = decode_set(DATA "photos", true);
    assert_int_equal(tally.pictures, 91);
    assert_in_range(tally.found, 86, 91);
}

static void test_video(void **state)
{
    (void)state;
    struct tally tally = decode_set(DATA "video", false);
    assert_int_equal(tally.pictures, 100);
    assert_int_equal(tally.found, 100);
    assert_in_range(tally.codes, 300, 400);
}

static void test_video_first(void **state)
{
    (void)state;
    struct tally tally = decode_set(DATA "video", true);
    assert_int_equal(tally.found, 100);
    assert_int_equal(tally.codes, 100);
}

static void test_none(void **state)
{
    (void)state;
    struct tally tally = decode_set(DATA "none", false);
    assert_int_equal(tally.pictures, 25);
    assert_int_equal(tally.codes, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_photos),
        cmocka_unit_test(test_video),
        cmocka_unit_test(test_video_first),
        cmocka_unit_test(test_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
