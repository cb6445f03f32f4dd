/* api/inbox: tasks and messages: what waits for somebody, and what the platform told whom. */
#include "api/page.h"
#include "base/text.h"
#include "law/law.h"

/* ---- tasks -------------------------------------------------------------------------------------
 */

static enum err_kind gather_tasks(struct reading *reading, const struct list_page *page,
                                  struct db_flight *flight, struct err *reterr)
{
    const char *court = param_text(reading->params, "court"),
               *role = param_text(reading->params, "role");
    const struct actor *actor = &reading->actor;
    for (size_t i = 0; i < actor->grant_count; i++) {
        const struct role_grant *grant = &actor->grants[i];
        if (*grant->court && *court && strcmp(grant->court, court) != 0)
            continue;
        for (size_t r = 0; r < role_count; r++) {
            bool held = grant->role >> r & 1;
            if (held && (!*role || strcmp(role, roles[r].name) == 0))
                (void) list_tasks_of_role(flight, *grant->court ? grant->court : court,
                                          roles[r].name, page);
        }
    }
    if (actor->person_id || actor->account_id)
        (void) list_tasks_of_person(flight, actor->person_id, actor->account_id, role, page);
    return db_flight_run(reading->db, flight, reterr);
}

struct task_place {
    int64_t due_us, id;
    const struct db_result *rows;
    size_t row;
};

static int by_due(const void *left, const void *right)
{
    const struct task_place *a = left, *b = right;
    if (a->due_us != b->due_us)
        return a->due_us > b->due_us ? 1 : -1;
    return a->id > b->id ? 1 : a->id < b->id ? -1 : 0;
}

/* All found tasks in order of due time, each once. */
static enum err_kind merge_tasks(struct reading *reading, const struct db_flight *flight,
                                 struct task_place **ret, size_t *ret_count, struct err *reterr)
{
    size_t all = 0, kept = 0, ranges = db_flight_count(flight);
    for (size_t i = 0; i < ranges; i++)
        all += db_flight_result(flight, i)->row_count;
    struct task_place *places = arena_array(reading->arena, all + 1, sizeof *places);
    if (!places)
        return arena_full(reterr);
    all = 0;
    for (size_t i = 0; i < ranges; i++) {
        const struct db_result *rows = db_flight_result(flight, i);
        for (size_t j = 0; j < rows->row_count; j++)
            places[all++] =
                (struct task_place){db_cell_int(rows, j, 4), db_cell_int(rows, j, 0), rows, j};
    }
    qsort(places, all, sizeof *places, by_due);
    for (size_t i = 0; i < all; i++) {
        if (kept == 0 || places[i].id != places[kept - 1].id)
            places[kept++] = places[i];
    }
    *ret = places;
    *ret_count = kept;
    return ERR_NONE;
}

static void write_task(struct reading *reading, struct json_writer *writer,
                       const struct task_place *place, const struct matter *matter)
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
    write_instant(reading, writer, "due", place->due_us == INT64_MAX ? 0 : place->due_us);
    write_instant(reading, writer, "opened_at", db_cell_int(rows, place->row, 5));
    json_named_text(writer, "claimed_by", db_cell_text(rows, place->row, 7));
    json_named_flag(writer, "mine",
                    reading->actor.account_id &&
                        db_cell_int(rows, place->row, 6) == reading->actor.account_id);
    json_name(writer, "matter");
    matter_write_row(reading->engine, writer, reading->arena, matter);
    json_end(writer);
}

enum err_kind tasks_list(struct reading *reading, struct json_writer *writer, struct err *reterr)
{
    struct list_page page;
    struct task_place *places = NULL;
    size_t count = 0, shown = 0;
    struct db_flight *flight = db_flight_new(reading->arena);
    if (!flight)
        return arena_full(reterr);
    enum err_kind kind = page_read(reading, "tasks", &page, reterr);
    if (!kind)
        kind = gather_tasks(reading, &page, flight, reterr);
    if (!kind)
        kind = merge_tasks(reading, flight, &places, &count, reterr);
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
    kind = visible_matters(reading, ids, count, matters, &shown, reterr);
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
    page_write_next(reading, writer, "tasks", more, more ? places[count - 1].due_us : 0,
                    more ? places[count - 1].id : 0);
    json_end(writer);
    return ERR_NONE;
}

