/* engine/case_port: what the engine asks of courts' own case systems; main.c hands it in. */
#ifndef ENGINE_CASE_PORT_H
#define ENGINE_CASE_PORT_H

#include "base/value.h"

/**
 * Courts' own case systems (gateway/case_system.h). Each may be called by one worker at a time and
 * waits for the peer; ERR_BUSY: again later, with the same key.
 */
struct case_port {
    void *context;
    /** Is a connection set for the court on that day? */
    bool (*serves)(void *context, const char *court, int32_t day);
    /** How often its changes are asked for. */
    int64_t (*every_us)(void *context, const char *court, int32_t day);
    /** A page of "changes" behind a position, or of "cases" registered since a day behind a
     * reference: {cases, next, unreadable}. */
    enum err_kind (*page)(void *context, const char *what, const char *court, int32_t day,
                          const char *since, const char *after, struct arena *arena,
                          struct value **ret, struct err *reterr);
    /** Sends one case: {reference, number or null}. ERR_CONFLICT: it is refused, and why. */
    enum err_kind (*send)(void *context, const char *court, int32_t day, const char *key,
                          const char *json, struct arena *arena, struct value **ret,
                          struct err *reterr);
};

#endif
