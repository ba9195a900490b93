/*
 * The scanner beside zbar at its defaults and Debian's zxing-cpp, one thread each, on the pictures
 * of ../shared/data/qr when they are there and on scenes made here. Ours and zbar's take turns on each
 * picture in this process; zxing-cpp follows in its own, on the same luma. Prints a table and draws
 * build/bench/scan.svg. BENCH_SCENES=n: scenes of each kind (default 12). BENCH_ONLY=word: only the
 * sets whose name has the word.
 *
 * link: scanner/decoder.c scanner/stillness.c scanner/search.c scanner/cascade.c scanner/locator.c
 * link: scanner/finder.c scanner/runs.c scanner/threshold.c scanner/threshold_bits.c scanner/sharpen.c scanner/plane.c
 * link: scanner/pattern.c scanner/straighten.c scanner/grid_map.c scanner/grid_mesh.c
 * link: scanner/module_grid.c scanner/qr_reader.c kiosk/log.c kiosk/timebase.c
 * link: scanner/image.c scanner/image_file.c scanner/image_jpeg.c scanner/image_png.c
 * link: scanner/image_pgm.c scanner/exif.c scanner/fault.c scanner/frame.c
 * link: tests/bench/scan_scenes.c tests/bench/scan_spoil.c tests/bench/scan_chart.c
 * link: tests/bench/scan_empty.c tests/scanner/qr_scene.c
 */
#include "scanner/plane.h"
#include "tests/bench/scan_chart.h"
#include "tests/bench/scan_empty.h"
#include "tests/bench/scan_scenes.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <zbar.h>

#define REPEATS 3
#define PICTURES_MAX 400
#define DATA "../shared/data/qr"
#define WORK "build/bench"

/* What the readers did with one set of pictures. */
struct set {
    char name[32];
    int pictures;
    char (*paths)[64]; /* owned; PGM files of the luma, for the peer */
    double *ours_all, *ours_first, *zbar, *zxing, *zxing_quick, *zxing_first; /* owned; us */
    int ours_codes, ours_first_found, zbar_codes, zxing_codes;
};

static int compare_doubles(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static double quantile(const double *values, int count, double share)
{
    double sorted[PICTURES_MAX];
    if (count == 0) {
        return 0;
    }
    memcpy(sorted, values, (size_t)count * sizeof *values);
    qsort(sorted, (size_t)count, sizeof *sorted, compare_doubles);
    int at = (int)(share * (count - 1) + 0.5);
    return sorted[at];
}

static void set_init(struct set *set, const char *name)
{
    memset(set, 0, sizeof *set);
    snprintf(set->name, sizeof set->name, "%s", name);
    set->paths = calloc(PICTURES_MAX, sizeof *set->paths);
    double **columns[] = {&set->ours_all, &set->ours_first,  &set->zbar,
                          &set->zxing,    &set->zxing_quick, &set->zxing_first};
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
        *columns[i] = calloc(PICTURES_MAX, sizeof(double));
        if (!*columns[i] || !set->paths) {
            fprintf(stderr, "no memory\n");
            exit(1);
        }
    }
}

static void set_finish(struct set *set)
{
    free(set->paths);
    free(set->ours_all);
    free(set->ours_first);
    free(set->zbar);
    free(set->zxing);
    free(set->zxing_quick);
    free(set->zxing_first);
}

/* Processor time of this thread: other programs on the machine do not count. */
static double cpu_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

/* The readers of this process. */
struct readers {
    struct decoder *ours;
    zbar_image_scanner_t *zbar;
    struct scan_result result;
};

static double time_ours(struct readers *readers, const struct frame *frame, bool first)
{
    struct decode_options options = {.first_only = first};
    double start = cpu_us();
    decoder_decode(readers->ours, frame, &options, &readers->result);
    return cpu_us() - start;
}

/* zbar warns of its own bar code decoders on standard error; puts that aside, and back. */
static void hush(bool on)
{
    static int kept = -1;
    if (on) {
        kept = dup(STDERR_FILENO);
        FILE *nowhere = freopen("/dev/null", "w", stderr);
        (void)nowhere;
    } else if (kept >= 0) {
        fflush(stderr);
        dup2(kept, STDERR_FILENO);
        close(kept);
    }
}

static double time_zbar(struct readers *readers, const struct frame *frame, int *codes)
{
    zbar_image_t *image = zbar_image_create();
    zbar_image_set_format(image, zbar_fourcc('Y', '8', '0', '0'));
    zbar_image_set_size(image, (unsigned)frame->width, (unsigned)frame->height);
    zbar_image_set_data(image, frame->luma, (size_t)frame->width * (size_t)frame->height, NULL);
    hush(true);
    double start = cpu_us();
    zbar_scan_image(readers->zbar, image);
    double time = cpu_us() - start;
    hush(false);
    *codes = 0;
    for (const zbar_symbol_t *s = zbar_image_first_symbol(image); s; s = zbar_symbol_next(s)) {
        *codes += zbar_symbol_get_type(s) == ZBAR_QRCODE;
    }
    zbar_image_destroy(image);
    return time;
}

