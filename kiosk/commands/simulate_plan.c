/* Who comes when and where on a simulated day. */
#include <stdlib.h>

#include "kiosk/commands/simulate_day.h"

#define RUSH_SHARE 60     /* per cent of the arrivals … */
#define RUSH_MINUTES 45.0 /* … within so long, of a day that is long enough */

static double uniform(struct simulation *simulation)
{
    return (double)simulation_random(simulation, 1000000) / 1e6;
}

/* The rush is highest in its middle. */
static double arrival(struct simulation *simulation, double minutes)
{
    double rush = minutes * 0.375 < RUSH_MINUTES ? minutes * 0.375 : RUSH_MINUTES;
    double start = minutes * 0.2;
    if (simulation_random(simulation, 100) < RUSH_SHARE) {
        return start + rush * (uniform(simulation) + uniform(simulation)) / 2;
    }
    double at = uniform(simulation) * (minutes * 0.9 - rush);
    return at < start ? at : at + rush;
}

static int by_minute(const void *a, const void *b)
{
    const struct appointment *left = a, *right = b;
    return left->minute < right->minute ? -1 : left->minute > right->minute;
}

static void plan_add(struct simulation *simulation, struct plan *plan, double minute,
                     uint64_t holder, enum act act)
{
    int stations = simulation->options->stations;
    int station = (int)simulation_random(simulation, (uint64_t)stations);
    /* corrections are made where one may edit */
    station -= act == ACT_CORRECT ? station % 3 : 0;
    plan->list[plan->count++] = (struct appointment){minute, holder, act, station};
}

bool plan_make(struct simulation *simulation, double minutes, struct plan *plan)
{
    int attendees = simulation->options->attendees;
    plan->list = calloc(6 * (size_t)attendees, sizeof *plan->list);
    for (int i = 0; plan->list && i < attendees; i++) {
        uint64_t holder = simulation->holders[i];
        double at = arrival(simulation, minutes);
        double enters = at + 1 + 4 * uniform(simulation);
        plan_add(simulation, plan, at, holder, ACT_ARRIVE);
        plan_add(simulation, plan, enters, holder, ACT_ENTER);
        if (simulation_random(simulation, 100) < 6) {
            plan_add(simulation, plan, at + 3 * uniform(simulation), holder, ACT_ARRIVE);
            plan_add(simulation, plan, enters + 3 * uniform(simulation), holder, ACT_ENTER);
        }
        if (simulation_random(simulation, 100) < 15) {
            plan_add(simulation, plan, enters + 10 * uniform(simulation), holder, ACT_LEAVE);
        }
        if (simulation_random(simulation, 100) < 3) {
            plan_add(simulation, plan, uniform(simulation) * minutes, holder, ACT_CORRECT);
        }
    }
    if (plan->list) {
        qsort(plan->list, plan->count, sizeof *plan->list, by_minute);
    }
    return plan->list != NULL;
}
