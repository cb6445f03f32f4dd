/* store/matter: statements of matters. Numbers of arguments follow the column lists; keep them side
 * by side. */
#include "store/matter.h"

static const char select_matter[] =
    "SELECT m.id, " MATTER_COLUMNS("m.fields") " FROM matter m WHERE m.id = $1";
static const char select_participants[] =
    "SELECT id, role, state, person_id, name, identity, active FROM participant WHERE matter_id = "
    "$1 ORDER BY id LIMIT 200";
static const char select_deadlines[] =
    "SELECT id, participant_id, name, state, due_us, provisional, account, rule, basis, start_us, "
    "excluded, warned FROM deadline WHERE matter_id = $1 AND closed_us IS NULL ORDER BY due_us "
    "LIMIT 100";
static const char select_published[] =
    "SELECT p.system, p.name, p.value FROM published p JOIN matter m ON m.dispute_id = "
    "p.dispute_id WHERE m.id = $1 LIMIT 100";

size_t matter_read(struct db_flight *flight, int64_t id)
{
    size_t first = db_flight_add(flight, select_matter, DB_ARGS(db_int(id)), -1);
    (void) db_flight_add(flight, select_participants, DB_ARGS(db_int(id)), -1);
    (void) db_flight_add(flight, select_deadlines, DB_ARGS(db_int(id)), -1);
    (void) db_flight_add(flight, select_published, DB_ARGS(db_int(id)), -1);
    return first;
}

void matter_row_of(const struct db_result *r, size_t row, struct matter_row *ret)
{
    *ret = (struct matter_row){.id = db_cell_int(r, row, 0),
                               .system = db_cell_text(r, row, 1),
                               .definition_hash = db_cell_text(r, row, 2),
                               .dispute_id = db_cell_int(r, row, 3),
                               .parent_id = db_cell_int(r, row, 4),
                               .court = db_cell_text(r, row, 5),
                               .state = db_cell_text(r, row, 6),
                               .final = db_cell_int(r, row, 7) != 0,
                               .version = db_cell_int(r, row, 8),
                               .owner_account = db_cell_int(r, row, 9),
                               .number = db_cell_text(r, row, 10),
                               .title = db_cell_text(r, row, 11),
                               .cause = db_cell_text(r, row, 12),
                               .amount_fen = db_cell_int(r, row, 13),
                               .fields = db_cell_text(r, row, 14),
                               .opened_us = db_cell_int(r, row, 15),
                               .requested_us = db_cell_int(r, row, 16),
                               .submitted_us = db_cell_int(r, row, 17),
                               .complete_us = db_cell_int(r, row, 18),
                               .registered_us = db_cell_int(r, row, 19),
                               .closed_us = db_cell_int(r, row, 20),
                               .updated_us = db_cell_int(r, row, 21),
                               .event_count = db_cell_int(r, row, 22),
                               .head_hash = db_cell_text(r, row, 23),
                               .level = db_cell_int(r, row, 24)};
}

bool matter_take(const struct db_flight *flight, size_t first, struct matter_row *ret)
{
    const struct db_result *r = db_flight_result(flight, first);
    if (r->row_count)
        matter_row_of(r, 0, ret);
    return r->row_count != 0;
}

const struct db_result *matter_participants(const struct db_flight *flight, size_t first)
{
    return db_flight_result(flight, first + 1);
}
const struct db_result *matter_deadlines(const struct db_flight *flight, size_t first)
{
    return db_flight_result(flight, first + 2);
}
const struct db_result *matter_published(const struct db_flight *flight, size_t first)
{
    return db_flight_result(flight, first + 3);
}

void dispute_set_level(struct db_flight *flight, int64_t id, int64_t level)
{
    (void) db_flight_add(flight, "UPDATE dispute SET level = $2 WHERE id = $1",
                         DB_ARGS(db_int(id), db_int(level)), 1);
}

