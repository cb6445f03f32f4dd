/* api/filters: filters of lists, kept by an account under names of its own. What a filter finds is
 * asked anew each time it is used, with the rights of that moment. */
#include "store/filter.h"

#include "api/operations.h"
#include "api/page.h"
#include "api/session.h"
#include "store/work.h"

enum { NAME_MAX = 40, QUERY_MAX = 1000 };

#define FILTER_PURPOSE "filter.query"
#define FILTER_PREFIX  'W'

static enum err_kind filters_list(struct reading *reading, struct json_writer *writer,
                                  struct err *reterr)
{
    struct db_flight *flight = db_flight_new(reading->arena);
    if (!flight)
        return arena_full(reterr);
    size_t place =
        filters_read(flight, reading->actor.account_id, param_text(reading->params, "page"));
    enum err_kind kind = db_flight_run(reading->db, flight, reterr);
    if (kind)
        return kind;
    const struct db_result *rows = db_flight_result(flight, place);
    json_begin(writer);
    json_name(writer, "items");
    json_begin_list(writer);
    for (size_t i = 0; !kind && i < rows->row_count; i++) {
        const char *query = NULL;
        kind = secret_open(engine_keys(reading->engine), FILTER_PURPOSE, db_cell_text(rows, i, 2),
                           reading->arena, &query, reterr);
        json_begin(writer);
        write_public_id(reading, writer, "id", FILTER_PREFIX, db_cell_int(rows, i, 0));
        json_named_text(writer, "name", db_cell_text(rows, i, 1));
        json_named_text(writer, "query", query);
        json_end(writer);
    }
    json_end_list(writer);
    json_named_text(writer, "next", NULL);
    json_end(writer);
    return kind;
}

struct keeping {
    size_t read;
    int64_t known; /* one of that name; 0: none */
    const char *sealed;
};

static enum err_kind filter_load(struct call *call, struct err *reterr)
{
    struct keeping *keeping = arena_alloc(call->arena, sizeof *keeping);
    if (!keeping)
        return arena_full(reterr);
    *keeping = (struct keeping){.read = filters_read(call->reads, call->actor.account_id,
                                                     value_text_of(call->body, "page"))};
    call->state = keeping;
    return ERR_NONE;
}

static enum err_kind filter_decide(struct call *call, struct err *reterr)
{
    struct keeping *keeping = call->state;
    const struct db_result *rows = db_flight_result(call->reads, keeping->read);
    for (size_t i = 0; i < rows->row_count; i++) {
        if (strcmp(db_cell_text(rows, i, 1), value_text_of(call->body, "name")) == 0)
            keeping->known = db_cell_int(rows, i, 0);
    }
    if (!keeping->known && rows->row_count >= FILTERS_MAX)
        return err_set(reterr, ERR_CONFLICT, "filter.too_many", "%d are kept already", FILTERS_MAX);
    return secret_seal(engine_keys(call->engine), FILTER_PURPOSE,
                       value_text_of(call->body, "query"), call->arena, &keeping->sealed, reterr);
}

static enum err_kind filter_apply(struct call *call, struct err *reterr)
{
    const struct keeping *keeping = call->state;
    if (keeping->known) {
        filter_replace(call->writes, keeping->known, keeping->sealed, call->now_us);
        return call_reply_id(call, 200, FILTER_PREFIX, keeping->known, reterr);
    }
    const struct filter_row row = {.id = call_new_id(call, ID_SAVED_FILTER),
                                   .account_id = call->actor.account_id,
                                   .saved_us = call->now_us,
                                   .page = value_text_of(call->body, "page"),
                                   .name = value_text_of(call->body, "name"),
                                   .query = keeping->sealed};
    filter_insert(call->writes, &row);
    return call_reply_id(call, 201, FILTER_PREFIX, row.id, reterr);
}

static enum err_kind drop_load(struct call *call, struct err *reterr)
{
    struct row_wanted *wanted = wanted_row(call, FILTER_PREFIX);
    if (!wanted)
        return arena_full(reterr);
    wanted->read = filter_read(call->reads, wanted->id);
    return ERR_NONE;
}

static enum err_kind drop_decide(struct call *call, struct err *reterr)
{
    const struct row_wanted *wanted = call->state;
    const struct db_result *row = db_flight_result(call->reads, wanted->read);
    return row->row_count && db_cell_int(row, 0, 0) == call->actor.account_id
               ? ERR_NONE
               : err_set(reterr, ERR_MISSING, "filter.unknown", "no such filter of yours");
}

static enum err_kind drop_apply(struct call *call, struct err *reterr)
{
    const struct row_wanted *wanted = call->state;
    filter_forget(call->writes, wanted->id);
    return call_reply_id(call, 200, FILTER_PREFIX, wanted->id, reterr);
}

/* clang-format off */
/* A name here is FILTERS_MAX rows an account. */
static const struct option pages[] = {{"matters", {"事项", "Matters"}}};
static const struct field fields[] = {
    {.name = "page", .kind = FIELD_CHOICE, .options = pages, .option_count = COUNT_OF(pages), .title = {"页面", "Page"}},
    {.name = "name", .kind = FIELD_TEXT, .max = NAME_MAX, .title = {"名称", "Name"}},
    {.name = "query", .kind = FIELD_TEXT, .max = QUERY_MAX, .title = {"条件", "What it asks"}}};
static const struct form_field filter_form[] = {{&fields[0], true}, {&fields[1], true}, {&fields[2], true}};

const struct operation filter_operations[] = {
    {.name = "filter_list", .method = "GET", .path = "/filters", .permission = "signed_in", .reply = "{items:[{id:s name:s query:s}] next:s?}",
     .summary = {"您保存的筛选条件", "Filters you keep"}, .query = "page", .read = filters_list},
    {.name = "filter_keep", .method = "POST", .path = "/filters", .permission = "signed_in", .reply = "{id:s}",
     .summary = {"保存筛选条件，同名的被替换，最多30个", "Keeps a filter; one of the same name is replaced; 30 at most"},
     .form = filter_form, .form_count = COUNT_OF(filter_form), .load = filter_load, .decide = filter_decide, .apply = filter_apply},
    {.name = "filter_drop", .method = "DELETE", .path = "/filters/{id}", .permission = "signed_in", .reply = "{id:s}",
     .summary = {"删除保存的筛选条件", "Drops a filter"}, .load = drop_load, .decide = drop_decide, .apply = drop_apply},
    {.name = NULL}};
/* clang-format on */
