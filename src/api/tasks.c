/*
 * api/tasks: what waits for whom: lists, claiming, giving back, handing over, and the load of
 * each. Who stands in while somebody is away: absences.c. Which tasks there are is engine/task.c's.
 */
#include "api/operations.h"
#include "api/page.h"
#include "api/session.h"
#include "base/text.h"
#include "law/law.h"
#include "store/task.h"
#include "store/work.h"

enum { NOTE_MAX = 200 };

/* ---- lists ---------------------------------------------------------------------------------- */

/* Everything of one's roles; or only what nobody has claimed ("free"); or what one has oneself, and
 * those one stands in for ("mine"). */
static enum err_kind gather_tasks(struct reading *reading, const struct list_page *page,
                                  struct db_flight *flight, struct err *reterr)
{
    const char *court = param_text(reading->params, "court"),
               *role = param_text(reading->params, "role"),
               *whose = param_text(reading->params, "whose");
    const struct actor *actor = &reading->actor;
    bool free = strcmp(whose, "free") == 0, mine = strcmp(whose, "mine") == 0;
    if (*whose && !free && !mine)
        return err_field(reterr, ERR_INVALID, "choice.unknown", "whose", "free or mine");
    for (size_t i = 0; !mine && i < actor->grant_count; i++) {
        const struct role_grant *grant = &actor->grants[i];
        if (*grant->court && *court && strcmp(grant->court, court) != 0)
            continue;
        for (size_t r = 0; r < role_count; r++) {
            bool held = grant->role >> r & 1;
            if (held && (!*role || strcmp(role, roles[r].name) == 0))
                (void) list_tasks_of_role(flight, *grant->court ? grant->court : court,
                                          roles[r].name, free, page);
        }
    }
    if (mine)
        (void) list_tasks_of_account(flight, actor->account_id, day_of_instant(reading->now_us),
                                     page);
    if (!free && (actor->person_id || actor->account_id))
        (void) list_tasks_of_person(flight, actor->person_id, actor->account_id, role, page);
    return db_flight_run(reading->db, flight, reterr);
}

static void write_task(struct reading *reading, struct json_writer *writer,
                       const struct merged_row *place, const struct matter *matter)
{
    const struct db_result *rows = place->rows;
    const char *purpose = db_cell_text(rows, place->row, 2),
               *role = db_cell_text(rows, place->row, 3);
    struct words title = state_words(matter->workflow, purpose);
    json_begin(writer);
    write_public_id(reading, writer, "id", 'T', place->id);
    json_named_text(writer, "purpose", purpose);
    /* A task is named by the state it waits in, or by the list a deadline put it on. */
    write_words(writer, "purpose_title", title.zh ? title : matter->state_row->title);
    json_named_text(writer, "role", role);
    write_words(writer, "role_title", role_words(role));
    write_instant(reading, writer, "due", place->at_us == INT64_MAX ? 0 : place->at_us);
    write_instant(reading, writer, "opened_at", db_cell_int(rows, place->row, 5));
    json_named_text(writer, "claimed_by", db_cell_text(rows, place->row, 7));
    json_named_flag(writer, "mine",
                    reading->actor.account_id &&
                        db_cell_int(rows, place->row, 6) == reading->actor.account_id);
    json_name(writer, "matter");
    matter_write_row(reading->engine, writer, reading->arena, matter);
    json_end(writer);
}

