#define LOG_MODULE "printer"
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cairo-pdf.h>

#include "badge.h"
#include "log.h"
#include "printer/layout.h"
#include "printer/render.h"
#include "printer/sink.h"

/* Cut marks keep this far from the badges' corners, in µm, and are this wide. */
#define CUT_WIDTH 100

struct badge_document {
    struct badge_renderer *renderer; /* lent */
    struct badge_template *template; /* a reference */
    int dpi;
    cairo_surface_t *surface; /* owned */
    cairo_t *cr;              /* owned */
    struct badge_faults faults;
    struct badge *waiting; /* owned; of the sheet that is not full yet */
    size_t waiting_count;
    FILE *file;      /* owned; NULL: into memory */
    char *temporary; /* owned; what the file is called until it is whole */
    bool broken;
};

/* ---- one sheet ---- */

static void enter_cell(cairo_t *cr, const struct layout_cell *cell, double dot)
{
    cairo_translate(cr, cell->x_dots * dot, cell->y_dots * dot);
    cairo_rotate(cr, cell->turn * M_PI / 180);
}

static void clip_panel(cairo_t *cr, const struct badge_template *template)
{
    const struct rect_um whole = {0, 0, template->width_um, template->height_um};
    paint_box(cr, &whole, 0);
    cairo_clip(cr);
}

/* One side of the badge in its half of the fold, or as the whole. */
static bool paint_panel(struct badge_document *document, const struct badge *badge, bool back)
{
    struct layout_cell panel = layout_panel(document->template, back, document->dpi);
    cairo_save(document->cr);
    enter_cell(document->cr, &panel, 72.0 / document->dpi);
    clip_panel(document->cr, document->template);
    bool ok = render_side(document->renderer, badge, document->template, document->dpi, back,
                          document->cr, &document->faults);
    cairo_restore(document->cr);
    return ok;
}

/* Where to fold: a short dashed line at each edge. */
static void paint_fold(struct badge_document *document)
{
    const struct badge_template *template = document->template;
    const double dashes[] = {2, 1.5};
    cairo_t *cr = document->cr;
    double y = layout_dots(template->height_um, document->dpi) * 72.0 / document->dpi;
    double width = template->width_um * POINTS_PER_UM, mark = 4000 * POINTS_PER_UM;
    cairo_save(cr);
    cairo_set_source_rgb(cr, 0, 0, 0);
    cairo_set_line_width(cr, CUT_WIDTH * POINTS_PER_UM);
    cairo_set_dash(cr, dashes, 2, 0);
    cairo_move_to(cr, 0, y);
    cairo_line_to(cr, mark, y);
    cairo_move_to(cr, width - mark, y);
    cairo_line_to(cr, width, y);
    cairo_stroke(cr);
    cairo_restore(cr);
}

static bool paint_one(struct badge_document *document, const struct badge *badge, size_t index,
                      bool back)
{
    struct layout_cell cell = layout_cell(document->template, index, back, document->dpi);
    bool fold = document->template->fold;
    cairo_save(document->cr);
    enter_cell(document->cr, &cell, 72.0 / document->dpi);
    bool ok = paint_panel(document, badge, back) && (!fold || paint_panel(document, badge, true));
    if (fold) {
        paint_fold(document);
    }
    cairo_restore(document->cr);
    return ok;
}

/* Along each cut, a mark at both ends; where the badges reach the edge of the sheet it lies on
 * them, so it is thin, and white beside black. */
static void add_cut_marks(struct badge_document *document)
{
    const struct badge_template *template = document->template;
    int32_t xs[LAYOUT_CUTS_MAX], ys[LAYOUT_CUTS_MAX], length = template->sheet.cut_mark_um;
    size_t across = layout_cuts(template, false, xs), down = layout_cuts(template, true, ys);
    cairo_t *cr = document->cr;
    for (size_t i = 0; i < across; i++) {
        for (size_t j = 0; j < down; j++) {
            double x = xs[i] * POINTS_PER_UM, y = ys[j] * POINTS_PER_UM;
            double half = length * POINTS_PER_UM / 2;
            cairo_move_to(cr, x - half, y);
            cairo_line_to(cr, x + half, y);
            cairo_move_to(cr, x, y - half);
            cairo_line_to(cr, x, y + half);
        }
    }
}

