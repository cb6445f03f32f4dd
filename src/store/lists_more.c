/* store/lists: what hangs on one matter, documents, registers and the logs. */
#include "store/lists.h"

#define EVENT_COLUMNS                                                                              \
    "SELECT e.sequence, e.action, e.role, a.name, e.court_us, e.from_state, e.to_state, "          \
    "e.documents, e.hash, e.matter_id, e.id, e.account_id, m.definition_hash, f.name FROM event "  \
    "e LEFT "                                                                                      \
    "JOIN matter m ON m.id = e.matter_id LEFT JOIN account a ON a.id = e.account_id LEFT JOIN "    \
    "account f ON f.id = e.for_account "

enum err_kind list_events(struct db *db, struct arena *arena, int64_t matter_id,
                          int64_t after_sequence, int64_t limit, struct db_result *ret,
                          struct err *reterr)
{
    static const char sql[] =
        EVENT_COLUMNS "WHERE e.matter_id = $1 AND e.sequence > $2 ORDER BY e.sequence LIMIT $3";
    return db_run(db, arena, sql, DB_ARGS(db_int(matter_id), db_int(after_sequence), db_int(limit)),
                  ret, reterr);
}

enum err_kind list_corrected_values(struct db *db, struct arena *arena, int64_t matter_id,
                                    struct db_result *ret, struct err *reterr)
{
    static const char sql[] =
        "SELECT e.sequence, e.court_us, v.path, v.value FROM event e JOIN event_value v ON "
        "v.event_id = e.id WHERE e.matter_id = $1 AND v.path LIKE 'corrected.%' "
        "ORDER BY e.sequence, v.path LIMIT $2";
    return db_run(db, arena, sql, DB_ARGS(db_int(matter_id), db_int(CORRECTED_VALUES_MAX)), ret,
                  reterr);
}

enum err_kind list_all_events(struct db *db, struct arena *arena, const struct list_page *page,
                              struct db_result *ret, struct err *reterr)
{
    static const char sql[] =
        EVENT_COLUMNS "WHERE (e.id < $1 OR $1 = 0) ORDER BY e.id DESC LIMIT $2";
    return db_run(db, arena, sql, DB_ARGS(db_int(page->id), db_int(page->limit)), ret, reterr);
}

enum err_kind list_posts(struct db *db, struct arena *arena, int64_t matter_id, int64_t account_id,
                         const char *const rooms[ROOMS_MAX], int64_t after_id, int64_t limit,
                         struct db_result *ret, struct err *reterr)
{
    static const char sql[] =
        "SELECT id, author, audience, kind, text, posted_us, account_id, documents, sealed FROM "
        "post WHERE matter_id = $1 AND id > $2 AND (audience IN ($5, $6, $7, $8) OR (audience = "
        "'private' AND account_id = $3)) ORDER BY id LIMIT $4";
    return db_run(db, arena, sql,
                  DB_ARGS(db_int(matter_id), db_int(after_id), db_int(account_id), db_int(limit),
                          db_text(rooms[0]), db_text(rooms[1]), db_text(rooms[2]),
                          db_text(rooms[3])),
                  ret, reterr);
}

enum err_kind list_draft(struct db *db, struct arena *arena, int64_t matter_id, int64_t account_id,
                         const char *action, struct db_result *ret, struct err *reterr)
{
    static const char sql[] = "SELECT body, revision, updated_us FROM draft WHERE matter_id = $1 "
                              "AND account_id = $2 AND action = $3";
    return db_run(db, arena, sql, DB_ARGS(db_int(matter_id), db_int(account_id), db_text(action)),
                  ret, reterr);
}

#define DOCUMENT_COLUMNS                                                                           \
    "SELECT id, matter_id, account_id, sm3, size_bytes, media_type, name, kind, created_us, "      \
    "scan, look, page_count, thumb_sm3, words, removed_us, side "                                  \
    "FROM document "

enum err_kind list_document(struct db *db, struct arena *arena, int64_t id, struct db_result *ret,
                            struct err *reterr)
{
    return db_run(db, arena, DOCUMENT_COLUMNS "WHERE id = $1", DB_ARGS(db_int(id)), ret, reterr);
}

