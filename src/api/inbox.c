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
