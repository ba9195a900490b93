/*
 * What a badge looks like to others: a PDF reader, a rasteriser, a barcode reader.
 * link: printer/render.c printer/document.c printer/sheet.c printer/pixels.c printer/sink.c printer/layout.c
 * link: printer/layout_parts.c printer/paint.c printer/paint_shape.c printer/paint_flag.c
 * link: printer/paint_photo.c printer/paint_dither.c printer/paint_qr.c printer/paint_zones.c
 * link: printer/paint_lattice.c printer/template.c printer/template_read.c
 * link: printer/template_head.c printer/template_check.c printer/template_keys.c
 * link: printer/template_key_values.c printer/template_values.c printer/template_fields.c
 * link: printer/template_shelf.c printer/image.c printer/pdf_page.c printer/text.c printer/text_paint.c
 * link: printer/script.c printer/colour.c printer/flag.c printer/qr.c printer/bytes.c
 * link: scanner/frame.c kiosk/asset.c kiosk/log.c kiosk/timebase.c ASSETS printer/invitation.c
 * link: printer/stationery.c
 */
#include "tests/test.h"

#include <sys/stat.h>
#include <unistd.h>

#include "invitation.h"
#include "log.h"
#include "printer/layout.h"
#include "tests/printer/samples.h"

static char folder[64];
static struct badge_renderer *renderer;
static struct template_shelf *shelf;
static struct badge_template *a6;

static int start(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/lanyard-render.XXXXXX");
    renderer = badge_renderer_create();
    shelf = template_shelf_create(NULL, NULL);
    a6 = shelf ? template_shelf_find(shelf, "a6") : NULL;
    return mkdtemp(folder) && renderer && a6 ? 0 : -1;
}

