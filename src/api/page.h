/* api/page: what the read operations share: paging, titles, names. Private to the room. */
#ifndef API_PAGE_H
#define API_PAGE_H

#include "engine/engine.h"
#include "store/lists.h"

enum { PAGE_ROWS_USUAL = 50 };

/** A parameter of path or query, "" when it is not given. */
const char *param_text(const struct value *params, const char *name);

/** Reads `limit` alone: one more than asked for. For lists whose cursor is a code. */
MUST_CHECK enum err_kind page_limit(struct reading *reading, int64_t *ret, struct err *reterr);
/**
 * Reads `limit` (1 to 100, usually 50) and `cursor`. `list` is the name of the list: a cursor of
 * another list, or one that was changed, is refused. ret->limit is one more than asked for, so that
 * the reader sees whether there is a next page.
 */
MUST_CHECK enum err_kind page_read(struct reading *reading, const char *list, struct list_page *ret,
                                   struct err *reterr);
/** "next": the cursor of the row a page ended with, or null. Closes nothing. */
void page_write_next(struct reading *reading, struct json_writer *writer, const char *list,
                     bool more, int64_t at_us, int64_t id);
/** Writes the members of one row into an open object; `context` is the list's. */
typedef void row_writer(struct reading *reading, struct json_writer *writer,
                        const struct db_result *rows, size_t row, void *context);
/** "items" of an open object: the first `count` rows. */
void write_items(struct reading *reading, struct json_writer *writer, const struct db_result *rows,
                 size_t count, row_writer *write_row, void *context);
/** A whole list whose rows are in order of one integer key, with the cursor of its next page. */
void page_write_rows(struct reading *reading, struct json_writer *writer, const char *list,
                     const struct list_page *page, const struct db_result *rows, size_t key_column,
                     row_writer *write_row, void *context);

/* A row of several index ranges read in one flight: its place in the list's order, and where it
 * stands. */
struct merged_row {
    int64_t at_us, id;
    const struct db_result *rows;
    size_t row;
};
/**
 * All rows of all results of a flight, in order of (at, id), each id (column 0) once.
 * @param at_column  where the moment stands that comes first in the order
 * @param newest     the latest first
 */
MUST_CHECK enum err_kind rows_merge(struct arena *arena, const struct db_flight *flight,
                                    size_t at_column, bool newest, struct merged_row **ret,
                                    size_t *ret_count, struct err *reterr);

/** {"zh","en"}, or null without words. */
void write_words(struct json_writer *writer, const char *name, struct words words);
void write_instant(struct reading *reading, struct json_writer *writer, const char *name,
                   int64_t at_us);
void write_public_id(struct reading *reading, struct json_writer *writer, const char *name,
                     unsigned prefix, int64_t id);
/** Titles of a role, an action, a state, with words for what the platform itself does. */
struct words role_words(const char *name);
struct words action_words(const struct workflow *workflow, const char *name);
struct words state_words(const struct workflow *workflow, const char *name);
/** Public id of a matter known by its key and the hash of its definition; NULL when unknown. */
const char *matter_id_of(struct reading *reading, int64_t id, const char *definition_hash);

/** May they look at a court's people and days? Who works there. */
bool works_at(const struct actor *actor, const char *court);

/** The matter of parameter "id", if this actor may see it; else ERR_MISSING "matter.unknown". */
MUST_CHECK enum err_kind visible_matter(struct reading *reading, struct matter **ret,
                                        struct err *reterr);
/** Does one of HEADS of the call's matter ask? */
bool call_by_head(const struct call *call);
/** What a search for normalised words is called in the access log: "search:" and the first digits
 * of their keyed hash. NULL: memory ran out. */
const char *access_search(const struct engine *engine, const char *words, struct arena *arena);
/** Loads matters by key and keeps those this actor may see, in order. */
MUST_CHECK enum err_kind visible_matters(struct reading *reading, enum matter_parts parts,
                                         const int64_t *ids, size_t count, struct matter **ret,
                                         size_t *ret_count, struct err *reterr);
/** May this actor read a document of this kind on a matter they see? Its kind is the field's name.
 */
bool document_readable(const struct actor *actor, const struct matter *matter,
                       const struct db_result *rows, size_t row);
/** What is known of viruses in it: "off", "waiting", "clean", "found" or "failed". Where no scanner
 * is set any more, what waited for one is as unseen as everything else: "off". */
