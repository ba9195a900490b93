#include <stdio.h>
#include <string.h>

#include "printer/template.h"

/* Either a text of the badge, or one that is made. */
struct field {
    const char *name;
    size_t offset;
    void (*write)(const struct badge *badge, char *out, size_t size);
};

static void write_serial(const struct badge *badge, char *out, size_t size)
{
    snprintf(out, size, "%u", badge->serial);
}

static void write_issue(const struct badge *badge, char *out, size_t size)
{
    snprintf(out, size, "%d", badge->issue);
}

static void write_replacement(const struct badge *badge, char *out, size_t size)
{
    out[0] = '\0';
    if (badge->issue > 1) {
        snprintf(out, size, "R%d", badge->issue);
    }
}

static void write_name(const struct badge *badge, char *out, size_t size)
{
    snprintf(out, size, "%s%s%s", badge->given_name,
             badge->given_name[0] && badge->family_name[0] ? " " : "", badge->family_name);
}

#define TEXT(name, member)                         \
    {                                              \
        name, offsetof(struct badge, member), NULL \
    }
static const struct field fields[] = {
    TEXT("event", event_name),       TEXT("dates", event_dates),
    TEXT("letter", category_letter), TEXT("category", category_name),
    TEXT("family", family_name),     TEXT("given", given_name),
    TEXT("native", native_name),     TEXT("delegation", delegation),
    TEXT("country", country),        TEXT("position", position),
    {"name", 0, write_name},         {"serial", 0, write_serial},
    {"issue", 0, write_issue},       {"replacement", 0, write_replacement},
};

static const struct field *find_field(const char *name, size_t length)
{
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        if (strlen(fields[i].name) == length && strncmp(fields[i].name, name, length) == 0) {
            return &fields[i];
        }
    }
    return NULL;
}

bool template_text_is_good(const char *text, char field[24])
{
    for (const char *at = strchr(text, '{'); at; at = strchr(at + 1, '{')) {
        size_t length = strcspn(at + 1, "{}");
        if (at[1 + length] != '}' || !find_field(at + 1, length)) {
            snprintf(field, 24, "%.*s", (int)(length < 23 ? length : 23), at + 1);
            return false;
        }
    }
    field[0] = '\0';
    return true;
}

static bool is_blank(const char *text)
{
    return text[strspn(text, " \t\r\n")] == '\0';
}

static void append(char *out, size_t size, const char *text, size_t length)
{
    size_t used = strlen(out);
    if (length >= size - used) {
        length = size - used - 1;
        while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80) {
            length--; /* never half a character */
        }
    }
    memcpy(out + used, text, length);
    out[used + length] = '\0';
}

bool template_expand(const char *text, const struct badge *badge, char *out, size_t size)
{
    bool filled = false, any = false;
    out[0] = '\0';
    while (*text) {
        size_t plain = strcspn(text, "{");
        append(out, size, text, plain);
        text += plain;
        size_t length = *text ? strcspn(text + 1, "}") : 0;
        const struct field *field = *text ? find_field(text + 1, length) : NULL;
        if (field) {
            char made[BADGE_TEXT_SIZE * 2];
            const char *value = made;
            if (field->write) {
                field->write(badge, made, sizeof made);
            } else {
                value = (const char *)badge + field->offset;
            }
            any = true;
            filled = filled || !is_blank(value);
            append(out, size, value, strlen(value));
            text += length + 2;
        } else if (*text) {
            append(out, size, text++, 1);
        }
    }
    return filled || (!any && out[0]);
}

/* ---- conditions ---- */

static const char *const condition_words[] = {
    "family",  "given", "native", "position", "delegation", "country",
    "photo",   "zones", "days",   "escort",   "head",       "replacement",
    "one-day", "test",  "marks",  "category", NULL};

bool template_condition_parse(const char *word, struct condition *out)
{
    struct condition condition = {.negated = word[0] == '!'};
    char name[24];
    word += condition.negated;
    size_t length = strcspn(word, "=");
    snprintf(name, sizeof name, "%.*s", (int)(length < 23 ? length : 23), word);
    int kind = value_choice(name, condition_words);
    bool valued = word[length] == '=';
    if (kind < 0 || valued != (kind == WHEN_CATEGORY) ||
        (valued && (!word[length + 1] || strlen(word + length + 1) >= sizeof condition.letters))) {
        return false;
    }
    condition.kind = (enum condition_kind)kind;
    snprintf(condition.letters, sizeof condition.letters, "%s", valued ? word + length + 1 : "");
    *out = condition;
    return true;
}

/* Whether `letter` is one of "P,H". */
static bool is_listed(const char *letters, const char *letter)
{
    size_t length = strlen(letter);
    while (*letters) {
        size_t one = strcspn(letters, ",");
        if (length > 0 && one == length && strncmp(letters, letter, one) == 0) {
            return true;
        }
        letters += one + (letters[one] == ',');
    }
    return false;
}

static bool holds(const struct condition *condition, const struct badge *badge)
{
    const bool facts[] = {
        [WHEN_FAMILY] = !is_blank(badge->family_name),
        [WHEN_GIVEN] = !is_blank(badge->given_name),
        [WHEN_NATIVE] = !is_blank(badge->native_name),
        [WHEN_POSITION] = !is_blank(badge->position),
        [WHEN_DELEGATION] = !is_blank(badge->delegation),
        [WHEN_COUNTRY] = badge->country[0] != '\0',
        [WHEN_PHOTO] = badge->photo.rgb != NULL,
        [WHEN_ZONES] = badge->zone_count > 0,
        [WHEN_DAYS] = badge->day_count > 0,
        [WHEN_ESCORT] = badge->escort,
        [WHEN_HEAD] = badge->head,
        [WHEN_REPLACEMENT] = badge->issue > 1,
        [WHEN_ONE_DAY] = badge->one_day,
        [WHEN_TEST] = badge->test,
        [WHEN_MARKS] = badge->issue > 1 || badge->escort || badge->one_day,
        [WHEN_CATEGORY] = is_listed(condition->letters, badge->category_letter),
    };
    return facts[condition->kind] != condition->negated;
}

bool template_shows(const struct element *element, const struct badge *badge)
{
    char text[BADGE_TEXT_SIZE * 3];
    for (size_t i = 0; i < element->condition_count; i++) {
        if (!holds(&element->conditions[i], badge)) {
            return false;
        }
    }
    switch (element->kind) {
    case ELEMENT_TEXT:
        return template_expand(element->text, badge, text, sizeof text);
    case ELEMENT_FLAG:
        return badge->country[0] || !is_blank(badge->delegation);
    case ELEMENT_ZONES:
        return badge->zone_count > 0;
    case ELEMENT_DAYS:
        return badge->day_count > 0;
    case ELEMENT_MARKS:
        return badge->issue > 1 || badge->escort || badge->one_day;
    default:
        return true;
    }
}

size_t template_marks(const struct badge *badge, char out[3][16])
{
    size_t count = 0;
    if (badge->issue > 1) {
        snprintf(out[count++], 16, "R%d", badge->issue);
    }
    if (badge->escort) {
        snprintf(out[count++], 16, "ESCORT");
    }
    if (badge->one_day) {
        snprintf(out[count++], 16, "ONE DAY");
    }
    return count;
}

const struct template_style *template_style_of(const struct badge_template *template,
                                               const struct badge *badge)
{
    for (size_t i = 0; i < template->style_count; i++) {
        if (strcmp(template->styles[i].letter, badge->category_letter) == 0) {
            return &template->styles[i];
        }
    }
    return NULL;
}
