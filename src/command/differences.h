/* command/differences: what courts' own case systems and the platform do not agree on. */
#ifndef COMMAND_DIFFERENCES_H
#define COMMAND_DIFFERENCES_H

/** Beside a running server; reads only. Exit status 0: no difference is open; 1: some are, and they
 * are named; 2: wrong arguments. */
int command_differences(int argc, char **argv);

#endif
