/*
 * api/openapi: the description (OpenAPI 3.1) out of the same rows that route. Openings and actions
 * are written out for every definition, each with the schema of its form.
 */
#include "api/operations.h"
#include "api/private.h"

#include "base/text.h"

enum { DESCRIPTION_BYTES_MAX = 32 << 20 };

struct printer {
    const struct api *api;
    struct json_writer writer;
    struct arena *arena;
};

static void write_schema_of_form(struct printer *printer, const struct form_field *form,
                                 size_t count, bool open_ended)
{
    struct json_writer *writer = &printer->writer;
    json_begin(writer);
    json_named_text(writer, "type", "object");
    json_name(writer, "properties");
    json_begin(writer);
    for (size_t i = 0; i < count; i++) {
        struct value *schema = field_schema(form[i].field, printer->arena);
        json_named_value(writer, form[i].field->name, schema ? schema : &value_null);
    }
    json_end(writer);
    json_name(writer, "required");
    json_begin_list(writer);
    for (size_t i = 0; i < count; i++) {
        /* A field shown only sometimes cannot be required always. */
        if (form[i].required && !form[i].field->show_field)
            json_text(writer, form[i].field->name);
    }
    json_end_list(writer);
    json_named_flag(writer, "additionalProperties", open_ended);
    json_end(writer);
}

static void write_parameter(struct json_writer *writer, const char *where, const char *name,
                            bool required)
{
    json_begin(writer);
    json_named_text(writer, "name", name);
    json_named_text(writer, "in", where);
    json_named_flag(writer, "required", required);
    json_name(writer, "schema");
    json_raw(writer, "{\"type\":\"string\"}");
    json_end(writer);
}

static void write_parameters(struct printer *printer, const struct route *route, const char *action)
{
    struct json_writer *writer = &printer->writer;
    const struct operation *row = route->operation;
    json_name(writer, "parameters");
    json_begin_list(writer);
    for (size_t i = 0; i < route->step_count; i++) {
        const char *step = route->steps[i];
        bool written_out = step[0] != '{' || (action && strcmp(step, "{id}") != 0);
        if (!written_out)
            write_parameter(writer, "path",
                            arena_printf(printer->arena, "%.*s", (int) strlen(step) - 2, step + 1),
                            true);
    }
    bool told = law_write_parameters(writer, row);
    for (const char *word = told ? NULL : row->query; word && *word;) {
        size_t length = strcspn(word, " ");
        write_parameter(writer, "query", arena_printf(printer->arena, "%.*s", (int) length, word),
                        false);
        word += length + (word[length] == ' ');
    }
    if (row->delegated)
        write_parameter(writer, "header", "X-Acting-For", false);
    if (!row->read) {
        write_parameter(writer, "header", "Idempotency-Key", true);
        if (text_starts(row->path, "/matters/{id}"))
            write_parameter(writer, "header", "If-Match", false);
    }
    json_end_list(writer);
}

static void write_responses(struct printer *printer, const struct operation *row)
{
    struct json_writer *writer = &printer->writer;
    static const char *const statuses[] = {"200", "201", "202"};
    json_name(writer, "responses");
    json_begin(writer);
    for (size_t i = 0; row->reply && i < COUNT_OF(statuses); i++) {
        json_name(writer, statuses[i]);
        json_begin(writer);
        json_named_text(writer, "description", "OK");
        json_name(writer, "content");
        json_begin(writer);
        json_name(writer, "application/json");
        json_begin(writer);
        json_name(writer, "schema");
        reply_schema_write(writer, row->reply);
        json_end(writer);
        json_end(writer);
        json_end(writer);
    }
    if (!row->reply) {
        json_name(writer, "200");
        json_raw(writer, "{\"description\":\"The bytes\"}");
    }
    json_name(writer, "default");
    json_raw(writer, "{\"description\":\"A problem\",\"content\":{\"application/problem+json\":{"
                     "\"schema\":{\"$ref\":\"#/components/schemas/Problem\"}}}}");
    json_end(writer);
}

