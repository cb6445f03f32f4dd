/* command/law: the rules of the law for people, one at a time, and for programs, by the million. */
#ifndef COMMAND_LAW_H
#define COMMAND_LAW_H

/** `law RULE --field value …`, `law --batch`; see docs/law-batch.md. */
int command_law(int argc, char **argv);

#endif
