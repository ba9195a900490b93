/* An import under way; for the roster's own files. */
#ifndef LANYARD_ROSTER_IMPORT_H
#define LANYARD_ROSTER_IMPORT_H

#include "kiosk/roster/base.h"
#include "kiosk/roster/person.h"
#include "kiosk/roster/photos.h"
#include "kiosk/roster/reader.h"
#include "kiosk/roster/seen.h"

struct import {
    struct store *store; /* lent */
    const struct roster_options *options;
    const char *file_name; /* lent; without its folder */
    struct remarks remarks;
    struct reader_sink sink;
    uint64_t maps_met;     /* of the sink */
    struct places *places; /* owned */
    struct seen seen;
    struct photos photos;
    bool failed; /* the store */
    bool said_derived;
    char base[BASE_SIZE];
    struct person_text before, after;
    uint8_t hash[32]; /* of the file */
};

/* Takes one record into the store: adds, changes or leaves the person. False: the store failed. */
bool import_record(struct record *record, void *import);

/* Reads the whole file through import->sink. */
enum import_read { IMPORT_READ, IMPORT_UNREADABLE, IMPORT_STOPPED };
enum import_read import_file(struct import *import, const char *path);

#endif
