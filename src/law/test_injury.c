/* Each item of 人身损害赔偿解释 (2022) by examples, the shares by examples, support held against a
 * plain second reckoning, and what must hold of any answer. */
#include "tests/test.h"

#include "law/injury.h"

#define YUAN INT64_C(100)

enum { DAY = 20514 /* 2026-03-02 */ };

/* Hubei 2023 as the examples have it. */
static struct injury_question base(void)
{
    return (struct injury_question){.day = DAY,
                                    .income_fen = 44990 * YUAN,
                                    .consumption_fen = 31500 * YUAN,
                                    .wage_fen = 96000 * YUAN,
                                    .share_percent = -1,
                                    .vehicle = true};
}

static int64_t item(const struct injury_answer *answer, const char *name)
{
    for (size_t i = 0; i < answer->item_count; i++) {
        if (strcmp(answer->items[i].name, name) == 0)
            return answer->items[i].fen;
    }
    return 0;
}

static struct injury_answer reckon(const struct injury_question *question, struct arena *arena)
{
    struct injury_answer answer;
    struct err err = {0};
    if (injury_compute(question, arena, &answer, &err))
        fail_msg("%s %s: %s", err.code, err.field, err.text);
    return answer;
}

/* II 12, 15: 20 years; 61 one less; 75 and over five. */
static void years_fall_from_sixty(void **context)
{
    static const struct {
        int age, years;
    } examples[] = {{0, 20}, {41, 20}, {59, 20}, {60, 20}, {61, 19},
                    {74, 6}, {75, 5},  {76, 5},  {100, 5}};
    (void) context;
    for (size_t i = 0; i < COUNT_OF(examples); i++)
        assert_int_equal(injury_years(examples[i].age), examples[i].years);
}

/* II 6-12, 14-17. */
static void items_by_their_articles(void **context)
{
    (void) context;
    static const struct {
        const char *title, *name;
        struct injury_question q;
        int64_t fen;
    } examples[] = {
        {"10th grade, 41: 44,990 × 20 × 10 %",
         "disability",
         {.grade = 10, .age = 41},
         89980 * YUAN},
        {"the same, registered in the country",
         "disability",
         {.grade = 10, .age = 41, .rural = true},
         89980 * YUAN},
        {"1st grade, 41: the whole", "disability", {.grade = 1, .age = 41}, 899800 * YUAN},
        {"9th grade, 65: 15 years × 20 %", "disability", {.grade = 9, .age = 65}, 134970 * YUAN},
        {"10th grade, 80: 5 years", "disability", {.grade = 10, .age = 80}, 22495 * YUAN},
        {"death at 41", "death", {.death = true, .age = 41}, 899800 * YUAN},
        {"death at 68, rural: 12 years",
         "death",
         {.death = true, .age = 68, .rural = true},
         539880 * YUAN},
        {"funeral: six months of 96,000", "funeral", {.death = true, .age = 41}, 48000 * YUAN},
        {"a child of 8, two parents: 10 years ÷ 2 × 10 %",
         "support",
         {.grade = 10, .age = 41, .dependants = {{8, 2}}, .dependant_count = 1},
         15750 * YUAN},
        {"after a death the whole: 10 years ÷ 2",
         "support",
         {.death = true, .age = 41, .dependants = {{8, 2}}, .dependant_count = 1},
         157500 * YUAN},
        {"a mother of 70, three children: 10 years ÷ 3",
         "support",
         {.death = true, .age = 41, .dependants = {{70, 3}}, .dependant_count = 1},
         105000 * YUAN},
        {"three at once, 1½ shares: one person's consumption a year, II 17",
         "support",
         {.death = true, .age = 41, .dependants = {{8, 2}, {8, 2}, {8, 2}}, .dependant_count = 3},
         315000 * YUAN},
        {"no disability, no support", "support", {.dependants = {{8, 2}}, .dependant_count = 1}, 0},
        {"proved income 73,000: 100 days",
         "lost_income",
         {.lost_days = 100, .own_income_year_fen = 73000 * YUAN},
         20000 * YUAN},
        {"not proved: the wage", "lost_income", {.lost_days = 73}, 19200 * YUAN},
        {"food, nothing else known: 100 a day", "meals", {.hospital_days = 20}, 2000 * YUAN},
        {"food where it is 120",
         "meals",
         {.hospital_days = 20, .meal_day_fen = 120 * YUAN},
         2400 * YUAN},
        {"nursing", "nursing", {.nursing_days = 30, .nursing_day_fen = 150 * YUAN}, 4500 * YUAN},
        {"treatment", "medical", {.medical_fen = 12345}, 12345},
        {"nutrition", "nutrition", {.nutrition_fen = 50000}, 50000},
        {"travel", "transport", {.transport_fen = 30000}, 30000},
        {"devices", "aids", {.aids_fen = 99}, 99},
        {"distress", "mental", {.mental_fen = 500000}, 500000},
        {"the car", "property", {.property_fen = 1120000}, 1120000},
    };
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        ARENA_SCOPED arena;
        arena_init(&arena, 1 << 16);
        struct injury_question q = examples[i].q, figures = base();
        q.day = DAY;
        q.vehicle = true;
        q.share_percent = -1;
        q.income_fen = figures.income_fen;
        q.consumption_fen = figures.consumption_fen;
        q.wage_fen = figures.wage_fen;
        struct injury_answer answer = reckon(&q, &arena);
        print_message("  %s\n", examples[i].title);
        assert_int_equal(item(&answer, examples[i].name), examples[i].fen);
        for (size_t k = 0; k < answer.item_count; k++)
            assert_true(*answer.items[k].zh && *answer.items[k].en && *answer.items[k].basis);
        bool told = answer.item_count && strstr(answer.items[0].zh, "不再区分城乡") != NULL;
        assert_int_equal(told, q.rural);
    }
}

