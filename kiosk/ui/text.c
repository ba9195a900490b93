#define LOG_MODULE "ui"
#include "kiosk/ui/text.h"

#include <limits.h>
#include <pango/pangocairo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kiosk/ui/fonts.h"
#include "log.h"

#define BUCKETS 128
/* One design for all scripts, in the order in which they are asked for a character. */
#define FAMILY_LATIN "Noto Sans"
#define FAMILY_TEXT                                                                             \
    FAMILY_LATIN ", Noto Sans Arabic, Noto Sans Devanagari, Noto Sans CJK SC, Noto Sans Thai, " \
                 "Noto Sans Hebrew, Noto Sans Georgian, Noto Sans Armenian, Noto Sans Ethiopic"
#define TALL_LINE 1.5f /* letter sizes, for scripts with marks above and below */
#define FAMILY_ICONS "Material Design Icons"
#define FAMILY_EMOJI "Noto Color Emoji"
#define KEEP_SCREENS 2 /* how many screens an unused text stays */

/* A text laid out for one size and width; drawn when first needed. */
struct entry {
    struct entry *next;
    char *text; /* owned */
    struct text_style style;
    int max_width; /* -1: one line */
    int width, height;
    int ink_x, ink_y;       /* where the drawn surface lies, from the text's top left */
    cairo_surface_t *drawn; /* owned; NULL until drawn */
    unsigned screen;        /* that used it last */
};

struct text_cache {
    PangoContext *context; /* owned */
    struct entry *buckets[BUCKETS];
    size_t count;
    unsigned screen;
    int has_icons; /* -1: not looked yet */
};

static unsigned hash_of(const char *text, const struct text_style *style, int max_width)
{
    unsigned hash = 2166136261u;
    for (; *text; text++) {
        hash = (hash ^ (unsigned char)*text) * 16777619u;
    }
    hash = (hash ^ (unsigned)style->pixels) * 16777619u;
    return (hash ^ (unsigned)max_width) * 16777619u;
}

static bool same_style(const struct text_style *a, const struct text_style *b)
{
    return a->pixels == b->pixels && a->line_height == b->line_height && a->bold == b->bold &&
           a->is_icon == b->is_icon && a->is_emoji == b->is_emoji && a->align == b->align &&
           a->break_words == b->break_words;
}

static void surface_wipe(cairo_surface_t *surface)
{
    cairo_surface_flush(surface);
    unsigned char *data = cairo_image_surface_get_data(surface);
    if (data) {
        explicit_bzero(data, (size_t)cairo_image_surface_get_stride(surface) *
                                 (size_t)cairo_image_surface_get_height(surface));
    }
}

static void entry_destroy(struct entry *entry)
{
    if (entry->drawn) {
        if (entry->style.personal) {
            surface_wipe(entry->drawn);
        }
        cairo_surface_destroy(entry->drawn);
    }
    if (entry->text) {
        explicit_bzero(entry->text, strlen(entry->text));
    }
    free(entry->text);
    free(entry);
}

/* Writes the family that stands for the wanted one; "" when no font is installed at all. */
static void installed_family(struct text_cache *cache, const char *wanted, char *out, size_t size)
{
    PangoFontDescription *description = pango_font_description_from_string(wanted);
    PangoFont *font = pango_context_load_font(cache->context, description);
    PangoFontDescription *got = font ? pango_font_describe(font) : NULL;
    snprintf(out, size, "%s", got ? pango_font_description_get_family(got) : "");
    pango_font_description_free(got);
    pango_font_description_free(description);
    g_clear_object(&font);
}

/* False: there is no font at all. One log line for that, or for another font than wanted. */
static bool check_fonts(struct text_cache *cache)
{
    char family[128];
    installed_family(cache, FAMILY_LATIN, family, sizeof family);
    if (!family[0]) {
        LOG_ERROR("no font is installed; apt install fonts-noto-core");
    } else if (strcmp(family, FAMILY_LATIN) != 0) {
        LOG_WARN("%s is not installed, texts are in %s; apt install fonts-noto-core", FAMILY_LATIN,
                 family);
    }
    return family[0] != '\0';
}

struct text_cache *text_cache_create(void)
{
    struct text_cache *cache = calloc(1, sizeof *cache);
    if (!cache) {
        LOG_ERROR("no memory for texts");
        return NULL;
    }
    cache->has_icons = -1;
    cache->context = fonts_open();
    if (!check_fonts(cache)) {
        text_cache_destroy(cache);
        return NULL;
    }
    return cache;
}