void dispute_insert(struct db_flight *flight, int64_t id, const char *title, const char *source,
                    int64_t opened_us, int64_t opened_by)
{
    static const char sql[] =
        "INSERT INTO dispute (id, title, source, opened_us, opened_by) VALUES ($1, $2, $3, $4, $5)";
    (void) db_flight_add(
        flight, sql,
        DB_ARGS(db_int(id), db_text(title), db_text(source), db_int(opened_us), db_int(opened_by)),
        1);
}

void matter_insert(struct db_flight *flight, const struct matter_row *row)
{
    static const char sql[] =
        "INSERT INTO matter (id, system, definition_hash, dispute_id, "
        "parent_id, court, state, final, version, owner_account, "
        "number, title, cause, amount_fen, fields, opened_us, requested_us, "
        "submitted_us, complete_us, registered_us, closed_us, "
        "updated_us, event_count, head_hash, listed) VALUES ($1, $2, $3, $4, $5, $6, "
        "$7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, "
        "$18, $19, $20, $21, $22, $23, $24, $25)";
    (void) db_flight_add(
        flight, sql,
        DB_ARGS(db_int(row->id), db_text(row->system), db_text(row->definition_hash),
                db_int(row->dispute_id), db_id(row->parent_id), db_text(row->court),
                db_text(row->state), db_int(row->final), db_int(row->version),
                db_id(row->owner_account), db_text(row->number), db_text(row->title),
                db_text(row->cause), db_id(row->amount_fen), db_text(row->fields),
                db_int(row->opened_us), db_id(row->requested_us), db_id(row->submitted_us),
                db_id(row->complete_us), db_id(row->registered_us), db_id(row->closed_us),
                db_int(row->updated_us), db_int(row->event_count), db_text(row->head_hash),
                db_int(row->listed)),
        1);
}

void matter_update(struct db_flight *flight, const struct matter_row *row, int64_t old_version)
{
    static const char sql[] =
        "UPDATE matter SET state = $2, final = $3, version = $4, number = $5, title = $6, cause = "
        "$7, amount_fen = $8, "
        "fields = $9, requested_us = $10, submitted_us = $11, complete_us = $12, registered_us = "
        "$13, closed_us = $14, "
        "updated_us = $15, event_count = $16, head_hash = $17 WHERE id = $1 AND version = $18";
    (void) db_flight_add(
        flight, sql,
        DB_ARGS(db_int(row->id), db_text(row->state), db_int(row->final), db_int(row->version),
                db_text(row->number), db_text(row->title), db_text(row->cause),
                db_id(row->amount_fen), db_text(row->fields), db_id(row->requested_us),
                db_id(row->submitted_us), db_id(row->complete_us), db_id(row->registered_us),
                db_id(row->closed_us), db_int(row->updated_us), db_int(row->event_count),
                db_text(row->head_hash), db_int(old_version)),
        1);
}

void matter_index_put(struct db_flight *flight, const struct matter_row *row, const char *field,
                      const char *text, const int64_t *integer)
{
    static const char sql[] = "INSERT INTO matter_index (matter_id, field, court, system, "
                              "text_value, int_value) VALUES ($1, $2, $3, $4, $5, $6) "
                              "ON CONFLICT (matter_id, field) DO UPDATE SET text_value = "
                              "excluded.text_value, int_value = excluded.int_value";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(row->id), db_text(field), db_text(row->court),
                                 db_text(row->system), db_text(text),
                                 integer ? db_int(*integer) : db_null()),
                         -1);
}

void participant_insert(struct db_flight *flight, int64_t id, int64_t matter_id, const char *role,
                        const char *state, const char *id_index, int64_t person_id,
                        const char *name, const char *identity, int64_t added_us)
{
    static const char sql[] =
        "INSERT INTO participant (id, matter_id, role, state, person_id, name, identity, active, "
        "added_us) VALUES ($1, $2, $3, $4, "
        "coalesce(CAST($5 AS BIGINT), (SELECT id FROM person WHERE id_index = $6)), $7, $8, 1, $9)";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(id), db_int(matter_id), db_text(role), db_text(state),
                                 db_id(person_id), db_text(id_index), db_text(name),
                                 db_text(identity), db_int(added_us)),
                         1);
}

