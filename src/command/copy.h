/* command/copy: a data folder into a new one, on the same or another kind of store, proved. */
#ifndef COMMAND_COPY_H
#define COMMAND_COPY_H

int command_copy(int argc, char **argv);

#endif
