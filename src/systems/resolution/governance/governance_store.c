/* systems/resolution/governance: its statements. */
#include "systems/resolution/governance/governance.h"

#include "base/text.h"

enum err_kind source_cursor_read(struct db *db, struct arena *arena, int64_t *ret,
                                 struct err *reterr)
{
    struct db_result rows;
    enum err_kind kind = db_run(db, arena, "SELECT event_id FROM source_cursor WHERE id = 1",
                                DB_NO_ARGS, &rows, reterr);
    *ret = kind || !rows.row_count ? 0 : db_cell_int(&rows, 0, 0);
    return kind;
}

enum err_kind source_events(struct db *db, struct arena *arena, int64_t after_id,
                            struct db_result *ret, struct err *reterr)
{
    static const char sql[] = "SELECT e.id, m.dispute_id, m.system FROM event e JOIN matter m ON "
                              "m.id = e.matter_id WHERE e.id > $1 ORDER BY e.id LIMIT 500";
    return db_run(db, arena, sql, DB_ARGS(db_int(after_id)), ret, reterr);
}

void source_cursor_move(struct db_flight *flight, int64_t from, int64_t to)
{
    static const char sql[] =
        "UPDATE source_cursor SET event_id = $2 WHERE id = 1 AND event_id = $1";
    (void) db_flight_add(flight, sql, DB_ARGS(db_int(from), db_int(to)), 1);
}

enum err_kind source_dispute_read(struct db *db, struct arena *arena, int64_t dispute_id,
                                  struct db_result *ret, struct err *reterr)
{
    return db_run(db, arena, "SELECT tallies, court FROM source_dispute WHERE dispute_id = $1",
                  DB_ARGS(db_int(dispute_id)), ret, reterr);
}

static void tally_add(struct db_flight *flight, const char *court, const struct source_tally *tally,
                      int64_t by)
{
    static const char sql[] =
        "INSERT INTO source_tally (court, axis, month, key, label, count) VALUES ($1, $2, $3, $4, "
        "$5, $6) ON CONFLICT (court, axis, month, key) DO UPDATE SET count = source_tally.count + "
        "excluded.count, label = excluded.label";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_text(court), db_text(tally->axis), db_text(tally->month),
                                 db_text(tally->key), db_text(tally->label), db_int(by)),
                         -1);
}

static void signals_put(struct db_flight *flight, const struct source_facts *facts)
{
    static const char insert[] =
        "INSERT INTO source_signal (court, rule, key, day, dispute_id, who, label) VALUES ($1, $2, "
        "$3, $4, $5, $6, $7) ON CONFLICT (court, rule, key, day, dispute_id) DO NOTHING";
    (void) db_flight_add(flight, "DELETE FROM source_signal WHERE dispute_id = $1",
                         DB_ARGS(db_int(facts->dispute_id)), -1);
    for (size_t i = 0; i < facts->signal_count; i++) {
        const struct source_signal *one = &facts->signals[i];
        (void) db_flight_add(flight, insert,
                             DB_ARGS(db_text(facts->court), db_text(one->rule), db_text(one->key),
                                     db_int(facts->day), db_int(facts->dispute_id),
                                     db_text(one->who), db_text(one->label)),
                             -1);
    }
}

enum err_kind source_dispute_put(struct db_flight *flight, struct arena *arena,
                                 const struct source_facts *facts, const char *was,
                                 const char *was_court, struct err *reterr)
{
    static const char put[] =
        "INSERT INTO source_dispute (dispute_id, matter_id, court, day, tallies, looked) VALUES "
        "($1, $2, $3, $4, $5, 0) ON CONFLICT (dispute_id) DO UPDATE SET matter_id = "
        "excluded.matter_id, court = excluded.court, day = excluded.day, tallies = "
        "excluded.tallies, looked = 0";
    const char *now = source_tallies_print(facts, arena);
    struct source_tally before[TALLIES_MAX];
    if (!now)
        return arena_full(reterr);
    (void) db_flight_add(flight, put,
                         DB_ARGS(db_int(facts->dispute_id), db_int(facts->matter_id),
                                 db_text(facts->court), db_int(facts->day), db_text(now)),
                         -1);
    signals_put(flight, facts);
    if (was && strcmp(was, now) == 0)
        return ERR_NONE;
    size_t count = was ? source_tallies_parse(was, arena, before) : 0;
    for (size_t i = 0; i < count; i++)
        tally_add(flight, was_court, &before[i], -1);
    for (size_t i = 0; i < facts->tally_count; i++)
        tally_add(flight, facts->court, &facts->tallies[i], 1);
    return ERR_NONE;
}

enum err_kind source_waiting(struct db *db, struct arena *arena, struct db_result *ret,
                             struct err *reterr)
{
    return db_run(db, arena,
                  "SELECT dispute_id, court FROM source_dispute WHERE looked = 0 ORDER BY "
                  "dispute_id LIMIT 100",
                  DB_NO_ARGS, ret, reterr);
}

void source_looked(struct db_flight *flight, int64_t dispute_id)
{
    (void) db_flight_add(flight, "UPDATE source_dispute SET looked = 1 WHERE dispute_id = $1",
                         DB_ARGS(db_int(dispute_id)), -1);
}

enum err_kind source_signals_of(struct db *db, struct arena *arena, int64_t dispute_id,
                                struct db_result *ret, struct err *reterr)
{
    return db_run(db, arena,
                  "SELECT rule, key, day, label FROM source_signal WHERE dispute_id = $1 ORDER BY "
                  "rule, key LIMIT 32",
                  DB_ARGS(db_int(dispute_id)), ret, reterr);
}

