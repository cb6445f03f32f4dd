/* systems/filing/filing_watch: its statements. */
#include "systems/filing/filing_watch/filing_watch.h"

enum err_kind filing_cursor_read(struct db *db, struct arena *arena, struct filing_cursor *ret,
                                 struct err *reterr)
{
    struct db_result rows;
    enum err_kind kind = db_run(db, arena,
                                "SELECT event_id, counted_on, judged_on, court FROM "
                                "filing_day_cursor WHERE id = 1",
                                DB_NO_ARGS, &rows, reterr);
    *ret = (struct filing_cursor){.court = ""};
    if (!kind && rows.row_count)
        *ret =
            (struct filing_cursor){db_cell_int(&rows, 0, 0), (int32_t) db_cell_int(&rows, 0, 1),
                                   (int32_t) db_cell_int(&rows, 0, 2), db_cell_text(&rows, 0, 3)};
    return kind;
}

void filing_cursor_move(struct db_flight *flight, const struct filing_cursor *from,
                        const struct filing_cursor *to)
{
    static const char sql[] =
        "UPDATE filing_day_cursor SET event_id = $5, counted_on = $6, judged_on = $7, court = $8 "
        "WHERE id = 1 AND event_id = $1 AND counted_on = $2 AND judged_on = $3 AND court = $4";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(from->event_id), db_int(from->counted_on),
                                 db_int(from->judged_on), db_text(from->court),
                                 db_int(to->event_id), db_int(to->counted_on),
                                 db_int(to->judged_on), db_text(to->court)),
                         1);
}

enum err_kind filing_events(struct db *db, struct arena *arena, int64_t after_id,
                            struct db_result *ret, struct err *reterr)
{
    static const char sql[] =
        "SELECT e.id, m.system, m.court, e.action, e.court_us FROM event e JOIN matter m ON m.id = "
        "e.matter_id WHERE e.id > $1 ORDER BY e.id LIMIT $2";
    return db_run(db, arena, sql, DB_ARGS(db_int(after_id), db_int(FILING_EVENTS_PAGE)), ret,
                  reterr);
}

/* The seven days are filing's own clock; a mediation is held where whoever should ask, answer or
 * assign has let its clock pass. */
enum err_kind filing_standing(struct db *db, struct arena *arena, struct db_result *ret,
                              struct err *reterr)
{
    static const char sql[] =
        "SELECT court, count(CASE WHEN listed = 'register_first' THEN 1 END), count(CASE WHEN "
        "listed <> 'register_first' THEN 1 END) FROM deadline WHERE listed IN ('register_first', "
        "'ask_late', 'consent_unanswered', 'assign_mediator', 'assign_late') GROUP BY court ORDER "
        "BY court LIMIT 10000";
    return db_run(db, arena, sql, DB_NO_ARGS, ret, reterr);
}

void filing_day_add(struct db_flight *flight, const struct filing_tally *tally)
{
    static const char sql[] =
        "INSERT INTO filing_day (court, day, received, filed, returned, late, held, brought) "
        "VALUES ($1, $2, $3, $4, $5, 0, 0, 0) ON CONFLICT (court, day) DO UPDATE SET received = "
        "filing_day.received + excluded.received, filed = filing_day.filed + excluded.filed, "
        "returned = filing_day.returned + excluded.returned, brought = 0";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_text(tally->court), db_int(tally->day), db_int(tally->received),
                                 db_int(tally->filed), db_int(tally->returned)),
                         1);
}

void filing_day_stand(struct db_flight *flight, const char *court, int32_t day, int64_t late,
                      int64_t held)
{
    static const char sql[] =
        "INSERT INTO filing_day (court, day, received, filed, returned, late, held, brought) "
        "VALUES ($1, $2, 0, 0, 0, $3, $4, 0) ON CONFLICT (court, day) DO UPDATE SET late = "
        "excluded.late, held = excluded.held";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_text(court), db_int(day), db_int(late), db_int(held)), 1);
}

void filing_day_bring(struct call *call, const struct filing_tally *tally)
{
    static const char sql[] =
        "INSERT INTO filing_day (court, day, received, filed, returned, late, held, brought) "
        "VALUES ($1, $2, $3, $4, $5, 0, 0, 1) ON CONFLICT (court, day) DO UPDATE SET received = "
        "excluded.received, filed = excluded.filed, returned = excluded.returned WHERE "
        "filing_day.brought = 1";
    call_write(call, sql,
               DB_ARGS(db_text(tally->court), db_int(tally->day), db_int(tally->received),
                       db_int(tally->filed), db_int(tally->returned)),
               -1);
}

#define DAY_COLUMNS "SELECT court, day, received, filed, returned, late, held FROM filing_day "

