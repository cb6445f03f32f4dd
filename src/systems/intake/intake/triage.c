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

/* ---- the door ------------------------------------------------------------------------------- */

struct triage_answers triage_answers_read(const struct value *fields)
{
    return (struct triage_answers){.kind = value_text(value_get(fields, "kind")),
                                   .arbitrated = value_true(value_get(fields, "arbitrated")),
                                   .wage_note = value_true(value_get(fields, "wage_note")),
                                   .violence = value_true(value_get(fields, "violence"))};
}

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
    if (labour && answers->wage_note)
        return (struct triage_door){"filing",
                                    {"持工资欠条、只要求支付欠条上的工资的，可以直接起诉，不用先仲"
                                     "裁（关于审理劳动争议案件适"
                                     "用法律问题的解释（一）第十五条）。",
                                     "With a written note of the wages owed and no other claim you "
                                     "may sue at once, without "
                                     "arbitration (Labour Interpretation I, Art. 15)."}};
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
