/* systems/resolution/governance: where disputes come from, read out of the tallies: by place, kind
 * and respondent, the five lines, suits per 10,000 residents, how warnings fared. For the leaders
 * of the court alone. */
#include "systems/resolution/governance/governance.h"

#include "base/text.h"
#include "engine/table_reply.h"

enum { PERIOD_MONTHS_MAX = 60, PER_RESIDENTS = 10000, HUNDRED = 100 };

struct heat_period {
    struct source_period months;
    int32_t last_day;
};

static bool month_index(const char *text, int *ret)
{
    int32_t first = 0, next = 0;
    if (!month_parse(text, &first, &next))
        return false;
    struct civil_date date = date_of_day(first);
    *ret = date.year * 12 + date.month - 1;
    return true;
}

static const char *month_print(struct arena *arena, int index)
{
    return arena_printf(arena, "%04d-%02d", index / 12, index % 12 + 1);
}

static enum err_kind may_look(const struct reading *reading, const char *court, struct err *reterr)
{
    return actor_roles(&reading->actor, court) & role_bit("court_leader")
               ? ERR_NONE
               : err_set(reterr, ERR_DENIED, "action.wrong_role", "for the leaders of that court");
}

/* From a month to another, both inclusive, and as many before them to compare with; the year up to
 * now where none is named. */
static enum err_kind read_period(struct reading *reading, struct heat_period *ret,
                                 struct err *reterr)
{
    const char *court = value_text_of(reading->params, "court"),
               *from = value_text_of(reading->params, "from"),
               *to = value_text_of(reading->params, "to");
    struct civil_date today = date_of_day(day_of_instant(reading->now_us));
    int last = today.year * 12 + today.month - 1, first = today.year * 12;
    if (*from && !month_index(from, &first))
        return err_field(reterr, ERR_INVALID, "month.format", "from", "no month");
    if (*to && !month_index(to, &last))
        return err_field(reterr, ERR_INVALID, "month.format", "to", "no month");
    if (first > last || last - first >= PERIOD_MONTHS_MAX)
        return err_field(reterr, ERR_INVALID, "month.period", *from ? "from" : "to",
                         "ends before it begins, or is too long");
    enum err_kind kind = may_look(reading, court, reterr);
    if (kind)
        return kind;
    struct arena *arena = reading->arena;
    ret->months = (struct source_period){court, month_print(arena, first - (last - first + 1)),
                                         month_print(arena, first), month_print(arena, last)};
    ret->last_day = day_of_date((struct civil_date){(last + 1) / 12, (last + 1) % 12 + 1, 1}) - 1;
    return ret->months.before && ret->months.from && ret->months.to ? ERR_NONE : arena_full(reterr);
}

static void write_period(struct json_writer *writer, const struct heat_period *period)
{
    json_named_text(writer, "from", period->months.from);
    json_named_text(writer, "to", period->months.to);
}

/* ---- heat ----------------------------------------------------------------------------------- */

static const char *const axes[] = {"township", "village", "county", "kind", "respondent"};

static enum err_kind read_axis(struct reading *reading, const char **ret, struct err *reterr)
{
    const char *axis = value_text_of(reading->params, "axis");
    for (size_t i = 0; i < COUNT_OF(axes); i++) {
        if (strcmp(axes[i], axis) == 0) {
            *ret = axes[i];
            return ERR_NONE;
        }
    }
    return err_field(reterr, ERR_INVALID, "choice.unknown", "axis",
                     "township, village, county, kind or respondent");
}

static enum err_kind read_heat(struct reading *reading, struct heat_period *period,
                               const char **axis, struct db_result *rows, struct err *reterr)
{
    enum err_kind kind = read_axis(reading, axis, reterr);
    if (!kind)
        kind = read_period(reading, period, reterr);
    return kind ? kind
                : source_sums(reading->db, reading->arena, *axis, &period->months, rows, reterr);
}

static enum err_kind heat_read(struct reading *reading, struct json_writer *writer,
                               struct err *reterr)
{
    struct heat_period period;
    struct db_result rows;
    const char *axis = NULL;
    int64_t sum = 0;
    enum err_kind kind = read_heat(reading, &period, &axis, &rows, reterr);
    if (kind)
        return kind;
    json_begin(writer);
    write_period(writer, &period);
    json_name(writer, "items");
    json_begin_list(writer);
    for (size_t i = 0; i < rows.row_count; i++) {
        sum += db_cell_int(&rows, i, 2);
        json_begin(writer);
        json_named_text(writer, "label", db_cell_text(&rows, i, 1));
        json_named_int(writer, "count", db_cell_int(&rows, i, 2));
        json_named_int(writer, "before", db_cell_int(&rows, i, 3));
        json_end(writer);
    }
    json_end_list(writer);
    json_named_int(writer, "sum", sum);
    json_end(writer);
    return ERR_NONE;
}

