#include <pango/pangocairo.h>

#include "printer/text.h"

/* Where the block begins within the room, lengthwise or across. */
static double offset(enum text_side side, double room, double used)
{
    return side == TEXT_START ? 0 : side == TEXT_MIDDLE ? (room - used) / 2 : room - used;
}

void text_paint(cairo_t *cr, const struct text *text, const struct rect_um *box,
                enum text_side across, enum text_side down)
{
    bool outlined =
        text->han && cairo_surface_get_type(cairo_get_target(cr)) == CAIRO_SURFACE_TYPE_PDF;
    double left = box->x * POINTS_PER_UM, width = box->width * POINTS_PER_UM;
    double height = text->height;
    if (down == TEXT_MIDDLE) {
        /* The eye takes the middle of the capitals; ordinary descenders do not count. */
        height -= text->usual_descent;
    }
    double top =
        box->y * POINTS_PER_UM + text->ascent + offset(down, box->height * POINTS_PER_UM, height);
    for (int i = 0; i < text->lines; i++) {
        PangoLayoutLine *line = pango_layout_get_line_readonly(text->layout, i);
        PangoRectangle ink, logical;
        pango_layout_line_get_extents(line, &ink, &logical);
        double used = (double)logical.width / PANGO_SCALE * text->scale;
        double x = left + offset(across, width, used);
        if (across == TEXT_START) {
            x -= (double)ink.x / PANGO_SCALE * text->scale; /* large letters stand on the edge */
        }
        cairo_save(cr);
        cairo_translate(cr, x, top + i * text->leading);
        cairo_scale(cr, text->scale, text->scale);
        cairo_move_to(cr, 0, 0);
        if (outlined) {
            pango_cairo_layout_line_path(cr, line);
            cairo_fill(cr);
        } else {
            pango_cairo_show_layout_line(cr, line);
        }
        cairo_restore(cr);
    }
}

void text_outline(cairo_t *cr, const struct text *text, const struct rect_um *box,
                  int32_t stroke_um)
{
    PangoLayoutLine *line = pango_layout_get_line_readonly(text->layout, 0);
    double left = (box->width * POINTS_PER_UM - text->width) / 2;
    double top = (box->height * POINTS_PER_UM - text->height + text->usual_descent) / 2;
    cairo_save(cr);
    cairo_translate(cr, box->x * POINTS_PER_UM + left, box->y * POINTS_PER_UM + top + text->ascent);
    cairo_scale(cr, text->scale, text->scale);
    cairo_move_to(cr, 0, 0);
    pango_cairo_layout_line_path(cr, line);
    cairo_set_line_width(cr, stroke_um * POINTS_PER_UM / text->scale);
    cairo_stroke(cr);
    cairo_restore(cr);
}

void text_finish(struct text *text)
{
    if (text->layout) {
        g_object_unref(text->layout);
    }
    *text = (struct text){0};
}

cairo_surface_t *text_emoji(struct text_fonts *fonts, const char *string, int width_px)
{
    PangoLayout *layout = pango_layout_new(text_fonts_context(fonts));
    PangoFontDescription *face = pango_font_description_from_string("Noto Color Emoji");
    pango_font_description_set_absolute_size(face, (double)width_px * PANGO_SCALE);
    pango_layout_set_font_description(layout, face);
    pango_font_description_free(face);
    pango_layout_set_text(layout, string, -1);
    PangoLayoutIter *iter = pango_layout_get_iter(layout);
    PangoLayoutRun *run = pango_layout_iter_get_run_readonly(iter);
    bool single =
        run && run->glyphs->num_glyphs == 1 && pango_layout_get_unknown_glyphs_count(layout) == 0;
    pango_layout_iter_free(iter);
    PangoRectangle logical;
    pango_layout_get_extents(layout, NULL, &logical);
    cairo_surface_t *surface = NULL;
    if (single && logical.width > 0) {
        double scale = (double)width_px * PANGO_SCALE / logical.width;
        int height_px = (int)(logical.height * scale / PANGO_SCALE) + 1;
        surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width_px, height_px);
        cairo_t *cr = cairo_create(surface);
        cairo_scale(cr, scale, scale);
        cairo_move_to(cr, 0, 0);
        pango_cairo_show_layout(cr, layout);
        cairo_destroy(cr);
    }
    g_object_unref(layout);
    return surface;
}
