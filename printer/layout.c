#include "printer/layout.h"

#include <string.h>

/* Lengths on A6, in µm; other stock scales them all alike. */
enum {
    A6_WIDTH = 105000,
    A6_HEIGHT = 148000,
    MARGIN = 7000,
    MARGIN_BOTTOM = 8000,
    BAND_HEIGHT = 24000,
    BAND_LETTER = 15000,
    BAND_GAP = 4000,
    MARK_WIDTH = 23000,
    MARK_HEIGHT = 6000,
    ROW_TOP = 29000, /* of the photo and what stands beside it */
    PHOTO_WIDTH = 32000,
    PHOTO_HEIGHT = 42000,
    COLUMN_GAP = 5000,
    EVENT_HEIGHT = 21500,
    DELEGATION_HEIGHT = 11000,
    NAMES_GAP = 4000, /* below the photo, and above the zones */
    FOOT_HEIGHT = 28500,
    DAYS_HEIGHT = 6200,
    FOOT_GAP = 2000,
    SERIAL_MIN = 3200,
    QR_SIDE_MAX = 24000, /* never scaled: it is read by the same scanners */
    MODULE_MIN = 250,
    MODULE_MIN_DOTS = 3,
};
#define UM_PER_INCH 25400

int32_t layout_dots(int32_t um, int dpi)
{
    return (int32_t)(((int64_t)um * dpi + UM_PER_INCH / 2) / UM_PER_INCH);
}

int32_t layout_um(int32_t dots, int dpi)
{
    return (int32_t)(((int64_t)dots * UM_PER_INCH + dpi / 2) / dpi);
}

int32_t layout_scale(const struct badge_stock *stock, int32_t a6_um)
{
    int64_t by_width = (int64_t)a6_um * stock->width_um / A6_WIDTH;
    int64_t by_height = (int64_t)a6_um * stock->height_um / A6_HEIGHT;
    return (int32_t)(by_width < by_height ? by_width : by_height);
}

static void place_band(const struct badge *badge, const struct badge_stock *stock,
                       struct badge_layout *out)
{
    int32_t margin = layout_scale(stock, MARGIN);
    struct rect_um band = {0, 0, stock->width_um, layout_scale(stock, BAND_HEIGHT)};
    out->parts[BADGE_PART_BAND] = band;
    if (badge->issue > 1 || badge->escort || badge->one_day) {
        int32_t width = layout_scale(stock, MARK_WIDTH);
        int32_t inset = layout_scale(stock, FOOT_GAP);
        out->parts[BADGE_PART_MARK] = (struct rect_um){stock->width_um - margin - width, inset,
                                                       width, band.height - 2 * inset};
    }
}

/* The photo, and beside it the event above, the delegation and the position below. */
static void place_row(const struct badge *badge, const struct badge_stock *stock,
                      struct badge_layout *out)
{
    int32_t margin = layout_scale(stock, MARGIN);
    struct rect_um photo = {margin, layout_scale(stock, ROW_TOP), layout_scale(stock, PHOTO_WIDTH),
                            layout_scale(stock, PHOTO_HEIGHT)};
    struct rect_um column = photo;
    column.x += photo.width + layout_scale(stock, COLUMN_GAP);
    column.width = stock->width_um - margin - column.x;
    out->parts[BADGE_PART_PHOTO] = photo;

    struct rect_um part = column;
    part.height = layout_scale(stock, EVENT_HEIGHT);
    out->parts[BADGE_PART_EVENT] = part;

    bool position = badge->position[0] != '\0';
    part.y += part.height;
    part.height = column.y + column.height - part.y;
    int32_t upper = layout_scale(stock, DELEGATION_HEIGHT);
    if (badge->delegation[0] || badge->country[0]) {
        struct rect_um delegation = part;
        delegation.height = upper;
        if (position) {
            part.y += upper;
            part.height -= upper;
        } else {
            delegation.y += part.height - upper;
        }
        out->parts[BADGE_PART_DELEGATION] = delegation;
    }
    if (position) {
        out->parts[BADGE_PART_POSITION] = part;
    }
}

