#include "printer/layout.h"

#include <string.h>

#define UM_PER_INCH 25400
#define MODULE_MIN_DOTS 3

int32_t layout_dots(int32_t um, int dpi)
{
    return (int32_t)(((int64_t)um * dpi + UM_PER_INCH / 2) / UM_PER_INCH);
}

int32_t layout_um(int32_t dots, int dpi)
{
    return (int32_t)(((int64_t)dots * UM_PER_INCH + dpi / 2) / dpi);
}

static void add(struct badge_layout *layout, const struct element *element,
                const struct rect_um *box)
{
    struct layout_part *part = &layout->parts[layout->count++];
    *part = (struct layout_part){.element = element, .box = *box};
}

/* ---- stacks ---- */

struct stack {
    const struct element *element;
    const struct element *shown[ELEMENTS_MAX]; /* children that have a room of their own */
    int32_t heights[ELEMENTS_MAX];
    size_t count;
    int64_t wanted, growth; /* of the heights; how much they may grow */
};

static void collect(const struct badge_template *template, size_t index, const struct badge *badge,
                    struct stack *out)
{
    *out = (struct stack){.element = &template->elements[index]};
    for (size_t i = index + 1; i < template->element_count; i++) {
        const struct element *child = &template->elements[i];
        if (child->parent == (int)index && !child->same_room && template_shows(child, badge)) {
            out->shown[out->count] = child;
            out->heights[out->count++] = child->height_um;
            out->wanted += child->height_um;
            out->growth += child->height_max_um - child->height_um;
        }
    }
}

/* Shares out the room: less than wanted shrinks all alike; more lets grow those that may. */
static void share(struct stack *stack)
{
    int64_t gaps = stack->count ? (int64_t)(stack->count - 1) * stack->element->gap_um : 0;
    int64_t room = stack->element->box.height - gaps, wanted = stack->wanted;
    int64_t more = room - wanted;
    more = more > stack->growth ? stack->growth : more;
    for (size_t i = 0; i < stack->count; i++) {
        const struct element *child = stack->shown[i];
        int64_t may = child->height_max_um - child->height_um;
        int64_t height = child->height_um;
        if (more < 0) {
            height = room > 0 ? height * room / wanted : 0;
        } else if (stack->growth > 0) {
            height += may * more / stack->growth;
        }
        stack->heights[i] = (int32_t)height;
    }
}

static int32_t first_top(const struct stack *stack)
{
    const struct element *element = stack->element;
    int32_t used = 0;
    for (size_t i = 0; i < stack->count; i++) {
        used += stack->heights[i] + (i ? element->gap_um : 0);
    }
    int32_t spare = element->box.height - used;
    return element->box.y + (element->spread == TEXT_START    ? 0
                             : element->spread == TEXT_MIDDLE ? spare / 2
                                                              : spare);
}

static struct rect_um child_box(const struct element *stack, const struct element *child,
                                int32_t top, int32_t height)
{
    int32_t width = child->box.width ? child->box.width : stack->box.width - child->box.x;
    return (struct rect_um){stack->box.x + child->box.x, top, width, height};
}

static void place_stack(const struct badge_template *template, size_t index,
                        const struct badge *badge, struct badge_layout *out)
{
    struct stack stack;
    collect(template, index, badge, &stack);
    share(&stack);
    int32_t top = first_top(&stack);
    for (size_t i = 0; i < stack.count; i++) {
        const struct element *child = stack.shown[i];
        const struct element *past = template->elements + template->element_count;
        struct rect_um box = child_box(stack.element, child, top, stack.heights[i]);
        add(out, child, &box);
        for (const struct element *beside = child + 1;
             beside < past && beside->parent == (int)index && beside->same_room; beside++) {
            if (template_shows(beside, badge)) {
                box = child_box(stack.element, beside, top, stack.heights[i]);
                add(out, beside, &box);
            }
        }
        top += stack.heights[i] + stack.element->gap_um;
    }
}

