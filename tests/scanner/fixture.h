/* What the scanner's tests are fed with: folders, picture files, frames with QR codes in them. */
#ifndef TESTS_SCANNER_FIXTURE_H
#define TESTS_SCANNER_FIXTURE_H

#include "picture.h"
#include "tests/test.h"

struct fixture_bytes {
    uint8_t *data; /* owned by the caller */
    size_t size;
};

/* A fresh temporary folder, and its removal with the files in it. */
void fixture_folder_create(char path[64]);
void fixture_folder_remove(const char *path);

void fixture_write(const char *folder, const char *name, const void *data, size_t size);
void fixture_write_pgm(const char *folder, const char *name, const struct frame *frame);
/* "folder/name" in a buffer that lasts until the next call. */
const char *fixture_path(const char *folder, const char *name);

/* `channels` 1 (grey), 3 (RGB) or 4 (CMYK as libjpeg writes it, without Adobe's marker).
 * `orientation` 0: no EXIF. */
struct fixture_bytes fixture_jpeg(const uint8_t *pixels, int width, int height, int channels,
                                  int orientation);
/* `channels` 1, 2 (grey and alpha), 3 or 4 (RGB and alpha). */
struct fixture_bytes fixture_png(const uint8_t *pixels, int width, int height, int channels,
                                 bool interlaced);

/* A frame of one grey. */
void fixture_grey(struct frame *frame, int width, int height, uint8_t grey);

/* Collects log lines instead of printing them. */
void fixture_log_start(void);
int fixture_log_count(void);              /* lines since the start */
bool fixture_log_has(const char *needle); /* in any line */
void fixture_log_stop(void);

#endif
