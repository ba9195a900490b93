/* What each check is called on the page, and what helps. */
#include <string.h>

#include "kiosk/commands/preflight_words.h"

static const struct check_words words[] = {
    {"event-over", "The event is over", "Give the event its days, or begin a new one."},
    {"no-people", "The roster is empty", "Read the roster in."},
    {"key-expires", "A key expires", "Make a new key before the doors open."},
    {"key-early", "A key is not valid yet", "Set the clock of this machine."},
    {"small-code", "The code is too small", "Use another template, or a finer printer."},
    {"printer", "The printer does not print", "Look at it: power, cover, stock, cable."},
    {"printer-media", "The printer lacks the stock",
     "Load the template's stock, or use another template."},
    {"plain-category", "A category without its look", "Give the category a letter and a name."},
    {"no-name", "No Latin name", "Send the name as it stands in the passport."},
    {"missing-glyph", "A letter that no font has",
     "The organiser installs the font; until then the badge shows a box in its place."},
    {"cut-text", "A text is cut", "Send a shorter name, position or organisation for the badge."},
    {"badge", "The badge cannot be painted", "The organiser looks into it."},
    {"unknown-category", "No category", "Say as what this person comes: delegate, press, …"},
    {"no-days", "No day", "Say on which days this person comes."},
    {"unknown-delegation", "No such delegation", "Say to which delegation this person belongs."},
    {"unknown-country", "No such country", "Give the delegation a country of ISO 3166."},
    {"bad-photo", "A photo that is no picture", "Send it again, as JPEG or PNG."},
    {"same-person", "Perhaps there twice",
     "Say which of the two is right; the other is withdrawn."},
    {"same-photo", "One photo for two people", "Send the photo of the other person."},
    {"bad-email", "An e-mail address that is none",
     "Send the right one: the invitation goes there."},
    {"small-name", "A name in small print", "Shorten the name for the badge, if its owner likes."},
    {"small-photo", "A small photo", "Send a larger one: 480 × 640 pixels or more."},
    {"no-email", "No e-mail address", "Send one: the invitation goes there."},
    {"no-photo", "No photo",
     "Send a portrait of each, JPEG or PNG, 480 × 640 pixels or more, named after the id."},
};

size_t check_order(const char *check)
{
    size_t i = 0;
    while (i < sizeof words / sizeof words[0] && strcmp(words[i].check, check) != 0) {
        i++;
    }
    return i;
}

struct check_words check_words(const char *check)
{
    size_t at = check_order(check);
    return at < sizeof words / sizeof words[0] ? words[at] : (struct check_words){check, check, ""};
}

bool check_says_all(const char *check)
{
    static const char *const checks[] = {"no-photo", "no-email", "no-days",
                                         "no-name",  "cut-text", "small-name"};
    for (size_t i = 0; i < sizeof checks / sizeof checks[0]; i++) {
        if (strcmp(checks[i], check) == 0) {
            return true;
        }
    }
    return false;
}
