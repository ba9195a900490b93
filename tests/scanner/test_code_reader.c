/* Serial scanners, on a pseudo-terminal, and which devices are taken for scanners.
 * link: scanner/code_reader.c scanner/code_text.c scanner/reader_device.c scanner/hid_evdev.c
 * link: scanner/serial.c scanner/wedge.c scanner/device_node.c scanner/fault.c scanner/frame.c
 * link: kiosk/log.c kiosk/timebase.c tests/scanner/fixture.c tests/scanner/reader_witness.c
 * tsan: yes */
#include "code_reader.h"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include "scanner/reader_device.h"
#include "tests/scanner/fixture.h"
#include "tests/scanner/reader_witness.h"

struct line {
    int master;
    char path[64];
};

static struct line open_line(void)
{
    struct line line = {.master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)};
    assert_true(line.master >= 0);
    assert_int_equal(grantpt(line.master), 0);
    assert_int_equal(unlockpt(line.master), 0);
    assert_int_equal(ptsname_r(line.master, line.path, sizeof line.path), 0);
    return line;
}

static void send(const struct line *line, const char *bytes)
{
    assert_int_equal(write(line->master, bytes, strlen(bytes)), strlen(bytes));
}

static void check_next(const char *expected)
{
    char text[256];
    witness_wait_text(text);
    assert_string_equal(text, expected);
}

static void reads_a_serial_line(void **state)
{
    (void)state;
    struct line line = open_line();
    struct code_reader *reader = witness_start(line.path);
    assert_non_null(reader);
    witness_wait_device(true);
    send(&line, "LY1:ABC $%*+-./:\r\n");
    check_next("LY1:ABC $%*+-./:");
    send(&line, "in two ");
    send(&line, "parts\r");
    check_next("in two parts");
    send(&line, "a\tb\n");
    check_next("a");
    check_next("b");
    send(&line, "\x03\x11\x13\x1a\x7f is data\r"); /* no terminal's keys */
    check_next("\x03\x11\x13\x1a\x7f is data");
    code_reader_stop(reader);
    assert_int_equal(witness_pending(), 0);
    close(line.master);
}

static void a_pause_ends_a_text_without_terminator(void **state)
{
    (void)state;
    struct line line = open_line();
    struct code_reader *reader = witness_start(line.path);
    witness_wait_device(true);
    send(&line, "no terminator");
    check_next("no terminator");
    code_reader_stop(reader);
    close(line.master);
}

static void nothing_is_echoed_to_the_scanner(void **state)
{
    (void)state;
    struct line line = open_line();
    struct code_reader *reader = witness_start(line.path);
    witness_wait_device(true);
    send(&line, "text\r");
    check_next("text");
    assert_int_equal(fcntl(line.master, F_SETFL, O_NONBLOCK), 0);
    char echo[16];
    assert_int_equal(read(line.master, echo, sizeof echo), -1);
    code_reader_stop(reader);
    close(line.master);
}

static void survives_unplugging(void **state)
{
    (void)state;
    char folder[64], path[80];
    fixture_folder_create(folder);
    snprintf(path, sizeof path, "%s/scanner", folder); /* a link, as udev makes them */
    struct line line = open_line();
    assert_int_equal(symlink(line.path, path), 0);
    fixture_log_start();
    struct code_reader *reader = witness_start(path);
    witness_wait_device(true);
    send(&line, "before\r");
    check_next("before");
    assert_int_equal(unlink(path), 0);
    close(line.master);
    witness_wait_device(false);
    assert_true(fixture_log_has("unplugged"));
    line = open_line();
    assert_int_equal(symlink(line.path, path), 0);
    witness_wait_device(true);
    send(&line, "after\r");
    check_next("after");
    code_reader_stop(reader);
    close(line.master);
    fixture_log_stop();
    fixture_folder_remove(folder);
}

static void tells_once_what_is_missing(void **state)
{
    (void)state;
    fixture_log_start();
    assert_null(code_reader_start(&(struct code_reader_config){.spec = "scanner"}));
    assert_true(fixture_log_has("names no scanner"));
    static const struct {
        const char *spec, *why;
    } rows[] = {{"/dev/nonexistent", "not plugged in"},
                {"/dev/input/nonexistent", "not plugged in"},
                {"/dev/null", "not a serial line"},
                {"/dev/null:77", "speed"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        fixture_log_start();
        struct code_reader *reader = witness_start(rows[i].spec);
        assert_non_null(reader);
        while (fixture_log_count() == 0) {
            usleep(1000);
        }
        code_reader_stop(reader);
        assert_int_equal(fixture_log_count(), 1);
        assert_true(fixture_log_has(rows[i].why));
    }
    struct code_reader *reader = witness_start("auto");
    assert_non_null(reader);
    code_reader_stop(reader);
    code_reader_stop(NULL);
    fixture_log_stop();
}

static void takes_a_speed(void **state)
{
    (void)state;
    struct line line = open_line();
    char spec[80];
    struct fault fault = {""};
    snprintf(spec, sizeof spec, "%s:9600", line.path);
    struct reader_device *device = serial_open(spec, &fault);
    assert_non_null(device);
    assert_string_equal(device->path, line.path);
    struct termios settings;
    assert_int_equal(tcgetattr(device->fd, &settings), 0);
    assert_int_equal(cfgetispeed(&settings), B9600);
    assert_int_equal(settings.c_lflag & (ICANON | ECHO | ISIG), 0);
    device->ops->destroy(device);
    close(line.master);
}

static void knows_scanners_by_name_and_maker(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        unsigned vendor;
        bool scanner;
    } rows[] = {
        {"Honeywell Imaging & Mobility 1900", 0x0c2e, true},
        {"Symbol Technologies, Inc, 2008 Symbol Bar Code Scanner::EA", 0x05e0, true},
        {"Datalogic ADC, Inc. Handheld Barcode Scanner", 0x05f9, true},
        {"Newland Auto-ID NLS-HR32", 0x1eab, true},
        {"BF SCAN SCAN KEYBOARD", 0x0581, false}, /* has to be named by its path */
        {"SM SM-2D PRODUCT HID KBW", 0x2dd6, true},
        {"usb-Honeywell_Imaging___Mobility_4600g-if00", 0, true},
        {"AT Translated Set 2 keyboard", 0x0001, false},
        {"Logitech USB Keyboard", 0x046d, false},
        {"Power Button", 0, false},
        {"", 0, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(reader_is_scanner(rows[i].name, rows[i].vendor), rows[i].scanner);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_a_serial_line),
        cmocka_unit_test(a_pause_ends_a_text_without_terminator),
        cmocka_unit_test(nothing_is_echoed_to_the_scanner),
        cmocka_unit_test(survives_unplugging),
        cmocka_unit_test(tells_once_what_is_missing),
        cmocka_unit_test(takes_a_speed),
        cmocka_unit_test(knows_scanners_by_name_and_maker),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
