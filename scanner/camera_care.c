#include "scanner/camera_care.h"

#include <linux/v4l2-controls.h>

#define DARK 36 /* mean grey; video black is 16 */
#define COLUMNS 32
#define ROWS 18
#define STILL_DARK_US (4 * 1000 * 1000) /* dark so soon after the torch went off: it was needed */

const struct camera_hint camera_hints[] = {
    {V4L2_CID_EXPOSURE_AUTO_PRIORITY, 0}, /* the frame rate is not lowered for more light */
    {V4L2_CID_EXPOSURE_METERING, V4L2_EXPOSURE_METERING_CENTER_WEIGHTED}, /* a phone is bright */
    {V4L2_CID_FOCUS_AUTO, 1},
};
const size_t camera_hint_count = sizeof camera_hints / sizeof camera_hints[0];

const struct camera_hint camera_torch_on = {V4L2_CID_FLASH_LED_MODE, V4L2_FLASH_LED_MODE_TORCH};
const struct camera_hint camera_torch_off = {V4L2_CID_FLASH_LED_MODE, V4L2_FLASH_LED_MODE_NONE};

static int mean_grey(const struct frame *frame)
{
    int sum = 0;
    for (int row = 0; row < ROWS; row++) {
        for (int column = 0; column < COLUMNS; column++) {
            int y = (2 * row + 1) * frame->height / (2 * ROWS);
            int x = (2 * column + 1) * frame->width / (2 * COLUMNS);
            sum += frame->luma[(size_t)y * (size_t)frame->stride + (size_t)x];
        }
    }
    return sum / (ROWS * COLUMNS);
}

static void put_on(struct camera_torch *torch, int64_t now_us)
{
    bool again = torch->on_us > 0 && now_us - torch->changed_us < STILL_DARK_US;
    torch->on_us = !again                               ? CAMERA_TORCH_US
                   : torch->on_us < CAMERA_TORCH_MAX_US ? 2 * torch->on_us
                                                        : CAMERA_TORCH_MAX_US;
    torch->on = true;
    torch->changed_us = now_us;
}

bool camera_torch_look(struct camera_torch *torch, const struct frame *frame)
{
    int64_t now_us = frame->captured_us;
    if (torch->on) {
        torch->on = now_us - torch->changed_us < torch->on_us;
        torch->changed_us = torch->on ? torch->changed_us : now_us;
        torch->dark_us = 0;
        return !torch->on;
    }
    if (mean_grey(frame) >= DARK) {
        torch->dark_us = 0;
        return false;
    }
    torch->dark_us = torch->dark_us ? torch->dark_us : now_us;
    if (now_us - torch->dark_us < CAMERA_DARK_US) {
        return false;
    }
    put_on(torch, now_us);
    return true;
}
