/* command/cases: see cases.h. */
#include "command/cases.h"

#include "gateway/case_system.h"

static bool serves(void *context, const char *court, int32_t day)
{
    return case_system_of(context, court, day) != NULL;
}

static enum err_kind send_case(void *context, const char *court, int32_t day, const char *key,
                               const char *json, struct arena *arena, struct value **ret,
                               struct err *reterr)
{
    const struct case_connection *connection = case_system_of(context, court, day);
    if (!connection)
        return err_set(reterr, ERR_BUSY, "case_system.none", "no connection serves %.20s", court);
    return case_system_send(connection, key, json, arena, ret, reterr);
}

static enum err_kind page(void *context, const char *what, const char *court, int32_t day,
                          const char *since, const char *after, struct arena *arena,
                          struct value **ret, struct err *reterr)
{
    const struct case_connection *connection = case_system_of(context, court, day);
    if (!connection)
        return err_set(reterr, ERR_BUSY, "case_system.none", "no connection serves %.20s", court);
    return case_system_page(connection, what, court, since, after, arena, ret, reterr);
}

static int64_t every_us(void *context, const char *court, int32_t day)
{
    const struct case_connection *connection = case_system_of(context, court, day);
    return connection ? connection->every * SECOND_US : HOUR_US;
}

enum err_kind cases_port(const char *path, struct arena *arena, const struct case_port **ret,
                         struct err *reterr)
{
    struct case_systems *systems = NULL;
    struct case_port *port = arena_alloc(arena, sizeof *port);
    *ret = NULL;
    if (!port)
        return arena_full(reterr);
    enum err_kind kind = path ? case_systems_read(path, arena, &systems, reterr) : ERR_NONE;
    if (kind || !path)
        return kind;
    *port = (struct case_port){.context = systems,
                               .serves = serves,
                               .every_us = every_us,
                               .send = send_case,
                               .page = page};
    *ret = port;
    return ERR_NONE;
}