const char *document_scan(const struct engine *engine, const struct db_result *rows, size_t row);
/** Nobody gets bytes that may hold a virus, not even who sent them. ERR_CONFLICT
 * "document.infected", "document.quarantine"; ERR_MISSING "document.removed". */
MUST_CHECK enum err_kind document_clean(const struct engine *engine, const struct db_result *rows,
                                        struct err *reterr);
/** Draws a picture, or `page` of a PDF (0: it is a picture), a row of list_document(), as one JPEG;
 * its own bytes are let go at once. ERR_BUSY "viewer.absent"; ERR_INVALID: nothing can be made of
 * it. */
MUST_CHECK enum err_kind document_draw(const struct ports *ports, const struct db_result *document,
                                       int64_t page, int turn, struct arena *arena,
                                       const void **ret, size_t *ret_bytes, struct err *reterr);
/** One page of a list of matters, those the reader may see; `more`: behind (last_us, last_id). */
struct matter_page {
    struct matter *matters[LIST_ROWS_MAX];
    size_t count;
    bool more;
    int64_t last_us, last_id;
};
/** All of which this reader may know: what they are cleared for, not kept out of. */
struct matter_filter matters_of_reader(const struct reading *reading);
/** filter->page.limit is one more than shown; `mine`: only where the reader takes part. A look at a
 * list, and logged as one. */
MUST_CHECK enum err_kind matters_page(struct reading *reading, enum matter_parts parts,
                                      const struct matter_filter *filter, bool mine,
                                      struct matter_page *ret, struct err *reterr);
/** Has a paper its bytes yet? */
bool paper_is_set(const struct matter *paper);
/** When the reader first opened each of these papers; 0: not yet, or not somebody papers are sent
 * to: staff, and whoever has no account. */
MUST_CHECK enum err_kind papers_opened(struct reading *reading, struct matter *const *papers,
                                       size_t count, int64_t *ret_us, struct err *reterr);
/** What is shown of a paper, into an open object; opened_us 0: the reader has not opened it. */
void paper_write_members(struct reading *reading, struct json_writer *writer,
                         const struct matter *paper, int64_t opened_us);
/** One document's facts, braces included. */
void document_write(struct reading *reading, struct json_writer *writer,
                    const struct db_result *rows, size_t row);

/* What a write on one row finds and remembers from load() to apply(). */
struct row_wanted {
    int64_t id;
    size_t read;
};
/** The row of parameter "id", a public id with that prefix; id 0 when it is none. Kept in
 * call->state. NULL: memory ran out. */
struct row_wanted *wanted_row(struct call *call, unsigned prefix);

/* ---- reads, by file; matters.c names them in its table ---- */
enum err_kind matters_list(struct reading *reading, struct json_writer *writer, struct err *reterr);
enum err_kind matter_detail(struct reading *reading, struct json_writer *writer,
                            struct err *reterr);
enum err_kind dispute_detail(struct reading *reading, struct json_writer *writer,
                             struct err *reterr);
enum err_kind messages_list(struct reading *reading, struct json_writer *writer,
                            struct err *reterr);
enum err_kind outbox_list(struct reading *reading, struct json_writer *writer, struct err *reterr);
enum err_kind message_read_load(struct call *call, struct err *reterr);
enum err_kind message_read_decide(struct call *call, struct err *reterr);
enum err_kind message_read_apply(struct call *call, struct err *reterr);

/* posts.c; matters.c names them in its table */
enum err_kind rooms_list(struct reading *reading, struct json_writer *writer, struct err *reterr);
enum err_kind posts_list(struct reading *reading, struct json_writer *writer, struct err *reterr);
enum err_kind draft_read_one(struct reading *reading, struct json_writer *writer,
                             struct err *reterr);

/* ledger.c; matters.c names them in its table */
enum err_kind ledger_list(struct reading *reading, struct json_writer *writer, struct err *reterr);
enum err_kind ledger_days(struct reading *reading, struct json_writer *writer, struct err *reterr);

/** The paper of query "paper", and whether its code "sm3" agrees: "genuine", "different" or
 * "unknown". ERR_LIMIT when one address asks too often. */
MUST_CHECK enum err_kind paper_by_code(struct reading *reading, struct matter **ret,
                                       const char **ret_result, struct err *reterr);

/* law_read.c; registers.c names them in its table */
enum err_kind law_rule(struct reading *reading, struct json_writer *writer, struct err *reterr);
enum err_kind law_rules(struct reading *reading, struct json_writer *writer, struct err *reterr);
enum err_kind law_periods(struct reading *reading, struct json_writer *writer, struct err *reterr);

#endif
