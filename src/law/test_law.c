/* Tables of examples, each with its article; T and F numbers are those of docs/law/. */
#include "tests/test.h"

#include "law/law.h"

/* The State Council's notice for 2026 (2025-11-04), as in reference/holidays.csv, and two days each
 * of 2025. */
static struct calendar_day days[64];
static struct calendar calendar = {.days = days, .version = "test"};

static void add_days(int year, int month, int first, int last, enum day_kind kind, const char *name)
{
    for (int day = first; day <= last; day++)
        days[calendar.count++] =
            (struct calendar_day){day_of_date((struct civil_date){year, month, day}), kind, name};
}

static int make_calendar(void **context)
{
    (void) context;
    add_days(2025, 10, 1, 8, DAY_HOLIDAY, "国庆节");
    add_days(2026, 1, 1, 3, DAY_HOLIDAY, "元旦");
    add_days(2026, 1, 4, 4, DAY_WORKDAY, "元旦");
    add_days(2026, 2, 14, 14, DAY_WORKDAY, "春节");
    add_days(2026, 2, 15, 23, DAY_HOLIDAY, "春节");
    add_days(2026, 2, 28, 28, DAY_WORKDAY, "春节");
    add_days(2026, 4, 4, 6, DAY_HOLIDAY, "清明节");
    add_days(2026, 5, 1, 5, DAY_HOLIDAY, "劳动节");
    add_days(2026, 5, 9, 9, DAY_WORKDAY, "劳动节");
    add_days(2026, 6, 19, 21, DAY_HOLIDAY, "端午节");
    add_days(2026, 9, 20, 20, DAY_WORKDAY, "国庆节");
    add_days(2026, 9, 25, 27, DAY_HOLIDAY, "中秋节");
    add_days(2026, 10, 1, 7, DAY_HOLIDAY, "国庆节");
    add_days(2026, 10, 10, 10, DAY_WORKDAY, "国庆节");
    return 0;
}

static void periods_end_as_the_law_says(void **context)
{
    (void) context;
    static const struct {
        const char *title, *period, *start, *last_day;
    } examples[] = {
        {"T1 appeal 15 d", "appeal.judgment", "2026-09-15", "2026-09-30"},
        {"T2 ends on National Day (CPL 85)", "appeal.judgment", "2026-09-16", "2026-10-08"},
        {"T3 ends on Mid-Autumn", "appeal.judgment", "2026-09-10", "2026-09-28"},
        {"T4 a working Sunday does not shift", "appeal.judgment", "2026-09-05", "2026-09-20"},
        {"T5 a working Saturday does not shift", "appeal.judgment", "2026-02-13", "2026-02-28"},
        {"T6 ruling 10 d over Spring Festival", "appeal.ruling", "2026-02-05", "2026-02-24"},
        {"T7 defence 15 d, Saturday", "defence.file", "2026-11-20", "2026-12-07"},
        {"T8 filing 7 d (CPL 126)", "filing.decide", "2026-11-23", "2026-11-30"},
        {"T9 suing after pre-suit preservation", "preservation.sue", "2026-01-16", "2026-02-24"},
        {"T10 confirmation 30 d (CPL 205)", "confirmation.apply", "2026-01-20", "2026-02-24"},
        {"T11 mediation 30 d (OMR 24)", "mediation.A", "2026-09-01", "2026-10-08"},
        {"T12 public notice never shifts (CPL 95)", "notice.public", "2026-03-01", "2026-03-31"},
        {"T13 fee 7 d over Labour Day", "fee.prepay", "2026-04-28", "2026-05-06"},
        {"T14 three months to 28 February (Civil Code 202)", "trial.summary", "2025-11-30",
         "2026-02-28"},
        {"T15 six months, retrial (CPL 216)", "retrial.apply", "2025-08-31", "2026-02-28"},
        {"T16 assign 3 wd (OMR 10)", "mediation.assign", "2026-09-30", "2026-10-10"},
        {"T17 choose 2 wd", "mediation.choose", "2026-02-13", "2026-02-24"},
        {"T20 a freeze never shifts (JI 485)", "preservation.deposit", "2024-02-29", "2025-02-28"},
        {"entrusted, summary: 7 d", "mediation.C.summary", "2026-11-24", "2026-12-01"},
    };
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        ARENA_SCOPED arena;
        arena_init(&arena, 1 << 20);
        int32_t start = 0;
        assert_true(day_parse(examples[i].start, &start));
        const struct period *period = period_find(examples[i].period, start);
        assert_non_null(period);
        struct period_end end;
        assert_int_equal(period_compute(period, &calendar, start_of_day(start) + 10 * HOUR_US, 0,
                                        &arena, &end, NULL),
                         0);
        print_message("  %s: %s\n", examples[i].title, end.account_zh);
        assert_string_equal(day_format(&arena, end.last_day), examples[i].last_day);
        assert_false(end.provisional);
        assert_int_equal(end.due_us, start_of_day(end.last_day + 1));
        assert_non_null(strstr(end.account_zh, period->basis));
        assert_true(strlen(end.account_en) > 40);
    }
}

