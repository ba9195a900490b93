/* What a keyboard scanner's keys mean, on recorded sequences, and how bytes become texts.
 * link: scanner/wedge.c scanner/code_text.c */
#include "scanner/wedge.h"

#include <linux/input-event-codes.h>

#include "scanner/code_text.h"
#include "tests/test.h"

/* Recordings: the keys of an event log in its order. "+NAME" is pressed, "-NAME" let go, "NAME"
 * both. */
static const struct {
    const char *name;
    unsigned code;
} names[] = {
    {"LSHIFT", KEY_LEFTSHIFT},
    {"RSHIFT", KEY_RIGHTSHIFT},
    {"LCTRL", KEY_LEFTCTRL},
    {"LALT", KEY_LEFTALT},
    {"CAPS", KEY_CAPSLOCK},
    {"ENTER", KEY_ENTER},
    {"TAB", KEY_TAB},
    {"KPENTER", KEY_KPENTER},
    {"SPACE", KEY_SPACE},
    {"MINUS", KEY_MINUS},
    {"EQUAL", KEY_EQUAL},
    {"DOT", KEY_DOT},
    {"SLASH", KEY_SLASH},
    {"SEMICOLON", KEY_SEMICOLON},
    {"RBRACE", KEY_RIGHTBRACE},
    {"F1", KEY_F1},
    {"UP", KEY_UP},
    {"MUTE", KEY_MUTE},
    {"KP0", KEY_KP0},
    {"KP1", KEY_KP1},
    {"KP2", KEY_KP2},
    {"KP3", KEY_KP3},
    {"KP4", KEY_KP4},
    {"KP5", KEY_KP5},
    {"KP6", KEY_KP6},
    {"KP7", KEY_KP7},
    {"KP8", KEY_KP8},
    {"KP9", KEY_KP9},
    {"0", KEY_0},
    {"1", KEY_1},
    {"2", KEY_2},
    {"3", KEY_3},
    {"4", KEY_4},
    {"5", KEY_5},
    {"6", KEY_6},
    {"7", KEY_7},
    {"8", KEY_8},
    {"9", KEY_9},
    {"A", KEY_A},
    {"B", KEY_B},
    {"C", KEY_C},
    {"D", KEY_D},
    {"E", KEY_E},
    {"F", KEY_F},
    {"G", KEY_G},
    {"H", KEY_H},
    {"I", KEY_I},
    {"J", KEY_J},
    {"K", KEY_K},
    {"L", KEY_L},
    {"M", KEY_M},
    {"N", KEY_N},
    {"O", KEY_O},
    {"P", KEY_P},
    {"Q", KEY_Q},
    {"R", KEY_R},
    {"S", KEY_S},
    {"T", KEY_T},
    {"U", KEY_U},
    {"V", KEY_V},
    {"W", KEY_W},
    {"X", KEY_X},
    {"Y", KEY_Y},
    {"Z", KEY_Z},
};

static unsigned find_code(const char *name)
{
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(names[i].name, name) == 0) {
            return names[i].code;
        }
    }
    fail_msg("no key %s", name);
    return 0;
}

/* Plays a recording; what it types is appended to `out`. */
static void play(struct wedge *wedge, const char *recording, char *out)
{
    char word[32];
    int used;
    for (; sscanf(recording, " %31s%n", word, &used) == 1; recording += used) {
        const char *name = word[0] == '+' || word[0] == '-' ? word + 1 : word;
        unsigned code = find_code(name);
        uint8_t byte;
        if (word[0] != '-' && wedge_key(wedge, code, true, &byte)) {
            strncat(out, (const char[]){(char)byte, '\0'}, 1);
        }
        if (word[0] != '+' && wedge_key(wedge, code, false, &byte)) {
            strncat(out, (const char[]){(char)byte, '\0'}, 1);
        }
    }
}

