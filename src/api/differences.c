/*
 * api/differences: where a court's own case system and the platform disagree, who must act, and the
 * list of each day that found it (engine/case_compare.c).
 */
#include "api/operations.h"
#include "api/page.h"
#include "api/private.h"
#include "api/session.h"
#include "store/case_difference.h"
#include "store/work.h"

enum { EXPLANATION_MAX = 500, LISTS_SHOWN = 31 };

/* Who deals with cases sees what is of their court; who only keeps the machines sees what is theirs
 * to mend, and no case (practice.md 4). */
static role_set case_roles(void)
{
    return role_bit("filing_judge") | role_bit("filing_head") | role_bit("judge_clerk") |
           role_bit("division_head") | role_bit("court_leader");
}

/* The court asked for, else the one of the first grant; "" is every court. NULL: none of theirs. */
static const char *court_asked(const struct reading *reading, role_set may)
{
    const char *asked = param_text(reading->params, "court");
    if (*asked)
        return (actor_roles(&reading->actor, asked) & may) ? asked : NULL;
    for (size_t i = 0; i < reading->actor.grant_count; i++) {
        if (reading->actor.grants[i].role & may)
            return reading->actor.grants[i].court;
    }
    return NULL;
}

/* ---- what disagrees ---------------------------------------------------------------------------
 */

struct shown {
    bool cases; /* false: the machines' side alone */
    struct matter **matters;
    size_t count;
};

static const struct matter *matter_of(const struct shown *shown, int64_t id)
{
    for (size_t i = 0; i < shown->count; i++) {
        if (shown->matters[i]->id == id)
            return shown->matters[i];
    }
    return NULL;
}

static void write_difference(struct reading *reading, struct json_writer *writer,
                             const struct db_result *rows, size_t i, void *context)
{
    const struct shown *shown = context;
    const char *court = db_cell_text(rows, i, 1), *name = db_cell_text(rows, i, 2);
    const struct case_difference_kind *kind = case_difference_kind(name);
    int64_t id = db_cell_int(rows, i, 3);
    const struct matter *matter = shown->cases && id ? matter_of(shown, id) : NULL;
    /* Of a matter that one may not see, only that something is to be done. */
    bool told = shown->cases ? matter || !id : !id;
    json_named_int(writer, "id", db_cell_int(rows, i, 0));
    json_named_text(writer, "court", court);
    json_named_text(writer, "court_name", engine_court_name(reading->engine, court));
    json_named_text(writer, "kind", name);
    write_words(writer, "title", kind ? kind->title : (struct words){name, name});
    write_words(writer, "next_step", kind ? kind->next : (struct words){NULL, NULL});
    json_named_text(writer, "role", kind ? kind->role : "admin");
    write_words(writer, "role_title", role_words(kind ? kind->role : "admin"));
    json_named_text(writer, "matter",
                    matter ? matter_id_print(reading->engine, matter, reading->arena) : NULL);
    json_named_text(writer, "number", told ? db_cell_text(rows, i, 4) : NULL);
    json_named_text(writer, "ours", told ? db_cell_text(rows, i, 5) : "");
    json_named_text(writer, "theirs", told ? db_cell_text(rows, i, 6) : "");
    write_instant(reading, writer, "found_at", db_cell_int(rows, i, 7));
    write_instant(reading, writer, "seen_at", db_cell_int(rows, i, 8));
    bool explained = db_cell_int(rows, i, 9) != 0;
    write_instant(reading, writer, "explained_at", db_cell_int(rows, i, 9));
    json_named_text(writer, "explanation", explained ? db_cell_text(rows, i, 10) : NULL);
    json_named_text(writer, "explained_by", explained ? db_cell_text(rows, i, 11) : NULL);
}

