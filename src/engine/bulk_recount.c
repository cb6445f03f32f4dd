/* engine/bulk_recount: the job "recount": every open clock by the calendar as it is now. A line is
 * a clock that moves. Counting twice changes nothing; of one that moves twice while the job runs,
 * by another new table, the second move is the second table's job. */
#include "base/text.h"
#include "engine/bulk.h"

static enum err_kind begin(struct bulk_run *run, struct err *reterr)
{
    return run->cursor ? ERR_NONE : deadlines_open_count(run->db, run->arena, &run->total, reterr);
}

static bool is_known(const struct db_result *known, int64_t line)
{
    for (size_t i = 0; i < known->row_count; i++) {
        if (db_cell_int(known, i, 0) == line)
            return true;
    }
    return false;
}

static enum err_kind slice_recount(struct bulk_run *run, struct bulk_slice *slice,
                                   struct err *reterr)
{
    struct clock_page page = {.after = run->cursor};
    struct call calls[CLOCKS_MOVING_MAX];
    struct bulk_step steps[CLOCKS_MOVING_MAX];
    enum err_kind kinds[CLOCKS_MOVING_MAX];
    struct err errs[CLOCKS_MOVING_MAX];
    struct db_result known;
    size_t count = 0;
    enum err_kind kind = clocks_moving(run->engine, run->db, slice->arena, &page, reterr);
    if (!kind)
        kind = bulk_lines_known(run->db, slice->arena, run->id, run->cursor, page.after, &known,
                                reterr);
    if (kind)
        return kind;
    for (size_t i = 0; i < page.count; i++) {
        if (is_known(&known, page.moves[i].id))
            continue;
        steps[count] = (struct bulk_step){run->id, page.moves[i].id, run->fence, true, true};
        calls[count] = bulk_call(run, slice->arena, &operation_recount, &steps[count]);
        calls[count].matter_id = page.moves[i].matter_id;
        calls[count].state = &page.moves[i].id;
        count++;
    }
    engine_perform_all(run->engine, calls, count, kinds, errs);
    for (size_t i = 0; i < count; i++) {
        if (bulk_again(kinds[i])) {
            *reterr = errs[i];
            return kinds[i];
        }
        if (kinds[i])
            slice->refused[slice->refused_count++] =
                (struct bulk_refusal){steps[i].line, false, 0, errs[i].code, NULL};
    }
    slice->cursor = page.after;
    slice->seen = run->seen + (int64_t) page.looked;
    slice->total = run->total > slice->seen ? run->total : slice->seen; /* others begin meanwhile */
    slice->finished = page.last;
    return ERR_NONE;
}

enum err_kind bulk_order_recount(struct call *call, const char *name, int64_t *ret_id,
                                 struct err *reterr)
{
    struct bulk_job job = {.id = call_new_id(call, ID_BULK_JOB),
                           .account_id = call->actor.account_id,
                           .created_us = call->now_us,
                           .kind = "recount",
                           .scopes = "",
                           .params = "{}",
                           .name = name};
    if (!name)
        return arena_full(reterr);
    bulk_job_insert(call->writes, &job);
    *ret_id = job.id;
    return ERR_NONE;
}

const struct bulk_kind bulk_recount = {"recount", true, false, begin, slice_recount};
