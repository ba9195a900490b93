#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "printer/paint.h"

/* The same name for the same bytes: a document holds a photo once, however often it is drawn. */
static void name_surface(cairo_surface_t *surface, const struct picture *photo)
{
    uint64_t hash = UINT64_C(14695981039346656037); /* FNV-1a */
    for (size_t i = 0; i < photo->jpeg_size; i++) {
        hash = (hash ^ photo->jpeg[i]) * UINT64_C(1099511628211);
    }
    char *name = NULL;
    int length = asprintf(&name, "lanyard-photo-%zu-%016" PRIx64, photo->jpeg_size, hash);
    if (length > 0) {
        cairo_surface_set_mime_data(surface, CAIRO_MIME_TYPE_UNIQUE_ID, (unsigned char *)name,
                                    (unsigned long)length, free, name);
    }
}

/* A copy in cairo's own pixel form; with the JPEG's bytes for a PDF to take as they are. */
static cairo_surface_t *make_surface(const struct picture *photo)
{
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, photo->width, photo->height);
    if (cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS) {
        cairo_surface_destroy(surface);
        return NULL;
    }
    unsigned char *data = cairo_image_surface_get_data(surface);
    size_t stride = (size_t)cairo_image_surface_get_stride(surface);
    for (int y = 0; y < photo->height; y++) {
        uint32_t *row = (void *)(data + (size_t)y * stride);
        const uint8_t *from = photo->rgb + (size_t)y * (size_t)photo->width * 3;
        for (int x = 0; x < photo->width; x++, from += 3) {
            row[x] = (uint32_t)from[0] << 16 | (uint32_t)from[1] << 8 | from[2];
        }
    }
    cairo_surface_mark_dirty(surface);
    if (photo->jpeg) {
        cairo_surface_set_mime_data(surface, CAIRO_MIME_TYPE_JPEG, photo->jpeg, photo->jpeg_size,
                                    NULL, NULL);
        name_surface(surface, photo);
    }
    return surface;
}

/* Fills the box, cutting equally left and right, and more below than above: faces are high. */
static void paint_picture(struct canvas *canvas, const struct rect_um *box)
{
    const struct picture *photo = &canvas->badge->photo;
    cairo_surface_t *surface = make_surface(photo);
    if (!surface) {
        return;
    }
    cairo_t *cr = canvas->cr;
    double width = box->width * POINTS_PER_UM, height = box->height * POINTS_PER_UM;
    double scale = fmax(width / photo->width, height / photo->height);
    cairo_translate(cr, box->x * POINTS_PER_UM + (width - photo->width * scale) / 2,
                    box->y * POINTS_PER_UM + (height - photo->height * scale) / 3);
    cairo_scale(cr, scale, scale);
    cairo_set_source_surface(cr, surface, 0, 0);
    cairo_pattern_set_filter(cairo_get_source(cr), CAIRO_FILTER_GOOD);
    cairo_paint(cr);
    cairo_surface_destroy(surface);
}

/* Head and shoulders in the category's tint. */
static void paint_silhouette(struct canvas *canvas, const struct rect_um *box)
{
    cairo_t *cr = canvas->cr;
    double width = box->width * POINTS_PER_UM, height = box->height * POINTS_PER_UM;
    double middle = box->x * POINTS_PER_UM + width / 2, top = box->y * POINTS_PER_UM;
    paint_source(cr, canvas->tint);
    cairo_paint(cr);
    paint_source(cr, colour_mix(canvas->tint, canvas->category, 0.28));
    cairo_save(cr);
    cairo_translate(cr, middle, top + height * 0.41);
    cairo_scale(cr, width * 0.205, width * 0.245);
    cairo_arc(cr, 0, 0, 1, 0, 2 * M_PI);
    cairo_restore(cr);
    cairo_fill(cr);
    cairo_save(cr);
    cairo_translate(cr, middle, top + height);
    cairo_scale(cr, width * 0.40, height * 0.30);
    cairo_arc(cr, 0, 0, 1, M_PI, 2 * M_PI);
    cairo_restore(cr);
    cairo_fill(cr);
}

void paint_photo(struct canvas *canvas, const struct layout_part *part)
{
    const struct rect_um *box = &part->box;
    const struct element *element = part->element;
    const struct picture *photo = &canvas->badge->photo;
    cairo_t *cr = canvas->cr;
    cairo_save(cr);
    paint_box(cr, box, element->radius_um);
    cairo_clip(cr);
    if (!photo->rgb || photo->width <= 0 || photo->height <= 0) {
        paint_silhouette(canvas, box);
    } else if (canvas->black_only) {
        paint_dithered(canvas, photo, box);
    } else {
        paint_picture(canvas, box);
    }
    cairo_restore(cr);
    if (element->stroke_um > 0) {
        paint_box(cr, box, element->radius_um);
        paint_source(cr, paint_ink(canvas, element->stroke));
        cairo_set_line_width(cr, element->stroke_um * POINTS_PER_UM);
        cairo_stroke(cr);
    }
}
