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

bool resident_id_valid(const char *id, int32_t today)
{
    static const int weights[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    static const char checks[] = "10X98765432";
    if (strlen(id) != 18 || !all_digits(id, 17) || id[0] == '0')
        return false;
    int32_t birth = resident_id_birth_day(id);
    if (birth > today || birth < day_of_date((struct civil_date){1850, 1, 1}))
        return false;
    int sum = 0;
    for (int i = 0; i < 17; i++)
        sum += weights[i] * (id[i] - '0');
    return id[17] == checks[sum % 11];
}

bool credit_code_valid(const char *code)
{
    static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY"; /* no I O S V Z */
    static const int weights[17] = {1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};
    if (strlen(code) != 18)
        return false;
    int sum = 0;
    for (int i = 0; i < 17; i++) {
        const char *place = strchr(alphabet, code[i]);
        if (!place)
            return false;
        sum += weights[i] * (int) (place - alphabet);
    }
    return code[17] == alphabet[(31 - sum % 31) % 31];
}

bool phone_is_mobile(const char *phone)
{
    return strlen(phone) == 11 && all_digits(phone, 11) && phone[0] == '1' && phone[1] >= '3';
}

bool phone_valid(const char *phone)
{
    if (phone_is_mobile(phone))
        return true;
    size_t length = strlen(phone);
    if (phone[0] != '0' || length < 10 || length > 13)
        return false;
    int dashes = 0;
    for (size_t i = 0; i < length; i++) {
        if (phone[i] == '-' && (i == 3 || i == 4) && !dashes++)
            continue;
        if (phone[i] < '0' || phone[i] > '9')
            return false;
    }
    return true;
}

bool bank_account_valid(const char *account)
{
    size_t length = strlen(account);
    if (length < 12 || length > 19 || !all_digits(account, length))
        return false;
    if (length < 16 || account[0] != '6' || account[1] != '2')
        return true;
    int sum = 0;
    for (size_t i = 0; i < length; i++) {
        int digit = account[length - 1 - i] - '0';
        if (i % 2 == 1)
            digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
        sum += digit;
    }
    return sum % 10 == 0;
}

int age_on(int32_t birth_day, int32_t day)
{
    struct civil_date birth = date_of_day(birth_day), now = date_of_day(day);
    bool before = now.month < birth.month || (now.month == birth.month && now.day < birth.day);
    return now.year - birth.year - before;
}
