/*
 * engine/definitions: which definition new matters begin with, at which court. Readers see one
 * whole set; publishing makes a new set after its commit and before its reply, and the old ones
 * stay until the end, since matters being read point into them.
 */
#include "base/log.h"
#include "base/text.h"
#include "engine/internal.h"
#include "store/definition.h"
#include "store/right.h"

enum { SET_BYTES = 512 << 20, OVERLAYS_MAX = 400 };

/* What is in force somewhere: a system's own (court ""), or one court's overlay over it. */
struct in_force {
    int64_t release_id;
    const char *system, *court;
    const char *overlay;             /* its JSON; NULL for a base */
    const struct workflow *workflow; /* NULL: an overlay that does not fit what is in force now */
};

struct definition_set {
    struct arena arena;
    struct in_force bases[SYSTEMS_MAX], overlays[OVERLAYS_MAX]; /* bases: in the table's order */
    size_t base_count, overlay_count;
    const struct workflow **all; /* in order of their hashes */
    size_t all_count;
    struct definition_set *older;
};

static const struct definition_set *the_set(const struct engine *engine)
{
    return atomic_load(&engine->definitions);
}

/* ---- looking one up ------------------------------------------------------------------------- */

static int by_hash(const void *left, const void *right)
{
    const struct workflow *const *a = left, *const *b = right;
    return strcmp((*a)->hash, (*b)->hash);
}

