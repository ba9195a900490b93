#define LOG_MODULE "printer"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cairo-pdf.h>

#include "badge.h"
#include "log.h"
#include "printer/layout.h"
#include "printer/paint.h"
#include "printer/sheet.h"
#include "printer/sink.h"

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

static bool paint_page(struct badge_document *document, const struct badge *badges, size_t count,
                       bool back)
{
    const struct sheet sheet = {document->renderer, document->template, document->dpi, document->cr,
                                &document->faults};
    bool ok = sheet_paint(&sheet, badges, count, back);
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
        faults_add(faults, &document.faults);
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

/* For its owner alone, whoever made an earlier one of this name. */
static FILE *open_private(const char *path)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
    FILE *file = fd >= 0 && fchmod(fd, 0600) == 0 ? fdopen(fd, "wb") : NULL;
    if (!file && fd >= 0) {
        close(fd);
    }
    return file;
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
    document->file = document->waiting ? open_private(document->temporary) : NULL;
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
    cairo_status_t status = cairo_surface_status(document->surface);
    bool ok = !document->broken && status == CAIRO_STATUS_SUCCESS;
    if (!document->broken && !ok) {
        LOG_ERROR("cannot write %s (is there room on its disk?): %s", document->temporary,
                  cairo_status_to_string(status));
    }
    ok = settle_file(document, ok);
    if (faults) {
        faults_add(faults, &document->faults);
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
