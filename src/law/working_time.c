/* law/working_time: see working_time.h. Every piece of time it counts is told in the account. */
#include "law/working_time.h"

#include "base/text.h"

enum { MINUTES_A_DAY = 24 * 60, PIECES_TOLD_MAX = 6, TOLD_BYTES_MAX = 4096, LINE_BYTES = 32 };

/* "09:30", exactly five characters. */
static bool read_clock(const char *text, int *ret_minutes)
{
    for (int i = 0; i < 5; i++) {
        if (i == 2 ? text[i] != ':' : text[i] < '0' || text[i] > '9')
            return false;
    }
    int hour = (text[0] - '0') * 10 + text[1] - '0', minute = (text[3] - '0') * 10 + text[4] - '0';
    *ret_minutes = hour * 60 + minute;
    return minute < 60 && *ret_minutes <= MINUTES_A_DAY;
}

bool office_hours_parse(const char *text, struct office_hours *ret)
{
    struct office_hours hours = {0};
    int last = -1;
    for (;;) {
        struct office_span span;
        if (hours.count == OFFICE_SPANS_MAX || !read_clock(text, &span.from) || text[5] != '-' ||
            !read_clock(text + 6, &span.until) || span.from <= last || span.until <= span.from)
            return false;
        hours.spans[hours.count++] = span;
        last = span.until;
        text += 11;
        if (!*text)
            break;
        if (*text++ != ',')
            return false;
    }
    *ret = hours;
    return true;
}

/* ---- the account ----------------------------------------------------------------------------- */

static const char *clock_text(char text[LINE_BYTES], int64_t instant_us)
{
    int minutes = (int) ((instant_us - start_of_day(day_of_instant(instant_us))) / MINUTE_US);
    (void) snprintf(text, LINE_BYTES, "%d:%02d", minutes / 60, minutes % 60);
    return text;
}

struct account {
    struct arena *arena;
    struct text zh, en;
    int pieces;
};

static void tell_hours(struct account *account, const struct office_hours *hours)
{
    text_add(&account->zh, "办公时间：工作日");
    text_add(&account->en, "Office hours on working days: ");
    for (size_t i = 0; i < hours->count; i++) {
        const struct office_span *span = &hours->spans[i];
        text_add_format(&account->zh, "%s%d:%02d至%d:%02d", i ? "、" : "", span->from / 60,
                        span->from % 60, span->until / 60, span->until % 60);
        text_add_format(&account->en, "%s%d:%02d to %d:%02d", i ? ", " : "", span->from / 60,
                        span->from % 60, span->until / 60, span->until % 60);
    }
    text_add(&account->zh, "，其余时间不计。");
    text_add(&account->en, "; other time does not count. ");
}

static void tell_moment(struct account *account, const char *zh, const char *en, int64_t at_us,
                        const char *zh_after, const char *en_after)
{
    char clock[LINE_BYTES];
    const char *day_zh = day_format_zh(account->arena, day_of_instant(at_us)),
               *day_en = day_format_en(account->arena, day_of_instant(at_us));
    if (!day_zh || !day_en) {
        account->zh.failed = true;
        return;
    }
    text_add_format(&account->zh, "%s%s%s%s", zh, day_zh, clock_text(clock, at_us), zh_after);
    text_add_format(&account->en, "%s%s, %s%s", en, day_en, clock_text(clock, at_us), en_after);
}

static void tell_piece(struct account *account, int64_t from_us, int64_t until_us)
{
    char clock[LINE_BYTES];
    long long minutes = (until_us - from_us) / MINUTE_US;
    account->pieces++;
    if (account->pieces > PIECES_TOLD_MAX)
        return;
    tell_moment(account, "", "", from_us, "至", " to ");
    text_add_format(&account->zh, "%s计%lld分钟；", clock_text(clock, until_us), minutes);
    text_add_format(&account->en, "%s: %lld minutes; ", clock, minutes);
}

static enum err_kind finish(struct account *account, const struct period *period,
                            struct period_end *end, struct err *reterr)
{
    tell_moment(account, account->pieces > PIECES_TOLD_MAX ? "以后照此计算。" : "",
                account->pieces > PIECES_TOLD_MAX ? "and so on. " : "", end->due_us, "期满。",
                " the time is over. ");
    if (end->provisional) {
        text_add_format(&account->zh, "%d年的节假日安排尚未公布，以上时间为暂定，公布后重新计算。",
                        end->missing_year);
        text_add_format(&account->en,
                        "The holiday table of %d is not out: provisional, to be worked out again. ",
                        end->missing_year);
    }
    if (*period->basis) {
        text_add_format(&account->zh, "依据：%s。", period->basis);
        text_add_format(&account->en, "Basis: %s.", period->basis);
    }
    end->account_zh = text_done(&account->zh);
    end->account_en = text_done(&account->en);
    return end->account_zh && end->account_en ? ERR_NONE : arena_full(reterr);
}

