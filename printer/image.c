#include "printer/image.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <librsvg/rsvg.h>

#include "printer/pdf_page.h"

#define JPEG_SIDE_MAX 2400
#define SVG_SIDE 1000.0 /* where a drawing names no size of its own */

struct image {
    cairo_surface_t *surface; /* owned; of a drawing a recording, which a document holds once */
    double width, height;
};

static bool ends_in(const char *name, const char *ending)
{
    size_t length = strlen(name), least = strlen(ending);
    return length > least && strcmp(name + length - least, ending) == 0;
}

struct stream {
    const struct bytes *bytes;
    size_t at;
};

static cairo_status_t read_stream(void *closure, unsigned char *data, unsigned int length)
{
    struct stream *stream = closure;
    if (length > stream->bytes->size - stream->at) {
        return CAIRO_STATUS_READ_ERROR;
    }
    memcpy(data, stream->bytes->data + stream->at, length);
    stream->at += length;
    return CAIRO_STATUS_SUCCESS;
}

/* A name for the picture, so that a document holds it once. */
static void name_surface(struct image *image, const char *name)
{
    char *id = NULL;
    int length = asprintf(&id, "lanyard-image-%s-%p", name, (void *)image);
    if (length > 0) {
        cairo_surface_set_mime_data(image->surface, CAIRO_MIME_TYPE_UNIQUE_ID, (unsigned char *)id,
                                    (unsigned long)length, free, id);
    }
}

static bool load_png(struct image *image, const struct bytes *bytes, char why[128])
{
    struct stream stream = {bytes, 0};
    image->surface = cairo_image_surface_create_from_png_stream(read_stream, &stream);
    if (cairo_surface_status(image->surface) != CAIRO_STATUS_SUCCESS) {
        snprintf(why, 128, "it is not a PNG picture");
        return false;
    }
    return true;
}

/* Draws it once, on a surface that remembers. */
static bool record(struct image *image, RsvgHandle *drawing)
{
    const RsvgRectangle viewport = {0, 0, image->width, image->height};
    const cairo_rectangle_t extents = {0, 0, image->width, image->height};
    image->surface = cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, &extents);
    cairo_t *cr = cairo_create(image->surface);
    bool drawn = rsvg_handle_render_document(drawing, cr, &viewport, NULL) &&
                 cairo_status(cr) == CAIRO_STATUS_SUCCESS;
    cairo_destroy(cr);
    return drawn;
}

static bool load_svg(struct image *image, const struct bytes *bytes, char why[128])
{
    GError *error = NULL;
    RsvgHandle *drawing = rsvg_handle_new_from_data(bytes->data, bytes->size, &error);
    if (!drawing) {
        snprintf(why, 128, "it is not an SVG drawing: %.80s", error ? error->message : "");
        g_clear_error(&error);
        return false;
    }
    if (!rsvg_handle_get_intrinsic_size_in_pixels(drawing, &image->width, &image->height) ||
        image->width <= 0 || image->height <= 0) {
        image->width = image->height = SVG_SIDE;
    }
    bool drawn = record(image, drawing);
    g_object_unref(drawing);
    if (!drawn) {
        snprintf(why, 128, "it cannot be drawn");
    }
    return drawn;
}

static bool load_pdf(struct image *image, const struct bytes *bytes, char why[128])
{
    struct bytes svg;
    if (!pdf_page_to_svg(bytes, &svg, why)) {
        return false;
    }
    bool loaded = load_svg(image, &svg, why);
    bytes_finish(&svg);
    return loaded;
}

static bool load_jpeg(struct image *image, const char *name, const struct template_files *files,
                      char why[128])
{
    char path[4096];
    struct picture picture;
    snprintf(path, sizeof path, "%s/%s", files->folder ? files->folder : "", name);
    if (!files->load_picture || !files->folder || !files->folder[0] ||
        !files->load_picture(path, JPEG_SIDE_MAX, &picture)) {
        snprintf(why, 128, "it cannot be read as a JPEG picture");
        return false;
    }
    image->surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, picture.width, picture.height);
    unsigned char *data = cairo_image_surface_get_data(image->surface);
    size_t stride = (size_t)cairo_image_surface_get_stride(image->surface);
    for (int y = 0; data && y < picture.height; y++) {
        uint32_t *row = (void *)(data + (size_t)y * stride);
        const uint8_t *from = picture.rgb + (size_t)y * (size_t)picture.width * 3;
        for (int x = 0; x < picture.width; x++, from += 3) {
            row[x] = (uint32_t)from[0] << 16 | (uint32_t)from[1] << 8 | from[2];
        }
    }
    cairo_surface_mark_dirty(image->surface);
    free(picture.rgb);
    free(picture.jpeg);
    return true;
}

static bool load(struct image *image, const char *name, const struct template_files *files,
                 char why[128])
{
    struct bytes bytes = {0};
    if (ends_in(name, ".jpg") || ends_in(name, ".jpeg")) {
        return load_jpeg(image, name, files, why);
    }
    if (!files->read(files->userdata, name, &bytes)) {
        snprintf(why, 128, "there is no such file beside the template");
        return false;
    }
    bool loaded = ends_in(name, ".png")   ? load_png(image, &bytes, why)
                  : ends_in(name, ".svg") ? load_svg(image, &bytes, why)
                  : ends_in(name, ".pdf") ? load_pdf(image, &bytes, why)
                                          : false;
    bytes_finish(&bytes);
    return loaded;
}

struct image *image_load(const char *name, const struct template_files *files, char why[128])
{
    struct image *image = calloc(1, sizeof *image);
    snprintf(why, 128, "a file .png, .jpg, .svg or .pdf beside the template is wanted");
    if (!image || !files || !name[0] || name[0] == '.' || strchr(name, '/') ||
        !load(image, name, files, why)) {
        image_destroy(image);
        return NULL;
    }
    if (cairo_surface_get_type(image->surface) == CAIRO_SURFACE_TYPE_IMAGE) {
        image->width = cairo_image_surface_get_width(image->surface);
        image->height = cairo_image_surface_get_height(image->surface);
    }
    name_surface(image, name);
    return image;
}

void image_destroy(struct image *image)
{
    if (image) {
        cairo_surface_destroy(image->surface);
        free(image);
    }
}

void image_size(const struct image *image, double *width, double *height)
{
    *width = image->width;
    *height = image->height;
}

void image_paint(cairo_t *cr, const struct image *image)
{
    cairo_set_source_surface(cr, image->surface, 0, 0);
    cairo_pattern_set_filter(cairo_get_source(cr), CAIRO_FILTER_GOOD);
    cairo_paint(cr);
}
