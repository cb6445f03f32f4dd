/*
 * command/: the administrator's command line, one table. Each command has --help with an example
 * and answers in JSON with --json. `serve` needs api/ and lives in main.c, which sees every room.
 */
#ifndef COMMAND_COMMAND_H
#define COMMAND_COMMAND_H

#include "engine/engine.h"

enum { COMMAND_CHECKS_ITSELF = -1 }; /* its options are not all in its usage */

struct command {
    const char *name;
    /** "setup --data FOLDER [--store URL] [--demo]": what stands here may be given, nothing else; a
     *  word in capitals after an option says that it takes a value. */
    const char *usage;
    const char *help; /* what it does, one line, then an example */
    int words_max;    /* how many words may stand beside the options, or COMMAND_CHECKS_ITSELF */
    int (*run)(int argc, char **argv); /* argv[0] is the command's name; exit status */
};

/** This room's commands; ends with name NULL. */
extern const struct command commands[];
/** Finds and runs argv[1] in `extra` and in this room's table; prints help. */
int command_main(int argc, char **argv, const struct command *extra);

#endif
