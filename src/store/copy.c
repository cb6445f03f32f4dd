/* store/copy: see copy.h. Table and column names come from the constant table below, never from
 * outside; values travel as parameters. */
#include "store/copy.h"

#include "base/text.h"

enum { BATCH_ROWS = 500, BATCH_ARENA_BYTES = 256 << 20, KEYS_MAX = 4, SQL_BYTES_MAX = 4096 };

/* clang-format off */
const struct copy_table copy_tables[] = {
    {"court", "code", 1}, {"cause", "code", 1}, {"division", "code", 1}, {"case_type", "id", 1}, {"holiday", "day", 1},
    {"wage", "province_code, year", 2}, {"income", "province_code, year", 2}, {"base_unit", "code", 1}, {"unit_member", "id", 1}, {"partner_person", "id", 1}, {"warning_point", "code", 1}, {"warning_measure", "code", 1}, {"court_setting", "court, system, name, valid_from", 4},
    {"mediation_body", "id", 1}, {"mediator", "id", 1}, {"definition", "hash", 1}, {"definition_release", "id", 1}, {"store_fact", "name", 1},
    {"person", "id", 1}, {"account", "id", 1}, {"role_grant", "id", 1}, {"session", "token_hash", 1},
    {"login_code", "phone_index", 1}, {"api_key", "key_hash", 1}, {"recovery_code", "account_id, code_hash", 2},
    {"dispute", "id", 1}, {"matter", "id", 1}, {"matter_index", "matter_id, field", 2}, {"search_queue", "matter_id", 1}, {"search_entry", "matter_id", 1}, {"search_posting", "id", 1},
    {"participant", "id", 1}, {"participant_link", "token_hash", 1}, {"event", "id", 1}, {"event_value", "event_id, path", 2},
    {"block", "id", 1}, {"signed_head", "block_id", 1}, {"day_root", "day", 1}, {"case_right", "id", 1}, {"delegation", "id", 1}, {"lawyer_licence", "number", 1}, {"calendar_feed", "account_id, delegation_id", 2}, {"delegated_act", "id", 1}, {"identity_proof", "id", 1}, {"oidc_attempt", "state_hash", 1}, {"oidc_link", "issuer, subject", 2}, {"state_reader", "definition_hash, state, role", 3}, {"deadline", "id", 1}, {"task", "id", 1}, {"task_tally", "court, role, account_id", 3},
    {"task_move", "id", 1}, {"absence", "id", 1}, {"saved_filter", "id", 1}, {"heartbeat", "id", 1}, {"outage", "id", 1}, {"outage_clock", "outage_id, deadline_id", 2},
    {"appointment", "id", 1}, {"published", "dispute_id, system, name", 3}, {"draft", "matter_id, account_id, action", 3}, {"post", "id", 1}, {"sealed_range", "id", 1},
    {"document", "id", 1}, {"retention", "matter_id", 1}, {"document_text", "sm3, page", 2}, {"upload", "id", 1}, {"upload_part", "upload_id, first_byte", 2}, {"number_series", "court, year, type", 3}, {"number_issued", "court, year, type, serial", 4},
    {"message", "id", 1}, {"delivery", "id", 1}, {"job", "id", 1}, {"replay", "actor, operation, key", 3}, {"access_log", "id", 1},
    {"bulk_job", "id", 1}, {"bulk_line", "job_id, line", 2}, {"bulk_part", "job_id, part", 2},
    {"counterpart", "thread, court", 2}, {"envelope_out", "id", 1}, {"envelope_in", "id", 1},
    {"case_push", "id", 1}, {"outside_case", "court, reference", 2}, {"case_feed", "court", 1},
    {"case_list", "court, day", 2}, {"case_difference", "id", 1},
    {"pay_order", "id", 1}, {"payout", "id", 1}, {"bank_move", "id", 1}, {"bank_line", "channel, direction, reference", 3}, {"bank_file", "court, channel, day", 3},
    {"source_cursor", "id", 1}, {"source_dispute", "dispute_id", 1}, {"source_signal", "dispute_id, rule, key, day", 4}, {"source_tally", "court, axis, month, key", 4}, {"source_warning", "matter_id", 1}, {"resident_count", "code", 1},
    {"cross_answer", "matter_id, round", 2}, {"filing_day", "court, day", 2}, {"filing_day_cursor", "id", 1}, {"filing_alarm", "matter_id", 1},
    {"ledger_account", "matter_id, kind", 2}, {"ledger_entry", "id", 1}, {"ledger_posting", "entry_id, line", 2},
    {0}};
