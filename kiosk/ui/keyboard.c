#include "kiosk/ui/keyboard.h"

#include <string.h>
#include <unicode/uchar.h>

#include "kiosk/ui/parts.h"
#include "message.h"

#define ROWS 3
#define KEYS_MAX 14
#define KEY_GAP 0.6f

static const struct {
    const char *strip, *rows[ROWS]; /* keys apart by spaces */
    bool capitals;
    const char *name; /* on the key that switches to it */
} layouts[DESK_LAYOUT_COUNT] = {
    [DESK_LATIN] = {"é è ü ö ä ç ñ š ž ł",
                    {"q w e r t y u i o p", "a s d f g h j k l", "z x c v b n m"},
                    true,
                    "Abc"},
    [DESK_CYRILLIC] = {"ғ ӣ қ ӯ ҳ ҷ ё і ў ң ө ү",
                       {"й ц у к е н г ш щ з х ъ", "ф ы в а п р о л д ж э", "я ч с м и т ь б ю"},
                       true,
                       "Абв"},
    [DESK_ARABIC] = {"أ إ آ ٱ پ چ ژ گ ڤ",
                     {"ض ص ث ق ف غ ع ه خ ح ج د", "ش س ي ب ل ا ت ن م ك ط", "ئ ء ؤ ر ى ة و ز ظ ذ"},
                     false,
                     "عربي"},
    [DESK_PERSIAN] = {"آ أ إ ئ ؤ ء ة ي ك",
                      {"ض ص ث ق ف غ ع ه خ ح ج چ", "ش س ی ب ل ا ت ن م ک گ", "ظ ط ز ر ذ د پ و ژ"},
                      false,
                      "فارسی"},
};

static const char figures_strip[] = "№ & / + = * # « » “";
static const char *const figures[ROWS] = {"1 2 3 4 5 6 7 8 9 0", "- _ @ . , : ; ( )",
                                          "’ ' ! ? ´ ` ~"};

/* Letters with marks, the plain one first. */
static const char *const variants[] = {
    "a á à â ä ã å ā ă ą æ",
    "c ć č ç ĉ ċ",
    "d ď đ ð",
    "e é è ê ë ē ě ę ė ə",
    "g ğ ģ ĝ ġ ǵ",
    "h ħ ĥ ḥ",
    "i í ì î ï ī į ı",
    "k ķ ḳ",
    "l ł ľ ļ ĺ",
    "n ñ ń ň ņ",
    "o ó ò ô ö õ ø ō ő œ",
    "r ř ŕ",
    "s š ś ş ș ß ṣ",
    "t ť ț ţ þ ṭ",
    "u ú ù û ü ū ů ű ų",
    "y ý ÿ",
    "z ž ź ż ẓ",
};

struct key {
    int value;
    char text[12]; /* "" for an icon */
    enum icon_id icon;
    float share;
    bool special;
    bool held;
};

struct keys {
    struct key items[KEYS_MAX];
    int count;
};

static int point_of(const char *text)
{
    struct desk_text one;
    desk_text_set(&one, text);
    return desk_text_before(&one);
}

static void write_point(int point, char out[12])
{
    struct desk_text one = {.caret = 0};
    desk_text_key(&one, point);
    memcpy(out, one.text, 11);
    out[11] = '\0';
}

static void push(struct keys *keys, struct key key)
{
    if (keys->count < KEYS_MAX) {
        keys->items[keys->count++] = key;
    }
}

/* The characters of a table's row; `swap`: each takes the place of the one before the caret. */
static void push_row(struct keys *keys, const char *row, bool capital, bool swap)
{
    while (*row) {
        struct key key = {.share = 1};
        size_t size = strcspn(row, " ");
        memcpy(key.text, row, size < sizeof key.text ? size : sizeof key.text - 1);
        row += size + (row[size] == ' ');
        key.value = point_of(key.text);
        if (capital) {
            key.value = (int)u_toupper(key.value);
            write_point(key.value, key.text);
        }
        key.value = swap ? DESK_KEY_SWAP - key.value : key.value;
        push(keys, key);
    }
}

