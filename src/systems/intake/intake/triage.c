/* systems/intake/triage: keywords with weights find the cause; rules with articles find the rest.
 */
#include "systems/intake/intake/triage.h"

#include "base/text.h"

#include <string.h>

enum {
    WORD_BYTES_MAX = 48,
    REPEATS_COUNTED = 3, /* a word said often tells no more than one said three times */
    KIND_BONUS = 6,      /* what the person picked weighs as much as one telling word */
    PAIR_BITS = 1 << 16,
};

/* Which pairs of code points occur in the text: most words of the table are ruled out by one look.
 */
struct pairs {
    uint64_t bits[PAIR_BITS / 64];
};

static uint32_t pair_slot(uint32_t first, uint32_t second)
{
    return ((first * 40503U) ^ (second * 30011U)) & (PAIR_BITS - 1);
}

static void pairs_note(struct pairs *pairs, const char *text)
{
    uint32_t first = text_next(&text);
    for (uint32_t second; first && (second = text_next(&text)) != 0; first = second) {
        uint32_t slot = pair_slot(first, second);
        pairs->bits[slot / 64] |= UINT64_C(1) << (slot % 64);
    }
}

static bool pairs_may_hold(const struct pairs *pairs, const char *word)
{
    uint32_t first = text_next(&word), second = text_next(&word);
    if (!first || !second)
        return true;
    uint32_t slot = pair_slot(first, second);
    return (pairs->bits[slot / 64] >> (slot % 64)) & 1;
}

static int count_word(const char *text, const char *word)
{
    int count = 0;
    size_t length = strlen(word);
    for (const char *at = text; count < REPEATS_COUNTED && (at = strstr(at, word)); at += length)
        count++;
    return count;
}

/* The first find weighs full, the second a half, the third a quarter; in quarters of a weight. */
static int weigh(int weight, int count)
{
    static const int quarters[REPEATS_COUNTED + 1] = {0, 4, 6, 7};
    return weight * quarters[count];
}

/* Takes "借条:6" off the table's row. False at its end. */
static bool next_word(const char **cursor, char word[WORD_BYTES_MAX], int *weight)
{
    const char *at = *cursor + strspn(*cursor, " ");
    size_t length = strcspn(at, " "), name = strcspn(at, ": ");
    if (length == 0 || name == 0 || name >= WORD_BYTES_MAX)
        return false;
    memcpy(word, at, name);
    word[name] = '\0';
    *weight = name + 1 < length ? at[name + 1] - '0' : 1;
    *cursor = at + length;
    return true;
}

static bool list_holds(const char *list, const char *name)
{
    size_t length = name ? strlen(name) : 0;
    while (length && *list) {
        size_t piece = strcspn(list, " ");
        if (piece == length && memcmp(list, name, length) == 0)
            return true;
        list += piece + strspn(list + piece, " ");
    }
    return false;
}

static enum err_kind score_row(const struct triage_row *row, const char *text,
                               const struct pairs *pairs, struct arena *arena,
                               struct triage_cause *ret, struct err *reterr)
{
    struct text found;
    char word[WORD_BYTES_MAX];
    int weight = 0, shown = 0;
    text_init(&found, arena, 512);
    ret->code = row->code;
    ret->score = 0;
    for (const char *cursor = row->words; next_word(&cursor, word, &weight);) {
        int count = pairs_may_hold(pairs, word) ? count_word(text, word) : 0;
        if (count == 0)
            continue;
        ret->score += weigh(weight, count);
        if (shown++ < TRIAGE_WORDS_SHOWN)
            text_add_format(&found, "%s%s", shown > 1 ? "、" : "", word);
    }
    ret->words = shown ? text_done(&found) : "";
    return ret->words ? ERR_NONE : arena_full(reterr);
}

static void keep_best(struct triage_cause *best, size_t *count, struct triage_cause candidate)
{
    size_t at = *count;
    while (at > 0 && best[at - 1].score < candidate.score)
        at--;
    if (at >= TRIAGE_CAUSES_MAX)
        return;
    size_t last = *count < TRIAGE_CAUSES_MAX ? (*count)++ : TRIAGE_CAUSES_MAX - 1;
    memmove(&best[at + 1], &best[at], (last - at) * sizeof *best);
    best[at] = candidate;
}