static enum err_kind tasks_list(struct reading *reading, struct json_writer *writer,
                                struct err *reterr)
{
    struct list_page page;
    struct merged_row *places = NULL;
    size_t count = 0, shown = 0;
    struct db_flight *flight = db_flight_new(reading->arena);
    if (!flight)
        return arena_full(reterr);
    enum err_kind kind = page_read(reading, "tasks", &page, reterr);
    if (!kind)
        kind = engine_note_look(reading, 0, "list", reterr);
    if (!kind)
        kind = gather_tasks(reading, &page, flight, reterr);
    if (!kind)
        kind = rows_merge(reading->arena, flight, 4, false, &places, &count, reterr);
    if (kind)
        return kind;
    size_t limit = (size_t) page.limit - 1;
    bool more = count > limit;
    if (more)
        count = limit;
    int64_t ids[LIST_ROWS_MAX];
    struct matter *matters[LIST_ROWS_MAX];
    for (size_t i = 0; i < count; i++)
        ids[i] = db_cell_int(places[i].rows, places[i].row, 1);
    kind = visible_matters(reading, MATTER_BARE, ids, count, matters, &shown, reterr);
    if (kind)
        return kind;
    json_begin(writer);
    json_name(writer, "items");
    json_begin_list(writer);
    for (size_t i = 0, at = 0; i < count; i++) {
        /* `matters` holds the visible ones in the same order, one a task. Who opened a matter finds
         * its task too, but it is theirs only while they hold the role waited for. */
        if (at == shown || matters[at]->id != ids[i])
            continue;
        const struct matter *matter = matters[at++];
        role_set waited = role_bit(db_cell_text(places[i].rows, places[i].row, 3));
        if (matter_roles(&reading->actor, matter) & waited)
            write_task(reading, writer, &places[i], matter);
    }
    json_end_list(writer);
    page_write_next(reading, writer, "tasks", more, more ? places[count - 1].at_us : 0,
                    more ? places[count - 1].id : 0);
    json_end(writer);
    return ERR_NONE;
}

/* ---- claiming, giving back, handing over ----------------------------------------------------- */

struct task_change {
    struct row_wanted wanted; /* first: wanted_row()'s own form */
    const char *court, *role, *to_name;
    int64_t holder, to;
    size_t standing_read, to_read, away_read;
};

static enum err_kind task_load(struct call *call, struct err *reterr)
{
    const struct row_wanted *wanted = wanted_row(call, 'T');
    struct task_change *change = arena_alloc(call->arena, sizeof *change);
    if (!wanted || !change)
        return arena_full(reterr);
    change->wanted.id = wanted->id;
    change->wanted.read = task_read(call->reads, wanted->id);
    change->standing_read = standing_in_read(call->reads, wanted->id, call->actor.account_id,
                                             day_of_instant(call->now_us));
    call->state = change;
    return ERR_NONE;
}

/* A task at another court, or of another role, is none of theirs: it is not even there. */
static enum err_kind task_take(struct call *call, role_set also, struct err *reterr)
{
    struct task_change *change = call->state;
    const struct db_result *task = db_flight_result(call->reads, change->wanted.read);
    change->court = task->row_count ? db_cell_text(task, 0, 0) : "";
    change->role = task->row_count ? db_cell_text(task, 0, 1) : "";
    if (!task->row_count ||
        !(actor_roles(&call->actor, change->court) & (role_bit(change->role) | also)))
        return err_set(reterr, ERR_MISSING, "task.unknown", "no such task");
    change->holder = db_cell_int(task, 0, 2);
    if (db_cell_int(task, 0, 3))
        return err_set(reterr, ERR_CONFLICT, "task.closed", "the task is done");
    return ERR_NONE;
}

/* Is it theirs: claimed by them, or by somebody they stand in for today? */
static bool is_theirs(const struct call *call)
{
    const struct task_change *change = call->state;
    return change->holder == call->actor.account_id ||
           db_flight_result(call->reads, change->standing_read)->row_count > 0;
}

static enum err_kind claim_decide(struct call *call, struct err *reterr)
{
    struct task_change *change = call->state;
    enum err_kind kind = task_take(call, 0, reterr);
    if (!kind && change->holder && !is_theirs(call))
        return err_set(reterr, ERR_CONFLICT, "task.claimed", "somebody else has it");
    change->to = call->actor.account_id;
    change->to_name = call->actor.name;
    return kind;
}

