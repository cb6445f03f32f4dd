/* Fees against the closed formulas, at every edge of every table. F numbers: docs/law/fees.md. */
#include "tests/test.h"

#include "law/fee.h"

#define YUAN INT64_C(100)

static struct fee_result compute(struct arena *arena, struct fee_request request)
{
    struct fee_result result = {0};
    assert_int_equal(fee_compute(&request, arena, &result, NULL), ERR_NONE);
    return result;
}

/* The fee of an amount in yuan, in fen. */
static int64_t fee_of(enum fee_kind kind, int64_t amount_yuan)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 14);
    return compute(&arena, (struct fee_request){.kind = kind, .amount_fen = amount_yuan * YUAN})
        .due_fen;
}

/* Arts 13(1), 14(1)-(3): both sides of every bracket, in yuan -> fen. */
static void the_tables_hold_at_every_edge(void **context)
{
    (void) context;
    static const struct {
        enum fee_kind kind;
        int64_t amount_yuan, due_fen;
    } points[] = {
        {FEE_PROPERTY, 0, 5000},
        {FEE_PROPERTY, 1, 5000},
        {FEE_PROPERTY, 10000, 5000},
        {FEE_PROPERTY, 10001, 5003}, /* 50.025 */
        {FEE_PROPERTY, 50000, 105000},
        {FEE_PROPERTY, 100000, 230000},
        {FEE_PROPERTY, 100001, 230002},
        {FEE_PROPERTY, 200000, 430000},
        {FEE_PROPERTY, 350000, 655000}, /* F1 */
        {FEE_PROPERTY, 500000, 880000},
        {FEE_PROPERTY, 1000000, 1380000},
        {FEE_PROPERTY, 2000000, 2280000},
        {FEE_PROPERTY, 5000000, 4680000},
        {FEE_PROPERTY, 10000000, 8180000},
        {FEE_PROPERTY, 20000000, 14180000},
        {FEE_PROPERTY, 30000000, 19180000},
        {FEE_PROPERTY, 100000000, 54180000},
        {FEE_IP, 350000, 655000},
        {FEE_IP, 5000, 5000},
        {FEE_ENFORCEMENT, 8000, 5000},
        {FEE_ENFORCEMENT, 10000, 5000},
        {FEE_ENFORCEMENT, 300000, 440000},
        {FEE_ENFORCEMENT, 500000, 740000},
        {FEE_ENFORCEMENT, 5000000, 5240000},
        {FEE_ENFORCEMENT, 8000000, 6740000},
        {FEE_ENFORCEMENT, 10000000, 7740000},
        {FEE_ENFORCEMENT, 20000000, 8740000},
        {FEE_PRESERVATION, 0, 3000},
        {FEE_PRESERVATION, 1000, 3000},
        {FEE_PRESERVATION, 1001, 3001},
        {FEE_PRESERVATION, 50000, 52000},
        {FEE_PRESERVATION, 100000, 102000},
        {FEE_PRESERVATION, 500000, 302000},
        {FEE_PRESERVATION, 895999, 500000}, /* 4,999.995 */
        {FEE_PRESERVATION, 895998, 499999},
        {FEE_PRESERVATION, 896000, 500000},
        {FEE_PRESERVATION, 896001, 500000},
        {FEE_PRESERVATION, 5000000, 500000},
        {FEE_PAYMENT_ORDER, 0, 1667},
        {FEE_PAYMENT_ORDER, 10000, 1667},
        {FEE_PAYMENT_ORDER, 50000, 35000},
        {FEE_PAYMENT_ORDER, 350000, 218333},
        {FEE_ENFORCEMENT, 0, 5000},
        {FEE_ADMINISTRATIVE_IP, 0, 10000},
        {FEE_ADMINISTRATIVE, 0, 5000},
        {FEE_JURISDICTION_OBJECTION, 0, 5000},
        {FEE_PUBLIC_SUMMONS, 0, 10000},
        {FEE_SET_ASIDE_AWARD, 0, 40000},
        {FEE_BANKRUPTCY, 1000000, 690000},
        {FEE_BANKRUPTCY, 20000000, 7090000},
        {FEE_BANKRUPTCY, 111640000, 30000000}, /* where the cap is reached */
        {FEE_BANKRUPTCY, 111639996, 29999999},
        {FEE_BANKRUPTCY, 500000000, 30000000},
        {FEE_MARITIME_FUND, 0, 100000},
        {FEE_MARITIME_INJUNCTION, 0, 100000},
        {FEE_MARITIME_LIEN, 0, 100000},
        {FEE_MARITIME_DEBT, 0, 100000},
        {FEE_GENERAL_AVERAGE, 0, 100000},
    };
    for (size_t i = 0; i < COUNT_OF(points); i++) {
        print_message("  kind %d, %lld yuan\n", (int) points[i].kind,
                      (long long) points[i].amount_yuan);
        assert_int_equal(fee_of(points[i].kind, points[i].amount_yuan), points[i].due_fen);
    }
}

