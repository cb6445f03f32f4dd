/*
 * engine/registers: courts and causes in memory, for checking forms and for names. Readers see one
 * whole copy; an import makes a new one after its commit, and the old ones stay until the end,
 * since somebody may be reading them.
 */
#include "base/text.h"
#include "engine/internal.h"

enum { REGISTERS_BYTES = 64 << 20 };

struct entry {
    const char *code, *name, *more; /* more: division of a court, kind of a cause */
    const char *parent;             /* of a court */
    int64_t grade;
};

struct register_copy {
    struct arena arena;
    struct entry *courts, *causes;
    size_t court_count, cause_count;
    struct case_court *case_courts; /* beside `courts` */
    struct register_copy *older;
};

static int by_code(const void *left, const void *right)
{
    return strcmp(((const struct entry *) left)->code, ((const struct entry *) right)->code);
}

static const struct entry *find(const struct entry *rows, size_t count, const char *code)
{
    struct entry wanted = {.code = code};
    return code && count ? bsearch(&wanted, rows, count, sizeof *rows, by_code) : NULL;
}

static const struct entry *find_court(const struct engine *engine, const char *code)
{
    const struct register_copy *copy = atomic_load(&engine->registers);
    return find(copy->courts, copy->court_count, code);
}

static const struct entry *find_cause(const struct engine *engine, const char *code)
{
    const struct register_copy *copy = atomic_load(&engine->registers);
    return find(copy->causes, copy->cause_count, code);
}

static bool court_exists(void *registers, const char *code)
{
    return find_court(registers, code) != NULL;
}

static bool cause_exists(void *registers, const char *code)
{
    return find_cause(registers, code) != NULL;
}

struct field_context engine_field_context(const struct engine *engine, struct arena *arena,
                                          int64_t now_us)
{
    return (struct field_context){.arena = arena,
                                  .today = day_of_instant(now_us),
                                  .registers = (void *) (uintptr_t) engine,
                                  .cause_exists = cause_exists,
                                  .court_exists = court_exists};
}

const char *engine_court_name(const struct engine *engine, const char *code)
{
    const struct entry *row = find_court(engine, code);
    return row ? row->name : code;
}

const char *engine_cause_name(const struct engine *engine, const char *code)
{
    const struct entry *row = find_cause(engine, code);
    return row ? row->name : code;
}

const char *engine_court_of_division(const struct engine *engine, const char *division)
{
    const struct register_copy *copy = atomic_load(&engine->registers);
    for (size_t i = 0; division && i < copy->court_count; i++) {
        const struct entry *court = &copy->courts[i];
        if (court->grade == 4 && text_equal(court->more, division))
            return court->code;
    }
    return NULL;
}

size_t registers_court_count(const struct engine *engine)
{
    return atomic_load(&engine->registers)->court_count;
}

const char *registers_court_turn(const struct engine *engine, size_t place, struct case_court **ret)
{
    const struct register_copy *copy = atomic_load(&engine->registers);
    if (!copy->court_count)
        return NULL;
    *ret = &copy->case_courts[place % copy->court_count];
    return copy->courts[place % copy->court_count].code;
}

const char *engine_court_above(const struct engine *engine, const char *court)
{
    const struct entry *row = find_court(engine, court);
    return row ? row->parent : NULL;
}

const char *engine_court_division(const struct engine *engine, const char *court)
{
    const struct entry *row = find_court(engine, court);
    return row ? row->more : NULL;
}

/* Sorted here: databases may sort by another rule. */
static enum err_kind load(struct engine *engine, struct register_copy *copy, bool courts,
                          struct err *reterr)
{
    struct db_result found;
    enum err_kind kind = courts ? courts_load(engine->writer_db, &copy->arena, &found, reterr)
                                : causes_load(engine->writer_db, &copy->arena, &found, reterr);
    if (kind)
        return kind;
    struct entry *rows = arena_array(&copy->arena, found.row_count + 1, sizeof *rows);
    if (!rows)
        return arena_full(reterr);
    for (size_t i = 0; i < found.row_count; i++)
        rows[i] = (struct entry){.code = db_cell_text(&found, i, 0),
                                 .name = db_cell_text(&found, i, 1),
                                 .more = db_cell_text(&found, i, courts ? 3 : 2),
                                 .parent = courts ? db_cell_text(&found, i, 2) : NULL,
                                 .grade = courts ? db_cell_int(&found, i, 4) : 0};
    qsort(rows, found.row_count, sizeof *rows, by_code);
    *(courts ? &copy->courts : &copy->causes) = rows;
    *(courts ? &copy->court_count : &copy->cause_count) = found.row_count;
    return ERR_NONE;
}

enum err_kind registers_reload(struct engine *engine, struct err *reterr)
{
    struct register_copy *copy = calloc(1, sizeof *copy);
    if (!copy)
        return arena_full(reterr);
    arena_init(&copy->arena, REGISTERS_BYTES);
    copy->older = atomic_load(&engine->registers);
    enum err_kind kind = load(engine, copy, true, reterr);
    if (!kind)
        kind = load(engine, copy, false, reterr);
    if (!kind) {
        copy->case_courts =
            arena_array(&copy->arena, copy->court_count + 1, sizeof *copy->case_courts);
        kind = copy->case_courts ? ERR_NONE : arena_full(reterr);
    }
    if (kind) {
        arena_release(&copy->arena);
        free(copy);
        return kind;
    }
    atomic_store(&engine->registers, copy);
    return ERR_NONE;
}

void registers_free(struct engine *engine)
{
    struct register_copy *copy = atomic_load(&engine->registers);
    while (copy) {
        struct register_copy *older = copy->older;
        arena_release(&copy->arena);
        free(copy);
        copy = older;
    }
}
