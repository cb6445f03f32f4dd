/*
 * systems/intake/lawyer: who acts as a lawyer with their own account. The licence is compared with
 * the register of the justice authority, or by the window (JI 88: licence and letter of the firm);
 * what comes of it is a delegation of the licence's seat (store/delegation.h), so that what
 * somebody does as a lawyer never mixes with what is theirs as a party, and so that all of it,
 * assistants included, stops at once with the licence (Lawyers Law 28: only who holds one
 * practises).
 */
#include "systems/intake/lawyer/lawyer.h"

#include "base/text.h"
#include "store/delegation.h"
#include "store/licence.h"
#include "store/work.h"

enum { TERM_DAYS_MAX = 400 }; /* the yearly assessment, and the weeks it takes */

extern const struct embedded_file lawyer_definition[];

static const struct value *registered(const struct facts *facts)
{
    return value_get(facts->outside, "register");
}

/* ---- guards --------------------------------------------------------------------------------- */

static bool number_good(const struct facts *facts)
{
    return !lawyer_licence_fault(value_text_of(facts->fields, "licence_number"), NULL);
}

static bool checked(const struct facts *facts)
{
    return value_true(value_get(facts->outside, "checked"));
}

/* What the register does not know says nothing against it. */
static bool in_standing(const struct facts *facts)
{
    const struct value *row = registered(facts);
    return value_is_null(row) ||
           (text_equal(value_text_of(row, "state"), "valid") &&
            value_int(value_get(row, "until"), 0) >= day_of_instant(facts->received_us));
}

static bool agrees(const struct facts *facts)
{
    const struct value *row = registered(facts);
    return !value_is_null(row) && value_true(value_get(row, "held"));
}

static bool is_free(const struct facts *facts)
{
    return !value_true(value_get(facts->outside, "taken"));
}

static bool term(const struct facts *facts)
{
    int32_t until = 0, today = day_of_instant(facts->received_us);
    return day_parse(value_text_of(facts->fields, "until"), &until) && until >= today &&
           until - today <= TERM_DAYS_MAX;
}

static bool seen(const struct facts *facts)
{
    const struct value *what = value_get(facts->fields, "seen");
    return value_has_text(what, "original") && value_has_text(what, "person");
}

/* clang-format off */
static const struct guard guards[] = {
    {"lawyer_number", {"律师执业证号不正确。请您照执业证填写十七位数字。", "This is no number of a licence. Please copy the seventeen digits from it."}, NULL, number_good},
    {"lawyer_checked", {"请先完成实名核验，再核对律师执业证。", "Your identity has to be checked first."}, "人民法院在线诉讼规则第七条", checked},
    {"lawyer_standing", {"司法行政机关登记的状态不是正常执业，或者已经到期。请您先向司法行政机关核实。", "The register of the justice authority says it is not in good standing, or past. Please ask there first."}, "中华人民共和国律师法第二十八条", in_standing},
    {"lawyer_agrees", {"与司法行政机关的登记不一致，或者登记里还没有。请您核对执业证号；没有错的，请选择由窗口核对原件。", "It does not agree with the register of the justice authority, or is not in it yet. Please look at the number again; if it is right, ask the window to compare the original."}, "最高人民法院关于适用民事诉讼法的解释第八十八条", agrees},
    {"lawyer_free", {"这个执业证号已经有人登记。是您自己的，请到“我的事项”查看；不是的，请马上联系法院窗口。", "This licence is entered already. If by you, see your matters; if not, tell the court's window at once."}, NULL, is_free},
    {"lawyer_term", {"截止日期要在今天以后，下一次年度考核备案以前。", "The last day lies ahead, before the next yearly assessment."}, NULL, term},
    {"lawyer_seen", {"请核对执业证原件，并核对本人和身份证，再予以登记。", "Please compare the original licence, and the person with the identity card, before you enter it."}, "最高人民法院关于适用民事诉讼法的解释第八十八条", seen},
};
/* clang-format on */

/* ---- effects -------------------------------------------------------------------------------- */

const char *lawyer_seat_index(const struct call *call, const char *number)
{
    return secret_index(engine_keys(call->engine), "person.id_number", number, call->arena);
}