/* The row of letters with marks that the letter belongs to; NULL: none. */
static const char *variants_of(int letter)
{
    char text[12];
    if (!letter) {
        return NULL;
    }
    write_point((int)u_tolower(letter), text);
    for (size_t i = 0; i < sizeof variants / sizeof variants[0]; i++) {
        const char *at = strstr(variants[i], text);
        if (at && (at[strlen(text)] == ' ' || !at[strlen(text)])) {
            return variants[i];
        }
    }
    return NULL;
}

static void add_key(struct widget_tree *tree, const struct key *key, float height)
{
    struct widget *widget = tree_add(tree, (struct widget){
                                               .kind = WIDGET_KEY,
                                               .name = "key",
                                               .action = UI_ACTION_KEY,
                                               .value = key->value,
                                               .near = true,
                                               .grow = key->share,
                                               .min_width = TARGET_ANY,
                                               .min_height = height,
                                               .radius = 0.9f,
                                               .type = TYPE_LEAD,
                                               .icon = key->icon,
                                               .size = 3.6f,
                                               .color = COLOR_INK,
                                               .fill = key->special ? COLOR_LINE : COLOR_SURFACE,
                                           });
    if (key->held) {
        widget->fill = COLOR_PRIMARY;
        widget->color = COLOR_ON_PRIMARY;
    }
    widget->text = key->text[0] ? tree_copy(tree, key->text) : NULL;
}

/* Beside each other as on a real keyboard, whichever way the screen is written. */
static void add_keys(struct widget_tree *tree, const struct keys *keys, float columns, float height)
{
    float used = 0;
    for (int i = 0; i < keys->count; i++) {
        used += keys->items[i].share;
    }
    tree_open(tree,
              (struct widget){
                  .kind = WIDGET_ROW, .name = "keys", .gap = KEY_GAP, .across = PLACE_STRETCH});
    if (columns > used) {
        part_space(tree, (columns - used) / 2);
    }
    for (int i = 0; i < keys->count; i++) {
        add_key(tree, &keys->items[tree->theme->rtl ? keys->count - 1 - i : i], height);
    }
    if (columns > used) {
        part_space(tree, (columns - used) / 2);
    }
    tree_close(tree);
}

static void add_strip(struct widget_tree *tree, const struct desk_view *desk, float columns,
                      float height)
{
    struct keys keys = {.count = 0};
    int letter = desk_text_before(&desk->field);
    const char *marks = desk->layout == DESK_LATIN ? variants_of(letter) : NULL;
    if (desk->figures) {
        push_row(&keys, figures_strip, false, false);
    } else if (marks) {
        push_row(&keys, marks, u_isupper(letter), true);
    } else {
        push_row(&keys, layouts[desk->layout].strip, desk->shift, false);
    }
    for (int i = 0; i < keys.count; i++) {
        keys.items[i].special = true;
    }
    add_keys(tree, &keys, columns, height);
}

static void add_bottom(struct widget_tree *tree, const struct desk_view *desk, bool ends,
                       float height)
{
    int next = ((int)desk->layout + 1) % DESK_LAYOUT_COUNT;
    struct keys keys = {.count = 0};
    struct key figures_key = {.value = DESK_KEY_DIGITS, .text = "123", .share = 1.5f};
    struct key layout_key = {.value = DESK_KEY_LAYOUT, .share = 1.9f};
    if (desk->figures) {
        strcpy(figures_key.text, layouts[desk->layout].name);
    }
    strcpy(layout_key.text, layouts[next].name);
    figures_key.special = layout_key.special = true;
    push(&keys, figures_key);
    push(&keys, layout_key);
    push(&keys, (struct key){.value = ' ', .text = " ", .share = 4});
    push(&keys,
         (struct key){.value = DESK_KEY_LEFT, .icon = ICON_LEFT, .share = 1, .special = true});
    push(&keys,
         (struct key){.value = DESK_KEY_RIGHT, .icon = ICON_RIGHT, .share = 1, .special = true});
    push(&keys,
         (struct key){
             .value = DESK_KEY_SHOW, .icon = ICON_KEYBOARD_AWAY, .share = 1.3f, .special = true});
    if (ends) {
        push(&keys, (struct key){
                        .value = DESK_KEY_ENTER, .icon = ICON_CHECK, .share = 1.6f, .held = true});
    }
    add_keys(tree, &keys, 0, height);
}

