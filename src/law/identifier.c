/* law/identifier: checks only; what is done with a wrong number is the form's business. */
#include "law/identifier.h"

static bool all_digits(const char *text, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
    }
    return true;
}

int32_t resident_id_birth_day(const char *id)
{
    char digits[9] = {0};
    memcpy(digits, id + 6, 8);
    long number = strtol(digits, NULL, 10);
    struct civil_date date = {(int) (number / 10000), (int) (number / 100 % 100),
                              (int) (number % 100)};
    return date_is_valid(date) ? day_of_date(date) : INT32_MAX;
}

bool resident_id_is_male(const char *id) { return (id[16] - '0') % 2 == 1; }

const char *resident_id_fault(const char *id, int32_t today)
{
    static const int weights[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    static const char checks[] = "10X98765432";
    if (strlen(id) != 18)
        return "length";
    if (!all_digits(id, 17) || id[0] == '0')
        return "characters";
    int32_t birth = resident_id_birth_day(id);
    if (birth > today || birth < day_of_date((struct civil_date){1850, 1, 1}))
        return "date";
    int sum = 0;
    for (int i = 0; i < 17; i++)
        sum += weights[i] * (id[i] - '0');
    return id[17] == checks[sum % 11] ? NULL : "check";
}

bool resident_id_valid(const char *id, int32_t today)
{
    return resident_id_fault(id, today) == NULL;
}

/* GB 11714: the nine characters inside a credit code, letters counting from A = 10. */
static bool organisation_code_holds(const char *code)
{
    static const int weights[8] = {3, 7, 9, 10, 5, 8, 4, 2};
    static const char checks[] = "0X987654321"; /* of a remainder of 0, 1, 2 … */
    int sum = 0;
    for (int i = 0; i < 8; i++)
        sum += weights[i] * (code[i] <= '9' ? code[i] - '0' : code[i] - 'A' + 10);
    return code[8] == checks[sum % 11];
}

const char *credit_code_fault(const char *code)
{
    static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY"; /* no I O S V Z */
    static const int weights[17] = {1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};
    if (strlen(code) != 18)
        return "length";
    int sum = 0;
    for (int i = 0; i < 17; i++) {
        const char *place = strchr(alphabet, code[i]);
        if (!place)
            return "characters";
        sum += weights[i] * (int) (place - alphabet);
    }
    if (code[17] != alphabet[(31 - sum % 31) % 31])
        return "check";
    return organisation_code_holds(code + 8) ? NULL : "organisation_check";
}

bool credit_code_valid(const char *code) { return credit_code_fault(code) == NULL; }

bool phone_is_mobile(const char *phone)
{
    return strlen(phone) == 11 && all_digits(phone, 11) && phone[0] == '1' && phone[1] >= '3';
}

const char *phone_fault(const char *phone)
{
    if (phone_is_mobile(phone))
        return NULL;
    size_t length = strlen(phone);
    if (length < 10 || length > 13)
        return "length";
    if (phone[0] != '0')
        return "prefix";
    int dashes = 0;
    for (size_t i = 0; i < length; i++) {
        if (phone[i] == '-' && (i == 3 || i == 4) && !dashes++)
            continue;
        if (phone[i] < '0' || phone[i] > '9')
            return "characters";
    }
    return NULL;
}

bool phone_valid(const char *phone) { return phone_fault(phone) == NULL; }

static bool luhn_holds(const char *digits, size_t length)
{
    int sum = 0;
    for (size_t i = 0; i < length; i++) {
        int digit = digits[length - 1 - i] - '0';
        if (i % 2 == 1)
            digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
        sum += digit;
    }
    return sum % 10 == 0;
}

const char *bank_card_fault(const char *card)
{
    size_t length = strlen(card);
    if (length < 16 || length > 19)
        return "length";
    if (!all_digits(card, length))
        return "characters";
    return luhn_holds(card, length) ? NULL : "check";
}

bool bank_account_valid(const char *account)
{
    size_t length = strlen(account);
    if (length < 12 || length > 19 || !all_digits(account, length))
        return false;
    bool union_pay = length >= 16 && account[0] == '6' && account[1] == '2';
    return !union_pay || luhn_holds(account, length);
}

const char *lawyer_licence_fault(const char *licence, struct lawyer_licence *ret)
{
    enum { FIRST_YEAR = 1979, LAST_YEAR = 2099 };
    if (strlen(licence) != 17)
        return "length";
    if (!all_digits(licence, 17))
        return "characters";
    char year_text[5] = {licence[5], licence[6], licence[7], licence[8]};
    int year = (int) strtol(year_text, NULL, 10);
    if (licence[0] != '1')
        return "prefix";
    if (year < FIRST_YEAR || year > LAST_YEAR)
        return "date";
    if (licence[9] == '0' || licence[10] > '1')
        return "kind";
    if (ret)
        *ret = (struct lawyer_licence){.province = {licence[1], licence[2]},
                                       .year = year,
                                       .kind = licence[9] - '0',
                                       .male = licence[10] == '0'};
    return NULL;
}

int age_on(int32_t birth_day, int32_t day)
{
    struct civil_date birth = date_of_day(birth_day), now = date_of_day(day);
    bool before = now.month < birth.month || (now.month == birth.month && now.day < birth.day);
    return now.year - birth.year - before;
}
