#include "kiosk/ui/paint_person.h"

#include <math.h>
#include <string.h>

#include "kiosk/ui/pattern.h"

/* ---- pictures ---- */

cairo_surface_t *surface_of_picture(const struct picture *picture)
{
    if (!picture || !picture->rgb || picture->width < 1 || picture->height < 1 ||
        picture->width > 16384 || picture->height > 16384) {
        return NULL;
    }
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, picture->width, picture->height);
    if (cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS) {
        cairo_surface_destroy(surface);
        return NULL;
    }
    unsigned char *data = cairo_image_surface_get_data(surface);
    int stride = cairo_image_surface_get_stride(surface);
    const uint8_t *from = picture->rgb;
    for (int y = 0; y < picture->height; y++) {
        uint32_t *row = (uint32_t *)(void *)(data + (size_t)y * (size_t)stride);
        for (int x = 0; x < picture->width; x++, from += 3) {
            row[x] = (uint32_t)from[0] << 16 | (uint32_t)from[1] << 8 | from[2];
        }
    }
    cairo_surface_mark_dirty(surface);
    return surface;
}

void surface_forget(cairo_surface_t **surface)
{
    if (*surface) {
        unsigned char *data = cairo_image_surface_get_data(*surface);
        explicit_bzero(data, (size_t)cairo_image_surface_get_stride(*surface) *
                                 (size_t)cairo_image_surface_get_height(*surface));
        cairo_surface_destroy(*surface);
        *surface = NULL;
    }
}

/* ---- the photo ---- */

static size_t character_size(const char *text)
{
    unsigned char first = (unsigned char)text[0];
    size_t size = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    size_t length = strnlen(text, size);
    return length;
}

void person_initials(const char *name, char out[16])
{
    const char *first = name + strspn(name, " ");
    const char *space = strrchr(first, ' ');
    const char *last = space && space[1] ? space + 1 : NULL;
    size_t used = character_size(first);
    memcpy(out, first, used);
    if (last) {
        size_t more = character_size(last);
        memcpy(out + used, last, more);
        used += more;
    }
    out[used] = '\0';
}

static void initials_of(struct scene *scene, struct canvas *canvas, const struct box *box,
                        double radius, uint32_t rgb, const char *name)
{
    char initials[16];
    uint32_t ink = color_readable(rgb, 0xFFFFFF, scene->theme->colors[COLOR_BLACK]);
    canvas_round(canvas, box, radius, rgb);
    pattern_lattice(canvas, box, radius, box->width / 3.0, ink, 0.1);
    person_initials(name, initials);
    struct text_style style = {.pixels = (int)(box->width * 0.36),
                               .line_height = 1.3f,
                               .bold = true,
                               .personal = true,
                               .align = TEXT_CENTER};
    int width = 0, height = 0;
    text_measure(scene->texts, initials, &style, box->width, &width, &height);
    text_draw(scene->texts, canvas->cairo, initials, &style, box->x,
              box->y + (box->height - height) / 2, box->width, ink, 1);
}

void paint_initials(struct scene *scene, struct canvas *canvas, const struct box *box,
                    double radius, uint32_t rgb)
{
    const struct ui_person *person = &scene->model->person;
    initials_of(scene, canvas, box, radius, rgb,
                person->name[0] ? person->name : person->native_name);
}

/* Somebody in a list: the row's photo, or initials of the widget's text. */
static void paint_thumb(struct scene *scene, struct canvas *canvas, const struct widget *widget)
{
    double radius = widget->radius * scene->theme->unit;
    cairo_surface_t *photo = scene->thumbs[(widget->value - 1) % DESK_ROWS];
    if (photo) {
        canvas_picture(canvas, photo, &widget->box, radius);
    } else {
        initials_of(scene, canvas, &widget->box, radius, widget->rgb, widget->text);
    }
}

void paint_person_photo(struct scene *scene, struct canvas *canvas, const struct widget *widget)
{
    double radius = widget->radius * scene->theme->unit;
    uint32_t rgb = scene->model->person.category_rgb;
    if (widget->value > 0) {
        paint_thumb(scene, canvas, widget);
        return;
    }
    if (scene->photo) {
        canvas_picture(canvas, scene->photo, &widget->box, radius);
    } else {
        paint_initials(scene, canvas, &widget->box, radius,
                       rgb ? rgb : scene->theme->colors[COLOR_PRIMARY]);
    }
    if (widget->border != COLOR_NONE) {
        canvas_outline(canvas, &widget->box, radius, scene->theme->unit * 0.4,
                       scene->theme->colors[widget->border]);
    }
}