/* fee = rate * x + constant, as the SPC prints it: another way to the same sum. */
static void the_brackets_agree_with_the_closed_formulas(void **context)
{
    (void) context;
    static const struct {
        int64_t to_yuan, rate, plus_yuan; /* parts per 10,000 */
    } formulas[] = {
        {10000, 0, 50},        {100000, 250, -200},
        {200000, 200, 300},    {500000, 150, 1300},
        {1000000, 100, 3800},  {2000000, 90, 4800},
        {5000000, 80, 6800},   {10000000, 70, 11800},
        {20000000, 60, 21800}, {INT64_C(10000000000000), 50, 41800},
    };
    int64_t before = 0;
    size_t row = 0;
    /* Odd steps, so that fractions of a fen occur; up to 10 trillion yuan. */
    for (int64_t amount_fen = 1; amount_fen <= INT64_C(1000000000000000);
         amount_fen += amount_fen / 97 + 1) {
        ARENA_SCOPED arena;
        arena_init(&arena, 1 << 14);
        while (amount_fen > formulas[row].to_yuan * YUAN)
            row++;
        int64_t parts = formulas[row].rate * amount_fen + formulas[row].plus_yuan * YUAN * 10000;
        int64_t due_fen =
            compute(&arena, (struct fee_request){.kind = FEE_PROPERTY, .amount_fen = amount_fen})
                .due_fen;
        assert_int_equal(due_fen, (parts + 5000) / 10000);
        assert_true(due_fen >= before); /* more in dispute never costs less */
        before = due_fen;
    }
}

/* Arts 15, 16; JI 206: one halving, of acceptance fees only, rounded once. */
static const struct {
    const char *title;
    struct fee_request given;
    int64_t full_fen, due_fen;
    const char *told_zh, *told_en; /* NULL: not halved */
} halvings[] = {
    {"F1 ordinary, judgment", {.amount_fen = 35000000}, 655000, 655000, NULL, NULL},
    {"F2 summary",
     {.amount_fen = 35000000, .summary = true},
     655000,
     327500,
     "第十六条",
     "Art. 16"},
    {"F3 summary and withdrawn",
     {.amount_fen = 35000000, .summary = true, .settled = true},
     655000,
     327500,
     "第十五条",
     "Art. 15"},
    {"F4 mediated",
     {.amount_fen = 35000000, .settled = true},
     655000,
     327500,
     "第十五条",
     "Art. 15"},
    {"half of 2,769.1356 is rounded once",
     {.amount_fen = 12345678, .summary = true},
     276914,
     138457,
     "第十六条",
     "Art. 16"},
    {"half of 50.025 is 25.0125",
     {.amount_fen = 1000100, .summary = true},
     5003,
     2501,
     "第十六条",
     "Art. 16"},
    {"F13 labour", {.kind = FEE_LABOUR, .summary = true}, 1000, 500, "第十六条", "Art. 16"},
    {"an application fee is never halved",
     {.kind = FEE_PRESERVATION, .amount_fen = 50000 * YUAN, .summary = true, .settled = true},
     52000,
     52000,
     NULL,
     NULL},
    {"nor enforcement",
     {.kind = FEE_ENFORCEMENT, .amount_fen = 300000 * YUAN, .settled = true},
     440000,
     440000,
     NULL,
     NULL},
    {"nor a payment order",
     {.kind = FEE_PAYMENT_ORDER, .amount_fen = 50000 * YUAN, .summary = true},
     35000,
     35000,
     NULL,
     NULL},
};

