/* What lists say of somebody's accreditation. */
#include <string.h>

#include "kiosk/roster/person.h"

bool approval_read(const char *text, enum approval *out)
{
    static const struct {
        const char *word;
        enum approval approval;
    } words[] = {
        {"approved", APPROVAL_APPROVED},
        {"accepted", APPROVAL_APPROVED},
        {"confirmed", APPROVAL_APPROVED},
        {"complete", APPROVAL_APPROVED},
        {"paid", APPROVAL_APPROVED},
        {"ok", APPROVAL_APPROVED},
        {"accredited", APPROVAL_APPROVED},
        {"approuve", APPROVAL_APPROVED},
        {"accepte", APPROVAL_APPROVED},
        {"confirme", APPROVAL_APPROVED},
        {"odobren", APPROVAL_APPROVED},
        {"odobreno", APPROVAL_APPROVED},
        {"podtverzhden", APPROVAL_APPROVED},
        {"podtverzhdeno", APPROVAL_APPROVED},
        {"registered", APPROVAL_APPROVED},
        {"active", APPROVAL_APPROVED},
        {"valid", APPROVAL_APPROVED},
        {"completed", APPROVAL_APPROVED},
        {"accredite", APPROVAL_APPROVED},
        {"valide", APPROVAL_APPROVED},
        {"podtverzhdyon", APPROVAL_APPROVED},
        {"podtverzhdyono", APPROVAL_APPROVED},
        {"akkreditovan", APPROVAL_APPROVED},
        {"da", APPROVAL_APPROVED},
        {"yes", APPROVAL_APPROVED},
        {"oui", APPROVAL_APPROVED},
        {"new", APPROVAL_PENDING},
        {"submitted", APPROVAL_PENDING},
        {"unpaid", APPROVAL_PENDING},
        {"in progress", APPROVAL_PENDING},
        {"en cours", APPROVAL_PENDING},
        {"no", APPROVAL_PENDING},
        {"non", APPROVAL_PENDING},
        {"net", APPROVAL_PENDING},
        {"pending", APPROVAL_PENDING},
        {"waiting", APPROVAL_PENDING},
        {"en attente", APPROVAL_PENDING},
        {"ozhidaet", APPROVAL_PENDING},
        {"na rassmotrenii", APPROVAL_PENDING},
        {"rejected", APPROVAL_REJECTED},
        {"refused", APPROVAL_REJECTED},
        {"declined", APPROVAL_REJECTED},
        {"refuse", APPROVAL_REJECTED},
        {"rejete", APPROVAL_REJECTED},
        {"otklonen", APPROVAL_REJECTED},
        {"otklonena", APPROVAL_REJECTED},
        {"withdrawn", APPROVAL_WITHDRAWN},
        {"cancelled", APPROVAL_WITHDRAWN},
        {"canceled", APPROVAL_WITHDRAWN},
        {"retire", APPROVAL_WITHDRAWN},
        {"annule", APPROVAL_WITHDRAWN},
        {"otozvan", APPROVAL_WITHDRAWN},
        {"otmenen", APPROVAL_WITHDRAWN},
        {"otmeneno", APPROVAL_WITHDRAWN},
    };
    char folded[64];
    text_fold(text, folded, sizeof folded);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(words[i].word, folded) == 0) {
            *out = words[i].approval;
            return true;
        }
    }
    return false;
}
