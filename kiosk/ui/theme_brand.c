#include "kiosk/ui/theme_brand.h"

#include <stdio.h>
#include <string.h>

#define LEAST 4.5
#define STEPS 64

struct branding {
    struct theme *theme;
    const struct brand_choice *chosen; /* by enum brand_color */
    void (*told)(const char *line, void *userdata);
    void *userdata;
};

/* The nearer of black and white that reads on the ground. */
static uint32_t extreme_on(uint32_t ground)
{
    return color_readable(ground, 0xFFFFFF, 0x000000);
}

/* The first colour on the way from `rgb` to black or white that reads on all grounds; those are
 * light, or dark, together. */
static uint32_t moved(uint32_t rgb, const uint32_t *grounds, size_t count)
{
    for (int step = 0; step <= STEPS; step++) {
        uint32_t tried = color_mix(rgb, extreme_on(grounds[0]), step * 256 / STEPS);
        double least = 21;
        for (size_t i = 0; i < count; i++) {
            double contrast = color_contrast(tried, grounds[i]);
            least = contrast < least ? contrast : least;
        }
        if (least >= LEAST) {
            return tried;
        }
    }
    return extreme_on(grounds[0]);
}

static void tell(const struct branding *branding, enum brand_color which, const char *name,
                 uint32_t chosen, uint32_t taken)
{
    char line[160];
    if (chosen != taken && branding->told) {
        snprintf(line, sizeof line,
                 BRAND_FILE ":%d: %s #%06X does not read on its ground; #%06X is used (4.5:1)",
                 branding->chosen[which].line, name, (unsigned)chosen, (unsigned)taken);
        branding->told(line, branding->userdata);
    }
}

/* A ground, and the surfaces that follow from it. */
static void take_ground(const struct branding *branding)
{
    uint32_t *colors = branding->theme->colors;
    if (branding->chosen[BRAND_GROUND].line) {
        uint32_t ground = branding->chosen[BRAND_GROUND].rgb;
        bool light = extreme_on(ground) == 0x000000;
        colors[COLOR_GROUND] = ground;
        colors[COLOR_SURFACE] = color_mix(ground, 0xFFFFFF, light ? 180 : 16);
        colors[COLOR_SUNKEN] = color_mix(ground, light ? 0x000000 : 0xFFFFFF, light ? 12 : 28);
        colors[COLOR_LINE] = color_mix(ground, light ? 0x000000 : 0xFFFFFF, light ? 30 : 46);
    }
}

static void take_texts(const struct branding *branding)
{
    uint32_t *colors = branding->theme->colors;
    const uint32_t grounds[] = {colors[COLOR_GROUND], colors[COLOR_SURFACE], colors[COLOR_SUNKEN]};
    const struct brand_choice *ink = &branding->chosen[BRAND_INK];
    const struct brand_choice *primary = &branding->chosen[BRAND_PRIMARY];
    colors[COLOR_INK] = moved(ink->line ? ink->rgb : colors[COLOR_INK], grounds, 3);
    if (ink->line) {
        tell(branding, BRAND_INK, "ink", ink->rgb, colors[COLOR_INK]);
        colors[COLOR_SOFT] = color_mix(colors[COLOR_INK], grounds[0], 70);
    }
    colors[COLOR_SOFT] = moved(colors[COLOR_SOFT], grounds, 3);
    colors[COLOR_PRIMARY] = moved(primary->line ? primary->rgb : colors[COLOR_PRIMARY], grounds, 3);
    if (primary->line) {
        tell(branding, BRAND_PRIMARY, "primary", primary->rgb, colors[COLOR_PRIMARY]);
    }
    colors[COLOR_ON_PRIMARY] = moved(colors[COLOR_ON_PRIMARY], &colors[COLOR_PRIMARY], 1);
}

static void take_hero(const struct branding *branding)
{
    uint32_t *colors = branding->theme->colors;
    const struct brand_choice *hero = &branding->chosen[BRAND_HERO];
    if (!hero->line) {
        return;
    }
    bool light = extreme_on(hero->rgb) == 0x000000;
    uint32_t away = light ? 0xFFFFFF : 0x000000; /* from its text: no contrast is lost */
    colors[COLOR_HERO] = hero->rgb;
    colors[COLOR_HERO_DEEP] = color_mix(hero->rgb, away, 56);
    const uint32_t grounds[] = {colors[COLOR_HERO], colors[COLOR_HERO_DEEP]};
    colors[COLOR_ON_HERO] = moved(light ? 0x15202B : 0xFFFFFF, grounds, 2);
    colors[COLOR_ON_HERO_SOFT] = moved(color_mix(colors[COLOR_ON_HERO], hero->rgb, 60), grounds, 2);
}

static bool is_readable(const struct theme *theme)
{
    size_t count;
    const struct color_pair *pairs = theme_pairs(&count);
    for (size_t i = 0; i < count; i++) {
        if (color_contrast(theme->colors[pairs[i].text], theme->colors[pairs[i].ground]) < LEAST) {
            return false;
        }
    }
    return true;
}

bool theme_brand(struct theme *theme, const struct brand *brand,
                 void (*told)(const char *line, void *userdata), void *userdata)
{
    uint32_t before[COLOR_COUNT];
    const struct branding branding = {theme, brand->colors[theme->dark], told, userdata};
    memcpy(before, theme->colors, sizeof before);
    take_ground(&branding);
    take_texts(&branding);
    take_hero(&branding);
    if (branding.chosen[BRAND_FOCUS].line) {
        theme->colors[COLOR_FOCUS] = branding.chosen[BRAND_FOCUS].rgb;
    }
    if (is_readable(theme)) {
        return true;
    }
    memcpy(theme->colors, before, sizeof before);
    return false;
}
