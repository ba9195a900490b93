/*
 * How much processor time a badge takes to become a document. With a folder as argument it also writes there what
 * it drew, to look at.
 * link: printer/render.c printer/document.c printer/sheet.c printer/pixels.c printer/sink.c printer/layout.c
 * link: printer/layout_parts.c printer/paint.c printer/paint_shape.c printer/paint_flag.c
 * link: printer/paint_photo.c printer/paint_dither.c printer/paint_qr.c printer/paint_zones.c
 * link: printer/paint_lattice.c printer/template.c printer/template_read.c
 * link: printer/template_head.c printer/template_check.c printer/template_keys.c
 * link: printer/template_key_values.c printer/template_values.c printer/template_fields.c
 * link: printer/template_shelf.c printer/image.c printer/pdf_page.c printer/text.c printer/text_paint.c
 * link: printer/script.c printer/colour.c printer/flag.c printer/qr.c printer/bytes.c
 * link: printer/invitation.c printer/stationery.c kiosk/asset.c kiosk/log.c kiosk/timebase.c ASSETS
 * link: scanner/
 */
#include <stdio.h>
#include <time.h>

#include <cairo.h>

#include "invitation.h"
#include "scanner.h"
#include "tests/printer/samples.h"

#define REPEATS 50
#define DPI 300

static struct badge_template *a6;
static struct template_shelf *shelf;

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Of this process: the machine has other work, too. */
static int64_t cpu_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static double ms_since(int64_t start_us)
{
    return (double)(cpu_us() - start_us) / 1000;
}

struct time {
    double median, best;
};

static struct time summarise(double times[REPEATS])
{
    qsort(times, REPEATS, sizeof *times, compare);
    return (struct time){times[REPEATS / 2], times[0]};
}

static struct time measure_pdf(struct badge_renderer *renderer, const struct badge *badge,
                               size_t *size)
{
    double times[REPEATS];
    for (int i = 0; i < REPEATS; i++) {
        struct bytes bytes;
        int64_t start = cpu_us();
        if (!badge_render_pdf(renderer, badge, 1, a6, DPI, &bytes, NULL)) {
            exit(1);
        }
        times[i] = ms_since(start);
        *size = bytes.size;
        bytes_finish(&bytes);
    }
    return summarise(times);
}

static struct time measure_pixels(struct badge_renderer *renderer, const struct badge *badge)
{
    double times[REPEATS];
    for (int i = 0; i < REPEATS; i++) {
        struct picture picture;
        int64_t start = cpu_us();
        if (!badge_render_picture(renderer, badge, a6, DPI, &picture)) {
            exit(1);
        }
        times[i] = ms_since(start);
        free(picture.rgb);
    }
    return summarise(times);
}

/* All samples beside each other, as a PNG. */
static void write_wall(struct badge_renderer *renderer, const struct badge *badges,
                       const char *folder, const char *stock)
{
    enum { COLUMNS = 4, WALL_DPI = 150, GAP = 24 };
    struct badge_template *paper = template_shelf_find(shelf, stock);
    int32_t wide_um, high_um;
    badge_template_size(paper, &wide_um, &high_um);
    int rows = (SAMPLE_COUNT + COLUMNS - 1) / COLUMNS;
    int width = wide_um * WALL_DPI / 25400 + GAP;
    int height = high_um * WALL_DPI / 25400 + GAP;
    cairo_surface_t *wall =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, COLUMNS * width + GAP, rows * height + GAP);
    cairo_t *cr = cairo_create(wall);
    cairo_set_source_rgb(cr, 0.6, 0.62, 0.64);
    cairo_paint(cr);
    for (size_t i = 0; i < SAMPLE_COUNT; i++) {
        struct picture picture;
        if (!badge_render_picture(renderer, &badges[i], paper, WALL_DPI, &picture)) {
            continue;
        }
        cairo_surface_t *one =
            cairo_image_surface_create(CAIRO_FORMAT_RGB24, picture.width, picture.height);
        for (int n = 0; n < picture.width * picture.height; n++) {
            uint32_t *row = (void *)(cairo_image_surface_get_data(one) +
                                     n / picture.width * cairo_image_surface_get_stride(one));
            const uint8_t *rgb = picture.rgb + n * 3;
            row[n % picture.width] = (uint32_t)(rgb[0] << 16 | rgb[1] << 8 | rgb[2]);
        }
        cairo_surface_mark_dirty(one);
        cairo_set_source_surface(cr, one, GAP + (int)(i % COLUMNS) * width,
                                 GAP + (int)(i / COLUMNS) * height);
        cairo_paint(cr);
        cairo_surface_destroy(one);
        free(picture.rgb);
    }
    char path[512];
    snprintf(path, sizeof path, "%s/wall-%s.png", folder, stock);
    cairo_destroy(cr);
    cairo_surface_write_to_png(wall, path);
    cairo_surface_destroy(wall);
    badge_template_unref(paper);
}

