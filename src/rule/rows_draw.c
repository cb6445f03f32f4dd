/* rule/rows_draw: a draw of a judge again, by whoever wants to know that it was one. */
#include "rule/draw.h"
#include "rule/private.h"

#define DRAW_BASIS "最高人民法院关于完善人民法院司法责任制的若干意见第七条"

enum { D_SEED, D_MATTER, D_ROUND, D_CANDIDATES };
static const struct rule_field draw_in[] = {
    {"seed", RULE_TEXT, true, NULL, "种子", "seed"},
    {"matter", RULE_TEXT, true, NULL, "事项编号", "id of the matter"},
    {"round", RULE_INT, true, NULL, "第几次抽取，从1起", "round, from 1"},
    {"candidates", RULE_WORDS, true, NULL, "参加抽取的人，按编号排列，每项为“编号:权重”",
     "who may be drawn, in the order of their names, each \"NAME:WEIGHT\""},
    {0}};
static const struct rule_field draw_out[] = {
    {"drawn", RULE_TEXT, true, NULL, "抽中的人", "who is drawn"},
    {"place", RULE_INT, true, NULL, "第几位，从1起", "the place, from 1"},
    {"number", RULE_INT, true, NULL, "抽出的数", "the number drawn"},
    {"total", RULE_INT, true, NULL, "权重合计", "sum of all weights"},
    {"hash", RULE_TEXT, true, NULL, "“种子|事项编号|次数”的SM3", "SM3 of \"SEED|MATTER|ROUND\""},
    RULE_ACCOUNT,
    {0}};

/* "A1:100": the last colon parts them. */
static bool parse(struct arena *arena, const char *text, struct draw_candidate *ret)
{
    const char *colon = strrchr(text, ':');
    char *end = NULL;
    if (!colon || colon == text || colon[1] < '1' || colon[1] > '9')
        return false;
    ret->weight = strtol(colon + 1, &end, 10);
    ret->name = arena_copy_bytes(arena, text, (size_t) (colon - text));
    return *end == '\0';
}

static enum err_kind draw(const struct rule_call *call, struct err *reterr)
{
    const struct rule_value *v = call->values;
    struct draw_candidate candidates[DRAW_CANDIDATES_MAX];
    struct draw_question question = {v[D_SEED].text, v[D_MATTER].text, v[D_ROUND].integer,
                                     candidates, v[D_CANDIDATES].count};
    struct draw_answer answer;
    for (size_t i = 0; i < question.count && i < COUNT_OF(candidates); i++) {
        if (!parse(call->arena, v[D_CANDIDATES].list[i], &candidates[i]))
            return err_field(reterr, ERR_INVALID, "rule.range", "candidates", "NAME:WEIGHT");
        if (!candidates[i].name)
            return arena_full(reterr);
    }
    enum err_kind kind = draw_one(&question, &answer, reterr);
    if (kind)
        return kind;
    const char *zh = arena_printf(
                   call->arena, "SM3前15位十六进制数除以权重合计%lld，余数为%lld，落在第%zu位。",
                   (long long) answer.total, (long long) answer.number, answer.place + 1),
               *en = arena_printf(call->arena,
                                  "The first 15 hex digits of the SM3, modulo the sum %lld, are "
                                  "%lld: the place %zu.",
                                  (long long) answer.total, (long long) answer.number,
                                  answer.place + 1);
    if (!zh || !en)
        return arena_full(reterr);
    json_named_text(call->writer, "drawn", candidates[answer.place].name);
    json_named_int(call->writer, "place", (int64_t) answer.place + 1);
    json_named_int(call->writer, "number", answer.number);
    json_named_int(call->writer, "total", answer.total);
    json_named_text(call->writer, "hash", answer.hash);
    answer_basis(call, DRAW_BASIS, NULL);
    answer_step(call, zh, en);
    return ERR_NONE;
}

const struct rule draw_rules[] = {
    {"draw", "随机分案复核", "A draw again", NULL, draw_in, draw_out,
     "{\"seed\":\"5f2c\",\"matter\":\"FA1\",\"round\":1,\"candidates\":[\"A1:100\",\"A2:50\"]}",
     draw},
    {0}};
