#include "audit.h"

#define COUNTER_BITS 16
#define MS_MAX ((INT64_C(1) << 47) - 1) /* so that a clock fits a signed column */

uint64_t hlc_next(uint64_t last, int64_t now_ms)
{
    int64_t ms = now_ms < 0 ? 0 : now_ms > MS_MAX ? MS_MAX : now_ms;
    uint64_t now = (uint64_t)ms << COUNTER_BITS;
    return now > last ? now : last + 1;
}

int64_t hlc_ms(uint64_t hlc)
{
    return (int64_t)(hlc >> COUNTER_BITS);
}
