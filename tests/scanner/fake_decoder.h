/*
 * A decoder for tests of threads, in place of scanner/decoder.c: the first row of a frame holds
 * the texts of its "codes", separated by newlines, after FAKE_CODE_MARK.
 */
#ifndef TESTS_SCANNER_FAKE_DECODER_H
#define TESTS_SCANNER_FAKE_DECODER_H

#include "picture.h"

#define FAKE_CODE_MARK "codes:"

/* Writes "codes:TEXTS" into the frame's first row. */
void fake_codes_draw(struct frame *frame, const char *texts);

/* Frames decoded by all decoders of this process so far. Any thread. */
int fake_decoder_count(void);

#endif