enum err_kind list_documents(struct db *db, struct arena *arena, int64_t matter_id,
                             int64_t after_id, struct db_result *ret, struct err *reterr)
{
    static const char sql[] =
        DOCUMENT_COLUMNS "WHERE matter_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    return db_run(db, arena, sql,
                  DB_ARGS(db_int(matter_id), db_int(after_id), db_int(LIST_DOCUMENTS_MAX)), ret,
                  reterr);
}

enum err_kind store_fact(struct db *db, struct arena *arena, const char *name, const char **ret,
                         struct err *reterr)
{
    struct db_result found;
    enum err_kind kind = db_run(db, arena, "SELECT value FROM store_fact WHERE name = $1",
                                DB_ARGS(db_text(name)), &found, reterr);
    *ret = !kind && found.row_count ? db_cell_text(&found, 0, 0) : "";
    return kind;
}

enum err_kind list_courts(struct db *db, struct arena *arena, const char *like, const char *code,
                          const char *division, const char *after, int64_t limit,
                          struct db_result *ret, struct err *reterr)
{
    static const char sql[] =
        "SELECT code, name, level, parent_code, division_code, grade, kind, source FROM court "
        "WHERE code > $1 AND ($2 = '' OR name LIKE $2 OR code = $3) AND ($4 = '' OR division_code "
        "= $4) ORDER BY code LIMIT $5";
    return db_run(
        db, arena, sql,
        DB_ARGS(db_text(after), db_text(like), db_text(code), db_text(division), db_int(limit)),
        ret, reterr);
}

enum err_kind list_causes(struct db *db, struct arena *arena, const char *like, const char *code,
                          const char *parent, const char *after, int64_t limit,
                          struct db_result *ret, struct err *reterr)
{
    static const char sql[] =
        "SELECT code, name, parent_code, level, official_no, kind FROM cause WHERE code > $1 AND "
        "($2 = '' OR name LIKE $2 OR code = $3) AND ($4 = '' OR parent_code = $4) ORDER BY code "
        "LIMIT $5";
    return db_run(
        db, arena, sql,
        DB_ARGS(db_text(after), db_text(like), db_text(code), db_text(parent), db_int(limit)), ret,
        reterr);
}

enum err_kind list_divisions(struct db *db, struct arena *arena, const char *parent,
                             const char *after, int64_t limit, struct db_result *ret,
                             struct err *reterr)
{
    static const char sql[] =
        "SELECT code, name, parent_code, level, status FROM division WHERE parent_code = $1 AND "
        "code > $2 ORDER BY code LIMIT $3";
    return db_run(db, arena, sql, DB_ARGS(db_text(parent), db_text(after), db_int(limit)), ret,
                  reterr);
}

enum err_kind list_holidays(struct db *db, struct arena *arena, int64_t first, int64_t last,
                            struct db_result *ret, struct err *reterr)
{
    return db_run(db, arena,
                  "SELECT day, name, kind FROM holiday WHERE day >= $1 AND day < $2 ORDER BY day "
                  "LIMIT 400",
                  DB_ARGS(db_int(first), db_int(last)), ret, reterr);
}

#define ACCESS_HEAD                                                                                \
    "SELECT l.id, l.seen_us, a.name, l.matter_id, l.what, l.hash, l.account_id, "                  \
    "m.definition_hash FROM access_log l LEFT JOIN account a ON a.id = l.account_id LEFT JOIN "    \
    "matter m ON m.id = l.matter_id WHERE (l.id < $1 OR $1 = 0)"

enum err_kind list_access(struct db *db, struct arena *arena, const char *search,
                          const struct list_page *page, struct db_result *ret, struct err *reterr)
{
    static const char all[] = ACCESS_HEAD " ORDER BY l.id DESC LIMIT $2";
    static const char one_search[] = ACCESS_HEAD
        " AND l.what = $3 AND substr(l.what, 1, 7) = 'search:' ORDER BY l.id DESC LIMIT $2";
    if (!*search)
        return db_run(db, arena, all, DB_ARGS(db_int(page->id), db_int(page->limit)), ret, reterr);
    return db_run(db, arena, one_search,
                  DB_ARGS(db_int(page->id), db_int(page->limit), db_text(search)), ret, reterr);
}