static enum err_kind table_read(struct reading *reading, struct json_writer *writer,
                                struct err *reterr)
{
    struct heat_period period;
    struct db_result rows;
    struct arena *arena = reading->arena;
    struct table *table = NULL;
    const char *axis = NULL;
    (void) writer;
    enum err_kind kind = read_heat(reading, &period, &axis, &rows, reterr);
    if (kind)
        return kind;
    const char *now = arena_printf(arena, "%s至%s", period.months.from, period.months.to);
    const struct table_column columns[] = {
        {"项目", TABLE_TEXT, 40}, {now, TABLE_NUMBER, 20}, {"上期", TABLE_NUMBER, 0}};
    kind = now ? engine_table_begin(reading, "纠纷来源", columns, COUNT_OF(columns), &table, reterr)
               : arena_full(reterr);
    for (size_t i = 0; !kind && i < rows.row_count; i++) {
        const char *label = db_cell_text(&rows, i, 1);
        const char *const cells[] = {
            label && *label ? label : "未记明",
            arena_printf(arena, "%lld", (long long) db_cell_int(&rows, i, 2)),
            arena_printf(arena, "%lld", (long long) db_cell_int(&rows, i, 3))};
        table_row(table, cells);
    }
    return kind ? kind
                : engine_table_end(reading, table, arena_printf(arena, "sources-%s", axis), reterr);
}

/* ---- lines ---------------------------------------------------------------------------------- */

static void write_funnel(struct json_writer *writer, const struct source_funnel *funnel)
{
    json_name(writer, "items");
    json_begin_list(writer);
    for (int i = 0; i < LINE_COUNT; i++) {
        json_begin(writer);
        json_named_text(writer, "line", source_line_names[i]);
        json_named_int(writer, "passed_in", funnel->passed_in[i]);
        json_named_int(writer, "entered", funnel->entered[i]);
        json_named_int(writer, "ended", funnel->ended[i]);
        json_named_int(writer, "open", funnel->open[i]);
        json_named_int(writer, "passed_on", funnel->passed_on[i]);
        json_end(writer);
    }
    json_end_list(writer);
}

static enum err_kind lines_read(struct reading *reading, struct json_writer *writer,
                                struct err *reterr)
{
    struct heat_period period;
    struct db_result rows;
    struct source_funnel funnel = {0};
    int64_t sum = 0;
    enum err_kind kind = read_period(reading, &period, reterr);
    if (!kind)
        kind = source_sums(reading->db, reading->arena, "line", &period.months, &rows, reterr);
    if (kind)
        return kind;
    for (size_t i = 0; i < rows.row_count; i++) {
        if (source_funnel_add(&funnel, db_cell_text(&rows, i, 0), db_cell_int(&rows, i, 2)))
            sum += db_cell_int(&rows, i, 2);
    }
    source_funnel_close(&funnel);
    json_begin(writer);
    write_period(writer, &period);
    write_funnel(writer, &funnel);
    json_named_int(writer, "sum", sum);
    json_end(writer);
    return ERR_NONE;
}

/* ---- suits per residents -------------------------------------------------------------------- */

static int64_t suits_of(const struct db_result *suits, const char *code)
{
    for (size_t i = 0; i < suits->row_count; i++) {
        if (strcmp(db_cell_text(suits, i, 0), code) == 0)
            return db_cell_int(suits, i, 2);
    }
    return 0;
}

static void write_suits(struct json_writer *writer, const struct db_result *townships,
                        const struct db_result *suits, size_t i)
{
    int64_t residents = db_cell_int(townships, i, 2),
            count = suits_of(suits, db_cell_text(townships, i, 0));
    json_begin(writer);
    json_named_text(writer, "name", db_cell_text(townships, i, 1));
    json_named_int(writer, "suits", count);
    json_named_int(writer, "residents", residents);
    json_named_text(writer, "source", db_cell_text(townships, i, 3));
    json_name(writer, "per_10000_hundredths"); /* null: nobody is known to live there */
    if (residents > 0)
        json_int(writer, (count * PER_RESIDENTS * HUNDRED + residents / 2) / residents);
    else
        json_null(writer);
    json_end(writer);
}