static enum err_kind set_last_day(struct call *call, const struct value *row, struct err *reterr)
{
    const char *day = day_format(call->arena, (int32_t) value_int(value_get(row, "until"), 0));
    enum err_kind kind = day ? call_set_text(call, "until", day, reterr) : arena_full(reterr);
    return kind ? kind : call_set_text(call, "last_day", day, reterr);
}

static enum err_kind take_register(struct call *call, const struct value *with, struct err *reterr)
{
    const struct value *row = registered(&call->facts);
    enum err_kind kind = call_note_applicant(call, with, reterr);
    if (!kind)
        kind = call_set_text(call, "firm", value_text_of(row, "firm"), reterr);
    return kind ? kind : set_last_day(call, row, reterr);
}

/* The licence's person, its seat, and what the seat lets its lawyer do: everything, as an agent. */
static enum err_kind enter(struct call *call, const struct value *with, struct err *reterr)
{
    const char *number = call_field_text(call, "licence_number"), *index = NULL,
               *name = call_field_text(call, "applicant_name");
    struct value *identity = value_new_map(call->arena);
    char id[PUBLIC_ID_BYTES];
    int32_t until = 0;
    (void) with;
    if (!identity || !value_set_text(call->arena, identity, "name", name) ||
        !value_set_text(call->arena, identity, "licence", number))
        return arena_full(reterr);
    enum err_kind kind = call_ensure_person(call, identity, &index, reterr);
    if (kind)
        return kind;
    const struct seat_delegation row = {
        .id = call_new_id(call, ID_DELEGATION),
        .delegate_id = call->matter->owner_account,
        .matter_id = call->matter->id,
        .set_us = call->now_us,
        .to_day = day_parse(call_field_text(call, "last_day"), &until) ? until : 0,
        .kind = "lawyer",
        .person_index = index,
        .name = name,
        .capacity = "lawyer",
        .rights = "read write talk act whole"};
    seat_account_ensure(call->writes, call_new_id(call, ID_ACCOUNT), "lawyer", name, index,
                        call->now_us);
    seat_delegation_insert(call->writes, &row);
    seat_account_status(call->writes, row.id, "active");
    public_id(engine_keys(call->engine), 'V', row.id, id);
    return call_set_text(call, "delegation", id, reterr);
}

static bool delegation_of(const struct call *call, int64_t *ret)
{
    return public_id_parse(engine_keys(call->engine), 'V',
                           value_text_of(call->matter->fields, "delegation"), ret);
}

static enum err_kind seat_off(struct call *call, const struct value *with, struct err *reterr)
{
    int64_t id = 0;
    (void) with;
    (void) reterr;
    if (delegation_of(call, &id))
        seat_account_status(call->writes, id, "suspended");
    return ERR_NONE;
}

static enum err_kind seat_on(struct call *call, const struct value *with, struct err *reterr)
{
    int64_t id = 0;
    (void) with;
    (void) reterr;
    if (delegation_of(call, &id))
        seat_account_status(call->writes, id, "active");
    return ERR_NONE;
}

/* Another last day, as the register has it now. */
static enum err_kind renew(struct call *call, const struct value *with, struct err *reterr)
{
    const struct value *row = registered(&call->facts);
    int64_t id = 0;
    (void) with;
    if (value_is_null(row))
        return ERR_NONE;
    if (delegation_of(call, &id))
        delegation_prolong(call->writes, id, (int32_t) value_int(value_get(row, "until"), 0));
    return set_last_day(call, row, reterr);
}

/* What the seat gave to assistants ends with it: nothing of a seat that is not active is in force.
 */
static enum err_kind end(struct call *call, const struct value *with, struct err *reterr)
{
    int64_t id = 0;
    if (delegation_of(call, &id))
        delegation_end_if_open(call->writes, id, call->actor.account_id, call->now_us);
    return seat_off(call, with, reterr);
}

