/* filing 民事一审立案: the row of this system and the values it computes. */
#include "systems/filing/filing/filing.h"

#include "base/text.h"
#include "store/lists.h"
#include "store/matter.h"
#include "store/work.h"

extern const struct embedded_file filing_definition[];

static const char *first_name(const struct value *rows, struct arena *arena)
{
    const char *name = value_text(value_path(rows, "[0].person.name"));
    for (size_t i = 0; !name && i < rows->count && i < 1; i++) {
        const struct value *row = rows->items[0];
        name = value_text(value_path(row, "person.name"));
        if (!name)
            name = value_text(value_path(row, "organisation.name"));
    }
    if (!name)
        return NULL;
    return rows->count > 1 ? arena_printf(arena, "%s等", name) : name;
}

/* "张某诉李某民间借贷纠纷", as courts write it. */
static enum err_kind compute_title(const struct facts *facts, struct arena *arena,
                                   struct value **ret, struct err *reterr)
{
    const char *cause = value_text(value_get(facts->fields, "cause"));
    const char *plaintiff = first_name(value_get(facts->fields, "plaintiffs"), arena);
    const char *defendant = first_name(value_get(facts->fields, "defendants"), arena);
    const char *named =
        cause && facts->registers ? engine_cause_name(facts->registers, cause) : cause;
    struct text title;
    text_init(&title, arena, 4096);
    if (plaintiff)
        text_add(&title, plaintiff);
    if (plaintiff && defendant)
        text_add_format(&title, "诉%s", defendant);
    text_add(&title, named ? named : plaintiff ? "民事纠纷" : "民事起诉状草稿");
    const char *whole = text_done(&title);
    *ret = whole ? value_new_text(arena, whole) : NULL;
    return *ret ? ERR_NONE : arena_full(reterr);
}

static enum err_kind compute_fee(const struct facts *facts, struct arena *arena, struct value **ret,
                                 struct err *reterr)
{
    struct fee_result fee;
    if (!value_text(value_get(facts->fields, "cause")))
        return ERR_NONE; /* nothing to compute from yet */
    enum err_kind kind = filing_fee_of(facts->fields, facts->settings, false, arena, &fee, reterr);
    if (kind)
        return kind;
    *ret = value_new_int(arena, fee.due_fen);
    return *ret ? ERR_NONE : arena_full(reterr);
}

static const struct compute_word computes[] = {{"filing_title", compute_title},
                                               {"filing_fee", compute_fee}};

/* ---- read before deciding: the wage, and what is there already
 * ---------------------------------------------------------- */

static bool chooses_procedure(const char *action)
{
    return text_starts(action, "register") || strcmp(action, "decide_to_register") == 0;
}

static bool takes_number(const char *action)
{
    return strcmp(action, "receive_number") == 0 || strcmp(action, "receive_ruling_number") == 0;
}

static bool applies(const char *action)
{
    return strcmp(action, "apply") == 0 || strcmp(action, "apply_defendant") == 0;
}

/* The trial division has the file: from here it is routed. */
static bool begins_routing(const char *action) { return strcmp(action, "receive_file") == 0; }

static const char *side_of(const char *action)
{
    return strcmp(action, "apply") == 0 ? "plaintiff" : "defendant";
}

/* As it will be stored; "" when it is none, which the form will say. */
static const char *number_asked(struct call *call)
{
    struct case_number number;
    const char *text = call->body ? value_text(value_get(call->body, "number")) : NULL;
    const char *printed =
        text && case_number_parse(text, &number) ? case_number_print(call->arena, &number) : NULL;
    return printed ? printed : "";
}

static bool changes_agents(const char *action)
{
    return text_starts(action, "change_agents") || text_starts(action, "end_agents") ||
           text_starts(action, "leave_agency");
}

