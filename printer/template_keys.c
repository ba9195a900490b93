#include <stdio.h>
#include <string.h>

#include "printer/template_key.h"

#define BIT(kind) (1u << (kind))
#define ALL (BIT(ELEMENT_KIND_COUNT) - 1)
#define CELLS (BIT(ELEMENT_ZONES) | BIT(ELEMENT_DAYS))
#define TEXTS (BIT(ELEMENT_TEXT) | CELLS | BIT(ELEMENT_MARKS) | BIT(ELEMENT_QR))
#define SHAPES (BIT(ELEMENT_RECT) | BIT(ELEMENT_ELLIPSE) | BIT(ELEMENT_BAND))
#define STYLE_KEYS BIT(ELEMENT_KIND_COUNT)

static struct element *element_of(struct reader *reader)
{
    return &reader->template->elements[reader->element];
}

static const char *const sides_across[] = {"start", "middle", "end", NULL};
static const char *const yes_no[] = {"no", "yes", NULL};

/* ---- the keys of an element ---- */

static bool key_at(struct reader *reader, const char *key, const char *value)
{
    struct element *element = element_of(reader);
    struct rect_um box;
    bool line = element->kind == ELEMENT_LINE;
    if (element->parent >= 0) {
        return reader_fail(reader, key, "in a stack give \"height\" and \"span\" instead");
    }
    if (!value_mm(&value, &box.x) || !value_mm(&value, &box.y) || !value_mm(&value, &box.width) ||
        !value_mm(&value, &box.height) || !value_end(value)) {
        return reader_fail(reader, key, "four lengths in mm are wanted: X Y WIDTH HEIGHT");
    }
    if (line ? box.width < 0 || box.height < 0 || box.width + box.height == 0
             : box.width <= 0 || box.height <= 0) {
        return reader_fail(reader, key, "width and height must be more than 0");
    }
    element->box = box;
    return true;
}

static bool key_span(struct reader *reader, const char *key, const char *value)
{
    struct element *element = element_of(reader);
    int32_t x, width;
    if (element->parent < 0) {
        return reader_fail(reader, key, "only what stands in a stack has it");
    }
    if (!value_mm(&value, &x) || !value_mm(&value, &width) || !value_end(value) || x < 0 ||
        width <= 0) {
        return reader_fail(reader, key, "two lengths in mm are wanted: X WIDTH");
    }
    element->box.x = x;
    element->box.width = width;
    return true;
}

static bool key_height(struct reader *reader, const char *key, const char *value)
{
    struct element *element = element_of(reader);
    int32_t least, most;
    if (element->parent < 0) {
        return reader_fail(reader, key, "only what stands in a stack has it; give \"at\"");
    }
    if (strcmp(value, "same") == 0) {
        const struct element *before = element - 1;
        if (before->kind == ELEMENT_STACK) {
            return reader_fail(reader, key, "\"same\" needs an element before it in the stack");
        }
        element->same_room = true;
        return true;
    }
    if (!value_mm(&value, &least) || least <= 0) {
        return reader_fail(reader, key, "\"same\" or one or two lengths in mm: HEIGHT [MOST]");
    }
    most = least;
    if (!value_end(value) && (!value_mm(&value, &most) || !value_end(value) || most < least)) {
        return reader_fail(reader, key, "\"same\" or one or two lengths in mm: HEIGHT [MOST]");
    }
    element->height_um = least;
    element->height_max_um = most;
    return true;
}

static bool key_when(struct reader *reader, const char *key, const char *value)
{
    struct element *element = element_of(reader);
    char word[40];
    while (!value_end(value)) {
        if (element->condition_count == CONDITIONS_MAX) {
            return reader_fail(reader, key, "at most %d conditions", CONDITIONS_MAX);
        }
        if (!value_word(&value, word, sizeof word) ||
            !template_condition_parse(word, &element->conditions[element->condition_count])) {
            return reader_fail(reader, key, "there is no condition \"%s\"", word);
        }
        element->condition_count++;
    }
    return element->condition_count > 0 || reader_fail(reader, key, "a condition is wanted");
}

static bool key_rotate(struct reader *reader, const char *key, const char *value)
{
    int degrees;
    if (!key_read_int(reader, key, value, -359, 359, &degrees)) {
        return false;
    }
    element_of(reader)->rotate = degrees;
    return true;
}

static bool key_size(struct reader *reader, const char *key, const char *value)
{
    return key_read_mm(reader, key, value, 500, &element_of(reader)->style.size_um);
}

