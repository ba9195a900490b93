#include <stdio.h>
#include <string.h>

#include "printer/template_key.h"

bool key_read_mm(struct reader *reader, const char *key, const char *value, int32_t least,
                 int32_t *out)
{
    int32_t um;
    if (!value_mm(&value, &um) || !value_end(value) || um < least) {
        return reader_fail(reader, key, "a length in mm is wanted, such as \"4.5\"");
    }
    *out = um;
    return true;
}

bool key_read_int(struct reader *reader, const char *key, const char *value, int least, int most,
                  int *out)
{
    if (!value_int(&value, least, most, out) || !value_end(value)) {
        return reader_fail(reader, key, "a number from %d to %d is wanted", least, most);
    }
    return true;
}

bool key_read_choice(struct reader *reader, const char *key, const char *value,
                     const char *const *words, int *out)
{
    char word[24];
    int index =
        value_word(&value, word, sizeof word) && value_end(value) ? value_choice(word, words) : -1;
    if (index < 0) {
        char list[96] = "";
        for (int i = 0; words[i]; i++) {
            snprintf(list + strlen(list), sizeof list - strlen(list), "%s%s", i ? ", " : "",
                     words[i]);
        }
        return reader_fail(reader, key, "one of these is wanted: %s", list);
    }
    *out = index;
    return true;
}

bool key_read_ink(struct reader *reader, const char *key, const char *value, struct ink *out)
{
    char word[24];
    if (!value_word(&value, word, sizeof word) || !value_end(value) || !value_ink(word, out)) {
        return reader_fail(reader, key,
                           "a colour is wanted: ink, soft, line, tint, category, on-category, "
                           "white, black, none or #RRGGBB");
    }
    return true;
}

bool key_read_pattern(struct reader *reader, const char *key, const char *value,
                      enum pattern *pattern, int32_t *pitch_um)
{
    static const char *const words[] = {"none", "lattice", "stripes", NULL};
    char word[24];
    int index = value_word(&value, word, sizeof word) ? value_choice(word, words) : -1;
    int32_t um = 0;
    if (index < 0 || (index > 0 && (!value_mm(&value, &um) || um < 500)) || !value_end(value)) {
        return reader_fail(reader, key,
                           "none, \"lattice PITCH\" or \"stripes PITCH\" is wanted, 0.5 mm at "
                           "least");
    }
    *pattern = (enum pattern)index;
    *pitch_um = um;
    return true;
}