static void a_fee_is_halved_once_or_not_at_all(void **context)
{
    (void) context;
    for (size_t i = 0; i < COUNT_OF(halvings); i++) {
        ARENA_SCOPED arena;
        arena_init(&arena, 1 << 14);
        print_message("  %s\n", halvings[i].title);
        struct fee_result result = compute(&arena, halvings[i].given);
        assert_int_equal(result.full_fen, halvings[i].full_fen);
        assert_int_equal(result.due_fen, halvings[i].due_fen);
        assert_int_equal(result.halved, halvings[i].told_zh != NULL);
        assert_int_equal(strstr(result.account_zh, "减半") != NULL, result.halved);
        assert_int_equal(strstr(result.account_en, "halved") != NULL, result.halved);
        if (result.halved) {
            assert_non_null(strstr(result.account_zh, halvings[i].told_zh));
            assert_non_null(strstr(result.account_en, halvings[i].told_en));
        }
        const char *due = money_format(&arena, result.due_fen);
        assert_non_null(strstr(result.account_zh, due));
        assert_non_null(strstr(result.account_en, due));
        assert_non_null(strstr(result.account_zh, result.basis));
        assert_non_null(strstr(result.account_en, result.basis));
    }
}

/* The rest of the worked examples: what the caller does with two sums. */
static void worked_examples_with_two_sums(void **context)
{
    (void) context;
    int64_t fee_350 = fee_of(FEE_PROPERTY, 350000);
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 14);
    int64_t fee_350_summary =
        compute(&arena, (struct fee_request){.amount_fen = 350000 * YUAN, .summary = true}).due_fen;
    assert_int_equal(fee_350 - fee_350_summary, 327500);              /* F5, JI 199 */
    assert_int_equal(fee_of(FEE_PROPERTY, 80000 + 40000), 270000);    /* F6, JI 201 */
    assert_int_equal(fee_of(FEE_PROPERTY, 100000), 230000);           /* F7, JI 201 */
    assert_int_equal(fee_of(FEE_PROPERTY, 120000), 270000);           /* F8, Art. 17 */
    assert_int_equal(fee_of(FEE_PROPERTY, 500000) - fee_350, 225000); /* F9, Art. 21 */
    assert_int_equal(fee_350 - fee_of(FEE_PROPERTY, 200000), 225000); /* F10, Art. 21 */
    struct fee_result counterclaim =
        compute(&arena, (struct fee_request){.amount_fen = 120000 * YUAN, .settled = true});
    assert_int_equal(counterclaim.due_fen, 135000); /* F14, Art. 18: also half, once */
}

/* Art. 13 gives ranges, a province the point in them; what is outside is refused. */
static void the_provincial_point_lies_within_the_range(void **context)
{
    (void) context;
    static const struct {
        enum fee_kind kind;
        int64_t min_fen, max_fen;
    } ranges[] = {
        {FEE_DIVORCE, 50 * YUAN, 300 * YUAN},      {FEE_PERSONALITY, 100 * YUAN, 500 * YUAN},
        {FEE_NON_PROPERTY, 50 * YUAN, 100 * YUAN}, {FEE_IP, 500 * YUAN, 1000 * YUAN},
        {FEE_LABOUR, 10 * YUAN, 10 * YUAN},        {FEE_PROPERTY, 50 * YUAN, 50 * YUAN},
    };
    for (size_t i = 0; i < COUNT_OF(ranges); i++) {
        ARENA_SCOPED arena;
        arena_init(&arena, 1 << 14);
        struct fee_request request = {.kind = ranges[i].kind};
        assert_int_equal(compute(&arena, request).due_fen, ranges[i].min_fen); /* the lowest */
        request.base_fen = ranges[i].min_fen;
        assert_int_equal(compute(&arena, request).due_fen, ranges[i].min_fen);
        request.base_fen = ranges[i].max_fen;
        assert_int_equal(compute(&arena, request).due_fen, ranges[i].max_fen);

        const int64_t outside[] = {ranges[i].min_fen - 1, ranges[i].max_fen + 1, -1};
        for (size_t j = 0; j < COUNT_OF(outside); j++) {
            struct fee_result result = {.due_fen = 7};
            struct err err = {0};
            request.base_fen = outside[j];
            assert_int_equal(fee_compute(&request, &arena, &result, &err), ERR_INVALID);
            assert_string_equal(err.code, "fee.base");
            assert_string_equal(err.field, "base");
            assert_int_equal(result.due_fen, 7); /* written on success only */
        }
    }
}

