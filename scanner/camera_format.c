#include "scanner/camera_format.h"

#define CRITERIA 7

/* Larger is better; earlier criteria outweigh all later ones. */
struct rank {
    int64_t criteria[CRITERIA];
};

static int grade(int64_t have, int64_t enough, int64_t bearable)
{
    return have >= enough ? 2 : have >= bearable ? 1 : 0;
}

static int lesser(int a, int b)
{
    return a < b ? a : b;
}

static struct rank rank_mode(const struct camera_mode *mode, int width, int height, int fps)
{
    int have_fps = mode->fps > 0 ? mode->fps : fps / 2; /* who does not say is trusted half */
    int fast = grade((int64_t)have_fps * 10, (int64_t)fps * 8, (int64_t)fps * 5);
    int large =
        lesser(grade(mode->width, width, width / 2), grade(mode->height, height, height / 2));
    int64_t pixels = (int64_t)mode->width * mode->height;
    return (struct rank){{
        lesser(fast, large),
        fast + large,
        large,
        large == 2 ? -pixels : pixels,
        fast == 2 ? fps : have_fps,
        mode->layout != LUMA_MJPEG,
        have_fps >= fps ? fps - have_fps : have_fps - fps,
    }};
}

static bool is_better(const struct rank *a, const struct rank *b)
{
    for (int i = 0; i < CRITERIA; i++) {
        if (a->criteria[i] != b->criteria[i]) {
            return a->criteria[i] > b->criteria[i];
        }
    }
    return false;
}

const struct camera_mode *camera_mode_choose(const struct camera_mode *modes, size_t count,
                                             int want_width, int want_height, int want_fps)
{
    const struct camera_mode *best = NULL;
    struct rank best_rank = {{0}};
    for (size_t i = 0; i < count; i++) {
        struct rank rank = rank_mode(&modes[i], want_width, want_height, want_fps);
        bool better = !best || is_better(&rank, &best_rank) ||
                      (!is_better(&best_rank, &rank) && modes[i].layout < best->layout);
        if (better) {
            best = &modes[i];
            best_rank = rank;
        }
    }
    return best;
}

int camera_size_within(int want, int least, int most, int step)
{
    if (want <= least) {
        return least;
    }
    step = step > 0 ? step : 1;
    int size = least + (want - least + step - 1) / step * step;
    return size <= most ? size : least + (most - least) / step * step;
}

int camera_fps(uint32_t numerator, uint32_t denominator)
{
    uint64_t fps = numerator ? ((uint64_t)denominator + numerator / 2) / numerator : 0;
    return fps <= 10000 ? (int)fps : 0;
}
