/*
 * Flags: from Noto Color Emoji, once per country, as small opaque pictures that a PDF holds once.
 * The font lets them wave; here they hang straight. One thread at a time.
 */
#ifndef LANYARD_PRINTER_FLAG_H
#define LANYARD_PRINTER_FLAG_H

#include "printer/text.h"

struct flag_cache;
struct flag_cache *flag_cache_create(void);
void flag_cache_destroy(struct flag_cache *cache);

/* `country`: ISO 3166 alpha-2, either case. NULL: not a country that the font knows, or no such
 * font. Lent; cropped to the flag itself. `cloth`: it is a whole rectangle, and may be given an
 * edge; else it has a shape of its own, on white. */
cairo_surface_t *flag_find(struct flag_cache *cache, struct text_fonts *fonts, const char *country,
                           bool *cloth);

#endif
