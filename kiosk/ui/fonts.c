#include "kiosk/ui/fonts.h"

/* Cairo keeps 256 fonts that nobody uses and the one made last, with the picture of each letter
 * that they drew; it has no call that empties this. */
#define CAIRO_HOLDS 257

PangoContext *fonts_open(void)
{
    PangoFontMap *fonts = pango_cairo_font_map_new();
    PangoContext *context = pango_font_map_create_context(fonts);
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
    pango_context_set_round_glyph_positions(context, FALSE);
    g_object_unref(fonts); /* the context has it */
    return context;
}

/* Fonts without a letter push the others out. */
void fonts_forget_letters(void)
{
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_face_t *face = cairo_user_font_face_create();
    cairo_matrix_t plain;
    cairo_matrix_init_identity(&plain);
    for (int i = 1; i <= CAIRO_HOLDS; i++) {
        cairo_matrix_t size;
        cairo_matrix_init_scale(&size, i, i);
        cairo_scaled_font_destroy(cairo_scaled_font_create(face, &size, &plain, options));
    }
    cairo_font_face_destroy(face);
    cairo_font_options_destroy(options);
}
