/* Examples of law.md 4.1 with an average wage of 100,000 yuan, and of CPL 160, 165, 166, JI 257. */
#include "tests/test.h"

#include "base/moment.h"
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

/* Words, dates and agreements that the first table does not turn. */
static void agreements_dates_and_every_reason(void **context)
{
    (void) context;
    const int32_t day_2021 = day_of_date((struct civil_date){2021, 12, 31});
    const int32_t day_2012 = day_of_date((struct civil_date){2012, 12, 31});
    const struct track_question money = {
        .amount_fen = 3000000, .wage_fen = WAGE_FEN, .basic_court = true, .simple = true};
    struct track_question question = money;

    question.day = day_2021; /* CPL 2017, 162: 30 %, and no agreement raises it */
    assert_int_equal(procedure_track(&question).track, TRACK_SMALL_CLAIMS);
    question.amount_fen++;
    question.agreed = true;
    assert_int_equal(procedure_track(&question).track, TRACK_SUMMARY);
    assert_non_null(strstr(procedure_track(&question).reasons[0].basis, "（2017）"));
    question.day++; /* 2022-01-01 */
    assert_int_equal(procedure_track(&question).track, TRACK_SMALL_CLAIMS);
    question.day = day_2012; /* no small claims yet */
    assert_int_equal(procedure_track(&question).track, TRACK_SUMMARY);

    question = money; /* CPL 160(2): not simple, but both sides agree */
    question.simple = false;
    question.agreed_summary = true;
    assert_int_equal(procedure_track(&question).track, TRACK_SUMMARY);
    question.hearing_opened = true; /* JI 260 */
    assert_int_equal(procedure_track(&question).track, TRACK_ORDINARY);
    question.hearing_opened = false;
    question.excluded = EXCLUDED_NUMEROUS; /* JI 264 */
    assert_int_equal(procedure_track(&question).track, TRACK_ORDINARY);

    question = money;
    question.excluded = (EXCLUDED_REVOCATION << 1) - 1; /* all of them */
    assert_int_equal(procedure_track(&question).reason_count, 6);
    question.excluded = EXCLUDED_STATUS | EXCLUDED_COUNTERCLAIM | EXCLUDED_FOREIGN;
    assert_int_equal(procedure_track(&question).reason_count, 3);

    question = money; /* no product overflows: twice the wage is above every sum */
    question.amount_fen = question.wage_fen = INT64_MAX;
    question.agreed = true;
    assert_int_equal(procedure_track(&question).track, TRACK_SMALL_CLAIMS_BY_AGREEMENT);
}

/* An odd wage: half of 100,001.01 yuan is 50,000.505, so 50,000.50 is within and .51 is not. */
static void half_a_wage_is_exact(void **context)
{
    (void) context;
    struct track_question question = {
        .amount_fen = 5000050, .wage_fen = 10000101, .basic_court = true, .simple = true};
    assert_int_equal(procedure_track(&question).track, TRACK_SMALL_CLAIMS);
    question.amount_fen++;
    assert_int_equal(procedure_track(&question).track, TRACK_SUMMARY);
}

static void words_name_tracks_and_exclusions(void **context)
{
    (void) context;
    static const char *const words[] = {"status",      "title",        "foreign",   "appraisal",
                                        "whereabouts", "counterclaim", "remanded",  "numerous",
                                        "review",      "public",       "revocation"};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        assert_int_equal(exclusion_of_word(words[i]), 1u << i);
    assert_int_equal(exclusion_of_word("divorce"), 0);
    for (int track = TRACK_SMALL_CLAIMS; track <= TRACK_ORDINARY; track++) {
        enum track read;
        assert_true(track_of_name(track_name((enum track) track), &read));
        assert_int_equal(read, track);
    }
    enum track none;
    assert_false(track_of_name("fast", &none));
}

/* CPL 160, 165, 166; JI 257: which procedures are open to one case, and by which article not. */
static void what_may_be_chosen_instead(void **context)
{
    (void) context;
    static const struct {
        struct track_question question;
        enum track wanted;
        bool lawful;
        const char *article;
    } rows[] = {
        {{.amount_fen = 800000, .wage_fen = WAGE_FEN, .basic_court = true, .simple = true},
         TRACK_SMALL_CLAIMS,
         true,
         "第一百六十五条第一款"},
        {{.amount_fen = 800000, .wage_fen = WAGE_FEN, .basic_court = true, .simple = true},
         TRACK_SUMMARY,
         false,
         "第一百六十五条第一款"},
        {{.amount_fen = 800000, .wage_fen = WAGE_FEN, .basic_court = true, .simple = true},
         TRACK_ORDINARY,
         true,
         "第一百六十五条第一款"},
        {{.amount_fen = 8000000, .wage_fen = WAGE_FEN, .basic_court = true, .simple = true},
         TRACK_SMALL_CLAIMS,
         false,
         "第一百六十五条第二款"},
        {{.amount_fen = 8000000,
          .wage_fen = WAGE_FEN,
          .basic_court = true,
          .simple = true,
          .agreed = true},
         TRACK_SUMMARY,
         true,
         "第一百六十五条第二款"},
        {{.amount_fen = 800000,
          .wage_fen = WAGE_FEN,
          .basic_court = true,
          .simple = true,
          .excluded = EXCLUDED_FOREIGN},
         TRACK_SMALL_CLAIMS,
         false,
         "第一百六十六条第二项"},
        {{.amount_fen = 800000,
          .wage_fen = WAGE_FEN,
          .basic_court = true,
          .simple = true,
          .excluded = EXCLUDED_FOREIGN},
         TRACK_SUMMARY,
         true,
         "第一百六十六条第二项"},
        {{.amount_fen = 800000,
          .wage_fen = WAGE_FEN,
          .basic_court = true,
          .simple = true,
          .excluded = EXCLUDED_WHEREABOUTS},
         TRACK_SUMMARY,
         false,
         "第二百五十七条第一项"},
        {{.amount_fen = 800000, .wage_fen = WAGE_FEN, .basic_court = true},
         TRACK_SUMMARY,
         false,
         "第一百六十条第一款"},
        {{.amount_fen = 800000, .wage_fen = WAGE_FEN, .simple = true},
         TRACK_SUMMARY,
         false,
         "第一百六十条"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct track_check check = procedure_check(&rows[i].question, rows[i].wanted);
        print_message("  %zu\n", i);
        assert_int_equal(check.lawful, rows[i].lawful);
        assert_non_null(strstr(check.reason.basis, rows[i].article));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_track_follows_amount_and_kind),
                                       cmocka_unit_test(agreements_dates_and_every_reason),
                                       cmocka_unit_test(half_a_wage_is_exact),
                                       cmocka_unit_test(what_may_be_chosen_instead),
                                       cmocka_unit_test(words_name_tracks_and_exclusions)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
