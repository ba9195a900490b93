#include "kiosk/ui/theme.h"

#include <math.h>
#include <string.h>

#define LARGE_TEXT 1.4f
#define PAIR_COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const uint32_t light_colors[COLOR_COUNT] = {
    [COLOR_GROUND] = 0xF6F4EF,     [COLOR_SURFACE] = 0xFFFFFF,
    [COLOR_SUNKEN] = 0xECE8DF,     [COLOR_LINE] = 0xDDD8CC,
    [COLOR_INK] = 0x15202B,        [COLOR_SOFT] = 0x51606E,
    [COLOR_PRIMARY] = 0x0F4C5C,    [COLOR_ON_PRIMARY] = 0xFFFFFF,
    [COLOR_HERO] = 0x0F4C5C,       [COLOR_HERO_DEEP] = 0x0B3C49,
    [COLOR_ON_HERO] = 0xFFFFFF,    [COLOR_ON_HERO_SOFT] = 0xC3DDE3,
    [COLOR_ADMIT] = 0x0B6E3B,      [COLOR_ADMIT_DEEP] = 0x085730,
    [COLOR_NOTE] = 0x8A5A00,       [COLOR_NOTE_DEEP] = 0x6F4800,
    [COLOR_REFUSE] = 0xA31621,     [COLOR_REFUSE_DEEP] = 0x83101A,
    [COLOR_REFER] = 0x3D348B,      [COLOR_REFER_DEEP] = 0x302970,
    [COLOR_ON_VERDICT] = 0xFFFFFF, [COLOR_ON_VERDICT_SOFT] = 0xF3F0E8,
    [COLOR_FOCUS] = 0xFFB000,      [COLOR_PAPER] = 0xFFFFFF,
    [COLOR_DEVICE] = 0x24313C,     [COLOR_BLACK] = 0x15202B,
};

static const uint32_t dark_colors[COLOR_COUNT] = {
    [COLOR_GROUND] = 0x10161C,     [COLOR_SURFACE] = 0x1A232C,
    [COLOR_SUNKEN] = 0x26313C,     [COLOR_LINE] = 0x33404C,
    [COLOR_INK] = 0xF2F5F7,        [COLOR_SOFT] = 0xA9B6C2,
    [COLOR_PRIMARY] = 0x5CC2D6,    [COLOR_ON_PRIMARY] = 0x08222A,
    [COLOR_HERO] = 0x0D3A47,       [COLOR_HERO_DEEP] = 0x0A2C37,
    [COLOR_ON_HERO] = 0xF2F5F7,    [COLOR_ON_HERO_SOFT] = 0xA9CBD3,
    [COLOR_ADMIT] = 0x0B6E3B,      [COLOR_ADMIT_DEEP] = 0x085730,
    [COLOR_NOTE] = 0x8A5A00,       [COLOR_NOTE_DEEP] = 0x6F4800,
    [COLOR_REFUSE] = 0xA31621,     [COLOR_REFUSE_DEEP] = 0x83101A,
    [COLOR_REFER] = 0x3D348B,      [COLOR_REFER_DEEP] = 0x302970,
    [COLOR_ON_VERDICT] = 0xFFFFFF, [COLOR_ON_VERDICT_SOFT] = 0xF3F0E8,
    [COLOR_FOCUS] = 0xFFB000,      [COLOR_PAPER] = 0xFFFFFF,
    [COLOR_DEVICE] = 0x44535F,     [COLOR_BLACK] = 0x15202B,
};

static const uint32_t contrast_colors[COLOR_COUNT] = {
    [COLOR_GROUND] = 0x000000,     [COLOR_SURFACE] = 0x000000,
    [COLOR_SUNKEN] = 0x141414,     [COLOR_LINE] = 0xFFFFFF,
    [COLOR_INK] = 0xFFFFFF,        [COLOR_SOFT] = 0xFFFFFF,
    [COLOR_PRIMARY] = 0xFFE633,    [COLOR_ON_PRIMARY] = 0x000000,
    [COLOR_HERO] = 0x000000,       [COLOR_HERO_DEEP] = 0x1E1E1E,
    [COLOR_ON_HERO] = 0xFFFFFF,    [COLOR_ON_HERO_SOFT] = 0xFFFFFF,
    [COLOR_ADMIT] = 0x00502A,      [COLOR_ADMIT_DEEP] = 0x003A1E,
    [COLOR_NOTE] = 0x5C3C00,       [COLOR_NOTE_DEEP] = 0x422B00,
    [COLOR_REFUSE] = 0x8A0812,     [COLOR_REFUSE_DEEP] = 0x66040C,
    [COLOR_REFER] = 0x2F2780,      [COLOR_REFER_DEEP] = 0x221C60,
    [COLOR_ON_VERDICT] = 0xFFFFFF, [COLOR_ON_VERDICT_SOFT] = 0xFFFFFF,
    [COLOR_FOCUS] = 0x33D6FF,      [COLOR_PAPER] = 0xFFFFFF,
    [COLOR_DEVICE] = 0x44535F,     [COLOR_BLACK] = 0x000000,
};

