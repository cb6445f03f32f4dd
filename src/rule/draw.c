/* rule/draw: see draw.h. */
#include "rule/draw.h"

#include "base/text.h"
#include "crypto/crypto.h"

enum { DIGITS = 15 };

static enum err_kind check(const struct draw_question *question, int64_t *ret_total,
                           struct err *reterr)
{
    int64_t total = 0;
    if (question->round < 1 || question->round > INT32_MAX)
        return err_field(reterr, ERR_INVALID, "rule.range", "round", "rounds count from 1");
    if (strlen(question->seed) > DRAW_TEXT_MAX || strlen(question->matter) > DRAW_TEXT_MAX)
        return err_field(reterr, ERR_INVALID, "rule.range", "seed", "too long");
    if (!question->count || question->count > DRAW_CANDIDATES_MAX)
        return err_field(reterr, ERR_INVALID, "rule.range", "candidates", "nobody, or too many");
    for (size_t i = 0; i < question->count; i++) {
        const struct draw_candidate *one = &question->candidates[i];
        if (one->weight < 1 || one->weight > DRAW_WEIGHT_MAX)
            return err_field(reterr, ERR_INVALID, "rule.range", "candidates",
                             "a weight is 1 to 1,000");
        if (i && strcmp(question->candidates[i - 1].name, one->name) >= 0)
            return err_field(reterr, ERR_INVALID, "rule.range", "candidates",
                             "they stand in the order of their names, each once");
        total += one->weight;
    }
    *ret_total = total;
    return ERR_NONE;
}

/* The number's digits are read as they are written: whoever checks it needs no byte order. */
static int64_t number_of(const struct draw_question *question, char ret_hash[DRAW_HASH])
{
    char text[2 * DRAW_TEXT_MAX + 32];
    int64_t number = 0;
    int length = snprintf(text, sizeof text, "%s|%s|%lld", question->seed, question->matter,
                          (long long) question->round);
    struct sm3 hash = sm3_of(text, (size_t) length);
    text_hex(hash.bytes, sizeof hash.bytes, ret_hash);
    for (size_t i = 0; i < DIGITS; i++)
        number = number * 16 + (ret_hash[i] <= '9' ? ret_hash[i] - '0' : ret_hash[i] - 'a' + 10);
    return number;
}

enum err_kind draw_one(const struct draw_question *question, struct draw_answer *ret,
                       struct err *reterr)
{
    struct draw_answer answer = {0};
    int64_t so_far = 0;
    enum err_kind kind = check(question, &answer.total, reterr);
    if (kind)
        return kind;
    answer.number = number_of(question, answer.hash) % answer.total;
    for (answer.place = 0; answer.place < question->count; answer.place++) {
        so_far += question->candidates[answer.place].weight;
        if (so_far > answer.number)
            break;
    }
    *ret = answer;
    return ERR_NONE;
}
