/*
 * Hubs' addresses: where no TLS is asked for, and several servers.
 *
 * link: kiosk/sync/address.c kiosk/sync/connection.c kiosk/log.c kiosk/timebase.c
 */
#include "kiosk/sync/address.h"
#include "tests/test.h"

static void test_local(void **state)
{
    (void)state;
    static const struct {
        const char *hosts;
        bool local;
    } table[] = {
        {"", true},
        {"localhost", true},
        {"/run/postgresql", true},
        {"127.0.0.1", true},
        {"127.0.0.1,::1", true},
        {"127.0.0.1,hub.example", false},
        {"hub.example", false},
        {"hub.example,::1", false},
        {"127.0.0.1.example", false},
        {"localhost,", true},
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        assert_int_equal(address_is_local(table[i].hosts), table[i].local);
    }
}

static void test_hosts(void **state)
{
    (void)state;
    char url[512];
    static const char *const wrong[] = {"", ",", "a,", "a:", ":5", "a:x", "a:5x,b", "a,,b"};
    assert_true(address_with_hosts("postgresql://me:it's@old:1/hub", "a,b:77", url, sizeof url));
    assert_string_equal(url, "user='me' password='it\\'s' dbname='hub' host='a,b' port='5432,77' "
                             "target_session_attrs='read-write'");
    assert_true(address_with_hosts(url, "c", url, sizeof url));
    assert_string_equal(url, "user='me' password='it\\'s' dbname='hub' host='c' port='5432' "
                             "target_session_attrs='any'");
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_false(address_with_hosts("host=x", wrong[i], url, sizeof url));
    }
    assert_false(address_with_hosts("postgresql://[nonsense", "a", url, sizeof url));
    assert_false(address_with_hosts("host=x", "a", url, 40));
    assert_true(address_for("host=x user=y", "z", "p", url, sizeof url));
    assert_string_equal(url, "host='x' user='z' password='p'");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_local),
        cmocka_unit_test(test_hosts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
