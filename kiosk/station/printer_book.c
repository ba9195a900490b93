#define LOG_MODULE "printers"
#include "printer_book.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "kiosk/station/ini.h"
#include "log.h"

#define FILE_MAX 65536
#define LOW_DEFAULT 20
#define CATEGORIES_MAX 255

struct parser {
    struct station *station;
    const char *path;
    struct printer_book book;
    struct printer_profile *printer; /* of the section being read */
    bool ours;                       /* it is for this station */
    int line;
    bool failed;
};

__attribute__((format(printf, 2, 3))) static bool fault(struct parser *parser, const char *format,
                                                        ...)
{
    char text[512];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    LOG_ERROR("%s:%d: %s", parser->path, parser->line, text);
    parser->failed = true;
    return false;
}

/* ---- values ---- */

static bool read_device(struct parser *parser, char *value)
{
    if (strlen(value) >= sizeof parser->printer->device) {
        return fault(parser, "device: longer than %zu bytes", sizeof parser->printer->device - 1);
    }
    strcpy(parser->printer->device, value);
    return true;
}

/* A category by its code, letter or name. */
static int find_category(const struct category *all, int count, const char *word)
{
    for (int i = 0; i < count; i++) {
        char code[8];
        snprintf(code, sizeof code, "%d", all[i].code);
        if (strcmp(word, code) == 0 || strcmp(word, all[i].letter) == 0 ||
            strcasecmp(word, all[i].name) == 0) {
            return all[i].code;
        }
    }
    return -1;
}

static bool read_categories(struct parser *parser, char *value)
{
    struct category *all = calloc(CATEGORIES_MAX, sizeof *all);
    int count = all ? store_categories(parser->station->store, all, CATEGORIES_MAX) : -1;
    bool ok = count >= 0;
    for (char *word; ok && (word = ini_item(&value));) {
        int code = find_category(all, count, word);
        ok = code >= 0 || fault(parser, "categories: there is no category \"%.60s\"", word);
        if (ok) {
            parser->printer->categories[code / 8] |= (uint8_t)(1u << code % 8);
        }
    }
    free(all);
    parser->failed |= !ok;
    return ok;
}

static bool read_media(struct parser *parser, char *value)
{
    struct printer_profile *printer = parser->printer;
    for (char *word; (word = ini_item(&value));) {
        if (printer->media_count == PRINTER_MEDIA_MAX) {
            return fault(parser, "media: more than %d", PRINTER_MEDIA_MAX);
        }
        if (!word[0] || strlen(word) >= sizeof printer->media[0] || !strchr(word, '_')) {
            return fault(parser, "media: \"%.60s\" is not a name like iso_a6_105x148mm", word);
        }
        strcpy(printer->media[printer->media_count++], word);
    }
    return true;
}

static bool read_confirm(struct parser *parser, char *value)
{
    return print_confirm_parse(value, &parser->printer->confirm) ||
           fault(parser, "confirm: \"%.60s\" is none of count, camera, person", value);
}

static bool read_number(struct parser *parser, const char *key, const char *value, int *out)
{
    char *end;
    long number = strtol(value, &end, 10);
    if (end == value || *end || number < 0 || number > 100000) {
        return fault(parser, "%s: \"%.60s\" is not a number from 0 to 100000", key, value);
    }
    *out = (int)number;
    return true;
}

static bool read_order(struct parser *parser, char *value)
{
    return read_number(parser, "order", value, &parser->printer->order);
}

static bool read_low(struct parser *parser, char *value)
{
    return read_number(parser, "low", value, &parser->printer->low);
}

static bool read_shared(struct parser *parser, char *value)
{
    parser->printer->shared = strcmp(value, "yes") == 0;
    return parser->printer->shared || strcmp(value, "no") == 0 ||
           fault(parser, "shared: \"%.60s\" is neither yes nor no", value);
}

static bool read_stations(struct parser *parser, char *value)
{
    const char *own = parser->station->key.station;
    parser->ours = own[0] == '\0'; /* opened for reading, it is any of them */
    for (char *word; (word = ini_item(&value));) {
        parser->ours |= strcmp(word, own) == 0;
    }
    return true;
}

static bool read_options(struct parser *parser, char *value)
{
    if (strlen(value) >= sizeof parser->printer->options) {
        return fault(parser, "options: longer than %zu bytes", sizeof parser->printer->options - 1);
    }
    strcpy(parser->printer->options, value);
    return true;
}

static const struct {
    const char *key;
    bool (*read)(struct parser *parser, char *value);
} keys[] = {
    {"device", read_device},   {"categories", read_categories}, {"media", read_media},
    {"confirm", read_confirm}, {"order", read_order},           {"low", read_low},
    {"shared", read_shared},   {"stations", read_stations},     {"options", read_options},
};

/* ---- sections ---- */

/* Drops a section that is another station's. */
static bool end_section(struct parser *parser)
{
    struct printer_profile *printer = parser->printer;
    if (!printer) {
        return true;
    }
    parser->printer = NULL;
    if (!printer->device[0]) {
        return fault(parser, "[printer %s] names no device", printer->name);
    }
    parser->book.count -= !parser->ours;
    return true;
}

