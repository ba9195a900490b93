#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "kiosk/roster/person.h"

/* Appends with a blank between. False: it does not fit, and nothing was appended. */
static bool join(char *out, size_t size, const char *text)
{
    size_t used = strlen(out), length = strlen(text);
    size_t blank = used > 0 && length > 0;
    if (used + blank + length >= size) {
        return false;
    }
    if (blank) {
        out[used++] = ' ';
    }
    memcpy(out + used, text, length + 1);
    return true;
}

static bool is_capitals(const char *word, size_t length)
{
    size_t capitals = 0;
    for (size_t i = 0; i < length; i++) {
        if (word[i] >= 'a' && word[i] <= 'z') {
            return false;
        }
        capitals += word[i] >= 'A' && word[i] <= 'Z';
    }
    return capitals > 1;
}

struct parts {
    char family[ATTENDEE_TEXT_SIZE], given[ATTENDEE_TEXT_SIZE];
};

static void copy(char out[ATTENDEE_TEXT_SIZE], const char *text, size_t length)
{
    while (length > 0 && text[length - 1] == ' ') {
        length--;
    }
    while (length > 0 && *text == ' ') {
        text++, length--;
    }
    snprintf(out, ATTENDEE_TEXT_SIZE, "%.*s", (int)length, text);
}

/* Words in capitals are the family's: "Zulfiya RAHIMOVA", "EL AMRANI Karim". */
static bool split_capitals(const char *name, struct parts *out)
{
    char family[ATTENDEE_TEXT_SIZE] = "", given[ATTENDEE_TEXT_SIZE] = "";
    for (const char *at = name; *at;) {
        size_t length = strcspn(at, " ");
        char word[ATTENDEE_TEXT_SIZE];
        snprintf(word, sizeof word, "%.*s", (int)length, at);
        join(is_capitals(word, length) ? family : given, ATTENDEE_TEXT_SIZE, word);
        at += length + strspn(at + length, " ");
    }
    if (!family[0] || !given[0]) {
        return false;
    }
    memcpy(out->family, family, sizeof family);
    memcpy(out->given, given, sizeof given);
    return true;
}

/* A whole name in one cell. `family_first` is the order where nothing else tells. */
static void split(const char *name, bool family_first, struct parts *out)
{
    const char *comma = strchr(name, ',');
    const char *space = family_first ? strchr(name, ' ') : strrchr(name, ' ');
    *out = (struct parts){"", ""};
    if (comma) {
        copy(out->family, name, (size_t)(comma - name));
        copy(out->given, comma + 1, strlen(comma + 1));
    } else if (split_capitals(name, out)) {
        return;
    } else if (!space) {
        copy(out->family, name, strlen(name));
    } else {
        size_t first = (size_t)(space - name);
        copy(family_first ? out->family : out->given, name, first);
        copy(family_first ? out->given : out->family, space, strlen(space));
    }
}

/* How many bytes of a whole name are a form of address in front of it, with the blanks behind. */
static size_t address_length(const char *name)
{
    static const char *const words[] = {"mr",  "mrs",  "ms",   "miss",   "dr",  "prof",
                                        "mme", "mlle", "herr", "frau",   "sir", "h.e",
                                        "s.e", "г-н",  "г-жа", "prof.dr"};
    size_t length = strcspn(name, " "), kept = length;
    if (kept > 0 && name[kept - 1] == '.') {
        kept--;
    }
    for (size_t i = 0; name[length] && i < sizeof words / sizeof words[0]; i++) {
        if (strlen(words[i]) == kept && strncasecmp(words[i], name, kept) == 0) {
            return length + strspn(name + length, " ");
        }
    }
    return 0;
}

/* "H.E. Mr. Ahmad KHAN": the address is the title's, unless there is one. */
static void take_address(struct record *record, char *name)
{
    size_t length = 0, more;
    char *title = record->text[FIELD_TITLE];
    while ((more = address_length(name + length)) > 0) {
        length += more;
    }
    if (length == 0) {
        return;
    }
    if (!title[0] && length < 64) {
        copy(title, name, length);
        record->given[FIELD_TITLE] = true;
    }
    memmove(name, name + length, strlen(name + length) + 1);
}

/* Whether somebody could be called that. */
static bool has_letters(const char *text)
{
    char folded[2 * ATTENDEE_TEXT_SIZE];
    text_fold(text, folded, sizeof folded);
    return folded[strspn(folded, "0123456789 -")] != '\0';
}

