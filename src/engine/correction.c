/*
 * engine/correction: data somebody wrote down wrongly is put right (更正) by an action its
 * definition marks as correcting. What stood there and what stands there now, row by row, go into
 * the event, sealed like every value; whom a corrected row names stays the same participant.
 */
#include "base/text.h"
#include "engine/internal.h"

enum { CORRECTED_ROWS_MAX = 32, CORRECTED_BYTES_MAX = 4000 };

/* Is it the form's reason rather than a value of the matter? */
static bool is_reason(const char *name) { return strcmp(name, CORRECTION_REASON) == 0; }

/* A correction adds no row and takes none away: who else is a party is the parties' to say. */
static bool same_rows(const struct value *before, const struct value *after)
{
    bool list = before->type == VALUE_LIST || after->type == VALUE_LIST;
    return !list || (before->type == after->type && before->count == after->count);
}

/* Files, sums and long texts inside a row are acts of the parties too, and stay. */
static bool own_acts_stay(const struct field *field, const struct value *before,
                          const struct value *after)
{
    for (size_t i = 0; field && i < before->count && before->type == VALUE_LIST; i++) {
        for (size_t c = 0; c < field->field_count; c++) {
            const struct field *column = &field->fields[c];
            if (field_is_own_act(column->kind) &&
                !value_equal(value_get(before->items[i], column->name),
                             value_get(after->items[i], column->name)))
                return false;
        }
    }
    return true;
}

enum err_kind correction_check(const struct call *call, struct err *reterr)
{
    const struct value *before = call->matter->before, *form = call->facts.form;
    size_t changed = 0;
    for (size_t i = 0; i < form->count; i++) {
        const char *name = form->names[i];
        const struct value *old = value_get(before, name);
        if (is_reason(name) || value_equal(old, form->items[i]))
            continue;
        if (!same_rows(old, form->items[i]))
            return err_field(reterr, ERR_INVALID, "correction.rows", name,
                             "a correction adds no row and takes none away");
        if (!own_acts_stay(workflow_field(call->matter->workflow, name), old, form->items[i]))
            return err_field(reterr, ERR_INVALID, "correction.own", name,
                             "files, sums and long texts are the parties' to change");
        changed++;
    }
    return changed ? ERR_NONE
                   : err_set(reterr, ERR_INVALID, "correction.nothing", "nothing is changed");
}

/* The person of a corrected row is the same participant: the record, its state and its links stay,
 * and only what is known of the person changes. They are found by who they were before any of it:
 * two rows may change places. */
static enum err_kind correct_participants(struct call *call, const struct value *const *were,
                                          const struct value *before, const struct value *after,
                                          struct err *reterr)
{
    const struct value *was = party_identity(before, call->arena),
                       *now = party_identity(after, call->arena);
    for (size_t i = 0; i < call->matter->participant_count; i++) {
        const struct participant *participant = &call->matter->participants[i];
        if (!participant->active || value_equal(was, now) || !value_equal(were[i], was))
            continue;
        enum err_kind kind = call_correct_participant(call, participant->id, now, reterr);
        if (kind)
            return kind;
    }
    return ERR_NONE;
}

/* One row of a group, or one value: what it was, and what it is. */
static enum err_kind keep_row(struct call *call, const struct value *const *were, const char *name,
                              int64_t row, const struct value *before, const struct value *after,
                              struct err *reterr)
{
    struct arena *arena = call->arena;
    struct value *kept = value_new_map(arena);
    const char *path = arena_printf(arena, CORRECTED_PREFIX "%02zu", call->event_values->count);
    if (call->event_values->count > CORRECTED_ROWS_MAX)
        return err_set(reterr, ERR_LIMIT, "correction.many", "more than %d rows at once",
                       CORRECTED_ROWS_MAX);
    if (!kept || !path || !value_set_text(arena, kept, "field", name) ||
        (row >= 0 && !value_set_int(arena, kept, "row", row)) ||
        !value_set(arena, kept, "before", value_copy(arena, before)) ||
        !value_set(arena, kept, "after", value_copy(arena, after)))
        return arena_full(reterr);
    const char *json = json_print(arena, kept);
    if (!json || !value_set(arena, call->event_values, path, kept))
        return arena_full(reterr);
    if (strlen(json) > CORRECTED_BYTES_MAX)
        return err_field(reterr, ERR_LIMIT, "correction.long", name, "the values are too long");
    return row >= 0 || after->type == VALUE_MAP
               ? correct_participants(call, were, before, after, reterr)
               : ERR_NONE;
}

static enum err_kind keep_field(struct call *call, const struct value *const *were,
                                const char *name, struct err *reterr)
{
    const struct value *before = value_get(call->matter->before, name),
                       *after = value_get(call->matter->fields, name);
    if (value_equal(before, after))
        return ERR_NONE;
    if (after->type != VALUE_LIST || before->type != VALUE_LIST)
        return keep_row(call, were, name, -1, before, after, reterr);
    for (size_t i = 0; i < after->count; i++) {
        enum err_kind kind = value_equal(before->items[i], after->items[i])
                                 ? ERR_NONE
                                 : keep_row(call, were, name, (int64_t) i, before->items[i],
                                            after->items[i], reterr);
        if (kind)
            return kind;
    }
    return ERR_NONE;
}

