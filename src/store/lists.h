/*
 * store/lists: what pages show as lists. Every list is bounded and goes on behind a key (keyset
 * paging): never an OFFSET. Reads only; results live in the arena of the flight or the call.
 */
#ifndef STORE_LISTS_H
#define STORE_LISTS_H

#include "db/db.h"
#include "workflow/workflow.h"

enum { LIST_ROWS_MAX = 100 };

/** Where a page begins and how long it is: rows come behind (at_us, id) in the list's order. */
struct list_page {
    int64_t at_us, id; /* 0, 0: the beginning */
    int64_t limit;
};

/** "" (never NULL) means: any. */
struct matter_filter {
    const char *system, *court, *state;
    int64_t clearance; /* grants open disputes up to this level */
    int64_t kept_out;  /* leave out what this account is excluded from (store/right.h); 0: nobody */
    int64_t from_us, before_us; /* when it was opened; before_us 0: until now */
    int64_t handler;            /* who has a task of it; 0: anybody */
    bool oldest;                /* the oldest change first */
    struct list_page page;
};

/*
 * Matters, newest change first (or the oldest): id, updated_us. One statement an index range; the
 * caller merges. Each joins state_reader, so that its rows are those matter_visible() lets through.
 */
size_t list_matters_of_court(struct db_flight *flight, const char *role, const char *court,
                             const char *system, bool final, const struct matter_filter *filter);
/** For grants at every court. */
size_t list_matters_of_system(struct db_flight *flight, const char *role, const char *system,
                              const struct matter_filter *filter);
/** Of a public account that opened them. */
size_t list_matters_of_owner(struct db_flight *flight, int64_t account_id,
                             const struct matter_filter *filter);
size_t list_matters_of_person(struct db_flight *flight, int64_t person_id,
                              const struct matter_filter *filter);
/** By a role in the one matter (store/right.h). */
size_t list_matters_of_right(struct db_flight *flight, int64_t account_id, int64_t now_us,
                             const struct matter_filter *filter);
/** With an open task claimed by the account in a role that sees the matter. */
size_t list_matters_claimed(struct db_flight *flight, int64_t account_id,
                            const struct matter_filter *filter);

/**
 * Queues the search for open matters of one side with a named other side, newest first, at most 5:
 * id, definition_hash, title, number, person_id of the other side, court. The one side is a person
 * (by key or by the blind index of their number), or the account that opened the matter; 0 and ""
 * match nobody. Leaves out `but_id`.
 */
size_t list_alike(struct db_flight *flight, int64_t person_id, const char *id_index,
                  int64_t account_id, const char *other_name, int64_t but_id);
/**
 * Queues the search for numbered cases of the same system and cause, of other disputes, in which
 * one party of this matter stands against somebody of the other side's name; newest first, at most
 * 10: id, definition_hash, title, number, court. Disputes that are closed are left out.
 */
size_t list_related(struct db_flight *flight, int64_t matter_id);
enum { DISPUTE_MATTERS_MAX = 200, LIST_DOCUMENTS_MAX = 500 };
/** Matters of one dispute behind `after_id`, oldest first, at most DISPUTE_MATTERS_MAX: id. */
MUST_CHECK enum err_kind list_dispute_matters(struct db *db, struct arena *arena,
                                              int64_t dispute_id, int64_t after_id,
                                              struct db_result *ret, struct err *reterr);
/** title, opened_us. */
MUST_CHECK enum err_kind list_dispute(struct db *db, struct arena *arena, int64_t dispute_id,
                                      struct db_result *ret, struct err *reterr);

/** Columns of events: sequence, action, role, account name, court_us, from, to, documents, hash,
 * matter_id, id, account_id, definition_hash. Oldest first, behind `after_sequence`. */
MUST_CHECK enum err_kind list_events(struct db *db, struct arena *arena, int64_t matter_id,
                                     int64_t after_sequence, int64_t limit, struct db_result *ret,
                                     struct err *reterr);
/** What corrections of a matter changed: sequence, court_us, path ("corrected.00" …), value
 * (sealed), by event and path; at most CORRECTED_VALUES_MAX. */
