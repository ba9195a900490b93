#define LOG_MODULE "roster"
#include "kiosk/roster/photos.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "digest.h"
#include "log.h"
#include "picture.h"

#define PATH_SIZE 4352
#define MAX_SIDE 1200 /* pixels: more than any badge prints */
#define QUALITY 88
#define FILE_MAX (64L << 20)

static bool join_path(const char *folder, const char *name, char *out)
{
    return (size_t)snprintf(out, PATH_SIZE, "%s/%s", folder, name) < PATH_SIZE;
}

/* A name after what is in the file, so that the same picture is the same file. */
static bool name_file(const char *path, char *name, size_t name_size, char *error, size_t size)
{
    uint8_t hash[DIGEST_SIZE];
    static const char digits[] = "0123456789abcdef";
    struct digest *digest = digest_create();
    FILE *file = digest ? fopen(path, "rbe") : NULL;
    if (!file) {
        snprintf(error, size, "%s: %s", path, digest ? strerror(errno) : "out of memory");
        digest_destroy(digest);
        return false;
    }
    char block[16384];
    size_t got;
    long total = 0;
    while (total <= FILE_MAX && (got = fread(block, 1, sizeof block, file)) > 0) {
        digest_add(digest, block, got);
        total += (long)got;
    }
    bool read = !ferror(file) && total > 0 && total <= FILE_MAX;
    fclose(file);
    digest_end(digest, hash);
    digest_destroy(digest);
    if (!read) {
        snprintf(error, size, "%s: empty, longer than 64 MB, or not readable", path);
        return false;
    }
    size_t used = 0;
    for (size_t i = 0; i < 12 && used + 7 < name_size; i++) {
        name[used++] = digits[hash[i] >> 4];
        name[used++] = digits[hash[i] & 15];
    }
    snprintf(name + used, name_size - used, ".jpg");
    return true;
}

/* Through a file beside it, so that there is never half a photo. */
static bool write_file(const char *path, const uint8_t *data, size_t data_size, char *error,
                       size_t size)
{
    char half[PATH_SIZE + 8];
    snprintf(half, sizeof half, "%s.part", path);
    FILE *file = fopen(half, "wbe");
    bool written = file && fwrite(data, 1, data_size, file) == data_size && fflush(file) == 0 &&
                   fsync(fileno(file)) == 0;
    written &= file && fclose(file) == 0;
    if (!written || rename(half, path) != 0) {
        snprintf(error, size, "%s: %s", path, strerror(errno));
        unlink(half);
        return false;
    }
    return true;
}

/* `folder` NULL only checks. */
static bool take_photo(const char *path, const char *folder, char *name, size_t name_size,
                       char *error, size_t size, bool *made)
{
    char to[PATH_SIZE];
    struct picture picture = {0};
    uint8_t *jpeg = NULL;
    size_t jpeg_size = 0;
    *made = false;
    if (!name_file(path, name, name_size, error, size)) {
        return false;
    }
    if (folder && (!join_path(folder, name, to) || access(to, F_OK) == 0)) {
        return true; /* known already */
    }
    if (!picture_load(path, MAX_SIDE, &picture)) {
        snprintf(error, size, "%s cannot be used as a photo; it must be a JPEG or PNG", path);
        return false;
    }
    *made = folder && picture_encode_jpeg(&picture, QUALITY, &jpeg, &jpeg_size) &&
            write_file(to, jpeg, jpeg_size, error, size);
    picture_finish(&picture);
    free(jpeg);
    return *made || !folder;
}

bool roster_take_photo(const char *path, const char *photo_folder, char *name, size_t name_size,
                       char *error, size_t size)
{
    bool made;
    snprintf(error, size, "%s cannot be copied", path);
    return take_photo(path, photo_folder, name, name_size, error, size, &made);
}

static bool find_photo(const struct photos *photos, const char *wanted, const char *id, char *path)
{
    static const char *const endings[] = {".jpg", ".jpeg", ".png", ".JPG", ".JPEG", ".PNG"};
    char name[ATTENDEE_TEXT_SIZE + 8];
    if (wanted[0]) {
        const char *slash = strrchr(wanted, '/');
        const char *backslash = strrchr(wanted, '\\');
        const char *file = slash ? slash + 1 : backslash ? backslash + 1 : wanted;
        return file[0] && strcmp(file, "..") != 0 && join_path(photos->from, file, path) &&
               access(path, F_OK) == 0;
    }
    for (size_t i = 0; id[0] && !strchr(id, '/') && i < sizeof endings / sizeof endings[0]; i++) {
        snprintf(name, sizeof name, "%s%s", id, endings[i]);
        if (join_path(photos->from, name, path) && access(path, F_OK) == 0) {
            return true;
        }
    }
    return false;
}

static bool note_made(struct photos *photos, const char *name)
{
    if (photos->made_count == photos->made_capacity) {
        size_t capacity = photos->made_capacity ? 2 * photos->made_capacity : 64;
        char(*grown)[PHOTO_NAME_SIZE] = realloc(photos->made, capacity * sizeof *grown);
        if (!grown) {
            return false;
        }
        photos->made = grown;
        photos->made_capacity = capacity;
    }
    snprintf(photos->made[photos->made_count++], PHOTO_NAME_SIZE, "%s", name);
    return true;
}

void photos_take(struct photos *photos, struct record *record, struct person *person,
                 struct remarks *remarks)
{
    char path[PATH_SIZE], name[PHOTO_NAME_SIZE], error[PATH_SIZE + 128];
    const char *wanted = record->text[FIELD_PHOTO];
    bool made;
    if (!photos->from) {
        return;
    }
    if (!find_photo(photos, wanted, record->text[FIELD_EXTERNAL_ID], path)) {
        if (wanted[0] && strcmp(wanted, person->attendee.photo) != 0) {
            remark(remarks, record, ROSTER_NOTE, record->row, "photo", "there is no \"%s\" in %s",
                   wanted, photos->from);
        }
        return;
    }
    snprintf(error, sizeof error, "%s cannot be copied", path);
    if (!take_photo(path, photos->dry_run ? NULL : photos->to, name, sizeof name, error,
                    sizeof error, &made)) {
        remark(remarks, record, ROSTER_NOTE, record->row, "photo", "%s", error);
        return;
    }
    if (made && !note_made(photos, name)) {
        LOG_WARN("out of memory: %s stays in the photos even if the import fails", name);
    }
    snprintf(person->attendee.photo, sizeof person->attendee.photo, "%s", name);
}

void photos_finish(struct photos *photos, bool keep)
{
    char path[PATH_SIZE];
    for (size_t i = 0; !keep && i < photos->made_count; i++) {
        if (join_path(photos->to, photos->made[i], path)) {
            unlink(path);
        }
    }
    free(photos->made);
    photos->made = NULL;
    photos->made_count = photos->made_capacity = 0;
}
