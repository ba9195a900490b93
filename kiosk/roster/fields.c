#include "kiosk/roster/fields.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char *const names[FIELD_COUNT + 1] = {
    [FIELD_HOLDER] = "holder",
    [FIELD_EXTERNAL_ID] = "external_id",
    [FIELD_FOREIGN_CODE] = "foreign_code",
    [FIELD_FAMILY_NAME] = "family_name",
    [FIELD_GIVEN_NAME] = "given_name",
    [FIELD_NATIVE_NAME] = "native_name",
    [FIELD_TITLE] = "title",
    [FIELD_POSITION] = "position",
    [FIELD_ORGANISATION] = "organisation",
    [FIELD_DELEGATION] = "delegation",
    [FIELD_CATEGORY] = "category",
    [FIELD_HEAD_OF_DELEGATION] = "head_of_delegation",
    [FIELD_PROTOCOL_RANK] = "protocol_rank",
    [FIELD_LANGUAGE] = "language",
    [FIELD_EMAIL] = "email",
    [FIELD_PHOTO] = "photo",
    [FIELD_ZONES] = "zones",
    [FIELD_VENUES] = "venues",
    [FIELD_DAYS] = "days",
    [FIELD_SESSIONS] = "sessions",
    [FIELD_HOST] = "host",
    [FIELD_ESCORT] = "escort",
    [FIELD_ACCOMPANIES] = "accompanies",
    [FIELD_ESCORT_REQUIRED] = "escort_required",
    [FIELD_WATCH] = "watch",
    [FIELD_APPROVAL] = "approval",
    [FIELD_GUARD_NOTE] = "guard_note",
    [FIELD_NAME] = "name",
    [FIELD_MIDDLE_NAME] = "middle_name",
};

/* How many bytes a field may have, with the NUL, where that is not ATTENDEE_TEXT_SIZE. */
static const size_t sizes[FIELD_COUNT] = {
    [FIELD_EXTERNAL_ID] = 64, [FIELD_TITLE] = 64,  [FIELD_LANGUAGE] = 32,
    [FIELD_HOST] = 64,        [FIELD_ESCORT] = 64, [FIELD_ACCOMPANIES] = 64,
};

const char *field_name(enum roster_field field)
{
    return names[field] ? names[field] : "name";
}

const char *const *roster_fields(void)
{
    static const char *exported[FIELD_EXPORTED + 1];
    memcpy(exported, names, FIELD_EXPORTED * sizeof exported[0]);
    return exported;
}

bool field_parse(const char *name, enum roster_field *out)
{
    for (int i = 0; i < FIELD_COUNT; i++) {
        if (names[i] && strcmp(names[i], name) == 0) {
            *out = (enum roster_field)i;
            return true;
        }
    }
    return false;
}

void record_start(struct record *record, int64_t row)
{
    memset(record->given, 0, sizeof record->given);
    for (int i = 0; i < FIELD_COUNT; i++) {
        record->text[i][0] = '\0';
    }
    record->row = row;
    record->rejected = false;
}

void remark(struct remarks *remarks, struct record *record, enum roster_level level, int64_t row,
            const char *field, const char *format, ...)
{
    char text[1024];
    va_list values;
    va_start(values, format);
    vsnprintf(text, sizeof text, format, values);
    va_end(values);
    const struct roster_remark said = {level, row, field, text};
    if (level == ROSTER_NOTE) {
        remarks->summary->notes++;
    }
    if (record && level == ROSTER_ERROR) {
        record->rejected = true;
    }
    if (remarks->listener && remarks->listener->remark) {
        remarks->listener->remark(&said, remarks->listener->userdata);
    }
}

static enum roster_field native_part(enum roster_field field)
{
    switch (field) {
    case FIELD_FAMILY_NAME:
        return FIELD_NATIVE_FAMILY;
    case FIELD_GIVEN_NAME:
        return FIELD_NATIVE_GIVEN;
    case FIELD_MIDDLE_NAME:
        return FIELD_NATIVE_MIDDLE;
    case FIELD_NAME:
        return FIELD_NATIVE_WHOLE;
    default:
        return field;
    }
}

void record_set(struct record *record, enum roster_field field, const char *column,
                const char *text, size_t size, struct remarks *remarks)
{
    char clean[ATTENDEE_TEXT_SIZE];
    if (field == FIELD_NONE) {
        return;
    }
    size_t room = sizes[field] ? sizes[field] : sizeof clean;
    enum text_fault fault = text_clean(text, size, clean, room);
    if (fault == TEXT_TOO_LONG) {
        remark(remarks, record, ROSTER_ERROR, record->row, field_name(field),
               "column \"%s\" is too long: %zu bytes, at most %zu", column, size, room - 1);
    } else if (fault != TEXT_CLEAN) {
        remark(remarks, record, text_refused(fault) ? ROSTER_ERROR : ROSTER_NOTE, record->row,
               field_name(field), "column \"%s\" %s", column, text_fault_string(fault));
    }
    record->given[field] = true;
    if (!text_is_latin(clean)) {
        field = native_part(field);
        record->given[field] = true;
    }
    if (clean[0] && !record->text[field][0]) { /* of two such columns the first that has a text */
        memcpy(record->text[field], clean, strlen(clean) + 1);
    }
}

bool record_is_blank(const struct record *record)
{
    for (int i = 0; i < FIELD_COUNT; i++) {
        if (i != FIELD_EXTERNAL_ID && record->text[i][0]) {
            return false;
        }
    }
    return true;
}