/* QR and serial at the right, zones and days at the left. */
static void place_foot(const struct badge *badge, const struct badge_stock *stock, int32_t side,
                       struct badge_layout *out)
{
    int32_t margin = layout_scale(stock, MARGIN);
    int32_t bottom = stock->height_um - layout_scale(stock, MARGIN_BOTTOM);
    int32_t quiet = layout_um(LAYOUT_QUIET_MODULES * out->qr_dots, out->dpi);
    int32_t height = layout_scale(stock, FOOT_HEIGHT);
    int32_t needed = side + quiet + layout_scale(stock, SERIAL_MIN);
    height = height > needed ? height : needed;
    int32_t top_dots = layout_dots(bottom - height, out->dpi);
    int32_t left_dots = layout_dots(stock->width_um - margin - side, out->dpi);
    struct rect_um qr = {layout_um(left_dots, out->dpi), layout_um(top_dots, out->dpi), side, side};
    out->parts[BADGE_PART_QR] = qr;

    /* beside the days where the QR leaves the room */
    int32_t serial_top = bottom - layout_scale(stock, DAYS_HEIGHT);
    serial_top = serial_top > qr.y + side + quiet ? serial_top : qr.y + side + quiet;
    out->parts[BADGE_PART_SERIAL] = (struct rect_um){qr.x, serial_top, side, bottom - serial_top};

    struct rect_um left = {margin, qr.y, qr.x - quiet - layout_scale(stock, FOOT_GAP) - margin,
                           bottom - qr.y};
    if (badge->day_count > 0) {
        int32_t days = layout_scale(stock, DAYS_HEIGHT);
        out->parts[BADGE_PART_DAYS] = (struct rect_um){left.x, bottom - days, left.width, days};
        left.height -= days + layout_scale(stock, FOOT_GAP);
    }
    if (badge->zone_count > 0) {
        out->parts[BADGE_PART_ZONES] = left;
    }
}

/* How the room for the names is shared, in 1/1000 of an A6 mm. */
struct name_share {
    int32_t family, given, native;
};

static struct name_share share_names(const struct badge *badge)
{
    bool family = badge->family_name[0] != '\0', given = badge->given_name[0] != '\0';
    bool native = badge->native_name[0] != '\0';
    struct name_share share = {13800, 9200, 9800};
    if (!native) {
        share = (struct name_share){18000, 9600, 0};
    } else if (!given) {
        share = (struct name_share){18000, 0, 10500};
    }
    if (!family) {
        share.given += share.family / 2;
        share.family = 0;
    }
    share.given = given ? share.given : 0;
    return share;
}

/* The names, full width between the photo and the foot; what is left over goes above and below. */
static void place_names(const struct badge *badge, const struct badge_stock *stock,
                        struct badge_layout *out)
{
    const struct rect_um *photo = &out->parts[BADGE_PART_PHOTO];
    int32_t gap = layout_scale(stock, NAMES_GAP), margin = photo->x;
    int32_t top = photo->y + photo->height + gap;
    int32_t room = out->parts[BADGE_PART_QR].y - gap - top;
    struct name_share share = share_names(badge);
    const int32_t wanted[] = {layout_scale(stock, share.family), layout_scale(stock, share.given),
                              layout_scale(stock, share.native)};
    const enum badge_part parts[] = {BADGE_PART_FAMILY, BADGE_PART_GIVEN, BADGE_PART_NATIVE};
    int32_t sum = wanted[0] + wanted[1] + wanted[2];
    int32_t y = top + (room > sum ? (room - sum) / 2 : 0);
    for (int i = 0; i < 3; i++) {
        int32_t height = sum > room ? (int32_t)((int64_t)wanted[i] * room / sum) : wanted[i];
        if (height > 0) {
            out->parts[parts[i]] =
                (struct rect_um){margin, y, stock->width_um - 2 * margin, height};
            y += height;
        }
    }
}

bool badge_layout_compute(const struct badge *badge, const struct badge_stock *stock, int dpi,
                          int qr_modules, struct badge_layout *out)
{
    struct badge_layout layout = {.qr_modules = qr_modules, .dpi = dpi};
    if (qr_modules <= 0 || dpi <= 0) {
        return false;
    }
    int32_t side_max = stock->width_um / 3 < QR_SIDE_MAX ? stock->width_um / 3 : QR_SIDE_MAX;
    layout.qr_dots = (int)((int64_t)side_max * dpi / UM_PER_INCH / qr_modules);
    if (layout.qr_dots < MODULE_MIN_DOTS || layout_um(layout.qr_dots, dpi) < MODULE_MIN) {
        return false;
    }
    place_band(badge, stock, &layout);
    place_row(badge, stock, &layout);
    place_foot(badge, stock, layout_um(layout.qr_dots * qr_modules, dpi), &layout);
    place_names(badge, stock, &layout);
    *out = layout;
    return true;
}
