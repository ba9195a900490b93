#include "log.h"
#include "scanner.h"
#include "scanner/search.h"
#include "scanner/sharpen.h"
#include "scanner/stillness.h"
#include "timebase.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NET_FRAMES 30  /* of a camera, from one search of everything by zbar to the next */
#define SHARP_FRAMES 3 /* and from one search of the sharpened frame to the next */
/* Nothing has changed for as long as the dear searches have all had their turn: they rest. */
#define STILL_FRAMES (2 * NET_FRAMES)
#define STILL_REST 10                /* times as seldom */
#define SMALL_PIXELS_MAX (320 * 320) /* a picture so small gets everything in any case */
#define TRACK_MARGIN 0.7f            /* of a code's size, looked at around where it was */

struct decoder {
    struct qr_reader *reader; /* owned */
    struct search *search;    /* owned */
    struct sharpened sharpened;
    uint8_t *doubled; /* owned; a small picture at twice its size */
    size_t doubled_size;
    unsigned frames; /* seen with `track` */
    struct stillness stillness;
    bool again;    /* the last frame needed the harder search, and this one gets it, too */
    bool tracking; /* `last` is where a code was in the frame before */
    struct scan_point last[4];
};

struct decoder *decoder_create(void)
{
    struct decoder *decoder = calloc(1, sizeof *decoder);
    if (!decoder) {
        LOG_ERROR("no memory for a decoder");
        return NULL;
    }
    decoder->reader = qr_reader_create();
    decoder->search = decoder->reader ? search_create(decoder->reader) : NULL;
    if (!decoder->search) {
        decoder_destroy(decoder);
        return NULL;
    }
    return decoder;
}

void decoder_destroy(struct decoder *decoder)
{
    if (!decoder) {
        return;
    }
    search_destroy(decoder->search);
    qr_reader_destroy(decoder->reader);
    sharpen_finish(&decoder->sharpened);
    free(decoder->doubled);
    free(decoder);
}

const char *scan_mark_string(enum scan_mark_kind kind)
{
    static const char *const names[] = {"finder", "candidate", "read"};
    return kind <= SCAN_MARK_READ ? names[kind] : "";
}

/* The part of a frame around where the last code was. False: there was none, or all of it. */
static bool tracked_part(const struct decoder *decoder, const struct plane *frame,
                         struct search_area *area)
{
    if (!decoder->tracking) {
        return false;
    }
    float left = 1e9f, top = 1e9f, right = -1e9f, bottom = -1e9f;
    for (int i = 0; i < 4; i++) {
        left = fminf(left, decoder->last[i].x);
        right = fmaxf(right, decoder->last[i].x);
        top = fminf(top, decoder->last[i].y);
        bottom = fmaxf(bottom, decoder->last[i].y);
    }
    float margin = TRACK_MARGIN * fmaxf(right - left, bottom - top);
    int x0 = (int)fmaxf(0, left - margin), y0 = (int)fmaxf(0, top - margin);
    int x1 = (int)fminf((float)frame->width, right + margin);
    int y1 = (int)fminf((float)frame->height, bottom + margin);
    if (x1 - x0 < SEARCH_SIDE_MIN || y1 - y0 < SEARCH_SIDE_MIN) {
        return false;
    }
    area->plane = (struct plane){frame->pixels + (size_t)y0 * (size_t)frame->stride + x0, x1 - x0,
                                 y1 - y0, frame->stride};
    area->origin = (struct scan_point){(float)x0, (float)y0};
    area->unit = 1;
    area->stage = "track";
    return true;
}

/* A small picture again at twice its size: its modules may be single pixels. False: no memory. */
static bool doubled_picture(struct decoder *decoder, const struct plane *from,
                            struct search_area *area)
{
    int width = 2 * from->width, height = 2 * from->height;
    size_t size = (size_t)width * (size_t)height;
    if (size > decoder->doubled_size) {
        uint8_t *grown = realloc(decoder->doubled, size);
        if (!grown) {
            LOG_ERROR("no memory for a picture of %dx%d", width, height);
            return false;
        }
        decoder->doubled = grown;
        decoder->doubled_size = size;
    }
    for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
            float grey = plane_sample(from, ((float)x + 0.5f) / 2, ((float)y + 0.5f) / 2, 255);
            decoder->doubled[y * width + x] = (uint8_t)(grey + 0.5f);
        }
    }
    *area = (struct search_area){{decoder->doubled, width, height, width}, {0, 0}, 0.5f, "doubled"};
    return true;
}

