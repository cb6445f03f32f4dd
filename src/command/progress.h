/*
 * command/progress: how far a long command is, as a bar on a terminal; nothing elsewhere, so that a
 * log holds no half lines.
 */
#ifndef COMMAND_PROGRESS_H
#define COMMAND_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

/** `total` 0: not known, nothing is shown. */
void progress_show(int64_t done, int64_t total);
/** Ends the line, if there is one. */
void progress_end(void);

#endif
