/*
 * command/perform: the administrator's commands do what the API does, by the same operations, on an
 * engine that main.c starts while no server runs. Nobody is signed in: whoever may run the program
 * on the data folder acts as the administrator of every court, "command line" in the records.
 */
#ifndef COMMAND_PERFORM_H
#define COMMAND_PERFORM_H

#include "engine/engine.h"

/** What a command works on; lives as long as the command runs. */
struct command_engine {
    struct engine *engine;
    const char *store_url;
    int64_t now_us;
    struct arena *arena;
};

/** A write: its reply as JSON. */
MUST_CHECK enum err_kind command_perform(const struct command_engine *on,
                                         const struct operation *operation,
                                         const struct value *params, const struct value *body,
                                         const char **ret_json, struct err *reterr);
/** A read: the same. */
MUST_CHECK enum err_kind command_read(const struct command_engine *on,
                                      const struct operation *operation, const struct value *params,
                                      const struct value *body, const char **ret_json,
                                      struct err *reterr);
/** A read of an operation that takes raw bytes: the same. */
MUST_CHECK enum err_kind command_read_raw(const struct command_engine *on,
                                          const struct operation *operation,
                                          const struct value *params, const void *raw,
                                          size_t raw_bytes, const char **ret_json,
                                          struct err *reterr);

#endif
