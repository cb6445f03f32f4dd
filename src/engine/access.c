/* engine/access: the access log is written by the writer like everything else, so its chain has one
 * order. It names whose hand it was: who looks for another by a delegation, not the other. */
#include "store/access.h"
#include "engine/internal.h"

/* A paper that is read again within it, or in parts, was opened once. */
#define OPENING_US (10 * MINUTE_US)

struct look {
    int64_t matter_id;
    const char *what;
};

enum err_kind access_add(struct call *call, int64_t matter_id, const char *what, struct err *reterr)
{
    struct writer_memory *memory = &call->engine->memory;
    struct access_row row = {.id = call_new_id(call, ID_ACCESS),
                             .account_id = actor_account(&call->actor),
                             .matter_id = matter_id,
                             .seen_us = call->now_us,
                             .what = what,
                             .previous_hash = arena_copy(call->arena, memory->access_hash)};
    if (!row.previous_hash || !row.what)
        return arena_full(reterr);
    row.hash = access_hash(&row, call->arena);
    if (!row.hash)
        return arena_full(reterr);
    access_insert(call->writes, &row);
    (void) snprintf(memory->access_hash, sizeof memory->access_hash, "%s", row.hash);
    return ERR_NONE;
}

static enum err_kind access_apply(struct call *call, struct err *reterr)
{
    const struct look *look = call->state;
    return access_add(call, look->matter_id, look->what, reterr);
}

static const struct operation access_note = {.name = "access_note", .apply = access_apply};

enum err_kind engine_note_access(struct reading *reading, int64_t matter_id, const char *what,
                                 struct err *reterr)
{
    struct look look = {matter_id, what};
    /* Not call.matter_id: the matter itself is neither loaded nor held up. */
    struct call call = {.arena = reading->arena,
                        .operation = &access_note,
                        .actor = reading->actor,
                        .params = &value_null,
                        .body = &value_null,
                        .if_match = -1,
                        .received_us = reading->now_us,
                        .state = &look};
    return engine_perform(reading->engine, &call, reterr);
}

/* ---- what was noted not long ago --------------------------------------------------------------
 */

/* Where a look of this account is remembered, and as what, in one span of time. A few are forgotten
 * for others: then a row more is written. */
static atomic_ullong *look_place(struct engine *engine, int64_t account_id, const struct look *look,
                                 int64_t span, uint64_t *ret_mark)
{
    int64_t key[3] = {account_id, look->matter_id, span};
    struct sm3 place = sm3_of(key, sizeof key), kind = sm3_of(look->what, strlen(look->what));
    uint64_t slot = 0;
    struct sm3 whole = sm3_join(&place, &kind);
    memcpy(ret_mark, whole.bytes, sizeof *ret_mark);
    memcpy(&slot, whole.bytes + sizeof *ret_mark, sizeof slot);
    return &engine->looks[slot % LOOKS_REMEMBERED];
}

enum err_kind engine_note_opening(struct reading *reading, int64_t matter_id, const char *what,
                                  struct err *reterr)
{
    const struct look look = {matter_id, what};
    int64_t account_id = actor_account(&reading->actor), span = reading->now_us / OPENING_US;
    uint64_t mark = 0;
    if (atomic_load(look_place(reading->engine, account_id, &look, span - 1, &mark)) == mark)
        return ERR_NONE;
    atomic_ullong *place = look_place(reading->engine, account_id, &look, span, &mark);
    if (atomic_load(place) == mark)
        return ERR_NONE;
    enum err_kind kind = engine_note_access(reading, matter_id, what, reterr);
    if (!kind)
        atomic_store(place, mark);
    return kind;
}

/* ---- looks that nobody waits for ------------------------------------------------------------- */

/* A look on its way to the writer; it frees itself. */
struct look_on_way {
    struct arena arena;
    struct call call;
    struct look look;
    atomic_ullong *place; /* where it is remembered as noted */
};

/* One that was not written is not remembered either: the next look tries again. */
static void look_done(struct call *call, enum err_kind kind, const struct err *err)
{
    struct look_on_way *on_way = call->done_context;
    (void) err;
    if (kind)
        atomic_store(on_way->place, 0);
    arena_release(&on_way->arena);
    free(on_way);
}

/* One row a minute for the same person, matter and kind of look: a page asks several times. */
static bool noted_this_minute(struct engine *engine, int64_t account_id, const struct look *look,
                              int64_t now_us, atomic_ullong **ret_place)
{
    uint64_t mark = 0;
    *ret_place = look_place(engine, account_id, look, now_us / MINUTE_US, &mark);
    return atomic_exchange(*ret_place, mark) == mark;
}

enum err_kind engine_note_look(struct reading *reading, int64_t matter_id, const char *what,
                               struct err *reterr)
{
    struct look look = {matter_id, what};
    atomic_ullong *place = NULL;
    if (strcmp(reading->actor.kind, "staff") != 0 ||
        noted_this_minute(reading->engine, reading->actor.account_id, &look, reading->now_us,
                          &place))
        return ERR_NONE;
    struct look_on_way *on_way = calloc(1, sizeof *on_way);
    if (!on_way) {
        atomic_store(place, 0);
        return arena_full(reterr);
    }
    on_way->place = place;
    arena_init(&on_way->arena, 64 * 1024);
    on_way->look = (struct look){matter_id, arena_copy(&on_way->arena, what)};
    on_way->call = (struct call){.arena = &on_way->arena,
                                 .operation = &access_note,
                                 .actor = {.account_id = reading->actor.account_id,
                                           .kind = "staff",
                                           .name = "",
                                           .language = "zh"},
                                 .params = &value_null,
                                 .body = &value_null,
                                 .if_match = -1,
                                 .received_us = reading->now_us,
                                 .state = &on_way->look,
                                 .done = look_done,
                                 .done_context = on_way};
    enum err_kind kind = engine_submit(reading->engine, &on_way->call, reterr);
    if (kind)
        look_done(&on_way->call, kind, NULL);
    return kind;
}
