/*
 * engine/task_check: derives the tasks of every matter anew from its definition, state and clocks,
 * and lists where the rows say otherwise. It only reads, and needs no running engine.
 */
#include "base/text.h"
#include "engine/internal.h"
#include "store/definition.h"

enum { COMPILED_MAX = 4000, ARENA_BYTES = 1 << 30, PAGE_BYTES = 64 << 20 };

struct check {
    struct db *db;
    struct vocabulary vocabulary;
    struct arena arena; /* definitions */
    const struct workflow *known[COMPILED_MAX];
    size_t known_count;
    task_finder *found;
    void *context;
    int64_t matter_id; /* the one in hand */
};

static enum err_kind compile_all(struct check *check, struct err *reterr)
{
    struct db_result rows;
    enum err_kind kind = definitions_load(check->db, &check->arena, &rows, reterr);
    for (size_t i = 0; !kind && i < rows.row_count && i < COMPILED_MAX; i++) {
        struct finding findings[1];
        struct workflow *workflow = NULL;
        size_t count = 0;
        const char *json = db_cell_text(&rows, i, 3);
        /* One this program has no words for: its matters are told as such. */
        if (!definition_load(json, strlen(json), &check->vocabulary, &check->arena, &workflow,
                             findings, COUNT_OF(findings), &count, NULL))
            check->known[check->known_count++] = workflow;
    }
    return kind;
}

static const struct workflow *find(const struct check *check, const char *hash)
{
    for (size_t i = 0; i < check->known_count; i++) {
        if (strcmp(check->known[i]->hash, hash) == 0)
            return check->known[i];
    }
    return NULL;
}

static void tell(struct check *check, const char *what, const char *purpose, const char *role)
{
    char text[160];
    (void) snprintf(text, sizeof text, "%s: '%s' of %s", what, purpose, role);
    check->found(check->context, check->matter_id, text);
}

/* The open clocks of the matter as tasks_wanted() takes them; `*at` goes on behind them. */
static struct value *take_clocks(const struct db_result *rows, size_t *at, int64_t matter_id,
                                 struct arena *arena)
{
    struct value *list = value_new_list(arena);
    for (; list && *at < rows->row_count && db_cell_int(rows, *at, 0) == matter_id; (*at)++) {
        struct value *row = value_new_map(arena);
        if (!row || !value_set_text(arena, row, "name", db_cell_text(rows, *at, 1)) ||
            !value_set_text(arena, row, "state", db_cell_text(rows, *at, 2)) ||
            !value_set_int(arena, row, "due_us", db_cell_int(rows, *at, 3)) ||
            !value_add(arena, list, row))
            return NULL;
    }
    return list;
}

/* Rows of tasks from `*at` on against the wanted ones. */
static void compare(struct check *check, const struct db_result *tasks, size_t *at,
                    const char *court, const struct task_wanted *wanted, size_t wanted_count)
{
    bool met[TASKS_WANTED_MAX] = {false};
    for (; *at < tasks->row_count && db_cell_int(tasks, *at, 0) == check->matter_id; (*at)++) {
        const char *purpose = db_cell_text(tasks, *at, 1), *role = db_cell_text(tasks, *at, 2);
        size_t i = 0;
        while (i < wanted_count && (met[i] || strcmp(wanted[i].purpose, purpose) != 0 ||
                                    strcmp(wanted[i].role, role) != 0))
            i++;
        if (i == wanted_count) {
            tell(check, "too many", purpose, role);
            continue;
        }
        met[i] = true;
        if (db_cell_int(tasks, *at, 4) != wanted[i].due_us)
            tell(check, "due on another day", purpose, role);
        if (strcmp(db_cell_text(tasks, *at, 3), court) != 0)
            tell(check, "at another court", purpose, role);
    }
    for (size_t i = 0; i < wanted_count; i++) {
        if (!met[i])
            tell(check, "missing", wanted[i].purpose, wanted[i].role);
    }
}

static enum err_kind check_page(struct check *check, int64_t *after, bool *more, struct err *reterr)
{
    ARENA_SCOPED arena;
    arena_init(&arena, PAGE_BYTES);
    struct db_result matters, clocks, tasks;
    size_t clock_at = 0, task_at = 0;
    enum err_kind kind =
        tasks_check_page(check->db, &arena, *after, &matters, &clocks, &tasks, reterr);
    if (kind)
        return kind;
    *more = matters.row_count > 0;
    for (size_t i = 0; i < matters.row_count; i++) {
        struct task_wanted wanted[TASKS_WANTED_MAX];
        const struct workflow *workflow = find(check, db_cell_text(&matters, i, 1));
        const struct state *state =
            workflow ? workflow_state(workflow, db_cell_text(&matters, i, 2)) : NULL;
        *after = check->matter_id = db_cell_int(&matters, i, 0);
        const struct value *open = take_clocks(&clocks, &clock_at, check->matter_id, &arena);
        if (!open)
            return arena_full(reterr);
        if (!state)
            check->found(check->context, check->matter_id, "its definition is not known here");
        size_t count = state ? tasks_wanted(workflow, state, open, wanted) : 0;
        compare(check, &tasks, &task_at, db_cell_text(&matters, i, 3), wanted, count);
    }
    return ERR_NONE;
}

enum err_kind engine_check_tasks(const struct system *const *systems, struct db *db,
                                 task_finder *found, void *context, struct err *reterr)
{
    struct check *check = calloc(1, sizeof *check);
    int64_t after = 0;
    bool more = true;
    if (!check)
        return arena_full(reterr);
    check->db = db;
    check->found = found;
    check->context = context;
    arena_init(&check->arena, ARENA_BYTES);
    enum err_kind kind = engine_vocabulary(systems, &check->arena, &check->vocabulary, reterr);
    if (!kind)
        kind = compile_all(check, reterr);
    while (!kind && more)
        kind = check_page(check, &after, &more, reterr);
    arena_release(&check->arena);
    free(check);
    return kind;
}
