/* command/setup: making a data folder. */
#ifndef COMMAND_SETUP_H
#define COMMAND_SETUP_H

int command_setup(int argc, char **argv);
/** Brings the schema of a folder that was set up to this program's version. Safe to repeat. */
int command_migrate(int argc, char **argv);
/** What a newcomer needs to try a demo folder: printed by `serve`, for demo folders only. */
void setup_print_logins(void);

#endif
