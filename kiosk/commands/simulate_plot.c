/* The day as a picture: throughput, lag and incidents over the minutes, with what went wrong behind them. */
#include <inttypes.h>
#include <stdio.h>

#include "kiosk/commands/simulate_day.h"

#define WIDTH 1000
#define LEFT 90
#define RIGHT 40
#define TOP 96
#define PANEL 150
#define GAP 58
#define PANELS 4
#define SMOOTH 4

struct panel {
    const char *title, *color;
    double (*value)(const struct day_result *result, int sample);
    int decimals;
};

/* Over a few samples, as a rate needs. */
static double rate(const struct day_result *result, int i)
{
    int from = i > SMOOTH ? i - SMOOTH : 0;
    int to = i + SMOOTH < result->sample_count ? i + SMOOTH : result->sample_count - 1;
    const struct day_sample *first = &result->samples[from], *last = &result->samples[to];
    double minutes = last->minute - first->minute;
    return minutes > 0 ? (double)(last->passages - first->passages) / minutes : 0;
}

static double waiting(const struct day_result *result, int i)
{
    return (double)result->samples[i].waiting;
}

static double age(const struct day_result *result, int i)
{
    return result->samples[i].age_s;
}

static double incidents(const struct day_result *result, int i)
{
    return (double)result->samples[i].incidents;
}

static const struct panel panels[PANELS] = {
    {"Passages recorded per minute", "#0F4C5C", rate, 0},
    {"Events waiting at all stations", "#8A5A00", waiting, 0},
    {"Age of the data where it is oldest, seconds by the clock", "#3D348B", age, 1},
    {"Double admissions known", "#A31621", incidents, 0},
};

static const struct {
    const char *color, *word;
} looks[] = {
    [TROUBLE_APART] = {"#51606E", "a station apart"},
    [TROUBLE_DOWN] = {"#A31621", "hub killed"},
    [TROUBLE_SLOW] = {"#FFB000", "hub slow"},
    [TROUBLE_RESTORE] = {"#3D348B", "hub restored from a backup"},
};

static double x_of(double minute, double minutes)
{
    return LEFT + minute / minutes * (WIDTH - LEFT - RIGHT);
}

/* A round number at or above. */
static double ceiling(double value)
{
    static const double steps[] = {1, 2, 2.5, 5, 10};
    double scale = 1;
    while (scale * 10 < value) {
        scale *= 10;
    }
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        if (steps[i] * scale >= value) {
            return steps[i] * scale;
        }
    }
    return 10 * scale;
}

static void draw_troubles(FILE *file, const struct day_result *result, double minutes, int y)
{
    for (int i = 0; i < result->trouble_count; i++) {
        const struct trouble *trouble = &result->troubles[i];
        double to = trouble->to < minutes ? trouble->to : minutes;
        fprintf(file, "<rect x='%.1f' y='%d' width='%.1f' height='%d' fill='%s' opacity='%s'/>\n",
                x_of(trouble->from, minutes), y, x_of(to, minutes) - x_of(trouble->from, minutes),
                PANEL, looks[trouble->kind].color,
                trouble->kind == TROUBLE_APART ? "0.05" : "0.16");
    }
}

static void draw_axes(FILE *file, const struct panel *panel, double top, double minutes, int y)
{
    char number[32];
    fprintf(file, "<text x='%d' y='%d' class='t'>%s</text>\n", LEFT, y - 12, panel->title);
    for (int i = 0; i <= 4; i++) {
        double line = y + PANEL - PANEL * i / 4.0;
        fprintf(file, "<line x1='%d' x2='%d' y1='%.1f' y2='%.1f' class='g'/>\n", LEFT,
                WIDTH - RIGHT, line, line);
        if (i % 2 == 0) {
            snprintf(number, sizeof number, "%.*f", panel->decimals, top * i / 4);
            fprintf(file, "<text x='%d' y='%.1f' class='n' text-anchor='end'>%s</text>\n",
                    LEFT - 10, line + 5, number);
        }
    }
    double step = ceiling(minutes / 10);
    for (double minute = 0; minute <= minutes + 0.001; minute += step) {
        fprintf(file, "<text x='%.1f' y='%d' class='n' text-anchor='middle'>%.4g</text>\n",
                x_of(minute, minutes), y + PANEL + 20, minute);
    }
}

static void draw_panel(FILE *file, const struct panel *panel, const struct day_result *result,
                       double minutes, int y)
{
    double top = 1;
    for (int i = 0; i < result->sample_count; i++) {
        double value = panel->value(result, i);
        top = value > top ? value : top;
    }
    top = ceiling(top);
    draw_troubles(file, result, minutes, y);
    draw_axes(file, panel, top, minutes, y);
    fprintf(file, "<polyline fill='none' stroke='%s' stroke-width='2.2' points='", panel->color);
    for (int i = 0; i < result->sample_count; i++) {
        fprintf(file, "%.1f,%.1f ", x_of(result->samples[i].minute, minutes),
                y + PANEL - panel->value(result, i) / top * PANEL);
    }
    fprintf(file, "'/>\n");
}

static void draw_legend(FILE *file, const struct day_result *result, int y)
{
    double x = LEFT;
    for (size_t kind = 0; kind < sizeof looks / sizeof looks[0]; kind++) {
        bool any = false;
        for (int i = 0; i < result->trouble_count; i++) {
            any |= result->troubles[i].kind == (enum trouble_kind)kind;
        }
        if (any) {
            fprintf(file,
                    "<rect x='%.0f' y='%d' width='14' height='14' fill='%s' opacity='0.35'/>"
                    "<text x='%.0f' y='%d' class='n'>%s</text>\n",
                    x, y - 12, looks[kind].color, x + 21, y, looks[kind].word);
            x += 215;
        }
    }
}

bool day_plot(const char *path, const struct simulation *simulation,
              const struct day_options *options, const struct day_result *result)
{
    int height = TOP + PANELS * (PANEL + GAP) + 24;
    FILE *file = fopen(path, "w");
    if (!file) {
        perror(path);
        return false;
    }
    fprintf(file,
            "<svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d' viewBox='0 0 %d %d'>\n"
            "<style>text{font-family:'Noto Sans',sans-serif;fill:#15202B}.h{font-size:22px;"
            "font-weight:600}.t{font-size:15px;font-weight:600}.n{font-size:13px;fill:#51606E}"
            ".g{stroke:#51606E;stroke-opacity:.22}</style>\n"
            "<rect width='100%%' height='100%%' fill='#F6F4EF'/>\n"
            "<text x='%d' y='38' class='h'>%d stations, %d attendees, %d minutes, seed %" PRIu64
            "</text>\n",
            WIDTH, height, WIDTH, height, LEFT, simulation->options->stations,
            simulation->options->attendees, options->minutes, simulation->options->seed);
    draw_legend(file, result, 64);
    for (int i = 0; i < PANELS; i++) {
        draw_panel(file, &panels[i], result, options->minutes, TOP + 12 + i * (PANEL + GAP));
    }
    fprintf(file,
            "<text x='%d' y='%d' class='n' text-anchor='end'>minutes of the day</text>\n</svg>\n",
            WIDTH - RIGHT, height - 8);
    bool written = !ferror(file);
    return fclose(file) == 0 && written;
}
