/*
 * Motion: what moves, as pure functions of the time since something began. 180 to 240 ms, easing
 * out, one thing at a time; nothing blinks.
 */
#ifndef LANYARD_UI_MOTION_H
#define LANYARD_UI_MOTION_H

#include <stdbool.h>
#include <stdint.h>

#define MOTION_SCREEN_US 220000 /* from one screen to the next */
#define MOTION_MARK_US 320000   /* a verdict's shape is drawn, after the screen stands */
#define MOTION_FRAME_US 16000
#define MOTION_SLOW_FRAME_US 33000

/* 0 … 1, fast first. */
double motion_ease(double part);

/* The part of `duration_us` that has passed since `start_us`, 0 … 1. */
double motion_part(int64_t now_us, int64_t start_us, int64_t duration_us);

/* Texts that take turns: which of `count` is on, and how much of it is there (it fades in and out).
 * Returns when the next picture is due, microseconds from now. */
struct motion_turn {
    int index;
    double alpha;
};
int64_t motion_take_turns(int64_t since_us, int count, struct motion_turn *out);

/* The code that glides into the camera's frame, waits, and leaves. */
struct motion_glide {
    bool visible;
    double away;  /* 1: at the edge … 0: in the middle of the frame */
    double alpha; /* 0 … 1 */
    double found; /* 0 … 1: the frame closes round it */
    int round;    /* which time this is, from 0 */
};
int64_t motion_glide(int64_t since_us, struct motion_glide *out);

#endif
