/* The chart of a day's hours: people who arrived, beside those let through doors. */
#include <string.h>

#include "kiosk/commands/markup.h"
#include "kiosk/commands/report.h"

/* The least of 1, 2, 5, 10, 20, … that is enough for four steps up to `most`. */
static int64_t nice_step(int64_t most)
{
    static const int factors[] = {1, 2, 5};
    int64_t power = 1;
    while (true) {
        for (size_t i = 0; i < 3; i++) {
            if (factors[i] * power * 4 >= most) {
                return factors[i] * power;
            }
        }
        power *= 10;
    }
}

static int64_t most_of(const struct report *report, size_t first, size_t end)
{
    int64_t most = 1;
    for (size_t i = first; i < end; i++) {
        const struct report_count *count = &report->hours[i].count;
        int64_t doors = count->events[COUNT_ADMISSION];
        most = count->people > most ? count->people : most;
        most = doors > most ? doors : most;
    }
    return most;
}

static void draw_text(FILE *out, double x, double y, const char *anchor, double size,
                      const char *colour, const char *text)
{
    fprintf(out, "<text x=\"%.2f\" y=\"%.2f\" text-anchor=\"%s\" font-size=\"%.2f\" fill=\"%s\">",
            x, y, anchor, size, colour);
    markup_text(out, text);
    fputs("</text>\n", out);
}

static void draw_bar(FILE *out, double x, double base, double width, double height, bool people)
{
    double radius = width / 5 < height ? width / 5 : height;
    if (height <= 0) {
        return;
    }
    fprintf(
        out,
        "<path fill=\"%s\" d=\"M%.2f %.2fv%.2fq0 %.2f %.2f %.2fh%.2fq%.2f 0 %.2f %.2fv%.2fz\"/>\n",
        people ? REPORT_PEOPLE_COLOUR : REPORT_DOORS_COLOUR, x, base, -(height - radius), -radius,
        radius, -radius, width - 2 * radius, radius, radius, radius, height - radius);
}

struct plot {
    double left, right, top, base, size;
    int64_t ceiling;
};

static double height_of(const struct plot *plot, int64_t value)
{
    return (plot->base - plot->top) * (double)value / (double)plot->ceiling;
}

static void draw_grid(const struct plot *plot, int64_t step, FILE *out)
{
    char number[24];
    for (int64_t value = 0; value <= plot->ceiling; value += step) {
        double y = plot->base - height_of(plot, value);
        fprintf(out, "<path stroke=\"%s\" stroke-width=\"%.2f\" d=\"M%.2f %.2fH%.2f\"/>\n",
                value ? REPORT_RULE_COLOUR : REPORT_SOFT_COLOUR, plot->size / 14, plot->left, y,
                plot->right);
        snprintf(number, sizeof number, "%lld", (long long)value);
        draw_text(out, plot->left - plot->size * 0.5, y + plot->size * 0.35, "end", plot->size,
                  REPORT_SOFT_COLOUR, number);
    }
}

static void draw_hour(const struct plot *plot, const struct report_hour *hour, double x,
                      double width, FILE *out)
{
    char text[24];
    double bar = width * 0.36, gap = width * 0.04;
    double people = height_of(plot, hour->count.people);
    double doors = height_of(plot, hour->count.events[COUNT_ADMISSION]);
    draw_bar(out, x + width / 2 - bar - gap / 2, plot->base, bar, people, true);
    draw_bar(out, x + width / 2 + gap / 2, plot->base, bar, doors, false);
    if (hour->count.people > 0 && width > plot->size * 3) {
        snprintf(text, sizeof text, "%lld", (long long)hour->count.people);
        draw_text(out, x + width / 2 - bar / 2 - gap / 2, plot->base - people - plot->size * 0.35,
                  "middle", plot->size * 0.9, REPORT_INK_COLOUR, text);
    }
    snprintf(text, sizeof text, "%02d", report_hour_of(hour->starts_ms));
    draw_text(out, x + width / 2, plot->base + plot->size * 1.4, "middle", plot->size,
              REPORT_SOFT_COLOUR, text);
}

void report_draw_hours(const struct report *report, size_t first, size_t end,
                       const struct report_chart *chart, FILE *out)
{
    int64_t most = most_of(report, first, end), step = nice_step(most);
    struct plot plot = {.left = chart->size * 4,
                        .right = chart->width,
                        .top = chart->size * 1.8,
                        .base = chart->height - chart->size * 2,
                        .size = chart->size,
                        .ceiling = (most + step - 1) / step * step};
    size_t slots = end - first > 8 ? end - first : 8; /* a single hour is no wall */
    double width = (plot.right - plot.left) / (double)slots;
    draw_grid(&plot, step, out);
    for (size_t i = first; i < end; i++) {
        draw_hour(&plot, &report->hours[i], plot.left + (double)(i - first) * width, width, out);
    }
}
