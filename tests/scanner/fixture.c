#include "tests/scanner/fixture.h"

#include <dirent.h>
#include <pthread.h>
#include <unistd.h>

#include <jpeglib.h>
#include <png.h>

#include "log.h"

void fixture_folder_create(char path[64])
{
    snprintf(path, 64, "/tmp/lanyard-test-XXXXXX");
    assert_non_null(mkdtemp(path));
}

void fixture_folder_remove(const char *path)
{
    DIR *dir = opendir(path);
    for (struct dirent *entry; dir && (entry = readdir(dir));) {
        if (entry->d_name[0] != '.' || strlen(entry->d_name) > 2) {
            unlink(fixture_path(path, entry->d_name));
        }
    }
    if (dir) {
        closedir(dir);
    }
    rmdir(path);
}

const char *fixture_path(const char *folder, const char *name)
{
    static char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

void fixture_write(const char *folder, const char *name, const void *data, size_t size)
{
    FILE *file = fopen(fixture_path(folder, name), "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

void fixture_write_pgm(const char *folder, const char *name, const struct frame *frame)
{
    FILE *file = fopen(fixture_path(folder, name), "wb");
    assert_non_null(file);
    fprintf(file, "P5\n%d %d\n255\n", frame->width, frame->height);
    for (int y = 0; y < frame->height; y++) {
        fwrite(frame->luma + (size_t)y * (size_t)frame->stride, 1, (size_t)frame->width, file);
    }
    assert_int_equal(fclose(file), 0);
}

struct fixture_bytes fixture_jpeg(const uint8_t *pixels, int width, int height, int channels,
                                  int orientation)
{
    struct jpeg_compress_struct jpeg;
    struct jpeg_error_mgr errors;
    unsigned char *data = NULL;
    unsigned long size = 0;
    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_compress(&jpeg);
    jpeg_mem_dest(&jpeg, &data, &size);
    jpeg.image_width = (JDIMENSION)width;
    jpeg.image_height = (JDIMENSION)height;
    jpeg.input_components = channels;
    jpeg.in_color_space = channels == 1 ? JCS_GRAYSCALE : channels == 3 ? JCS_RGB : JCS_CMYK;
    jpeg_set_defaults(&jpeg);
    jpeg_set_quality(&jpeg, 100, TRUE);
    jpeg.write_Adobe_marker = FALSE;
    jpeg.comp_info[0].h_samp_factor = jpeg.comp_info[0].v_samp_factor = 1;
    jpeg_start_compress(&jpeg, TRUE);
    if (orientation) {
        uint8_t exif[] = "Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0";
        exif[6 + 8 + 2 + 9] = (uint8_t)orientation;
        jpeg_write_marker(&jpeg, JPEG_APP0 + 1, exif, sizeof exif - 1);
    }
    while (jpeg.next_scanline < jpeg.image_height) {
        JSAMPROW row = (JSAMPROW)(uintptr_t)(pixels + (size_t)jpeg.next_scanline * (size_t)width *
                                                          (size_t)channels);
        jpeg_write_scanlines(&jpeg, &row, 1);
    }
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    return (struct fixture_bytes){data, size};
}

static void png_append(png_structp png, png_bytep data, size_t size)
{
    struct fixture_bytes *bytes = png_get_io_ptr(png);
    bytes->data = realloc(bytes->data, bytes->size + size);
    assert_non_null(bytes->data);
    memcpy(bytes->data + bytes->size, data, size);
    bytes->size += size;
}

struct fixture_bytes fixture_png(const uint8_t *pixels, int width, int height, int channels,
                                 bool interlaced)
{
    static const int types[] = {0, PNG_COLOR_TYPE_GRAY, PNG_COLOR_TYPE_GRAY_ALPHA,
                                PNG_COLOR_TYPE_RGB, PNG_COLOR_TYPE_RGB_ALPHA};
    struct fixture_bytes bytes = {0};
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    png_set_write_fn(png, &bytes, png_append, NULL);
    png_set_IHDR(png, info, (png_uint_32)width, (png_uint_32)height, 8, types[channels],
                 interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_BASE,
                 PNG_FILTER_TYPE_BASE);
    png_write_info(png, info);
    for (int passes = png_set_interlace_handling(png); passes > 0; passes--) {
        for (int y = 0; y < height; y++) {
            png_write_row(png, pixels + (size_t)y * (size_t)width * (size_t)channels);
        }
    }
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    return bytes;
}

void fixture_grey(struct frame *frame, int width, int height, uint8_t grey)
{
    assert_true(frame_resize(frame, width, height));
    memset(frame->luma, grey, (size_t)width * (size_t)height);
}

#define LOG_LINES 64
static pthread_mutex_t log_lock = PTHREAD_MUTEX_INITIALIZER;
static char log_lines[LOG_LINES][512];
static int log_count;

static void keep_line(enum log_level level, const char *module, const char *line, void *userdata)
{
    (void)level, (void)module, (void)userdata;
    pthread_mutex_lock(&log_lock);
    snprintf(log_lines[log_count % LOG_LINES], sizeof log_lines[0], "%s", line);
    log_count++;
    pthread_mutex_unlock(&log_lock);
}

void fixture_log_start(void)
{
    pthread_mutex_lock(&log_lock);
    log_count = 0;
    pthread_mutex_unlock(&log_lock);
    log_set_level(LOG_LEVEL_WARN);
    log_set_sink(keep_line, NULL);
}

int fixture_log_count(void)
{
    pthread_mutex_lock(&log_lock);
    int count = log_count;
    pthread_mutex_unlock(&log_lock);
    return count;
}

bool fixture_log_has(const char *needle)
{
    pthread_mutex_lock(&log_lock);
    bool found = false;
    for (int i = 0; i < log_count && i < LOG_LINES; i++) {
        found |= strstr(log_lines[i], needle) != NULL;
    }
    pthread_mutex_unlock(&log_lock);
    return found;
}

void fixture_log_stop(void)
{
    log_set_sink(NULL, NULL);
}
