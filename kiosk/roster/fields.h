/* The fields of a roster, and the record that a row becomes; for the roster's own files. */
#ifndef LANYARD_ROSTER_FIELDS_H
#define LANYARD_ROSTER_FIELDS_H

#include "roster.h"
#include "text.h"

enum roster_field {
    FIELD_HOLDER,
    FIELD_EXTERNAL_ID,
    FIELD_FOREIGN_CODE,
    FIELD_FAMILY_NAME,
    FIELD_GIVEN_NAME,
    FIELD_NATIVE_NAME,
    FIELD_TITLE,
    FIELD_POSITION,
    FIELD_ORGANISATION,
    FIELD_DELEGATION,
    FIELD_CATEGORY,
    FIELD_HEAD_OF_DELEGATION,
    FIELD_PROTOCOL_RANK,
    FIELD_LANGUAGE,
    FIELD_EMAIL,
    FIELD_PHOTO,
    FIELD_ZONES,
    FIELD_VENUES,
    FIELD_DAYS,
    FIELD_SESSIONS,
    FIELD_HOST,
    FIELD_ESCORT,
    FIELD_ACCOMPANIES,
    FIELD_ESCORT_REQUIRED,
    FIELD_WATCH,
    FIELD_APPROVAL,
    FIELD_GUARD_NOTE,
    FIELD_EXPORTED,              /* how many an export has; what follows only comes in */
    FIELD_NAME = FIELD_EXPORTED, /* whole name in one cell */
    FIELD_MIDDLE_NAME,
    /* parts of a name that are not in Latin letters; filled by the script of the cell */
    FIELD_NATIVE_FAMILY,
    FIELD_NATIVE_GIVEN,
    FIELD_NATIVE_MIDDLE,
    FIELD_NATIVE_WHOLE,
    FIELD_COUNT,
    FIELD_NONE = FIELD_COUNT,
};

const char *field_name(enum roster_field field);

/* By a field's own name. */
bool field_parse(const char *name, enum roster_field *out);

/* By a column's heading in English, French or Russian. FIELD_NONE: not known. */
enum roster_field field_guess(const char *heading);

/* A column of an export that tells what became of the person: never imported. */
bool field_is_result(const char *heading);

/* A row: each field's cleaned text; "" and not given where the file has no such column. */
struct record {
    int64_t row;
    bool given[FIELD_COUNT];
    char text[FIELD_COUNT][ATTENDEE_TEXT_SIZE];
    bool rejected;
};

void record_start(struct record *record, int64_t row);

/* Nothing but a number: a row that nobody filled in. */
bool record_is_blank(const struct record *record);

/* Where remarks go, and their count. */
struct remarks {
    const struct roster_listener *listener;
    struct roster_summary *summary;
};

/* Says something of a row; an error rejects the record (which may be NULL: of the file). */
void remark(struct remarks *remarks, struct record *record, enum roster_level level, int64_t row,
            const char *field, const char *format, ...) __attribute__((format(printf, 6, 7)));

/* Cleans a cell into its field; a part of a name goes where its script belongs. `column` is what
 * the file calls it, for remarks. */
void record_set(struct record *record, enum roster_field field, const char *column,
                const char *text, size_t size, struct remarks *remarks);

#endif
