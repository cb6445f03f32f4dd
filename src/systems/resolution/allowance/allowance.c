/* systems/resolution/allowance: what mediators are paid for a month (特邀规定 29): each mediation
 * by the rates the court has set for that day [assumed], each once. */
#include "base/text.h"
#include "engine/engine.h"
#include "engine/table_reply.h"
#include "law/fee.h"
#include "systems/resolution/allowance/allowance_store.h"

extern const struct embedded_file allowance_definition[];

enum { FEN = 100 };

static bool month_over(const struct facts *facts)
{
    int32_t first = 0, next = 0;
    return month_parse(value_text(value_get(facts->form, "month")), &first, &next) &&
           next <= day_of_instant(facts->now_us);
}

static bool once(const struct facts *facts)
{
    return value_int(value_get(facts->outside, "others"), 0) == 0;
}

static bool fits(const struct facts *facts)
{
    const struct value *rows = value_get(facts->outside, "mediations");
    return rows->type == VALUE_LIST && rows->count > 0 && rows->count <= ALLOWANCE_LINES_MAX;
}

static bool paid_past(const struct facts *facts) { return facts_day_past(facts, "paid_on", ""); }

/* clang-format off */
static const struct guard guards[] = {
    {"allowance_month_over", {"请写已经过完的月份，例如2026-10。", "Name a month that is over, such as 2026-10."}, NULL, month_over},
    {"allowance_once", {"这个月已有一份清单。要重做的，请先作废那一份。", "There is a list of that month: void it first."}, NULL, once},
    {"allowance_fits", {"这个月没有可以计算的调解，或者超过一千件。请核对月份；超过的，请与管理员联系。", "No mediation counts in that month, or more than a thousand do. Check the month; if there are more, ask the administrator."}, NULL, fits},
    {"allowance_paid_past", {"支付日期不能晚于今天。", "The day it was paid is not after today."}, NULL, paid_past},
};
/* clang-format on */

/* ---- what is read ---------------------------------------------------------------------------- */

struct counting {
    size_t mediations, others;
};

static enum err_kind load(struct call *call, const char *action, struct err *reterr)
{
    const char *month = value_text(value_get(call->body, "month"));
    int32_t first = 0, next = 0;
    if (strcmp(action, "count") != 0 || !month_parse(month, &first, &next))
        return ERR_NONE;
    struct counting *counting = arena_alloc(call->arena, sizeof *counting);
    if (!counting)
        return arena_full(reterr);
    *counting =
        (struct counting){.mediations = allowance_read(call->reads, call->matter_id,
                                                       start_of_day(first), start_of_day(next)),
                          .others = allowance_others_read(call->reads, call->matter_id, month)};
    call->state = counting;
    return ERR_NONE;
}

static enum err_kind loaded(struct call *call, const char *action, struct err *reterr)
{
    const struct counting *counting = call->state;
    (void) action;
    if (!counting)
        return ERR_NONE;
    const struct db_result *rows = db_flight_result(call->reads, counting->mediations);
    struct arena *arena = call->arena;
    struct value *list = value_new_list(arena),
                 *outside = call->outside ? call->outside : value_new_map(arena);
    bool good = list && outside;
    for (size_t i = 0; good && i < rows->row_count; i++) {
        char id[PUBLIC_ID_BYTES];
        struct value *row = value_new_map(arena);
        public_id(engine_keys(call->engine), 'M', db_cell_int(rows, i, 0), id);
        good = row && value_set_text(arena, row, "matter", id) &&
               value_set_text(arena, row, "mediator", db_cell_text(rows, i, 1)) &&
               value_set_text(arena, row, "outcome", db_cell_text(rows, i, 2)) &&
               value_set_int(arena, row, "amount", db_cell_int(rows, i, 3)) &&
               value_set_int(arena, row, "person", db_cell_int(rows, i, 4)) &&
               value_add(arena, list, row);
    }
    int64_t others = db_cell_int(db_flight_result(call->reads, counting->others), 0, 0);
    good = good && value_set(arena, outside, "mediations", list) &&
           value_set_int(arena, outside, "others", others);
    call->outside = outside;
    return good ? ERR_NONE : arena_full(reterr);
}

/* ---- what it comes to ------------------------------------------------------------------------ */

static const char *rate_of(const struct value *row, const struct value *settings)
{
    const char *outcome = value_text_of(row, "outcome");
    int64_t large_fen = value_int(value_get(settings, "large_from"), INT64_MAX / FEN) * FEN;
    if (strcmp(outcome, "agreed") == 0)
        return value_int(value_get(row, "amount"), 0) >= large_fen ? "large" : "agreed";
    return strcmp(outcome, "partly_agreed") == 0 ? "partly" : "not_agreed";
}

static int64_t sum_of(const char *rate, const struct value *settings, struct arena *arena)
{
    const char *name = arena_printf(arena, "rate_%s", rate);
    return name ? value_int(value_get(settings, name), 0) * FEN : 0;
}

