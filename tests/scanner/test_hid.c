/* A scanner that poses as a keyboard, made with uinput; also run in the emulated machine of
 * tests/camera-qemu.
 * link: scanner/code_reader.c scanner/code_text.c scanner/reader_device.c scanner/hid_evdev.c
 * link: scanner/serial.c scanner/wedge.c scanner/device_node.c scanner/fault.c
 * link: kiosk/log.c kiosk/timebase.c scanner/frame.c tests/scanner/fixture.c
 * link: tests/scanner/reader_witness.c */
#include <fcntl.h>
#include <unistd.h>

#include <libevdev/libevdev-uinput.h>

#include "code_reader.h"
#include "scanner/reader_device.h"
#include "tests/scanner/fixture.h"
#include "tests/scanner/reader_witness.h"

static struct libevdev_uinput *plug(const char *name)
{
    struct libevdev *model = libevdev_new();
    struct libevdev_uinput *keyboard = NULL;
    libevdev_set_name(model, name);
    libevdev_enable_event_type(model, EV_KEY);
    for (unsigned code = KEY_ESC; code <= KEY_COMPOSE; code++) {
        libevdev_enable_event_code(model, EV_KEY, code, NULL);
    }
    assert_int_equal(
        libevdev_uinput_create_from_device(model, LIBEVDEV_UINPUT_OPEN_MANAGED, &keyboard), 0);
    libevdev_free(model);
    return keyboard;
}

static void press(struct libevdev_uinput *keyboard, unsigned code, int value)
{
    libevdev_uinput_write_event(keyboard, EV_KEY, code, value);
    libevdev_uinput_write_event(keyboard, EV_SYN, SYN_REPORT, 0);
}

/* Types as a scanner with a US keyboard does. */
static void type(struct libevdev_uinput *keyboard, const char *text)
{
    static const char plain[] = "..1234567890-=..qwertyuiop[]\r.asdfghjkl;'`.\\zxcvbnm,./...\x20";
    static const char shifted[] = "..!@#$%^&*()_+..QWERTYUIOP{}\r.ASDFGHJKL:\"~.|ZXCVBNM<>?...\x20";
    for (; *text; text++) {
        const char *at = *text == '.' ? plain + KEY_DOT : strchr(plain, *text);
        bool shift = !at;
        at = at ? at : strchr(shifted, *text);
        assert_non_null(at);
        unsigned code = (unsigned)(at - (shift ? shifted : plain));
        if (shift) {
            press(keyboard, KEY_LEFTSHIFT, 1);
        }
        press(keyboard, code, 1);
        press(keyboard, code, 0);
        if (shift) {
            press(keyboard, KEY_LEFTSHIFT, 0);
        }
        usleep(1000);
    }
}

static int needs_uinput(void **state)
{
    (void)state;
    int fd = open("/dev/uinput", O_RDWR | O_CLOEXEC);
    if (fd < 0) {
        print_message("skip: no /dev/uinput here; make test-camera runs this test\n");
        return 0;
    }
    close(fd);
    return 0;
}

static void skip_without_uinput(void)
{
    if (access("/dev/uinput", R_OK | W_OK) != 0) {
        skip();
    }
}

static void check_next(const char *expected)
{
    char text[256];
    witness_wait_text(text);
    assert_string_equal(text, expected);
}

static const char credential[] = "LY1:ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 $%*+-./:";

static void a_known_scanner_is_found_and_read(void **state)
{
    (void)state;
    skip_without_uinput();
    struct code_reader *reader = witness_start("auto");
    struct libevdev_uinput *scanner = plug("ACME Handheld Barcode Scanner");
    witness_wait_device(true);
    type(scanner, credential);
    type(scanner, "\r");
    check_next(credential);
    type(scanner, "{\"i\":[2,\"indico.cern.ch\",\"mYK+TjLPRlangWKtRWCdEg==\"]}\r");
    check_next("{\"i\":[2,\"indico.cern.ch\",\"mYK+TjLPRlangWKtRWCdEg==\"]}");
    libevdev_uinput_destroy(scanner);
    witness_wait_device(false);
    scanner = plug("ACME Handheld Barcode Scanner");
    witness_wait_device(true);
    type(scanner, "again\r");
    check_next("again");
    code_reader_stop(reader);
    libevdev_uinput_destroy(scanner);
}

/* What the desktop would see of the keyboard's events. */
static int open_as_desktop(struct libevdev_uinput *keyboard)
{
    int fd = open(libevdev_uinput_get_devnode(keyboard), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    assert_true(fd >= 0);
    return fd;
}

static void its_keys_reach_nobody_else(void **state)
{
    (void)state;
    skip_without_uinput();
    struct input_event event;
    struct libevdev_uinput *scanner = plug("Some Keyboard");
    int desktop = open_as_desktop(scanner);
    struct code_reader *reader = witness_start(libevdev_uinput_get_devnode(scanner));
    witness_wait_device(true);
    type(scanner, "secret\r");
    check_next("secret");
    assert_int_equal(read(desktop, &event, sizeof event), -1);
    code_reader_stop(reader); /* gives it back */
    type(scanner, "x");
    assert_int_equal(read(desktop, &event, sizeof event), sizeof event);
    close(desktop);
    libevdev_uinput_destroy(scanner);
}

static void an_ordinary_keyboard_is_left_alone(void **state)
{
    (void)state;
    skip_without_uinput();
    struct fault fault = {""};
    struct libevdev_uinput *keyboard = plug("AT Translated Set 2 keyboard");
    const char *path = libevdev_uinput_get_devnode(keyboard);
    assert_null(hid_open(path, false, &fault));
    assert_string_equal(fault.text, "");
    struct reader_device *device = hid_open(path, true, &fault);
    assert_non_null(device);
    assert_null(hid_open(path, true, &fault)); /* taken */
    assert_non_null(strstr(fault.text, "in use"));
    device->ops->destroy(device);
    libevdev_uinput_destroy(keyboard);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_known_scanner_is_found_and_read),
        cmocka_unit_test(its_keys_reach_nobody_else),
        cmocka_unit_test(an_ordinary_keyboard_is_left_alone),
    };
    return cmocka_run_group_tests(tests, needs_uinput, NULL);
}