static enum err_kind suits_read(struct reading *reading, struct json_writer *writer,
                                struct err *reterr)
{
    struct heat_period period;
    struct db_result townships, suits;
    enum err_kind kind = read_period(reading, &period, reterr);
    if (!kind)
        kind = source_residents(reading->db, reading->arena, period.months.court, period.last_day,
                                &townships, reterr);
    if (!kind)
        kind = source_sums(reading->db, reading->arena, "suit", &period.months, &suits, reterr);
    if (kind)
        return kind;
    json_begin(writer);
    write_period(writer, &period);
    json_name(writer, "items");
    json_begin_list(writer);
    for (size_t i = 0; i < townships.row_count; i++)
        write_suits(writer, &townships, &suits, i);
    json_end_list(writer);
    json_named_int(writer, "unknown", suits_of(&suits, ""));
    json_end(writer);
    return ERR_NONE;
}

/* ---- warnings ------------------------------------------------------------------------------- */

static enum err_kind history_read(struct reading *reading, struct json_writer *writer,
                                  struct err *reterr)
{
    static const char *const states[] = {"raised", "confirmed", "dismissed", "closed"};
    const char *court = value_text_of(reading->params, "court");
    struct db_result rows;
    role_set sees = role_bit("court_leader") | role_bit("diversion_officer");
    if (!(actor_roles(&reading->actor, court) & sees))
        return err_set(reterr, ERR_DENIED, "action.wrong_role", "for those who look at warnings");
    enum err_kind kind = source_history(reading->db, reading->arena, court, &rows, reterr);
    if (kind)
        return kind;
    json_begin(writer);
    json_name(writer, "items");
    json_begin_list(writer);
    for (size_t rule = 0; rule < RULE_COUNT; rule++) {
        json_begin(writer);
        json_named_text(writer, "rule", source_rules[rule]);
        for (size_t s = 0; s < COUNT_OF(states); s++) {
            int64_t count = 0;
            for (size_t i = 0; i < rows.row_count; i++) {
                if (text_equal(db_cell_text(&rows, i, 0), source_rules[rule]) &&
                    text_equal(db_cell_text(&rows, i, 1), states[s]))
                    count = db_cell_int(&rows, i, 2);
            }
            json_named_int(writer, states[s], count);
        }
        json_end(writer);
    }
    json_end_list(writer);
    json_end(writer);
    return ERR_NONE;
}

const struct operation governance_operations[GOVERNANCE_OPERATIONS] = {
    {.name = "governance_heat",
     .method = "GET",
     .path = "/governance/heat",
     .permission = "court_leader",
     .reply = "{from:s to:s items:[{label:s count:i before:i}] sum:i}",
     .summary = {"纠纷来源：按地方、种类、被申请人", "Where disputes come from"},
     .query = "court axis from to",
     .read = heat_read},
    {.name = "governance_table",
     .method = "GET",
     .path = "/governance/heat/table",
     .permission = "court_leader",
     .summary = {"纠纷来源（表格）", "The same as a table"},
     .query = "court axis from to format",
     .read = table_read},
    {.name = "governance_lines",
     .method = "GET",
     .path = "/governance/lines",
     .permission = "court_leader",
     .reply =
         "{from:s to:s items:[{line:s passed_in:i entered:i ended:i open:i passed_on:i}] sum:i}",
     .summary = {"三端五防线：每件纠纷计一次", "The five lines, each dispute counted once"},
     .query = "court from to",
     .read = lines_read},
    {.name = "governance_suits",
     .method = "GET",
     .path = "/governance/suits",
     .permission = "court_leader",
     .reply = "{from:s to:s items:[{name:s suits:i residents:i source:s? per_10000_hundredths:i?}] "
              "unknown:i}",
     .summary = {"各乡镇万人成讼率", "Suits per 10,000 residents by township"},
     .query = "court from to",
     .read = suits_read},
    {.name = "governance_history",
     .method = "GET",
     .path = "/governance/history",
     .permission = "court_leader diversion_officer",
     .reply = "{items:[{rule:s raised:i confirmed:i dismissed:i closed:i}]}",
     .summary = {"各条预警规则的结果", "How the warnings of each rule ended"},
     .query = "court",
     .read = history_read}};
