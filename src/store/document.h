/* store/document: what is found out about a document after it came. */
#ifndef STORE_DOCUMENT_H
#define STORE_DOCUMENT_H

#include "db/db.h"

enum { SCANS_A_TURN = 10 };

/** The first behind `after_id` that waits to be looked at, and is known to be clean where a scanner
 * is set: sm3, media_type, id. */
MUST_CHECK enum err_kind document_unlooked(struct db *db, struct arena *arena, bool scanner,
                                           int64_t after_id, struct db_result *ret,
                                           struct err *reterr);
struct document_look {
    const char *sm3;
    const char *look; /* "done", "failed", "absent" */
    int64_t page_count;
    const char *thumb_sm3; /* NULL: none */
};
/** For every row of those bytes that waits. */
void document_looked(struct db_flight *flight, const struct document_look *found);

/** The first behind `after_id` whose words are not read yet: sm3, media_type, page_count, pages
 * read, id. */
MUST_CHECK enum err_kind document_unread(struct db *db, struct arena *arena, int64_t after_id,
                                         struct db_result *ret, struct err *reterr);
struct document_page {
    const char *sm3, *text;
    const char *source; /* "file", "machine", "failed" */
    int64_t page, read_us;
};
void document_page_read(struct db_flight *flight, const struct document_page *page);
/** For every row of those bytes that waits: "done" or "absent". */
void document_words(struct db_flight *flight, const char *sm3, const char *words);
/** Those that could not be looked at or read for want of a program wait again. */
void documents_absent_again(struct db_flight *flight);
/** Pages in order: page, source, text. */
MUST_CHECK enum err_kind document_pages(struct db *db, struct arena *arena, const char *sm3,
                                        struct db_result *ret, struct err *reterr);
/** Matters that hold documents of those bytes: matter_id; a hundred at most. */
MUST_CHECK enum err_kind document_matters(struct db *db, struct arena *arena, const char *sm3,
                                          struct db_result *ret, struct err *reterr);

/** Not looked at for viruses yet, those kept apart first: id, sm3, account_id, name. At most
 * SCANS_A_TURN. */
MUST_CHECK enum err_kind documents_unscanned(struct db *db, struct arena *arena,
                                             struct db_result *ret, struct err *reterr);
/** `scan`: "clean", "found" or "failed"; `note`: what was found, or why it failed. */
void document_scanned(struct db_flight *flight, int64_t id, const char *scan, const char *note,
                      int64_t at_us);
/** Those that failed are looked at again. */
void documents_scan_again(struct db_flight *flight);

#endif
