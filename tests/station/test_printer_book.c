/*
 * printers.ini: what is read, what is refused with its line, and which printers are chosen; and the
 * stock that is counted from what came out.
 * link: kiosk/station/printer_book.c kiosk/station/station.c kiosk/station/issue.c
 * link: kiosk/station/face.c kiosk/station/ini.c kiosk/station/rules_parse.c
 * link: kiosk/station/rules_keys.c kiosk/station/rules_at.c kiosk/station/rules_load.c
 * link: kiosk/station/watch.c kiosk/station/watch_list.c printer/route.c printer/stock.c
 * link: printer/reasons.c kiosk/log.c kiosk/timebase.c kiosk/store/ kiosk/text/ kiosk/domain/
 */
#include "tests/test.h"

#include <unistd.h>

#include "log.h"
#include "printer_book.h"
#include "store_stock.h"
#include "timebase.h"

void badge_finish(struct badge *badge)
{
    memset(badge, 0, sizeof *badge);
}

bool picture_load(const char *path, int max_side, struct picture *out)
{
    (void)path, (void)max_side, (void)out;
    return false;
}

static struct {
    char directory[64];
    struct station *station;
    char line[1024]; /* the log since it was emptied */
} f;

static void keep_line(enum log_level level, const char *module, const char *line, void *userdata)
{
    (void)level, (void)module, (void)userdata;
    size_t used = strlen(f.line);
    snprintf(f.line + used, sizeof f.line - used, "%s\n", line);
}

static int start(void **state)
{
    (void)state;
    struct event_info event = {.name = "Test", .place = "Hall", .timezone = "Asia/Dushanbe"};
    log_set_sink(keep_line, NULL);
    strcpy(f.directory, "/tmp/lanyard-book-XXXXXX");
    assert_non_null(mkdtemp(f.directory));
    assert_true(time_use_zone(event.timezone));
    strcpy(event.days[0].date, "2026-05-18");
    time_day_bounds(event.days[0].date, &event.days[0].starts_ms, &event.days[0].ends_ms);
    event.day_count = 1;
    assert_true(station_init(f.directory, &event));
    f.station = station_open(f.directory, STORE_READ_WRITE);
    assert_non_null(f.station);
    const struct category press = {.code = 7, .letter = "P", .name = "Press"};
    const struct category head = {.code = 1, .letter = "H", .name = "Head of delegation"};
    assert_true(store_begin(f.station->store));
    assert_true(store_put_category(f.station->store, &press));
    assert_true(store_put_category(f.station->store, &head));
    return store_commit(f.station->store) ? 0 : -1;
}

static int stop(void **state)
{
    (void)state;
    char path[128];
    station_close(f.station);
    snprintf(path, sizeof path, "%s/" PRINTERS_FILE, f.directory);
    unlink(path);
    snprintf(path, sizeof path, "%s/locks", f.directory);
    rmdir(path);
    station_discard(f.directory);
    log_set_sink(NULL, NULL);
    return 0;
}

