/* The one-slot buffer between camera and decoder.
 * link: scanner/slot.c scanner/frame.c kiosk/log.c kiosk/timebase.c tests/scanner/fixture.c
 * tsan: yes */
#include <pthread.h>

#include "scanner/slot.h"
#include "tests/scanner/fixture.h"

static void newest_wins(void **state)
{
    (void)state;
    struct slot slot;
    struct frame in = {0}, out = {0};
    assert_true(slot_init(&slot));
    for (uint8_t i = 1; i <= 3; i++) {
        fixture_grey(&in, 4, 4, i);
        in.sequence = i;
        assert_int_equal(slot_put(&slot, &in), i > 1);
    }
    assert_true(slot_take(&slot, &out));
    assert_int_equal(out.sequence, 3);
    assert_int_equal(out.luma[0], 3);
    fixture_grey(&in, 2, 2, 9);
    assert_false(slot_put(&slot, &in));
    slot_close(&slot);
    assert_true(slot_take(&slot, &out)); /* the last one is not lost */
    assert_int_equal(out.width, 2);
    assert_false(slot_take(&slot, &out));
    frame_finish(&in);
    frame_finish(&out);
    slot_finish(&slot);
}

#define PUTS 20000

static void *put_many(void *userdata)
{
    struct slot *slot = userdata;
    struct frame frame = {0};
    for (uint64_t i = 1; i <= PUTS; i++) {
        fixture_grey(&frame, 8, 8, (uint8_t)i);
        frame.sequence = i;
        slot_put(slot, &frame);
    }
    frame_finish(&frame);
    slot_close(slot);
    return NULL;
}

static void a_reader_sees_whole_frames_in_order(void **state)
{
    (void)state;
    struct slot slot;
    struct frame frame = {0};
    uint64_t last = 0;
    pthread_t thread;
    assert_true(slot_init(&slot));
    assert_int_equal(pthread_create(&thread, NULL, put_many, &slot), 0);
    while (slot_take(&slot, &frame)) {
        assert_true(frame.sequence > last);
        last = frame.sequence;
        for (int i = 0; i < 64; i++) {
            assert_int_equal(frame.luma[i], (uint8_t)frame.sequence);
        }
    }
    assert_int_equal(last, PUTS);
    pthread_join(thread, NULL);
    frame_finish(&frame);
    slot_finish(&slot);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(newest_wins),
        cmocka_unit_test(a_reader_sees_whole_frames_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
