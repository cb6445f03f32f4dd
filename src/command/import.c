/* command/import: see import.h. */
#include "command/import.h"

#include "base/text.h"
#include "command/job.h"
#include "command/place.h"
#include "store/csv.h"

enum { REPLY_BYTES_MAX = 8 << 20 };

static int64_t number(const struct value *told, const char *name)
{
    return value_int(value_get(told, name), 0);
}

/* False when the file holds wrong cells. */
static bool print_preview(const struct value *told)
{
    const struct value *errors = value_get(told, "errors"), *items = value_get(told, "items");
    for (size_t i = 0; i < errors->count; i++)
        (void) printf("%s: %s\n", value_text(value_get(errors->items[i], "path")),
                      text_equal(value_text(value_get(errors->items[i], "code")), "import.twice")
                          ? "this key stands before"
                          : "not what this column must hold");
    for (size_t i = 0; i < items->count; i++) {
        const struct value *item = items->items[i], *cells = value_get(item, "cells");
        (void) printf("line %lld  %-7s  %s", (long long) number(item, "line"),
                      value_text(value_get(item, "change")), value_text(value_get(item, "key")));
        for (size_t c = 0; c < cells->count && number(told, "changed"); c++) {
            const char *was = value_text(value_get(cells->items[c], "was"));
            if (was)
                (void) printf("  %s: %s -> %s", value_text(value_get(cells->items[c], "column")),
                              was, value_text(value_get(cells->items[c], "now")));
        }
        (void) printf("\n");
    }
    (void) printf("%lld rows: %lld new, %lld changed, %lld as they are, %lld without the row above "
                  "them, %lld cells wrong\n",
                  (long long) number(told, "rows"), (long long) number(told, "added"),
                  (long long) number(told, "changed"), (long long) number(told, "same"),
                  (long long) number(told, "orphan"), (long long) number(told, "wrong"));
    return errors->count == 0;
}

static enum err_kind look(const struct command_engine *on, const struct value *params,
                          const void *raw, size_t raw_bytes, const char **ret_json,
                          struct value **ret, struct err *reterr)
{
    enum err_kind kind =
        command_read_raw(on, &operation_import_preview, params, raw, raw_bytes, ret_json, reterr);
    return kind ? kind
                : json_parse(*ret_json, strlen(*ret_json), &json_limits_file, on->arena, ret,
                             reterr);
}

int registers_import(const struct command_engine *on, const char *table, const char *path,
                     bool preview, bool as_json)
{
    struct err err = {0};
    struct value *params = value_new_map(on->arena), *told = NULL;
    char *text = NULL;
    const char *json = NULL, *slash = strrchr(path, '/');
    struct call call = {.params = params};
    bool good = params && value_set_text(on->arena, params, "table", table) &&
                value_set_text(on->arena, params, "name", slash ? slash + 1 : path);
    enum err_kind kind =
        good ? csv_read_file(on->arena, path, &text, &call.raw_bytes, &err) : arena_full(&err);
    call.raw = text;
    if (!kind)
        kind = look(on, params, text, call.raw_bytes, &json, &told, &err);
    if (kind)
        return command_failed(&err);
    bool fits = as_json ? number(told, "wrong") == 0 : print_preview(told);
    if (as_json && (preview || !fits))
        (void) printf("%s\n", json);
    if (preview || !fits)
        return fits ? 0 : 1;
    return job_order(on, &operation_import, &call, as_json);
}