static bool start_section(struct parser *parser, const char *kind, const char *name)
{
    if (!end_section(parser)) {
        return false;
    }
    if (strcmp(kind, "printer") != 0 || !name[0]) {
        return fault(parser, "a section is [printer NAME]");
    }
    if (strlen(name) >= PRINTER_NAME_SIZE || strchr(name, ',') || strchr(name, '/')) {
        return fault(parser, "a printer's name has fewer than %d bytes, no comma and no slash",
                     PRINTER_NAME_SIZE);
    }
    for (int i = 0; i < parser->book.count; i++) {
        if (strcmp(parser->book.printers[i].name, name) == 0) {
            return fault(parser, "[printer %s] stands twice", name);
        }
    }
    if (parser->book.count == PRINTERS_MAX) {
        return fault(parser, "more than %d printers", PRINTERS_MAX);
    }
    parser->printer = &parser->book.printers[parser->book.count++];
    *parser->printer = (struct printer_profile){.low = LOW_DEFAULT};
    strcpy(parser->printer->name, name);
    parser->ours = true;
    return true;
}

static bool read_key(struct parser *parser, const char *key, const char *value)
{
    char text[INI_LINE_MAX];
    snprintf(text, sizeof text, "%s", value);
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if (strcmp(keys[i].key, key) == 0) {
            return parser->printer ? keys[i].read(parser, text)
                                   : fault(parser, "%s stands before any [printer NAME]", key);
        }
    }
    return fault(parser,
                 "there is no key \"%.60s\"; there are: device categories media confirm order low "
                 "shared stations options",
                 key);
}

static bool parse(struct parser *parser, const char *text, size_t length)
{
    struct ini_reader reader;
    struct ini_line line;
    enum ini_kind kind;
    ini_start(&reader, text, length);
    while ((kind = ini_next(&reader, &line)) != INI_END) {
        parser->line = line.number;
        if (kind == INI_FAULT) {
            fault(parser, "%s", line.value);
        } else if (kind == INI_SECTION) {
            start_section(parser, line.key, line.argument);
        } else if (line.argument[0]) {
            fault(parser, "\"%.60s %.60s\" is not a key", line.key, line.argument);
        } else {
            read_key(parser, line.key, line.value);
        }
    }
    end_section(parser);
    return !parser->failed;
}

/* False: not read. *absent: there is no such file, and that is no fault. */
static bool read_file(const char *path, char text[FILE_MAX], size_t *length, bool *absent)
{
    FILE *file = fopen(path, "rb");
    *absent = !file && errno == ENOENT;
    if (!file) {
        if (!*absent) {
            LOG_ERRNO("%s: cannot be read", path);
        }
        return false;
    }
    *length = fread(text, 1, FILE_MAX, file);
    bool ok = !ferror(file) && *length < FILE_MAX;
    fclose(file);
    if (!ok) {
        LOG_ERROR("%s: cannot be read, or is longer than %d bytes", path, FILE_MAX - 1);
    }
    return ok;
}

/* ---- choosing ---- */

static bool choose_one(struct printer_book *book, const char *device)
{
    struct printer_profile *one = &book->printers[0];
    *book = (struct printer_book){.count = 1};
    one->low = LOW_DEFAULT;
    snprintf(one->name, sizeof one->name, "%s", device);
    snprintf(one->device, sizeof one->device, "%s", device);
    return true;
}

/* Keeps those of `wanted` ("left,right"). False: one is not there. */
static bool keep_wanted(struct printer_book *book, const char *wanted)
{
    struct printer_book kept = {.count = 0};
    char text[1024];
    snprintf(text, sizeof text, "%s", wanted);
    char *at = text;
    for (char *word; (word = ini_item(&at));) {
        int i = 0;
        while (i < book->count && strcmp(book->printers[i].name, word) != 0) {
            i++;
        }
        if (i == book->count || kept.count == PRINTERS_MAX) {
            return false;
        }
        kept.printers[kept.count++] = book->printers[i];
    }
    *book = kept;
    return kept.count > 0;
}

static bool choose_default(struct station *station, struct printer_book *out)
{
    char device[sizeof out->printers[0].device];
    if (store_setting(station->store, "printer", device, sizeof device) != STORE_FOUND) {
        snprintf(device, sizeof device, "file:%.110s/print", station->directory);
    }
    return choose_one(out, device);
}

static bool choose(struct station *station, const char *wanted, struct printer_book *book)
{
    if (!wanted) {
        return book->count > 0 || choose_default(station, book);
    }
    if (keep_wanted(book, wanted)) {
        return true;
    }
    if (strchr(wanted, ',') && !strchr(wanted, '/')) {
        LOG_ERROR("\"%s\": not each of these is a printer of " PRINTERS_FILE, wanted);
        return false;
    }
    return choose_one(book, wanted);
}

bool station_printers(struct station *station, const char *wanted, struct printer_book *out)
{
    char path[sizeof station->directory + sizeof PRINTERS_FILE + 1];
    char *text = malloc(FILE_MAX);
    size_t length = 0;
    bool absent, ok = false;
    snprintf(path, sizeof path, "%s/" PRINTERS_FILE, station->directory);
    struct parser parser = {.station = station, .path = path};
    if (!text) {
        LOG_ERROR("no memory");
        return false;
    }
    if (!read_file(path, text, &length, &absent)) {
        ok = absent && (wanted ? choose_one(out, wanted) : choose_default(station, out));
    } else if (parse(&parser, text, length)) {
        ok = choose(station, wanted, &parser.book);
        *out = parser.book;
    }
    free(text);
    return ok;
}

char *station_printer_lock(const struct station *station, const struct printer_profile *profile,
                           char *out, size_t size)
{
    int used = snprintf(out, size, "%s/locks", station->directory);
    if (mkdir(out, 0700) != 0 && errno != EEXIST) {
        LOG_ERRNO("%s: cannot make the folder of the printers' locks", out);
    }
    if (used > 0 && (size_t)used < size) {
        snprintf(out + used, size - (size_t)used, "/%s", profile->device);
        for (char *at = out + used + 1; *at; at++) {
            *at = *at == '/' ? '_' : *at;
        }
    }
    return out;
}
