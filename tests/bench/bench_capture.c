/*
 * What a camera's frame costs until the decoder has it, 1280x720, one thread; and what the whole
 * scanner takes of a core and of memory with a 30 fps replay and nobody there.
 *
 * link: scanner/ kiosk/log.c kiosk/timebase.c tests/scanner/qr_scene.c
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <jpeglib.h>

#include "scanner.h"
#include "scanner/camera_health.h"
#include "scanner/luma.h"
#include "scanner/slot.h"
#include "tests/scanner/qr_scene.h"
#include "timebase.h"

#define WIDTH 1280
#define HEIGHT 720
#define REPEATS 300
#define IDLE_S 5

static double times[REPEATS];

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static void print_times(const char *name)
{
    qsort(times, REPEATS, sizeof times[0], compare);
    printf("  %-34s %8.1f %8.1f\n", name, times[REPEATS / 2], times[REPEATS * 99 / 100]);
}

/* Something like a foyer seen by a camera: soft shapes and noise, no code. */
static void paint(struct frame *frame, uint32_t seed)
{
    qr_scene_init(frame, WIDTH, HEIGHT, 0);
    for (int y = 0; y < HEIGHT; y++) {
        for (int x = 0; x < WIDTH; x++) {
            seed = seed * 1664525 + 1013904223;
            int shape = (x / 90 + y / 70) % 5 * 35 + x / 20 + y / 20;
            frame->luma[y * frame->stride + x] = (uint8_t)(40 + shape % 180 + (seed >> 28));
        }
    }
}

static uint8_t *compress(const struct frame *frame, size_t *size)
{
    struct jpeg_compress_struct jpeg;
    struct jpeg_error_mgr errors;
    unsigned char *data = NULL;
    unsigned long length = 0;
    static uint8_t row[WIDTH * 3];
    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_compress(&jpeg);
    jpeg_mem_dest(&jpeg, &data, &length);
    jpeg.image_width = WIDTH;
    jpeg.image_height = HEIGHT;
    jpeg.input_components = 3;
    jpeg.in_color_space = JCS_YCbCr;
    jpeg_set_defaults(&jpeg);
    jpeg_set_quality(&jpeg, 80, TRUE);
    jpeg_start_compress(&jpeg, TRUE);
    while (jpeg.next_scanline < HEIGHT) {
        const uint8_t *luma = frame->luma + (size_t)jpeg.next_scanline * (size_t)frame->stride;
        for (int x = 0; x < WIDTH; x++) {
            memcpy(row + 3 * x, (uint8_t[]){luma[x], 128, 128}, 3);
        }
        JSAMPROW rows = row;
        jpeg_write_scanlines(&jpeg, &rows, 1);
    }
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    *size = length;
    return data;
}

static void measure_layouts(const struct frame *scene)
{
    static uint8_t raw[WIDTH * HEIGHT * 2];
    struct frame frame = {0};
    struct fault fault;
    size_t jpeg_size;
    uint8_t *jpeg = compress(scene, &jpeg_size);
    for (int layout = 0; layout < LUMA_LAYOUT_COUNT; layout++) {
        struct luma_image image = {(enum luma_layout)layout, WIDTH, HEIGHT, 0, raw, sizeof raw};
        char name[64];
        if (layout == LUMA_MJPEG) {
            image.data = jpeg;
            image.size = jpeg_size;
        }
        for (int i = 0; i < REPEATS; i++) {
            int64_t start = time_monotonic_us();
            if (!luma_convert(&image, &frame, &fault)) {
                printf("%s\n", fault.text);
                exit(1);
            }
            times[i] = (double)(time_monotonic_us() - start);
        }
        snprintf(name, sizeof name, "%s to grey", luma_layout_string((enum luma_layout)layout));
        print_times(name);
    }
    free(jpeg);
    frame_finish(&frame);
}

static void measure_steps(const struct frame *scene)
{
    struct camera_health health = {0};
    struct frame copy = {0}, other = {0};
    struct slot slot;
    for (int i = 0; i < REPEATS; i++) {
        int64_t start = time_monotonic_us();
        camera_health_frame(&health, scene);
        times[i] = (double)(time_monotonic_us() - start);
    }
    print_times("frozen or black?");
    for (int i = 0; i < REPEATS; i++) {
        int64_t start = time_monotonic_us();
        frame_copy(&copy, scene);
        times[i] = (double)(time_monotonic_us() - start);
    }
    print_times("copy for the live picture");
    slot_init(&slot);
    for (int i = 0; i < REPEATS; i++) {
        int64_t start = time_monotonic_us();
        slot_put(&slot, &copy);
        slot_take(&slot, &other);
        times[i] = (double)(time_monotonic_us() - start);
    }
    print_times("hand over to the decoder");
    slot_finish(&slot);
    frame_finish(&copy);
    frame_finish(&other);
}

static void write_pgm(const char *path, const struct frame *frame)
{
    FILE *file = fopen(path, "wb");
    if (!file) {
        perror(path);
        exit(1);
    }
    fprintf(file, "P5 %d %d 255\n", frame->width, frame->height);
    fwrite(frame->luma, 1, (size_t)frame->width * (size_t)frame->height, file);
    fclose(file);
}

static double cpu_seconds(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static double resident_mb(void)
{
    long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file && fscanf(file, "%*d %ld", &pages) != 1) {
        pages = 0;
    }
    if (file) {
        fclose(file);
    }
    return (double)pages * (double)sysconf(_SC_PAGESIZE) / 1e6;
}

static void measure_idle(const struct frame *scene)
{
    char folder[] = "/tmp/lanyard-bench-XXXXXX", path[64];
    if (!mkdtemp(folder)) {
        perror(folder);
        exit(1);
    }
    for (int i = 0; i < 4; i++) {
        snprintf(path, sizeof path, "%s/%d.pgm", folder, i);
        write_pgm(path, scene);
    }
    double before_mb = resident_mb(), cpu = cpu_seconds();
    int64_t start = time_monotonic_us();
    struct scanner *scanner = scanner_start(&(struct scanner_config){
        .source_spec = folder, .source_options = {.loop = true, .want_fps = 30}});
    if (!scanner) {
        exit(1);
    }
    sleep(IDLE_S);
    struct scanner_stats stats;
    scanner_stats(scanner, &stats);
    double seconds = (double)(time_monotonic_us() - start) / 1e6;
    printf("\nThe scanner alone, replay at 30 fps, 4 pictures without a code, %.0f s\n", seconds);
    printf("  %.1f %% of a core, %.1f MB more than before, %.0f of %.0f frames decoded, %.2f ms "
           "each\n",
           (cpu_seconds() - cpu) / seconds * 100, resident_mb() - before_mb, (double)stats.decoded,
           (double)stats.frames, (double)stats.decode_us_total / 1e3 / (double)stats.decoded);
    scanner_stop(scanner);
    for (int i = 0; i < 4; i++) {
        snprintf(path, sizeof path, "%s/%d.pgm", folder, i);
        unlink(path);
    }
    rmdir(folder);
}

int main(void)
{
    struct frame scene;
    paint(&scene, 7);
    printf("A camera's frame, 1280x720, us %23s %8s\n", "median", "p99");
    measure_layouts(&scene);
    measure_steps(&scene);
    measure_idle(&scene);
    qr_scene_finish(&scene);
    return 0;
}