static bool key_min(struct reader *reader, const char *key, const char *value)
{
    return key_read_mm(reader, key, value, 500, &element_of(reader)->style.legible_um);
}

static bool key_floor(struct reader *reader, const char *key, const char *value)
{
    return key_read_mm(reader, key, value, 500, &element_of(reader)->style.floor_um);
}

static bool key_lines(struct reader *reader, const char *key, const char *value)
{
    return key_read_int(reader, key, value, 1, 20, &element_of(reader)->style.max_lines);
}

static bool key_weight(struct reader *reader, const char *key, const char *value)
{
    static const char *const words[] = {"regular", "bold", NULL};
    int index;
    if (!key_read_choice(reader, key, value, words, &index)) {
        return false;
    }
    element_of(reader)->style.weight = (enum text_weight)index;
    return true;
}

static bool key_spacing(struct reader *reader, const char *key, const char *value)
{
    int percent;
    if (!key_read_int(reader, key, value, -20, 100, &percent)) {
        return false;
    }
    element_of(reader)->style.spacing = percent / 100.0;
    return true;
}

static bool key_align(struct reader *reader, const char *key, const char *value)
{
    static const char *const down_words[] = {"top", "middle", "bottom", NULL};
    struct element *element = element_of(reader);
    char across[16], down[16];
    int first = value_word(&value, across, sizeof across) ? value_choice(across, sides_across) : -1;
    int second = value_end(value) ? (int)element->down
                 : value_word(&value, down, sizeof down) && value_end(value)
                     ? value_choice(down, down_words)
                     : -1;
    if (first < 0 || second < 0) {
        return reader_fail(reader, key,
                           "start, middle or end is wanted, then top, middle or bottom");
    }
    element->across = (enum text_side)first;
    element->down = (enum text_side)second;
    return true;
}

static bool key_colour(struct reader *reader, const char *key, const char *value)
{
    return key_read_ink(reader, key, value, &element_of(reader)->colour);
}

static bool key_fill(struct reader *reader, const char *key, const char *value)
{
    return key_read_ink(reader, key, value, &element_of(reader)->fill);
}

static bool key_stroke(struct reader *reader, const char *key, const char *value)
{
    struct element *element = element_of(reader);
    char word[24];
    int32_t width;
    if (!value_word(&value, word, sizeof word) || !value_ink(word, &element->stroke) ||
        !value_mm(&value, &width) || !value_end(value) || width <= 0) {
        return reader_fail(reader, key, "a colour and a width in mm are wanted");
    }
    element->stroke_um = width;
    return true;
}

static bool key_radius(struct reader *reader, const char *key, const char *value)
{
    return key_read_mm(reader, key, value, 0, &element_of(reader)->radius_um);
}

static bool key_inset(struct reader *reader, const char *key, const char *value)
{
    return key_read_mm(reader, key, value, 0, &element_of(reader)->inset_um);
}

static bool key_pattern(struct reader *reader, const char *key, const char *value)
{
    struct element *element = element_of(reader);
    return key_read_pattern(reader, key, value, &element->pattern, &element->pitch_um);
}

static bool key_fit(struct reader *reader, const char *key, const char *value)
{
    static const char *const words[] = {"contain", "cover", "stretch", NULL};
    int index;
    if (!key_read_choice(reader, key, value, words, &index)) {
        return false;
    }
    element_of(reader)->fit = (enum fit)index;
    return true;
}

static bool key_columns(struct reader *reader, const char *key, const char *value)
{
    return key_read_int(reader, key, value, 1, 16, &element_of(reader)->columns);
}

static bool key_rows(struct reader *reader, const char *key, const char *value)
{
    return key_read_int(reader, key, value, 1, 16, &element_of(reader)->rows);
}

static bool key_labels(struct reader *reader, const char *key, const char *value)
{
    int index;
    if (!key_read_choice(reader, key, value, yes_no, &index)) {
        return false;
    }
    element_of(reader)->labels = index == 1;
    return true;
}

static bool key_run(struct reader *reader, const char *key, const char *value)
{
    static const char *const words[] = {"down", "across", NULL};
    int index;
    if (!key_read_choice(reader, key, value, words, &index)) {
        return false;
    }
    element_of(reader)->run_across = index == 1;
    return true;
}

static bool key_side(struct reader *reader, const char *key, const char *value)
{
    return key_read_mm(reader, key, value, 10000, &element_of(reader)->side_um);
}