/* What a write on one row finds and remembers from load() to apply(). */
struct row_wanted {
    int64_t id;
    size_t read;
};

static struct row_wanted *wanted_row(struct call *call, char prefix)
{
    struct row_wanted *wanted = arena_alloc(call->arena, sizeof *wanted);
    if (wanted && !public_id_parse(engine_keys(call->engine), prefix,
                                   param_text(call->params, "id"), &wanted->id))
        wanted->id = 0;
    call->state = wanted;
    return wanted;
}

enum err_kind task_claim_load(struct call *call, struct err *reterr)
{
    struct row_wanted *wanted = wanted_row(call, 'T');
    if (!wanted)
        return arena_full(reterr);
    wanted->read = task_read(call->reads, wanted->id);
    return ERR_NONE;
}

enum err_kind task_claim_decide(struct call *call, struct err *reterr)
{
    const struct row_wanted *wanted = call->state;
    const struct db_result *task = db_flight_result(call->reads, wanted->read);
    const char *court = task->row_count ? db_cell_text(task, 0, 0) : "",
               *role = task->row_count ? db_cell_text(task, 0, 1) : "";
    /* A task at another court, or of another role, is none of theirs: it is not even there. */
    if (!task->row_count || !(actor_roles(&call->actor, court) & role_bit(role)))
        return err_set(reterr, ERR_MISSING, "task.unknown", "no such task");
    int64_t holder = db_cell_int(task, 0, 2);
    if (db_cell_int(task, 0, 3))
        return err_set(reterr, ERR_CONFLICT, "task.closed", "the task is done");
    if (holder && holder != call->actor.account_id)
        return err_set(reterr, ERR_CONFLICT, "task.claimed", "somebody else has it");
    return ERR_NONE;
}

enum err_kind task_claim_apply(struct call *call, struct err *reterr)
{
    const struct row_wanted *wanted = call->state;
    struct json_writer writer;
    task_claim(call->writes, wanted->id, call->actor.account_id);
    json_writer_init(&writer, call->arena, 4096);
    json_begin(&writer);
    json_named_text(&writer, "id", param_text(call->params, "id"));
    json_named_text(&writer, "claimed_by", call->actor.name);
    json_end(&writer);
    call->status = 200;
    call->reply = json_done(&writer);
    return call->reply ? ERR_NONE : arena_full(reterr);
}

/* ---- messages ----------------------------------------------------------------------------------
 */

/* Whole addresses are shown to nobody: of a phone the last four digits. */
static const char *masked_address(struct reading *reading, const char *sealed)
{
    static const struct field phone = {.name = "phone", .kind = FIELD_PHONE};
    const char *plain = NULL;
    struct err err = {0};
    if (!sealed || secret_open(engine_keys(reading->engine), "message.address", sealed,
                               reading->arena, &plain, &err))
        return NULL;
    struct value *value = value_new_text(reading->arena, plain);
    const struct value *masked = value ? field_mask(&phone, value, reading->arena) : NULL;
    return masked ? value_text(masked) : NULL;
}

static void write_message(struct reading *reading, struct json_writer *writer,
                          const struct db_result *rows, size_t i, void *context)
{
    (void) context;
    write_public_id(reading, writer, "id", 'Q', db_cell_int(rows, i, 0));
    json_named_text(writer, "matter",
                    matter_id_of(reading, db_cell_int(rows, i, 1), db_cell_text(rows, i, 12)));
    json_named_text(writer, "channel", db_cell_text(rows, i, 2));
    json_named_text(writer, "notice", db_cell_text(rows, i, 3));
    json_named_text(writer, "address", masked_address(reading, db_cell_text(rows, i, 11)));
    json_named_text(writer, "title", db_cell_text(rows, i, 4));
    json_named_text(writer, "title_en", db_cell_text(rows, i, 5));
    json_named_text(writer, "text", db_cell_text(rows, i, 6));
    json_named_text(writer, "text_en", db_cell_text(rows, i, 7));
    write_instant(reading, writer, "at", db_cell_int(rows, i, 8));
    json_named_text(writer, "state", db_cell_text(rows, i, 9));
    write_instant(reading, writer, "read_at", db_cell_int(rows, i, 10));
}

