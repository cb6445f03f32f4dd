/*
 * store/check: what must be true of a store whatever happened to it. Each rule counts the rows that
 * break it, and names one.
 */
#ifndef STORE_CHECK_H
#define STORE_CHECK_H

#include "db/db.h"

struct store_rule {
    const char *name, *says; /* "task_of_ended_matter", what a broken row means */
    const char *sql;         /* one row: how many break it, and one of them as text */
};
/** Ends with name NULL. */
extern const struct store_rule store_rules[];

MUST_CHECK enum err_kind store_rule_check(struct db *db, const struct store_rule *rule,
                                          struct arena *arena, int64_t *ret_broken,
                                          const char **ret_example, struct err *reterr);

/** Documents behind `after_id`, by id: id, sm3. */
MUST_CHECK enum err_kind store_documents_after(struct db *db, struct arena *arena, int64_t after_id,
                                               struct db_result *ret, struct err *reterr);

#endif
