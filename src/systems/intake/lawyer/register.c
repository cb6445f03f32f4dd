/*
 * systems/intake/lawyer: the register of licences. The justice authority's own system tells every
 * change by its key (POST /licences); what it says of somebody who works here counts from the very
 * commit, before any matter has been told. And what the head of a firm sees of its lawyers.
 */
#include "systems/intake/lawyer/lawyer.h"

#include "base/text.h"
#include "store/licence.h"

enum { TOLD_MAX = 100, FIRM_PAGE = 100, ASSISTANTS_MAX = 2000 };

/* ---- told by the justice authority ---------------------------------------------------------- */

struct told {
    struct licence_row row;
    size_t known, lawyer;
};
struct telling {
    struct told *items;
    size_t count;
};

static enum err_kind take(struct call *call, size_t at, struct told *told, struct err *reterr)
{
    const struct value *item = value_get(call->body, "items")->items[at];
    const struct keys *keys = engine_keys(call->engine);
    struct licence_row *row = &told->row;
    char path[40];
    (void) snprintf(path, sizeof path, "items[%zu].number", at);
    row->number = value_text_of(item, "number");
    const char *fault = lawyer_licence_fault(row->number, NULL);
    if (fault)
        return err_field(reterr, ERR_INVALID, fault, path, "no number of a licence");
    row->name = value_text_of(item, "name");
    row->firm = value_text_of(item, "firm");
    row->state = value_text_of(item, "state");
    row->holder_index =
        secret_index(keys, "person.id_number", value_text_of(item, "id_number"), call->arena);
    row->firm_index =
        secret_index(keys, "person.id_number", value_text_of(item, "firm_code"), call->arena);
    row->seat_index = lawyer_seat_index(call, row->number);
    if (!row->holder_index || !row->firm_index || !row->seat_index)
        return arena_full(reterr);
    if (!day_parse(value_text_of(item, "until"), &row->until_day) ||
        !instant_parse(value_text_of(item, "changed_at"), &row->changed_us))
        return err_field(reterr, ERR_INVALID, "date.format", path, "no day or moment");
    told->known = licence_read(call->reads, row->number, 0);
    told->lawyer = licence_lawyer_read(call->reads, row->seat_index);
    return ERR_NONE;
}

static enum err_kind told_load(struct call *call, struct err *reterr)
{
    const struct value *items = value_get(call->body, "items");
    struct telling *telling = arena_alloc(call->arena, sizeof *telling);
    struct told *all = arena_array(call->arena, items->count + 1, sizeof *all);
    enum err_kind kind = telling && all ? ERR_NONE : arena_full(reterr);
    if (kind)
        return kind;
    *telling = (struct telling){all, items->count};
    call->state = telling;
    for (size_t i = 0; !kind && i < items->count; i++)
        kind = take(call, i, &all[i], reterr);
    return kind;
}

/* One licence once: what counts last must not hang on the order of a list. */
static enum err_kind told_decide(struct call *call, struct err *reterr)
{
    const struct telling *telling = call->state;
    char path[40];
    if (!(actor_roles(&call->actor, "") & role_bit("justice_office")))
        return err_set(reterr, ERR_DENIED, "permission.denied", "for the justice authority");
    for (size_t i = 0; i < telling->count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (strcmp(telling->items[i].row.number, telling->items[j].row.number) != 0)
                continue;
            (void) snprintf(path, sizeof path, "items[%zu].number", i);
            return err_field(reterr, ERR_INVALID, "licence.twice", path, "told twice");
        }
    }
    return ERR_NONE;
}

/* What the matter of whoever works by it is told; NULL: nothing changed for it. */
static const char *action_for(const struct licence_row *row, const struct db_result *known,
                              const char *matter_state)
{
    if (strcmp(row->state, "valid") != 0)
        return strcmp(row->state, "revoked") == 0 ? "told_revoked" : "told_suspended";
    if (strcmp(matter_state, "suspended") == 0 ||
        (known->row_count && !text_equal(db_cell_text(known, 0, LICENCE_STATE), "valid")))
        return "told_valid";
    return known->row_count && db_cell_int(known, 0, LICENCE_UNTIL) == row->until_day
               ? NULL
               : "told_until";
}

static enum err_kind tell_lawyer(struct call *call, const struct told *told, struct err *reterr)
{
    const struct licence_row *row = &told->row;
    const struct db_result *known = db_flight_result(call->reads, told->known),
                           *lawyer = db_flight_result(call->reads, told->lawyer);
    if (!lawyer->row_count)
        return ERR_NONE;
    const char *action = action_for(row, known, db_cell_text(lawyer, 0, 2));
    const char *key =
        arena_printf(call->arena, "licence:%s:%lld", row->number, (long long) row->changed_us);
    licence_seat_status(call->writes, row->seat_index,
                        strcmp(row->state, "valid") == 0 ? "active" : "suspended");
    if (!key)
        return arena_full(reterr);
    return action ? call_act_elsewhere(call, db_cell_int(lawyer, 0, 0), db_cell_text(lawyer, 0, 1),
                                       action, key, reterr)
                  : ERR_NONE;
}

/* What is not newer than what is known is a repetition, or was overtaken on its way. */
static enum err_kind told_apply(struct call *call, struct err *reterr)
{
    const struct telling *telling = call->state;
    size_t taken = 0;
    enum err_kind kind = ERR_NONE;
    for (size_t i = 0; !kind && i < telling->count; i++) {
        struct told *told = &telling->items[i];
        const struct db_result *known = db_flight_result(call->reads, told->known);
        if (known->row_count && db_cell_int(known, 0, LICENCE_CHANGED) >= told->row.changed_us)
            continue;
        taken++;
        told->row.told_us = call->now_us;
        licence_put(call->writes, &told->row);
        kind = tell_lawyer(call, told, reterr);
    }
    call->status = 200;
    call->reply =
        arena_printf(call->arena, "{\"taken\":%zu,\"older\":%zu}", taken, telling->count - taken);
    return kind ? kind : call->reply ? ERR_NONE : arena_full(reterr);
}

