/*
 * What a printer that takes no PDF is sent, as CUPS's own reader sees it; and that the code on it
 * can be scanned from its dots.
 * link: printer/render.c printer/document.c printer/sheet.c printer/pixels.c printer/sink.c printer/layout.c
 * link: printer/layout_parts.c printer/paint.c printer/paint_shape.c printer/paint_flag.c
 * link: printer/paint_photo.c printer/paint_dither.c printer/paint_qr.c printer/paint_zones.c
 * link: printer/paint_lattice.c printer/template.c printer/template_read.c
 * link: printer/template_head.c printer/template_check.c printer/template_keys.c
 * link: printer/template_key_values.c printer/template_values.c printer/template_fields.c
 * link: printer/template_shelf.c printer/image.c printer/pdf_page.c printer/text.c printer/text_paint.c
 * link: printer/script.c printer/colour.c printer/flag.c printer/qr.c printer/bytes.c
 * link: printer/raster.c printer/render_raster.c
 * link: scanner/ kiosk/asset.c kiosk/log.c kiosk/timebase.c ASSETS
 */
#include "tests/test.h"

#include <unistd.h>

#include <cups/raster.h>

#include "scanner.h"
#include "tests/printer/samples.h"

static struct template_shelf *shelf;
static struct badge_renderer *renderer;

/* The dots of one page as grey, whatever its ink. */
struct page {
    cups_page_header2_t head;
    struct frame grey;
};

static uint8_t grey_of(const uint8_t *line, unsigned x, const cups_page_header2_t *head)
{
    switch (head->cupsBitsPerPixel) {
    case 1:
        return line[x / 8] >> (7 - x % 8) & 1 ? 0 : 255;
    case 8:
        return line[x];
    default:
        return (uint8_t)((line[3 * x] * 77 + line[3 * x + 1] * 150 + line[3 * x + 2] * 29) >> 8);
    }
}

static void read_page(cups_raster_t *raster, struct page *out)
{
    assert_int_equal(cupsRasterReadHeader2(raster, &out->head), 1);
    assert_true(frame_resize(&out->grey, (int)out->head.cupsWidth, (int)out->head.cupsHeight));
    uint8_t *line = test_malloc(out->head.cupsBytesPerLine);
    for (unsigned y = 0; y < out->head.cupsHeight; y++) {
        assert_int_equal(cupsRasterReadPixels(raster, line, out->head.cupsBytesPerLine),
                         out->head.cupsBytesPerLine);
        for (unsigned x = 0; x < out->head.cupsWidth; x++) {
            out->grey.luma[y * (unsigned)out->grey.stride + x] = grey_of(line, x, &out->head);
        }
    }
    test_free(line);
}

static FILE *file_of(const struct bytes *bytes)
{
    FILE *file = tmpfile();
    assert_non_null(file);
    assert_int_equal(fwrite(bytes->data, 1, bytes->size, file), bytes->size);
    rewind(file);
    return file;
}

static bool is_scanned(const struct frame *grey)
{
    static const struct decode_options options = {.first_only = true};
    struct decoder *decoder = decoder_create();
    struct scan_result result;
    bool read = decoder_decode(decoder, grey, &options, &result) == 1 &&
                result.codes[0].size == strlen(SAMPLE_CREDENTIAL) &&
                memcmp(result.codes[0].data, SAMPLE_CREDENTIAL, result.codes[0].size) == 0;
    decoder_destroy(decoder);
    return read;
}

static void render(const char *stock, const struct badge *badges, size_t count, int dpi,
                   enum raster_format format, enum raster_ink ink, struct bytes *out)
{
    struct badge_template *template = template_shelf_find(shelf, stock);
    assert_non_null(template);
    assert_true(
        badge_render_raster(renderer, badges, count, template, dpi, format, ink, out, NULL));
    badge_template_unref(template);
}

static void each_ink_is_read_by_cups_and_scanned(void **state)
{
    (void)state;
    static const struct {
        const char *stock;
        int dpi;
        enum raster_ink ink;
        unsigned width, height, bits, space;
    } cases[] = {
        {"label-62x100", 203, RASTER_BLACK_1, 496, 799, 1, CUPS_CSPACE_K},
        {"label-62x100", 300, RASTER_BLACK_1, 732, 1181, 1, CUPS_CSPACE_K},
        {"label-57x102", 203, RASTER_BLACK_1, 456, 815, 1, CUPS_CSPACE_K},
        {"a6", 203, RASTER_BLACK_1, 839, 1183, 1, CUPS_CSPACE_K},
        {"a6", 300, RASTER_GREY_8, 1240, 1748, 8, CUPS_CSPACE_SW},
        {"a6", 300, RASTER_RGB_24, 1240, 1748, 24, CUPS_CSPACE_SRGB},
        {"cr80", 300, RASTER_RGB_24, 638, 1011, 24, CUPS_CSPACE_SRGB},
    };
    struct badge badge = sample_badge(1);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct bytes bytes;
        struct page page = {0};
        render(cases[i].stock, &badge, 1, cases[i].dpi, RASTER_PWG, cases[i].ink, &bytes);
        FILE *file = file_of(&bytes);
        cups_raster_t *raster = cupsRasterOpen(fileno(file), CUPS_RASTER_READ);
        read_page(raster, &page);
        assert_int_equal(page.head.HWResolution[0], cases[i].dpi);
        assert_int_equal(page.head.HWResolution[1], cases[i].dpi);
        assert_int_equal(page.head.cupsBitsPerPixel, cases[i].bits);
        assert_int_equal(page.head.cupsColorSpace, cases[i].space);
        /* a dot more or less for rounding */
        assert_in_range(page.head.cupsWidth, cases[i].width - 1, cases[i].width + 1);
        assert_in_range(page.head.cupsHeight, cases[i].height - 1, cases[i].height + 1);
        if (!is_scanned(&page.grey)) {
            fail_msg("%s at %d dpi cannot be scanned", cases[i].stock, cases[i].dpi);
        }
        cupsRasterClose(raster);
        fclose(file);
        frame_finish(&page.grey);
        bytes_finish(&bytes);
    }
    badge_finish(&badge);
}