static const struct workflow *find_hash(const struct definition_set *set, const char *hash)
{
    size_t low = 0, high = set ? set->all_count : 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(hash, set->all[middle]->hash);
        if (order == 0)
            return set->all[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

const struct workflow *engine_workflow_by_hash(const struct engine *engine, const char *hash)
{
    return find_hash(the_set(engine), hash);
}

const struct workflow *engine_workflow(const struct engine *engine, const char *system)
{
    const struct definition_set *set = the_set(engine);
    for (size_t i = 0; i < set->base_count; i++) {
        if (strcmp(set->bases[i].system, system) == 0)
            return set->bases[i].workflow;
    }
    return NULL;
}

const struct workflow *engine_workflow_at(const struct engine *engine, const char *system,
                                          const char *court)
{
    const struct definition_set *set = the_set(engine);
    for (size_t i = 0; court && i < set->overlay_count; i++) {
        const struct in_force *overlay = &set->overlays[i];
        if (overlay->workflow && strcmp(overlay->court, court) == 0 &&
            strcmp(overlay->system, system) == 0)
            return overlay->workflow;
    }
    return engine_workflow(engine, system);
}

bool engine_role_reads(const struct engine *engine, const char *system, role_set role)
{
    const struct definition_set *set = the_set(engine);
    for (size_t i = 0; i < set->all_count; i++) {
        const struct workflow *workflow = set->all[i];
        for (size_t s = 0; strcmp(workflow->system, system) == 0 && s < workflow->state_count;
             s++) {
            if (state_readers(workflow, &workflow->states[s]) & role)
                return true;
        }
    }
    return false;
}

const char *engine_release_state(const struct engine *engine, int64_t release_id)
{
    const struct definition_set *set = the_set(engine);
    for (size_t i = 0; i < set->base_count; i++) {
        if (set->bases[i].release_id == release_id)
            return "in_force";
    }
    for (size_t i = 0; i < set->overlay_count; i++) {
        if (set->overlays[i].release_id == release_id)
            return set->overlays[i].workflow ? "in_force" : "set_aside";
    }
    return "replaced";
}

/* ---- making a set --------------------------------------------------------------------------- */

static enum err_kind load_one(struct engine *engine, struct definition_set *set, const char *json,
                              const struct workflow **ret, struct err *reterr)
{
    struct finding findings[1];
    struct workflow *workflow = NULL;
    size_t count = 0;
    enum err_kind kind = definition_load(json, strlen(json), &engine->vocabulary, &set->arena,
                                         &workflow, findings, COUNT_OF(findings), &count, reterr);
    if (kind)
        return kind;
    *ret = find_hash(set->older, workflow->hash);
    if (!*ret)
        *ret = workflow;
    return ERR_NONE;
}

static void complain(const char *event, const char *system, const char *what)
{
    const struct log_field fields[] = {{"system", system, 0}, {"what", what, 0}};
    log_event("warning", event, fields, COUNT_OF(fields));
}

/* Every definition that matters may have begun with. One whose words this program no longer has is
 * left out: its matters wait for a program that has them. */
static enum err_kind take_all(struct engine *engine, struct definition_set *set, size_t more,
                              struct err *reterr)
{
    struct db_result rows;
    enum err_kind kind = definitions_load(engine->writer_db, &set->arena, &rows, reterr);
    if (kind)
        return kind;
    set->all = arena_array(&set->arena, rows.row_count + more, sizeof(const struct workflow *));
    if (!set->all)
        return arena_full(reterr);
    for (size_t i = 0; i < rows.row_count; i++) {
        const struct workflow *workflow = find_hash(set->older, db_cell_text(&rows, i, 0));
        struct err err = {0};
        if (!workflow && load_one(engine, set, db_cell_text(&rows, i, 3), &workflow, &err))
            complain("definition_unknown", db_cell_text(&rows, i, 1), err.text);
        else
            set->all[set->all_count++] = workflow;
    }
    qsort((void *) set->all, set->all_count, sizeof *set->all, by_hash);
    return ERR_NONE;
}

/* The highest version; among equals the one published last. Rows come oldest first. */
static void take_bases(struct engine *engine, struct definition_set *set,
                       const struct db_result *rows)
{
    for (; engine->settings.systems[set->base_count]; set->base_count++) {
        struct in_force *base = &set->bases[set->base_count];
        base->system = engine->settings.systems[set->base_count]->name;
        base->court = "";
        for (size_t i = 0; i < rows->row_count; i++) {
            const struct workflow *workflow = find_hash(set, db_cell_text(rows, i, 4));
            if (!workflow || *db_cell_text(rows, i, 2) ||
                strcmp(db_cell_text(rows, i, 1), base->system) != 0 ||
                (base->workflow && workflow->version < base->workflow->version))
                continue;
            base->workflow = workflow;
            base->release_id = db_cell_int(rows, i, 0);
        }
    }
}

static enum err_kind lay(const struct engine *engine, const struct workflow *base,
                         const char *court, const char *overlay, struct arena *arena,
                         struct proposal *ret, struct err *reterr)
{
    struct value *root = NULL, *laid = NULL;
    struct workflow *workflow = NULL;
    size_t max = COUNT_OF(ret->findings);
    enum err_kind kind =
        json_parse(overlay, strlen(overlay), &json_limits_file, arena, &root, reterr);
    if (!kind)
        kind = definition_overlay(base->source, root, court, arena, &laid, ret->findings, max,
                                  &ret->finding_count, reterr);
    if (!kind && !(ret->json = json_print(arena, laid)))
        kind = arena_full(reterr);
    if (!kind)
        kind = definition_load(ret->json, strlen(ret->json), &engine->vocabulary, arena, &workflow,
                               ret->findings, max, &ret->finding_count, reterr);
    ret->workflow = workflow;
    return kind;
}

static struct in_force *overlay_place(struct definition_set *set, const char *system,
                                      const char *court)
{
    for (size_t i = 0; i < set->overlay_count; i++) {
        if (strcmp(set->overlays[i].system, system) == 0 &&
            strcmp(set->overlays[i].court, court) == 0)
            return &set->overlays[i];
    }
    return set->overlay_count < OVERLAYS_MAX ? &set->overlays[set->overlay_count++] : NULL;
}

/* The newest overlay of each court, laid over what is in force now. */
static enum err_kind take_overlays(struct engine *engine, struct definition_set *set,
                                   const struct db_result *rows, struct err *reterr)
{
    const struct ports *ports = engine->settings.ports;
    for (size_t i = rows->row_count; i-- > 0;) {
        const char *system = db_cell_text(rows, i, 1), *court = db_cell_text(rows, i, 2);
        struct in_force *place = *court ? overlay_place(set, system, court) : NULL;
        const struct workflow *base = NULL;
        for (size_t b = 0; b < set->base_count; b++)
            base = strcmp(set->bases[b].system, system) == 0 ? set->bases[b].workflow : base;
        if (!place || place->release_id || !base)
            continue;
        struct proposal proposal = {0};
        struct err err = {0};
        *place = (struct in_force){db_cell_int(rows, i, 0), system, court, db_cell_text(rows, i, 5),
                                   NULL};
        if (lay(engine, base, court, place->overlay, &set->arena, &proposal, &err)) {
            complain("overlay_set_aside", system, err.text);
            continue;
        }
        place->workflow = find_hash(set, proposal.workflow->hash);
        if (place->workflow)
            continue;
        enum err_kind kind = definition_remember(engine->writer_db, proposal.workflow->hash, system,
                                                 proposal.workflow->version, proposal.json,
                                                 ports->real_now_us(ports->context), reterr);
        if (kind)
            return kind;
        place->workflow = proposal.workflow;
        set->all[set->all_count++] = proposal.workflow;
        qsort((void *) set->all, set->all_count, sizeof *set->all, by_hash);
    }
    return ERR_NONE;
}

static enum err_kind fill(struct engine *engine, struct definition_set *set, struct err *reterr)
{
    struct db_result rows;
    enum err_kind kind = releases_in_force(engine->writer_db, &set->arena, &rows, reterr);
    if (!kind)
        kind = take_all(engine, set, rows.row_count + 1, reterr);
    if (kind)
        return kind;
    take_bases(engine, set, &rows);
    for (size_t i = 0; i < set->base_count; i++) {
        if (!set->bases[i].workflow)
            return err_set(reterr, ERR_STORE, "engine.definitions", "'%s' has no definition",
                           set->bases[i].system);
    }
    return take_overlays(engine, set, &rows, reterr);
}

/* What the owner of a matter sees before participants are named (owner_roles()): "owner", or, of a
 * paper, the role it is addressed to. */
static void add_owner_readers(struct db_flight *flight, const struct workflow *workflow,
                              const struct state *state)
{
    static const char *const addressed[] = {"plaintiff", "applicant"};
    role_set readers = state_readers(workflow, state);
    const struct state *initial = workflow_initial(workflow);
    const struct role *first = initial->waits_for ? role_find(initial->waits_for) : NULL;
    if (first && first->kind == ROLE_PARTICIPANT && (readers & role_bit(first->name)))
        state_reader_insert(flight, workflow->hash, state->name, "owner");
    for (size_t i = 0; workflow->attached && i < COUNT_OF(addressed); i++) {
        if (readers & role_bit(addressed[i]))
            state_reader_insert(flight, workflow->hash, state->name,
                                i == 0 ? "owner:plaintiff" : "owner:applicant");
    }
}

static bool is_known(const struct db_result *known, const char *hash)
{
    for (size_t i = 0; i < known->row_count; i++) {
        if (strcmp(db_cell_text(known, i, 0), hash) == 0)
            return true;
    }
    return false;
}

/* Who reads what, as rows that lists join: all anew when the server starts, since a program may
 * come to another answer than the one before it. */
static enum err_kind fill_readers(struct engine *engine, const struct definition_set *set,
                                  struct err *reterr)
{
    ARENA_SCOPED arena;
    arena_init(&arena, SET_BYTES);
    struct db_result known;
    struct db_flight *flight = db_flight_new(&arena);
    enum err_kind kind =
        flight ? state_reader_known(engine->writer_db, &arena, &known, reterr) : arena_full(reterr);
    if (!kind && !set->older) {
        state_readers_forget(flight);
        known.row_count = 0;
    }
    for (size_t i = 0; !kind && i < set->all_count; i++) {
        const struct workflow *workflow = set->all[i];
        for (size_t s = 0; s < workflow->state_count && !is_known(&known, workflow->hash); s++) {
            role_set readers = state_readers(workflow, &workflow->states[s]);
            for (size_t r = 0; r < role_count; r++) {
                if (readers >> r & 1)
                    state_reader_insert(flight, workflow->hash, workflow->states[s].name,
                                        roles[r].name);
            }
            add_owner_readers(flight, workflow, &workflow->states[s]);
        }
    }
    if (kind || !db_flight_count(flight))
        return kind;
    kind = db_begin(engine->writer_db, reterr);
    if (!kind)
        kind = db_flight_run(engine->writer_db, flight, reterr);
    if (!kind)
        return db_commit(engine->writer_db, reterr);
    db_rollback(engine->writer_db);
    return kind;
}

enum err_kind definitions_reload(struct engine *engine, struct err *reterr)
{
    struct definition_set *set = calloc(1, sizeof *set);
    if (!set)
        return arena_full(reterr);
    arena_init(&set->arena, SET_BYTES);
    set->older = atomic_load(&engine->definitions);
    enum err_kind kind = fill(engine, set, reterr);
    if (!kind)
        kind = fill_readers(engine, set, reterr);
    if (kind) {
        arena_release(&set->arena);
        free(set);
        return kind;
    }
    atomic_store(&engine->definitions, set);
    return ERR_NONE;
}

void definitions_free(struct engine *engine)
{
    struct definition_set *set = atomic_load(&engine->definitions);
    while (set) {
        struct definition_set *older = set->older;
        arena_release(&set->arena);
        free(set);
        set = older;
    }
}

enum err_kind definitions_start(struct engine *engine, struct err *reterr)
{
    const struct ports *ports = engine->settings.ports;
    int64_t now_us = ports->real_now_us(ports->context);
    enum err_kind kind =
        engine_vocabulary(engine->settings.systems, &engine->arena, &engine->vocabulary, reterr);
    for (size_t i = 0; !kind && engine->settings.systems[i]; i++) {
        const struct embedded_file *file = engine->settings.systems[i]->definition;
        struct workflow *workflow = NULL;
        struct finding findings[1];
        size_t count = 0;
        if (i == SYSTEMS_MAX)
            return err_set(reterr, ERR_LIMIT, "engine.definitions", "too many systems");
        kind = definition_load(file->bytes, file->size_bytes, &engine->vocabulary, &engine->arena,
                               &workflow, findings, COUNT_OF(findings), &count, reterr);
        if (!kind)
            kind = definition_remember(engine->writer_db, workflow->hash, workflow->system,
                                       workflow->version, file->bytes, now_us, reterr);
        if (!kind)
            kind = release_shipped(engine->writer_db,
                                   &(struct release_row){.system = workflow->system,
                                                         .version = workflow->version,
                                                         .hash = workflow->hash,
                                                         .reason = "shipped",
                                                         .published_us = now_us},
                                   reterr);
    }
    return kind ? kind : definitions_reload(engine, reterr);
}

/* ---- proposing one -------------------------------------------------------------------------- */

static void add_finding(struct proposal *proposal, const char *path, const char *text)
{
    if (proposal->finding_count < COUNT_OF(proposal->findings)) {
        struct finding *finding = &proposal->findings[proposal->finding_count];
        (void) snprintf(finding->path, sizeof finding->path, "%s", path);
        (void) snprintf(finding->text, sizeof finding->text, "%s", text);
    }
    proposal->finding_count++;
}

/* A new version of the same system, which everything else in force can live beside. */
static void check_beside(const struct definition_set *set, const struct workflow *before,
                         struct proposal *proposal)
{
    const struct workflow *all[SYSTEMS_MAX];
    struct finding beside[FINDINGS_SHOWN_MAX];
    for (size_t i = 0; i < set->base_count; i++)
        all[i] = set->bases[i].workflow == before ? proposal->workflow : set->bases[i].workflow;
    if (strcmp(proposal->workflow->system, before->system) != 0)
        add_finding(proposal, "system", "another system's definition");
    if (proposal->workflow->prefix != before->prefix)
        add_finding(proposal, "prefix", "public ids of running matters begin with the old one");
    if (proposal->workflow->version <= before->version)
        add_finding(proposal, "version", "must be above the one in force");
    if (proposal->workflow->overlay)
        add_finding(proposal, "overlay", "a whole definition is of no court");
    size_t count = workflow_check_together(all, set->base_count, beside, COUNT_OF(beside));
    for (size_t i = 0; i < count && i < COUNT_OF(beside); i++)
        add_finding(proposal, beside[i].path, beside[i].text);
}

/* Courts whose overlay would not fit it: they would work by the bare definition. */
static enum err_kind find_unfit(const struct engine *engine, const struct definition_set *set,
                                struct arena *arena, struct proposal *proposal, struct err *reterr)
{
    proposal->unfit = value_new_list(arena);
    for (size_t i = 0; proposal->unfit && i < set->overlay_count; i++) {
        const struct in_force *overlay = &set->overlays[i];
        struct proposal scratch = {0};
        if (strcmp(overlay->system, proposal->workflow->system) != 0)
            continue;
        enum err_kind kind = lay(engine, proposal->workflow, overlay->court, overlay->overlay,
                                 arena, &scratch, reterr);
        if (kind && kind != ERR_INVALID)
            return kind;
        if (kind && !value_add(arena, proposal->unfit, value_new_text(arena, overlay->court)))
            proposal->unfit = NULL;
    }
    return proposal->unfit ? ERR_NONE : arena_full(reterr);
}

enum err_kind definition_propose(const struct engine *engine, const char *system, const char *court,
                                 const char *text, struct arena *arena, struct proposal *ret,
                                 struct err *reterr)
{
    const struct workflow *base = engine_workflow(engine, system);
    struct workflow *workflow = NULL;
    *ret = (struct proposal){.json = text};
    if (!base)
        return err_set(reterr, ERR_MISSING, "definition.unknown", "no system of that name");
    if (*court)
        return lay(engine, base, court, text, arena, ret, reterr);
    enum err_kind kind =
        definition_load(text, strlen(text), &engine->vocabulary, arena, &workflow, ret->findings,
                        COUNT_OF(ret->findings), &ret->finding_count, reterr);
    if (kind)
        return kind;
    ret->workflow = workflow;
    check_beside(the_set(engine), base, ret);
    if (ret->finding_count)
        return err_set(reterr, ERR_INVALID, "definition.invalid", "%zu mistakes; the first: %s: %s",
                       ret->finding_count, ret->findings[0].path, ret->findings[0].text);
    return find_unfit(engine, the_set(engine), arena, ret, reterr);
}