enum err_kind filing_days_page(struct db *db, struct arena *arena, const char *court, int32_t from,
                               struct db_result *ret, struct err *reterr)
{
    static const char sql[] =
        DAY_COLUMNS "WHERE court > $1 AND day >= $2 ORDER BY court, day LIMIT $3";
    return db_run(db, arena, sql, DB_ARGS(db_text(court), db_int(from), db_int(FILING_ROWS_PAGE)),
                  ret, reterr);
}

enum err_kind filing_days_of(struct db *db, struct arena *arena, const char *court, int32_t from,
                             int32_t to, struct db_result *ret, struct err *reterr)
{
    static const char sql[] =
        DAY_COLUMNS "WHERE court = $1 AND day >= $2 AND day <= $3 ORDER BY day LIMIT 1000";
    return db_run(db, arena, sql, DB_ARGS(db_text(court), db_int(from), db_int(to)), ret, reterr);
}

enum err_kind filing_alarms_standing(struct db *db, struct arena *arena, const char *court,
                                     int32_t lifted_after, struct db_result *ret,
                                     struct err *reterr)
{
    static const char sql[] = "SELECT court, rule FROM filing_alarm WHERE court > $1 AND (is_open "
                              "= 1 OR lifted_on > $2) ORDER BY court, rule LIMIT $3";
    return db_run(db, arena, sql,
                  DB_ARGS(db_text(court), db_int(lifted_after), db_int(FILING_OPEN_MAX)), ret,
                  reterr);
}

/* One open at a time of a rule: a second is refused by the table itself. */
void filing_alarm_insert(struct call *call, const char *rule, int32_t day)
{
    static const char sql[] = "INSERT INTO filing_alarm (matter_id, court, rule, day, finding, "
                              "is_open) VALUES ($1, $2, $3, $4, '', 1)";
    call_write(
        call, sql,
        DB_ARGS(db_int(call->matter->id), db_text(call->matter->court), db_text(rule), db_int(day)),
        1);
}

void filing_alarm_lift(struct call *call, const char *finding)
{
    static const char sql[] =
        "UPDATE filing_alarm SET finding = $2, is_open = 0, lifted_on = $3 WHERE matter_id = $1";
    call_write(
        call, sql,
        DB_ARGS(db_int(call->matter->id), db_text(finding), db_int(day_of_instant(call->now_us))),
        1);
}

enum err_kind filing_alarms_of(struct db *db, struct arena *arena, const char *court,
                               struct db_result *ret, struct err *reterr)
{
    static const char sql[] =
        "SELECT a.matter_id, m.title, a.rule, m.state, a.day FROM filing_alarm a JOIN matter m ON "
        "m.id = a.matter_id WHERE a.court = $1 ORDER BY a.day DESC, a.matter_id DESC LIMIT 50";
    return db_run(db, arena, sql, DB_ARGS(db_text(court)), ret, reterr);
}

enum err_kind filing_alarms_count(struct db *db, struct arena *arena, const char *court,
                                  struct db_result *ret, struct err *reterr)
{
    static const char sql[] = "SELECT rule, finding, count(*) FROM filing_alarm WHERE court = $1 "
                              "GROUP BY rule, finding ORDER BY rule, finding LIMIT 60";
    return db_run(db, arena, sql, DB_ARGS(db_text(court)), ret, reterr);
}

enum err_kind filing_unanswered(struct db *db, struct arena *arena, const char *court,
                                struct db_result *ret, struct err *reterr)
{
    static const char sql[] =
        "SELECT d.matter_id, CASE WHEN p.level = 0 THEN m.title END, d.due_us FROM deadline d JOIN "
        "matter m ON m.id = d.matter_id JOIN dispute p ON p.id = m.dispute_id WHERE d.court = $1 "
        "AND d.listed = 'register_first' ORDER BY d.due_us, d.matter_id LIMIT 100";
    return db_run(db, arena, sql, DB_ARGS(db_text(court)), ret, reterr);
}

enum err_kind filing_courts(struct db *db, struct arena *arena, struct db_result *ret,
                            struct err *reterr)
{
    static const char sql[] =
        "SELECT court, CAST(sum(alarms) AS BIGINT), CAST(sum(late) AS BIGINT) FROM (SELECT court, "
        "count(*) AS alarms, 0 AS late FROM filing_alarm WHERE is_open = 1 GROUP BY court UNION "
        "ALL SELECT court, 0, count(*) FROM deadline WHERE listed = 'register_first' GROUP BY "
        "court) AS x GROUP BY court ORDER BY court LIMIT 5000";
    return db_run(db, arena, sql, DB_NO_ARGS, ret, reterr);
}
