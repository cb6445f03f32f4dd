/* command/password: for whoever lost theirs; the first administrator too. */
#ifndef COMMAND_PASSWORD_H
#define COMMAND_PASSWORD_H

/** The new password is random and printed once, so that none stands on a command line. */
int command_password(int argc, char **argv);

#endif
