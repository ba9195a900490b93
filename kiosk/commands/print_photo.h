/* Photos of a document of many badges. Pure; any thread. */
#ifndef LANYARD_PRINT_PHOTO_H
#define LANYARD_PRINT_PHOTO_H

#include "picture.h"

/* Scales the photo down to what a badge shows at 200 dpi and codes it anew, unless it is small
 * already. What cannot be made smaller stays as it is. */
void print_photo_slim(struct picture *photo);

#endif
