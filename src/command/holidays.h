/*
 * command/holidays: a year's holiday table out of a file, looked at or loaded, by the same
 * operations as the API's, on an engine that main.c starts for it while no server runs.
 */
#ifndef COMMAND_HOLIDAYS_H
#define COMMAND_HOLIDAYS_H

#include "engine/engine.h"

/**
 * Reads FILE (columns date, name, kind; days of one year, ascending) and prints which open clocks
 * it moves; without `preview` loads it too, and the clocks move when a server runs.
 * @return an exit status
 */
int holidays_import(struct engine *engine, const char *store_url, const char *path, int64_t now_us,
                    bool preview, bool as_json);

#endif
