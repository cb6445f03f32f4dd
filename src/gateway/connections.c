/* gateway/connections: see connections.h. */
#include "gateway/connections.h"

#include "base/url.h"
#include "json/json.h"

#include <errno.h>

enum { COURT_BYTES_MAX = 20, URL_BYTES_MAX = 500 };

enum err_kind connection_file(const char *path, size_t bytes_max, const char *code,
                              struct arena *arena, char **ret, size_t *ret_bytes,
                              struct err *reterr)
{
    FILE *file = fopen(path, "re");
    if (!file)
        return err_set(reterr, ERR_STORE, code, "%.120s: %s", path, strerror(errno));
    char *bytes = arena_alloc(arena, bytes_max + 2);
    *ret_bytes = bytes ? fread(bytes, 1, bytes_max + 1, file) : 0;
    bool good = !ferror(file) && *ret_bytes <= bytes_max;
    (void) fclose(file);
    if (!bytes)
        return arena_full(reterr);
    bytes[*ret_bytes] = '\0';
    *ret = bytes;
    return good ? ERR_NONE
                : err_set(reterr, ERR_STORE, code, "%.120s is no file of that size", path);
}

enum err_kind connection_json(const char *path, size_t bytes_max, const char *code,
                              struct arena *arena, struct value **ret, struct err *reterr)
{
    char *bytes = NULL;
    size_t size = 0;
    enum err_kind kind = connection_file(path, bytes_max, code, arena, &bytes, &size, reterr);
    return kind ? kind : json_parse(bytes, size, &json_limits_request, arena, ret, reterr);
}

const char *connection_stranger(const struct value *map, const char *const *members, size_t count)
{
    for (size_t i = 0; map->type == VALUE_MAP && i < map->count; i++) {
        size_t known = 0;
        while (known < count && strcmp(map->names[i], members[known]) != 0)
            known++;
        if (known == count)
            return map->names[i];
    }
    return NULL;
}

bool connection_courts(const struct value *list, const char **ret, size_t max, size_t *ret_count)
{
    if (list->type != VALUE_LIST || list->count > max)
        return false;
    for (size_t i = 0; i < list->count; i++) {
        const char *code = value_text(list->items[i]), *star = code ? strchr(code, '*') : NULL;
        if (!code || !*code || strlen(code) > COURT_BYTES_MAX || (star && star[1]))
            return false;
        ret[i] = code;
    }
    *ret_count = list->count;
    return true;
}

size_t connection_court_fit(const char *named, const char *court)
{
    const char *star = strchr(named, '*');
    size_t length = star ? (size_t) (star - named) : strlen(named);
    bool fits = star ? strncmp(named, court, length) == 0 : strcmp(named, court) == 0;
    return fits ? length + 1 + !star : 0;
}

bool connection_url_fits(const char *url)
{
    return url && strlen(url) < URL_BYTES_MAX && !strpbrk(url, "?# \"<>\\") &&
           url_is_protected(url);
}

const char *connection_url(const char *url, struct arena *arena)
{
    size_t length = strlen(url);
    return url[length - 1] == '/' ? arena_copy_bytes(arena, url, length - 1) : url;
}
