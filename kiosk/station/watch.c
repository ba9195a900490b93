#include "kiosk/station/watch.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "text.h"

#define NEAR_LENGTH 5 /* shorter words must agree in full */

const char *watch_match_string(enum watch_match match)
{
    static const char *const names[] = {"none", "near", "exact"};
    return names[match];
}

void watch_name_fill(const char *name, struct watch_name *out)
{
    char folded[512];
    out->count = 0;
    text_fold(name, folded, sizeof folded);
    for (char *at = folded, *word;
         out->count < WATCH_WORDS_MAX && (word = strtok_r(at, " -", &at));) {
        snprintf(out->words[out->count], WATCH_WORD_SIZE, "%.63s", word);
        text_skeleton(out->words[out->count], out->skeletons[out->count], WATCH_WORD_SIZE);
        out->count++;
    }
}

void watch_person_fill(const struct attendee *attendee, struct watch_person *out)
{
    char name[2 * ATTENDEE_TEXT_SIZE];
    out->attendee = attendee;
    watch_name_fill(attendee_latin_name(attendee, name, sizeof name), &out->latin);
    watch_name_fill(attendee->native_name, &out->native);
}

/* Whether one letter more, fewer or other makes the words equal. */
static bool differ_by_one(const char *a, const char *b)
{
    size_t la = strlen(a), lb = strlen(b), same = 0;
    if (la > lb) {
        return differ_by_one(b, a);
    }
    while (same < la && a[same] == b[same]) {
        same++;
    }
    return lb - la <= 1 && strcmp(a + same + (la == lb ? 1 : 0), b + same + 1) == 0;
}

static enum watch_match compare_words(const struct watch_name *a, int i, const struct watch_name *b,
                                      int k)
{
    if (strcmp(a->words[i], b->words[k]) == 0) {
        return WATCH_EXACT;
    }
    bool near = strcmp(a->skeletons[i], b->skeletons[k]) == 0 ||
                (strlen(a->words[i]) >= NEAR_LENGTH && strlen(b->words[k]) >= NEAR_LENGTH &&
                 differ_by_one(a->words[i], b->words[k]));
    return near ? WATCH_NEAR : WATCH_NONE;
}

/* Every word of the entry's name must be one of the person's, in any order, each once. A single
 * word is no name. */
static enum watch_match compare_names(const struct watch_name *entry,
                                      const struct watch_name *person)
{
    unsigned used = 0;
    enum watch_match match = entry->count >= 2 ? WATCH_EXACT : WATCH_NONE;
    for (int i = 0; i < entry->count && match != WATCH_NONE; i++) {
        enum watch_match best = WATCH_NONE;
        int at = -1;
        for (int k = 0; k < person->count && best != WATCH_EXACT; k++) {
            enum watch_match word = used >> k & 1 ? WATCH_NONE : compare_words(entry, i, person, k);
            if (word > best) {
                best = word;
                at = k;
            }
        }
        used |= at >= 0 ? 1u << at : 0;
        match = best < match ? best : match;
    }
    return match;
}

static bool texts_agree(const char *a, const char *b)
{
    char left[512], right[512];
    if (!a[0] || !b[0]) {
        return false;
    }
    text_fold(a, left, sizeof left);
    text_fold(b, right, sizeof right);
    return left[0] && strcmp(left, right) == 0;
}

enum watch_match watch_compare(const struct watch_entry *entry, const struct watch_name *name,
                               const struct watch_person *person, char *why, size_t size)
{
    const struct attendee *attendee = person->attendee;
    enum watch_match latin = compare_names(name, &person->latin);
    enum watch_match native = compare_names(name, &person->native);
    enum watch_match named = latin > native ? latin : native;
    bool delegation =
        entry->delegation[0] && strcasecmp(entry->delegation, attendee->delegation) == 0;
    bool affiliated = delegation || texts_agree(entry->organisation, attendee->organisation);
    bool mailed = entry->email[0] && strcasecmp(entry->email, attendee->email) == 0;
    if ((named != WATCH_NONE) + affiliated + mailed < 2) {
        return WATCH_NONE;
    }
    snprintf(why, size, "entry %s:%s%s%s%s", entry->id,
             named == WATCH_EXACT  ? " the name is equal;"
             : named == WATCH_NEAR ? " the name is nearly equal;"
                                   : "",
             delegation   ? " the delegation is equal;"
             : affiliated ? " the organisation is equal;"
                          : "",
             mailed ? " the e-mail address is equal;" : "", "");
    return named == WATCH_NEAR ? WATCH_NEAR : WATCH_EXACT;
}
