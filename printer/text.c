#define LOG_MODULE "printer"
#include "printer/text.h"

#include <string.h>

#include <pango/pangocairo.h>

#include "log.h"
#include "printer/script.h"

/* All shaping is done at this size. */
#define REFERENCE_PT 32.0
/* Fractions of the em: what a line needs at least, so that lines of small letters align too. */
#define ASCENT_MIN 0.735
#define DESCENT_MIN 0.20
/* Steps when searching the size for several lines; each halves the interval. */
#define SEARCH_STEPS 6

struct text_fonts {
    PangoFontMap *map;
    PangoContext *context;
    PangoFontDescription *faces[HAN_COUNT][TEXT_WEIGHT_COUNT];
};

static PangoFontDescription *make_face(enum han_form form, enum text_weight weight)
{
    PangoFontDescription *face = pango_font_description_new();
    pango_font_description_set_family(face, script_families(form));
    pango_font_description_set_weight(face, weight == TEXT_BOLD ? PANGO_WEIGHT_BOLD
                                                                : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_absolute_size(face, REFERENCE_PT * PANGO_SCALE);
    return face;
}

static void set_options(PangoContext *context)
{
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
    pango_context_set_round_glyph_positions(context, FALSE);
}

struct text_fonts *text_fonts_create(void)
{
    struct text_fonts *fonts = g_try_new0(struct text_fonts, 1);
    if (!fonts) {
        LOG_ERROR("no memory for fonts");
        return NULL;
    }
    fonts->map = pango_cairo_font_map_new();
    pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(fonts->map), 72);
    fonts->context = pango_font_map_create_context(fonts->map);
    set_options(fonts->context);
    for (int form = 0; form < HAN_COUNT; form++) {
        for (int weight = 0; weight < TEXT_WEIGHT_COUNT; weight++) {
            fonts->faces[form][weight] = make_face(form, weight);
        }
    }
    PangoFont *font = pango_context_load_font(fonts->context, fonts->faces[0][TEXT_REGULAR]);
    if (!font) {
        LOG_ERROR("no fonts are installed: install fonts-noto-core");
        text_fonts_destroy(fonts);
        return NULL;
    }
    g_object_unref(font);
    return fonts;
}

void text_fonts_destroy(struct text_fonts *fonts)
{
    if (!fonts) {
        return;
    }
    for (int form = 0; form < HAN_COUNT; form++) {
        for (int weight = 0; weight < TEXT_WEIGHT_COUNT; weight++) {
            pango_font_description_free(fonts->faces[form][weight]);
        }
    }
    g_object_unref(fonts->context);
    g_object_unref(fonts->map);
    g_free(fonts);
}

static PangoAttrList *make_attributes(enum han_form form, double spacing)
{
    PangoAttrList *list = pango_attr_list_new();
    pango_attr_list_insert(
        list, pango_attr_language_new(pango_language_from_string(script_language(form))));
    if (spacing != 0) {
        pango_attr_list_insert(
            list, pango_attr_letter_spacing_new((int)(spacing * REFERENCE_PT * PANGO_SCALE)));
    }
    return list;
}

static PangoLayout *make_layout(struct text_fonts *fonts, const char *string, const char *country,
                                const struct text_style *style)
{
    PangoLayout *layout = pango_layout_new(fonts->context);
    enum han_form form = script_han_form(string, country);
    PangoAttrList *attributes = make_attributes(form, style->spacing);
    pango_layout_set_font_description(layout, fonts->faces[form][style->weight]);
    pango_layout_set_attributes(layout, attributes);
    pango_attr_list_unref(attributes);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD);
    pango_layout_set_text(layout, string, -1);
    return layout;
}

/* Sizes of the block in reference points, at the layout's present wrapping. */
static void measure(struct text *text, double leading)
{
    PangoLayout *layout = text->layout;
    double width = 0;
    text->lines = pango_layout_get_line_count(layout);
    text->ascent = ASCENT_MIN * REFERENCE_PT;
    text->descent = DESCENT_MIN * REFERENCE_PT;
    for (int i = 0; i < text->lines; i++) {
        PangoRectangle ink, logical;
        pango_layout_line_get_extents(pango_layout_get_line_readonly(layout, i), &ink, &logical);
        double above = -(double)ink.y / PANGO_SCALE;
        double below = (double)(ink.y + ink.height) / PANGO_SCALE;
        if (i == 0 && above > text->ascent) {
            text->ascent = above;
        }
        if (i == text->lines - 1 && below > text->descent) {
            text->descent = below;
        }
        width = logical.width > width ? logical.width : width;
    }
    text->width = width / PANGO_SCALE;
    text->leading = leading * REFERENCE_PT;
    text->height = text->ascent + text->descent + (text->lines - 1) * text->leading;
}

/* Whether the text, at `size` points of em, fits the box of points within its lines. */
static bool fits(struct text *text, double leading, double size, double width, double height,
                 int max_lines)
{
    double scale = size / REFERENCE_PT;
    pango_layout_set_width(text->layout, max_lines > 1 ? (int)(width / scale * PANGO_SCALE) : -1);
    measure(text, leading);
    return text->lines <= max_lines && text->width * scale <= width * 1.0005 &&
           text->height * scale <= height * 1.0005;
}

/* The largest size that fits on one line; at most `wanted`. */
static double one_line_size(struct text *text, double leading, double wanted, double width,
                            double height)
{
    double size = wanted;
    pango_layout_set_width(text->layout, -1);
    measure(text, leading);
    if (text->width * size > width * REFERENCE_PT) {
        size = width * REFERENCE_PT / text->width;
    }
    if (text->height * size > height * REFERENCE_PT) {
        size = height * REFERENCE_PT / text->height;
    }
    return size;
}