static enum err_kind see_matters(struct reading *reading, const struct db_result *rows,
                                 struct shown *shown, struct err *reterr)
{
    int64_t *ids = arena_array(reading->arena, rows->row_count + 1, sizeof *ids);
    size_t count = 0;
    shown->matters = arena_array(reading->arena, rows->row_count + 1, sizeof(struct matter *));
    if (!ids || !shown->matters)
        return arena_full(reterr);
    for (size_t i = 0; shown->cases && i < rows->row_count; i++) {
        if (db_cell_int(rows, i, 3))
            ids[count++] = db_cell_int(rows, i, 3);
    }
    return visible_matters(reading, MATTER_BARE, ids, count, shown->matters, &shown->count, reterr);
}

static enum err_kind differences_read(struct reading *reading, struct json_writer *writer,
                                      struct err *reterr)
{
    struct list_page page;
    struct db_result rows;
    const char *court = court_asked(reading, case_roles());
    struct shown shown = {.cases = court != NULL};
    if (!court)
        court = court_asked(reading, role_bit("admin"));
    if (!court)
        return err_set(reterr, ERR_DENIED, "permission.denied", "not of that court");
    enum err_kind kind = page_read(reading, "case_differences", &page, reterr);
    if (!kind)
        kind = case_differences_list(reading->db, reading->arena, court, shown.cases ? "" : "admin",
                                     page.id, page.limit, &rows, reterr);
    if (!kind)
        kind = see_matters(reading, &rows, &shown, reterr);
    if (!kind)
        kind = engine_note_look(reading, 0, "case_differences", reterr);
    if (!kind)
        page_write_rows(reading, writer, "case_differences", &page, &rows, 0, write_difference,
                        &shown);
    return kind;
}

/* ---- the lists --------------------------------------------------------------------------------
 */

static void write_list(struct reading *reading, struct json_writer *writer,
                       const struct db_result *rows, size_t i, void *context)
{
    const char *court = db_cell_text(rows, i, 0);
    (void) context;
    json_named_text(writer, "court", court);
    json_named_text(writer, "court_name", engine_court_name(reading->engine, court));
    json_named_text(writer, "day", day_format(reading->arena, (int32_t) db_cell_int(rows, i, 1)));
    json_named_text(writer, "state", db_cell_text(rows, i, 2));
    write_instant(reading, writer, "at", db_cell_int(rows, i, 3));
    json_named_int(writer, "cases", db_cell_int(rows, i, 4));
    json_named_int(writer, "differences", db_cell_int(rows, i, 5));
    json_named_text(writer, "error", db_cell_text(rows, i, 6));
}

static enum err_kind lists_read(struct reading *reading, struct json_writer *writer,
                                struct err *reterr)
{
    struct db_result rows;
    const char *court = court_asked(reading, case_roles() | role_bit("admin"));
    if (!court)
        return err_set(reterr, ERR_DENIED, "permission.denied", "not of that court");
    enum err_kind kind =
        case_lists_newest(reading->db, reading->arena, court, LISTS_SHOWN, &rows, reterr);
    if (kind)
        return kind;
    json_begin(writer);
    write_items(reading, writer, &rows, rows.row_count, write_list, NULL);
    json_end(writer);
    return ERR_NONE;
}

static enum err_kind ask_decide(struct call *call, struct err *reterr)
{
    const char *court = value_text(value_get(call->body, "court"));
    role_set may = role_bit("filing_head") | role_bit("court_leader") | role_bit("admin");
    if (!court || !(actor_roles(&call->actor, court) & may))
        return err_set(reterr, ERR_DENIED, "permission.denied", "not of that court");
    if (!engine_numbers_outside(call->engine, court, call->now_us, call->arena))
        return err_set(reterr, ERR_CONFLICT, "case_list.local", "the court numbers here");
    return ERR_NONE;
}

static enum err_kind ask_apply(struct call *call, struct err *reterr)
{
    const struct case_list row = {.court = value_text(value_get(call->body, "court")),
                                  .state = "asked",
                                  .day = day_of_instant(call->now_us),
                                  .at_us = call->now_us};
    struct json_writer writer;
    case_list_put(call->writes, &row);
    json_writer_init(&writer, call->arena, 4096);
    json_begin(&writer);
    json_named_text(&writer, "court", row.court);
    json_named_text(&writer, "day", day_format(call->arena, row.day));
    json_end(&writer);
    return call_reply(call, 202, &writer, reterr);
}

