/*
 * Text: measures and draws texts with Pango, and keeps what it made. Drawn texts are masks (one
 * byte a pixel) that take any colour; emoji keep their own. Entries marked personal are wiped when
 * they leave the screen. Main thread.
 */
#ifndef LANYARD_UI_TEXT_H
#define LANYARD_UI_TEXT_H

#include <cairo.h>
#include <stdbool.h>
#include <stddef.h>

enum text_align { TEXT_LEFT, TEXT_CENTER, TEXT_RIGHT };

struct text_style {
    int pixels; /* size of the letters */
    float line_height;
    bool bold;
    bool is_icon;  /* the icon font */
    bool is_emoji; /* drawn with its own colours */
    bool personal;
    bool break_words; /* a word may be broken where it is wider than the place */
    enum text_align align;
};

struct text_cache;
struct text_cache *text_cache_create(void); /* NULL: one log line */
void text_cache_destroy(struct text_cache *cache);

/* The size of `text` in lines of at most `max_width` pixels; wider when a single word is. */
void text_measure(struct text_cache *cache, const char *text, const struct text_style *style,
                  int max_width, int *width, int *height);

/* Draws the text with its top left at x, y and lines aligned within `width`. */
void text_draw(struct text_cache *cache, cairo_t *cairo, const char *text,
               const struct text_style *style, int x, int y, int width, unsigned rgb, double alpha);

/* Whether the icon font is installed. */
bool text_has_icons(struct text_cache *cache);

/* Starts a new screen: what the last one but one used is dropped; personal texts that are not
 * drawn again before text_cache_sweep are wiped there. */
void text_cache_next_screen(struct text_cache *cache);
void text_cache_sweep(struct text_cache *cache);

/* Frees the letters that were drawn, of texts here and of badges; the texts that are held stay. The
 * next text takes some 50 ms more. */
void text_cache_forget_letters(struct text_cache *cache);

/* For tests: entries held, and whether any of them holds `text`. */
size_t text_cache_count(const struct text_cache *cache);
bool text_cache_holds(const struct text_cache *cache, const char *text);

#endif
