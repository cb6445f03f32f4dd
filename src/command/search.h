/* command/search: the index of search, made anew. */
#ifndef COMMAND_SEARCH_H
#define COMMAND_SEARCH_H

#include "command/perform.h"

/** `search --rebuild`: forgets the index and makes it of every matter. @return an exit status */
int search_command(const struct command_engine *on, int argc, char **argv);

#endif