/* clang-format on */

/* One table being read: its statements, and the key it goes on behind. */
struct reader {
    struct db *db;
    const struct copy_table *table;
    struct arena statements; /* a connection knows a statement by its address: kept to the end */
    const char *first, *next;
    struct arena kept; /* the key of the last row, while its batch is let go */
    struct db_value key[KEYS_MAX];
    bool begun;
};

static const char *select_sql(struct arena *arena, const struct copy_table *table, bool goes_on)
{
    static const char *const marks[] = {"", "$1", "$1, $2", "$1, $2, $3", "$1, $2, $3, $4"};
    struct text sql;
    text_init(&sql, arena, SQL_BYTES_MAX);
    text_add(&sql, "SELECT ");
    text_add_format(&sql, "%s, t.* FROM %s t ", table->keys, table->name);
    if (goes_on)
        text_add_format(&sql, "WHERE (%s) > (%s) ", table->keys, marks[table->key_count]);
    text_add_format(&sql, "ORDER BY %s LIMIT %d", table->keys, BATCH_ROWS);
    return text_done(&sql);
}

static enum err_kind reader_begin(struct reader *reader, struct db *db,
                                  const struct copy_table *table, struct err *reterr)
{
    *reader = (struct reader){.db = db, .table = table};
    arena_init(&reader->statements, 64 * 1024);
    arena_init(&reader->kept, 1 << 20);
    reader->first = select_sql(&reader->statements, table, false);
    reader->next = select_sql(&reader->statements, table, true);
    return reader->first && reader->next ? ERR_NONE : arena_full(reterr);
}

static void reader_end(struct reader *reader)
{
    arena_release(&reader->statements);
    arena_release(&reader->kept);
}

static enum err_kind keep_key(struct reader *reader, const struct db_result *rows,
                              struct err *reterr)
{
    arena_release(&reader->kept);
    arena_init(&reader->kept, 1 << 20);
    for (int i = 0; i < reader->table->key_count; i++) {
        reader->key[i] = *db_cell(rows, rows->row_count - 1, (size_t) i);
        if (reader->key[i].type != DB_TEXT)
            continue;
        reader->key[i].text = arena_copy(&reader->kept, reader->key[i].text);
        if (!reader->key[i].text)
            return arena_full(reterr);
    }
    reader->begun = true;
    return ERR_NONE;
}

/* The next batch into `arena`; no rows at the end. The keys stand before the columns. */
static enum err_kind reader_next(struct reader *reader, struct arena *arena, struct db_result *ret,
                                 struct err *reterr)
{
    enum err_kind kind = reader->begun
                             ? db_run(reader->db, arena, reader->next, reader->key,
                                      (size_t) reader->table->key_count, ret, reterr)
                             : db_run(reader->db, arena, reader->first, DB_NO_ARGS, ret, reterr);
    return kind || !ret->row_count ? kind : keep_key(reader, ret, reterr);
}

static const char *insert_sql(struct arena *arena, const struct copy_table *table, size_t columns)
{
    struct text sql;
    text_init(&sql, arena, SQL_BYTES_MAX);
    text_add(&sql, "INSERT INTO ");
    text_add_format(&sql, "%s VALUES (", table->name);
    for (size_t i = 1; i <= columns; i++)
        text_add_format(&sql, i > 1 ? ", $%zu" : "$%zu", i);
    text_add(&sql, ")");
    return text_done(&sql);
}

static enum err_kind insert_batch(struct db *to, const char *sql, const struct db_result *rows,
                                  size_t skip, struct arena *arena, struct err *reterr)
{
    struct db_flight *flight = db_flight_new(arena);
    enum err_kind kind = flight && sql ? db_begin(to, reterr) : arena_full(reterr);
    if (kind)
        return kind;
    for (size_t i = 0; i < rows->row_count; i++)
        (void) db_flight_add(flight, sql, db_cell(rows, i, skip), rows->column_count - skip, 1);
    kind = db_flight_run(to, flight, reterr);
    if (!kind)
        kind = db_commit(to, reterr);
    if (kind)
        db_rollback(to);
    return kind;
}

