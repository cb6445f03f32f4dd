/* systems/filing/filing_watch: a court's board, for those who lead it and who watch over it: the
 * last thirty days beside what was usual, alarms, complaints past their seven days, and from
 * 1 November the weeks to the year's end. One court at a time: nobody is ranked. And the counts
 * that a court's old system made, brought in so that something is usual from the first day. */
#include "systems/filing/filing_watch/filing_watch.h"

#include "base/text.h"

enum { SHOWN_DAYS = 30, YEAR_END_MONTH = 11, WEEKS_MAX = 10, BROUGHT_DAYS_MAX = 400 };

static const char *const kind_names[] = {"off", "edge", "festival", "usual"};

struct board {
    const char *court;
    int32_t last; /* the last day that closed */
    struct filing_day *days;
    size_t count;
    struct filing_findings found;
};

static enum err_kind may_look(const struct reading *reading, const char *court, struct err *reterr)
{
    role_set sees = role_bit("filing_head") | role_bit("court_leader") | role_bit("supervisor");
    return actor_roles(&reading->actor, court) & sees
               ? ERR_NONE
               : err_set(reterr, ERR_DENIED, "action.wrong_role", "for those who lead that court");
}

static enum err_kind read_days(struct reading *reading, struct board *board, struct err *reterr)
{
    struct arena *arena = reading->arena;
    struct db_result rows;
    int festival = 0;
    const struct workflow *workflow =
        engine_workflow_at(reading->engine, "filing_watch", board->court);
    const struct value *settings =
        engine_settings_of(reading->engine, workflow, board->court, reading->now_us, arena);
    if (!settings)
        return arena_full(reterr);
    const struct filing_limits limits = filing_watch_limits(settings, &festival);
    enum err_kind kind =
        filing_days_of(reading->db, arena, board->court,
                       board->last - FILING_HISTORY_DAYS - SHOWN_DAYS, board->last, &rows, reterr);
    if (kind)
        return kind;
    board->days =
        filing_days_take(&rows, 0, rows.row_count, board->last, engine_calendar(reading->engine),
                         festival, arena, &board->count);
    if (!board->days && board->count)
        return arena_full(reterr);
    if (board->days)
        filing_judge(board->days, board->count, &limits, &board->found);
    return ERR_NONE;
}

static void write_deviation(struct json_writer *writer, const char *name,
                            const struct filing_deviation *deviation)
{
    json_name(writer, name);
    if (deviation->known)
        json_int(writer, deviation->hundredths);
    else
        json_null(writer);
}

static void write_days(struct reading *reading, struct json_writer *writer,
                       const struct board *board)
{
    json_name(writer, "items");
    json_begin_list(writer);
    for (size_t i = board->count > SHOWN_DAYS ? board->count - SHOWN_DAYS : 0; i < board->count;
         i++) {
        const struct filing_day *one = &board->days[i];
        json_begin(writer);
        json_named_text(writer, "day", day_format(reading->arena, one->day));
        json_named_text(writer, "kind", kind_names[one->kind]);
        json_named_int(writer, "received", one->received);
        json_named_int(writer, "filed", one->filed);
        json_named_int(writer, "returned", one->returned);
        json_named_int(writer, "late", one->late);
        json_named_int(writer, "held", one->held);
        json_named_int(writer, "usual_hundredths", one->expected_hundredths);
        json_end(writer);
    }
    json_end_list(writer);
}

/* Weeks from 1 November on, of days on which something was usual; none outside the season. */
static void write_year_end(struct reading *reading, struct json_writer *writer,
                           const struct board *board)
{
    struct civil_date today = date_of_day(board->last);
    int32_t first = day_of_date((struct civil_date){today.year, YEAR_END_MONTH, 1});
    json_name(writer, "year_end");
    json_begin_list(writer);
    for (int week = 0; week < WEEKS_MAX && first + week * 7 <= board->last; week++) {
        int64_t filed = 0, usual = 0;
        for (size_t i = 0; i < board->count; i++) {
            const struct filing_day *one = &board->days[i];
            int32_t within = one->day - first - week * 7;
            if (within < 0 || within >= 7 || !one->expected_hundredths)
                continue;
            filed += one->filed;
            usual += one->expected_hundredths;
        }
        json_begin(writer);
        json_named_text(writer, "from", day_format(reading->arena, first + week * 7));
        json_named_int(writer, "filed", filed);
        json_named_int(writer, "usual_hundredths", usual);
        json_end(writer);
    }
    json_end_list(writer);
}