static enum err_kind release_decide(struct call *call, struct err *reterr)
{
    enum err_kind kind = task_take(call, 0, reterr);
    if (!kind && !is_theirs(call))
        return err_set(reterr, ERR_CONFLICT, "task.not_yours", "you do not have it");
    return kind;
}

/* Whoever leads the work of a court may hand over anybody's. */
static role_set leaders(void)
{
    return role_bit("court_leader") | role_bit("filing_head") | role_bit("division_head") |
           role_bit("supervisor");
}

static enum err_kind hand_over_load(struct call *call, struct err *reterr)
{
    enum err_kind kind = task_load(call, reterr);
    struct task_change *change = call->state;
    if (kind)
        return kind;
    if (!public_id_parse(engine_keys(call->engine), 'A', value_text_of(call->body, "to"),
                         &change->to))
        return err_field(reterr, ERR_INVALID, "reference.format", "to", "no account's id");
    /* Court and role stand on the task, which this flight only reads: looked up beside it. */
    change->to_read = task_receiver_read(call->reads, change->wanted.id, change->to,
                                         day_of_instant(call->now_us));
    change->away_read = absence_today_read(call->reads, change->to, day_of_instant(call->now_us));
    return ERR_NONE;
}

static enum err_kind hand_over_decide(struct call *call, struct err *reterr)
{
    struct task_change *change = call->state;
    enum err_kind kind = task_take(call, leaders(), reterr);
    if (kind)
        return kind;
    bool leads = (actor_roles(&call->actor, change->court) & leaders()) != 0;
    const struct db_result *to = db_flight_result(call->reads, change->to_read);
    const struct db_result *away = db_flight_result(call->reads, change->away_read);
    if (!leads && !is_theirs(call))
        return err_set(reterr, ERR_CONFLICT, "task.not_yours", "you do not have it");
    if (!to->row_count)
        return err_field(reterr, ERR_INVALID, "task.receiver", "to", "does not hold the role");
    if (away->row_count) {
        /* The refusal is printed when the batch and its rows are gone. */
        const char *name = arena_copy(call->arena, db_cell_text(away, 0, 1));
        call->errors.items[call->errors.count++] =
            (struct field_error){"to", "task.away", {name, NULL}};
        return err_set(reterr, ERR_INVALID, "form.invalid", "away");
    }
    change->to_name = db_cell_text(to, 0, 0);
    return ERR_NONE;
}

static enum err_kind change_apply(struct call *call, struct err *reterr)
{
    const struct task_change *change = call->state;
    struct json_writer writer;
    if (change->to != change->holder) {
        task_assign(call->writes, change->wanted.id, change->holder, change->to);
        task_move_insert(call->writes,
                         &(struct task_move_row){.id = call_new_id(call, ID_TASK_MOVE),
                                                 .task_id = change->wanted.id,
                                                 .from_account = change->holder,
                                                 .to_account = change->to,
                                                 .by_account = call->actor.account_id,
                                                 .moved_us = call->now_us,
                                                 .note = value_text_of(call->body, "note")});
    }
    json_writer_init(&writer, call->arena, 4096);
    json_begin(&writer);
    json_named_text(&writer, "id", param_text(call->params, "id"));
    json_named_text(&writer, "claimed_by", change->to_name);
    json_end(&writer);
    return call_reply(call, 200, &writer, reterr);
}

/* ---- the load of each ----------------------------------------------------------------------- */

static void write_load(struct reading *reading, struct json_writer *writer, int64_t account_id,
                       const char *name, const char *role, int64_t open, int64_t overdue,
                       int32_t away, const char *stands_in)
{
    json_begin(writer);
    if (account_id)
        write_public_id(reading, writer, "account", 'A', account_id);
    else /* what nobody has taken: no colleague to hand anything to */
        json_named_text(writer, "account", NULL);
    json_named_text(writer, "name", name);
    json_named_text(writer, "role", role);
    write_words(writer, "role_title", role_words(role));
    json_named_int(writer, "open", open);
    json_named_int(writer, "overdue", overdue);
    json_named_text(writer, "away_until", away ? day_format(reading->arena, away) : NULL);
    json_named_text(writer, "stands_in", stands_in);
    json_end(writer);
}

