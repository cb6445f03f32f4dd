/* api/router: a list sorted so that fixed words win; fewer than a hundred rows need no tree. */
#include "api/router.h"

#include "base/text.h"

static bool is_parameter(const char *step) { return step[0] == '{'; }

/* Fixed before parameter at the first step that differs; then fewer steps first. */
static int by_steps(const void *left_row, const void *right_row)
{
    const struct route *left = left_row, *right = right_row;
    for (size_t i = 0; i < left->step_count && i < right->step_count; i++) {
        bool ours = is_parameter(left->steps[i]), theirs = is_parameter(right->steps[i]);
        if (ours != theirs)
            return ours - theirs;
        int order = ours ? 0 : strcmp(left->steps[i], right->steps[i]);
        if (order)
            return order;
    }
    if (left->step_count != right->step_count)
        return left->step_count < right->step_count ? -1 : 1;
    return strcmp(left->operation->method, right->operation->method);
}

static enum err_kind cut(const char *path, struct arena *arena, const char **steps,
                         size_t *ret_count, struct err *reterr)
{
    size_t count = 0;
    while (*path == '/') {
        size_t length = strcspn(++path, "/");
        if (count == ROUTE_STEPS_MAX)
            return err_set(reterr, ERR_MISSING, "path.unknown", "too many steps");
        steps[count] = arena_copy_bytes(arena, path, length);
        if (!steps[count++])
            return arena_full(reterr);
        path += length;
    }
    *ret_count = count;
    return ERR_NONE;
}

enum err_kind router_build(const struct operation *const *rows, size_t count, struct arena *arena,
                           struct router *ret, struct err *reterr)
{
    struct route *routes = arena_array(arena, count + 1, sizeof *routes);
    if (!routes)
        return arena_full(reterr);
    for (size_t i = 0; i < count; i++) {
        routes[i].operation = rows[i];
        enum err_kind kind =
            cut(rows[i]->path, arena, routes[i].steps, &routes[i].step_count, reterr);
        if (kind)
            return kind;
        if (!rows[i]->permission || !*rows[i]->permission)
            return err_set(reterr, ERR_CONFLICT, "api.no_permission",
                           "operation '%s' says nobody's permission", rows[i]->name);
    }
    qsort(routes, count, sizeof *routes, by_steps);
    for (size_t i = 0; i < count; i++) {
        routes[i].index = i;
        if (i && by_steps(&routes[i - 1], &routes[i]) == 0)
            return err_set(reterr, ERR_CONFLICT, "api.route_twice", "'%s' and '%s' share %s %s",
                           routes[i - 1].operation->name, routes[i].operation->name,
                           routes[i].operation->method, routes[i].operation->path);
    }
    *ret = (struct router){routes, count};
    return ERR_NONE;
}

static bool fits(const struct route *route, const char *const *steps, size_t count)
{
    if (route->step_count != count)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (is_parameter(route->steps[i]) ? steps[i][0] == '\0'
                                          : strcmp(route->steps[i], steps[i]) != 0)
            return false;
    }
    return true;
}

static enum err_kind take_parameters(const struct route *route, const char *const *steps,
                                     struct arena *arena, struct value *params, struct err *reterr)
{
    for (size_t i = 0; i < route->step_count; i++) {
        const char *step = route->steps[i];
        const char *name =
            is_parameter(step) ? arena_copy_bytes(arena, step + 1, strlen(step) - 2) : "";
        if (!name || (*name && !value_set_text(arena, params, name, steps[i])))
            return arena_full(reterr);
    }
    return ERR_NONE;
}

enum err_kind router_match(const struct router *router, const char *method, const char *path,
                           struct arena *arena, struct value *params, const struct route **ret,
                           struct err *reterr)
{
    const char *steps[ROUTE_STEPS_MAX];
    size_t count = 0;
    enum err_kind kind = cut(path, arena, steps, &count, reterr);
    if (kind)
        return kind;
    const char *methods = "";
    for (size_t i = 0; i < router->count; i++) {
        const struct route *route = &router->routes[i];
        if (!fits(route, steps, count))
            continue;
        if (strcmp(route->operation->method, method) == 0) {
            *ret = route;
            return take_parameters(route, steps, arena, params, reterr);
        }
        if (!text_has_word(methods, route->operation->method))
            methods =
                arena_printf(arena, *methods ? "%s %s" : "%s%s", methods, route->operation->method);
        if (!methods)
            return arena_full(reterr);
    }
    return *methods ? err_set(reterr, ERR_CONFLICT, "path.method", "%s", methods)
                    : err_set(reterr, ERR_MISSING, "path.unknown", "no operation at this path");
}