enum err_kind correction_apply(struct call *call, struct err *reterr)
{
    struct arena *arena = call->arena;
    const struct value *form = call->facts.form, *reason = value_get(form, CORRECTION_REASON);
    call->event_values = value_new_map(arena);
    struct value *nothing = value_new_text(arena, NULL);
    size_t count = call->matter->participant_count;
    const struct value **were = (const struct value **) arena_array(arena, count + 1, sizeof *were);
    for (size_t i = 0; were && i < count; i++)
        were[i] = call->matter->participants[i].identity;
    if (!call->event_values || !nothing || !were ||
        !value_set(arena, call->event_values, CORRECTED_PREFIX "00", value_copy(arena, reason)))
        return arena_full(reterr);
    for (size_t i = 0; i < form->count; i++) {
        enum err_kind kind =
            is_reason(form->names[i]) ? ERR_NONE : keep_field(call, were, form->names[i], reterr);
        if (kind)
            return kind;
    }
    /* The reason is the event's; the next correction brings its own. */
    return call_set_field(call, CORRECTION_REASON, nothing, reterr);
}

/* ---- reading them --------------------------------------------------------------------------- */

static bool may_read(const struct reading *reading, const struct matter *matter,
                     const struct field *field)
{
    return field && (!field->readers || (field->readers & matter_roles(&reading->actor, matter)));
}

/* A row as this actor may see it: masked, and nothing of a field they may not read. */
static enum err_kind add_change(const struct reading *reading, const struct matter *matter,
                                const struct value *kept, struct value *changes, struct err *reterr)
{
    static const char *const sides[] = {"before", "after"};
    struct arena *arena = reading->arena;
    const char *name = value_text(value_get(kept, "field"));
    const struct field *field = name ? workflow_field(matter->workflow, name) : NULL;
    const struct value *row = value_get(kept, "row");
    if (!may_read(reading, matter, field))
        return ERR_NONE;
    struct value *change = value_new_map(arena);
    bool good = change && value_set_text(arena, change, "field", name) &&
                value_set(arena, change, "row", value_copy(arena, row));
    for (size_t i = 0; good && i < COUNT_OF(sides); i++) {
        const struct value *value = value_get(kept, sides[i]);
        struct value *rows = value_new_list(arena);
        if (!value_is_null(row) && (!rows || !value_add(arena, rows, value_copy(arena, value))))
            return arena_full(reterr);
        const struct value *shown = field_mask(field, value_is_null(row) ? value : rows, arena);
        if (shown && !value_is_null(row))
            shown = value_at(shown, 0);
        good = shown && value_set(arena, change, sides[i], value_copy(arena, shown));
    }
    return good && value_add(arena, changes, change) ? ERR_NONE : arena_full(reterr);
}

/* The event a row belongs to: rows come by event, and its reason ("corrected.00") first. */
static struct value *begin_correction(const struct db_result *rows, size_t i, struct arena *arena)
{
    struct value *map = value_new_map(arena), *changes = value_new_list(arena);
    const char *at = instant_format(arena, db_cell_int(rows, i, 1));
    bool good = map && changes && at &&
                value_set_int(arena, map, "sequence", db_cell_int(rows, i, 0)) &&
                value_set_text(arena, map, "at", at) && value_set(arena, map, "changes", changes);
    return good ? map : NULL;
}

enum err_kind engine_corrections(struct reading *reading, const struct matter *matter,
                                 struct value **ret, struct err *reterr)
{
    struct arena *arena = reading->arena;
    struct value *all = value_new_list(arena), *now = NULL;
    struct db_result rows;
    bool tells_why = may_read(reading, matter, workflow_field(matter->workflow, CORRECTION_REASON));
    enum err_kind kind = list_corrected_values(reading->db, arena, matter->id, &rows, reterr);
    if (kind)
        return kind;
    if (!all)
        return arena_full(reterr);
    for (size_t i = 0; i < rows.row_count; i++) {
        struct value *kept = NULL;
        kind = event_value_open(reading->engine, db_cell_text(&rows, i, 3), arena, &kept, reterr);
        if (kind)
            return kind;
        if (!now || value_int(value_get(now, "sequence"), 0) != db_cell_int(&rows, i, 0)) {
            now = begin_correction(&rows, i, arena);
            if (!now || !value_add(arena, all, now))
                return arena_full(reterr);
        }
        if (strcmp(db_cell_text(&rows, i, 2), CORRECTED_PREFIX "00") == 0) {
            if (tells_why && !value_set(arena, now, "reason", kept))
                return arena_full(reterr);
        } else {
            struct value *changes = (struct value *) (uintptr_t) value_get(now, "changes");
            kind = add_change(reading, matter, kept, changes, reterr);
        }
        if (kind)
            return kind;
    }
    *ret = all;
    return ERR_NONE;
}
