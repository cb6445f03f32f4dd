/* command/user: accounts of staff from the command line. */
#ifndef COMMAND_USER_H
#define COMMAND_USER_H

int command_user(int argc, char **argv);

#endif