/* The largest size between `low` and `high` that fits on several lines; `low` when none does. */
static double several_lines_size(struct text *text, double leading, double low, double high,
                                 double width, double height, int max_lines)
{
    if (fits(text, leading, high, width, height, max_lines)) {
        return high;
    }
    double best = low;
    for (int step = 0; step < SEARCH_STEPS; step++) {
        double middle = (low + high) / 2;
        if (fits(text, leading, middle, width, height, max_lines)) {
            best = low = middle;
        } else {
            high = middle;
        }
    }
    return best;
}

/* At the smallest size allowed: breaks words, fills the box with lines, ends in an ellipsis. */
static void cut(struct text *text, double leading, double size, double width, double height,
                int max_lines, struct badge_faults *faults)
{
    double scale = size / REFERENCE_PT;
    double line = leading * size;
    int room = (int)((height - size) / line) + 1;
    int lines = room < max_lines ? room : max_lines;
    lines = lines < 1 ? 1 : lines;
    pango_layout_set_wrap(text->layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_width(text->layout, (int)(width / scale * PANGO_SCALE));
    pango_layout_set_height(text->layout, -lines);
    pango_layout_set_ellipsize(text->layout, PANGO_ELLIPSIZE_END);
    measure(text, leading);
    if (pango_layout_is_ellipsized(text->layout)) {
        faults->ellipsized = true;
    }
}

static void note_missing(PangoLayout *layout, struct badge_faults *faults)
{
    if (faults->missing_glyphs || pango_layout_get_unknown_glyphs_count(layout) == 0) {
        return;
    }
    PangoLayoutIter *iter = pango_layout_get_iter(layout);
    do {
        PangoLayoutRun *run = pango_layout_iter_get_run_readonly(iter);
        for (int i = 0; run && !faults->missing_glyphs && i < run->glyphs->num_glyphs; i++) {
            PangoGlyph glyph = run->glyphs->glyphs[i].glyph;
            if (glyph & PANGO_GLYPH_UNKNOWN_FLAG && glyph != PANGO_GLYPH_INVALID_INPUT) {
                faults->missing_glyphs = true;
                faults->missing = glyph & ~(PangoGlyph)PANGO_GLYPH_UNKNOWN_FLAG;
            }
        }
    } while (!faults->missing_glyphs && pango_layout_iter_next_run(iter));
    pango_layout_iter_free(iter);
}

static void apply_scale(struct text *text, double size)
{
    text->scale = size / REFERENCE_PT;
    text->ascent *= text->scale;
    text->descent *= text->scale;
    text->leading *= text->scale;
    text->width *= text->scale;
    text->height *= text->scale;
}

bool text_fit(struct text_fonts *fonts, const char *string, const char *country,
              const struct text_style *style, const struct rect_um *box,
              struct badge_faults *faults, struct text *out)
{
    char clean[SCRIPT_TEXT_SIZE];
    script_clean(string, clean);
    *out = (struct text){0};
    if (clean[0] == '\0' || box->width <= 0 || box->height <= 0) {
        return false;
    }
    double width = box->width * POINTS_PER_UM, height = box->height * POINTS_PER_UM;
    double wanted = style->size_um * POINTS_PER_UM, floor = style->floor_um * POINTS_PER_UM;
    double leading = script_leading(clean);
    out->layout = make_layout(fonts, clean, country, style);
    double size = one_line_size(out, leading, wanted, width, height);
    if (style->max_lines > 1 && size < wanted * 0.999) {
        double several =
            several_lines_size(out, leading, size, wanted, width, height, style->max_lines);
        int lines = several > size * 1.02 ? style->max_lines : 1;
        size = lines > 1 ? several : size;
        fits(out, leading, size, width, height, lines);
    }
    if (size < floor) {
        size = floor;
        cut(out, leading, size, width, height, style->max_lines, faults);
    }
    if (size < style->legible_um * POINTS_PER_UM * 0.999) {
        faults->shrunk_below_minimum = true;
    }
    note_missing(out->layout, faults);
    apply_scale(out, size);
    return true;
}

static double offset(enum text_side side, double room, double used)
{
    return side == TEXT_LEFT ? 0 : side == TEXT_MIDDLE ? (room - used) / 2 : room - used;
}

void text_paint(cairo_t *cr, const struct text *text, const struct rect_um *box,
                enum text_side across, enum text_side down)
{
    double left = box->x * POINTS_PER_UM, width = box->width * POINTS_PER_UM;
    double top = box->y * POINTS_PER_UM + offset(down, box->height * POINTS_PER_UM, text->height) +
                 text->ascent;
    for (int i = 0; i < text->lines; i++) {
        PangoLayoutLine *line = pango_layout_get_line_readonly(text->layout, i);
        PangoRectangle logical;
        pango_layout_line_get_extents(line, NULL, &logical);
        double used = (double)logical.width / PANGO_SCALE * text->scale;
        cairo_save(cr);
        cairo_translate(cr, left + offset(across, width, used), top + i * text->leading);
        cairo_scale(cr, text->scale, text->scale);
        cairo_move_to(cr, 0, 0);
        pango_cairo_show_layout_line(cr, line);
        cairo_restore(cr);
    }
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
    PangoLayout *layout = pango_layout_new(fonts->context);
    PangoFontDescription *face = pango_font_description_from_string("Noto Color Emoji");
    pango_font_description_set_absolute_size(face, REFERENCE_PT * PANGO_SCALE);
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