/* 民法典 1213, 道路交通安全法 76, limits from 2020-09-19: the insurance first, group by group; then
 * the share. */
static void the_insurance_first_then_the_share(void **context)
{
    (void) context;
    static const struct {
        int64_t medical_yuan, mental_yuan, property_yuan;
        bool vehicle;
        enum injury_liability liability;
        int share_percent;
        int64_t insurance_yuan, share_yuan;
    } examples[] = {
        {10000, 50000, 1500, true, LIABILITY_FULL, -1, 61500, 0},
        {30000, 0, 0, true, LIABILITY_FULL, -1, 18000, 12000},
        {30000, 0, 0, true, LIABILITY_MAIN, -1, 18000, 8400},
        {30000, 0, 0, true, LIABILITY_EQUAL, -1, 18000, 6000},
        {30000, 0, 0, true, LIABILITY_MINOR, -1, 18000, 3600},
        {30000, 0, 0, true, LIABILITY_MINOR, 40, 18000,
         4800}, /* a walker: as the province has it */
        {30000, 20000, 500, true, LIABILITY_NONE, -1, 19900, 0},
        {30000, 20000, 500, true, LIABILITY_NONE, 10, 19900,
         3060}, /* 道路交通安全法 76: at most 10 % */
        {0, 300000, 11200, true, LIABILITY_MAIN, -1, 182000, 90440},
        {30000, 0, 0, false, LIABILITY_MAIN, -1, 0, 21000},
        {30000, 0, 0, false, LIABILITY_FULL, 0, 0, 0},
    };
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        ARENA_SCOPED arena;
        arena_init(&arena, 1 << 16);
        struct injury_question q = base();
        q.medical_fen = examples[i].medical_yuan * YUAN;
        q.mental_fen = examples[i].mental_yuan * YUAN;
        q.property_fen = examples[i].property_yuan * YUAN;
        q.vehicle = examples[i].vehicle;
        q.liability = examples[i].liability;
        q.share_percent = examples[i].share_percent;
        struct injury_answer answer = reckon(&q, &arena);
        print_message("  row %zu: %s\n", i, answer.split.zh);
        assert_int_equal(answer.insurance_fen, examples[i].insurance_yuan * YUAN);
        assert_int_equal(answer.share_fen, examples[i].share_yuan * YUAN);
        assert_int_equal(answer.due_fen, answer.insurance_fen + answer.share_fen);
    }
}

/* II 24; ranges; figures that are needed and not there. */
static void what_cannot_be_answered_is_refused(void **context)
{
    (void) context;
    static const struct {
        const char *code, *field;
        struct injury_question q;
    } examples[] = {
        {"injury.day", "day", {.day = 19112}},
        {"rule.range", "grade", {.day = DAY, .grade = 11}},
        {"rule.range", "grade", {.day = DAY, .grade = 10, .death = true}},
        {"rule.range", "age", {.day = DAY, .age = 121}},
        {"rule.range", "age", {.day = DAY, .age = -1}},
        {"rule.range", "share_percent", {.day = DAY, .share_percent = 101}},
        {"rule.range", "medical_fen", {.day = DAY, .medical_fen = -1}},
        {"rule.range", "medical_fen", {.day = DAY, .medical_fen = INT64_MAX}},
        {"rule.range", "lost_days", {.day = DAY, .lost_days = 7301}},
        {"rule.range", "dependants", {.day = DAY, .dependant_count = 11}},
        {"rule.range", "dependants", {.day = DAY, .dependants = {{121, 1}}, .dependant_count = 1}},
        {"rule.range", "dependants", {.day = DAY, .dependants = {{8, 0}}, .dependant_count = 1}},
        {"rule.range", "dependants", {.day = DAY, .dependants = {{8, 11}}, .dependant_count = 1}},
        {"required", "nursing_day_fen", {.day = DAY, .nursing_days = 1}},
        {"income.unknown", "income_fen", {.day = DAY, .grade = 10}},
        {"income.unknown", "income_fen", {.day = DAY, .death = true}},
        {"income.unknown",
         "consumption_fen",
         {.day = DAY, .grade = 10, .income_fen = 1, .dependants = {{8, 2}}, .dependant_count = 1}},
        {"income.unknown",
         "consumption_fen",
         {.day = DAY,
          .death = true,
          .income_fen = 1,
          .wage_fen = 1,
          .dependants = {{8, 2}},
          .dependant_count = 1}},
        {"income.unknown", "wage_fen", {.day = DAY, .death = true, .income_fen = 1}},
        {"income.unknown", "wage_fen", {.day = DAY, .lost_days = 1}},
    };
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        ARENA_SCOPED arena;
        arena_init(&arena, 1 << 16);
        struct injury_answer answer;
        struct err err = {0};
        print_message("  row %zu\n", i);
        assert_int_equal(injury_compute(&examples[i].q, &arena, &answer, &err), ERR_INVALID);
        assert_string_equal(err.code, examples[i].code);
        assert_string_equal(err.field, examples[i].field);
    }
    /* Not needed: not asked for. */
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 16);
    struct injury_question q = {.day = DAY,
                                .lost_days = 1,
                                .own_income_year_fen = 36500,
                                .dependants = {{8, 2}},
                                .dependant_count = 1};
    assert_int_equal(reckon(&q, &arena).total_fen, 100);
}

