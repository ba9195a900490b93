/*
 * Template key: the values that several keys share. Each reads all of `value`, and leaves the error
 * at the reader's line where it cannot.
 */
#ifndef LANYARD_PRINTER_TEMPLATE_KEY_H
#define LANYARD_PRINTER_TEMPLATE_KEY_H

#include "printer/template.h"

bool key_read_mm(struct reader *reader, const char *key, const char *value, int32_t least,
                 int32_t *out);
bool key_read_int(struct reader *reader, const char *key, const char *value, int least, int most,
                  int *out);
/* `words` end with NULL; *out is the index. */
bool key_read_choice(struct reader *reader, const char *key, const char *value,
                     const char *const *words, int *out);
bool key_read_ink(struct reader *reader, const char *key, const char *value, struct ink *out);
bool key_read_pattern(struct reader *reader, const char *key, const char *value,
                      enum pattern *pattern, int32_t *pitch_um);

#endif
