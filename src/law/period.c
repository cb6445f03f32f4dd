/* law/period: the counting engine. Every step it takes is written into the account. */
#include "law/period.h"

#include "base/text.h"
#include "law/working_time.h"

enum { LENGTH_MAX = 3660, ACCOUNT_BYTES_MAX = 4096 };

bool calendar_has_year(const struct calendar *calendar, int year)
{
    /* Binary search for any row of the year: rows ascend. */
    int32_t first = day_of_date((struct civil_date){year, 1, 1});
    int32_t after = day_of_date((struct civil_date){year + 1, 1, 1});
    size_t low = 0, high = calendar->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (calendar->days[middle].day < first)
            low = middle + 1;
        else
            high = middle;
    }
    return low < calendar->count && calendar->days[low].day < after;
}

static const struct calendar_day *listed(const struct calendar *calendar, int32_t day)
{
    size_t low = 0, high = calendar->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (calendar->days[middle].day < day)
            low = middle + 1;
        else
            high = middle;
    }
    return low < calendar->count && calendar->days[low].day == day ? &calendar->days[low] : NULL;
}

bool calendar_is_day_off(const struct calendar *calendar, int32_t day)
{
    const struct calendar_day *row = listed(calendar, day);
    if (row)
        return row->kind == DAY_HOLIDAY;
    int weekday = weekday_of_day(day);
    return weekday == 0 || weekday == 6;
}

const char *period_unit_name(enum period_unit unit)
{
    static const char *const names[] = {"hour",  "day",  "working_day",
                                        "month", "year", "working_minute"};
    return names[unit];
}

const char *calendar_day_name(const struct calendar *calendar, int32_t day)
{
    const struct calendar_day *row = listed(calendar, day);
    return row ? row->name : NULL;
}

bool period_known(const char *name)
{
    for (size_t i = 0; i < period_count; i++) {
        if (strcmp(periods[i].name, name) == 0)
            return true;
    }
    return false;
}

/* The day of a row's validity, or `otherwise` where the row says none. */
static int32_t bound(const char *text, int32_t otherwise)
{
    int32_t day = otherwise;
    bool given = day_parse(text, &day); /* leaves the day alone when there is none */
    (void) given;
    return day;
}

const struct period *period_find(const char *name, int32_t day)
{
    for (size_t i = 0; i < period_count; i++) {
        if (strcmp(periods[i].name, name) != 0)
            continue;
        bool begun = day >= bound(periods[i].valid_from, INT32_MIN),
             over = day > bound(periods[i].valid_to, INT32_MAX);
        if (begun > over) /* begun and not over; a row never ends before it begins */
            return &periods[i];
    }
    return NULL;
}

bool period_parse_length(const char *text, struct period *ret)
{
    static const struct {
        const char *suffix;
        enum period_unit unit;
        bool timed; /* needs office hours */
    } units[] = {{"h", PERIOD_HOURS, false},         {"d", PERIOD_DAYS, false},
                 {"wd", PERIOD_WORKING_DAYS, false}, {"m", PERIOD_MONTHS, false},
                 {"y", PERIOD_YEARS, false},         {"wmin", PERIOD_WORKING_MINUTES, true}};
    char *end = NULL;
    long length = strtol(text, &end, 10);
    const char *suffix = end;
    struct office_hours office = {0};
    if (text[0] < '0' || text[0] > '9' || length > LENGTH_MAX)
        return false;
    if (strncmp(end, "wmin@", 5) == 0 && office_hours_parse(end + 5, &office))
        suffix = "wmin";
    for (size_t i = 0; i < COUNT_OF(units); i++) {
        if (strcmp(suffix, units[i].suffix) != 0 || (suffix == end && units[i].timed))
            continue;
        *ret = (struct period){.name = "",
                               .zh = "",
                               .en = "",
                               .length = (int) length,
                               .unit = units[i].unit,
                               .shifts = units[i].unit != PERIOD_HOURS && !units[i].timed,
                               .office = office,
                               .start_event_zh = "开始",
                               .start_event_en = "the start",
                               .basis = ""};
        return true;
    }
    return false;
}

/* The account under construction, in both languages at once. */
struct telling {
    struct arena *arena;
    struct text zh, en;
};

