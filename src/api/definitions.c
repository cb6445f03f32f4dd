/* api/definitions: the definitions in force, their pictures, what was published when, and what
 * differs between two. Publishing is the engine's: engine/publish.c. */
#include "api/operations.h"
#include "api/page.h"
#include "api/private.h"
#include "store/definition.h"

/* The one in force at the court, or the one of that hash. */
static enum err_kind definition_of(struct reading *reading, const struct workflow **ret,
                                   struct err *reterr)
{
    const char *system = param_text(reading->params, "system"),
               *hash = param_text(reading->params, "hash"),
               *court = param_text(reading->params, "court");
    *ret = *hash ? engine_workflow_by_hash(reading->engine, hash)
                 : engine_workflow_at(reading->engine, system, court);
    if (*ret && strcmp((*ret)->system, system) == 0)
        return ERR_NONE;
    return err_set(reterr, ERR_MISSING, "definition.unknown", "no such definition");
}

static enum err_kind definitions_read(struct reading *reading, struct json_writer *writer,
                                      struct err *reterr)
{
    (void) reterr;
    static const char *const taken[] = {"system",  "version", "wing",    "prefix", "basis", "title",
                                        "summary", "openers", "readers", "page",   NULL};
    const struct system *const *systems = engine_systems(reading->engine);
    json_begin(writer);
    json_name(writer, "items");
    json_begin_list(writer);
    for (size_t i = 0; systems[i]; i++) {
        const struct workflow *workflow = engine_workflow_at(reading->engine, systems[i]->name,
                                                             param_text(reading->params, "court"));
        json_begin(writer);
        for (size_t t = 0; taken[t]; t++)
            json_named_value(writer, taken[t], value_get(workflow->source, taken[t]));
        json_named_text(writer, "hash", workflow->hash);
        json_end(writer);
    }
    json_end_list(writer);
    json_named_text(writer, "next", NULL);
    json_end(writer);
    return ERR_NONE;
}

static enum err_kind definition_read(struct reading *reading, struct json_writer *writer,
                                     struct err *reterr)
{
    const struct workflow *workflow = NULL;
    enum err_kind kind = definition_of(reading, &workflow, reterr);
    if (kind)
        return kind;
    json_begin(writer);
    for (size_t i = 0; i < workflow->source->count; i++)
        json_named_value(writer, workflow->source->names[i], workflow->source->items[i]);
    json_named_text(writer, "hash", workflow->hash);
    json_end(writer);
    return ERR_NONE;
}

static enum err_kind send_text(struct reading *reading, const char *text, const char *media_type,
                               struct err *reterr)
{
    if (!text)
        return arena_full(reterr);
    reading->bytes = text;
    reading->byte_count = strlen(text);
    reading->media_type = media_type;
    return ERR_NONE;
}

static const char *lang_of(const struct reading *reading)
{
    return strcmp(param_text(reading->params, "lang"), "en") == 0 ? "en" : "zh";
}

static enum err_kind diagram_read(struct reading *reading, struct json_writer *writer,
                                  struct err *reterr)
{
    const struct workflow *workflow = NULL;
    (void) writer;
    enum err_kind kind = definition_of(reading, &workflow, reterr);
    return kind ? kind
                : send_text(reading, definition_diagram(workflow, lang_of(reading), reading->arena),
                            "image/svg+xml", reterr);
}

static enum err_kind matrix_read(struct reading *reading, struct json_writer *writer,
                                 struct err *reterr)
{
    const struct workflow *workflow = NULL;
    (void) writer;
    enum err_kind kind = definition_of(reading, &workflow, reterr);
    return kind ? kind
                : send_text(reading, definition_matrix(workflow, lang_of(reading), reading->arena),
                            "text/markdown; charset=utf-8", reterr);
}

/* ---- what was published when ---------------------------------------------------------------- */

