/* Fonts: which of Debian's packages has the letters of a script. Any thread. */
#ifndef LANYARD_FONT_PACKAGE_H
#define LANYARD_FONT_PACKAGE_H

/* By the script's Unicode name (text_script): "fonts-noto-cjk". */
const char *font_package(const char *script);

#endif
