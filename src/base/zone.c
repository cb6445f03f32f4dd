/* base/zone: see zone.h. */
#include "base/zone.h"

#include <stdlib.h>
#include <string.h>

enum { HOUR_MINUTES = 60, WEEK_DAYS = 7, NIGHT_FROM = 22, NIGHT_TO = 7 };

/* clang-format off */
const struct zone zones[] = {
    {"beijing", "北京", "Beijing", 480, SUMMER_NONE},
    {"rome", "罗马、米兰", "Rome, Milan", 60, SUMMER_EU},
    {"madrid", "马德里、巴塞罗那", "Madrid, Barcelona", 60, SUMMER_EU},
    {"paris", "巴黎", "Paris", 60, SUMMER_EU},
    {"berlin", "柏林", "Berlin", 60, SUMMER_EU},
    {"vienna", "维也纳", "Vienna", 60, SUMMER_EU},
    {"amsterdam", "阿姆斯特丹", "Amsterdam", 60, SUMMER_EU},
    {"belgrade", "贝尔格莱德", "Belgrade", 60, SUMMER_EU},
    {"london", "伦敦", "London", 0, SUMMER_EU},
    {"lisbon", "里斯本", "Lisbon", 0, SUMMER_EU},
    {"athens", "雅典", "Athens", 120, SUMMER_EU},
    {"bucharest", "布加勒斯特", "Bucharest", 120, SUMMER_EU},
    {"moscow", "莫斯科", "Moscow", 180, SUMMER_NONE},
    {"dubai", "迪拜", "Dubai", 240, SUMMER_NONE},
    {"bangkok", "曼谷", "Bangkok", 420, SUMMER_NONE},
    {"singapore", "新加坡", "Singapore", 480, SUMMER_NONE},
    {"tokyo", "东京", "Tokyo", 540, SUMMER_NONE},
    {"johannesburg", "约翰内斯堡", "Johannesburg", 120, SUMMER_NONE},
    {"sao_paulo", "圣保罗", "São Paulo", -180, SUMMER_NONE},
    {"new_york", "纽约", "New York", -300, SUMMER_US},
    {"chicago", "芝加哥", "Chicago", -360, SUMMER_US},
    {"los_angeles", "洛杉矶", "Los Angeles", -480, SUMMER_US},
};
/* clang-format on */
const size_t zone_count = sizeof zones / sizeof zones[0];

const struct zone *zone_find(const char *name)
{
    for (size_t i = 0; name && i < zone_count; i++) {
        if (strcmp(zones[i].name, name) == 0)
            return &zones[i];
    }
    return NULL;
}

static int32_t first_sunday(int year, int month)
{
    return sunday_from(day_of_date((struct civil_date){year, month, 1}));
}

/* Of a month of 31 days the last one lies in its last seven. */
static int32_t last_sunday(int year, int month)
{
    return sunday_from(day_of_date((struct civil_date){year, month, 25}));
}

static int year_at(int64_t at_us)
{
    int64_t day = at_us / DAY_US - (at_us % DAY_US < 0);
    return date_of_day((int32_t) day).year;
}

static bool is_summer(const struct zone *zone, int64_t at_us)
{
    int64_t from = 0, to = 0, ahead = zone->minutes * MINUTE_US;
    if (zone->summer == SUMMER_NONE)
        return false;
    if (zone->summer == SUMMER_EU) { /* 01:00 UTC everywhere, March and October */
        int year = year_at(at_us);
        from = last_sunday(year, 3) * DAY_US + HOUR_US;
        to = last_sunday(year, 10) * DAY_US + HOUR_US;
    } else { /* 02:00 of their own clocks: second Sunday of March, first of November */
        int year = year_at(at_us + ahead);
        from = (first_sunday(year, 3) + WEEK_DAYS) * DAY_US + 2 * HOUR_US - ahead;
        to = first_sunday(year, 11) * DAY_US + 2 * HOUR_US - (ahead + HOUR_US);
    }
    return at_us >= from && at_us < to;
}

int zone_minutes(const struct zone *zone, int64_t at_us)
{
    return zone->minutes + (is_summer(zone, at_us) ? HOUR_MINUTES : 0);
}

static int64_t local_of(const struct zone *zone, int64_t at_us, int32_t *ret_day)
{
    int64_t local = at_us + zone_minutes(zone, at_us) * MINUTE_US;
    *ret_day = (int32_t) (local / DAY_US - (local % DAY_US < 0));
    return local - *ret_day * DAY_US;
}

const char *zone_format(struct arena *arena, const struct zone *zone, int64_t at_us)
{
    int32_t day = 0;
    int64_t of_day = local_of(zone, at_us, &day);
    int minutes = zone_minutes(zone, at_us), rest = abs(minutes) % HOUR_MINUTES;
    const char *date = day_format(arena, day);
    const char *half = rest ? arena_printf(arena, ":%02d", rest) : "";
    return date && half
               ? arena_printf(arena, "%s %02d:%02d（%s，UTC%c%d%s）", date,
                              (int) (of_day / HOUR_US), (int) (of_day % HOUR_US / MINUTE_US),
                              zone->zh, minutes < 0 ? '-' : '+', abs(minutes) / HOUR_MINUTES, half)
               : NULL;
}

bool zone_is_night(const struct zone *zone, int64_t at_us)
{
    int32_t day = 0;
    int hour = (int) (local_of(zone, at_us, &day) / HOUR_US);
    return hour >= NIGHT_FROM || hour < NIGHT_TO;
}