static uint32_t seed = 20261130;
static int below(int most)
{
    seed = seed * 1664525u + 1013904223u;
    return (int) ((seed >> 8) % (uint32_t) most);
}

/* II 17 in floating point, year by year, as one would on paper. */
static double plain_support(const struct injury_question *q)
{
    double sum = 0, percent = q->death ? 1 : (11 - q->grade) / 10.0;
    for (int year = 0; year < 20; year++) {
        double of_year = 0;
        for (size_t i = 0; i < q->dependant_count; i++) {
            int age = q->dependants[i].age;
            int years = age < 18 ? 18 - age : age < 60 ? 20 : age < 75 ? 80 - age : 5;
            of_year += year < years ? percent / q->dependants[i].payers : 0;
        }
        sum += of_year > 1 ? 1 : of_year;
    }
    return sum * (double) q->consumption_fen;
}

static void any_answer_adds_up(void **context)
{
    (void) context;
    for (int turn = 0; turn < 20000; turn++) {
        ARENA_SCOPED arena;
        arena_init(&arena, 1 << 16);
        struct injury_question q = base();
        q.death = below(3) == 0;
        q.grade = q.death ? 0 : 1 + below(10);
        q.age = below(100);
        q.dependant_count = (size_t) below(5);
        for (size_t i = 0; i < q.dependant_count; i++)
            q.dependants[i] = (struct injury_dependant){below(100), 1 + below(10)};
        q.medical_fen = below(1000000000);
        q.property_fen = below(100000000);
        q.lost_days = below(700);
        q.liability = (enum injury_liability) below(5);
        struct injury_answer answer = reckon(&q, &arena), other;
        int64_t sum = 0;
        for (size_t i = 0; i < answer.item_count; i++)
            sum += answer.items[i].fen;
        assert_int_equal(sum, answer.total_fen);
        assert_int_equal(answer.insurance_fen + answer.rest_fen, answer.total_fen);
        assert_true(answer.share_fen >= 0 && answer.due_fen <= answer.total_fen);
        double plain = plain_support(&q), got = (double) item(&answer, "support");
        assert_true(got - plain < 1 && plain - got < 1);
        q.rural = true; /* registration changes no sum */
        other = reckon(&q, &arena);
        assert_int_equal(other.due_fen, answer.due_fen);
        q.age++; /* who is older never gets more */
        assert_true(reckon(&q, &arena).total_fen <= answer.total_fen);
        if (q.grade > 1) {
            q.age--;
            q.grade--; /* nor who is hurt worse less */
            assert_true(reckon(&q, &arena).total_fen >= answer.total_fen);
        }
    }
}

/* However little memory there is, the answer is whole or it is none. */
static void little_memory_is_told(void **context)
{
    (void) context;
    struct injury_question q = base();
    q.grade = 10;
    q.age = 41;
    q.lost_days = 30;
    q.hospital_days = 3;
    q.medical_fen = 100;
    q.dependants[0] = (struct injury_dependant){8, 2};
    q.dependants[1] = (struct injury_dependant){70, 3};
    q.dependant_count = 2;
    size_t refused = 0;
    for (int turn = 0; turn < 3; turn++) {
        q.death = turn == 1;
        q.grade = q.death ? 0 : 10;
        q.vehicle = turn != 2;
        for (size_t bytes = 1; bytes < 6000; bytes++) {
            ARENA_SCOPED arena;
            arena_init(&arena, bytes);
            struct injury_answer answer;
            struct err err = {0};
            enum err_kind kind = injury_compute(&q, &arena, &answer, &err);
            refused += kind != ERR_NONE;
            for (size_t i = 0; !kind && i < answer.item_count; i++)
                assert_true(answer.items[i].zh && answer.items[i].en);
        }
    }
    assert_true(refused > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(years_fall_from_sixty),
                                       cmocka_unit_test(items_by_their_articles),
                                       cmocka_unit_test(the_insurance_first_then_the_share),
                                       cmocka_unit_test(what_cannot_be_answered_is_refused),
                                       cmocka_unit_test(any_answer_adds_up),
                                       cmocka_unit_test(little_memory_is_told)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
