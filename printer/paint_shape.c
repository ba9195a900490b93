#include <math.h>

#include "printer/paint.h"

static void add_path(struct canvas *canvas, const struct element *element,
                     const struct rect_um *box)
{
    cairo_t *cr = canvas->cr;
    if (element->kind != ELEMENT_ELLIPSE) {
        paint_box(cr, box, element->radius_um);
        return;
    }
    cairo_save(cr);
    cairo_translate(cr, (box->x + box->width / 2.0) * POINTS_PER_UM,
                    (box->y + box->height / 2.0) * POINTS_PER_UM);
    cairo_scale(cr, box->width / 2.0 * POINTS_PER_UM, box->height / 2.0 * POINTS_PER_UM);
    cairo_new_sub_path(cr);
    cairo_arc(cr, 0, 0, 1, 0, 2 * M_PI);
    cairo_close_path(cr);
    cairo_restore(cr);
}

static void paint_with(cairo_t *cr, enum pattern pattern, const struct rect_um *box,
                       struct colour ground, int32_t pitch)
{
    (pattern == PATTERN_LATTICE ? paint_lattice : paint_stripes)(cr, box, ground, pitch);
}

/* Where the box lies in an upright picture. False: the target is none. */
static bool find_pixels(cairo_t *cr, const struct rect_um *box, struct kept_pattern *out)
{
    cairo_matrix_t matrix;
    cairo_get_matrix(cr, &matrix);
    if (cairo_surface_get_type(cairo_get_target(cr)) != CAIRO_SURFACE_TYPE_IMAGE ||
        matrix.xy != 0 || matrix.yx != 0 || matrix.xx != matrix.yy || matrix.xx <= 0) {
        return false;
    }
    double scale = matrix.xx * POINTS_PER_UM;
    out->scale = matrix.xx;
    out->x = (int)floor(matrix.x0 + box->x * scale);
    out->y = (int)floor(matrix.y0 + box->y * scale);
    out->width = (int)ceil(matrix.x0 + (box->x + box->width) * scale) - out->x;
    out->height = (int)ceil(matrix.y0 + (box->y + box->height) * scale) - out->y;
    return out->width > 0 && out->height > 0 && matrix.x0 == floor(matrix.x0) &&
           matrix.y0 == floor(matrix.y0);
}

/* Coverage of the pattern alone, kept for the next badge: its strokes are a fifth of a picture's
 * time. */
static bool keep_pattern(cairo_t *cr, const struct rect_um *box, struct kept_pattern *wanted,
                         struct kept_pattern *kept)
{
    if (kept->mask && kept->pattern == wanted->pattern && kept->pitch_um == wanted->pitch_um &&
        kept->x == wanted->x && kept->y == wanted->y && kept->width == wanted->width &&
        kept->height == wanted->height && kept->scale == wanted->scale) {
        return true;
    }
    cairo_matrix_t matrix;
    cairo_get_matrix(cr, &matrix);
    wanted->mask = cairo_image_surface_create(CAIRO_FORMAT_A8, wanted->width, wanted->height);
    cairo_t *on_mask = cairo_create(wanted->mask);
    cairo_translate(on_mask, -wanted->x, -wanted->y);
    cairo_transform(on_mask, &matrix);
    paint_with(on_mask, wanted->pattern, box, (struct colour){0, 0, 0}, wanted->pitch_um);
    bool drawn = cairo_status(on_mask) == CAIRO_STATUS_SUCCESS;
    cairo_destroy(on_mask);
    if (!drawn) {
        cairo_surface_destroy(wanted->mask);
        return false;
    }
    cairo_surface_destroy(kept->mask);
    *kept = *wanted;
    return true;
}

