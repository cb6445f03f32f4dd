/*
 * command/config: the settings of a server, one table: name, kind, range, default, help. A data
 * folder keeps those that were set in its fengqiao.conf; an option of `serve` with the same name
 * counts before it. A setting takes effect when the server starts, or is told to read them again
 * (SIGHUP).
 */
#ifndef COMMAND_CONFIG_H
#define COMMAND_CONFIG_H

#include "base/arena.h"

enum { CONFIG_ROWS = 33 };

struct config {
    const char *values[CONFIG_ROWS]; /* in the table's order; NULL: not set, and no default */
};

/**
 * Reads and checks all settings.
 * @return ERR_INVALID "config.value" names the setting, what it may be, and where it came from
 */
MUST_CHECK enum err_kind config_read(const char *folder, int argc, char **argv, struct arena *arena,
                                     struct config *ret, struct err *reterr);
/** A name of the table; NULL: not set. */
const char *config_text(const struct config *config, const char *name);
int64_t config_number(const struct config *config, const char *name);

/** "21:00-08:00" as minutes of the day; "none": the same twice. False: neither. */
bool config_hours(const char *value, int *ret_from, int *ret_to);

/** `config`, `config get NAME`, `config set NAME VALUE`, `config unset NAME`. */
int command_config(int argc, char **argv);

#endif
