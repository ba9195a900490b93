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

static bool read_indico(const json_t *object, const struct source *source)
{
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
    return source->sink->record(source->record, source->sink->userdata);
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
        ok = read_indico(object, &source);
    } else {
        ok = read_plain(object, &source);
    }
    json_decref(object);
    return ok;
}