enum err_kind triage_causes(const char *text, const char *kind, struct arena *arena,
                            struct triage_cause *ret, size_t *ret_count, struct err *reterr)
{
    struct pairs *pairs = arena_alloc(arena, sizeof *pairs);
    const struct triage_row *first_of_kind = NULL;
    *ret_count = 0;
    if (!pairs)
        return arena_full(reterr);
    pairs_note(pairs, text);
    for (const struct triage_row *row = triage_rows; row->code; row++) {
        struct triage_cause candidate;
        enum err_kind failed = score_row(row, text, pairs, arena, &candidate, reterr);
        if (failed)
            return failed;
        bool fits = list_holds(row->kinds, kind);
        first_of_kind = fits && !first_of_kind ? row : first_of_kind;
        if (candidate.score == 0)
            continue;
        candidate.score += fits ? KIND_BONUS * 4 : 0;
        keep_best(ret, ret_count, candidate);
    }
    if (*ret_count == 0 && first_of_kind) {
        ret[0] = (struct triage_cause){.code = first_of_kind->code, .score = 0, .words = ""};
        *ret_count = 1;
    }
    return ERR_NONE;
}

/* ---- the court ------------------------------------------------------------------------------ */

struct ground_rule {
    const char *kind;  /* NULL: any */
    const char *cause; /* beginning of the code; NULL: any */
    struct triage_ground ground;
};

/* The first row that fits. CPL = 民事诉讼法, JI = its interpretation of 2022. */
/* clang-format off */
static const struct ground_rule ground_rules[] = {
    {NULL, "04.10.116.02", {true, true, "real_estate",
      {"房屋租赁合同纠纷按不动产纠纷确定管辖，由房屋所在地法院专属管辖（民事诉讼法第三十四条、民诉法解释第二十八条）。",
       "A lease of a home belongs only to the court where the home lies (CPL 34, JI 28)."}}},
    {NULL, "04.10.120", {true, true, "real_estate",
      {"建设工程合同纠纷由工程所在地法院专属管辖（民事诉讼法第三十四条、民诉法解释第二十八条）。",
       "A construction contract belongs only to the court where the works lie (CPL 34, JI 28)."}}},
    {NULL, "04.10.140", {true, true, "real_estate",
      {"农村土地承包经营合同纠纷由土地所在地法院专属管辖（民事诉讼法第三十四条、民诉法解释第二十八条）。",
       "A rural land contract belongs only to the court where the land lies (CPL 34, JI 28)."}}},
    {NULL, "02.03", {true, true, "other",
      {"继承纠纷由被继承人死亡时住所地或者主要遗产所在地法院专属管辖（民事诉讼法第三十四条）。",
       "Succession belongs only to the court of the deceased's last domicile or of the main estate (CPL 34)."}}},
    {NULL, "03.06.055", {true, true, "real_estate",
      {"相邻关系属于不动产权利纠纷，由不动产所在地法院专属管辖（民事诉讼法第三十四条、民诉法解释第二十八条）。",
       "Rights between neighbouring properties belong only to the court where they lie (CPL 34, JI 28)."}}},
    {"labour", NULL, {true, false, "other",
      {"劳动争议经仲裁后，由用人单位所在地或者劳动合同履行地的基层法院管辖（关于审理劳动争议案件适用法律问题的解释（一）第三条）。",
       "After arbitration, the basic court of the employer's seat or the place of work (Labour Interpretation I, Art. 3)."}}},
    {"traffic", NULL, {true, false, "tort_place",
      {"交通事故可以向事故发生地或者被告住所地法院起诉（民事诉讼法第二十九条、第三十条）。",
       "After an accident: the court of the place of the accident or of the other side's domicile (CPL 29, 30)."}}},
    {"injury", NULL, {true, false, "tort_place",
      {"侵权纠纷可以向侵权行为地或者被告住所地法院起诉（民事诉讼法第二十九条）。",
       "For a wrong: the court of the place of the act or of the other side's domicile (CPL 29)."}}},
    {"neighbour", NULL, {true, false, "tort_place",
      {"邻里之间造成损失的，可以向侵权行为地或者被告住所地法院起诉（民事诉讼法第二十九条）。",
       "For damage between neighbours: the court of the place of the act or of the other side's domicile (CPL 29)."}}},
    {"reputation", NULL, {false, false, "defendant_domicile",
      {"侵害名誉、隐私的，可以向被告住所地或者侵权行为地法院起诉；网络侵权的，被侵权人住所地也可以（民事诉讼法第二十九条、民诉法解释第二十四条、第二十五条）。",
       "For reputation and privacy: the other side's domicile or the place of the act; online also your own domicile (CPL 29, JI 24, 25)."}}},
    {"property_service", NULL, {true, false, "contract_performance",
      {"合同纠纷可以向合同履行地或者被告住所地法院起诉，物业和供暖在房屋所在地履行（民事诉讼法第二十四条）。",
       "A contract: the court of the place of performance, here where the home lies, or of the other side's domicile (CPL 24)."}}},
    {"family", NULL, {false, false, "defendant_domicile",
      {"婚姻家庭纠纷一般由被告住所地法院管辖，被告离开住所地一年以上的由经常居住地法院管辖（民事诉讼法第二十二条）；追索赡养费、抚养费有几个被告不在同一辖区的，原告住所地法院也可以（民诉法解释第九条）。",
       "Family disputes: the court of the other side's domicile, or habitual residence when away for over a year (CPL 22); for support from several people in different places also your own (JI 9)."}}},
    {NULL, "04", {false, false, "defendant_domicile",
      {"合同纠纷可以向被告住所地或者合同履行地法院起诉；没有约定履行地、争议是给付货币的，接收货币一方所在地为履行地（民事诉讼法第二十四条、民诉法解释第十八条）。",
       "A contract: the court of the other side's domicile or of performance; money is owed at the place of whoever receives it (CPL 24, JI 18)."}}},
    {NULL, "09", {true, false, "tort_place",
      {"侵权纠纷可以向侵权行为地或者被告住所地法院起诉（民事诉讼法第二十九条）。",
       "For a wrong: the court of the place of the act or of the other side's domicile (CPL 29)."}}},
};
/* clang-format on */