static int stop(void **state)
{
    (void)state;
    char command[128];
    badge_renderer_destroy(renderer);
    badge_template_unref(a6);
    template_shelf_destroy(shelf);
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

/* What a command prints, run in the folder; without the newline at its end. */
static const char *output_of(const char *command)
{
    static char text[8192];
    char line[1024];
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

static void write_bytes(struct bytes *bytes, const char *name)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_true(bytes_write_file(bytes, path));
    bytes_finish(bytes);
}

static void write_pdf(const struct badge *badges, size_t count, const char *stock, int dpi,
                      struct badge_faults *faults)
{
    struct bytes bytes;
    struct badge_template *template = template_shelf_find(shelf, stock);
    assert_non_null(template);
    assert_true(badge_render_pdf(renderer, badges, count, template, dpi, &bytes, faults));
    badge_template_unref(template);
    write_bytes(&bytes, "badge.pdf");
}

#define READ_QR "zbarimg -q --raw -Sdisable -Sqrcode.enable "

static void each_resolution_can_be_scanned(void **state)
{
    (void)state;
    static const struct {
        const char *stock, *rasterise;
        int dpi;
    } cases[] = {
        {"a6", "-r 203 -png", 203},
        {"a6", "-r 300 -png", 300},
        {"a6", "-r 600 -gray", 600},
        {"a6", "-r 203 -mono", 203},
        {"a7", "-r 203 -png", 203},
        {"a7", "-r 300 -mono", 300},
        {"4x6in", "-r 300 -png", 300},
        {"86x124", "-r 203 -mono", 203},
        {"4x3in", "-r 300 -png", 300},
        {"cr80", "-r 300 -mono", 300},
        {"cr80", "-r 600 -gray", 600},
        {"label-62x100", "-r 203 -mono", 203},
        {"label-62x100", "-r 300 -mono", 300},
        {"label-57x102", "-r 203 -mono", 203},
        {"butterfly-82x203", "-r 203 -mono", 203},
        {"butterfly-82x203", "-r 300 -png", 300},
        {"a4-4xa6", "-r 300 -gray", 300},
        {"a4-8xa7", "-r 300 -gray", 300},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char command[256];
        struct badge badge = sample_badge(i % SAMPLE_COUNT);
        write_pdf(&badge, 1, cases[i].stock, cases[i].dpi, NULL);
        snprintf(command, sizeof command,
                 "rm -f page*; pdftoppm %s badge.pdf page; " READ_QR "page*", cases[i].rasterise);
        assert_string_equal(output_of(command), SAMPLE_CREDENTIAL);
        badge_finish(&badge);
    }
}

/* Every pixel of the QR is black or white when rasterised at the printer's resolution, and every
 * module is the same number of pixels. */
static void modules_are_whole_dots(void **state)
{
    (void)state;
    static const int resolutions[] = {203, 300, 600};
    for (int r = 0; r < 3; r++) {
        int dpi = resolutions[r], width = 0, height = 0;
        struct badge badge = sample_badge(0);
        struct badge_layout layout;
        char command[128], path[128];
        write_pdf(&badge, 1, "a6", dpi, NULL);
        snprintf(command, sizeof command,
                 "rm -f dots*; pdftoppm -r %d -gray -singlefile badge.pdf "
                 "dots",
                 dpi);
        output_of(command);
        assert_true(badge_layout_compute(&badge, a6, dpi, 49, LAYOUT_MODULE_MIN, &layout));
        const struct layout_part *code = &layout.parts[layout.count - 1];
        assert_int_equal(code->element->kind, ELEMENT_QR);
        snprintf(path, sizeof path, "%s/dots.pgm", folder);
        FILE *file = fopen(path, "rb");
        assert_non_null(file);
        assert_int_equal(fscanf(file, "P5 %d %d 255", &width, &height), 2);
        fgetc(file);
        int left = layout_dots(code->box.x, dpi);
        int top = layout_dots(code->box.y, dpi), side = code->qr_dots * 49;
        uint8_t *row = malloc((size_t)width);
        assert_int_equal(fseek(file, (long)width * (top + code->qr_dots / 2), SEEK_CUR), 0);
        assert_int_equal(fread(row, 1, (size_t)width, file), width);
        for (int x = 0; x < side; x++) {
            int module = x / code->qr_dots;
            assert_true(row[left + x] == 0 || row[left + x] == 255);
            assert_int_equal(row[left + x], row[left + module * code->qr_dots]);
        }
        assert_int_equal(row[left], 0);       /* the finder's edge, */
        assert_int_equal(row[left - 1], 255); /* and the quiet zone */
        assert_int_equal(row[left + side - 1], 0);
        assert_int_equal(row[left + side], 255);
        free(row);
        fclose(file);
        badge_finish(&badge);
    }
}

static void a_pdf_has_its_pages_title_and_fonts(void **state)
{
    (void)state;
    struct badge badges[SAMPLE_COUNT];
    for (size_t i = 0; i < SAMPLE_COUNT; i++) {
        badges[i] = sample_badge(i);
    }
    write_pdf(badges, SAMPLE_COUNT, "a6", 300, NULL);
    assert_string_equal(output_of("pdfinfo badge.pdf | sed -n 's/^Pages: *//p'"), "12");
    assert_non_null(strstr(output_of("pdfinfo badge.pdf"), "12 badges"));
    double width = 0, height = 0;
    assert_int_equal(sscanf(output_of("pdfinfo badge.pdf | sed -n 's/^Page size: *//p'"),
                            "%lf x %lf", &width, &height),
                     2);
    assert_true(width > 297.0 && width < 298.2 && height > 419.0 && height < 420.1);
    /* name, type, encoding, embedded, subset: no font without both */
    assert_string_equal(output_of("pdffonts badge.pdf | tail -n +3 | grep -vc ' yes yes '"), "0");
    assert_non_null(strstr(output_of("pdftotext badge.pdf -"), "Rahimova"));
    assert_string_equal(output_of("qpdf --check badge.pdf >/dev/null && echo sound"), "sound");
    write_pdf(badges, 1, "a6", 300, NULL);
    assert_non_null(strstr(output_of("pdfinfo badge.pdf"), "Dilnoza Rahimova"));
    for (size_t i = 0; i < SAMPLE_COUNT; i++) {
        badge_finish(&badges[i]);
    }
}

/* The colour at a place of the badge, of what a rasteriser makes of it. */
static void colour_at(int32_t x_um, int32_t y_um, uint8_t rgb[3])
{
    char command[128], path[128];
    snprintf(command, sizeof command, "pdftoppm -r 254 -singlefile badge.pdf photo");
    output_of(command);
    snprintf(path, sizeof path, "%s/photo.ppm", folder);
    FILE *file = fopen(path, "rb");
    int width = 0, height = 0;
    assert_non_null(file);
    assert_int_equal(fscanf(file, "P6 %d %d 255", &width, &height), 2);
    fgetc(file);
    long at = ((long)y_um / 100 * width + x_um / 100) * 3;
    assert_int_equal(fseek(file, at, SEEK_CUR), 0);
    assert_int_equal(fread(rgb, 1, 3, file), 3);
    fclose(file);
}

/* A photo that came as JPEG is embedded as it is, and looks like its pixels although it is larger
 * than they are. */
static void a_jpeg_is_embedded_as_it_is(void **state)
{
    (void)state;
    uint8_t plain[3], embedded[3];
    struct badge badge = sample_badge(0);
    const int32_t face_x = 7000 + 13000, face_y = 29000 + 18000;
    free(badge.photo.rgb);
    badge.photo = sample_photo(420, 525);
    write_pdf(&badge, 1, "a6", 300, NULL);
    colour_at(face_x, face_y, plain);
    struct picture large = sample_photo(640, 800);
    sample_add_jpeg(&large);
    badge.photo.jpeg = large.jpeg;
    badge.photo.jpeg_size = large.jpeg_size;
    free(large.rgb);
    write_pdf(&badge, 1, "a6", 300, NULL);
    colour_at(face_x, face_y, embedded);
    assert_string_equal(
        output_of("pdfimages -list badge.pdf | awk '$9 == \"jpeg\" {print $4, $5}'"), "640 800");
    for (int c = 0; c < 3; c++) {
        assert_true(abs(plain[c] - embedded[c]) < 12);
    }
    assert_true(plain[0] > plain[2] + 40); /* skin, not background */
    badge_finish(&badge);
}

static void every_script_has_its_glyphs(void **state)
{
    (void)state;
    static const char *const names[] = {
        "Раҳимова Дилноза Ғафурҷоновна",
        "محمد يوسف الخطيب",
        "شیرین حسین‌زاده",
        "欧阳美玲",
        "남서연",
        "कृष्णकुमारी चतुर्वेदी",
        "大久保 さくら",
        "ვახტანგ ხარაზიშვილი",
        "Արամ Խաչատրյան",
        "נועה בן־דוד",
        "ณัฐวุฒิ ศรีสุวรรณ",
        "শর্মিলা চট্টোপাধ্যায়",
        "Αλέξανδρος Παπαδόπουλος",
        "Nguyễn Thị Minh Khai",
        "Құрманғазы Сағырбайұлы",
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct badge badge = sample_badge(0);
        struct badge_faults faults = {0};
        sample_copy(badge.native_name, sizeof badge.native_name, names[i]);
        write_pdf(&badge, 1, "a6", 300, &faults);
        assert_false(faults.missing_glyphs);
        assert_false(faults.ellipsized);
        badge_finish(&badge);
    }
}

static void a_missing_glyph_is_named(void **state)
{
    (void)state;
    struct badge badge = sample_badge(0);
    struct badge_faults faults = {0};
    sample_copy(badge.native_name, sizeof badge.native_name, "Ok \u0378 x"); /* unassigned */
    write_pdf(&badge, 1, "a6", 300, &faults);
    assert_true(faults.missing_glyphs);
    assert_int_equal(faults.missing, 0x378);
    /* and again, from what is kept of the first time */
    faults = (struct badge_faults){0};
    write_pdf(&badge, 1, "a6", 300, &faults);
    assert_int_equal(faults.missing, 0x378);
    badge_finish(&badge);
}

static void long_names_give_way_in_order(void **state)
{
    (void)state;
    static const struct {
        const char *unit;
        int times;
        bool shrunk, ellipsized;
    } cases[] = {
        {"Li", 1, false, false},
        {"Wolfeschlegelstein", 1, false, false}, /* smaller, but legible */
        {"Fernández de Córdoba ", 2, false, false},
        {"Abcdefghij", 25, true, true}, /* no place to break */
        {"Abcdefghi ", 25, true, true},
        {"मुख्यमंत्री ", 6, false, false},
        {"Wolfeschlegelsteinhausenbergerdorff", 1, true, false},
        {"W", 255, true, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct badge badge = sample_badge(0);
        struct badge_faults faults = {0};
        badge.family_name[0] = '\0';
        for (int n = 0; n < cases[i].times; n++) {
            strncat(badge.family_name, cases[i].unit,
                    sizeof badge.family_name - strlen(badge.family_name) - 1);
        }
        write_pdf(&badge, 1, "a6", 300, &faults);
        badge_finish(&badge);
        if (faults.shrunk_below_minimum != cases[i].shrunk ||
            faults.ellipsized != cases[i].ellipsized) {
            fail_msg("case %zu: shrunk %d, ellipsized %d", i, faults.shrunk_below_minimum,
                     faults.ellipsized);
        }
    }
}

static void odd_text_is_still_a_badge(void **state)
{
    (void)state;
    static const char *const odd[] = {
        "",
        " ",
        "\n\n\t",
        "\xff\xfe\x80",
        "a\nb\nc\nd\ne\nf\ng",
        "\u202E\u202E\u2067x",
        "e\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301",
        "👩‍👩‍👧‍👦 family",
        "%s%n",
        "<b>&amp;</b>",
        "\xf0\x9f\x87",
    };
    for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++) {
        struct badge badge = sample_badge(9);
        struct badge_faults faults = {0};
        sample_copy(badge.family_name, sizeof badge.family_name, odd[i]);
        sample_copy(badge.given_name, sizeof badge.given_name, odd[i]);
        sample_copy(badge.native_name, sizeof badge.native_name, odd[i]);
        sample_copy(badge.delegation, sizeof badge.delegation, odd[i]);
        sample_copy(badge.position, sizeof badge.position, odd[i]);
        sample_copy(badge.event_name, sizeof badge.event_name, odd[i]);
        sample_copy(badge.category_letter, sizeof badge.category_letter, odd[i]);
        sample_copy(badge.category_name, sizeof badge.category_name, odd[i]);
        sample_copy(badge.country, sizeof badge.country, odd[i]);
        write_pdf(&badge, 1, "a6", 300, &faults);
        assert_string_equal(
            output_of("pdftoppm -r 200 -gray -singlefile badge.pdf odd; " READ_QR "odd.pgm"),
            SAMPLE_CREDENTIAL);
        badge_finish(&badge);
    }
}

static void what_cannot_be_printed_is_refused(void **state)
{
    (void)state;
    struct badge badge = sample_badge(0);
    struct bytes bytes = {0};
    log_set_level(LOG_LEVEL_ERROR);
    assert_false(badge_render_pdf(renderer, &badge, 1, a6, 100, &bytes, NULL));
    assert_null(bytes.data);
    assert_false(badge_render_pdf(renderer, &badge, 0, a6, 300, &bytes, NULL));
    badge.qr_text[0] = '\0';
    assert_false(badge_render_pdf(renderer, &badge, 1, a6, 300, &bytes, NULL));
    assert_false(badge_render_png(renderer, &badge, a6, 300, &bytes, NULL));
    assert_null(bytes.data);
    badge_finish(&badge);
    badge_finish(NULL);
}

static void a_png_and_a_preview_are_pixels(void **state)
{
    (void)state;
    struct badge badge = sample_badge(1);
    struct bytes bytes;
    struct picture picture;
    assert_true(badge_render_png(renderer, &badge, a6, 300, &bytes, NULL));
    write_bytes(&bytes, "badge.png");
    assert_string_equal(output_of(READ_QR "badge.png"), SAMPLE_CREDENTIAL);
    assert_true(badge_render_picture(renderer, &badge, a6, 96, &picture));
    assert_int_equal(picture.width, 397);
    assert_int_equal(picture.height, 559);
    const uint8_t *band = picture.rgb + (3 * (size_t)picture.width + 3) * 3;
    assert_true(abs(band[0] - 0x0F) < 40 && abs(band[1] - 0x4C) < 40 && abs(band[2] - 0x5C) < 40);
    free(picture.rgb);
    badge_finish(&badge);
}

#define RED_PDF                                                                     \
    "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"                        \
    "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"                            \
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 60 80]/Contents 4 0 R>>endobj\n" \
    "4 0 obj<</Length 23>>stream\n1 0 0 rg 0 0 60 80 re f\nendstream endobj\n"      \
    "trailer<</Root 1 0 R>>\n"

