/* api/operations: the tables of this room's own endpoints; each file of operations ends in one. */
#ifndef API_OPERATIONS_H
#define API_OPERATIONS_H

#include "engine/engine.h"

/* Rows end with name NULL. */
extern const struct operation session_operations[];  /* sign in, links */
extern const struct operation identity_operations[]; /* checks at the window */
extern const struct operation account_operations[];  /* profile, accounts, grants, keys */
extern const struct operation
    matter_operations[]; /* lists, detail, time line, posts, tasks, messages */
extern const struct operation document_operations[]; /* upload, download */
extern const struct operation register_operations[]; /* courts, causes, divisions, holidays, law */
extern const struct operation audit_operations[];    /* events, access log, verification */

#endif
