#include "kiosk/ui/icon.h"

#include <math.h>

#include "kiosk/ui/canvas.h"

/* The character in Material Design Icons (private use area), the one that replaces it in
 * right-to-left, and the same drawn with lines in a square of 24, for where the font is missing:
 * pairs of coordinates, "M" starts a line. */
static const struct {
    const char *text, *mirrored, *lines;
} icons[ICON_COUNT] = {
    [ICON_BACK] = {"\uF04D", "\uF054", "M20 12 4 12M11 5 4 12 11 19"},
    [ICON_FORWARD] = {"\uF054", "\uF04D", "M4 12 20 12M13 5 20 12 13 19"},
    [ICON_HELP] = {"\uF625", NULL, "M8 8 9 5 12 4 15 5 16 8 12 12 12 15M12 18 12 20"},
    [ICON_LANGUAGE] = {"\uF59F", NULL,
                       "M12 3 18 6 21 12 18 18 12 21 6 18 3 12 6 6 12 3 12 21M3 12 21 12"},
    [ICON_QR] = {"\uF432", NULL,
                 "M4 4 10 4 10 10 4 10 4 4M14 4 20 4 20 10 14 10 14 4M4 14 10 14 "
                 "10 20 4 20 4 14M14 14 20 20M20 14 14 20"},
    [ICON_PERSON] = {"\uF004", NULL,
                     "M12 4 15 6 15 10 12 12 9 10 9 6 12 4M4 20 6 15 18 15 20 20 4 20"},
    [ICON_PRINTER] = {"\uF42A", NULL,
                      "M6 8 6 3 18 3 18 8M6 17 3 17 3 8 21 8 21 17 18 17M6 13 18 13 18 21 6 21 6 "
                      "13"},
    [ICON_PLACE] = {"\uF34E", NULL, "M12 21 5 11 6 6 12 3 18 6 19 11 12 21M12 8 12 11"},
    [ICON_CLOCK] = {"\uF150", NULL,
                    "M12 3 18 6 21 12 18 18 12 21 6 18 3 12 6 6 12 3M12 7 12 12 "
                    "16 14"},
    [ICON_CAMERA_OFF] = {"\uF568", NULL,
                         "M3 7 15 7 15 17 3 17 3 7M15 11 21 7 21 17 15 13M4 3 20 "
                         "21"},
    [ICON_BADGE] = {"\uF5D2", NULL,
                    "M3 5 21 5 21 19 3 19 3 5M6 15 7 13 11 13 12 15M8 10 10 10M15 "
                    "10 18 10M15 14 18 14"},
    [ICON_INFO] = {"\uF2FD", NULL,
                   "M12 3 18 6 21 12 18 18 12 21 6 18 3 12 6 6 12 3M12 11 12 17M12 "
                   "7 12 8"},
    [ICON_CHECK] = {"\uF12C", NULL, "M4 12 10 18 20 6"},
    [ICON_CLOSE] = {"\uF156", NULL, "M5 5 19 19M19 5 5 19"},
    [ICON_ACCESS] = {"\uF5A4", NULL,
                     "M10 3 10 4M10 7 10 13 16 13 19 20M10 10 15 10M8 12 6 16 9 20 14 19"},
    [ICON_LETTERS] = {"\uF27F", NULL, "M9 5 21 5M15 5 15 20M3 11 10 11M6 11 6 20"},
    [ICON_CONTRAST] = {"\uF197", NULL,
                       "M12 3 18 6 21 12 18 18 12 21 6 18 3 12 6 6 12 3 12 21M14 8 17 8M14 12 19 "
                       "12M14 16 17 16"},
    [ICON_LOWER] = {"\uF046", NULL, "M12 3 12 20M5 13 12 20 19 13"},
    [ICON_SPEECH] = {"\uF57E", NULL, "M3 9 7 9 12 4 12 20 7 15 3 15 3 9M16 8 18 12 16 16"},
    [ICON_IN] = {"\uF342", "\uF343", "M3 12 14 12M10 7 15 12 10 17M14 4 20 4 20 20 14 20"},
    [ICON_OUT] = {"\uF343", "\uF342", "M10 12 21 12M17 7 22 12 17 17M10 4 4 4 4 20 10 20"},
    [ICON_PHONE] = {"\uF11C", NULL, "M7 2 17 2 17 22 7 22 7 2M10 19 14 19"},
    [ICON_PAPER] = {"\uF219", NULL, "M6 2 15 2 19 6 19 22 6 22 6 2M9 12 16 12M9 16 16 16"},
    [ICON_LIGHT] = {"\uF0DF", NULL,
                    "M12 7 16 12 12 17 8 12 12 7M12 2 12 4M12 20 12 22M2 12 4 12M20 12 22 12"},
    [ICON_LEFT] = {"\uF04D", NULL, "M20 12 4 12M11 5 4 12 11 19"},
    [ICON_RIGHT] = {"\uF054", NULL, "M4 12 20 12M13 5 20 12 13 19"},
    [ICON_FIND] = {"\uF349", NULL, "M10 4 15 6 16 10 14 15 10 16 5 14 4 10 6 5 10 4M14 14 20 20"},
    [ICON_PERSON_ADD] =
        {"\uF014", NULL,
         "M14 5 16 7 16 9 14 11 12 9 12 7 14 5M7 20 9 15 19 15 21 20 7 20M5 7 5 13M2 10 8 10"},
    [ICON_SIGN_OUT] = {"\uF343", "\uF342", "M10 12 21 12M17 7 22 12 17 17M10 4 4 4 4 20 10 20"},
    [ICON_CHART] = {"\uF128", NULL, "M3 20 21 20M6 20 6 10M11 20 11 4M16 20 16 13"},
    [ICON_ALERT] = {"\uF028", NULL,
                    "M12 3 18 6 21 12 18 18 12 21 6 18 3 12 6 6 12 3M12 7 12 13M12 16 12 17"},
    [ICON_EDIT] = {"\uF3EB", NULL, "M4 20 4 16 16 4 20 8 8 20 4 20"},
    [ICON_CAMERA] = {"\uF100", NULL,
                     "M3 7 8 7 10 5 14 5 16 7 21 7 21 19 3 19 3 7M12 10 15 13 12 16 9 13 12 10"},
    [ICON_UNDO] = {"\uF54C", NULL, "M8 5 4 9 8 13M4 9 16 9 20 13 16 18 9 18"},
    [ICON_SETTINGS] = {"\uF493", NULL,
                       "M12 8 16 12 12 16 8 12 12 8M12 3 12 6M12 18 12 21M3 12 6 12M18 12 21 12"},
    [ICON_PERSON_OK] =
        {"\uF008", NULL,
         "M9 4 12 6 12 9 9 11 6 9 6 6 9 4M2 20 4 15 14 15 16 20 2 20M15 9 17 11 22 6"},
    [ICON_PERSON_OFF] =
        {"\uF012", NULL,
         "M12 4 15 6 15 10 12 12 9 10 9 6 12 4M4 20 6 15 18 15 20 20 4 20M4 3 20 21"},
    [ICON_UP] = {"\uF143", NULL, "M6 15 12 9 18 15"},
    [ICON_DOWN] = {"\uF140", NULL, "M6 9 12 15 18 9"},
    [ICON_SHIFT] = {"\uF636", NULL, "M12 4 20 12 16 12 16 19 8 19 8 12 4 12 12 4"},
    [ICON_KEYBOARD_AWAY] =
        {"\uF30F", NULL,
         "M3 4 21 4 21 14 3 14 3 4M6 8 7 8M11 8 12 8M16 8 17 8M12 17 9 20M12 17 15 20"},
    [ICON_KEYBOARD] = {"\uF30C", NULL,
                       "M3 6 21 6 21 18 3 18 3 6M6 10 7 10M11 10 12 10M16 10 17 10M8 14 16 14"},
    [ICON_SAVE] = {"\uF193", NULL,
                   "M4 4 16 4 20 8 20 20 4 20 4 4M8 4 8 9 15 9M8 20 8 14 16 14 16 20"},
    [ICON_REPLACE] = {"\uF06A", NULL,
                      "M4 12 6 7 12 5 17 7M17 3 17 7 13 7M20 12 18 17 12 19 7 17M7 21 7 17 11 17"},
    [ICON_HAND] = {"\uF2C7", NULL, "M3 12 14 12M10 8 14 12 10 16M17 5 17 19"},
    [ICON_HISTORY] = {"\uF2DA", NULL,
                      "M12 7 12 12 16 14M4 12 6 6 12 4 18 6 20 12 18 18 12 20 7 18"},
    [ICON_EYE] = {"\uF208", NULL,
                  "M2 12 7 7 12 6 17 7 22 12 17 17 12 18 7 17 2 12M12 10 14 12 12 14 10 12 12 10"},
    [ICON_ERASE] = {"\uF06E", NULL, "M8 5 21 5 21 19 8 19 2 12 8 5M11 9 17 15M17 9 11 15"},
    [ICON_KEY] = {"\uF306", NULL,
                  "M3 12 6 8 10 8 12 12 10 16 6 16 3 12M12 12 21 12 21 16M17 12 17 15"},
    [ICON_SYNC] = {"\uF4E6", NULL,
                   "M4 12 7 6 13 4 18 7M18 3 18 7 14 7M20 12 17 18 11 20 6 17M6 21 6 17 10 17"},
    [ICON_OFFLINE] = {"\uF164", NULL,
                      "M7 19 3 16 4 12 8 11 10 7 14 6 18 9 18 13 21 15 20 19 7 19M4 4 20 21"},
};

