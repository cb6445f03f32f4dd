/*
 * command/: the administrator's command line, one table. Each command has --help with an example
 * and answers in JSON with --json. `serve` needs api/ and lives in main.c, which sees every room.
 */
#ifndef COMMAND_COMMAND_H
#define COMMAND_COMMAND_H

#include "engine/engine.h"

struct command {
    const char *name;
    const char *usage;                 /* "setup --data FOLDER [--store URL] [--demo]" */
    const char *help;                  /* what it does, one line, then an example */
    int (*run)(int argc, char **argv); /* argv[0] is the command's name; exit status */
};

/** This room's commands; ends with name NULL. */
extern const struct command commands[];
/** Finds and runs argv[1] in `extra` and in this room's table; prints help. */
int command_main(int argc, char **argv, const struct command *extra);

#endif