/* Two lists, newest first, as one. */
enum err_kind messages_list(struct reading *reading, struct json_writer *writer, struct err *reterr)
{
    static const struct db_result none = {0};
    struct list_page page;
    struct db_flight *flight = db_flight_new(reading->arena);
    if (!flight)
        return arena_full(reterr);
    enum err_kind kind = page_read(reading, "messages", &page, reterr);
    if (kind)
        return kind;
    size_t own = list_messages_of_account(flight, reading->actor.account_id, &page), person = 0;
    if (reading->actor.person_id)
        person = list_messages_of_person(flight, reading->actor.person_id, &page);
    kind = db_flight_run(reading->db, flight, reterr);
    if (kind)
        return kind;
    const struct db_result *first = db_flight_result(flight, own),
                           *second = person ? db_flight_result(flight, person) : &none;
    size_t limit = (size_t) page.limit - 1, i = 0, j = 0, count = 0;
    int64_t last = 0;
    json_begin(writer);
    json_name(writer, "items");
    json_begin_list(writer);
    while (count < limit && (i < first->row_count || j < second->row_count)) {
        int64_t left = i < first->row_count ? db_cell_int(first, i, 0) : 0,
                right = j < second->row_count ? db_cell_int(second, j, 0) : 0;
        last = left > right ? left : right;
        json_begin(writer);
        write_message(reading, writer, left >= right ? first : second, left >= right ? i : j, NULL);
        json_end(writer);
        i += left == last;
        j += right == last;
        count++;
    }
    json_end_list(writer);
    page_write_next(reading, writer, "messages", i < first->row_count || j < second->row_count, 0,
                    last);
    json_end(writer);
    return ERR_NONE;
}

enum err_kind outbox_list(struct reading *reading, struct json_writer *writer, struct err *reterr)
{
    struct list_page page;
    struct db_result rows;
    const char *demo = "";
    bool staff = false;
    enum err_kind kind = store_fact(reading->db, reading->arena, "demo", &demo, reterr);
    for (size_t i = 0; i < reading->actor.grant_count; i++)
        staff = staff || (reading->actor.grants[i].role & role_bit("auditor"));
    bool open = strcmp(demo, "1") == 0;
    if (!kind && !open && !staff)
        kind = err_set(reterr, ERR_DENIED, "permission.denied", "the outbox is the auditor's");
    if (!kind)
        kind = page_read(reading, "outbox", &page, reterr);
    /* A login code signs somebody in: outside a demo nobody reads it here. */
    if (!kind)
        kind = list_outbox(reading->db, reading->arena, open, &page, &rows, reterr);
    if (!kind)
        page_write_rows(reading, writer, "outbox", &page, &rows, 0, write_message, NULL);
    return kind;
}

enum err_kind message_read_load(struct call *call, struct err *reterr)
{
    struct row_wanted *wanted = wanted_row(call, 'Q');
    if (!wanted)
        return arena_full(reterr);
    wanted->read = message_read(call->reads, wanted->id);
    return ERR_NONE;
}

enum err_kind message_read_decide(struct call *call, struct err *reterr)
{
    const struct row_wanted *wanted = call->state;
    const struct db_result *message = db_flight_result(call->reads, wanted->read);
    int64_t account = message->row_count ? db_cell_int(message, 0, 0) : 0,
            person = message->row_count ? db_cell_int(message, 0, 1) : 0;
    bool mine = (account && account == call->actor.account_id) ||
                (person && person == call->actor.person_id);
    return mine ? ERR_NONE : err_set(reterr, ERR_MISSING, "message.unknown", "no such message");
}

enum err_kind message_read_apply(struct call *call, struct err *reterr)
{
    const struct row_wanted *wanted = call->state;
    int64_t read_us = db_cell_int(db_flight_result(call->reads, wanted->read), 0, 2);
    if (!read_us) {
        read_us = call->now_us;
        message_set_read(call->writes, wanted->id, read_us);
    }
    const char *at = instant_format(call->arena, read_us);
    call->status = 200;
    call->reply = at ? arena_printf(call->arena, "{\"read_at\":\"%s\"}", at) : NULL;
    return call->reply ? ERR_NONE : arena_full(reterr);
}
