/* base/moment: civil dates and instants. Not for holidays and periods: that is law/. */
#include "base/moment.h"

#include "base/text.h"

enum { SHANGHAI_OFFSET_HOURS = 8, DAY_BYTES_MAX = 48 };

/* Days from civil and back: Howard Hinnant's algorithms, proleptic Gregorian. */
int32_t day_of_date(struct civil_date date)
{
    int year = date.month <= 2 ? date.year - 1 : date.year;
    int era = (year >= 0 ? year : year - 399) / 400;
    int year_of_era = year - era * 400;
    int shifted_month = (date.month + 9) % 12;
    int day_of_year = (153 * shifted_month + 2) / 5 + date.day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

struct civil_date date_of_day(int32_t day)
{
    int shifted = day + 719468;
    int era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int day_of_era = shifted - era * 146097;
    int year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int shifted_month = (5 * day_of_year + 2) / 153;
    int month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
    return (struct civil_date){
        .year = year_of_era + era * 400 + (month <= 2),
        .month = month,
        .day = day_of_year - (153 * shifted_month + 2) / 5 + 1,
    };
}

bool date_is_valid(struct civil_date date)
{
    if (date.year < 1 || date.year > 9999 || date.month < 1 || date.month > 12 || date.day < 1 ||
        date.day > 31)
        return false;
    struct civil_date again = date_of_day(day_of_date(date));
    return again.year == date.year && again.month == date.month && again.day == date.day;
}

int weekday_of_day(int32_t day)
{
    int weekday = (day + 4) % 7; /* 1970-01-01 was a Thursday */
    return weekday < 0 ? weekday + 7 : weekday;
}

int32_t sunday_from(int32_t day) { return day + (7 - weekday_of_day(day)) % 7; }

int32_t day_of_instant(int64_t instant_us)
{
    int64_t shifted = instant_us + SHANGHAI_OFFSET_HOURS * HOUR_US;
    int64_t day = shifted / DAY_US;
    return (int32_t) (shifted % DAY_US < 0 ? day - 1 : day);
}

int64_t start_of_day(int32_t day) { return day * DAY_US - SHANGHAI_OFFSET_HOURS * HOUR_US; }

/* Reads exactly `count` digits. */
static bool digits(const char *text, size_t count, int *ret)
{
    int number = 0;
    for (size_t i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        number = number * 10 + (text[i] - '0');
    }
    *ret = number;
    return true;
}

static bool parse_date(const char *text, int32_t *ret_day)
{
    struct civil_date date;
    if (strnlen(text, 10) < 10 || text[4] != '-' || text[7] != '-' ||
        !digits(text, 4, &date.year) || !digits(text + 5, 2, &date.month) ||
        !digits(text + 8, 2, &date.day) || !date_is_valid(date))
        return false;
    *ret_day = day_of_date(date);
    return true;
}

bool day_parse(const char *text, int32_t *ret_day)
{
    return text && strlen(text) == 10 && parse_date(text, ret_day);
}

bool month_parse(const char *text, int32_t *ret_first, int32_t *ret_next)
{
    char first[DAY_BYTES_MAX];
    if (!text || strlen(text) != MONTH_LETTERS)
        return false;
    (void) snprintf(first, sizeof first, "%s-01", text);
    if (!parse_date(first, ret_first))
        return false;
    struct civil_date date = date_of_day(*ret_first);
    date.year += date.month == 12;
    date.month = date.month % 12 + 1;
    *ret_next = day_of_date(date);
    return true;
}

const char *day_format(struct arena *arena, int32_t day)
{
    struct civil_date date = date_of_day(day);
    struct text text;
    text_init(&text, arena, DAY_BYTES_MAX);
    text_add_int(&text, date.year, 4);
    text_add(&text, "-");
    text_add_int(&text, date.month, 2);
    text_add(&text, "-");
    text_add_int(&text, date.day, 2);
    return text_done(&text);
}

const char *day_format_zh(struct arena *arena, int32_t day)
{
    struct civil_date date = date_of_day(day);
    struct text text;
    text_init(&text, arena, DAY_BYTES_MAX);
    text_add_int(&text, date.year, 1);
    text_add(&text, "年");
    text_add_int(&text, date.month, 1);
    text_add(&text, "月");
    text_add_int(&text, date.day, 1);
    text_add(&text, "日");
    return text_done(&text);
}

const char *day_format_en(struct arena *arena, int32_t day)
{
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    struct civil_date date = date_of_day(day);
    struct text text;
    text_init(&text, arena, DAY_BYTES_MAX);
    text_add_int(&text, date.day, 1);
    text_add(&text, " ");
    text_add(&text, months[date.month - 1]);
    text_add(&text, " ");
    text_add_int(&text, date.year, 1);
    return text_done(&text);
}

const char *instant_format(struct arena *arena, int64_t instant_us)
{
    int32_t day = day_of_instant(instant_us);
    int64_t rest = instant_us - start_of_day(day);
    struct civil_date date = date_of_day(day);
    const struct {
        int64_t number;
        int digits;
        const char *after;
    } parts[] = {{date.year, 4, "-"},
                 {date.month, 2, "-"},
                 {date.day, 2, "T"},
                 {rest / HOUR_US, 2, ":"},
                 {rest / MINUTE_US % 60, 2, ":"},
                 {rest / SECOND_US % 60, 2, "."},
                 {rest % SECOND_US, 6, "+08:00"}};
    struct text text;
    text_init(&text, arena, DAY_BYTES_MAX);
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        text_add_int(&text, parts[i].number, parts[i].digits);
        text_add(&text, parts[i].after);
    }
    return text_done(&text);
}

/* The part after the seconds: fraction, then "Z" or an offset. */
static bool parse_tail(const char *text, int64_t *ret_fraction_us, int64_t *ret_offset_us)
{
    int64_t fraction = 0;
    if (*text == '.') {
        int64_t unit = SECOND_US / 10;
        text++;
        if (*text < '0' || *text > '9')
            return false;
        for (; *text >= '0' && *text <= '9'; text++, unit /= 10)
            fraction += unit * (*text - '0');
    }
    int hours = 0, minutes = 0;
    *ret_fraction_us = fraction;
    *ret_offset_us = 0;
    if ((*text == 'Z' || *text == 'z') && text[1] == '\0')
        return true;
    if ((*text != '+' && *text != '-') || strlen(text) != 6 || !digits(text + 1, 2, &hours) ||
        text[3] != ':' || !digits(text + 4, 2, &minutes) || hours > 23 || minutes > 59)
        return false;
    *ret_offset_us = (hours * 60 + minutes) * MINUTE_US * (*text == '-' ? -1 : 1);
    return true;
}

bool instant_parse(const char *text, int64_t *ret_us)
{
    int32_t day = 0;
    int hour = 0, minute = 0, second = 0;
    int64_t fraction_us = 0, offset_us = 0;
    if (!text || strnlen(text, 19) < 19 || !parse_date(text, &day) ||
        (text[10] != 'T' && text[10] != 't') || !digits(text + 11, 2, &hour) || text[13] != ':' ||
        !digits(text + 14, 2, &minute) || text[16] != ':' || !digits(text + 17, 2, &second) ||
        hour > 23 || minute > 59 || second > 59 || !parse_tail(text + 19, &fraction_us, &offset_us))
        return false;
    *ret_us = day * DAY_US + hour * HOUR_US + minute * MINUTE_US + second * SECOND_US +
              fraction_us - offset_us;
    return true;
}
