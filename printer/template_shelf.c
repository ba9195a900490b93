#define LOG_MODULE "template"
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "asset.h"
#include "badge.h"
#include "log.h"

#define ENDING ".badge"
#define ASSETS "templates/"
#define FILE_MAX ((long)4 * 1024 * 1024)
#define KEPT_MAX 64

struct kept {
    char name[TEMPLATE_NAME_SIZE];
    struct badge_template *template; /* a reference: the last good one */
    struct timespec changed;         /* of the file as last read; 0: built in */
    off_t size;
};

struct template_shelf {
    char folder[PATH_MAX]; /* "": none */
    struct template_files files;
    struct kept kept[KEPT_MAX];
    size_t count;
};

static bool join(const struct template_shelf *shelf, const char *file, char out[PATH_MAX])
{
    return shelf->folder[0] && file[0] != '.' && !strchr(file, '/') &&
           snprintf(out, PATH_MAX, "%s/%s", shelf->folder, file) < PATH_MAX;
}

static bool read_whole(const char *path, struct bytes *out)
{
    FILE *file = fopen(path, "rbe");
    long size = -1;
    if (file && fseek(file, 0, SEEK_END) == 0) {
        size = ftell(file);
        rewind(file);
    }
    uint8_t *data = size >= 0 && size <= FILE_MAX ? malloc((size_t)size + 1) : NULL;
    bool ok = data && fread(data, 1, (size_t)size, file) == (size_t)size;
    if (file) {
        fclose(file);
    }
    if (!ok) {
        free(data);
        return false;
    }
    *out = (struct bytes){data, (size_t)size};
    return true;
}

static bool read_asset(const char *name, struct bytes *out)
{
    char path[128];
    size_t size;
    snprintf(path, sizeof path, ASSETS "%.100s", name);
    const char *text = asset_find(path, &size);
    uint8_t *copy = text ? malloc(size + 1) : NULL;
    if (!copy) {
        return false;
    }
    memcpy(copy, text, size + 1);
    *out = (struct bytes){copy, size};
    return true;
}

/* The folder's own file, else the built-in one. */
static bool read_file(void *userdata, const char *name, struct bytes *out)
{
    struct template_shelf *shelf = userdata;
    char path[PATH_MAX];
    return (join(shelf, name, path) && read_whole(path, out)) || read_asset(name, out);
}

struct template_shelf *template_shelf_create(const char *folder,
                                             bool (*load_picture)(const char *path, int max_side,
                                                                  struct picture *out))
{
    struct template_shelf *shelf = calloc(1, sizeof *shelf);
    if (!shelf) {
        LOG_ERROR("no memory for badge templates");
        return NULL;
    }
    if (folder) {
        snprintf(shelf->folder, sizeof shelf->folder, "%s", folder);
    }
    shelf->files = (struct template_files){.read = read_file,
                                           .load_picture = load_picture,
                                           .folder = shelf->folder,
                                           .userdata = shelf};
    return shelf;
}

void template_shelf_destroy(struct template_shelf *shelf)
{
    if (shelf) {
        for (size_t i = 0; i < shelf->count; i++) {
            badge_template_unref(shelf->kept[i].template);
        }
        free(shelf);
    }
}

struct badge_template *template_shelf_check(struct template_shelf *shelf, const char *name,
                                            struct template_error *error)
{
    char file[TEMPLATE_NAME_SIZE + sizeof ENDING];
    struct bytes text;
    *error = (struct template_error){0};
    snprintf(file, sizeof file, "%.63s" ENDING, name);
    snprintf(error->file, sizeof error->file, "%s", file);
    if (!read_file(shelf, file, &text)) {
        snprintf(error->text, sizeof error->text, "there is no such template");
        return NULL;
    }
    struct badge_template *template =
        badge_template_parse(name, (const char *)text.data, text.size, &shelf->files, error);
    bytes_finish(&text);
    return template;
}

static struct kept *find_kept(struct template_shelf *shelf, const char *name)
{
    for (size_t i = 0; i < shelf->count; i++) {
        if (strcmp(shelf->kept[i].name, name) == 0) {
            return &shelf->kept[i];
        }
    }
    if (shelf->count == KEPT_MAX) {
        LOG_ERROR("more than %d badge templates are in use", KEPT_MAX);
        return NULL;
    }
    struct kept *kept = &shelf->kept[shelf->count++];
    *kept = (struct kept){.size = -1};
    snprintf(kept->name, sizeof kept->name, "%s", name);
    return kept;
}

