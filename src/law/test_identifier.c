/* Numbers with a check of their own. Persons and firms are invented, except the two samples of
 * GB 11643 and four published credit codes. */
#include "tests/test.h"

#include "law/identifier.h"
#include "law/test_days.h"

/* GB 11643 */
static void resident_ids_are_checked_and_read(void **context)
{
    (void) context;
    static const struct {
        const char *id, *birth_day; /* NULL: not valid */
        bool is_male;
    } examples[] = {
        {"11010519491231002X", "1949-12-31", false}, /* sample of the standard */
        {"440524188001010014", "1880-01-01", true},  /* sample of the standard */
        {"421202199003070017", "1990-03-07", true},
        {"421202199003070025", "1990-03-07", false},
        {"421221200802295014", "2008-02-29", true},
        {"421281196504309999", "1965-04-30", true},
        {"421224201206010100", "2012-06-01", false},
        {"421222195511110027", "1955-11-11", false},
        {"42120219850615009X", "1985-06-15", true},
        {"421202199003070011", NULL, false},  /* the check must be 7 */
        {"421221200702290000", NULL, false},  /* no 29 February */
        {"42120219900307001x", NULL, false},  /* the form puts X in upper case first */
        {"420202900307001", NULL, false},     /* 15 digits: no longer issued */
        {"4212021990030700170", NULL, false}, /* 19 */
        {"42120219900307001", NULL, false},   /* 17 */
        {"4212O2199003070017", NULL, false},  /* the letter O */
        {"021202199003070017", NULL, false},
        {"421202199000070017", NULL, false},
        {"421202184912310017", NULL, false}, /* nobody is that old */
        {"", NULL, false},
    };
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        print_message("  %s\n", examples[i].id);
        bool valid = resident_id_valid(examples[i].id, day_at("2026-11-24"));
        assert_int_equal(valid, examples[i].birth_day != NULL);
        if (!valid)
            continue;
        assert_int_equal(resident_id_birth_day(examples[i].id), day_at(examples[i].birth_day));
        assert_int_equal(resident_id_is_male(examples[i].id), examples[i].is_male);
    }
    /* Born tomorrow is not born. */
    assert_true(resident_id_valid("421224201206010100", day_at("2012-06-01")));
    assert_false(resident_id_valid("421224201206010100", day_at("2012-05-31")));
}

/* One wrong digit is always seen: that is what the check characters are for. */
static void one_wrong_character_is_always_seen(void **context)
{
    (void) context;
    static const struct {
        bool is_credit_code;
        const char *text, *alphabet;
    } examples[] = {
        {false, "421202199003070017", "0123456789"},
        {false, "11010519491231002X", "0123456789"},
        {true, "91421202MAC1X2Y369", "0123456789ABCDEFGHJKLMNPQRTUWXY"},
        {true, "9144030071526726XG", "0123456789ABCDEFGHJKLMNPQRTUWXY"},
    };
    int32_t today = day_at("2026-11-24");
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        char changed[19];
        for (size_t place = 0; place < 18; place++) {
            for (const char *other = examples[i].alphabet; *other; other++) {
                memcpy(changed, examples[i].text, sizeof changed);
                changed[place] = *other;
                bool same = *other == examples[i].text[place];
                assert_int_equal(examples[i].is_credit_code ? credit_code_valid(changed)
                                                            : resident_id_valid(changed, today),
                                 same);
            }
        }
    }
}

static const struct {
    bool (*check)(const char *text);
    const char *text;
    bool good;
} published[] = {
    /* GB 32100: published codes, then one of each kind of holder */
    {credit_code_valid, "91110108551385082Q", true},
    {credit_code_valid, "914403001922038216", true},
    {credit_code_valid, "91330100799655058B", true},
    {credit_code_valid, "9144030071526726XG", true},
    {credit_code_valid, "91421202MAC1X2Y369", true}, /* company */
    {credit_code_valid, "12421202420800012W", true}, /* institution */
    {credit_code_valid, "11421202011200024E", true}, /* organ */
    {credit_code_valid, "52421202501230031W", true}, /* private non-enterprise unit */
    {credit_code_valid, "92421202MA4TE5T562", true}, /* individual business */
    {credit_code_valid, "91421202MAC1X2Y36I", false},
    {credit_code_valid, "9142120SMAC1X2Y369", false}, /* no I O S V Z */
    {credit_code_valid, "91421202mac1x2y369", false},
    {credit_code_valid, "91421202MAC1X2Y3690", false},
    {credit_code_valid, "", false},
    {phone_is_mobile, "19900000000", true},
    {phone_is_mobile, "13000000000", true},
    {phone_is_mobile, "12900000000", false},
    {phone_is_mobile, "23000000000", false},
    {phone_is_mobile, "1300000000", false},
    {phone_is_mobile, "1300000000a", false},
    {phone_is_mobile, "0715-8123456", false},
    {phone_valid, "010-12345678", true},
    {phone_valid, "01012345678", true},
    {phone_valid, "0715-81234567", true},
    {phone_valid, "071-581234567", true},
    {phone_valid, "07-158123456", false},
    {phone_valid, "0715-8123-456", false},
    {phone_valid, "071--8123456", false},
    {phone_valid, "071581234ab", false},
    {phone_valid, "071581234", false},
    {phone_valid, "0715-812345678", false},
    {phone_valid, "8123456", false},
    {phone_valid, "+8613800138000", false},
    /* ISO/IEC 7812 */
    {bank_account_valid, "6217000000000000012", true},
    {bank_account_valid, "6222001234567896", true},
    {bank_account_valid, "6228480000000000000", true},
    {bank_account_valid, "6230529876543210126", true},
    {bank_account_valid, "6217000000000000013", false},
    {bank_account_valid, "6222001234567895", false},
    {bank_account_valid, "6228480000000000001", false},
    {bank_account_valid, "6230529876543210127", false},
    {bank_account_valid, "622200123456789", true},  /* 15 digits: an account, not a card */
    {bank_account_valid, "4222001234567895", true}, /* not UnionPay: no rule known */
    {bank_account_valid, "6022001234567895", true},
    {bank_account_valid, "62220012345678960000", false},
    {bank_account_valid, "6222 0012 3456 7896", false},
    {bank_account_valid, "", false},
};