static void divorce_and_personality_add_to_their_base(void **context)
{
    (void) context;
    static const struct {
        struct fee_request given; /* kind, amount, base */
        int64_t due_fen;
    } examples[] = {
        {{FEE_DIVORCE, 500000 * YUAN, 300 * YUAN, 0, 0, 0}, 180000}, /* F11 */
        {{FEE_DIVORCE, 200000 * YUAN, 300 * YUAN, 0, 0, 0}, 30000},
        {{FEE_DIVORCE, 200200 * YUAN, 300 * YUAN, 0, 0, 0}, 30100},
        {{FEE_DIVORCE, 0, 300 * YUAN, 0, 0, 0}, 30000},
        {{FEE_PERSONALITY, 80000 * YUAN, 500 * YUAN, 0, 0, 0}, 80000}, /* F12 */
        {{FEE_PERSONALITY, 150000 * YUAN, 500 * YUAN, 0, 0, 0}, 125000},
        {{FEE_PERSONALITY, 50000 * YUAN, 500 * YUAN, 0, 0, 0}, 50000},
        {{FEE_PERSONALITY, 100000 * YUAN, 500 * YUAN, 0, 0, 0}, 100000},
        {{FEE_PERSONALITY, 0, 500 * YUAN, 0, 0, 0}, 50000},
        {{FEE_NON_PROPERTY, 900000 * YUAN, 100 * YUAN, 0, 0, 0}, 10000}, /* amount plays no part */
        {{FEE_LABOUR, 900000 * YUAN, 0, 0, 0, 0}, 1000},
        {{FEE_IP, 0, 800 * YUAN, 0, 0, 0}, 80000},
        {{FEE_IP, 100000 * YUAN, 800 * YUAN, 0, 0, 0}, 230000}, /* with an amount: as property */
    };
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        ARENA_SCOPED arena;
        arena_init(&arena, 1 << 14);
        assert_int_equal(compute(&arena, examples[i].given).due_fen, examples[i].due_fen);
    }
}

static void an_absurd_amount_is_refused(void **context)
{
    (void) context;
    static const int64_t wrong[] = {-1, INT64_MIN, INT64_MAX, INT64_C(1000000000000001)};
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 14);
    for (int kind = 0; kind < FEE_KIND_COUNT; kind++) {
        for (size_t i = 0; i < COUNT_OF(wrong); i++) {
            struct fee_request request = {.kind = (enum fee_kind) kind, .amount_fen = wrong[i]};
            struct fee_result result;
            struct err err = {0};
            assert_int_equal(fee_compute(&request, &arena, &result, &err), ERR_INVALID);
            assert_string_equal(err.code, "fee.amount");
            assert_string_equal(err.field, "amount");
        }
    }
    assert_int_equal(fee_of(FEE_PROPERTY, INT64_C(10000000000000)), INT64_C(5000004180000));
}

static void a_court_may_bill_whole_yuan(void **context)
{
    (void) context;
    static const struct {
        int64_t amount_fen, due_fen;
        bool summary;
    } examples[] = {
        {12345678, 276900, false}, /* 2,769.14 */
        {12345678, 138500, true},  /* 1,384.57 */
        {1002000, 5100, false},    /* 50.50: half goes up */
        {1000000, 2500, true},
        {1001990, 5000, false}, /* 50.4975: rounded once, not by way of 50.50 */
    };
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        ARENA_SCOPED arena;
        arena_init(&arena, 1 << 14);
        struct fee_request request = {.amount_fen = examples[i].amount_fen,
                                      .summary = examples[i].summary,
                                      .whole_yuan = true};
        assert_int_equal(compute(&arena, request).due_fen, examples[i].due_fen);
    }
}