static enum err_kind write_alarms(struct reading *reading, struct json_writer *writer,
                                  const char *court, struct err *reterr)
{
    struct db_result alarms;
    enum err_kind kind = filing_alarms_of(reading->db, reading->arena, court, &alarms, reterr);
    json_name(writer, "alarms");
    json_begin_list(writer);
    for (size_t i = 0; !kind && i < alarms.row_count; i++) {
        char id[PUBLIC_ID_BYTES];
        const struct workflow *workflow =
            engine_workflow_at(reading->engine, "filing_watch", court);
        public_id(engine_keys(reading->engine), workflow->prefix, db_cell_int(&alarms, i, 0), id);
        json_begin(writer);
        json_named_text(writer, "matter", id);
        json_named_text(writer, "title", db_cell_text(&alarms, i, 1));
        json_named_text(writer, "rule", db_cell_text(&alarms, i, 2));
        json_named_text(writer, "state", db_cell_text(&alarms, i, 3));
        json_named_text(writer, "day",
                        day_format(reading->arena, (int32_t) db_cell_int(&alarms, i, 4)));
        json_end(writer);
    }
    json_end_list(writer);
    return kind;
}

static enum err_kind write_unanswered(struct reading *reading, struct json_writer *writer,
                                      const char *court, struct err *reterr)
{
    struct db_result late;
    const struct workflow *filing = engine_workflow_at(reading->engine, "filing", court);
    enum err_kind kind = filing_unanswered(reading->db, reading->arena, court, &late, reterr);
    json_name(writer, "unanswered");
    json_begin_list(writer);
    for (size_t i = 0; !kind && filing && i < late.row_count; i++) {
        char id[PUBLIC_ID_BYTES];
        public_id(engine_keys(reading->engine), filing->prefix, db_cell_int(&late, i, 0), id);
        json_begin(writer);
        json_named_text(writer, "matter", id);
        json_named_text(writer, "title", db_cell_text(&late, i, 1));
        json_named_text(writer, "due", instant_format(reading->arena, db_cell_int(&late, i, 2)));
        json_end(writer);
    }
    json_end_list(writer);
    return kind;
}

/* How the alarms of each rule ended: whoever trusts a rule should know how often it was nothing. */
static enum err_kind write_history(struct reading *reading, struct json_writer *writer,
                                   const char *court, struct err *reterr)
{
    static const char *const findings[][2] = {
        {"", "open"}, {"corrected", "corrected"}, {"explained", "explained"}};
    struct db_result rows;
    enum err_kind kind = filing_alarms_count(reading->db, reading->arena, court, &rows, reterr);
    json_name(writer, "history");
    json_begin_list(writer);
    for (int rule = 0; !kind && rule < FILING_RULES; rule++) {
        json_begin(writer);
        json_named_text(writer, "rule", filing_rule_names[rule]);
        for (size_t f = 0; f < COUNT_OF(findings); f++) {
            int64_t count = 0;
            for (size_t i = 0; i < rows.row_count; i++) {
                if (text_equal(db_cell_text(&rows, i, 0), filing_rule_names[rule]) &&
                    text_equal(db_cell_text(&rows, i, 1), findings[f][0]))
                    count = db_cell_int(&rows, i, 2);
            }
            json_named_int(writer, findings[f][1], count);
        }
        json_end(writer);
    }
    json_end_list(writer);
    return kind;
}

static enum err_kind board_read(struct reading *reading, struct json_writer *writer,
                                struct err *reterr)
{
    struct board board = {.court = value_text_of(reading->params, "court"),
                          .last = filing_closed_day(reading->now_us)};
    enum err_kind kind = may_look(reading, board.court, reterr);
    if (!kind)
        kind = read_days(reading, &board, reterr);
    if (kind)
        return kind;
    json_begin(writer);
    json_named_text(writer, "court", board.court);
    json_named_text(writer, "court_name", engine_court_name(reading->engine, board.court));
    json_named_text(writer, "day", day_format(reading->arena, board.last));
    json_named_flag(writer, "judged", board.found.judged);
    write_deviation(writer, "day_hundredths", &board.found.day);
    write_deviation(writer, "week_hundredths", &board.found.week);
    write_days(reading, writer, &board);
    write_year_end(reading, writer, &board);
    kind = write_alarms(reading, writer, board.court, reterr);
    if (!kind)
        kind = write_unanswered(reading, writer, board.court, reterr);
    if (!kind)
        kind = write_history(reading, writer, board.court, reterr);
    json_end(writer);
    return kind;
}

/* Of the courts one may look at, those where something waits; by code, never by deviation. */
static enum err_kind courts_read(struct reading *reading, struct json_writer *writer,
                                 struct err *reterr)
{
    struct db_result rows;
    enum err_kind kind = filing_courts(reading->db, reading->arena, &rows, reterr);
    if (kind)
        return kind;
    json_begin(writer);
    json_name(writer, "items");
    json_begin_list(writer);
    for (size_t i = 0; i < rows.row_count; i++) {
        const char *court = db_cell_text(&rows, i, 0);
        if (may_look(reading, court, NULL))
            continue;
        json_begin(writer);
        json_named_text(writer, "court", court);
        json_named_text(writer, "court_name", engine_court_name(reading->engine, court));
        json_named_int(writer, "alarms", db_cell_int(&rows, i, 1));
        json_named_int(writer, "unanswered", db_cell_int(&rows, i, 2));
        json_end(writer);
    }
    json_end_list(writer);
    json_end(writer);
    return ERR_NONE;
}

