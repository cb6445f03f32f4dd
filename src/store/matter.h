/*
 * store/matter: rows of matters and what hangs on them, as statements for flights. All SQL of it is
 * here and in matter.c. Values are texts as they lie on disk: sealing and opening is the engine's
 * work.
 */
#ifndef STORE_MATTER_H
#define STORE_MATTER_H

#include "db/db.h"

struct matter_row {
    int64_t id, dispute_id, parent_id, version, owner_account, amount_fen;
    const char *system, *definition_hash, *court, *state, *number, *title, *cause, *fields;
    bool final, listed; /* listed: false keeps it out of lists that name no system */
    int64_t opened_us, requested_us, submitted_us, complete_us, registered_us, closed_us,
        updated_us;
    int64_t event_count, level; /* of the dispute */
    const char *head_hash;
};

/** Columns of a matter m behind its id, as matter_row_of() takes them; `fields`: "m.fields", or
 * "NULL" where nobody asks for the values. */
#define MATTER_COLUMNS(fields)                                                                     \
    "m.system, m.definition_hash, m.dispute_id, m.parent_id, m.court, m.state, m.final, "          \
    "m.version, m.owner_account, m.number, m.title, m.cause, m.amount_fen, " fields                \
    ", m.opened_us, m.requested_us, m.submitted_us, m.complete_us, m.registered_us, m.closed_us, " \
    "m.updated_us, m.event_count, m.head_hash, (SELECT d.level FROM dispute d WHERE d.id = "       \
    "m.dispute_id)"
/** One row of a statement with these columns. */
void matter_row_of(const struct db_result *rows, size_t row, struct matter_row *ret);

enum { MATTER_READS = 4 };

/** Adds the MATTER_READS statements that load one matter; returns the first's index. Many at once,
 * as lists show them: store/matter_rows.h. */
size_t matter_read(struct db_flight *flight, int64_t id);
/** The matter's row; false when there is none. */
bool matter_take(const struct db_flight *flight, size_t first, struct matter_row *ret);
/** Result of participants: id, role, state, person_id, name, identity (sealed), active. */
const struct db_result *matter_participants(const struct db_flight *flight, size_t first);
/** Result of open deadlines: id, participant_id, name, state, due_us, provisional, account, rule,
 * basis, start_us. */
const struct db_result *matter_deadlines(const struct db_flight *flight, size_t first);
/** Result of facts published on the dispute: system, name, value. */
const struct db_result *matter_published(const struct db_flight *flight, size_t first);

void dispute_set_level(struct db_flight *flight, int64_t id, int64_t level);
void dispute_insert(struct db_flight *flight, int64_t id, const char *title, const char *source,
                    int64_t opened_us, int64_t opened_by);
void matter_insert(struct db_flight *flight, const struct matter_row *row);
/** Guarded by the version it was loaded with. */
void matter_update(struct db_flight *flight, const struct matter_row *row, int64_t old_version);
void matter_index_put(struct db_flight *flight, const struct matter_row *row, const char *field,
                      const char *text, const int64_t *integer);

/** `id_index` (may be NULL) links the person with that identity number. */
void participant_insert(struct db_flight *flight, int64_t id, int64_t matter_id, const char *role,
                        const char *state, const char *id_index, int64_t person_id,
                        const char *name, const char *identity, int64_t added_us);
/** `token_hash`: SM3 of the token, hex; the token itself is only in the message. */
void participant_link_insert(struct db_flight *flight, const char *token_hash, int64_t matter_id,
                             int64_t participant_id, int64_t created_us, int64_t expires_us);
void participant_set_state(struct db_flight *flight, int64_t id, const char *state, bool active);
/** Who a participant is was written down wrongly; the link to the person stays. */
void participant_set_identity(struct db_flight *flight, int64_t id, const char *name,
                              const char *identity);
/** The person of another identity number instead; `id_index` NULL, or unknown: nobody. */
void participant_set_person(struct db_flight *flight, int64_t id, const char *id_index);
/** Nothing happens when a person with that identity number is known. */
void person_ensure(struct db_flight *flight, int64_t id, const char *kind, const char *name,
                   const char *id_kind, const char *id_sealed, const char *id_index,
                   const char *phone_sealed, const char *phone_index, int64_t created_us);

struct deadline_row {
    int64_t id, matter_id, participant_id, start_us, due_us, wake_us;
    const char *court, *name, *state, *rule, *basis, *account;
    const char *excluded; /* JSON list of spans; NULL: every day counts */
    bool provisional;
    int64_t warned;
};
void deadline_insert(struct db_flight *flight, const struct deadline_row *row);
/** Stops every open deadline of that name on the matter. */
void deadline_stop(struct db_flight *flight, int64_t matter_id, const char *name, int64_t at_us);
/** A clock stands still, runs again or moves: its new end, account and days that do not count. */
void deadline_move(struct db_flight *flight, const struct deadline_row *row);
void deadline_woken(struct db_flight *flight, int64_t id, const char *state, int64_t wake_us,
                    int64_t warned, const char *listed, int64_t closed_us);