struct triage_ground triage_ground(const char *kind, const char *cause)
{
    for (size_t i = 0; i < COUNT_OF(ground_rules); i++) {
        const struct ground_rule *rule = &ground_rules[i];
        if ((!rule->kind || text_equal(rule->kind, kind)) &&
            (!rule->cause || (cause && text_starts(cause, rule->cause))))
            return rule->ground;
    }
    return (struct triage_ground){
        .jurisdiction_ground = "defendant_domicile",
        .reason = {"一般由被告住所地法院管辖（民事诉讼法第二十二条）。",
                   "As a rule the court of the other side's domicile (CPL 22)."}};
}

/* ---- the door ------------------------------------------------------------------------------- */

struct triage_door triage_door(const struct triage_answers *answers, const char *cause)
{
    bool labour = text_equal(answers->kind, "labour") || (cause && text_starts(cause, "07"));
    if (answers->violence)
        return (struct triage_door){
            "protection",
            {"您可以申请人身安全保护令，不收费，法院在七十二小时内决定，紧急的二十四小时内（反家庭"
             "暴力法"
             "第二十三条、第二十八条）。有危险请立即拨打110。",
             "You may apply for a protection order: free, decided within 72 hours, 24 when urgent "
             "(Anti-Domestic-Violence Law 23, 28). In danger call 110."}};
    if (labour && !answers->arbitrated)
        return (struct triage_door){
            "arbitration",
            {"劳动争议先申请劳动仲裁；对裁决不服的，可以在收到裁决书之日起十五日内起诉（劳动争议调"
             "解仲裁法"
             "第五条、第五十条）。",
             "Labour disputes go to arbitration first; an award may be challenged within fifteen "
             "days (Labour Dispute Mediation and Arbitration Law 5, 50)."}};
    if (labour)
        return (struct triage_door){
            "filing",
            {"劳动仲裁已经申请过，不服裁决的可以起诉（劳动争议调解仲裁法第五十条）。",
             "Arbitration was asked for; who does not accept the award may sue (Art. 50)."}};
    if (cause && text_starts(cause, "05"))
        return (struct triage_door){
            "filing",
            {"知识产权纠纷由指定的法院管辖，专业性强，建议直接提交起诉状；也可以选择调解。",
             "Intellectual property goes to designated courts; a complaint is suggested, mediation "
             "stays open."}};
    return (struct triage_door){
        "mediation",
        {"适宜先行调解：自愿、不收费，达成协议可以申请司法确认；不影响您起诉（民事诉讼法第一百二十"
         "五条）。"
         "也可以直接起草起诉状。",
         "Suited to mediation: voluntary, free, and an agreement can be confirmed by the court; a "
         "suit stays open (CPL 125). You may also draft a complaint at once."}};
}
