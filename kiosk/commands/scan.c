#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "kiosk/commands/command.h"
#include "scanner.h"

#define REPEAT_MAX 10000

struct scan {
    struct decoder *decoder;
    struct scan_result *result;
    struct decode_options options;
    int repeat;
    bool json;
    double *medians_ms; /* one a picture that was decoded; owned */
    size_t decoded, capacity;
    size_t pictures, found, codes, errors;
    bool failed; /* a file could not be read */
};

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* Nearest-rank percentile of sorted values. */
static double percentile(const double *sorted, size_t count, int percent)
{
    if (count == 0) {
        return 0;
    }
    size_t rank = (count * (size_t)percent + 99) / 100;
    return sorted[rank > 0 ? rank - 1 : 0];
}

/* Decodes `repeat` times; the median in ms. */
static double decode_timed(struct scan *scan, const struct frame *frame)
{
    double *times = malloc((size_t)scan->repeat * sizeof *times);
    for (int i = 0; i < scan->repeat; i++) {
        decoder_decode(scan->decoder, frame, &scan->options, scan->result);
        if (times) {
            times[i] = (double)scan->result->elapsed_us / 1000.0;
        }
    }
    double median = (double)scan->result->elapsed_us / 1000.0;
    if (times) {
        qsort(times, (size_t)scan->repeat, sizeof *times, compare_doubles);
        median = percentile(times, (size_t)scan->repeat, 50);
    }
    free(times);
    return median;
}

static struct json_row *code_row(const struct scan_code *code)
{
    struct json_row *row = row_start();
    char text[3 * SCAN_DATA_MAX + 1];
    row_text(row, "text", code_text(code->data, code->size, text, sizeof text));
    row_base64(row, "base64", code->data, code->size);
    for (int i = 0; i < 4; i++) {
        const double corner[2] = {code->corners[i].x, code->corners[i].y};
        row_corner(row, "corners", corner);
    }
    return row;
}

static struct json_row *stage_row(const struct scan_stage *stage)
{
    struct json_row *row = row_start();
    row_text(row, "stage", stage->name);
    row_int(row, "finders", stage->finders);
    row_int(row, "candidates", stage->candidates);
    row_int(row, "read", stage->read);
    row_real(row, "ms", (double)stage->elapsed_us / 1000.0);
    return row;
}

static struct json_row *step_row(const struct scan_step *step)
{
    struct json_row *row = row_start();
    row_text(row, "step", step->name);
    row_int(row, "tries", step->tries);
    row_int(row, "read", step->read);
    return row;
}

static struct json_row *mark_row(const struct scan_mark *mark)
{
    struct json_row *row = row_start();
    row_text(row, "kind", scan_mark_string(mark->kind));
    for (int i = 0; i < 4; i++) {
        const double corner[2] = {mark->corners[i].x, mark->corners[i].y};
        row_corner(row, "corners", corner);
    }
    return row;
}

/* What the decoder did, for whoever wants to know why. */
static void append_trail(struct json_row *row, const struct scan_result *result)
{
    row_append(row, "tried", NULL);
    for (size_t i = 0; i < result->stage_count; i++) {
        row_append(row, "tried", stage_row(&result->stages[i]));
    }
    row_append(row, "steps", NULL);
    for (size_t i = 0; i < result->step_count; i++) {
        row_append(row, "steps", step_row(&result->steps[i]));
    }
    row_append(row, "marks", NULL);
    for (size_t i = 0; i < result->mark_count; i++) {
        row_append(row, "marks", mark_row(&result->marks[i]));
    }
}

static struct json_row *picture_row(const char *path, const struct scan_result *result)
{
    struct json_row *row = row_start();
    row_text(row, "file", path);
    row_bool(row, "found", result->count > 0);
    if (result->count > 0) {
        char text[3 * SCAN_DATA_MAX + 1];
        row_text(row, "text",
                 code_text(result->codes[0].data, result->codes[0].size, text, sizeof text));
        row_base64(row, "base64", result->codes[0].data, result->codes[0].size);
    } else {
        row_null(row, "text");
        row_null(row, "base64");
    }
    row_append(row, "codes", NULL);
    for (size_t i = 0; i < result->count; i++) {
        row_append(row, "codes", code_row(&result->codes[i]));
    }
    return row;
}

static void report_json(const struct scan *scan, const char *path, double ms)
{
    struct json_row *row = picture_row(path, scan->result);
    row_text(row, "method", scan->result->method);
    row_real(row, "ms", ms);
    append_trail(row, scan->result);
    row_print(row);
}

/* A picture that cannot be read is a picture without a code, and does not stop the others. */
static void report_error(struct scan *scan, const char *path, const char *why)
{
    char plain[4600];
    fprintf(stderr, "lanyard scan: %s: %s\n", plain_text(path, plain, sizeof plain), why);
    scan->failed = true;
    scan->errors++;
    if (scan->json) {
        scan->result->count = 0;
        struct json_row *row = picture_row(path, scan->result);
        row_null(row, "ms");
        row_text(row, "error", why);
        row_print(row);
    }
}

