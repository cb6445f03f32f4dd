/* rule/rows_text: masking on screens, names and publication of documents (law/name, confirmation).
 */
#include "rule/private.h"

static const char *const mask_kinds[] = {"resident_id", "phone", "bank_card", "name",
                                         "email",       "other", NULL};
enum { M_KIND, M_TEXT };
static const struct rule_field mask_in[] = {{"kind", RULE_WORD, true, mask_kinds, "种类", "kind"},
                                            {"text", RULE_TEXT, true, NULL, "原文", "the text"},
                                            {0}};
static const struct rule_field mask_out[] = {{"text", RULE_TEXT, true, NULL, "遮盖以后", "masked"},
                                             {0}};

static enum err_kind mask(const struct rule_call *call, struct err *reterr)
{
    const struct rule_value *v = call->values;
    const char *text = text_mask(call->arena, (enum mask_kind) v[M_KIND].word, v[M_TEXT].text);
    if (!text)
        return arena_full(reterr);
    json_named_text(call->writer, "text", text);
    return ERR_NONE;
}

/* In pairs: English, then Chinese. Names stay in the last, Art. 11. */
static const char *const matters[] = {"family", "家事",     "inheritance", "继承",  "divorce",
                                      "离婚",   "criminal", "刑事",        "minor", "未成年人",
                                      "other",  "其他",     NULL};
enum { MATTER_OTHER = 5, A_NAMES = 0, A_MATTER };
static const struct rule_field anonymise_in[] = {
    {"names", RULE_WORDS, true, NULL, "姓名，按文书中的顺序",
     "names, in the order of the document"},
    {"matter", RULE_WORD, false, matters, "案件种类，默认需要隐名",
     "kind of case; without it, names are anonymised"},
    {0}};
static const struct rule_field anonymise_out[] = {
    {"texts", RULE_WORDS, true, NULL, "公布时的写法", "as published"}, RULE_ACCOUNT, {0}};

static enum err_kind anonymise(const struct rule_call *call, struct err *reterr)
{
    const struct rule_value *v = call->values;
    bool kept = v[A_MATTER].given && v[A_MATTER].word / 2 == MATTER_OTHER;
    const char **texts = arena_array(call->arena, v[A_NAMES].count + 1, sizeof *texts);
    if (!texts)
        return arena_full(reterr);
    enum err_kind kind =
        names_anonymise(call->arena, v[A_NAMES].list, v[A_NAMES].count, texts, reterr);
    if (kind)
        return kind;
    json_name(call->writer, "texts");
    json_begin_list(call->writer);
    for (size_t i = 0; i < v[A_NAMES].count; i++)
        json_text(call->writer, kept ? v[A_NAMES].list[i] : texts[i]);
    json_end_list(call->writer);
    answer_basis(call, "法释〔2016〕19号第八条、第九条", kept ? "法释〔2016〕19号第十一条" : NULL);
    if (kept)
        answer_step(call, "不属于应当隐名的案件，保留姓名。",
                    "Not a case whose names are anonymised: they stay.");
    else
        answer_step(call, "保留姓氏，名字以“某”代替；相同的以数字区分。",
                    "The surname stays, the name becomes 某; the same results get digits.");
    return ERR_NONE;
}

enum { P_BARS, P_NEEDED, P_PROTECTED };
static const struct rule_field publish_in[] = {
    {"bars", RULE_WORDS, false, publish_bar_words, "不公布的情形",
     "what stands against publication"},
    {"needed", RULE_FLAG, false, NULL, "为保护国家利益等确有必要公布的调解案件",
     "a mediated case whose publication is needed"},
    {"protected", RULE_FLAG, false, NULL, "婚姻家庭、继承、未成年人、被害人等",
     "family, succession, minors, victims"},
    {0}};
static const struct rule_field publish_out[] = {
    {"publish", RULE_FLAG, true, NULL, "公布", "published"},
    {"anonymise", RULE_FLAG, true, NULL, "姓名隐名", "names are anonymised"},
    {"reasons", RULE_REASONS, true, NULL, "理由", "reasons, each {zh, en, basis}"},
    RULE_ACCOUNT,
    {0}};

static enum err_kind publish(const struct rule_call *call, struct err *reterr)
{
    const struct rule_value *v = call->values;
    unsigned bars = 0;
    for (size_t i = 0; i < v[P_BARS].count; i++) {
        for (size_t bit = 0; publish_bar_words[bit]; bit++) {
            if (strcmp(publish_bar_words[bit], v[P_BARS].list[i]) == 0)
                bars |= 1U << bit;
        }
    }
    struct publish_answer answer =
        publish_check(bars, given_flag(&v[P_NEEDED]), given_flag(&v[P_PROTECTED]));
    (void) reterr;
    json_named_flag(call->writer, "publish", answer.published);
    json_named_flag(call->writer, "anonymise", answer.names_anonymised);
    answer_reasons(call, answer.reasons, answer.reason_count);
    return ERR_NONE;
}

const struct rule text_rules[] = {
    {"mask", "屏幕遮盖", "Masks a text for a screen", NULL, mask_in, mask_out,
     "{\"kind\":\"phone\",\"text\":\"13800138000\"}", mask},
    {"anonymise", "隐名处理", "Names in a published document", NULL, anonymise_in, anonymise_out,
     "{\"names\":[\"王芳\",\"王强\",\"欧阳娜娜\"],\"matter\":\"inheritance\"}", anonymise},
    {"publish", "文书公布", "Is a document published?", NULL, publish_in, publish_out,
     "{\"bars\":[\"mediated\"]}", publish},
    {0}};
