/* law/deviation: see deviation.h. */
#include "law/deviation.h"

#include <string.h>

enum {
    WEEKS = 8,          /* of the same weekday, taken for what is usual … */
    WEEKS_BACK = 20,    /* … out of so many */
    WEEKS_LEAST = 4,    /* fewer: nothing is expected */
    LONG_RUN = 3,       /* days off together change the days beside them */
    FESTIVAL_DAYS = 12, /* before and after the Spring Festival */
    SCATTER_DAYS = 60,  /* judged ones, out of which a court's scatter is taken */
    SCATTER_LEAST = 10,
    SCATTER_ONE_MAX = 1600, /* what one day adds at most: a bank's bulk is no scatter */
    WINDOW = 5,             /* judged days of a rolling week */
    SHORT_WINDOW = 3,
    WINDOW_BACK = 14, /* days in which they must lie */
    FLAT_BACK = 30,
    FLAT_BESIDE_DROP = 2, /* days running that are enough where half is missing */
    RETURN_DAYS = 20,
    RETURN_LEAST = 30, /* received in them */
    RISING_BACK = 7,
    HUNDRED = 100
};

const char *const filing_rule_names[FILING_RULES] = {"drop", "flat", "ageing", "return", "held"};

static int64_t cut(int64_t count) { return count > FILING_COUNT_MAX ? FILING_COUNT_MAX : count; }

static int64_t square(int64_t number) { return number * number; }

/* ---- days ----------------------------------------------------------------------------------- */

static int run_of_days_off(const struct calendar *calendar, int32_t day, int step)
{
    int run = 0;
    while (run < LONG_RUN && calendar_is_day_off(calendar, day + step * (run + 1)))
        run++;
    return run;
}

static bool is_festival(const struct calendar *calendar, int32_t day)
{
    for (int32_t near = day - FESTIVAL_DAYS; near <= day + FESTIVAL_DAYS; near++) {
        const char *name = calendar_day_name(calendar, near);
        if (name && strstr(name, "春节") && calendar_is_day_off(calendar, near))
            return true;
    }
    return false;
}

static enum filing_day_kind kind_of(const struct calendar *calendar, int32_t day)
{
    if (!calendar_has_year(calendar, date_of_day(day).year) || calendar_is_day_off(calendar, day))
        return FILING_DAY_OFF;
    if (calendar_day_name(calendar, day) || run_of_days_off(calendar, day, -1) >= LONG_RUN ||
        run_of_days_off(calendar, day, 1) >= LONG_RUN)
        return FILING_DAY_EDGE;
    return is_festival(calendar, day) ? FILING_DAY_FESTIVAL : FILING_DAY_USUAL;
}

static void put_in_order(int64_t *values, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        int64_t value = values[i];
        size_t at = i;
        for (; at > 0 && values[at - 1] > value; at--)
            values[at] = values[at - 1];
        values[at] = value;
    }
}

/* Highest and lowest are left out where there are enough: a bulk of a bank, a power cut. */
static int64_t expected_of(const struct filing_day *days, size_t at)
{
    int64_t values[WEEKS], sum = 0;
    size_t count = 0;
    for (size_t back = 1; back <= WEEKS_BACK && back * 7 <= at && count < WEEKS; back++) {
        const struct filing_day *one = &days[at - back * 7];
        if (one->kind == FILING_DAY_USUAL)
            values[count++] = cut(one->filed);
    }
    if (count < WEEKS_LEAST)
        return 0;
    put_in_order(values, count);
    size_t skip = count > WEEKS_LEAST ? 1 : 0;
    for (size_t i = skip; i < count - skip; i++)
        sum += values[i];
    return sum * HUNDRED / (int64_t) (count - 2 * skip);
}

void filing_days_prepare(struct filing_day *days, size_t count, const struct calendar *calendar,
                         int festival_percent)
{
    for (size_t i = 0; i < count; i++)
        days[i].kind = kind_of(calendar, days[i].day);
    for (size_t i = 0; i < count; i++) {
        days[i].expected_hundredths = 0;
        if (days[i].kind >= FILING_DAY_FESTIVAL)
            days[i].expected_hundredths = expected_of(days, i);
        if (days[i].kind == FILING_DAY_FESTIVAL)
            days[i].expected_hundredths = days[i].expected_hundredths * festival_percent / HUNDRED;
    }
}

