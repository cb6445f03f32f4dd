/* systems/resolution/partner_line: the line to a partner body's system. Its list of the disputes it
 * was given is held against ours, thread by thread, and each difference is listed. */
#include "engine/engine.h"

#include "base/text.h"
#include "store/partner.h"

#include <stdlib.h>

extern const struct embedded_file partner_line_definition[];

static enum err_kind load(struct call *call, const char *action, struct err *reterr)
{
    if (strcmp(action, "reconcile") != 0)
        return ERR_NONE;
    size_t *read = arena_alloc(call->arena, sizeof *read);
    if (!read)
        return arena_full(reterr);
    *read = partner_threads_read(call->reads, call->matter_id);
    call->state = read;
    return ERR_NONE;
}

/* A guard asks for no register: whether the body has a system is found here. */
static enum err_kind loaded(struct call *call, const char *action, struct err *reterr)
{
    const char *partner = body_text(call, "partner");
    if (strcmp(action, "begin") != 0)
        return ERR_NONE;
    call->outside = value_new_map(call->arena);
    return call->outside && value_set_bool(call->arena, call->outside, "by_system",
                                           engine_peer_of(call->engine, partner) != NULL)
               ? ERR_NONE
               : arena_full(reterr);
}

static bool by_system(const struct facts *facts)
{
    return value_true(value_get(facts->outside, "by_system"));
}

/* ---- the comparison ------------------------------------------------------------------------- */

/* How a push stands here, in the words of a list: what came back is withdrawn at the body. A result
 * that is not checked yet is open. */
static const char *word_of(const char *state)
{
    static const char *const same[] = {"settled", "failed", "refused", "withdrawn"};
    for (size_t i = 0; i < COUNT_OF(same); i++) {
        if (strcmp(state, same[i]) == 0)
            return same[i];
    }
    return strcmp(state, "returned") == 0 ? "withdrawn" : "open";
}

struct entry {
    const char *thread, *state;
    int64_t matter_id; /* 0: of the body's list */
};

static int by_thread(const void *left, const void *right)
{
    return strcmp(((const struct entry *) left)->thread, ((const struct entry *) right)->thread);
}

static bool put_difference(struct call *call, struct value *list, const char *what,
                           const struct entry *ours, const struct entry *theirs)
{
    const struct entry *either = ours ? ours : theirs;
    struct value *row = value_new_map(call->arena);
    char id[PUBLIC_ID_BYTES] = "";
    if (ours)
        public_id(engine_keys(call->engine), public_id_prefix("PB", 2), ours->matter_id, id);
    return row && value_set_given(call->arena, row, "matter", *id ? id : NULL) &&
           value_set_text(call->arena, row, "thread", either->thread) &&
           value_set_text(call->arena, row, "what", what) &&
           value_set_given(call->arena, row, "ours", ours ? ours->state : NULL) &&
           value_set_given(call->arena, row, "theirs", theirs ? theirs->state : NULL) &&
           value_add(call->arena, list, row);
}

struct entries {
    struct entry *items;
    size_t count;
};

/* Both are in the order of threads. False: memory ran out. */
static bool compare(struct call *call, const struct entries *ours, const struct entries *theirs,
                    struct value *list)
{
    const struct entry *here = ours->items, *there = theirs->items;
    const struct entry *here_end = here + ours->count, *there_end = there + theirs->count;
    const char *last = "";
    bool good = true;
    while (good && (here < here_end || there < there_end)) {
        int order = here == here_end     ? 1
                    : there == there_end ? -1
                                         : strcmp(here->thread, there->thread);
        if (order < 0)
            good = put_difference(call, list, "missing_there", here, NULL);
        else if (order > 0)
            good = put_difference(
                call, list, strcmp(there->thread, last) ? "missing_here" : "twice", NULL, there);
        else if (strcmp(here->state, there->state) != 0)
            good = put_difference(call, list, "state", here, there);
        if (order >= 0)
            last = there++->thread;
        here += order <= 0;
    }
    return good;
}