static void assemble_latin(struct record *record)
{
    char *family = record->text[FIELD_FAMILY_NAME], *given = record->text[FIELD_GIVEN_NAME];
    struct parts parts;
    if (!family[0] && !given[0] && record->text[FIELD_NAME][0]) {
        split(record->text[FIELD_NAME], false, &parts);
        memcpy(family, parts.family, ATTENDEE_TEXT_SIZE);
        memcpy(given, parts.given, ATTENDEE_TEXT_SIZE);
    }
    if (family[0] || given[0]) {
        join(given, ATTENDEE_TEXT_SIZE, record->text[FIELD_MIDDLE_NAME]);
    }
}

/* The native name in the order in which it is written: as it came in one cell, else given, middle,
 * family. */
static void assemble_native(struct record *record)
{
    char *native = record->text[FIELD_NATIVE_NAME];
    if (native[0]) {
        return;
    }
    if (record->text[FIELD_NATIVE_WHOLE][0]) {
        memcpy(native, record->text[FIELD_NATIVE_WHOLE], ATTENDEE_TEXT_SIZE);
        return;
    }
    join(native, ATTENDEE_TEXT_SIZE, record->text[FIELD_NATIVE_GIVEN]);
    join(native, ATTENDEE_TEXT_SIZE, record->text[FIELD_NATIVE_MIDDLE]);
    join(native, ATTENDEE_TEXT_SIZE, record->text[FIELD_NATIVE_FAMILY]);
}

/* Latin letters for whoever has none: the badge and the police read those. */
static bool romanise(struct record *record)
{
    char *family = record->text[FIELD_FAMILY_NAME], *given = record->text[FIELD_GIVEN_NAME];
    struct parts parts = {"", ""};
    if (family[0] || given[0] || !record->text[FIELD_NATIVE_NAME][0]) {
        return false;
    }
    if (record->text[FIELD_NATIVE_FAMILY][0] || record->text[FIELD_NATIVE_GIVEN][0]) {
        memcpy(parts.family, record->text[FIELD_NATIVE_FAMILY], sizeof parts.family);
        memcpy(parts.given, record->text[FIELD_NATIVE_GIVEN], sizeof parts.given);
        join(parts.given, sizeof parts.given, record->text[FIELD_NATIVE_MIDDLE]);
    } else { /* Cyrillic lists and East Asian names write the family first */
        split(record->text[FIELD_NATIVE_NAME], true, &parts);
    }
    text_latin(parts.family, family, ATTENDEE_TEXT_SIZE);
    text_latin(parts.given, given, ATTENDEE_TEXT_SIZE);
    return true;
}

void names_assemble(struct record *record, struct remarks *remarks)
{
    static const enum roster_field sources[] = {
        FIELD_FAMILY_NAME, FIELD_GIVEN_NAME,    FIELD_NATIVE_NAME,  FIELD_NAME,
        FIELD_MIDDLE_NAME, FIELD_NATIVE_FAMILY, FIELD_NATIVE_GIVEN, FIELD_NATIVE_WHOLE,
    };
    bool any = false;
    for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++) {
        any |= record->given[sources[i]];
    }
    if (!any || record->rejected) {
        return;
    }
    take_address(record, record->text[FIELD_NAME]);
    take_address(record, record->text[FIELD_NATIVE_WHOLE]);
    assemble_latin(record);
    assemble_native(record);
    if (romanise(record)) {
        remark(remarks, record, ROSTER_NOTE, record->row, "family_name",
               "no Latin name: \"%s %s\" was made from \"%s\"", record->text[FIELD_GIVEN_NAME],
               record->text[FIELD_FAMILY_NAME], record->text[FIELD_NATIVE_NAME]);
    }
    if (!record->text[FIELD_FAMILY_NAME][0] && !record->text[FIELD_GIVEN_NAME][0]) {
        remark(remarks, record, ROSTER_ERROR, record->row, "family_name", "a person needs a name");
    } else if (!has_letters(record->text[FIELD_FAMILY_NAME]) &&
               !has_letters(record->text[FIELD_GIVEN_NAME])) {
        remark(remarks, record, ROSTER_ERROR, record->row, "family_name",
               "\"%s%s\" is no name: is this row a total?", record->text[FIELD_GIVEN_NAME],
               record->text[FIELD_FAMILY_NAME]);
    }
    bool native = record->given[FIELD_NATIVE_NAME] || record->text[FIELD_NATIVE_NAME][0];
    record->given[FIELD_FAMILY_NAME] = record->given[FIELD_GIVEN_NAME] = true;
    record->given[FIELD_NATIVE_NAME] = native;
}