static void save_pgm(struct set *set, const struct frame *frame)
{
    char *path = set->paths[set->pictures];
    snprintf(path, 64, WORK "/%.30s-%03d.pgm", set->name, set->pictures);
    for (char *at = path; *at; at++) {
        *at = *at == ' ' ? '-' : *at;
    }
    FILE *file = fopen(path, "wb");
    if (!file) {
        fprintf(stderr, "cannot write %s\n", path);
        exit(1);
    }
    fprintf(file, "P5\n%d %d\n255\n", frame->width, frame->height);
    fwrite(frame->luma, 1, (size_t)frame->width * (size_t)frame->height, file);
    fclose(file);
}

/* Measures one picture with the readers of this process, by turns, and keeps it for the peer. */
static void measure(struct readers *readers, struct set *set, const struct frame *frame)
{
    if (set->pictures == PICTURES_MAX) {
        return;
    }
    double all[REPEATS], first[REPEATS], zbar[REPEATS];
    int zbar_codes = 0, found = 0;
    for (int i = 0; i < REPEATS; i++) {
        first[i] = time_ours(readers, frame, true);
        found = readers->result.count > 0;
        zbar[i] = time_zbar(readers, frame, &zbar_codes);
        all[i] = time_ours(readers, frame, false);
    }
    save_pgm(set, frame);
    set->ours_codes += (int)readers->result.count;
    set->ours_first_found += found;
    set->zbar_codes += zbar_codes;
    set->ours_all[set->pictures] = quantile(all, REPEATS, 0.5);
    set->ours_first[set->pictures] = quantile(first, REPEATS, 0.5);
    set->zbar[set->pictures] = quantile(zbar, REPEATS, 0.5);
    set->pictures++;
}

/* What is measured of each picture of a folder. */
enum making { AS_IT_IS, TILED, STRETCHED, PAINTED_OVER };

static void measure_made(struct readers *readers, struct set *set, const struct frame *picture,
                         enum making making)
{
    struct frame made = {0};
    bool ok = true;
    if (making == TILED) {
        ok = scan_empty_tile(picture, &made);
    } else if (making == STRETCHED) {
        ok = scan_empty_stretch(picture, &made);
    } else if (making == PAINTED_OVER) {
        decoder_decode(readers->ours, picture, &(struct decode_options){0}, &readers->result);
        ok = scan_empty_paint(picture, &readers->result, &made);
    }
    if (!ok) {
        exit(1);
    }
    measure(readers, set, making == AS_IT_IS ? picture : &made);
    frame_finish(&made);
}

static void measure_folder(struct readers *readers, struct set *set, const char *folder,
                           enum making making)
{
    struct dirent **entries;
    int count = scandir(folder, &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        char path[512];
        struct frame frame = {0};
        struct stat info;
        snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
        if (entries[i]->d_name[0] == '.' || stat(path, &info) != 0) {
            /* not a picture */
        } else if (S_ISDIR(info.st_mode)) {
            measure_folder(readers, set, path, making);
        } else if (frame_name_is_picture(path) && frame_load(path, &frame)) {
            measure_made(readers, set, &frame, making);
            frame_finish(&frame);
        }
        free(entries[i]);
    }
    if (count >= 0) {
        free(entries);
    }
}

static void measure_scenes(struct readers *readers, struct set *set, const struct scene_kind *kind,
                           int count)
{
    for (int i = 0; i < count; i++) {
        struct scene scene;
        scene_init(&scene, kind, (unsigned)i + 1);
        measure(readers, set, &scene.frame);
        scene_finish(&scene);
    }
}

/* The scenes without a code again, at 1920x1080: how time grows with the pixels. */
static void measure_enlarged(struct readers *readers, struct set *set, int count)
{
    const struct scene_kind *none = &scene_kinds[scene_kind_count - 1];
    for (int i = 0; i < count; i++) {
        struct scene scene;
        struct frame large = {0};
        scene_init(&scene, none, (unsigned)i + 1);
        struct plane small = {scene.frame.luma, scene.frame.width, scene.frame.height,
                              scene.frame.stride};
        if (!frame_resize(&large, 1920, 1080)) {
            exit(1);
        }
        for (int y = 0; y < large.height; y++) {
            for (int x = 0; x < large.width; x++) {
                large.luma[y * large.stride + x] = (uint8_t)plane_sample(
                    &small, ((float)x + 0.5f) / 1.5f, ((float)y + 0.5f) / 1.5f, 0);
            }
        }
        measure(readers, set, &large);
        frame_finish(&large);
        scene_finish(&scene);
    }
}