static void money_is_written_with_commas(void **context)
{
    (void) context;
    static const struct {
        int64_t fen;
        const char *text;
    } examples[] = {
        {0, "0.00"},
        {1, "0.01"},
        {99, "0.99"},
        {100, "1.00"},
        {99999, "999.99"},
        {100000, "1,000.00"},
        {-100000, "-1,000.00"},
        {100000000, "1,000,000.00"},
        {INT64_MAX, "92,233,720,368,547,758.07"},
        {INT64_MIN, "-92,233,720,368,547,758.08"},
    };
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 14);
    for (size_t i = 0; i < COUNT_OF(examples); i++)
        assert_string_equal(money_format(&arena, examples[i].fen), examples[i].text);
}

static void every_memory_limit_is_survived(void **context)
{
    (void) context;
    bool answered = false;
    for (size_t limit_bytes = 0; limit_bytes < 2048; limit_bytes += 8) {
        ARENA_SCOPED arena;
        arena_init(&arena, limit_bytes);
        struct fee_request request = {.amount_fen = 12345678, .summary = limit_bytes % 16 == 0};
        struct fee_result result = {0};
        enum err_kind kind = fee_compute(&request, &arena, &result, NULL);
        assert_true(kind == ERR_NONE || kind == ERR_LIMIT);
        assert_int_equal(result.account_zh != NULL, kind == ERR_NONE);
        answered = answered || kind == ERR_NONE;
    }
    assert_true(answered);
}

/* Art. 13 by the cause of the case; codes as in reference/causes.csv. */
static void the_cause_chooses_the_row(void **state)
{
    (void) state;
    static const struct {
        const char *cause;
        int64_t amount_fen;
        enum fee_kind kind;
    } rows[] = {{"04.10.108.03", 6000000, FEE_PROPERTY}, {"04.10.108.03", 0, FEE_NON_PROPERTY},
                {"02.02.014", 0, FEE_DIVORCE},           {"02.02.015", 0, FEE_NON_PROPERTY},
                {"01.01.011", 100, FEE_PERSONALITY},     {"05.13.163", 0, FEE_IP},
                {"07.19", 6000000, FEE_LABOUR},          {NULL, 100, FEE_PROPERTY}};
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_int_equal(fee_kind_of_cause(rows[i].cause, rows[i].amount_fen), rows[i].kind);
}

/* Arts 13, 14: what a province or a court may fix, and what one fen outside is. */
static void ranges_of_the_other_kinds(void **context)
{
    (void) context;
    static const struct {
        enum fee_kind kind;
        int64_t min_yuan, max_yuan;
    } ranges[] = {
        {FEE_ENFORCEMENT, 50, 500},        {FEE_JURISDICTION_OBJECTION, 50, 100},
        {FEE_ADMINISTRATIVE, 50, 50},      {FEE_ADMINISTRATIVE_IP, 100, 100},
        {FEE_PUBLIC_SUMMONS, 100, 100},    {FEE_SET_ASIDE_AWARD, 400, 400},
        {FEE_MARITIME_FUND, 1000, 10000},  {FEE_MARITIME_INJUNCTION, 1000, 5000},
        {FEE_MARITIME_LIEN, 1000, 5000},   {FEE_MARITIME_DEBT, 1000, 1000},
        {FEE_GENERAL_AVERAGE, 1000, 1000},
    };
    for (size_t i = 0; i < COUNT_OF(ranges); i++) {
        ARENA_SCOPED arena;
        arena_init(&arena, 1 << 14);
        struct fee_result result;
        struct fee_request request = {.kind = ranges[i].kind,
                                      .base_fen = ranges[i].max_yuan * YUAN};
        assert_int_equal(compute(&arena, request).due_fen, ranges[i].max_yuan * YUAN);
        request.base_fen++;
        assert_int_equal(fee_compute(&request, &arena, &result, NULL), ERR_INVALID);
        request.base_fen = ranges[i].min_yuan * YUAN - 1;
        assert_int_equal(fee_compute(&request, &arena, &result, NULL), ERR_INVALID);
    }
}

