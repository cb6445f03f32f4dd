/* api/jobs: how far jobs are and what became of each line. Ordering and ending one is the engine's
 * (engine/jobs.c); what a job is, docs/jobs.md. */
#include "api/operations.h"
#include "api/page.h"
#include "api/problem.h"
#include "base/text.h"
#include "store/bulk.h"

#define JOB_ROW                                                                                    \
    "id:s kind:s name:s state:s seen:i total:i good:i bad:i problem:@Words? params:o mine:b "      \
    "created_at:s begun_at:s? done_at:s? output:s?"

static struct words problem_words(const char *code)
{
    return code ? problem_find(ERR_INVALID, code)->title : (struct words){NULL, NULL};
}

static void write_job(struct reading *reading, struct json_writer *writer,
                      const struct db_result *rows, size_t row, void *context)
{
    (void) context;
    bulk_job_write(engine_keys(reading->engine), writer, rows, row);
    write_words(writer, "problem", problem_words(db_cell_text(rows, row, BULK_PROBLEM)));
    json_name(writer, "params");
    json_raw(writer, db_cell_text(rows, row, BULK_PARAMS));
    json_named_flag(writer, "mine",
                    db_cell_int(rows, row, BULK_ACCOUNT) == reading->actor.account_id);
    write_instant(reading, writer, "created_at", db_cell_int(rows, row, BULK_CREATED));
    write_instant(reading, writer, "begun_at", db_cell_int(rows, row, BULK_BEGUN));
    write_instant(reading, writer, "done_at", db_cell_int(rows, row, BULK_DONE));
    int64_t output = db_cell_int(rows, row, BULK_OUTPUT);
    if (output)
        write_public_id(reading, writer, "output", 'X', output);
    else
        json_named_text(writer, "output", NULL);
}

static enum err_kind jobs_read(struct reading *reading, struct json_writer *writer,
                               struct err *reterr)
{
    struct list_page page;
    struct db_result rows;
    const struct actor *actor = &reading->actor;
    enum err_kind kind = page_read(reading, "jobs", &page, reterr);
    if (!kind)
        kind = bulk_jobs_list(reading->db, reading->arena,
                              actor_administers_all(actor) ? -1 : actor->account_id,
                              actor->scopes ? actor->scopes : "", page.id ? page.id : INT64_MAX,
                              page.limit, &rows, reterr);
    if (!kind)
        page_write_rows(reading, writer, "jobs", &page, &rows, BULK_ID, write_job, NULL);
    return kind;
}

static enum err_kind find_job(struct reading *reading, struct db_result *ret, struct err *reterr)
{
    int64_t id = 0;
    enum err_kind kind = ERR_NONE;
    *ret = (struct db_result){0};
    if (public_id_parse(engine_keys(reading->engine), 'J', param_text(reading->params, "id"), &id))
        kind = bulk_job_find(reading->db, reading->arena, id, ret, reterr);
    if (!kind &&
        (!ret->row_count || !job_visible(&reading->actor, db_cell_int(ret, 0, BULK_ACCOUNT),
                                         db_cell_text(ret, 0, BULK_SCOPES))))
        kind = err_set(reterr, ERR_MISSING, "job.unknown", "no such job");
    return kind;
}

static enum err_kind job_read(struct reading *reading, struct json_writer *writer,
                              struct err *reterr)
{
    struct db_result row;
    enum err_kind kind = find_job(reading, &row, reterr);
    if (kind)
        return kind;
    json_begin(writer);
    write_job(reading, writer, &row, 0, NULL);
    json_end(writer);
    return ERR_NONE;
}

/* ---- lines ---------------------------------------------------------------------------------- */

