/*
 * Wording: dates, times, numbers and plural forms as each language writes them, by ICU. What a
 * language needs is opened when first asked for and kept. Main thread.
 *
 * The locale of a language is its message "language.locale".
 */
#ifndef LANYARD_UI_WORDING_H
#define LANYARD_UI_WORDING_H

#include <stddef.h>
#include <stdint.h>

#include "message.h"

struct wording;
struct wording *wording_create(const char *timezone); /* IANA; NULL: no memory */
void wording_destroy(struct wording *wording);        /* NULL-safe */

/* Each writes a text of at most `size` bytes with its NUL, and returns out; "" when ICU has no
 * data.
 */
/* "24–25 November 2026" */
char *wording_days(struct wording *wording, const char *language, int64_t starts_ms,
                   int64_t ends_ms, char *out, size_t size);
/* "09:30" */
char *wording_time(struct wording *wording, const char *language, int64_t at_ms, char *out,
                   size_t size);
/* "25 Nov, 09:30" */
char *wording_day_time(struct wording *wording, const char *language, int64_t at_ms, char *out,
                       size_t size);
/* "1,280" */
char *wording_number(struct wording *wording, const char *language, int64_t number, char *out,
                     size_t size);

/* The plural form that goes with a number: "one", "few", "other", … Static. */
const char *wording_plural(struct wording *wording, const char *language, int64_t number);

/* The message "KEY.FORM" of the number's plural form, with {number} and other places filled in. */
char *wording_count(struct wording *wording, const char *language, const char *key, int64_t number,
                    const struct message_value *values, size_t value_count, char *out, size_t size);

#endif