static bool key_caption(struct reader *reader, const char *key, const char *value)
{
    return key_read_mm(reader, key, value, 0, &element_of(reader)->caption_um);
}

static bool key_gap(struct reader *reader, const char *key, const char *value)
{
    return key_read_mm(reader, key, value, 0, &element_of(reader)->gap_um);
}

static bool key_spread(struct reader *reader, const char *key, const char *value)
{
    int index;
    if (!key_read_choice(reader, key, value, sides_across, &index)) {
        return false;
    }
    element_of(reader)->spread = (enum text_side)index;
    return true;
}

static const struct {
    const char *name;
    unsigned kinds; /* of the elements that have it */
    bool (*read)(struct reader *reader, const char *key, const char *value);
} element_keys[] = {
    {"at", ALL, key_at},
    {"span", ALL & ~BIT(ELEMENT_STACK), key_span},
    {"height", ALL & ~BIT(ELEMENT_STACK), key_height},
    {"when", ALL, key_when},
    {"rotate", ALL & ~(BIT(ELEMENT_QR) | BIT(ELEMENT_STACK)), key_rotate},
    {"size", TEXTS, key_size},
    {"min", BIT(ELEMENT_TEXT), key_min},
    {"floor", TEXTS, key_floor},
    {"lines", BIT(ELEMENT_TEXT) | BIT(ELEMENT_ZONES), key_lines},
    {"weight", TEXTS, key_weight},
    {"spacing", TEXTS, key_spacing},
    {"align", BIT(ELEMENT_TEXT) | BIT(ELEMENT_IMAGE) | BIT(ELEMENT_QR) | BIT(ELEMENT_MARKS),
     key_align},
    {"colour", TEXTS, key_colour},
    {"fill", BIT(ELEMENT_TEXT) | SHAPES | BIT(ELEMENT_MARKS), key_fill},
    {"stroke", SHAPES | BIT(ELEMENT_LINE) | BIT(ELEMENT_TEXT) | BIT(ELEMENT_PHOTO), key_stroke},
    {"radius",
     BIT(ELEMENT_TEXT) | BIT(ELEMENT_RECT) | BIT(ELEMENT_BAND) | BIT(ELEMENT_PHOTO) | CELLS |
         BIT(ELEMENT_IMAGE),
     key_radius},
    {"inset", BIT(ELEMENT_TEXT), key_inset},
    {"pattern", SHAPES, key_pattern},
    {"fit", BIT(ELEMENT_IMAGE), key_fit},
    {"columns", CELLS, key_columns},
    {"rows", BIT(ELEMENT_ZONES), key_rows},
    {"labels", BIT(ELEMENT_ZONES), key_labels},
    {"run", BIT(ELEMENT_MARKS), key_run},
    {"side", BIT(ELEMENT_QR), key_side},
    {"caption", BIT(ELEMENT_QR), key_caption},
    {"gap", BIT(ELEMENT_STACK), key_gap},
    {"spread", BIT(ELEMENT_STACK), key_spread},
};

static bool style_key(struct reader *reader, const char *key, const char *value)
{
    struct template_style *style = &reader->template->styles[reader->style];
    if (strcmp(key, "pattern") == 0) {
        style->has_pattern = true;
        return key_read_pattern(reader, key, value, &style->pattern, &style->pitch_um);
    }
    if (strcmp(key, "colour") != 0) {
        return reader_fail(reader, key, "a style has only \"colour\" and \"pattern\"");
    }
    style->has_rgb = value_rgb(value, &style->rgb);
    return style->has_rgb || reader_fail(reader, key, "a colour is wanted: #RRGGBB");
}

bool template_key(struct reader *reader, const char *key, const char *value)
{
    if (reader->style >= 0) {
        return style_key(reader, key, value);
    }
    for (size_t i = 0; i < sizeof element_keys / sizeof element_keys[0]; i++) {
        if (strcmp(element_keys[i].name, key) != 0) {
            continue;
        }
        if (reader->element < 0 || !(element_keys[i].kinds & BIT(element_of(reader)->kind))) {
            return reader_fail(reader, key,
                               reader->element < 0 ? "this stands before any element"
                                                   : "this element has no such key");
        }
        if (reader->element_seen & 1u << i) {
            return reader_fail(reader, key, "given twice");
        }
        reader->element_seen |= 1u << i;
        return element_keys[i].read(reader, key, value);
    }
    return reader_fail(reader, key, "there is no such key or element");
}