static void hours_run_from_the_next_hour(void **context)
{
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    int64_t start = 0;
    assert_true(instant_parse("2026-11-20T10:20:00+08:00", &start)); /* T19 */
    struct period_end end;
    assert_int_equal(period_compute(period_find("preservation.pre_suit", day_of_instant(start)),
                                    &calendar, start, 0, &arena, &end, NULL),
                     0);
    assert_string_equal(instant_format(&arena, end.due_us), "2026-11-22T11:00:00.000000+08:00");
}

static void a_year_without_a_table_is_never_guessed(void **context)
{
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    int32_t start = 0;
    struct period_end end;
    assert_true(day_parse("2026-12-28", &start));
    assert_int_equal(period_compute(period_find("filing.decide", start), &calendar,
                                    start_of_day(start), 0, &arena, &end, NULL),
                     0);
    assert_true(end.provisional);
    assert_int_equal(end.missing_year, 2027);
    assert_string_equal(day_format(&arena, end.last_day), "2027-01-04");
    assert_int_equal(period_compute(period_find("mediation.choose", start), &calendar,
                                    start_of_day(start + 3), 0, &arena, &end, NULL),
                     0);
    assert_true(end.provisional);
}

static void lengths_of_a_court_are_read(void **context)
{
    (void) context;
    struct period period;
    static const char *const good[] = {"3wd", "20d", "48h", "2m", "1y", "0d"};
    static const char *const wrong[] = {"", "d", "3", "-3d", "3x", "3 d", "99999d", "+3d"};
    for (size_t i = 0; i < COUNT_OF(good); i++)
        assert_true(period_parse_length(good[i], &period));
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        assert_false(period_parse_length(wrong[i], &period));
    int32_t old = day_of_date((struct civil_date){2021, 6, 1});
    assert_int_equal(period_find("notice.public", old)->length, 60); /* CPL 2017 Art. 92 */
    assert_int_equal(period_find("notice.public", old + 300)->length, 30);
    assert_null(period_find("no.such", old));
    assert_false(period_known("no.such"));
}

