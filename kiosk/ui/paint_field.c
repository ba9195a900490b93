#include "kiosk/ui/paint_field.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

static struct text_style field_style(const struct scene *scene, const struct widget *widget)
{
    const struct theme *theme = scene->theme;
    return (struct text_style){.pixels = theme_px(theme, type_units(widget->type)),
                               .line_height = type_line_height(widget->type),
                               .bold = widget->bold,
                               .personal = widget->personal,
                               .align = TEXT_LEFT};
}

void paint_key(struct scene *scene, struct canvas *canvas, const struct widget *widget)
{
    const struct theme *theme = scene->theme;
    bool pressed = scene->pressed != WIDGET_NONE && widget == &scene->tree->items[scene->pressed];
    double radius = widget->radius * theme->unit;
    uint32_t fill = theme->colors[widget->fill], ink = theme->colors[widget->color];
    canvas_round(canvas, &widget->box, radius, pressed ? color_mix(fill, ink, 60) : fill);
    if (widget->border != COLOR_NONE || theme->plain) {
        canvas_outline(canvas, &widget->box, radius, theme_px(theme, HAIRLINE),
                       theme->colors[theme->plain ? widget->color : widget->border]);
    }
    if (widget->icon != ICON_NONE) {
        int side = theme_px(theme, widget->size);
        struct box box = {widget->box.x + (widget->box.width - side) / 2,
                          widget->box.y + (widget->box.height - side) / 2, side, side};
        canvas_icon(canvas, widget->icon, &box, ink);
    } else if (widget->text) {
        struct text_style style = field_style(scene, widget);
        int width = 0, height = 0;
        style.align = TEXT_CENTER;
        if (strlen(widget->text) > 4) { /* a word */
            style.pixels = theme_px(theme, type_units(TYPE_CAPTION) * 1.15f);
        }
        text_measure(scene->texts, widget->text, &style, INT_MAX, &width, &height);
        int room = width > widget->box.width ? width : widget->box.width;
        text_draw(scene->texts, canvas->cairo, widget->text, &style,
                  widget->box.x - (room - widget->box.width) / 2,
                  widget->box.y + (widget->box.height - height) / 2, room, ink, 1);
    }
}

/* Whether the first letter of a text is one that is written from the right. */
static bool is_from_right(const char *text)
{
    for (const unsigned char *at = (const unsigned char *)text; *at; at++) {
        if (*at >= 0xD6 && *at <= 0xDF) {
            return true; /* U+0590 … U+07FF */
        }
        if ((*at | 32) >= 'a' && (*at | 32) <= 'z') {
            return false;
        }
        if (*at >= 0xC3 && *at < 0xD6) {
            return false;
        }
    }
    return false;
}

/* How far the caret is from the side where the text begins. */
static int caret_at(struct scene *scene, const struct widget *widget,
                    const struct text_style *style)
{
    char before[DESK_TEXT_SIZE + 4];
    int width = 0, height = 0, dot = 0;
    if (widget->value <= 0) {
        return 0;
    }
    /* a point at the end, so that spaces before the caret count */
    snprintf(before, sizeof before, "%.*s.", widget->value, widget->text);
    text_measure(scene->texts, before, style, INT_MAX, &width, &height);
    text_measure(scene->texts, ".", style, INT_MAX, &dot, &height);
    return width > dot ? width - dot : 0;
}

void paint_field(struct scene *scene, struct canvas *canvas, const struct widget *widget)
{
    const struct theme *theme = scene->theme;
    const struct box *box = &widget->box;
    struct text_style style = field_style(scene, widget);
    bool empty = widget->value < 0;
    bool right =
        empty ? theme->rtl : is_from_right(widget->text) || (!widget->text[0] && theme->rtl);
    int width = 0, height = 0, thick = theme_px(theme, 0.3f);
    text_measure(scene->texts, widget->text[0] ? widget->text : "x", &style, INT_MAX, &width,
                 &height);
    int caret = caret_at(scene, widget, &style);
    int room = box->width - 2 * thick, hidden = caret > room ? caret - room : 0;
    int x = right ? box->x + box->width - width - thick + hidden : box->x + thick - hidden;
    int line =
        right ? box->x + box->width - caret - thick + hidden : box->x + caret + thick - hidden;
    cairo_save(canvas->cairo);
    cairo_rectangle(canvas->cairo, box->x, box->y, box->width, box->height);
    cairo_clip(canvas->cairo);
    if (widget->text[0]) {
        text_draw(scene->texts, canvas->cairo, widget->text, &style, x,
                  box->y + (box->height - height) / 2, width + 2, theme->colors[widget->color], 1);
    }
    int tall = theme_px(theme, type_units(widget->type) * 1.3f);
    struct box mark = {line - thick / 2, box->y + (box->height - tall) / 2, thick, tall};
    canvas_round(canvas, &mark, thick / 2.0, theme->colors[COLOR_PRIMARY]);
    cairo_restore(canvas->cairo);
}
