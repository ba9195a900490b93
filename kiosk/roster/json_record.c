/* One JSON record to people: pretix orders, Indico registrations, or an object of plain fields. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "kiosk/roster/reader.h"

#define TEXT_SIZE 4096

struct source {
    const struct reader_sink *sink;
    struct record *record;
};

static void set_text(const struct source *source, enum roster_field field, const char *column,
                     const json_t *value)
{
    char text[TEXT_SIZE] = "";
    size_t used = 0, i;
    const json_t *item;
    switch (json_typeof(value)) {
    case JSON_STRING:
        record_set(source->record, field, column, json_string_value(value),
                   json_string_length(value), source->sink->remarks);
        return;
    case JSON_INTEGER:
        used = (size_t)snprintf(text, sizeof text, "%lld", (long long)json_integer_value(value));
        break;
    case JSON_REAL:
        used = (size_t)snprintf(text, sizeof text, "%.15g", json_real_value(value));
        break;
    case JSON_TRUE:
    case JSON_FALSE:
        used = (size_t)snprintf(text, sizeof text, "%d", json_is_true(value));
        break;
    case JSON_ARRAY:
        json_array_foreach(value, i, item)
        {
            const char *word = json_string_value(item);
            if (word && used < sizeof text) {
                used += (size_t)snprintf(text + used, sizeof text - used, "%s%s", used ? ", " : "",
                                         word);
            }
        }
        break;
    default:
        break; /* null, or an object that no field takes */
    }
    used = used < sizeof text ? used : sizeof text - 1;
    record_set(source->record, field, column, text, used, source->sink->remarks);
}

/* A member that may be missing or null. */
static void set_member(const struct source *source, enum roster_field field, const json_t *object,
                       const char *key)
{
    const json_t *value = json_object_get(object, key);
    if (value && !json_is_null(value)) {
        set_text(source, field, key, value);
    }
}

static void set_string(const struct source *source, enum roster_field field, const char *text)
{
    record_set(source->record, field, field_name(field), text, strlen(text), source->sink->remarks);
}

/* ---- plain objects ---- */

static bool read_plain(const json_t *object, const struct source *source)
{
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)object, key, value)
    {
        enum roster_field field = sink_field(source->sink, key);
        if (field != FIELD_NONE) {
            set_text(source, field, key, value);
        }
    }
    return source->sink->record(source->record, source->sink->userdata);
}

/* ---- pretix ---- */

static const char *pretix_approval(const json_t *order, const json_t *position)
{
    const char *status = json_string_value(json_object_get(order, "status"));
    const json_t *blocked = json_object_get(position, "blocked");
    char state = status ? status[0] : 'p';
    if (state == 'c' || state == 'e') {
        return "withdrawn";
    }
    return state == 'p' && !(json_is_array(blocked) && json_array_size(blocked) > 0) ? "approved"
                                                                                     : "pending";
}

static void read_answers(const json_t *position, const struct source *source)
{
    size_t i;
    const json_t *answer;
    const json_t *answers = json_object_get(position, "answers");
    json_array_foreach(answers, i, answer)
    {
        const char *question = json_string_value(json_object_get(answer, "question_identifier"));
        const json_t *text = json_object_get(answer, "answer");
        enum roster_field field = question ? sink_field(source->sink, question) : FIELD_NONE;
        if (field != FIELD_NONE && text) {
            set_text(source, field, question, text);
        }
    }
}

static void read_mapped(const json_t *object, const struct source *source)
{
    const struct roster_options *options = source->sink->options;
    for (size_t i = 0; i < options->map_count; i++) {
        const json_t *value = json_object_get(object, options->maps[i].column);
        if (value) {
            set_text(source, sink_field(source->sink, options->maps[i].column),
                     options->maps[i].column, value);
        }
    }
}

/* Whose guest an add-on with a name is. */
static void set_host(const json_t *order, const json_t *position, const char *code,
                     const struct source *source)
{
    size_t i;
    const json_t *other, *addon = json_object_get(position, "addon_to");
    json_array_foreach(json_object_get(order, "positions"), i, other)
    {
        const json_t *id = json_object_get(other, "id");
        if (json_is_integer(addon) && json_is_integer(id) && json_equal(addon, id)) {
            char host[64];
            snprintf(host, sizeof host, "%.40s-%lld", code,
                     (long long)json_integer_value(json_object_get(other, "positionid")));
            set_string(source, FIELD_ACCOMPANIES, host);
        }
    }
}

