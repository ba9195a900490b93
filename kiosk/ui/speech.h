/*
 * Speech: reads texts aloud through a program of the system, or writes them into a file. A new text
 * ends the one before. Main thread.
 *
 *   auto        espeak-ng, else spd-say (speech-dispatcher), whichever is installed
 *   espeak-ng, spd-say
 *   file:PATH   one line a text, "LANGUAGE<TAB>TEXT": for tests
 *   none
 */
#ifndef LANYARD_UI_SPEECH_H
#define LANYARD_UI_SPEECH_H

#include "kiosk/ui/widget.h"

#define SPEECH_TEXT_SIZE 4096

struct speech;
/* NULL: none wanted, or none is there (said once in the log when it was asked for by name). */
struct speech *speech_open(const char *spec);
void speech_close(struct speech *speech); /* ends what is being said; NULL-safe */

/* `voice` is the message "language.voice". NULL-safe. */
void speech_say(struct speech *speech, const char *voice, const char *text);
void speech_stop(struct speech *speech);

/* What a listener needs of a screen: its texts in reading order, each as a sentence; buttons last.
 * Of one widget: its own texts. Pure; returns out. */
char *speech_of_tree(const struct widget_tree *tree, char *out, size_t size);
char *speech_of_widget(const struct widget_tree *tree, uint8_t index, char *out, size_t size);

#endif
