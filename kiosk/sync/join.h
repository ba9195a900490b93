/* One-time codes; for the sync's own files. */
#ifndef LANYARD_JOIN_H
#define LANYARD_JOIN_H

#include "sync.h"

/* Four groups of four letters and digits that are not mistaken for each other: 80 bits. */
#define HUB_PASSWORD_SIZE 24
void hub_password_make(char password[HUB_PASSWORD_SIZE]);

#endif
