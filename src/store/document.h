/* store/document: what is found out about a document after it came. */
#ifndef STORE_DOCUMENT_H
#define STORE_DOCUMENT_H

#include "db/db.h"

enum { SCANS_A_TURN = 10 };

/** One whose look is waiting: sm3, media_type, scan. */
MUST_CHECK enum err_kind document_look_row(struct db *db, struct arena *arena, int64_t id,
                                           struct db_result *ret, struct err *reterr);
struct document_look {
    const char *sm3;
    const char *look; /* "done", "failed", "absent" */
    int64_t page_count;
    const char *thumb_sm3; /* NULL: none */
};
/** For every row of those bytes that waits. */
void document_looked(struct db_flight *flight, const struct document_look *found);

/** Not looked at for viruses yet, those kept apart first: id, sm3, account_id, name, look. At most
 * SCANS_A_TURN. */
MUST_CHECK enum err_kind documents_unscanned(struct db *db, struct arena *arena,
                                             struct db_result *ret, struct err *reterr);
/** `scan`: "clean", "found" or "failed"; `note`: what was found, or why it failed. */
void document_scanned(struct db_flight *flight, int64_t id, const char *scan, const char *note,
                      int64_t at_us);
/** Those that failed are looked at again. */
void documents_scan_again(struct db_flight *flight);

#endif
