/* command/verify: the evidence, checked from the first event to the last signed head. */
#ifndef COMMAND_VERIFY_H
#define COMMAND_VERIFY_H

/** Exit status 0: all holds; 1: a row is broken, and it is named; 2: wrong arguments. */
int command_verify(int argc, char **argv);

#endif