void text_cache_destroy(struct text_cache *cache)
{
    if (!cache) {
        return;
    }
    for (size_t i = 0; i < BUCKETS; i++) {
        while (cache->buckets[i]) {
            struct entry *entry = cache->buckets[i];
            cache->buckets[i] = entry->next;
            entry_destroy(entry);
        }
    }
    g_object_unref(cache->context);
    free(cache);
}

void text_cache_forget_letters(struct text_cache *cache)
{
    g_object_unref(cache->context);
    fonts_forget_letters();
    cache->context = fonts_open();
}

static const char *family_of(const struct text_style *style)
{
    return style->is_icon ? FAMILY_ICONS : style->is_emoji ? FAMILY_EMOJI : FAMILY_TEXT;
}

/* Whether a script stands in it that needs more room between lines: Arabic, Devanagari and the
 * other Indic scripts, Thai, Lao, Tibetan, Burmese, Khmer. */
static bool is_tall(const char *text)
{
    for (; *text; text = g_utf8_next_char(text)) {
        gunichar c = g_utf8_get_char_validated(text, -1);
        if (c >= (gunichar)-2) {
            return false;
        }
        if ((c >= 0x0600 && c < 0x0780) || (c >= 0x08A0 && c < 0x10A0) ||
            (c >= 0x1780 && c < 0x1800) || (c >= 0xFB50 && c < 0xFE00)) {
            return true;
        }
    }
    return false;
}

/* Pango turns "left" around in right-to-left paragraphs; here left is left. */
static PangoAlignment alignment_of(PangoLayout *layout, enum text_align align)
{
    if (align == TEXT_CENTER) {
        return PANGO_ALIGN_CENTER;
    }
    bool turned = pango_layout_get_direction(layout, 0) == PANGO_DIRECTION_RTL;
    return (align == TEXT_RIGHT) != turned ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT;
}

/* The height of every line, whatever font its letters come from. */
static void set_line_height(PangoLayout *layout, const struct text_style *style, bool tall)
{
    float wanted = tall && style->line_height < TALL_LINE ? TALL_LINE : style->line_height;
    int height = (int)(wanted * (float)style->pixels * PANGO_SCALE);
    PangoAttrList *attributes = pango_attr_list_new();
    pango_attr_list_insert(attributes, pango_attr_line_height_new_absolute(height));
    pango_layout_set_attributes(layout, attributes);
    pango_attr_list_unref(attributes);
}

