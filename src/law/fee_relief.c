/* law/fee_relief: see fee_relief.h. */
#include "law/fee_relief.h"

#define MEASURES "诉讼费用交纳办法"

enum { REDUCTION_PERCENT_MIN = 30 };

const char *const relief_kind_names[RELIEF_KIND_COUNT + 1] = {"waiver", "reduction", "deferral",
                                                              NULL};
const char *const relief_ground_names[RELIEF_GROUND_COUNT + 1] = {
    "disabled", "maintenance",      "benefits", "bravery",   "disaster", "preferential",
    "welfare",  "social_insurance", "accident", "legal_aid", "other",    NULL};

static bool name_find(const char *const *names, const char *name, int *ret)
{
    for (int i = 0; names[i]; i++) {
        if (strcmp(names[i], name) == 0) {
            *ret = i;
            return true;
        }
    }
    return false;
}

bool relief_kind_of_name(const char *name, enum relief_kind *ret)
{
    int found = 0;
    bool known = name_find(relief_kind_names, name, &found);
    *ret = (enum relief_kind) found;
    return known;
}

bool relief_ground_of_name(const char *name, enum relief_ground *ret)
{
    int found = 0;
    bool known = name_find(relief_ground_names, name, &found);
    *ret = (enum relief_ground) found;
    return known;
}

/* The article that names each ground; RELIEF_OTHER stands in all three. */
static const enum relief_kind named_in[RELIEF_GROUND_COUNT] = {
    [RELIEF_DISABLED] = RELIEF_WAIVER,    [RELIEF_MAINTENANCE] = RELIEF_WAIVER,
    [RELIEF_BENEFITS] = RELIEF_WAIVER,    [RELIEF_BRAVERY] = RELIEF_WAIVER,
    [RELIEF_DISASTER] = RELIEF_REDUCTION, [RELIEF_PREFERENTIAL] = RELIEF_REDUCTION,
    [RELIEF_WELFARE] = RELIEF_REDUCTION,  [RELIEF_SOCIAL_INSURANCE] = RELIEF_DEFERRAL,
    [RELIEF_ACCIDENT] = RELIEF_DEFERRAL,  [RELIEF_LEGAL_AID] = RELIEF_DEFERRAL,
};

/* clang-format off */
static const struct relief_row {
    const char *zh, *en, *other_zh, *other_en, *basis;
} kinds[RELIEF_KIND_COUNT] = {
    [RELIEF_WAIVER]    = {"符合免交的情形，法院应当准予。", "A ground for waiver: the court grants it.",
                          "不属于列明的免交情形，由法院审查是否确有需要。", "No ground the article names: the court weighs the need.", MEASURES "第四十五条"},
    [RELIEF_REDUCTION] = {"符合减交的情形，法院应当准予，减交比例不低于百分之三十。", "A ground for reduction: the court grants it, by at least 30 %.",
                          "不属于列明的减交情形，由法院审查是否确有需要。", "No ground the article names: the court weighs the need.", MEASURES "第四十六条"},
    [RELIEF_DEFERRAL]  = {"符合缓交的情形，法院应当准予，在决定立案之前作出决定。", "A ground for deferral: the court grants it before it decides on registration.",
                          "不属于列明的缓交情形，由法院审查是否确有需要。", "No ground the article names: the court weighs the need.", MEASURES "第四十七条"},
};

