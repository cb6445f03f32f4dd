/*
 * command/holidays: a year's holiday table out of a file, looked at or loaded, by the same
 * operations as the API's.
 */
#ifndef COMMAND_HOLIDAYS_H
#define COMMAND_HOLIDAYS_H

#include "command/perform.h"

/**
 * Reads FILE (columns date, name, kind; days of one year, ascending) and prints which open clocks
 * it moves; without `preview` loads it too, and the clocks move when a server runs.
 * @return an exit status
 */
int holidays_import(const struct command_engine *on, const char *path, bool preview, bool as_json);

#endif
