/* The note that staff read about a person: wrapped, and cut short where it is very long. */
#include <stdint.h>
#include <string.h>

#include "kiosk/ui/parts.h"

#define WIDE_FROM 0x2E80u /* the scripts whose letters are as wide as two */
#define WIDE_TO 0xD7FFu
#define LEAST_KEPT 3 / 4 /* of the room: no word is so long that more is given up for it */

/* One character of valid UTF-8. Returns its bytes, 0 at the end. */
static size_t character(const char *text, int *columns)
{
    const unsigned char *byte = (const unsigned char *)text;
    size_t size = 1;
    while (byte[0] >= 0xC0 && size < 4 && (byte[size] & 0xC0) == 0x80) {
        size++;
    }
    uint32_t code =
        size == 3 ? (byte[0] & 0x0Fu) << 12 | (byte[1] & 0x3Fu) << 6 | (byte[2] & 0x3Fu) : byte[0];
    *columns = size == 4 || (size == 3 && code >= WIDE_FROM && code <= WIDE_TO) ? 2 : 1;
    return byte[0] ? size : 0;
}

bool part_shortened(const char *text, int columns, char *out, size_t size)
{
    size_t at = 0, step, fits = 0, word = 0;
    int used = 0, width, at_word = 0;
    while ((step = character(text + at, &width)) > 0) {
        used += width;
        at += step;
        if (used < columns && at + sizeof "…" <= size) {
            fits = at;
            if (text[at] == ' ') {
                word = at;
                at_word = used;
            }
        }
    }
    if (used <= columns && at < size) {
        memcpy(out, text, at + 1);
        return false;
    }
    fits = at_word >= columns * LEAST_KEPT ? word : fits;
    memcpy(out, text, fits);
    memcpy(out + fits, "…", sizeof "…");
    return true;
}

void part_note(struct widget_tree *tree, const char *note, const struct tone *tone, int columns)
{
    char text[ATTENDEE_TEXT_SIZE];
    if (!note[0]) {
        return;
    }
    part_shortened(note, columns, text, sizeof text);
    tree_open(tree, (struct widget){.kind = WIDGET_ROW,
                                    .name = "note box",
                                    .fill = tone->deep,
                                    .radius = 1,
                                    .gap = 1.2f,
                                    .pad_x = 1.5f,
                                    .pad_y = 0.8f,
                                    .across = PLACE_CENTER});
    tree_add(tree, (struct widget){.kind = WIDGET_ICON,
                                   .name = "icon",
                                   .icon = ICON_INFO,
                                   .size = 3,
                                   .color = tone->text});
    tree_text(tree, "note", text,
              (struct widget){.type = TYPE_BODY,
                              .bold = true,
                              .grow = 1,
                              .shrinks = true,
                              .color = tone->text,
                              .personal = true});
    tree_close(tree);
    explicit_bzero(text, sizeof text);
}
