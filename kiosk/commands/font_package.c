#include "kiosk/commands/font_package.h"

#include <string.h>

const char *font_package(const char *script)
{
    static const char *const cjk[] = {"Han", "Hiragana", "Katakana", "Hangul", "Bopomofo"};
    static const char *const core[] = {"Arabic",    "Armenian", "Bengali", "Cyrillic", "Devanagari",
                                       "Ethiopic",  "Georgian", "Greek",   "Gujarati", "Gurmukhi",
                                       "Hebrew",    "Kannada",  "Khmer",   "Lao",      "Latin",
                                       "Malayalam", "Myanmar",  "Oriya",   "Sinhala",  "Tamil",
                                       "Telugu",    "Thaana",   "Thai",    "Tibetan"};
    for (size_t i = 0; i < sizeof cjk / sizeof cjk[0]; i++) {
        if (strcmp(script, cjk[i]) == 0) {
            return "fonts-noto-cjk";
        }
    }
    for (size_t i = 0; i < sizeof core / sizeof core[0]; i++) {
        if (strcmp(script, core[i]) == 0) {
            return "fonts-noto-core";
        }
    }
    return "fonts-noto-extra";
}
