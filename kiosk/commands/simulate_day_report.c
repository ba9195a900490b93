/* A simulated day from its folder to the oracle's verdict, and what is said of it. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kiosk/commands/command.h"
#include "kiosk/commands/simulate_day.h"
#include "timebase.h"

static const char *const trouble_words[] = {[TROUBLE_APART] = "apart",
                                            [TROUBLE_DOWN] = "hub killed",
                                            [TROUBLE_SLOW] = "hub slow",
                                            [TROUBLE_RESTORE] = "hub restored"};

static void say(const struct simulation *simulation, const struct day_result *result, bool right)
{
    printf("%" PRId64 " passages (%.0f a second), %" PRId64 " refused, %" PRId64
           " corrections; a commit takes %.2f ms, p99 %.2f ms\n",
           result->passages, (double)result->passages / result->seconds, result->refused,
           result->corrections, result->commit_p50_ms, result->commit_p99_ms);
    for (int i = 0; i < result->trouble_count; i++) {
        const struct trouble *trouble = &result->troubles[i];
        printf("  minutes %.1f to %.1f: %s", trouble->from, trouble->to,
               trouble_words[trouble->kind]);
        if (trouble->kind == TROUBLE_APART) {
            printf(" (station %d)", trouble->station + 1);
        }
        putchar('\n');
    }
    printf("at most %" PRId64 " events waited; all were together %.1f s after the day's end\n",
           result->most_waiting, result->catch_up_s);
    printf("%" PRId64 " events, %" PRId64 " double admissions: %s; again with --seed %" PRIu64 "\n",
           simulation->events, simulation->incidents,
           right ? "nothing lost, nothing twice, all stations equal" : "THE ORACLE DISAGREES",
           simulation->options->seed);
}

static void say_json(const struct simulation *simulation, const struct day_options *options,
                     const struct day_result *result, bool right)
{
    struct json_row *row = row_start();
    row_int(row, "stations", simulation->options->stations);
    row_int(row, "attendees", simulation->options->attendees);
    row_int(row, "minutes", options->minutes);
    row_int(row, "seed", (int64_t)simulation->options->seed);
    row_int(row, "violations", right ? 0 : 1);
    row_int(row, "passages", result->passages);
    row_int(row, "refused", result->refused);
    row_int(row, "corrections", result->corrections);
    row_int(row, "events", simulation->events);
    row_int(row, "incidents", simulation->incidents);
    row_int(row, "restores", simulation->restores);
    row_int(row, "troubles", result->trouble_count);
    row_int(row, "most_waiting", result->most_waiting);
    row_real(row, "seconds", result->seconds);
    row_real(row, "catch_up_s", result->catch_up_s);
    row_real(row, "commit_p50_ms", result->commit_p50_ms);
    row_real(row, "commit_p99_ms", result->commit_p99_ms);
    row_text(row, "plot", options->plot);
    row_print(row);
}

static bool prepare(struct simulation *simulation, const struct day_options *options,
                    struct day_result *result)
{
    const char *base = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    simulation->random = simulation->options->seed * 7919 + 1;
    simulation->clock_ms = time_realtime_ms();
    snprintf(simulation->folder, sizeof simulation->folder, "%s/lanyard-simulation-XXXXXX", base);
    if (!mkdtemp(simulation->folder)) {
        perror("lanyard simulate");
        return false;
    }
    if (!options->partition) {
        troubles_make(simulation, options->minutes, result->troubles, &result->trouble_count);
        return true;
    }
    return troubles_parse(options->partition, simulation->options->stations, result->troubles,
                          &result->trouble_count);
}

/* The stations start with the roster, as on the morning of the day. */
static bool first_load(struct simulation *simulation)
{
    bool ok = true;
    for (int i = 0; ok && i < simulation->options->stations; i++) {
        struct sync_report report;
        ok = sync_once(simulation->stations[i].store, &simulation->stations[i].key, &report);
        progress_show("stations", i + 1, simulation->options->stations);
    }
    return ok;
}

enum exit_status simulate_day(const struct common *common,
                              const struct simulation_options *simulated,
                              const struct day_options *options)
{
    struct simulation *simulation = calloc(1, sizeof *simulation);
    struct day_result *result = calloc(1, sizeof *result);
    enum exit_status status = EXIT_DEVICE;
    if (!simulation || !result || !credential_library_init()) {
        free(simulation);
        free(result);
        return status;
    }
    simulation->options = simulated;
    if (!prepare(simulation, options, result)) {
        status = EXIT_USAGE;
        rmdir(simulation->folder);
    } else {
        bool ran = simulation_set_up(simulation) && first_load(simulation) &&
                   day_run(simulation, options, result);
        bool right = ran && simulation_check(simulation);
        if (ran) {
            status = right ? EXIT_DONE : EXIT_NO;
            common->json ? say_json(simulation, options, result, right)
                         : say(simulation, result, right);
        }
        if (ran && options->plot && !day_plot(options->plot, simulation, options, result)) {
            status = EXIT_DEVICE;
        }
        simulation_tear_down(simulation);
    }
    free(simulation);
    free(result);
    return status;
}