static const struct bearing bearings[OUTCOME_COUNT] = {
    [OUTCOME_WON]                    = {"won", BEARER_LOSER, "由败诉方负担，胜诉方自愿承担的除外。", "The losing side bears it, unless the winner volunteers.", MEASURES "第二十九条"},
    [OUTCOME_PARTLY_WON]             = {"partly_won", BEARER_COURT_SPLIT, "部分胜诉、部分败诉，由法院决定各自负担的数额。", "Partly won: the court decides each side's part.", MEASURES "第二十九条"},
    [OUTCOME_MEDIATED]               = {"mediated", BEARER_AGREEMENT, "调解结案，由双方协商负担。", "Mediated: as the parties agree.", MEASURES "第三十一条"},
    [OUTCOME_DIVORCE]                = {"divorce", BEARER_AGREEMENT, "离婚案件，由双方协商负担。", "Divorce: as the parties agree.", MEASURES "第三十三条"},
    [OUTCOME_WITHDRAWN]              = {"withdrawn", BEARER_PLAINTIFF, "撤诉的，由原告或者上诉人负担。", "Withdrawn: the plaintiff or appellant bears it.", MEASURES "第三十四条"},
    [OUTCOME_ACT_CHANGED]            = {"act_changed", BEARER_DEFENDANT, "被告改变或者撤销行政行为后原告撤诉的，由被告负担。", "Withdrawn as the authority changed its act: the defendant bears it.", MEASURES "第三十四条"},
    [OUTCOME_PAYMENT_ORDER]          = {"payment_order", BEARER_DEBTOR, "债务人没有提出异议的，由债务人负担。", "No objection: the debtor bears it.", MEASURES "第三十六条"},
    [OUTCOME_PAYMENT_ORDER_OBJECTED] = {"payment_order_objected", BEARER_APPLICANT, "债务人提出异议的，由申请人负担；另行起诉的，可以列入诉讼请求。", "Objected: the applicant bears it and may claim it in a later suit.", MEASURES "第三十六条"},
    [OUTCOME_PUBLIC_SUMMONS]         = {"public_summons", BEARER_APPLICANT, "公示催告的申请费由申请人负担。", "Public summons: the applicant bears it.", MEASURES "第三十七条"},
    [OUTCOME_PRESERVATION]           = {"preservation", BEARER_APPLICANT, "保全申请费由申请人负担，可以列入诉讼请求。", "Preservation: the applicant bears it and may claim it in the suit.", MEASURES "第三十八条"},
    [OUTCOME_ENFORCEMENT]            = {"enforcement", BEARER_DEBTOR, "执行申请费由被执行人负担。", "Enforcement: the debtor bears it.", MEASURES "第三十八条"},
};
/* clang-format on */

/* Art. 44: waiver is for natural persons only. */
static struct relief_result not_for_companies(const struct relief_request *request)
{
    return (struct relief_result){
        .due_now_fen = request->fee_fen,
        .zh = "免交只适用于自然人；您可以申请减交或者缓交。",
        .en = "Waiver is for natural persons only; you may ask for reduction or deferral.",
        .basis = MEASURES "第四十四条"};
}

/* What stays, rounded half up. Percent of a sum: the sum is split so that nothing overflows. */
static int64_t reduced(int64_t fee_fen, int percent)
{
    int64_t kept = 100 - percent;
    return fee_fen / 100 * kept + (fee_fen % 100 * kept + 50) / 100;
}

enum err_kind fee_relief(const struct relief_request *request, struct relief_result *ret,
                         struct err *reterr)
{
    if (request->fee_fen < 0)
        return err_field(reterr, ERR_INVALID, "fee.amount", "fee", "a fee is not negative");
    bool reduction = request->kind == RELIEF_REDUCTION;
    if (reduction && (request->percent < REDUCTION_PERCENT_MIN || request->percent > 100))
        return err_field(reterr, ERR_INVALID, "fee.reduction", "percent",
                         "a reduction is at least 30 %% of the fee");
    if (request->kind == RELIEF_WAIVER && !request->natural_person) {
        *ret = not_for_companies(request);
        return ERR_NONE;
    }
    const struct relief_row *row = &kinds[request->kind];
    bool named = request->ground != RELIEF_OTHER && named_in[request->ground] == request->kind;
    struct relief_result result = {.admissible = true,
                                   .must_grant = named,
                                   .zh = named ? row->zh : row->other_zh,
                                   .en = named ? row->en : row->other_en,
                                   .basis = row->basis};
    if (reduction)
        result.due_now_fen = reduced(request->fee_fen, request->percent);
    if (request->kind == RELIEF_DEFERRAL)
        result.due_later_fen = request->fee_fen;
    *ret = result;
    return ERR_NONE;
}

struct bearing fee_bearing(enum fee_outcome outcome, bool agreed)
{
    struct bearing bearing = bearings[outcome];
    if (bearing.bearer == BEARER_AGREEMENT && !agreed) {
        bearing.bearer = BEARER_COURT_SPLIT;
        bearing.zh = "双方协商不成，由法院决定。";
        bearing.en = "The parties did not agree: the court decides.";
    }
    return bearing;
}