static bool read_position(const json_t *order, const json_t *position, int64_t row,
                          const struct source *source)
{
    char id[64];
    const json_t *parts = json_object_get(position, "attendee_name_parts");
    const json_t *email = json_object_get(position, "attendee_email");
    const char *code = json_string_value(json_object_get(order, "code"));
    record_start(source->record, row);
    snprintf(id, sizeof id, "%.40s-%lld", code ? code : "",
             (long long)json_integer_value(json_object_get(position, "positionid")));
    set_string(source, FIELD_EXTERNAL_ID, id);
    read_answers(position, source);
    read_mapped(position, source);
    set_host(order, position, code ? code : "", source);
    set_member(source, FIELD_FOREIGN_CODE, position, "secret");
    set_member(source, FIELD_FAMILY_NAME, parts, "family_name");
    set_member(source, FIELD_GIVEN_NAME, parts, "given_name");
    set_member(source, FIELD_NAME, position, "attendee_name");
    set_member(source, FIELD_EMAIL, email && !json_is_null(email) ? position : order,
               email && !json_is_null(email) ? "attendee_email" : "email");
    set_member(source, FIELD_ORGANISATION, position, "company");
    set_member(source, FIELD_DELEGATION, position, "country");
    set_member(source, FIELD_LANGUAGE, order, "locale");
    set_member(source, FIELD_GUARD_NOTE, order, "checkin_text");
    set_string(source, FIELD_APPROVAL, pretix_approval(order, position));
    return source->sink->record(source->record, source->sink->userdata);
}

/* An add-on (a dinner, a workshop) is a thing that somebody has, not somebody, unless it has a name
 * of its own. */
static bool is_person(const json_t *position)
{
    const json_t *addon = json_object_get(position, "addon_to");
    const json_t *name = json_object_get(position, "attendee_name");
    return !addon || json_is_null(addon) || (json_is_string(name) && json_string_length(name) > 0);
}

static bool read_pretix(const json_t *order, int64_t row, const struct source *source)
{
    size_t i;
    const json_t *position;
    json_array_foreach(json_object_get(order, "positions"), i, position)
    {
        if (is_person(position) && !read_position(order, position, row, source)) {
            return false;
        }
    }
    return true;
}

/* ---- Indico ---- */

static const char *indico_approval(const char *state)
{
    static const struct {
        const char *state, *approval;
    } states[] = {{"complete", "approved"},
                  {"pending", "pending"},
                  {"unpaid", "pending"},
                  {"withdrawn", "withdrawn"},
                  {"rejected", "rejected"}};
    for (size_t i = 0; state && i < sizeof states / sizeof states[0]; i++) {
        if (strcmp(state, states[i].state) == 0) {
            return states[i].approval;
        }
    }
    return state ? state : "approved";
}

/* The form's fields, in sections or not: {"title": …, "data": …}. */
static void read_form(const json_t *data, const struct source *source)
{
    size_t i;
    const json_t *item;
    json_array_foreach(data, i, item)
    {
        const char *title = json_string_value(json_object_get(item, "title"));
        const json_t *fields = json_object_get(item, "fields");
        const json_t *value = json_object_get(item, "data");
        enum roster_field field = title ? sink_field(source->sink, title) : FIELD_NONE;
        if (json_is_array(fields)) {
            read_form(fields, source);
        } else if (field != FIELD_NONE && value && !json_is_null(value)) {
            set_text(source, field, title, value);
        }
    }
}

/* What the people whom somebody brings along have of that person. */
struct registrant {
    char id[64], secret[64], email[ATTENDEE_TEXT_SIZE], delegation[ATTENDEE_TEXT_SIZE];
    char organisation[ATTENDEE_TEXT_SIZE], language[ATTENDEE_TEXT_SIZE];
    char approval[ATTENDEE_TEXT_SIZE];
    int brought;
};

static void note_registrant(const struct record *record, struct registrant *out)
{
    const struct {
        enum roster_field field;
        char *text;
        size_t size;
    } kept[] = {
        {FIELD_EXTERNAL_ID, out->id, sizeof out->id},
        {FIELD_FOREIGN_CODE, out->secret, sizeof out->secret},
        {FIELD_EMAIL, out->email, sizeof out->email},
        {FIELD_DELEGATION, out->delegation, sizeof out->delegation},
        {FIELD_ORGANISATION, out->organisation, sizeof out->organisation},
        {FIELD_LANGUAGE, out->language, sizeof out->language},
        {FIELD_APPROVAL, out->approval, sizeof out->approval},
    };
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++) {
        const char *text = record->text[kept[i].field];
        snprintf(kept[i].text, kept[i].size, "%s", strlen(text) < kept[i].size ? text : "");
    }
    out->brought = 0;
}

static const char *member(const json_t *object, const char *key, const char *other)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : json_string_value(json_object_get(object, other));
}

