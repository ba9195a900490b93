#include "kiosk/store/fold.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* U+00C0 to U+017F: the letters without their marks, '*' for what is left to other rules. Ligatures
 * and letters that stand for two are in `pairs`. */
static const char latin[] = "aaaaaa*ceeeeiiii"  /* 00C0 */
                            "dnooooo*ouuuuy**"  /* 00D0 */
                            "aaaaaa*ceeeeiiii"  /* 00E0 */
                            "dnooooo*ouuuuy*y"  /* 00F0 */
                            "aaaaaaccccccccdd"  /* 0100 */
                            "ddeeeeeeeeeegggg"  /* 0110 */
                            "gggghhhhiiiiiiii"  /* 0120 */
                            "ii**jjkkklllllll"  /* 0130 */
                            "lllnnnnnn***oooo"  /* 0140 */
                            "oo**rrrrrrssssss"  /* 0150 */
                            "ssttttttuuuuuuuu"  /* 0160 */
                            "uuuuwwyyyzzzzzzs"; /* 0170 */

static const struct {
    uint32_t point;
    const char *text;
} pairs[] = {
    {0x00c6, "ae"}, {0x00e6, "ae"}, {0x00de, "th"}, {0x00fe, "th"}, {0x00df, "ss"},
    {0x0132, "ij"}, {0x0133, "ij"}, {0x0149, "n"},  {0x014a, "n"},  {0x014b, "n"},
    {0x0152, "oe"}, {0x0153, "oe"}, {0x018f, "e"},  {0x0259, "e"}, /* schwa, as in Azerbaijani */
    {0x02bb, ""},   {0x02bc, ""},   {0x2018, ""},   {0x2019, ""},  /* apostrophes within names */
    {0x1e9e, "ss"},
};

/* Ranges whose capitals lie a fixed way before their small letters. */
static const struct {
    uint32_t first, last;
    uint32_t distance;
} capitals[] = {
    {0x0391, 0x03a9, 32}, /* Greek */
    {0x0410, 0x042f, 32}, /* Cyrillic */
    {0x0400, 0x040f, 80}, /* Cyrillic of the South and the Ukraine */
    {0x0531, 0x0556, 48}, /* Armenian */
};

/* Reads one character; what is no UTF-8 is read as a byte. */
static uint32_t next_point(const unsigned char **at)
{
    const unsigned char *s = *at;
    int more = s[0] >= 0xf0 && s[0] < 0xf8   ? 3
               : s[0] >= 0xe0 && s[0] < 0xf0 ? 2
               : s[0] >= 0xc2 && s[0] < 0xe0 ? 1
                                             : 0;
    uint32_t point = more ? s[0] & (0x3fu >> more) : s[0];
    for (int i = 1; i <= more; i++) {
        if ((s[i] & 0xc0) != 0x80) {
            *at += 1;
            return s[0];
        }
        point = point << 6 | (s[i] & 0x3fu);
    }
    *at += 1 + more;
    return point;
}

static uint32_t lower(uint32_t point)
{
    for (size_t i = 0; i < sizeof capitals / sizeof capitals[0]; i++) {
        if (point >= capitals[i].first && point <= capitals[i].last) {
            return point + capitals[i].distance;
        }
    }
    bool cyrillic_pair = (point >= 0x0460 && point <= 0x0481) ||
                         (point >= 0x048a && point <= 0x04bf) ||
                         (point >= 0x04d0 && point <= 0x052f);
    if (cyrillic_pair && point % 2 == 0) {
        return point + 1;
    }
    return point;
}

static size_t encode(uint32_t point, char out[4])
{
    if (point < 0x80) {
        out[0] = (char)point;
        return 1;
    }
    size_t size = point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    static const unsigned char leads[] = {0, 0, 0xc0, 0xe0, 0xf0};
    for (size_t i = size - 1; i > 0; i--, point >>= 6) {
        out[i] = (char)(0x80 | (point & 0x3f));
    }
    out[0] = (char)(leads[size] | point);
    return size;
}

/* Writes what stands for one character; 0 bytes for a mark that is dropped. */
static size_t fold_point(uint32_t point, char out[4])
{
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        if (pairs[i].point == point) {
            memcpy(out, pairs[i].text, strlen(pairs[i].text));
            return strlen(pairs[i].text);
        }
    }
    if (point >= 0x300 && point <= 0x36f) {
        return 0; /* combining marks */
    }
    if (point >= 0xc0 && point <= 0x17f && latin[point - 0xc0] != '*') {
        out[0] = latin[point - 0xc0];
        return 1;
    }
    if (point < 0x80) {
        bool letter = (point >= 'a' && point <= 'z') || (point >= '0' && point <= '9');
        bool capital = point >= 'A' && point <= 'Z';
        out[0] = capital ? (char)(point + 32) : letter || point == '@' ? (char)point : ' ';
        return point == '\'' ? 0 : 1;
    }
    point = lower(point);
    return encode(point == 0x0451 ? 0x0435 : point, out); /* ё is often written е */
}

char *fold_add(char *out, size_t size, const char *text)
{
    size_t used = strlen(out);
    const unsigned char *at = (const unsigned char *)text;
    while (*at) {
        char folded[4];
        size_t length = fold_point(next_point(&at), folded);
        bool blank = length == 1 && folded[0] == ' ';
        if (used + length + 1 >= size) {
            break;
        }
        if (!blank || (used > 0 && out[used - 1] != ' ')) {
            memcpy(out + used, folded, length);
            used += length;
        }
    }
    if (used > 0 && out[used - 1] != ' ') {
        out[used++] = ' ';
    }
    out[used] = '\0';
    return out;
}

char *fold_text(char *out, size_t size, const char *text)
{
    out[0] = '\0';
    fold_add(out, size, text);
    size_t length = strlen(out);
    if (length > 0) {
        out[length - 1] = '\0';
    }
    return out;
}
