/* What a code reader told, for tests that wait for it. One at a time. */
#ifndef TESTS_SCANNER_READER_WITNESS_H
#define TESTS_SCANNER_READER_WITNESS_H

#include "code_reader.h"

/* Starts a reader whose callbacks are watched. */
struct code_reader *witness_start(const char *spec);

/* Waits for the next text and copies it, for a device to come, or for one to go; the test's time
 * limit ends what never comes. */
void witness_wait_text(char text[256]);
void witness_wait_device(bool present);

/* Texts that came and nobody waited for. */
int witness_pending(void);

#endif
