#include "kiosk/ui/motion.h"

#define TURN_US 4200000
#define TURN_FADE_US 240000
#define GLIDE_PERIOD_US 7000000
#define GLIDE_START_US 800000
#define GLIDE_IN_US 1100000
#define GLIDE_FOUND_US 240000
#define GLIDE_STAY_US 1900000
#define GLIDE_OUT_US 400000

double motion_ease(double part)
{
    double left = 1 - (part < 0 ? 0 : part > 1 ? 1 : part);
    return 1 - left * left * left;
}

double motion_part(int64_t now_us, int64_t start_us, int64_t duration_us)
{
    if (now_us <= start_us || duration_us <= 0) {
        return now_us > start_us ? 1 : 0;
    }
    return now_us - start_us >= duration_us ? 1 : (double)(now_us - start_us) / duration_us;
}

int64_t motion_take_turns(int64_t since_us, int count, struct motion_turn *out)
{
    int64_t in_turn = since_us % TURN_US;
    out->index = count > 0 ? (int)(since_us / TURN_US % count) : 0;
    out->alpha = 1;
    if (count < 2) {
        return TURN_US;
    }
    if (in_turn < TURN_FADE_US && since_us >= TURN_US) {
        out->alpha = (double)in_turn / TURN_FADE_US;
        return MOTION_SLOW_FRAME_US;
    }
    if (in_turn > TURN_US - TURN_FADE_US) {
        out->alpha = (double)(TURN_US - in_turn) / TURN_FADE_US;
        return MOTION_SLOW_FRAME_US;
    }
    return TURN_US - TURN_FADE_US - in_turn + 1;
}

int64_t motion_glide(int64_t since_us, struct motion_glide *out)
{
    int64_t at = since_us % GLIDE_PERIOD_US;
    int64_t found = GLIDE_START_US + GLIDE_IN_US, out_at = found + GLIDE_STAY_US;
    *out = (struct motion_glide){.round = (int)(since_us / GLIDE_PERIOD_US)};
    if (at < GLIDE_START_US) {
        return GLIDE_START_US - at;
    }
    if (at >= out_at + GLIDE_OUT_US) {
        return GLIDE_PERIOD_US - at + GLIDE_START_US;
    }
    out->visible = true;
    out->away = 1 - motion_ease(motion_part(at, GLIDE_START_US, GLIDE_IN_US));
    out->alpha =
        motion_part(at, GLIDE_START_US, GLIDE_IN_US / 3) - motion_part(at, out_at, GLIDE_OUT_US);
    out->found = motion_ease(motion_part(at, found, GLIDE_FOUND_US));
    if (at > found + GLIDE_FOUND_US && at < out_at) {
        return out_at - at;
    }
    return MOTION_SLOW_FRAME_US;
}