static void tell(struct telling *telling, const char *zh, const char *en)
{
    text_add(&telling->zh, zh);
    text_add(&telling->en, en);
}

static void tell_int(struct telling *telling, int64_t number)
{
    text_add_int(&telling->zh, number, 1);
    text_add_int(&telling->en, number, 1);
}

static void tell_day(struct telling *telling, const char *zh_before, const char *en_before,
                     int32_t day, const char *zh_after, const char *en_after)
{
    const char *zh = day_format_zh(telling->arena, day);
    const char *en = day_format_en(telling->arena, day);
    if (!zh || !en) {
        telling->zh.failed = true;
        return;
    }
    tell(telling, zh_before, en_before);
    tell(telling, zh, en);
    tell(telling, zh_after, en_after);
}

static const char *unit_zh(enum period_unit unit)
{
    static const char *const words[] = {"小时", "日", "个工作日", "个月", "年"};
    return words[unit];
}

static const char *unit_en(enum period_unit unit)
{
    static const char *const words[] = {"hours", "days", "working days", "months", "years"};
    return words[unit];
}

/* Civil Code 202: the corresponding day; where there is none, the month's last day. */
static int32_t add_months(int32_t day, int months)
{
    struct civil_date date = date_of_day(day);
    int total = date.year * 12 + date.month - 1 + months;
    date.year = total / 12;
    date.month = total % 12 + 1;
    int32_t first = day_of_date((struct civil_date){date.year, date.month, 1});
    int32_t after = day_of_date((struct civil_date){(total + 1) / 12, (total + 1) % 12 + 1, 1});
    return date.day > after - first ? after - 1 : first + date.day - 1;
}

/* Moves over `count` working days; says which year's table is missing. It ends: behind the tables
 * five days of seven work, and a table lists days one by one. */
static int32_t add_working_days(const struct calendar *calendar, int32_t day, int count,
                                int *ret_missing_year)
{
    while (count > 0) {
        day++;
        int year = date_of_day(day).year;
        if (!calendar_has_year(calendar, year) && !*ret_missing_year)
            *ret_missing_year = year;
        count -= !calendar_is_day_off(calendar, day);
    }
    return day;
}

int32_t period_raw_day(const struct period *period, int32_t start_day)
{
    if (period->before) /* every such row counts in days */
        return start_day - period->length;
    if (period->unit == PERIOD_DAYS)
        return start_day + period->length;
    int months = period->unit == PERIOD_YEARS ? 12 * period->length : period->length;
    return add_months(start_day, months);
}

static int32_t raw_end(const struct period *period, const struct calendar *calendar, int32_t start,
                       int excluded_days, int *ret_missing_year)
{
    if (period->unit == PERIOD_WORKING_DAYS)
        return add_working_days(calendar, start, period->length + excluded_days, ret_missing_year);
    return period_raw_day(period, start) + (period->before ? 0 : excluded_days);
}

static void shift(const struct period *period, const struct calendar *calendar,
                  struct telling *telling, struct period_end *end)
{
    end->last_day = end->raw_day;
    if (!period->shifts || end->provisional)
        return;
    int year = date_of_day(end->raw_day).year;
    if (!calendar_has_year(calendar, year)) {
        end->provisional = true;
        end->missing_year = year;
        return;
    }
    const struct calendar_day *row = listed(calendar, end->raw_day);
    while (calendar_is_day_off(calendar, end->last_day)) { /* to the last table's end at most */
        end->last_day++;
        year = date_of_day(end->last_day).year;
        if (!calendar_has_year(calendar, year)) {
            end->provisional = true;
            end->missing_year = year;
            end->last_day = end->raw_day;
            return;
        }
    }
    end->shifted = end->last_day != end->raw_day;
    if (!end->shifted)
        return;
    tell(telling, "最后一日是", "That day is off (");
    tell(telling, row ? row->name : "周末", row ? row->name : "weekend");
    tell(telling, "，顺延至节假日后的第一日（民事诉讼法第八十五条）。",
         "), so the period ends on the first day after (CPL Art. 85). ");
}

