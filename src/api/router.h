/* api/router: method and path to a row of the operation tables. Pure. */
#ifndef API_ROUTER_H
#define API_ROUTER_H

#include "engine/engine.h"

enum { ROUTE_STEPS_MAX = 8 };

struct route {
    const struct operation *operation;
    size_t index; /* place in the router, for metrics */
    const char *steps[ROUTE_STEPS_MAX];
    size_t step_count;
};

struct router {
    struct route *routes; /* fixed words before parameters */
    size_t count;
};

/** Makes the routes of all rows. ERR_CONFLICT "api.route_twice" when two rows are one address. */
MUST_CHECK enum err_kind router_build(const struct operation *const *rows, size_t count,
                                      struct arena *arena, struct router *ret, struct err *reterr);
/**
 * @param path   below /api/v1, decoded, "/matters/F3…/accept"
 * @param params gets the parameters of the path as texts
 * @return ERR_MISSING "path.unknown", ERR_CONFLICT "path.method" with the right ones in
 * reterr->text
 */
MUST_CHECK enum err_kind router_match(const struct router *router, const char *method,
                                      const char *path, struct arena *arena, struct value *params,
                                      const struct route **ret, struct err *reterr);

#endif