static void write_security(struct json_writer *writer, const char *permission)
{
    json_name(writer, "security");
    json_raw(writer, strcmp(permission, "public") == 0 ? "[]" : "[{\"session\":[]},{\"key\":[]}]");
    json_named_text(writer, "x-permission", permission);
}

static void begin_operation(struct printer *printer, const struct route *route,
                            const char *operation_id, const struct words *summary,
                            const char *action)
{
    struct json_writer *writer = &printer->writer;
    json_begin(writer);
    json_named_text(writer, "operationId", operation_id);
    json_named_text(writer, "summary", summary->en);
    json_named_text(writer, "description", summary->zh);
    write_security(writer, route->operation->permission);
    write_parameters(printer, route, action);
    write_responses(printer, route->operation);
}

static void begin_body(struct json_writer *writer, const char *media_type)
{
    json_name(writer, "requestBody");
    json_begin(writer);
    json_name(writer, "content");
    json_begin(writer);
    json_name(writer, media_type);
    json_begin(writer);
    json_name(writer, "schema");
}

static void end_body(struct json_writer *writer)
{
    json_end(writer);
    json_end(writer);
    json_end(writer);
}

static const char *lower(struct arena *arena, const char *method)
{
    char *text = arena_copy(arena, method);
    for (char *c = text; c && *c; c++)
        *c = (char) (*c >= 'A' && *c <= 'Z' ? *c + 32 : *c);
    return text;
}

static void write_route(struct printer *printer, const struct route *route)
{
    struct json_writer *writer = &printer->writer;
    const struct operation *row = route->operation;
    json_name(writer, lower(printer->arena, row->method));
    begin_operation(printer, route, row->name, &row->summary, NULL);
    if (row->raw_bytes_max) {
        begin_body(writer, "application/octet-stream");
        json_raw(writer, "{}");
        end_body(writer);
    } else if (strcmp(row->method, "GET") != 0 && strcmp(row->method, "DELETE") != 0) {
        begin_body(writer, "application/json");
        write_schema_of_form(printer, row->form, row->form_count, row->form_count == 0);
        end_body(writer);
    }
    json_end(writer);
}

/* Routes of one path stand together in the router only when no other sorts between them. */
static bool path_done(const struct router *router, size_t index)
{
    for (size_t i = 0; i < index; i++) {
        if (strcmp(router->routes[i].operation->path, router->routes[index].operation->path) == 0)
            return true;
    }
    return false;
}

static void write_paths(struct printer *printer)
{
    const struct router *router = &printer->api->router;
    for (size_t i = 0; i < router->count; i++) {
        const char *path = router->routes[i].operation->path;
        if (path_done(router, i))
            continue;
        json_name(&printer->writer, arena_printf(printer->arena, "/api/v1%s", path));
        json_begin(&printer->writer);
        for (size_t j = i; j < router->count; j++) {
            if (strcmp(router->routes[j].operation->path, path) == 0)
                write_route(printer, &router->routes[j]);
        }
        json_end(&printer->writer);
    }
}

static const struct route *route_of(const struct router *router, const struct operation *row)
{
    for (size_t i = 0; i < router->count; i++) {
        if (router->routes[i].operation == row)
            return &router->routes[i];
    }
    return NULL;
}

/* POST /{system} written out: its fields, and the court. */
static void write_opening(struct printer *printer, const struct route *route,
                          const struct workflow *workflow)
{
    struct json_writer *writer = &printer->writer;
    struct form_field *form = arena_array(printer->arena, workflow->field_count + 1, sizeof *form);
    for (size_t i = 0; form && i < workflow->field_count; i++)
        form[i] = (struct form_field){&workflow->fields[i], false};
    json_name(writer, arena_printf(printer->arena, "/api/v1/%s", workflow->system));
    json_begin(writer);
    json_name(writer, "post");
    begin_operation(printer, route, arena_printf(printer->arena, "open_%s", workflow->system),
                    &workflow->title, "");
    begin_body(writer, "application/json");
    write_schema_of_form(printer, form, form ? workflow->field_count : 0, true);
    end_body(writer);
    json_end(writer);
    json_end(writer);
}