/* ---- counting -------------------------------------------------------------------------------- */

struct counting {
    const struct period *period;
    const struct calendar *calendar;
    struct account account;
    int64_t left_us;
    struct period_end end;
};

static bool works_on(struct counting *counting, int32_t day)
{
    int year = date_of_day(day).year;
    if (!calendar_has_year(counting->calendar, year) && !counting->end.missing_year)
        counting->end.missing_year = year;
    return !calendar_is_day_off(counting->calendar, day);
}

/* What of one day counts; true when all is counted. */
static bool count_day(struct counting *counting, int32_t day, int64_t start_us)
{
    const struct office_hours *hours = &counting->period->office;
    for (size_t i = 0; i < hours->count && works_on(counting, day); i++) {
        int64_t from_us = start_of_day(day) + hours->spans[i].from * MINUTE_US,
                until_us = start_of_day(day) + hours->spans[i].until * MINUTE_US;
        if (from_us < start_us)
            from_us = start_us;
        if (from_us >= until_us)
            continue;
        bool enough = until_us - from_us >= counting->left_us;
        if (enough)
            until_us = from_us + counting->left_us;
        counting->left_us -= until_us - from_us;
        counting->end.due_us = until_us;
        tell_piece(&counting->account, from_us, until_us);
        if (enough)
            return true;
    }
    return false;
}

int64_t working_minutes_between(const struct calendar *calendar, const struct office_hours *hours,
                                int64_t from_us, int64_t until_us)
{
    int64_t start_us = (from_us + MINUTE_US - 1) / MINUTE_US * MINUTE_US, worked_us = 0;
    int32_t first = day_of_instant(start_us), last = day_of_instant(until_us);
    for (int32_t day = first; day <= last && day < first + WORKING_DAYS_MAX; day++) {
        for (size_t i = 0; i < hours->count && !calendar_is_day_off(calendar, day); i++) {
            int64_t begin_us = start_of_day(day) + hours->spans[i].from * MINUTE_US,
                    end_us = start_of_day(day) + hours->spans[i].until * MINUTE_US;
            begin_us = begin_us < start_us ? start_us : begin_us;
            end_us = end_us > until_us ? until_us : end_us;
            worked_us += end_us > begin_us ? end_us - begin_us : 0;
        }
    }
    return worked_us / MINUTE_US;
}

enum err_kind working_time_compute(const struct period *period, const struct calendar *calendar,
                                   int64_t start_us, int excluded_days, struct arena *arena,
                                   struct period_end *ret, struct err *reterr)
{
    struct counting counting = {.period = period,
                                .calendar = calendar,
                                .account = {.arena = arena},
                                .left_us = period->length * MINUTE_US,
                                .end = {.due_us = start_us}};
    struct account *account = &counting.account;
    int64_t from_us = (start_us + MINUTE_US - 1) / MINUTE_US * MINUTE_US;
    int32_t day = day_of_instant(from_us);
    text_init(&account->zh, arena, TOLD_BYTES_MAX);
    text_init(&account->en, arena, TOLD_BYTES_MAX);
    tell_moment(account, "自", "From ", from_us, "起算。", ". ");
    tell_hours(account, &period->office);
    /* It ends: behind the tables five days of seven work, and each has a minute at least. */
    while (counting.left_us > 0 && !count_day(&counting, day, from_us))
        day++;
    struct period_end *end = &counting.end;
    int64_t of_day_us = end->due_us - start_of_day(day_of_instant(end->due_us - 1));
    int32_t last = day_of_instant(end->due_us - 1);
    for (int left = excluded_days; left > 0;)
        left -= works_on(&counting, ++last);
    end->due_us = start_of_day(last) + of_day_us;
    end->raw_day = end->last_day = last;
    end->provisional = end->missing_year != 0;
    if (excluded_days) {
        text_add_format(&account->zh, "扣除%d个工作日不计；", excluded_days);
        text_add_format(&account->en, "%d working days not counted; ", excluded_days);
    }
    enum err_kind kind = finish(account, period, end, reterr);
    if (!kind)
        *ret = *end;
    return kind;
}
