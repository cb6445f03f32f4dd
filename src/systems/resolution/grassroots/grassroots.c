/* systems/resolution/grassroots: leads that grid workers report, with the words their definition
 * names. What belongs to whom follows from the register of units (store/unit.h). */
#include "systems/resolution/grassroots/grassroots.h"

#include "base/text.h"

enum { ALIKE_DAYS = 30 };

extern const struct embedded_file grassroots_definition[];

struct lead_reads {
    struct unit_reads unit;
    size_t alike, place;
    bool asks_alike, asks_place;
};

static enum err_kind load(struct call *call, const char *action, struct err *reterr)
{
    struct lead_reads *reads = arena_alloc(call->arena, sizeof *reads);
    const char *same_as = body_text(call, "same_as"), *unit = body_text(call, "unit"),
               *kind_of = body_text(call, "kind");
    int64_t other = 0;
    if (!reads)
        return arena_full(reterr);
    *reads = (struct lead_reads){0};
    enum err_kind kind = call_unit_load(call, &reads->unit, reterr);
    if (!kind && strcmp(action, "report") == 0 && unit && kind_of) {
        const char *since = day_format(call->arena, day_of_instant(call->received_us) - ALIKE_DAYS);
        reads->asks_alike = true;
        reads->alike =
            leads_alike_read(call->reads, unit, kind_of, since ? since : "", call->matter_id);
    }
    if (!kind && same_as && matter_id_parse(call->engine, same_as, &other) &&
        other != call->matter_id) {
        reads->asks_place = true;
        reads->place = lead_place_read(call->reads, other);
    }
    call->state = reads;
    return kind;
}

static struct value *alike_value(struct call *call, const struct db_result *rows)
{
    struct value *list = value_new_list(call->arena);
    for (size_t i = 0; list && i < rows->row_count; i++) {
        const struct workflow *workflow =
            engine_workflow_by_hash(call->engine, db_cell_text(rows, i, 1));
        char id[PUBLIC_ID_BYTES];
        struct value *row = value_new_map(call->arena);
        if (!workflow)
            continue;
        public_id(engine_keys(call->engine), workflow->prefix, db_cell_int(rows, i, 0), id);
        const char *day = db_cell_text(rows, i, 3), *title = db_cell_text(rows, i, 2);
        bool good =
            row && value_set_text(call->arena, row, "matter", id) &&
            value_set_text(call->arena, row, "zh",
                           arena_printf(call->arena, "同村同类线索：%s（%s上报）", title, day)) &&
            value_set_text(
                call->arena, row, "en",
                arena_printf(call->arena, "Same village, same kind: %s (%s)", title, day)) &&
            value_add(call->arena, list, row);
        if (!good)
            return NULL;
    }
    return list;
}

static enum err_kind loaded(struct call *call, const char *action, struct err *reterr)
{
    const struct lead_reads *reads = call->state;
    (void) action;
    if (!reads)
        return ERR_NONE;
    enum err_kind kind = call_unit_loaded(call, &reads->unit, reterr);
    if (!kind && reads->asks_alike) {
        struct value *alike = alike_value(call, db_flight_result(call->reads, reads->alike));
        if (!alike || !value_set(call->arena, call->outside, "alike", alike))
            return arena_full(reterr);
    }
    if (!kind && reads->asks_place) {
        const struct db_result *rows = db_flight_result(call->reads, reads->place);
        bool open = rows->row_count && !db_cell_int(rows, 0, 1);
        if (!value_set_text(call->arena, call->outside, "other_village",
                            open ? db_cell_text(rows, 0, 0) : ""))
            return arena_full(reterr);
    }
    return kind;
}

/* ---- guards --------------------------------------------------------------------------------- */

static bool unit_is_yours(const struct facts *facts)
{
    const struct value *unit = value_get(facts->outside, "unit");
    return value_true(value_get(unit, "mine")) &&
           text_equal(value_text(value_get(unit, "court")),
                      value_text(value_get(facts->matter, "court")));
}

/* What the phone's clock says, as far as it can be: not ahead of ours, and not older than the court
 * allows. */
