/* What checkin and verify say about a scan. */
#ifndef LANYARD_OUTCOME_H
#define LANYARD_OUTCOME_H

#include "kiosk/commands/command.h"

/* EXIT_DONE for an admission, EXIT_NO for a refusal or referral, EXIT_DEVICE for a store fault. */
enum exit_status outcome_status(const struct outcome *outcome);

/* The keys that both commands share: verdict, reason, holder, name, serial, issue. */
struct json_row *outcome_row(const struct outcome *outcome);

/* How old the data is that the decision rests on, and how the station stands with its hub:
 * data_age_s (null: a hub that was never reached), hub ("own", "apart", "never", or "connected" when
 * another program of this station was in contact just now), waiting. */
void outcome_standing(struct json_row *row, struct station *station, const struct outcome *outcome);

/* The same for people: one line on stdout, the reason in words on stderr. */
void outcome_say(const struct outcome *outcome);

#endif
