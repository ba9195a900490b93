/* What goes wrong on a simulated day, from words or from the seed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kiosk/commands/simulate_day.h"

static const struct {
    const char *word;
    enum trouble_kind kind;
} words[] = {{"hub", TROUBLE_DOWN}, {"slow", TROUBLE_SLOW}, {"restore", TROUBLE_RESTORE}};

static bool parse_one(const char *text, int stations, struct trouble *out)
{
    char who[32], *end;
    *out = (struct trouble){.kind = TROUBLE_APART};
    if (sscanf(text, "%31[a-z0-9]:%lf-%lf", who, &out->from, &out->to) != 3 || out->from < 0 ||
        out->to <= out->from) {
        return false;
    }
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(who, words[i].word) == 0) {
            out->kind = words[i].kind;
            return true;
        }
    }
    long number = strtol(who, &end, 10);
    out->station = (int)number - 1;
    return !*end && number >= 1 && number <= stations;
}

bool troubles_parse(const char *text, int stations, struct trouble *out, int *count)
{
    char copy[1024], *rest;
    *count = 0;
    if (strcmp(text, "none") == 0) {
        return true;
    }
    snprintf(copy, sizeof copy, "%s", text);
    for (char *one = strtok_r(copy, ",", &rest); one; one = strtok_r(NULL, ",", &rest)) {
        if (*count == TROUBLES_MAX || !parse_one(one, stations, &out[*count])) {
            fprintf(
                stderr,
                "lanyard simulate: --partition: \"%s\": write STATION:FROM-TO (from 1; minutes), "
                "hub:FROM-TO, slow:FROM-TO or restore:FROM-TO, with commas between, or none\n",
                one);
            return false;
        }
        ++*count;
    }
    return *count > 0;
}

static void add(struct trouble *out, int *count, enum trouble_kind kind, int station, double from,
                double length)
{
    if (*count < TROUBLES_MAX) {
        out[(*count)++] =
            (struct trouble){.kind = kind, .station = station, .from = from, .to = from + length};
    }
}

void troubles_make(struct simulation *simulation, double minutes, struct trouble *out, int *count)
{
    *count = 0;
    for (int i = 1; i < simulation->options->stations && *count < TROUBLES_MAX - 3; i += 2) {
        double from = minutes * (0.1 + 0.006 * (double)simulation_random(simulation, 100));
        add(out, count, TROUBLE_APART, i, from, minutes * 0.15);
    }
    add(out, count, TROUBLE_SLOW, 0, minutes * 0.30, minutes * 0.05);
    add(out, count, TROUBLE_DOWN, 0, minutes * 0.45, minutes * 0.06);
    add(out, count, TROUBLE_RESTORE, 0, minutes * 0.65, minutes * 0.04);
}
