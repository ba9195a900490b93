/*
 * Script: a scripted visit for the demo and for tests, one step a line:
 *
 *   hold NAME          the replay camera shows this picture of its folder ("-": nothing)
 *   scan TEXT          a code as if the scanner had read it
 *   press ACTION       touches the button with that action (ui_action_string); "choose LANGUAGE",
 *                      "switch large|contrast|low|speech", "pick ROW", "key 0…9|erase|enter"; at
 *                      the desk "open ROW", "deed WORD", "page SCREEN", "scroll on|back", "key é"
 *   type TEXT          at the desk, as on a keyboard, one key after the other
 *   wait SCREEN [S]    until that screen (visit_, visit_sheet_, guard_state_ or desk_screen_string,
 *                      staff-reason, staff-name, staff-pin, staff-leave) is shown, at most S
 *                      seconds (10)
 *   expect KEYWORD     until the last decision has this reason, at most 10 s
 *   where ACTION       prints "ACTION X Y": where a finger would press that button
 *   sleep S            seconds, fractions allowed
 *   shot NAME          saves the screen as NAME.png in the folder of --shots
 *   quit
 *
 * Empty lines and lines that start with # are passed over. Parsing is pure.
 */
#ifndef LANYARD_SCRIPT_H
#define LANYARD_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>

enum script_verb {
    SCRIPT_HOLD,
    SCRIPT_SCAN,
    SCRIPT_PRESS,
    SCRIPT_WAIT,
    SCRIPT_EXPECT,
    SCRIPT_SLEEP,
    SCRIPT_SHOT,
    SCRIPT_QUIT,
    SCRIPT_TYPE,
    SCRIPT_WHERE,
};

struct script_step {
    enum script_verb verb;
    char argument[512];
    double seconds; /* of wait and sleep */
    int line;
};

struct script {
    struct script_step *steps; /* owned */
    size_t count;
};

/* False after one log line that names file, line and fault. */
bool script_load(const char *path, struct script *out);

/* One line; `name` and `line` are for messages. False: a fault. *used is false for a blank line. */
bool script_parse_line(const char *name, int line, const char *text, struct script_step *out,
                       bool *used);

void script_finish(struct script *script);

#endif