/* Runs the peer over the kept pictures. False: it is not there. */
static bool measure_peer(struct set *set)
{
    static const char *const program = WORK "/zxing_peer";
    char list[64], command[256];
    if (access(program, X_OK) != 0) {
        return false;
    }
    snprintf(list, sizeof list, WORK "/pictures.txt");
    FILE *file = fopen(list, "w");
    for (int i = 0; file && i < set->pictures; i++) {
        fprintf(file, "%s\n", set->paths[i]);
    }
    if (!file || fclose(file) != 0) {
        return false;
    }
    snprintf(command, sizeof command, "%s < %s", program, list);
    FILE *peer = popen(command, "r");
    for (int i = 0; peer && i < set->pictures; i++) {
        int codes, quick;
        if (fscanf(peer, "%d %lf %d %lf %lf", &codes, &set->zxing[i], &quick, &set->zxing_quick[i],
                   &set->zxing_first[i]) == 5) {
            set->zxing_codes += codes > quick ? codes : quick;
        }
    }
    return peer && pclose(peer) == 0;
}

static void report(struct set *set, struct scan_chart *chart)
{
    bool peer = measure_peer(set);
    int n = set->pictures;
    double ours = quantile(set->ours_all, n, 0.5), zbar = quantile(set->zbar, n, 0.5);
    double first = quantile(set->ours_first, n, 0.5);
    printf("%-13s %4d | %4d %4d ", set->name, n, set->ours_codes, set->zbar_codes);
    printf(peer ? "%4d | " : "   - | ", set->zxing_codes);
    printf("%6.2f %6.2f %6.2f | %6.2f ", first / 1000, ours / 1000,
           quantile(set->ours_first, n, 0.99) / 1000, zbar / 1000);
    printf(peer ? "%6.2f %6.2f %6.2f" : "     -      -      -",
           quantile(set->zxing_first, n, 0.5) / 1000, quantile(set->zxing_quick, n, 0.5) / 1000,
           quantile(set->zxing, n, 0.5) / 1000);
    printf(" | %5.1f %5.1f\n", first > 0 ? zbar / first : 0, ours > 0 ? zbar / ours : 0);
    fflush(stdout);
    struct scan_chart_row row = {
        .codes = {set->ours_codes, set->zbar_codes, set->zxing_codes},
        .ms = {ours / 1000, zbar / 1000, quantile(set->zxing, n, 0.5) / 1000},
        .peer = peer};
    memcpy(row.name, set->name, sizeof row.name);
    scan_chart_add(chart, &row);
    for (int i = 0; i < n; i++) {
        unlink(set->paths[i]);
    }
}

static void print_head(void)
{
    printf("Codes read, and milliseconds of processor time a picture (median; p99-1:\n"
           "99th percentile of first), one thread.\n");
    printf("first: stops at the first code. quick: zxing-cpp without its harder tries.\n");
    printf("%-13s %4s | %-14s | %-20s | %-6s %-20s | %s\n", "", "", "codes read", "ours", "zbar",
           "zxing-cpp", "zbar's time / ours");
    printf("%-13s %4s | %4s %4s %4s | %6s %6s %6s | %6s %6s %6s %6s | %5s %5s\n", "pictures", "",
           "ours", "zbar", "zxng", "first", "all", "p99-1", "all", "first", "quick", "all", "first",
           "all");
}

static bool is_wanted(const char *name)
{
    const char *only = getenv("BENCH_ONLY");
    return !only || strstr(name, only);
}

int main(void)
{
    static struct readers readers;
    struct scan_chart chart = {.count = 0};
    const char *wanted = getenv("BENCH_SCENES");
    int scenes = wanted ? atoi(wanted) : 12;
    mkdir("build", 0777);
    mkdir(WORK, 0777);
    readers.ours = decoder_create();
    readers.zbar = zbar_image_scanner_create();
    if (!readers.ours || !readers.zbar) {
        return 1;
    }
    print_head();
    static const struct {
        const char *name, *folder;
        enum making making;
    } folders[] = {
        {"photos", DATA "/photos", AS_IT_IS},   {"video", DATA "/video", AS_IT_IS},
        {"no code", DATA "/none", AS_IT_IS},    {"none tiled", DATA "/none", TILED},
        {"none 720p", DATA "/none", STRETCHED}, {"painted over", DATA "/video", PAINTED_OVER},
    };
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        struct set set;
        if (!is_wanted(folders[i].name)) {
            continue;
        }
        set_init(&set, folders[i].name);
        measure_folder(&readers, &set, folders[i].folder, folders[i].making);
        if (set.pictures > 0) {
            report(&set, &chart);
        } else {
            printf("%-13s skipped: %s is not here\n", set.name, folders[i].folder);
        }
        set_finish(&set);
    }
    for (int i = 0; i <= scene_kind_count; i++) {
        struct set set;
        const char *name = i < scene_kind_count ? scene_kinds[i].name : "none 1080p";
        if (!is_wanted(name)) {
            continue;
        }
        set_init(&set, name);
        if (i < scene_kind_count) {
            measure_scenes(&readers, &set, &scene_kinds[i], scenes);
        } else {
            measure_enlarged(&readers, &set, scenes);
        }
        report(&set, &chart);
        set_finish(&set);
    }
    scan_chart_write(&chart, WORK "/scan.svg");
    printf("chart: " WORK "/scan.svg\n");
    zbar_image_scanner_destroy(readers.zbar);
    decoder_destroy(readers.ours);
    return 0;
}