static enum err_kind load_read(struct reading *reading, struct json_writer *writer,
                               struct err *reterr)
{
    struct db_result people, free;
    const char *court = param_text(reading->params, "court");
    int32_t today = day_of_instant(reading->now_us);
    if (!works_at(&reading->actor, court))
        return err_set(reterr, ERR_DENIED, "permission.denied", "not your court");
    enum err_kind kind = store_task_load(reading->db, reading->arena, court, today, reading->now_us,
                                         &people, reterr);
    if (!kind)
        kind = store_task_load_free(reading->db, reading->arena, court, reading->now_us, &free,
                                    reterr);
    if (kind)
        return kind;
    json_begin(writer);
    json_name(writer, "items");
    json_begin_list(writer);
    for (size_t i = 0; i < free.row_count; i++)
        write_load(reading, writer, 0, NULL, db_cell_text(&free, i, 0), db_cell_int(&free, i, 1),
                   db_cell_int(&free, i, 2), 0, NULL);
    for (size_t i = 0; i < people.row_count; i++)
        write_load(reading, writer, db_cell_int(&people, i, 0), db_cell_text(&people, i, 1),
                   db_cell_text(&people, i, 2), db_cell_int(&people, i, 3),
                   db_cell_int(&people, i, 4), (int32_t) db_cell_int(&people, i, 5),
                   db_cell_text(&people, i, 6));
    json_end_list(writer);
    json_named_text(writer, "next", NULL);
    json_end(writer);
    return ERR_NONE;
}

/* clang-format off */
static const struct field fields[] = {
    {.name = "to", .kind = FIELD_TEXT, .max = 20, .title = {"交给谁", "To whom"}},
    {.name = "note", .kind = FIELD_TEXT, .max = NOTE_MAX, .title = {"交办说明", "Note"}}};
static const struct form_field hand_over_form[] = {{&fields[0], true}, {&fields[1], false}};

const struct operation task_operations[] = {
    {.name = "task_list", .method = "GET", .path = "/tasks", .permission = "signed_in", .delegated = "read",
     .reply = "{items:[{id:s purpose:s purpose_title:@Words role:s role_title:@Words due:s? opened_at:s claimed_by:s? mine:b matter:@MatterRow}] next:s?}",
     .summary = {"待办", "Open tasks of your roles"}, .query = "court role whose cursor limit", .read = tasks_list},
    {.name = "task_claim", .method = "POST", .path = "/tasks/{id}/claim", .permission = "signed_in", .reply = "{id:s claimed_by:s}",
     .summary = {"领取待办", "Takes a task on"}, .load = task_load, .decide = claim_decide, .apply = change_apply},
    {.name = "task_release", .method = "POST", .path = "/tasks/{id}/release", .permission = "signed_in", .reply = "{id:s claimed_by:s?}",
     .summary = {"退回待办", "Gives a task back, so that anybody of the role may take it"}, .load = task_load, .decide = release_decide, .apply = change_apply},
    {.name = "task_hand_over", .method = "POST", .path = "/tasks/{id}/hand-over", .permission = "signed_in", .reply = "{id:s claimed_by:s}",
     .summary = {"转交待办", "Hands a task over to a colleague"}, .form = hand_over_form, .form_count = COUNT_OF(hand_over_form),
     .load = hand_over_load, .decide = hand_over_decide, .apply = change_apply},
    {.name = "task_load", .method = "GET", .path = "/tasks/load", .permission = "signed_in",
     .reply = "{items:[{account:s? name:s? role:s role_title:@Words open:i overdue:i away_until:s? stands_in:s?}] next:s?}",
     .summary = {"每个人手上有多少待办", "How much each has open"}, .query = "court", .read = load_read},
    {.name = NULL}};
/* clang-format on */