void participant_link_insert(struct db_flight *flight, const char *token_hash, int64_t matter_id,
                             int64_t participant_id, int64_t created_us, int64_t expires_us)
{
    (void) db_flight_add(flight,
                         "INSERT INTO participant_link (token_hash, matter_id, participant_id, "
                         "created_us, expires_us) VALUES ($1, $2, $3, $4, $5)",
                         DB_ARGS(db_text(token_hash), db_int(matter_id), db_int(participant_id),
                                 db_int(created_us), db_int(expires_us)),
                         1);
}

void participant_set_state(struct db_flight *flight, int64_t id, const char *state, bool active)
{
    static const char sql[] = "UPDATE participant SET state = $2, active = $3 WHERE id = $1";
    (void) db_flight_add(flight, sql, DB_ARGS(db_int(id), db_text(state), db_int(active)), 1);
}

void participant_set_identity(struct db_flight *flight, int64_t id, const char *name,
                              const char *identity)
{
    static const char sql[] = "UPDATE participant SET name = $2, identity = $3 WHERE id = $1";
    (void) db_flight_add(flight, sql, DB_ARGS(db_int(id), db_text(name), db_text(identity)), 1);
}

void participant_set_person(struct db_flight *flight, int64_t id, const char *id_index)
{
    static const char sql[] =
        "UPDATE participant SET person_id = (SELECT p.id FROM person p WHERE p.id_index = $2) "
        "WHERE id = $1";
    (void) db_flight_add(flight, sql, DB_ARGS(db_int(id), db_text(id_index)), 1);
}

void person_ensure(struct db_flight *flight, int64_t id, const char *kind, const char *name,
                   const char *id_kind, const char *id_sealed, const char *id_index,
                   const char *phone_sealed, const char *phone_index, int64_t created_us)
{
    static const char sql[] = "INSERT INTO person (id, kind, name, id_kind, id_sealed, id_index, "
                              "phone_sealed, phone_index, verified, created_us) "
                              "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'named', $9) ON CONFLICT "
                              "(id_index) WHERE id_index IS NOT NULL DO NOTHING";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(id), db_text(kind), db_text(name), db_text(id_kind),
                                 db_text(id_sealed), db_text(id_index), db_text(phone_sealed),
                                 db_text(phone_index), db_int(created_us)),
                         -1);
}

void deadline_insert(struct db_flight *flight, const struct deadline_row *row)
{
    static const char sql[] =
        "INSERT INTO deadline (id, matter_id, participant_id, court, name, state, rule, basis, "
        "start_us, due_us, provisional, account, "
        "wake_us, warned) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 0)";
    (void) db_flight_add(
        flight, sql,
        DB_ARGS(db_int(row->id), db_int(row->matter_id), db_id(row->participant_id),
                db_text(row->court), db_text(row->name), db_text(row->state), db_text(row->rule),
                db_text(row->basis), db_int(row->start_us), db_int(row->due_us),
                db_int(row->provisional), db_text(row->account), db_id(row->wake_us)),
        1);
}

void deadline_stop(struct db_flight *flight, int64_t matter_id, const char *name, int64_t at_us)
{
    static const char sql[] =
        "UPDATE deadline SET state = 'stopped', closed_us = $3, wake_us = NULL, listed = NULL "
        "WHERE matter_id = $1 AND name = $2 AND closed_us IS NULL";
    (void) db_flight_add(flight, sql, DB_ARGS(db_int(matter_id), db_text(name), db_int(at_us)), -1);
}

void deadline_move(struct db_flight *flight, const struct deadline_row *row)
{
    static const char sql[] =
        "UPDATE deadline SET state = $2, due_us = $3, provisional = $4, account = $5, "
        "excluded = $6, wake_us = $7 WHERE id = $1 AND closed_us IS NULL";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(row->id), db_text(row->state), db_int(row->due_us),
                                 db_int(row->provisional), db_text(row->account),
                                 db_text(row->excluded), db_id(row->wake_us)),
                         1);
}

