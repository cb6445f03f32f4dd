/*
 * engine/bulk_open: the jobs whose lines are calls. "open": each line opens a matter, and where the
 * order says so a second step hands it in; a line whose second step is refused stays as a draft of
 * whoever ordered it, to be corrected and handed in by hand. "act": each line does one action on
 * the matter it names, on the version it names, with the rest of the line as its form.
 */
#include "base/text.h"
#include "engine/bulk.h"
#include "engine/bulk_lines.h"

/* What a turn keeps: the text, and where in it we are. */
struct reading_lines {
    struct bulk_lines lines;
    const char *system, *court; /* court: NULL: none named */
    const char *then;           /* the action of the second step, or of "act"; NULL: none named */
};

struct line {
    struct value *body;
    struct bulk_step step;
    int64_t line, matter_id; /* matter_id 0: not opened yet */
    bool has_row;            /* its first step is recorded */
    bool over;               /* done or refused */
};

static enum err_kind begin(struct bulk_run *run, struct err *reterr)
{
    struct reading_lines *reading = arena_alloc(run->arena, sizeof *reading);
    char *text = NULL;
    size_t size_bytes = 0;
    if (!reading)
        return arena_full(reterr);
    *reading = (struct reading_lines){.system = value_text(value_get(run->params, "system")),
                                      .court = value_text(value_get(run->params, "court")),
                                      .then = value_text(value_get(run->params, "then"))};
    if (text_equal(run->kind, "act"))
        reading->then = value_text(value_get(run->params, "action"));
    run->state = reading;
    const struct workflow *workflow =
        reading->system ? engine_workflow(run->engine, reading->system) : NULL;
    if (!workflow)
        return err_set(reterr, ERR_MISSING, "system.unknown", "no such system any more");
    enum err_kind kind = bulk_input(run, &text, &size_bytes, reterr);
    if (!kind)
        kind = bulk_lines_start(text, size_bytes, run->name, workflow, &reading->lines, reterr);
    for (bool more = true; !kind && more && (int64_t) reading->lines.line < run->cursor;)
        kind = bulk_lines_next(&reading->lines, &more, reterr);
    return kind;
}

static void refuse(struct bulk_slice *slice, struct line *line, const char *code,
                   const char *detail)
{
    line->over = true;
    slice->refused[slice->refused_count++] =
        (struct bulk_refusal){line->line, line->has_row, line->matter_id, code, detail};
}

/* The next lines, with what their rows say already. */
static enum err_kind take_lines(struct bulk_run *run, struct bulk_slice *slice, struct line *lines,
                                size_t *ret_count, struct err *reterr)
{
    struct reading_lines *reading = run->state;
    struct db_result known;
    enum err_kind kind = ERR_NONE;
    size_t count = 0;
    for (bool more = true; !kind && count < BULK_SLICE_LINES;) {
        kind = bulk_lines_next(&reading->lines, &more, reterr);
        if (kind || !more)
            break;
        struct err err = {0};
        struct line *line = &lines[count++];
        *line = (struct line){.line = (int64_t) reading->lines.line};
        enum err_kind wrong = bulk_lines_body(&reading->lines, slice->arena, &line->body, &err);
        if (wrong && text_equal(err.code, "request.memory"))
            return arena_full(reterr);
        if (wrong)
            refuse(slice, line, err.code, bulk_detail(NULL, &err, slice->arena));
    }
    *ret_count = count;
    slice->finished = count < BULK_SLICE_LINES;
    if (kind || !count)
        return kind;
    kind = bulk_lines_known(run->db, slice->arena, run->id, lines[0].line, lines[count - 1].line,
                            &known, reterr);
    for (size_t i = 0, row = 0; !kind && i < count && row < known.row_count; i++) {
        if (lines[i].line != db_cell_int(&known, row, 0))
            continue;
        lines[i].matter_id = db_cell_int(&known, row, 2);
        lines[i].has_row = true;
        lines[i].over |= !text_equal(db_cell_text(&known, row, 1), "opened");
        row++;
    }
    return kind;
}

/* The line as the body of an opening, at the order's court when it names none. */
static bool prepare_opening(const struct bulk_run *run, struct bulk_slice *slice, struct line *line,
                            struct call *ret)
{
    const struct reading_lines *reading = run->state;
    struct arena *arena = slice->arena;
    struct value *params = value_new_map(arena);
    *ret = bulk_call(run, slice->arena, &operation_open, &line->step);
    ret->params = params;
    ret->body = line->body;
    line->step = (struct bulk_step){run->id, line->line, run->fence, true, !reading->then};
    return params && value_set_text(arena, params, "system", reading->system) &&
           (!reading->court || !value_is_null(value_get(line->body, "court")) ||
            value_set_text(arena, line->body, "court", reading->court));
}

/* Of the line, what the action's form takes. */
static bool prepare_action(const struct bulk_run *run, struct bulk_slice *slice, struct line *line,
                           struct call *ret)
{
    const struct reading_lines *reading = run->state;
    struct arena *arena = slice->arena;
    struct value *params = value_new_map(arena), *body = value_new_map(arena);
    const char *court = value_text(value_get(line->body, "court"));
    const struct workflow *workflow =
        engine_workflow_at(run->engine, reading->system, court ? court : reading->court);
    const struct action *action = workflow ? workflow_action(workflow, reading->then) : NULL;
    char id[PUBLIC_ID_BYTES];
    if (!params || !body || !workflow)
        return false;
    public_id(run->engine->settings.keys, workflow->prefix, line->matter_id, id);
    for (size_t i = 0; action && i < action->form_count; i++) {
        const char *name = action->form[i].field->name;
        const struct value *given = value_get(line->body, name);
        if (!value_is_null(given) &&
            !value_set(arena, body, name, (struct value *) (uintptr_t) given))
            return false;
    }
    *ret = bulk_call(run, slice->arena, &operation_act, &line->step);
    ret->params = params;
    ret->body = body;
    ret->matter_id = line->matter_id;
    line->step = (struct bulk_step){run->id, line->line, run->fence, false, true};
    return value_set_text(arena, params, "id", id) &&
           value_set_text(arena, params, "action", reading->then);
}