static void write_release(struct reading *reading, struct json_writer *writer,
                          const struct db_result *rows, size_t i, void *context)
{
    const char *court = db_cell_text(rows, i, 1), *overlay = db_cell_text(rows, i, 4);
    int64_t id = db_cell_int(rows, i, 0), withdrawn_us = db_cell_int(rows, i, 8);
    (void) context;
    json_named_int(writer, "id", id);
    json_named_text(writer, "court", court);
    json_named_text(writer, "court_name",
                    *court ? engine_court_name(reading->engine, court) : NULL);
    json_named_int(writer, "version", db_cell_int(rows, i, 2));
    json_named_text(writer, "hash", db_cell_text(rows, i, 3));
    json_named_text(writer, "state",
                    withdrawn_us ? "withdrawn" : engine_release_state(reading->engine, id));
    json_named_text(writer, "overlay", overlay);
    json_named_text(writer, "reason", db_cell_text(rows, i, 5));
    write_instant(reading, writer, "published_at", db_cell_int(rows, i, 6));
    json_named_text(writer, "published_by", db_cell_text(rows, i, 7));
    write_instant(reading, writer, "withdrawn_at", withdrawn_us);
    json_named_text(writer, "withdrawn_by", db_cell_text(rows, i, 9));
    json_named_text(writer, "withdrawn_reason", db_cell_text(rows, i, 10));
}

static enum err_kind releases_read(struct reading *reading, struct json_writer *writer,
                                   struct err *reterr)
{
    struct list_page page;
    struct db_result rows;
    const struct workflow *workflow = NULL;
    enum err_kind kind = definition_of(reading, &workflow, reterr);
    if (!kind)
        kind = page_read(reading, "releases", &page, reterr);
    if (!kind)
        kind = releases_of(reading->db, reading->arena, workflow->system,
                           page.id ? page.id : INT64_MAX, page.limit, &rows, reterr);
    if (!kind)
        page_write_rows(reading, writer, "releases", &page, &rows, 0, write_release, NULL);
    return kind;
}

static enum err_kind compare_read(struct reading *reading, struct json_writer *writer,
                                  struct err *reterr)
{
    const struct workflow *was =
        engine_workflow_by_hash(reading->engine, param_text(reading->params, "from"));
    const struct workflow *now =
        engine_workflow_by_hash(reading->engine, param_text(reading->params, "to"));
    const char *system = param_text(reading->params, "system");
    if (!was || !now || strcmp(was->system, system) != 0 || strcmp(now->system, system) != 0)
        return err_set(reterr, ERR_MISSING, "definition.unknown", "no such definition");
    const struct value *changes = definition_compare(was->source, now->source, reading->arena);
    if (!changes)
        return arena_full(reterr);
    json_begin(writer);
    json_named_int(writer, "from_version", was->version);
    json_named_int(writer, "to_version", now->version);
    json_named_value(writer, "changes", changes);
    json_end(writer);
    return ERR_NONE;
}

/* clang-format off */
const struct operation definition_operations[] = {
    {.name = "definition_list", .method = "GET", .path = "/definitions", .permission = "public",
     .reply = "{items:[{system:s version:i wing:s prefix:s basis:s title:@Words summary:@Words openers:a readers:a page:a hash:s}] next:s?}",
     .summary = {"已发布的业务定义", "Published definitions"}, .query = "court", .read = definitions_read, .kept = true},
    {.name = "definition_read", .method = "GET", .path = "/definitions/{system}", .permission = "public",
     .reply = "o",
     .summary = {"一项业务的定义", "The definition of one system"}, .query = "court hash", .read = definition_read, .kept = true},
    {.name = "definition_diagram", .method = "GET", .path = "/definitions/{system}/diagram.svg", .permission = "public",
     .summary = {"状态图", "State diagram"}, .query = "lang court hash", .read = diagram_read},
    {.name = "definition_matrix", .method = "GET", .path = "/definitions/{system}/matrix", .permission = "public",
     .summary = {"权限表", "Who may do what in which state"}, .query = "lang court hash", .read = matrix_read},
    {.name = "definition_releases", .method = "GET", .path = "/definitions/{system}/releases", .permission = "admin court_leader filing_head auditor",
     .reply = "{items:[{id:i court:s court_name:s? version:i hash:s state:s overlay:s? reason:s published_at:s published_by:s? withdrawn_at:s? withdrawn_by:s? withdrawn_reason:s?}] next:s?}",
     .summary = {"发布和撤回的记录", "What was published and withdrawn"}, .query = "cursor limit", .read = releases_read},
    {.name = "definition_compare", .method = "GET", .path = "/definitions/{system}/compare", .permission = "public",
     .reply = "{from_version:i to_version:i changes:[{path:s was:a now:a}]}",
     .summary = {"两个版本之间改变了什么", "What differs between two versions"}, .query = "from to", .read = compare_read},
    {.name = NULL}};
/* clang-format on */