#define QUESTION_ARGS(q)                                                                           \
    DB_ARGS(db_text((q)->court), db_text((q)->rule), db_text((q)->key), db_int((q)->from),         \
            db_int((q)->to), db_int((q)->after))
#define WITHIN                                                                                     \
    "s.court = $1 AND s.rule = $2 AND s.key = $3 AND s.day >= $4 AND s.day <= $5 AND "             \
    "s.dispute_id > $6 "

enum err_kind source_count(struct db *db, struct arena *arena,
                           const struct source_question *question, struct db_result *ret,
                           struct err *reterr)
{
    static const char sql[] =
        "SELECT count(DISTINCT s.who), count(*), CAST(coalesce(sum(CASE WHEN EXISTS (SELECT 1 FROM "
        "source_signal t JOIN source_warning w ON w.court = t.court AND w.rule = t.rule AND w.key "
        "= t.key AND w.is_open = 1 WHERE t.dispute_id = s.dispute_id) THEN 1 ELSE 0 END), 0) AS "
        "BIGINT) FROM "
        "source_signal s WHERE " WITHIN;
    return db_run(db, arena, sql, QUESTION_ARGS(question), ret, reterr);
}

enum err_kind source_warned(struct db *db, struct arena *arena, const char *court, const char *rule,
                            const char *key, struct db_result *ret, struct err *reterr)
{
    static const char sql[] = "SELECT CAST(coalesce(sum(is_open), 0) AS BIGINT), "
                              "coalesce(max(last_dispute), 0) FROM source_warning "
                              "WHERE court = $1 AND rule = $2 AND key = $3";
    return db_run(db, arena, sql, DB_ARGS(db_text(court), db_text(rule), db_text(key)), ret,
                  reterr);
}

enum err_kind source_behind(struct db *db, struct arena *arena,
                            const struct source_question *question, struct db_result *ret,
                            struct err *reterr)
{
    static const char sql[] =
        "SELECT s.dispute_id, d.matter_id, s.day FROM source_signal s JOIN source_dispute d ON "
        "d.dispute_id = s.dispute_id WHERE " WITHIN
        "ORDER BY s.day DESC, s.dispute_id DESC LIMIT 60";
    return db_run(db, arena, sql, QUESTION_ARGS(question), ret, reterr);
}

enum err_kind source_history(struct db *db, struct arena *arena, const char *court,
                             struct db_result *ret, struct err *reterr)
{
    static const char sql[] = "SELECT rule, state, count(*) FROM source_warning WHERE court = $1 "
                              "GROUP BY rule, state ORDER BY rule, state LIMIT 60";
    return db_run(db, arena, sql, DB_ARGS(db_text(court)), ret, reterr);
}

enum err_kind source_sums(struct db *db, struct arena *arena, const char *axis,
                          const struct source_period *period, struct db_result *ret,
                          struct err *reterr)
{
    static const char sql[] =
        "SELECT t.key, coalesce(max(d.name), max(t.label)), CAST(sum(CASE WHEN t.month >= $4 THEN "
        "t.count ELSE 0 END) AS BIGINT), CAST(sum(CASE WHEN t.month < $4 THEN t.count ELSE 0 END) "
        "AS BIGINT) FROM source_tally t LEFT JOIN division d ON d.code = t.key AND t.axis = "
        "'county' WHERE t.court = $1 AND t.axis = $2 AND t.month >= $3 AND t.month <= $5 GROUP BY "
        "t.key HAVING sum(t.count) > 0 ORDER BY 3 DESC, t.key LIMIT 300";
    return db_run(db, arena, sql,
                  DB_ARGS(db_text(period->court), db_text(axis), db_text(period->before),
                          db_text(period->from), db_text(period->to)),
                  ret, reterr);
}

/* One open at a time of a rule and key: a second is refused by the table itself. */
void source_warning_insert(struct call *call, const struct source_warning *row)
{
    static const char sql[] =
        "INSERT INTO source_warning (matter_id, court, rule, key, state, raised_on, last_dispute, "
        "is_open) VALUES ($1, $2, $3, $4, 'raised', $5, $6, 1)";
    call_write(call, sql,
               DB_ARGS(db_int(row->matter_id), db_text(row->court), db_text(row->rule),
                       db_text(row->key), db_int(row->raised_on), db_int(row->last_dispute)),
               1);
}

void source_warning_note(struct call *call, const char *state, bool is_open)
{
    static const char open[] =
        "UPDATE source_warning SET state = $2, is_open = 1 WHERE matter_id = $1";
    static const char over[] =
        "UPDATE source_warning SET state = $2, is_open = 0, last_dispute = coalesce((SELECT "
        "max(s.dispute_id) FROM source_signal s WHERE s.court = source_warning.court AND s.rule = "
        "source_warning.rule AND s.key = source_warning.key), last_dispute) WHERE matter_id = $1";
    call_write(call, is_open ? open : over, DB_ARGS(db_int(call->matter->id), db_text(state)), 1);
}

enum err_kind source_residents(struct db *db, struct arena *arena, const char *court, int32_t day,
                               struct db_result *ret, struct err *reterr)
{
    static const char sql[] =
        "SELECT u.code, u.name, coalesce(r.residents, u.residents), r.source, r.valid_from FROM "
        "base_unit u LEFT JOIN resident_count r ON r.unit_code = u.code AND r.valid_from = (SELECT "
        "max(n.valid_from) FROM resident_count n WHERE n.unit_code = u.code AND n.valid_from <= "
        "$2) WHERE u.court = $1 AND u.kind = 'township' ORDER BY u.code LIMIT 300";
    return db_run(db, arena, sql, DB_ARGS(db_text(court), db_int(day)), ret, reterr);
}