void deadline_woken(struct db_flight *flight, int64_t id, const char *state, int64_t wake_us,
                    int64_t warned, const char *listed, int64_t closed_us)
{
    static const char sql[] = "UPDATE deadline SET state = $2, wake_us = $3, warned = $4, listed = "
                              "$5, closed_us = $6 WHERE id = $1 AND closed_us IS NULL";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(id), db_text(state), db_id(wake_us), db_int(warned),
                                 db_text(listed), db_id(closed_us)),
                         -1);
}

enum err_kind deadline_due(struct db *db, struct arena *arena, int64_t now_us,
                           struct db_result *ret, struct err *reterr)
{
    static const char sql[] =
        "SELECT id, matter_id, name, wake_us, warned, due_us, start_us FROM deadline WHERE wake_us "
        "IS NOT NULL AND wake_us <= $1 ORDER BY wake_us LIMIT 200";
    return db_run(db, arena, sql, DB_ARGS(db_int(now_us)), ret, reterr);
}

enum err_kind deadlines_open(struct db *db, struct arena *arena, int64_t after,
                             struct db_result *ret, struct err *reterr)
{
    static const char sql[] =
        "SELECT d.id, d.matter_id, d.court, d.name, d.rule, d.start_us, d.due_us, d.excluded, "
        "d.provisional, m.definition_hash FROM deadline d JOIN matter m ON m.id = d.matter_id "
        "WHERE d.closed_us IS NULL AND d.id > $1 AND d.state IN ('running', 'provisional') "
        "ORDER BY d.id LIMIT 500";
    return db_run(db, arena, sql, DB_ARGS(db_int(after)), ret, reterr);
}

enum err_kind deadlines_open_count(struct db *db, struct arena *arena, int64_t *ret,
                                   struct err *reterr)
{
    static const char sql[] = "SELECT count(*) FROM deadline WHERE closed_us IS NULL AND state IN "
                              "('running', 'provisional')";
    struct db_result found;
    enum err_kind kind = db_run(db, arena, sql, DB_NO_ARGS, &found, reterr);
    *ret = kind ? 0 : db_cell_int(&found, 0, 0);
    return kind;
}

enum err_kind deadlines_of_matter(struct db *db, struct arena *arena, int64_t matter_id,
                                  struct db_result *ret, struct err *reterr)
{
    static const char sql[] =
        "SELECT id, participant_id, name, state, rule, basis, start_us, due_us, provisional, "
        "account, excluded, closed_us, (SELECT c.treatment FROM outage_clock c WHERE c.deadline_id "
        "= "
        "deadline.id ORDER BY c.outage_id DESC LIMIT 1) FROM deadline WHERE matter_id = $1 ORDER "
        "BY id "
        "LIMIT 200";
    return db_run(db, arena, sql, DB_ARGS(db_int(matter_id)), ret, reterr);
}

void published_put(struct db_flight *flight, int64_t dispute_id, const char *system,
                   const char *name, const char *value, int64_t matter_id, int64_t at_us)
{
    static const char sql[] =
        "INSERT INTO published (dispute_id, system, name, value, matter_id, updated_us) VALUES "
        "($1, $2, $3, $4, $5, $6) "
        "ON CONFLICT (dispute_id, system, name) DO UPDATE SET value = excluded.value, matter_id = "
        "excluded.matter_id, updated_us = excluded.updated_us";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(dispute_id), db_text(system), db_text(name), db_text(value),
                                 db_int(matter_id), db_int(at_us)),
                         -1);
}

void draft_put(struct db_flight *flight, int64_t matter_id, int64_t account_id, const char *action,
               const char *body, int64_t at_us, int64_t revision)
{
    static const char sql[] =
        "INSERT INTO draft (matter_id, account_id, action, body, updated_us, revision) VALUES ($1, "
        "$2, $3, $4, $5, $6) "
        "ON CONFLICT (matter_id, account_id, action) DO UPDATE SET body = excluded.body, "
        "updated_us = excluded.updated_us, revision = excluded.revision";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(matter_id), db_int(account_id), db_text(action),
                                 db_text(body), db_int(at_us), db_int(revision)),
                         -1);
}

