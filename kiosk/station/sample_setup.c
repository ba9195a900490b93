#include "kiosk/station/sample.h"

enum { ZONE_PLENARY, ZONE_LOUNGE, ZONE_PRESS, ZONE_BILATERAL, ZONE_SECRETARIAT, ZONE_SIDE_EVENT };
enum { VENUE_HALL, VENUE_LIBRARY };

#define BIT(zone) (1 << (zone))
#define NEGOTIATES \
    (BIT(ZONE_PLENARY) | BIT(ZONE_LOUNGE) | BIT(ZONE_BILATERAL) | BIT(ZONE_SIDE_EVENT))
#define EVERYWHERE (NEGOTIATES | BIT(ZONE_PRESS) | BIT(ZONE_SECRETARIAT))

static const struct zone zones[] = {
    {ZONE_PLENARY, "plenary", "Plenary"},
    {ZONE_LOUNGE, "lounge", "Delegates' lounge"},
    {ZONE_PRESS, "press", "Press centre"},
    {ZONE_BILATERAL, "bilateral", "Bilateral rooms"},
    {ZONE_SECRETARIAT, "secretariat", "Secretariat"},
    {ZONE_SIDE_EVENT, "side-event", "Side event"},
};

static const struct venue venues[] = {
    {VENUE_HALL, "hall", "Conference hall"},
    {VENUE_LIBRARY, "library", "National Library"},
};

/* Band colours that stay apart for the colour-blind: of any two, the distance in CIE Lab is 24 or
 * more as seen with full colour vision, protanopia or deuteranopia. */
static const struct category categories[] = {
    {1, "H", "Head of delegation", 0x962c57, NEGOTIATES | BIT(ZONE_PRESS)},
    {2, "D", "Delegate", 0x0c3177, NEGOTIATES},
    {3, "I", "International organisation", 0x0b9cba, NEGOTIATES},
    {4, "O", "Observer", 0xc0c7cb, BIT(ZONE_PLENARY) | BIT(ZONE_SIDE_EVENT)},
    {5, "P", "Press", 0xd9690e, BIT(ZONE_PRESS) | BIT(ZONE_SIDE_EVENT)},
    {6, "S", "Secretariat", 0x67ae72, EVERYWHERE},
    {7, "T", "Host staff", 0x9053d5, EVERYWHERE & ~BIT(ZONE_BILATERAL)},
    {8, "C", "Security", 0x12151a, EVERYWHERE},
    {9, "V", "Driver", 0x6d4722, 0},
    {10, "G", "Guest with escort", 0xf0d51f, BIT(ZONE_LOUNGE) | BIT(ZONE_SIDE_EVENT)},
};

static const struct checkpoint checkpoints[] = {
    {.code = "registration",
     .name = "Registration",
     .kind = CHECKPOINT_REGISTRATION,
     .zone = -1,
     .venue = VENUE_HALL},
    {.code = "main-entrance",
     .name = "Main entrance",
     .kind = CHECKPOINT_DOOR,
     .zone = -1,
     .venue = VENUE_HALL},
    {.code = "plenary-door",
     .name = "Plenary hall",
     .kind = CHECKPOINT_DOOR,
     .zone = ZONE_PLENARY,
     .venue = VENUE_HALL,
     .anti_passback = true},
    {.code = "lounge-door",
     .name = "Delegates' lounge",
     .kind = CHECKPOINT_DOOR,
     .zone = ZONE_LOUNGE,
     .venue = VENUE_HALL},
    {.code = "press-door",
     .name = "Press centre",
     .kind = CHECKPOINT_DOOR,
     .zone = ZONE_PRESS,
     .venue = VENUE_HALL},
    {.code = "bilateral-door",
     .name = "Bilateral rooms",
     .kind = CHECKPOINT_DOOR,
     .zone = ZONE_BILATERAL,
     .venue = VENUE_HALL,
     .anti_passback = true},
    {.code = "secretariat-door",
     .name = "Secretariat",
     .kind = CHECKPOINT_DOOR,
     .zone = ZONE_SECRETARIAT,
     .venue = VENUE_HALL},
    {.code = "library-door",
     .name = "National Library",
     .kind = CHECKPOINT_DOOR,
     .zone = ZONE_SIDE_EVENT,
     .venue = VENUE_LIBRARY,
     .anti_passback = true},
};

/* A session on a day that the event does not have is left out. */
static const struct sample_session sessions[] = {
    {{"opening", "Opening ceremony", VENUE_HALL, 0, 0}, 0, "09:30", "10:30"},
    {{"plenary-1", "First plenary: water, energy and transit", VENUE_HALL, 0, 0},
     0,
     "11:00",
     "13:00"},
    {{"side-event", "Panel: archives across borders", VENUE_LIBRARY, 0, 0}, 0, "15:00", "16:30"},
    {{"plenary-2", "Second plenary: general debate", VENUE_HALL, 0, 0}, 0, "17:00", "18:30"},
    {{"plenary-3", "Third plenary: general debate", VENUE_HALL, 0, 0}, 1, "09:30", "12:30"},
    {{"plenary-4", "Fourth plenary: final declaration", VENUE_HALL, 0, 0}, 1, "14:00", "16:00"},
    {{"closing", "Closing ceremony", VENUE_HALL, 0, 0}, 1, "16:30", "17:30"},
};

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

const struct sample_setup sample_setup = {
    .zones = zones,
    .zone_count = COUNT(zones),
    .venues = venues,
    .venue_count = COUNT(venues),
    .categories = categories,
    .category_count = COUNT(categories),
    .checkpoints = checkpoints,
    .checkpoint_count = COUNT(checkpoints),
    .sessions = sessions,
    .session_count = COUNT(sessions),
};

const struct category *sample_category(struct sample_text letter)
{
    for (size_t i = 0; i < COUNT(categories); i++) {
        if (sample_text_is(letter, categories[i].letter)) {
            return &categories[i];
        }
    }
    return NULL;
}
