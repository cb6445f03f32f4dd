/* law/test_days: days, and one short holiday table, for the tests of this room. */
#ifndef LAW_TEST_DAYS_H
#define LAW_TEST_DAYS_H

#include "law/period.h"
#include "tests/test.h"

static inline int32_t day_at(const char *text)
{
    int32_t day = 0;
    assert_true(day_parse(text, &day));
    return day;
}

/* National Day 2026: seven days off, and the Saturday that is worked for them. */
static struct calendar_day national_days[8];
static struct calendar national_day = {.days = national_days, .version = "test"};

static inline int make_national_day(void **context)
{
    (void) context;
    for (int i = 0; i < 7; i++)
        national_days[i] = (struct calendar_day){day_at("2026-10-01") + i, DAY_HOLIDAY, "国庆节"};
    national_days[7] = (struct calendar_day){day_at("2026-10-10"), DAY_WORKDAY, "国庆节"};
    national_day.count = COUNT_OF(national_days);
    return 0;
}

#endif
