/* applications/rules: two tables, one row a kind and decision. */
#include "systems/trial/applications/rules.h"

#include "base/text.h"

#define CPL "《中华人民共和国民事诉讼法》"
#define JI  "《最高人民法院关于适用〈中华人民共和国民事诉讼法〉的解释》"

/* In a pattern: {a} who applies, {n} who is to step aside, {c} the right court, {d} a day, {e} the
 * new time for evidence, where one is given, {i} the item of CPL 153. */
/* clang-format off */
static const struct rule {
    const char *kind, *decision;
    bool reviewed;
    const char *intro, *basis, *outcome;
} rules[] = {
    {"objection", "upheld", false, "{a}在提交答辩状期间，对管辖权提出异议。", CPL "第一百三十条第一款、第一百五十七条第一款第二项", "{a}对管辖权提出的异议成立，本案移送{c}处理。"},
    {"objection", "rejected", false, "{a}在提交答辩状期间，对管辖权提出异议。", CPL "第一百三十条第一款、第一百五十七条第一款第二项", "驳回{a}对本案管辖权提出的异议。"},
    {"withdrawal", "granted", false, "{a}向本院提出撤诉申请。", CPL "第一百四十八条第一款、第一百五十七条第一款第五项", "准许{a}撤诉。"},
    {"withdrawal", "refused", false, "{a}向本院提出撤诉申请。", CPL "第一百四十八条第一款、第一百五十七条第一款第五项", "不准许{a}撤诉。"},
    {"counterclaim", "refused", false, "{a}向本院提起反诉。", CPL "第一百二十六条、第一百五十七条第一款第一项，" JI "第二百三十三条", "对{a}的反诉，本院不予受理。"},
    {"extension", "granted", false, "{a}申请延长举证期限。", CPL "第六十八条第二款，" JI "第一百条", "举证期限延长至{d}，适用于其他当事人。"},
    {"extension", "refused", false, "{a}申请延长举证期限。", CPL "第六十八条第二款，" JI "第一百条", "不准许延长举证期限。"},
    {"investigation", "granted", false, "{a}申请本院调查收集证据。", CPL "第六十七条第二款，" JI "第九十四条", "准许{a}的申请，由本院调查收集证据。"},
    {"investigation", "refused", false, "{a}申请本院调查收集证据。", CPL "第六十七条第二款，" JI "第九十五条", "不准许{a}调查收集证据的申请。"},
    {"change", "granted", false, "{a}申请变更诉讼请求。", CPL "第五十四条、第一百四十三条，" JI "第二百三十二条，《最高人民法院关于民事诉讼证据的若干规定》第五十五条第四项", "准许{a}变更诉讼请求，变更后的请求在本案合并审理。{e}"},
    {"change", "refused", false, "{a}申请变更诉讼请求。", CPL "第五十四条、第一百四十三条，" JI "第二百三十二条", "不准许{a}变更诉讼请求的申请，本案按原来的请求审理。"},
    {"stay", "granted", false, "{a}申请中止诉讼。", CPL "第一百五十三条第一款{i}、第一百五十七条第一款第六项", "本案中止诉讼。"},
    {"stay", "refused", false, "{a}申请中止诉讼。", CPL "第一百五十三条第一款", "不准许{a}中止诉讼的申请。"},
    {"recusal", "granted", false, "{a}申请{n}回避。", CPL "第四十七条、第四十九条、第五十条", "{n}回避，不再参与本案工作。"},
    {"recusal", "refused", false, "{a}申请{n}回避。", CPL "第四十七条、第四十九条、第五十条", "驳回{a}提出的回避申请。"},
    {"recusal", "granted", true, "{a}申请{n}回避，对本院驳回申请的决定不服，申请复议。", CPL "第四十七条、第五十条", "撤销原决定，{n}回避，不再参与本案工作。"},
    {"recusal", "refused", true, "{a}申请{n}回避，对本院驳回申请的决定不服，申请复议。", CPL "第四十七条、第五十条", "驳回复议，维持原决定。"},
};

static const struct remedy_rule {
    const char *kind, *decision; /* NULL: any */
    int small_claims, reviewed;  /* 0, 1; -1: either */
    const char *remedy;          /* of law/remedy; NULL: none */
} remedy_rules[] = {
    {"objection",    "unexamined", -1, -1, NULL},
    {"objection",    NULL,          1, -1, "small_claims_ruling"},
    {"objection",    NULL,          0, -1, "jurisdiction_objection"},
    {"counterclaim", "refused",     0, -1, "not_accepted"}, /* JI 233, CPL 126 */
    {"recusal",      "refused",    -1,  0, "recusal"},
};
/* clang-format on */

const struct remedy *application_remedy(const struct application_case *decided)
{
    for (size_t i = 0; i < COUNT_OF(remedy_rules); i++) {
        const struct remedy_rule *rule = &remedy_rules[i];
        if (text_equal(rule->kind, decided->kind) &&
            (!rule->decision || text_equal(rule->decision, decided->decision)) &&
            (rule->small_claims < 0 || (rule->small_claims == 1) == decided->small_claims) &&
            (rule->reviewed < 0 || (rule->reviewed == 1) == decided->reviewed))
            return rule->remedy ? remedy_of(rule->remedy) : NULL;
    }
    return NULL;
}

static const char *named(const char *pattern, const struct application_names *names,
                         struct arena *arena)
{
    struct text text;
    text_init(&text, arena, 16 * 1024);
    for (; *pattern; pattern++) {
        if (pattern[0] != '{') {
            text_add_format(&text, "%c", *pattern);
            continue;
        }
        text_add(&text, pattern[1] == 'a'   ? names->applicants
                        : pattern[1] == 'n' ? names->person
                        : pattern[1] == 'd' ? names->day
                        : pattern[1] == 'e' ? names->evidence
                        : pattern[1] == 'i' ? names->item
                                            : names->court);
        pattern += 2;
    }
    return text_done(&text);
}

const char *application_stay_item(const char *ground)
{
    static const char *const items[][2] = {{"death", "第一项"},      {"capacity", "第二项"},
                                           {"ended", "第三项"},      {"force_majeure", "第四项"},
                                           {"other_case", "第五项"}, {"other", "第六项"}};
    for (size_t i = 0; i < COUNT_OF(items); i++) {
        if (text_equal(items[i][0], ground))
            return items[i][1];
    }
    return "";
}

bool application_words_of(const struct application_case *decided,
                          const struct application_names *names, struct arena *arena,
                          struct application_words *ret)
{
    for (size_t i = 0; i < COUNT_OF(rules); i++) {
        const struct rule *rule = &rules[i];
        if (!text_equal(rule->kind, decided->kind) ||
            !text_equal(rule->decision, decided->decision) || rule->reviewed != decided->reviewed)
            continue;
        *ret = (struct application_words){named(rule->intro, names, arena),
                                          named(rule->basis, names, arena),
                                          named(rule->outcome, names, arena)};
        return true;
    }
    return false;
}