/* Those pushed since the day the body was asked for. */
static bool take_ours(struct call *call, const struct db_result *rows, struct entries *ret)
{
    int32_t since = 0;
    (void) !day_parse(call_field_text(call, "since"), &since);
    *ret = (struct entries){arena_array(call->arena, rows->row_count + 1, sizeof *ret->items), 0};
    for (size_t i = 0; ret->items && i < rows->row_count; i++) {
        if (day_of_instant(db_cell_int(rows, i, 3)) >= since)
            ret->items[ret->count++] =
                (struct entry){db_cell_text(rows, i, 0), word_of(db_cell_text(rows, i, 2)),
                               db_cell_int(rows, i, 1)};
    }
    return ret->items != NULL;
}

static bool take_theirs(struct call *call, const struct value *told, struct entries *ret)
{
    *ret = (struct entries){arena_array(call->arena, told->count + 1, sizeof *ret->items), 0};
    for (size_t i = 0; ret->items && i < told->count; i++)
        ret->items[ret->count++] = (struct entry){value_text_of(told->items[i], "thread"),
                                                  value_text_of(told->items[i], "state"), 0};
    return ret->items != NULL;
}

static enum err_kind compare_all(struct call *call, const struct value *with, struct err *reterr)
{
    const size_t *read = call->state;
    struct entries ours, theirs;
    struct value *list = value_new_list(call->arena);
    (void) with;
    if (!read || !list || !take_ours(call, db_flight_result(call->reads, *read), &ours) ||
        !take_theirs(call, value_get(call->facts.form, "cases"), &theirs))
        return arena_full(reterr);
    qsort(ours.items, ours.count, sizeof *ours.items, by_thread);
    qsort(theirs.items, theirs.count, sizeof *theirs.items, by_thread);
    if (!compare(call, &ours, &theirs, list))
        return arena_full(reterr);
    enum err_kind kind = call_set_int(call, "pushed", (int64_t) ours.count, reterr);
    if (!kind)
        kind = call_set_int(call, "held", (int64_t) theirs.count, reterr);
    if (!kind)
        kind = call_set_int(call, "differing", (int64_t) list->count, reterr);
    return kind ? kind : call_set_field(call, "differences", list, reterr);
}

/* What is older has ended long ago: the longest mediation is over within it. */
enum { WINDOW_DAYS = 60 };

static enum err_kind ask(struct call *call, const struct value *with, struct err *reterr)
{
    const char *since = day_format(call->arena, day_of_instant(call->now_us) - WINDOW_DAYS);
    struct value *fields = value_new_map(call->arena);
    (void) with;
    if (!since || !fields || !value_set_text(call->arena, fields, "since", since))
        return arena_full(reterr);
    enum err_kind kind = call_set_text(call, "since", since, reterr);
    return kind
               ? kind
               : call_send_act(call, call_field_text(call, "partner"), "reconcile", fields, reterr);
}

/* ---- tables --------------------------------------------------------------------------------- */

static enum err_kind compute_title(const struct facts *facts, struct arena *arena,
                                   struct value **ret, struct err *reterr)
{
    const char *code = value_text_of(facts->fields, "partner");
    const char *title = *code ? arena_printf(arena, "总对总线路：%s", code) : "总对总线路";
    *ret = title ? value_new_text(arena, title) : NULL;
    return *ret ? ERR_NONE : arena_full(reterr);
}

#define LINKING "“总对总”在线诉调对接"

/* clang-format off */
static const struct guard guards[] = {
    {"partner_line_by_system", {"这家机构没有与平台对接的系统。请管理员先在平台互联配置中登记；由人员办理的机构不用对账。", "This body has no system linked to the platform. The administrator enters it among the peers first; bodies whose people work here need no reconciliation."}, LINKING, by_system}};
static const struct effect effects[] = {
    {"partner_line_ask", LINKING, true, NULL, ask},
    {"partner_line_compare", LINKING, false, NULL, compare_all}};
static const struct compute_word computes[] = {{"partner_line_title", compute_title}};
/* clang-format on */

const struct system partner_line_system = {.name = "partner_line",
                                           .wing = "resolution",
                                           .definition = partner_line_definition,
                                           .guards = guards,
                                           .guard_count = COUNT_OF(guards),
                                           .effects = effects,
                                           .effect_count = COUNT_OF(effects),
                                           .computes = computes,
                                           .compute_count = COUNT_OF(computes),
                                           .load = load,
                                           .loaded = loaded};
