/* Draws worked out by another program (Python's whole numbers and its own SM3), and who is refused.
 */
#include "tests/test.h"

#include "crypto/crypto.h"
#include "rule/draw.h"

#define SEED "00112233445566778899aabbccddeeff"

static const struct draw_candidate two[] = {{"A1", 100}, {"A2", 50}},
                                   uneven[] = {{"A1", 1}, {"A2", 1}, {"A3", 998}},
                                   three[] = {{"A2K", 40}, {"A7D", 100}, {"AXX", 7}};

static void the_worked_examples(void **context)
{
    (void) context;
    static const struct {
        struct draw_question question;
        int64_t total, number;
        const char *drawn, *hash;
    } rows[] = {
        {{"5f2c", "FA1", 1, two, 2},
         150,
         111,
         "A2",
         "f5614258919693d15da984eee9cc73f7b5297b6da65cf05003d3d95cde3c471f"},
        {{"5f2c", "FA1", 2, two, 2},
         150,
         12,
         "A1",
         "39c92e01e43871020205115d6e429ff89bd076c3f97765945224541f7dd665d6"},
        {{"5f2c", "FA1", 1, uneven, 3},
         1000,
         861,
         "A3",
         "f5614258919693d15da984eee9cc73f7b5297b6da65cf05003d3d95cde3c471f"},
        {{SEED, "FLQ7M2", 1, three, 3},
         147,
         97,
         "A7D",
         "3f04d0e3ca579b67116f54aa9218d6e43de4c774372d815a72974e253a5b5356"},
        {{SEED, "FLQ7M2", 3, three, 3},
         147,
         124,
         "A7D",
         "30cbedef5c6dd0228c52005d6ec65fcc56bc4f1d1a73fcc4bac5dc97929f9a2d"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct draw_answer answer;
        struct err err = {0};
        assert_int_equal(draw_one(&rows[i].question, &answer, &err), ERR_NONE);
        assert_string_equal(answer.hash, rows[i].hash);
        assert_int_equal(answer.total, rows[i].total);
        assert_int_equal(answer.number, rows[i].number);
        assert_string_equal(rows[i].question.candidates[answer.place].name, rows[i].drawn);
    }
}

/* 3,000 rounds: each as often as its weight says, within four standard deviations. */
static void weights_are_kept(void **context)
{
    enum { ROUNDS = 3000 };
    int drawn[2] = {0};
    (void) context;
    for (int64_t round = 1; round <= ROUNDS; round++) {
        const struct draw_question question = {SEED, "FLQ7M2", round, two, 2};
        struct draw_answer answer;
        struct err err = {0};
        assert_int_equal(draw_one(&question, &answer, &err), ERR_NONE);
        drawn[answer.place]++;
    }
    assert_in_range(drawn[0], 1897, 2103); /* 2,000 ± 4 × 25.8 */
    assert_int_equal(drawn[0] + drawn[1], ROUNDS);
}

static void what_is_refused(void **context)
{
    static const struct draw_candidate unordered[] = {{"A2", 1}, {"A1", 1}},
                                       twice[] = {{"A1", 1}, {"A1", 1}}, nothing[] = {{"A1", 0}},
                                       heavy[] = {{"A1", DRAW_WEIGHT_MAX + 1}};
    static const struct draw_question rows[] = {
        {SEED, "F1", 1, unordered, 2}, {SEED, "F1", 1, twice, 2}, {SEED, "F1", 1, nothing, 1},
        {SEED, "F1", 1, heavy, 1},     {SEED, "F1", 1, two, 0},   {SEED, "F1", 0, two, 2},
    };
    (void) context;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct draw_answer answer;
        struct err err = {0};
        assert_int_equal(draw_one(&rows[i], &answer, &err), ERR_INVALID);
        assert_string_equal(err.code, "rule.range");
    }
}

static int start(void **context)
{
    (void) context;
    return crypto_start() ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_worked_examples),
                                       cmocka_unit_test(weights_are_kept),
                                       cmocka_unit_test(what_is_refused)};
    return cmocka_run_group_tests(tests, start, NULL);
}
