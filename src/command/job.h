/*
 * command/job: jobs over many lines (docs/jobs.md): ordered in the name of an account and worked on
 * until they are done, while no server runs; looked at, also beside one.
 */
#ifndef COMMAND_JOB_H
#define COMMAND_JOB_H

#include "command/perform.h"

/** job list, job show ID: reads the store alone. */
int command_job_look(int argc, char **argv);
/** job open FILE, export, recount, resume, cancel ID: with an engine of its own. */
int command_job_run(const struct command_engine *on, int argc, char **argv);
/** Orders a job as the administrator of every court, and works on it until it is done. `call` has
 * what the operation needs. @return an exit status: 1 when a line was refused */
int job_order(const struct command_engine *on, const struct operation *operation, struct call *call,
              bool as_json);

#endif