/* Whether the file is another than when it was read; its new marks are taken over. */
static bool has_changed(const struct template_shelf *shelf, struct kept *kept)
{
    char file[TEMPLATE_NAME_SIZE + sizeof ENDING], path[PATH_MAX];
    struct stat about = {0};
    snprintf(file, sizeof file, "%s" ENDING, kept->name);
    if (!join(shelf, file, path) || stat(path, &about) != 0) {
        about = (struct stat){0};
    }
    if (kept->size == about.st_size && kept->changed.tv_sec == about.st_mtim.tv_sec &&
        kept->changed.tv_nsec == about.st_mtim.tv_nsec) {
        return false;
    }
    kept->size = about.st_size;
    kept->changed = about.st_mtim;
    return true;
}

struct badge_template *template_shelf_find(struct template_shelf *shelf, const char *name)
{
    struct template_error error;
    char line[320];
    struct kept *kept = strlen(name) < TEMPLATE_NAME_SIZE ? find_kept(shelf, name) : NULL;
    if (!kept) {
        return NULL;
    }
    if (has_changed(shelf, kept) || !kept->template) {
        struct badge_template *read = template_shelf_check(shelf, name, &error);
        if (read) {
            badge_template_unref(kept->template);
            kept->template = read;
        } else {
            template_error_format(&error, line, sizeof line);
            LOG_ERROR("%s%s", line,
                      kept->template ? "; the last good one stays in use"
                                     : "; \"lanyard template list\" names those there are");
        }
    }
    return badge_template_ref(kept->template);
}

/* ---- names ---- */

struct names {
    char (*list)[TEMPLATE_NAME_SIZE]; /* owned */
    size_t count;
};

static bool add_name(struct names *names, const char *file)
{
    size_t length = strlen(file), ending = sizeof ENDING - 1;
    if (length <= ending || length - ending >= TEMPLATE_NAME_SIZE || file[0] == '.' ||
        strcmp(file + length - ending, ENDING) != 0) {
        return true;
    }
    char(*grown)[TEMPLATE_NAME_SIZE] =
        realloc(names->list, (names->count + 1) * sizeof *names->list);
    if (!grown) {
        return false;
    }
    names->list = grown;
    snprintf(grown[names->count], TEMPLATE_NAME_SIZE, "%.*s", (int)(length - ending), file);
    for (size_t i = 0; i < names->count; i++) {
        if (strcmp(grown[i], grown[names->count]) == 0) {
            return true;
        }
    }
    names->count++;
    return true;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(a, b);
}

static void collect_names(const struct template_shelf *shelf, struct names *out)
{
    const char *asset;
    for (size_t i = 0; (asset = asset_name(i)) != NULL; i++) {
        if (strncmp(asset, ASSETS, sizeof ASSETS - 1) == 0 &&
            !add_name(out, asset + sizeof ASSETS - 1)) {
            return;
        }
    }
    DIR *folder = shelf->folder[0] ? opendir(shelf->folder) : NULL;
    struct dirent *entry;
    while (folder && (entry = readdir(folder)) != NULL && add_name(out, entry->d_name)) {
    }
    if (folder) {
        closedir(folder);
    }
    if (out->count > 1) {
        qsort(out->list, out->count, sizeof *out->list, compare_names);
    }
}

bool template_shelf_name(struct template_shelf *shelf, size_t index, char out[TEMPLATE_NAME_SIZE])
{
    struct names names = {0};
    collect_names(shelf, &names);
    bool there = index < names.count;
    if (there) {
        memcpy(out, names.list[index], TEMPLATE_NAME_SIZE);
    }
    free(names.list);
    return there;
}

/* ---- copies ---- */

static bool copy_one(const char *folder, const char *asset)
{
    char path[PATH_MAX];
    size_t size;
    const char *text = asset_find(asset, &size);
    struct bytes bytes = {(uint8_t *)text, size};
    if (snprintf(path, sizeof path, "%s/%s", folder, asset + sizeof ASSETS - 1) >=
        (int)sizeof path) {
        LOG_ERROR("%s: the path is too long", folder);
        return false;
    }
    return access(path, F_OK) == 0 || bytes_write_file(&bytes, path);
}

bool template_shelf_copy(const char *folder)
{
    const char *asset;
    if (mkdir(folder, 0755) != 0 && errno != EEXIST) {
        LOG_ERRNO("cannot make the folder %s", folder);
        return false;
    }
    for (size_t i = 0; (asset = asset_name(i)) != NULL; i++) {
        if (strncmp(asset, ASSETS, sizeof ASSETS - 1) == 0 && !copy_one(folder, asset)) {
            return false;
        }
    }
    return true;
}
