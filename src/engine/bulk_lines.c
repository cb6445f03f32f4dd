/* engine/bulk_lines: see bulk_lines.h. What a value may be is the form's affair. */
#include "engine/bulk_lines.h"

#include "base/text.h"
#include "base/value.h"
#include "json/json.h"

enum { PATH_STEPS_MAX = 8, PATH_STEP_BYTES = 64, ROWS_MAX = 200, YUAN_DIGITS_MAX = 13 };

/* A slice of lines has to fit into memory. */
static const struct json_limits line_limits = {256 * 1024, 16, 5000};

enum err_kind bulk_lines_start(char *text, size_t size_bytes, const char *name,
                               const struct workflow *workflow, struct bulk_lines *ret,
                               struct err *reterr)
{
    char *first = text + (text_starts(text, "\xEF\xBB\xBF") ? 3 : 0);
    *ret = (struct bulk_lines){
        .workflow = workflow, .json = first[strspn(first, " \t\r\n")] == '{', .cursor = first};
    if (!ret->json)
        return csv_start_any(text, size_bytes, name, &ret->csv, reterr);
    return text_is_utf8(text, size_bytes)
               ? ERR_NONE
               : err_set(reterr, ERR_INVALID, "csv.encoding", "%s is not UTF-8 text", name);
}

enum err_kind bulk_lines_next(struct bulk_lines *lines, bool *ret_more, struct err *reterr)
{
    if (!lines->json) {
        enum err_kind kind = csv_next(&lines->csv, ret_more, reterr);
        lines->line = lines->csv.line;
        return kind;
    }
    *ret_more = false;
    while (!*ret_more && *lines->cursor) {
        lines->text = lines->cursor;
        lines->cursor += strcspn(lines->cursor, "\n");
        if (*lines->cursor)
            *lines->cursor++ = '\0';
        lines->line++;
        *ret_more = lines->text[strspn(lines->text, " \t\r")] != '\0'; /* blank ones are none */
    }
    return ERR_NONE;
}

/* ---- cells ---------------------------------------------------------------------------------- */

/* One step of a path: a name, or a place in a list when `name` is "". */
struct path_step {
    char name[PATH_STEP_BYTES];
    size_t place;
};

/* "plaintiffs[0].person.name" in steps; 0: no such path. */
static size_t read_path(const char *path, struct path_step steps[PATH_STEPS_MAX])
{
    size_t count = 0;
    while (*path && count < PATH_STEPS_MAX) {
        struct path_step *step = &steps[count++];
        size_t length = strspn(path, "abcdefghijklmnopqrstuvwxyz0123456789_");
        if (length == 0 || length >= sizeof step->name)
            return 0;
        memcpy(step->name, path, length);
        step->name[length] = '\0';
        path += length;
        if (*path == '[' && count < PATH_STEPS_MAX) {
            char *end = NULL;
            unsigned long place =
                path[1] >= '0' && path[1] <= '9' ? strtoul(path + 1, &end, 10) : ROWS_MAX;
            if (place >= ROWS_MAX || *end != ']')
                return 0;
            steps[count++] = (struct path_step){.place = place};
            path = end + 1;
        }
        if (*path == '.' && path[1])
            path++;
        else if (*path)
            return 0;
    }
    return *path ? 0 : count;
}

/* The field a path ends at, NULL inside a person, an address and the like. */
static const struct field *find_field(const struct workflow *workflow,
                                      const struct path_step *steps, size_t count)
{
    const struct field *fields = workflow->fields, *found = NULL;
    size_t field_count = workflow->field_count;
    for (size_t i = 0; i < count; i++) {
        if (!*steps[i].name)
            continue;
        found = NULL;
        for (size_t f = 0; f < field_count; f++) {
            if (strcmp(fields[f].name, steps[i].name) == 0)
                found = &fields[f];
        }
        if (!found)
            return NULL;
        fields = found->fields;
        field_count = found->field_count;
    }
    return found;
}

/* "1,234.5" yuan as fen; NULL: no amount. */
static struct value *read_yuan(const char *cell, struct arena *arena)
{
    int64_t fen = 0;
    int digits = 0, decimals = -1;
    for (const char *c = cell; *c; c++) {
        if (*c == ',' && decimals < 0)
            continue;
        if (*c == '.' && decimals < 0) {
            decimals = 0;
            continue;
        }
        if (*c < '0' || *c > '9' || ++digits > YUAN_DIGITS_MAX || decimals == 2)
            return NULL;
        fen = fen * 10 + (*c - '0');
        decimals += decimals >= 0;
    }
    for (int i = decimals > 0 ? decimals : 0; i < 2; i++)
        fen *= 10;
    return digits ? value_new_int(arena, fen) : NULL;
}

