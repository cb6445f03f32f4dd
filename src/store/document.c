/* store/document: see document.h. */
#include "store/document.h"

enum err_kind document_unlooked(struct db *db, struct arena *arena, bool scanner, int64_t after_id,
                                struct db_result *ret, struct err *reterr)
{
    static const char clean[] = "SELECT sm3, media_type, id FROM document WHERE look = 'waiting' "
                                "AND scan = 'clean' AND id > $1 ORDER BY id LIMIT 1";
    static const char any[] = "SELECT sm3, media_type, id FROM document WHERE look = 'waiting' AND "
                              "scan <> 'found' AND id > $1 ORDER BY id LIMIT 1";
    return db_run(db, arena, scanner ? clean : any, DB_ARGS(db_int(after_id)), ret, reterr);
}

void document_looked(struct db_flight *flight, const struct document_look *found)
{
    static const char sql[] = "UPDATE document SET look = $2, page_count = $3, thumb_sm3 = $4, "
                              "words = CASE WHEN $2 = 'done' THEN 'waiting' ELSE words END "
                              "WHERE sm3 = $1 AND look = 'waiting'";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_text(found->sm3), db_text(found->look),
                                 db_id(found->page_count), db_text(found->thumb_sm3)),
                         -1);
}

enum err_kind document_unread(struct db *db, struct arena *arena, int64_t after_id,
                              struct db_result *ret, struct err *reterr)
{
    static const char sql[] =
        "SELECT d.sm3, d.media_type, d.page_count, (SELECT count(*) FROM document_text t WHERE "
        "t.sm3 = d.sm3), d.id FROM document d WHERE d.words = 'waiting' AND d.id > $1 ORDER BY "
        "d.id LIMIT 1";
    return db_run(db, arena, sql, DB_ARGS(db_int(after_id)), ret, reterr);
}

void document_page_read(struct db_flight *flight, const struct document_page *page)
{
    static const char sql[] = "INSERT INTO document_text (sm3, page, source, text, read_us) VALUES "
                              "($1, $2, $3, $4, $5) ON CONFLICT (sm3, page) DO NOTHING";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_text(page->sm3), db_int(page->page), db_text(page->source),
                                 db_text(page->text), db_int(page->read_us)),
                         -1);
}

void document_words(struct db_flight *flight, const char *sm3, const char *words)
{
    (void) db_flight_add(flight,
                         "UPDATE document SET words = $2 WHERE sm3 = $1 AND words = 'waiting'",
                         DB_ARGS(db_text(sm3), db_text(words)), -1);
}

void documents_absent_again(struct db_flight *flight)
{
    (void) db_flight_add(flight, "UPDATE document SET look = 'waiting' WHERE look = 'absent'",
                         DB_NO_ARGS, -1);
    (void) db_flight_add(flight, "UPDATE document SET words = 'waiting' WHERE words = 'absent'",
                         DB_NO_ARGS, -1);
}

enum err_kind document_pages(struct db *db, struct arena *arena, const char *sm3,
                             struct db_result *ret, struct err *reterr)
{
    static const char sql[] =
        "SELECT page, source, text FROM document_text WHERE sm3 = $1 ORDER BY page LIMIT 200";
    return db_run(db, arena, sql, DB_ARGS(db_text(sm3)), ret, reterr);
}

enum err_kind document_matters(struct db *db, struct arena *arena, const char *sm3,
                               struct db_result *ret, struct err *reterr)
{
    static const char sql[] = "SELECT DISTINCT matter_id FROM document WHERE sm3 = $1 AND "
                              "matter_id IS NOT NULL LIMIT 100";
    return db_run(db, arena, sql, DB_ARGS(db_text(sm3)), ret, reterr);
}

enum err_kind documents_unscanned(struct db *db, struct arena *arena, struct db_result *ret,
                                  struct err *reterr)
{
    static const char waiting[] = "SELECT id, sm3, account_id, name FROM document WHERE scan = "
                                  "'waiting' AND removed_us IS NULL ORDER BY id LIMIT 10";
    static const char before[] = "SELECT id, sm3, account_id, name FROM document WHERE scan "
                                 "= 'off' AND removed_us IS NULL ORDER BY id LIMIT 10";
    enum err_kind kind = db_run(db, arena, waiting, DB_NO_ARGS, ret, reterr);
    return kind || ret->row_count ? kind : db_run(db, arena, before, DB_NO_ARGS, ret, reterr);
}

void document_scanned(struct db_flight *flight, int64_t id, const char *scan, const char *note,
                      int64_t at_us)
{
    static const char sql[] =
        "UPDATE document SET scan = $2, scan_note = $3, scanned_us = $4 WHERE id = $1";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(id), db_text(scan), db_text(note), db_int(at_us)), -1);
}

void documents_scan_again(struct db_flight *flight)
{
    (void) db_flight_add(flight,
                         "UPDATE document SET scan = 'waiting' WHERE scan = 'failed' AND "
                         "removed_us IS NULL",
                         DB_NO_ARGS, -1);
}
