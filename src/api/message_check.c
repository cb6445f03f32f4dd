/*
 * api/message_check: "is this message really from the court?" Whoever holds a message gives its
 * words and the address it came to; the answer says only whether this platform sent exactly these
 * words there. Nothing is told that the asker does not hold already, and few may be asked at a
 * time.
 */
#include "api/operations.h"
#include "api/private.h"
#include "api/session.h"
#include "base/text.h"
#include "store/notice.h"

enum { MESSAGE_CHECKS_MAX = 30, WORDS_MAX = 1500 };

static enum err_kind check_load(struct call *call, struct err *reterr)
{
    const char *phone = value_text(value_get(call->body, "phone")),
               *email = value_text(value_get(call->body, "email")),
               *words = value_text(value_get(call->body, "text"));
    size_t *place = arena_alloc(call->arena, sizeof *place);
    call->idempotency_key = NULL; /* what people were sent is kept nowhere else */
    if (!place)
        return arena_full(reterr);
    if (!phone && !email)
        return err_field(reterr, ERR_INVALID, "required", "phone", "where did it come to?");
    const char *index = message_words_index(engine_keys(call->engine), phone ? phone : email,
                                            words ? words : "", call->arena);
    if (!index)
        return arena_full(reterr);
    *place = delivery_by_words_read(call->reads, index);
    call->state = place;
    return rate_check(work_of_call(call)->api, "message_check", call->client_address,
                      MESSAGE_CHECKS_MAX, reterr);
}

static enum err_kind check_apply(struct call *call, struct err *reterr)
{
    const size_t *place = call->state;
    const struct db_result *found = db_flight_result(call->reads, *place);
    int64_t sent_us = found->row_count ? db_cell_int(found, 0, 0) : 0;
    struct json_writer writer;
    json_writer_init(&writer, call->arena, 512);
    json_begin(&writer);
    json_named_text(&writer, "result", found->row_count ? "sent" : "unknown");
    json_named_text(&writer, "sent_at", sent_us ? instant_format(call->arena, sent_us) : NULL);
    json_end(&writer);
    return call_reply(call, 200, &writer, reterr);
}

static const struct field phone = {
    .name = "phone", .kind = FIELD_PHONE, .title = {"收到短信的手机号", "Phone it came to"}};
static const struct field email = {
    .name = "email", .kind = FIELD_EMAIL, .title = {"收到邮件的邮箱", "Address it came to"}};
static const struct field text = {.name = "text",
                                  .kind = FIELD_LONG_TEXT,
                                  .title = {"消息全文", "The whole message"},
                                  .min = 1,
                                  .max = WORDS_MAX};
static const struct form_field check_form[] = {{&phone, false}, {&email, false}, {&text, true}};

const struct operation message_check_operations[] = {
    {.name = "message_check",
     .always = true,
     .method = "POST",
     .path = "/messages/check",
     .permission = "public",
     .reply = "{result:s sent_at:s?}",
     .summary = {"核对消息是否由本平台发出", "Did the platform send this message?"},
     .form = check_form,
     .form_count = COUNT_OF(check_form),
     .load = check_load,
     .apply = check_apply},
    {0}};
