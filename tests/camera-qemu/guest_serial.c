/* A USB CDC scanner: the kernel's serial gadget behind its dummy USB controller.
 * link: scanner/code_reader.c scanner/code_text.c scanner/reader_device.c scanner/hid_evdev.c
 * link: scanner/serial.c scanner/wedge.c scanner/device_node.c scanner/fault.c scanner/frame.c
 * link: kiosk/log.c kiosk/timebase.c tests/scanner/fixture.c tests/scanner/reader_witness.c */
#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include "code_reader.h"
#include "tests/scanner/fixture.h"
#include "tests/scanner/reader_witness.h"

/* The gadget's side: what the scanner's own firmware would write. */
static int open_gadget(void)
{
    int fd = open("/dev/ttyGS0", O_RDWR | O_NOCTTY | O_CLOEXEC);
    struct termios settings;
    assert_true(fd >= 0);
    assert_int_equal(tcgetattr(fd, &settings), 0);
    cfmakeraw(&settings);
    assert_int_equal(tcsetattr(fd, TCSANOW, &settings), 0);
    return fd;
}

static void send(int gadget, const char *bytes)
{
    assert_int_equal(write(gadget, bytes, strlen(bytes)), strlen(bytes));
}

static void check_next(const char *expected)
{
    char text[256];
    witness_wait_text(text);
    assert_string_equal(text, expected);
}

/* Pulls the cable, or puts it in: the host forgets the device, or sees it anew. */
static void connect(bool plugged)
{
    int fd = open("/sys/bus/usb/devices/1-1/authorized", O_WRONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, plugged ? "1" : "0", 1), 1);
    close(fd);
}

static void survives_the_cable(void **state)
{
    (void)state;
    struct code_reader *reader = witness_start("/dev/ttyACM0");
    assert_non_null(reader);
    for (int round = 0; round < 3; round++) {
        witness_wait_device(true);
        int gadget = open_gadget();
        send(gadget, "LY1:ABC $%*+-./:\r");
        check_next("LY1:ABC $%*+-./:");
        send(gadget, "no terminator, and it must not be lost\r\n");
        check_next("no terminator, and it must not be lost");
        close(gadget);
        connect(false);
        witness_wait_device(false);
        connect(true);
    }
    code_reader_stop(reader);
    assert_int_equal(witness_pending(), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(survives_the_cable)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