/* What a line of "act" says beside its matter and its version is the form. */
static bool prepare_act(const struct bulk_run *run, struct bulk_slice *slice, struct line *line,
                        struct call *ret)
{
    const struct reading_lines *reading = run->state;
    struct arena *arena = slice->arena;
    struct value *params = value_new_map(arena), *body = value_new_map(arena);
    for (size_t i = 0; body && i < line->body->count; i++) {
        const char *name = line->body->names[i];
        if (!text_equal(name, "matter") && !text_equal(name, "version") &&
            !value_set(arena, body, name, line->body->items[i]))
            return false;
    }
    *ret = bulk_call(run, arena, &operation_act, &line->step);
    ret->params = params;
    ret->body = body;
    ret->matter_id = line->matter_id;
    ret->if_match = value_int(value_get(line->body, "version"), -1);
    line->step = (struct bulk_step){run->id, line->line, run->fence, true, true, NULL};
    return params && body &&
           value_set(arena, params, "id",
                     (struct value *) (uintptr_t) value_get(line->body, "matter")) &&
           value_set_text(arena, params, "action", reading->then);
}

/* One step of every line that waits for it. */
static enum err_kind run_step(struct bulk_run *run, struct bulk_slice *slice, struct line *lines,
                              size_t count, bool opening, struct err *reterr)
{
    bool acts = text_equal(run->kind, "act");
    struct call calls[BULK_SLICE_LINES];
    struct line *of[BULK_SLICE_LINES];
    enum err_kind kinds[BULK_SLICE_LINES];
    struct err errs[BULK_SLICE_LINES];
    size_t called = 0;
    for (size_t i = 0; i < count; i++) {
        if (lines[i].over || (lines[i].matter_id == 0) != opening)
            continue;
        of[called] = &lines[i];
        if (!(opening ? prepare_opening
              : acts  ? prepare_act
                      : prepare_action)(run, slice, &lines[i], &calls[called++]))
            return arena_full(reterr);
    }
    engine_perform_all(run->engine, calls, called, kinds, errs);
    for (size_t i = 0; i < called; i++) {
        /* A matter that is newer than the line says stays so: that is its answer. */
        if (bulk_again(kinds[i]) && !text_equal(errs[i].code, "matter.stale")) {
            *reterr = errs[i];
            return kinds[i];
        }
        if (kinds[i]) {
            const char *detail = bulk_detail(&calls[i], &errs[i], slice->arena);
            if (!detail)
                return arena_full(reterr);
            /* One they may not see is told like one that is not there. */
            if (text_equal(errs[i].code, "matter.unknown"))
                of[i]->matter_id = 0;
            refuse(slice, of[i], errs[i].code, detail);
        } else if (opening) {
            of[i]->matter_id = calls[i].matter->id;
            of[i]->has_row = true;
        }
    }
    return ERR_NONE;
}

static enum err_kind slice_open(struct bulk_run *run, struct bulk_slice *slice, struct err *reterr)
{
    const struct reading_lines *reading = run->state;
    struct line lines[BULK_SLICE_LINES];
    size_t count = 0;
    enum err_kind kind = take_lines(run, slice, lines, &count, reterr);
    if (!kind)
        kind = run_step(run, slice, lines, count, true, reterr);
    if (!kind && reading->then)
        kind = run_step(run, slice, lines, count, false, reterr);
    slice->cursor = count ? lines[count - 1].line : run->cursor;
    slice->seen = run->seen + (int64_t) count;
    return kind;
}

/* The matters the lines name, by their keys. */
static enum err_kind find_matters(const struct bulk_run *run, struct bulk_slice *slice,
                                  struct line *lines, size_t count, struct err *reterr)
{
    const struct reading_lines *reading = run->state;
    for (size_t i = 0; i < count; i++) {
        struct line *line = &lines[i];
        struct err err = {0};
        if (line->over)
            continue;
        const struct value *version = value_get(line->body, "version");
        const char *id = value_text(value_get(line->body, "matter"));
        if (!id || !public_id_parse(run->engine->settings.keys, reading->lines.workflow->prefix, id,
                                    &line->matter_id))
            (void) err_field(&err, ERR_INVALID, "reference.format", "matter", "no matter's id");
        else if (!value_is_null(version) && version->type != VALUE_INT)
            (void) err_field(&err, ERR_INVALID, "version.syntax", "version", "no version");
        if (!err.code)
            continue;
        const char *detail = bulk_detail(NULL, &err, slice->arena);
        if (!detail)
            return arena_full(reterr);
        refuse(slice, line, err.code, detail);
    }
    return ERR_NONE;
}

static enum err_kind slice_act(struct bulk_run *run, struct bulk_slice *slice, struct err *reterr)
{
    struct line lines[BULK_SLICE_LINES];
    size_t count = 0;
    enum err_kind kind = take_lines(run, slice, lines, &count, reterr);
    if (!kind)
        kind = find_matters(run, slice, lines, count, reterr);
    if (!kind)
        kind = run_step(run, slice, lines, count, false, reterr);
    slice->cursor = count ? lines[count - 1].line : run->cursor;
    slice->seen = run->seen + (int64_t) count;
    return kind;
}

const struct bulk_kind bulk_open = {"open", false, false, begin, slice_open};
const struct bulk_kind bulk_act = {"act", false, false, begin, slice_act};
