#include "kiosk/guidance.h"

#include <math.h>
#include <string.h>

#include "code.h"

#define SMALL_MODULE 2.2f /* pixels: a code whose modules are smaller is seldom read */
#define LARGE_PART 0.88f  /* of the frame's shorter side: a corner is soon outside */
#define LARGE_FINDER 0.24f
#define DARK_MEAN 34 /* of 255 */
#define SAMPLE_STEP 16
#define BECOMES_US 350000
#define STAYS_US 1200000

static float side_of(const struct scan_mark *mark)
{
    float dx = mark->corners[1].x - mark->corners[0].x;
    float dy = mark->corners[1].y - mark->corners[0].y;
    return hypotf(dx, dy);
}

/* The largest mark of a kind and how many there are. */
static float largest(const struct scan_result *result, enum scan_mark_kind kind, int *count)
{
    float side = 0;
    *count = 0;
    for (size_t i = 0; i < result->mark_count; i++) {
        if (result->marks[i].kind == kind) {
            side = fmaxf(side, side_of(&result->marks[i]));
            ++*count;
        }
    }
    return side;
}

static int mean_luma(const struct frame *frame)
{
    int64_t sum = 0, count = 0;
    for (int y = 0; y < frame->height; y += SAMPLE_STEP) {
        const uint8_t *row = frame->luma + (size_t)y * (size_t)frame->stride;
        for (int x = 0; x < frame->width; x += SAMPLE_STEP, count++) {
            sum += row[x];
        }
    }
    return count > 0 ? (int)(sum / count) : 255;
}

enum ui_guidance guidance_of(const struct scan_result *result, const struct frame *frame)
{
    int candidates, finders;
    float shorter = (float)(frame->width < frame->height ? frame->width : frame->height);
    float code = largest(result, SCAN_MARK_CANDIDATE, &candidates);
    float finder = largest(result, SCAN_MARK_FINDER, &finders);
    if (result->count > 0) {
        return guidance_tickets(result) > 1 ? UI_GUIDE_ONE : UI_GUIDE_NONE;
    }
    if (candidates == 0 && finders < 2) {
        return mean_luma(frame) < DARK_MEAN ? UI_GUIDE_LIGHT : UI_GUIDE_NONE;
    }
    if (code > shorter * LARGE_PART || finder > shorter * LARGE_FINDER) {
        return UI_GUIDE_AWAY;
    }
    return finders > 0 && finder < 7 * SMALL_MODULE ? UI_GUIDE_CLOSER : UI_GUIDE_STILL;
}

enum ui_guidance guidance_step(struct guidance *guidance, enum ui_guidance advice, int64_t now_us)
{
    if (advice != guidance->next) {
        guidance->next = advice;
        guidance->next_us = now_us;
    }
    bool holds = now_us - guidance->next_us >= BECOMES_US;
    bool was_read = now_us - guidance->shown_us >= STAYS_US || guidance->shown == UI_GUIDE_NONE;
    if (guidance->next != guidance->shown && holds && was_read) {
        guidance->shown = guidance->next;
        guidance->shown_us = now_us;
    }
    return guidance->shown;
}

bool guidance_is_ticket(const struct scan_code *scanned)
{
    struct code code;
    code_classify((const char *)scanned->data, scanned->size, &code);
    return code.kind == CODE_LY1;
}

int guidance_tickets(const struct scan_result *result)
{
    const struct scan_code *first = NULL;
    for (size_t i = 0; i < result->count; i++) {
        const struct scan_code *code = &result->codes[i];
        if (!guidance_is_ticket(code)) {
            continue;
        }
        if (first && (first->size != code->size || memcmp(first->data, code->data, code->size))) {
            return 2;
        }
        first = first ? first : code;
    }
    return first != NULL;
}

bool guidance_takes(const struct scan_code *code, int tickets)
{
    return tickets == 0 || (tickets == 1 && guidance_is_ticket(code));
}