static void write_actions_schemas(struct printer *printer, const struct workflow *workflow)
{
    for (size_t i = 0; i < workflow->action_count; i++) {
        const struct action *action = &workflow->actions[i];
        if (action->internal)
            continue;
        json_name(&printer->writer,
                  arena_printf(printer->arena, "%s.%s", workflow->system, action->name));
        write_schema_of_form(printer, action->form, action->form_count, true);
    }
}

static void write_components(struct printer *printer)
{
    struct json_writer *writer = &printer->writer;
    const struct system *const *systems = engine_systems(printer->api->settings.engine);
    json_name(writer, "components");
    json_begin(writer);
    json_name(writer, "securitySchemes");
    json_raw(writer,
             "{\"session\":{\"type\":\"apiKey\",\"in\":\"cookie\",\"name\":\"fengqiao_session\"},"
             "\"key\":{\"type\":\"http\",\"scheme\":\"bearer\"},\"link\":{\"type\":\"apiKey\","
             "\"in\":\"header\",\"name\":\"X-Link\"}}");
    json_name(writer, "schemas");
    json_begin(writer);
    json_name(writer, "Problem");
    json_raw(writer,
             "{\"type\":\"object\",\"required\":[\"type\",\"code\",\"status\",\"title\","
             "\"title_en\"],\"properties\":{\"type\":{\"type\":\"string\"},\"code\":{\"type\":"
             "\"string\"},\"status\":{\"type\":\"integer\"},\"title\":{\"type\":\"string\"},"
             "\"title_en\":{\"type\":\"string\"},\"next\":{\"type\":\"string\"},\"next_en\":{"
             "\"type\":\"string\"},\"detail\":{\"type\":\"string\"},\"errors\":{\"type\":\"array\","
             "\"maxItems\":50,\"items\":{\"type\":\"object\",\"required\":[\"path\",\"code\","
             "\"text\",\"text_en\"],\"properties\":{\"path\":{\"type\":\"string\"},\"code\":{"
             "\"type\":\"string\"},\"text\":{\"type\":\"string\"},\"text_en\":{\"type\":\"string\"}"
             ",\"args\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}}}}}}}");
    for (const struct reply_part *part = reply_parts; part->name; part++) {
        json_name(writer, part->name);
        reply_schema_write(writer, part->shape);
    }
    for (size_t i = 0; systems[i]; i++)
        write_actions_schemas(printer,
                              engine_workflow(printer->api->settings.engine, systems[i]->name));
    json_end(writer);
    json_end(writer);
}

const char *openapi_text(const struct api *api, struct arena *arena)
{
    struct printer printer = {.api = api, .arena = arena};
    struct json_writer *writer = &printer.writer;
    json_writer_init(writer, arena, DESCRIPTION_BYTES_MAX);
    json_begin(writer);
    json_named_text(writer, "openapi", "3.1.0");
    json_name(writer, "info");
    json_raw(writer, "{\"title\":\"Fengqiao 枫桥\",\"version\":\"1\",\"license\":{\"name\":"
                     "\"Mulan PSL v2\",\"identifier\":\"MulanPSL-2.0\"}}");
    json_name(writer, "paths");
    json_begin(writer);
    write_paths(&printer);
    const struct route *opening = route_of(&api->router, &operation_open);
    const struct system *const *systems = engine_systems(api->settings.engine);
    for (size_t i = 0; opening && systems[i]; i++) {
        const struct workflow *workflow = engine_workflow(api->settings.engine, systems[i]->name);
        if (workflow && workflow->openers)
            write_opening(&printer, opening, workflow);
    }
    json_end(writer);
    write_components(&printer);
    json_end(writer);
    return json_done(writer);
}