static void paint_cut_marks(struct badge_document *document)
{
    cairo_t *cr = document->cr;
    if (document->template->sheet.cut_mark_um == 0) {
        return;
    }
    add_cut_marks(document);
    cairo_set_source_rgb(cr, 1, 1, 1);
    cairo_set_line_width(cr, 3 * CUT_WIDTH * POINTS_PER_UM);
    cairo_stroke_preserve(cr);
    cairo_set_source_rgb(cr, 0, 0, 0);
    cairo_set_line_width(cr, CUT_WIDTH * POINTS_PER_UM);
    cairo_stroke(cr);
}

static bool paint_page(struct badge_document *document, const struct badge *badges, size_t count,
                       bool back)
{
    bool ok = true;
    for (size_t i = 0; ok && i < count; i++) {
        ok = paint_one(document, &badges[i], i, back);
    }
    paint_cut_marks(document);
    cairo_show_page(document->cr);
    return ok;
}

/* At most one sheet of badges, both sides of it. */
static bool paint_sheet(struct badge_document *document, const struct badge *badges, size_t count)
{
    bool ok = paint_page(document, badges, count, false) &&
              (!document->template->paper.two_sided || paint_page(document, badges, count, true));
    document->broken = document->broken || !ok;
    return ok;
}

/* ---- the document ---- */

static bool open_surface(struct badge_document *document, struct badge_renderer *renderer,
                         const struct badge_template *template, int dpi, cairo_write_func_t write,
                         void *closure)
{
    double dot = 72.0 / dpi;
    document->renderer = renderer;
    document->template = badge_template_ref((struct badge_template *)template);
    document->dpi = dpi;
    /* The page is a whole number of dots, so that dots align from whichever corner is counted. */
    document->surface = cairo_pdf_surface_create_for_stream(
        write, closure, layout_dots(template->paper.width_um, dpi) * dot,
        layout_dots(template->paper.height_um, dpi) * dot);
    cairo_pdf_surface_set_metadata(document->surface, CAIRO_PDF_METADATA_CREATOR, "Lanyard");
    document->cr = cairo_create(document->surface);
    return cairo_status(document->cr) == CAIRO_STATUS_SUCCESS;
}

static void finish_document(struct badge_document *document)
{
    cairo_destroy(document->cr);
    cairo_surface_destroy(document->surface);
    badge_template_unref(document->template);
}

static void describe(struct badge_document *document, const char *title)
{
    char clean[SCRIPT_TEXT_SIZE];
    script_clean(title, clean);
    cairo_pdf_surface_set_metadata(document->surface, CAIRO_PDF_METADATA_TITLE, clean);
}

static void describe_badges(struct badge_document *document, const struct badge *badges,
                            size_t count)
{
    char title[BADGE_TEXT_SIZE * 3 + 8];
    if (count == 1) {
        snprintf(title, sizeof title, "%s%s%s \u2013 %s", badges->given_name,
                 badges->given_name[0] && badges->family_name[0] ? " " : "", badges->family_name,
                 badges->event_name);
    } else {
        snprintf(title, sizeof title, "%zu badges \u2013 %s", count, badges->event_name);
    }
    describe(document, title);
}

static void add_faults(struct badge_faults *to, const struct badge_faults *from)
{
    if (from->missing_glyphs && !to->missing_glyphs) {
        to->missing_glyphs = true;
        to->missing = from->missing;
    }
    to->shrunk_below_minimum |= from->shrunk_below_minimum;
    to->ellipsized |= from->ellipsized;
}