static void write_book(const char *text)
{
    char path[128];
    snprintf(path, sizeof path, "%s/" PRINTERS_FILE, f.directory);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

static void without_a_file_there_is_one(void **state)
{
    (void)state;
    struct printer_book book;
    char folder[128];
    assert_true(station_printers(f.station, NULL, &book));
    snprintf(folder, sizeof folder, "file:%s/print", f.directory);
    assert_int_equal(book.count, 1);
    assert_string_equal(book.printers[0].device, folder);
    assert_true(station_printers(f.station, "badges", &book));
    assert_string_equal(book.printers[0].device, "badges");
    assert_string_equal(book.printers[0].name, "badges");
    assert_int_equal(book.printers[0].confirm, PRINT_CONFIRM_COUNT);
}

static void a_book_is_read(void **state)
{
    (void)state;
    struct printer_book book;
    write_book("# at the entrance\n"
               "[printer Front desk]\n"
               "device = badges\n"
               "categories = P, head of delegation\n"
               "media = iso_a6_105x148mm, iso_a7_74x105mm\n"
               "confirm = camera\n"
               "order = 2\nlow = 30\nshared = yes\n"
               "options = print-darkness=20 print-speed=5\n"
               "[printer Theirs]\n"
               "device = theirs\nstations = station-9\n"
               "[printer Side]\n"
               "device = file:/tmp/x\nstations = station-9, station-1\n");
    assert_true(station_printers(f.station, NULL, &book));
    assert_int_equal(book.count, 2);
    const struct printer_profile *front = &book.printers[0];
    assert_string_equal(front->name, "Front desk");
    assert_string_equal(front->device, "badges");
    assert_int_equal(front->categories[0], 1 << 7 | 1 << 1);
    assert_int_equal(front->media_count, 2);
    assert_string_equal(front->media[1], "iso_a7_74x105mm");
    assert_int_equal(front->confirm, PRINT_CONFIRM_CAMERA);
    assert_int_equal(front->order, 2);
    assert_int_equal(front->low, 30);
    assert_true(front->shared);
    assert_string_equal(front->options, "print-darkness=20 print-speed=5");
    assert_string_equal(book.printers[1].name, "Side");
    assert_false(book.printers[1].shared);
    assert_true(station_printers(f.station, "Side,Front desk", &book));
    assert_int_equal(book.count, 2);
    assert_string_equal(book.printers[0].name, "Side");
    assert_true(station_printers(f.station, "some-queue", &book));
    assert_int_equal(book.count, 1);
    assert_string_equal(book.printers[0].device, "some-queue");
    assert_false(station_printers(f.station, "Side,Nowhere", &book));
    assert_non_null(strstr(f.line, "Side,Nowhere"));
}

static void faults_name_their_line(void **state)
{
    (void)state;
    static const struct {
        const char *text, *says;
    } rows[] = {
        {"device = x\n", ":1: device stands before any"},
        {"[screen A]\ndevice = x\n", ":1: a section is [printer NAME]"},
        {"[printer A]\n", ":1: [printer A] names no device"},
        {"[printer A]\ndevice = x\n[printer A]\ndevice = y\n", ":3: [printer A] stands twice"},
        {"[printer A]\ndevice = x\ncolour = red\n", ":3: there is no key \"colour\""},
        {"[printer A]\ndevice = x\nconfirm = hope\n", ":3: confirm: \"hope\" is none of"},
        {"[printer A]\ndevice = x\nlow = many\n", ":3: low: \"many\" is not a number"},
        {"[printer A]\ndevice = x\norder = -1\n", ":3: order: \"-1\" is not a number"},
        {"[printer A]\ndevice = x\nshared = maybe\n", ":3: shared: \"maybe\" is neither"},
        {"[printer A]\ndevice = x\nmedia = A6\n", ":3: media: \"A6\" is not a name like"},
        {"[printer A]\ndevice = x\ncategories = Z\n", ":3: categories: there is no category \"Z\""},
        {"[printer A,B]\ndevice = x\n", "no comma"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct printer_book book = {.count = -7};
        write_book(rows[i].text);
        f.line[0] = '\0';
        assert_false(station_printers(f.station, NULL, &book));
        assert_int_equal(book.count, -7);
        if (!strstr(f.line, rows[i].says)) {
            print_message("%s\n", f.line);
        }
        assert_non_null(strstr(f.line, rows[i].says));
    }
}

/* ---- stock ---- */

static uint64_t make_person(int number)
{
    struct attendee attendee = {.category = 1, .days = 1, .zones = 1};
    snprintf(attendee.family_name, sizeof attendee.family_name, "Number %d", number);
    snprintf(attendee.external_id, sizeof attendee.external_id, "%d", number);
    assert_true(store_begin(f.station->store));
    assert_true(store_put_attendee(f.station->store, &attendee));
    assert_true(store_commit(f.station->store));
    return attendee.holder;
}

/* A badge of a fresh person that goes through these inputs on a device. */
static void go(const char *device, const enum intent_input *inputs, int count)
{
    static int number;
    struct intent intent;
    struct store *store = f.station->store;
    assert_true(station_issue_badge(f.station, make_person(++number), NULL, &intent));
    assert_true(store_begin(store));
    for (int i = 0; i < count; i++) {
        char detail[16];
        snprintf(detail, sizeof detail, "%d", i);
        assert_true(
            store_append_intent_input(store, intent.uuid, inputs[i], device, 7, detail, &intent));
    }
    assert_true(store_commit(store));
}

static void stock_counts_what_came_out(void **state)
{
    (void)state;
    static const enum intent_input counted[] = {INTENT_IN_SUBMIT, INTENT_IN_ACCEPTED,
                                                INTENT_IN_PRINTING, INTENT_IN_COMPLETED_COUNTED};
    static const enum intent_input seen[] = {INTENT_IN_SUBMIT, INTENT_IN_ACCEPTED,
                                             INTENT_IN_PRINTING, INTENT_IN_COMPLETED,
                                             INTENT_IN_SEEN};
    static const enum intent_input failed[] = {INTENT_IN_SUBMIT, INTENT_IN_ACCEPTED,
                                               INTENT_IN_ENDED};
    struct store *store = f.station->store;
    struct stock_count count;
    int64_t now = time_realtime_ms();
    assert_true(store_stock(store, "badges", false, now, &count));
    assert_false(count.known);
    assert_int_equal(count.last_hour, 0);
    go("badges", counted, 4); /* before it was filled */
    usleep(2000);
    assert_true(store_begin(store));
    assert_true(store_append_stock(store, "badges", 50));
    assert_true(store_commit(store));
    usleep(2000);
    go("badges", counted, 4);
    go("badges", seen, 5); /* once, although it is said twice */
    go("badges", failed, 3);
    go("other", counted, 4);
    now = time_realtime_ms();
    assert_true(store_stock(store, "badges", false, now, &count));
    assert_true(count.known);
    assert_int_equal(count.loaded, 50);
    assert_int_equal(count.used, 2);
    assert_int_equal(count.last_hour, 3);
    assert_true(count.first_ms > 0 && count.first_ms <= count.since_ms);
    assert_int_equal(stock_estimate(&count, 20, now).remaining, 48);
    usleep(2000);
    assert_true(store_begin(store));
    assert_true(store_append_stock(store, "badges", 200)); /* filled again */
    assert_true(store_commit(store));
    assert_true(store_stock(store, "badges", true, time_realtime_ms(), &count));
    assert_int_equal(count.loaded, 200);
    assert_int_equal(count.used, 0);
    assert_true(store_stock(store, "badges", true, now + 2 * 3600 * 1000, &count));
    assert_int_equal(count.last_hour, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_file_there_is_one),
        cmocka_unit_test(a_book_is_read),
        cmocka_unit_test(faults_name_their_line),
        cmocka_unit_test(stock_counts_what_came_out),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
