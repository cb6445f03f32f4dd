/* command/setup: making a data folder. */
#ifndef COMMAND_SETUP_H
#define COMMAND_SETUP_H

int command_setup(int argc, char **argv);
/** Brings the schema of a folder that was set up to this program's version. Safe to repeat. */
int command_migrate(int argc, char **argv);

#endif
