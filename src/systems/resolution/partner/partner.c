/* systems/resolution/partner: a dispute at a partner body (总对总), from the push to the checked
 * agreement. What travels and how is docs/partner.md. */
#include "systems/resolution/partner/partner.h"

#include "base/text.h"
#include "store/matter.h"
#include "store/partner.h"

extern const struct embedded_file partner_definition[];

/* ---- who works for it here ------------------------------------------------------------------ */

static enum err_kind load(struct call *call, const char *action, struct err *reterr)
{
    if (strcmp(action, "push") != 0 && strcmp(action, "people_changed") != 0)
        return ERR_NONE;
    size_t *read = arena_alloc(call->arena, sizeof *read);
    if (!read)
        return arena_full(reterr);
    *read = partner_people_of_matter(call->reads, NULL, call->matter_id);
    call->state = read;
    return ERR_NONE;
}

static bool takes_part(const struct call *call, int64_t person_id)
{
    for (size_t i = 0; i < call->matter->participant_count; i++) {
        const struct participant *one = &call->matter->participants[i];
        if (one->active && one->person_id == person_id && text_equal(one->role, "partner_member"))
            return true;
    }
    return false;
}

static enum err_kind take_part(struct call *call, struct err *reterr)
{
    const size_t *read = call->state;
    const struct db_result *rows = read ? db_flight_result(call->reads, *read) : NULL;
    struct partner_person_row row;
    enum err_kind kind = ERR_NONE;
    for (size_t i = 0; !kind && partner_person_take(rows, i, &row); i++) {
        if (takes_part(call, row.person_id))
            continue;
        struct value *identity = value_new_map(call->arena);
        if (!identity || !value_set_text(call->arena, identity, "name", row.name))
            return arena_full(reterr);
        kind = call_add_participant(call, "partner_member", identity, row.person_id, NULL, reterr);
    }
    return kind;
}

static bool works_there(const struct call *call, int64_t person_id)
{
    const size_t *read = call->state;
    const struct db_result *rows = read ? db_flight_result(call->reads, *read) : NULL;
    struct partner_person_row row;
    for (size_t i = 0; partner_person_take(rows, i, &row); i++) {
        if (row.person_id == person_id)
            return true;
    }
    return false;
}

/* Who works for it no longer reads nothing of it any more; who has come sees what is open. */
static enum err_kind renew_people(struct call *call, const struct value *with, struct err *reterr)
{
    (void) with;
    for (size_t i = 0; i < call->matter->participant_count; i++) {
        struct participant *one = &call->matter->participants[i];
        if (!one->active || !text_equal(one->role, "partner_member") ||
            works_there(call, one->person_id))
            continue;
        one->active = false;
        participant_set_state(call->writes, one->id, one->state, false);
    }
    return take_part(call, reterr);
}

/* ---- messages to it ------------------------------------------------------------------------- */

static enum err_kind message_of(struct call *call, const char *message, struct value **ret,
                                struct err *reterr)
{
    struct partner_body body;
    enum err_kind kind = partner_body_find(call->arena, call_field_text(call, "partner"), 0,
                                           call_field_text(call, "mapping"), &body, reterr);
    return kind ? kind
                : partner_map(call->arena, value_get(body.out, message), call->matter->fields, ret,
                              reterr);
}

/* By its system where it is a peer, else by its people: none of both was refused before. */
static enum err_kind push(struct call *call, const struct value *with, struct err *reterr)
{
    const char *code = call_field_text(call, "partner");
    bool by_system = engine_peer_of(call->engine, code) != NULL;
    struct partner_body body;
    struct value *fields = NULL;
    (void) with;
    enum err_kind kind =
        partner_body_find(call->arena, code, day_of_instant(call->now_us), NULL, &body, reterr);
    if (!kind)
        kind = call_set_text(call, "partner_name", body.zh, reterr);
    if (!kind)
        kind = call_set_text(call, "mapping", body.mapping, reterr);
    if (!kind)
        kind = call_set_text(call, "link", by_system ? "system" : "people", reterr);
    if (!kind && !by_system)
        return take_part(call, reterr);
    if (!kind)
        kind = message_of(call, "push", &fields, reterr);
    return kind ? kind : call_send_open(call, code, "push", fields, reterr);
}

/* A body names the court alone: what it says of its dispute, and of a result, comes by the steps
 * that look at it. */
static enum err_kind open_bare(struct call *call, const struct value *with, struct err *reterr)
{
    const struct value *body = call_sender(call) ? call->body : NULL;
    (void) with;
    for (size_t i = 0; body && i < body->count; i++) {
        if (!text_equal(body->names[i], "court"))
            return err_field(reterr, ERR_INVALID, "envelope.mapping", body->names[i],
                             "a body opens with the court alone");
    }
    return ERR_NONE;
}

static const char *name_of_side(const struct value *parties, const char *side)
{
    for (size_t i = 0; i < parties->count; i++) {
        if (text_equal(value_text(value_get(parties->items[i], "side")), side))
            return value_text_of(parties->items[i], "name");
    }
    return "";
}

