/* gateway/case_connections: which connection serves which courts, out of a file. */
#include "gateway/case_system.h"

#include "base/moment.h"
#include "base/url.h"
#include "json/json.h"

#include <errno.h>

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

static enum err_kind read_file(const char *path, size_t bytes_max, struct arena *arena, char **ret,
                               size_t *ret_bytes, struct err *reterr)
{
    FILE *file = fopen(path, "re");
    char *bytes = arena_alloc(arena, bytes_max + 1);
    if (!file || !bytes) {
        if (file)
            (void) fclose(file);
        return bytes ? err_set(reterr, ERR_STORE, "case_systems.read", "%.120s: %s", path,
                               strerror(errno))
                     : arena_full(reterr);
    }
    *ret_bytes = fread(bytes, 1, bytes_max + 1, file);
    bool good = !ferror(file);
    (void) fclose(file);
    if (!good || *ret_bytes > bytes_max)
        return err_set(reterr, ERR_STORE, "case_systems.read", "%.120s is no file of that size",
                       path);
    bytes[*ret_bytes] = '\0';
    *ret = bytes;
    return ERR_NONE;
}

static enum err_kind refuse(const struct case_connection *row, const char *member, const char *why,
                            struct err *reterr)
{
    return err_field(reterr, ERR_INVALID, "case_systems.file", member, "connection '%.40s', %s: %s",
                     row->name ? row->name : "?", member, why);
}

/* Personal data goes out in the clear only to a peer on this very machine. */
static bool is_url(const char *url)
{
    return url && strlen(url) < 500 && !strpbrk(url, "?# ") && url_is_protected(url);
}

static enum err_kind read_token(struct case_connection *row, const char *path, struct arena *arena,
                                struct err *reterr)
{
    char *token = NULL;
    size_t bytes = 0;
    enum err_kind kind = read_file(path, TOKEN_BYTES_MAX, arena, &token, &bytes, reterr);
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
    if (courts->type != VALUE_LIST || courts->count == 0 || courts->count > CASE_COURTS_MAX)
        return refuse(row, "courts", "a list of codes", reterr);
    for (size_t i = 0; i < courts->count; i++) {
        const char *code = value_text(courts->items[i]);
        const char *star = code ? strchr(code, '*') : NULL;
        if (!code || !*code || strlen(code) > 20 || (star && star[1]))
            return refuse(row, "courts", "a code, or its beginning with * behind", reterr);
        row->courts[row->court_count++] = code;
    }
    return ERR_NONE;
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
    for (size_t i = 0; i < object->count && object->type == VALUE_MAP; i++) {
        bool known = false;
        for (size_t j = 0; j < COUNT_OF(members); j++)
            known |= strcmp(object->names[i], members[j]) == 0;
        if (!known)
            return refuse(row, object->names[i], "there is no such member", reterr);
    }
    if (!row->name || !*row->name || text_length(row->name) > 40)
        return refuse(row, "name", "1 to 40 characters", reterr);
    if (!is_url(row->url))
        return refuse(row, "url", "https://…, or http:// on this machine", reterr);
    size_t length = strlen(row->url);
    if (row->url[length - 1] == '/')
        row->url = arena_copy_bytes(arena, row->url, length - 1);
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
    char *bytes = NULL;
    size_t size = 0;
    struct value *list = NULL;
    struct case_systems *systems = arena_alloc(arena, sizeof *systems);
    if (!systems)
        return arena_full(reterr);
    memset(systems, 0, sizeof *systems);
    enum err_kind kind = read_file(path, FILE_BYTES_MAX, arena, &bytes, &size, reterr);
    if (!kind)
        kind = json_parse(bytes, size, &json_limits_request, arena, &list, reterr);
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
            const char *star = strchr(row->courts[j], '*');
            bool fits = star ? strncmp(row->courts[j], court, (size_t) (star - row->courts[j])) == 0
                             : strcmp(row->courts[j], court) == 0;
            if (fits && row->from_day <= day && day <= row->to_day)
                return row;
        }
    }
    return NULL;
}
