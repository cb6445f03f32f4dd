/*
 * gateway/child: a program fed with bytes that strangers sent, in a process of its own: limits on
 * time, memory, files and output, no privileges to gain, nothing of ours open in it but its two
 * ends of the line, an environment of three words. What it began itself ends when it does.
 */
#ifndef GATEWAY_CHILD_H
#define GATEWAY_CHILD_H

#include "base/arena.h"

struct child_limits {
    int cpu_seconds, wall_seconds;
    size_t memory_bytes;     /* address space */
    size_t output_bytes_max; /* more ends it */
};

/**
 * Runs `argv` (NULL-ended; argv[0] a path, or a name found on PATH) with `bytes` as its standard
 * input, and takes its standard output.
 * @return ERR_MISSING "child.missing": there is no such program, or it ended with 127, which says
 *         that something it needs is not installed; ERR_INVALID "child.failed": it
 *         ended badly, or was ended at a limit; ERR_BUSY "child.start"
 */
MUST_CHECK enum err_kind child_feed(const char *const *argv, const struct child_limits *limits,
                                    const void *bytes, size_t size_bytes, struct arena *arena,
                                    const void **ret, size_t *ret_size_bytes, struct err *reterr);

/** Is there such a program? */
bool child_exists(const char *name);

#endif
