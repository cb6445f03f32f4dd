/*
 * base/pause: waiting on a condition for a while, by the clock nobody sets. A wall clock that is
 * stepped back would otherwise make a wait of a moment one of an hour.
 */
#ifndef BASE_PAUSE_H
#define BASE_PAUSE_H

#include <pthread.h>
#include <stdint.h>
#include <time.h>

/** Instead of pthread_cond_init(), for a condition that pause_wait() is used on. */
static inline void pause_init(pthread_cond_t *cond)
{
    pthread_condattr_t attributes;
    (void) pthread_condattr_init(&attributes);
    (void) pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    (void) pthread_cond_init(cond, &attributes);
    (void) pthread_condattr_destroy(&attributes);
}

/** Waits for a signal, at most so long. ETIMEDOUT when none came. */
static inline int pause_wait(pthread_cond_t *cond, pthread_mutex_t *mutex, int64_t milliseconds)
{
    struct timespec until;
    (void) clock_gettime(CLOCK_MONOTONIC, &until);
    int64_t ns = until.tv_nsec + milliseconds % 1000 * 1000000;
    until.tv_sec += milliseconds / 1000 + ns / 1000000000;
    until.tv_nsec = ns % 1000000000;
    return pthread_cond_timedwait(cond, mutex, &until);
}

/** Microseconds of the clock nobody sets: for how long something took, never for when it was. */
static inline int64_t pause_now_us(void)
{
    struct timespec now;
    (void) clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000000) + now.tv_nsec / 1000;
}

#endif
