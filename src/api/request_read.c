/* api/request_read: what a request brings, in the order it is asked for: its route and parameters,
 * its headers, its body, its form. */
#include "api/private.h"

#include "base/text.h"
#include "json/json.h"

#include <errno.h>

enum { KEY_MAX = 64 };

struct query_check {
    struct work *work;
    struct value *params;
    enum err_kind kind;
    struct err *reterr;
};

static void take_query(void *context, const char *name, const char *value)
{
    struct query_check *check = context;
    struct arena *arena = &check->work->arena;
    if (check->kind)
        return;
    if (!text_has_word(check->work->route->operation->query, name))
        check->kind =
            err_set(check->reterr, ERR_SYNTAX, "query.unknown", "no such query parameter here");
    else if (!text_is_utf8(value, strlen(value)))
        check->kind = err_set(check->reterr, ERR_SYNTAX, "query.unknown", "not UTF-8");
    else if (value_is_null(value_get(check->params, name)) &&
             !value_set_text(arena, check->params, name, value))
        check->kind = arena_full(check->reterr);
}

enum err_kind request_route(struct work *work, const struct http_request *request,
                            struct err *reterr)
{
    struct value *params = value_new_map(&work->arena);
    if (!params)
        return arena_full(reterr);
    if (!text_is_utf8(request->path, strlen(request->path)))
        return err_set(reterr, ERR_MISSING, "path.unknown", "not UTF-8");
    enum err_kind kind =
        router_match(&work->api->router, request->method, request->path + strlen(API_PREFIX),
                     &work->arena, params, &work->route, reterr);
    if (kind)
        return kind;
    struct query_check check = {work, params, ERR_NONE, reterr};
    http_query_each(request, take_query, &check);
    work->params = params;
    return check.kind;
}

static bool texts_match(const char *left, const char *right)
{
    struct sm3 ours = sm3_of(left, strlen(left)), theirs = sm3_of(right, strlen(right));
    return sm3_equal(&ours, &theirs); /* hashed, so that time tells nothing of the word */
}

enum err_kind request_headers(struct work *work, const struct http_request *request,
                              struct err *reterr)
{
    const char *csrf = http_header(request, "X-CSRF");
    const char *key = http_header(request, "Idempotency-Key");
    const char *version = http_header(request, "If-Match");
    struct call *call = &work->call;
    if (work->session_csrf && (!csrf || !texts_match(csrf, work->session_csrf)))
        return err_set(reterr, ERR_DENIED, "csrf.wrong", "X-CSRF is missing or old");
    size_t length = key ? strlen(key) : 0;
    bool good = length >= 1 && length <= KEY_MAX;
    for (size_t i = 0; good && i < length; i++)
        good = key[i] > 0x20 && key[i] < 0x7f;
    if (!good)
        return err_set(reterr, ERR_SYNTAX, "idempotency.missing",
                       "Idempotency-Key: 1 to 64 visible ASCII characters");
    call->idempotency_key = arena_copy(&work->arena, key);
    call->if_match = -1;
    if (version) {
        char *end = NULL;
        errno = 0;
        long long number = version[0] == '"' ? strtoll(version + 1, &end, 10) : -1;
        if (errno || number < 0 || !end || end == version + 1 || strcmp(end, "\"") != 0)
            return err_set(reterr, ERR_SYNTAX, "version.syntax", "If-Match: \"<version>\"");
        call->if_match = number;
    } else if (work->route->operation == &operation_act) {
        /* Whoever acts on a matter has seen it: a blind write could act on what it never was. */
        return err_set(reterr, ERR_SYNTAX, "version.missing", "If-Match: \"<version>\"");
    }
    return call->idempotency_key ? ERR_NONE : arena_full(reterr);
}

enum err_kind request_body(struct work *work, const struct http_request *request,
                           struct err *reterr)
{
    const struct operation *row = work->route->operation;
    struct value *parsed = NULL;
    work->body = &value_null;
    if (strcmp(request->method, "GET") == 0)
        return ERR_NONE;
    if (row->raw_bytes_max) {
        if (request->body_bytes > row->raw_bytes_max)
            return err_set(reterr, ERR_LIMIT, "body.size", "above %zu bytes", row->raw_bytes_max);
        work->call.raw = request->body;
        work->call.raw_bytes = request->body_bytes;
        work->call.content_sm3 = arena_copy(&work->arena, http_header(request, "X-SM3"));
        return ERR_NONE;
    }
    if (request->body_bytes) {
        const char *type = http_header(request, "Content-Type");
        if (!type || !text_starts(type, "application/json"))
            return err_set(reterr, ERR_SYNTAX, "body.type", "application/json is expected");
        enum err_kind kind = json_parse(request->body, request->body_bytes, &json_limits_request,
                                        &work->arena, &parsed, reterr);
        if (kind)
            return kind;
        if (parsed->type != VALUE_MAP)
            return err_set(reterr, ERR_INVALID, "body.map", "the body is no object");
    } else {
        parsed = value_new_map(&work->arena);
    }
    work->body = parsed;
    return parsed ? ERR_NONE : arena_full(reterr);
}

/* Actions and openings check their own form, in the engine. */
enum err_kind request_form(struct work *work, struct field_errors *errors, struct err *reterr)
{
    const struct operation *row = work->route->operation;
    if (!row->form_count || row->raw_bytes_max || work->body->type != VALUE_MAP)
        return ERR_NONE;
    struct field_context context =
        engine_field_context(work->api->settings.engine, &work->arena, court_now(work->api));
    work->body = form_check(row->form, row->form_count, work->body, false, &context, errors);
    if (!work->body)
        return arena_full(reterr);
    return errors->count
               ? err_set(reterr, ERR_INVALID, "form.invalid", "%zu fields are wrong", errors->count)
               : ERR_NONE;
}
