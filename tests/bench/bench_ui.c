/*
 * The touch application off-screen: start to first screen, decision to drawn, idle work and memory
 * with a 720p camera at 30 pictures a second.
 *
 * link: kiosk/ui/ kiosk/domain/sync_status.c
 * link: kiosk/asset.c kiosk/log.c kiosk/timebase.c ASSETS
 */
#include <SDL.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "timebase.h"
#include "ui.h"

#define FRAME_WIDTH 1280
#define FRAME_HEIGHT 720
#define IDLE_MS 6000
#define ROUNDS 100

static double cpu_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static long memory_kb(const char *field)
{
    char line[256];
    long kb = 0;
    FILE *status = fopen("/proc/self/status", "r");
    while (status && fgets(line, sizeof line, status)) {
        if (strncmp(line, field, strlen(field)) == 0) {
            kb = atol(line + strlen(field) + 1);
        }
    }
    if (status) {
        fclose(status);
    }
    return kb;
}

static void fill_model(struct ui_model *model)
{
    *model = (struct ui_model){.language = "en",
                               .event_name = "Conference on Water and Peace",
                               .timezone = "Asia/Dushanbe",
                               .starts_ms = INT64_C(1795460400000),
                               .ends_ms = INT64_C(1795460400000) + 2 * INT64_C(86400000) - 1,
                               .camera = UI_CAMERA_RUNNING,
                               .progress_percent = 60,
                               .seconds_left = -1,
                               .data_age_s = -1};
    model->person = (struct ui_person){.name = "Dilnoza Rahimova",
                                       .native_name = "Дилноза Раҳимова",
                                       .delegation = "Tajikistan",
                                       .country = "TJ",
                                       .role = "Deputy Minister",
                                       .category = "Delegate",
                                       .category_letter = "D",
                                       .category_rgb = 0x0F4C5C};
}