static void fees_are_exact(void **context)
{
    (void) context;
    static const struct {
        const char *title;
        struct fee_request given;
        int64_t due_fen;
    } examples[] = {
        {"10,000", {FEE_PROPERTY, 1000000, 0, 0, 0, 0}, 5000},
        {"50,000", {FEE_PROPERTY, 5000000, 0, 0, 0, 0}, 105000},
        {"60,000, summary: 1,300 halved", {FEE_PROPERTY, 6000000, 0, 1, 0, 0}, 65000},
        {"100,000", {FEE_PROPERTY, 10000000, 0, 0, 0, 0}, 230000},
        {"123,456.78 rounds half up once", {FEE_PROPERTY, 12345678, 0, 0, 0, 0}, 276914},
        {"10,000.01", {FEE_PROPERTY, 1000001, 0, 0, 0, 0}, 5000},
        {"1 M", {FEE_PROPERTY, 100000000, 0, 0, 0, 0}, 1380000},
        {"20 M", {FEE_PROPERTY, 2000000000, 0, 0, 0, 0}, 14180000},
        {"100 M", {FEE_PROPERTY, 10000000000, 0, 0, 0, 0}, 54180000},
        {"F1 ordinary", {FEE_PROPERTY, 35000000, 0, 0, 0, 0}, 655000},
        {"F2 summary (Art. 16)", {FEE_PROPERTY, 35000000, 0, 1, 0, 0}, 327500},
        {"F3 summary, then withdrawn: once only (JI 206)",
         {FEE_PROPERTY, 35000000, 0, 1, 1, 0},
         327500},
        {"F4 mediated (Art. 15)", {FEE_PROPERTY, 35000000, 0, 0, 1, 0}, 327500},
        {"F6 claims added up", {FEE_PROPERTY, 12000000, 0, 0, 0, 0}, 270000},
        {"F11 divorce, base 300", {FEE_DIVORCE, 50000000, 30000, 0, 0, 0}, 180000},
        {"F11 at 200,000", {FEE_DIVORCE, 20000000, 30000, 0, 0, 0}, 30000},
        {"F12 reputation", {FEE_PERSONALITY, 8000000, 50000, 0, 0, 0}, 80000},
        {"F12 150,000", {FEE_PERSONALITY, 15000000, 50000, 0, 0, 0}, 125000},
        {"F13 labour, summary", {FEE_LABOUR, 0, 0, 1, 0, 0}, 500},
        {"preservation 896,000", {FEE_PRESERVATION, 89600000, 0, 0, 0, 0}, 500000},
        {"preservation capped", {FEE_PRESERVATION, 500000000, 0, 0, 0, 0}, 500000},
        {"preservation 1,001", {FEE_PRESERVATION, 100100, 0, 0, 0, 0}, 3001},
        {"enforcement 8 M", {FEE_ENFORCEMENT, 800000000, 0, 0, 0, 0}, 6740000},
        {"payment order 50,000", {FEE_PAYMENT_ORDER, 5000000, 0, 0, 0, 0}, 35000},
        {"payment order 10,000: 16.666…", {FEE_PAYMENT_ORDER, 1000000, 0, 0, 0, 0}, 1667},
        {"whole yuan", {FEE_PROPERTY, 12345678, 0, 0, 0, 1}, 276900},
    };
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        ARENA_SCOPED arena;
        arena_init(&arena, 1 << 16);
        struct fee_result result;
        print_message("  %s\n", examples[i].title);
        assert_int_equal(fee_compute(&examples[i].given, &arena, &result, NULL), 0);
        assert_int_equal(result.due_fen, examples[i].due_fen);
    }
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 16);
    struct fee_result result;
    assert_int_equal(fee_compute(&(struct fee_request){.kind = FEE_PROPERTY, .amount_fen = -1},
                                 &arena, &result, NULL),
                     ERR_INVALID);
    assert_int_equal(fee_compute(&(struct fee_request){.kind = FEE_DIVORCE, .base_fen = 30001},
                                 &arena, &result, NULL),
                     ERR_INVALID);
    assert_string_equal(money_format(&arena, 123456789), "1,234,567.89");
    assert_string_equal(money_format(&arena, -5), "-0.05");
}

