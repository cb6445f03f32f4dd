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
            good = good && value_set_text(arena, row, names[i], csv.cells[i]);
        good = good && row && value_add(arena, days, row);
    }
    if (kind)
        return kind;
    const char *first = days->count ? value_text(value_get(days->items[0], "day")) : "";
    good = good && value_set_int(arena, body, "year", strtol(first, NULL, 10)) &&
           value_set(arena, body, "days", days);
    *ret = body;
    return good ? ERR_NONE : arena_full(reterr);
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

int holidays_import(const struct command_engine *on, const char *path, bool preview, bool as_json)
{
    struct err err = {0};
    struct value *body = NULL;
    const char *json = NULL, *reply = NULL;
    enum err_kind kind = read_table(path, on->arena, &body, &err);
    if (!kind)
        kind = command_read(on, &operation_holidays_preview, &value_null, body, &json, &err);
    if (!kind && !preview)
        kind = command_perform(on, &operation_holidays, &value_null, body, &reply, &err);
    if (kind)
        return command_failed(&err);
    if (as_json)
        (void) printf("%s\n", json);
    else
        print_moves(json, !preview, on->arena);
    return 0;
}