/* ---- codes ---- */

static int32_t at_side(enum text_side side, int32_t start, int32_t room, int32_t used)
{
    return start + (side == TEXT_START ? 0 : side == TEXT_MIDDLE ? (room - used) / 2 : room - used);
}

/* The largest side that the element's room has for a code. A caption gives way by up to half, and
 * stays clear of the quiet zone. */
static int64_t code_side_max(const struct element *element, int modules)
{
    int64_t height = element->box.height;
    if (element->caption_um > 0) {
        height = (height - element->caption_um / 2) * modules / (modules + LAYOUT_QUIET_MODULES);
    }
    int64_t side = element->box.width < element->side_um ? element->box.width : element->side_um;
    return height < side ? height : side;
}

/* The digits below the code: at the room's bottom where that is far enough. */
static struct rect_um place_caption(const struct element *element, const struct rect_um *code,
                                    int32_t quiet)
{
    int32_t bottom = element->box.y + element->box.height;
    int32_t top = code->y + code->height + quiet;
    if (element->down == TEXT_START && bottom - element->caption_um > top) {
        top = bottom - element->caption_um;
    }
    int32_t height = bottom - top < element->caption_um ? bottom - top : element->caption_um;
    return (struct rect_um){code->x, top, code->width, height};
}

/* False: no room for readable modules. */
static bool place_code(const struct element *element, int32_t module_min_um,
                       struct badge_layout *out)
{
    const struct rect_um *room = &element->box;
    int dpi = out->dpi, modules = out->qr_modules;
    int dots = (int)(code_side_max(element, modules) * dpi / UM_PER_INCH / modules);
    if (dots < MODULE_MIN_DOTS || layout_um(dots, dpi) < module_min_um) {
        return false;
    }
    int32_t side = layout_um(dots * modules, dpi);
    int32_t quiet = layout_um(LAYOUT_QUIET_MODULES * dots, dpi);
    int32_t used = side + (element->caption_um ? quiet + element->caption_um : 0);
    used = used < room->height ? used : room->height;
    int32_t x = at_side(element->across, room->x, room->width, side);
    int32_t y = at_side(element->down, room->y, room->height, used);
    struct layout_part part = {.element = element, .qr_dots = dots};
    part.box = (struct rect_um){layout_um(layout_dots(x, dpi), dpi),
                                layout_um(layout_dots(y, dpi), dpi), side, side};
    if (element->caption_um > 0) {
        part.caption = place_caption(element, &part.box, quiet);
    }
    out->parts[out->count++] = part;
    return true;
}

/* Codes stand last: nothing may be painted over them. */
static bool place_codes(const struct badge *badge, const struct badge_template *template,
                        int32_t module_min_um, struct badge_layout *out)
{
    for (size_t i = 0; i < template->element_count; i++) {
        const struct element *element = &template->elements[i];
        if (element->kind == ELEMENT_QR && template_shows(element, badge) &&
            !place_code(element, module_min_um, out)) {
            return false;
        }
    }
    return true;
}

bool badge_layout_compute(const struct badge *badge, const struct badge_template *template, int dpi,
                          int qr_modules, int32_t module_min_um, struct badge_layout *out)
{
    struct badge_layout layout = {.qr_modules = qr_modules, .dpi = dpi};
    if (qr_modules <= 0 || dpi <= 0) {
        return false;
    }
    for (size_t i = 0; i < template->element_count; i++) {
        const struct element *element = &template->elements[i];
        if (element->parent >= 0 || element->kind == ELEMENT_QR ||
            !template_shows(element, badge)) {
            continue;
        }
        if (element->kind == ELEMENT_STACK) {
            place_stack(template, i, badge, &layout);
        } else {
            add(&layout, element, &element->box);
        }
    }
    if (!place_codes(badge, template, module_min_um, &layout)) {
        return false;
    }
    *out = layout;
    return true;
}
