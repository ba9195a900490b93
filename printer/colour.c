#include "printer/colour.h"

#include <math.h>

static const struct colour black = {0, 0, 0}, white = {1, 1, 1};

struct colour colour_of(uint32_t rgb)
{
    return (struct colour){(double)(rgb >> 16 & 255) / 255, (double)(rgb >> 8 & 255) / 255,
                           (double)(rgb & 255) / 255};
}

struct colour colour_mix(struct colour a, struct colour b, double share)
{
    return (struct colour){a.red + (b.red - a.red) * share, a.green + (b.green - a.green) * share,
                           a.blue + (b.blue - a.blue) * share};
}

static double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : pow((channel + 0.055) / 1.055, 2.4);
}

static double luminance(struct colour c)
{
    return 0.2126 * linear(c.red) + 0.7152 * linear(c.green) + 0.0722 * linear(c.blue);
}

double colour_contrast(struct colour a, struct colour b)
{
    double first = luminance(a), second = luminance(b);
    double light = first > second ? first : second, dark = first > second ? second : first;
    return (light + 0.05) / (dark + 0.05);
}

struct colour colour_on(struct colour ground)
{
    return colour_contrast(ground, white) >= colour_contrast(ground, black) ? white : black;
}