/* Arts 15, 16, 18 halve acceptance fees, and JI 206 once, whatever comes together. */
static void halving_is_once_and_for_suits(void **context)
{
    (void) context;
    static const bool halves[FEE_KIND_COUNT] = {[FEE_PROPERTY] = true,
                                                [FEE_DIVORCE] = true,
                                                [FEE_PERSONALITY] = true,
                                                [FEE_NON_PROPERTY] = true,
                                                [FEE_IP] = true,
                                                [FEE_LABOUR] = true,
                                                [FEE_ADMINISTRATIVE_IP] = true,
                                                [FEE_ADMINISTRATIVE] = true};
    for (int kind = 0; kind < FEE_KIND_COUNT; kind++) {
        for (unsigned reasons = 1; reasons < 8; reasons++) {
            ARENA_SCOPED arena;
            arena_init(&arena, 1 << 14);
            struct fee_request request = {.kind = (enum fee_kind) kind, .amount_fen = 12000000};
            int64_t whole_fen = compute(&arena, request).due_fen;
            request.settled = reasons & 1;
            request.summary = reasons & 2;
            request.merged = reasons & 4;
            struct fee_result result = compute(&arena, request);
            assert_int_equal(result.halved, halves[kind]);
            assert_int_equal(result.due_fen, halves[kind] ? whole_fen / 2 : whole_fen);
            const char *article = request.settled   ? "Art. 15"
                                  : request.summary ? "Art. 16"
                                                    : "Art. 18";
            assert_int_equal(strstr(result.account_en, article) != NULL, halves[kind]);
        }
    }
}

/* JI 206: one article halves a fee; the answer names which. */
static void the_article_that_halves_is_named(void **context)
{
    (void) context;
    static const struct {
        struct fee_request request;
        const char *basis;
    } examples[] = {
        {{.settled = true, .summary = true, .merged = true}, "诉讼费用交纳办法第十五条"},
        {{.summary = true, .merged = true}, "诉讼费用交纳办法第十六条"},
        {{.merged = true}, "诉讼费用交纳办法第十八条"}};
    for (size_t i = 0; i < COUNT_OF(examples); i++)
        assert_string_equal(fee_halving_basis(&examples[i].request), examples[i].basis);
}

/* Decree 481, Arts 13 (last paragraph), 56. */
static void a_fee_is_of_its_day_and_within_its_range(void **context)
{
    (void) context;
    static const struct {
        const char *day; /* NULL: now */
        struct fee_request request;
        int64_t due_fen, most_fen; /* 0: no tariff on record */
    } examples[] = {
        {NULL, {.kind = FEE_DIVORCE}, 5000, 30000},
        {"2007-04-01", {.kind = FEE_DIVORCE}, 5000, 30000},
        {"2026-11-25", {.kind = FEE_DIVORCE}, 5000, 30000},
        {"2007-03-31", {.kind = FEE_DIVORCE}, 0, 0},
        {NULL, {.kind = FEE_DIVORCE, .base_fen = 20000}, 20000, 20000},
        {NULL, {.kind = FEE_DIVORCE, .summary = true}, 2500, 15000},
        {NULL, {.kind = FEE_IP}, 50000, 100000},
        {NULL, {.kind = FEE_IP, .amount_fen = 10000000}, 230000, 230000}, /* the table, no range */
        {NULL, {.kind = FEE_ENFORCEMENT}, 5000, 50000},
        {NULL, {.kind = FEE_ENFORCEMENT, .amount_fen = 800000}, 5000, 5000},
        {NULL, {.kind = FEE_PROPERTY, .amount_fen = 35000000}, 655000, 655000},
    };
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        ARENA_SCOPED arena;
        struct fee_request request = examples[i].request;
        struct fee_result result = {0};
        struct err err = {0};
        arena_init(&arena, 1 << 14);
        assert_true(!examples[i].day || day_parse(examples[i].day, &request.day));
        enum err_kind kind = fee_compute(&request, &arena, &result, &err);
        assert_int_equal(kind, examples[i].due_fen ? ERR_NONE : ERR_INVALID);
        assert_int_equal(result.due_fen, examples[i].due_fen);
        assert_int_equal(result.most_fen, examples[i].most_fen);
        if (kind)
            assert_string_equal(err.code, "fee.day");
        else
            assert_int_equal(strstr(result.account_zh, "没有标的额") != NULL,
                             request.amount_fen == 0);
    }
}

