/* command/holidays: see holidays.h. */
#include "command/holidays.h"

#include "base/text.h"
#include "command/place.h"
#include "store/csv.h"

/* The body of POST /holidays. */
static enum err_kind read_table(const char *path, struct arena *arena, struct value **ret,
                                struct err *reterr)
{
    static const char *const columns[] = {"date", "name", "kind"}, *const names[] = {"day", "name",
                                                                                     "kind"};
    struct csv csv;
    char *text = NULL;
    size_t size_bytes = 0;
    bool more = true, good = true;
    struct value *body = value_new_map(arena), *days = value_new_list(arena);
    enum err_kind kind =
        body && days ? csv_read_file(arena, path, &text, &size_bytes, reterr) : arena_full(reterr);
    if (!kind)
        kind = csv_start(text, size_bytes, path, columns, COUNT_OF(columns), &csv, reterr);
    while (!kind && more && good) {
        kind = csv_next(&csv, &more, reterr);
        if (kind || !more)
            break;
        struct value *row = value_new_map(arena);
        for (size_t i = 0; row && i < COUNT_OF(names); i++)
            good = good && value_set(arena, row, names[i], value_new_text(arena, csv.cells[i]));
        good = good && row && value_add(arena, days, row);
    }
    if (kind)
        return kind;
    const char *first = days->count ? value_text(value_get(days->items[0], "day")) : "";
    good = good && value_set(arena, body, "year", value_new_int(arena, strtol(first, NULL, 10))) &&
           value_set(arena, body, "days", days);
    *ret = body;
    return good ? ERR_NONE : arena_full(reterr);
}

static enum err_kind look(struct engine *engine, struct db *db, const struct value *body,
                          int64_t now_us, struct arena *arena, const char **ret, struct err *reterr)
{
    struct json_writer writer;
    struct reading reading = {.engine = engine,
                              .db = db,
                              .arena = arena,
                              .params = &value_null,
                              .body = body,
                              .now_us = now_us};
    json_writer_init(&writer, arena, 8 << 20);
    enum err_kind kind = operation_holidays_preview.read(&reading, &writer, reterr);
    *ret = kind ? NULL : json_done(&writer);
    return kind || *ret ? kind : arena_full(reterr);
}

static enum err_kind load(struct engine *engine, const struct value *body, int64_t now_us,
                          struct arena *arena, struct err *reterr)
{
    struct call call = {.arena = arena,
                        .operation = &operation_holidays,
                        .actor = {.kind = "staff", .name = "command line", .language = "zh"},
                        .params = &value_null,
                        .body = body,
                        .if_match = -1,
                        .received_us = now_us};
    return engine_perform(engine, &call, reterr);
}

static void print_moves(const char *json, bool loaded, struct arena *arena)
{
    struct value *told = NULL;
    if (json_parse(json, strlen(json), &json_limits_file, arena, &told, NULL))
        return;
    const struct value *items = value_get(told, "items");
    for (size_t i = 0; i < items->count; i++)
        (void) printf("%s  %s  %s -> %s\n", value_text(value_get(items->items[i], "matter")),
                      value_text(value_get(items->items[i], "name")),
                      value_text(value_get(items->items[i], "from")),
                      value_text(value_get(items->items[i], "to")));
    (void) printf("%lld of %lld open clocks %s\n",
                  (long long) value_int(value_get(told, "moves"), 0),
                  (long long) value_int(value_get(told, "open"), 0),
                  loaded ? "move: the table is loaded" : "would move");
}

int holidays_import(struct engine *engine, const char *store_url, const char *path, int64_t now_us,
                    bool preview, bool as_json)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 64 << 20);
    DB_SCOPED *db = NULL;
    struct err err = {0};
    struct value *body = NULL;
    const char *json = NULL;
    enum err_kind kind = read_table(path, &arena, &body, &err);
    if (!kind)
        kind = db_open(store_url, DB_READ_ONLY, &db, &err);
    if (!kind)
        kind = look(engine, db, body, now_us, &arena, &json, &err);
    if (!kind && !preview)
        kind = load(engine, body, now_us, &arena, &err);
    if (kind)
        return command_failed(&err);
    if (as_json)
        (void) printf("%s\n", json);
    else
        print_moves(json, !preview, &arena);
    return 0;
}