static enum err_kind load(struct call *call, const char *action, struct err *reterr)
{
    if (strcmp(action, "submit") == 0 && call->body) {
        const struct alike_question question = {
            party_number(value_at(value_get(call->body, "plaintiffs"), 0)),
            party_title(value_at(value_get(call->body, "defendants"), 0))};
        return call_alike_load(call, &question, reterr);
    }
    bool numbered = takes_number(action);
    if (!chooses_procedure(action) && !numbered && !applies(action) && !begins_routing(action) &&
        !changes_agents(action))
        return ERR_NONE;
    struct filing_reads *reads = arena_alloc(call->arena, sizeof *reads);
    if (!reads)
        return arena_full(reterr);
    call->state = reads;
    if (changes_agents(action)) {
        reads->place = filing_agency_load(call);
        return ERR_NONE;
    }
    if (applies(action)) {
        const struct matter_child draft = {"applications", "draft", "side", side_of(action)};
        reads->place = matter_child_read(call->reads, call->matter_id, &draft);
        return ERR_NONE;
    }
    if (numbered) {
        reads->place = number_holder_read(call->reads, number_asked(call));
        return ERR_NONE;
    }
    if (begins_routing(action))
        reads->related = list_related(call->reads, call->matter_id);
    /* JI 272: last year's; until it is published, the latest there is. */
    int year = date_of_day(day_of_instant(call->received_us)).year - 1;
    reads->place = wages_read(call->reads, year);
    return ERR_NONE;
}

static enum err_kind note(struct call *call, const char *name, bool found, struct err *reterr)
{
    call->outside = value_new_map(call->arena);
    return call->outside && value_set_bool(call->arena, call->outside, name, found)
               ? ERR_NONE
               : arena_full(reterr);
}

/* The court's own setting, else the province's row: a court's division begins with its province. */
static int64_t wage_of(const struct call *call, const struct db_result *rows)
{
    int64_t wage_fen = 100 * value_int(value_get(call->matter->settings, "average_wage"), 0);
    const char *division = engine_court_division(call->engine, call->matter->court);
    for (size_t i = 0; !wage_fen && division && i < rows->row_count; i++) {
        const char *province = db_cell_text(rows, i, 0);
        if (strncmp(province, division, 2) == 0 && strcmp(province + 2, "0000") == 0)
            wage_fen = db_cell_int(rows, i, 1);
    }
    return wage_fen;
}

/* Marked, never joined: that is for the court to decide (CPL 55). */
static struct value *related_rows(struct call *call, const struct db_result *rows)
{
    struct value *list = value_new_list(call->arena);
    for (size_t i = 0; list && i < rows->row_count; i++) {
        const struct workflow *workflow =
            engine_workflow_by_hash(call->engine, db_cell_text(rows, i, 1));
        char id[PUBLIC_ID_BYTES];
        const char *title = db_cell_text(rows, i, 2), *number = db_cell_text(rows, i, 3),
                   *court = engine_court_name(call->engine, db_cell_text(rows, i, 4));
        if (!workflow)
            continue;
        public_id(engine_keys(call->engine), workflow->prefix, db_cell_int(rows, i, 0), id);
        const char *zh = arena_printf(call->arena, "当事人和案由相同：%s %s（%s）", title, number,
                                      court ? court : ""),
                   *en = arena_printf(call->arena, "Same parties and cause: %s %s (%s)", title,
                                      number, court ? court : "");
        struct value *row = value_new_map(call->arena);
        bool good = row && zh && en && value_set_text(call->arena, row, "matter", id) &&
                    value_set_text(call->arena, row, "zh", zh) &&
                    value_set_text(call->arena, row, "en", en) && value_add(call->arena, list, row);
        if (!good)
            return NULL;
    }
    return list;
}

static enum err_kind loaded(struct call *call, const char *action, struct err *reterr)
{
    const struct filing_reads *reads = call->state;
    if (reads && (takes_number(action) || applies(action)))
        return note(call, applies(action) ? "draft_open" : "number_taken",
                    db_flight_result(call->reads, reads->place)->row_count > 0, reterr);
    if (strcmp(action, "correct") == 0)
        return note(call, "as_agent", filing_acts_as_agent(call), reterr);
    if (!reads || (!chooses_procedure(action) && !begins_routing(action)))
        return ERR_NONE;
    struct value *outside = value_new_map(call->arena);
    bool good =
        outside && value_set_int(call->arena, outside, "wage_fen",
                                 wage_of(call, db_flight_result(call->reads, reads->place)));
    if (good && begins_routing(action)) {
        struct value *related = related_rows(call, db_flight_result(call->reads, reads->related));
        good = related && value_set(call->arena, outside, "related", related);
    }
    call->outside = outside;
    return good ? ERR_NONE : arena_full(reterr);
}

const struct system filing_system = {
    .name = "filing",
    .wing = "filing",
    .definition = filing_definition,
    .guards = filing_guards,
    .guard_count = FILING_GUARDS,
    .effects = filing_effects,
    .effect_count = FILING_EFFECTS,
    .computes = computes,
    .compute_count = COUNT_OF(computes),
    .load = load,
    .loaded = loaded,
};