/* ---- what an old system counted ------------------------------------------------------------- */

static enum err_kind take_brought(const struct call *call, size_t i, struct filing_tally *ret,
                                  struct err *reterr)
{
    const struct value *row = value_at(value_get(call->body, "days"), i);
    char path[64];
    *ret = (struct filing_tally){.court = value_text_of(call->body, "court"),
                                 .received = value_int(value_get(row, "received"), 0),
                                 .filed = value_int(value_get(row, "filed"), 0),
                                 .returned = value_int(value_get(row, "returned"), 0)};
    (void) snprintf(path, sizeof path, "days[%zu].day", i);
    if (!day_parse(value_text_of(row, "day"), &ret->day) || ret->day > day_of_instant(call->now_us))
        return err_field(reterr, ERR_INVALID, "rule.range", path, "not a day up to today");
    return ERR_NONE;
}

static enum err_kind bring_decide(struct call *call, struct err *reterr)
{
    const struct value *days = value_get(call->body, "days");
    struct filing_tally one;
    enum err_kind kind = ERR_NONE;
    for (size_t i = 0; !kind && i < days->count; i++)
        kind = take_brought(call, i, &one, reterr);
    return kind;
}

static enum err_kind bring_apply(struct call *call, struct err *reterr)
{
    const struct value *days = value_get(call->body, "days");
    struct filing_tally one;
    for (size_t i = 0; i < days->count; i++) {
        enum err_kind kind = take_brought(call, i, &one, reterr);
        if (kind)
            return kind;
        filing_day_bring(call, &one);
    }
    call->reply = arena_printf(call->arena, "{\"days\":%zu}", days->count);
    return call->reply ? ERR_NONE : arena_full(reterr);
}

/* clang-format off */
static const struct field day_fields[] = {
    {.name = "day", .kind = FIELD_DATE, .required = true, .title = {"日期", "Day"}},
    {.name = "received", .kind = FIELD_NUMBER, .required = true, .max = FILING_COUNT_MAX, .title = {"收到起诉", "Received"}},
    {.name = "filed", .kind = FIELD_NUMBER, .required = true, .max = FILING_COUNT_MAX, .title = {"登记立案", "Filed"}},
    {.name = "returned", .kind = FIELD_NUMBER, .max = FILING_COUNT_MAX, .title = {"退回、不予受理", "Returned or refused"}}};
static const struct field fields[] = {
    {.name = "court", .kind = FIELD_COURT, .title = {"法院", "Court"}},
    {.name = "days", .kind = FIELD_GROUP, .min = 1, .max = BROUGHT_DAYS_MAX, .title = {"每日件数", "Counts by day"}, .fields = day_fields, .field_count = COUNT_OF(day_fields)}};
static const struct form_field bring_form[] = {{&fields[0], true}, {&fields[1], true}};

const struct operation filing_watch_operations[FILING_WATCH_OPERATIONS] = {
    {.name = "filing_watch_board", .method = "GET", .path = "/filing-watch/board", .permission = "filing_head court_leader supervisor",
     .reply = "{court:s court_name:s day:s judged:b day_hundredths:i? week_hundredths:i? "
              "items:[{day:s kind:s received:i filed:i returned:i late:i held:i usual_hundredths:i}] "
              "year_end:[{from:s filed:i usual_hundredths:i}] alarms:[{matter:s title:s rule:s state:s day:s}] "
              "unanswered:[{matter:s title:s? due:s}] history:[{rule:s open:i corrected:i explained:i}]}",
     .summary = {"立案偏离度：一个法院最近三十日", "Deviation of filing: a court's last thirty days"}, .query = "court", .read = board_read},
    {.name = "filing_watch_courts", .method = "GET", .path = "/filing-watch/courts", .permission = "filing_head court_leader supervisor",
     .reply = "{items:[{court:s court_name:s alarms:i unanswered:i}]}",
     .summary = {"立案偏离度：有预警或者超期未答复的法院", "Courts with an open warning or a late answer"}, .query = "", .read = courts_read},
    {.name = "filing_watch_bring", .method = "POST", .path = "/filing-watch/days", .permission = "admin", .reply = "{days:i}",
     .summary = {"导入原系统统计的每日立案件数", "Counts by day that a court's old system made"},
     .form = bring_form, .form_count = COUNT_OF(bring_form), .decide = bring_decide, .apply = bring_apply},
};
/* clang-format on */