/* ---- a difference and what chance makes of it ----------------------------------------------- */

static bool is_judged(const struct filing_day *day)
{
    return day->kind >= FILING_DAY_FESTIVAL && day->expected_hundredths > 0;
}

struct window {
    int64_t filed, received, expected_hundredths;
    int days;
};

/* The last `most` judged days up to the last of all, which is one: there are weeks of days. */
static struct window window_of(const struct filing_day *days, size_t count, int most)
{
    struct window window = {0};
    for (size_t back = 0; back < WINDOW_BACK && window.days < most; back++) {
        const struct filing_day *one = &days[count - 1 - back];
        if (!is_judged(one))
            continue;
        window.filed += cut(one->filed);
        window.received += cut(one->received);
        window.expected_hundredths += one->expected_hundredths;
        window.days++;
    }
    return window;
}

static struct filing_deviation deviation_of(int64_t filed, int64_t expected_hundredths)
{
    return (struct filing_deviation){.known = true,
                                     .filed = filed,
                                     .expected_hundredths = expected_hundredths,
                                     .hundredths = (filed * HUNDRED - expected_hundredths) *
                                                   HUNDRED * HUNDRED / expected_hundredths};
}

/* How a court scatters, and which share of what it receives it files, by itself. */
struct scatter {
    int64_t history, gap;     /* hundredths: against the expected; against what was received */
    int64_t share_hundredths; /* of a percent */
};

static int64_t one_scatter(int64_t filed, int64_t expected_hundredths)
{
    int64_t one = square(filed * HUNDRED - expected_hundredths) / expected_hundredths;
    return one > SCATTER_ONE_MAX ? SCATTER_ONE_MAX : one;
}

static int64_t mean_scatter(int64_t sum, int64_t count, int64_t least)
{
    int64_t mean = count >= SCATTER_LEAST ? sum / count : HUNDRED;
    return mean < least ? least : mean;
}

/* The days of the window itself are not asked what is ordinary. */
static struct scatter scatter_of(const struct filing_day *days, size_t count)
{
    struct scatter ret = {0};
    int64_t received = 0, filed = 0, history = 0, gap = 0, seen = 0, gaps = 0;
    size_t from = count > SCATTER_DAYS * 2 ? count - SCATTER_DAYS * 2 : 0,
           until = count > WINDOW + 2 ? count - WINDOW - 2 : 0;
    for (size_t i = from; i < until; i++) {
        if (!is_judged(&days[i]))
            continue;
        received += cut(days[i].received);
        filed += cut(days[i].filed);
        history += one_scatter(cut(days[i].filed), days[i].expected_hundredths);
        seen++;
    }
    ret.share_hundredths =
        received > filed ? filed * HUNDRED * HUNDRED / received : HUNDRED * HUNDRED;
    for (size_t i = from; i < until; i++) {
        int64_t due = cut(days[i].received) * ret.share_hundredths / HUNDRED;
        if (!is_judged(&days[i]) || !due)
            continue;
        gap += one_scatter(cut(days[i].filed), due);
        gaps++;
    }
    ret.history = mean_scatter(history, seen, HUNDRED);
    ret.gap = mean_scatter(gap, gaps, HUNDRED / 4);
    return ret;
}

/* Six weekdays stand behind each expected number: a sixth is added for their own scatter. */
static bool is_low(int64_t filed, int64_t expected_hundredths, int64_t scatter, int percent,
                   int significance)
{
    int64_t missing = expected_hundredths - filed * HUNDRED;
    return expected_hundredths > 0 && missing * HUNDRED >= expected_hundredths * percent &&
           square(missing) * 6 * HUNDRED >=
               square(significance) * expected_hundredths * scatter * 7;
}

/* ---- rules ---------------------------------------------------------------------------------- */

static bool is_year_end(int32_t day)
{
    struct civil_date date = date_of_day(day);
    return date.month == 12 || (date.month == 11 && date.day >= 20);
}

static int percent_on(const struct filing_limits *limits, int percent, int32_t day)
{
    return is_year_end(day) ? percent - limits->year_end_percent : percent;
}