bool badge_render_pdf(struct badge_renderer *renderer, const struct badge *badges, size_t count,
                      const struct badge_template *template, int dpi, struct bytes *out,
                      struct badge_faults *faults)
{
    struct badge_document document = {0};
    struct sink sink = {0};
    *out = (struct bytes){0};
    if (count == 0 || dpi <= 0) {
        LOG_ERROR("no badge to render");
        return false;
    }
    size_t sheet = (size_t) template->paper.badges;
    bool ok = open_surface(&document, renderer, template, dpi, sink_write, &sink);
    describe_badges(&document, badges, count);
    for (size_t i = 0; ok && i < count; i += sheet) {
        ok = paint_sheet(&document, badges + i, count - i < sheet ? count - i : sheet);
    }
    cairo_destroy(document.cr);
    document.cr = NULL;
    cairo_surface_finish(document.surface);
    ok = sink_take(&sink, document.surface, ok, out);
    if (faults) {
        add_faults(faults, &document.faults);
    }
    finish_document(&document);
    return ok;
}

/* ---- many badges, into a file as they come ---- */

static cairo_status_t write_file(void *closure, const unsigned char *data, unsigned int length)
{
    FILE *file = closure;
    return fwrite(data, 1, length, file) == length ? CAIRO_STATUS_SUCCESS
                                                   : CAIRO_STATUS_WRITE_ERROR;
}

struct badge_document *badge_document_open(struct badge_renderer *renderer,
                                           const struct badge_template *template, int dpi,
                                           const char *title, const char *path)
{
    struct badge_document *document = calloc(1, sizeof *document);
    if (!document || asprintf(&document->temporary, "%s.part", path) < 0) {
        LOG_ERROR("no memory for %s", path);
        free(document);
        return NULL;
    }
    document->waiting = calloc((size_t) template->paper.badges, sizeof *document->waiting);
    document->file = document->waiting ? fopen(document->temporary, "wbe") : NULL;
    if (!document->file) {
        LOG_ERRNO("cannot write %s: is its folder there and writable?", path);
        free(document->waiting);
        free(document->temporary);
        free(document);
        return NULL;
    }
    if (!open_surface(document, renderer, template, dpi, write_file, document->file)) {
        LOG_ERROR("cannot begin %s", path);
        document->broken = true;
    }
    describe(document, title);
    return document;
}

static bool flush_sheet(struct badge_document *document)
{
    bool ok = paint_sheet(document, document->waiting, document->waiting_count);
    for (size_t i = 0; i < document->waiting_count; i++) {
        badge_finish(&document->waiting[i]);
    }
    document->waiting_count = 0;
    return ok;
}

bool badge_document_add(struct badge_document *document, struct badge *badge)
{
    document->waiting[document->waiting_count++] = *badge;
    *badge = (struct badge){0};
    return document->waiting_count < (size_t)document->template->paper.badges ||
           flush_sheet(document);
}

/* The file under its own name, whole and on the disk. */
static bool settle_file(struct badge_document *document, bool keep)
{
    char path[4096];
    size_t length = strlen(document->temporary) - strlen(".part");
    bool ok = keep && fflush(document->file) == 0 && fsync(fileno(document->file)) == 0;
    ok = fclose(document->file) == 0 && ok;
    snprintf(path, sizeof path, "%.*s", (int)length, document->temporary);
    ok = ok && rename(document->temporary, path) == 0;
    if (!ok) {
        if (keep) {
            LOG_ERRNO("cannot write %s", path);
        }
        unlink(document->temporary);
    }
    return ok;
}

bool badge_document_close(struct badge_document *document, struct badge_faults *faults)
{
    if (!document) {
        return false;
    }
    if (document->waiting_count > 0) {
        (void)flush_sheet(document);
    }
    cairo_destroy(document->cr);
    document->cr = NULL;
    cairo_surface_finish(document->surface);
    bool ok = !document->broken && cairo_surface_status(document->surface) == CAIRO_STATUS_SUCCESS;
    ok = settle_file(document, ok);
    if (faults) {
        add_faults(faults, &document->faults);
    }
    finish_document(document);
    free(document->waiting);
    free(document->temporary);
    free(document);
    return ok;
}

void badge_document_drop(struct badge_document *document)
{
    if (document) {
        document->broken = true;
        (void)badge_document_close(document, NULL);
    }
}