enum { CORRECTED_VALUES_MAX = 1000 };
MUST_CHECK enum err_kind list_corrected_values(struct db *db, struct arena *arena,
                                               int64_t matter_id, struct db_result *ret,
                                               struct err *reterr);
/** All events of the log, newest first, before id `page.id` (0: from the end). */
MUST_CHECK enum err_kind list_all_events(struct db *db, struct arena *arena,
                                         const struct list_page *page, struct db_result *ret,
                                         struct err *reterr);
/** Posts of these rooms (NULL: no such room), and this account's own private ones: id, author,
 * audience, kind, text, posted_us, account_id, documents, sealed. */
MUST_CHECK enum err_kind list_posts(struct db *db, struct arena *arena, int64_t matter_id,
                                    int64_t account_id, const char *const rooms[ROOMS_MAX],
                                    int64_t after_id, int64_t limit, struct db_result *ret,
                                    struct err *reterr);
/** body, revision, updated_us. */
MUST_CHECK enum err_kind list_draft(struct db *db, struct arena *arena, int64_t matter_id,
                                    int64_t account_id, const char *action, struct db_result *ret,
                                    struct err *reterr);

/** Open tasks: id, matter_id, purpose, role, due (largest integer: none), opened_us, account_id,
 * account name, court. By due time. `court` "" = every court. */
size_t list_tasks_of_role(struct db_flight *flight, const char *court, const char *role, bool free,
                          const struct list_page *page);
/** The same, where this person is the participant (or the owner) waited for. */
size_t list_tasks_of_person(struct db_flight *flight, int64_t person_id, int64_t account_id,
                            const char *role, const struct list_page *page);
/** Claimed by this account, or by one it stands in for on that day. */
size_t list_tasks_of_account(struct db_flight *flight, int64_t account_id, int32_t day,
                             const struct list_page *page);

/** Columns of documents: id, matter_id, account_id, sm3, size_bytes, media_type, name, kind,
 * created_us, scan, look, page_count, thumb_sm3, words, removed_us, side (of a file of a message:
 * its room). */
MUST_CHECK enum err_kind list_document(struct db *db, struct arena *arena, int64_t id,
                                       struct db_result *ret, struct err *reterr);
MUST_CHECK enum err_kind list_documents(struct db *db, struct arena *arena, int64_t matter_id,
                                        int64_t after_id, struct db_result *ret,
                                        struct err *reterr);

/** Value of a store_fact, "" when it is not there. */
MUST_CHECK enum err_kind store_fact(struct db *db, struct arena *arena, const char *name,
                                    const char **ret, struct err *reterr);

/* ---- registers: `like` is "%text%", or "" for all; `after` the last code of the page before -- */

/** code, name, level, parent_code, division_code, grade, kind, source. */
MUST_CHECK enum err_kind list_courts(struct db *db, struct arena *arena, const char *like,
                                     const char *code, const char *division, const char *after,
                                     int64_t limit, struct db_result *ret, struct err *reterr);
/** code, name, parent_code, level, official_no, kind. `parent` "": any. */
MUST_CHECK enum err_kind list_causes(struct db *db, struct arena *arena, const char *like,
                                     const char *code, const char *parent, const char *after,
                                     int64_t limit, struct db_result *ret, struct err *reterr);
/** code, name, parent_code, level, status. */
MUST_CHECK enum err_kind list_divisions(struct db *db, struct arena *arena, const char *parent,
                                        const char *after, int64_t limit, struct db_result *ret,
                                        struct err *reterr);
/** day, name, kind, of days from `first` to before `last`. */
MUST_CHECK enum err_kind list_holidays(struct db *db, struct arena *arena, int64_t first,
                                       int64_t last, struct db_result *ret, struct err *reterr);
/** Newest first, one search ("search:…") or (""): everything: id, seen_us, account name, matter_id,
 * what, hash, account_id, definition_hash. */
MUST_CHECK enum err_kind list_access(struct db *db, struct arena *arena, const char *search,
                                     const struct list_page *page, struct db_result *ret,
                                     struct err *reterr);

#endif