static void write_pdf(struct badge_renderer *renderer, const struct badge *badge, size_t index,
                      const char *folder)
{
    struct bytes bytes;
    char path[512];
    snprintf(path, sizeof path, "%s/a6-%02zu.pdf", folder, index);
    if (badge_render_pdf(renderer, badge, 1, a6, DPI, &bytes, NULL)) {
        bytes_write_file(&bytes, path);
        bytes_finish(&bytes);
    }
}

static void write_invitation(struct badge_renderer *renderer, const char *folder)
{
    static const struct invitation invitation = {
        .event_name = "High-Level International Conference on Water for Sustainable Development",
        .event_dates = "24–25 November 2026",
        .place = "Registration hall, Kokhi Somon, Dushanbe",
        .name = "Dilnoza Rahimova",
        .native_name = "Раҳимова Дилноза Ғафурҷоновна",
        .delegation = "Tajikistan",
        .how_to = "Hold this code up to the camera at the entrance. Your badge is printed there. "
                  "The code is yours alone: please do not pass it on.",
        .qr_text = SAMPLE_CREDENTIAL,
    };
    struct bytes bytes;
    char path[512];
    int64_t start = cpu_us();
    if (invitation_render_pdf(renderer, &invitation, &bytes)) {
        printf("badge: invitation page %.2f ms (%zu bytes)\n", ms_since(start), bytes.size);
        snprintf(path, sizeof path, "%s/invitation.pdf", folder);
        bytes_write_file(&bytes, path);
        bytes_finish(&bytes);
    }
    if (invitation_render_png(&invitation, 8, &bytes)) {
        snprintf(path, sizeof path, "%s/invitation.png", folder);
        bytes_write_file(&bytes, path);
        bytes_finish(&bytes);
    }
}

/* Painting the code as the printer will, and reading it. */
static void measure_read_back(struct badge_renderer *renderer, const struct badge *badge)
{
    static const struct decode_options options = {.first_only = true};
    static struct scan_result result;
    double times[REPEATS];
    struct decoder *decoder = decoder_create();
    struct frame code = {0};
    for (int i = 0; i < REPEATS; i++) {
        int64_t start = cpu_us();
        if (!badge_render_code(renderer, badge, a6, DPI, &code) ||
            decoder_decode(decoder, &code, &options, &result) != 1) {
            exit(1);
        }
        times[i] = ms_since(start);
    }
    struct time time = summarise(times);
    printf("badge: code read back %.2f ms (best %.2f)\n", time.median, time.best);
    frame_finish(&code);
    decoder_destroy(decoder);
}

int main(int argc, char **argv)
{
    shelf = template_shelf_create(NULL, NULL);
    a6 = template_shelf_find(shelf, "a6");
    int64_t start = cpu_us();
    struct badge_renderer *renderer = badge_renderer_create();
    double created = ms_since(start);
    struct badge badges[SAMPLE_COUNT];
    for (size_t i = 0; i < SAMPLE_COUNT; i++) {
        badges[i] = sample_badge(i);
        if (badges[i].photo.rgb) {
            sample_add_jpeg(&badges[i].photo);
        }
    }
    struct bytes bytes;
    start = cpu_us();
    if (!renderer || !badge_render_pdf(renderer, badges, 1, a6, DPI, &bytes, NULL)) {
        return 1;
    }
    printf("badge: renderer %.1f ms, first PDF %.1f ms\n", created, ms_since(start));
    bytes_finish(&bytes);
    for (size_t i = 0; i < SAMPLE_COUNT; i++) {
        size_t size = 0;
        struct time pdf = measure_pdf(renderer, &badges[i], &size);
        struct time pixels = measure_pixels(renderer, &badges[i]);
        printf("badge: PDF %5.2f ms (best %5.2f), %6zu bytes; 300 dpi pixels %5.2f ms (best %5.2f)"
               "  %s\n",
               pdf.median, pdf.best, size, pixels.median, pixels.best, badges[i].family_name);
    }
    measure_read_back(renderer, &badges[0]);
    start = cpu_us();
    badge_render_pdf(renderer, badges, SAMPLE_COUNT, a6, DPI, &bytes, NULL);
    printf("badge: %zu pages in one PDF, %.2f ms a page\n", SAMPLE_COUNT,
           ms_since(start) / (double)SAMPLE_COUNT);
    bytes_finish(&bytes);
    for (size_t i = 0; argc > 1 && i < SAMPLE_COUNT; i++) {
        write_pdf(renderer, &badges[i], i, argv[1]);
    }
    if (argc > 1) {
        write_invitation(renderer, argv[1]);
    }
    char name[TEMPLATE_NAME_SIZE];
    for (size_t i = 0; argc > 1 && template_shelf_name(shelf, i, name); i++) {
        write_wall(renderer, badges, argv[1], name);
    }
    for (size_t i = 0; i < SAMPLE_COUNT; i++) {
        badge_finish(&badges[i]);
    }
    badge_renderer_destroy(renderer);
    badge_template_unref(a6);
    template_shelf_destroy(shelf);
    return 0;
}