/* Two ways to be low: against what is usual, and against what was received. */
static void judge_drop(const struct filing_day *days, size_t count,
                       const struct filing_limits *limits, const struct scatter *scatter,
                       struct filing_findings *ret)
{
    static const int sizes[] = {1, SHORT_WINDOW, WINDOW};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        const struct window window = window_of(days, count, sizes[i]);
        int percent = percent_on(limits, sizes[i] == 1 ? limits->day_percent : limits->week_percent,
                                 days[count - 1].day);
        int64_t due = window.received * scatter->share_hundredths / HUNDRED;
        if (window.days < sizes[i])
            continue;
        if (is_low(window.filed, due, scatter->gap, percent, limits->significance))
            ret->found[FILING_DROP] = ret->received_kept_up = true;
        if (is_low(window.filed, window.expected_hundredths, scatter->history, percent,
                   limits->significance))
            ret->found[FILING_DROP] = true;
    }
}

/* The same number day after day says nothing by itself: all that came may have been filed. It does
 * where more came, or where more is usual. A day beside a holiday may differ. */
static void judge_flat(const struct filing_day *days, size_t count,
                       const struct filing_limits *limits, const struct scatter *scatter,
                       struct filing_findings *ret)
{
    int64_t filed = 0, due = 0, expected = 0;
    ret->flat_value = days[count - 1].filed;
    for (size_t back = 0; back < count && back < FLAT_BACK; back++) {
        const struct filing_day *one = &days[count - 1 - back];
        bool same = one->filed == ret->flat_value;
        if (one->kind == FILING_DAY_OFF || (one->kind == FILING_DAY_EDGE && !same))
            continue;
        if (!same)
            break;
        ret->flat_days++;
        filed += cut(one->filed) * HUNDRED;
        due += cut(one->received) * scatter->share_hundredths / HUNDRED;
        expected += one->expected_hundredths ? one->expected_hundredths : cut(one->filed) * HUNDRED;
    }
    bool below = filed * 10 <= due * 9 || filed * 20 <= expected * 17;
    bool half = filed * 2 <= expected && filed < due;
    ret->found[FILING_FLAT] = filed > 0 && ((ret->flat_days >= limits->flat_days && below) ||
                                            (ret->flat_days >= FLAT_BESIDE_DROP && half));
}

/* So many, and half as many again as a week before. */
static bool is_rising(int64_t now, int64_t before, int least)
{
    return now >= least && now * 2 >= before * 3;
}

static void judge_return(const struct filing_day *days, size_t count,
                         const struct filing_limits *limits, struct filing_findings *ret)
{
    int64_t returned = 0, received = 0, usual_returned = 0, usual_received = 0;
    int seen = 0;
    for (size_t back = 0; back < count; back++) {
        const struct filing_day *one = &days[count - 1 - back];
        if (one->kind == FILING_DAY_OFF)
            continue;
        bool recent = seen++ < RETURN_DAYS;
        *(recent ? &returned : &usual_returned) += cut(one->returned);
        *(recent ? &received : &usual_received) += cut(one->received);
    }
    if (received < RETURN_LEAST || usual_received < 2 * RETURN_LEAST)
        return;
    int64_t due = received * usual_returned * HUNDRED / usual_received;
    int64_t more = returned * HUNDRED - due;
    ret->found[FILING_RETURN] =
        returned * HUNDRED >= received * limits->return_percent && more >= due &&
        square(more) >= square(limits->significance) * 2 * (due ? due : HUNDRED);
}

void filing_judge(const struct filing_day *days, size_t count, const struct filing_limits *limits,
                  struct filing_findings *ret)
{
    *ret = (struct filing_findings){0};
    if (!count)
        return;
    const struct filing_day *last = &days[count - 1];
    if (!is_judged(last))
        return;
    const struct window week = window_of(days, count, WINDOW);
    ret->day = deviation_of(cut(last->filed), last->expected_hundredths);
    ret->week = deviation_of(week.filed, week.expected_hundredths);
    ret->judged = last->expected_hundredths >= (int64_t) limits->min_volume * HUNDRED;
    if (!ret->judged)
        return;
    const struct scatter scatter = scatter_of(days, count);
    /* What is judged has weeks of days behind it. */
    const struct filing_day *before = last - RISING_BACK;
    judge_drop(days, count, limits, &scatter, ret);
    judge_flat(days, count, limits, &scatter, ret);
    judge_return(days, count, limits, ret);
    ret->found[FILING_AGEING] = is_rising(last->late, before->late, limits->ageing_count);
    ret->found[FILING_HELD] = is_rising(last->held, before->held, limits->held_count);
}
