/* engine/entry: see entry.h. */
#include "engine/entry.h"

#include "store/entry.h"

static enum err_kind unknown(struct err *reterr, const char *field)
{
    return err_field(reterr, ERR_INVALID, "entry.unknown", field, "no such entry");
}

static unsigned prefix_of(const struct engine *engine, const char *system)
{
    const struct workflow *workflow = engine_workflow(engine, system);
    return workflow ? workflow->prefix : 0;
}

enum err_kind call_entry_load(struct call *call, const char *field, const char *system,
                              struct entry_reads *ret, struct err *reterr)
{
    const char *named = body_text(call, field);
    int64_t id = 0;
    *ret = (struct entry_reads){.asked = named && *named};
    if (!ret->asked)
        return ERR_NONE;
    if (!public_id_parse(engine_keys(call->engine), prefix_of(call->engine, system), named, &id))
        return unknown(reterr, field);
    ret->row = entry_read(call->reads, system, id);
    return ERR_NONE;
}

static enum err_kind fields_of(const struct entry_row *row, struct arena *arena, struct value **ret,
                               struct err *reterr)
{
    return json_parse(row->fields, strlen(row->fields), &json_limits_file, arena, ret, reterr);
}

enum err_kind call_entry_loaded(struct call *call, const struct entry_reads *reads,
                                const char *name, struct err *reterr)
{
    struct entry_row row;
    struct value *fields = NULL, *entry = value_new_map(call->arena);
    if (!reads->asked)
        return ERR_NONE;
    if (!entry_take(db_flight_result(call->reads, reads->row), 0, &row))
        return unknown(reterr, name);
    enum err_kind kind = fields_of(&row, call->arena, &fields, reterr);
    if (kind)
        return kind;
    if (!call->outside)
        call->outside = value_new_map(call->arena);
    int64_t account = actor_account(&call->actor);
    bool good =
        entry && call->outside && value_set_int(call->arena, entry, "id", row.id) &&
        value_set_text(call->arena, entry, "court", row.court) &&
        value_set_text(call->arena, entry, "state", row.state) &&
        value_set_text(call->arena, entry, "title", row.title) &&
        value_set_bool(call->arena, entry, "mine", account && account == row.owner_account) &&
        value_set(call->arena, entry, "fields", fields) &&
        value_set(call->arena, call->outside, name, entry);
    return good ? ERR_NONE : arena_full(reterr);
}

/* ---- lists ---------------------------------------------------------------------------------- */

static enum err_kind query_of(struct reading *reading, const struct entry_list *list,
                              struct entry_query *ret, struct err *reterr)
{
    const char *words = value_text_of(reading->params, "q"),
               *cursor = value_text_of(reading->params, "cursor"),
               *value = list->field ? value_text_of(reading->params, list->field) : "";
    *ret = (struct entry_query){.system = list->system,
                                .state = list->state,
                                .court = value_text_of(reading->params, "court"),
                                .like = *words ? arena_printf(reading->arena, "%%%s%%", words) : "",
                                .field = *value ? list->field : "",
                                .value = value,
                                .limit = ENTRIES_A_PAGE + 1};
    if (*cursor &&
        !public_id_parse(engine_keys(reading->engine), prefix_of(reading->engine, list->system),
                         cursor, &ret->after_id))
        return err_field(reterr, ERR_INVALID, "cursor.wrong", "cursor", "no such cursor");
    return ret->like ? ERR_NONE : arena_full(reterr);
}

static bool is_over(const struct entry_list *list, const struct value *fields, int32_t today)
{
    int32_t day = 0;
    return list->until && day_parse(value_text_of(fields, list->until), &day) && day < today;
}

static void write_entry(struct reading *reading, struct json_writer *writer,
                        const struct entry_list *list, const struct entry_row *row, const char *id,
                        const struct value *fields)
{
    json_begin(writer);
    json_named_text(writer, "id", id);
    json_named_text(writer, "court", row->court);
    json_named_text(writer, "court_name", engine_court_name(reading->engine, row->court));
    json_named_text(writer, "title", row->title);
    json_name(writer, "fields");
    json_begin(writer);
    for (size_t i = 0; list->fields[i]; i++) {
        const struct value *value = value_get(fields, list->fields[i]);
        if (!value_is_null(value))
            json_named_value(writer, list->fields[i], value);
    }
    json_end(writer);
    json_end(writer);
}

enum err_kind entries_write(struct reading *reading, struct json_writer *writer,
                            const struct entry_list *list, struct err *reterr)
{
    struct entry_query query;
    struct db_result rows;
    struct entry_row row;
    char id[PUBLIC_ID_BYTES] = "";
    unsigned prefix = prefix_of(reading->engine, list->system);
    int32_t today = day_of_instant(reading->now_us);
    enum err_kind kind = query_of(reading, list, &query, reterr);
    if (!kind)
        kind = entries_list(reading->db, reading->arena, &query, &rows, reterr);
    if (kind)
        return kind;
    json_name(writer, "items");
    json_begin_list(writer);
    for (size_t i = 0; i < ENTRIES_A_PAGE && entry_take(&rows, i, &row); i++) {
        struct value *fields = NULL;
        kind = fields_of(&row, reading->arena, &fields, reterr);
        if (kind)
            return kind;
        public_id(engine_keys(reading->engine), prefix, row.id, id);
        if (!is_over(list, fields, today))
            write_entry(reading, writer, list, &row, id, fields);
    }
    json_end_list(writer);
    json_named_text(writer, "next", rows.row_count > ENTRIES_A_PAGE ? id : NULL);
    return ERR_NONE;
}

enum err_kind entries_reply(struct reading *reading, struct json_writer *writer,
                            const struct entry_list *list, struct err *reterr)
{
    json_begin(writer);
    enum err_kind kind = entries_write(reading, writer, list, reterr);
    json_end(writer);
    return kind;
}