/* Somebody with a badge of their own. Their ticket is the registrant's, and their id behind it. */
static bool read_companion(const json_t *object, int64_t row, struct registrant *registrant,
                           const struct source *source)
{
    const char *first = member(object, "firstName", "first_name");
    const char *last = member(object, "lastName", "last_name");
    const char *person = json_string_value(json_object_get(object, "id"));
    char id[128], ticket[128];
    record_start(source->record, row);
    registrant->brought++;
    if (person && strlen(person) <= 36) {
        snprintf(id, sizeof id, "%.26s-%s", registrant->id, person);
    } else {
        snprintf(id, sizeof id, "%.26s-%d", registrant->id, registrant->brought);
    }
    set_string(source, FIELD_EXTERNAL_ID, id);
    if (person && registrant->secret[0]) {
        snprintf(ticket, sizeof ticket, "%.63s/%.36s", registrant->secret, person);
        set_string(source, FIELD_FOREIGN_CODE, ticket);
    }
    set_string(source, FIELD_FAMILY_NAME, last ? last : "");
    set_string(source, FIELD_GIVEN_NAME, first ? first : "");
    set_string(source, FIELD_EMAIL, registrant->email);
    set_string(source, FIELD_DELEGATION, registrant->delegation);
    set_string(source, FIELD_ORGANISATION, registrant->organisation);
    set_string(source, FIELD_LANGUAGE, registrant->language);
    set_string(source, FIELD_APPROVAL, registrant->approval);
    set_string(source, FIELD_ACCOMPANIES, registrant->id);
    remark(source->sink->remarks, source->record, ROSTER_NOTE, row, "category",
           "%s %s accompanies \"%s\" and has the category of whoever has none given",
           first ? first : "", last ? last : "", registrant->id);
    return source->sink->record(source->record, source->sink->userdata);
}

static bool is_companion(const json_t *value)
{
    return json_is_object(value) &&
           (member(value, "firstName", "first_name") || member(value, "lastName", "last_name"));
}

/* Lists of people, wherever the form has them. */
static bool read_companions(const json_t *value, int64_t row, int depth,
                            struct registrant *registrant, const struct source *source)
{
    size_t i;
    const json_t *item;
    const char *key;
    json_t *inner;
    json_array_foreach(value, i, item)
    {
        bool ok = is_companion(item)
                      ? read_companion(item, row, registrant, source)
                      : depth == 0 || read_companions(item, row, depth - 1, registrant, source);
        if (!ok) {
            return false;
        }
    }
    json_object_foreach((json_t *)value, key, inner)
    {
        if (depth > 0 && !read_companions(inner, row, depth - 1, registrant, source)) {
            return false;
        }
    }
    return true;
}

#define FORM_DEPTH 6 /* sections, fields, data */

static bool read_indico(const json_t *object, int64_t row, const struct source *source)
{
    struct registrant registrant;
    const json_t *data = json_object_get(object, "registration_data");
    set_member(source, FIELD_EXTERNAL_ID, object, "id");
    set_member(source, FIELD_FOREIGN_CODE, object, "checkin_secret");
    set_member(source, FIELD_NAME, object, "full_name");
    set_member(source, FIELD_EMAIL, object, "email");
    set_string(source, FIELD_APPROVAL,
               indico_approval(json_string_value(json_object_get(object, "state"))));
    read_form(data, source);
    if (json_is_object(data)) { /* title: value */
        const char *key;
        json_t *value;
        json_object_foreach((json_t *)data, key, value)
        {
            set_text(source, sink_field(source->sink, key), key, value);
        }
    }
    note_registrant(source->record, &registrant);
    return source->sink->record(source->record, source->sink->userdata) &&
           read_companions(data, row, FORM_DEPTH, &registrant, source) &&
           read_companions(json_object_get(object, "accompanying_persons"), row, 0, &registrant,
                           source);
}

/* ---- which of them ---- */

static bool is_indico(const json_t *object)
{
    return json_object_get(object, "registration_data") ||
           (json_object_get(object, "checkin_secret") && json_object_get(object, "full_name"));
}

bool json_record_read(const char *text, size_t size, int64_t row, const struct reader_sink *sink,
                      struct record *scratch, const char **format)
{
    json_error_t error;
    enum roster_format wanted = sink->options->format;
    const struct source source = {sink, scratch};
    record_start(scratch, row);
    json_t *object = json_loadb(text, size, 0, &error);
    bool ok;
    if (!object) {
        remark(sink->remarks, scratch, ROSTER_ERROR, row, "", "no JSON that can be read: %s",
               error.text);
        ok = sink->record(scratch, sink->userdata);
    } else if (wanted == ROSTER_PRETIX ||
               (wanted == ROSTER_AUTO && json_is_array(json_object_get(object, "positions")))) {
        *format = "pretix";
        ok = read_pretix(object, row, &source);
    } else if (wanted == ROSTER_INDICO || (wanted == ROSTER_AUTO && is_indico(object))) {
        *format = "indico";
        ok = read_indico(object, row, &source);
    } else {
        ok = read_plain(object, &source);
    }
    json_decref(object);
    return ok;
}
