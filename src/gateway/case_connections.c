/* gateway/case_connections: which connection serves which courts, out of a file. */
#include "gateway/case_system.h"

#include "base/moment.h"
#include "base/text.h"
#include "gateway/connections.h"

#define READ_CODE "case_systems.read"

enum {
    FILE_BYTES_MAX = 1 << 20,
    TOKEN_BYTES_MAX = 4096,
    SECONDS_USUAL = 10,
    SECONDS_MAX = 60,
    EVERY_USUAL = 60,
    EVERY_MAX = 3600
};

static const char *const members[] = {"name", "url", "courts",  "token_file", "ca_file",
                                      "from", "to",  "seconds", "every"};

static enum err_kind refuse(const struct case_connection *row, const char *member, const char *why,
                            struct err *reterr)
{
    return err_field(reterr, ERR_INVALID, "case_systems.file", member, "connection '%.40s', %s: %s",
                     row->name ? row->name : "?", member, why);
}

static enum err_kind read_token(struct case_connection *row, const char *path, struct arena *arena,
                                struct err *reterr)
{
    char *token = NULL;
    size_t bytes = 0;
    enum err_kind kind =
        connection_file(path, TOKEN_BYTES_MAX, READ_CODE, arena, &token, &bytes, reterr);
    if (kind)
        return kind;
    token[strcspn(token, "\r\n")] = '\0';
    for (const char *at = token; *at; at++) {
        if (*at <= ' ' || *at > '~')
            return refuse(row, "token_file", "a token is visible ASCII on the first line", reterr);
    }
    row->token = token;
    return *token ? ERR_NONE : refuse(row, "token_file", "it is empty", reterr);
}

static enum err_kind read_courts(struct case_connection *row, const struct value *courts,
                                 struct err *reterr)
{
    return connection_courts(courts, row->courts, CASE_COURTS_MAX, &row->court_count) &&
                   row->court_count
               ? ERR_NONE
               : refuse(row, "courts", "codes, each whole or its beginning with * behind", reterr);
}

static enum err_kind read_days(struct case_connection *row, const struct value *object,
                               struct err *reterr)
{
    const char *from = value_text(value_get(object, "from")),
               *to = value_text(value_get(object, "to"));
    row->from_day = INT32_MIN;
    row->to_day = INT32_MAX;
    if ((from && !day_parse(from, &row->from_day)) || (to && !day_parse(to, &row->to_day)) ||
        row->from_day > row->to_day)
        return refuse(row, "from", "days such as 2026-11-24, the first not after the last", reterr);
    int64_t seconds = value_int(value_get(object, "seconds"), SECONDS_USUAL);
    if (seconds < 1 || seconds > SECONDS_MAX)
        return refuse(row, "seconds", "1 to 60", reterr);
    int64_t every = value_int(value_get(object, "every"), EVERY_USUAL);
    if (every < 1 || every > EVERY_MAX)
        return refuse(row, "every", "1 to 3600", reterr);
    row->seconds = (long) seconds;
    row->every = (long) every;
    return ERR_NONE;
}

static enum err_kind read_row(struct case_connection *row, const struct value *object,
                              struct arena *arena, struct err *reterr)
{
    const char *token_file = value_text(value_get(object, "token_file"));
    row->name = value_text(value_get(object, "name"));
    row->url = value_text(value_get(object, "url"));
    row->authorities_file = value_text(value_get(object, "ca_file"));
    const char *stranger = connection_stranger(object, members, COUNT_OF(members));
    if (stranger)
        return refuse(row, stranger, "there is no such member", reterr);
    if (!row->name || !*row->name || text_length(row->name) > 40)
        return refuse(row, "name", "1 to 40 characters", reterr);
    if (!connection_url_fits(row->url))
        return refuse(row, "url", "https://…, or http:// on this machine, without a query", reterr);
    row->url = connection_url(row->url, arena);
    if (!row->url)
        return arena_full(reterr);
    enum err_kind kind = read_courts(row, value_get(object, "courts"), reterr);
    if (!kind)
        kind = read_days(row, object, reterr);
    return kind || !token_file ? kind : read_token(row, token_file, arena, reterr);
}

enum err_kind case_systems_read(const char *path, struct arena *arena, struct case_systems **ret,
                                struct err *reterr)
{
    struct value *list = NULL;
    struct case_systems *systems = arena_alloc(arena, sizeof *systems);
    if (!systems)
        return arena_full(reterr);
    memset(systems, 0, sizeof *systems);
    enum err_kind kind = connection_json(path, FILE_BYTES_MAX, READ_CODE, arena, &list, reterr);
    if (!kind && (list->type != VALUE_LIST || list->count > CASE_CONNECTIONS_MAX))
        kind = err_set(reterr, ERR_INVALID, "case_systems.file", "%.120s is no list of at most %d",
                       path, CASE_CONNECTIONS_MAX);
    for (size_t i = 0; !kind && i < list->count; i++)
        kind = read_row(&systems->rows[systems->count++], list->items[i], arena, reterr);
    *ret = systems;
    return kind;
}

const struct case_connection *case_system_of(const struct case_systems *systems, const char *court,
                                             int32_t day)
{
    for (size_t i = 0; systems && i < systems->count; i++) {
        const struct case_connection *row = &systems->rows[i];
        for (size_t j = 0; j < row->court_count; j++) {
            if (connection_court_fit(row->courts[j], court) && row->from_day <= day &&
                day <= row->to_day)
                return row;
        }
    }
    return NULL;
}