static void paint_pattern(struct canvas *canvas, const struct element *element,
                          const struct rect_um *box)
{
    enum pattern pattern = element->pattern;
    int32_t pitch = element->pitch_um;
    if (canvas->style && canvas->style->has_pattern && pattern != PATTERN_NONE) {
        pattern = canvas->style->pattern;
        pitch = canvas->style->pitch_um;
    }
    if (pattern == PATTERN_NONE || pitch <= 0 || canvas->black_only) {
        return;
    }
    struct colour ground = paint_ink(canvas, element->fill);
    cairo_save(canvas->cr);
    add_path(canvas, element, box);
    cairo_clip(canvas->cr);
    struct kept_pattern wanted = {.pattern = pattern, .pitch_um = pitch};
    if (find_pixels(canvas->cr, box, &wanted) &&
        keep_pattern(canvas->cr, box, &wanted, canvas->kept)) {
        paint_source(canvas->cr, paint_shade(ground));
        cairo_identity_matrix(canvas->cr);
        cairo_mask_surface(canvas->cr, canvas->kept->mask, canvas->kept->x, canvas->kept->y);
    } else {
        paint_with(canvas->cr, pattern, box, ground, pitch);
    }
    cairo_restore(canvas->cr);
}

/* The stroke lies inside the box. */
static void paint_stroke(struct canvas *canvas, const struct element *element,
                         const struct rect_um *box)
{
    int32_t half = element->stroke_um / 2;
    struct rect_um inner = {box->x + half, box->y + half, box->width - 2 * half,
                            box->height - 2 * half};
    if (element->stroke_um == 0 || inner.width <= 0 || inner.height <= 0) {
        return;
    }
    add_path(canvas, element, &inner);
    paint_source(canvas->cr, paint_ink(canvas, element->stroke));
    cairo_set_line_width(canvas->cr, element->stroke_um * POINTS_PER_UM);
    cairo_stroke(canvas->cr);
}

void paint_shape(struct canvas *canvas, const struct layout_part *part)
{
    const struct element *element = part->element;
    if (element->fill.name != INK_NONE) {
        paint_source(canvas->cr, paint_ink(canvas, element->fill));
        add_path(canvas, element, &part->box);
        cairo_fill(canvas->cr);
        paint_pattern(canvas, element, &part->box);
    }
    paint_stroke(canvas, element, &part->box);
}

void paint_line(struct canvas *canvas, const struct layout_part *part)
{
    const struct rect_um *box = &part->box;
    cairo_t *cr = canvas->cr;
    if (part->element->stroke_um == 0) {
        return;
    }
    paint_source(cr, paint_ink(canvas, part->element->stroke));
    cairo_set_line_width(cr, part->element->stroke_um * POINTS_PER_UM);
    cairo_move_to(cr, box->x * POINTS_PER_UM, box->y * POINTS_PER_UM);
    cairo_line_to(cr, (box->x + box->width) * POINTS_PER_UM,
                  (box->y + box->height) * POINTS_PER_UM);
    cairo_stroke(cr);
}

void paint_words(struct canvas *canvas, const struct layout_part *part)
{
    const struct element *element = part->element;
    char text[BADGE_TEXT_SIZE * 3];
    struct rect_um inner = part->box;
    if (!template_expand(element->text, canvas->badge, text, sizeof text)) {
        return;
    }
    if (element->fill.name != INK_NONE || element->stroke_um > 0) {
        paint_shape(canvas, part);
    }
    inner.x += element->inset_um;
    inner.y += element->inset_um;
    inner.width -= 2 * element->inset_um;
    inner.height -= 2 * element->inset_um;
    paint_source(canvas->cr, paint_ink(canvas, element->colour));
    paint_text(canvas, text, &element->style, &inner, element->across, element->down);
}

void paint_image(struct canvas *canvas, const struct layout_part *part)
{
    const struct element *element = part->element;
    const struct rect_um *box = &part->box;
    cairo_t *cr = canvas->cr;
    double width, height;
    image_size(element->image, &width, &height);
    double across = box->width * POINTS_PER_UM / width;
    double down = box->height * POINTS_PER_UM / height;
    if (element->fit != FIT_STRETCH) {
        across = down = element->fit == FIT_COVER ? fmax(across, down) : fmin(across, down);
    }
    double spare_x = box->width * POINTS_PER_UM - width * across;
    double spare_y = box->height * POINTS_PER_UM - height * down;
    const double shares[] = {0, 0.5, 1};
    cairo_save(cr);
    paint_box(cr, box, element->radius_um);
    cairo_clip(cr);
    cairo_translate(cr, box->x * POINTS_PER_UM + spare_x * shares[element->across],
                    box->y * POINTS_PER_UM + spare_y * shares[element->down]);
    cairo_scale(cr, across, down);
    image_paint(cr, element->image);
    cairo_restore(cr);
}
