/* A fee is divided to the fen; who has accepted fixes it; what was paid is owed back. */
#include "tests/test.h"

#include "systems/resolution/market/market.h"

static void a_fee_is_divided_to_the_fen(void **context)
{
    static const struct {
        int64_t price_fen, percent;
        size_t applicants, respondents;
        int64_t applicant_first, applicant_next, respondent_first, respondent_next;
    } examples[] = {
        {400000, 50, 1, 1, 200000, 0, 200000, 0},   {400000, 100, 1, 1, 400000, 0, 0, 0},
        {400000, 0, 1, 1, 0, 0, 400000, 0},         {10001, 50, 1, 1, 5000, 0, 5001, 0},
        {100000, 50, 3, 1, 16668, 16666, 50000, 0}, {1, 50, 1, 2, 0, 0, 1, 0},
        {99999, 33, 1, 2, 32999, 0, 33500, 33500},
    };
    (void) context;
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        int64_t ours = market_side_fen(examples[i].price_fen, examples[i].percent, true),
                theirs = market_side_fen(examples[i].price_fen, examples[i].percent, false);
        assert_int_equal(ours + theirs, examples[i].price_fen);
        assert_int_equal(market_part_fen(ours, examples[i].applicants, 0),
                         examples[i].applicant_first);
        assert_int_equal(market_part_fen(theirs, examples[i].respondents, 0),
                         examples[i].respondent_first);
        if (examples[i].applicants > 1)
            assert_int_equal(market_part_fen(ours, examples[i].applicants, 1),
                             examples[i].applicant_next);
        if (examples[i].respondents > 1)
            assert_int_equal(market_part_fen(theirs, examples[i].respondents, 1),
                             examples[i].respondent_next);
    }
    assert_int_equal(market_part_fen(100, 0, 0), 0);
}

static bool allows(const char *name, const struct facts *facts)
{
    for (size_t i = 0; i < market_system.guard_count; i++) {
        if (strcmp(market_system.guards[i].name, name) == 0)
            return market_system.guards[i].allows(facts);
    }
    fail_msg("no guard %s", name);
    return false;
}

/* 民法典 483, 502: fixed by the first acceptance; settled once each has paid or pays nothing. */
static void states_of_parties_decide(void **context)
{
    static const struct {
        const char *ours, *theirs;
        int64_t percent;
        bool unaccepted, settled, nothing_owed;
    } examples[] = {
        {"asked", "asked", 50, true, false, true},
        {"accepted", "asked", 50, false, false, true},
        {"paid", "accepted", 50, false, false, false},
        {"paid", "paid", 50, true, true, false},
        {"paid", "waived", 50, true, true, false},
        {"paid", "accepted", 100, false, true, false},
        {"refunded", "asked", 50, true, false, true},
    };
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 16);
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        struct value *fields = value_new_map(&arena);
        assert_true(fields && value_set_int(&arena, fields, "price", 400000) &&
                    value_set_int(&arena, fields, "share_applicant", examples[i].percent));
        struct participant parties[] = {
            {.id = 1, .role = "applicant", .state = examples[i].ours, .active = true},
            {.id = 2, .role = "respondent", .state = examples[i].theirs, .active = true}};
        struct facts facts = {.fields = fields, .participants = parties, .participant_count = 2};
        assert_int_equal(allows("market_unaccepted", &facts), examples[i].unaccepted);
        assert_int_equal(allows("market_all_settled", &facts), examples[i].settled);
        assert_int_equal(allows("market_nothing_owed", &facts), examples[i].nothing_owed);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_fee_is_divided_to_the_fen),
                                       cmocka_unit_test(states_of_parties_decide)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
