/* store/retention: how long the documents of ended matters are kept, and which are removed. */
#ifndef STORE_RETENTION_H
#define STORE_RETENTION_H

#include "db/db.h"

void retention_put(struct db_flight *flight, int64_t matter_id, int64_t until_us);
/** Ended long enough ago: matter_id; twenty at most. */
MUST_CHECK enum err_kind retention_due(struct db *db, struct arena *arena, int64_t now_us,
                                       struct db_result *ret, struct err *reterr);
enum { RETENTION_PAGE = 100 };
/** Documents that are removed with it, a page of them: sm3, thumb_sm3, id. */
MUST_CHECK enum err_kind retention_documents(struct db *db, struct arena *arena, int64_t matter_id,
                                             struct db_result *ret, struct err *reterr);
/** Marks one of them. */
void retention_remove(struct db_flight *flight, int64_t document_id, int64_t at_us);
/** None of its documents is due any more. */
void retention_end(struct db_flight *flight, int64_t matter_id);
/** What was read in them, where no document holds those bytes any more. */
void retention_forget_text(struct db_flight *flight, const char *sm3);
/** Does a document that is kept, its small picture, or a court's paper hold those bytes? Looks
 * through papers: for what is removed only. */
MUST_CHECK enum err_kind retention_held(struct db *db, struct arena *arena, const char *sm3,
                                        bool *ret, struct err *reterr);

#endif
