/* law/period_days: see period_days.h. The end is period_compute()'s; this only walks there. */
#include "law/period_days.h"

const char *period_day_kind_name(enum period_day_kind kind)
{
    static const char *const names[] = {"start", "counted", "off", "excluded", "shifted", "last"};
    return names[kind];
}

int period_days_excluded(enum period_unit unit, const struct calendar *calendar,
                         const struct period_span *spans, size_t span_count)
{
    int days = 0;
    for (size_t i = 0; i < span_count; i++) {
        for (int32_t day = spans[i].first_day; day <= spans[i].last_day; day++)
            days += (unit != PERIOD_WORKING_DAYS && unit != PERIOD_WORKING_MINUTES) ||
                    !calendar_is_day_off(calendar, day);
    }
    return days;
}

static bool in_spans(int32_t day, const struct period_span *spans, size_t span_count)
{
    for (size_t i = 0; i < span_count; i++) {
        if (day >= spans[i].first_day && day <= spans[i].last_day)
            return true;
    }
    return false;
}

/* One day between the start and the last one. */
static enum period_day_kind kind_of(const struct period *period, const struct period_end *end,
                                    const struct period_day *day, bool excluded)
{
    if (day->day > end->raw_day)
        return PERIOD_DAY_SHIFTED;
    if (excluded)
        return PERIOD_DAY_EXCLUDED;
    return period->unit == PERIOD_WORKING_DAYS && day->off ? PERIOD_DAY_OFF : PERIOD_DAY_COUNTED;
}

bool period_has_days(const struct period *period)
{
    return period->unit != PERIOD_HOURS && period->unit != PERIOD_WORKING_MINUTES &&
           !period->before;
}

enum err_kind period_days_list(const struct period *period, const struct calendar *calendar,
                               int64_t start_us, const struct period_span *spans, size_t span_count,
                               struct arena *arena, struct period_days *ret, struct err *reterr)
{
    struct period_days days = {0};
    int32_t start = day_of_instant(start_us);
    if (!period_has_days(period))
        return err_set(reterr, ERR_INVALID, "period.hours",
                       "hours and minutes have no days to print");
    enum err_kind kind = period_compute(
        period, calendar, start_us, period_days_excluded(period->unit, calendar, spans, span_count),
        arena, &days.end, reterr);
    if (kind)
        return kind;
    size_t whole = (size_t) (days.end.last_day - start) + 1;
    days.cut = whole > PERIOD_DAYS_MAX;
    days.count = days.cut ? PERIOD_DAYS_MAX : whole;
    days.rows = arena_array(arena, days.count, sizeof *days.rows);
    if (!days.rows)
        return arena_full(reterr);
    int number = 0;
    for (size_t i = 0; i < days.count; i++) {
        struct period_day *row = &days.rows[i];
        *row = (struct period_day){.day = start + (int32_t) i};
        row->weekday = weekday_of_day(row->day);
        row->off = calendar_is_day_off(calendar, row->day);
        row->holiday = calendar_day_name(calendar, row->day);
        row->kind = i == 0 ? PERIOD_DAY_START
                           : kind_of(period, &days.end, row, in_spans(row->day, spans, span_count));
        if (row->kind == PERIOD_DAY_COUNTED)
            row->number = ++number;
        if (i && row->day == days.end.last_day)
            row->kind = PERIOD_DAY_LAST;
    }
    *ret = days;
    return ERR_NONE;
}