static void other_numbers_pass_or_fail_as_published(void **context)
{
    (void) context;
    for (size_t i = 0; i < COUNT_OF(published); i++) {
        print_message("  %s\n", published[i].text);
        assert_int_equal(published[i].check(published[i].text), published[i].good);
    }
}

/* The first fault is named, so that a form can say what to look at. */
static void a_fault_is_named(void **context)
{
    (void) context;
    static const struct {
        const char *(*fault)(const char *text);
        const char *text, *named; /* NULL: none */
    } examples[] = {
        {credit_code_fault, "91421202MAC1X2Y369", NULL},
        {credit_code_fault, "91421202", "length"},
        {credit_code_fault, "91421202MAC1X2Y3S9", "characters"},
        {credit_code_fault, "91421202MAC1X2Y368", "check"},
        {credit_code_fault, "91421202MA4KX7AB2L", "organisation_check"}, /* GB 11714 inside */
        {phone_fault, "13800138000", NULL},
        {phone_fault, "12800138000", "prefix"},
        {phone_fault, "1380013", "length"},
        {phone_fault, "071581234ab", "characters"},
        {bank_card_fault, "6222001234567896", NULL},
        {bank_card_fault, "6217000000000000012", NULL},
        {bank_card_fault, "622200123456789", "length"},
        {bank_card_fault, "62220012345678960000", "length"},
        {bank_card_fault, "622200123456789X", "characters"},
        {bank_card_fault, "6222001234567895", "check"},
        {bank_card_fault, "4222001234567895", "check"}, /* a card, whoever issued it */
    };
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        const char *fault = examples[i].fault(examples[i].text);
        print_message("  %s\n", examples[i].text);
        assert_int_equal(fault != NULL, examples[i].named != NULL);
        if (fault)
            assert_string_equal(fault, examples[i].named);
    }
    static const struct {
        const char *id, *named;
    } ids[] = {{"4212021990030700170", "length"},
               {"4212O2199003070017", "characters"},
               {"021202199003070017", "characters"},
               {"421221200702290000", "date"},
               {"421202199003070011", "check"}};
    for (size_t i = 0; i < COUNT_OF(ids); i++)
        assert_string_equal(resident_id_fault(ids[i].id, day_at("2026-11-24")), ids[i].named);
}

/* law.md 11.4: kind, sex and year by their places; there is no check digit. */
static void a_lawyers_licence_is_read(void **context)
{
    (void) context;
    static const struct {
        const char *text, *fault, *province;
        int year, kind;
        bool male;
    } examples[] = {
        {"14212201010123456", NULL, "42", 2010, 1, true},
        {"14403199991000001", NULL, "44", 1999, 9, false},
        {"11101202021987654", NULL, "11", 2020, 2, false},
        {"142122010101", "length", NULL, 0, 0, false}, /* a card of the older kind */
        {"1421220101012345X", "characters", NULL, 0, 0, false},
        {"24212201010123456", "prefix", NULL, 0, 0, false},
        {"14212197810123456", "date", NULL, 0, 0, false},
        {"14212210010123456", "date", NULL, 0, 0, false},
        {"14212201000123456", "kind", NULL, 0, 0, false},
        {"14212201012123456", "kind", NULL, 0, 0, false},
    };
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        struct lawyer_licence licence = {0};
        const char *fault = lawyer_licence_fault(examples[i].text, &licence);
        print_message("  %s\n", examples[i].text);
        assert_int_equal(fault != NULL, examples[i].fault != NULL);
        if (fault) {
            assert_string_equal(fault, examples[i].fault);
            continue;
        }
        assert_string_equal(licence.province, examples[i].province);
        assert_int_equal(licence.year, examples[i].year);
        assert_int_equal(licence.kind, examples[i].kind);
        assert_int_equal(licence.male, examples[i].male);
    }
    assert_null(lawyer_licence_fault("14212201010123456", NULL)); /* who only asks */
}

/* PIPL 28: under fourteen has rules of its own, to the day. */
static void age_changes_on_the_birthday(void **context)
{
    (void) context;
    static const struct {
        const char *born, *on;
        int years;
    } examples[] = {
        {"2012-06-01", "2026-05-31", 13}, {"2012-06-01", "2026-06-01", 14},
        {"2012-06-01", "2026-06-02", 14}, {"2012-06-01", "2026-07-01", 14},
        {"2012-06-30", "2026-07-01", 14}, {"2012-06-01", "2012-06-01", 0},
        {"2008-02-29", "2026-02-28", 17}, {"2008-02-29", "2026-03-01", 18},
        {"1955-12-31", "2026-01-01", 70},
    };
    for (size_t i = 0; i < COUNT_OF(examples); i++)
        assert_int_equal(age_on(day_at(examples[i].born), day_at(examples[i].on)),
                         examples[i].years);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(resident_ids_are_checked_and_read),
        cmocka_unit_test(one_wrong_character_is_always_seen),
        cmocka_unit_test(other_numbers_pass_or_fail_as_published),
        cmocka_unit_test(a_fault_is_named),
        cmocka_unit_test(a_lawyers_licence_is_read),
        cmocka_unit_test(age_changes_on_the_birthday),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