static bool time_is_true(const struct facts *facts)
{
    const char *told = value_text(value_get(facts->form, "reported_at"));
    int64_t at_us = 0, days = value_int(value_get(facts->settings, "oldest_days"), 14);
    if (!told)
        return true;
    return instant_parse(told, &at_us) && at_us <= facts->received_us + CLOCKS_APART_US &&
           at_us >= facts->received_us - days * DAY_US;
}

static bool not_from_suit(const struct facts *facts)
{
    return !value_true(value_get(facts->fields, "from_suit"));
}

static bool same_place(const struct facts *facts)
{
    const char *other = value_text(value_get(facts->outside, "other_village"));
    return other && *other && text_equal(other, value_text(value_get(facts->fields, "village")));
}

/* 人民调解法 29: the agreement bears the parties' signatures or fingerprints. */
static bool two_sign(const struct facts *facts)
{
    const struct value *signers = value_get(facts->form, "signers");
    const struct value *ones = value_get(facts->form, "applicants"),
                       *others = value_get(facts->form, "respondents");
    size_t parties = ones->count + others->count;
    return parties >= 2 && ones->count && others->count && signers->count >= parties;
}

/* 电子签名法 3: papers on marriage, adoption, succession are signed by hand. */
static bool signature_serves(const struct facts *facts)
{
    const struct value *signers = value_get(facts->form, "signers");
    if (!text_equal(value_text(value_get(facts->fields, "kind")), "family"))
        return true;
    for (size_t i = 0; i < signers->count; i++) {
        if (text_equal(value_text(value_path(signers->items[i], "signature.mode")), "screen"))
            return false;
    }
    return value_get(facts->form, "signed_paper")->count > 0;
}

static bool visits_done(const struct facts *facts)
{
    for (size_t i = 0; i < facts->deadlines->count; i++) {
        const char *name = value_text(value_get(facts->deadlines->items[i], "name"));
        if (name && strncmp(name, "visit_", 6) == 0)
            return false;
    }
    return true;
}

/* clang-format off */
const struct guard grassroots_guards[GRASSROOTS_GUARDS] = {
    {"grassroots_unit_is_yours", {"请选择您任职的网格或者单位；不在名单里的，请联系法院诉讼服务中心登记。", "Choose a unit where you serve; if none is listed, ask the court's service centre."},
     "法〔2021〕247号", unit_is_yours},
    {"grassroots_time_is_true", {"上报时间不对：不能晚于现在，也不能太早。请核对手机时间。", "The time of the report cannot be: please check the phone's clock."}, NULL, time_is_true},
    {"grassroots_not_from_suit", {"法院送来的案件只能就地化解或者退回法院。", "What the court sent is settled here or given back."}, "最高人民法院关于人民法院特邀调解的规定第二十一条", not_from_suit},
    {"grassroots_same_place", {"只能并入同一个村、社区的另一条没有办结的线索。", "Merge only into another open lead of the same village."}, NULL, same_place},
    {"grassroots_two_sign", {"协议要写明双方，并由各方签名或者捺印。", "Name both sides; every party signs or leaves a fingerprint."}, "中华人民共和国人民调解法第二十九条", two_sign},
    {"grassroots_signature_serves", {"婚姻家庭的协议不适用屏幕签名，请在纸上签名并上传照片。", "Agreements on family matters are signed on paper: upload its photo."}, "中华人民共和国电子签名法第三条", signature_serves},
    {"grassroots_visits_done", {"还有回访没有完成。", "Return visits are still open."}, "法〔2021〕247号", visits_done},
};
/* clang-format on */

const struct system grassroots_system = {.name = "grassroots",
                                         .wing = "resolution",
                                         .definition = grassroots_definition,
                                         .guards = grassroots_guards,
                                         .guard_count = GRASSROOTS_GUARDS,
                                         .effects = grassroots_effects,
                                         .effect_count = GRASSROOTS_EFFECTS,
                                         .operations = grassroots_operations,
                                         .operation_count = GRASSROOTS_OPERATIONS,
                                         .load = load,
                                         .loaded = loaded};
