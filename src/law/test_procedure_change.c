/* Changes of procedure by JI 140, 199, 258, 260, 264, 269, 278, 279, CPL 169, 170, and the level of
 * court by amount (法发〔2021〕27号). */
#include "tests/test.h"

#include "law/period.h"
#include "law/procedure_change.h"

/* clang-format off */
static const struct change_example {
    const char *why;
    struct change_question question; /* from, event, summary fits, hearing opened, limit over */
    bool allowed, top_up;
    enum track to;
    const char *basis; /* part of it */
} changes[] = {
    {"279: objection before the hearing", {TRACK_SMALL_CLAIMS, CHANGE_OBJECTION, true, false, false}, true, false, TRACK_SUMMARY, "二百七十九"},
    {"279: and summary does not fit", {TRACK_SMALL_CLAIMS, CHANGE_OBJECTION, false, false, false}, true, true, TRACK_ORDINARY, "二百七十九"},
    {"279: objection in the hearing", {TRACK_SMALL_CLAIMS, CHANGE_OBJECTION, true, true, false}, false, false, TRACK_SMALL_CLAIMS, "二百七十九"},
    {"269: objection to summary", {TRACK_SUMMARY, CHANGE_OBJECTION, false, true, false}, true, true, TRACK_ORDINARY, "二百六十九"},
    {"278: counterclaim, summary fits", {TRACK_SMALL_CLAIMS, CHANGE_CONDITIONS, true, true, false}, true, false, TRACK_SUMMARY, "二百七十八"},
    {"278: by agreement too", {TRACK_SMALL_CLAIMS_BY_AGREEMENT, CHANGE_CONDITIONS, true, false, false}, true, false, TRACK_SUMMARY, "二百七十八"},
    {"278: else ordinary", {TRACK_SMALL_CLAIMS, CHANGE_CONDITIONS, false, true, false}, true, true, TRACK_ORDINARY, "二百七十八"},
    {"278: summary still fits, it stays", {TRACK_SUMMARY, CHANGE_CONDITIONS, true, false, false}, false, false, TRACK_SUMMARY, "民事诉讼法解释"},
    {"CPL 169: small claims found complex", {TRACK_SMALL_CLAIMS, CHANGE_COMPLEX, true, true, false}, true, false, TRACK_SUMMARY, "一百六十九"},
    {"258: summary found complex", {TRACK_SUMMARY, CHANGE_COMPLEX, false, true, false}, true, true, TRACK_ORDINARY, "二百五十八"},
    {"258: after the limit", {TRACK_SUMMARY, CHANGE_COMPLEX, false, true, true}, false, false, TRACK_SUMMARY, "二百五十八"},
    {"140: public notice out of summary", {TRACK_SUMMARY, CHANGE_PUBLIC_NOTICE, true, false, false}, true, true, TRACK_ORDINARY, "一百四十"},
    {"140: and out of small claims", {TRACK_SMALL_CLAIMS, CHANGE_PUBLIC_NOTICE, true, false, false}, true, true, TRACK_ORDINARY, "一百四十"},
    {"ordinary knows public notice", {TRACK_ORDINARY, CHANGE_PUBLIC_NOTICE, true, false, false}, false, false, TRACK_ORDINARY, "民事诉讼法解释"},
    {"264: agreement to summary", {TRACK_ORDINARY, CHANGE_AGREED_SUMMARY, true, false, false}, true, false, TRACK_SUMMARY, "二百六十四"},
    {"264: not against JI 257", {TRACK_ORDINARY, CHANGE_AGREED_SUMMARY, false, false, false}, false, false, TRACK_ORDINARY, "二百六十四"},
    {"260: a hearing has opened", {TRACK_ORDINARY, CHANGE_AGREED_SUMMARY, true, true, false}, false, false, TRACK_ORDINARY, "二百六十条"},
    {"summary already", {TRACK_SUMMARY, CHANGE_AGREED_SUMMARY, true, false, false}, false, false, TRACK_SUMMARY, "民事诉讼法解释"},
};
/* clang-format on */

static void a_change_follows_its_event(void **context)
{
    (void) context;
    for (size_t i = 0; i < COUNT_OF(changes); i++) {
        const struct change_example *row = &changes[i];
        struct change_answer answer = procedure_change(&row->question);
        if (answer.allowed != row->allowed || answer.to != row->to || answer.top_up != row->top_up)
            fail_msg("%s: %s to %s, top-up %d", row->why, answer.allowed ? "allowed" : "refused",
                     track_name(answer.to), answer.top_up);
        if (!strstr(answer.reason.basis, row->basis))
            fail_msg("%s: by %s", row->why, answer.reason.basis);
        assert_true(*answer.reason.zh && *answer.reason.en);
        assert_true(period_known(answer.period));
    }
}

/* JI 258: new length, old start. The lengths are the table's, 2, 3 and 6 months. */
static void the_new_limit_keeps_the_old_start(void **context)
{
    (void) context;
    static const int months[] = {2, 2, 3, 6};
    for (int track = TRACK_SMALL_CLAIMS; track <= TRACK_ORDINARY; track++) {
        const struct period *period = period_find(track_period((enum track) track), 20000);
        assert_non_null(period);
        assert_int_equal(period->length, months[track]);
        assert_string_equal(period->start_event_en, "registration");
    }
}

static void the_level_follows_the_amount(void **context)
{
    (void) context;
    const int32_t before = day_of_date((struct civil_date){2021, 9, 30});
    static const int64_t million_fen = INT64_C(100000000);
    const struct {
        int64_t amount_fen;
        bool same_province;
        int32_t day;
        const char *level;
    } rows[] = {
        {0, true, 0, "basic"},
        {500 * million_fen - 1, true, 0, "basic"},
        {500 * million_fen, true, 0, "intermediate"},
        {100 * million_fen - 1, false, 0, "basic"},
        {100 * million_fen, false, before + 1, "intermediate"},
        {5000 * million_fen - 1, true, before + 1, "intermediate"},
        {5000 * million_fen, true, before + 1, "high"},
        {5000 * million_fen, false, 0, "high"},
        {5000 * million_fen, false, before, "unknown"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct level_answer answer =
            court_level_by_amount(rows[i].amount_fen, rows[i].same_province, rows[i].day);
        if (strcmp(court_level_name(answer.level), rows[i].level) != 0)
            fail_msg("row %zu: %s", i, court_level_name(answer.level));
        assert_true(*answer.reason.zh && *answer.reason.en && *answer.reason.basis);
    }
}

static void words_name_events(void **context)
{
    (void) context;
    static const char *const names[CHANGE_EVENT_COUNT] = {"objection", "conditions", "complex",
                                                          "public_notice", "agreed_summary"};
    enum change_event event;
    for (int i = 0; i < CHANGE_EVENT_COUNT; i++) {
        assert_true(change_event_of_name(names[i], &event));
        assert_int_equal(event, i);
    }
    assert_false(change_event_of_name("appeal", &event));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_change_follows_its_event),
                                       cmocka_unit_test(the_new_limit_keeps_the_old_start),
                                       cmocka_unit_test(the_level_follows_the_amount),
                                       cmocka_unit_test(words_name_events)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