static const struct color_pair pairs[] = {
    {COLOR_INK, COLOR_GROUND, false},
    {COLOR_INK, COLOR_SURFACE, false},
    {COLOR_INK, COLOR_SUNKEN, false},
    {COLOR_SOFT, COLOR_GROUND, false},
    {COLOR_SOFT, COLOR_SURFACE, false},
    {COLOR_PRIMARY, COLOR_GROUND, false},
    {COLOR_PRIMARY, COLOR_SURFACE, false},
    {COLOR_PRIMARY, COLOR_SUNKEN, false},
    {COLOR_ON_PRIMARY, COLOR_PRIMARY, false},
    {COLOR_ON_HERO, COLOR_HERO, false},
    {COLOR_ON_HERO, COLOR_HERO_DEEP, false},
    {COLOR_ON_HERO_SOFT, COLOR_HERO, false},
    {COLOR_ON_VERDICT, COLOR_ADMIT, false},
    {COLOR_ON_VERDICT, COLOR_NOTE, false},
    {COLOR_ON_VERDICT, COLOR_REFUSE, false},
    {COLOR_ON_VERDICT, COLOR_REFER, false},
    {COLOR_ON_VERDICT, COLOR_ADMIT_DEEP, false},
    {COLOR_ON_VERDICT, COLOR_NOTE_DEEP, false},
    {COLOR_ON_VERDICT, COLOR_REFUSE_DEEP, false},
    {COLOR_ON_VERDICT, COLOR_REFER_DEEP, false},
    {COLOR_ON_VERDICT_SOFT, COLOR_ADMIT, false},
    {COLOR_ON_VERDICT_SOFT, COLOR_NOTE, false},
    {COLOR_ON_VERDICT_SOFT, COLOR_REFUSE, false},
    {COLOR_ON_VERDICT_SOFT, COLOR_REFER, false},
};

static const struct {
    float units, line_height;
} types[TYPE_COUNT] = {
    [TYPE_CAPTION] = {2.2f, 1.3f}, [TYPE_BODY] = {3.0f, 1.3f},     [TYPE_LEAD] = {3.6f, 1.3f},
    [TYPE_TITLE] = {4.5f, 1.2f},   [TYPE_DISPLAY] = {7.0f, 1.12f}, [TYPE_HERO] = {9.5f, 1.08f},
};

void theme_init(struct theme *theme, int width, int height, bool dark, bool rtl)
{
    theme->width = width;
    theme->height = height;
    theme->unit = (float)(width < height ? width : height) / 90.0f;
    theme->landscape = width > height;
    theme->dark = dark;
    theme->rtl = rtl;
    theme->plain = false;
    theme->text_scale = 1;
    theme->logo_aspect = 0;
    theme->top = 0;
    memcpy(theme->colors, dark ? dark_colors : light_colors, sizeof theme->colors);
}

void theme_enlarge(struct theme *theme)
{
    theme->text_scale = LARGE_TEXT;
}

void theme_contrast(struct theme *theme)
{
    theme->plain = true;
    memcpy(theme->colors, contrast_colors, sizeof theme->colors);
}

/* A tall display stays tall: its short side, and with it the unit, is unchanged. */
void theme_lower(struct theme *theme)
{
    int least = theme->landscape ? theme->height : theme->width;
    int room = theme->height * 62 / 100;
    theme->top = room >= least ? theme->height - room : theme->height - least;
    theme->top = theme->top < 0 ? 0 : theme->top;
}

int theme_room(const struct theme *theme)
{
    return theme->height - theme->top;
}

int theme_px(const struct theme *theme, float units)
{
    int pixels = (int)lroundf(theme->unit * units);
    return pixels < 1 && units > 0 ? 1 : pixels;
}

float type_units(enum type_role role)
{
    return types[role].units;
}

float type_line_height(enum type_role role)
{
    return types[role].line_height;
}

static double channel_light(uint32_t value)
{
    double part = (value & 255) / 255.0;
    return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4);
}

static double luminance(uint32_t color)
{
    return 0.2126 * channel_light(color >> 16) + 0.7152 * channel_light(color >> 8) +
           0.0722 * channel_light(color);
}

double color_contrast(uint32_t one, uint32_t other)
{
    double a = luminance(one), b = luminance(other);
    return a > b ? (a + 0.05) / (b + 0.05) : (b + 0.05) / (a + 0.05);
}

uint32_t color_readable(uint32_t ground, uint32_t light, uint32_t dark)
{
    return color_contrast(ground, light) >= color_contrast(ground, dark) ? light : dark;
}

uint32_t color_mix(uint32_t from, uint32_t to, int part)
{
    uint32_t mixed = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
        int a = (int)(from >> shift & 255), b = (int)(to >> shift & 255);
        mixed |= (uint32_t)(a + (b - a) * part / 256) << shift;
    }
    return mixed;
}

const struct color_pair *theme_pairs(size_t *count)
{
    *count = PAIR_COUNT(pairs);
    return pairs;
}