static int64_t due(enum fee_kind kind, int64_t amount_fen, bool halved)
{
    static struct arena arena;
    struct fee_result result;
    const struct fee_request request = {.kind = kind, .amount_fen = amount_fen, .summary = halved};
    arena_init(&arena, 1 << 14);
    assert_int_equal(fee_compute(&request, &arena, &result, NULL), ERR_NONE);
    arena_release(&arena);
    return result.due_fen;
}

/* Art. 13, 14: more in dispute never costs less, and one fen more costs a fen more at most, at
 * every bracket's edge too; IP leaves its base for the table once an amount is given. */
static void fees_are_monotone_and_continuous(void **context)
{
    (void) context;
    static const int64_t edges_yuan[] = {1000,     10000,    50000,    100000,  200000,
                                         500000,   896000,   1000000,  2000000, 5000000,
                                         10000000, 20000000, 111640000};
    for (int kind = 0; kind < FEE_KIND_COUNT; kind++) {
        int64_t before = 0;
        for (size_t i = 0; i < COUNT_OF(edges_yuan); i++) {
            int64_t edge_fen = edges_yuan[i] * 100;
            int64_t below = due((enum fee_kind) kind, edge_fen - 1, false),
                    at = due((enum fee_kind) kind, edge_fen, false),
                    above = due((enum fee_kind) kind, edge_fen + 1, false);
            assert_true(before <= below && below <= at && at <= above);
            assert_true(at - below <= 1 && above - at <= 1);
            before = above;
        }
        uint64_t seed = 20261125; /* any: the same amounts each run */
        for (int i = 0; i < 400; i++) {
            seed = seed * 6364136223846793005U + 1442695040888963407U;
            int64_t amount_fen = 1 + (int64_t) (seed >> 24), /* to 11 thousand million yuan */
                whole = due((enum fee_kind) kind, amount_fen, false),
                    half = due((enum fee_kind) kind, amount_fen, true);
            assert_true(whole <= due((enum fee_kind) kind, amount_fen + 1, false));
            /* halved once, or not at all; half a fen is rounded up, of the exact sum */
            assert_true(half == whole || (2 * half - whole <= 2 && 2 * half - whole >= -1));
        }
    }
}

static void a_province_sets_the_point_of_four_kinds(void **context)
{
    (void) context;
    assert_string_equal(fee_setting_of(FEE_DIVORCE), "fee_divorce"); /* Measures 13(2) */
    assert_string_equal(fee_setting_of(FEE_IP), "fee_ip");
    assert_null(fee_setting_of(FEE_PROPERTY));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_province_sets_the_point_of_four_kinds),
        cmocka_unit_test(the_cause_chooses_the_row),
        cmocka_unit_test(the_tables_hold_at_every_edge),
        cmocka_unit_test(the_brackets_agree_with_the_closed_formulas),
        cmocka_unit_test(a_fee_is_halved_once_or_not_at_all),
        cmocka_unit_test(worked_examples_with_two_sums),
        cmocka_unit_test(the_provincial_point_lies_within_the_range),
        cmocka_unit_test(divorce_and_personality_add_to_their_base),
        cmocka_unit_test(an_absurd_amount_is_refused),
        cmocka_unit_test(a_court_may_bill_whole_yuan),
        cmocka_unit_test(money_is_written_with_commas),
        cmocka_unit_test(every_memory_limit_is_survived),
        cmocka_unit_test(ranges_of_the_other_kinds),
        cmocka_unit_test(halving_is_once_and_for_suits),
        cmocka_unit_test(the_article_that_halves_is_named),
        cmocka_unit_test(a_fee_is_of_its_day_and_within_its_range),
        cmocka_unit_test(fees_are_monotone_and_continuous),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
