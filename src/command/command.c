/* command/command: finds and runs a command. */
#include "command/command.h"

const struct command commands[] = {{0}};

static int find_and_run(const struct command *rows, int argc, char **argv)
{
    for (; rows && rows->name; rows++) {
        if (strcmp(rows->name, argv[1]) == 0)
            return rows->run(argc - 1, argv + 1);
    }
    return -1;
}

int command_main(int argc, char **argv, const struct command *extra)
{
    int status = argc > 1 ? find_and_run(extra, argc, argv) : -1;
    if (status < 0 && argc > 1)
        status = find_and_run(commands, argc, argv);
    return status < 0 ? 2 : status;
}
