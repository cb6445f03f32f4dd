/* api/inbox: messages: what the platform told whom. */
#include "api/page.h"
#include "base/text.h"
#include "law/law.h"
#include "store/notice.h"

/* ---- messages ----------------------------------------------------------------------------------
 */

/* Whole addresses are shown to nobody: of a phone the last four digits. */
static const char *masked_address(struct reading *reading, const char *channel, const char *sealed)
{
    static const struct field phone = {.name = "phone", .kind = FIELD_PHONE},
                              email = {.name = "email", .kind = FIELD_EMAIL};
    const char *plain = NULL;
    struct err err = {0};
    if (!sealed || secret_open(engine_keys(reading->engine), ADDRESS_PURPOSE, sealed,
                               reading->arena, &plain, &err))
        return NULL;
    struct value *value = value_new_text(reading->arena, plain);
    const struct value *masked =
        value ? field_mask(text_equal(channel, "mail") ? &email : &phone, value, reading->arena)
              : NULL;
    return masked ? value_text(masked) : NULL;
}

static void write_delivery(struct reading *reading, struct json_writer *writer, const char *channel,
                           const struct db_result *rows, size_t i, size_t first)
{
    const char *sealed = db_cell_text(rows, i, first);
    if (!sealed)
        return;
    json_begin(writer);
    json_named_text(writer, "channel", channel);
    json_named_text(writer, "address", masked_address(reading, channel, sealed));
    json_named_text(writer, "state", db_cell_text(rows, i, first + 1));
    write_instant(reading, writer, "sent_at", db_cell_int(rows, i, first + 2));
    json_end(writer);
}

static void write_message(struct reading *reading, struct json_writer *writer,
                          const struct db_result *rows, size_t i, void *context)
{
    (void) context;
    write_public_id(reading, writer, "id", 'Q', db_cell_int(rows, i, 0));
    json_named_text(writer, "matter",
                    matter_id_of(reading, db_cell_int(rows, i, 1), db_cell_text(rows, i, 10)));
    const char *recipient = db_cell_text(rows, i, 2);
    json_named_text(writer, "desk",
                    recipient && text_starts(recipient, "desk:") ? recipient + strlen("desk:")
                                                                 : NULL);
    json_named_text(writer, "notice", db_cell_text(rows, i, 3));
    json_named_text(writer, "title", db_cell_text(rows, i, 4));
    json_named_text(writer, "title_en", db_cell_text(rows, i, 5));
    json_named_text(writer, "text", db_cell_text(rows, i, 6));
    json_named_text(writer, "text_en", db_cell_text(rows, i, 7));
    write_instant(reading, writer, "at", db_cell_int(rows, i, 8));
    write_instant(reading, writer, "read_at", db_cell_int(rows, i, 9));
    json_name(writer, "deliveries");
    json_begin_list(writer);
    write_delivery(reading, writer, "sms", rows, i, MESSAGE_SMS);
    write_delivery(reading, writer, "mail", rows, i, MESSAGE_MAIL);
    json_end_list(writer);
}

static bool is_bounded(const struct actor *actor)
{
    return actor->delegation_id || (actor->scopes && *actor->scopes);
}

/* Messages of one list; of whoever acts for another, or only for some systems, with the matters
 * they may see. */
struct told {
    const struct db_result *rows;
    struct matter *matters[LIST_ROWS_MAX];
    size_t count;
};

static enum err_kind find_told(struct reading *reading, const struct db_result *rows,
                               struct told *ret, struct err *reterr)
{
    int64_t ids[LIST_ROWS_MAX];
    size_t count = 0;
    ret->rows = rows;
    ret->count = 0;
    for (size_t i = 0; is_bounded(&reading->actor) && i < rows->row_count; i++) {
        if (db_cell_int(rows, i, 1) && count < LIST_ROWS_MAX)
            ids[count++] = db_cell_int(rows, i, 1);
    }
    return count ? visible_matters(reading, MATTER_BARE, ids, count, ret->matters, &ret->count,
                                   reterr)
                 : ERR_NONE;
}

static bool is_told(const struct actor *actor, const struct told *told, size_t i)
{
    int64_t matter = db_cell_int(told->rows, i, 1);
    if (!is_bounded(actor))
        return true;
    for (size_t m = 0; m < told->count; m++) {
        if (told->matters[m]->id == matter)
            return true;
    }
    return !matter && (!actor->scopes || !*actor->scopes); /* what is of the account alone */
}

static int64_t id_at(const struct told *told, size_t i)
{
    return i < told->rows->row_count ? db_cell_int(told->rows, i, 0) : 0;
}

/* Newest first, as one; what is not told counts all the same. Returns the last place. */
static int64_t write_merged(struct reading *reading, struct json_writer *writer, size_t limit,
                            const struct told lists[2], bool *ret_more)
{
    size_t at[2] = {0, 0};
    int64_t last = 0;
    for (size_t count = 0; count < limit; count++) {
        int64_t left = id_at(&lists[0], at[0]), right = id_at(&lists[1], at[1]);
        size_t from = left >= right ? 0 : 1;
        if (!left && !right)
            break;
        last = left >= right ? left : right;
        if (is_told(&reading->actor, &lists[from], at[from])) {
            json_begin(writer);
            write_message(reading, writer, lists[from].rows, at[from], NULL);
            json_end(writer);
        }
        at[0] += left == last;
        at[1] += right == last;
    }
    *ret_more = id_at(&lists[0], at[0]) || id_at(&lists[1], at[1]);
    return last;
}
enum err_kind messages_list(struct reading *reading, struct json_writer *writer, struct err *reterr)
{
    static const struct db_result none = {0};
    struct list_page page;
    struct told lists[2];
    bool more = false;
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
    if (!kind)
        kind = find_told(reading, db_flight_result(flight, own), &lists[0], reterr);
    if (!kind)
        kind = find_told(reading, person ? db_flight_result(flight, person) : &none, &lists[1],
                         reterr);
    if (kind)
        return kind;
    json_begin(writer);
    json_name(writer, "items");
    json_begin_list(writer);
    int64_t last = write_merged(reading, writer, (size_t) page.limit - 1, lists, &more);
    json_end_list(writer);
    page_write_next(reading, writer, "messages", more, 0, last);
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