static void case_numbers_are_read_and_written(void **context)
{
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 16);
    static const struct {
        const char *text, *court, *type, *printed;
    } good[] = {
        {"（2026）鄂1202民初123号", "鄂1202", "民初", "（2026）鄂1202民初123号"},
        {"(2026)鄂12民终7号", "鄂12", "民终", "（2026）鄂12民终7号"},
        {"(2019)最高法知民终1号", "最高法", "民终", "（2019）最高法知民终1号"},
        {"(2026)鄂1202执保5号", "鄂1202", "执保", "（2026）鄂1202执保5号"},
        {"(2026)鄂1202诉前调确9号", "鄂1202", "诉前调确", "（2026）鄂1202诉前调确9号"},
        {"（2026）鄂1202民初8号之二", "鄂1202", "民初", "（2026）鄂1202民初8号之二"},
    };
    struct case_number number;
    for (size_t i = 0; i < COUNT_OF(good); i++) {
        assert_true(case_number_parse(good[i].text, &number));
        assert_string_equal(number.court, good[i].court);
        assert_string_equal(number.type, good[i].type);
        assert_string_equal(case_number_print(&arena, &number), good[i].printed);
    }
    static const char *const wrong[] = {
        "(2026)鄂1202民初0123号", "(26)鄂1202民初1号",
        "(2026)鄂120民初1号",     "",
        "(2026)鄂1202民初1",      "(2026)鄂1202某某1号",
        "(2026)哈1202民初1号",    "2026鄂1202民初1号",
        "(2026)鄂1202民初1号之x", "(2026",
    };
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        assert_false(case_number_parse(wrong[i], &number));
}

static void identifiers_carry_their_check(void **context)
{
    (void) context;
    int32_t today = day_of_date((struct civil_date){2026, 11, 24});
    static const struct {
        bool (*check)(const char *text);
        const char *text;
        bool good;
    } examples[] = {
        {credit_code_valid, "91421202MA4KX7AB5X", true},
        {credit_code_valid, "91421202MA4KX7AB5Y", false},
        {credit_code_valid, "91421202", false},
        {phone_valid, "13800138000", true},
        {phone_valid, "12800138000", false},
        {phone_valid, "0715-8123456", true},
        {phone_valid, "07158123456", true},
        {phone_valid, "", false},
        {phone_valid, "138001380001", false},
        {bank_account_valid, "6222020200112230", true},
        {bank_account_valid, "6222020200112233", false},
        {bank_account_valid, "123456789012", true},
        {bank_account_valid, "12345", false},
    };
    for (size_t i = 0; i < COUNT_OF(examples); i++)
        assert_int_equal(examples[i].check(examples[i].text), examples[i].good);
    assert_true(resident_id_valid("421202198503120418", today));
    assert_true(resident_id_valid("42122219930105044X", today));
    assert_false(resident_id_valid("421202198503120419", today));
    assert_false(resident_id_valid("421202198513120418", today));
    assert_false(resident_id_valid("42120219850312041", today));
    assert_false(resident_id_valid("421202198503120418", 0));
    assert_int_equal(age_on(resident_id_birth_day("421202195506140285"), today), 71);
    assert_false(resident_id_is_male("421202195506140285"));
}

static void the_variant_of_mediation_follows_the_day(void **context)
{
    (void) context;
    int32_t before = day_of_date((struct civil_date){2024, 12, 31}), after = before + 1;
    assert_int_equal(mediation_variant(after, false, false, false, false), 'A');
    assert_int_equal(mediation_variant(before, true, false, false, false), 'B');
    assert_int_equal(mediation_variant(after, true, false, false, false), 'C');
    assert_int_equal(mediation_variant(after, true, false, false, true), 'B');
    assert_int_equal(mediation_variant(after, true, true, false, false), 'C');
    assert_int_equal(mediation_variant(after, true, true, true, false), 'D');
    assert_false(mediation_electronic_signature_serves("02.01")); /* 电子签名法 3 */
    assert_true(mediation_electronic_signature_serves("04.01"));
    assert_true(mediation_electronic_signature_serves(NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(periods_end_as_the_law_says),
        cmocka_unit_test(hours_run_from_the_next_hour),
        cmocka_unit_test(a_year_without_a_table_is_never_guessed),
        cmocka_unit_test(lengths_of_a_court_are_read),
        cmocka_unit_test(fees_are_exact),
        cmocka_unit_test(case_numbers_are_read_and_written),
        cmocka_unit_test(identifiers_carry_their_check),
        cmocka_unit_test(the_variant_of_mediation_follows_the_day),
    };
    return cmocka_run_group_tests(tests, make_calendar, NULL);
}
