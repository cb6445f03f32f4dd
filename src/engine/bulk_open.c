/*
 * engine/bulk_open: the job "open": each line opens a matter, and where the order says so a second
 * step hands it in. A line whose second step is refused stays as a draft of whoever ordered it, to
 * be corrected and handed in by hand.
 */
#include "base/text.h"
#include "engine/bulk.h"
#include "engine/bulk_lines.h"

/* What a turn keeps: the text, and where in it we are. */
struct reading_lines {
    struct bulk_lines lines;
    const char *system, *court, *then; /* court, then: NULL: none named */
};

struct line {
    struct value *body;
    struct bulk_step step;
    int64_t line, matter_id; /* matter_id 0: not opened yet */
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
        (struct bulk_refusal){line->line, line->matter_id != 0, code, detail};
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
    return params && value_set(arena, params, "system", value_new_text(arena, reading->system)) &&
           (!reading->court || !value_is_null(value_get(line->body, "court")) ||
            value_set(arena, line->body, "court", value_new_text(arena, reading->court)));
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
    return value_set(arena, params, "id", value_new_text(arena, id)) &&
           value_set(arena, params, "action", value_new_text(arena, reading->then));
}

/* One step of every line that waits for it. */
static enum err_kind run_step(struct bulk_run *run, struct bulk_slice *slice, struct line *lines,
                              size_t count, bool opening, struct err *reterr)
{
    struct call calls[BULK_SLICE_LINES];
    struct line *of[BULK_SLICE_LINES];
    enum err_kind kinds[BULK_SLICE_LINES];
    struct err errs[BULK_SLICE_LINES];
    size_t called = 0;
    for (size_t i = 0; i < count; i++) {
        if (lines[i].over || (lines[i].matter_id == 0) != opening)
            continue;
        of[called] = &lines[i];
        if (!(opening ? prepare_opening : prepare_action)(run, slice, &lines[i], &calls[called++]))
            return arena_full(reterr);
    }
    bulk_perform(run->engine, calls, called, kinds, errs);
    for (size_t i = 0; i < called; i++) {
        if (bulk_again(kinds[i])) {
            *reterr = errs[i];
            return kinds[i];
        }
        if (kinds[i]) {
            const char *detail = bulk_detail(&calls[i], &errs[i], slice->arena);
            if (!detail)
                return arena_full(reterr);
            refuse(slice, of[i], errs[i].code, detail);
        } else if (opening) {
            of[i]->matter_id = calls[i].matter->id;
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

const struct bulk_kind bulk_open = {"open", false, false, begin, slice_open};
