#include "tests/bench/scan_chart.h"

#include <math.h>
#include <stdio.h>

#define ROW_HEIGHT 46
#define TOP 104
#define NAME_RIGHT 150
#define CODES_LEFT 166
#define CODES_WIDTH 330
#define TIME_LEFT 590
#define TIME_WIDTH 340
#define WIDTH 1010
#define MS_LEAST 0.1
#define MS_MOST 200.0

static const char *const names[SCAN_CHART_READERS] = {"Lanyard", "zbar, defaults", "zxing-cpp"};
static const char *const colours[SCAN_CHART_READERS] = {"#0b7a75", "#c9ced6", "#8c9bb0"};

void scan_chart_add(struct scan_chart *chart, const struct scan_chart_row *row)
{
    if (chart->count < SCAN_CHART_ROWS) {
        chart->rows[chart->count++] = *row;
    }
}

static double time_x(double ms)
{
    double clamped = ms < MS_LEAST ? MS_LEAST : ms > MS_MOST ? MS_MOST : ms;
    return TIME_LEFT + TIME_WIDTH * log(clamped / MS_LEAST) / log(MS_MOST / MS_LEAST);
}

static void write_head(FILE *file, int height)
{
    fprintf(file,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
            "viewBox=\"0 0 %d %d\" font-family=\"Noto Sans, sans-serif\" font-size=\"13\">\n"
            "<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>\n"
            "<text x=\"24\" y=\"34\" font-size=\"20\" font-weight=\"600\" fill=\"#16202c\">"
            "QR codes read, and time a picture</text>\n",
            WIDTH, height, WIDTH, height);
    for (int i = 0; i < SCAN_CHART_READERS; i++) {
        int x = 24 + i * 150;
        fprintf(file,
                "<rect x=\"%d\" y=\"52\" width=\"12\" height=\"12\" rx=\"2\" fill=\"%s\"/>"
                "<text x=\"%d\" y=\"63\" fill=\"#3a4656\">%s</text>\n",
                x, colours[i], x + 18, names[i]);
    }
    fprintf(file,
            "<text x=\"%d\" y=\"%d\" fill=\"#3a4656\" font-weight=\"600\">codes read</text>\n"
            "<text x=\"%d\" y=\"%d\" fill=\"#3a4656\" font-weight=\"600\">"
            "milliseconds, median, log scale</text>\n",
            CODES_LEFT, TOP - 14, TIME_LEFT, TOP - 14);
}

static void write_scale(FILE *file, int bottom)
{
    static const double ticks[] = {0.1, 1, 10, 100};
    for (int i = 0; i < 4; i++) {
        double x = time_x(ticks[i]);
        fprintf(file,
                "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"#e3e7ed\"/>"
                "<text x=\"%.1f\" y=\"%d\" fill=\"#6a7686\" text-anchor=\"middle\">%g</text>\n",
                x, x, TOP - 4, bottom, x, bottom + 18, ticks[i]);
    }
}

static void write_bar(FILE *file, double x, double y, double width, const char *colour,
                      const char *label)
{
    fprintf(file,
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"10\" rx=\"2\" fill=\"%s\"/>"
            "<text x=\"%.1f\" y=\"%.1f\" font-size=\"10\" fill=\"#3a4656\">%s</text>\n",
            x, y, width < 1 ? 1 : width, colour, x + (width < 1 ? 1 : width) + 5, y + 9, label);
}

static void write_row(FILE *file, const struct scan_chart_row *row, int y)
{
    int most = 1;
    for (int i = 0; i < SCAN_CHART_READERS; i++) {
        most = row->codes[i] > most ? row->codes[i] : most;
    }
    fprintf(file, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\" fill=\"#16202c\">%s</text>\n",
            NAME_RIGHT, y + 22, row->name);
    for (int i = 0; i < SCAN_CHART_READERS; i++) {
        char label[24];
        double top = y + 12.0 * i;
        if (i == 2 && !row->peer) {
            continue;
        }
        snprintf(label, sizeof label, "%d", row->codes[i]);
        write_bar(file, CODES_LEFT, top, (double)CODES_WIDTH * row->codes[i] / most, colours[i],
                  label);
        snprintf(label, sizeof label, row->ms[i] < 10 ? "%.2f" : "%.0f", row->ms[i]);
        write_bar(file, TIME_LEFT, top, time_x(row->ms[i]) - TIME_LEFT, colours[i], label);
    }
}

void scan_chart_write(const struct scan_chart *chart, const char *path)
{
    FILE *file = fopen(path, "w");
    if (!file) {
        fprintf(stderr, "cannot write %s\n", path);
        return;
    }
    int bottom = TOP + chart->count * ROW_HEIGHT;
    write_head(file, bottom + 36);
    write_scale(file, bottom);
    for (int i = 0; i < chart->count; i++) {
        write_row(file, &chart->rows[i], TOP + i * ROW_HEIGHT);
    }
    fprintf(file, "</svg>\n");
    fclose(file);
}