static void report_plain(const struct scan *scan, const char *path)
{
    if (scan->result->count == 0) {
        print_line("%s: no code", path);
    }
    for (size_t i = 0; i < scan->result->count; i++) {
        print_line("%s: %s", path, (const char *)scan->result->codes[i].data);
    }
}

static bool keep_median(struct scan *scan, double ms)
{
    if (scan->decoded == scan->capacity) {
        size_t capacity = scan->capacity ? 2 * scan->capacity : 64;
        double *medians = realloc(scan->medians_ms, capacity * sizeof *medians);
        if (!medians) {
            return false;
        }
        scan->medians_ms = medians;
        scan->capacity = capacity;
    }
    scan->medians_ms[scan->decoded++] = ms;
    return true;
}

static void scan_file(struct scan *scan, const char *path)
{
    struct frame frame = {0};
    char why[320];
    scan->pictures++;
    if (!frame_read(path, &frame, why, sizeof why)) {
        report_error(scan, path, why);
        return;
    }
    double ms = decode_timed(scan, &frame);
    frame_finish(&frame);
    scan->failed = !keep_median(scan, ms) || scan->failed;
    scan->found += scan->result->count > 0;
    scan->codes += scan->result->count;
    if (scan->json) {
        report_json(scan, path, ms);
    } else {
        report_plain(scan, path);
    }
}

static int is_picture(const struct dirent *entry)
{
    return frame_name_is_picture(entry->d_name);
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static void scan_folder(struct scan *scan, const char *folder)
{
    struct dirent **entries;
    int count = scandir(folder, &entries, is_picture, by_bytes);
    char plain[4600];
    if (count < 0) {
        int code = errno;
        fprintf(stderr, "lanyard scan: %s: %s\n", plain_text(folder, plain, sizeof plain),
                strerror(code));
        scan->failed = true;
        return;
    }
    if (count == 0) {
        fprintf(stderr, "lanyard scan: %s: no picture (.png .jpg .jpeg .pgm) is in this folder\n",
                plain_text(folder, plain, sizeof plain));
        scan->failed = true;
    }
    for (int i = 0; i < count; i++) {
        char path[4600];
        const char *slash = folder[strlen(folder) - 1] == '/' ? "" : "/";
        if ((size_t)snprintf(path, sizeof path, "%s%s%s", folder, slash, entries[i]->d_name) <
            sizeof path) {
            scan_file(scan, path);
        }
        free(entries[i]);
    }
    free(entries);
}

static void scan_path(struct scan *scan, const char *path)
{
    struct stat status;
    if (stat(path, &status) == 0 && S_ISDIR(status.st_mode)) {
        scan_folder(scan, path);
    } else {
        scan_file(scan, path);
    }
}

static void report_total(struct scan *scan)
{
    if (scan->decoded > 0) {
        qsort(scan->medians_ms, scan->decoded, sizeof *scan->medians_ms, compare_doubles);
    }
    double median = percentile(scan->medians_ms, scan->decoded, 50);
    double p99 = percentile(scan->medians_ms, scan->decoded, 99);
    if (scan->json) {
        struct json_row *row = row_start();
        row_int(row, "pictures", (int64_t)scan->pictures);
        row_int(row, "found", (int64_t)scan->found);
        row_int(row, "codes", (int64_t)scan->codes);
        row_real(row, "median_ms", median);
        row_real(row, "p99_ms", p99);
        row_int(row, "errors", (int64_t)scan->errors);
        row_print(row);
    } else {
        fprintf(stderr, "%zu pictures, %zu with a code, %zu codes; median %.2f ms, p99 %.2f ms\n",
                scan->pictures, scan->found, scan->codes, median, p99);
    }
}

static enum exit_status run(int argc, char **argv)
{
    struct scan scan = {.repeat = 1};
    struct common common;
    const struct arg table[] = {
        {"first", ARG_FLAG, &scan.options.first_only},
        {"repeat", ARG_INT, &scan.repeat},
        {NULL, ARG_FLAG, NULL},
    };
    if (!args_read(&command_scan, argc, argv, table, 1, -1, &common)) {
        return EXIT_USAGE;
    }
    if (scan.repeat < 1 || scan.repeat > REPEAT_MAX) {
        fprintf(stderr, "lanyard scan: --repeat: 1 to %d\n", REPEAT_MAX);
        return EXIT_USAGE;
    }
    scan.json = common.json;
    scan.decoder = decoder_create();
    scan.result = calloc(1, sizeof *scan.result);
    enum exit_status status = EXIT_DEVICE;
    if (scan.decoder && scan.result) {
        for (int i = 0; i < common.word_count; i++) {
            scan_path(&scan, common.words[i]);
        }
        report_total(&scan);
        status = scan.failed ? EXIT_USAGE : scan.found > 0 ? EXIT_DONE : EXIT_NO;
    }
    free(scan.medians_ms);
    free(scan.result);
    decoder_destroy(scan.decoder);
    return status;
}

const struct command command_scan = {
    .name = "scan",
    .usage = "FILE|DIR… [--first] [--repeat N]",
    .summary = "Decodes QR codes in pictures with the kiosk's own pipeline",
    .options = "  --first      stop at the first code of a picture\n"
               "  --repeat N   decode N times and give the median time\n",
    .run = run,
};
