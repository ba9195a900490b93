#!/bin/bash
# The harness must be able to fail: a failing assertion, a crash and an empty test each count.
set -u
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
check() { # NAME EXPECTED-LAST-LINE SCRIPT-BODY
    printf '#!/bin/bash\n%s\n' "$3" >"$work/case.sh"
    last=$(tests/run "$work/case.sh" | tail -1)
    if [ "$last" = "$2" ]; then echo "ok - $1"; else echo "not ok - $1: $last"; fi
}
check "a failing line is counted" "1 passed, 1 failed" 'echo "ok - a"; echo "not ok - b"'
check "a crash is counted" "1 passed, 1 failed" 'echo "ok - a"; kill -SEGV $$'
check "a test without tests is counted" "0 passed, 1 failed" 'true'
check "a non-zero exit is counted" "1 passed, 1 failed" 'echo "ok - a"; exit 3'
check "passing is counted" "2 passed, 0 failed" 'echo "ok - a"; echo "ok - b"'
check "a skip is neither" "1 passed, 0 failed" 'echo "ok - a"; echo "ok - b # skip: none"'
cat >"$work/fails.c" <<'C'
#include "tests/test.h"
static void must_fail(void **state) { (void)state; assert_int_equal(1, 2); }
static void must_pass(void **state) { (void)state; assert_int_equal(1, 1); }
int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(must_fail), cmocka_unit_test(must_pass)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
C
if cc -iquote . "$work/fails.c" -lcmocka -o "$work/fails" 2>"$work/log"; then
    last=$(tests/run "$work/fails" | tail -1)
    if [ "$last" = "1 passed, 1 failed" ]; then echo "ok - a failing cmocka test is counted once"
    else echo "not ok - a failing cmocka test is counted once: $last"; fi
else
    echo "not ok - the failing program builds: $(cat "$work/log")"
fi
mkdir -p "$work/tree"/{include,scanner,printer,kiosk/ui,tests}
cp include/*.h "$work/tree/include/"
echo '#include "store.h"' >"$work/tree/kiosk/ui/bad.c"
echo '#include <sqlite3.h>' >"$work/tree/scanner/bad.c"
said=$(tests/check_includes.sh "$work/tree")
for breach in 'kiosk/ui/bad.c' 'scanner/bad.c'; do
    case $said in *"$breach"*) echo "ok - the include rules catch $breach" ;;
    *) echo "not ok - the include rules catch $breach: $said" ;; esac
done