/* A page of a PDF, and an SVG, as the ground of a badge; in a document of many once. */
static void a_background_is_painted_and_held_once(void **state)
{
    (void)state;
    static const struct {
        const char *file, *text;
    } grounds[] = {
        {"ground.pdf", RED_PDF},
        {"ground.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='60' height='80'>"
                       "<rect width='60' height='80' fill='#f00'/></svg>"},
    };
    for (size_t i = 0; i < sizeof grounds / sizeof grounds[0]; i++) {
        char path[128], text[256];
        snprintf(path, sizeof path, "%s/%s", folder, grounds[i].file);
        struct bytes bytes = {(uint8_t *)grounds[i].text, strlen(grounds[i].text)};
        assert_true(bytes_write_file(&bytes, path));
        snprintf(text, sizeof text,
                 "badge 1\ntitle T\npage 60 x 80\nmedia custom_t_60x80mm\nimage %s\n at 0 0 60 80\n"
                 " fit stretch\nqr\n at 20 40 30 30\n",
                 grounds[i].file);
        snprintf(path, sizeof path, "%s/ground.badge", folder);
        bytes = (struct bytes){(uint8_t *)text, strlen(text)};
        assert_true(bytes_write_file(&bytes, path));
        struct template_shelf *own = template_shelf_create(folder, NULL);
        struct badge_template *template = template_shelf_find(own, "ground");
        assert_non_null(template);
        struct badge badges[3] = {sample_badge(0), sample_badge(1), sample_badge(2)};
        struct picture picture;
        assert_true(badge_render_picture(renderer, badges, template, 100, &picture));
        const uint8_t *corner = picture.rgb + (5 * picture.width + 5) * 3;
        assert_true(corner[0] > 240 && corner[1] < 16 && corner[2] < 16);
        assert_true(badge_render_pdf(renderer, badges, 3, template, 300, &bytes, NULL));
        snprintf(path, sizeof path, "%s/grounds.pdf", folder);
        assert_true(bytes_write_file(&bytes, path));
        assert_string_equal(output_of("qpdf --qdf --object-streams=disable grounds.pdf - |"
                                      " grep -ac '1 0 0 rg'"),
                            "1");
        bytes_finish(&bytes);
        free(picture.rgb);
        for (int j = 0; j < 3; j++) {
            badge_finish(&badges[j]);
        }
        badge_template_unref(template);
        template_shelf_destroy(own);
    }
}