const char *icon_text(enum icon_id icon, int mirrored)
{
    const char *text = icons[icon].text;
    return mirrored && icons[icon].mirrored ? icons[icon].mirrored : text ? text : "";
}

/* Reads a number and moves on. */
static double read_number(const char **at)
{
    double value = 0;
    while (**at == ' ') {
        (*at)++;
    }
    for (; **at >= '0' && **at <= '9'; (*at)++) {
        value = value * 10 + (**at - '0');
    }
    return value;
}

static void draw_lines(struct canvas *canvas, const char *lines, const struct box *box, int mirror)
{
    cairo_t *cairo = canvas->cairo;
    double scale = box->width / 24.0;
    while (*lines) {
        int starts = *lines == 'M';
        lines += starts;
        double x = read_number(&lines), y = read_number(&lines);
        x = box->x + (mirror ? 24 - x : x) * scale;
        y = box->y + y * scale;
        (starts ? cairo_move_to : cairo_line_to)(cairo, x, y);
    }
    cairo_set_line_width(cairo, 2 * scale);
    cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
    cairo_set_line_cap(cairo, CAIRO_LINE_CAP_ROUND);
    cairo_stroke(cairo);
}

void canvas_icon(struct canvas *canvas, enum icon_id icon, const struct box *box, uint32_t rgb)
{
    const char *text = icon_text(icon, canvas->theme->rtl);
    if (!text[0]) {
        return;
    }
    if (!text_has_icons(canvas->texts)) {
        canvas_color(canvas, rgb, 1);
        draw_lines(canvas, icons[icon].lines, box, canvas->theme->rtl && icons[icon].mirrored);
        return;
    }
    struct text_style style = {.pixels = box->width, .is_icon = true, .align = TEXT_CENTER};
    int width = 0, height = 0;
    text_measure(canvas->texts, text, &style, box->width * 2, &width, &height);
    text_draw(canvas->texts, canvas->cairo, text, &style, box->x - box->width / 2,
              box->y + (box->height - height) / 2, box->width * 2, rgb, 1);
}