static enum err_kind finish(struct telling *telling, const struct period *period,
                            struct period_end *end, struct err *reterr)
{
    if (end->provisional) {
        tell(telling, "", "The holiday table of ");
        tell_int(telling, end->missing_year);
        tell(telling, "年的节假日安排尚未公布，以上日期为暂定，公布后重新计算。",
             " is not out: the date is provisional and will be worked out again. ");
    }
    if (*period->basis) {
        tell(telling, "依据：", "Basis: ");
        tell(telling, period->basis, period->basis);
        tell(telling, "。", ".");
    }
    end->account_zh = text_done(&telling->zh);
    end->account_en = text_done(&telling->en);
    return end->account_zh && end->account_en ? ERR_NONE : arena_full(reterr);
}

/* CPL 85: hours run from the next hour; they do not shift (law.md T19). */
static void compute_hours(const struct period *period, int64_t start_us, struct telling *telling,
                          struct period_end *end)
{
    int64_t next_hour = (start_us / HOUR_US + 1) * HOUR_US;
    end->due_us = next_hour + period->length * HOUR_US;
    end->raw_day = end->last_day = day_of_instant(end->due_us - 1);
    int hour = (int) ((end->due_us - start_of_day(day_of_instant(end->due_us))) / HOUR_US);
    tell_day(telling, "自", "Started on ", day_of_instant(start_us), "", "; ");
    text_add_format(&telling->zh, "%s后的下一小时起算，%d小时，至", period->start_event_zh,
                    period->length);
    text_add_format(&telling->en, "counted from the next full hour after %s, %d hours, to ",
                    period->start_event_en, period->length);
    tell_day(telling, "", "", day_of_instant(end->due_us), "", "");
    text_add_format(&telling->zh, "%d时止。", hour);
    text_add_format(&telling->en, ", %d:00. ", hour);
}

enum err_kind period_compute(const struct period *period, const struct calendar *calendar,
                             int64_t start_us, int excluded_days, struct arena *arena,
                             struct period_end *ret, struct err *reterr)
{
    if (period->length < 0 || period->length > LENGTH_MAX || excluded_days < 0 ||
        excluded_days > LENGTH_MAX)
        return err_set(reterr, ERR_LIMIT, "period.too_long", "a period of that length is not law");

    if (period->unit == PERIOD_WORKING_MINUTES)
        return working_time_compute(period, calendar, start_us, excluded_days, arena, ret, reterr);
    struct period_end end = {0};
    struct telling telling = {.arena = arena};
    text_init(&telling.zh, arena, ACCOUNT_BYTES_MAX);
    text_init(&telling.en, arena, ACCOUNT_BYTES_MAX);
    if (period->unit == PERIOD_HOURS) {
        compute_hours(period, start_us, &telling, &end);
    } else {
        int32_t start = day_of_instant(start_us);
        end.raw_day = raw_end(period, calendar, start, excluded_days, &end.missing_year);
        end.provisional = end.missing_year != 0;
        tell_day(&telling, "", "", start, period->start_event_zh, ": ");
        text_add(&telling.en, period->start_event_en);
        text_add(&telling.zh, "，当日不计。");
        text_add(&telling.en, "; that day is not counted. ");
        if (period->before)
            tell(&telling, "向前", "Counted back, ");
        else
            tell_day(&telling, "自", "From ", start + 1, "起", " ");
        tell_int(&telling, period->length);
        tell(&telling, unit_zh(period->unit), " ");
        tell(&telling, "", unit_en(period->unit));
        if (excluded_days) {
            bool working = period->unit == PERIOD_WORKING_DAYS;
            tell(&telling, "，扣除", ", ");
            tell_int(&telling, excluded_days);
            tell(&telling, working ? "个工作日不计" : "日不计",
                 working ? " working days not counted" : " days not counted");
        }
        tell_day(&telling, "，至", " to ", end.raw_day, "。", ". ");
        shift(period, calendar, &telling, &end);
        tell_day(&telling, "最后期限：", "Last day: ", end.last_day, "24时。", ", 24:00. ");
        end.due_us = start_of_day(end.last_day + 1);
    }
    enum err_kind kind = finish(&telling, period, &end, reterr);
    if (!kind)
        *ret = end;
    return kind;
}
