/*
 * store/log_slot: PostgreSQL's own write-ahead log, kept in the database until a backup has fetched
 * it. A slot is the database's promise to throw nothing away that its reader has not had
 * (PostgreSQL manual, 27.2.6). Needs a user with REPLICATION.
 */
#ifndef STORE_LOG_SLOT_H
#define STORE_LOG_SLOT_H

#include "db/db.h"

/**
 * Can the log be kept, by this user?
 * @return ERR_INVALID "backup.log": a PostgreSQL before 15, or one that writes too little of it;
 *         ERR_DENIED "backup.replication": the user lacks the right
 */
MUST_CHECK enum err_kind log_check(struct db *db, struct arena *arena, struct err *reterr);
/** The moment it is, by the database's clock, RFC 3339 in UTC. */
MUST_CHECK enum err_kind log_moment_read(struct db *db, struct arena *arena, const char **ret,
                                         struct err *reterr);
/** Reserves the log from now on; nothing happens when the slot is there. */
MUST_CHECK enum err_kind log_slot_begin(struct db *db, struct arena *arena, const char *slot,
                                        struct err *reterr);
/** ERR_CONFLICT "backup.gap": there is no such slot, or what it kept was thrown away
 * (max_slot_wal_keep_size). */
MUST_CHECK enum err_kind log_slot_check(struct db *db, struct arena *arena, const char *slot,
                                        struct err *reterr);
/** Keeps nothing any more; nothing happens when there is no such slot. */
MUST_CHECK enum err_kind log_slot_end(struct db *db, struct arena *arena, const char *slot,
                                      struct err *reterr);

/** How far the log is durable now. */
struct log_place {
    const char *moment; /* by the database's clock, RFC 3339 in UTC */
    const char *target; /* the place reached, "0/16B3748" */
    const char *end; /* of a message behind it: whoever has read this far has all of the target */
};
MUST_CHECK enum err_kind log_place_read(struct db *db, struct arena *arena, struct log_place *ret,
                                        struct err *reterr);

#endif