static void write_errors(struct json_writer *writer, const struct value *errors,
                         struct arena *arena)
{
    json_name(writer, "errors");
    json_begin_list(writer);
    for (size_t i = 0; i < errors->count; i++) {
        const struct value *args = value_get(errors->items[i], "args");
        struct field_error error = {value_text(value_get(errors->items[i], "path")),
                                    value_text(value_get(errors->items[i], "code")),
                                    {value_text(value_at(args, 0)), value_text(value_at(args, 1))}};
        if (error.path && error.code)
            problem_write_error(writer, &error, arena);
    }
    json_end_list(writer);
}

static void write_line(struct reading *reading, struct json_writer *writer,
                       const struct db_result *rows, size_t row, void *context)
{
    const char *code = db_cell_text(rows, row, 3), *json = db_cell_text(rows, row, 4),
               *definition = db_cell_text(rows, row, 5);
    struct value *detail = NULL;
    (void) context;
    if (json && json_parse(json, strlen(json), &json_limits_request, reading->arena, &detail, NULL))
        detail = NULL; /* then the code alone is told */
    const char *zh = value_text(value_get(detail, "zh")), *en = value_text(value_get(detail, "en"));
    json_named_int(writer, "line", db_cell_int(rows, row, 0));
    json_named_text(writer, "state", db_cell_text(rows, row, 1));
    json_named_text(writer, "matter",
                    definition ? matter_id_of(reading, db_cell_int(rows, row, 2), definition)
                               : NULL);
    json_named_text(writer, "code", code);
    write_words(writer, "why", zh ? (struct words){zh, en} : problem_words(code));
    write_errors(writer, value_get(detail, "errors"), reading->arena);
}

static bool line_state_fits(const char *state)
{
    return !*state || strcmp(state, "opened") == 0 || strcmp(state, "done") == 0 ||
           strcmp(state, "refused") == 0;
}

static enum err_kind lines_read(struct reading *reading, struct json_writer *writer,
                                struct err *reterr)
{
    struct list_page page = {0};
    struct db_result job, rows;
    const char *state = param_text(reading->params, "state");
    enum err_kind kind = find_job(reading, &job, reterr);
    if (!kind)
        kind = page_read(reading, "job_lines", &page, reterr);
    if (!kind && !line_state_fits(state))
        kind = err_field(reterr, ERR_INVALID, "choice.unknown", "state", "opened, done or refused");
    /* An administrator sees how a job goes, not what others file; and all of the platform's own. */
    if (!kind && db_cell_int(&job, 0, BULK_ACCOUNT) != reading->actor.account_id &&
        strcmp(db_cell_text(&job, 0, BULK_KIND), "recount") != 0 &&
        strcmp(db_cell_text(&job, 0, BULK_KIND), "import") != 0)
        kind = err_set(reterr, ERR_DENIED, "permission.denied", "the job is another's");
    if (!kind)
        kind = bulk_lines_list(reading->db, reading->arena, db_cell_int(&job, 0, BULK_ID), state,
                               page.id, page.limit, &rows, reterr);
    if (!kind)
        page_write_rows(reading, writer, "job_lines", &page, &rows, 0, write_line, NULL);
    return kind;
}

/* clang-format off */
const struct operation job_operations[] = {
    {.name = "jobs", .method = "GET", .path = "/jobs", .permission = "signed_in", .reply = "{items:[{" JOB_ROW "}] next:s?}",
     .summary = {"批量任务", "One's own jobs; for administrators everybody's"}, .query = "cursor limit", .read = jobs_read},
    {.name = "job", .method = "GET", .path = "/jobs/{id}", .permission = "signed_in", .reply = "{" JOB_ROW "}",
     .summary = {"一项批量任务的进度", "How far a job is"}, .query = "", .read = job_read},
    {.name = "job_lines", .method = "GET", .path = "/jobs/{id}/lines", .permission = "signed_in",
     .reply = "{items:[{line:i state:s matter:s? code:s? why:@Words? errors:[{path:s code:s text:s text_en:s args:[s]}]}] next:s?}",
     .summary = {"批量任务每一行的结果", "What became of each line"}, .query = "state cursor limit", .read = lines_read},
    {.name = NULL}};
/* clang-format on */