/* ---- verdict shapes, in a square of 100 ---- */

static void draw_tick(cairo_t *cairo, double part)
{
    /* two strokes, the first a third of the way */
    double first = part < 0.35 ? part / 0.35 : 1, second = (part - 0.35) / 0.65;
    cairo_move_to(cairo, 27, 52);
    cairo_line_to(cairo, 27 + 16 * first, 52 + 16 * first);
    if (second > 0) {
        cairo_line_to(cairo, 43 + 31 * second, 68 - 35 * second);
    }
    cairo_stroke(cairo);
}

static void draw_exclamation(cairo_t *cairo, double part)
{
    cairo_move_to(cairo, 50, 27);
    cairo_line_to(cairo, 50, 27 + 27 * part);
    cairo_stroke(cairo);
    cairo_move_to(cairo, 50, 73);
    cairo_line_to(cairo, 50, 73);
    cairo_stroke(cairo);
}

static void draw_cross(cairo_t *cairo, double part)
{
    double first = part < 0.5 ? part * 2 : 1, second = part * 2 - 1;
    cairo_move_to(cairo, 33, 33);
    cairo_line_to(cairo, 33 + 34 * first, 33 + 34 * first);
    if (second > 0) {
        cairo_move_to(cairo, 67, 33);
        cairo_line_to(cairo, 67 - 34 * second, 33 + 34 * second);
    }
    cairo_stroke(cairo);
}

/* An open hand: four fingers, a palm and a thumb, all round strokes on a filled palm. */
static void draw_hand(cairo_t *cairo, double part)
{
    static const double fingers[][3] = {{36, 55, 37}, {45.5, 50, 28}, {55, 50, 29}, {64.5, 55, 36}};
    cairo_set_line_width(cairo, 7.6);
    for (int i = 0; i < 4; i++) {
        cairo_move_to(cairo, fingers[i][0], fingers[i][1]);
        cairo_line_to(cairo, fingers[i][0], fingers[i][1] + (fingers[i][2] - fingers[i][1]) * part);
        cairo_stroke(cairo);
    }
    cairo_move_to(cairo, 36, 62);
    cairo_line_to(cairo, 26, 53);
    cairo_stroke(cairo);
    cairo_move_to(cairo, 32.2, 50);
    cairo_line_to(cairo, 68.3, 50);
    cairo_line_to(cairo, 68.3, 62);
    cairo_curve_to(cairo, 68.3, 72, 62, 77, 52, 77);
    cairo_curve_to(cairo, 43, 77, 38, 74, 33, 66);
    cairo_close_path(cairo);
    cairo_fill(cairo);
}

static void (*const draw_mark[MARK_COUNT])(cairo_t *cairo, double part) = {
    [MARK_TICK] = draw_tick,
    [MARK_EXCLAMATION] = draw_exclamation,
    [MARK_CROSS] = draw_cross,
    [MARK_HAND] = draw_hand,
};

void canvas_mark(struct canvas *canvas, enum mark_id mark, const struct box *box, uint32_t rgb,
                 double part)
{
    cairo_t *cairo = canvas->cairo;
    cairo_save(cairo);
    canvas_color(canvas, rgb, 1);
    cairo_translate(cairo, box->x, box->y);
    cairo_scale(cairo, box->width / 100.0, box->height / 100.0);
    cairo_set_line_width(cairo, 9);
    cairo_set_line_cap(cairo, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
    draw_mark[mark](cairo, part);
    cairo_restore(cairo);
}