/* The lines of a person come together; two of one name are two. */
static bool add_line(struct arena *arena, struct value *people, const char *name, bool same_person,
                     int64_t sum)
{
    struct value *last = people->count ? people->items[people->count - 1] : NULL;
    if (!last || !same_person) {
        last = value_new_map(arena);
        if (!last || !value_set_text(arena, last, "mediator", name) ||
            !value_set_int(arena, last, "cases", 0) || !value_set_int(arena, last, "sum", 0) ||
            !value_add(arena, people, last))
            return false;
    }
    int64_t cases = value_int(value_get(last, "cases"), 0) + 1,
            all = value_int(value_get(last, "sum"), 0) + sum;
    return value_set_int(arena, last, "cases", cases) && value_set_int(arena, last, "sum", all);
}

static enum err_kind count(struct call *call, const struct value *with, struct err *reterr)
{
    const struct value *rows = value_get(call->outside, "mediations"),
                       *settings = call->matter->settings;
    struct arena *arena = call->arena;
    struct value *lines = value_new_list(arena), *people = value_new_list(arena);
    int64_t total = 0, person = -1;
    bool good = lines && people;
    (void) with;
    for (size_t i = 0; good && i < rows->count; i++) {
        const struct value *row = rows->items[i];
        const char *rate = rate_of(row, settings);
        int64_t sum = sum_of(rate, settings, arena);
        struct value *line = value_new_map(arena);
        good = line && value_set_text(arena, line, "mediator", value_text_of(row, "mediator")) &&
               value_set_text(arena, line, "matter", value_text_of(row, "matter")) &&
               value_set_text(arena, line, "rate", rate) &&
               value_set_int(arena, line, "sum", sum) && value_add(arena, lines, line) &&
               add_line(arena, people, value_text_of(row, "mediator"),
                        value_int(value_get(row, "person"), 0) == person, sum);
        person = value_int(value_get(row, "person"), 0);
        total += sum;
    }
    if (!good)
        return arena_full(reterr);
    enum err_kind kind = call_set_field(call, "lines", lines, reterr);
    if (!kind)
        kind = call_set_field(call, "people", people, reterr);
    if (!kind)
        kind = call_set_int(call, "cases", (int64_t) lines->count, reterr);
    return kind ? kind : call_set_int(call, "total", total, reterr);
}

static const struct effect effects[] = {
    {"allowance_count", "最高人民法院关于人民法院特邀调解的规定第二十九条", false, NULL, count}};

static enum err_kind compute_title(const struct facts *facts, struct arena *arena,
                                   struct value **ret, struct err *reterr)
{
    const char *month = value_text_of(facts->fields, "month");
    const char *title =
        *month ? arena_printf(arena, "%.4s年%.2s月调解补贴清单", month, month + 5) : "调解补贴清单";
    *ret = title ? value_new_text(arena, title) : NULL;
    return *ret ? ERR_NONE : arena_full(reterr);
}

static const struct compute_word computes[] = {{"allowance_title", compute_title}};

/* ---- the table ------------------------------------------------------------------------------- */

static const struct table_column columns[] = {{"调解员", TABLE_TEXT, 0},
                                              {"调解编号", TABLE_TEXT, 26},
                                              {"标准", TABLE_TEXT, 0},
                                              {"补贴（元）", TABLE_YUAN, 0}};

static enum err_kind table_read(struct reading *reading, struct json_writer *writer,
                                struct err *reterr)
{
    const char *id = value_text_of(reading->params, "id");
    struct matter *matter = NULL;
    int64_t matter_id = 0;
    (void) writer;
    if (!matter_id_parse(reading->engine, id, &matter_id) ||
        engine_load_matter(reading, matter_id, &matter, reterr) || !matter ||
        strcmp(matter->workflow->system, "allowance") != 0 ||
        !matter_visible(&reading->actor, matter))
        return err_set(reterr, ERR_MISSING, "matter.unknown", "no such list");
    const struct value *lines = value_get(matter->fields, "lines");
    struct table *table = NULL;
    enum err_kind kind =
        engine_table_begin(reading, "调解补贴", columns, COUNT_OF(columns), &table, reterr);
    if (kind)
        return kind;
    for (size_t i = 0; lines->type == VALUE_LIST && i < lines->count; i++) {
        const struct value *line = lines->items[i];
        const char *const cells[] = {
            value_text_of(line, "mediator"), value_text_of(line, "matter"),
            value_text_of(line, "rate"),
            money_format(reading->arena, value_int(value_get(line, "sum"), 0))};
        table_row(table, cells);
    }
    return engine_table_end(reading, table, matter->title, reterr);
}

static const struct operation operations[] = {
    {.name = "allowance_table",
     .method = "GET",
     .path = "/matters/{id}/allowance",
     .permission = "roster_manager finance_clerk court_leader",
     .summary = {"调解补贴清单（表格）", "The list of allowances as a table"},
     .query = "format",
     .read = table_read}};

const struct system allowance_system = {.name = "allowance",
                                        .wing = "resolution",
                                        .definition = allowance_definition,
                                        .guards = guards,
                                        .guard_count = COUNT_OF(guards),
                                        .effects = effects,
                                        .effect_count = COUNT_OF(effects),
                                        .computes = computes,
                                        .compute_count = COUNT_OF(computes),
                                        .operations = operations,
                                        .operation_count = COUNT_OF(operations),
                                        .load = load,
                                        .loaded = loaded};