static void understands_recordings(void **state)
{
    (void)state;
    static const struct {
        const char *what, *keys, *text;
    } rows[] = {
        {"digits", "1 2 3 ENTER", "123\r"},
        {"small letters, shift for each capital", "+LSHIFT L -LSHIFT +LSHIFT Y -LSHIFT 1", "LY1"},
        {"shift held over letters and punctuation",
         "+LSHIFT L Y -LSHIFT 1 +LSHIFT SEMICOLON -LSHIFT", "LY1:"},
        {"the other shift", "+RSHIFT A -RSHIFT A", "Aa"},
        {"a shift let go late: pressed is what counts", "+LSHIFT +A -LSHIFT -A B", "Ab"},
        {"both shifts, one let go", "+LSHIFT +RSHIFT -LSHIFT A -RSHIFT A", "Aa"},
        {"base45's punctuation",
         "SPACE +LSHIFT 4 5 8 EQUAL -LSHIFT MINUS DOT SLASH +LSHIFT SEMICOLON -LSHIFT",
         " $%*+-./:"},
        {"base45's letters", "+LSHIFT A B C D E F G H I J K L M N O P Q R S T U V W X Y Z -LSHIFT",
         "ABCDEFGHIJKLMNOPQRSTUVWXYZ"},
        {"base45's digits", "0 1 2 3 4 5 6 7 8 9", "0123456789"},
        {"Caps Lock instead of shift: it turns letters only", "CAPS L Y 1 CAPS A", "LY1a"},
        {"shift under Caps Lock", "CAPS +LSHIFT A 1 -LSHIFT A", "a!A"},
        {"terminators", "A ENTER B TAB C KPENTER", "a\rb\tc\r"},
        {"control characters: GS and line feed", "A +LCTRL RBRACE -LCTRL B +LCTRL J -LCTRL",
         "a\x1d"
         "b\n"},
        {"control with a key that has none", "+LCTRL 1 -LCTRL A", "a"},
        {"keypad digits", "KP1 KP2 KP0", "120"},
        {"ALT mode: LY1: and Enter, by number",
         "+LALT KP0 KP7 KP6 -LALT +LALT KP8 KP9 -LALT +LALT KP0 KP4 KP9 -LALT +LALT KP5 KP8 -LALT "
         "+LALT KP1 KP3 -LALT",
         "LY1:\r"},
        {"ALT mode: nothing and nonsense type nothing",
         "+LALT -LALT +LALT KP9 KP9 KP9 KP9 KP9 -LALT +LALT KP0 -LALT A", "a"},
        {"keys that type nothing", "F1 UP MUTE A", "a"},
        {"let go without having been pressed", "-A -LSHIFT B", "b"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct wedge wedge = {0};
        char text[256] = "";
        play(&wedge, rows[i].keys, text);
        if (strcmp(text, rows[i].text) != 0) {
            fail_msg("%s: \"%s\"", rows[i].what, text);
        }
    }
}

static void survives_any_code(void **state)
{
    (void)state;
    struct wedge wedge = {0};
    uint8_t byte = 0;
    for (unsigned code = 0; code < 70000; code++) {
        if (wedge_key(&wedge, code, true, &byte)) {
            assert_true(byte != 0);
        }
        wedge_key(&wedge, code, false, &byte);
    }
}

/* ---- texts ---- */

static char got[8][64];
static int got_count, lost_count;

static void note(struct code_text *text, enum code_text_event event)
{
    if (event == CODE_TEXT_READY) {
        assert_int_equal(text->bytes[text->length], 0);
        snprintf(got[got_count++ % 8], sizeof got[0], "%.63s", (const char *)text->bytes);
    }
    lost_count += event == CODE_TEXT_LOST;
}

/* Sends bytes 5 ms apart; "_" is a pause of half a second instead. */
static void send(struct code_text *text, const char *bytes)
{
    int64_t now_us = text->last_us;
    got_count = lost_count = 0;
    for (; *bytes; bytes++) {
        now_us += *bytes == '_' ? 500 * 1000 : 5 * 1000;
        note(text, code_text_tick(text, now_us));
        if (*bytes != '_') {
            note(text, code_text_byte(text, (uint8_t)*bytes, now_us));
        }
    }
}

static void gathers_texts(void **state)
{
    (void)state;
    static const struct {
        const char *what, *bytes, *texts; /* each followed by a bar */
        int lost;
    } rows[] = {
        {"CR", "one\rtwo\r", "one|two|", 0},
        {"CR LF", "one\r\ntwo\r\n", "one|two|", 0},
        {"Tab", "one\ttwo\t", "one|two|", 0},
        {"only ends", "\r\n\r\n\t_", "", 0},
        {"no terminator: a pause ends it", "first_second_", "first|second|", 0},
        {"too short for that", "ab_", "", 1},
        {"but a terminator makes it one", "ab\r", "ab|", 0},
        {"a scanner that terminates was cut off", "one\rtw_three\r", "one|three|", 1},
        {"not yet over", "one", "", 0},
        {"a symbology mark", "]Q1LY1:ABC\r]Q3x\r", "LY1:ABC|x|", 0},
        {"nothing but the mark", "]Q1\r", "", 0},
        {"what only looks like one", "]C1x\r]Q9x\r", "]C1x|]Q9x|", 0},
        {"a group separator is data",
         "a\x1d"
         "b\r",
         "a\x1d"
         "b|",
         0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        static struct code_text text;
        char joined[256] = "";
        memset(&text, 0, sizeof text);
        send(&text, rows[i].bytes);
        for (int n = 0; n < got_count; n++) {
            strcat(strcat(joined, got[n]), "|");
        }
        if (strcmp(joined, rows[i].texts) != 0 || lost_count != rows[i].lost) {
            fail_msg("%s: %s, %d lost", rows[i].what, joined, lost_count);
        }
    }
}

static void drops_what_is_too_long(void **state)
{
    (void)state;
    static struct code_text text;
    for (int length = CODE_TEXT_MAX - 1; length <= CODE_TEXT_MAX + 2; length++) {
        memset(&text, 0, sizeof text);
        for (int i = 0; i < length; i++) {
            assert_int_equal(code_text_byte(&text, 'x', i), CODE_TEXT_NONE);
        }
        assert_true(code_text_is_open(&text));
        enum code_text_event event = code_text_byte(&text, '\r', length);
        assert_int_equal(event, length <= CODE_TEXT_MAX ? CODE_TEXT_READY : CODE_TEXT_LOST);
        assert_false(code_text_is_open(&text));
        send(&text, "next\r");
        assert_int_equal(got_count, 1);
        assert_string_equal(got[0], "next");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(understands_recordings),
        cmocka_unit_test(survives_any_code),
        cmocka_unit_test(gathers_texts),
        cmocka_unit_test(drops_what_is_too_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
