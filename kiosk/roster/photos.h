/* Photos of an import; for the roster's own files. */
#ifndef LANYARD_ROSTER_PHOTOS_H
#define LANYARD_ROSTER_PHOTOS_H

#include "kiosk/roster/person.h"

#define PHOTO_NAME_SIZE 64

struct photos {
    const char *from, *to; /* lent; folders. from NULL: none are taken */
    bool dry_run;
    char (*made)[PHOTO_NAME_SIZE]; /* owned; files of this import, removed if it fails */
    size_t made_count, made_capacity;
};

/* Takes the picture that a record names, or that is named after its external id. What is wrong with
 * it is remarked; the person stays as it was. */
void photos_take(struct photos *photos, struct record *record, struct person *person,
                 struct remarks *remarks);

/* Keeps what was copied, or removes it. */
void photos_finish(struct photos *photos, bool keep);

#endif
