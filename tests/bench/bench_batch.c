/*
 * A document of many badges, each with a photo of its own: processor time a page, memory, size of
 * the file; and the same badge by reportlab and glabels-batch, where they are installed.
 *
 *   bench_batch [PAGES]
 *
 * link: printer/ scanner/ kiosk/commands/print_photo.c
 * link: kiosk/asset.c kiosk/log.c kiosk/timebase.c ASSETS
 */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "kiosk/commands/print_photo.h"
#include "scanner.h"
#include "tests/printer/hard_names.h"

#define DPI 300
#define PAGES 2000
#define PEER_PAGES 200
#define SINGLES 25

static char folder[64];
static struct badge_renderer *renderer;
static struct badge_template *a6;

static double cpu_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1000 + (double)now.tv_nsec / 1e6;
}

/* Of the processes that have ended. */
static double children_ms(void)
{
    struct rusage usage;
    getrusage(RUSAGE_CHILDREN, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000 +
           (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1000;
}

static long resident_kb(void)
{
    long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (!file || fscanf(file, "%*d %ld", &pages) != 1) {
        pages = 0;
    }
    if (file) {
        fclose(file);
    }
    return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

/* Noise like that of a camera, so that a photo does not pack as a drawing does. */
static void add_noise(struct picture *photo, unsigned seed)
{
    for (int i = 0; i < photo->width * photo->height * 3; i++) {
        seed = seed * 1664525U + 1013904223U;
        int level = photo->rgb[i] + (int)(seed >> 28) - 8;
        photo->rgb[i] = (uint8_t)(level < 0 ? 0 : level > 255 ? 255 : level);
    }
}

static struct badge make_badge(size_t index)
{
    struct badge badge = sample_make(&hard_names[index % HARD_NAME_COUNT]);
    picture_finish(&badge.photo);
    badge.photo = sample_photo(480, 600);
    add_noise(&badge.photo, (unsigned)index);
    sample_add_jpeg(&badge.photo);
    badge.serial = (uint32_t)(1000 + index);
    /* another code each time */
    snprintf(badge.qr_text + 100, 8, "%07u", (unsigned)(index % 10000000));
    badge.qr_text[107] = SAMPLE_CREDENTIAL[107];
    return badge;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double measure_single(void)
{
    double times[SINGLES];
    struct badge badge = make_badge(0);
    for (int i = 0; i < SINGLES; i++) {
        struct bytes bytes;
        double start = cpu_ms();
        if (!badge_render_pdf(renderer, &badge, 1, a6, DPI, &bytes, NULL)) {
            exit(1);
        }
        times[i] = cpu_ms() - start;
        bytes_finish(&bytes);
    }
    badge_finish(&badge);
    qsort(times, SINGLES, sizeof *times, compare);
    return times[SINGLES / 2];
}

/* As "lanyard print" does: code read back, photo made small, page written. */
static void measure_batch(int pages)
{
    static const struct decode_options options = {.first_only = true};
    static struct scan_result result;
    char path[128];
    snprintf(path, sizeof path, "%s/all.pdf", folder);
    struct badge_document *document = badge_document_open(renderer, a6, DPI, "All", path);
    struct decoder *decoder = decoder_create();
    struct frame code = {0};
    double page_ms = 0, read_ms = 0, photo_ms = 0;
    long before_kb = resident_kb();
    for (int i = 0; document && i < pages; i++) {
        struct badge badge = make_badge((size_t)i);
        double start = cpu_ms();
        if (!badge_render_code(renderer, &badge, a6, DPI, &code) ||
            decoder_decode(decoder, &code, &options, &result) != 1) {
            exit(1);
        }
        double read = cpu_ms();
        print_photo_slim(&badge.photo);
        double slim = cpu_ms();
        if (!badge_document_add(document, &badge)) {
            exit(1);
        }
        page_ms += cpu_ms() - slim;
        photo_ms += slim - read;
        read_ms += read - start;
    }
    double start = cpu_ms();
    long peak_kb = resident_kb();
    if (!badge_document_close(document, NULL)) {
        exit(1);
    }
    page_ms += cpu_ms() - start;
    struct stat file;
    stat(path, &file);
    printf("batch: %d pages with photos: page %.2f ms, code read back %.2f ms, photo made small "
           "%.2f ms; %.1f MB of file, %.1f KB a page; %ld MB of memory, %ld before\n",
           pages, page_ms / pages, read_ms / pages, photo_ms / pages, (double)file.st_size / 1e6,
           (double)file.st_size / 1e3 / pages, peak_kb / 1024, before_kb / 1024);
    unlink(path);
    frame_finish(&code);
    decoder_destroy(decoder);
}

/* ---- peers ---- */

static void write_photo(char path[128])
{
    struct badge badge = make_badge(7);
    struct bytes bytes = {badge.photo.jpeg, badge.photo.jpeg_size};
    snprintf(path, 128, "%s/photo.jpg", folder);
    if (!bytes_write_file(&bytes, path)) {
        exit(1);
    }
    badge_finish(&badge);
}

static void measure_reportlab(const char *photo)
{
    char command[512];
    double one, batch;
    snprintf(command, sizeof command,
             "/usr/bin/python3 tests/bench/peer_reportlab.py %s %d 2>/dev/null", photo, PEER_PAGES);
    FILE *from = popen(command, "r");
    if (from && fscanf(from, "%lf %lf", &one, &batch) == 2) {
        printf("batch: reportlab: one badge %.2f ms, %d pages %.2f ms a page\n", one, PEER_PAGES,
               batch);
    } else {
        puts("batch: reportlab is not installed");
    }
    if (from) {
        pclose(from);
    }
}

static void write_labels(const char *photo, int pages)
{
    char path[128];
    snprintf(path, sizeof path, "%s/names.csv", folder);
    FILE *file = fopen(path, "w");
    fputs("family,given,native,code\n", file);
    for (int i = 0; i < pages; i++) {
        fprintf(file, "Rahimova%d,Dilnoza,Раҳимова Дилноза,%.154s\n", i, SAMPLE_CREDENTIAL);
    }
    fclose(file);
    snprintf(path, sizeof path, "%s/badge.glabels", folder);
    file = fopen(path, "w");
    fputs(
        "<?xml version=\"1.0\"?>\n<Glabels-document xmlns=\"http://glabels.org/xmlns/3.0/\">"
        "<Template brand=\"X\" part=\"A6\" size=\"Other\" width=\"298pt\" height=\"420pt\">"
        "<Label-rectangle id=\"0\" width=\"298pt\" height=\"420pt\" round=\"0pt\" x_waste=\"0pt\" "
        "y_waste=\"0pt\"><Layout nx=\"1\" ny=\"1\" x0=\"0pt\" y0=\"0pt\" dx=\"298pt\" "
        "dy=\"420pt\"/></Label-rectangle></Template><Objects id=\"0\" rotate=\"False\">"
        "<Object-box x=\"0pt\" y=\"0pt\" w=\"298pt\" h=\"62pt\" line_width=\"0pt\" "
        "line_color=\"0x0F4C5CFF\" fill_color=\"0x0F4C5CFF\"/>",
        file);
    fprintf(file, "<Object-image x=\"20pt\" y=\"76pt\" w=\"90pt\" h=\"119pt\" src=\"%s\"/>", photo);
    static const char *const fields[] = {"family", "given", "native"};
    for (int i = 0; i < 3; i++) {
        fprintf(file,
                "<Object-text x=\"20pt\" y=\"%dpt\" w=\"258pt\" h=\"40pt\" justify=\"Left\">"
                "<Span font_family=\"Noto Sans\" font_size=\"28\" font_weight=\"%s\" "
                "font_italic=\"False\" color=\"0x15202BFF\"><Field name=\"%s\"/></Span>"
                "</Object-text>",
                205 + i * 35, i ? "Regular" : "Bold", fields[i]);
    }
    fprintf(file,
            "<Object-barcode x=\"207pt\" y=\"313pt\" w=\"71pt\" h=\"71pt\" style=\"QR\" "
            "text=\"False\" checksum=\"True\" color=\"0x000000FF\" field=\"code\"/></Objects>"
            "<Merge type=\"Text/Comma/Line1Keys\" src=\"%s/names.csv\"/><Data/>"
            "</Glabels-document>\n",
            folder);
    fclose(file);
}

static double run_labels(const char *photo, int pages)
{
    char command[512];
    write_labels(photo, pages);
    double start = children_ms();
    snprintf(command, sizeof command,
             "glabels-3-batch -o %s/labels.pdf %s/badge.glabels >/dev/null 2>&1 && "
             "test -s %s/labels.pdf",
             folder, folder, folder);
    return system(command) == 0 ? children_ms() - start : -1;
}

static void measure_labels(const char *photo)
{
    double one = run_labels(photo, 1), many = run_labels(photo, PEER_PAGES);
    if (one > 0 && many > 0) {
        printf("batch: glabels-batch: one badge %.0f ms with its start, %d pages %.2f ms a page\n",
               one, PEER_PAGES, (many - one) / (PEER_PAGES - 1));
    } else {
        puts("batch: glabels-batch is not installed, or cannot run here");
    }
}

int main(int argc, char **argv)
{
    char photo[128], command[128];
    int pages = argc > 1 ? atoi(argv[1]) : PAGES;
    snprintf(folder, sizeof folder, "/tmp/lanyard-batch.XXXXXX");
    struct template_shelf *shelf = template_shelf_create(NULL, NULL);
    renderer = badge_renderer_create();
    a6 = shelf ? template_shelf_find(shelf, "a6") : NULL;
    if (!mkdtemp(folder) || !renderer || !a6 || pages < 1) {
        return 1;
    }
    printf("batch: one badge %.2f ms (processor time, as all of these)\n", measure_single());
    measure_batch(pages);
    write_photo(photo);
    measure_reportlab(photo);
    measure_labels(photo);
    badge_template_unref(a6);
    badge_renderer_destroy(renderer);
    template_shelf_destroy(shelf);
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command) != 0;
}