/* Whose it is, is what the thread says, not what the message says. */
static enum err_kind take_own(struct call *call, const struct value *with, struct err *reterr)
{
    const struct value *parties = value_get(call->matter->fields, "parties");
    const char *code = call_sender(call), *cause = call_field_text(call, "cause");
    struct partner_body body;
    (void) with;
    enum err_kind kind =
        partner_body_find(call->arena, code, day_of_instant(call->now_us), NULL, &body, reterr);
    if (kind)
        return kind;
    const char *title =
        arena_printf(call->arena, "%s与%s%s", name_of_side(parties, "applicant"),
                     name_of_side(parties, "respondent"), engine_cause_name(call->engine, cause));
    const char *const set[][2] = {{"partner", code},
                                  {"partner_name", body.zh},
                                  {"mapping", body.mapping},
                                  {"link", "system"},
                                  {"dispute_title", title}};
    for (size_t i = 0; !kind && i < COUNT_OF(set); i++)
        kind = set[i][1] ? call_set_text(call, set[i][0], set[i][1], reterr) : arena_full(reterr);
    return kind;
}

static bool two_sides(const struct facts *facts)
{
    const struct value *parties = value_get(facts->form, "parties");
    return *name_of_side(parties, "applicant") && *name_of_side(parties, "respondent");
}

/* What a system sends is checked by the value it names; people hand the file in here themselves. */
static bool names_sm3(const struct facts *facts)
{
    return !text_equal(value_text_of(facts->fields, "link"), "system") ||
           !text_equal(value_text_of(facts->form, "result"), "settled") ||
           *value_text_of(facts->form, "agreement_sm3");
}

/* {"do": "partner_tell", "message": "withdraw"}: to its system; its people read it here. */
static enum err_kind tell(struct call *call, const struct value *with, struct err *reterr)
{
    const char *message = value_text_of(with, "message");
    struct value *fields = NULL;
    if (!text_equal(call_field_text(call, "link"), "system"))
        return ERR_NONE;
    enum err_kind kind = message_of(call, message, &fields, reterr);
    return kind ? kind
                : call_send_act(call, call_field_text(call, "partner"), message, fields, reterr);
}

/* ---- the agreement -------------------------------------------------------------------------- */

/* Every file of it has the SM3 the result named; people who named none are held to nothing. */
static bool agreement_fits(const struct call *call)
{
    const char *told = call_field_text(call, "agreement_sm3");
    size_t count = call->documents ? call->documents->count : 0, fitting = 0;
    for (size_t i = 0; i < count; i++) {
        const struct db_result *row = db_flight_result(call->reads, call->documents_read + i);
        fitting += row->row_count && text_equal(db_cell_text(row, 0, 0), told);
    }
    return !*told || (count > 0 && fitting == count);
}

static enum err_kind check_agreement(struct call *call, const struct value *with,
                                     struct err *reterr)
{
    (void) with;
    return call_set_bool(call, "agreement_wrong", !agreement_fits(call), reterr);
}

/* ---- tables --------------------------------------------------------------------------------- */

#define LINKING "“总对总”在线诉调对接"

/* clang-format off */
static const struct guard guards[] = {
    {"partner_names_sm3", {"达成协议的，请写明协议文件的 SM3 值。", "Where it was settled, name the SM3 of the agreement's file."}, LINKING, names_sm3},
    {"partner_two_sides", {"双方当事人都要写明姓名或者名称。", "Name both sides."}, LINKING, two_sides}};
/* clang-format on */

static const struct effect effects[] = {
    {"partner_renew_people", LINKING, true, NULL, renew_people},
    {"partner_open_bare", LINKING, true, NULL, open_bare},
    {"partner_take_own", LINKING, false, NULL, take_own},
    {"partner_push", LINKING, true, NULL, push},
    {"partner_tell", LINKING, true, NULL, tell},
    {"partner_check_agreement", LINKING, false, NULL, check_agreement},
};

static enum err_kind compute_title(const struct facts *facts, struct arena *arena,
                                   struct value **ret, struct err *reterr)
{
    const char *dispute = value_text_of(facts->fields, "dispute_title"),
               *name = value_text_of(facts->fields, "partner_name");
    const char *title = *name ? arena_printf(arena, "%s（%s）", dispute, name) : dispute;
    *ret = title ? value_new_text(arena, title) : NULL;
    return *ret ? ERR_NONE : arena_full(reterr);
}

static const struct compute_word computes[] = {{"partner_title", compute_title}};

const struct system partner_system = {.name = "partner",
                                      .wing = "resolution",
                                      .definition = partner_definition,
                                      .guards = guards,
                                      .guard_count = COUNT_OF(guards),
                                      .effects = effects,
                                      .effect_count = COUNT_OF(effects),
                                      .computes = computes,
                                      .compute_count = COUNT_OF(computes),
                                      .operations = partner_operations,
                                      .operation_count = PARTNER_OPERATIONS,
                                      .load = load,
                                      .translate = partner_translate};
