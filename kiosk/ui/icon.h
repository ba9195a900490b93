/*
 * Icons: glyphs of the packaged icon font (Material Design Icons), and the verdicts' shapes, which
 * are drawn by code so that they never depend on a font.
 */
#ifndef LANYARD_UI_ICON_H
#define LANYARD_UI_ICON_H

enum icon_id {
    ICON_NONE,
    ICON_BACK,
    ICON_FORWARD,
    ICON_HELP,
    ICON_LANGUAGE,
    ICON_QR,
    ICON_PERSON,
    ICON_PRINTER,
    ICON_PLACE,
    ICON_CLOCK,
    ICON_CAMERA_OFF,
    ICON_BADGE,
    ICON_INFO,
    ICON_CHECK,
    ICON_CLOSE,
    ICON_ACCESS, /* a person in a wheelchair */
    ICON_LETTERS,
    ICON_CONTRAST,
    ICON_LOWER,
    ICON_SPEECH,
    ICON_IN,
    ICON_OUT,
    ICON_PHONE,
    ICON_PAPER,
    ICON_LIGHT,
    ICON_FIND,
    ICON_LEFT, /* the same whichever way the screen is written */
    ICON_RIGHT,
    ICON_PERSON_ADD,
    ICON_SIGN_OUT,
    ICON_CHART,
    ICON_ALERT,
    ICON_EDIT,
    ICON_CAMERA,
    ICON_UNDO,
    ICON_SETTINGS,
    ICON_PERSON_OK,
    ICON_PERSON_OFF,
    ICON_UP,
    ICON_DOWN,
    ICON_SHIFT,
    ICON_KEYBOARD_AWAY,
    ICON_KEYBOARD,
    ICON_SAVE,
    ICON_REPLACE,
    ICON_HAND,
    ICON_HISTORY,
    ICON_EYE,
    ICON_ERASE,
    ICON_KEY,
    ICON_SYNC,
    ICON_OFFLINE,
    ICON_COUNT,
};

enum mark_id { MARK_TICK, MARK_EXCLAMATION, MARK_CROSS, MARK_HAND, MARK_COUNT };

/* The icon's character in the icon font, UTF-8. `mirrored` for right-to-left where it matters. */
const char *icon_text(enum icon_id icon, int mirrored);

#endif