/* A grey picture that changes, so that nothing can be skipped. */
static void fill_frame(uint8_t *luma, int step)
{
    for (int y = 0; y < FRAME_HEIGHT; y++) {
        memset(luma + (size_t)y * FRAME_WIDTH, (y + step * 3) & 255, FRAME_WIDTH);
    }
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void print_times(const char *what, double *ms, int count)
{
    qsort(ms, (size_t)count, sizeof *ms, compare);
    printf("  %-44s p50 %6.2f ms   p99 %6.2f ms\n", what, ms[count / 2], ms[count * 99 / 100]);
}

/* A guard's verdict, with processor time, which a busy machine does not stretch. */
static void measure_verdict(struct ui *ui, const struct ui_model *usual)
{
    double ms[ROUNDS], cpu[ROUNDS];
    struct ui_model model = *usual;
    model.face = UI_FACE_VERIFY;
    for (int i = 0; i < ROUNDS; i++) {
        struct ui_event event;
        model.guard = (struct guard){.state = i % 2 ? GUARD_ADMIT : GUARD_REFUSE,
                                     .direction = DIRECTION_IN,
                                     .number = (uint32_t)i + 1};
        model.decision = i % 2 ? (struct decision){VERDICT_ADMIT, REASON_OK}
                               : (struct decision){VERDICT_REFUSE, REASON_WRONG_ZONE};
        snprintf(model.person.name, sizeof model.person.name, "Dilnoza Rahimova %d", i);
        int64_t start = time_monotonic_us();
        double cpu_start = cpu_ms();
        ui_show(ui, &model);
        ui_next(ui, 0, &event);
        ms[i] = (double)(time_monotonic_us() - start) / 1e3;
        cpu[i] = cpu_ms() - cpu_start;
    }
    print_times("guard: decision to verdict drawn", ms, ROUNDS);
    print_times("  of it processor time", cpu, ROUNDS);
}

/* From the call that shows a screen to its first complete picture, as after a scan: the transition
 * then goes on. */
static void measure_show(struct ui *ui, struct ui_model *model, enum visit_state screen,
                         const char *what)
{
    double ms[ROUNDS], cpu[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
        struct ui_event event;
        model->screen = VISIT_SCAN;
        ui_show(ui, model);
        ui_next(ui, 0, &event);
        snprintf(model->person.name, sizeof model->person.name, "Dilnoza Rahimova %d", i);
        int64_t start = time_monotonic_us();
        double cpu_start = cpu_ms();
        model->screen = screen;
        ui_show(ui, model);
        ui_next(ui, 0, &event);
        ms[i] = (double)(time_monotonic_us() - start) / 1e3;
        cpu[i] = cpu_ms() - cpu_start;
    }
    print_times(what, ms, ROUNDS);
    print_times("  of it processor time", cpu, ROUNDS);
}

static void push_mouse(Uint32 type, int x, int y)
{
    SDL_Event event = {.button = {.type = type, .button = SDL_BUTTON_LEFT}};
    event.button.x = x;
    event.button.y = y;
    SDL_PushEvent(&event);
}

/* From a touch in the queue to the picture in which its button is pressed. */
static void measure_touch(struct ui *ui, struct ui_model *model)
{
    double ms[ROUNDS], cpu[ROUNDS];
    struct ui_event event;
    int x = 0, y = 0;
    model->screen = VISIT_CONFIRM;
    ui_show(ui, model);
    for (int i = 0; i < 20; i++) { /* the screen comes to rest; touches count then */
        ui_next(ui, 30, &event);
    }
    ui_where(ui, UI_ACTION_YES, &x, &y);
    for (int i = 0; i < ROUNDS; i++) {
        int64_t start = time_monotonic_us();
        double cpu_start = cpu_ms();
        push_mouse(SDL_MOUSEBUTTONDOWN, x, y);
        ui_next(ui, 0, &event);
        ms[i] = (double)(time_monotonic_us() - start) / 1e3;
        cpu[i] = cpu_ms() - cpu_start;
        push_mouse(SDL_MOUSEBUTTONUP, 1, 1); /* beside it: nothing happens */
        ui_next(ui, 0, &event);
    }
    push_mouse(SDL_MOUSEBUTTONDOWN, x, y);
    push_mouse(SDL_MOUSEBUTTONUP, x, y);
    ui_next(ui, 0, &event);
    if (event.action != UI_ACTION_YES) {
        printf("  the touches were not seen\n");
        return;
    }
    print_times("touch to its button drawn", ms, ROUNDS);
    print_times("  of it processor time", cpu, ROUNDS);
}

/* Pictures of the transition from screen to screen, as fast as they come. */
static void measure_transition(struct ui *ui, struct ui_model *model)
{
    double ms[ROUNDS], cpu[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
        struct ui_event event;
        if (i % 8 == 0) {
            model->screen = model->screen == VISIT_SCAN ? VISIT_DONE : VISIT_SCAN;
            ui_show(ui, model);
            ui_next(ui, 0, &event);
        }
        int64_t start = time_monotonic_us();
        double cpu_start = cpu_ms();
        ui_next(ui, 0, &event);
        ms[i] = (double)(time_monotonic_us() - start) / 1e3;
        cpu[i] = cpu_ms() - cpu_start;
    }
    print_times("one picture of a transition", ms, ROUNDS);
    print_times("  of it processor time (60 a second: 16.7)", cpu, ROUNDS);
}

static void measure_idle(struct ui *ui, struct ui_model *model, bool camera, const char *what)
{
    static uint8_t luma[FRAME_WIDTH * FRAME_HEIGHT];
    struct frame frame = {
        .luma = luma, .width = FRAME_WIDTH, .height = FRAME_HEIGHT, .stride = FRAME_WIDTH};
    struct ui_event event;
    model->screen = VISIT_ATTRACT;
    ui_show(ui, model);
    for (int i = 0; i < 20; i++) {
        ui_next(ui, 30, &event);
    }
    double before = cpu_ms(), frames = 0;
    int64_t start = time_monotonic_us(), next = start;
    while (time_monotonic_us() - start < IDLE_MS * 1000) {
        if (camera && time_monotonic_us() >= next) {
            double filling = cpu_ms();
            fill_frame(luma, frame.sequence & 255);
            before += cpu_ms() - filling;
            frame.sequence++;
            frames++;
            ui_camera_frame(ui, &frame, NULL);
            next += 33333;
        }
        int64_t left = camera ? (next - time_monotonic_us()) / 1000 : 500;
        ui_next(ui, left > 0 ? (int)left : 0, &event);
    }
    double wall = (double)(time_monotonic_us() - start) / 1e3;
    printf("  %-44s %.1f %% of a core (%.0f pictures/s given)\n", what,
           (cpu_ms() - before) / wall * 100, frames / wall * 1e3);
}

static void bench_size(int width, int height)
{
    struct ui_config config = {.windowed = true, .width = width, .height = height};
    struct ui_event event;
    struct ui_model model;
    int64_t start = time_monotonic_us();
    struct ui *ui = ui_create(&config);
    if (!ui) {
        exit(1);
    }
    fill_model(&model);
    ui_show(ui, &model);
    ui_next(ui, 0, &event);
    printf("ui %dx%d\n  %-44s %.1f ms\n", width, height, "create to first screen",
           (double)(time_monotonic_us() - start) / 1e3);
    measure_show(ui, &model, VISIT_CONFIRM, "show \"Is this you?\" to drawn");
    measure_show(ui, &model, VISIT_DONE, "show \"Welcome\" to drawn");
    measure_verdict(ui, &model);
    measure_touch(ui, &model);
    measure_transition(ui, &model);
    measure_idle(ui, &model, false, "attract screen, no camera picture");
    measure_idle(ui, &model, true, "attract screen, 720p camera");
    printf("  %-44s %.1f MB (peak %.1f MB)\n", "memory", (double)memory_kb("VmRSS:") / 1024,
           (double)memory_kb("VmHWM:") / 1024);
    ui_destroy(ui);
}

int main(void)
{
    setenv("SDL_VIDEODRIVER", "offscreen", 0);
    setenv("SDL_AUDIODRIVER", "dummy", 0);
    bench_size(1080, 1920);
    bench_size(1280, 800);
    bench_size(1920, 1080);
    return 0;
}