static int columns_of(const struct desk_view *desk)
{
    return desk->figures || desk->layout == DESK_LATIN ? 10 : 12;
}

void keyboard_add(struct widget_tree *tree, const struct desk_view *desk, bool ends)
{
    const char *const *rows = desk->figures ? figures : layouts[desk->layout].rows;
    bool capitals = !desk->figures && layouts[desk->layout].capitals;
    float height = tree->theme->landscape ? TARGET_ANY : 7.6f, columns = (float)columns_of(desk);
    tree_open(tree, (struct widget){.kind = WIDGET_COLUMN,
                                    .name = "keyboard",
                                    .fill = COLOR_SUNKEN,
                                    .radius = RADIUS_CARD,
                                    .pad_x = 1,
                                    .pad_y = 1,
                                    .gap = KEY_GAP,
                                    .across = PLACE_STRETCH});
    add_strip(tree, desk, columns, TARGET_ANY);
    for (int i = 0; i < ROWS; i++) {
        struct keys keys = {.count = 0};
        if (i == ROWS - 1 && capitals) {
            push(&keys, (struct key){.value = DESK_KEY_SHIFT,
                                     .icon = ICON_SHIFT,
                                     .share = 1.4f,
                                     .special = true,
                                     .held = desk->shift});
        }
        push_row(&keys, rows[i], capitals && desk->shift, false);
        if (i == ROWS - 1) {
            push(&keys,
                 (struct key){
                     .value = DESK_KEY_ERASE, .icon = ICON_ERASE, .share = 1.5f, .special = true});
        }
        add_keys(tree, &keys, columns, height);
    }
    add_bottom(tree, desk, ends, height);
    tree_close(tree);
}

/* ---- figures for a PIN ---- */

static void pad_key(struct widget_tree *tree, int value, enum icon_id icon)
{
    bool enter = value == DESK_KEY_ENTER;
    struct widget *widget =
        tree_add(tree, (struct widget){.kind = WIDGET_KEY,
                                       .name = "key",
                                       .action = UI_ACTION_KEY,
                                       .value = value,
                                       .primary = true,
                                       .near = true,
                                       .grow = 1,
                                       .min_width = 13,
                                       .min_height = TARGET_PRIMARY + 1,
                                       .radius = RADIUS_BUTTON,
                                       .type = TYPE_TITLE,
                                       .bold = true,
                                       .icon = icon,
                                       .size = 5,
                                       .border = enter ? COLOR_NONE : COLOR_LINE,
                                       .color = enter ? COLOR_ON_PRIMARY : COLOR_INK,
                                       .fill = enter  ? COLOR_PRIMARY
                                               : icon ? COLOR_SUNKEN
                                                      : COLOR_SURFACE});
    char text[12];
    write_point(value > 0 ? value : ' ', text);
    widget->text = icon ? NULL : tree_copy(tree, text);
}

void keypad_add(struct widget_tree *tree)
{
    static const int keys[4][3] = {
        {'1', '2', '3'}, {'4', '5', '6'}, {'7', '8', '9'}, {DESK_KEY_ERASE, '0', DESK_KEY_ENTER}};
    tree_open(tree, (struct widget){.kind = WIDGET_COLUMN,
                                    .name = "keypad",
                                    .width = KEYPAD_UNITS,
                                    .gap = 1.4f,
                                    .across = PLACE_STRETCH});
    for (int row = 0; row < 4; row++) {
        tree_open(tree,
                  (struct widget){
                      .kind = WIDGET_ROW, .name = "keys", .gap = 1.4f, .across = PLACE_STRETCH});
        for (int i = 0; i < 3; i++) {
            int value = keys[row][tree->theme->rtl ? 2 - i : i];
            pad_key(tree, value,
                    value == DESK_KEY_ERASE   ? ICON_ERASE
                    : value == DESK_KEY_ENTER ? ICON_CHECK
                                              : ICON_NONE);
        }
        tree_close(tree);
    }
    tree_close(tree);
}