static struct value *read_list(const char *cell, struct arena *arena)
{
    struct value *list = value_new_list(arena);
    while (list && *cell) {
        size_t length = strcspn(cell, " ");
        if (length &&
            !value_add(arena, list, value_new_text(arena, arena_copy_bytes(arena, cell, length))))
            return NULL;
        cell += length + (cell[length] == ' ');
    }
    return list;
}

static struct value *read_number(const char *cell, struct arena *arena)
{
    size_t digits = strspn(cell, "0123456789");
    return digits && digits < 10 && !cell[digits] ? value_new_int(arena, strtoll(cell, NULL, 10))
                                                  : NULL;
}

static struct value *read_yes(const char *cell, struct arena *arena)
{
    bool yes = text_equal(cell, "yes") || text_equal(cell, "是");
    bool no = text_equal(cell, "no") || text_equal(cell, "否");
    return yes || no ? value_new_bool(arena, yes) : NULL;
}

/* NULL: memory ran out. */
static struct value *read_cell(const struct field *field, const char *cell, struct arena *arena)
{
    enum field_kind kind = field ? field->kind : FIELD_TEXT;
    struct value *read = kind == FIELD_MONEY    ? read_yuan(cell, arena)
                         : kind == FIELD_NUMBER ? read_number(cell, arena)
                         : kind == FIELD_YES_NO ? read_yes(cell, arena)
                         : kind == FIELD_MULTI_CHOICE || kind == FIELD_DOCUMENT_LIST
                             ? read_list(cell, arena)
                             : NULL;
    return read ? read : value_new_text(arena, cell);
}

/* The child a step leads to, made when it is not there. NULL: it is of another kind, or a place is
 * left out. */
static struct value *go_down(struct value *at, const struct path_step *step, bool next_is_place,
                             struct arena *arena)
{
    struct value *child = NULL;
    if (*step->name) {
        const struct value *found = value_get(at, step->name);
        child = value_is_null(found) ? NULL : (struct value *) (uintptr_t) found;
    } else if (at->type == VALUE_LIST && step->place < at->count) {
        child = at->items[step->place];
    }
    if (child)
        return child->type == (next_is_place ? VALUE_LIST : VALUE_MAP) ? child : NULL;
    child = next_is_place ? value_new_list(arena) : value_new_map(arena);
    bool put = *step->name ? at->type == VALUE_MAP && value_set(arena, at, step->name, child)
                           : at->type == VALUE_LIST && step->place == at->count &&
                                 value_add(arena, at, child);
    return put ? child : NULL;
}

static bool put_cell(struct value *root, const struct path_step *steps, size_t count,
                     struct value *cell, struct arena *arena)
{
    struct value *at = root;
    for (size_t i = 0; at && i + 1 < count; i++)
        at = go_down(at, &steps[i], !*steps[i + 1].name, arena);
    const struct path_step *last = &steps[count - 1];
    if (!at || !cell)
        return false;
    return *last->name
               ? at->type == VALUE_MAP && value_set(arena, at, last->name, cell)
               : at->type == VALUE_LIST && last->place == at->count && value_add(arena, at, cell);
}

static enum err_kind read_row(struct bulk_lines *lines, struct arena *arena, struct value **ret,
                              struct err *reterr)
{
    struct value *root = value_new_map(arena);
    if (!root)
        return arena_full(reterr);
    for (size_t i = 0; i < lines->csv.column_count; i++) {
        const char *name = lines->csv.header[i], *cell = lines->csv.cells[i];
        struct path_step steps[PATH_STEPS_MAX] = {0};
        size_t count = *cell ? read_path(name, steps) : 0;
        if (!*cell)
            continue;
        if (!count ||
            !put_cell(root, steps, count,
                      read_cell(find_field(lines->workflow, steps, count), cell, arena), arena))
            return err_field(reterr, ERR_INVALID, "job.column", name,
                             "column %zu has no place in the form", i + 1);
    }
    *ret = root;
    return ERR_NONE;
}

enum err_kind bulk_lines_body(struct bulk_lines *lines, struct arena *arena, struct value **ret,
                              struct err *reterr)
{
    if (!lines->json)
        return read_row(lines, arena, ret, reterr);
    enum err_kind kind =
        json_parse(lines->text, strlen(lines->text), &line_limits, arena, ret, reterr);
    if (!kind && (*ret)->type != VALUE_MAP)
        return err_set(reterr, ERR_INVALID, "body.map", "the line is no object");
    return kind;
}