/* zbar on the whole picture: slow, but it goes about it another way. */
static void search_by_reader(struct decoder *decoder, const struct plane *plane,
                             struct search_job *job)
{
    struct scan_result *result = job->result;
    size_t max = job->first_only ? 1 : SCAN_CODES_MAX;
    int64_t start_us = time_monotonic_us();
    result->count = qr_reader_read(decoder->reader, plane->pixels, plane->width, plane->height,
                                   plane->stride, 1, result->codes, max);
    if (result->count > 0) {
        result->method = "whole";
    }
    struct scan_stage *stage = search_stage(result, "whole");
    stage->read = (int)result->count;
    stage->elapsed_us = time_monotonic_us() - start_us;
}

/* Sharpens a level of the area just searched, and searches that. */
static void search_sharpened(struct decoder *decoder, int level, struct search_job *job)
{
    const struct plane *plane = search_level(decoder->search, level);
    if (plane && !search_is_done(job) && sharpen_plane(&decoder->sharpened, plane)) {
        struct search_area area = {decoder->sharpened.plane,
                                   {0, 0},
                                   (float)(1 << level),
                                   level > 0 ? "sharp-half" : "sharp"};
        search_run(decoder->search, job, &area);
    }
}

/* Whether nothing has moved for long. */
static bool rests(struct decoder *decoder)
{
    const struct plane *small = search_coarsest(decoder->search);
    return small && stillness_look(&decoder->stillness, small) >= STILL_FRAMES;
}

/* With nothing found: what is too dear for each frame of a camera. */
static void search_harder(struct decoder *decoder, const struct plane *plane,
                          const struct decode_options *options, struct search_job *job)
{
    bool everything =
        options->thorough || (size_t)plane->width * (size_t)plane->height <= SMALL_PIXELS_MAX;
    unsigned rest = options->track && rests(decoder) ? STILL_REST : 1;
    bool sharpen_all =
        everything || (options->track && decoder->frames % (SHARP_FRAMES * rest) == 0);
    search_sharpened(decoder, sharpen_all ? 0 : 1, job);
    struct search_area area;
    if (everything && !search_is_done(job) &&
        (size_t)plane->width * (size_t)plane->height <= SMALL_PIXELS_MAX &&
        doubled_picture(decoder, plane, &area)) {
        search_run(decoder->search, job, &area);
    }
    bool net = everything || (options->track && decoder->frames % (NET_FRAMES * rest) == 0);
    if (net && job->result->count == 0 && !search_is_late(job)) {
        search_by_reader(decoder, plane, job);
    }
}

/* `hard`: the code was not found without the harder search. Then the next frame gets the same: some
 * codes count only when two frames agree. */
static void remember(struct decoder *decoder, const struct scan_result *result, bool hard)
{
    decoder->again = hard && result->count > 0 && !decoder->again;
    decoder->frames += !decoder->again;
    decoder->tracking = result->count > 0;
    if (decoder->tracking) {
        memcpy(decoder->last, result->codes[0].corners, sizeof decoder->last);
    }
}

size_t decoder_decode(struct decoder *decoder, const struct frame *frame,
                      const struct decode_options *options, struct scan_result *result)
{
    int64_t start_us = time_monotonic_us();
    struct search_job job = {
        .result = result,
        .first_only = options->first_only,
        .deadline_us = options->budget_ms > 0 ? start_us + (int64_t)options->budget_ms * 1000 : 0};
    struct search_area all = {
        {frame->luma, frame->width, frame->height, frame->stride}, {0, 0}, 1, "frame"};
    struct search_area part;
    result->count = result->mark_count = result->stage_count = result->step_count = 0;
    result->method = "";
    bool hard = false;
    if (frame->luma && frame->width > 0 && frame->height > 0) {
        if (options->track && tracked_part(decoder, &all.plane, &part)) {
            search_run(decoder->search, &job, &part);
        }
        if (!search_is_done(&job)) {
            search_run(decoder->search, &job, &all);
        }
        hard = result->count == 0;
        if (hard) {
            search_harder(decoder, &all.plane, options, &job);
        }
    }
    if (options->track) {
        remember(decoder, result, hard);
    }
    result->elapsed_us = time_monotonic_us() - start_us;
    return result->count;
}
