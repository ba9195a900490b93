#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "kiosk/commands/audit.h"
#include "timebase.h"

/* Whether the body has this member with this text. Bodies are written by one function, and a quote
 * within a value is escaped there: what stands here as a member is one. */
static bool has_member(const struct audit_event *event, const char *name, const char *value)
{
    char wanted[256];
    snprintf(wanted, sizeof wanted, "\"%s\":\"%s\"", name, value);
    return memmem(event->body, event->body_size, wanted, strlen(wanted)) != NULL;
}

static bool passes(const struct log_filter *filter, const struct audit_event *event)
{
    int64_t at_ms = hlc_ms(event->hlc);
    return at_ms >= filter->since_ms && at_ms < filter->until_ms &&
           (!filter->kind || strcmp(filter->kind, event->kind) == 0) &&
           (!filter->station || strcmp(filter->station, event->station) == 0) &&
           (!filter->holder[0] || has_member(event, "holder", filter->holder)) &&
           (!filter->staff || has_member(event, "staff", filter->staff) ||
            has_member(event, "approved_by", filter->staff));
}

static void show(const struct common *common, const struct audit_event *event)
{
    char time[TIME_TEXT_SIZE], uuid[UUID_TEXT_SIZE], body[AUDIT_BODY_MAX + 1];
    size_t size = event->body_size < sizeof body - 1 ? event->body_size : sizeof body - 1;
    memcpy(body, event->body, size);
    body[size] = '\0';
    time_format_iso(hlc_ms(event->hlc), time);
    if (!common->json) {
        char plain[AUDIT_BODY_MAX + 1];
        printf("%s  %s %" PRIu64 "  %-18s %s\n", time, event->station, event->sequence, event->kind,
               plain_text(body, plain, sizeof plain));
        return;
    }
    struct json_row *row = row_start();
    row_text(row, "time", time);
    row_text(row, "station", event->station);
    row_int(row, "sequence", (int64_t)event->sequence);
    row_text(row, "uuid", uuid_format(event->uuid, uuid));
    row_text(row, "kind", event->kind);
    row_json(row, "body", body);
    row_print(row);
}

bool log_show(const struct audit_event *event, void *userdata)
{
    struct log_filter *filter = userdata;
    if (passes(filter, event)) {
        show(filter->common, event);
        filter->shown++;
    }
    return filter->limit == 0 || filter->shown < filter->limit;
}
