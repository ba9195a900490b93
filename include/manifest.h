/*
 * Manifest: who is in a batch of badges, on pages that a delegation's focal point signs for. One
 * thread at a time per renderer.
 */
#ifndef LANYARD_MANIFEST_H
#define LANYARD_MANIFEST_H

#include "badge.h"

/* Who signs. Rows of another party begin a page of their own. */
struct manifest_party {
    char name[BADGE_TEXT_SIZE]; /* the delegation or the organisation */
    char country[3];            /* "" for none */
    char focal_point[BADGE_TEXT_SIZE];
};

struct manifest_row {
    char name[BADGE_TEXT_SIZE * 2];
    char native_name[BADGE_TEXT_SIZE];
    char position[BADGE_TEXT_SIZE];
    char category_letter[8];
    char category_name[64];
    uint32_t category_rgb;
    uint32_t serial;
    int issue;
};

struct manifest;
/* A PDF at `path`, for its owner alone, which has its name only when it is whole. `renderer` is
 * lent until the end. NULL: one log line. */
struct manifest *manifest_open(struct badge_renderer *renderer, const char *event_name,
                               const char *event_dates, const char *path);
/* Rows of one party follow each other. False: no memory; the manifest is lost. */
bool manifest_add(struct manifest *manifest, const struct manifest_party *party,
                  const struct manifest_row *row);
/* Frees it. False: one log line, and no file. */
bool manifest_close(struct manifest *manifest);
void manifest_drop(struct manifest *manifest); /* leaves no file; NULL-safe */

#endif
