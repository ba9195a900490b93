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
#define BALANCE_STEPS 5
/* A text that is legible on one line takes more only to become so much larger. */
#define WORTH_A_LINE 1.15
#define KEPT_COUNT 96

/* A fitted text kept for the next badge: event, zones and days stand on every one. */
struct kept {
    char string[SCRIPT_TEXT_SIZE];
    enum script_form form;
    struct text_style style;
    int32_t width_um, height_um;
    struct badge_faults faults;
    struct text text; /* layout NULL: an empty slot */
};

struct text_fonts {
    PangoFontMap *map;
    PangoContext *context;
    PangoFontDescription *faces[FORM_COUNT][TEXT_WEIGHT_COUNT];
    struct kept kept[KEPT_COUNT];
    size_t oldest; /* of kept, the one to be overwritten next */
};

static PangoFontDescription *make_face(enum script_form form, enum text_weight weight)
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
    for (int form = 0; form < FORM_COUNT; form++) {
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
    for (size_t i = 0; i < KEPT_COUNT; i++) {
        text_finish(&fonts->kept[i].text);
    }
    for (int form = 0; form < FORM_COUNT; form++) {
        for (int weight = 0; weight < TEXT_WEIGHT_COUNT; weight++) {
            pango_font_description_free(fonts->faces[form][weight]);
        }
    }
    g_object_unref(fonts->context);
    g_object_unref(fonts->map);
    g_free(fonts);
}

PangoContext *text_fonts_context(struct text_fonts *fonts)
{
    return fonts->context;
}

/* Keeps together what reads badly when a line ends in it. */
static void add_ties(PangoAttrList *list, const char *string)
{
    struct script_tie ties[SCRIPT_TIES_MAX];
    size_t count = script_ties(string, ties);
    for (size_t i = 0; i < count; i++) {
        PangoAttribute *attribute = pango_attr_allow_breaks_new(FALSE);
        attribute->start_index = ties[i].from;
        attribute->end_index = ties[i].to;
        pango_attr_list_insert(list, attribute);
    }
}

static PangoAttrList *make_attributes(const char *string, enum script_form form,
                                      const struct text_style *style)
{
    PangoAttrList *list = pango_attr_list_new();
    pango_attr_list_insert(
        list, pango_attr_language_new(pango_language_from_string(script_language(form))));
    if (style->spacing != 0) {
        pango_attr_list_insert(list, pango_attr_letter_spacing_new(
                                         (int)(style->spacing * REFERENCE_PT * PANGO_SCALE)));
    }
    if (style->max_lines > 1) {
        add_ties(list, string);
    }
    return list;
}

static PangoLayout *make_layout(struct text_fonts *fonts, const char *string, enum script_form form,
                                const struct text_style *style)
{
    PangoLayout *layout = pango_layout_new(fonts->context);
    PangoAttrList *attributes = make_attributes(string, form, style);
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

/* Makes the lines about as long as each other, by the narrowest width that needs no further line.
 */
static void balance(struct text *text, double leading)
{
    int lines = text->lines, low = pango_layout_get_width(text->layout) / lines;
    int high = pango_layout_get_width(text->layout);
    for (int step = 0; step < BALANCE_STEPS; step++) {
        int middle = low + (high - low) / 2;
        pango_layout_set_width(text->layout, middle);
        if (pango_layout_get_line_count(text->layout) <= lines) {
            high = middle;
        } else {
            low = middle;
        }
    }
    pango_layout_set_width(text->layout, high);
    measure(text, leading);
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
    text->usual_descent = DESCENT_MIN * size;
}

/* The text of `kept`, shaped and sized for its box. */
static void fit(struct text_fonts *fonts, struct kept *kept)
{
    const struct text_style *style = &kept->style;
    struct text *text = &kept->text;
    double width = kept->width_um * POINTS_PER_UM, height = kept->height_um * POINTS_PER_UM;
    double wanted = style->size_um * POINTS_PER_UM, floor = style->floor_um * POINTS_PER_UM;
    double leading = script_leading(kept->string, kept->form);
    text->layout = make_layout(fonts, kept->string, kept->form, style);
    double size = one_line_size(text, leading, wanted, width, height);
    if (style->max_lines > 1 && size < wanted * 0.999) {
        double several =
            several_lines_size(text, leading, size, wanted, width, height, style->max_lines);
        bool legible = size >= style->legible_um * POINTS_PER_UM;
        int lines = several > size * (legible ? WORTH_A_LINE : 1.02) ? style->max_lines : 1;
        size = lines > 1 ? several : size;
        fits(text, leading, size, width, height, lines);
    }
    if (size < floor) {
        size = floor;
        cut(text, leading, size, width, height, style->max_lines, &kept->faults);
    } else if (text->lines > 1) {
        balance(text, leading);
    }
    kept->faults.shrunk_below_minimum = size < style->legible_um * POINTS_PER_UM * 0.999;
    note_missing(text->layout, &kept->faults);
    apply_scale(text, size);
}

static bool is_same_style(const struct text_style *a, const struct text_style *b)
{
    return a->weight == b->weight && a->size_um == b->size_um && a->legible_um == b->legible_um &&
           a->floor_um == b->floor_um && a->max_lines == b->max_lines && a->spacing == b->spacing;
}

static const struct kept *find_kept(const struct text_fonts *fonts, const struct kept *wanted)
{
    for (size_t i = 0; i < KEPT_COUNT; i++) {
        const struct kept *kept = &fonts->kept[i];
        if (kept->text.layout && kept->form == wanted->form && kept->width_um == wanted->width_um &&
            kept->height_um == wanted->height_um && is_same_style(&kept->style, &wanted->style) &&
            strcmp(kept->string, wanted->string) == 0) {
            return kept;
        }
    }
    return NULL;
}

/* Takes over one reference to the layout. */
static void keep(struct text_fonts *fonts, const struct kept *made)
{
    struct kept *slot = &fonts->kept[fonts->oldest];
    fonts->oldest = (fonts->oldest + 1) % KEPT_COUNT;
    text_finish(&slot->text);
    *slot = *made;
}

void faults_add(struct badge_faults *faults, const struct badge_faults *more)
{
    if (more->missing_glyphs && !faults->missing_glyphs) {
        faults->missing_glyphs = true;
        faults->missing = more->missing;
    }
    faults->shrunk_below_minimum |= more->shrunk_below_minimum;
    faults->ellipsized |= more->ellipsized;
}

bool text_fit(struct text_fonts *fonts, const char *string, const char *country,
              const struct text_style *style, const struct rect_um *box,
              struct badge_faults *faults, struct text *out)
{
    struct kept made = {.style = *style, .width_um = box->width, .height_um = box->height};
    script_clean(string, made.string);
    *out = (struct text){0};
    if (made.string[0] == '\0' || box->width <= 0 || box->height <= 0) {
        return false;
    }
    made.form = script_form_of(made.string, country);
    made.text.han = script_form_is_han(made.form);
    const struct kept *kept = find_kept(fonts, &made);
    if (!kept) {
        fit(fonts, &made);
        keep(fonts, &made);
        kept = &made;
    }
    g_object_ref(kept->text.layout);
    *out = kept->text;
    faults_add(faults, &kept->faults);
    return true;
}
