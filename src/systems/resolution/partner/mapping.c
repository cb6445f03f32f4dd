/* systems/resolution/partner: whose field is whose. bodies.json names the bodies, and for each
 * version of a mapping what leaves (`out`) and what comes (`in`), message by message. Only what is
 * named travels (个人信息保护法 6: the least that serves). */
#include "systems/resolution/partner/partner.h"

#include "base/text.h"
#include "json/json.h"

extern const struct embedded_file partner_bodies_file[];

static enum err_kind broken(const char *what, struct err *reterr)
{
    return err_set(reterr, ERR_STORE, "partner.bodies", "bodies.json: %.80s", what);
}

/* The last version that has begun, or the one of that name. */
static bool take_mapping(struct arena *arena, const struct value *file, const char *name,
                         int32_t day, const char *wanted, struct partner_body *ret)
{
    const struct value *versions = value_get(value_get(file, "mappings"), name);
    for (size_t i = 0; i < versions->count; i++) {
        const struct value *version = versions->items[i];
        int32_t from = 0;
        const char *full = arena_printf(arena, "%s %lld", name,
                                        (long long) value_int(value_get(version, "version"), 0));
        if (!full || !day_parse(value_text_of(version, "from"), &from))
            return false;
        if (wanted ? strcmp(wanted, full) != 0 : from > day)
            continue;
        ret->mapping = full;
        ret->out = value_get(version, "out");
        ret->in = value_get(version, "in");
    }
    return ret->mapping != NULL;
}

static enum err_kind read_file(struct arena *arena, struct value **ret, struct err *reterr)
{
    return json_parse(partner_bodies_file[0].bytes, partner_bodies_file[0].size_bytes,
                      &json_limits_request, arena, ret, reterr);
}

static bool take_body(struct arena *arena, const struct value *file, const struct value *row,
                      int32_t day, const char *wanted, struct partner_body *ret)
{
    *ret = (struct partner_body){.code = value_text(value_get(row, "code")),
                                 .zh = value_text(value_get(row, "zh")),
                                 .en = value_text(value_get(row, "en")),
                                 .since = value_text(value_get(row, "since")),
                                 .source = value_text(value_get(row, "source"))};
    return ret->code && ret->zh && ret->en && ret->since && ret->source &&
           take_mapping(arena, file, value_text_of(row, "mapping"), day, wanted, ret);
}

enum err_kind partner_bodies(struct arena *arena, int32_t day, struct partner_body **ret,
                             size_t *ret_count, struct err *reterr)
{
    struct value *file = NULL;
    enum err_kind kind = read_file(arena, &file, reterr);
    const struct value *rows = value_get(file, "bodies");
    *ret_count = 0;
    *ret = kind ? NULL : arena_array(arena, PARTNER_BODIES_MAX, sizeof **ret);
    if (kind || !*ret)
        return kind ? kind : arena_full(reterr);
    for (size_t i = 0; i < rows->count && i < PARTNER_BODIES_MAX; i++) {
        if (!take_body(arena, file, rows->items[i], day, NULL, &(*ret)[i]))
            return broken(value_text_of(rows->items[i], "code"), reterr);
        ++*ret_count;
    }
    return ERR_NONE;
}

enum err_kind partner_body_find(struct arena *arena, const char *code, int32_t day,
                                const char *mapping, struct partner_body *ret, struct err *reterr)
{
    struct value *file = NULL;
    enum err_kind kind = read_file(arena, &file, reterr);
    const struct value *rows = value_get(file, "bodies");
    for (size_t i = 0; !kind && i < rows->count; i++) {
        if (text_equal(value_text(value_get(rows->items[i], "code")), code))
            return take_body(arena, file, rows->items[i], day, mapping, ret) ? ERR_NONE
                                                                             : broken(code, reterr);
    }
    return kind ? kind : broken(code ? code : "no code", reterr);
}

/* ---- by other names ---------------------------------------------------------------------------
 */

static enum err_kind unfit(const char *member, struct err *reterr)
{
    return err_field(reterr, ERR_INVALID, "envelope.mapping", member,
                     "'%.60s' is not in this version of the mapping", member);
}

/* A name, or {"from": name, "codes": {theirs: ours}}, or {"each": name, "fields": {…}}. */
static const char *source_name(const struct value *spec)
{
    const char *name = value_text(spec);
    if (!name)
        name = value_text(value_get(spec, "from"));
    return name ? name : value_text_of(spec, "each");
}

static enum err_kind map_rows(struct arena *arena, const struct value *spec,
                              const struct value *rows, struct value **ret, struct err *reterr)
{
    struct value *list = value_new_list(arena);
    for (size_t i = 0; list && i < rows->count; i++) {
        struct value *row = NULL;
        enum err_kind kind =
            partner_map(arena, value_get(spec, "fields"), rows->items[i], &row, reterr);
        if (kind)
            return kind;
        if (!value_add(arena, list, row))
            list = NULL;
    }
    *ret = list;
    return list ? ERR_NONE : arena_full(reterr);
}

static enum err_kind map_one(struct arena *arena, const struct value *spec,
                             const struct value *source, struct value **ret, struct err *reterr)
{
    const struct value *codes = value_get(spec, "codes");
    if (!value_is_null(value_get(spec, "each")))
        return map_rows(arena, spec, source, ret, reterr);
    if (!value_is_null(codes)) {
        const char *code = value_text(source);
        source = code ? value_get(codes, code) : &value_null;
        if (value_is_null(source))
            return unfit(source_name(spec), reterr);
    }
    *ret = value_copy(arena, source);
    return *ret ? ERR_NONE : arena_full(reterr);
}

enum err_kind partner_map(struct arena *arena, const struct value *spec, const struct value *source,
                          struct value **ret, struct err *reterr)
{
    struct value *map = value_new_map(arena);
    *ret = map;
    for (size_t i = 0; map && i < spec->count; i++) {
        const struct value *told = value_get(source, source_name(spec->items[i]));
        struct value *value = NULL;
        if (value_is_null(told))
            continue;
        enum err_kind kind = map_one(arena, spec->items[i], told, &value, reterr);
        if (kind)
            return kind;
        if (!value_set(arena, map, spec->names[i], value))
            return arena_full(reterr);
    }
    return map ? ERR_NONE : arena_full(reterr);
}

static bool is_source(const struct value *spec, const char *name)
{
    for (size_t i = 0; i < spec->count; i++) {
        if (strcmp(source_name(spec->items[i]), name) == 0)
            return true;
    }
    return false;
}

enum err_kind partner_translate(const struct matter *matter, const char *action,
                                struct arena *arena, struct value **body, struct err *reterr)
{
    struct partner_body partner;
    const char *code = value_text_of(matter->fields, "partner");
    if (!*code) /* what a body began itself is begun in our words */
        return ERR_NONE;
    enum err_kind kind = partner_body_find(arena, code, 0, value_text_of(matter->fields, "mapping"),
                                           &partner, reterr);
    if (kind)
        return kind;
    const struct value *spec = value_get(partner.in, action);
    if (value_is_null(spec) || (*body)->type != VALUE_MAP)
        return unfit(action, reterr);
    for (size_t i = 0; i < (*body)->count; i++) {
        if (!is_source(spec, (*body)->names[i]))
            return unfit((*body)->names[i], reterr);
    }
    return partner_map(arena, spec, *body, body, reterr);
}
