/*
 * api/identity: an identity that is checked. Whoever types a name and a number claims to be that
 * person; what others filed with that person in it is shown only after a check: by the identity
 * service the operator connected (a port), or here, by a clerk who has the card in hand.
 */
#include "api/operations.h"
#include "api/session.h"

#include "base/text.h"
#include "store/identity.h"
#include "store/matter.h"
#include "store/work.h"

struct check {
    const char *id_index;
    size_t account_place, person_place, other_place;
    struct account_row account;
};

static enum err_kind check_load(struct call *call, struct err *reterr)
{
    struct check *check = arena_alloc(call->arena, sizeof *check);
    const struct keys *keys = engine_keys(call->engine);
    if (!check)
        return arena_full(reterr);
    check->id_index = secret_index(keys, ID_PURPOSE, body_text(call, "id_number"), call->arena);
    const char *phone = secret_index(keys, PHONE_PURPOSE, body_text(call, "phone"), call->arena);
    if (!check->id_index || !phone)
        return arena_full(reterr);
    check->account_place = account_by_phone_read(call->reads, phone);
    check->person_place = person_by_index_read(call->reads, check->id_index);
    check->other_place = account_of_person_read(call->reads, check->id_index, 0);
    call->state = check;
    return ERR_NONE;
}

static enum err_kind check_decide(struct call *call, struct err *reterr)
{
    struct check *check = call->state;
    const struct db_result *person = db_flight_result(call->reads, check->person_place),
                           *other = db_flight_result(call->reads, check->other_place);
    if (!value_true(value_get(call->body, "card_seen")))
        return err_field(reterr, ERR_INVALID, "identity.card", "card_seen", "the card is needed");
    if (!account_take(db_flight_result(call->reads, check->account_place), 0, &check->account))
        return err_field(reterr, ERR_MISSING, "account.unknown", "phone", "no account of it");
    if (person->row_count && !text_equal(db_cell_text(person, 0, 1), body_text(call, "name")))
        return err_field(reterr, ERR_INVALID, "identity.mismatch", "name", "known otherwise");
    if (other->row_count && db_cell_int(other, 0, 0) != check->account.id)
        return err_set(reterr, ERR_CONFLICT, "identity.taken", "another account was checked");
    return ERR_NONE;
}

static enum err_kind check_apply(struct call *call, struct err *reterr)
{
    struct check *check = call->state;
    const char *sealed = NULL, *name = body_text(call, "name");
    enum err_kind kind = secret_seal(engine_keys(call->engine), ID_PURPOSE,
                                     body_text(call, "id_number"), call->arena, &sealed, reterr);
    if (kind)
        return kind;
    person_ensure(call->writes, call_new_id(call, ID_PERSON), "person", name, "resident_id", sealed,
                  check->id_index, NULL, NULL, call->now_us);
    account_update(call->writes, check->account.id, NULL, NULL, name, check->id_index);
    account_check(call->writes, check->account.id, call->now_us, call->actor.account_id);
    account_prove(call->writes, check->account.id, call->now_us);
    identity_proof_insert(call->writes,
                          &(struct identity_proof){.id = call_new_id(call, ID_IDENTITY_PROOF),
                                                   .account_id = check->account.id,
                                                   .method = "staff",
                                                   .adapter = "window",
                                                   .agrees = true,
                                                   .at_us = call->now_us,
                                                   .by_account = call->actor.account_id});
    check->account.name = name;
    check->account.verified = "checked";
    struct json_writer writer;
    json_writer_init(&writer, call->arena, 16 * 1024);
    json_begin(&writer);
    json_name(&writer, "account");
    json_begin(&writer);
    account_write(call->engine, &writer, &check->account);
    json_end(&writer);
    json_end(&writer);
    return call_reply(call, 201, &writer, reterr);
}

static const struct field fields[] = {
    {.name = "phone", .kind = FIELD_PHONE, .title = {"登录用的手机号", "Phone they sign in with"}},
    {.name = "name", .kind = FIELD_TEXT, .title = {"姓名", "Name"}, .min = 1, .max = 50},
    {.name = "id_number", .kind = FIELD_RESIDENT_ID, .title = {"公民身份号码", "Identity number"}},
    {.name = "card_seen",
     .kind = FIELD_YES_NO,
     .title = {"已核对本人和身份证原件", "Person and card were compared"}}};
static const struct form_field check_form[] = {
    {&fields[0], true}, {&fields[1], true}, {&fields[2], true}, {&fields[3], true}};

const struct operation identity_operations[] = {
    {.name = "identity_check",
     .method = "POST",
     .path = "/identity/checks",
     .permission = "window_clerk guide",
     .reply = "{account:@Account}",
     .summary = {"窗口核验身份", "Checks a person's identity at the window"},
     .form = check_form,
     .form_count = COUNT_OF(check_form),
     .load = check_load,
     .decide = check_decide,
     .apply = check_apply},
    {0}};
