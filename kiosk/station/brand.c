/* The event's look: theme.ini. */
#define LOG_MODULE "theme"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kiosk/station/ini.h"
#include "log.h"
#include "station.h"

#define THEME_MAX 16384 /* bytes */

struct theme_file {
    const char *directory;
    char path[4600];
    enum { SECTION_NONE, SECTION_EVENT, SECTION_LIGHT, SECTION_DARK } section;
    struct brand *brand;
    bool good;
};

static void fault(struct theme_file *file, int line, const char *what, const char *value)
{
    LOG_ERROR("%s:%d: %s%s%s%s", file->path, line, what, value[0] ? ": \"" : "", value,
              value[0] ? "\"" : "");
    file->good = false;
}

static bool read_color(const char *text, uint32_t *out)
{
    if (strlen(text) != 7 || text[0] != '#' || strspn(text + 1, "0123456789abcdefABCDEF") != 6) {
        return false;
    }
    *out = (uint32_t)strtoul(text + 1, NULL, 16);
    return true;
}

static void take_color(struct theme_file *file, const struct ini_line *line,
                       struct brand_choice *out)
{
    if (read_color(line->value, &out->rgb)) {
        out->line = line->number;
    } else {
        fault(file, line->number, "a colour is written like #0F4C5C", line->value);
    }
}

static void take_logo(struct theme_file *file, const struct ini_line *line)
{
    char path[sizeof file->brand->logo];
    if (!line->value[0] || strchr(line->value, '/') ||
        (size_t)snprintf(path, sizeof path, "%s/%s", file->directory, line->value) >= sizeof path) {
        fault(file, line->number, "the logo is a file's name in the event's folder", line->value);
        return;
    }
    FILE *logo = fopen(path, "rb");
    char magic[4] = "";
    bool png = logo && fread(magic, 1, 4, logo) == 4 && memcmp(magic, "\x89PNG", 4) == 0;
    if (logo) {
        fclose(logo);
    }
    if (png) {
        memcpy(file->brand->logo, path, sizeof path);
    } else {
        fault(file, line->number, logo ? "the logo is not a PNG" : "there is no such logo",
              line->value);
    }
}

static void take_event(struct theme_file *file, const struct ini_line *line)
{
    if (strcmp(line->key, "name") == 0) {
        if (strlen(line->value) < sizeof file->brand->name && line->value[0]) {
            memcpy(file->brand->name, line->value, strlen(line->value) + 1);
        } else {
            fault(file, line->number, "the name is empty or too long", "");
        }
    } else if (strcmp(line->key, "logo") == 0) {
        take_logo(file, line);
    } else if (strcmp(line->key, "plate") == 0) {
        take_color(file, line, &file->brand->plate);
    } else {
        fault(file, line->number, "[event] has name, logo and plate", line->key);
    }
}

static void take_role(struct theme_file *file, const struct ini_line *line)
{
    static const char *const roles[BRAND_COLORS] = {"ground", "ink", "primary", "hero", "focus"};
    for (int i = 0; i < BRAND_COLORS; i++) {
        if (strcmp(line->key, roles[i]) == 0) {
            take_color(file, line, &file->brand->colors[file->section == SECTION_DARK][i]);
            return;
        }
    }
    fault(file, line->number, "the colours are ground, ink, primary, hero and focus", line->key);
}

static void take_section(struct theme_file *file, const struct ini_line *line)
{
    static const char *const names[] = {"", "event", "light", "dark"};
    file->section = SECTION_NONE;
    for (int i = SECTION_EVENT; i <= SECTION_DARK; i++) {
        if (strcmp(line->key, names[i]) == 0 && !line->argument[0]) {
            file->section = i;
        }
    }
    if (file->section == SECTION_NONE) {
        fault(file, line->number, "the sections are [event], [light] and [dark]", line->key);
    }
}

static void take_lines(struct theme_file *file, const char *text, size_t length)
{
    struct ini_reader reader;
    struct ini_line line;
    enum ini_kind kind;
    ini_start(&reader, text, length);
    while ((kind = ini_next(&reader, &line)) != INI_END) {
        if (kind == INI_FAULT) {
            fault(file, line.number, line.value, "");
        } else if (kind == INI_SECTION) {
            take_section(file, &line);
        } else if (file->section == SECTION_EVENT) {
            take_event(file, &line);
        } else if (file->section != SECTION_NONE) {
            take_role(file, &line);
        } else {
            fault(file, line.number, "stands in no section", line.key);
        }
    }
}

bool station_brand(const char *directory, struct brand *out)
{
    struct theme_file file = {.directory = directory, .brand = out, .good = true};
    char *text = malloc(THEME_MAX);
    *out = (struct brand){0};
    snprintf(file.path, sizeof file.path, "%s/%s", directory, BRAND_FILE);
    FILE *stream = text ? fopen(file.path, "r") : NULL;
    if (!stream) {
        bool absent = text && errno == ENOENT;
        if (!absent) {
            LOG_ERRNO("%s: cannot be read", file.path);
        }
        free(text);
        return absent;
    }
    size_t length = fread(text, 1, THEME_MAX, stream);
    fclose(stream);
    if (length == THEME_MAX) {
        fault(&file, 1, "the file is too long", "");
    } else {
        take_lines(&file, text, length);
    }
    free(text);
    return file.good;
}
