#define LOG_MODULE "printer"
#include "page.h"

#include <cairo-pdf.h>
#include <librsvg/rsvg.h>

#include "log.h"
#include "printer/sink.h"

#define POINTS_PER_MM (72.0 / 25.4)

static bool paint_page(cairo_t *cr, const struct bytes *drawing, size_t number)
{
    GError *error = NULL;
    const RsvgRectangle whole = {0, 0, PAGE_WIDTH_MM * POINTS_PER_MM,
                                 PAGE_HEIGHT_MM * POINTS_PER_MM};
    RsvgHandle *handle = rsvg_handle_new_from_data(drawing->data, drawing->size, &error);
    bool painted = handle && rsvg_handle_render_document(handle, cr, &whole, &error);
    if (!painted) {
        LOG_ERROR("page %zu of a document cannot be drawn: %s; this is a fault of the program: "
                  "please report it",
                  number, error ? error->message : "no reason is given");
    }
    g_clear_error(&error);
    if (handle) {
        g_object_unref(handle);
    }
    cairo_show_page(cr);
    return painted;
}

bool pages_render_pdf(const struct bytes *drawings, size_t count, const char *title,
                      struct bytes *out)
{
    struct sink sink = {0};
    *out = (struct bytes){0};
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(
        sink_write, &sink, PAGE_WIDTH_MM * POINTS_PER_MM, PAGE_HEIGHT_MM * POINTS_PER_MM);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title);
    cairo_t *cr = cairo_create(surface);
    bool ok = count > 0;
    for (size_t i = 0; i < count && ok; i++) {
        ok = paint_page(cr, &drawings[i], i + 1);
    }
    cairo_destroy(cr);
    cairo_surface_finish(surface);
    ok = sink_take(&sink, surface, ok, out);
    cairo_surface_destroy(surface);
    return ok;
}