/* As many pages as the sheets have sides, each as it would be alone. */
static void each_side_of_each_sheet_is_a_page(void **state)
{
    (void)state;
    static const struct {
        const char *stock;
        size_t badges;
        unsigned pages;
    } cases[] = {{"cr80", 2, 4}, {"a4-4xa6", 5, 2}, {"butterfly-82x203", 2, 2}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct badge badges[5];
        struct bytes bytes;
        for (size_t j = 0; j < cases[i].badges; j++) {
            badges[j] = sample_badge(j);
        }
        render(cases[i].stock, badges, cases[i].badges, 203, RASTER_PWG, RASTER_GREY_8, &bytes);
        FILE *file = file_of(&bytes);
        cups_raster_t *raster = cupsRasterOpen(fileno(file), CUPS_RASTER_READ);
        struct page page = {0};
        for (unsigned n = 0; n < cases[i].pages; n++) {
            read_page(raster, &page);
            assert_int_equal(page.head.cupsInteger[0], cases[i].pages);
        }
        assert_int_equal(cupsRasterReadHeader2(raster, &page.head), 0);
        cupsRasterClose(raster);
        fclose(file);
        frame_finish(&page.grey);
        bytes_finish(&bytes);
        for (size_t j = 0; j < cases[i].badges; j++) {
            badge_finish(&badges[j]);
        }
    }
}

/* URF packs its lines the same way: unpacked by its own rules it is as large as it says. */
static void urf_is_as_large_as_it_says(void **state)
{
    (void)state;
    struct badge badge = sample_badge(0);
    struct bytes bytes;
    render("a6", &badge, 1, 300, RASTER_URF, RASTER_RGB_24, &bytes);
    assert_memory_equal(bytes.data, "UNIRAST\0\0\0\0\1", 12);
    const uint8_t *head = bytes.data + 12, *at = head + 32, *end = bytes.data + bytes.size;
    unsigned width = (unsigned)head[14] << 8 | head[15],
             height = (unsigned)head[18] << 8 | head[19];
    assert_int_equal(head[0], 24);
    assert_int_equal((unsigned)head[22] << 8 | head[23], 300);
    unsigned lines = 0;
    while (at < end) {
        lines += *at++ + 1U;
        for (unsigned x = 0; x < width;) {
            unsigned code = *at++;
            assert_int_not_equal(code, 128);
            unsigned count = code < 128 ? code + 1 : 257 - code;
            at += code < 128 ? 3 : 3 * count;
            x += count;
            assert_true(x <= width && at <= end);
        }
    }
    assert_int_equal(lines, height);
    bytes_finish(&bytes);
    badge_finish(&badge);
}

/* A photo becomes dots, about as dark as it was; text and code none. */
static void a_photo_is_dithered(void **state)
{
    (void)state;
    struct badge badge = sample_badge(0);
    struct bytes grey_bytes, black_bytes;
    struct page grey = {0}, black = {0};
    render("a6", &badge, 1, 203, RASTER_PWG, RASTER_GREY_8, &grey_bytes);
    render("a6", &badge, 1, 203, RASTER_PWG, RASTER_BLACK_1, &black_bytes);
    FILE *files[] = {file_of(&grey_bytes), file_of(&black_bytes)};
    cups_raster_t *rasters[] = {cupsRasterOpen(fileno(files[0]), CUPS_RASTER_READ),
                                cupsRasterOpen(fileno(files[1]), CUPS_RASTER_READ)};
    read_page(rasters[0], &grey);
    read_page(rasters[1], &black);
    double sums[2] = {0};
    int changes = 0, count = 0;
    for (int y = 300; y < 500; y++) { /* within the photo at 7 27 32 42 mm */
        for (int x = 80; x < 280; x++, count++) {
            sums[0] += grey.grey.luma[y * grey.grey.stride + x];
            sums[1] += black.grey.luma[y * black.grey.stride + x];
            changes += black.grey.luma[y * black.grey.stride + x] !=
                       black.grey.luma[y * black.grey.stride + x + 1];
        }
    }
    assert_true(sums[1] > sums[0] * 0.8 && sums[1] < sums[0] * 1.5);
    assert_true(changes > count / 10);
    for (int i = 0; i < 2; i++) {
        cupsRasterClose(rasters[i]);
        fclose(files[i]);
    }
    frame_finish(&grey.grey);
    frame_finish(&black.grey);
    bytes_finish(&grey_bytes);
    bytes_finish(&black_bytes);
    badge_finish(&badge);
}

static int start(void **state)
{
    (void)state;
    shelf = template_shelf_create(NULL, NULL);
    renderer = badge_renderer_create();
    return shelf && renderer ? 0 : -1;
}

static int stop(void **state)
{
    (void)state;
    badge_renderer_destroy(renderer);
    template_shelf_destroy(shelf);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_ink_is_read_by_cups_and_scanned),
        cmocka_unit_test(each_side_of_each_sheet_is_a_page),
        cmocka_unit_test(urf_is_as_large_as_it_says),
        cmocka_unit_test(a_photo_is_dithered),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
