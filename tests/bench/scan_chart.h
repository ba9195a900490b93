/* The chart of the scanner's bench: what each reader found, and how long it took. */
#ifndef TESTS_BENCH_SCAN_CHART_H
#define TESTS_BENCH_SCAN_CHART_H

#include <stdbool.h>

#define SCAN_CHART_ROWS 32
#define SCAN_CHART_READERS 3 /* ours, zbar, zxing-cpp */

struct scan_chart_row {
    char name[32];
    int codes[SCAN_CHART_READERS];
    double ms[SCAN_CHART_READERS]; /* median, all codes */
    bool peer;                     /* the third reader was there */
};

struct scan_chart {
    struct scan_chart_row rows[SCAN_CHART_ROWS];
    int count;
};

void scan_chart_add(struct scan_chart *chart, const struct scan_chart_row *row);

/* Writes an SVG; says so on standard error when it cannot. */
void scan_chart_write(const struct scan_chart *chart, const char *path);

#endif