/* A migration may have put a first row into a table; the copy brings that row as it is by now. */
static enum err_kind clear_table(struct db *to, const struct copy_table *table,
                                 struct arena *statements, struct err *reterr)
{
    struct text sql;
    text_init(&sql, statements, SQL_BYTES_MAX);
    text_add(&sql, "DELETE FROM ");
    text_add(&sql, table->name);
    const char *statement = text_done(&sql);
    return statement ? db_run(to, statements, statement, DB_NO_ARGS, NULL, reterr)
                     : arena_full(reterr);
}

enum err_kind copy_table_rows(struct db *from, struct db *to, const struct copy_table *table,
                              int64_t *ret_rows, struct err *reterr)
{
    struct reader reader;
    const char *sql = NULL;
    size_t skip = (size_t) table->key_count;
    bool more = true;
    *ret_rows = 0;
    enum err_kind kind = reader_begin(&reader, from, table, reterr);
    if (!kind)
        kind = clear_table(to, table, &reader.statements, reterr);
    while (!kind && more) {
        ARENA_SCOPED arena;
        arena_init(&arena, BATCH_ARENA_BYTES);
        struct db_result rows;
        kind = reader_next(&reader, &arena, &rows, reterr);
        more = !kind && rows.row_count > 0;
        if (more && !sql)
            sql = insert_sql(&reader.statements, table, rows.column_count - skip);
        if (more)
            kind = insert_batch(to, sql, &rows, skip, &arena, reterr);
        if (more && !kind)
            *ret_rows += (int64_t) rows.row_count;
    }
    reader_end(&reader);
    return kind;
}

/* ---- proving it ----------------------------------------------------------------------------- */

/* A row's values with type and length before each, so that no two rows look alike. NULL: memory. */
static const char *row_bytes(struct arena *arena, const struct db_result *rows, size_t row,
                             size_t skip, size_t *ret_size_bytes)
{
    struct text bytes;
    text_init(&bytes, arena, 64 << 20);
    for (size_t c = skip; c < rows->column_count; c++) {
        const struct db_value *cell = db_cell(rows, row, c);
        if (cell->type == DB_INT) {
            text_add_format(&bytes, "i%lld;", (long long) cell->integer);
        } else if (cell->type == DB_NULL) {
            text_add(&bytes, "n;");
        } else {
            size_t size = cell->type == DB_TEXT ? strlen(cell->text) : cell->size_bytes;
            text_add_format(&bytes, "t%zu;", size);
            text_add_bytes(&bytes, cell->text, size);
        }
    }
    *ret_size_bytes = bytes.length;
    return text_done(&bytes);
}

enum err_kind copy_table_digest(struct db *db, const struct copy_table *table,
                                struct copy_digest *ret, struct err *reterr)
{
    struct reader reader;
    bool more = true;
    *ret = (struct copy_digest){0};
    enum err_kind kind = reader_begin(&reader, db, table, reterr);
    while (!kind && more) {
        ARENA_SCOPED arena;
        arena_init(&arena, BATCH_ARENA_BYTES);
        struct db_result rows;
        kind = reader_next(&reader, &arena, &rows, reterr);
        more = !kind && rows.row_count > 0;
        for (size_t i = 0; more && i < rows.row_count; i++) {
            size_t size_bytes = 0;
            const char *bytes = row_bytes(&arena, &rows, i, (size_t) table->key_count, &size_bytes);
            if (!bytes) {
                kind = arena_full(reterr);
                break;
            }
            struct sm3 hash = sm3_of(bytes, size_bytes);
            uint64_t words[4];
            memcpy(words, hash.bytes, sizeof words);
            for (size_t w = 0; w < COUNT_OF(words); w++)
                ret->sum[w] += words[w];
            ret->rows++;
        }
    }
    reader_end(&reader);
    return kind;
}

bool copy_digest_equal(const struct copy_digest *left, const struct copy_digest *right)
{
    return left->rows == right->rows && memcmp(left->sum, right->sum, sizeof left->sum) == 0;
}

enum err_kind store_is_empty(struct db *db, struct arena *arena, bool *ret, struct err *reterr)
{
    static const char sql[] =
        "SELECT (SELECT count(*) FROM account) + (SELECT count(*) FROM matter) "
        "+ (SELECT count(*) FROM court) + (SELECT count(*) FROM store_fact)";
    struct db_result found;
    enum err_kind kind = db_run(db, arena, sql, DB_NO_ARGS, &found, reterr);
    *ret = !kind && db_cell_int(&found, 0, 0) == 0;
    return kind;
}
