/* Examples of law.md 4.1 with an average wage of 100,000 yuan, and of CPL 160, 165, 166, JI 257. */
#include "tests/test.h"

#include "law/procedure.h"

enum { WAGE_FEN = 10000000 };

static void the_track_follows_amount_and_kind(void **context)
{
    (void) context;
    static const struct {
        int64_t amount_fen, wage_fen;
        bool basic, simple, agreed;
        unsigned excluded;
        enum track track;
    } rows[] = {
        {5000000, WAGE_FEN, true, true, false, 0, TRACK_SMALL_CLAIMS}, /* 以下 is inclusive */
        {5000001, WAGE_FEN, true, true, false, 0, TRACK_SUMMARY},
        {5000001, WAGE_FEN, true, true, true, 0, TRACK_SMALL_CLAIMS_BY_AGREEMENT},
        {20000000, WAGE_FEN, true, true, true, 0, TRACK_SMALL_CLAIMS_BY_AGREEMENT},
        {20000001, WAGE_FEN, true, true, true, 0, TRACK_SUMMARY},
        {3000000, WAGE_FEN, true, true, false, EXCLUDED_COUNTERCLAIM, TRACK_SUMMARY},
        {3000000, WAGE_FEN, true, true, false, EXCLUDED_STATUS, TRACK_SUMMARY},
        {3000000, WAGE_FEN, true, true, false, EXCLUDED_TITLE, TRACK_SUMMARY},
        {3000000, WAGE_FEN, true, true, false, EXCLUDED_FOREIGN, TRACK_SUMMARY},
        {3000000, WAGE_FEN, true, true, false, EXCLUDED_APPRAISAL, TRACK_SUMMARY},
        {3000000, WAGE_FEN, true, true, false, EXCLUDED_WHEREABOUTS, TRACK_ORDINARY}, /* JI 257 */
        {3000000, WAGE_FEN, true, true, true, EXCLUDED_REMANDED, TRACK_ORDINARY},
        {3000000, WAGE_FEN, true, true, true, EXCLUDED_NUMEROUS, TRACK_ORDINARY},
        {3000000, WAGE_FEN, true, true, true, EXCLUDED_REVIEW, TRACK_ORDINARY},
        {3000000, WAGE_FEN, true, true, true, EXCLUDED_PUBLIC, TRACK_ORDINARY},
        {3000000, WAGE_FEN, true, true, true, EXCLUDED_REVOCATION, TRACK_ORDINARY},
        {3000000, WAGE_FEN, false, true, true, 0, TRACK_ORDINARY}, /* CPL 160: basic courts */
        {3000000, WAGE_FEN, true, false, true, 0, TRACK_ORDINARY},
        {0, WAGE_FEN, true, true, false, 0, TRACK_SUMMARY}, /* no money is claimed */
        {3000000, 0, true, true, false, 0, TRACK_SUMMARY},  /* the wage is not known */
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const struct track_question question = {.amount_fen = rows[i].amount_fen,
                                                .wage_fen = rows[i].wage_fen,
                                                .basic_court = rows[i].basic,
                                                .simple = rows[i].simple,
                                                .agreed = rows[i].agreed,
                                                .excluded = rows[i].excluded};
        struct track_answer answer = procedure_track(&question);
        if (answer.track != rows[i].track)
            fail_msg("row %zu: %s, not %s", i, track_name(answer.track), track_name(rows[i].track));
        assert_true(answer.reason_count > 0);
        assert_non_null(strstr(answer.reasons[0].basis, "民事诉讼法"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_track_follows_amount_and_kind)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