/* ---- explaining one ---------------------------------------------------------------------------
 */

struct explaining {
    int64_t id;
    size_t read;
};

static enum err_kind explain_load(struct call *call, struct err *reterr)
{
    struct explaining *wanted = arena_alloc(call->arena, sizeof *wanted);
    if (!wanted)
        return arena_full(reterr);
    wanted->id = strtoll(param_text(call->params, "id"), NULL, 10);
    wanted->read = case_difference_read(call->reads, wanted->id);
    call->state = wanted;
    return ERR_NONE;
}

static enum err_kind explain_decide(struct call *call, struct err *reterr)
{
    const struct explaining *wanted = call->state;
    const struct db_result *row = db_flight_result(call->reads, wanted->read);
    role_set may = role_bit("filing_head") | role_bit("court_leader");
    if (row->row_count == 0)
        return err_set(reterr, ERR_MISSING, "difference.unknown", "no such open difference");
    if (strcmp(db_cell_text(row, 0, 1), "admin") == 0)
        may |= role_bit("admin");
    return actor_roles(&call->actor, db_cell_text(row, 0, 0)) & may
               ? ERR_NONE
               : err_set(reterr, ERR_MISSING, "difference.unknown", "none of that court");
}

static enum err_kind explain_apply(struct call *call, struct err *reterr)
{
    const struct explaining *wanted = call->state;
    struct json_writer writer;
    case_difference_explain(call->writes, wanted->id, call->actor.account_id,
                            value_text(value_get(call->body, "explanation")), call->now_us);
    json_writer_init(&writer, call->arena, 4096);
    json_begin(&writer);
    json_named_int(&writer, "id", wanted->id);
    json_end(&writer);
    return call_reply(call, 200, &writer, reterr);
}

/* clang-format off */
#define READERS "filing_judge filing_head judge_clerk division_head court_leader admin"
static const struct field fields[] = {
    {.name = "court", .kind = FIELD_COURT, .title = {"法院", "Court"}},
    {.name = "explanation", .kind = FIELD_TEXT, .max = EXPLANATION_MAX, .title = {"情况说明", "Explanation"}}};
static const struct form_field ask_form[] = {{&fields[0], true}};
static const struct form_field explain_form[] = {{&fields[1], true}};

const struct operation difference_operations[] = {
    {.name = "case_differences", .method = "GET", .path = "/case-differences", .permission = READERS,
     .reply = "{items:[{id:i court:s court_name:s kind:s title:@Words next_step:@Words role:s role_title:@Words matter:s? number:s? ours:s theirs:s "
              "found_at:s seen_at:s explained_at:s? explanation:s? explained_by:s?}] next:s?}",
     .summary = {"与法院案件系统的差异", "Where a court's own case system and the platform disagree, and who must act"},
     .query = "court cursor limit", .read = differences_read},
    {.name = "case_difference_explain", .method = "POST", .path = "/case-differences/{id}/explain", .permission = "filing_head court_leader admin",
     .reply = "{id:i}", .summary = {"说明一项差异", "Says what a difference is about; it stays until a list agrees"},
     .form = explain_form, .form_count = COUNT_OF(explain_form), .load = explain_load, .decide = explain_decide, .apply = explain_apply},
    {.name = "case_lists", .method = "GET", .path = "/case-lists", .permission = READERS,
     .reply = "{items:[{court:s court_name:s day:s state:s at:s cases:i differences:i error:s?}]}",
     .summary = {"每日核对", "The newest daily lists"}, .query = "court", .read = lists_read},
    {.name = "case_list_ask", .method = "POST", .path = "/case-lists", .permission = "filing_head court_leader admin",
     .reply = "{court:s day:s}", .summary = {"现在核对一次", "Has today's list made now"},
     .form = ask_form, .form_count = COUNT_OF(ask_form), .decide = ask_decide, .apply = ask_apply},
    {.name = NULL}};
/* clang-format on */