size_t draft_read(struct db_flight *flight, int64_t matter_id, int64_t account_id,
                  const char *action)
{
    static const char sql[] = "SELECT body, revision, updated_us FROM draft WHERE matter_id = $1 "
                              "AND account_id = $2 AND action = $3";
    return db_flight_add(flight, sql,
                         DB_ARGS(db_int(matter_id), db_int(account_id), db_text(action)), -1);
}

void draft_drop(struct db_flight *flight, int64_t matter_id, const char *action)
{
    static const char sql[] = "DELETE FROM draft WHERE matter_id = $1 AND action = $2";
    (void) db_flight_add(flight, sql, DB_ARGS(db_int(matter_id), db_text(action)), -1);
}

void post_insert(struct db_flight *flight, int64_t id, int64_t matter_id, int64_t account_id,
                 const char *author, const char *audience, const char *kind, const char *sealed,
                 const char *documents, int64_t at_us)
{
    static const char sql[] =
        "INSERT INTO post (id, matter_id, account_id, author, audience, kind, text, posted_us, "
        "documents, sealed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(id), db_int(matter_id), db_int(account_id), db_text(author),
                                 db_text(audience), db_text(kind), db_text(sealed), db_int(at_us),
                                 db_text(documents)),
                         1);
}

void document_insert(struct db_flight *flight, const struct document_row *row)
{
    static const char sql[] = "INSERT INTO document (id, matter_id, account_id, sm3, size_bytes, "
                              "media_type, name, kind, side, created_us, scan, look) "
                              "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', $9, $10, $11)";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(row->id), db_id(row->matter_id), db_id(row->account_id),
                                 db_text(row->sm3), db_int(row->size_bytes),
                                 db_text(row->media_type), db_text(row->name), db_text(row->kind),
                                 db_int(row->created_us), db_text(row->scan), db_text(row->look)),
                         1);
}

size_t document_hash_read(struct db_flight *flight, int64_t id)
{
    return db_flight_add(flight,
                         "SELECT sm3, scan, account_id, matter_id, kind FROM document WHERE id = "
                         "$1",
                         DB_ARGS(db_int(id)), -1);
}

void document_attach(struct db_flight *flight, int64_t id, int64_t matter_id, int64_t account_id)
{
    static const char sql[] = "UPDATE document SET matter_id = $2 WHERE id = $1 AND account_id = "
                              "$3 AND matter_id IS NULL";
    (void) db_flight_add(flight, sql, DB_ARGS(db_int(id), db_int(matter_id), db_int(account_id)),
                         -1);
}

void document_post(struct db_flight *flight, int64_t id, int64_t matter_id, int64_t account_id,
                   const char *audience)
{
    static const char sql[] =
        "UPDATE document SET matter_id = $2, kind = '" DOCUMENT_OF_POST "', side = $4 WHERE id = "
        "$1 AND account_id = $3 AND matter_id IS NULL";
    (void) db_flight_add(
        flight, sql, DB_ARGS(db_int(id), db_int(matter_id), db_int(account_id), db_text(audience)),
        -1);
}

void document_carry(struct db_flight *flight, int64_t id, int64_t copy_id, int64_t from_matter_id,
                    int64_t to_matter_id, int64_t account_id)
{
    static const char sql[] =
        "INSERT INTO document (id, matter_id, account_id, sm3, size_bytes, media_type, name, kind, "
        "side, created_us, scan, scan_note, scanned_us, look, page_count, thumb_sm3, words) SELECT "
        "$1, $2, account_id, sm3, size_bytes, media_type, name, kind, side, created_us, scan, "
        "scan_note, scanned_us, look, page_count, thumb_sm3, words FROM document WHERE removed_us "
        "IS NULL AND id = $3 AND "
        "(matter_id = $4 OR (matter_id IS NULL "
        "AND account_id = $5))";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(copy_id), db_int(to_matter_id), db_int(id),
                                 db_int(from_matter_id), db_int(account_id)),
                         -1);
}