static const struct effect effects[] = {
    {"lawyer_note_applicant", "中华人民共和国民事诉讼法第六十一条", false, NULL,
     call_note_applicant},
    {"lawyer_take_register", "最高人民法院关于适用民事诉讼法的解释第八十八条", false, NULL,
     take_register},
    {"lawyer_enter", "中华人民共和国民事诉讼法第六十一条", false, NULL, enter},
    {"lawyer_seat_off", "中华人民共和国律师法第二十八条", false, NULL, seat_off},
    {"lawyer_seat_on", NULL, false, NULL, seat_on},
    {"lawyer_renew", NULL, true, NULL, renew},
    {"lawyer_end", NULL, true, NULL, end},
};

/* ---- what the register says ----------------------------------------------------------------- */

struct register_reads {
    size_t row, lawyer;
    bool asks_lawyer;
};

static enum err_kind load(struct call *call, const char *action, struct err *reterr)
{
    struct register_reads *reads = arena_alloc(call->arena, sizeof *reads);
    const char *number = body_text(call, "licence_number");
    const char *id = value_text_of(call->params, "id");
    int64_t matter = 0;
    (void) action;
    if (!reads)
        return arena_full(reterr);
    *reads = (struct register_reads){.asks_lawyer = number != NULL};
    if (number) {
        const char *index = lawyer_seat_index(call, number);
        if (!index)
            return arena_full(reterr);
        reads->row = licence_read(call->reads, number, call->actor.person_id);
        reads->lawyer = licence_lawyer_read(call->reads, index);
    } else {
        (void) !public_id_parse(engine_keys(call->engine), public_id_prefix_of(id), id, &matter);
        reads->row = licence_of_matter_read(call->reads, matter ? matter : call->matter_id,
                                            call->actor.person_id);
    }
    call->state = reads;
    return ERR_NONE;
}

static bool note_register(struct call *call, const struct db_result *rows)
{
    struct value *row = rows->row_count ? value_new_map(call->arena) : NULL;
    if (!rows->row_count)
        return true;
    return row && value_set_text(call->arena, row, "firm", db_cell_text(rows, 0, LICENCE_FIRM)) &&
           value_set_text(call->arena, row, "state", db_cell_text(rows, 0, LICENCE_STATE)) &&
           value_set_int(call->arena, row, "until", db_cell_int(rows, 0, LICENCE_UNTIL)) &&
           value_set_bool(call->arena, row, "held", db_cell_int(rows, 0, LICENCE_HELD) != 0) &&
           value_set(call->arena, call->outside, "register", row);
}

static enum err_kind loaded(struct call *call, const char *action, struct err *reterr)
{
    const struct register_reads *reads = call->state;
    const struct actor *actor = &call->actor;
    (void) action;
    bool taken = reads->asks_lawyer && db_flight_result(call->reads, reads->lawyer)->row_count > 0;
    call->outside = value_new_map(call->arena);
    bool good = call->outside &&
                value_set_bool(call->arena, call->outside, "checked",
                               actor->person_id && !actor->delegation_id) &&
                value_set_bool(call->arena, call->outside, "taken", taken) &&
                note_register(call, db_flight_result(call->reads, reads->row));
    return good ? ERR_NONE : arena_full(reterr);
}

/* "闻思齐律师（湖北淦川律师事务所）" */
static enum err_kind compute_title(const struct facts *facts, struct arena *arena,
                                   struct value **ret, struct err *reterr)
{
    const char *who = value_text(value_get(facts->fields, "applicant_name")),
               *firm = value_text(value_get(facts->fields, "firm"));
    const char *title = who && firm ? arena_printf(arena, "%s律师（%s）", who, firm)
                        : who       ? arena_printf(arena, "%s律师", who)
                                    : "律师执业核对";
    *ret = title ? value_new_text(arena, title) : NULL;
    return *ret ? ERR_NONE : arena_full(reterr);
}

static const struct compute_word computes[] = {{"lawyer_title", compute_title}};

const struct system lawyer_system = {.name = "lawyer",
                                     .wing = "intake",
                                     .definition = lawyer_definition,
                                     .guards = guards,
                                     .guard_count = COUNT_OF(guards),
                                     .effects = effects,
                                     .effect_count = COUNT_OF(effects),
                                     .computes = computes,
                                     .compute_count = COUNT_OF(computes),
                                     .operations = lawyer_operations,
                                     .operation_count = LAWYER_OPERATIONS,
                                     .load = load,
                                     .loaded = loaded};
