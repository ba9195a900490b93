/*
 * A badge on a label printer: our raster through a real cupsd to a real LPrint, which makes ZPL of
 * it. What the printer receives is unpacked to dots, and the code is scanned from them.
 * link: printer/ scanner/
 * link: kiosk/asset.c kiosk/log.c kiosk/timebase.c ASSETS
 */
#include "tests/test.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "printer.h"
#include "scanner.h"
#include "tests/printer/samples.h"
#include "tests/printer/servers.h"

#define RECEIVED_MAX ((size_t)4 << 20)

/* What listens where the printer is. */
static struct {
    int socket, port;
    pthread_t thread;
    pthread_mutex_t lock;
    char *data; /* guarded by lock; ends with NUL */
    size_t size;
} head = {.lock = PTHREAD_MUTEX_INITIALIZER};

static const char script[] =
    ". tests/lib/cups.sh\n. tests/lib/lprint.sh\n"
    "if cups_start \"$1\" && lprint_start \"$2\"; then echo \"ready $CUPS_SERVER\"\n"
    "else echo \"$cups_why\"; fi\n"
    "read -r line\nlprint_stop\ncups_stop\n";

static void receive(int connection)
{
    char some[65536];
    ssize_t count;
    while ((count = read(connection, some, sizeof some)) > 0) {
        pthread_mutex_lock(&head.lock);
        if (head.size + (size_t)count < RECEIVED_MAX) {
            memcpy(head.data + head.size, some, (size_t)count);
            head.size += (size_t)count;
            head.data[head.size] = '\0';
        }
        pthread_mutex_unlock(&head.lock);
    }
    close(connection);
}

static void *listen_always(void *userdata)
{
    (void)userdata;
    int connection;
    while ((connection = accept(head.socket, NULL, NULL)) >= 0) {
        receive(connection);
    }
    return NULL;
}

static void start_head(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    head.data = calloc(RECEIVED_MAX, 1);
    head.socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(head.socket, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(head.socket, 8), 0);
    assert_int_equal(getsockname(head.socket, (struct sockaddr *)&address, &size), 0);
    head.port = ntohs(address.sin_port);
    assert_int_equal(pthread_create(&head.thread, NULL, listen_always, NULL), 0);
}

static int start(void **state)
{
    (void)state;
    char port[16];
    start_head();
    snprintf(port, sizeof port, "%d", head.port);
    servers_start(script, port);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    int status = servers_stop();
    shutdown(head.socket, SHUT_RDWR);
    close(head.socket);
    pthread_join(head.thread, NULL);
    free(head.data);
    return status;
}

/* ---- ZPL ---- */

/* How often the next digit stands there: G..Y are 1..19, g..z are 20..400, and they add up. */
static size_t read_count(const char **at)
{
    size_t count = 0;
    for (; **at && strchr("GHIJKLMNOPQRSTUVWXYghijklmnopqrstuvwxyz", **at); ++*at) {
        count += **at <= 'Y' ? (size_t)(**at - 'F') : (size_t)(**at - 'f') * 20;
    }
    return count ? count : 1;
}

/* One line of a packed graphic into digits of four dots. False: it ends. */
static bool read_line(const char **at, char *digits, size_t size)
{
    size_t used = 0;
    while (used < size) {
        while (**at == '\n' || **at == '\r') {
            ++*at;
        }
        if (**at == ':' && used == 0) { /* the same as the line before */
            ++*at;
            return true;
        }
        if (**at == ',' || **at == '!') { /* white or black to the end */
            memset(digits + used, **at == ',' ? '0' : 'F', size - used);
            ++*at;
            return true;
        }
        size_t count = read_count(at);
        if (!**at || !strchr("0123456789ABCDEF", **at) || used + count > size) {
            return false;
        }
        memset(digits + used, **at, count);
        used += count;
        ++*at;
    }
    return true;
}

/* The last graphic that the printer received, as grey. False: none, or it is broken. */
static bool read_graphic(const char *zpl, struct frame *out)
{
    const char *at = strstr(zpl, "~DGR:LPRINT.GRF,");
    int total, line;
    if (!at || sscanf(at, "~DGR:LPRINT.GRF,%d,%d,", &total, &line) != 2 ||
        !frame_resize(out, line * 8, total / line)) {
        return false;
    }
    for (int commas = 0; commas < 3; at++) {
        commas += *at == ',';
    }
    char digits[1024] = "";
    for (int y = 0; y < total / line; y++) {
        if (!read_line(&at, digits, (size_t)line * 2)) {
            return false;
        }
        for (int x = 0; x < line * 8; x++) {
            int digit = digits[x / 4] <= '9' ? digits[x / 4] - '0' : digits[x / 4] - 'A' + 10;
            out->luma[y * out->stride + x] = digit >> (3 - x % 4) & 1 ? 0 : 255;
        }
    }
    return true;
}

static bool is_scanned(const struct frame *grey)
{
    static const struct decode_options options = {.first_only = true};
    struct decoder *decoder = decoder_create();
    struct scan_result result;
    bool read = decoder_decode(decoder, grey, &options, &result) == 1 &&
                result.codes[0].size == strlen(SAMPLE_CREDENTIAL) &&
                memcmp(result.codes[0].data, SAMPLE_CREDENTIAL, result.codes[0].size) == 0;
    decoder_destroy(decoder);
    return read;
}

static void a_label_printer_prints_a_badge_that_is_scanned(void **state)
{
    (void)state;
    if (servers.why[0]) {
        printf("skip: %s\n", servers.why);
        skip();
    }
    struct template_shelf *shelf = template_shelf_create(NULL, NULL);
    struct badge_template *stock = template_shelf_find(shelf, "4x6in");
    struct badge badge = sample_badge(0);
    const struct printer_config config = {.device_spec = "label", .give_up_ms = 60000};
    struct print_report last;
    assert_non_null(stock);
    /* what the caller takes for the resolution is not the printer's */
    assert_true(
        printer_run(&config, "12345678-1234-4234-8234-123456789abc", &badge, stock, 300, &last));
    if (last.kind != PRINT_REPORT_COMPLETED) {
        fail_msg("%s", last.detail);
    }
    struct frame grey = {0};
    pthread_mutex_lock(&head.lock);
    bool read = read_graphic(head.data, &grey);
    pthread_mutex_unlock(&head.lock);
    assert_true(read);
    assert_in_range(grey.width, 811, 816); /* 4 in of 203 dots, in whole bytes */
    assert_in_range(grey.height, 1217, 1219);
    assert_true(is_scanned(&grey));
    frame_finish(&grey);
    badge_finish(&badge);
    badge_template_unref(stock);
    template_shelf_destroy(shelf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_label_printer_prints_a_badge_that_is_scanned),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