static PangoLayout *make_layout(struct text_cache *cache, const struct entry *entry)
{
    const struct text_style *style = &entry->style;
    PangoLayout *layout = pango_layout_new(cache->context);
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family_static(font, family_of(style));
    pango_font_description_set_weight(font, style->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_absolute_size(font, style->pixels * (double)PANGO_SCALE);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    pango_layout_set_text(layout, entry->text, -1);
    pango_layout_set_alignment(layout, alignment_of(layout, style->align));
    if (entry->max_width >= 0) {
        pango_layout_set_width(layout, entry->max_width * PANGO_SCALE);
        pango_layout_set_wrap(layout, style->break_words ? PANGO_WRAP_WORD_CHAR : PANGO_WRAP_WORD);
    }
    if (!style->is_icon && !style->is_emoji) {
        set_line_height(layout, style, is_tall(entry->text));
    }
    return layout;
}

static struct entry *make_entry(struct text_cache *cache, const char *text,
                                const struct text_style *style, int max_width)
{
    struct entry *entry = calloc(1, sizeof *entry);
    char *copy = strdup(text);
    if (!entry || !copy) {
        free(entry);
        free(copy);
        return NULL;
    }
    *entry = (struct entry){.text = copy, .style = *style, .max_width = max_width};
    PangoLayout *layout = make_layout(cache, entry);
    PangoRectangle logical;
    pango_layout_get_pixel_extents(layout, NULL, &logical);
    entry->width = logical.width;
    entry->height = logical.height;
    g_object_unref(layout);
    return entry;
}

/* The text without the bytes that are not UTF-8, such as half a character at the end of a field
 * that was cut. NULL: no memory. */
static char *without_broken_bytes(const char *text)
{
    char *copy = malloc(strlen(text) + 1), *to = copy;
    while (copy && *text) {
        const char *end;
        bool good = g_utf8_validate(text, -1, &end);
        memcpy(to, text, (size_t)(end - text));
        to += end - text;
        text = good ? end : end + 1;
    }
    if (copy) {
        *to = '\0';
    }
    return copy;
}

static struct entry *find_valid(struct text_cache *cache, const char *text,
                                const struct text_style *style, int max_width)
{
    struct entry **bucket = &cache->buckets[hash_of(text, style, max_width) % BUCKETS];
    struct entry *entry = *bucket;
    while (entry && (entry->max_width != max_width || !same_style(&entry->style, style) ||
                     strcmp(entry->text, text) != 0)) {
        entry = entry->next;
    }
    if (!entry) {
        entry = make_entry(cache, text, style, max_width);
        if (!entry) {
            return NULL;
        }
        entry->next = *bucket;
        *bucket = entry;
        cache->count++;
    }
    entry->style.personal |= style->personal;
    entry->screen = cache->screen;
    return entry;
}

static struct entry *find(struct text_cache *cache, const char *text,
                          const struct text_style *style, int max_width)
{
    if (g_utf8_validate(text, -1, NULL)) {
        return find_valid(cache, text, style, max_width);
    }
    char *valid = without_broken_bytes(text);
    struct entry *entry = valid ? find_valid(cache, valid, style, max_width) : NULL;
    free(valid);
    return entry;
}

void text_measure(struct text_cache *cache, const char *text, const struct text_style *style,
                  int max_width, int *width, int *height)
{
    struct entry *entry = find(cache, text, style, max_width == INT_MAX ? -1 : max_width);
    *width = entry ? entry->width : 0;
    *height = entry ? entry->height : 0;
}

/* Draws the entry into a surface of its own, just large enough for the ink. */
static void draw_entry(struct text_cache *cache, struct entry *entry)
{
    PangoLayout *layout = make_layout(cache, entry);
    PangoRectangle ink;
    pango_layout_get_pixel_extents(layout, &ink, NULL);
    entry->ink_x = ink.x - 1;
    entry->ink_y = ink.y - 1;
    entry->drawn =
        cairo_image_surface_create(entry->style.is_emoji ? CAIRO_FORMAT_ARGB32 : CAIRO_FORMAT_A8,
                                   ink.width + 2, ink.height + 2);
    cairo_t *cairo = cairo_create(entry->drawn);
    cairo_move_to(cairo, -entry->ink_x, -entry->ink_y);
    pango_cairo_show_layout(cairo, layout);
    cairo_destroy(cairo);
    g_object_unref(layout);
}

void text_draw(struct text_cache *cache, cairo_t *cairo, const char *text,
               const struct text_style *style, int x, int y, int width, unsigned rgb, double alpha)
{
    struct entry *entry = find(cache, text, style, width);
    if (!entry) {
        return;
    }
    if (!entry->drawn) {
        draw_entry(cache, entry);
    }
    if (style->is_emoji) {
        cairo_set_source_surface(cairo, entry->drawn, x + entry->ink_x, y + entry->ink_y);
        cairo_paint_with_alpha(cairo, alpha);
        return;
    }
    cairo_set_source_rgba(cairo, (rgb >> 16 & 255) / 255.0, (rgb >> 8 & 255) / 255.0,
                          (rgb & 255) / 255.0, alpha);
    cairo_mask_surface(cairo, entry->drawn, x + entry->ink_x, y + entry->ink_y);
}

bool text_has_icons(struct text_cache *cache)
{
    if (cache->has_icons < 0) {
        char family[128];
        installed_family(cache, FAMILY_ICONS, family, sizeof family);
        cache->has_icons = strcmp(family, FAMILY_ICONS) == 0;
    }
    return cache->has_icons == 1;
}

void text_cache_next_screen(struct text_cache *cache)
{
    cache->screen++;
}

void text_cache_sweep(struct text_cache *cache)
{
    for (size_t i = 0; i < BUCKETS; i++) {
        for (struct entry **link = &cache->buckets[i]; *link;) {
            struct entry *entry = *link;
            unsigned idle = cache->screen - entry->screen;
            if (idle >= KEEP_SCREENS || (idle > 0 && entry->style.personal)) {
                *link = entry->next;
                entry_destroy(entry);
                cache->count--;
            } else {
                link = &entry->next;
            }
        }
    }
}

size_t text_cache_count(const struct text_cache *cache)
{
    return cache->count;
}

bool text_cache_holds(const struct text_cache *cache, const char *text)
{
    for (size_t i = 0; i < BUCKETS; i++) {
        for (const struct entry *entry = cache->buckets[i]; entry; entry = entry->next) {
            if (strstr(entry->text, text)) {
                return true;
            }
        }
    }
    return false;
}
