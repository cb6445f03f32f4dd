/* The counting engine against a naive one that walks day by day, over 2019-2026 and the holiday
 * table of reference/; and what holds of every end. CPL 85, Civil Code 202, 203. */
#include "tests/test.h"

#include "law/period.h"

#include <stdio.h>

enum { DAYS_MAX = 2000, FIRST_YEAR = 2019, LAST_YEAR = 2026 };

static const char *table_path;
static struct calendar_day days[DAYS_MAX];
static struct calendar calendar = {.days = days, .version = "reference"};

/* date,name,kind */
static int read_table(void **context)
{
    (void) context;
    char line[200];
    FILE *file = fopen(table_path, "r");
    if (!file || !fgets(line, sizeof line, file))
        return 1;
    while (calendar.count < DAYS_MAX && fgets(line, sizeof line, file)) {
        struct calendar_day *day = &days[calendar.count++];
        line[10] = '\0';
        *day = (struct calendar_day){
            .kind = strstr(line + 11, "holiday") ? DAY_HOLIDAY : DAY_WORKDAY, .name = "节假日"};
        if (!day_parse(line, &day->day))
            return 1;
    }
    return fclose(file);
}

/* ---- the naive engine: one day at a time, every day looked up from the front --------------- */

static bool naive_off(int32_t day)
{
    for (size_t i = 0; i < calendar.count; i++) {
        if (days[i].day == day)
            return days[i].kind == DAY_HOLIDAY;
    }
    return (day + 4) % 7 == 0 || (day + 4) % 7 == 6; /* 1970-01-01 was a Thursday */
}

static bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

static int month_days(int year, int month)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return lengths[month - 1] + (month == 2 && is_leap(year));
}

/* Walks month by month: the same day of the month, or the month's last. */
static int32_t naive_months(int32_t start, int months)
{
    struct civil_date date = date_of_day(start);
    int32_t first = start - date.day + 1; /* of the month */
    for (; months > 0; months--) {
        first += month_days(date.year, date.month);
        date.year += date.month == 12;
        date.month = date.month % 12 + 1;
    }
    int last = month_days(date.year, date.month);
    return first + (date.day > last ? last : date.day) - 1;
}

static int32_t naive_end(enum period_unit unit, int length, int excluded, int32_t start)
{
    if (unit == PERIOD_MONTHS || unit == PERIOD_YEARS)
        return naive_months(start, unit == PERIOD_YEARS ? 12 * length : length) + excluded;
    int32_t day = start;
    for (int left = length + excluded; left > 0;) {
        day++;
        left -= unit == PERIOD_DAYS || !naive_off(day);
    }
    return day;
}

/* -------------------------------------------------------------------------------------------- */

static struct period_end compute(enum period_unit unit, int length, int excluded, int32_t start)
{
    struct arena arena;
    struct period_end end = {0};
    const struct period period = {.name = "",
                                  .zh = "",
                                  .en = "",
                                  .length = length,
                                  .unit = unit,
                                  .shifts = true,
                                  .start_event_zh = "开始",
                                  .start_event_en = "the start",
                                  .basis = ""};
    arena_init(&arena, 1 << 16);
    assert_int_equal(period_compute(&period, &calendar, start_of_day(start) + 9 * HOUR_US, excluded,
                                    &arena, &end, NULL),
                     ERR_NONE);
    arena_release(&arena);
    end.account_zh = end.account_en = NULL;
    return end;
}

static void compare(enum period_unit unit, int length, int excluded, int32_t start)
{
    struct period_end end = compute(unit, length, excluded, start);
    int32_t raw = naive_end(unit, length, excluded, start), last = raw;
    while (naive_off(last))
        last++;
    struct civil_date date = date_of_day(last);
    if (date.year > LAST_YEAR) { /* no table: the raw end, and it says so */
        assert_true(end.provisional && end.missing_year > LAST_YEAR);
        return;
    }
    if (end.raw_day != raw || end.last_day != last || end.provisional)
        fail_msg("%d units of %d (+%d) from day %d: %d and %d, not %d and %d", length, (int) unit,
                 excluded, (int) start, (int) end.raw_day, (int) end.last_day, (int) raw,
                 (int) last);
    assert_int_equal(end.shifted, raw != last);
    assert_false(calendar_is_day_off(&calendar, end.last_day));
    assert_true(end.due_us == start_of_day(last + 1));
}

/* Every start day of eight years, with every length the law uses. */
static void the_engine_agrees_with_a_naive_one(void **context)
{
    (void) context;
    static const struct {
        enum period_unit unit;
        int length, excluded;
    } lengths[] = {
        {PERIOD_DAYS, 3, 0},         {PERIOD_DAYS, 5, 0},          {PERIOD_DAYS, 7, 0},
        {PERIOD_DAYS, 10, 0},        {PERIOD_DAYS, 15, 0},         {PERIOD_DAYS, 30, 0},
        {PERIOD_DAYS, 60, 0},        {PERIOD_DAYS, 15, 12},        {PERIOD_WORKING_DAYS, 2, 0},
        {PERIOD_WORKING_DAYS, 3, 0}, {PERIOD_WORKING_DAYS, 30, 0}, {PERIOD_WORKING_DAYS, 30, 5},
        {PERIOD_MONTHS, 1, 0},       {PERIOD_MONTHS, 2, 0},        {PERIOD_MONTHS, 3, 0},
        {PERIOD_MONTHS, 6, 0},       {PERIOD_MONTHS, 6, 21},       {PERIOD_YEARS, 1, 0},
        {PERIOD_YEARS, 2, 0}};
    int32_t first = day_of_date((struct civil_date){FIRST_YEAR, 1, 1}),
            last = day_of_date((struct civil_date){LAST_YEAR, 12, 31});
    assert_true(calendar.count > 250);
    for (size_t i = 0; i < COUNT_OF(lengths); i++) {
        for (int32_t start = first; start <= last; start++)
            compare(lengths[i].unit, lengths[i].length, lengths[i].excluded, start);
    }
}

/* A later start never ends earlier; a longer period never ends earlier; days off only shift. */
static void ends_are_in_order(void **context)
{
    (void) context;
    int32_t first = day_of_date((struct civil_date){FIRST_YEAR, 1, 1});
    for (int unit = PERIOD_DAYS; unit <= PERIOD_YEARS; unit++) {
        int32_t before = 0;
        for (int32_t start = first; start < first + 800; start++) {
            struct period_end end = compute((enum period_unit) unit, 1, 0, start);
            struct period_end longer = compute((enum period_unit) unit, 2, 0, start);
            assert_true(end.last_day >= before && longer.last_day >= end.last_day);
            assert_true(end.last_day >= end.raw_day && end.raw_day > start);
            before = end.last_day;
        }
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_engine_agrees_with_a_naive_one),
        cmocka_unit_test(ends_are_in_order),
    };
    table_path = argc > 1 ? argv[1] : "reference/holidays.csv";
    return cmocka_run_group_tests(tests, read_table, NULL);
}