/* ---- what the head of a firm sees ----------------------------------------------------------- */

static void write_assistants(struct reading *reading, struct json_writer *writer,
                             const char *number, const struct db_result *rows)
{
    json_name(writer, "assistants");
    json_begin_list(writer);
    for (size_t i = 0; i < rows->row_count; i++) {
        if (strcmp(db_cell_text(rows, i, 0), number) != 0)
            continue;
        json_begin(writer);
        json_named_text(writer, "name", db_cell_text(rows, i, 1));
        json_named_text(writer, "rights", db_cell_text(rows, i, 2));
        json_named_text(writer, "to",
                        day_format(reading->arena, (int32_t) db_cell_int(rows, i, 3)));
        json_end(writer);
    }
    json_end_list(writer);
}

/* How many matters, never which: those are the clients' and their lawyer's (Lawyers Law 38). */
static enum err_kind firm_read(struct reading *reading, struct json_writer *writer,
                               struct err *reterr)
{
    struct db_result lawyers, assistants;
    const struct actor *actor = &reading->actor;
    if (!actor->delegation_id || actor->for_lawyer)
        return err_set(reterr, ERR_DENIED, "permission.denied", "for the head of a firm");
    enum err_kind kind =
        firm_lawyers(reading->db, reading->arena, actor->person_id,
                     value_text_of(reading->params, "cursor"), FIRM_PAGE, &lawyers, reterr);
    if (!kind)
        kind =
            firm_assistants(reading->db, reading->arena, actor->person_id,
                            day_of_instant(reading->now_us), ASSISTANTS_MAX, &assistants, reterr);
    if (kind)
        return kind;
    json_begin(writer);
    json_name(writer, "items");
    json_begin_list(writer);
    for (size_t i = 0; i < lawyers.row_count; i++) {
        const char *number = db_cell_text(&lawyers, i, 0);
        json_begin(writer);
        json_named_text(writer, "number", number);
        json_named_text(writer, "name", db_cell_text(&lawyers, i, 1));
        json_named_text(writer, "state", db_cell_text(&lawyers, i, 2));
        json_named_text(writer, "until",
                        day_format(reading->arena, (int32_t) db_cell_int(&lawyers, i, 3)));
        json_named_int(writer, "open", db_cell_int(&lawyers, i, 4));
        json_named_flag(writer, "works_here", db_cell_int(&lawyers, i, 5) != 0);
        write_assistants(reading, writer, number, &assistants);
        json_end(writer);
    }
    json_end_list(writer);
    json_named_text(
        writer, "next",
        lawyers.row_count == FIRM_PAGE ? db_cell_text(&lawyers, lawyers.row_count - 1, 0) : NULL);
    json_end(writer);
    return ERR_NONE;
}

/* clang-format off */
static const struct option states[] = {{"valid", {"正常执业", "In good standing"}}, {"suspended", {"停止执业", "Suspended"}}, {"revoked", {"注销或者吊销", "Revoked"}}};
static const struct field item_fields[] = {
    {.name = "number", .kind = FIELD_TEXT, .required = true, .min = 17, .max = 17, .title = {"执业证号", "Number of the licence"}},
    {.name = "name", .kind = FIELD_TEXT, .required = true, .min = 1, .max = 50, .title = {"姓名", "Name"}},
    {.name = "id_number", .kind = FIELD_RESIDENT_ID, .required = true, .title = {"公民身份号码", "Resident identity number"}},
    {.name = "firm", .kind = FIELD_TEXT, .required = true, .min = 2, .max = 100, .title = {"执业机构", "Firm"}},
    {.name = "firm_code", .kind = FIELD_CREDIT_CODE, .required = true, .title = {"执业机构统一社会信用代码", "Credit code of the firm"}},
    {.name = "state", .kind = FIELD_CHOICE, .required = true, .title = {"状态", "State"}, .options = states, .option_count = COUNT_OF(states)},
    {.name = "until", .kind = FIELD_DATE, .required = true, .title = {"有效到", "Good until"}},
    {.name = "changed_at", .kind = FIELD_MOMENT, .required = true, .title = {"从什么时候起", "Since when"}}};
static const struct field items_field = {.name = "items", .kind = FIELD_GROUP, .min = 1, .max = TOLD_MAX, .title = {"执业证", "Licences"}, .fields = item_fields, .field_count = COUNT_OF(item_fields)};
static const struct form_field told_form[] = {{&items_field, true}};

const struct operation lawyer_operations[LAWYER_OPERATIONS] = {
    {.name = "licences_told", .method = "POST", .path = "/licences", .permission = "justice_office", .reply = "{taken:i older:i}",
     .summary = {"司法行政机关告知律师执业证的状态", "The justice authority tells the state of lawyers' licences"}, .form = told_form, .form_count = COUNT_OF(told_form),
     .load = told_load, .decide = told_decide, .apply = told_apply},
    {.name = "firm", .method = "GET", .path = "/firm", .permission = "citizen", .delegated = "whole",
     .reply = "{items:[{number:s name:s state:s until:s open:i works_here:b assistants:[{name:s rights:s to:s}]}] next:s?}",
     .summary = {"律所：律师、执业证状态、助理", "A firm: its lawyers, their licences, their assistants"}, .query = "cursor", .read = firm_read},
};
/* clang-format on */
