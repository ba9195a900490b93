#include "scanner/wedge.h"

#include <stddef.h>

#include <linux/input-event-codes.h>

enum { /* bits of wedge.held */
       SHIFT = 1 << 0 | 1 << 1,
       CTRL = 1 << 2 | 1 << 3,
       ALT = 1 << 4 | 1 << 5,
};

static const struct {
    unsigned code;
    unsigned bit;
} modifiers[] = {
    {KEY_LEFTSHIFT, 1 << 0}, {KEY_RIGHTSHIFT, 1 << 1}, {KEY_LEFTCTRL, 1 << 2},
    {KEY_RIGHTCTRL, 1 << 3}, {KEY_LEFTALT, 1 << 4},    {KEY_RIGHTALT, 1 << 5},
};

/* A US keyboard: plain, and with Shift. */
static const char keys[][2] = {
    [KEY_1] = "1!",          [KEY_2] = "2@",           [KEY_3] = "3#",
    [KEY_4] = "4$",          [KEY_5] = "5%",           [KEY_6] = "6^",
    [KEY_7] = "7&",          [KEY_8] = "8*",           [KEY_9] = "9(",
    [KEY_0] = "0)",          [KEY_MINUS] = "-_",       [KEY_EQUAL] = "=+",
    [KEY_Q] = "qQ",          [KEY_W] = "wW",           [KEY_E] = "eE",
    [KEY_R] = "rR",          [KEY_T] = "tT",           [KEY_Y] = "yY",
    [KEY_U] = "uU",          [KEY_I] = "iI",           [KEY_O] = "oO",
    [KEY_P] = "pP",          [KEY_LEFTBRACE] = "[{",   [KEY_RIGHTBRACE] = "]}",
    [KEY_A] = "aA",          [KEY_S] = "sS",           [KEY_D] = "dD",
    [KEY_F] = "fF",          [KEY_G] = "gG",           [KEY_H] = "hH",
    [KEY_J] = "jJ",          [KEY_K] = "kK",           [KEY_L] = "lL",
    [KEY_SEMICOLON] = ";:",  [KEY_APOSTROPHE] = "'\"", [KEY_GRAVE] = "`~",
    [KEY_BACKSLASH] = "\\|", [KEY_Z] = "zZ",           [KEY_X] = "xX",
    [KEY_C] = "cC",          [KEY_V] = "vV",           [KEY_B] = "bB",
    [KEY_N] = "nN",          [KEY_M] = "mM",           [KEY_COMMA] = ",<",
    [KEY_DOT] = ".>",        [KEY_SLASH] = "/?",       [KEY_SPACE] = "  ",
    [KEY_102ND] = "\\|",     [KEY_ENTER] = "\r\r",     [KEY_TAB] = "\t\t",
    [KEY_KPENTER] = "\r\r",  [KEY_KP0] = "00",         [KEY_KP1] = "11",
    [KEY_KP2] = "22",        [KEY_KP3] = "33",         [KEY_KP4] = "44",
    [KEY_KP5] = "55",        [KEY_KP6] = "66",         [KEY_KP7] = "77",
    [KEY_KP8] = "88",        [KEY_KP9] = "99",         [KEY_KPDOT] = "..",
    [KEY_KPPLUS] = "++",     [KEY_KPMINUS] = "--",     [KEY_KPASTERISK] = "**",
    [KEY_KPSLASH] = "//",
};

static bool is_letter(char c)
{
    return c >= 'a' && c <= 'z';
}

/* Alt was let go: the character that was typed by its number. */
static bool finish_alt(struct wedge *wedge, uint8_t *byte)
{
    bool typed = wedge->alt_digits && wedge->alt_code > 0 && wedge->alt_code < 256;
    *byte = (uint8_t)wedge->alt_code;
    wedge->alt_code = 0;
    wedge->alt_digits = false;
    return typed;
}

/* Whether `code` is a modifier. *typed: letting it go typed *byte. */
static bool take_modifier(struct wedge *wedge, unsigned code, bool pressed, bool *typed,
                          uint8_t *byte)
{
    for (size_t i = 0; i < sizeof modifiers / sizeof modifiers[0]; i++) {
        if (modifiers[i].code != code) {
            continue;
        }
        unsigned before = wedge->held;
        wedge->held = pressed ? before | modifiers[i].bit : before & ~modifiers[i].bit;
        *typed = before & ALT && !(wedge->held & ALT) && finish_alt(wedge, byte);
        return true;
    }
    return false;
}

static void add_alt_digit(struct wedge *wedge, char digit)
{
    if (digit >= '0' && digit <= '9' && wedge->alt_code < 1000) {
        wedge->alt_code = wedge->alt_code * 10 + (unsigned)(digit - '0');
        wedge->alt_digits = true;
    }
}

bool wedge_key(struct wedge *wedge, unsigned code, bool pressed, uint8_t *byte)
{
    bool typed = false;
    if (take_modifier(wedge, code, pressed, &typed, byte)) {
        return typed;
    }
    if (code == KEY_CAPSLOCK) {
        wedge->caps ^= pressed;
        return false;
    }
    if (!pressed || code >= sizeof keys / sizeof keys[0] || !keys[code][0]) {
        return false;
    }
    if (wedge->held & ALT) {
        add_alt_digit(wedge, keys[code][0]);
        return false;
    }
    bool shifted = wedge->held & SHIFT;
    if (is_letter(keys[code][0]) && wedge->caps) {
        shifted = !shifted;
    }
    char c = keys[code][shifted];
    if (wedge->held & CTRL) { /* Ctrl-M is CR, Ctrl-] is GS */
        char upper = keys[code][is_letter(keys[code][0])];
        c = upper >= '@' && upper <= '_' ? (char)(upper & 0x1f) : '\0';
    }
    *byte = (uint8_t)c;
    return c != '\0';
}