void number_put(struct db_flight *flight, const char *court, int64_t year, const char *type,
                int64_t serial, int64_t matter_id, const char *number, int64_t at_us)
{
    static const char series[] =
        "INSERT INTO number_series (court, year, type, next) VALUES ($1, $2, $3, $4) ON CONFLICT "
        "(court, year, type) DO UPDATE SET next = excluded.next";
    static const char issued[] = "INSERT INTO number_issued (court, year, type, serial, matter_id, "
                                 "number, issued_us) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    (void) db_flight_add(flight, series,
                         DB_ARGS(db_text(court), db_int(year), db_text(type), db_int(serial + 1)),
                         1);
    (void) db_flight_add(flight, issued,
                         DB_ARGS(db_text(court), db_int(year), db_text(type), db_int(serial),
                                 db_int(matter_id), db_text(number), db_int(at_us)),
                         1);
}

void number_pass(struct db_flight *flight, const char *court, int64_t year, const char *type,
                 int64_t serial)
{
    static const char sql[] =
        "INSERT INTO number_series (court, year, type, next, passed) VALUES ($1, $2, $3, $4 + 1, "
        "$4) ON CONFLICT (court, year, type) DO UPDATE SET next = excluded.next, passed = "
        "excluded.passed WHERE number_series.next < excluded.next";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_text(court), db_int(year), db_text(type), db_int(serial)), -1);
}

void number_put_outside(struct db_flight *flight, const char *court, int64_t year, const char *type,
                        int64_t serial, int64_t matter_id, const char *number, int64_t at_us)
{
    static const char sql[] =
        "INSERT INTO number_issued (court, year, type, serial, matter_id, number, issued_us, "
        "outside) VALUES ($1, $2, $3, $4, $5, $6, $7, 1)";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_text(court), db_int(year), db_text(type), db_int(serial),
                                 db_int(matter_id), db_text(number), db_int(at_us)),
                         1);
}

size_t number_holder_read(struct db_flight *flight, const char *number)
{
    return db_flight_add(flight, "SELECT matter_id FROM number_issued WHERE number = $1",
                         DB_ARGS(db_text(number)), -1);
}

size_t matter_child_read(struct db_flight *flight, int64_t parent_id,
                         const struct matter_child *child)
{
    static const char sql[] =
        "SELECT m.id FROM matter m JOIN matter_index i ON i.matter_id = m.id AND i.field = $4 AND "
        "i.text_value = $5 WHERE m.dispute_id = (SELECT dispute_id FROM matter WHERE id = $1) AND "
        "m.parent_id = $1 AND m.system = $2 AND m.state = $3 LIMIT 1";
    return db_flight_add(flight, sql,
                         DB_ARGS(db_int(parent_id), db_text(child->system), db_text(child->state),
                                 db_text(child->field), db_text(child->text)),
                         -1);
}

void number_void(struct db_flight *flight, const char *number, const char *reason, int64_t at_us)
{
    static const char sql[] = "UPDATE number_issued SET voided_us = $2, void_reason = $3 WHERE "
                              "number = $1 AND voided_us IS NULL";
    (void) db_flight_add(flight, sql, DB_ARGS(db_text(number), db_int(at_us), db_text(reason)), -1);
}

enum err_kind dispute_open_matters(struct db *db, struct arena *arena, int64_t dispute_id,
                                   struct db_result *ret, struct err *reterr)
{
    static const char sql[] = "SELECT id, definition_hash FROM matter WHERE dispute_id = $1 AND "
                              "final = 0 ORDER BY id LIMIT "
                              "100";
    return db_run(db, arena, sql, DB_ARGS(db_int(dispute_id)), ret, reterr);
}
