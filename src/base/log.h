/*
 * base/log: one line of JSON an event, to standard error. Only api/, command/ and main.c log;
 * rooms below return errors. Fields, not prose; never personal data, never secrets.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/err.h"

struct log_field {
    const char *name;
    const char *text; /* NULL: `integer` is the value */
    int64_t integer;
};

#define LOG_TEXT(name, value)                                                                      \
    {                                                                                              \
        name, value, 0                                                                             \
    }
#define LOG_INT(name, value)                                                                       \
    {                                                                                              \
        name, NULL, value                                                                          \
    }

/** `level` "info", "warning" or "error"; `event` a stable name such as "request". Atomic a line. */
void log_event(const char *level, const char *event, const struct log_field *fields,
               size_t field_count);

#endif