/** Due to be looked at: id, matter_id, name, wake_us, warned, due_us, start_us. */
MUST_CHECK enum err_kind deadline_due(struct db *db, struct arena *arena, int64_t now_us,
                                      struct db_result *ret, struct err *reterr);

enum { DEADLINES_A_PAGE = 500 };
/** Open clocks that run, behind a key: id, matter_id, court, name, rule, start_us, due_us,
 * excluded, provisional, definition_hash. At most DEADLINES_A_PAGE. */
MUST_CHECK enum err_kind deadlines_open(struct db *db, struct arena *arena, int64_t after,
                                        struct db_result *ret, struct err *reterr);
/** How many of them there are. */
MUST_CHECK enum err_kind deadlines_open_count(struct db *db, struct arena *arena, int64_t *ret,
                                              struct err *reterr);
/** All clocks of a matter, closed ones too, in the order they began (200 at most): id,
 * participant_id, name, state, rule, basis, start_us, due_us, provisional, account, excluded,
 * closed_us, treatment by the last outage that held it. */
MUST_CHECK enum err_kind deadlines_of_matter(struct db *db, struct arena *arena, int64_t matter_id,
                                             struct db_result *ret, struct err *reterr);

void published_put(struct db_flight *flight, int64_t dispute_id, const char *system,
                   const char *name, const char *value, int64_t matter_id, int64_t at_us);
void draft_put(struct db_flight *flight, int64_t matter_id, int64_t account_id, const char *action,
               const char *body, int64_t at_us, int64_t revision);
size_t draft_read(struct db_flight *flight, int64_t matter_id, int64_t account_id,
                  const char *action);
void draft_drop(struct db_flight *flight, int64_t matter_id, const char *action);
/** `sealed`: the text as post_seal() of the engine gave it. `documents` may be NULL. */
void post_insert(struct db_flight *flight, int64_t id, int64_t matter_id, int64_t account_id,
                 const char *author, const char *audience, const char *kind, const char *sealed,
                 const char *documents, int64_t at_us);
struct document_row {
    int64_t id, matter_id, account_id, size_bytes, created_us;
    const char *sm3, *media_type, *name, *kind;
    const char *scan, *look; /* as they begin: "off" or "waiting"; "none" or "waiting" */
};
void document_insert(struct db_flight *flight, const struct document_row *row);
/** Queues one: sm3, scan, account_id, matter_id, kind. */
size_t document_hash_read(struct db_flight *flight, int64_t id);
void document_attach(struct db_flight *flight, int64_t id, int64_t matter_id, int64_t account_id);
/** The kind of a file of a message: the store gives it, no client may choose it. */
#define DOCUMENT_OF_POST "post"
/** The same, as a file of a message (DOCUMENT_OF_POST): told with the message, read by those alone
 * who read the room the message is in. */
void document_post(struct db_flight *flight, int64_t id, int64_t matter_id, int64_t account_id,
                   const char *audience);
/** A row of the same bytes in another matter; only of what lies in `from_matter_id`, or is the
 * account's own upload that no matter holds yet. */
void document_carry(struct db_flight *flight, int64_t id, int64_t copy_id, int64_t from_matter_id,
                    int64_t to_matter_id, int64_t account_id);
void number_put(struct db_flight *flight, const char *court, int64_t year, const char *type,
                int64_t serial, int64_t matter_id, const char *number, int64_t at_us);
/** The same series goes on behind a number that was given elsewhere. */
void number_pass(struct db_flight *flight, const char *court, int64_t year, const char *type,
                 int64_t serial);
/** A number that was given elsewhere belongs to that matter for ever. */
void number_put_outside(struct db_flight *flight, const char *court, int64_t year, const char *type,
                        int64_t serial, int64_t matter_id, const char *number, int64_t at_us);
/** Queues one: matter_id of whoever has the number. */
size_t number_holder_read(struct db_flight *flight, const char *number);
/** A matter that was opened from another: of which system, where it stands, and what one of its
 * indexed texts is. */
struct matter_child {
    const char *system, *state, *field, *text;
};
/** Queues one such: its id. */
size_t matter_child_read(struct db_flight *flight, int64_t parent_id,
                         const struct matter_child *child);
void number_void(struct db_flight *flight, const char *number, const char *reason, int64_t at_us);

/** Open matters of one dispute: id, definition_hash. */
MUST_CHECK enum err_kind dispute_open_matters(struct db *db, struct arena *arena,
                                              int64_t dispute_id, struct db_result *ret,
                                              struct err *reterr);

#endif
