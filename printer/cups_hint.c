#include "printer/cups_hint.h"

#include <string.h>

static int subscribe(struct cups_client *client, int job_id)
{
    static const char *const events[] = {"job-state-changed", "job-completed", "job-progress",
                                         "job-stopped"};
    ipp_t *request =
        cups_client_request(client, IPP_OP_CREATE_JOB_SUBSCRIPTIONS, CUPS_WANT_NOTHING);
    ippAddInteger(request, IPP_TAG_SUBSCRIPTION, IPP_TAG_INTEGER, "notify-job-id", job_id);
    ippAddString(request, IPP_TAG_SUBSCRIPTION, IPP_TAG_KEYWORD, "notify-pull-method", NULL,
                 "ippget");
    ippAddStrings(request, IPP_TAG_SUBSCRIPTION, IPP_TAG_KEYWORD, "notify-events",
                  sizeof events / sizeof events[0], NULL, events);
    ipp_t *answer = cups_client_ask(client, request, "/");
    ipp_attribute_t *id =
        answer ? ippFindAttribute(answer, "notify-subscription-id", IPP_TAG_INTEGER) : NULL;
    int subscription = cups_client_is_success(answer) && id ? ippGetInteger(id, 0) : 0;
    ippDelete(answer);
    return subscription;
}

/* The number of the last event in the answer; 0: there is none. */
static int last_event(ipp_t *answer)
{
    int last = 0;
    for (ipp_attribute_t *at = ippFirstAttribute(answer); at; at = ippNextAttribute(answer)) {
        const char *name = ippGetName(at);
        if (name && strcmp(name, "notify-sequence-number") == 0 && ippGetInteger(at, 0) > last) {
            last = ippGetInteger(at, 0);
        }
    }
    return last;
}

bool cups_hint_changed(struct cups_hint *hint, struct cups_client *client, int job_id)
{
    if (hint->job_id != job_id) {
        *hint = (struct cups_hint){.job_id = job_id, .sequence = 1};
        hint->subscription = subscribe(client, job_id);
    }
    if (hint->subscription == 0) {
        return false;
    }
    ipp_t *request = cups_client_request(client, IPP_OP_GET_NOTIFICATIONS, CUPS_WANT_NOTHING);
    ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "notify-subscription-ids",
                  hint->subscription);
    ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "notify-sequence-numbers",
                  hint->sequence);
    ipp_t *answer = cups_client_ask(client, request, "/");
    bool answered = cups_client_is_success(answer);
    int last = answered ? last_event(answer) : 0;
    if (!answered) {
        hint->subscription = 0; /* it ends with its job: that is worth a look */
    } else if (last > 0) {
        hint->sequence = last + 1;
    }
    ippDelete(answer);
    return !answered || last > 0;
}
