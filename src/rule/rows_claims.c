/* rule/rows_claims: several claims, appeals, and who pays a fee when (law/fee_claims). */
#include "rule/private.h"

static const char *const procedures[] = {"ordinary", "summary", "small_claims", NULL};
static const char *const closings[] = {"judgment", "mediation", "withdrawal", NULL};

/* "8000000" texts into fen. */
static enum err_kind read_sums(const struct rule_value *value, const char *field, int64_t *ret,
                               struct err *reterr)
{
    enum { DIGITS_MAX = 15 };
    for (size_t i = 0; i < value->count; i++) {
        size_t digits = strspn(value->list[i], "0123456789");
        if (digits == 0 || digits > DIGITS_MAX || value->list[i][digits])
            return err_field(reterr, ERR_INVALID, "type.number", field, "whole fen, each");
        ret[i] = strtoll(value->list[i], NULL, 10);
    }
    return ERR_NONE;
}

/* clang-format off */
enum { C_AMOUNTS, C_NON_PROPERTY, C_PROCEDURE, C_CLOSED };
static const struct rule_field claims_in[] = {
    {"amounts_fen", RULE_WORDS, false, NULL, "各项财产请求的金额（分）", "each property claim, fen"},
    {"non_property", RULE_FLAG, false, NULL, "另有非财产请求", "claims without property beside them"},
    {"procedure", RULE_WORD, false, procedures, "程序，默认 ordinary", "procedure; ordinary when not given"},
    {"closed_by", RULE_WORD, false, closings, "结案方式，默认 judgment", "how it was closed; judgment when not given"},
    {0}};
static const struct rule_field claims_out[] = {
    {"fee_fen", RULE_FEN, true, NULL, "应交（分）", "due, fen"},
    {"amount_fen", RULE_FEN, true, NULL, "合计标的额（分）", "the sum in dispute, fen"},
    RULE_ACCOUNT, {0}};

enum { A_CONTESTED, A_JOINT, A_SETTLED };
static const struct rule_field appeal_in[] = {
    {"contested_fen", RULE_WORDS, true, NULL, "各上诉人不服的部分（分）", "what each appellant contests, fen"},
    {"joint", RULE_FLAG, false, NULL, "同一方共同上诉", "of one side, appealing together"},
    {"closed_by", RULE_WORD, false, closings, "结案方式，默认 judgment", "how it was closed; judgment when not given"},
    {0}};
static const struct rule_field appeal_out[] = {
    {"fee_fen", RULE_FEN, true, NULL, "合计应交（分）", "due in all, fen"},
    {"fees", RULE_INT, true, NULL, "几份", "how many fees"},
    RULE_ACCOUNT, {0}};

static const struct rule_field prepayment_in[] = {
    {"event", RULE_TEXT, true, NULL, "交费的事由：suit counterclaim appeal application enforcement bankruptcy labour_remuneration representative_undetermined payment_order_failed", "what is paid for"}, {0}};
static const struct rule_field prepayment_out[] = {
    {"prepaid", RULE_FLAG, true, NULL, "应当预交", "paid in advance"},
    {"period", RULE_TEXT, false, NULL, "期限（法定期间的名称）", "its period, by name"},
    RULE_ACCOUNT, {0}};
/* clang-format on */

static enum err_kind claims(const struct rule_call *call, struct err *reterr)
{
    const struct rule_value *v = call->values;
    int64_t sums[JSON_FLAT_LIST_MAX];
    struct fee_request request = {.summary = given_word(&v[C_PROCEDURE], 0) > 0,
                                  .settled = given_word(&v[C_CLOSED], 0) > 0};
    struct fee_result result;
    enum err_kind kind = read_sums(&v[C_AMOUNTS], "amounts_fen", sums, reterr);
    if (!kind)
        kind = fee_of_claims(sums, v[C_AMOUNTS].count, given_flag(&v[C_NON_PROPERTY]), &request,
                             reterr);
    if (!kind)
        kind = fee_compute(&request, call->arena, &result, reterr);
    if (kind)
        return kind;
    json_named_int(call->writer, "fee_fen", result.due_fen);
    json_named_int(call->writer, "amount_fen", request.amount_fen);
    answer_basis(call, "民事诉讼法解释第二百零一条", result.basis);
    answer_step(call, result.account_zh, result.account_en);
    return ERR_NONE;
}

static enum err_kind appeal(const struct rule_call *call, struct err *reterr)
{
    const struct rule_value *v = call->values;
    int64_t sums[JSON_FLAT_LIST_MAX];
    const struct fee_request request = {.kind = FEE_PROPERTY,
                                        .settled = given_word(&v[A_SETTLED], 0) > 0};
    struct appeal_fee fee;
    enum err_kind kind = read_sums(&v[A_CONTESTED], "contested_fen", sums, reterr);
    if (!kind)
        kind = fee_of_appeal(&request, sums, v[A_CONTESTED].count, given_flag(&v[A_JOINT]),
                             call->arena, &fee, reterr);
    if (kind)
        return kind;
    json_named_int(call->writer, "fee_fen", fee.total_fen);
    json_named_int(call->writer, "fees", (int64_t) fee.fees);
    answer_basis(call, "诉讼费用交纳办法第十七条", "民事诉讼法解释第二百零二条");
    answer_step(call,
                "按不服一审裁判部分的请求数额交纳；同一方共同上诉的交一份，分别上诉的各交一份。",
                "On the part of the judgment that is contested: one fee for appellants of one side "
                "together, one each for those who appeal apart.");
    return ERR_NONE;
}

static enum err_kind prepayment(const struct rule_call *call, struct err *reterr)
{
    const struct prepayment *row = prepayment_of(call->values[0].text);
    if (!row)
        return err_field(reterr, ERR_INVALID, "choice.unknown", "event", "no such event");
    json_named_flag(call->writer, "prepaid", row->prepaid);
    if (row->period)
        json_named_text(call->writer, "period", row->period);
    answer_basis(call, row->basis, NULL);
    answer_step(call, row->zh, row->en);
    return ERR_NONE;
}

const struct rule claim_rules[] = {
    {"claims_fee", "多项请求的受理费", "Fee of several claims", NULL, claims_in, claims_out,
     "{\"amounts_fen\":[\"8000000\",\"4000000\"],\"non_property\":true}", claims},
    {"appeal_fee", "上诉案件受理费", "Fees of an appeal", NULL, appeal_in, appeal_out,
     "{\"contested_fen\":[\"12000000\",\"10000000\"],\"joint\":true}", appeal},
    {"prepayment", "由谁、何时预交", "Who pays a fee first, and when", NULL, prepayment_in,
     prepayment_out, "{\"event\":\"appeal\"}", prepayment},
    {0}};
