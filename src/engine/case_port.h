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
    /** Sends one case: {reference, number or null}. ERR_CONFLICT: it is refused, and why. */
    enum err_kind (*send)(void *context, const char *court, int32_t day, const char *key,
                          const char *json, struct arena *arena, struct value **ret,
                          struct err *reterr);
};

#endif