static void an_invitation_can_be_scanned(void **state)
{
    (void)state;
    static const struct invitation invitation = {
        .event_name = "High-Level International Conference on Water",
        .event_dates = "24–25 November 2026",
        .place = "Registration hall",
        .name = "Mohammed Yousef Al-Khatib",
        .native_name = "محمد يوسف الخطيب",
        .delegation = "Jordan",
        .how_to = "Hold this code up to the camera at the entrance.",
        .qr_text = SAMPLE_CREDENTIAL,
    };
    struct bytes bytes;
    assert_true(invitation_render_pdf(renderer, &invitation, &bytes));
    write_bytes(&bytes, "invitation.pdf");
    assert_string_equal(
        output_of("pdftoppm -r 150 -png -singlefile invitation.pdf page; " READ_QR "page.png"),
        SAMPLE_CREDENTIAL);
    assert_non_null(strstr(output_of("pdfinfo invitation.pdf"), "A4"));
    assert_non_null(strstr(output_of("pdftotext invitation.pdf -"), "Hold this code"));
    assert_true(invitation_render_png(&invitation, 4, &bytes));
    write_bytes(&bytes, "invitation.png");
    assert_string_equal(output_of(READ_QR "invitation.png"), SAMPLE_CREDENTIAL);
    /* 49 modules and 4 of white on each side, 4 pixels each: the width is byte 19 of a PNG */
    assert_string_equal(output_of("od -An -tu1 -j19 -N1 invitation.png"), " 228");
    assert_false(invitation_render_png(&invitation, 0, &bytes));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_resolution_can_be_scanned),
        cmocka_unit_test(modules_are_whole_dots),
        cmocka_unit_test(a_pdf_has_its_pages_title_and_fonts),
        cmocka_unit_test(a_jpeg_is_embedded_as_it_is),
        cmocka_unit_test(every_script_has_its_glyphs),
        cmocka_unit_test(a_missing_glyph_is_named),
        cmocka_unit_test(long_names_give_way_in_order),
        cmocka_unit_test(odd_text_is_still_a_badge),
        cmocka_unit_test(what_cannot_be_printed_is_refused),
        cmocka_unit_test(a_png_and_a_preview_are_pixels),
        cmocka_unit_test(a_background_is_painted_and_held_once),
        cmocka_unit_test(an_invitation_can_be_scanned),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
