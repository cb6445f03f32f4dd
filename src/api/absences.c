/* api/absences: somebody is away and a colleague stands in: sees their tasks and may take them. */
#include "api/operations.h"
#include "api/page.h"
#include "api/session.h"
#include "base/text.h"
#include "law/law.h"
#include "store/task.h"
#include "store/work.h"

enum { DAYS_AWAY_MAX = 366 };

struct standing_in {
    int64_t delegate;
    int32_t from, to;
    size_t shared_read, overlap_read;
};

static enum err_kind absence_load(struct call *call, struct err *reterr)
{
    struct standing_in *wanted = arena_alloc(call->arena, sizeof *wanted);
    if (!wanted)
        return arena_full(reterr);
    call->state = wanted;
    if (!day_parse(value_text_of(call->body, "from"), &wanted->from) ||
        !day_parse(value_text_of(call->body, "to"), &wanted->to) ||
        !public_id_parse(engine_keys(call->engine), 'A', value_text_of(call->body, "delegate"),
                         &wanted->delegate))
        return err_field(reterr, ERR_INVALID, "reference.format", "delegate", "no account's id");
    wanted->shared_read =
        colleagues_read(call->reads, call->actor.account_id, wanted->delegate, wanted->to);
    wanted->overlap_read =
        absence_overlap_read(call->reads, call->actor.account_id, wanted->from, wanted->to);
    return ERR_NONE;
}

static enum err_kind absence_decide(struct call *call, struct err *reterr)
{
    const struct standing_in *wanted = call->state;
    int32_t today = day_of_instant(call->now_us);
    if (wanted->to < wanted->from || wanted->to < today ||
        wanted->to - wanted->from > DAYS_AWAY_MAX)
        return err_field(reterr, ERR_INVALID, "absence.days", "to", "ends before it begins");
    if (wanted->delegate == call->actor.account_id ||
        !db_flight_result(call->reads, wanted->shared_read)->row_count)
        return err_field(reterr, ERR_INVALID, "absence.colleague", "delegate",
                         "holds none of your roles at your court");
    if (db_flight_result(call->reads, wanted->overlap_read)->row_count)
        return err_field(reterr, ERR_CONFLICT, "absence.overlap", "from", "away then already");
    return ERR_NONE;
}

static enum err_kind absence_apply(struct call *call, struct err *reterr)
{
    const struct standing_in *wanted = call->state;
    struct absence_row row = {.id = call_new_id(call, ID_ABSENCE),
                              .account_id = call->actor.account_id,
                              .delegate_id = wanted->delegate,
                              .set_by = call->actor.account_id,
                              .set_us = call->now_us,
                              .from_day = wanted->from,
                              .to_day = wanted->to};
    absence_insert(call->writes, &row);
    return call_reply_id(call, 201, 'B', row.id, reterr);
}

static enum err_kind absence_end_load(struct call *call, struct err *reterr)
{
    struct row_wanted *wanted = wanted_row(call, 'B');
    if (!wanted)
        return arena_full(reterr);
    wanted->read = absence_read(call->reads, wanted->id);
    return ERR_NONE;
}

static enum err_kind absence_end_decide(struct call *call, struct err *reterr)
{
    const struct row_wanted *wanted = call->state;
    const struct db_result *row = db_flight_result(call->reads, wanted->read);
    if (!row->row_count || db_cell_int(row, 0, 0) != call->actor.account_id)
        return err_set(reterr, ERR_MISSING, "absence.unknown", "no such absence of yours");
    return db_cell_int(row, 0, 1) ? err_set(reterr, ERR_CONFLICT, "absence.ended", "over already")
                                  : ERR_NONE;
}

static enum err_kind absence_end_apply(struct call *call, struct err *reterr)
{
    const struct row_wanted *wanted = call->state;
    absence_end(call->writes, wanted->id, call->now_us);
    return call_reply_id(call, 200, 'B', wanted->id, reterr);
}

static enum err_kind absences_read(struct reading *reading, struct json_writer *writer,
                                   struct err *reterr)
{
    struct db_result rows;
    enum err_kind kind = absences_of(reading->db, reading->arena, reading->actor.account_id,
                                     day_of_instant(reading->now_us), &rows, reterr);
    if (kind)
        return kind;
    json_begin(writer);
    json_name(writer, "items");
    json_begin_list(writer);
    for (size_t i = 0; i < rows.row_count; i++) {
        json_begin(writer);
        write_public_id(reading, writer, "id", 'B', db_cell_int(&rows, i, 0));
        json_named_text(writer, "name", db_cell_text(&rows, i, 2));
        json_named_text(writer, "delegate_name", db_cell_text(&rows, i, 4));
        json_named_flag(writer, "mine", db_cell_int(&rows, i, 1) == reading->actor.account_id);
        json_named_text(writer, "from",
                        day_format(reading->arena, (int32_t) db_cell_int(&rows, i, 5)));
        json_named_text(writer, "to",
                        day_format(reading->arena, (int32_t) db_cell_int(&rows, i, 6)));
        json_end(writer);
    }
    json_end_list(writer);
    json_named_text(writer, "next", NULL);
    json_end(writer);
    return ERR_NONE;
}

/* clang-format off */
static const struct field fields[] = {
    {.name = "delegate", .kind = FIELD_TEXT, .max = 20, .title = {"由谁代办", "Who stands in"}},
    {.name = "from", .kind = FIELD_DATE, .title = {"从哪天", "From"}},
    {.name = "to", .kind = FIELD_DATE, .title = {"到哪天", "To"}}};
static const struct form_field absence_form[] = {{&fields[0], true}, {&fields[1], true}, {&fields[2], true}};

const struct operation absence_operations[] = {
    {.name = "absence_list", .method = "GET", .path = "/absences", .permission = "signed_in",
     .reply = "{items:[{id:s name:s delegate_name:s mine:b from:s to:s}] next:s?}",
     .summary = {"请假代办", "When you are away, and for whom you stand in"}, .query = "", .read = absences_read},
    {.name = "absence_add", .method = "POST", .path = "/absences", .permission = "signed_in", .reply = "{id:s}",
     .summary = {"登记请假，由同事代办", "You are away, and a colleague stands in"}, .form = absence_form, .form_count = COUNT_OF(absence_form),
     .load = absence_load, .decide = absence_decide, .apply = absence_apply},
    {.name = "absence_end", .method = "POST", .path = "/absences/{id}/end", .permission = "signed_in", .reply = "{id:s}",
     .summary = {"提前结束代办", "You are back"}, .load = absence_end_load, .decide = absence_end_decide, .apply = absence_end_apply},
    {.name = NULL}};
/* clang-format on */
